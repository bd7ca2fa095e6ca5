"""Who may do what at the editors' desk: an editor prepares, an admin publishes, an owner decides who is what.

Owners are those whom BAOZHI_ADMINS names; the other roles are given in the chat and kept in the store. A role belongs
to a numeric id, is looked up anew for every command, button and reply, and counts in that person's own private chat
alone: whoever speaks in a group's or a channel's name is nobody here.
"""

from __future__ import annotations

from collections.abc import Set
from typing import Literal, get_args

from sqlite_utils import Database
from telegram import Update, User
from telegram.constants import ChatID, ChatType

from store import roles

Role = Literal["editor", "admin", "owner"]
ROLES: tuple[Role, ...] = get_args(Role)  # each may do what those before it may


def role_in(db: Database, user_id: int, owners: Set[int]) -> Role | None:
    """The role of *user_id* at this moment; None for a reader."""
    if user_id in owners:
        return "owner"
    found = roles.holder(db, user_id)
    return None if found is None else found.role


def may(role: Role | None, least: Role) -> bool:
    """Whether *role* is *least* or above."""
    return role is not None and ROLES.index(role) >= ROLES.index(least)


def person_of(update: Update) -> User | None:
    """Who acts, if it is a person in their private chat with the bot; None for everybody else."""
    user, chat, message = update.effective_user, update.effective_chat, update.message or update.edited_message
    if user is None or user.is_bot or user.id in (ChatID.ANONYMOUS_ADMIN, ChatID.FAKE_CHANNEL):
        return None
    if chat is None or chat.type != ChatType.PRIVATE or chat.id != user.id:
        return None
    return None if message is not None and message.sender_chat is not None else user
