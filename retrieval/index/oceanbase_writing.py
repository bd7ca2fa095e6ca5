"""Articles as rows of a cluster's tables, and the counts that scores are worked out from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain
from typing import TypeVar

from retrieval.analysis import stopwords
from retrieval.index.connections import Row, Session
from retrieval.index.fields import IndexedArticle
from retrieval.index.oceanbase_tables import LONGEST_TERM, SIGNS, Tables, Totals

ROW_BYTES = 1_000_000  # of rows in one statement; the server takes 16 MB
MOST_TERMS = 1_000_000  # that are counted in memory, some 0.2 GB, before they are written
AT_ONCE = 2_000  # terms, or articles, in one statement
_T = TypeVar("_T")
Document = tuple[Row, Sequence[Row]]  # an article's row and those of its chunks


def kept(terms: Iterable[str]) -> list[str]:
    """The terms that are searched: not those that no question asks for, and none that the server takes for too long."""
    common = stopwords()
    return [term for term in terms if term not in common and len(term) <= LONGEST_TERM]


class Tally:
    """In how many chunks, articles and headlines each term is, and how long they are in all."""

    def __init__(self) -> None:
        self._sizes = Counter[str]()  # by the names of Totals
        self._counts: tuple[Counter[str], ...] = (Counter(), Counter(), Counter(), Counter())

    @property
    def totals(self) -> Totals:
        """Of everything that was counted."""
        return Totals(**self._sizes)

    def count(self, documents: Iterable[Document], sign: int = 1) -> None:
        """Rows of the tables; *sign* -1 takes them out."""
        terms: list[set[str]] = []
        characters: list[set[str]] = []
        of_articles: list[set[str]] = []
        heads: list[set[str]] = []
        for article, chunks in documents:
            head, of_chunks = set(article[6].split()), [set(chunk[4].split()) for chunk in chunks]
            terms += of_chunks
            characters += (set(chunk[5]) for chunk in chunks)
            of_articles.append(head.union(*of_chunks))
            heads.append(head)
            self._sizes["chunks"] += sign * len(chunks)
            self._sizes["terms"] += sign * sum(chunk[2] for chunk in chunks)
            self._sizes["characters"] += sign * sum(chunk[3] for chunk in chunks)
            self._sizes["articles"] += sign
            self._sizes["article_terms"] += sign * article[3]
            self._sizes["head_terms"] += sign * article[4]
        for counts, found in zip(self._counts, (terms, characters, of_articles, heads), strict=True):
            add = counts.update if sign > 0 else counts.subtract
            add(chain.from_iterable(found))

    def write(self, session: Session, vocabulary: str, *, least: int = 1) -> None:
        """Add the terms' counts to those of the table, once there are *least*; they are forgotten here."""
        if len(self._counts[0]) < least:
            return
        for terms in _parts(sorted(set(chain(*self._counts)))):
            session.insert(
                vocabulary,
                [(term, *(counts[term] for counts in self._counts)) for term in terms],
                then="ON DUPLICATE KEY UPDATE chunks = chunks + VALUES(chunks), articles = articles + VALUES(articles),"
                " characters = characters + VALUES(characters), heads = heads + VALUES(heads)",
            )
        for counts in self._counts:
            counts.clear()


def insert(
    session: Session, tables: Tables, live: int, articles: Iterable[IndexedArticle], *, tally: Tally | None
) -> None:
    """Write *articles* and count them; without *tally*, into a set that nobody searches yet: each batch is committed.

    While the server takes in one batch, the next is made ready.
    """

    def write(documents: Sequence[Document]) -> None:
        session.insert(tables.chunks(live), [row for _, chunk_rows in documents for row in chunk_rows])
        session.insert(tables.articles(live), [article_row for article_row, _ in documents])
        if tally is None:
            session.commit()

    with ThreadPoolExecutor(1) as server:
        pending: Future[None] | None = None
        for batch in _bounded(articles):
            documents = [_rows(article) for article in batch]
            if tally is not None:
                tally.count(documents)
            if pending:
                pending.result()
            pending = server.submit(write, documents)
        if pending:
            pending.result()


def count(session: Session, tables: Tables, live: int) -> Totals:
    """Write the vocabulary of a set that is filled; its sizes.

    Counting takes as long as filling, but not the server's time: it is for when the server makes the set's indexes.
    """
    tally = Tally()
    counted = -1
    while articles := session.rows(
        f"SELECT first, last, id, length, head_length, '', head FROM {tables.articles(live)}"
        f" WHERE first > %s ORDER BY first LIMIT {AT_ONCE}",
        [counted],
    ):
        chunks: dict[int, list[Row]] = {row[0]: [] for row in articles}
        counted = articles[-1][1]
        for row in _chunks(session, tables, live, articles[0][0], counted):
            chunks[row[1]].append(row)
        tally.count([(row, chunks[row[0]]) for row in articles])
        tally.write(session, tables.vocabulary(live), least=MOST_TERMS)
        session.commit()
    tally.write(session, tables.vocabulary(live))
    session.commit()
    return tally.totals


def take_out(session: Session, tables: Tables, live: int, article_ids: Collection[str], tally: Tally) -> None:
    """Take articles out, as far as they are held, and count them out."""
    columns = "first, last, id, length, head_length, terms, head"
    for ids in _parts(sorted(article_ids)):
        rows = session.rows(f"SELECT {columns} FROM {tables.articles(live)} WHERE id IN %s", [ids])
        for row in rows:
            tally.count([(row, _chunks(session, tables, live, row[0], row[1]))], -1)
            session.run(f"DELETE FROM {tables.chunks(live)} WHERE id BETWEEN %s AND %s", [row[0], row[1]])
        if rows:
            firsts = [row[0] for row in rows]
            session.run(f"DELETE FROM {tables.articles(live)} WHERE first IN %s", [firsts])


def _chunks(session: Session, tables: Tables, live: int, first: int, last: int) -> Sequence[Row]:
    return session.rows(
        "SELECT id, article, length, characters_length, terms, characters"
        f" FROM {tables.chunks(live)} WHERE id BETWEEN %s AND %s",
        [first, last],
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
    return (first, last, article.article_id, length, head_length, " ".join(filter(None, lines)), head), chunks


def _searched(terms: str) -> tuple[int, str]:
    """How many *terms* there are, and those that are searched."""
    found = terms.split()
    line = " ".join(kept(found))
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
