"""What tells one store from all others: a number made once, which its backups carry along."""

from __future__ import annotations

import secrets

from sqlite_utils import Database

from store.schema import atomic

BITS = 62  # fits every database's 8-byte integer


def identity(db: Database) -> int:
    """The store's number; made at the first call."""
    if (found := _read(db)) is not None:
        return found
    with atomic(db):  # another process may have been quicker
        made = secrets.randbits(BITS)
        db.execute("INSERT OR IGNORE INTO state VALUES ('identity', ?)", [made])
        return _read(db) or made


def _read(db: Database) -> int | None:
    row = db.execute("SELECT value FROM state WHERE name = 'identity'").fetchone()
    return None if row is None else int(row[0])
