"""What concerns all that is kept on a chat at once: its number changes, or it is forgotten."""

from __future__ import annotations

from sqlite_utils import Database

from store import conversations, inbox, subscriptions


def migrate(db: Database, old: int, new: int) -> None:
    """A group became a supergroup and has a new number: everything moves along. Call inside `atomic(db)`."""
    for module in (conversations, inbox, subscriptions):
        module.migrate(db, old, new)
