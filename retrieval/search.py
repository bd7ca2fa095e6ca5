"""From a question to ranked passages and the chance that they hold the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from retrieval.analysis import Analyzer, Segmenter
from retrieval.candidates import Candidate, Readings, find_candidates
from retrieval.types import Corpus, Index, Passage, Query


class Asking(Protocol):
    """What the search reads of a question."""

    @property
    def text(self) -> str:
        """The question, follow-ups resolved."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for a question."""

    passages: tuple[Passage, ...] = ()  # best first
    confidence: float = 0.0  # calibrated chance that the first passages hold the answer
    missing: tuple[str, ...] = ()  # words of the question that no article holds


class Searcher:
    """Ranks the passages of one index; safe to share between threads."""

    def __init__(self, index: Index, corpus: Corpus, *, segmenter: Segmenter = "rjieba") -> None:
        self._index = index
        self._readings = Readings(corpus)
        self._analyzer = Analyzer(segmenter)

    def search(self, question: Asking, *, k: int = 10) -> Found:
        """At most *k* passages for *question*, best first, none if no word of it is found."""
        query = self._analyzer.query(question.text)
        candidates = find_candidates(self._index, self._readings, query)
        missing = self._missing(query)
        if not candidates:
            return Found(missing=missing)
        ranked = sorted(candidates, key=lambda candidate: (-candidate.score, candidate.chunk.id))
        return Found(tuple(map(_passage, ranked[:k])), self._confidence(query, ranked), missing)

    def _missing(self, query: Query) -> tuple[str, ...]:
        return tuple(word for word in query.terms if not self._index.document_frequency(word))

    def _confidence(self, query: Query, ranked: Sequence[Candidate]) -> float:
        return sum(word in ranked[0].reading.whole for word in query.terms) / max(1, len(query.terms))


def _passage(candidate: Candidate) -> Passage:
    chunk, article = candidate.chunk, candidate.reading.article
    return Passage(
        chunk_id=chunk.id,
        article_id=article.id,
        title=article.headline,
        text=chunk.text,
        start=chunk.start,
        end=chunk.end,
        score=candidate.score,
        date=article.date,
    )
