"""The reference engine: rank-bm25's Okapi in memory, over the same fields and weights as the index on disk."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log

import numpy as np
from rank_bm25 import BM25Okapi

from retrieval.analysis import Analyzer
from retrieval.index.fields import ARTICLE_WEIGHTS, CHUNK_WEIGHTS, K1, POOL, B, IndexedArticle, indexed, joined
from retrieval.types import ArticleHit, Hit, Query
from store.models import Article, Chunk


class RankBM25Index:
    """Chunks in memory. Every update builds the whole anew beside the old one, which readers keep until then."""

    def __init__(self, analyzer: Analyzer) -> None:
        """An empty index: generation 0, so that its owner fills it from the store."""
        self._analyzer = analyzer
        self._writing = threading.Lock()
        self._articles: dict[str, IndexedArticle] = {}
        self._state = _State()

    @property
    def generation(self) -> int:
        """The store generation that is searchable."""
        return self._state.generation

    def update(
        self, *, remove: Collection[str], add: Iterable[tuple[Article, Sequence[Chunk]]], generation: int
    ) -> None:
        """Take out the articles *remove*, put in *add* (replacing what is held of them), and be at *generation*."""
        with self._writing:
            articles = {key: value for key, value in self._articles.items() if key not in remove}
            articles |= {article.article_id: article for article in indexed(self._analyzer, add)}
            self._articles = articles
            self._state = _build(list(articles.values()), generation)

    def search(self, query: Query, *, k: int = 10) -> list[Hit]:
        """At most *k* hits by the weighted sum of chunk and article fields, best first, ties by chunk id."""
        pool = max(k, POOL)
        return joined(self.search_chunks(query, k=pool), self.search_articles(query, k=pool), k=k)

    def search_chunks(self, query: Query, *, k: int) -> list[Hit]:
        """At most *k* hits by the chunks' own fields, best first, ties by chunk id."""
        state = self._state
        best = _best(state.chunks, query, query.fields or CHUNK_WEIGHTS, k)
        hits = [Hit(state.chunk_ids[place], score) for place, score in best]
        return sorted(hits, key=lambda hit: (-hit.score, hit.chunk_id))

    def search_articles(self, query: Query, *, k: int) -> list[ArticleHit]:
        """At most *k* articles by their whole text and headline, best first."""
        state = self._state
        return [
            ArticleHit(*state.spans[place], score) for place, score in _best(state.articles, query, ARTICLE_WEIGHTS, k)
        ]

    def document_frequency(self, term: str) -> int:
        """How many chunks hold *term*."""
        engine = self._state.chunks.get("terms")
        return sum(term in frequencies for frequencies in engine.doc_freqs) if engine else 0

    def words_from(self, prefix: str) -> list[tuple[str, int]]:
        """The terms that begin with *prefix*, commonest first, and how many chunks hold each."""
        engine = self._state.chunks.get("terms")
        found = (term for frequencies in (engine.doc_freqs if engine else ()) for term in frequencies)
        return Counter(term for term in found if term.startswith(prefix)).most_common()

    def __len__(self) -> int:
        return len(self._state.chunk_ids)

    def close(self) -> None:
        """Nothing to release."""


@dataclass(frozen=True, slots=True)
class _State:
    """One generation, searchable as long as it is held."""

    generation: int = 0
    chunk_ids: Sequence[int] = ()
    spans: Sequence[tuple[int, int]] = ()  # first and last chunk of each article
    chunks: Mapping[str, BM25Okapi] = field(default_factory=dict)  # by field
    articles: Mapping[str, BM25Okapi] = field(default_factory=dict)


def _build(articles: Sequence[IndexedArticle], generation: int) -> _State:
    chunks = [chunk for article in articles for chunk in article.chunks]
    if not chunks:
        return _State(generation)
    return _State(
        generation=generation,
        chunk_ids=[chunk.id for chunk in chunks],
        spans=[(article.chunks[0].id, article.chunks[-1].id) for article in articles],
        chunks={name: _okapi([getattr(chunk, name) for chunk in chunks]) for name in CHUNK_WEIGHTS},
        articles={name: _okapi([getattr(article, name) for article in articles]) for name in ARTICLE_WEIGHTS},
    )


def _okapi(lines: Sequence[str]) -> BM25Okapi:
    """rank-bm25 over *lines*, with idf as tantivy and Lucene have it (Kamphuis et al., ECIR 2020).

    Okapi's own, log((N - n + .5) / (n + .5)), is nothing for a term in half of the chunks and negative beyond: on one
    page it would lose words that the question is about.
    """
    documents = [line.split() for line in lines]
    # a term stands in where there is none at all: their mean length would divide by zero
    engine = BM25Okapi(documents if any(documents) else [["#"], *documents[1:]], k1=K1, b=B)
    found_in = Counter(term for frequencies in engine.doc_freqs for term in frequencies)
    engine.idf = {term: log(1 + (len(documents) - n + 0.5) / (n + 0.5)) for term, n in found_in.items()}
    return engine


def _best(
    engines: Mapping[str, BM25Okapi], query: Query, weights: Mapping[str, float], k: int
) -> list[tuple[int, float]]:
    """Position and score of the best *k* documents that hold a term at all, best first."""
    total: np.ndarray | float = 0.0
    for name, engine in engines.items():
        for term, weight in (query.characters if name == "characters" else query.terms).items():
            total = total + weights.get(name, 0.0) * weight * engine.get_scores([term])
    if isinstance(total, float):
        return []
    order = np.argsort(-total, kind="stable")[:k]
    return [(int(place), float(total[place])) for place in order if total[place] > 0]
