"""Documents that were sent to the bot and read, but not published: kept until somebody decides, or a day has passed.

A draft keeps the original, what was read of it, and what editors changed of that. Once decided it keeps the decision
alone, so that a button pressed later is told what became of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlite_utils import Database

from store.errors import DraftGone

State = Literal["open", "published", "discarded", "lapsed", "refused"]

DAY = 86400.0  # after which a draft that nobody decided lapses
_COLUMNS = (
    "id",
    "name",
    "sent_by",
    "created_at",
    "edits",
    "seen",
    "batch",
    "chat_id",
    "message_id",
    "state",
    "decided_by",
    "decided_at",
    "articles",
    "broken",
)


@dataclass(frozen=True, slots=True)
class Draft:
    """What is known of a draft without reading it."""

    id: int
    name: str
    sent_by: int  # numeric Telegram user id
    created_at: float
    edits: str  # JSON
    seen: int  # generation of the document that it was compared with
    batch: str | None  # of the files that were sent together
    chat_id: int | None
    message_id: int | None  # that shows the dry run
    state: State
    decided_by: int | None
    decided_at: float | None
    articles: int  # published
    broken: int  # golden questions that it would change


def keep(
    db: Database, name: str, content: bytes, reading: str, *, edits: str, seen: int, sent_by: int, now: float
) -> int:
    """Keep a document that user *sent_by* sent, and what was read of it (JSON); returns the draft's id.

    Call inside `atomic(db)`.
    """
    values = [name, content, reading, edits, seen, sent_by, now]
    row = db.execute(
        "INSERT INTO drafts (name, content, reading, edits, seen, sent_by, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)"
        " RETURNING id",
        values,
    ).fetchone()
    return int(row[0])


def refuse(db: Database, name: str, reason: str, *, batch: str, sent_by: int, now: float) -> None:
    """Note that one of several files was not taken, and why; the same file once. Call inside `atomic(db)`."""
    if db.execute("SELECT 1 FROM drafts WHERE batch = ? AND name = ?", [batch, name]).fetchone() is None:
        db.execute(
            "INSERT INTO drafts (name, content, reading, sent_by, created_at, batch, state, decided_at)"
            " VALUES (?, x'', ?, ?, ?, ?, 'refused', ?)",
            [name, reason, sent_by, now, batch, now],
        )


def refusals(db: Database, batch: str) -> list[tuple[str, str]]:
    """Names of the files of a batch that were not taken, each with the reason."""
    rows = db.execute("SELECT name, reading FROM drafts WHERE batch = ? AND state = 'refused' ORDER BY id", [batch])
    return [(row[0], row[1]) for row in rows]


def waiting(db: Database, media_group: str) -> int:
    """How many files sent together with the one in work are not read yet."""
    row = db.execute(
        "SELECT count(*) FROM inbox WHERE done_at IS NULL AND json_extract(body, '$.message.media_group_id') = ?",
        [media_group],
    ).fetchone()
    return max(0, int(row[0]) - 1)


def find(db: Database, draft_id: int) -> Draft:
    """The draft of this number, decided or not. Raises DraftGone if it is forgotten or never was."""
    found = _where(db, "id = ?", draft_id)
    if not found:
        raise DraftGone(draft_id)
    return found[0]


def same(db: Database, name: str, content: bytes) -> Draft | None:
    """The open draft of a document of this name and these very bytes."""
    found = _where(db, "state = 'open' AND name = ? AND content = ?", name, content)
    return found[0] if found else None


def others(db: Database, draft: Draft) -> list[Draft]:
    """The open drafts of a document of the same name."""
    return _where(db, "state = 'open' AND name = ? AND id != ?", draft.name, draft.id)


def batch(db: Database, name: str) -> list[Draft]:
    """All drafts of the files that were sent together, in order."""
    return _where(db, "batch = ? AND state != 'refused'", name)


def content(db: Database, draft_id: int) -> bytes:
    """The bytes as received. Raises DraftGone unless the draft is open."""
    return bytes(_open(db, draft_id, "content"))


def reading(db: Database, draft_id: int) -> str | None:
    """What was read, as JSON; None for a draft of before readings were kept. Raises DraftGone unless it is open."""
    found = _open(db, draft_id, "reading")
    return None if found is None else str(found)


def show(db: Database, draft_id: int, chat_id: int, message_id: int | None, *, batch: str | None) -> None:
    """The dry run stands in this message. Call inside `atomic(db)`."""
    values = [chat_id, message_id, batch, draft_id]
    db.execute("UPDATE drafts SET chat_id = ?, message_id = ?, batch = ? WHERE id = ?", values)


def show_batch(db: Database, batch: str, chat_id: int, message_id: int) -> None:
    """All that was sent together stands in this message. Call inside `atomic(db)`."""
    db.execute("UPDATE drafts SET chat_id = ?, message_id = ? WHERE batch = ?", [chat_id, message_id, batch])


def note_broken(db: Database, draft_id: int, count: int) -> None:
    """So many golden questions would be answered otherwise. Call inside `atomic(db)`."""
    db.execute("UPDATE drafts SET broken = ? WHERE id = ?", [count, draft_id])


def look_again(db: Database, draft_id: int, seen: int) -> None:
    """The draft was compared with the document as it is since generation *seen*. Call inside `atomic(db)`."""
    db.execute("UPDATE drafts SET seen = ? WHERE id = ?", [seen, draft_id])


def edit(db: Database, draft_id: int, edits: str, *, was: str) -> None:
    """Put *edits* in place of those that were there. Raises DraftGone if there are others by now, or it is decided.

    Call inside `atomic(db)`.
    """
    row = db.execute(
        "UPDATE drafts SET edits = ? WHERE id = ? AND edits = ? AND state = 'open' RETURNING id", [edits, draft_id, was]
    ).fetchone()
    if row is None:
        raise DraftGone(draft_id)


def decide(db: Database, draft_id: int, state: State, *, by: int, articles: int = 0, now: float) -> None:
    """Publish or discard an open draft; whoever comes first may, so that it happens once. Raises DraftGone.

    Call inside `atomic(db)`, for a publication in the very transaction that publishes.
    """
    row = db.execute(
        "UPDATE drafts SET state = ?, decided_by = ?, decided_at = ?, articles = ?, content = x'', reading = NULL"
        " WHERE id = ? AND state = 'open' RETURNING id",
        [state, by, now, articles, draft_id],
    ).fetchone()
    if row is None:
        raise DraftGone(draft_id)


def lapse(db: Database, *, now: float) -> list[Draft]:
    """Let go of what nobody decided within a day; returns those drafts. Call inside `atomic(db)`."""
    old = _where(db, "state = 'open' AND created_at < ?", now - DAY)
    for draft in old:
        decide(db, draft.id, "lapsed", by=0, now=now)
    return old


def sweep(db: Database, *, before: float) -> int:
    """Forget what was decided before *before*; returns the number. Call inside `atomic(db)`."""
    return db.execute("DELETE FROM drafts WHERE state != 'open' AND decided_at < ?", [before]).rowcount


def _open(db: Database, draft_id: int, column: str) -> Any:
    row = db.execute(f"SELECT {column} FROM drafts WHERE id = ? AND state = 'open'", [draft_id]).fetchone()
    if row is None:
        raise DraftGone(draft_id)
    return row[0]


def _where(db: Database, condition: str, *values: object) -> list[Draft]:
    rows: Sequence[Sequence[Any]] = db.execute(
        f"SELECT {', '.join(_COLUMNS)} FROM drafts WHERE {condition} ORDER BY id", list(values)
    ).fetchall()
    return [Draft(*row) for row in rows]
