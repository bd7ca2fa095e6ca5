"""Whether to ask a server that fails: after a few failures in a row it is left alone, and tried ever more rarely."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable

FAILURES = 3  # in a row, until the server is left alone
FIRST_PAUSE = 1.0  # seconds until it is tried again
LONGEST_PAUSE = 10.0


class Breaker:
    """Open: nobody asks. Only a try on purpose closes it again, so that no reader waits for a dead server."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic, random: random.Random | None = None) -> None:
        """*clock* in seconds; *random* spreads the tries of many processes."""
        self._clock = clock
        self._random = random or _RANDOM
        self._lock = threading.Lock()
        self._failures = 0
        self._pause = 0.0
        self._next_try = 0.0
        self.is_open = False
        self.reason: str | None = None  # of the last failure, while open

    def failed(self, reason: str, *, at_once: bool = False) -> None:
        """A request did not get its answer; *at_once* where one failure says it all."""
        with self._lock:
            self._failures += 1
            if self._failures < FAILURES and not at_once:
                return
            self._pause = min(LONGEST_PAUSE, max(FIRST_PAUSE, self._pause * 2))
            self._next_try = self._clock() + self._pause * self._random.uniform(0.5, 1.0)
            self.is_open, self.reason = True, reason

    def answered(self) -> None:
        """A reader got an answer. One that comes late, when the breaker is open already, closes nothing."""
        if not self.is_open and (self._failures or self._pause):
            with self._lock:
                self._failures, self._pause = 0, 0.0

    def close(self) -> None:
        """A try on purpose went well: everybody may ask again."""
        with self._lock:
            self._failures = 0
            self.is_open, self.reason = False, None

    def seconds_to_try(self) -> float:
        """How long until the server may be tried; 0 where it may be now."""
        with self._lock:
            return max(0.0, self._next_try - self._clock()) if self.is_open else 0.0


_RANDOM = random.Random()
