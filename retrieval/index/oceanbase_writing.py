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
MOST_TERMS = 300_000  # that are counted in memory before they are written
AT_ONCE = 2_000  # terms, or articles, in one statement
_T = TypeVar("_T")


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

    def count(self, chunks: Sequence[Row], articles: Sequence[Row], sign: int = 1) -> None:
        """Rows of the tables; *sign* -1 takes them out."""
        self._count(0, [row[4].split() for row in chunks], sign)
        self._count(1, [row[5] for row in chunks], sign)
        self._count(2, [row[5].split() for row in articles], sign)
        self._count(3, [row[6].split() for row in articles], sign)
        self._sizes["chunks"] += sign * len(chunks)
        self._sizes["terms"] += sign * sum(row[2] for row in chunks)
        self._sizes["characters"] += sign * sum(row[3] for row in chunks)
        self._sizes["articles"] += sign * len(articles)
        self._sizes["article_terms"] += sign * sum(row[3] for row in articles)
        self._sizes["head_terms"] += sign * sum(row[4] for row in articles)

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

    def _count(self, which: int, documents: Iterable[Iterable[str]], sign: int) -> None:
        terms = chain.from_iterable(map(set, documents))
        if sign > 0:
            self._counts[which].update(terms)
        else:
            self._counts[which].subtract(terms)


def insert(
    session: Session, tables: Tables, live: int, articles: Iterable[IndexedArticle], tally: Tally, *, commit: bool
) -> None:
    """Write *articles* and count them; *commit*: every statement by itself, into a set that nobody searches yet.

    While the server takes in one batch, the next is made ready.
    """

    def write(chunk_rows: Sequence[Row], article_rows: Sequence[Row]) -> None:
        session.insert(tables.chunks(live), chunk_rows)
        session.insert(tables.articles(live), article_rows)
        if commit:
            session.commit()

    with ThreadPoolExecutor(1) as server:
        pending: Future[None] | None = None
        for batch in _bounded(articles):
            chunk_rows = [row for article in batch for row in _chunk_rows(article)]
            article_rows = [_article_row(article) for article in batch]
            tally.count(chunk_rows, article_rows)
            if pending:
                pending.result()
            tally.write(session, tables.vocabulary(live), least=MOST_TERMS)
            pending = server.submit(write, chunk_rows, article_rows)
        if pending:
            pending.result()
    tally.write(session, tables.vocabulary(live))
    if commit:
        session.commit()


def take_out(session: Session, tables: Tables, live: int, article_ids: Collection[str], tally: Tally) -> None:
    """Take articles out, as far as they are held, and count them out."""
    columns = "first, last, id, length, head_length, terms, head"
    for ids in _parts(sorted(article_ids)):
        rows = session.rows(f"SELECT {columns} FROM {tables.articles(live)} WHERE id IN %s", [ids])
        for row in rows:
            span = (row[0], row[1])
            chunks = session.rows(
                "SELECT id, article, length, characters_length, terms, characters"
                f" FROM {tables.chunks(live)} WHERE id BETWEEN %s AND %s",
                span,
            )
            tally.count(chunks, [row], -1)
            session.run(f"DELETE FROM {tables.chunks(live)} WHERE id BETWEEN %s AND %s", span)
        if rows:
            firsts = [row[0] for row in rows]
            session.run(f"DELETE FROM {tables.articles(live)} WHERE first IN %s", [firsts])


def _chunk_rows(article: IndexedArticle) -> Iterator[Row]:
    first = article.chunks[0].id
    for chunk in article.chunks:
        terms = chunk.terms.split()
        characters = "".join(chunk.characters.split())
        yield chunk.id, first, len(terms), len(characters), _searched(terms), characters


def _article_row(article: IndexedArticle) -> Row:
    terms, head = article.terms.split(), article.head.split()
    first, last = article.chunks[0].id, article.chunks[-1].id
    return first, last, article.article_id, len(terms), len(head), _searched(terms), _searched(head)


def _searched(terms: Iterable[str]) -> str:
    line = " ".join(kept(terms))
    return line.translate(SIGNS) if "." in line or "%" in line else line  # seldom, and it takes its time


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
