"""What readers want to be told of: rules, who subscribed to them, and how each chat wants to be told.

A rule is JSON that this module does not look into, with keys: an article that holds none of them cannot match it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from sqlite_utils import Database

from store import pauses
from store.articles import generation

MOST = 50  # subscriptions of one chat


@dataclass(frozen=True, slots=True)
class Subscription:
    """One rule that one chat, or one topic of a forum, subscribed to."""

    id: int
    chat_id: int
    thread_id: int  # 0 for none
    rule: str  # JSON
    paused: bool


class TooManySubscriptions(Exception):
    """The chat has as many subscriptions as one may have."""


def subscribe(db: Database, chat_id: int, thread_id: int, rule: str, keys: Collection[str]) -> Subscription:
    """Subscribe a chat to *rule* from the next publication on; the one it has already is returned, not paused.

    Call inside `atomic(db)`. Raises TooManySubscriptions.
    """
    rule_id = _rule(db, rule, keys)
    held = db.execute("SELECT count(*) FROM subscriptions WHERE chat_id = ?", [chat_id]).fetchone()[0]
    place = [chat_id, thread_id, rule_id]
    known = db.execute(
        "SELECT id FROM subscriptions WHERE chat_id = ? AND thread_id = ? AND rule_id = ?", place
    ).fetchone()
    if known is None and held >= MOST:
        raise TooManySubscriptions
    if known is not None:
        pauses.end(db, known[0])
    else:
        known = db.execute(
            "INSERT INTO subscriptions (chat_id, thread_id, rule_id, since) VALUES (?, ?, ?, ?) RETURNING id",
            [*place, generation(db)],
        ).fetchone()
    return Subscription(known[0], chat_id, thread_id, rule, False)


def change(db: Database, subscription: Subscription, rule: str, keys: Collection[str]) -> Subscription:
    """Put *rule* in place of the one a subscription has, from the next publication on. Call inside `atomic(db)`.

    Where the chat has a subscription to *rule* already, that one is returned, and this one ends.
    """
    rule_id = _rule(db, rule, keys)
    place = [subscription.chat_id, subscription.thread_id, rule_id]
    twin = db.execute(
        "SELECT id, paused FROM subscriptions WHERE chat_id = ? AND thread_id = ? AND rule_id = ?", place
    ).fetchone()
    if twin is not None and twin[0] != subscription.id:
        remove(db, [subscription.id])
        return replace(subscription, id=twin[0], rule=rule, paused=bool(twin[1]))
    (old,) = db.execute("SELECT rule_id FROM subscriptions WHERE id = ?", [subscription.id]).fetchone()
    if old != rule_id:
        db.execute(
            "UPDATE subscriptions SET rule_id = ?, since = ? WHERE id = ?", [rule_id, generation(db), subscription.id]
        )
        _drop_rule(db, old)
    return replace(subscription, rule=rule)


def remove(db: Database, ids: Iterable[int]) -> int:
    """End subscriptions; rules that nobody wants any more go too. Returns the number. Call inside `atomic(db)`."""
    ended = 0
    for one in ids:
        row = db.execute("DELETE FROM subscriptions WHERE id = ? RETURNING rule_id", [one]).fetchone()
        if row is not None:
            ended += 1
            _drop_rule(db, row[0])
    return ended


def of_chat(db: Database, chat_id: int) -> list[Subscription]:
    """A chat's subscriptions in the order in which they were made."""
    return list(_read(db, "chat_id = ?", chat_id))


def get(db: Database, subscription_id: int, chat_id: int) -> Subscription | None:
    """The subscription of this number, if it is this chat's."""
    return next(_read(db, "subscriptions.id = ? AND chat_id = ?", subscription_id, chat_id), None)


def candidates(db: Database, keys: Collection[str]) -> Iterator[tuple[int, str]]:
    """Number and JSON of the rules that have one of *keys*, by number."""
    yield from db.execute(
        "SELECT id, rule FROM rules WHERE id IN"
        " (SELECT rule_id FROM rule_keys WHERE key IN (SELECT value FROM json_each(?))) ORDER BY id",
        [json.dumps(list(keys), ensure_ascii=False)],
    )


def key_lengths(db: Database) -> list[int]:
    """The lengths of all keys, in characters."""
    return [row[0] for row in db.execute("SELECT DISTINCT length(key) FROM rule_keys")]


# How a chat wants to be told


def timing(db: Database, chat_id: int) -> str:
    """When a chat wants to be told, as JSON; `{}` is at once."""
    row = db.execute("SELECT timing FROM alert_chats WHERE chat_id = ?", [chat_id]).fetchone()
    return "{}" if row is None else str(row[0])


def set_timing(db: Database, chat_id: int, timing: str, *, due_at: float) -> None:
    """Tell a chat from now on as *timing* says; what waits already is due at *due_at*. Call inside `atomic(db)`."""
    db.execute(
        "INSERT INTO alert_chats (chat_id, timing) VALUES (?, ?) ON CONFLICT DO UPDATE SET timing = excluded.timing",
        [chat_id, timing],
    )
    db.execute(
        "UPDATE deliveries SET due_at = ? WHERE chat_id = ? AND state IN ('due', 'postponed')", [due_at, chat_id]
    )


def turn_off(db: Database, chat_id: int, reason: str, *, now: float) -> None:
    """Nothing can be sent to a chat: what waits for it is dropped. Call inside `atomic(db)`."""
    db.execute(
        "INSERT INTO alert_chats (chat_id, off) VALUES (?, ?) ON CONFLICT DO UPDATE SET off = excluded.off",
        [chat_id, reason],
    )
    db.execute(
        "UPDATE deliveries SET state = 'dropped', reason = ?, done_at = ?"
        " WHERE chat_id = ? AND state IN ('due', 'postponed', 'sending', 'uncertain')",
        [reason, now, chat_id],
    )


def turn_on(db: Database, chat_id: int) -> None:
    """The reader has returned: told again from the next publication on. Call inside `atomic(db)`."""
    db.execute("UPDATE alert_chats SET off = NULL WHERE chat_id = ?", [chat_id])


def turned_off(db: Database) -> set[int]:
    """The chats to which nothing can be sent."""
    return {row[0] for row in db.execute("SELECT chat_id FROM alert_chats WHERE off IS NOT NULL")}


def forget(db: Database, chat_id: int) -> int:
    """Delete a chat's subscriptions and all that hangs on them; returns their number. Call inside `atomic(db)`."""
    ended = remove(db, [one.id for one in of_chat(db, chat_id)])
    db.execute("DELETE FROM deliveries WHERE chat_id = ?", [chat_id])
    db.execute("DELETE FROM alert_chats WHERE chat_id = ?", [chat_id])
    return ended


def migrate(db: Database, old: int, new: int) -> None:
    """A group became a supergroup and has a new number. Call inside `atomic(db)`."""
    for table in ("subscriptions", "alert_chats", "deliveries"):
        db.execute(f"UPDATE OR REPLACE {table} SET chat_id = ? WHERE chat_id = ?", [new, old])


def leave_topic(db: Database, chat_id: int, thread_id: int) -> None:
    """A forum's topic is gone: what was to be told there is told in the chat itself. Call inside `atomic(db)`."""
    place = [chat_id, thread_id]
    db.execute(
        "UPDATE answer_changes SET thread_id = 0 WHERE thread_id = ?"
        " AND reply_id IN (SELECT id FROM replies WHERE chat_id = ?)",
        [thread_id, chat_id],
    )
    for table in ("subscriptions", "deliveries"):
        db.execute(f"UPDATE OR REPLACE {table} SET thread_id = 0 WHERE chat_id = ? AND thread_id = ?", place)


def _rule(db: Database, rule: str, keys: Collection[str]) -> int:
    row = db.execute("SELECT id FROM rules WHERE rule = ?", [rule]).fetchone()
    if row is None:
        row = db.execute("INSERT INTO rules (rule) VALUES (?) RETURNING id", [rule]).fetchone()
        db.conn.executemany("INSERT INTO rule_keys VALUES (?, ?)", [(key, row[0]) for key in set(keys)])
    return int(row[0])


def _drop_rule(db: Database, rule_id: int) -> None:
    """Forget a rule that nobody wants any more."""
    db.execute(
        "DELETE FROM rules WHERE id = ? AND NOT EXISTS (SELECT 1 FROM subscriptions WHERE rule_id = rules.id)",
        [rule_id],
    )


def _read(db: Database, condition: str, *values: int) -> Iterator[Subscription]:
    rows = db.execute(
        "SELECT subscriptions.id, chat_id, thread_id, rule, paused FROM subscriptions JOIN rules ON rules.id = rule_id"
        f" WHERE {condition} ORDER BY subscriptions.id",
        list(values),
    )
    return (Subscription(number, chat, thread, rule, bool(paused)) for number, chat, thread, rule, paused in rows)
