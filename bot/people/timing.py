"""When a chat wants to be told: at once, daily or weekly, not at night, not too often. Pure functions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

HOURS_OF_DAY = 24


@dataclass(frozen=True, slots=True)
class Timing:
    """How one chat wants to be told; the default is at once, always."""

    daily: int | None = None  # the hour of the one message a day; None: at once
    quiet: tuple[int, int] | None = None  # hours between which nothing is sent, the second exclusive: 22, 7
    most: int | None = None  # messages a day; what is over that is told the next day
    zone: str | None = None  # the reader's; None: the operator's
    weekday: int | None = None  # makes it one message a week, on this day; Monday is 0


def pack(timing: Timing) -> str:
    """*timing* as JSON; `{}` is the default."""
    return json.dumps({name: value for name, value in asdict(timing).items() if value is not None})


def unpack(content: str) -> Timing:
    """What `pack` made."""
    row = json.loads(content)
    if "quiet" in row:
        row["quiet"] = tuple(row["quiet"])
    return Timing(**row)


def due_at(timing: Timing, now: float, *, zone: str) -> float:
    """When news of *now* (Unix seconds) is told; 0.0 is at once. *zone* is the operator's time zone."""
    start = at = _local(now, timing, zone)
    if timing.daily is not None:
        at = _next(at, timing.daily)
        if timing.weekday is not None:
            at += timedelta(days=(timing.weekday - at.weekday()) % 7)
    at = _after_quiet(at, timing)
    return 0.0 if at <= start else at.timestamp()


def blocked_until(timing: Timing, now: float, sent: Sequence[float], *, zone: str) -> float:
    """Until when nothing is told, though it is due; 0.0 if it may go now. *sent* is when the chat was told of late."""
    start = at = _local(now, timing, zone)
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    if timing.most is not None and sum(told >= midnight.timestamp() for told in sent) >= timing.most:
        at = midnight + timedelta(days=1)
    at = _after_quiet(at, timing)
    # compared as they are: a time of day holds microseconds, and back in seconds may be a hair later than *now*
    return 0.0 if at <= start else at.timestamp()


def _local(now: float, timing: Timing, zone: str) -> datetime:
    return datetime.fromtimestamp(now, ZoneInfo(timing.zone or zone))


def _next(at: datetime, hour: int) -> datetime:
    """The next time the clock on the wall shows *hour*."""
    today = at.replace(hour=hour, minute=0, second=0, microsecond=0)
    return today if today > at else today + timedelta(days=1)


def _after_quiet(at: datetime, timing: Timing) -> datetime:
    """*at*, or the end of the quiet hours that it lies in."""
    if timing.quiet is None:
        return at
    start, end = timing.quiet
    if (at.hour - start) % HOURS_OF_DAY < (end - start) % HOURS_OF_DAY:
        return _next(at, end)
    return at
