"""A date as closely as it is asked for."""

from __future__ import annotations

import pytest

from retrieval.mentions import Page
from retrieval.narrowing import narrow
from retrieval.question import read_question
from store.models import Article


@pytest.mark.parametrize(
    ("question", "sentence", "text", "value"),
    [
        ("协会是哪一年成立的?", "协会于1999年7月1日成立。", "1999年", "1999"),
        ("协会是什么时候成立的?", "协会于1999年7月1日成立。", "1999年7月1日", "1999-07-01"),
        ("协会成立于几月?", "协会于1999年7月1日成立。", "7月", "1999-07"),
        ("展览从哪天开始?", "展览定于5月3日至5月9日举行。", "5月3日", "--05-03"),
        ("展览到哪天结束?", "展览定于5月3日至5月9日举行。", "5月9日", "--05-09"),
        ("展览从哪天开始禁止拍照?", "展览定于5月3日至5月9日举行。", "5月3日", "--05-03"),
        ("展览是几号到几号?", "展览定于5月3日至5月9日举行。", "5月3日至5月9日", "--05-03/--05-09"),
        ("该校哪一年停办?", "该校于民国9年10月停办。", "民国9年", "1920"),
        ("该校在民国几年改名?", "该校于民国二十一年改名。", "民国二十一年", "1932"),
        ("他出生于哪一年?", "他(1892年5月7日-1980年5月4日)是木匠。", "1892年", "1892"),
        ("他是哪一年去世的?", "他(1892年5月7日-1980年5月4日)是木匠。", "1980年", "1980"),
    ],
)
def test_narrowed(question: str, sentence: str, text: str, value: str) -> None:
    """The year of a day, the month of a day, either end of a span."""
    page = Page(Article(id="a", headline="简讯", paragraphs=(sentence,)))
    told = narrow(read_question(question), page.figures[0], page)

    assert told is not None
    assert (told.text, told.value) == (text, value)


@pytest.mark.parametrize(
    ("question", "sentence", "text", "value"),
    [
        ("每组最多几人?", "每组3人至5人。", "5人", 5),
        ("每组最少几人?", "每组3人至5人。", "3人", 3),
        ("每组至少几人?", "每组3至5人。", "3至5人", (3, 5)),
        ("每组几人?", "每组3人至5人。", "3人至5人", (3, 5)),
        ("票价最高多少元?", "票价80元到120元。", "120元", 120),
        ("最高气温多少度?", "最高气温25℃至28℃。", "25℃至28℃", (25, 28)),
    ],
)
def test_the_most_and_the_least_of_a_range(question: str, sentence: str, text: str, value: object) -> None:
    """One end of a range where that end is asked for, with its unit; all of it where it is all said of that end."""
    page = Page(Article(id="a", headline="简讯", paragraphs=(sentence,)))
    told = narrow(read_question(question), page.figures[0], page)

    assert told is not None
    assert (told.text, told.value) == (text, value)


def test_the_same_year_is_told_by_its_number() -> None:
    """同年 is the year printed before it."""
    page = Page(Article(id="a", headline="简讯", paragraphs=("球场1913年动工,同年9月启用。",)))
    told = narrow(read_question("球场哪年启用的?"), page.figures[1], page)

    assert told is not None
    assert told.text == "1913年"


def test_a_day_without_a_year_tells_no_year() -> None:
    """Asked for the year, 8月13日 is no answer."""
    page = Page(Article(id="a", headline="简讯", paragraphs=("8月13日,大会召开。",)))

    assert narrow(read_question("大会是哪一年召开的?"), page.figures[0], page) is None
