"""How fast the bot may speak: within Telegram's limits, and once more where the connection was lost."""

from __future__ import annotations

import asyncio
import heapq
import random
import time
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from telegram.error import BadRequest, NetworkError, RetryAfter
from telegram.ext import BaseRateLimiter

ANSWER, BROADCAST = 0, 1  # priorities: somebody is waiting for an answer, nobody for a broadcast

# core.telegram.org/bots/faq: about 30 messages a second in all, one a second in a chat with short bursts let pass,
# 20 a minute in a group. A twentieth is left for the way there: what we space evenly may arrive closer together.
SLACK = 1.05
EVENLY = 1.02  # what is spaced evenly over all chats needs less of it
BURST = 3  # broadcasts at once; then evenly, lest an answer finds all of a second's messages gone
PRIVATE = (3, 1.0)  # so many at once, then one in so many seconds, at a rate of 1
MINUTE = 60.0

TRIES = 5  # for one request, the first included
FIRST_PAUSE = 0.5  # seconds before the second try; doubled each time, up to half as much again by chance
LONGEST_WAIT = 600.0  # seconds; told to wait longer, the request fails
IDLE_LANES = 1000  # chats remembered before those without a recent message are dropped

Chat = int | str


@dataclass(frozen=True, slots=True)
class Rates:
    """How much Telegram lets a bot say."""

    overall: int = 30  # messages a second
    private: float = 1.0  # messages a second in one private chat
    group: int = 20  # messages a minute in one group or channel


TELEGRAMS = Rates()


class Window:
    """At most *count* in any stretch of *seconds*."""

    def __init__(self, count: int, seconds: float, slack: float = SLACK) -> None:
        self._seconds = seconds * slack
        self._times: deque[float] = deque(maxlen=count)

    def ready_at(self, now: float) -> float:
        """When the next one may go; *now* or earlier if it may go now."""
        full = len(self._times) == self._times.maxlen
        return self._times[0] + self._seconds if full else now

    def take(self, now: float) -> None:
        """Count one that goes now."""
        self._times.append(now)

    def is_idle(self, now: float) -> bool:
        """Whether nothing that was counted matters any more."""
        return not self._times or self._times[-1] + self._seconds <= now


class Drip:
    """*burst* at once, after that one every *seconds*; what is not used is saved up to the burst."""

    def __init__(self, burst: int, seconds: float, slack: float = SLACK) -> None:
        self._interval = seconds * slack
        self._saved = (burst - 1) * self._interval
        self._next = 0.0  # when it would be due if nothing had ever been saved

    def ready_at(self, now: float) -> float:
        """When the next one may go; *now* or earlier if it may go now."""
        return self._next - self._saved

    def take(self, now: float) -> None:
        """Count one that goes now."""
        self._next = max(self._next, now) + self._interval

    def is_idle(self, now: float) -> bool:
        """Whether nothing that was counted matters any more."""
        return self._next <= now


@dataclass(eq=False, slots=True)
class Ticket:
    """One request that waits for its turn."""

    chat: Chat
    priority: int
    number: int  # order of arrival
    go: Callable[[], None]  # called when its turn has come
    tries: int = 0


@dataclass(eq=False, slots=True)
class Lane:
    """The requests to one chat: one at a time, in order of arrival within a priority."""

    pace: Window | Drip
    queues: tuple[deque[Ticket], deque[Ticket]] = field(default_factory=lambda: (deque(), deque()))
    held_until: float = 0.0
    busy: bool = False

    def head(self) -> Ticket | None:
        """The request whose turn is next."""
        return next((queue[0] for queue in self.queues if queue), None)


class Pacer:
    """Who may go when. Knows neither asyncio nor a clock: every call says what time it is."""

    def __init__(self, rates: Rates = TELEGRAMS) -> None:
        self._rates = rates
        self._overall = Window(rates.overall, 1.0, EVENLY)
        self._broadcasts = Drip(min(BURST, rates.overall), 1 / rates.overall, EVENLY)
        self._lanes: dict[Chat, Lane] = {}
        self._waiting: list[tuple[float, int, Ticket]] = []  # heap: by the time at which the chat may be written to
        self._ready: list[tuple[int, int, Ticket]] = []  # heap: by priority, then arrival
        self._held_until = 0.0
        self._count = 0

    def add(self, chat: Chat, priority: int, go: Callable[[], None], *, now: float) -> Ticket:
        """Queue a request; *go* is called by `advance` when it may be sent."""
        self._count += 1
        ticket = Ticket(chat, priority, self._count, go)
        lane = self._lane(chat, now)
        lane.queues[priority].append(ticket)
        if lane.head() is ticket:
            self._place(lane, now)
        return ticket

    def advance(self, now: float) -> float | None:
        """Let go all that may; returns when to call again, None if only a change can bring something new."""
        while (at := self._next(now)) is not None and at <= now:
            pass
        return at

    def put_back(self, ticket: Ticket, *, until: float, now: float) -> None:
        """A request that had its turn is to be tried again; its chat is not written to before *until*."""
        lane = self._lanes[ticket.chat]
        lane.busy, lane.held_until = False, max(lane.held_until, until)
        lane.queues[ticket.priority].appendleft(ticket)
        self._place(lane, now)

    def leave(self, ticket: Ticket, *, now: float) -> None:
        """A request is done with, whether it had its turn or gave up waiting: the chat's next may go."""
        lane = self._lanes[ticket.chat]
        if ticket in lane.queues[ticket.priority]:
            lane.queues[ticket.priority].remove(ticket)
        else:
            lane.busy = False
        self._place(lane, now)

    def hold(self, until: float) -> None:
        """Nobody is written to before *until*."""
        self._held_until = max(self._held_until, until)

    def _next(self, now: float) -> float | None:
        """Let the next one go and return *now*; or return when one may, None if nobody waits."""
        while self._waiting and self._waiting[0][0] <= now:
            _, _, ticket = heapq.heappop(self._waiting)
            heapq.heappush(self._ready, (ticket.priority, ticket.number, ticket))
        free_at = max(self._held_until, self._overall.ready_at(now))
        while self._ready:
            ticket = self._ready[0][2]
            lane = self._lanes.get(ticket.chat)
            if lane is None or lane.busy or lane.head() is not ticket:
                heapq.heappop(self._ready)  # an entry that was overtaken; the head has one of its own
            elif (at := self._chat_ready_at(lane, now)) > now:
                heapq.heappop(self._ready)
                heapq.heappush(self._waiting, (at, ticket.number, ticket))
            elif (at := max(free_at, self._broadcasts.ready_at(now)) if ticket.priority else free_at) > now:
                return at
            else:
                heapq.heappop(self._ready)
                self._send_off(ticket, lane, now)
                return now
        return self._waiting[0][0] if self._waiting else None

    def _send_off(self, ticket: Ticket, lane: Lane, now: float) -> None:
        lane.queues[ticket.priority].popleft()
        lane.busy = True
        lane.pace.take(now)
        self._overall.take(now)
        if ticket.priority == BROADCAST:
            self._broadcasts.take(now)
        ticket.tries += 1
        ticket.go()

    def _place(self, lane: Lane, now: float) -> None:
        """See to it that the chat's next request is in line."""
        head = lane.head()
        if head is not None and not lane.busy:
            heapq.heappush(self._waiting, (self._chat_ready_at(lane, now), head.number, head))

    def _chat_ready_at(self, lane: Lane, now: float) -> float:
        return max(lane.held_until, lane.pace.ready_at(now))

    def _lane(self, chat: Chat, now: float) -> Lane:
        if chat not in self._lanes:
            if len(self._lanes) >= IDLE_LANES:
                self._lanes = {key: lane for key, lane in self._lanes.items() if not _is_idle(lane, now)}
            # a @name is a channel's or a supergroup's
            is_group = isinstance(chat, str) or chat < 0
            burst, seconds = PRIVATE
            self._lanes[chat] = Lane(
                Window(self._rates.group, MINUTE) if is_group else Drip(burst, seconds / self._rates.private)
            )
        return self._lanes[chat]


def _is_idle(lane: Lane, now: float) -> bool:
    return not lane.busy and lane.head() is None and lane.held_until <= now and lane.pace.is_idle(now)


class RateLimiter(BaseRateLimiter[int]):
    """Sends what the bot says at Telegram's pace; `rate_limit_args` is the priority, ANSWER if none is given.

    A request to a chat that fails for the network's sake or by a server error is tried again. Telegram may have
    done it and only its answer been lost; a message may then arrive twice, which is better than not at all.
    A broadcast is tried once: the outbox remembers it, and knows when to try again.
    """

    UNCOUNTED = frozenset({"sendChatAction"})  # no message
    TRIED_AGAIN = frozenset({"answerCallbackQuery", "answerInlineQuery"})

    def __init__(self, rates: Rates = TELEGRAMS, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._pacer = Pacer(rates)
        self._timer: asyncio.TimerHandle | None = None

    async def initialize(self) -> None:
        """Nothing to do: it starts with the first request."""

    async def shutdown(self) -> None:
        """Forget the timer."""
        if self._timer is not None:
            self._timer.cancel()

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Any:
        """Run *callback* when it may; its result, or its last error."""
        chat = _chat(data.get("chat_id"))

        async def call() -> Any:
            return await callback(*args, **kwargs)

        if chat is None:
            return await self._at_once(call, tries=2 if endpoint in self.TRIED_AGAIN else 1)
        if endpoint in self.UNCOUNTED:
            return await call()
        return await self._in_turn(call, chat, rate_limit_args or ANSWER)

    async def _at_once(self, call: Callable[[], Coroutine[Any, Any, Any]], *, tries: int) -> Any:
        """A request that is no message. Told to wait, everybody waits: Telegram means the whole bot."""
        for tried in range(1, tries + 1):
            try:
                return await call()
            except RetryAfter as exc:
                self._pacer.hold(self._clock() + seconds_of(exc))
                self._advance()
                raise
            except NetworkError as exc:
                if isinstance(exc, BadRequest) or tried == tries:
                    raise
        raise AssertionError("unreachable")

    async def _in_turn(self, call: Callable[[], Coroutine[Any, Any, Any]], chat: Chat, priority: int) -> Any:
        turn, tries = asyncio.Event(), 1 if priority == BROADCAST else TRIES
        ticket = self._pacer.add(chat, priority, turn.set, now=self._clock())
        self._advance()
        try:
            while True:
                await turn.wait()
                turn.clear()
                try:
                    return await call()
                except NetworkError as exc:
                    if isinstance(exc, BadRequest) or ticket.tries >= tries:
                        raise
                    wait = _pause(ticket.tries)
                except RetryAfter as exc:
                    wait = seconds_of(exc)
                    if wait > LONGEST_WAIT or ticket.tries >= tries:
                        raise
                now = self._clock()
                self._pacer.put_back(ticket, until=now + wait, now=now)
                self._advance()
        finally:
            self._pacer.leave(ticket, now=self._clock())
            self._advance()

    def _advance(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        now = self._clock()
        at = self._pacer.advance(now)
        self._timer = None if at is None else asyncio.get_running_loop().call_later(at - now, self._advance)


def seconds_of(exc: RetryAfter) -> float:
    """How long Telegram wants to be left in peace."""
    wait = exc.retry_after  # its type depends on PTB_TIMEDELTA, which build_application sets
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def _pause(tries: int) -> float:
    # chance spreads out those who lost the connection together
    return float(FIRST_PAUSE * 2 ** (tries - 1) * (1 + random.random() / 2))


def _chat(value: object) -> Chat | None:
    if isinstance(value, str):
        return int(value) if value.removeprefix("-").isdigit() else value
    return value if isinstance(value, int) else None
