"""Numbers of printed pages: told by page lines, jumps and file names; nothing is guessed."""

from __future__ import annotations

import pytest

from store.intake.numbering import jump_number, name_number, printed_number, same
from store.intake.pages import read_page
from store.intake.printed import view
from store.models import Document, Line

BODY = "本报讯（记者 余航）柳林渡口的栈桥昨日修好了，两岸的乡亲都说走得稳当。渡口每天有三百多人往来。"


def pages_of(text: str, name: str = "渡口.txt") -> list[str | None]:
    lines = tuple(
        Line(line, page=number)
        for number, leaf in enumerate(text.split("\f"), start=1)
        for line in leaf.strip("\n").split("\n")
    )
    return [article.page for article in read_page(Document(name, lines)).articles]


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("2024年3月5日 星期二 第３版", "3"),
        ("2024年3月5日 星期二 A02 要闻", "A02"),
        ("03版：要闻", "3"),
        ("第十一版", "11"),
        ("2024年3月5日　星期二　　农事·气象　　07", "7"),
        ("总第3208期 今日12版 第2版", "2"),
        ("今日八版", None),
        ("第2—3版", None),
        ("2024年3月5日 星期二 晴 18", None),
        ("责任编辑：张三 版式：李四 电话：5566119", None),
        ("国内统一刊号CN11-0001", None),
    ],
)
def test_a_page_line_tells_the_number(line: str, number: str | None) -> None:
    """However it is printed; how many pages there are, a spread, the weather and names tell none."""
    assert printed_number(view(line)) == number


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("柳林日报20240305_03版.txt", "3"),
        ("A02.pdf", "A02"),
        ("2024-03-05_04.pdf", "4"),
        ("第三版.docx", "3"),
        ("柳林.zip/03版/渡口.txt", "3"),
        ("2024-03-05-14-30.txt", None),
        ("20240305.txt", None),
        ("page-0007.txt", None),
        ("B站直播.txt", None),
    ],
)
def test_a_file_name_tells_the_number(name: str, number: str | None) -> None:
    """With 版, with a letter, or after the day; a time or a running number is none."""
    assert name_number(name) == number


def test_a_jump_names_a_page() -> None:
    """In digits of any kind, with or without 第 and 版."""
    assert [jump_number(marker) for marker in ("（下转第３版）", "上接A02版", "▶▶下转第三版", "转4")] == [
        "3",
        "A02",
        "3",
        "4",
    ]
    assert [same("A02", "A2"), same("12", "2")] == [True, False]


def test_each_article_has_its_own_page() -> None:
    """Page lines in front of pages, at their foot, or one of several pages in one text."""
    heads = f"第1版\n\n渡口通车了\n\n{BODY}\f第2版\n\n夜市亮起来\n\n{BODY}"
    assert pages_of(heads) == ["1", "2"]
    assert pages_of(heads.replace("\f", "\n\n")) == ["1", "2"]
    assert pages_of(f"渡口通车了\n\n{BODY}\n\n第1版\n\n夜市亮起来\n\n{BODY}\n\n第2版") == ["1", "2"]


def test_what_is_known_of_one_page_is_not_said_of_another() -> None:
    """Of three pages of which two are numbered the third is not known; one number alone is the document's."""
    pages = [
        f"{line}\n\n{title}\n\n{BODY}"
        for line, title in (("第1版", "渡口通车了"), ("", "夜市亮起来"), ("第4版", "老街新貌"))
    ]
    assert pages_of("\f".join(pages)) == ["1", None, "4"]
    assert pages_of("\f".join(pages[:2])) == ["1", "1"]


def test_the_page_line_counts_for_more_than_the_name() -> None:
    """The name is asked only where nothing is printed, and says nothing of a file of several pages."""
    assert pages_of(f"第5版\n\n渡口通车了\n\n{BODY}", "20240305_03版.txt") == ["5"]
    assert pages_of(f"渡口通车了\n\n{BODY}", "20240305_03版.txt") == ["3"]
    assert pages_of(f"渡口通车了\n\n{BODY}\f夜市亮起来\n\n{BODY}", "20240305_03版.txt") == [None, None]
    assert pages_of(f"渡口通车了\n\n{BODY}") == [None]


def test_jumps_tell_the_pages_at_their_ends() -> None:
    """上接第1版 says where the article began, and so what page the others beside its beginning are on."""
    first = f"夜市亮起来\n\n{BODY}\n\n渡口通车了\n\n本报讯（记者 余航）渡口的栈桥长六十米，（下转第3版）"
    third = f"渡口通车了\n\n（上接第1版）宽四米，可以走三轮车。栈桥修了四个月。\n\n老街新貌\n\n{BODY}"
    assert pages_of(f"{first}\f{third}") == ["1", "1", "3"]
