"""Articles as rows of a cluster's tables, and the counts that scores are worked out from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
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
        self.totals = Totals()
        self._counts: tuple[Counter[str], ...] = (Counter(), Counter(), Counter(), Counter())

    def count_chunk(self, row: Row, sign: int = 1) -> None:
        """A row of the chunks; *sign* -1 takes it out."""
        _, _, length, characters_length, terms, characters = row
        self._count(0, terms.split(), sign)
        self._count(1, characters, sign)
        self.totals = self.totals.plus(Totals(chunks=1, terms=length, characters=characters_length), sign)

    def count_article(self, row: Row, sign: int = 1) -> None:
        """A row of the articles; *sign* -1 takes it out."""
        _, _, _, length, head_length, terms, head = row
        self._count(2, terms.split(), sign)
        self._count(3, head.split(), sign)
        self.totals = self.totals.plus(Totals(articles=1, article_terms=length, head_terms=head_length), sign)

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

    def _count(self, which: int, terms: Iterable[str], sign: int) -> None:
        if sign > 0:
            self._counts[which].update(set(terms))
        else:
            self._counts[which].subtract(set(terms))


def insert(
    session: Session, tables: Tables, live: int, articles: Iterable[IndexedArticle], tally: Tally, *, commit: bool
) -> None:
    """Write *articles* and count them; *commit*: every statement by itself, into a set that nobody searches yet."""
    for batch in _bounded(articles):
        chunk_rows = [row for article in batch for row in _chunk_rows(article)]
        article_rows = [_article_row(article) for article in batch]
        session.insert(tables.chunks(live), chunk_rows)
        session.insert(tables.articles(live), article_rows)
        for row in chunk_rows:
            tally.count_chunk(row)
        for row in article_rows:
            tally.count_article(row)
        tally.write(session, tables.vocabulary(live), least=MOST_TERMS)
        if commit:
            session.commit()
    tally.write(session, tables.vocabulary(live))
    if commit:
        session.commit()


def take_out(session: Session, tables: Tables, live: int, article_ids: Collection[str], tally: Tally) -> None:
    """Take articles out, as far as they are held, and count them out."""
    columns = "first, last, id, length, head_length, terms, head"
    for ids in _parts(sorted(article_ids)):
        rows = session.rows(f"SELECT {columns} FROM {tables.articles(live)} WHERE id IN %s", [ids])
        for row in rows:
            tally.count_article(row, -1)
            span = (row[0], row[1])
            found = session.rows(
                "SELECT id, article, length, characters_length, terms, characters"
                f" FROM {tables.chunks(live)} WHERE id BETWEEN %s AND %s",
                span,
            )
            for chunk in found:
                tally.count_chunk(chunk, -1)
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
    return " ".join(kept(terms)).translate(SIGNS)


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
