"""Yes-or-no questions about a figure are answered by comparing it."""

from __future__ import annotations

from pathlib import Path

import pytest
from memory import answerer_over

from retrieval.comparison import read_comparison
from store.models import Article

ARTICLE = Article(
    id="a",
    headline="白鹭乡办夜校",
    paragraphs=("白鹭乡农民夜校开办两年,累计授课86场,培训农民3200人次,就业率71.5%,县里补助经费48万元。",),
)


@pytest.mark.parametrize(
    ("question", "note"),
    [
        ("农民夜校授课超过80场了吗?", "是,86场多于80场"),
        ("夜校培训农民有5000人次吗?", "否,3200人次少于5000人次"),
        ("夜校就业率达到75%了吗?", "否,71.5%少于75%"),
        ("夜校补助经费超过50万元没有?", "否,48万元少于50万元"),
    ],
)
def test_compared(question: str, note: str, tmp_path: Path) -> None:
    """The figure is given with what the comparison says."""
    answer = answerer_over([ARTICLE], tmp_path).answer(question)

    assert answer.fact is not None
    assert answer.fact.note == note


@pytest.mark.parametrize("question", ["村里有没有卫生室?", "今天停水吗?", "是不是换了校长?"])
def test_nothing_to_compare(question: str) -> None:
    """Without a figure in the question there is nothing to compare with."""
    assert read_comparison(question) is None
