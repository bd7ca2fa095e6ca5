"""Facts of an article: every printed figure with what it measures, whose it is and for when; and the names in it."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.types import Fact
from store.models import Article, Chunk


def extract(article: Article, chunks: Sequence[Chunk] | None = None) -> list[Fact]:
    """The facts of *article* in printed order. Any article is read."""
    return []
