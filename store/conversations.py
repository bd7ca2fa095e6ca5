"""What was said in a chat: the replies sent, what a follow-up question refers to, the language to speak."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

NUMBER_SECONDS = 2 * 86400.0  # for which an update's number is its own; Telegram offers one for at most a day


@dataclass(frozen=True, slots=True)
class SentReply:
    """A reply as it was recorded: before it was sent, and completed once Telegram had confirmed it."""

    id: int
    chat_id: int
    message_id: int | None  # None: it was about to be sent, and nobody knows whether it was
    content: str  # JSON: what its buttons need


@dataclass(frozen=True, slots=True)
class SentAnswer:
    """A figure or name that a chat was given as the answer to a question."""

    reply_id: int
    chat_id: int
    thread_id: int  # 0 for none
    question: str  # as it was understood
    article_id: str  # that it comes from
    fact: str  # JSON


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How much was deleted."""

    replies: int
    conversations: int
    settings: int

    @property
    def total(self) -> int:
        """How many records."""
        return self.replies + self.conversations + self.settings


def intend(db: Database, update_id: int, chat_id: int, content: str, *, now: float) -> SentReply:
    """Record that a reply to *update_id* is about to be sent; an earlier record of that update is returned instead.

    A handler that runs again after a crash sees by it what was sent already. After a week of silence Telegram begins
    to count anywhere; a number that was used days ago is then another update. Call inside `atomic(db)`.
    """
    db.execute(
        "INSERT INTO replies (update_id, chat_id, answer, created_at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (update_id) DO UPDATE SET chat_id = excluded.chat_id, message_id = NULL,"
        " answer = excluded.answer, created_at = excluded.created_at WHERE created_at < ?",
        [update_id, chat_id, content, now, now - NUMBER_SECONDS],
    )
    found = reply_to_update(db, update_id)
    assert found is not None
    return found


def confirm(db: Database, reply_id: int, message_id: int) -> None:
    """Telegram has the reply as *message_id*. Call inside `atomic(db)`."""
    db.execute("UPDATE replies SET message_id = ? WHERE id = ?", [message_id, reply_id])


def replace(db: Database, reply_id: int, content: str) -> None:
    """The reply's message says something else now. Call inside `atomic(db)`."""
    db.execute("UPDATE replies SET answer = ? WHERE id = ?", [content, reply_id])


def add_number(db: Database, reply_id: int, question_id: int) -> None:
    """Keep with a reply the number of the question that it answers. Call inside `atomic(db)`."""
    db.execute("UPDATE replies SET answer = json_set(answer, '$.question_id', ?) WHERE id = ?", [question_id, reply_id])


def reply(db: Database, reply_id: int) -> SentReply | None:
    """The reply of this number; None if it is forgotten or never was."""
    return _one(db, "id = ?", reply_id)


def reply_to_update(db: Database, update_id: int) -> SentReply | None:
    """What was sent, or was about to be, for an update."""
    return _one(db, "update_id = ?", update_id)


def reply_to_message(db: Database, chat_id: int, message_id: int) -> SentReply | None:
    """The latest reply to a person's message: content that names it as `to`."""
    return _one(db, "chat_id = ? AND json_extract(answer, '$.to') = ?", chat_id, message_id)


def answers_from(db: Database, article_ids: Iterable[str]) -> Iterator[SentAnswer]:
    """What was answered from these articles, or is being, as far as it is still kept, latest first."""
    for article_id in article_ids:
        rows = db.execute(
            "SELECT id, chat_id, coalesce(json_extract(answer, '$.thread'), 0),"
            " coalesce(json_extract(answer, '$.answer.resolved'), json_extract(answer, '$.answer.question')),"
            " json_extract(answer, '$.answer.fact.article_id'), json_extract(answer, '$.answer.fact')"
            " FROM replies WHERE json_extract(answer, '$.answer.fact.article_id') = ?"
            " ORDER BY id DESC",
            [article_id],
        )
        yield from (SentAnswer(*row) for row in rows)


def remember(db: Database, chat: str, context: str, *, now: float) -> None:
    """Keep what the next question of *chat* may refer to. Call inside `atomic(db)`."""
    db.execute("INSERT OR REPLACE INTO conversations (chat, context, asked_at) VALUES (?, ?, ?)", [chat, context, now])


def recall(db: Database, chat: str, *, since: float) -> str | None:
    """What a follow-up question of *chat* refers to, if it was said at or after *since*."""
    row = db.execute("SELECT context FROM conversations WHERE chat = ? AND asked_at >= ?", [chat, since]).fetchone()
    return None if row is None else str(row[0])


def language(db: Database, chat_id: int) -> str | None:
    """The language that a chat chose; None if it never did."""
    row = db.execute("SELECT language FROM chats WHERE chat_id = ?", [chat_id]).fetchone()
    return None if row is None else row[0]


def wishes(db: Database, chat_id: int) -> dict[str, Any]:
    """How a chat wants to be answered, as far as it said: `language` and its other settings by name."""
    row = db.execute("SELECT language, settings FROM chats WHERE chat_id = ?", [chat_id]).fetchone()
    return {} if row is None else {"language": row[0], **json.loads(row[1])}


def choose_language(db: Database, chat_id: int, code: str) -> None:
    """Speak *code* in this chat from now on. Call inside `atomic(db)`."""
    db.execute(
        "INSERT INTO chats (chat_id, language) VALUES (?, ?) ON CONFLICT DO UPDATE SET language = excluded.language",
        [chat_id, code],
    )


def choose(db: Database, chat_id: int, name: str, value: str | bool) -> None:
    """Keep a setting of a chat. Call inside `atomic(db)`."""
    db.execute("INSERT INTO chats (chat_id) VALUES (?) ON CONFLICT DO NOTHING", [chat_id])
    db.execute(
        "UPDATE chats SET settings = json_set(settings, '$.' || ?, json(?)) WHERE chat_id = ?",
        [name, json.dumps(value), chat_id],
    )


def forget(db: Database, chat_id: int) -> Forgotten:
    """Delete all that is kept on a private chat, and on what that person asked in groups. Call inside `atomic(db)`."""
    chosen = sum(value is not None for value in wishes(db, chat_id).values())
    gone = Forgotten(
        db.execute("DELETE FROM replies WHERE chat_id = ?", [chat_id]).rowcount,
        db.execute(
            "DELETE FROM conversations WHERE chat = ? OR chat GLOB ?", [str(chat_id), f"*:*:{chat_id}"]
        ).rowcount,
        chosen,
    )
    db.execute("DELETE FROM chats WHERE chat_id = ?", [chat_id])
    return gone


def migrate(db: Database, old: int, new: int) -> None:
    """A group became a supergroup and has a new number: what is kept on it moves along. Call inside `atomic(db)`."""
    db.execute("UPDATE replies SET chat_id = ? WHERE chat_id = ?", [new, old])
    db.execute("UPDATE OR REPLACE chats SET chat_id = ? WHERE chat_id = ?", [new, old])
    db.execute(
        "UPDATE OR REPLACE conversations SET chat = ? || substr(chat, ?) WHERE chat GLOB ?",
        [str(new), len(str(old)) + 1, f"{old}:*"],
    )


def sweep(db: Database, *, before: float) -> int:
    """Drop replies and conversations older than *before*; returns the number. Call inside `atomic(db)`."""
    replies = db.execute("DELETE FROM replies WHERE created_at < ?", [before]).rowcount
    return replies + db.execute("DELETE FROM conversations WHERE asked_at < ?", [before]).rowcount


def _one(db: Database, condition: str, *values: int) -> SentReply | None:
    row = db.execute(
        f"SELECT id, chat_id, message_id, answer FROM replies WHERE {condition} ORDER BY id DESC LIMIT 1", list(values)
    ).fetchone()
    return None if row is None else SentReply(*row)
