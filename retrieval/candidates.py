"""The chunks worth a closer look: the index's best, and every chunk of the articles that match best as a whole."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from retrieval.analysis import squeeze
from retrieval.index.fields import ARTICLE_WEIGHT
from retrieval.types import ArticleHit, Corpus, Index, Query
from store.models import Article, Chunk

POOL = 100  # chunks, and articles, that are asked of the index
WHOLE_ARTICLES = 6  # of so many best articles, every chunk is a candidate
CANDIDATES = 30  # chunks that are ranked; 40 make hit@1 better by .001 at most
HELD = 30_000  # chunks whose articles are kept prepared for the next question; some 20 MB


@dataclass(frozen=True, slots=True)
class Reading:
    """An article prepared for comparison: texts folded, in lower case, without stray spaces."""

    article: Article
    chunks: tuple[Chunk, ...]  # printed order
    headline: str
    texts: tuple[str, ...]  # of the chunks
    whole: str  # headline and texts, one a line

    @property
    def first(self) -> int:
        """The id of the first chunk."""
        return self.chunks[0].id

    @property
    def ids(self) -> range:
        """The ids of the chunks, which an article is given in a row."""
        return range(self.chunks[0].id, self.chunks[-1].id + 1)


class Candidate(NamedTuple):
    """One chunk, with what the index thinks of it and of its article."""

    reading: Reading
    place: int  # of the chunk within its article, from 0
    chunk_score: float
    article_score: float

    @property
    def chunk(self) -> Chunk:
        return self.reading.chunks[self.place]

    @property
    def text(self) -> str:
        """The chunk's text as it is compared."""
        return self.reading.texts[self.place]

    @property
    def score(self) -> float:
        """The plain weighted sum of both."""
        return self.chunk_score + ARTICLE_WEIGHT * self.article_score


class Readings:
    """Articles prepared once and kept while they are asked about; safe to share between threads."""

    def __init__(self, corpus: Corpus, *, held: int = HELD) -> None:
        self._corpus = corpus
        self._held = held
        self._lock = threading.Lock()
        self._by_first: OrderedDict[int, Reading] = OrderedDict()  # by the id of the first chunk, never reused
        self._by_chunk: dict[int, Reading] = {}  # by the id of any chunk

    def of_chunks(self, ids: Sequence[int]) -> dict[int, Reading]:
        """The article of each chunk of *ids*; chunks that are gone from the store are left out."""
        with self._lock:
            found = {chunk_id: self._by_chunk[chunk_id] for chunk_id in ids if chunk_id in self._by_chunk}
            for first in {reading.first for reading in found.values()}:
                self._by_first.move_to_end(first)
        missing = [chunk_id for chunk_id in ids if chunk_id not in found]
        if missing:
            read = {chunk_id: reading for reading in self._read(missing) for chunk_id in reading.ids}
            found |= {chunk_id: read[chunk_id] for chunk_id in missing if chunk_id in read}
        return found

    def _read(self, chunk_ids: Sequence[int]) -> list[Reading]:
        readings = _readings(self._corpus.holding(chunk_ids))
        with self._lock:
            for reading in readings:
                self._hold(reading)
        return readings

    def _hold(self, reading: Reading) -> None:
        self._by_first[reading.first] = reading
        self._by_chunk.update(dict.fromkeys(reading.ids, reading))
        while len(self._by_chunk) > self._held:
            _, oldest = self._by_first.popitem(last=False)
            for chunk_id in oldest.ids:
                self._by_chunk.pop(chunk_id, None)


def find_candidates(index: Index, readings: Readings, query: Query) -> list[Candidate]:
    """The best CANDIDATES chunks for *query* by the plain weighted sum, best first."""
    articles = index.search_articles(query, k=POOL)
    scores = dict(index.search_chunks(query, k=POOL))
    for article in articles[:WHOLE_ARTICLES]:
        for chunk_id in range(article.first, article.last + 1):
            scores.setdefault(chunk_id, 0.0)
    ids = np.array(list(scores), dtype=np.int64)
    article_scores = _article_scores(articles, ids)
    both = -np.array(list(scores.values()), dtype=np.float64) - ARTICLE_WEIGHT * article_scores
    order = np.lexsort((ids, both))[:CANDIDATES]
    best = dict(zip(ids[order].tolist(), article_scores[order].tolist(), strict=True))
    found = readings.of_chunks(list(best))
    return [
        Candidate(found[chunk_id], chunk_id - found[chunk_id].first, scores[chunk_id], article_score)
        for chunk_id, article_score in best.items()
        if chunk_id in found
    ]


def _article_scores(articles: Sequence[ArticleHit], chunk_ids: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """The score of each chunk's article; 0 where the article is not among *articles*."""
    # ahead of all, one that holds no chunk: what begins before the first article is of that
    spans = [ArticleHit(-1, -1, 0.0), *sorted(articles)]
    firsts, lasts, scores = np.fromiter(chain.from_iterable(spans), np.float64, 3 * len(spans)).reshape(-1, 3).T
    places = np.searchsorted(firsts, chunk_ids, side="right") - 1
    return np.where(chunk_ids <= lasts[places], scores[places], 0.0)


def _readings(found: Sequence[tuple[Article, Sequence[Chunk]]]) -> list[Reading]:
    # one call for all texts: a call costs as much as a hundred characters
    printed = [_one_line(text) for article, chunks in found for text in (article.headline, *(c.text for c in chunks))]
    lines = iter(squeeze("\n".join(printed)).split("\n"))
    readings = []
    for article, chunks in found:
        headline, *texts = islice(lines, 1 + len(chunks))
        readings.append(Reading(article, tuple(chunks), headline, tuple(texts), "\n".join([headline, *texts])))
    return readings


def _one_line(text: str) -> str:
    return text.replace("\n", " ")
