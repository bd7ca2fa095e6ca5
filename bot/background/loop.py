"""A task that works until the bot stops, and sleeps while there is nothing to do."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Collection


class Loop(ABC):
    """What goes on beside the chat; a subclass says what it does in `_run`, until `_is_stopping`."""

    def __init__(self) -> None:
        self._woken = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._is_stopping = False

    def start(self) -> None:
        """Begin, with what was under way when an earlier process ended."""
        self._task = asyncio.create_task(self._run())

    def wake(self) -> None:
        """There is something to do."""
        self._woken.set()

    async def stop(self, seconds: float) -> None:
        """Begin nothing more, let what is under way end within *seconds* or twice that; the rest is broken off."""
        if self._task is None:
            return
        self._is_stopping = True
        self.wake()
        # not cancelled at once: its thread may be at work on the store, which is closed soon
        _, late = await asyncio.wait([self._task], timeout=seconds)
        if flying := self._flying():
            late |= (await asyncio.wait(flying, timeout=seconds))[1]
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    @property
    def is_running(self) -> bool:
        """Whether it works."""
        return self._task is not None and not self._task.done() and not self._is_stopping

    @abstractmethod
    async def _run(self) -> None:
        """The work."""

    def _flying(self) -> Collection[asyncio.Task[None]]:
        """Tasks of its own that are to end before it has stopped."""
        return ()

    async def _is_woken(self, seconds: float) -> bool:
        """Sleep for *seconds*; True at once where something is to be done, or nothing any more."""
        if self._is_stopping:
            return True
        try:
            async with asyncio.timeout(seconds):
                return await self._woken.wait()
        except TimeoutError:
            return False
