"""Telegram's limits on sending, as token buckets: so much at once, so much a second after that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from time import monotonic


@dataclass(frozen=True, slots=True)
class Rate:
    """*burst* messages at once, then *per_second*."""

    burst: float
    per_second: float


@dataclass(frozen=True, slots=True)
class Limits:
    """About 30 messages a second in all, 1 a second in a chat, 20 a minute in a group (core.telegram.org/bots/faq).

    Telegram lets short bursts pass in a private chat; how short it does not say.
    """

    overall: Rate = Rate(30, 30)
    private: Rate = Rate(5, 1)
    group: Rate = Rate(20, 20 / 60)

    @classmethod
    def none(cls) -> Limits:
        """No limits, for tests of something else."""
        endless = Rate(1e9, 1e9)
        return cls(endless, endless, endless)


@dataclass(slots=True)
class Bucket:
    rate: Rate
    level: float
    at: float  # seconds on the clock at which *level* held

    def wait(self, now: float) -> float:
        """Seconds until a message may pass; 0.0 if one may now."""
        self.level = min(self.rate.burst, self.level + (now - self.at) * self.rate.per_second)
        self.at = now
        return max(0.0, (1 - self.level) / self.rate.per_second)


class Meter:
    """Counts what the bot sends against *limits*."""

    def __init__(self, limits: Limits, *, clock: Callable[[], float] = monotonic) -> None:
        self.limits, self._clock = limits, clock
        self._buckets: dict[int, Bucket] = {}

    def set(self, limits: Limits) -> None:
        """Put *limits* in place of the old ones; every count starts anew."""
        self.limits = limits
        self._buckets.clear()

    def take(self, chat_id: int) -> int:
        """Count a message to *chat_id* (negative: a group or channel); returns 0, or the seconds to wait if refused."""
        now = self._clock()
        rate = self.limits.private if chat_id > 0 else self.limits.group
        buckets = [self._bucket(0, self.limits.overall, now), self._bucket(chat_id, rate, now)]
        wait = max(bucket.wait(now) for bucket in buckets)
        if wait > 0:
            return ceil(wait)
        for bucket in buckets:
            bucket.level -= 1
        return 0

    def _bucket(self, key: int, rate: Rate, now: float) -> Bucket:
        return self._buckets.setdefault(key, Bucket(rate, rate.burst, now))
