"""Text and Markdown are read line by line."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from store.intake.plain import read_markdown, read_text
from store.models import Line


def test_text_keeps_its_lines_and_blanks() -> None:
    """Every line is a Line, verbatim; a line of blanks is a blank line."""
    document = read_text("　题 目\r\n \n正文１\r末行".encode(), "a.txt")

    assert [line.text for line in document.lines] == ["　题 目", "", "正文１", "末行"]


def test_a_form_feed_begins_a_page() -> None:
    """Text taken from a PDF parts its pages so."""
    assert [line.page for line in read_text("一\f二\n三".encode(), "a.txt").lines] == [1, 2, 2]


@given(text=st.text(alphabet=st.characters(codec="gb2312", categories=["L", "N", "P", "Z"]), min_size=1))
@example(text="0荨")
def test_text_loses_nothing_that_prints(text: str) -> None:
    """Lines together hold every character of the text."""
    lines = read_text(b"\xef\xbb\xbf" + text.encode(), "a.txt").lines

    assert "".join("".join(line.text.split()) for line in lines) == "".join(text.split())


def test_markdown_headings_and_marks() -> None:
    """Marks say what a line is and go; the text stays."""
    source = "# 大标题 #\n副题\n---\n**导语**\n\n> 引*文*，见[全文](http://a.cn)![图](a.png)\n- 一\n\n"
    source += "| 甲 | 乙 |\n|---|---|\n| 1 | 2 |"

    assert read_markdown(source.encode(), "a.md").lines == (
        Line("大标题", heading=1),
        Line("副题", heading=2),
        Line("导语", bold=True),
        Line(""),
        Line("引文，见全文"),
        Line("一"),
        Line(""),
        Line("甲 乙"),
        Line("1 2"),
    )


def test_front_matter_names_title_and_date() -> None:
    """What a site generator writes above a page is no text of it."""
    document = read_markdown('---\ntitle: "河湾新闻"\ndate: 2024-05-06 08:00\n---\n正文'.encode(), "a.md")

    assert (document.title, document.date) == ("河湾新闻", "2024-05-06")
    assert [line.text for line in document.lines] == ["正文"]


def test_arithmetic_is_no_emphasis() -> None:
    """Stars and lines that mark nothing stay."""
    line = "3*4*5=60，a_b_c，#话题，2 > 1"

    assert read_markdown(line.encode(), "a.md").lines[0].text == line
