"""Alerts on their way: written down with the publication that they tell of, kept until their end is known.

A delivery is what one chat (or topic) is told of one publication. States: due, postponed (waits for its hour or for
Telegram), sending, uncertain (nobody knows whether it arrived: it is sent once more); at the end sent or dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from json import dumps

from sqlite_utils import Database

from store.articles import SELECT, to_article
from store.models import Article
from store.subscriptions import Subscription

OPEN = "state IN ('due', 'postponed', 'uncertain')"  # as the partial index has it
DAY = 86400.0


@dataclass(frozen=True, slots=True)
class Item:
    """One article in a message, and why it is there."""

    article: Article
    corrected: bool  # an earlier version was sent before
    subscriptions: tuple[Subscription, ...]


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message to one chat: all that waited for it."""

    id: int
    chat_id: int
    thread_id: int  # 0 for none
    attempts: int  # this one included
    items: tuple[Item, ...]
    language: str | None = None  # that the chat chose


def enqueue(
    db: Database,
    generation: int,
    matches: Iterable[tuple[int, int]],
    corrected: Collection[int],
    *,
    due_at: Callable[[str], float],
) -> int:
    """Write down what *generation* is to be told of; call inside the transaction that publishes it.

    *matches* are pairs of rule and article key, *corrected* the keys of articles that were there before: they are
    told to those who were told of them before, whatever the new words say. *due_at* says when for a chat's timing.
    Returns the number of deliveries.
    """
    db.conn.executemany(
        "INSERT OR IGNORE INTO matches (generation, rule_id, article_key, first) VALUES (?, ?, ?, ?)",
        ((generation, rule_id, key, generation) for rule_id, key in matches),
    )
    db.execute(
        "INSERT OR IGNORE INTO matches (generation, rule_id, article_key, first)"
        " SELECT ?, rule_id, article_key, min(first) FROM matches"
        " WHERE article_key IN (SELECT value FROM json_each(?)) GROUP BY rule_id, article_key",
        [generation, dumps(list(corrected))],
    )
    made = db.execute(
        "INSERT OR IGNORE INTO deliveries (chat_id, thread_id, generation)"
        " SELECT DISTINCT chat_id, thread_id, ? FROM subscriptions"
        " JOIN (SELECT rule_id, max(first) AS first FROM matches WHERE generation = ? GROUP BY rule_id)"
        " USING (rule_id) WHERE since < first AND NOT paused"
        " AND chat_id NOT IN (SELECT chat_id FROM alert_chats WHERE off IS NOT NULL)",
        [generation, generation],
    ).rowcount
    _schedule(db, generation, due_at)
    return made


def _schedule(db: Database, generation: int, due_at: Callable[[str], float]) -> None:
    """Postpone what is for chats that want to be told at a time of their own."""
    kinds = db.execute("SELECT DISTINCT timing FROM alert_chats WHERE timing != '{}'").fetchall()
    for (timing,) in kinds:
        if (at := due_at(timing)) > 0:
            db.execute(
                "UPDATE deliveries SET state = 'postponed', due_at = ?, reason = 'timing' WHERE generation = ?"
                " AND chat_id IN (SELECT chat_id FROM alert_chats WHERE timing = ?)",
                [at, generation, timing],
            )


def recover(db: Database) -> int:
    """What was being sent when the process ended is uncertain; returns the number. Call inside `atomic(db)`."""
    return db.execute("UPDATE deliveries SET state = 'uncertain' WHERE state = 'sending'").rowcount


def next_due(db: Database) -> float | None:
    """When the next delivery is due; None if nothing waits."""
    row = db.execute(f"SELECT due_at FROM deliveries WHERE {OPEN} ORDER BY due_at, id LIMIT 1").fetchone()
    return None if row is None else float(row[0])


def claim(
    db: Database,
    limit: int,
    *,
    skip: Collection[int],
    now: float,
    blocked_until: Callable[[str, list[float]], float],
) -> list[Parcel]:
    """At most *limit* messages to send now, oldest first, one a chat, none to the chats *skip*; they are sending then.

    All that waits for a chat and is due becomes one message; what is uncertain is sent again as it was.
    *blocked_until*, given a chat's timing and when it was told within a day, says until when it is not told (0: now).
    Call inside `atomic(db)`.
    """
    rows = db.execute(
        f"SELECT chat_id FROM deliveries WHERE {OPEN} AND due_at <= ?"
        " AND chat_id NOT IN (SELECT value FROM json_each(?)) ORDER BY due_at, id LIMIT ?",
        [now, dumps(list(skip)), 4 * limit],
    ).fetchall()
    parcels = []
    for chat_id in list(dict.fromkeys(row[0] for row in rows))[:limit]:
        until = _blocked(db, chat_id, now, blocked_until)
        if until > now:
            db.execute(
                "UPDATE deliveries SET due_at = ?, state = iif(state = 'uncertain', state, 'postponed'),"
                f" reason = 'timing' WHERE chat_id = ? AND {OPEN} AND due_at < ?",
                [until, chat_id, until],
            )
        elif (parcel := _pack(db, chat_id, now)) is not None:
            parcels.append(parcel)
    return parcels


def _blocked(db: Database, chat_id: int, now: float, blocked_until: Callable[[str, list[float]], float]) -> float:
    row = db.execute("SELECT timing FROM alert_chats WHERE chat_id = ? AND timing != '{}'", [chat_id]).fetchone()
    if row is None:
        return 0.0
    sent = db.execute(
        "SELECT DISTINCT done_at FROM deliveries WHERE chat_id = ? AND state = 'sent' AND done_at > ?",
        [chat_id, now - DAY],
    )
    return blocked_until(row[0], [at for (at,) in sent])


def _pack(db: Database, chat_id: int, now: float) -> Parcel | None:
    """The chat's next message; None if nothing is left to tell."""
    rows = db.execute(
        f"SELECT id, thread_id, state, parcel FROM deliveries WHERE chat_id = ? AND {OPEN} AND due_at <= ? ORDER BY id",
        [chat_id, now],
    ).fetchall()
    again = next((row for row in rows if row[2] == "uncertain"), None)
    if again is not None:
        ids = [row[0] for row in rows if row[3] == again[3] and row[2] == "uncertain"]
    else:
        ids = [row[0] for row in rows if row[1] == rows[0][1]]
    thread_id = (again or rows[0])[1]
    marks = ",".join(map(str, ids))
    attempts = db.execute(
        "UPDATE deliveries SET repeats = repeats + (state = 'uncertain'), state = 'sending', parcel = ?,"
        f" attempts = attempts + 1, reason = NULL WHERE id IN ({marks}) RETURNING attempts",
        [ids[0]],
    ).fetchall()
    items = contents(db, ids[0])
    if not items:
        drop(db, ids[0], "nothing is left to tell", now=now)
        return None
    chosen = db.execute("SELECT language FROM chats WHERE chat_id = ?", [chat_id]).fetchone()
    return Parcel(ids[0], chat_id, thread_id, max(row[0] for row in attempts), items, chosen and chosen[0])


def contents(db: Database, parcel: int) -> tuple[Item, ...]:
    """What a message tells, as it is held now, in printed order: without what was taken out or unsubscribed."""
    rows = db.execute(
        "SELECT DISTINCT articles.key, s.id, s.chat_id, s.thread_id, rule, paused,"
        " EXISTS (SELECT 1 FROM matches e JOIN subscriptions t ON t.rule_id = e.rule_id AND t.since < e.first"
        "  AND t.chat_id = d.chat_id AND t.thread_id = d.thread_id"
        "  JOIN deliveries b ON b.chat_id = t.chat_id AND b.thread_id = t.thread_id AND b.generation = e.generation"
        "  WHERE e.article_key = articles.key AND e.generation < m.generation AND b.state = 'sent')"
        " FROM deliveries d JOIN subscriptions s ON s.chat_id = d.chat_id AND s.thread_id = d.thread_id"
        " JOIN matches m ON m.generation = d.generation AND m.rule_id = s.rule_id AND s.since < m.first"
        " JOIN rules ON rules.id = s.rule_id JOIN articles ON articles.key = m.article_key"
        " WHERE d.parcel = ? AND NOT paused ORDER BY document_id, position, s.id",
        [parcel],
    ).fetchall()
    reasons: dict[int, dict[int, Subscription]] = {}
    corrected: dict[int, bool] = {}
    for key, number, chat_id, thread_id, rule, paused, earlier in rows:
        reasons.setdefault(key, {})[number] = Subscription(number, chat_id, thread_id, rule, bool(paused))
        corrected[key] = corrected.get(key, False) or bool(earlier)
    keys = dumps(list(reasons))
    found = map(to_article, db.execute(f"{SELECT} WHERE key IN (SELECT value FROM json_each(?))", [keys]))
    articles = {article.key: article for article in found}
    return tuple(Item(articles[key], corrected[key], tuple(why.values())) for key, why in reasons.items())


def parcel_of(db: Database, parcel: int, chat_id: int) -> tuple[Item, ...]:
    """What the message *parcel* told, if it was sent to this very chat; else nothing."""
    known = db.execute("SELECT 1 FROM deliveries WHERE parcel = ? AND chat_id = ?", [parcel, chat_id]).fetchone()
    return () if known is None else contents(db, parcel)


def last_sent(db: Database, chat_id: int) -> int | None:
    """The message that a chat was sent last."""
    row = db.execute(
        "SELECT parcel FROM deliveries WHERE chat_id = ? AND state = 'sent' ORDER BY done_at DESC, id DESC LIMIT 1",
        [chat_id],
    ).fetchone()
    return None if row is None else int(row[0])


def sent(db: Database, parcel: int, message_id: int, *, now: float) -> None:
    """Telegram has the message. Call inside `atomic(db)`."""
    db.execute(
        "UPDATE deliveries SET state = 'sent', message_id = ?, done_at = ? WHERE parcel = ? AND state = 'sending'",
        [message_id, now, parcel],
    )


def wait(db: Database, parcel: int, reason: str, *, uncertain: bool) -> None:
    """The message was not sent, or (*uncertain*) may not have been: it is tried again. Call inside `atomic(db)`."""
    state = "uncertain" if uncertain else "postponed"
    db.execute(
        "UPDATE deliveries SET state = ?, reason = ? WHERE parcel = ? AND state = 'sending'", [state, reason, parcel]
    )


def drop(db: Database, parcel: int, reason: str, *, now: float) -> None:
    """The message is not sent, and that is its end; *reason* is for the operator. Call inside `atomic(db)`."""
    db.execute(
        "UPDATE deliveries SET state = 'dropped', reason = ?, done_at = ? WHERE parcel = ? AND state = 'sending'",
        [reason, now, parcel],
    )


def census(db: Database) -> dict[str, int]:
    """How many deliveries are in each state, and how many messages were sent again for being uncertain."""
    found = dict(db.execute("SELECT state, count(*) FROM deliveries GROUP BY state").fetchall())
    (repeats,) = db.execute("SELECT coalesce(sum(repeats), 0) FROM deliveries WHERE id = parcel").fetchone()
    return {**found, "repeats": int(repeats)}


def sweep(db: Database, *, before: float) -> int:
    """Forget deliveries that ended before *before*; returns the number. Call inside `atomic(db)`."""
    return db.execute("DELETE FROM deliveries WHERE state IN ('sent', 'dropped') AND done_at < ?", [before]).rowcount
