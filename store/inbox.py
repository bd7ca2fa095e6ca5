"""Updates that Telegram handed over: kept until their handlers have finished, so that a restart finishes them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

MAX_RERUNS = 3  # an update that has been started anew this often is set aside: it may be what brings the bot down


@dataclass(frozen=True, slots=True)
class Waiting:
    """An update whose handlers have not finished."""

    update_id: int
    body: str  # JSON
    attempts: int  # how often it was started anew


def accept(db: Database, update_id: int, body: str, *, now: float) -> bool:
    """Keep an update, before Telegram is told to forget it. False if it is kept already. Call inside `atomic(db)`."""
    cursor = db.execute(
        "INSERT INTO inbox (update_id, body, received_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        [update_id, body, now],
    )
    return cursor.rowcount == 1


def unfinished(db: Database) -> Iterator[Waiting]:
    """What has to be handled still, in the order of arrival, without what is set aside."""
    rows = db.execute(
        "SELECT update_id, body, attempts FROM inbox WHERE done_at IS NULL AND attempts <= ? ORDER BY update_id",
        [MAX_RERUNS],
    )
    return (Waiting(*row) for row in rows)


def start_anew(db: Database, update_id: int) -> int:
    """Count one more start of an update that was not finished; returns the count. Call inside `atomic(db)`."""
    row = db.execute(
        "UPDATE inbox SET attempts = attempts + 1 WHERE update_id = ? RETURNING attempts", [update_id]
    ).fetchone()
    return 0 if row is None else int(row[0])


def give_back(db: Database, update_ids: Iterable[int]) -> None:
    """The last start of these did not count: they were broken off by no fault of theirs. Call inside `atomic(db)`."""
    for update_id in update_ids:
        db.execute("UPDATE inbox SET attempts = attempts - 1 WHERE update_id = ? AND attempts > 0", [update_id])


def finish(db: Database, update_id: int, *, now: float) -> None:
    """The handlers have finished: what the person wrote is forgotten, the number kept so that it is not handled twice.

    Call inside `atomic(db)`.
    """
    db.execute("UPDATE inbox SET done_at = ?, body = '' WHERE update_id = ? AND done_at IS NULL", [now, update_id])


def migrate(db: Database, old: int, new: int) -> None:
    """A group became a supergroup: what waits is answered under its new number. Call inside `atomic(db)`."""
    for waiting in list(unfinished(db)):
        body = json.loads(waiting.body)
        if _renumber(body, old, new):
            text = json.dumps(body, ensure_ascii=False)
            db.execute("UPDATE inbox SET body = ? WHERE update_id = ?", [text, waiting.update_id])


def _renumber(node: Any, old: int, new: int) -> bool:
    """Give every chat *old* in *node* the number *new*; whether there was one."""
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    found = [_renumber(child, old, new) for child in children]
    if isinstance(node, dict) and isinstance(chat := node.get("chat"), dict) and chat.get("id") == old:
        chat["id"] = new
        found.append(True)
    return any(found)


def set_aside(db: Database) -> list[int]:
    """The numbers of the updates that were started too often."""
    rows = db.execute("SELECT update_id FROM inbox WHERE done_at IS NULL AND attempts > ?", [MAX_RERUNS])
    return [row[0] for row in rows]


def sweep(db: Database, *, before: float) -> int:
    """Drop what arrived before *before* and is finished or set aside; returns the number. Call inside `atomic(db)`."""
    cursor = db.execute(
        "DELETE FROM inbox WHERE received_at < ? AND (done_at IS NOT NULL OR attempts > ?)", [before, MAX_RERUNS]
    )
    return cursor.rowcount


def received_at(db: Database, update_id: int) -> float | None:
    """When an update was accepted (Unix seconds); None if it is not known."""
    row = db.execute("SELECT received_at FROM inbox WHERE update_id = ?", [update_id]).fetchone()
    return None if row is None else float(row[0])
