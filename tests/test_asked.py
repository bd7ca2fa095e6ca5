"""A question's words, and what else says them: in one way for every comparison with a text."""

from __future__ import annotations

import pytest

from retrieval.asked import CLOSE, Asked, Word, closes_with, says
from retrieval.question import read_question


def word(question: str, text: str) -> Word:
    """The word *text* of *question*."""
    return next(word for word in Asked(read_question(question)).words if word.text == text)


@pytest.mark.parametrize(
    ("region", "share"), [("大桥花费", 1.0), ("大桥耗资9亿元", CLOSE), ("大桥全长9公里", 0.0), ("总投资9亿元", CLOSE)]
)
def test_another_word_counts_nearly_as_much(region: str, share: float) -> None:
    """The word itself counts in full, what may be printed for it nearly so, anything else not at all."""
    asked = Asked(read_question("大桥花了多少钱?"))
    spent = word("大桥花了多少钱?", "花")

    assert asked.said(region)[spent.place] == share


def test_the_end_of_another_word_is_not_meant() -> None:
    """进出口总额 does not say 出口总额."""
    exported = word("全县出口额是多少?", "出口额")

    assert "出口总额" in exported.others
    assert closes_with(exported, "全县外贸出口总额")
    assert not closes_with(exported, "全县进出口总额")
    assert not says(exported, "全县进出口总额9亿元")


def test_a_word_of_the_thesaurus_may_be_several_of_the_question() -> None:
    """What may be printed for 城市书房 says 城市 as well as 书房."""
    asked = Asked(read_question("城市书房有几间?"), {"城市书房": ("阅读驿站",)})

    assert asked.words
    assert asked.cover("阅读驿站6间") == pytest.approx(CLOSE)


def test_a_title_is_no_place() -> None:
    """《杏花村》 is a play, whatever its last character."""
    assert Asked(read_question("《杏花村》演了多少场?")).owners == []
    assert Asked(read_question("杏花村住着多少户?")).owners == ["杏花村"]


@pytest.mark.parametrize(("question", "verb"), [("那座桥花了多少钱?", "花"), ("学车要交多少钱?", "交")])
def test_a_verb_is_a_word_of_its_own(question: str, verb: str) -> None:
    """The segmenter guesses at 桥花 and 要交."""
    assert word(question, verb).others


def test_what_is_printed_nowhere_is_left_out() -> None:
    """Others that stand in no text in which the answer is looked for cost no time."""
    asked = Asked(read_question("大桥花了多少钱?"), {"花": ("耗资", "造价")}, ["大桥造价9亿元"])

    assert [other for word in asked.words for other in word.others] == ["造价"]
