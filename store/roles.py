"""Who works at the editors' desk beside the owners, whom the setting names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlite_utils import Database

DAY = 86400.0

GivenRole = Literal["editor", "admin"]  # that can be given; an owner is one by the setting alone


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody with a role."""

    user_id: int
    role: GivenRole
    name: str  # as Telegram showed it when the role was given
    given_by: int
    given_at: float


def give(db: Database, user_id: int, role: GivenRole, *, name: str, by: int, now: float) -> None:
    """Give *user_id* a role, in place of one they had. Call inside `atomic(db)`."""
    db.execute(
        "INSERT OR REPLACE INTO roles (user_id, role, name, given_by, given_at) VALUES (?, ?, ?, ?, ?)",
        [user_id, role, name, by, now],
    )


def take(db: Database, user_id: int) -> bool:
    """Take the role of *user_id* away; False if they had none. Call inside `atomic(db)`."""
    return db.execute("DELETE FROM roles WHERE user_id = ?", [user_id]).rowcount > 0


def holder(db: Database, user_id: int) -> Holder | None:
    """The role that *user_id* was given; None if they have none."""
    row = db.execute(
        "SELECT user_id, role, name, given_by, given_at FROM roles WHERE user_id = ?", [user_id]
    ).fetchone()
    return None if row is None else Holder(*row)


def holders(db: Database) -> list[Holder]:
    """Everybody who was given a role: admins first, each in order of time."""
    rows = db.execute("SELECT user_id, role, name, given_by, given_at FROM roles ORDER BY role, given_at, user_id")
    return [Holder(*row) for row in rows]


def turn_away(db: Database, what: str, *, now: float) -> None:
    """Count an attempt at something that whoever made it may not do. Call inside `atomic(db)`."""
    db.execute(
        "INSERT INTO turned_away (day, what, times) VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET times = times + 1",
        [now // DAY, what],
    )


def turned_away(db: Database, *, since: float) -> int:
    """How many attempts were turned away from the day of *since* on."""
    row = db.execute("SELECT coalesce(sum(times), 0) FROM turned_away WHERE day >= ?", [since // DAY]).fetchone()
    return int(row[0])
