"""Refused questions put together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.desk.clusters import cluster
from retrieval.analysis import Analyzer
from store.questions import Asked

TERMS = Analyzer().question_terms


def asked(*questions: str, missing: tuple[str, ...] = ()) -> list[Asked]:
    """Refused questions, in order."""
    return [Asked(number, text, False, None, missing, None) for number, text in enumerate(questions, 1)]


def test_questions_alike_come_together_largest_first() -> None:
    """Whatever the question words; each known by its oldest question."""
    found = cluster(
        asked("机场巴士票价是多少？", "地铁几点停运？", "地铁什么时候停运", "停运地铁是哪天？", "机场巴士的票价多少"),
        TERMS,
    )
    assert [[one.id for one in group.questions] for group in found] == [[2, 3, 4], [1, 5]]
    assert found[0].leader.question == "地铁几点停运？"


def test_a_cluster_tells_wordings_and_missing_words() -> None:
    """How often each, commonest first."""
    (found,) = cluster(asked("地铁停运", "地铁停运？", "地铁停运？", missing=("停运",)), TERMS)
    assert found.wordings == [("地铁停运？", 2), ("地铁停运", 1)]
    assert found.missing == ["停运"]


def test_questions_without_words_that_name_anything_stay_apart() -> None:
    """Those alike in nothing but asking are not alike."""
    assert len(cluster(asked("什么？", "哪里？", "多少？"), TERMS)) == 3


@given(st.lists(st.text(alphabet="地铁公交停运票价多少？", max_size=8), max_size=30))
def test_every_question_is_in_one_cluster(texts: list[str]) -> None:
    """None is lost, none counted twice."""
    found = cluster(asked(*texts), TERMS)
    assert sorted(one.id for group in found for one in group.questions) == list(range(1, len(texts) + 1))
