"""A copy of what is printed, without what people said or were told: where a change is tried before it is made."""

from __future__ import annotations

from pathlib import Path

from sqlite_utils import Database

from store.schema import atomic, open_store

# In an order in which no row refers to one that is not there yet.
_WHOLE = ("documents", "articles", "chunks", "fingerprints", "layouts", "rules", "rule_keys")
_READERS = ("subscriptions", "alert_chats", "matches")


def copy(source: Path, target: Path) -> Database:
    """A new store at *target* with the articles of the store at *source*, and who waits for what.

    Originals keep their number and digest, not their bytes. One consistent state, however the source is written
    meanwhile; nobody who writes there waits.
    """
    db = open_store(target)
    db.execute("PRAGMA synchronous=OFF")  # a copy that a power cut spoils is made anew
    db.execute("ATTACH ? AS source", [str(source)])
    with atomic(db):
        db.execute("UPDATE main.state SET value = (SELECT value FROM source.state WHERE name = 'generation')")
        db.execute("INSERT INTO main.originals SELECT id, sha256, x'', received_at FROM source.originals")
        for table in (*_WHOLE, *_READERS):
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
