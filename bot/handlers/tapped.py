"""A tap on a button, as the deeds behind buttons get it."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import Update

from bot.outgoing.sending import Tap, edit
from bot.services import Context
from bot.texts import Language, Texts
from bot.words.markup import Reply


@dataclass(frozen=True, slots=True)
class Tapped:
    """Where a button was tapped, and how to answer."""

    update: Update
    context: Context
    tap: Tap
    chat_id: int
    message_id: int
    texts: Texts
    language: Language

    @property
    def user_id(self) -> int:
        """Whose finger it was."""
        assert self.update.callback_query is not None
        return self.update.callback_query.from_user.id

    async def show(self, reply: Reply) -> None:
        """Put *reply* in place of the message with the button."""
        await self.tap.answer()
        await edit(self.context, self.chat_id, self.message_id, reply)


class Stale(Exception):
    """The button cannot do anything any more, or never could."""


def small(text: str) -> int:
    """A number that callback data may hold; raises ValueError for anything else."""
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise ValueError(text)
    return int(text)
