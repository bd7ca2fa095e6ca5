"""Candidates from a cluster, scored here.

The cluster finds the sections of articles that match best by its own statistics. Those are worked out for each table
and lag behind what was written, so its scores are not used: every chunk and article is scored anew, by BM25 over counts
that are exact, and that are the same after a restart and on any number of machines.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log

import numpy as np
import numpy.typing as npt

from retrieval.index.connections import Session
from retrieval.index.fields import ARTICLE_WEIGHTS, CHUNK_WEIGHTS, K1, B
from retrieval.index.oceanbase_sections import Section
from retrieval.index.oceanbase_tables import SIGNS, State, Tables, Totals
from retrieval.types import ArticleHit, Hit, Query

DEPTH = 80  # sections that are found
KEPT = 200  # chunks that are kept of them, the best; a hundred are asked for
# A word of the question that more than this share of all articles hold finds nothing that rarer words do not find, and
# costs most of the time; it counts in the scores all the same.
COMMON = 0.1
FEW = 2_000  # articles: what no more than these hold costs nothing
RAREST = 3  # words that find sections however common they are

# How many chunks hold each term, how many as a character, how many articles, how many headlines.
FoundIn = tuple[Mapping[str, int], ...]
CHUNKS, CHARACTERS, ARTICLES, HEADS = range(4)

Numbers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
_COLUMNS = ", ".join(Section._fields)


@dataclass(frozen=True, slots=True)
class Pool:
    """What was found for one query at one generation."""

    generation: int
    chunks: tuple[Hit, ...]  # best first, ties by id
    articles: tuple[ArticleHit, ...]  # best first


def find(session: Session, tables: Tables, state: State, query: Query) -> Pool:
    """Chunks and articles for *query*, where *state* counts."""
    query = replace(query, terms={write(term): weight for term, weight in query.terms.items()})
    found_in = _frequencies(session, tables.vocabulary(state.live), {*query.terms, *query.characters})
    words = _finding(query.terms, found_in[ARTICLES], state.totals.articles)
    rows = _rows(session, tables.sections(state.live), words) if words else []
    chunks, articles = _scored(rows, query, found_in, state.totals) if rows else ([], [])
    return Pool(state.generation, tuple(chunks), tuple(articles))


def write(term: str) -> str:
    """A term as it is written in the tables."""
    return term.translate(SIGNS)


def read(term: str) -> str:
    """A term of the tables as our analysis has it."""
    return term.replace("__", "%").replace("_", ".")


def _rows(session: Session, table: str, words: Sequence[str]) -> list[Section]:
    """The sections that match *words* best by the server's own scores, and what else their articles have, in order."""
    matching = "MATCH(terms) AGAINST(%s)"
    found = session.rows(
        f"SELECT {_COLUMNS} FROM {table} WHERE {matching} ORDER BY {matching} DESC LIMIT {DEPTH}", [" ".join(words)] * 2
    )
    rows = [Section(*row) for row in found]
    missing = {first for row in rows for first in row.siblings}.difference(row.first for row in rows)
    if missing:
        others = session.rows(f"SELECT {_COLUMNS} FROM {table} WHERE first IN %s", [sorted(missing)])
        rows += [Section(*row) for row in others]
    return sorted(rows)


def _scored(
    rows: Sequence[Section], query: Query, found_in: FoundIn, totals: Totals
) -> tuple[list[Hit], list[ArticleHit]]:
    """The chunks and the articles of *rows*, which are whole articles in printed order, by their scores."""
    weights = query.fields or CHUNK_WEIGHTS
    lines, characters = _Lines([row.terms for row in rows]), _Lines([row.characters for row in rows])
    times = lines.times([f" {term} " for term in query.terms])
    lengths = np.fromiter(map(int, " ".join([row.lengths for row in rows]).split()), dtype=np.int64)
    sizes = [row.lengths.count(" ") for row in rows]
    heads = np.cumsum([0, *sizes[:-1]]) + np.arange(len(rows))  # places of the headlines among all lines
    begins = heads[[row.first == row.article for row in rows]]  # places of the articles' own

    of_article = _Field(
        query.terms, found_in[ARTICLES], totals.articles, totals.article_terms, ARTICLE_WEIGHTS["terms"]
    )
    of_head = _Field(query.terms, found_in[HEADS], totals.articles, totals.head_terms, ARTICLE_WEIGHTS["head"])
    scores = of_article.scores(np.add.reduceat(times, begins, axis=1), np.add.reduceat(lengths, begins))
    scores += of_head.scores(times[:, begins], lengths[begins])
    spans = dict.fromkeys((row.article, row.last) for row in rows)
    articles = [ArticleHit(*span, score) for span, score in zip(spans, scores.tolist(), strict=True) if score > 0]

    of_terms = _Field(query.terms, found_in[CHUNKS], totals.chunks, totals.terms, weights.get("terms", 0.0))
    of_characters = _Field(
        query.characters, found_in[CHARACTERS], totals.chunks, totals.characters, weights.get("characters", 0.0)
    )
    scores = of_terms.scores(np.delete(times, heads, axis=1), np.delete(lengths, heads))
    scores += of_characters.scores(characters.times(query.characters), characters.lengths)
    ids = np.concatenate([np.arange(row.first, row.first + size) for row, size in zip(rows, sizes, strict=True)])
    best = [place for place in np.lexsort((ids, -scores))[:KEPT] if scores[place] > 0]
    chunks = [Hit(*hit) for hit in zip(ids[best].tolist(), scores[best].tolist(), strict=True)]
    return chunks, sorted(articles, key=lambda hit: (-hit.score, hit.first))


class _Lines:
    """The lines of many texts, which are gone through at once: a question has few words, and the texts have many."""

    def __init__(self, texts: Sequence[str]) -> None:
        # A space at either side of a line, so that a word with its spaces is found there as well.
        whole = "\n".join(["", *texts, ""]).replace("\n", " \n ")
        self._codes = np.frombuffer(whole.encode("utf-32-le"), dtype=np.uint32)
        self._ends = np.flatnonzero(self._codes == ord("\n"))
        self.lengths = np.diff(self._ends) - 3  # in characters, without those spaces

    def times(self, words: Collection[str]) -> Numbers:
        """How often each word is in each line."""
        counts = np.zeros((len(words), len(self.lengths)), dtype=np.int64)
        for of_word, word in zip(counts, words, strict=True):
            anchor = len(word) // 2  # no space, which is everywhere
            places = np.flatnonzero(self._codes == ord(word[anchor])) - anchor
            for offset, char in enumerate(word):  # none runs over an end, where a line ends, which no word does
                places = places[self._codes[places + offset] == ord(char)]
            of_word += np.bincount(np.searchsorted(self._ends, places) - 1, minlength=len(of_word))
        return counts


class _Field:
    """BM25 of one field, with the formula that the embedded index has."""

    def __init__(
        self, terms: Mapping[str, float], found_in: Mapping[str, int], documents: int, length: int, weight: float
    ) -> None:
        """*terms* with their weights, the documents that hold each, how many there are, and their length in all."""
        self._mean = max(length / documents, 1.0) if documents else 1.0
        self._worth = [
            weight * each * (K1 + 1) * log(1 + (documents - n + 0.5) / (n + 0.5))
            if (n := found_in.get(term, 0))
            else 0.0
            for term, each in terms.items()
        ]

    def scores(self, times: Numbers, lengths: Numbers) -> Floats:
        """Of documents of these *lengths* in terms, which hold the terms so many *times*, a row a term."""
        damping = K1 * (1 - B + B * lengths / self._mean)
        scores = np.zeros(len(lengths))
        for worth, of_term in zip(self._worth, times, strict=True):  # in turn: no score depends on how many there are
            scores += worth * of_term / (of_term + damping)
        return scores


def _frequencies(session: Session, vocabulary: str, terms: Collection[str]) -> FoundIn:
    if not terms:
        return {}, {}, {}, {}
    rows = session.rows(
        f"SELECT term, chunks, characters, articles, heads FROM {vocabulary} WHERE term IN %s", [sorted(terms)]
    )
    return tuple({row[0]: row[1 + which] for row in rows} for which in range(4))


def _finding(terms: Iterable[str], found_in: Mapping[str, int], documents: int) -> list[str]:
    """The words of a question that sections are found by: the rarest, and all that are not common."""
    known = sorted((found_in[term], term) for term in terms if found_in.get(term, 0) > 0)
    return [term for place, (n, term) in enumerate(known) if place < RAREST or n <= max(FEW, COMMON * documents)]
