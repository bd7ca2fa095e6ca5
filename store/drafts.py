"""Documents that were sent to the bot and read, but not published: kept until somebody decides."""

from __future__ import annotations

from sqlite_utils import Database

from store.errors import DraftGone


def keep(db: Database, name: str, content: bytes, *, sent_by: int, now: float) -> int:
    """Keep a document that user *sent_by* sent; returns the draft's id. Call inside `atomic(db)`."""
    row = {"name": name, "content": content, "sent_by": sent_by, "created_at": now}
    draft_id = db.table("drafts").insert(row).last_pk
    assert isinstance(draft_id, int)
    return draft_id


def get(db: Database, draft_id: int) -> tuple[str, bytes]:
    """The name and bytes of a draft. Raises DraftGone."""
    row = db.execute("SELECT name, content FROM drafts WHERE id = ?", [draft_id]).fetchone()
    if row is None:
        raise DraftGone(draft_id)
    return row[0], row[1]


def drop(db: Database, draft_id: int) -> None:
    """Forget a draft; whoever comes first may, so that it is published or discarded once. Raises DraftGone."""
    if db.execute("DELETE FROM drafts WHERE id = ? RETURNING id", [draft_id]).fetchone() is None:
        raise DraftGone(draft_id)
