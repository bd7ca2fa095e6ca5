"""A message on its way to all readers: at Telegram's pace, past what is refused, on after a restart, to nobody twice.

Nothing is remembered here that the store does not know but how long Telegram is to be left in peace.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import suppress

from sqlite_utils import Database
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, NetworkError, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.background.loop import Loop
from bot.desk import broadcasts as screen
from bot.outgoing.sending import is_topic_gone, markup, tell
from bot.services import Services
from bot.texts import Language
from bot.watch.logs import describe
from bot.wire.connection import Unsent
from bot.wire.limits import seconds_of
from bot.words.markup import Reply
from store import broadcasts, chats, subscriptions
from store.broadcasts import Broadcast, ChatState, Outcome

log = logging.getLogger(__name__)

AT_ONCE = 12  # messages that are being sent; what a crash leaves uncertain is no more
REPORT_SECONDS = 2.0  # between two reports of how far it is
LOOK_EVERY = 60.0  # seconds between looks for a broadcast that nobody told of
PAUSE = 5.0  # seconds without a try while Telegram is unreachable


class Broadcaster(Loop):
    """The loop that sends the broadcast under way, if there is one."""

    def __init__(self, bot: ExtBot[int], services: Services, *, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._bot, self._services, self._clock = bot, services, clock
        self._held_until = 0.0
        self._reported_at = 0.0

    async def _run(self) -> None:
        is_recovered = False
        while not self._is_stopping:
            try:
                if not is_recovered:
                    await self._services.write(broadcasts.recover)
                    is_recovered = True
                self._woken.clear()
                one = await self._services.read(broadcasts.under_way)
                if one is not None:
                    await self._go_on(one)
                    continue
            except Exception as exc:
                log.error("broadcast: %s", describe(exc))
                await asyncio.sleep(1)
                continue
            await self._is_woken(LOOK_EVERY)

    async def _go_on(self, one: Broadcast) -> None:
        """Send to the next few chats; say how far it is, or how it ended."""
        claimed = await self._services.write(broadcasts.claim, one.id, AT_ONCE) if one.state == "running" else []
        if not claimed:
            await self._end(one)
            return
        outcomes = await asyncio.gather(*(self._send(one, *place) for place in claimed))
        await self._services.write(broadcasts.settle, one.id, outcomes)
        if self._clock() - self._reported_at >= REPORT_SECONDS:
            census = await self._services.read(broadcasts.census, one.id)
            with suppress(TelegramError):  # the next one says more
                await self._show(one, screen.progress(one, census, await self._language(one)))
            self._reported_at = self._clock()
        if (wait := self._held_until - self._clock()) > 0:
            await self._is_woken(wait)

    async def _end(self, one: Broadcast) -> None:
        def read(db: Database) -> tuple[dict[ChatState, int], list[Outcome]]:
            return broadcasts.census(db, one.id), broadcasts.outcomes(db, one.id)

        census, outcomes = await self._services.read(read)
        # reported first: a crash in between reports it twice in one message, rather than never
        await self._show(one, screen.report(one, census, outcomes, await self._language(one)))
        await self._services.write(broadcasts.finish, one.id)
        log.info("broadcast %d is over: %s", one.id, census)

    async def _send(self, one: Broadcast, chat_id: int, thread_id: int) -> Outcome:
        """Send to one chat; returns what became of it."""
        try:
            await tell(self._bot, chat_id, thread_id, Reply(one.text))
        except RetryAfter as exc:
            self._held_until = max(self._held_until, self._clock() + seconds_of(exc))
            return Outcome(chat_id, "due")
        except ChatMigrated as exc:
            await self._services.write(_move, one.id, chat_id, exc.new_chat_id)
            return Outcome(chat_id, "failed", self._services.clock(), f"moved to {exc.new_chat_id}")
        except NetworkError as exc:
            if isinstance(exc, BadRequest):
                if thread_id and is_topic_gone(exc):
                    await self._services.write(subscriptions.leave_topic, chat_id, thread_id)
                    return Outcome(chat_id, "due")
                return Outcome(chat_id, "failed", self._services.clock(), str(exc))
            if isinstance(exc, Unsent):
                self._held_until = max(self._held_until, self._clock() + PAUSE)
                return Outcome(chat_id, "due")
            return Outcome(chat_id, "uncertain", self._services.clock(), str(exc))
        except TelegramError as exc:
            return Outcome(chat_id, "failed", self._services.clock(), str(exc))
        return Outcome(chat_id, "sent", self._services.clock())

    async def _show(self, one: Broadcast, reply: Reply) -> None:
        """Say it in the message of whoever sent the broadcast; in vain if that is gone.

        Raises NetworkError or RetryAfter where it may still be said.
        """
        try:
            await self._bot.edit_message_text(
                reply.html, one.made_by, one.message_id, parse_mode=ParseMode.HTML, reply_markup=markup(reply)
            )
        except TelegramError as exc:
            if isinstance(exc, NetworkError | RetryAfter) and not isinstance(exc, BadRequest):
                raise

    async def _language(self, one: Broadcast) -> Language:
        return (await self._services.preferences(one.made_by)).language


def _move(db: Database, broadcast_id: int, old: int, new: int) -> None:
    chats.migrate(db, old, new)
    broadcasts.add(db, broadcast_id, new)
