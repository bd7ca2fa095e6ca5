"""Questions that the bot asked at the desk and that are answered by replying to its message."""

from __future__ import annotations

from sqlite_utils import Database


def ask(db: Database, chat_id: int, message_id: int, step: str, *, now: float) -> None:
    """A reply to this message is for *step*. Call inside `atomic(db)`."""
    db.execute(
        "INSERT OR REPLACE INTO prompts (chat_id, message_id, step, asked_at) VALUES (?, ?, ?, ?)",
        [chat_id, message_id, step, now],
    )


def step_of(db: Database, chat_id: int, message_id: int) -> str | None:
    """Which step a reply to this message is for; None if it is no question."""
    row = db.execute("SELECT step FROM prompts WHERE chat_id = ? AND message_id = ?", [chat_id, message_id]).fetchone()
    return None if row is None else str(row[0])


def latest(db: Database, chat_id: int, *, since: float) -> str | None:
    """The step asked for last in this chat, at or after *since*."""
    row = db.execute(
        "SELECT step FROM prompts WHERE chat_id = ? AND asked_at >= ? ORDER BY asked_at DESC LIMIT 1", [chat_id, since]
    ).fetchone()
    return None if row is None else str(row[0])


def forget(db: Database, chat_id: int) -> None:
    """Drop what was asked in a chat. Call inside `atomic(db)`."""
    db.execute("DELETE FROM prompts WHERE chat_id = ?", [chat_id])


def sweep(db: Database, *, before: float) -> int:
    """Drop questions asked before *before*; returns the number. Call inside `atomic(db)`."""
    return db.execute("DELETE FROM prompts WHERE asked_at < ?", [before]).rowcount
