"""Pauses: publications that a subscription is not told of, unless its reader wants them when the pause is over."""

from __future__ import annotations

from typing import Literal

from sqlite_utils import Database

from store.articles import generation

CatchUp = Literal["skip", "digest", "all"]

# Whether subscription s is told of a generation: not of what was published during a pause.
IS_TOLD = (
    "NOT EXISTS (SELECT 1 FROM pauses p WHERE p.subscription_id = {subscription}.id AND p.after < {generation}"
    " AND (p.until IS NULL OR {generation} <= p.until))"
)


def begin(db: Database, subscription_id: int) -> None:
    """Tell nothing more of a subscription; what waits for its hour is not told either. Call inside `atomic(db)`."""
    if db.execute("UPDATE subscriptions SET paused = 1 WHERE id = ? AND NOT paused", [subscription_id]).rowcount:
        (first,) = db.execute(
            "SELECT min(d.generation) FROM subscriptions s JOIN deliveries d USING (chat_id, thread_id)"
            " JOIN matches m ON m.generation = d.generation AND m.rule_id = s.rule_id"
            " WHERE s.id = ? AND state IN ('due', 'postponed')",
            [subscription_id],
        ).fetchone()
        after = generation(db) if first is None else first - 1
        db.execute("INSERT OR REPLACE INTO pauses VALUES (?, ?, NULL)", [subscription_id, after])


def missed(db: Database, subscription_id: int) -> list[int]:
    """The generations that a paused subscription would have been told of, oldest first."""
    rows = db.execute(
        "SELECT DISTINCT m.generation FROM subscriptions s JOIN pauses p ON p.subscription_id = s.id"
        " JOIN matches m ON m.rule_id = s.rule_id AND m.generation > p.after AND s.since < m.first"
        " WHERE s.id = ? AND p.until IS NULL ORDER BY m.generation",
        [subscription_id],
    )
    return [row[0] for row in rows]


def end(db: Database, subscription_id: int, catch_up: CatchUp = "skip", *, due_at: float = 0.0) -> int:
    """Tell of a subscription again; what it missed not at all, in one message, or each publication in its own.

    Returns the number of publications that are told after all, at *due_at* (0.0 is at once). Call inside `atomic(db)`.
    """
    late = [] if catch_up == "skip" else missed(db, subscription_id)
    db.execute("UPDATE subscriptions SET paused = 0 WHERE id = ?", [subscription_id])
    db.execute(
        "UPDATE pauses SET until = ? WHERE subscription_id = ? AND until IS NULL", [generation(db), subscription_id]
    )
    state = "postponed" if due_at else "due"
    for number in late:
        db.execute(
            "INSERT INTO deliveries (chat_id, thread_id, generation, subscription_id, alone, state, due_at)"
            " SELECT chat_id, thread_id, ?, id, ?, ?, ? FROM subscriptions WHERE id = ?"
            # what was to be made up for when the next pause began
            " ON CONFLICT DO UPDATE SET alone = excluded.alone, state = excluded.state, due_at = excluded.due_at,"
            " parcel = NULL, done_at = NULL, reason = NULL WHERE state = 'dropped'",
            [number, catch_up == "all", state, due_at, subscription_id],
        )
    return len(late)
