"""Synonyms from an editable file."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from retrieval.analysis import ASKING
from retrieval.synonyms import GENERAL, Synonyms


def test_words_of_a_group_stand_for_one_another(tmp_path: Path) -> None:
    """Each word of a line has the others, in whatever width or script they are written."""
    own = tmp_path / "own.txt"
    own.write_text("# ours\n小巨人 = 專精特新企業 = ＳＦＴ\n\n孤单\n", encoding="utf-8")

    assert Synonyms(own).of("小巨人有几家")["小巨人"] == ("专精特新企业", "sft")
    assert "孤单" not in Synonyms(own).of("孤单")


@pytest.mark.parametrize(
    ("asked", "word", "other"),
    [
        ("创文大会何时召开", "创文", "创建全国文明城市"),
        ("螃蟹养殖面积", "螃蟹", "蟹"),
        ("村支书是谁", "村支书", "村党支部书记"),
    ],
)
def test_general_groups_come_with_the_program(asked: str, word: str, other: str) -> None:
    """Short forms and everyday synonyms are known without any file of one's own."""
    assert other in Synonyms().of(asked)[word]


def test_part_of_a_longer_word_is_not_meant(tmp_path: Path) -> None:
    """块 in 板块 is no money."""
    assert "块" not in Synonyms().of("农业板块涨了多少")


def test_edited_file_is_read_again(tmp_path: Path) -> None:
    """An edit counts from the next question on; a file that goes away takes its groups with it."""
    own = tmp_path / "own.txt"
    synonyms = Synonyms(own)
    assert "神马" not in synonyms.of("神马是什么")

    own.write_text("神马 = 催化公司", encoding="utf-8")
    assert synonyms.of("神马是什么")["神马"] == ("催化公司",)

    own.write_text("神马 = 河南神马", encoding="utf-8")
    os.utime(own, ns=(1, 1))  # a clock may be too coarse for two writes in a row
    assert synonyms.of("神马是什么")["神马"] == ("河南神马",)

    own.unlink()
    assert "神马" not in synonyms.of("神马是什么")


def test_a_file_that_cannot_be_read_leaves_the_last_good_one_in_use(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """It is said once, not at each question; mended, it counts again."""
    own = tmp_path / "own.txt"
    own.write_text("神马 = 催化公司", encoding="utf-8")
    synonyms = Synonyms(own)
    assert synonyms.of("神马是什么")["神马"] == ("催化公司",)

    own.write_text("神马 = 河南神马", encoding="gb18030")
    os.utime(own, ns=(1, 1))
    for asked in ("神马是什么", "神马在哪里"):
        assert synonyms.of(asked)["神马"] == ("催化公司",)
    [said] = caplog.messages
    assert "it is not UTF-8" in said

    own.write_text("神马 = 河南神马", encoding="utf-8")
    os.utime(own, ns=(2, 2))
    assert synonyms.of("神马是什么")["神马"] == ("河南神马",)


def test_a_reader_who_says_the_one_may_find_the_other_but_not_the_other_way_round(tmp_path: Path) -> None:
    """What follows a `>` is found for what is ahead of it; the particle of a verb is no part of it."""
    own = tmp_path / "own.txt"
    own.write_text("捐 = 献 > 捐赠 = 认捐", encoding="utf-8")
    synonyms = Synonyms(own)

    assert synonyms.of("一共捐过多少")["捐"][:3] == ("献", "捐赠", "认捐")
    assert "捐" not in synonyms.of("认捐多少").get("认捐", ())


def test_a_word_may_be_several_of_the_segmenter(tmp_path: Path) -> None:
    """But it begins and ends where they do, and what asks is in none."""
    own = tmp_path / "own.txt"
    own.write_text("城市书屋 = 阅读驿站\n市书 = 街亭\n屋多少 = 书亭", encoding="utf-8")

    assert {"城市书屋"} == Synonyms(own).of("新的城市书屋多少间").keys() & {"城市书屋", "市书", "屋多少"}


def test_every_line_of_the_thesaurus_is_a_group() -> None:
    """No line of ours is without effect: two words at least, none twice, none that asks."""
    for path in sorted(GENERAL.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            words = [word.strip() for word in re.split("[=>]", line.split("#")[0])]
            if any(words):
                assert len(words) > 1, line
                assert all(words), line
                assert len(set(words)) == len(words), line
                assert not any(map(ASKING.search, words)), line
                assert line.count(">") <= 1, line
