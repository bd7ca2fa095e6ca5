"""Facts: every printed figure with what it measures, whose it is, for when, and where it stands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.facts import extract
from retrieval.types import Fact
from store.models import Article

DATA = Path(__file__).parent / "data"


def article(*paragraphs: str, headline: str = "简讯", date: str | None = None) -> Article:
    return Article(id="a", headline=headline, paragraphs=paragraphs, date=date)


def fact(text: str, *paragraphs: str, date: str | None = None) -> Fact:
    """The only fact that is printed as *text*."""
    [found] = [one for one in extract(article(*paragraphs, date=date)) if one.text == text]
    return found


def agrees(read: str, wanted: str) -> bool:
    """The same phrase, or one within the other: where a noun phrase begins is a matter of taste."""
    return read == wanted or (bool(read) and bool(wanted) and (read in wanted or wanted in read))


def test_owners_page_by_hand() -> None:
    """At least 95% of the fields that a person read from the page are read the same way."""
    page = json.loads((DATA / "seed.gold.json").read_text(encoding="utf-8"))
    wanted: list[dict[str, Any]] = json.loads((DATA / "seed.facts.json").read_text(encoding="utf-8"))
    read = [
        one
        for n, row in enumerate(page)
        for one in extract(Article(str(n), row["headline"], tuple(row["paragraphs"])))
        if one.kind != "person"
    ]

    assert [one.text for one in read] == [row["text"] for row in wanted]
    checks = [
        check
        for one, row in zip(read, wanted, strict=True)
        for check in (
            one.value == row["value"],
            one.unit == row["unit"],
            one.period == row["period"],
            agrees(one.subject, row["subject"]),
            agrees(one.measure, row["measure"]),
        )
    ]
    assert sum(checks) >= 0.95 * len(checks)


def test_a_share_belongs_to_the_item_before_it() -> None:
    """In a list each share is the share of its own item."""
    text = "全镇有农机126台,其中拖拉机58台,占比46%;收割机31台,占比24.6%。"

    assert (fact("46%", text).subject, fact("46%", text).measure) == ("拖拉机", "占比")
    assert (fact("24.6%", text).subject, fact("24.6%", text).measure) == ("收割机", "占比")


def test_growth_belongs_to_what_grew() -> None:
    """A growth rate has the figure before it as its subject."""
    found = fact("12.5%", "今年前三季度,全县旅游收入8.2亿元,同比增长12.5%。")

    assert (found.subject, found.measure, found.kind, found.value) == ("全县旅游收入", "同比增长", "percent", 12.5)


@pytest.mark.parametrize(
    ("sentence", "text", "measure"),
    [
        ("民政所为36名老人送去棉被。", "36名", "老人"),
        ("村里建有冷库12座。", "12座", "冷库"),
        ("订单卖到8个国家。", "8个", "国家"),
        ("总投资达1.2亿元。", "1.2亿元", "总投资"),
    ],
)
def test_measure(sentence: str, text: str, measure: str) -> None:
    """What is counted stands behind the measure word, or before the figure."""
    assert fact(text, sentence).measure == measure


def test_period_is_the_one_that_governs() -> None:
    """Of two years in one sentence each figure has its own; a year compared with is not the figure's."""
    text = "2022年产量300吨,2023年达到420吨,比2021年翻了一番。"

    assert fact("300吨", text).period == "2022"
    assert fact("420吨", text).period == "2023"


def test_periods_of_an_undated_article_stay_words() -> None:
    """今年 in an article without a date has no year."""
    assert fact("20名", "今年招收学员20名。").period == "今年"
    assert fact("20名", "今年招收学员20名。", date="2024-05-01").period == "2024"


def test_persons_have_their_role() -> None:
    """A role is read with the unit it belongs to; the reporter of an article is none of its facts."""
    found = extract(article("本报讯(记者 章小天)“今年收成好。”白河镇农技站站长尤青山说。"))

    assert [(one.subject, one.text) for one in found if one.kind == "person"] == [("白河镇农技站站长", "尤青山")]


@given(
    st.lists(
        st.text(
            alphabet=st.sampled_from("一二三十百万0123456789.,%年月日元家“”《》、,。;增长至共为 由A\n"), max_size=60
        ),
        max_size=3,
    )
)
def test_any_article_is_read(paragraphs: list[str]) -> None:
    """No text raises, and every fact is printed where it says."""
    made = article(*paragraphs)
    for one in extract(made):
        assert made.body[one.start : one.end] == one.text
        assert one.evidence in made.body
