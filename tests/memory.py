"""A corpus in memory with its index: what answering needs, without a store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path

from retrieval.answer import Answerer
from retrieval.index import open_index
from store.intake.chunking import chunk
from store.models import Article, Chunk


class MemoryCorpus:
    """The Corpus protocol over articles in memory."""

    def __init__(self, articles: Sequence[Article]) -> None:
        ids = count(1)
        self._articles = {article.id: article for article in articles}
        self._cut = {article.id: [replace(part, id=next(ids)) for part in chunk(article)] for article in articles}

    def all(self) -> list[tuple[Article, list[Chunk]]]:
        """Every article with its chunks, as an index takes them."""
        return [(self._articles[article_id], chunks) for article_id, chunks in self._cut.items() if chunks]

    def chunks(self, ids: Sequence[int]) -> dict[int, Chunk]:
        return {part.id: part for parts in self._cut.values() for part in parts if part.id in ids}

    def article_chunks(self, article_ids: Sequence[str]) -> dict[str, list[Chunk]]:
        return {article_id: self._cut[article_id] for article_id in article_ids if article_id in self._cut}

    def articles(self, ids: Sequence[str]) -> dict[str, Article]:
        return {article_id: self._articles[article_id] for article_id in ids if article_id in self._articles}


def answerer_over(articles: Sequence[Article], folder: Path) -> Answerer:
    """An Answerer over *articles*, its index in *folder*."""
    corpus = MemoryCorpus(articles)
    index = open_index(folder)
    index.update(remove=(), add=corpus.all(), generation=1)
    return Answerer(index, corpus)
