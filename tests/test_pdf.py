"""PDF pages are read by the places of their characters."""

from __future__ import annotations

import pytest
from made import made

from store.intake.pdf import read_pdf
from store.intake.reasons import Unreadable


def printed(*rows: tuple[str, float, float, float]) -> bytes:
    """A PDF that prints each text at a place (from the lower left corner) in a size."""
    return bytes(made.pdf({4: made.stream(drawn(*rows))}))


def drawn(*rows: tuple[str, float, float, float]) -> bytes:
    """The operators that print each text at a place in a size."""
    return b"\n".join(
        b"BT /F %g Tf %g %g Td <%s> Tj ET" % (size, x, y, text.encode("utf-16-be").hex().encode())
        for text, x, y, size in rows
    )


def texts(content: bytes) -> list[str]:
    """The lines of a PDF, without blank ones."""
    return [line.text for line in read_pdf(content, "a.pdf").lines if line.text]


def test_columns_and_sizes() -> None:
    """Lines come in reading order with their sizes, whatever the order in the file."""
    content = printed(
        ("右栏的第一行文字写满，", 300, 700, 10),
        ("左栏的第一行文字写满，", 100, 700, 10),
        ("右栏完。", 300, 685, 10),
        ("左栏完。", 100, 685, 10),
        ("河湾镇建成公园", 150, 740, 20),
    )
    lines = [line for line in read_pdf(content, "a.pdf").lines if line.text]

    assert [line.text for line in lines] == [
        "河湾镇建成公园",
        "左栏的第一行文字写满，左栏完。",
        "右栏的第一行文字写满，右栏完。",
    ]
    assert [line.size for line in lines] == [20, 10, 10]
    assert len({line.block for line in lines}) == 3


def test_text_printed_twice_is_read_once() -> None:
    """Bold is often the same text printed again a hair beside itself."""
    text = "河湾镇建成公园二十座，共三处"

    assert texts(printed((text, 100, 700, 12), (text, 100.3, 700, 12))) == [text]


def test_a_gap_is_a_space() -> None:
    """Names and figures that stand apart stay apart."""
    content = printed(("河湾镇首座公园已经建成", 100, 700, 12), ("二十座", 236, 700, 12))

    assert texts(content) == ["河湾镇首座公园已经建成 二十座"]


def parted(text: str, x: float, y: float, size: float) -> list[tuple[str, float, float, float]]:
    """The parts of a text between full-width spaces, each at its place: some programs print no spaces."""
    parts, left = [], x
    for part in text.split("\u3000"):
        parts.append((part, left, y, size))
        left += (len(part) + 1) * size
    return parts


def test_a_full_width_space_parts_no_line() -> None:
    """Where lines above and below run across it, it is white of the line; where it goes on in them, a gutter."""
    rows = [
        "渡口的栈桥修好了，记者\u3000余航报道说两岸乡亲",
        "都说走得稳当，渡口每天有三百多人往来其间，",
        "栈桥长六十米。",
    ]
    inside = printed(*(part for n, row in enumerate(rows) for part in parted(row, 100, 700 - 15 * n, 10)))
    assert texts(inside) == [
        "渡口的栈桥修好了，记者 余航报道说两岸乡亲都说走得稳当，渡口每天有三百多人往来其间，栈桥长六十米。"
    ]

    rows = [
        "左栏的第一行写满了字\u3000右栏的第一行写满了字",
        "左栏的第二行写满了字\u3000右栏的第二行写满了字",
        "左栏完了。\u3000右栏完了。",
    ]
    gutter = printed(
        *(part for n, row in enumerate(rows[:2]) for part in parted(row, 100, 700 - 15 * n, 10)),
        ("左栏完了。", 100, 670, 10),
        ("右栏完了。", 210, 670, 10),
    )
    assert texts(gutter) == [
        "左栏的第一行写满了字左栏的第二行写满了字左栏完了。",
        "右栏的第一行写满了字右栏的第二行写满了字右栏完了。",
    ]


def test_rows_of_figures_stay_rows() -> None:
    """Though each is as wide as the widest, and so looks like a line that ran into the column's edge."""
    rows = ["生猪出栏142.8万头", "禽蛋产量６.35万吨", "水产产量11.2万吨", "蔬菜产量17.6万吨"]
    assert texts(printed(*((row, 100, 700 - 15 * n, 10) for n, row in enumerate(rows)))) == rows
    wrapped = ["全年产值达到五千万元，增长12", "个百分点，产量142万吨，增长9", "个百分点。"]
    assert texts(printed(*((row, 100, 700 - 15 * n, 10) for n, row in enumerate(wrapped)))) == ["".join(wrapped)]


def test_turned_pages_are_read_upright() -> None:
    """A page that is shown turned by a quarter is read as it is shown."""
    turned = b"/Rotate 90 /MediaBox"
    text = "河湾镇建成首座口袋公园，面积一千二百平方米。"
    text_drawn = b"BT /F 12 Tf 0 1 -1 0 300 100 Tm <%s> Tj ET" % text.encode("utf-16-be").hex().encode()
    content = made.pdf({3: made.PAGE.replace(b"/MediaBox", turned), 4: made.stream(text_drawn)})

    assert texts(content) == [text]


def test_a_running_head_is_read_once() -> None:
    """What stands on every page in the same place is no text of the second page."""
    kids = {2: b"<< /Type /Pages /Kids [3 0 R 6 0 R] /Count 2 >>", 6: made.PAGE.replace(b"4 0 R", b"7 0 R")}
    head = ("河湾新闻 第4版", 100.0, 800.0, 9.0)
    foot = ("此处是页面的末尾一行", 100.0, 100.0, 10.0)
    first = drawn(head, ("第一页的正文在这里，说的是公园。", 100.0, 400.0, 10.0), foot)
    second = drawn(head, ("第二页的正文在这里，说的是学校。", 100.0, 400.0, 10.0), foot)
    read = texts(made.pdf(kids | {4: made.stream(first), 7: made.stream(second)}))

    assert read.count("河湾新闻 第4版") == 1
    assert "第二页的正文在这里，说的是学校。" in read


def test_without_text_the_extra_is_named() -> None:
    """A scan is refused with what would read it."""
    with pytest.raises(Unreadable, match="ocr"):
        read_pdf(made.pdf({4: made.stream(b"")}), "a.pdf")


def test_a_font_without_characters_is_refused() -> None:
    """Text that copies as rubbish is not published."""
    with pytest.raises(Unreadable, match="乱码"):
        read_pdf(made.pdf({4: made.stream(b"BT /F 12 Tf 60 700 Td <%s> Tj ET" % (b"e000e001" * 60))}), "a.pdf")
