"""Articles, their chunks, and the originals they were read from: everything that is read of the store."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Literal, TypeVar

from sqlite_utils import Database

from store.errors import ArticleNotFound
from store.models import Article, Chunk

_T = TypeVar("_T")

BATCH = 500  # values in one statement; SQLite's own limit is far higher


Order = Literal["date", "intake", "headline"]
ORDERS: Mapping[Order, str] = {
    "date": "date DESC NULLS LAST, key DESC",
    "intake": "changed_at DESC, key DESC",
    "headline": "headline, key",
}


def generation(db: Database) -> int:
    """The number of the last publication; 0 in an empty store. What an index compares itself with."""
    return int(db.execute("SELECT value FROM state WHERE name = 'generation'").fetchone()[0])


def document_with(db: Database, content: bytes) -> str | None:
    """The name of the document that was last read from exactly these bytes, if it is held."""
    row = db.execute(
        "SELECT name FROM documents JOIN originals ON originals.id = original_id WHERE sha256 = ?", [digest(content)]
    ).fetchone()
    return None if row is None else str(row[0])


def has_document(db: Database, name: str) -> bool:
    """Whether a document of this name is held."""
    return db.execute("SELECT 1 FROM documents WHERE name = ?", [name]).fetchone() is not None


def document_of(db: Database, article_id: str) -> str:
    """The name of the document that an article stands in. Raises ArticleNotFound."""
    row = db.execute(
        "SELECT name FROM documents JOIN articles ON document_id = documents.id WHERE articles.id = ?", [article_id]
    ).fetchone()
    if row is None:
        raise ArticleNotFound(article_id)
    return str(row[0])


def originals(db: Database) -> Iterator[tuple[str, bytes]]:
    """Every document held, name and bytes as received, oldest first."""
    yield from db.execute(
        "SELECT name, content FROM documents JOIN originals ON originals.id = original_id ORDER BY documents.id"
    )


def changed_since(db: Database, number: int) -> list[str]:
    """Ids of the articles that generations after *number* touched, those taken out included."""
    rows = db.execute("SELECT DISTINCT article_id FROM changes WHERE generation > ? ORDER BY article_id", [number])
    return [row[0] for row in rows]


def count(db: Database) -> int:
    """How many articles are held."""
    return int(db.execute("SELECT count(*) FROM articles").fetchone()[0])


def all_articles(db: Database) -> Iterator[Article]:
    """Every article, in printed order, documents in the order of their first ingest."""
    return map(to_article, db.execute(f"{SELECT} ORDER BY document_id, position"))


def latest(db: Database, n: int) -> list[Article]:
    """The *n* newest articles: by date, then by ingest."""
    return list(map(to_article, db.execute(f"{SELECT} ORDER BY date DESC NULLS LAST, key DESC LIMIT ?", [n])))


def listing(db: Database, words: str, order: Order, *, limit: int, offset: int) -> tuple[list[Article], int]:
    """Articles with *words* in their headline or text, and how many there are: *limit* of them from *offset* on."""
    condition, values = "", []
    if words:
        condition = " WHERE headline LIKE ? ESCAPE '!' OR body LIKE ? ESCAPE '!'"
        values = [f"%{_literally(words)}%"] * 2
    (total,) = db.execute(f"SELECT count(*) FROM articles{condition}", values).fetchone()
    rows = db.execute(f"{SELECT}{condition} ORDER BY {ORDERS[order]} LIMIT ? OFFSET ?", [*values, limit, offset])
    return list(map(to_article, rows)), int(total)


def intake(db: Database, key: int) -> tuple[str, int, float]:
    """The document an article stands in, its version, and when it was taken in or last changed.

    Raises ArticleNotFound.
    """
    row = db.execute(
        "SELECT name, version, changed_at FROM articles JOIN documents ON documents.id = document_id WHERE key = ?",
        [key],
    ).fetchone()
    if row is None:
        raise ArticleNotFound(key)
    return str(row[0]), int(row[1]), float(row[2])


def dates(db: Database) -> tuple[str, str] | None:
    """The first and the last date of the articles held; None if no article has one."""
    first, last = db.execute("SELECT min(date), max(date) FROM articles").fetchone()
    return None if first is None else (first, last)


def article(db: Database, key: int) -> Article:
    """The article of this key. Raises ArticleNotFound."""
    row = db.execute(f"{SELECT} WHERE key = ?", [key]).fetchone()
    if row is None:
        raise ArticleNotFound(key)
    return to_article(row)


def article_by_id(db: Database, article_id: str) -> Article:
    """The article of this id. Raises ArticleNotFound."""
    found = articles_by_id(db, [article_id])
    if not found:
        raise ArticleNotFound(article_id)
    return found[article_id]


def articles_by_id(db: Database, ids: Sequence[str]) -> dict[str, Article]:
    """The articles of these ids; ids that are gone are left out."""
    return {article.id: article for batch in batches(ids) for article in _held(db, "id", batch)}


def holding(db: Database, chunk_ids: Sequence[int]) -> list[tuple[Article, list[Chunk]]]:
    """The articles that these chunks are of, each once, with all their chunks in printed order.

    Chunks that are gone are left out.
    """
    keys: dict[int, None] = {}
    for batch in batches(chunk_ids):
        rows = db.execute(f"SELECT article_key FROM chunks WHERE id IN ({marks(batch)})", list(batch))
        keys.update((row[0], None) for row in rows)
    return [found for batch in batches(list(keys)) for found in _whole(db, _held(db, "key", batch))]


def indexable(db: Database, article_ids: Sequence[str] | None = None) -> Iterator[tuple[Article, list[Chunk]]]:
    """Articles with their chunks, for an index: those of *article_ids* that are held, or all; reprints are left out."""
    if article_ids is None:
        article_ids = [row[0] for row in db.execute("SELECT id FROM articles ORDER BY key")]
    for batch in batches(article_ids):
        yield from _whole(db, [article for article in _held(db, "id", batch) if article.reprint_of is None])


SELECT = (
    "SELECT id, headline, body, kicker, subtitle, reporters, correspondents, complete, kind, date, source, page, key,"
    " reprint_of, corrects FROM articles"
)


def to_article(row: Sequence[Any]) -> Article:
    """The article of a row of SELECT."""
    (
        article_id,
        headline,
        body,
        kicker,
        subtitle,
        reporters,
        correspondents,
        complete,
        kind,
        date,
        source,
        page,
        *keys,
    ) = row
    return Article(
        id=article_id,
        headline=headline,
        paragraphs=tuple(body.split("\n")) if body else (),
        kicker=kicker,
        subtitle=subtitle,
        reporters=names(reporters),
        correspondents=names(correspondents),
        complete=bool(complete),
        kind=kind,
        date=date,
        source=source,
        page=page,
        key=keys[0],
        reprint_of=keys[1],
        corrects=keys[2],
    )


@lru_cache(maxsize=4096)  # the same few write most of a paper
def names(kept: str) -> tuple[str, ...]:
    """The names of writers that a column holds as JSON."""
    return tuple(json.loads(kept))


def batches(items: Sequence[_T]) -> Iterator[Sequence[_T]]:
    """*items* in parts that fit one statement."""
    return (items[i : i + BATCH] for i in range(0, len(items), BATCH))


def marks(items: Sequence[object]) -> str:
    """The question marks of a statement with *items* as its values."""
    return ",".join("?" * len(items))


def _held(db: Database, column: Literal["id", "key"], values: Sequence[str] | Sequence[int]) -> list[Article]:
    """The articles with these values in *column*, as many as fit one statement."""
    return list(map(to_article, db.execute(f"{SELECT} WHERE {column} IN ({marks(values)})", list(values))))


def _whole(db: Database, found: Sequence[Article]) -> Iterator[tuple[Article, list[Chunk]]]:
    """Articles with all their chunks; cut out here, since SQLite would count each one's characters from the start."""
    rows = db.execute(
        f'SELECT article_key, start, "end", id FROM chunks WHERE article_key IN ({marks(found)})'
        " ORDER BY article_key, id",  # as the index has them
        [article.key for article in found],
    )
    spans: dict[int, list[tuple[int, int, int, int]]] = {article.key: [] for article in found}
    for row in rows:
        spans[row[0]].append(row)
    for article in found:
        body, of = article.body, article.id
        yield article, [Chunk(of, start, end, body[start:end], i) for _, start, end, i in spans[article.key]]


def digest(content: bytes) -> str:
    """What two documents of the same bytes share."""
    return hashlib.sha256(content).hexdigest()


def _literally(words: str) -> str:
    """*words* as a LIKE pattern that means just them."""
    return words.replace("!", "!!").replace("%", "!%").replace("_", "!_")
