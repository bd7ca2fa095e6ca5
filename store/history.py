"""The states that the store has been in: what made each, what it held, and the way back to one of them.

Every deed that changes what is printed is recorded with the generation that it made. A document's layout says which
articles it consists of from a generation on; together with the versions that were replaced, that is every state since
the first one kept, word for word.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from sqlite_utils import Database

from store import publishing, reprints
from store.articles import articles_by_id, generation
from store.models import Article, Chunk
from store.publishing import Change, Edition, content_of

Deed = Literal["start", "publish", "remove", "reingest", "rollback"]  # start: what was there when records began

GIVEN_IDS = ".jsonl"  # documents whose articles whoever made them told apart: none of them repeats another


# What names an article by its key.
REFERENCES = (
    ("chunks", "article_key"),
    ("fingerprints", "article_key"),
    ("articles", "reprint_of"),
    ("articles", "corrects"),
)


@dataclass(frozen=True, slots=True)
class Publication:
    """A deed that changed what is printed, and so the state that it made."""

    generation: int
    deed: Deed
    subject: str  # the document's name, the article's headline, what was gone back to
    actor: int  # numeric Telegram user id; 0: the command line
    at: float


@dataclass(frozen=True, slots=True)
class Layout:
    """A document as it was at some generation."""

    name: str
    original_id: int | None  # None: it was not held
    edits: str  # JSON
    articles: tuple[str, ...]  # ids, in printed order


@contextmanager
def recorded(
    db: Database, deed: Deed, subject: str, names: Collection[str], *, ids: Collection[str] = (), actor: int, now: float
) -> Iterator[None]:
    """Record what the body does to the documents *names*, if it changes anything; call inside `atomic(db)`.

    *ids* are those of articles that the body may take over from other documents, which are then recorded too.
    """
    before, touched = generation(db), {*names, *_holders(db, ids)}
    for name in touched:
        if db.execute("SELECT 1 FROM layouts WHERE document = ?", [name]).fetchone() is None:
            _keep(db, _layout(db, name), 0)
    yield
    number = generation(db)
    for name in touched:
        _keep(db, _layout(db, name), number)  # an original may be replaced by another that says the same
    if number > before:
        if count(db) == 0:
            db.execute("INSERT INTO publications VALUES (?, 'start', '', 0, ?)", [before, now])
        db.execute("INSERT INTO publications VALUES (?, ?, ?, ?, ?)", [number, deed, subject, actor, now])


def publications(db: Database, *, limit: int, offset: int = 0) -> list[Publication]:
    """At most *limit* deeds, newest first, without the first *offset*."""
    rows = db.execute(
        "SELECT generation, deed, subject, actor, at FROM publications ORDER BY generation DESC LIMIT ? OFFSET ?",
        [limit, offset],
    )
    return [Publication(*row) for row in rows]


def publication(db: Database, number: int) -> Publication | None:
    """The deed that made this very generation."""
    row = db.execute(
        "SELECT generation, deed, subject, actor, at FROM publications WHERE generation = ?", [number]
    ).fetchone()
    return None if row is None else Publication(*row)


def count(db: Database) -> int:
    """How many deeds are recorded."""
    return int(db.execute("SELECT count(*) FROM publications").fetchone()[0])


def seen(db: Database, name: str) -> int:
    """The generation of a document's last change that was recorded; 0 for none."""
    return int(db.execute("SELECT coalesce(max(generation), 0) FROM layouts WHERE document = ?", [name]).fetchone()[0])


def edits(db: Database, name: str) -> str:
    """What editors changed of the reading of a document, as JSON."""
    row = db.execute("SELECT edits FROM documents WHERE name = ?", [name]).fetchone()
    return "[]" if row is None else str(row[0])


def keep_edits(db: Database, name: str, changes: str) -> None:
    """Keep what editors changed of the reading of a document that is held. Call inside `atomic(db)`."""
    db.execute("UPDATE documents SET edits = ? WHERE name = ?", [changes, name])


def documents_at(db: Database, number: int) -> dict[str, tuple[Layout, list[Article]]]:
    """The documents that differ now from what they were at generation *number*, as they were then."""
    rows = db.execute("SELECT DISTINCT document FROM layouts WHERE generation > ? ORDER BY document", [number])
    layouts = {name: _layout_at(db, name, number) for (name,) in rows.fetchall()}
    ids = [article_id for layout in layouts.values() for article_id in layout.articles]
    held = _contents_at(db, ids, number)
    return {
        name: (layout, [held[article_id] for article_id in layout.articles if article_id in held])
        for name, layout in layouts.items()
    }


def compare(db: Database, number: int) -> tuple[Change, dict[str, Article]]:
    """What going back to generation *number* would change, and the articles that it would bring back or change."""
    total = Change()
    found: dict[str, Article] = {}
    for name, (_, articles) in documents_at(db, number).items():
        change, read = publishing.compare(db, name, articles)
        total = joined(total, change)
        found.update((article.id, article) for article in read)
    back = {*total.new, *total.changed, *total.unchanged}  # an article may have moved from one document to another
    gone = tuple(article_id for article_id in total.gone if article_id not in back)
    return Change(total.new, total.changed, total.unchanged, gone), found


def go_back(db: Database, number: int, chunk: Callable[[Article], Iterable[Chunk]], *, now: float) -> Change:
    """Make the store's documents what they were at generation *number*, as a new state of its own.

    Call inside `atomic(db)` and `recorded`.
    """
    total = Change()
    then = documents_at(db, number)
    # those that give articles back come last: they have lost them by then
    for name, (layout, articles) in sorted(then.items(), key=lambda item: item[1][0].original_id is None):
        if layout.original_id is None:
            total = joined(total, _withdraw(db, name, now))
            continue
        content = db.execute("SELECT content FROM originals WHERE id = ?", [layout.original_id]).fetchone()[0]
        editions = [Edition(article, chunk(article)) for article in articles]
        total = joined(total, publishing.publish(db, name, content, editions, now=now))
        keep_edits(db, name, layout.edits)
        if not name.lower().endswith(GIVEN_IDS):
            reprints.link(db, layout.articles)
    _restore_keys(db, total.new)
    return total


def sweep(db: Database, *, before: float) -> int:
    """Forget the states made before *before* but for the last of them, and all that only they were made of.

    What is printed stays as it is. Returns the number of states forgotten. Call inside `atomic(db)`.
    """
    first = db.execute("SELECT max(generation) FROM publications WHERE at < ?", [before]).fetchone()[0]
    gone = db.execute("DELETE FROM publications WHERE generation < ?", [first]).rowcount
    if gone:
        db.execute("DELETE FROM past_versions WHERE generation <= ?", [first])
        db.execute(
            "DELETE FROM layouts WHERE generation < (SELECT max(generation) FROM layouts later"
            " WHERE later.document = layouts.document AND later.generation <= ?)",
            [first],
        )
        db.execute(
            "DELETE FROM originals WHERE id NOT IN (SELECT original_id FROM documents"
            " UNION SELECT original_id FROM layouts WHERE original_id IS NOT NULL)"
        )
    return gone


def change_between(db: Database, first: int, last: int) -> Change:
    """What the generations after *first* up to *last* did to the articles, as far as it is held still."""
    rows = db.execute(
        "SELECT article_id, (SELECT min(since) FROM past_versions p WHERE p.article_id = c.article_id"
        "  AND p.generation > ? AND p.since <= ?) IS NOT NULL, EXISTS (SELECT 1 FROM articles WHERE id = article_id),"
        " coalesce((SELECT generation FROM articles WHERE id = article_id), 0) > ?"
        " FROM (SELECT DISTINCT article_id FROM changes WHERE generation > ? AND generation <= ?) c",
        [first, first, first, first, last],
    ).fetchall()
    new: list[str] = []
    changed: list[str] = []
    gone: list[str] = []
    for article_id, was_there, is_there, is_written in rows:
        if is_there and is_written:
            (changed if was_there else new).append(article_id)
        elif was_there and not is_there:
            gone.append(article_id)
    return Change(tuple(new), tuple(changed), (), tuple(gone))


def alerts_of(db: Database, key: int) -> int:
    """How many chats wait for an alert that tells of the article of this key."""
    row = db.execute(
        "SELECT count(DISTINCT chat_id) FROM deliveries WHERE state IN ('due', 'postponed', 'uncertain')"
        " AND generation IN (SELECT generation FROM matches WHERE article_key = ?)",
        [key],
    ).fetchone()
    return int(row[0])


def joined(one: Change, other: Change) -> Change:
    """Both changes as one."""
    return Change(
        one.new + other.new, one.changed + other.changed, one.unchanged + other.unchanged, one.gone + other.gone
    )


def _restore_keys(db: Database, ids: Sequence[str]) -> None:
    """Articles that were taken out and have come back are found under their old links again."""
    db.execute("PRAGMA defer_foreign_keys=ON")  # until the end of the transaction
    rows = db.execute(
        "SELECT articles.key, (SELECT p.key FROM past_versions p WHERE p.article_id = articles.id"
        "  ORDER BY p.generation DESC LIMIT 1) AS old FROM articles"
        " WHERE id IN (SELECT value FROM json_each(?)) AND old IS NOT NULL AND old NOT IN (SELECT key FROM articles)",
        [json.dumps(list(ids))],
    ).fetchall()
    for key, old in rows:
        db.execute("UPDATE articles SET key = ? WHERE key = ?", [old, key])
        for table, column in REFERENCES:
            db.execute(f"UPDATE {table} SET {column} = ? WHERE {column} = ?", [old, key])


def _withdraw(db: Database, name: str, now: float) -> Change:
    """Take a document out, its articles and its place among the originals that are read anew."""
    row = db.execute(
        "SELECT documents.id, content FROM documents JOIN originals ON originals.id = original_id WHERE name = ?",
        [name],
    ).fetchone()
    if row is None:
        return Change()
    change = publishing.publish(db, name, row[1], [], now=now)
    db.execute("DELETE FROM documents WHERE id = ?", [row[0]])
    return change


def _holders(db: Database, ids: Collection[str]) -> list[str]:
    """The names of the documents that hold these articles."""
    rows = db.execute(
        "SELECT DISTINCT name FROM documents JOIN articles ON document_id = documents.id"
        " WHERE articles.id IN (SELECT value FROM json_each(?))",
        [json.dumps(list(ids))],
    )
    return [row[0] for row in rows]


def _layout(db: Database, name: str) -> Layout:
    """The document as it is now."""
    row = db.execute("SELECT id, original_id, edits FROM documents WHERE name = ?", [name]).fetchone()
    if row is None:
        return Layout(name, None, "[]", ())
    ids = db.execute("SELECT id FROM articles WHERE document_id = ? ORDER BY position", [row[0]])
    return Layout(name, row[1], row[2], tuple(found for (found,) in ids))


def _layout_at(db: Database, name: str, number: int) -> Layout:
    """The document as it was at a generation; not held if nothing is known of it then."""
    row = db.execute(
        "SELECT original_id, edits, articles FROM layouts WHERE document = ? AND generation <= ?"
        " ORDER BY generation DESC LIMIT 1",
        [name, number],
    ).fetchone()
    return Layout(name, None, "[]", ()) if row is None else Layout(name, row[0], row[1], tuple(json.loads(row[2])))


def _keep(db: Database, layout: Layout, number: int) -> None:
    db.execute(
        "INSERT OR REPLACE INTO layouts (generation, document, original_id, edits, articles) VALUES (?, ?, ?, ?, ?)",
        [number, layout.name, layout.original_id, layout.edits, json.dumps(layout.articles)],
    )


def _contents_at(db: Database, ids: Sequence[str], number: int) -> dict[str, Article]:
    """These articles as they were at a generation: the version held then, whether it is held still or was replaced."""
    rows = db.execute(
        "SELECT article_id, content FROM past_versions WHERE since <= ? AND generation > ?"
        " AND article_id IN (SELECT value FROM json_each(?))",
        [number, number, json.dumps(list(ids))],
    )
    found = {article_id: content_of(json.loads(content), article_id) for article_id, content in rows}
    missing = [article_id for article_id in ids if article_id not in found]
    return found | articles_by_id(db, missing)
