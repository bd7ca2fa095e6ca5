"""For when a figure holds, and whether that is when the question asks."""

from __future__ import annotations

import pytest

from retrieval.dates import find_dates
from retrieval.mentions import Mention, Page
from retrieval.periods import governing_date, worst_verdict
from store.models import Article


def figure(text: str, printed: str, *, date: str | None = None) -> tuple[Page, Mention]:
    page = Page(Article(id="a", headline="简讯", paragraphs=(text,), date=date))
    return page, next(mention for mention in page.figures if mention.text == printed)


@pytest.mark.parametrize(
    ("text", "printed", "governing"),
    [
        ("去年销售额980万元,今年1至10月已达1260万元。", "980万元", "去年"),
        ("去年销售额980万元,今年1至10月已达1260万元。", "1260万元", "今年1至10月"),
        ("今年产量960吨,比2020年翻了一番,产值3000万元。", "3000万元", "今年"),
        ("优良率由2018年的31.6%提高到今年的64.7%。", "31.6%", "2018年"),
        ("截至8月末,存款余额210亿元,比年初增加15亿元。", "15亿元", "8月末"),
    ],
)
def test_governing_date(text: str, printed: str, governing: str) -> None:
    """The nearest date ahead in the sentence, passing over one that is only compared with."""
    page, mention = figure(text, printed)
    found = governing_date(page, mention)

    assert found is not None
    assert found.text == governing


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("去年销售额是多少", "same"),
        ("2020年销售额是多少", "other"),
        ("今年销售额是多少", "other"),
        ("销售额是多少", None),
    ],
)
def test_verdict(question: str, verdict: str | None) -> None:
    """The year that the question names has to be the figure's."""
    page, mention = figure("去年销售额980万元,今年1至10月已达1260万元。", "980万元", date="2023-11-15")

    assert worst_verdict(find_dates(question), page, mention) == verdict


def test_a_year_never_mentioned_is_not_this_one() -> None:
    """A paper that names no year means the current one, not last year."""
    page, mention = figure("预计产量960吨。", "960吨")

    assert worst_verdict(find_dates("去年的产量是多少吨"), page, mention) == "unsaid"
    assert worst_verdict(find_dates("今年的产量是多少吨"), page, mention) == "open"


def test_a_new_paragraph_is_about_the_span_of_the_report() -> None:
    """What one sentence of another paragraph says of a shorter span does not hold for the next."""
    text = "上半年,产值8亿元。其中,1至5月利润6000万元。\n投资增长9.1%。"
    page = Page(Article(id="a", headline="简讯", paragraphs=tuple(text.split("\n")), date="2023-11-15"))
    mention = next(mention for mention in page.figures if mention.text == "9.1%")

    assert worst_verdict(find_dates("上半年投资增长多少"), page, mention) == "same"


def test_a_report_on_half_a_year_says_so_once() -> None:
    """A span named at the beginning holds for the sentences that name none."""
    page, mention = figure("上半年,全县工业增加值增长9.1%。固定资产投资增长8.2%。", "8.2%", date="2024-07-18")

    assert worst_verdict(find_dates("上半年投资增长多少"), page, mention) == "same"
    assert worst_verdict(find_dates("一季度投资增长多少"), page, mention) == "other"


def test_the_time_that_a_figure_came_from_is_only_that_figures() -> None:
    page, mention = figure("客流由去年的260人增加到340人,最多的一天达715人。", "715人")

    assert governing_date(page, mention) is None
