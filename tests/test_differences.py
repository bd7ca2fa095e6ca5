"""What changed between two versions of an article, in brief."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.publishing.differences import LONGEST, brief
from store.models import Article

BEFORE = Article("a", "头盔", ("8月19日，城管局送上安全头盔50顶，每顶80元。", "大家高兴。", "完。"))


@pytest.mark.parametrize(
    ("after", "changes"),
    [
        (BEFORE, []),
        (replace(BEFORE, headline="头盔到了"), ["标题：头盔 → 头盔到了"]),
        (replace(BEFORE, date="2022-08-19"), ["日期：无 → 2022-08-19"]),
        (
            replace(BEFORE, paragraphs=("8月19日，城管局送上安全头盔60顶，每顶80元。", *BEFORE.paragraphs[1:])),
            ["管局送上安全头盔【50→60】顶，每顶80元。"],
        ),
        (replace(BEFORE, paragraphs=BEFORE.paragraphs[:1] + BEFORE.paragraphs[2:]), ["－大家高兴。"]),
        (replace(BEFORE, paragraphs=(*BEFORE.paragraphs, "另讯。")), ["＋另讯。"]),
        (
            replace(BEFORE, paragraphs=("另一篇文章。", *BEFORE.paragraphs[1:])),
            [f"{BEFORE.paragraphs[0]} → 另一篇文章。"],
        ),
    ],
)
def test_a_change_is_shown_with_the_words_around_it(after: Article, changes: list[str]) -> None:
    """A figure changes as a whole; a paragraph that came or went is shown by its beginning."""
    assert list(brief(BEFORE, after)) == changes


@given(st.lists(st.text(max_size=60), max_size=4), st.lists(st.text(max_size=60), max_size=4))
def test_every_difference_is_told_and_only_a_difference(one: list[str], other: list[str]) -> None:
    """Whatever the texts: something is said if and only if they differ, and never at length."""
    before, after = replace(BEFORE, paragraphs=tuple(one)), replace(BEFORE, paragraphs=tuple(other))
    changes = list(brief(before, after))
    assert bool(changes) == (one != other)
    assert all(len(change) <= 2 * LONGEST + 25 for change in changes)
