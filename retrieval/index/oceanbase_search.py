"""Candidates from a cluster, scored here.

The cluster finds the chunks that match best by its own statistics. Those are worked out for each partition and lag
behind what was written, so its scores are not used: every candidate is scored anew, by BM25 over counts that are
exact, and that are the same after a restart and on any number of machines.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from math import ceil, log, sqrt
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from retrieval.index.connections import Moved, Row, Session, Sessions
from retrieval.index.fields import ARTICLE_WEIGHTS, CHUNK_WEIGHTS, K1, B
from retrieval.index.oceanbase_tables import SIGNS, State, Tables, Totals
from retrieval.types import ArticleHit, Hit, Query

DEPTH = 200  # chunks that are scored, of all shards together; the best hundred of them are asked for
BY_HEADLINE = 50  # articles that are found by their headline, of all shards together
BY_CHUNKS = 100  # articles that are found by their chunks
WHOLE = 12  # best articles, of which every chunk is scored: one may match by its characters alone
# A word of the question that more than this share of all chunks hold finds nothing that rarer words do not find, and
# costs most of the time; it counts in the scores all the same.
COMMON = 0.01
FEW = 2_000  # chunks: what no more than these hold costs nothing
RAREST = 3  # words that find chunks however common they are

# How many chunks hold each term, how many as a character, how many articles, how many headlines.
FoundIn = tuple[Mapping[str, int], ...]
CHUNKS, CHARACTERS, ARTICLES, HEADS = range(4)

_T = TypeVar("_T")
_Scored = tuple[int, int, float]  # a chunk, the first chunk of its article, its score
_CHUNK = "id, article, length, terms, characters"
_ARTICLE = "first, last, length, head_length, terms, head"


@dataclass(frozen=True, slots=True)
class Pool:
    """What was found for one query at one generation."""

    generation: int
    chunks: tuple[Hit, ...]  # best first, ties by id
    articles: tuple[ArticleHit, ...]  # best first


def find(sessions: Sessions, tables: Tables, state: State, query: Query) -> Pool:
    """Chunks and articles for *query*; the first of *sessions* saw *state*. Raises Moved where another does not."""
    return _Search(sessions, tables, state, query).pool()


def write(term: str) -> str:
    """A term as it is written in the tables."""
    return term.translate(SIGNS)


def read(term: str) -> str:
    """A term of the tables as our analysis has it."""
    return term.replace("__", "%").replace("_", ".")


class _Search:
    """The way of one query through the shards, which are asked side by side."""

    def __init__(self, sessions: Sessions, tables: Tables, state: State, query: Query) -> None:
        terms = {write(term): weight for term, weight in query.terms.items()}
        found_in = _frequencies(sessions.first, tables.vocabulary(state.live), {*terms, *query.characters})
        self._sessions, self._tables, self._state = sessions, tables, state
        self._words = _finding(terms, found_in[CHUNKS], state.totals.chunks)
        self._head_words = _finding(terms, found_in[HEADS], state.totals.articles)
        self._of_chunk = _ChunkScores(terms, query.characters, found_in, state.totals, query.fields or CHUNK_WEIGHTS)
        self._of_article = _ArticleScores(terms, found_in, state.totals)
        self._in_step = {sessions.first}
        self._found: list[_Scored] = []
        self._shard_of: dict[int, int] = {}  # of articles, by first chunk

    def pool(self) -> Pool:
        """Chunks by their terms and articles by their headlines; then these articles, and all chunks of the best."""
        shards = sorted(range(len(self._state.shards)), key=lambda shard: -self._state.shards[shard])
        looks = [partial(look, shard) for look in (self._match_chunks, self._match_headlines) for shard in shards]
        by_headline = chain(*self._sessions.share(looks))  # what takes longest was begun first
        firsts = {*by_headline, *_promising(self._found)}
        articles = self._each(self._articles, firsts)
        articles.sort(key=lambda hit: (-hit.score, hit.first))
        found = self._found + self._each(self._chunks, [hit.first for hit in articles[:WHOLE]])
        hits = {Hit(chunk_id, score) for chunk_id, _, score in found if score > 0}
        best_first = sorted(hits, key=lambda hit: (-hit.score, hit.chunk_id))
        return Pool(self._state.generation, tuple(best_first), tuple(articles))

    def _match_chunks(self, shard: int, session: Session) -> list[int]:
        self._check(session)
        table, most = self._tables.chunks(self._state.live, shard), _share(DEPTH, self._part(shard))
        found = self._of_chunk.scored(_matching(session, table, "terms", _CHUNK, self._words, most))
        self._shard_of.update((first, shard) for _, first, _ in found)
        self._found += found
        return []

    def _match_headlines(self, shard: int, session: Session) -> list[int]:
        self._check(session)
        table, most = self._tables.articles(self._state.live, shard), _share(BY_HEADLINE, self._part(shard))
        firsts = [row[0] for row in _matching(session, table, "head", "first", self._head_words, most)]
        self._shard_of.update((first, shard) for first in firsts)
        return firsts

    def _articles(self, shard: int, firsts: Sequence[int], session: Session) -> list[ArticleHit]:
        rows = _rows(session, self._tables.articles(self._state.live, shard), "first", _ARTICLE, firsts)
        return self._of_article.hits(rows)

    def _chunks(self, shard: int, firsts: Sequence[int], session: Session) -> list[_Scored]:
        rows = _rows(session, self._tables.chunks(self._state.live, shard), "article", _CHUNK, firsts)
        return self._of_chunk.scored(rows)

    def _each(self, deed: Callable[[int, Sequence[int], Session], list[_T]], firsts: Iterable[int]) -> list[_T]:
        """What *deed* gives for the shards that have these articles, with those that each has."""
        parts: defaultdict[int, list[int]] = defaultdict(list)
        for first in sorted(firsts):
            parts[self._shard_of[first]].append(first)
        most_first = sorted(parts.items(), key=lambda part: -len(part[1]))
        return list(chain(*self._sessions.share(partial(deed, *part) for part in most_first)))

    def _check(self, session: Session) -> None:
        if session not in self._in_step:
            seen = self._tables.read_state(session)
            if seen is None or seen[1] != self._state:
                raise Moved
            self._in_step.add(session)

    def _part(self, shard: int) -> float:
        return self._state.shards[shard] / max(1, self._state.totals.chunks)


class _Field:
    """BM25 of one field, with the formula that the embedded index has."""

    def __init__(
        self,
        terms: Mapping[str, float],
        found_in: Mapping[str, int],
        documents: int,
        length: int,
        weight: float,
        *,
        parted: bool = True,
    ) -> None:
        """*terms* with their weights, the documents that hold each, how many there are, and their length in all.

        *parted*: the field's terms are parted by PARTING.
        """
        self._mean = max(length / documents, 1.0) if documents else 1.0
        self._edge = " " if parted else ""
        self._worth = [
            (term, weight * each * (K1 + 1) * log(1 + (documents - n + 0.5) / (n + 0.5)))
            for term, each in terms.items()
            if (n := found_in.get(term, 0)) > 0 and weight > 0
        ]

    def scores(self, texts: Sequence[str], lengths: Sequence[int]) -> npt.NDArray[np.float64]:
        """Of documents of these *lengths* in terms, of which those that are searched are in *texts*."""
        if self._edge:
            texts = [f" {text} " for text in texts]
        damping = K1 * (1 - B + B * np.array(lengths) / self._mean)
        scores = np.zeros(len(texts))
        for term, worth in self._worth:  # one after the other, so that a score does not depend on how many there are
            whole = f"{self._edge}{term}{self._edge}"  # is looked for where the term itself is found, which is faster
            times = np.array([text.count(whole) if term in text else 0 for text in texts])
            scores += worth * times / (times + damping)
        return scores


class _ChunkScores:
    def __init__(
        self,
        terms: Mapping[str, float],
        characters: Mapping[str, float],
        found_in: FoundIn,
        totals: Totals,
        weights: Mapping[str, float],
    ) -> None:
        documents, of_terms, of_characters = totals.chunks, weights.get("terms", 0.0), weights.get("characters", 0.0)
        self._terms = _Field(terms, found_in[CHUNKS], documents, totals.terms, of_terms)
        self._characters = _Field(
            characters, found_in[CHARACTERS], documents, totals.characters, of_characters, parted=False
        )

    def scored(self, rows: Sequence[Row]) -> list[_Scored]:
        """Each chunk of *rows* with its score."""
        if not rows:
            return []
        ids, firsts, lengths, terms, characters = zip(*rows, strict=True)
        scores = self._terms.scores(terms, lengths) + self._characters.scores(characters, [*map(len, characters)])
        return list(zip(ids, firsts, scores.tolist(), strict=True))


class _ArticleScores:
    def __init__(self, terms: Mapping[str, float], found_in: FoundIn, totals: Totals) -> None:
        of_terms, of_head = ARTICLE_WEIGHTS["terms"], ARTICLE_WEIGHTS["head"]
        self._terms = _Field(terms, found_in[ARTICLES], totals.articles, totals.article_terms, of_terms)
        self._head = _Field(terms, found_in[HEADS], totals.articles, totals.head_terms, of_head)

    def hits(self, rows: Sequence[Row]) -> list[ArticleHit]:
        """The articles of *rows* that score at all."""
        if not rows:
            return []
        firsts, lasts, lengths, head_lengths, terms, heads = zip(*rows, strict=True)
        scores = self._terms.scores(terms, lengths) + self._head.scores(heads, head_lengths)
        return [ArticleHit(*hit) for hit in zip(firsts, lasts, scores.tolist(), strict=True) if hit[2] > 0]


def _frequencies(session: Session, vocabulary: str, terms: Collection[str]) -> FoundIn:
    if not terms:
        return {}, {}, {}, {}
    rows = session.rows(
        f"SELECT term, chunks, characters, articles, heads FROM {vocabulary} WHERE term IN %s", [sorted(terms)]
    )
    return tuple({row[0]: row[1 + which] for row in rows} for which in range(4))


def _finding(terms: Iterable[str], found_in: Mapping[str, int], documents: int) -> list[str]:
    """The words of a question that candidates are found by: the rarest, and all that are not common."""
    known = sorted((found_in[term], term) for term in terms if found_in.get(term, 0) > 0)
    return [term for place, (n, term) in enumerate(known) if place < RAREST or n <= max(FEW, COMMON * documents)]


def _share(wanted: int, part: float) -> int:
    """How many to ask a shard for that has this *part* of all, so that the best *wanted* of all are hardly ever missed.

    Were each in a shard by lot, it would have its part, and two standard deviations; since what belongs together was
    often printed, and loaded, together, it is a quarter of them at least.
    """
    return min(wanted, ceil(max(wanted / 4, wanted * part + 2 * sqrt(wanted * part * (1 - part)))))


def _matching(
    session: Session, table: str, column: str, columns: str, words: Sequence[str], most: int
) -> Sequence[Row]:
    """The rows that match *words* best by the server's own scores."""
    if not words:
        return ()
    return session.rows(
        f"SELECT {columns} FROM {table}"
        f" WHERE MATCH({column}) AGAINST(%s) ORDER BY MATCH({column}) AGAINST(%s) DESC LIMIT {most}",
        [" ".join(words)] * 2,
    )


def _rows(session: Session, table: str, key: str, columns: str, firsts: Sequence[int]) -> Sequence[Row]:
    """The rows of articles."""
    return session.rows(f"SELECT {columns} FROM {table} WHERE {key} IN %s", [firsts]) if firsts else ()


def _promising(chunks: Iterable[_Scored]) -> list[int]:
    """The articles, by first chunk, whose chunks score most together."""
    sums: defaultdict[int, float] = defaultdict(float)
    for _, first, score in chunks:
        sums[first] += score
    return sorted(sums, key=lambda first: (-sums[first], first))[:BY_CHUNKS]
