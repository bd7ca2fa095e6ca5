"""Golden questions: what counts as the same answer, and which change is to blame for another one."""

from __future__ import annotations

import pytest
from sqlite_utils import Database

from bot.trials.golden import Broken, broken, holds, newly_broken
from retrieval.types import Answer, FactAnswer, Passage
from store import golden
from store.golden import Golden
from store.schema import atomic

QUESTION = "给多少名环卫工人送了头盔？"


def answer(text: str | None, *, article: str = "a1", passage: str = "给50名环卫工人送上头盔") -> Answer:
    """An answer with the figure *text*; with passages alone for None."""
    fact = None if text is None else FactAnswer("number", text, 50, "名", False, text, article)
    return Answer(QUESTION, True, 0.9, fact, (Passage(1, article, "头盔", passage, 0, 5, 1.0),))


REFUSED = Answer(QUESTION, False, 0.1, None, ())


@pytest.mark.parametrize(
    ("wanted", "found", "same"),
    [
        ("50名", answer("50名"), True),
        ("５０ 名", answer("50名"), True),  # however it is typed
        ("50", answer("50名"), True),
        ("5", answer("50名"), False),  # a part of a number is another number
        ("50", answer("1.50名"), False),
        ("50", answer("50万元"), False),
        ("50名", answer(None), True),  # in the passage where there is no figure
        ("60名", answer(None), False),
        ("50名", REFUSED, False),
    ],
)
def test_the_same_figure_is_the_same_answer(wanted: str, found: Answer, same: bool) -> None:
    """Typed by hand, read from print: the width of digits and stray spaces do not count, the number does."""
    assert holds(Golden(1, QUESTION, wanted, "a1"), found) is same


def test_a_passage_and_a_refusal_can_be_golden() -> None:
    """Without a figure the article counts; without either the paper must not pretend to know."""
    passage, refusal = Golden(1, QUESTION, None, "a1"), Golden(2, QUESTION, None, None)
    assert holds(passage, answer(None))
    assert not holds(passage, answer(None, article="a2"))
    assert not holds(passage, REFUSED)
    assert holds(refusal, REFUSED)
    assert not holds(refusal, answer("50名"))


def test_a_change_is_blamed_for_what_it_breaks_alone() -> None:
    """What was answered wrongly before is not the new page's fault."""
    kept = [Golden(1, "甲", "50名", "a1"), Golden(2, "乙", "50名", "a1"), Golden(3, "丙", None, None)]
    before = {"甲": answer("50名"), "乙": answer("60名"), "丙": REFUSED}
    after = {"甲": answer("70名"), "乙": answer("70名"), "丙": answer(None)}
    assert [one.golden.id for one in broken(before.__getitem__, kept)] == [2]
    assert newly_broken(before.__getitem__, after.__getitem__, kept) == [
        Broken(kept[0], "70名"),
        Broken(kept[2], "头盔"),
    ]


def test_a_question_is_guarded_once(db: Database) -> None:
    """Kept again it takes the new answer, and can be let go."""
    with atomic(db):
        first = golden.keep(db, QUESTION, answer="50名", article_id="a1", by=7, now=1.0)
        assert golden.keep(db, QUESTION, answer="60名", article_id="a1", by=7, now=2.0) == first
    assert golden.all_golden(db) == [Golden(first, QUESTION, "60名", "a1")]
    with atomic(db):
        assert golden.drop(db, first)
        assert not golden.drop(db, first)
    assert golden.get(db, first) is None
