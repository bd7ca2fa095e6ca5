"""The queue of updates for the bot: fetched by long polling, or pushed to its webhook."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from dataclasses import dataclass

from bot.local.errors import Json, refuse

KEPT = 24 * 3600  # seconds that Telegram keeps an update that nobody fetches
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
OTHER_POLL = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


@dataclass(slots=True)
class Webhook:
    """Where the bot wants its updates sent."""

    url: str
    secret: str = ""
    max_connections: int = 40
    last_error_at: int | None = None  # Unix seconds
    last_error: str = ""


class Updates:
    """Updates in order, kept until the bot confirms them."""

    def __init__(self) -> None:
        # Counting on from the clock, so that a bot that remembers the updates of an earlier run takes none for handled.
        self._next_id = time.time_ns() // 1_000_000
        self._pending: deque[tuple[float, Json]] = deque()
        self._allowed: frozenset[str] | None = None  # None: all but NOT_BY_DEFAULT
        self._poll: asyncio.Future[None] | None = None
        self._arrived = asyncio.Event()
        self.webhook: Webhook | None = None

    def __len__(self) -> int:
        return len(self._pending)

    def add(self, kind: str, body: Json) -> int | None:
        """Queue an update; returns its id, None if the bot has not asked for this kind."""
        wanted = kind not in NOT_BY_DEFAULT if self._allowed is None else kind in self._allowed
        if not wanted:
            return None
        update_id, self._next_id = self._next_id, self._next_id + 1
        self._pending.append((time.time(), {"update_id": update_id, kind: body}))
        self._arrived.set()
        if self._poll and not self._poll.done():
            self._poll.set_result(None)
        return update_id

    def allow(self, kinds: list[str] | None) -> None:
        """Only *kinds* from now on; empty means the default; None leaves all as it was."""
        if kinds is not None:
            self._allowed = frozenset(kinds) or None

    @property
    def allowed(self) -> list[str] | None:
        """What the bot asked for; None for the default."""
        return sorted(self._allowed) if self._allowed is not None else None

    def confirm(self, offset: int) -> None:
        """Forget the updates before *offset*; a negative one keeps only that many of the last."""
        if offset < 0:
            while len(self._pending) > -offset:
                self._pending.popleft()
        while self._pending and offset > 0 and self._pending[0][1]["update_id"] < offset:
            self._pending.popleft()

    def drop(self) -> None:
        """Forget every update."""
        self._pending.clear()

    def head(self, limit: int) -> list[Json]:
        """The first *limit* updates; those that waited longer than a day are gone."""
        while self._pending and self._pending[0][0] < time.time() - KEPT:
            self._pending.popleft()
        return [update for _, update in list(self._pending)[:limit]]

    def abort_poll(self, reason: str) -> None:
        """End the running long poll with 409 Conflict."""
        if self._poll and not self._poll.done():
            self._poll.set_exception(refuse(reason, 409))

    async def poll(self, *, offset: int, limit: int, wait: float, allowed: list[str] | None) -> list[Json]:
        """getUpdates: wait up to *wait* seconds for the first update; ends an earlier poll that still waits."""
        if self.webhook:
            raise refuse(WEBHOOK_ACTIVE, 409)
        self.abort_poll(OTHER_POLL)
        self.allow(allowed)
        self.confirm(offset)
        if (updates := self.head(limit)) or wait <= 0:
            return updates
        poll = self._poll = asyncio.get_running_loop().create_future()
        try:
            await asyncio.wait_for(poll, wait)
        except TimeoutError:
            return []
        finally:
            if self._poll is poll:
                self._poll = None
        return self.head(limit)

    async def arrival(self) -> None:
        """Wait until an update is there (for the webhook's delivery)."""
        while not self._pending:
            self._arrived.clear()
            await self._arrived.wait()
