"""The queue between Telegram and the handlers: an update is written down before Telegram is told to forget it."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Coroutine
from functools import partial
from typing import Any

from telegram import Bot, Update
from telegram.error import NetworkError
from telegram.ext import BaseUpdateProcessor

from bot.answering.newsroom import Newsroom
from bot.wire.writer import Writer
from store import inbox
from store.errors import StoreError

log = logging.getLogger(__name__)

RETRY_SECONDS = 5.0  # before an update whose reply could not be delivered is handled again, times the number of starts
AT_ONCE = 1024  # updates in work, each a waiting task; one chat's are handled one after the other


class InboxUnusable(NetworkError):
    """An update could not be written down.

    A NetworkError, so that python-telegram-bot does what it does for any failed delivery: it does not confirm the
    update and asks Telegram for it again a little later (behind a webhook, Telegram sees a 500 and sends it again).
    """


class Inbox(asyncio.Queue[object]):
    """The application's update queue, kept in the store until the handlers have finished.

    `put` is what Updater calls for each update before it confirms a batch. What was accepted once is never queued
    again, however often Telegram offers it.
    """

    def __init__(self, newsroom: Newsroom) -> None:
        super().__init__()
        self._newsroom = newsroom
        self.writer = Writer(newsroom.db)
        self._again: set[int] = set()  # updates that were started before, in this process or an earlier one
        self._anew: set[int] = set()  # those of them that are in work
        self._failed: set[int] = set()  # updates in work whose reply could not be delivered
        self._concluded: set[int] = set()  # updates in work that were written down as finished with their reply
        self._later: set[asyncio.TimerHandle] = set()

    async def put(self, item: object) -> None:
        """Write an update down and queue it; python-telegram-bot's own signals are only queued."""
        if isinstance(item, Update):
            await self.accept(item, json.dumps(item.to_dict(), ensure_ascii=False))
        else:
            await super().put(item)

    async def accept(self, update: Update, body: str) -> None:
        """Write an update down as *body*, its JSON, and queue it. Raises InboxUnusable."""
        try:
            is_new = await self.writer.do(partial(inbox.accept, update_id=update.update_id, body=body, now=time.time()))
        except StoreError as exc:
            raise InboxUnusable(str(exc)) from exc
        if is_new:
            await super().put(update)

    async def resume(self, bot: Bot) -> int:
        """Queue what an earlier process left unfinished; returns the number."""
        waiting = await asyncio.to_thread(self._unfinished)
        for update_id, body in waiting:
            update = Update.de_json(json.loads(body), bot)
            self._again.add(update_id)
            await super().put(update)
        return len(waiting)

    async def begin(self, update_id: int) -> bool:
        """Before the handlers of an update run. False if it was started too often and is set aside."""
        if update_id not in self._again:
            return True
        self._again.discard(update_id)
        self._anew.add(update_id)
        starts = await self.writer.do(partial(inbox.start_anew, update_id=update_id))
        if starts > inbox.MAX_RERUNS:
            self._anew.discard(update_id)
            log.error("update %d is set aside: it was started %d times and never finished", update_id, starts)
            return False
        return True

    def fail(self, update_id: int) -> None:
        """The reply to an update in work could not be delivered: it is handled again later."""
        self._failed.add(update_id)

    def finished(self, update_id: int) -> None:
        """An update in work was written down as finished together with its reply: `end` need not do it."""
        self._concluded.add(update_id)

    async def end(self, update: Update) -> None:
        """After the handlers of an update have run: it is finished, or waits for another start."""
        self._anew.discard(update.update_id)
        if update.update_id in self._failed:
            self._failed.discard(update.update_id)
            self._again.add(update.update_id)
            self._put_later(update)
        elif update.update_id in self._concluded:
            self._concluded.discard(update.update_id)
        else:
            await self.writer.do(partial(inbox.finish, update_id=update.update_id, now=time.time()))

    def close(self) -> None:
        """Stop the clocks; what they would have brought back stays in the store."""
        for timer in self._later:
            timer.cancel()

    def abandon(self) -> None:
        """Hand out none of the updates that are queued: they stay in the store, for the next start."""
        signals = []
        while not self.empty():
            item = self.get_nowait()
            self.task_done()
            if not isinstance(item, Update):
                signals.append(item)  # python-telegram-bot's own, which still has to be heard
        for item in signals:
            self.put_nowait(item)

    async def give_back(self) -> None:
        """What is broken off because the bot stops was not started in vain: the stop is not its doing."""
        if self._anew:
            await self.writer.do(partial(inbox.give_back, update_ids=sorted(self._anew)))

    def _put_later(self, update: Update) -> None:
        def put() -> None:
            self._later.discard(timer)
            self.put_nowait(update)

        timer = asyncio.get_running_loop().call_later(RETRY_SECONDS, put)
        self._later.add(timer)

    def _unfinished(self) -> list[tuple[int, str]]:
        db = self._newsroom.db()
        for update_id in inbox.set_aside(db):
            log.warning("update %d stays set aside", update_id)
        return [(waiting.update_id, waiting.body) for waiting in inbox.unfinished(db)]


class ChatByChat(BaseUpdateProcessor):
    """Many chats at once, the updates of one chat in order; button taps do not wait behind questions."""

    def __init__(self) -> None:
        super().__init__(AT_ONCE)
        self._locks: dict[object, tuple[asyncio.Lock, int]] = {}  # with the number of those who hold it or wait
        self._at_work: set[asyncio.Task[Any]] = set()
        self._is_abandoned = False

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to release."""

    async def do_process_update(self, update: object, coroutine: Any) -> None:
        """Await *coroutine* when the chat's earlier updates are through."""
        assert isinstance(coroutine, Coroutine)
        if self._is_abandoned:
            coroutine.close()  # it is still in the inbox, for the next start
            return
        task = asyncio.current_task()
        assert task is not None
        self._at_work.add(task)
        lane = lane_of(update)
        lock, users = self._locks.get(lane, (asyncio.Lock(), 0))
        self._locks[lane] = lock, users + 1
        try:
            async with lock:
                await coroutine
        finally:
            self._at_work.discard(task)
            coroutine.close()  # one that was never begun would complain; to the others it does nothing
            lock, users = self._locks.pop(lane)
            if users > 1:
                self._locks[lane] = lock, users - 1

    def abandon(self) -> None:
        """Break off what is in work and begin nothing more; in the inbox it stays unfinished."""
        self._is_abandoned = True
        for task in self._at_work:
            task.cancel()


def lane_of(update: object) -> object:
    """Updates of one lane are handled one after the other."""
    if not isinstance(update, Update):
        return None
    if update.effective_chat is None:
        return update.effective_user and ("person", update.effective_user.id)
    return ("taps" if update.callback_query else "chat", update.effective_chat.id)
