"""Readings of every original anew, from the command that asked for one to what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlite_utils import Database

from store.errors import DraftGone

# told: what it found is printed, but who is to hear of it is not written down yet
State = Literal["running", "ready", "failed", "told", "published", "discarded"]


@dataclass(frozen=True, slots=True)
class Reingest:
    """One reading of everything."""

    id: int
    started_by: int  # numeric Telegram user id
    chat_id: int
    message_id: int | None  # that shows how it goes on
    started_at: float
    state: State
    report: str  # JSON


def start(db: Database, *, by: int, chat_id: int, message_id: int | None, now: float) -> int | None:
    """Note that one begins; returns its number, None if another is running. Call inside `atomic(db)`."""
    if db.execute("SELECT 1 FROM reingests WHERE state = 'running'").fetchone() is not None:
        return None
    # what was found before, and nobody wanted, has had its time
    db.execute("UPDATE reingests SET state = 'discarded' WHERE state = 'ready'")
    row = db.execute(
        "INSERT INTO reingests (started_by, chat_id, message_id, started_at) VALUES (?, ?, ?, ?) RETURNING id",
        [by, chat_id, message_id, now],
    ).fetchone()
    return int(row[0])


def get(db: Database, number: int) -> Reingest:
    """The reading of this number. Raises DraftGone."""
    found = _where(db, "id = ?", number)
    if not found:
        raise DraftGone(number)
    return found[0]


def in_state(db: Database, state: State) -> list[Reingest]:
    """All that are in *state*, oldest first."""
    return _where(db, "state = ?", state)


def move(db: Database, number: int, state: State, *, was: State, report: str | None = None) -> None:
    """From one state to the next, once; raises DraftGone if it is in another by now. Call inside `atomic(db)`."""
    row = db.execute(
        "UPDATE reingests SET state = ?, report = coalesce(?, report) WHERE id = ? AND state = ? RETURNING id",
        [state, report, number, was],
    ).fetchone()
    if row is None:
        raise DraftGone(number)


def _where(db: Database, condition: str, *values: object) -> list[Reingest]:
    rows = db.execute(
        "SELECT id, started_by, chat_id, message_id, started_at, state, report FROM reingests"
        f" WHERE {condition} ORDER BY id",
        list(values),
    ).fetchall()
    return [Reingest(*row) for row in rows]
