"""What is in a message to a chat: read from what was matched, as it is held now."""

from __future__ import annotations

from dataclasses import dataclass
from json import dumps

from sqlite_utils import Database

from store.articles import SELECT, to_article
from store.models import Article
from store.pauses import IS_TOLD
from store.subscriptions import Subscription


@dataclass(frozen=True, slots=True)
class Item:
    """One article in a message, and why it is there."""

    article: Article
    corrected: bool  # an earlier version was sent before
    subscriptions: tuple[Subscription, ...]


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """An answer that was given and is no longer true, as it is to be told to the chat that was given it."""

    reply_id: int
    thread_id: int  # 0 for none
    content: str  # JSON that this module does not look into
    article: Article | None = None  # says it now; None: it was taken out


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message to one chat: all that waited for it."""

    id: int
    chat_id: int
    thread_id: int  # 0 for none
    attempts: int  # this one included
    items: tuple[Item, ...]
    answers: tuple[AnswerChange, ...] = ()
    language: str | None = None  # that the chat chose


# Whether a chat is told of what became of the answers it was given: unless it said no, or nothing can be sent there.
HEARS_OF_ANSWERS = (
    "NOT EXISTS (SELECT 1 FROM chats WHERE chats.chat_id = r.chat_id AND json_extract(settings, '$.corrections') = 0)"
)


def contents(db: Database, parcel: int) -> tuple[Item, ...]:
    """The articles that a message tells of, as they are held now, in printed order.

    Without what was taken out or unsubscribed, and what a subscription that is paused met.
    """
    rows = db.execute(
        "SELECT DISTINCT articles.key, s.id, s.chat_id, s.thread_id, rule, paused,"
        " EXISTS (SELECT 1 FROM matches e JOIN subscriptions t ON t.rule_id = e.rule_id AND t.since < e.first"
        "  AND t.chat_id = d.chat_id AND t.thread_id = d.thread_id"
        "  JOIN deliveries b ON b.chat_id = t.chat_id AND b.thread_id = t.thread_id AND b.generation = e.generation"
        "  WHERE e.article_key = articles.key AND e.generation < m.generation AND b.state = 'sent'"
        f" AND {_tells('b', 't')})"
        " FROM deliveries d JOIN subscriptions s ON s.chat_id = d.chat_id AND s.thread_id = d.thread_id"
        " JOIN matches m ON m.generation = d.generation AND m.rule_id = s.rule_id AND s.since < m.first"
        " JOIN rules ON rules.id = s.rule_id JOIN articles ON articles.key = m.article_key"
        f" WHERE d.parcel = ? AND {_tells('d', 's')} ORDER BY document_id, position, s.id",
        [parcel],
    ).fetchall()
    reasons: dict[int, dict[int, Subscription]] = {}
    corrected: dict[int, bool] = {}
    for key, number, chat_id, thread_id, rule, paused, earlier in rows:
        reasons.setdefault(key, {})[number] = Subscription(number, chat_id, thread_id, rule, bool(paused))
        corrected[key] = corrected.get(key, False) or bool(earlier)
    articles = _articles(db, list(reasons))
    return tuple(Item(articles[key], corrected[key], tuple(why.values())) for key, why in reasons.items())


def _tells(delivery: str, subscription: str) -> str:
    """Whether a delivery is for a subscription: it tells what that one missed, or it falls in no pause of it."""
    is_told = IS_TOLD.format(subscription=subscription, generation=f"{delivery}.generation")
    is_late = f"{delivery}.subscription_id = {subscription}.id AND NOT {subscription}.paused"
    return f"({is_late} OR ({delivery}.subscription_id = 0 AND {is_told}))"


def answer_changes(db: Database, parcel: int) -> tuple[AnswerChange, ...]:
    """The answers that a message takes back, in the order in which they were given."""
    rows = db.execute(
        # a chat has few replies, a publication may have made many answers untrue
        "SELECT reply_id, c.thread_id, content, article_key FROM deliveries d"
        " CROSS JOIN replies r ON r.chat_id = d.chat_id"
        " CROSS JOIN answer_changes c ON c.generation = d.generation AND reply_id = r.id AND c.thread_id = d.thread_id"
        f" WHERE d.parcel = ? AND d.subscription_id = 0 AND {HEARS_OF_ANSWERS} ORDER BY reply_id",
        [parcel],
    ).fetchall()
    articles = _articles(db, [row[3] for row in rows if row[3] is not None])
    return tuple(AnswerChange(reply, thread, content, articles.get(key)) for reply, thread, content, key in rows)


def parcel_of(db: Database, parcel: int, chat_id: int) -> tuple[Item, ...]:
    """What the message *parcel* told, if it was sent to this very chat; else nothing."""
    known = db.execute("SELECT 1 FROM deliveries WHERE parcel = ? AND chat_id = ?", [parcel, chat_id]).fetchone()
    return () if known is None else contents(db, parcel)


def answers_of(db: Database, parcel: int, chat_id: int) -> tuple[AnswerChange, ...]:
    """The answers that the message *parcel* took back, if it was sent to this very chat; else nothing."""
    known = db.execute("SELECT 1 FROM deliveries WHERE parcel = ? AND chat_id = ?", [parcel, chat_id]).fetchone()
    return () if known is None else answer_changes(db, parcel)


def last_met(db: Database, rule_id: int, *, before: int) -> Article | None:
    """The article that met a rule last, before a generation."""
    row = db.execute(
        "SELECT article_key FROM matches WHERE rule_id = ? AND generation < ?"
        " ORDER BY generation DESC, article_key DESC LIMIT 1",
        [rule_id, before],
    ).fetchone()
    return None if row is None else _articles(db, [row[0]]).get(row[0])


def _articles(db: Database, keys: list[int]) -> dict[int, Article]:
    found = map(to_article, db.execute(f"{SELECT} WHERE key IN (SELECT value FROM json_each(?))", [dumps(keys)]))
    return {article.key: article for article in found}


def last_sent(db: Database, chat_id: int) -> int | None:
    """The message that a chat was sent last."""
    row = db.execute(
        "SELECT parcel FROM deliveries WHERE chat_id = ? AND state = 'sent' ORDER BY done_at DESC, id DESC LIMIT 1",
        [chat_id],
    ).fetchone()
    return None if row is None else int(row[0])
