"""Dates of pages and articles: printed, in the file's name, or put together; never guessed."""

from __future__ import annotations

import pytest

from store.intake.datelines import common_date, full_date, name_date, stated_years, text_date
from store.intake.pages import read_page
from store.intake.printed import view
from store.models import Document, Line


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("２０２３年１１月１６日  第４版", "2023-11-16"),
        ("二〇一九年四月十八日　星期四", "2019-04-18"),
        ("二○○八年十二月三十一日", "2008-12-31"),
        ("2022-8-9 10:30", "2022-08-09"),
        ("2022年13月45日", None),
        ("11月16日", None),
    ],
)
def test_a_full_date_in_either_kind_of_digits(text: str, day: str | None) -> None:
    assert full_date(text) == day


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("20231116.txt", "2023-11-16"),
        ("苇塘新闻_2023-11-16_04.pdf", "2023-11-16"),
        ("2023年11月16日第4版.docx", "2023-11-16"),
        ("000_128db7e5df983d7c.txt", None),
        ("120231116.txt", None),
    ],
)
def test_the_date_in_a_files_name(name: str, day: str | None) -> None:
    assert name_date(name) == day


def test_a_day_needs_the_one_year_that_the_page_states() -> None:
    """8月13日 with 2022年 elsewhere is a day; with two years elsewhere, or none, its year is unknown."""
    text = view("８月13日上午，渡口通车。")

    assert text_date(text, {2022}) == ("2022-08-13", True)
    assert text_date(text, {2021, 2022}) == (None, True)
    assert text_date(text, set()) == (None, True)
    assert text_date("渡口通车。", {2022}) == (None, False)
    assert stated_years([view("２０２２年度计划"), "二〇二一年以来", "第2022号"]) == {2021, 2022}


def test_what_days_have_in_common() -> None:
    assert common_date(["2022-08-13", "2022-08-19", None]) == "2022-08"
    assert common_date(["2022-07-30", "2022-08-19"]) == "2022"
    assert common_date(["2021-12-30", "2022-01-02"]) is None
    assert common_date([None]) is None


PAGE = """渡口通车

本报讯（记者余航）8月13日上午，柳林渡口的新桥通车，两岸的乡亲都来看热闹，桥上桥下站满了人。

新桥{year}动工，全长四百米。

果园丰收

本报讯（记者余航）柳林果园今年的桃子比去年多收了三成，园里的工人忙着采摘、装箱、发货。"""


def dates(text: str, *, name: str = "page.txt", date: str | None = None) -> tuple[list[str | None], bool]:
    page = read_page(Document(name, tuple(map(Line, text.split("\n"))), date=date))
    return [article.date for article in page.articles], any("年份" in warning for warning in page.warnings)


def test_the_pages_date_is_every_articles() -> None:
    """The printed line before what the format or the file's name says."""
    dated = "柳林日报\n\n2022年8月14日 第2版\n\n" + PAGE.format(year="去年")

    assert dates(dated, name="20220101.txt", date="2022-01-02") == (["2022-08-14"] * 2, False)
    assert dates(PAGE.format(year="去年"), name="20220814.txt", date="2022-08-15") == (["2022-08-15"] * 2, False)
    assert dates(PAGE.format(year="去年"), name="20220814.txt") == (["2022-08-14"] * 2, False)


def test_a_page_without_date_takes_its_articles_days() -> None:
    """An article without a day of its own gets what the others have in common; an unknown year is said."""
    assert dates(PAGE.format(year="2022年5月")) == (["2022-08-13", "2022-08"], False)
    assert dates(PAGE.format(year="前年")) == ([None, None], True)
