"""A corpus in memory with its index: what answering needs, without a store."""

from __future__ import annotations

from collections.abc import Sequence
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
        self._cut = {article.id: [part._replace(id=next(ids)) for part in chunk(article)] for article in articles}
        self._owners = {part.id: key for key, parts in self._cut.items() for part in parts}

    def all(self) -> list[tuple[Article, list[Chunk]]]:
        """Every article with its chunks, as an index takes them."""
        return [(self._articles[article_id], chunks) for article_id, chunks in self._cut.items() if chunks]

    def holding(self, chunk_ids: Sequence[int]) -> list[tuple[Article, list[Chunk]]]:
        keys = dict.fromkeys(self._owners[chunk_id] for chunk_id in chunk_ids if chunk_id in self._owners)
        return [(self._articles[key], self._cut[key]) for key in keys]


def answerer_over(articles: Sequence[Article], folder: Path) -> Answerer:
    """An Answerer over *articles*, its index in *folder*."""
    corpus = MemoryCorpus(articles)
    index = open_index(folder)
    index.update(remove=(), add=corpus.all(), generation=1)
    return Answerer(index, corpus)
