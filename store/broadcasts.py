"""Messages to all readers: what each says, and what became of it in every chat.

A broadcast is a draft, running, stopping; at the end done, stopped or discarded. In a chat it is due, sending; at the
end sent, failed, uncertain (nobody knows whether it arrived: it is not sent again) or stopped.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from sqlite_utils import Database

State = Literal["draft", "running", "stopping", "done", "stopped", "discarded"]
ChatState = Literal["due", "sending", "sent", "failed", "uncertain", "stopped"]


@dataclass(frozen=True, slots=True)
class Broadcast:
    """One message to all."""

    id: int
    text: str  # HTML
    made_by: int  # whose private chat holds its report
    state: State
    message_id: int | None  # of the report


class Place(NamedTuple):
    """Where to write."""

    chat_id: int
    thread_id: int  # of a forum's topic; 0 for none


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a broadcast in one chat."""

    chat_id: int
    state: ChatState
    at: float | None = None  # Unix seconds
    reason: str | None = None


def draft(db: Database, text: str, *, by: int, now: float) -> int:
    """Keep a message until it is confirmed; returns its number. Call inside `atomic(db)`."""
    row = db.execute(
        "INSERT INTO broadcasts (text, made_by, made_at) VALUES (?, ?, ?) RETURNING id", [text, by, now]
    ).fetchone()
    return int(row[0])


def get(db: Database, broadcast_id: int) -> Broadcast | None:
    """The broadcast of this number."""
    return _one(db, "id = ?", [broadcast_id])


def under_way(db: Database) -> Broadcast | None:
    """The broadcast that is being sent or stopped; there is one at a time."""
    return _one(db, "state IN ('running', 'stopping')", [])


def audience(db: Database) -> list[int]:
    """Every chat that the bot knows and may write to."""
    rows = db.execute(
        "SELECT chat_id FROM (SELECT chat_id FROM replies WHERE message_id IS NOT NULL UNION SELECT chat_id FROM chats"
        " UNION SELECT chat_id FROM subscriptions)"
        " WHERE chat_id NOT IN (SELECT chat_id FROM alert_chats WHERE off IS NOT NULL) ORDER BY chat_id"
    )
    return [row[0] for row in rows]


def discard(db: Database, broadcast_id: int) -> bool:
    """Do not send a draft; False if it was decided already. Call inside `atomic(db)`."""
    return _move(db, broadcast_id, "draft", "discarded")


def start(db: Database, broadcast_id: int, *, message_id: int) -> int | None:
    """Send a draft to everybody there is now, with its report in *message_id*; returns how many chats that are.

    None if it was decided already. Call inside `atomic(db)`, and only while none is under way.
    """
    if not _move(db, broadcast_id, "draft", "running"):
        return None
    db.execute("UPDATE broadcasts SET message_id = ? WHERE id = ?", [message_id, broadcast_id])
    chats = audience(db)
    db.conn.executemany(
        "INSERT INTO broadcast_chats (broadcast_id, chat_id) VALUES (?, ?)", ((broadcast_id, chat) for chat in chats)
    )
    return len(chats)


def stop(db: Database, broadcast_id: int) -> bool:
    """Send it to nobody else; False if it is not being sent. Call inside `atomic(db)`."""
    if not _move(db, broadcast_id, "running", "stopping"):
        return False
    db.execute("UPDATE broadcast_chats SET state = 'stopped' WHERE broadcast_id = ? AND state = 'due'", [broadcast_id])
    return True


def finish(db: Database, broadcast_id: int) -> None:
    """It is under way no longer: done, or stopped if it was being stopped. Call inside `atomic(db)`."""
    db.execute(
        "UPDATE broadcasts SET state = iif(state = 'stopping', 'stopped', 'done')"
        " WHERE id = ? AND state IN ('running', 'stopping')",
        [broadcast_id],
    )


def recover(db: Database) -> int:
    """What was being sent when the process ended is uncertain; returns the number. Call inside `atomic(db)`."""
    return db.execute(
        "UPDATE broadcast_chats SET state = 'uncertain', reason = 'the bot ended' WHERE state = 'sending'"
    ).rowcount


def claim(db: Database, broadcast_id: int, limit: int) -> list[Place]:
    """At most *limit* chats to write to now; they are sending then. Call inside `atomic(db)`.

    A forum is written to where it wants to be told of news: in a topic, if nothing was subscribed to outside of one.
    """
    rows = db.execute(
        "UPDATE broadcast_chats SET state = 'sending' WHERE broadcast_id = ? AND chat_id IN"
        " (SELECT chat_id FROM broadcast_chats WHERE broadcast_id = ? AND state = 'due' ORDER BY chat_id LIMIT ?)"
        " RETURNING chat_id, (SELECT coalesce(min(thread_id), 0) FROM subscriptions"
        "  WHERE subscriptions.chat_id = broadcast_chats.chat_id)",
        [broadcast_id, broadcast_id, limit],
    ).fetchall()
    return sorted(Place(*row) for row in rows)


def settle(db: Database, broadcast_id: int, outcomes: Iterable[Outcome]) -> None:
    """Write down what became of the chats that were claimed; one that is due again while all is stopped is stopped.

    Call inside `atomic(db)`.
    """
    is_stopped = db.execute("SELECT state != 'running' FROM broadcasts WHERE id = ?", [broadcast_id]).fetchone()[0]
    db.conn.executemany(
        "UPDATE broadcast_chats SET state = ?, done_at = ?, reason = ? WHERE broadcast_id = ? AND chat_id = ?",
        (
            (
                "stopped" if is_stopped and one.state == "due" else one.state,
                one.at,
                one.reason,
                broadcast_id,
                one.chat_id,
            )
            for one in outcomes
        ),
    )


def add(db: Database, broadcast_id: int, chat_id: int) -> None:
    """One more chat, unless it is there already. Call inside `atomic(db)`."""
    db.execute("INSERT OR IGNORE INTO broadcast_chats (broadcast_id, chat_id) VALUES (?, ?)", [broadcast_id, chat_id])


def census(db: Database, broadcast_id: int) -> dict[ChatState, int]:
    """How many chats are in each state."""
    rows = db.execute(
        "SELECT state, count(*) FROM broadcast_chats WHERE broadcast_id = ? GROUP BY state", [broadcast_id]
    )
    return dict(rows.fetchall())


def outcomes(db: Database, broadcast_id: int) -> list[Outcome]:
    """What became of it in every chat: those that were written to in order of time, then the others."""
    rows = db.execute(
        "SELECT chat_id, state, done_at, reason FROM broadcast_chats WHERE broadcast_id = ?"
        " ORDER BY done_at NULLS LAST, chat_id",
        [broadcast_id],
    )
    return [Outcome(*row) for row in rows]


def sweep(db: Database, *, before: float) -> int:
    """Forget broadcasts made before *before* that are not under way; returns the number. Call inside `atomic(db)`."""
    return db.execute(
        "DELETE FROM broadcasts WHERE made_at < ? AND state NOT IN ('running', 'stopping')", [before]
    ).rowcount


def _one(db: Database, condition: str, values: list[int]) -> Broadcast | None:
    row = db.execute(
        f"SELECT id, text, made_by, state, message_id FROM broadcasts WHERE {condition} ORDER BY id LIMIT 1", values
    ).fetchone()
    return None if row is None else Broadcast(*row)


def _move(db: Database, broadcast_id: int, state: State, to: State) -> bool:
    return (
        db.execute("UPDATE broadcasts SET state = ? WHERE id = ? AND state = ?", [to, broadcast_id, state]).rowcount > 0
    )
