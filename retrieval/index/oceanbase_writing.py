"""Articles as rows of a cluster's tables, and the counts that scores are worked out from."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from retrieval.analysis import stopwords
from retrieval.index.connections import Row, Session
from retrieval.index.fields import IndexedArticle
from retrieval.index.oceanbase_tables import LONGEST_TERM, PARTING, SIGNS, Tables, Totals

ROW_BYTES = 1_000_000  # of rows in one statement; the server takes 16 MB
MOST_TERMS = 1_000_000  # that are counted in memory, some 0.2 GB, before they are written
AT_ONCE = 2_000  # terms, or articles, in one statement
_T = TypeVar("_T")
Document = tuple[Row, Sequence[Row]]  # an article's row and those of its chunks
Numbers = npt.NDArray[np.int64]
_NONE: Numbers = np.zeros(0, dtype=np.int64)


def kept(terms: Iterable[str]) -> list[str]:
    """The terms that are searched: not those that no question asks for, and none that the server takes for too long."""
    common = stopwords()
    return [term for term in terms if term not in common and len(term) <= LONGEST_TERM]


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

    def count(self, documents: Sequence[Document], sign: int = 1) -> None:
        """Rows of the tables; *sign* -1 takes them out."""
        heads = [article[6] for article, _ in documents]
        chunks = [chunk for _, rows in documents for chunk in rows]
        articles = np.repeat(np.arange(len(documents)), [len(rows) for _, rows in documents])
        of_head, head_terms = self._numbered(heads)
        of_chunk, terms = self._numbered([chunk[4] for chunk in chunks])
        # the terms of an article are those of its headline and its chunks
        of_article = np.concatenate((of_head, articles[of_chunk]))
        pairs = ((of_chunk, terms), (of_article, np.concatenate((head_terms, terms))), (of_head, head_terms))
        self._terms = [_add(counts, _once(*each), sign) for counts, each in zip(self._terms, pairs, strict=True)]
        self._characters = _add(self._characters, _once(*_code_points([chunk[5] for chunk in chunks])), sign)
        self._sizes["chunks"] += sign * len(chunks)
        self._sizes["terms"] += sign * sum(chunk[2] for chunk in chunks)
        self._sizes["characters"] += sign * sum(chunk[3] for chunk in chunks)
        self._sizes["articles"] += sign * len(documents)
        self._sizes["article_terms"] += sign * sum(article[3] for article, _ in documents)
        self._sizes["head_terms"] += sign * sum(article[4] for article, _ in documents)

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
        lengths = [line.count(PARTING) + 1 if line else 0 for line in lines]
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
    shard: int,
    articles: Iterable[IndexedArticle],
    tally: Tally,
    *,
    seen: bool,
) -> None:
    """Write *articles* and count them; into a set that is not *seen*, since nobody searches it yet, batch by batch.

    While the server takes in one batch, the next is made ready.
    """

    def write(documents: Sequence[Document]) -> None:
        session.insert(tables.chunks(live, shard), [row for _, chunk_rows in documents for row in chunk_rows])
        session.insert(tables.articles(live, shard), [article_row for article_row, _ in documents])
        if not seen:
            session.commit()

    with ThreadPoolExecutor(1) as server:
        pending: Future[None] | None = None
        for batch in _bounded(articles):
            documents = [_rows(article) for article in batch]
            if pending:
                pending.result()
                tally.write(session, tables.vocabulary(live), least=MOST_TERMS)
            pending = server.submit(write, documents)
            tally.count(documents)
        if pending:
            pending.result()


def take_out(
    session: Session, tables: Tables, live: int, sizes: list[int], article_ids: Collection[str], tally: Tally
) -> None:
    """Take articles out, as far as they are held, and count them out, also of the *sizes* of the shards, in chunks."""
    columns = "first, last, id, length, head_length, terms, head"
    for ids in _parts(sorted(article_ids)):
        for shard in range(len(sizes)):
            chunks, articles = tables.chunks(live, shard), tables.articles(live, shard)
            rows = session.rows(f"SELECT {columns} FROM {articles} WHERE id IN %s", [ids])
            if rows:
                documents = [(row, _chunks(session, chunks, row[0])) for row in rows]
                tally.count(documents, -1)
                sizes[shard] -= sum(len(chunk_rows) for _, chunk_rows in documents)
                firsts = [row[0] for row in rows]
                session.run(f"DELETE FROM {chunks} WHERE article IN %s", [firsts])
                session.run(f"DELETE FROM {articles} WHERE first IN %s", [firsts])


def _chunks(session: Session, table: str, first: int) -> Sequence[Row]:
    """The chunks of the article that begins with the chunk *first*."""
    return session.rows(
        f"SELECT id, article, length, characters_length, terms, characters FROM {table} WHERE article = %s", [first]
    )


def _rows(article: IndexedArticle) -> Document:
    first, last = article.chunks[0].id, article.chunks[-1].id
    length, head = _searched(article.head)
    lines, head_length = [head], length
    chunks: list[Row] = []
    for chunk in article.chunks:
        of_chunk, line = _searched(chunk.terms)
        characters = "".join(chunk.characters.split())
        chunks.append((chunk.id, first, of_chunk, len(characters), line, characters))
        lines.append(line)
        length += of_chunk
    # the terms of an article are those of its headline and its chunks
    return (first, last, article.article_id, length, head_length, PARTING.join(filter(None, lines)), head), chunks


def _searched(terms: str) -> tuple[int, str]:
    """How many *terms* there are, and those that are searched."""
    found = terms.split()
    line = PARTING.join(kept(found))
    return len(found), line.translate(SIGNS) if "." in line or "%" in line else line  # seldom, and it takes its time


def _bounded(articles: Iterable[IndexedArticle]) -> Iterator[Sequence[IndexedArticle]]:
    """*articles* in batches of about ROW_BYTES."""
    batch: list[IndexedArticle] = []
    size = 0
    for article in articles:
        batch.append(article)
        size += 6 * len(article.terms)  # its terms twice, three bytes a character
        if size > ROW_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _parts(items: Sequence[_T]) -> Iterator[Sequence[_T]]:
    return (items[start : start + AT_ONCE] for start in range(0, len(items), AT_ONCE))
