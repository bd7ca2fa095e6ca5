"""How much waits in the store to be done, for those who watch over the bot."""

from __future__ import annotations

from sqlite_utils import Database

from store.inbox import MAX_RERUNS
from store.outbox import OPEN

WAITING = ("due", "postponed", "uncertain")  # states of an alert that is still to be sent


def depths(db: Database) -> dict[str, int]:
    """What waits, by queue: updates to be handled, updates set aside, and alerts by state."""
    waiting, aside = db.execute(
        "SELECT coalesce(sum(attempts <= ?), 0), coalesce(sum(attempts > ?), 0) FROM inbox WHERE done_at IS NULL",
        [MAX_RERUNS, MAX_RERUNS],
    ).fetchone()
    alerts = dict(db.execute(f"SELECT state, count(*) FROM deliveries WHERE {OPEN} GROUP BY state"))
    return {"updates": waiting, "updates_set_aside": aside} | {f"alerts_{one}": alerts.get(one, 0) for one in WAITING}


def oldest_wait(db: Database, *, now: float) -> float | None:
    """Seconds for which the oldest update that is still to be handled has waited; None if there is none."""
    (since,) = db.execute(
        "SELECT min(received_at) FROM inbox WHERE done_at IS NULL AND attempts <= ?", [MAX_RERUNS]
    ).fetchone()
    return None if since is None else now - since
