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
from dataclasses import replace
from typing import Literal, NamedTuple

from retrieval.eras import ERAS
from retrieval.folding import fold
from retrieval.forms import read_form
from retrieval.moments import Moment, iso, read_iso
from retrieval.slots import (
    MONTHS_AFTER,
    MONTHS_AWAY,
    YEARS_AFTER,
    YEARS_AWAY,
    any_of,
    read_slots,
)
from retrieval.timeline import TO, Timeline

DateKind = Literal["date", "period", "time"]


class DateSpan(NamedTuple):
    """A date, a period or a time of day in a text."""

    start: int  # characters into the text given
    end: int  # exclusive
    text: str  # as printed, the part of the day included (8月13日上午)
    iso: str  # as far as it is known; "" where ISO 8601 cannot say it (农历九月初九, 周六, 今年 in an undated article)
    kind: DateKind  # "period" is a span of two ends; a year or a month alone is a "date"
    relative: bool  # said by its distance from another date (今年, 上月, 当天), not by its number
    ends: tuple[DateSpan, ...] = ()  # of a span printed as two dates: 11月11日, 12日


_TO = re.compile(TO)
_PRINTED = {
    "year": re.compile(r"[^月日纪]*?年(?!代)度?|[0-9]{4}$"),
    "month": re.compile("[^日号纪]*?月"),
    "day": re.compile(".*?[日号天]"),
}
# Where a date may begin: a numeral before one of a date's signs, or a word. Wide on purpose: what is found here is
# read again, slot by slot. The leading set of first characters lets the search pass quickly over everything else.
_CANDIDATE = re.compile(
    r"(?=[0-9〇零一二三四五六七八九十廿元公西前大去上今本明后当同次翌隔这下昨每周星礼农阴旧夏正腊冬闰甲乙丙丁戊己庚辛壬癸第头年凌清早岁"
    r"中午傍晚夜深半“\"「『])(?:"
    r"(?<![0-9])(?<![0-9][.,])[0-9]{1,4} ?(?:[-~至到、年月日号时点:世季/.]|\([^()\n]{1,12}\) ?年)"
    r"|[〇零一二三四五六七八九十廿]{1,5} ?[-~至到年月日号时点世、季]|元 ?年|[一二][一二三四五六七八九〇零0O]{3} ?年"
    r"|公元|西元|前(?=[0-9]{3}|[一二三四五六七八九]百)"
    rf"|{any_of(YEARS_AWAY)}|{any_of(YEARS_AFTER)}|{any_of(MONTHS_AWAY)}|{any_of(MONTHS_AFTER)}"
    r"|去[秋冬]今|岁[末尾]|大[前后]天|[今明][春夏秋冬]|[今昨前明后当同次翌][天日]|前一天|[今昨明当次][晨早晚夜]"
    r"|[上下本这每]?个?(?:周|星期|礼拜)[一二三四五六日天]|[上下本这](?:周|个?(?:星期|礼拜))"
    r"|农历|阴历|旧历|夏历|[正腊冬闰].?月|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年"
    r"|[上下]半年|第[一二三四1-4]季|[头前][0-9一二两三四五六七八九十]+(?:个?季|个月)|上个?世纪|本世纪|年[初底末]"
    r"|(?:凌晨|清晨|早[晨上间]|上午|[中正下]午|午[间后夜]|傍晚|[晚夜深半][上间晚里夜]?) ?[0-9一二两三四五六七八九十]"
    r"|[“\"「『](?:十[一二三四五六]?|[一二三四五六七八九])五[”\"」』]"
    r"|(?:十[一二三四五六]?|[八九])五(?=期间|时期|规划|计划|末))"
)


def find_dates(text: str, *, reference: str | None = None) -> list[DateSpan]:
    """Every date, period and time of day in *text*, in order, without overlaps.

    *reference* is the article's own date, ISO 8601 as far as it is known; without it 今年 and 8月13日 keep no year.
    """
    timeline = Timeline(fold(text), read_iso(reference))
    spans = []
    position = 0
    while candidate := _CANDIDATE.search(timeline.text, position):
        start = _era_start(timeline.text, candidate.start(), position)
        found = _read(timeline, start)
        if found is None:
            position = candidate.start() + 1
            continue
        moment, position = found
        timeline.remember(moment, position)
        spans.append(_span(text, start, position, moment))
    return spans


def _era_start(text: str, at: int, floor: int) -> int:
    """Where the name of the era whose year begins at *at* begins, not before *floor*; *at* if none stands there."""
    if not text[at].isdigit() and text[at] not in "元一二三四五六七八九十廿":
        return at
    stop = at - text.startswith(" ", at - 1)
    sizes = (size for size in (4, 2) if stop - size >= floor and text[stop - size : stop] in ERAS)
    return next((stop - size for size in sizes), at)


def _read(timeline: Timeline, start: int) -> tuple[Moment, int] | None:
    """The date or the span of two dates that begins at *start*, and where it ends."""
    first = read_form(timeline, start) or read_slots(timeline, start)
    if first is None or (first[0].upto is not None and first[0].split is not None):
        return first
    moment, end = first
    to = _TO.match(timeline.text, end)
    second = (read_form(timeline, to.end()) or read_slots(timeline, to.end(), moment)) if to else None
    if to is None or second is None or not _makes_span(moment, second[0]):
        return first
    last, stop = second[0].upto or second[0], second[1]
    if last.hour is not None and (hours := _TO.match(timeline.text, stop)):  # 周二至周日9:00-17:30
        closing = read_slots(timeline, hours.end(), last)
        if closing is not None and closing[0].hour is not None:
            last, stop = closing
    return replace(moment, upto=last, split=(end, to.end())), stop


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
