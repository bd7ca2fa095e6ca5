"""What /stats shows: a table of three stretches of time, and the days as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.charts import Series, bars
from bot.desk.texts import DESK
from bot.texts import Language
from bot.words.markup import Reply
from store.statistics import Totals

DAYS = (1, 7, 30)  # the stretches, today included


def starts(now: float, zone: str) -> list[float]:
    """When each stretch begins (Unix seconds): midnights of *zone*."""
    return [midnight(now, zone, days - 1) for days in DAYS]


def midnight(now: float, zone: str, days_ago: int = 0) -> float:
    """When the day began that is *days_ago* before the one of *now* (Unix seconds)."""
    day = datetime.fromtimestamp(now, ZoneInfo(zone)).date() - timedelta(days=days_ago)
    return datetime.combine(day, time(), ZoneInfo(zone)).timestamp()


def table(spans: Sequence[Totals], turned_away: int, now: float, zone: str, language: Language) -> Reply:
    """The figures of the three stretches, one line each; short enough to stand under a picture."""
    texts = DESK[language]
    names = texts.stats_row
    rows = [
        (names["asked"], [str(one.asked) for one in spans]),
        (names["answered"], [_share(one.answered, one.asked) for one in spans]),
        (names["refused"], [str(one.refused) for one in spans]),
        (names["good"], [str(one.good) for one in spans]),
        (names["bad"], [str(one.bad) for one in spans]),
        (names["readers"], [str(one.readers) for one in spans]),
        (names["alerts"], [str(one.alerts) for one in spans]),
        (names["half"], [_seconds(one.half) for one in spans]),
        (names["most"], [_seconds(one.most) for one in spans]),
    ]
    today = f"{datetime.fromtimestamp(now, ZoneInfo(zone)):%Y-%m-%d}"
    lines = [texts.stats.format(today=today), " · ".join(texts.stats_spans), ""]
    lines += [f"{name}：{' · '.join(figures)}" for name, figures in rows]
    if turned_away:
        lines += ["", texts.stats_turned_away.format(count=turned_away)]
    return Reply("\n".join(lines))


def picture(hours: Sequence[tuple[float, int, int]], now: float, zone: str, language: Language) -> bytes:
    """The questions of each day, answered and refused; *hours* as the store counts them."""
    texts = DESK[language]
    days = [
        datetime.fromtimestamp(midnight(now, zone, ago), ZoneInfo(zone)).date() for ago in reversed(range(DAYS[-1]))
    ]
    answered, refused = dict.fromkeys(days, 0.0), dict.fromkeys(days, 0.0)
    for at, good, bad in hours:
        day = datetime.fromtimestamp(at, ZoneInfo(zone)).date()
        if day in answered:
            answered[day] += good
            refused[day] += bad
    series = (
        Series(texts.chart_answered, tuple(answered.values())),
        Series(texts.chart_refused, tuple(refused.values())),
    )
    return bars(texts.chart, [f"{day.month}-{day.day}" for day in days], series, stacked=True)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else "—"


def _seconds(value: float | None) -> str:
    return "—" if value is None else f"{value:.1f} s" if value < 100 else f"{value:.0f} s"
