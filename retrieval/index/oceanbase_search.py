"""Candidates from a cluster, scored here.

The cluster finds the chunks that match best by its own statistics. Those are worked out for each partition and lag
behind what was written, so its scores are not used: every candidate is scored anew, by BM25 over counts that are
exact, and that are the same after a restart and on any number of machines.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

from retrieval.index.connections import Row, Session
from retrieval.index.fields import ARTICLE_WEIGHTS, CHUNK_WEIGHTS, K1, B
from retrieval.index.oceanbase_tables import SIGNS, State, Tables, Totals
from retrieval.types import ArticleHit, Hit, Query

DEPTH = 200  # chunks that are scored; the best hundred of them are asked for
BY_HEADLINE = 50  # articles that are found by their headline
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


@dataclass(frozen=True, slots=True)
class Pool:
    """What was found for one query at one generation."""

    generation: int
    chunks: tuple[Hit, ...]  # best first, ties by id
    articles: tuple[ArticleHit, ...]  # best first


def find(session: Session, tables: Tables, state: State, query: Query) -> Pool:
    """Chunks and articles for *query*, in the session's transaction."""
    terms = {write(term): weight for term, weight in query.terms.items()}
    found_in = _frequencies(session, tables.vocabulary(state.live), {*terms, *query.characters})
    rows = _matching_chunks(session, tables, state, _finding(terms, found_in[CHUNKS], state.totals.chunks))
    scores = _ChunkScores(terms, query.characters, found_in, state.totals, query.fields or CHUNK_WEIGHTS)
    found = {row[0]: scores.score(row) for row in rows}
    firsts = _promising(rows, found)
    firsts += _by_headline(session, tables, state, _finding(terms, found_in[HEADS], state.totals.articles))
    articles = _ArticleScores(terms, found_in, state.totals).hits(_article_rows(session, tables, state, firsts))
    others = _chunks_of(session, tables, state, articles[:WHOLE])
    found |= {row[0]: scores.score(row) for row in others if row[0] not in found}
    hits = [Hit(chunk_id, score) for chunk_id, score in found.items() if score > 0]
    return Pool(state.generation, tuple(sorted(hits, key=lambda hit: (-hit.score, hit.chunk_id))), articles)


def write(term: str) -> str:
    """A term as it is written in the tables."""
    return term.translate(SIGNS)


def read(term: str) -> str:
    """A term of the tables as our analysis has it."""
    return term.replace("__", "%").replace("_", ".")


class _Field:
    """BM25 of one field, with the formula that the embedded index has."""

    def __init__(
        self, terms: Mapping[str, float], found_in: Mapping[str, int], documents: int, length: int, weight: float
    ) -> None:
        """*terms* with their weights, the documents that hold each, how many there are, and their length in all."""
        self._mean = max(length / documents, 1.0) if documents else 1.0
        self._worth = [
            (term, weight * each * (K1 + 1) * log(1 + (documents - n + 0.5) / (n + 0.5)))
            for term, each in terms.items()
            if (n := found_in.get(term, 0)) > 0 and weight > 0
        ]

    def score(self, text: str, length: int, *, parted: bool = True) -> float:
        """Of a document of *length* terms, those that are searched in *text*, by white space if they are *parted*."""
        held = [pair for pair in self._worth if pair[0] in text]
        if not held:
            return 0.0
        damping = K1 * (1 - B + B * length / self._mean)
        terms = text.split() if parted else text
        return sum([worth * n / (n + damping) for term, worth in held if (n := terms.count(term))])


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
        self._characters = _Field(characters, found_in[CHARACTERS], documents, totals.characters, of_characters)

    def score(self, row: Row) -> float:
        """Of a chunk."""
        _, _, length, terms, characters = row
        by_terms = self._terms.score(terms, length)
        return by_terms + self._characters.score(characters, len(characters), parted=False)


class _ArticleScores:
    def __init__(self, terms: Mapping[str, float], found_in: FoundIn, totals: Totals) -> None:
        of_terms, of_head = ARTICLE_WEIGHTS["terms"], ARTICLE_WEIGHTS["head"]
        self._terms = _Field(terms, found_in[ARTICLES], totals.articles, totals.article_terms, of_terms)
        self._head = _Field(terms, found_in[HEADS], totals.articles, totals.head_terms, of_head)

    def hits(self, rows: Iterable[Row]) -> tuple[ArticleHit, ...]:
        """The articles of *rows* that score at all, best first."""
        scored = (ArticleHit(first, last, self._score(*rest)) for first, last, *rest in rows)
        return tuple(sorted((hit for hit in scored if hit.score > 0), key=lambda hit: (-hit.score, hit.first)))

    def _score(self, length: int, head_length: int, terms: str, head: str) -> float:
        return self._terms.score(terms, length) + self._head.score(head, head_length)


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


def _matching_chunks(session: Session, tables: Tables, state: State, words: Sequence[str]) -> Sequence[Row]:
    if not words:
        return ()
    return session.rows(
        f"SELECT id, article, length, terms, characters FROM {tables.chunks(state.live)}"
        f" WHERE MATCH(terms) AGAINST(%s) ORDER BY MATCH(terms) AGAINST(%s) DESC LIMIT {DEPTH}",
        [" ".join(words)] * 2,
    )


def _chunks_of(session: Session, tables: Tables, state: State, articles: Sequence[ArticleHit]) -> Sequence[Row]:
    if not articles:
        return ()
    return session.rows(
        f"SELECT id, article, length, terms, characters FROM {tables.chunks(state.live)}"
        f" WHERE {' OR '.join(['id BETWEEN %s AND %s'] * len(articles))}",
        [each for hit in articles for each in (hit.first, hit.last)],
    )


def _by_headline(session: Session, tables: Tables, state: State, words: Sequence[str]) -> list[int]:
    if not words:
        return []
    rows = session.rows(
        f"SELECT first FROM {tables.articles(state.live)}"
        f" WHERE MATCH(head) AGAINST(%s) ORDER BY MATCH(head) AGAINST(%s) DESC LIMIT {BY_HEADLINE}",
        [" ".join(words)] * 2,
    )
    return [row[0] for row in rows]


def _promising(rows: Iterable[Row], scores: Mapping[int, float]) -> list[int]:
    """The articles, by first chunk, whose chunks score most together."""
    sums: defaultdict[int, float] = defaultdict(float)
    for chunk_id, first, *_ in rows:
        sums[first] += scores[chunk_id]
    return sorted(sums, key=lambda first: -sums[first])[:BY_CHUNKS]


def _article_rows(session: Session, tables: Tables, state: State, firsts: Sequence[int]) -> Sequence[Row]:
    if not firsts:
        return ()
    return session.rows(
        f"SELECT first, last, length, head_length, terms, head FROM {tables.articles(state.live)} WHERE first IN %s",
        [sorted(set(firsts))],
    )
