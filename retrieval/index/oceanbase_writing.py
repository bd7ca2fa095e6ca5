"""Articles put into a cluster's tables and taken out, and the counts that scores are worked out from."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from retrieval.index.connections import Session
from retrieval.index.fields import IndexedArticle
from retrieval.index.oceanbase_sections import Section, sections
from retrieval.index.oceanbase_tables import Tables, Totals

ROW_BYTES = 1_000_000  # of rows in one statement; the server takes 16 MB
MOST_TERMS = 1_000_000  # that are counted in memory, some 0.2 GB, before they are written
AT_ONCE = 2_000  # terms, or articles, in one statement
_T = TypeVar("_T")
Numbers = npt.NDArray[np.int64]
_NONE: Numbers = np.zeros(0, dtype=np.int64)


class Tally:
    """In how many chunks, articles and headlines each term is, and how long they are in all."""

    def __init__(self) -> None:
        self._sizes = Counter[str]()  # by the names of Totals
        self._numbers = defaultdict[str, int]()  # of the terms, in the order in which they are met
        self._numbers.default_factory = self._numbers.__len__
        self._terms = [_NONE] * 3  # by a term's number: in chunks, in articles, in headlines
        self._characters = _NONE  # by code point: in chunks

    @property
    def totals(self) -> Totals:
        """Of everything that was counted."""
        return Totals(**self._sizes)

    def count(self, rows: Sequence[Section], sign: int = 1) -> None:
        """Rows of whole articles; *sign* -1 takes them out."""
        if not rows:
            return
        lines = [row.terms.split("\n") for row in rows]
        chunks = [line for head, *others in lines for line in others]
        characters = [line for row in rows for line in row.characters.split("\n")]
        lengths = [[int(length) for length in row.lengths.split()] for row in rows]
        _, article = np.unique([row.article for row in rows], return_inverse=True)
        of_chunk, terms = self._numbered(chunks)
        of_head, head_terms = self._numbered([head for head, *_ in lines])
        article_of_chunk = np.repeat(article, [len(of_row) - 1 for of_row in lines])
        # the terms of an article are those of its headline and its chunks
        of_article = np.concatenate((article[of_head], article_of_chunk[of_chunk]))
        pairs = (
            (of_chunk, terms), (of_article, np.concatenate((head_terms, terms))), (article[of_head], head_terms)
        )  # fmt: skip
        self._terms = [_add(counts, _once(*each), sign) for counts, each in zip(self._terms, pairs, strict=True)]
        self._characters = _add(self._characters, _once(*_code_points(characters)), sign)
        head_length, length = sum(head for head, *_ in lengths), sum(map(sum, lengths))
        self._sizes["chunks"] += sign * len(chunks)
        self._sizes["terms"] += sign * (length - head_length)
        self._sizes["characters"] += sign * sum(map(len, characters))
        self._sizes["articles"] += sign * (int(article.max()) + 1)
        self._sizes["article_terms"] += sign * length
        self._sizes["head_terms"] += sign * head_length

    def write(self, session: Session, vocabulary: str, *, least: int = 1) -> None:
        """Add the terms' counts to those of the table, once there are *least* terms; they are forgotten here."""
        if len(self._numbers) < least:
            return
        code_points = np.flatnonzero(self._characters)
        characters = dict(zip(map(chr, code_points.tolist()), self._characters[code_points].tolist(), strict=True))
        for character in characters:
            self._numbers[character]  # one that is no term gets a number, too
        chunks, articles, heads = (_reaching(counts, len(self._numbers)).tolist() for counts in self._terms)
        for terms in _parts(sorted(self._numbers)):
            numbers = [self._numbers[term] for term in terms]
            session.insert(
                vocabulary,
                [
                    (term, chunks[number], characters.get(term, 0), articles[number], heads[number])
                    for term, number in zip(terms, numbers, strict=True)
                ],
                then="ON DUPLICATE KEY UPDATE chunks = chunks + VALUES(chunks), articles = articles + VALUES(articles),"
                " characters = characters + VALUES(characters), heads = heads + VALUES(heads)",
            )
        self._numbers.clear()
        self._terms, self._characters = [_NONE] * 3, _NONE

    def _numbered(self, lines: Sequence[str]) -> tuple[Numbers, Numbers]:
        """For every term of *lines*: which line, and the term's number."""
        words = " ".join(lines).split()
        lengths = [line.count(" ") + 1 if line else 0 for line in lines]
        numbers = np.fromiter(map(self._numbers.__getitem__, words), dtype=np.int64, count=len(words))
        return np.repeat(np.arange(len(lines)), lengths), numbers


def _code_points(lines: Sequence[str]) -> tuple[Numbers, Numbers]:
    """For every character of *lines*: which line, and its code point."""
    of_line = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
    return of_line, np.frombuffer("".join(lines).encode("utf-32-le"), dtype=np.uint32).astype(np.int64)


def _once(of_document: Numbers, numbers: Numbers) -> Numbers:
    """*numbers*, each once for every document that has it."""
    pairs = of_document << 32 | numbers
    pairs.sort()
    return pairs[np.flatnonzero(np.diff(pairs, prepend=-1))] & 0xFFFFFFFF


def _add(counts: Numbers, found: Numbers, sign: int) -> Numbers:
    """*counts*, made longer where needed, with *sign* added for each of the numbers *found*."""
    numbers, times = np.unique(found, return_counts=True)
    if len(numbers):
        counts = _reaching(counts, int(numbers[-1]) + 1)
        counts[numbers] += sign * times
    return counts


def _reaching(counts: Numbers, length: int) -> Numbers:
    """*counts* for at least *length* numbers; twice as many as before, so that this is seldom."""
    if length <= len(counts):
        return counts
    return np.concatenate((counts, np.zeros(max(length - len(counts), len(counts)), dtype=np.int64)))


def insert(
    session: Session,
    tables: Tables,
    live: int,
    articles: Iterable[IndexedArticle],
    tally: Tally,
    *,
    seen: bool,
) -> None:
    """Write *articles* and count them; into a set that is not *seen*, since nobody searches it yet, batch by batch.

    While the server takes in one batch, the next is made ready.
    """

    def write(rows: Sequence[Section]) -> None:
        session.insert(tables.sections(live), rows)
        if not seen:
            session.commit()

    with ThreadPoolExecutor(1) as server:
        pending: Future[None] | None = None
        for batch in _bounded(articles):
            if pending:
                pending.result()
                tally.write(session, tables.vocabulary(live), least=MOST_TERMS)
            pending = server.submit(write, batch)
            tally.count(batch)
        if pending:
            pending.result()


def take_out(session: Session, tables: Tables, live: int, article_ids: Collection[str], tally: Tally) -> None:
    """Take articles out, as far as they are held, and count them out."""
    table = tables.sections(live)
    for ids in _parts(sorted(article_ids)):
        found = session.rows(f"SELECT {', '.join(Section._fields)} FROM {table} WHERE id IN %s", [ids])
        if found:
            tally.count([Section(*row) for row in found], -1)
            session.run(f"DELETE FROM {table} WHERE id IN %s", [ids])


def _bounded(articles: Iterable[IndexedArticle]) -> Iterator[Sequence[Section]]:
    """The rows of *articles*, those of one together, in batches of about ROW_BYTES."""
    batch: list[Section] = []
    size = 0
    for article in articles:
        batch += sections(article)
        size += 5 * len(article.terms)  # terms and characters, three bytes each
        if size > ROW_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _parts(items: Sequence[_T]) -> Iterator[Sequence[_T]]:
    return (items[start : start + AT_ONCE] for start in range(0, len(items), AT_ONCE))
