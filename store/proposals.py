"""Changes that somebody at the desk was shown and has not confirmed yet: what their buttons name by number."""

from __future__ import annotations

import json
from typing import Any

from sqlite_utils import Database


def make(db: Database, kind: str, content: dict[str, Any], *, by: int, now: float) -> int:
    """Keep a change until it is confirmed; returns its number. Call inside `atomic(db)`."""
    row = db.execute(
        "INSERT INTO proposals (kind, content, made_by, made_at) VALUES (?, ?, ?, ?) RETURNING id",
        [kind, json.dumps(content, ensure_ascii=False), by, now],
    ).fetchone()
    return int(row[0])


def look(db: Database, proposal_id: int, kind: str) -> dict[str, Any] | None:
    """The change of this number; None if it was decided, or is of another kind."""
    row = db.execute("SELECT content FROM proposals WHERE id = ? AND kind = ?", [proposal_id, kind]).fetchone()
    return None if row is None else dict(json.loads(row[0]))


def take(db: Database, proposal_id: int, kind: str) -> dict[str, Any] | None:
    """The same, and nobody gets it again: whoever comes first decides. Call inside `atomic(db)`."""
    found = look(db, proposal_id, kind)
    if found is not None:
        db.execute("DELETE FROM proposals WHERE id = ?", [proposal_id])
    return found


def sweep(db: Database, *, before: float) -> int:
    """Drop changes shown before *before*; returns the number. Call inside `atomic(db)`."""
    return db.execute("DELETE FROM proposals WHERE made_at < ?", [before]).rowcount
