"""Printed shares against printed counts."""

from __future__ import annotations

from retrieval.facts import extract
from retrieval.shares import shares_of, slips
from store.models import Article


def article(text: str) -> Article:
    return Article(id="a", headline="园区企业", paragraphs=(text,), date="2024-07-20")


def test_a_share_is_worked_out_from_its_counts() -> None:
    """Each with the part ahead of it and the whole that gives it."""
    facts = extract(article("园区备案科技型企业58家,其中,高新技术企业23家,占比39.7%;规上企业17家,占比29.3%。"))
    found = [(share.part.text, share.whole.text, share.printed.text, share.is_right) for share in shares_of(facts)]

    assert found == [("23家", "58家", "39.7%", True), ("17家", "58家", "29.3%", True)]
    assert slips("园区企业", facts) == []


def test_a_misprint_is_named() -> None:
    """With what the counts give."""
    facts = extract(article("园区备案科技型企业58家,其中,高新技术企业23家,占比37.9%。"))

    assert slips("园区企业", facts) == ["《园区企业》23家占58家的39.7%，文中印作37.9%，请核对"]


def test_what_cannot_be_held_against_counts_is_left_alone() -> None:
    """A share without its part, of something else, or of a figure that is only about right."""
    for text in (
        "高新技术企业占比39.7%。",
        "园区备案科技型企业58家,科技人员占比超60%。",
        "园区有企业约60家,其中,高新技术企业23家,占比39.7%。",
    ):
        assert shares_of(extract(article(text))) == []
