"""When a chat is told, as a table of clock times."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.people import timing
from bot.people.timing import Timing

SHANGHAI = "Asia/Shanghai"
NIGHT = (22, 7)


def at(text: str, zone: str = SHANGHAI) -> float:
    """Unix seconds of a time on the wall."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp()


@pytest.mark.parametrize(
    ("how", "now", "due"),
    [
        (Timing(), "2026-03-01T12:00", None),
        (Timing(daily=8), "2026-03-01T07:59", "2026-03-01T08:00"),
        (Timing(daily=8), "2026-03-01T08:00", "2026-03-02T08:00"),
        (Timing(daily=8), "2026-12-31T23:00", "2027-01-01T08:00"),
        (Timing(daily=8, weekday=0), "2026-03-01T12:00", "2026-03-02T08:00"),  # the second of March is a Monday
        (Timing(daily=8, weekday=0), "2026-03-02T07:59", "2026-03-02T08:00"),
        (Timing(daily=8, weekday=0), "2026-03-02T08:00", "2026-03-09T08:00"),
        (Timing(daily=8, weekday=6), "2026-03-02T12:00", "2026-03-08T08:00"),
        (Timing(quiet=NIGHT), "2026-03-01T21:59", None),
        (Timing(quiet=NIGHT), "2026-03-01T22:00", "2026-03-02T07:00"),
        (Timing(quiet=NIGHT), "2026-03-01T06:59", "2026-03-01T07:00"),
        (Timing(quiet=NIGHT), "2026-03-01T07:00", None),
        (Timing(quiet=(12, 14)), "2026-03-01T13:30", "2026-03-01T14:00"),
        (Timing(daily=6, quiet=NIGHT), "2026-03-01T12:00", "2026-03-02T07:00"),
        (Timing(quiet=(0, 0)), "2026-03-01T00:00", None),
    ],
)
def test_when_news_is_told(how: Timing, now: str, due: str | None) -> None:
    """At once, at the hour of the day, after the night."""
    assert timing.due_at(how, at(now), zone=SHANGHAI) == (0.0 if due is None else at(due))


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-03-28T09:00", "2026-03-29T08:00"),  # the night in which the clocks go forward is an hour shorter
        ("2026-10-24T09:00", "2026-10-25T08:00"),
    ],
)
def test_the_readers_own_clock_counts(now: str, due: str) -> None:
    """Summer time included."""
    berlin = "Europe/Berlin"
    assert timing.due_at(Timing(daily=8, zone=berlin), at(now, berlin), zone=SHANGHAI) == at(due, berlin)


@pytest.mark.parametrize(
    ("how", "sent", "now", "until"),
    [
        (Timing(), 99, "2026-03-01T12:00", None),
        (Timing(most=3), 2, "2026-03-01T12:00", None),
        (Timing(most=3), 3, "2026-03-01T12:00", "2026-03-02T00:00"),
        (Timing(most=3, quiet=NIGHT), 3, "2026-03-01T12:00", "2026-03-02T07:00"),
        (Timing(quiet=NIGHT), 0, "2026-03-01T23:00", "2026-03-02T07:00"),
        (Timing(daily=8), 0, "2026-03-01T12:00", None),
    ],
)
def test_what_is_due_may_still_have_to_wait(how: Timing, sent: int, now: str, until: str | None) -> None:
    """For the night to pass, or for another day; yesterday's messages do not count for today."""
    told = [at("2026-03-01T09:00")] * sent + [at("2026-02-28T20:00")] * 9
    assert timing.blocked_until(how, at(now), told, zone=SHANGHAI) == (0.0 if until is None else at(until))


@pytest.mark.parametrize("how", [Timing(), Timing(daily=0), Timing(8, NIGHT, 3, "Europe/Berlin")])
def test_it_is_kept_as_it_is(how: Timing) -> None:
    """JSON and back."""
    assert timing.unpack(timing.pack(how)) == how
    assert timing.pack(Timing()) == "{}"


def test_what_is_due_is_not_put_off_by_a_rounding() -> None:
    """Seconds hold more digits than a time of day: none of them makes a message wait that may go now."""
    daily = Timing(daily=8)
    assert {timing.blocked_until(daily, 1795542863 + n / 7e6, [], zone="Asia/Shanghai") for n in range(2000)} == {0.0}
