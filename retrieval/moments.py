"""A moment: a point in time as far as it is known, or a span of two; its arithmetic and its ISO 8601 form."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time as far as it is known; None is what is not."""

    year: int | None = None  # astronomical: 0 is 1 BC
    month: int | None = None
    day: int | None = None
    hour: int | None = None
    minute: int = 0
    part: str = ""  # of the day, as printed: 上午
    relative: bool = False  # printed as a distance from another date
    vague: bool = False  # printed, but not to be said in ISO (lunar days, 周六, 今年 in an undated article)
    lunar: bool = False  # its months and days are not the Gregorian ones
    upto: Moment | None = None  # the other end, inclusive, of a span
    split: tuple[int, int] | None = None  # where a printed span's first end stops and its second begins

    @property
    def dated(self) -> bool:
        """Whether anything of the date, and not only the time of day, is known."""
        return self.year is not None or self.month is not None or self.day is not None


UNKNOWN = Moment()


def iso(moment: Moment) -> str:
    """ISO 8601 as far as it is known: 2022-08, --08-13, ---13, T21:30, 2022-08-01/2022-09-15; "" if nothing is."""
    first = _iso_point(moment)
    return f"{first}/{_iso_point(moment.upto)}" if moment.upto is not None and first else first


def _iso_point(moment: Moment) -> str:
    year = "-" if moment.year is None else f"{moment.year:04d}" if moment.year >= 0 else f"-{-moment.year:04d}"
    parts = ["" if part is None else f"{part:02d}" for part in (moment.month, moment.day)]
    day = "-".join([year, *parts]).rstrip("-") if moment.dated else ""
    return day + ("" if moment.hour is None else f"T{moment.hour:02d}:{moment.minute:02d}")


def read_iso(printed: str | None) -> Moment:
    """The date *printed* begins with, as far as it is given; UNKNOWN for none."""
    match = re.match(r"(?:([0-9]{4})|-)(?:-([0-9][0-9])(?:-([0-9][0-9]))?)?", printed or "")
    if match is None:
        return UNKNOWN
    year, month, day = (int(part) if part else None for part in match.groups())
    return Moment(year, month, day)


def moved(moment: Moment, *, months: int = 0, days: int = 0) -> Moment:
    """The date of *moment* moved; where no year is known a leap year stands in for the count."""
    year, month = moment.year if moment.year is not None else 2000, moment.month or 1
    if months:
        year, month = divmod(year * 12 + month - 1 + months, 12)
        month += 1
    if days and moment.day and 1 < year < 9999:
        day = date(year, month, min(moment.day, _length(year, month))) + timedelta(days=days)
        return Moment(None if moment.year is None else day.year, day.month, day.day)
    return Moment(None if moment.year is None else year, month, None if months else moment.day)


def in_months(moment: Moment, first: int, last: int) -> Moment:
    """*moment*'s year from month *first* to month *last*."""
    return replace(moment, month=first, upto=replace(moment, month=last, upto=None))


def third_of_month(moment: Moment, name: str) -> Moment:
    """上旬, 中旬 or 下旬 of *moment*'s month, or two of them (*name* 上, 中, 下, 上中, 中下), as a span of days."""
    length = _length(moment.year if moment.year is not None else 2000, moment.month or 1)
    thirds = {"上": (1, 10), "中": (11, 20), "下": (21, length)}
    first, last = thirds[name[0]][0], thirds[name[-1]][1]
    return replace(moment, day=first, upto=replace(moment, day=last, upto=None))


def weekday(moment: Moment) -> int | None:
    """0 for Monday to 6 for Sunday; None unless the whole date is known."""
    if moment.year is None or moment.month is None or moment.day is None or not 0 < moment.year < 9999:
        return None
    return date(moment.year, moment.month, min(moment.day, _length(moment.year, moment.month))).weekday()


def inherited(moment: Moment, first: Moment) -> Moment:
    """The second end of a span takes from the *first* what it does not print itself: 11月11日至12日."""
    if moment.month is not None:
        return replace(moment, year=first.year)
    if moment.day is not None:
        return replace(moment, year=first.year, month=first.month)
    return replace(moment, year=first.year, month=first.month, day=first.day) if moment.hour is not None else moment


def nearest(moment: Moment, reference: Moment) -> Moment:
    """A month (and day) without a year: in the reference's year, or in its neighbour around New Year.

    In December 1月5日 is the next year's, 1月 alone is this year's (as in 1至11月).
    """
    if reference.year is None or moment.month is None:
        return moment
    away = 0
    if reference.month is not None and abs(moment.month - reference.month) >= 10:
        away = -1 if moment.month > reference.month else 1 if moment.day is not None else 0
    return replace(moment, year=reference.year + away)


def _length(year: int, month: int) -> int:
    return calendar.monthrange(year if 0 < year < 9999 else 2000, month)[1]
