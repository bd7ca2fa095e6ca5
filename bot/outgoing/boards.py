"""One message that shows how work goes on, and at its end what came of it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from telegram import Update
from telegram.error import TelegramError

from bot.desk import dry_runs
from bot.outgoing.sending import edit, send
from bot.publishing.reading import Stage
from bot.services import Context
from bot.texts import Language
from bot.words.markup import Reply
from bot.words.records import Kept, pack
from store import conversations

SHOWN_AFTER = 0.7  # seconds of work without a word
SHOWN_EVERY = 1.5  # Telegram slows down a bot that edits more often


@dataclass(slots=True)
class Board:
    """The message of an update; sent when there is something to show, edited from then on."""

    update: Update
    context: Context
    chat_id: int
    message_id: int | None
    reply_id: int | None  # under which the message is kept; None for a message that was there before

    async def show(self, reply: Reply) -> None:
        """Show *reply*, in place of what was shown before."""
        if self.message_id is not None and await edit(self.context, self.chat_id, self.message_id, reply):
            return
        message = await send(self.update, self.context, reply)
        self.message_id = message.message_id
        if self.reply_id is not None:
            await self.context.services.write(conversations.confirm, self.reply_id, message.message_id)


async def board(update: Update, context: Context) -> Board:
    """The board of *update*; the message of an earlier attempt, before a crash, is used again."""
    chat, message, services = update.effective_chat, update.effective_message, context.services
    assert chat is not None
    kept = pack(Kept(to=message.message_id if message else None))
    record = await services.write(conversations.intend, update.update_id, chat.id, kept, now=services.clock())
    return Board(update, context, chat.id, record.message_id, record.id)


def board_at(update: Update, context: Context, chat_id: int, message_id: int) -> Board:
    """A message of the bot as a board."""
    return Board(update, context, chat_id, message_id, None)


class Progress:
    """How far a deed in another thread is."""

    def __init__(self) -> None:
        self.stage: Stage = "read"
        self.done, self.count = 0, 1

    def told(self, stage: Stage, done: int, count: int) -> None:
        """The deed says how far it is."""
        self.stage, self.done, self.count = stage, done, count


@asynccontextmanager
async def showing(where: Board, title: str, language: Language) -> AsyncIterator[Progress]:
    """While the body takes longer than a moment, the board shows how far it is; *title* (HTML) says with what."""
    progress = Progress()

    async def show() -> None:
        shown: tuple[Stage, int, int] | None = None
        await asyncio.sleep(SHOWN_AFTER)
        while True:
            state = progress.stage, progress.done, progress.count
            began = time.monotonic()
            if state != shown:
                with suppress(TelegramError):
                    await where.show(dry_runs.progress(title, *state, language=language))
                shown = state
            await asyncio.sleep(max(0.0, SHOWN_EVERY - (time.monotonic() - began)))

    task = asyncio.create_task(show())
    try:
        yield progress
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
