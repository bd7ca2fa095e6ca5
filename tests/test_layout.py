"""Columns are read one after the other, and their lines become paragraphs."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from store.intake.blocks import Obstacle, Piece
from store.intake.layout import arrange, lines_of


def piece(text: str, left: float, top: float, *, size: float = 10.0, indent: float = 0.0) -> Piece:
    """A piece as wide as its characters."""
    left += indent * size
    return Piece(text, left, top, left + len(text) * size, top + size, size)


def column(left: float, top: float, *rows: str) -> list[Piece]:
    """Lines under each other, 15 points apart; "  " before one indents it by two characters."""
    return [
        piece(row.strip(), left, top + 15 * index, indent=2.0 * row.startswith("  ")) for index, row in enumerate(rows)
    ]


def texts(pieces: list[Piece], rules: Sequence[Obstacle] = ()) -> list[str]:
    """The lines that come of *pieces*, without blank ones."""
    return [line.text for line in lines_of(arrange(pieces, rules)) if line.text]


def test_two_columns_under_a_headline() -> None:
    """The headline across both comes first, then the left column, then the right one; paragraphs are whole."""
    pieces = [
        piece("通栏标题", 40, 10, size=20),
        *column(0, 50, "  甲一二三四五六", "七八九十，甲段完。", "  乙一二三四五六", "七八九一二三四五六"),
        *column(110, 50, "乙段到右栏才完结。", "  丙一二三四五六", "七八九十一二三四五", "六完。"),
    ]

    assert texts(pieces[::-1]) == [
        "通栏标题",
        "甲一二三四五六七八九十，甲段完。",
        "乙一二三四五六七八九一二三四五六乙段到右栏才完结。",
        "丙一二三四五六七八九十一二三四五六完。",
    ]


def test_a_rule_parts_the_head_of_a_page_from_its_columns() -> None:
    """The date at the right of the head is not read with the right column."""
    pieces = [
        piece("河湾报", 0, 0),
        piece("第4版", 150, 0),
        *column(0, 30, "左栏第一行写满了字", "左栏完。"),
        *column(110, 30, "右栏第一行写满了字", "右栏完。"),
    ]

    assert texts(pieces, [Obstacle(0, 20, 200, 20)])[:2] == ["河湾报", "第4版"]


def test_articles_under_each_other_with_columns_of_their_own() -> None:
    """A headline in the middle of its columns heads them all; the next article begins after the last of them."""
    articles = [
        [
            piece(f"第{number}条的题", 105, top, size=20),
            *column(0, top + 40, f"  {number}左一二三四五", "六七八九十。"),
            *column(110, top + 40, f"  {number}中一二三四五", "六七八九十。"),
            *column(220, top + 40, f"  {number}右一二三四五", "六七八九十。"),
        ]
        for number, top in (("甲", 0), ("乙", 120))
    ]

    assert texts([*articles[1], *articles[0]]) == [
        "第甲条的题",
        "甲左一二三四五六七八九十。",
        "甲中一二三四五六七八九十。",
        "甲右一二三四五六七八九十。",
        "第乙条的题",
        "乙左一二三四五六七八九十。",
        "乙中一二三四五六七八九十。",
        "乙右一二三四五六七八九十。",
    ]


def test_a_headline_at_the_left_of_its_columns() -> None:
    """Where columns begin below it side by side, it heads them all."""
    pieces = [
        *column(0, 0, "  前一条的左栏一二", "三四五。"),
        *column(110, 0, "  前一条的右栏一二", "三四五。"),
        piece("靠左的题", 0, 60, size=20),
        *column(0, 100, "  这一条的左栏一二", "三四五。"),
        *column(110, 100, "  这一条的右栏一二", "三四五。"),
    ]

    assert texts(pieces)[2:] == ["靠左的题", "这一条的左栏一二三四五。", "这一条的右栏一二三四五。"]


def test_a_caption_between_headline_and_columns() -> None:
    """The headline stays with its text; the caption of a picture between them comes after it."""
    pieces = [
        piece("居中的题", 60, 0, size=20),
        piece("图为现场。", 80, 60, size=8),
        *column(0, 90, "  左栏一二三四五六", "七八九。"),
        *column(110, 90, "  右栏一二三四五六", "七八九。"),
    ]

    assert texts(pieces) == ["居中的题", "左栏一二三四五六七八九。", "右栏一二三四五六七八九。", "图为现场。"]


def test_headlines_are_not_run_together() -> None:
    """Lines of a headline stay lines, without blanks between them."""
    pieces = [
        piece("三个字的题", 0, 0, size=20),
        piece("下一行标题", 0, 28, size=20),
        *column(0, 60, "正文正文正文正文正文。"),
    ]

    assert [line.text for line in lines_of(arrange(pieces))] == [
        "三个字的题",
        "下一行标题",
        "",
        "正文正文正文正文正文。",
    ]


def test_short_lines_are_paragraphs() -> None:
    """The lines of a signature, and points after bullets, are not one paragraph."""
    pieces = column(
        0, 0, "  通知全文一二三", "四五六七八九十一二", "三四。", "●第一点写满一整行", "●第二点", "河湾镇政府"
    )

    assert texts(pieces)[1:] == ["●第一点写满一整行", "●第二点", "河湾镇政府"]


def test_western_words_keep_their_space() -> None:
    """A line that ends between two English words is joined by a space."""
    pieces = column(0, 0, "Hello wide wide wide", "world and so on and on", "  下一段")

    assert texts(pieces)[0] == "Hello wide wide wide world and so on and on"


def test_a_vertical_headline_is_one_line() -> None:
    """Characters set under each other are read as a word."""
    pieces = [piece(character, 0, 25.0 * index, size=20) for index, character in enumerate("冬日暖棚")]

    assert texts([*pieces, *column(30, 0, "正文写在竖题右边的", "栏里。")])[0] == "冬日暖棚"


def test_vertical_headlines_stay_with_their_articles() -> None:
    """Headlines that stand under each other at the edge of a page are not read one after the other."""
    pieces = [
        piece(character, 0, top + 20.0 * index, size=20)
        for top, word in ((0, "冬日暖棚"), (120, "湖头开捕"))
        for index, character in enumerate(word)
    ]
    pieces += [*column(30, 0, "甲文写在题的右边", "到此完。"), *column(30, 120, "乙文写在题的右边", "到此完。")]

    assert texts(pieces) == ["冬日暖棚", "甲文写在题的右边到此完。", "湖头开捕", "乙文写在题的右边到此完。"]


@given(
    places=st.lists(
        st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(1, 12), st.sampled_from([8.0, 10.0, 24.0])),
        max_size=40,
    )
)
@settings(max_examples=200)
def test_no_piece_is_lost_or_doubled(places: list[tuple[int, int, int, float]]) -> None:
    """However a page is laid out, what is printed is what is read."""
    pieces = [
        Piece(chr(0x4E00 + index) * length, 5.0 * x, 5.0 * y, 5.0 * x + length * size, 5.0 * y + size, size)
        for index, (x, y, length, size) in enumerate(places)
    ]
    read = "".join(texts(pieces, [Obstacle(0, 100, 300, 100), Obstacle(50, 150, 90, 200)]))

    assert sorted(read) == sorted("".join(piece.text for piece in pieces))
