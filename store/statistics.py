"""Counts for the desk, from what is kept anyway: nothing in them tells who."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class Totals:
    """What happened in a stretch of time."""

    asked: int
    answered: int
    good: int
    bad: int
    readers: int  # chats that the bot answered or showed something
    alerts: int  # messages with news that arrived
    half: float | None  # seconds within which half of the answers were sent; None where none was timed
    most: float | None  # … and 95 of 100

    @property
    def refused(self) -> int:
        """How many questions got no answer."""
        return self.asked - self.answered


def totals(db: Database, *, since: float) -> Totals:
    """What happened at or after *since*; questions count by the full hour."""
    asked, answered, good, bad, timed = db.execute(
        "SELECT count(*), coalesce(sum(answered), 0), coalesce(sum(verdict = 'good'), 0),"
        " coalesce(sum(verdict != 'good'), 0), count(seconds) FROM questions WHERE asked_at >= ?",
        [since],
    ).fetchone()
    (readers,) = db.execute(
        "SELECT count(DISTINCT chat_id) FROM replies WHERE created_at >= ? AND message_id IS NOT NULL", [since]
    ).fetchone()
    (alerts,) = db.execute(
        "SELECT count(DISTINCT parcel) FROM deliveries WHERE state = 'sent' AND done_at >= ?", [since]
    ).fetchone()
    half, most = (_seconds(db, since, timed, share) for share in (0.5, 0.95))
    return Totals(asked, answered, good, bad, readers, alerts, half, most)


def hours(db: Database, *, since: float) -> list[tuple[float, int, int]]:
    """Each hour (Unix seconds) at or after *since* in which somebody asked: questions answered, and refused."""
    rows = db.execute(
        "SELECT asked_at, sum(answered), sum(NOT answered) FROM questions WHERE asked_at >= ?"
        " GROUP BY asked_at ORDER BY asked_at",
        [since],
    )
    return [(at, int(answered), int(refused)) for at, answered, refused in rows]


def _seconds(db: Database, since: float, timed: int, share: float) -> float | None:
    """The time that *share* of the answers did not take longer than."""
    row = db.execute(
        "SELECT seconds FROM questions WHERE asked_at >= ? AND seconds IS NOT NULL ORDER BY seconds LIMIT 1 OFFSET ?",
        [since, max(0, -int(-timed * share // 1) - 1)],
    ).fetchone()
    return None if row is None else float(row[0])
