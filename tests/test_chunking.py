"""Chunking: sentences of an article, with offsets that hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.intake.chunking import LIMIT, chunk
from store.models import Article

PROSE = st.text(
    st.sampled_from("一二三四五村民说“”‘’。！？…；，、：,.;:!?()（） \t\u30000123456789．％abcDE—\u200b"), max_size=700
)
PARAGRAPHS = st.lists(PROSE | st.text(max_size=60), max_size=5).map(tuple)


def texts(*paragraphs: str) -> list[str]:
    return [part.text for part in chunk(Article(id="a", headline="题", paragraphs=paragraphs))]


@pytest.mark.parametrize(
    ("paragraph", "sentences"),
    [
        (
            "渡口新修了两条通往集镇的水泥路。今年春天共运送旅客三万四千人次！票价还会再涨吗，乡亲们都在打听？",
            [
                "渡口新修了两条通往集镇的水泥路。",
                "今年春天共运送旅客三万四千人次！",
                "票价还会再涨吗，乡亲们都在打听？",
            ],
        ),
        (
            "“这条路修通以后，去镇上只要十来分钟。”撑船的老艄公一边收缆绳一边笑着对记者说。",
            ["“这条路修通以后，去镇上只要十来分钟。”", "撑船的老艄公一边收缆绳一边笑着对记者说。"],
        ),
        (
            "(全体代表以举手表决的方式一致通过了这项提议。)会议随后听取了水利站关于堤防的汇报。",
            ["(全体代表以举手表决的方式一致通过了这项提议。)", "会议随后听取了水利站关于堤防的汇报。"],
        ),
        (
            "渡船載重4.8噸, 由U.S. Steel的鋼板焊成. 船東每年要為它花掉12,500元的維修費.",
            ["渡船載重4.8噸, 由U.S. Steel的鋼板焊成.", "船東每年要為它花掉12,500元的維修費."],
        ),
        (
            "They crossed the river before dawn. The boat was never seen again by the villagers.",
            ["They crossed the river before dawn.", "The boat was never seen again by the villagers."],
        ),
    ],
)
def test_sentences_end_at_their_marks(paragraph: str, sentences: list[str]) -> None:
    """Marks of either width end a sentence with what closes after them; decimals and abbreviations do not."""
    assert texts(paragraph) == sentences


def test_a_short_sentence_joins_its_neighbour() -> None:
    """A rest of a few characters says nothing alone; it is quoted with the sentence beside it."""
    assert texts("“这条路修通以后，去镇上只要十来分钟。”她说。") == ["“这条路修通以后，去镇上只要十来分钟。”她说。"]
    assert texts("他是谁？他是渡口最后一位撑船的老艄公马长水。") == ["他是谁？他是渡口最后一位撑船的老艄公马长水。"]


def test_paragraphs_never_share_a_chunk() -> None:
    """However short, a paragraph is a passage of its own."""
    assert texts("咨询电话: 000", "渡口管理所") == ["咨询电话: 000", "渡口管理所"]


def test_an_overlong_sentence_is_cut_at_its_best_marks() -> None:
    """Semicolons first, then commas, then anything; never inside a grouped number."""
    clause = "要把渡口的栈桥修好，把候船的棚子搭好，把夜航的灯装好，把救生的圈备好"
    parts = texts("；".join([clause] * 8) + "。")
    assert all(part.endswith(("；", "。")) for part in parts)
    assert len(parts) == 2

    grouped = texts("9,999" * 80)
    assert all(len(part) == LIMIT for part in grouped)


def test_a_line_of_megabytes_takes_linear_time() -> None:
    """A body without any mark is cut into parts of the limit."""
    assert len(texts("渡" * 1_000_000)) == 1_000_000 // LIMIT


@given(PARAGRAPHS)
def test_chunks_account_for_every_character_once(paragraphs: tuple[str, ...]) -> None:
    """Offsets are exact, in order and apart; all that lies between chunks is white space."""
    article = Article(id="a", headline="题", paragraphs=paragraphs)
    end = 0
    for part in chunk(article):
        assert article.body[part.start : part.end] == part.text
        assert part.text == part.text.strip()
        assert 0 < len(part.text) <= LIMIT
        assert "\n" not in part.text
        assert not article.body[end : part.start].strip()
        end = part.end
    assert not article.body[end:].strip()
