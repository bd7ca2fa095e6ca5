"""What both engines index of an article, the weights of its fields, and how the fields' scores are joined."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from retrieval.analysis import Analyzer
from retrieval.types import ArticleHit, Hit
from store.models import Article, Chunk

K1 = 1.2  # term-frequency saturation; Robertson & Zaragoza 2009, and what tantivy has built in
B = 0.75  # length normalisation; the same

# Weights of the fields of a chunk, and of its article as a whole; measured, see docs/ranking.md.
CHUNK_WEIGHTS = {"terms": 1.0, "characters": 0.7}
ARTICLE_WEIGHTS = {"terms": 1.0, "head": 0.6}
ARTICLE_WEIGHT = 1.2
BATCH = 100_000  # characters that are analysed in one call
POOL = 100  # chunks, and articles, that are joined


@dataclass(frozen=True, slots=True)
class IndexedChunk:
    """A chunk's fields, each as terms separated by white space."""

    id: int
    terms: str
    characters: str


@dataclass(frozen=True, slots=True)
class IndexedArticle:
    """An article's fields, each as terms separated by white space, and its chunks."""

    article_id: str
    terms: str  # of headline and body
    head: str  # of everything printed above the body
    chunks: tuple[IndexedChunk, ...]


def indexed(analyzer: Analyzer, articles: Iterable[tuple[Article, Sequence[Chunk]]]) -> Iterator[IndexedArticle]:
    """The fields of each article that has chunks; analysed BATCH characters at a time."""
    batch: list[tuple[Article, Sequence[Chunk]]] = []
    size = 0
    for article, chunks in articles:
        if chunks:
            batch.append((article, chunks))
            size += chunks[-1].end
        if size > BATCH:
            yield from _analysed(analyzer, batch)
            batch, size = [], 0
    yield from _analysed(analyzer, batch)


def _analysed(analyzer: Analyzer, batch: Sequence[tuple[Article, Sequence[Chunk]]]) -> Iterator[IndexedArticle]:
    terms, characters = analyzer.lines([text for article, chunks in batch for text in _texts(article, chunks)])
    start = 0
    for article, chunks in batch:
        head, *lines = terms[start : start + 1 + len(chunks)]
        yield IndexedArticle(
            article_id=article.id,
            terms=" ".join([head, *lines]),
            head=head,
            chunks=tuple(
                IndexedChunk(chunk.id, line, characters[start + place])
                for place, (chunk, line) in enumerate(zip(chunks, lines, strict=True), 1)
            ),
        )
        start += 1 + len(chunks)


def _texts(article: Article, chunks: Sequence[Chunk]) -> Iterator[str]:
    yield " ".join(filter(None, (article.kicker, article.headline, article.subtitle)))
    yield from (chunk.text for chunk in chunks)


def joined(chunks: Sequence[Hit], articles: Sequence[ArticleHit], *, k: int) -> list[Hit]:
    """Chunk hits with their article's score added, best first, ties by chunk id."""
    spans = sorted((hit.first, hit.last, hit.score) for hit in articles)
    firsts = [first for first, _, _ in spans]

    def article_score(chunk_id: int) -> float:
        place = bisect_right(firsts, chunk_id) - 1
        return spans[place][2] if place >= 0 and chunk_id <= spans[place][1] else 0.0

    hits = [Hit(hit.chunk_id, hit.score + ARTICLE_WEIGHT * article_score(hit.chunk_id)) for hit in chunks]
    return sorted(hits, key=lambda hit: (-hit.score, hit.chunk_id))[:k]
