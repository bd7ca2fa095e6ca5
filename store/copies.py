"""A copy of what is printed, without what people said or were told: where a change is tried before it is made.

A change that took long to make can be carried over from the copy into the store it came from, in a moment.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from store.schema import atomic, open_store

# In an order in which no row refers to one that is not there yet.
_WHOLE = ("documents", "articles", "chunks", "fingerprints", "layouts", "rules", "rule_keys")
_READERS = ("subscriptions", "alert_chats", "matches")
_PAST = ("publications", "past_versions")


def copy(source: Path, target: Path, *, with_past: bool = False) -> Database:
    """A new store at *target* with the articles of the store at *source*, and who waits for what.

    Originals keep their number and digest, not their bytes; earlier states come along *with_past* only. One
    consistent state, however the source is written meanwhile; nobody who writes there waits.
    """
    db = open_store(target)
    db.execute("PRAGMA synchronous=OFF")  # a copy that a power cut spoils is made anew
    db.execute("ATTACH ? AS source", [str(source)])
    with atomic(db):
        db.execute(
            "UPDATE main.state SET value = (SELECT value FROM source.state WHERE name = 'generation')"
            " WHERE name = 'generation'"
        )
        db.execute("INSERT INTO main.originals SELECT id, sha256, x'', received_at FROM source.originals")
        for table in (*_WHOLE, *_READERS, *(_PAST if with_past else ())):
            columns = ", ".join(f'"{column.name}"' for column in db[table].columns)
            db.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM source.{table}")
        numbered = "name IN ('articles', 'chunks')"  # numbers that were used once are not used again
        db.execute(f"DELETE FROM main.sqlite_sequence WHERE {numbered}")
        db.execute(
            "INSERT INTO main.sqlite_sequence (name, seq)"
            f" SELECT name, seq FROM source.sqlite_sequence WHERE {numbered}"
        )
    db.execute("DETACH source")
    return db


def reserve(db: Database) -> None:
    """Set numbers of articles and chunks aside for a copy that is made next: enough to write each anew.

    Call inside `atomic(db)` on the store itself.
    """
    for table in ("articles", "chunks"):
        db.execute(
            f"UPDATE sqlite_sequence SET seq = seq + 1000 + 2 * (SELECT count(*) FROM {table}) WHERE name = ?", [table]
        )


@contextmanager
def attached(db: Database, path: Path) -> Iterator[None]:
    """The copy at *path* beside the store, for `carry_over`; not inside a transaction."""
    db.execute("ATTACH ? AS copy", [str(path)])
    try:
        yield
    finally:
        db.execute("DETACH copy")


@contextmanager
def checkpointing_later(db: Database) -> Iterator[None]:
    """What the body commits goes to the log at once and to the store's file afterwards, when nobody waits for it."""
    pages = db.execute("PRAGMA wal_autocheckpoint").fetchone()[0]
    db.execute("PRAGMA wal_autocheckpoint=0")
    try:
        yield
    finally:
        db.execute(f"PRAGMA wal_autocheckpoint={pages}")
    db.execute("PRAGMA wal_checkpoint(PASSIVE)")


def documents(db: Database) -> list[str]:
    """The names of the documents that differ in the attached copy."""
    rows = db.execute(
        "SELECT name FROM main.documents WHERE id IN ("
        " SELECT document_id FROM copy.articles WHERE id IN (SELECT article_id FROM copy.changes)"
        " UNION SELECT document_id FROM main.articles WHERE id IN (SELECT article_id FROM copy.changes))"
    )
    return [row[0] for row in rows]


def carry_over(db: Database) -> None:
    """Make the documents of the store what they are in the attached copy; call inside `atomic(db)`.

    The store has to be at the generation that the copy was made of. Everything was worked out on the copy: rows are
    only moved, so that others wait for a moment.
    """
    db.execute("CREATE TEMP TABLE touched AS SELECT DISTINCT article_id AS id FROM copy.changes")
    db.execute(
        "DELETE FROM main.articles WHERE id IN (SELECT id FROM touched) AND key NOT IN (SELECT key FROM copy.articles)"
    )
    names = [column.name for column in db["articles"].columns]
    db.execute(
        f"INSERT INTO main.articles ({', '.join(names)}) SELECT {', '.join(names)} FROM copy.articles WHERE document_id"
        " IN (SELECT document_id FROM copy.articles WHERE id IN (SELECT id FROM touched))"
        f" ON CONFLICT (key) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in names if name != 'key')}"
    )
    db.execute(
        "UPDATE main.documents SET partners = one.partners, leads_out = one.leads_out FROM copy.documents one"
        " WHERE one.id = documents.id"
        " AND (one.partners, one.leads_out) IS NOT (documents.partners, documents.leads_out)"
    )
    keys = "SELECT key FROM copy.articles WHERE id IN (SELECT id FROM touched)"
    for table in ("chunks", "fingerprints"):
        db.execute(f"DELETE FROM main.{table} WHERE article_key IN ({keys})")
        db.execute(f"INSERT INTO main.{table} SELECT * FROM copy.{table} WHERE article_key IN ({keys})")
    for table in ("changes", "past_versions"):
        columns = ", ".join(f'"{column.name}"' for column in db[table].columns)
        db.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM copy.{table}")
    number = db.execute("SELECT value FROM copy.state WHERE name = 'generation'").fetchone()[0]
    db.execute("UPDATE main.state SET value = ? WHERE name = 'generation'", [number])
    db.execute("DROP TABLE temp.touched")
