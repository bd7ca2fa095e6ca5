"""How sure a choice has to be, by how much there was to take for it."""

from __future__ import annotations

import pytest

from retrieval.deciding import Choice
from retrieval.mentions import Page
from retrieval.options import Option
from retrieval.question import read_question
from retrieval.search import Found
from retrieval.sureness import LARGE, SMALL, crowd, crowded, is_sure, is_told
from store.models import Article

PAGE = Page(Article(id="a", headline="桥", paragraphs=("镇党委书记周明远说,大桥长860米。",)))
FIGURE = PAGE.figures[0]
[PERSON] = PAGE.persons


def choice(
    chance: float,
    *,
    rank: int = 0,
    neighbour: bool = False,
    person: bool = False,
    ahead: float = 9.0,
    against: float = 0.0,
) -> Choice:
    option = Option(PAGE, PERSON if person else FIGURE, rank, neighbour, 1.0)
    return Choice(option, chance, ahead=ahead, against=against)


def test_the_bar_rises_with_the_corpus() -> None:
    """What is sure on a page is not sure among thousands of chunks; beyond these it rises no more."""
    assert crowd(0) == crowd(SMALL) == 0
    assert 0 < crowd(1000) < 1
    assert crowd(LARGE) == crowd(100 * LARGE) == 1

    barely = choice(0.5)
    assert is_sure(barely, Found(confidence=0.5, among=SMALL))
    assert not is_sure(barely, Found(confidence=0.5, among=LARGE))


def test_what_is_sure_enough_is_given_among_any_number() -> None:
    """A large corpus is no reason to hold back what fits in every part."""
    assert is_sure(choice(0.95), Found(confidence=0.95, among=100 * LARGE))


@pytest.mark.parametrize(
    "worse", [choice(0.7, rank=2), choice(0.7, neighbour=True), choice(0.7, person=True)], ids=["later", "next", "name"]
)
def test_what_tells_a_look_alike(worse: Choice) -> None:
    """Passages that came first, a mention beside its passage and a name cost more the larger the corpus."""
    assert crowded(worse.option) < crowded(choice(0.7).option) < 0


def test_a_figure_far_ahead_needs_less() -> None:
    """Where no other figure is near, nothing speaks against it and the corpus is small."""
    few, many = Found(confidence=0.5, among=SMALL), Found(confidence=0.5, among=LARGE)
    assert is_sure(choice(0.3, ahead=4), few)
    assert not is_sure(choice(0.3, ahead=1), few)
    assert not is_sure(choice(0.3, ahead=4, against=-2), few)
    assert not is_sure(choice(0.3, ahead=4, rank=1), few)
    assert not is_sure(choice(0.3, ahead=4), many)


def test_one_article_crowds_nothing() -> None:
    """Where one article was read, as for a follow-up, its own odds decide."""
    assert is_sure(choice(0.5, rank=2), Found(confidence=0.5))


def test_passages_tell_of_a_place_where_the_search_is_sure_among_many() -> None:
    """The chance that passages answer was learned on large corpora: of a page's it is not enough without a place."""
    where = read_question("大桥在哪里?")
    assert where.kind == "place"
    assert is_told(where, Found(confidence=0.85, answered=True, among=LARGE), None)
    assert not is_told(where, Found(confidence=0.85, answered=True, among=SMALL), None)
    assert is_told(where, Found(confidence=0.85, answered=True, among=SMALL), choice(0.5, person=True))
    assert not is_told(where, Found(confidence=0.99, answered=False, among=LARGE), None)
