"""Dates of pages and articles: the page's date line, the file's name, or a day in the text and a year elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from store.intake.printed import view

_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_YEAR = r"(?P<year>(?:1[89]|20)[0-9]{2}|[一二][〇○零九八][〇○零一二三四五六七八九]{2})"
_PART = r"(?:[0-9]{1,2}|[一二三]?十?[一二三四五六七八九]|[二三]?十|廿[一二三四五六七八九]?|元)"
_FULL = re.compile(
    rf"{_YEAR}\s*(?:年\s*(?P<month>{_PART})\s*月\s*(?P<day>{_PART})\s*日|[-/.](?P<m>[0-9]{{1,2}})[-/.](?P<d>[0-9]{{1,2}})(?![0-9]))"
)
_MONTH_DAY = re.compile(rf"(?<![0-9一二三四五六七八九十年])(?P<month>{_PART})\s*月\s*(?P<day>{_PART})\s*日")
_STATED_YEAR = re.compile(rf"(?<![0-9]){_YEAR}\s*年")
_DAY_ALONE = re.compile(r"(?<![0-9])([0-9]{1,2})日")
_AGO = (("昨", 1), ("前天", 2), ("前日", 2), ("今日", 0), ("今天", 0))
_IN_NAME = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})[-_.年]?(0[1-9]|1[0-2])[-_.月]?(0[1-9]|[12][0-9]|3[01])(?![0-9])")


def full_date(text: str) -> str | None:
    """The first day with its year in *text*, ISO 8601."""
    for found in _FULL.finditer(view(text)):
        year, month, day = found["year"], found["month"] or found["m"], found["day"] or found["d"]
        if iso := _iso(number(year.translate(_DIGITS)), number(month), number(day)):
            return iso
    return None


def name_date(name: str) -> str | None:
    """The day that a file's name states (20231116, 2023-11-16, 2023年11月16日), ISO 8601."""
    found = _IN_NAME.search(name)
    return (_iso(int(found[1]), int(found[2]), int(found[3])) if found else None) or full_date(name)


def stated_years(views: Iterable[str]) -> set[int]:
    """Every year that texts (their `view`) state, 2022年 or 二〇二二年."""
    return {number(year.translate(_DIGITS)) for seen in views for year in _STATED_YEAR.findall(seen)}


def days_named(seen: str, *, by: str | None) -> set[str]:
    """The days that a text (its `view`) of day *by* looks back on, ISO 8601.

    A day without its year, or without its month, is the last one not after *by*; where *by* is no day, it is not known.
    """
    days = {iso for found in _FULL.finditer(seen) if (iso := full_date(found.group()))}
    if by is None or len(by) < len("2024-03-05"):
        return days
    today, rest = date.fromisoformat(by), _FULL.sub(" ", seen)
    for found in _MONTH_DAY.finditer(rest):
        month, day = number(found["month"]), number(found["day"])
        days |= _last((_iso(year, month, day) for year in (today.year - 1, today.year)), by)
    months = (today.replace(day=1) - timedelta(days=1), today)
    for found in _DAY_ALONE.finditer(_MONTH_DAY.sub(" ", rest)):
        days |= _last((_iso(month.year, month.month, number(found[1])) for month in months), by)
    return days | {(today - timedelta(days=ago)).isoformat() for word, ago in _AGO if word in rest}


def _last(days: Iterable[str | None], by: str) -> set[str]:
    """The last of some days that is not after *by*, if there is one."""
    return set(sorted(day for day in days if day and day <= by)[-1:])


def text_date(seen: str, years: set[int]) -> tuple[str | None, bool]:
    """The day an article (its `view`) begins with, ISO 8601, and whether it tells of a day at all.

    The first day with its year, or the first month and day where *years*, what the page states elsewhere, is one
    year only. A year that is not known is not guessed.
    """
    first, full = _MONTH_DAY.search(seen), _FULL.search(seen)
    if full and not (first and first.start() < full.start()):
        return full_date(full.group()), True
    if first and len(years) == 1:
        return _iso(min(years), number(first["month"]), number(first["day"])), True
    return None, first is not None


def common_date(dates: Iterable[str | None]) -> str | None:
    """As much as the days have in common: their month or their year; None if there is no day or no common year."""
    known = [day for day in dates if day]
    for size in (7, 4):
        heads = {day[:size] for day in known}
        if len(heads) == 1:
            return heads.pop()
    return None


def number(text: str) -> int:
    """A whole number below 100 in either kind of digits, or a year in digits."""
    if text.isascii():
        return int(text)
    text = text.replace("元", "一").replace("廿", "二十")
    tens, ten, ones = text.rpartition("十")
    value = int(ones.translate(_DIGITS) or 0)
    return value + 10 * int(tens.translate(_DIGITS) or 1) if ten else value


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
