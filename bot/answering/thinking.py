"""Few questions are thought about at once: more would only take turns on the same cores.

They are thought about in threads, which share Python's one lock with each other and with the chat. While readers crowd,
processes of their own help (`bot.answering.thinker`), each on another core; a bot that is not busy has none.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field

from bot.answering.helper import Helper
from bot.answering.newsroom import Newsroom
from bot.answering.thoughts import Job, Question
from bot.watch import metrics
from bot.watch.logs import describe
from retrieval.types import Answer, Context

log = logging.getLogger(__name__)

AT_ONCE = 2
LONG_WAIT = 0.03  # seconds that a question waits for its turn, from which on help is called
DEEP = 16  # questions handed to a helper at once: the wait for it costs the chat less than a thread of its own
IDLE_SECONDS = 300.0  # without a crowd, after which helpers are let go
PAUSE = 30.0  # seconds without a helper after one was lost


@dataclass(order=True, frozen=True, slots=True)
class Place:
    """Where a question is thought about; the first in order is taken first."""

    is_thread: bool
    helper: Helper | None = field(default=None, compare=False)


class Thinking:
    """Has questions thought about, first come first served. For the loop's thread alone."""

    def __init__(self, newsroom: Newsroom, *, at_once: int = AT_ONCE, helpers: int = 0) -> None:
        """*at_once* questions in threads, and at most *helpers* processes that help."""
        self._newsroom = newsroom
        self._at_once, self._most = at_once, helpers
        self._places: asyncio.PriorityQueue[Place] = asyncio.PriorityQueue()
        for _ in range(at_once):
            self._places.put_nowait(Place(True))
        self._wanted = 0
        self._helpers: set[Helper] = set()  # warm ones
        self._started: list[Helper] = []  # also those that are still beginning or ending
        self._begun: tuple[Helper, asyncio.Task[None]] | None = None  # one that is not warm yet
        self._not_before = 0.0  # loop time
        self._crowded_at = 0.0  # loop time of the last question that had to wait
        self._look: asyncio.TimerHandle | None = None

    @property
    def is_busy(self) -> bool:
        """Whether somebody waits: nothing should be thought about now that nobody asked for."""
        return self._wanted > self._at_once

    @property
    def helpers(self) -> frozenset[Helper]:
        """The processes that help now."""
        return frozenset(self._helpers)

    @property
    def is_helped(self) -> bool:
        """Whether a process helps, or is about to."""
        return bool(self._helpers) or self._begun is not None

    async def ask(self, text: str, context: Context | None = None) -> Answer:
        """The newsroom's answer to *text*; *context* is what a follow-up refers to."""
        # on the loop's own thread: that takes microseconds, and a thread's turn a hundred
        if (held := self._newsroom.held(text, context)) is not None:
            return held
        self._wanted += 1
        try:
            place = await self._place()
            try:
                return await self._thought(place, text, context)
            finally:
                if place.helper is None or not place.helper.is_lost:
                    self._places.put_nowait(place)
        finally:
            self._wanted -= 1

    async def stop(self) -> None:
        """Let every helper go, and wait until it has ended."""
        self._most = 0
        if self._look is not None:
            self._look.cancel()
        if self._begun is not None:
            helper, beginning = self._begun
            helper.end()
            await beginning
        await asyncio.gather(*(helper.gone() for helper in self._started))

    async def _place(self) -> Place:
        """The next free place, once it is this question's turn."""
        loop = asyncio.get_running_loop()
        since = loop.time()
        while True:
            place = await self._places.get()
            if place.helper is None or not place.helper.is_lost:
                break
        if self.is_busy:
            self._crowded_at = loop.time()
            if loop.time() - since > LONG_WAIT:
                self._call_for_help()
        return place

    async def _thought(self, place: Place, text: str, context: Context | None) -> Answer:
        if self._wanted > self._at_once and (held := self._newsroom.held(text, context)) is not None:
            return held  # somebody else has asked the same meanwhile
        if place.helper is not None:
            thought = await place.helper.ask(Question(text, context))
            if thought is not None and (taken := self._newsroom.taken(thought)) is not None:
                return taken
            if thought is not None and thought.state.edition != self._newsroom.state().edition:
                place.helper.end()  # what it answers from has been replaced
            # it has waited long enough: not for a turn once more
        return await asyncio.to_thread(self._newsroom.ask, text, context=context)

    # Helpers come and go

    def _call_for_help(self) -> None:
        now, job = asyncio.get_running_loop().time(), self._newsroom.job()
        if job is None or self._begun is not None or len(self._helpers) >= self._most or now < self._not_before:
            return
        helper = Helper(self._lost)
        self._started = [*(one for one in self._started if one.is_running), helper]
        self._begun = helper, asyncio.create_task(self._begin(helper, job))

    async def _begin(self, helper: Helper, job: Job) -> None:
        """Questions are thought about as before until *helper* is warm; then it takes them first."""
        try:
            is_warm = await helper.start(job)
        except Exception as exc:  # whatever it is, readers are answered without help, and help may come later
            is_warm = False
            helper.end()
            self._pause(describe(exc))
        self._begun = None
        if is_warm:
            self._helpers.add(helper)
            self._count()
            log.info("readers crowd: process %d helps to think", helper.pid)
            for _ in range(DEEP):
                self._places.put_nowait(Place(False, helper))
            if self._look is None:
                self._look_later(IDLE_SECONDS)

    def _lost(self, helper: Helper) -> None:
        self._helpers.discard(helper)
        self._count()
        if not helper.is_let_go:
            self._pause("it ended")

    def _pause(self, why: str) -> None:
        log.warning("a process that helps to think was lost: %s; questions are thought about without it", why)
        self._not_before = asyncio.get_running_loop().time() + PAUSE

    def _look_later(self, seconds: float) -> None:
        self._look = asyncio.get_running_loop().call_later(seconds, self._let_go)

    def _let_go(self) -> None:
        """End the helpers if there has been no crowd for long; else look again."""
        self._look = None
        left = self._crowded_at + IDLE_SECONDS - asyncio.get_running_loop().time()
        if not self._helpers:
            return
        if left > 0:
            self._look_later(left)
            return
        log.info("no crowd any more: %d helping processes are let go", len(self._helpers))
        for helper in self.helpers:
            helper.end()

    def _count(self) -> None:
        metrics.thinkers.set(len(self._helpers))
