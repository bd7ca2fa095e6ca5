"""Dates, periods and times of day as they are printed, with their ISO form as far as the text and its date tell.

A date is read slot by slot (year, month, day, weekday, part of the day, time), each slot optional and each either a
number or a word that stands for one (今年, 上月, 当天). What a slot leaves open is taken, in this order, from the other
end of the same span, from the dates printed before it (同年, 当天, 8月15日及16日), from the article's own date. What is
still open stays open: `--08-13` has no year, 今年 in an undated article has no ISO form at all. Besides, some forms are
read as a whole: centuries and decades, five-year plans, lunar days, quarters and halves of a year, weeks, 2022-08-13.

Not read: what names no date (日前, 近日, 近年来), durations (三年, 5天; see `quantities`), feasts (春节).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from retrieval.folding import fold
from retrieval.forms import read_form
from retrieval.moments import Moment, iso, read_iso
from retrieval.slots import CANDIDATE, TO, Reading, era_start, read_slots

DateKind = Literal["date", "period", "time"]


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A date, a period or a time of day in a text."""

    start: int  # characters into the text given
    end: int  # exclusive
    text: str  # as printed, the part of the day included (8月13日上午)
    iso: str  # as far as it is known; "" where ISO 8601 cannot say it (农历九月初九, 周六, 今年 in an undated article)
    kind: DateKind  # "period" is a span of two ends; a year or a month alone is a "date"
    relative: bool  # said by its distance from another date (今年, 上月, 当天), not by its number
    ends: tuple[DateSpan, ...] = ()  # of a span printed as two dates: 11月11日, 12日


def find_dates(text: str, *, reference: str | None = None) -> list[DateSpan]:
    """Every date, period and time of day in *text*, in order, without overlaps.

    *reference* is the article's own date, ISO 8601 as far as it is known; without it 今年 and 8月13日 keep no year.
    """
    reading = Reading(fold(text), read_iso(reference))
    spans = []
    position = 0
    while candidate := CANDIDATE.search(reading.text, position):
        start = era_start(reading.text, candidate.start(), position)
        found = _read(reading, start)
        if found is None:
            position = candidate.start() + 1
            continue
        moment, position = found
        reading.remember(moment, position)
        spans.append(_span(text, start, position, moment))
    return spans


def _read(reading: Reading, start: int) -> tuple[Moment, int] | None:
    """The date or the span of two dates that begins at *start*, and where it ends."""
    first = read_form(reading, start) or read_slots(reading, start)
    if first is None or (first[0].upto is not None and first[0].split is not None):
        return first
    moment, end = first
    to = _TO.match(reading.text, end)
    second = (read_form(reading, to.end()) or read_slots(reading, to.end(), moment)) if to else None
    if to is None or second is None or not _makes_span(moment, second[0]):
        return first
    last = second[0].upto or second[0]
    return replace(moment, upto=last, split=(end, to.end())), second[1]


def _makes_span(first: Moment, second: Moment) -> bool:
    """Whether two moments can be the ends of one span: dates with dates, times with times."""
    return first.vague or second.vague or first.dated == second.dated or second.hour is not None


def _span(text: str, start: int, end: int, moment: Moment) -> DateSpan:
    ends: tuple[DateSpan, ...] = ()
    if moment.upto is not None and moment.split is not None:
        stop, resume = moment.split
        ends = (
            _span(text, start, stop, replace(moment, upto=None, split=None)),
            _span(text, resume, end, replace(moment.upto, upto=None, split=None)),
        )
    timed = moment.hour is not None and not moment.dated
    kind: DateKind = "time" if timed else "period" if moment.upto else "date"
    return DateSpan(start, end, text[start:end], iso(moment), kind, moment.relative, ends)


def coarser(span: DateSpan, level: Literal["year", "month", "day"]) -> DateSpan | None:
    """The part of *span* down to its year, month or day: 1988年 of 1988年3月11日; None if that is not printed.

    Of a span of two dates it is the part of the first end.
    """
    if span.ends:
        return coarser(span.ends[0], level)
    printed = _PRINTED[level].match(fold(span.text))
    if printed is None:
        return None
    end = printed.end()
    date = span.iso.split("/")[0].split("T")[0]
    kept = {"year": 1, "month": 2, "day": 3}[level] + date.startswith("-")
    return DateSpan(
        span.start,
        span.start + end,
        span.text[:end],
        "-".join(date.split("-")[:kept]).rstrip("-"),
        "date",
        span.relative,
    )


_TO = re.compile(TO)
_PRINTED = {
    "year": re.compile(r"[^月日纪]*?年(?!代)度?|\d{4}$"),
    "month": re.compile("[^日号纪]*?月"),
    "day": re.compile(".*?[日号天]"),
}
