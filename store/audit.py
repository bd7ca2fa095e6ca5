"""Who did what at the desk, and when. Entries are only ever added; the store's triggers refuse anything else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlite_utils import Database

PROGRAM = 0  # the actor of what the program does by itself
LONGEST_SUBJECT = 300  # characters kept of what a deed was done to


@dataclass(frozen=True, slots=True)
class Entry:
    """One deed."""

    id: int
    at: float  # Unix seconds
    actor: int  # numeric Telegram id, or PROGRAM
    deed: str
    subject: str


def record(db: Database, actor: int, deed: str, subject: str, *, now: float) -> None:
    """Write down that *actor* did *deed* to *subject*. Call inside the `atomic(db)` of the deed itself."""
    db.execute(
        "INSERT INTO audit (at, actor, deed, subject) VALUES (?, ?, ?, ?)",
        [now, actor, deed, subject[:LONGEST_SUBJECT]],
    )


def count(db: Database) -> int:
    """How many entries there are."""
    return int(db.execute("SELECT count(*) FROM audit").fetchone()[0])


def page(db: Database, *, limit: int, offset: int = 0) -> list[Entry]:
    """At most *limit* entries, newest first, without the first *offset*."""
    rows = db.execute(
        "SELECT id, at, actor, deed, subject FROM audit ORDER BY id DESC LIMIT ? OFFSET ?", [limit, offset]
    )
    return [Entry(*row) for row in rows]


def entries(db: Database) -> Iterator[Entry]:
    """All entries, oldest first."""
    return (Entry(*row) for row in db.execute("SELECT id, at, actor, deed, subject FROM audit ORDER BY id"))
