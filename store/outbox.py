"""Alerts on their way: written down with the publication that they tell of, kept until their end is known.

A delivery is what one chat (or topic) is told of one publication: its articles, and answers given before that it made
untrue. States: due, postponed (waits for its hour or for Telegram), sending, uncertain (nobody knows whether it
arrived: it is sent once more); at the end sent or dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from itertools import takewhile
from json import dumps

from sqlite_utils import Database

from store.parcels import HEARS_OF_ANSWERS, AnswerChange, Parcel, answer_changes, contents

OPEN = "state IN ('due', 'postponed', 'uncertain')"  # as the partial index has it
DAY = 86400.0


def enqueue(
    db: Database,
    generation: int,
    matches: Iterable[tuple[int, int]],
    corrected: Collection[int],
    answers: Iterable[AnswerChange] = (),
    *,
    due_at: Callable[[str], float],
) -> int:
    """Write down what *generation* is to be told of; call inside the transaction that publishes it.

    *matches* are pairs of rule and article key, *corrected* the keys of articles that were there before: they are
    told to those who were told of them before, whatever the new words say. *answers* are told to those who had them.
    *due_at* says when for a chat's timing. Returns the number of deliveries.
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
    made += _enqueue_answers(db, generation, answers)
    _schedule(db, generation, due_at)
    return made


def _enqueue_answers(db: Database, generation: int, answers: Iterable[AnswerChange]) -> int:
    db.conn.executemany(
        "INSERT OR IGNORE INTO answer_changes (generation, reply_id, thread_id, article_key, content)"
        " VALUES (?, ?, ?, ?, ?)",
        ((generation, one.reply_id, one.thread_id, one.article and one.article.key, one.content) for one in answers),
    )
    return db.execute(
        "INSERT OR IGNORE INTO deliveries (chat_id, thread_id, generation)"
        " SELECT DISTINCT r.chat_id, c.thread_id, generation FROM answer_changes c JOIN replies r ON r.id = reply_id"
        f" WHERE generation = ? AND {HEARS_OF_ANSWERS}"
        " AND r.chat_id NOT IN (SELECT chat_id FROM alert_chats WHERE off IS NOT NULL)",
        [generation],
    ).rowcount


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
        "SELECT id, thread_id, state, parcel, alone FROM deliveries"
        f" WHERE chat_id = ? AND {OPEN} AND due_at <= ? ORDER BY id",
        [chat_id, now],
    ).fetchall()
    again = next((row for row in rows if row[2] == "uncertain"), None)
    thread_id = (again or rows[0])[1]
    if again is not None:
        ids = [row[0] for row in rows if row[3] == again[3] and row[2] == "uncertain"]
    elif rows[0][4]:
        ids = [rows[0][0]]
    else:
        ids = [row[0] for row in takewhile(lambda row: not row[4], rows) if row[1] == thread_id]
    marks = ",".join(map(str, ids))
    attempts = db.execute(
        "UPDATE deliveries SET repeats = repeats + (state = 'uncertain'), state = 'sending', parcel = ?,"
        f" attempts = attempts + 1, reason = NULL WHERE id IN ({marks}) RETURNING attempts",
        [ids[0]],
    ).fetchall()
    items, answers = contents(db, ids[0]), answer_changes(db, ids[0])
    if not items and not answers:
        drop(db, ids[0], "nothing is left to tell", now=now)
        return None
    chosen = db.execute("SELECT language FROM chats WHERE chat_id = ?", [chat_id]).fetchone()
    return Parcel(ids[0], chat_id, thread_id, max(row[0] for row in attempts), items, answers, chosen and chosen[0])


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
