"""Synonyms from an editable file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from retrieval.analysis import Analyzer
from retrieval.synonyms import Synonyms


def of(synonyms: Synonyms, text: str) -> dict[str, tuple[str, ...]]:
    return dict(synonyms.of(text, Analyzer().chunk_terms(text)))


def test_words_of_a_group_stand_for_one_another(tmp_path: Path) -> None:
    """Each word of a line has the others, in whatever width or script they are written."""
    own = tmp_path / "own.txt"
    own.write_text("# ours\n小巨人 = 專精特新企業 = ＳＦＴ\n\n孤单\n", encoding="utf-8")

    assert of(Synonyms(own), "小巨人有几家")["小巨人"] == ("专精特新企业", "sft")
    assert "孤单" not in of(Synonyms(own), "孤单")


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
    assert other in of(Synonyms(), asked)[word]


def test_part_of_a_longer_word_is_not_meant(tmp_path: Path) -> None:
    """块 in 板块 is no money."""
    assert "块" not in of(Synonyms(), "农业板块涨了多少")


def test_edited_file_is_read_again(tmp_path: Path) -> None:
    """An edit counts from the next question on; a file that goes away takes its groups with it."""
    own = tmp_path / "own.txt"
    synonyms = Synonyms(own)
    assert "神马" not in of(synonyms, "神马是什么")

    own.write_text("神马 = 催化公司", encoding="utf-8")
    assert of(synonyms, "神马是什么")["神马"] == ("催化公司",)

    own.write_text("神马 = 河南神马", encoding="utf-8")
    os.utime(own, ns=(1, 1))  # a clock may be too coarse for two writes in a row
    assert of(synonyms, "神马是什么")["神马"] == ("河南神马",)

    own.unlink()
    assert "神马" not in of(synonyms, "神马是什么")
