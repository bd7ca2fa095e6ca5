"""What a model reads off a picture becomes pieces of a page."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from made import made, script

from store.errors import DocumentRefused
from store.intake import ocr
from store.intake.formats import has_ocr
from store.intake.layout import arrange, lines_of
from store.intake.pages import read_page
from store.intake.readers import read_document

needs_ocr = pytest.mark.skipif(not has_ocr(), reason="the extra baozhi[ocr] is not installed")


def box(left: float, top: float, width: float, height: float) -> ocr.Box:
    """The box of a line."""
    right, bottom = left + width, top + height
    return np.array([(left, top), (right, top), (right, bottom), (left, bottom)], dtype=np.float32)


def test_boxes_that_differ_a_little_are_of_one_size() -> None:
    """A model's boxes are never quite alike; the sizes of a font are."""
    sizes = ((29, 245), (33, 240), (28, 250), (60, 490), (58, 480))
    pieces = ocr.pieces_of((box(0, 100 * n, w, h), "八个字的一行文字") for n, (h, w) in enumerate(sizes))

    assert len({piece.size for piece in pieces[:3]}) == 1
    assert pieces[3].size == pieces[4].size > 1.5 * pieces[0].size


def test_a_page_that_lies_askew_is_set_straight() -> None:
    """Lines of one column stand under each other again."""
    turn = np.array([[np.cos(0.03), np.sin(0.03)], [-np.sin(0.03), np.cos(0.03)]], dtype=np.float32)
    rows = ["这一行写满了十个字呀", "第二行也写满了十个字", "第三行同样写满十个字"]
    found = [(box(100, 40 * n, 300, 30) @ turn, row) for n, row in enumerate(rows)]

    assert [line.text for line in lines_of(arrange(ocr.pieces_of(found)))] == ["".join(rows)]


def test_a_box_over_two_columns_is_parted() -> None:
    """Where white parts what the model took for one line, and a column starts, there are two."""
    picture = np.full((60, 400, 3), 255, dtype=np.uint8)
    picture[20:40, 10:150] = 0
    picture[20:40, 220:390] = 0
    starts = np.array([214, 215, 216], dtype=np.float32)
    parts = list(ocr._parted(box(5, 15, 390, 30), picture, starts))

    assert [(round(float(part[0][0])), round(float(part[1][0]))) for part in parts] == [(5, 152), (218, 395)]


def test_marks_of_a_typewriter_become_those_of_print() -> None:
    """The model reads straight quotes and short dashes; the paper prints pairs and long ones."""
    assert ocr.typeset('打好"组合拳"营造“好氛围"。他说—好') == "打好“组合拳”营造“好氛围”。他说——好"
    assert ocr.typeset("2012—2015年") == "2012—2015年"


@pytest.mark.skipif(has_ocr(), reason="the extra baozhi[ocr] is installed")
def test_without_the_extra_a_picture_is_refused_with_its_name(tmp_path: Path) -> None:
    """The admin learns what to install, or to send instead."""
    (tmp_path / "a.png").write_bytes(next(case for case in made.CASES if case.name == "white.png").make())

    with pytest.raises(DocumentRefused, match=r"baozhi\[ocr\]"):
        read_document(tmp_path / "a.png")


@needs_ocr
def test_the_seed_is_read_back_from_its_scan(tmp_path: Path) -> None:
    """At most 3% of the characters are wrong, and every headline is found."""
    scan = script("render_scan")
    [document] = read_document(next((Path(__file__).parents[1] / "seeds").glob("*.txt")))
    page = read_page(document)
    scan.render(page, scan.chinese_font()).save(tmp_path / "scan.png")
    rate, headlines = scan.score(page, tmp_path / "scan.png")

    assert rate <= 0.03
    assert headlines == len(page.articles)
