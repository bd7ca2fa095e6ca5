"""A document's articles replace what was held of it, in one step; what they replace is kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import count
from typing import Any

from sqlite_utils import Database

from store import corrections, reprints
from store.articles import SELECT, article_by_id, articles_by_id, batches, digest, marks, to_article
from store.models import Article, Chunk

_CONTENT = (
    "source",
    "headline",
    "kicker",
    "subtitle",
    "reporters",
    "correspondents",
    "body",
    "complete",
    "kind",
    "date",
    "page",
)
_COLUMNS = ("id", "document_id", "position", "changed_at", "generation", *_CONTENT)
_UPSERT = (
    f"INSERT INTO articles ({', '.join(_COLUMNS)}, version) VALUES ({', '.join(f':{name}' for name in _COLUMNS)}, 1)"
    f" ON CONFLICT (id) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in _COLUMNS[1:])},"
    " version = version + 1 RETURNING key"
)


@dataclass(frozen=True, slots=True)
class Edition:
    """One article of an ingest, with the chunks it is cut into (their article_id is not looked at).

    The chunks are gone through once, when the article is written.
    """

    article: Article
    chunks: Iterable[Chunk]


@dataclass(frozen=True, slots=True)
class Change:
    """What publishing a document did, or would do: ids of its articles, in printed order."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def compare(db: Database, name: str, articles: Sequence[Article]) -> tuple[Change, list[Article]]:
    """What publishing *articles* as document *name* would change, and the articles with the ids they would get.

    An article keeps the id of the held one that it continues: the one of the same id (where the document gives
    ids), else of the same headline, else the one that shares most of its text.
    """
    held = _held(db, name)
    named = _with_ids(db, name, articles, held)
    ids = [article.id for article in named]
    known = articles_by_id(db, ids)  # an id may be held through another document, which then gives it up
    new: list[str] = []
    changed: list[str] = []
    unchanged: list[str] = []
    for item in named:
        before = known.get(item.id)
        kind = new if before is None else unchanged if _content(before) == _content(item) else changed
        kind.append(item.id)
    gone = sorted(set(held) - set(ids), key=list(held).index)
    return Change(tuple(new), tuple(changed), tuple(unchanged), tuple(gone)), named


def publish(db: Database, name: str, content: bytes, editions: Sequence[Edition], *, now: float) -> Change:
    """Replace what is held of document *name* by *editions*, read from *content*; call inside `atomic(db)`.

    The articles that changed become new versions, the old ones go to past_versions, and the generation goes up
    by one if anything changed.
    """
    change, articles = compare(db, name, [edition.article for edition in editions])
    original_id = _keep_original(db, content, now)
    db.execute(
        "INSERT INTO documents (name, original_id, ingested_at) VALUES (?, ?, ?)"
        " ON CONFLICT (name) DO UPDATE SET original_id = excluded.original_id, ingested_at = excluded.ingested_at",
        [name, original_id, now],
    )
    document_id = db.execute("SELECT id FROM documents WHERE name = ?", [name]).fetchone()[0]
    replaced = [*change.changed, *change.gone]
    number = 0
    if replaced or change.new:
        number = _next_generation(db)
        _keep_past(db, replaced, number, now)
        released = _release(db, replaced)
        _delete(db, change.gone)
        _log(db, number, {*change.new, *replaced, *released})
    rows = ((article, edition.chunks) for article, edition in zip(articles, editions, strict=True))
    _write(db, document_id, rows, change, number, now)
    if replaced or change.new:
        # articles that came with ids of their own are told apart by whoever gave the ids
        read = {article.id for article, edition in zip(articles, editions, strict=True) if not edition.article.id}
        reprints.link(db, [*released, *(found for found in (*change.new, *change.changed) if found in read)])
        fresh = {*change.new, *change.changed}
        corrections.link(db, [article for article in articles if article.id in fresh])
    return change


def remove(db: Database, article_id: str, *, now: float) -> None:
    """Take one article out; it stays among the past versions. Call inside `atomic(db)`. Raises ArticleNotFound."""
    article_by_id(db, article_id)
    number = _next_generation(db)
    _keep_past(db, [article_id], number, now)
    released = _release(db, [article_id])
    _delete(db, [article_id])
    _log(db, number, {article_id, *released})
    reprints.link(db, released)


def _next_generation(db: Database) -> int:
    row = db.execute("UPDATE state SET value = value + 1 WHERE name = 'generation' RETURNING value").fetchone()
    return int(row[0])


def _log(db: Database, number: int, article_ids: Iterable[str]) -> None:
    """Write down which articles a generation touched, for an index to catch up."""
    db.conn.executemany("INSERT INTO changes VALUES (?, ?)", [(number, article_id) for article_id in article_ids])


def _release(db: Database, article_ids: Sequence[str]) -> list[str]:
    """Unlink the reprints of these articles; returns the reprints' ids."""
    keys = [article.key for article in articles_by_id(db, article_ids).values()]
    return [found for batch in batches(keys) for found in reprints.release(db, batch)]


def _held(db: Database, name: str) -> dict[str, Article]:
    rows = db.execute(
        f"{SELECT} WHERE document_id = (SELECT id FROM documents WHERE name = ?) ORDER BY position", [name]
    )
    return {row[0]: to_article(row) for row in rows}


def _with_ids(db: Database, name: str, articles: Sequence[Article], held: dict[str, Article]) -> list[Article]:
    """*articles*, each with an id: its own, that of the held article it continues, or a new one."""
    free = dict(held)
    given = [article.id for article in articles]
    for article_id in given:
        free.pop(article_id, None)
    for match in (_same_headline, _same_text):
        for i, article in enumerate(articles):
            if not given[i] and (found := match(article, free.values())):
                given[i] = found.id
                del free[found.id]
    nameless = [article for article, article_id in zip(articles, given, strict=True) if not article_id]
    fresh = iter(_new_ids(db, name, nameless, {article_id for article_id in given if article_id}))
    return [
        article if article_id and article_id == article.id else replace(article, id=article_id or next(fresh))
        for article, article_id in zip(articles, given, strict=True)
    ]


def _same_headline(article: Article, candidates: Iterable[Article]) -> Article | None:
    headline = "".join(article.headline.split())
    return next((c for c in candidates if headline and "".join(c.headline.split()) == headline), None)


def _same_text(article: Article, candidates: Iterable[Article]) -> Article | None:
    """The candidate that shares most of the article's text, if it is more than half."""
    scored = [(reprints.similarity(article.body, candidate.body), candidate) for candidate in candidates]
    best = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    return best[1] if best[0] > 0.5 else None


def _new_ids(db: Database, name: str, articles: Sequence[Article], taken: set[str]) -> Iterator[str]:
    """An id for each of these articles, none of them *taken* or held."""
    taken = taken | articles_by_id(db, [_new_id(name, article, 0) for article in articles]).keys()
    for article in articles:
        ids = (_new_id(name, article, number) for number in count())
        found = next(
            article_id
            for number, article_id in enumerate(ids)
            if article_id not in taken and not (number and articles_by_id(db, [article_id]))
        )
        taken.add(found)
        yield found


def _new_id(name: str, article: Article, number: int) -> str:
    """A short id of the document's name and the article's text: the same page gets the same ids on every machine."""
    seed = "\n".join([name, article.headline, article.body[:200], str(number)])
    return hashlib.sha256(seed.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _keep_original(db: Database, content: bytes, now: float) -> int:
    db.execute(
        "INSERT INTO originals (sha256, content, received_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        [digest(content), content, now],
    )
    return int(db.execute("SELECT id FROM originals WHERE sha256 = ?", [digest(content)]).fetchone()[0])


def _keep_past(db: Database, ids: Sequence[str], number: int, now: float) -> None:
    versions = {
        article_id: (version, since)
        for batch in batches(ids)
        for article_id, version, since in db.execute(
            f"SELECT id, version, generation FROM articles WHERE id IN ({marks(batch)})", list(batch)
        )
    }
    db.conn.executemany(
        "INSERT INTO past_versions (article_id, content, generation, replaced_at, key, version, since)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (old.id, json.dumps(_fields(old), ensure_ascii=False), number, now, old.key, *versions[old.id])
            for old in articles_by_id(db, ids).values()
        ),
    )


def content_of(row: dict[str, Any], article_id: str) -> Article:
    """The article whose columns `past_versions` keeps as JSON."""
    lists = {name: tuple(json.loads(row[name])) for name in ("reporters", "correspondents")}
    rest = {name: value for name, value in row.items() if name not in ("body", *lists)}
    paragraphs = tuple(row["body"].split("\n")) if row["body"] else ()
    return Article(**{**rest, **lists, "id": article_id, "paragraphs": paragraphs, "complete": bool(row["complete"])})


def _fields(item: Article) -> dict[str, Any]:
    """The columns of *item* that make up its content, as they are stored."""
    return {
        "source": item.source,
        "headline": item.headline,
        "kicker": item.kicker,
        "subtitle": item.subtitle,
        "reporters": _kept(item.reporters),
        "correspondents": _kept(item.correspondents),
        "body": item.body,
        "complete": item.complete,
        "kind": item.kind,
        "date": item.date,
        "page": item.page,
    }


@lru_cache(maxsize=4096)  # the same few write most of a paper
def _kept(names: tuple[str, ...]) -> str:
    """The names of writers as JSON."""
    return json.dumps(names, ensure_ascii=False)


def _content(found: Article) -> Article:
    """*found* without what the store adds: two articles of equal content are the same version."""
    return replace(found, key=0, reprint_of=None, corrects=None)


def _delete(db: Database, ids: Sequence[str]) -> None:
    for batch in batches(ids):
        db.execute(f"DELETE FROM articles WHERE id IN ({marks(batch)})", list(batch))


def _write(
    db: Database,
    document_id: int,
    rows: Iterable[tuple[Article, Iterable[Chunk]]],
    change: Change,
    number: int,
    now: float,
) -> None:
    """Put the articles in, in order; those that are unchanged only get their place in the document."""
    unchanged, changed = set(change.unchanged), set(change.changed)
    for position, (item, parts) in enumerate(rows):
        if item.id in unchanged:
            db.execute(
                "UPDATE articles SET document_id = ?, position = ? WHERE id = ?", [document_id, position, item.id]
            )
            continue
        place = {"id": item.id, "document_id": document_id, "position": position}
        row = {**place, "changed_at": now, "generation": number, **_fields(item)}
        key = db.execute(_UPSERT, row).fetchone()[0]
        if item.id in changed:
            db.execute("DELETE FROM chunks WHERE article_key = ?", [key])
        db.conn.executemany(
            'INSERT INTO chunks (article_key, start, "end") VALUES (?, ?, ?)',
            ((key, part.start, part.end) for part in parts),
        )
