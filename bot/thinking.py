"""Few questions are thought about at once: more would only take turns on the same cores."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

AT_ONCE = 2
CROWD = 30  # questions that wait, from which on nothing is done but answering them


class Thinking:
    """Runs what takes a core's time, in threads, first come first served."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._at_once = at_once
        self._turn = asyncio.Semaphore(at_once)
        self._wanted = 0

    @property
    def is_busy(self) -> bool:
        """Whether somebody waits: nothing should be thought about now that nobody asked for."""
        return self._wanted > self._at_once

    @property
    def is_crowded(self) -> bool:
        """Whether so many wait that telling each of them would make all of them wait longer."""
        return self._wanted > CROWD

    async def of(self, deed: Callable[[], T]) -> T:
        """What *deed* returns."""
        self._wanted += 1
        try:
            async with self._turn:
                return await asyncio.to_thread(deed)
        finally:
            self._wanted -= 1
