"""Alerts on their way to Telegram: taken from the outbox, sent at its pace, each to an end that is written down.

Nothing is remembered here that the outbox does not know but how long a chat is to be left in peace.
"""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Callable
from functools import partial

from sqlite_utils import Database
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.alerts import notices
from bot.background.loop import Loop
from bot.outgoing.sending import is_topic_gone, tell
from bot.people import timing
from bot.services import Services
from bot.texts import language_of
from bot.watch import metrics
from bot.watch.logs import describe
from bot.watch.traces import traced
from bot.wire.connection import Unsent
from bot.wire.limits import seconds_of
from store import chats, outbox, subscriptions, traces
from store.errors import StoreError
from store.parcels import Parcel

log = logging.getLogger(__name__)

AT_ONCE = 12  # messages that are being sent; what a crash leaves uncertain is no more
GATHER = 0.1  # seconds in which outcomes gather before they are written down together
LOOK_EVERY = 1.0  # seconds between looks for what another process published
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 300.0  # seconds before a message is tried again; doubled each time
UNREACHABLE_AFTER = 4  # failures in a row, in as many chats, that mean the connection and not the chat
LONGEST_SILENCE = 30.0  # seconds without a try while Telegram is unreachable

# What Telegram says of a chat to which nothing can be sent any more, beside 403.
GONE = ("chat not found", "user is deactivated", "have no rights", "not enough rights", "chat_write_forbidden")

Outcome = Callable[[Database], object]


class Delivery(Loop):
    """The loop that empties the outbox."""

    def __init__(self, bot: ExtBot[int], services: Services, *, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._bot, self._services, self._clock = bot, services, clock
        self.silent: set[int] = set()  # chats to which nothing can be sent
        self._sending: dict[int, asyncio.Task[None]] = {}  # by chat: one message at a time, in order
        self._held: dict[int, float] = {}  # chats to be left in peace, and until when
        self._told_to_wait: dict[int, float] = {}  # those of them that Telegram wants to be
        self._all_held_until = 0.0
        self._failures = 0  # in a row, by the network
        self._outcomes: list[Outcome] = []  # still to be written down
        self._traces: dict[int, str] = {}  # of the messages claimed: what set off what they tell of

    def start(self) -> None:
        """Begin; what an earlier process was sending when it ended is sent once more."""
        self._outcomes.append(self._recover)
        super().start()

    async def stop(self, seconds: float) -> None:
        """Claim nothing more, let what is on its way arrive within *seconds* or twice that; the rest is uncertain."""
        if self._task is None:
            return
        await super().stop(seconds)
        try:
            await self._turn(0)
        except StoreError as exc:
            log.error("what became of the last alerts could not be written down: %s", exc)

    @property
    def sending(self) -> int:
        """How many messages are on their way."""
        return len(self._sending)

    async def _run(self) -> None:
        while not self._is_stopping:
            try:
                for parcel in await self._turn(AT_ONCE - len(self._sending)):
                    task = asyncio.create_task(self._deliver(parcel))
                    self._sending[parcel.chat_id] = task
            except Exception as exc:
                # the disk may be full or the store busy: nothing is lost, and nothing is sent twice
                log.error("alerts: %s", describe(exc))
                await asyncio.sleep(LOOK_EVERY)
            self._woken.clear()
            if await self._is_woken(LOOK_EVERY):
                await asyncio.sleep(GATHER)

    def _flying(self) -> list[asyncio.Task[None]]:
        return list(self._sending.values())

    async def _turn(self, limit: int) -> list[Parcel]:
        """Write down what became of the last messages and claim the next, in one transaction."""
        now = self._clock()
        self._held, self._told_to_wait = _current(self._held, now), _current(self._told_to_wait, now)
        if now < self._all_held_until:
            limit = 0
        outcomes = list(self._outcomes)
        if not outcomes:
            due = await self._services.read(outbox.next_due) if limit else None
            if due is None or due > self._services.clock():
                return []
        parcels = await self._services.write(self._write, outcomes, limit, {*self._sending, *self._held})
        del self._outcomes[: len(outcomes)]
        return parcels

    def _write(self, db: Database, outcomes: list[Outcome], limit: int, skip: set[int]) -> list[Parcel]:
        for outcome in outcomes:
            outcome(db)
        if limit <= 0:
            return []
        now, zone = self._services.clock(), self._services.settings.timezone

        def blocked_until(how: str, sent: list[float]) -> float:
            return timing.blocked_until(timing.unpack(how), now, sent, zone=zone)

        parcels = outbox.claim(db, limit, skip=skip, now=now, blocked_until=blocked_until)
        self._traces.update(traces.of_parcels(db, [parcel.id for parcel in parcels]))
        return parcels

    def _recover(self, db: Database) -> None:
        self.silent |= subscriptions.turned_off(db)
        if uncertain := outbox.recover(db):
            log.warning("%d alerts were on their way when the bot ended; they are sent once more", uncertain)

    async def _deliver(self, parcel: Parcel) -> None:
        outcome: Outcome = partial(outbox.wait, parcel=parcel.id, reason="stopped", uncertain=True)
        try:
            with traced(self._traces.pop(parcel.id, "?")):
                outcome = await self._send(parcel)
        except Exception as exc:
            log.error("alert %d: %s", parcel.id, describe(exc))
            outcome = self._again(parcel, describe(exc), uncertain=True)
        finally:
            self._outcomes.append(outcome)
            # from here on the outbox knows of it before this chat is looked at again
            del self._sending[parcel.chat_id]
            self.wake()

    async def _send(self, parcel: Parcel) -> Outcome:
        """Send one message; returns what is to be written down about it."""
        now = self._services.clock()
        try:
            message_id = await self._attempt(parcel)
        except RetryAfter as exc:
            self._hold(parcel, seconds_of(exc))
            return partial(outbox.wait, parcel=parcel.id, reason="Telegram said wait", uncertain=False)
        except ChatMigrated as exc:
            return partial(_move, parcel, exc.new_chat_id)
        except Forbidden as exc:
            return self._turn_off(parcel, str(exc), now)
        except BadRequest as exc:
            if any(words in str(exc).lower() for words in GONE):
                return self._turn_off(parcel, str(exc), now)
            if parcel.thread_id and is_topic_gone(exc):
                log.info("alert %d: its topic is gone, the chat itself is told: %s", parcel.id, exc)
                return partial(_leave_topic, parcel)
            # set aside: trying again would be refused again
            log.error("alert %d is refused and set aside: %s", parcel.id, exc)
            metrics.deliveries.labels("dropped").inc()
            return partial(outbox.drop, parcel=parcel.id, reason=f"refused: {exc}", now=now)
        except NetworkError as exc:
            return self._unreachable(parcel, exc)
        except TelegramError as exc:
            return self._again(parcel, str(exc), uncertain=False)
        self._failures = 0
        metrics.deliveries.labels("sent").inc()
        log.info("alert %d sent: %d articles", parcel.id, len(parcel.items))
        return partial(outbox.sent, parcel=parcel.id, message_id=message_id, now=now)

    async def _attempt(self, parcel: Parcel) -> int:
        reply = notices.alert(
            parcel.items,
            parcel.id,
            answers=parcel.answers,
            language=language_of(parcel.language),
            username=self._bot.username,
        )
        return await tell(self._bot, parcel.chat_id, parcel.thread_id, reply)

    def _hold(self, parcel: Parcel, seconds: float) -> None:
        """Telegram said wait. Said of a second chat while a first one waits, it means all."""
        metrics.deliveries.labels("postponed").inc()
        until = self._clock() + seconds
        if _current(self._told_to_wait, self._clock()).keys() - {parcel.chat_id}:
            self._all_held_until = max(self._all_held_until, until)
        self._held[parcel.chat_id] = self._told_to_wait[parcel.chat_id] = until

    def _unreachable(self, parcel: Parcel, exc: NetworkError) -> Outcome:
        self._failures += 1
        if self._failures >= UNREACHABLE_AFTER:
            pause = min(LONGEST_SILENCE, FIRST_PAUSE * 2 ** min(self._failures - UNREACHABLE_AFTER, 10))
            self._all_held_until = max(self._all_held_until, self._clock() + pause * _chance())
        return self._again(parcel, str(exc), uncertain=not isinstance(exc, Unsent))

    def _again(self, parcel: Parcel, reason: str, *, uncertain: bool) -> Outcome:
        metrics.deliveries.labels("uncertain" if uncertain else "postponed").inc()
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(parcel.attempts - 1, 10)) * _chance()
        self._held[parcel.chat_id] = self._clock() + pause
        return partial(outbox.wait, parcel=parcel.id, reason=reason, uncertain=uncertain)

    def _turn_off(self, parcel: Parcel, reason: str, now: float) -> Outcome:
        log.info("alert %d: nothing can be sent there any more: %s", parcel.id, reason)
        metrics.deliveries.labels("blocked").inc()
        self.silent.add(parcel.chat_id)
        return partial(subscriptions.turn_off, chat_id=parcel.chat_id, reason=reason, now=now)


def _move(parcel: Parcel, new_chat_id: int, db: Database) -> None:
    outbox.wait(db, parcel.id, "the group moved", uncertain=False)
    chats.migrate(db, parcel.chat_id, new_chat_id)


def _leave_topic(parcel: Parcel, db: Database) -> None:
    outbox.wait(db, parcel.id, "the topic is gone", uncertain=False)
    subscriptions.leave_topic(db, parcel.chat_id, parcel.thread_id)


def _current(until: dict[int, float], now: float) -> dict[int, float]:
    return {chat: at for chat, at in until.items() if at > now}


def _chance() -> float:
    # spreads out those who lost the connection together
    return 1 + random.random() / 2
