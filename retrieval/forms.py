"""Dates that are read as a whole rather than slot by slot: centuries, plans, lunar days, 上半年, 2022-08-13."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from retrieval.eras import FIVE_YEAR_PLANS
from retrieval.moments import Moment, moved, weekday
from retrieval.numerals import value
from retrieval.slots import MONTHS_OF_YEAR, months_of_year
from retrieval.timeline import Timeline

_WHEN = "初期?|[早中晚末后前]期|末叶?|中叶|[上下前后]半[叶期]|初叶|前叶|以来(?<!以来)"
_LUNAR_MONTH = "闰?(?:[正腊冬]|十[一二]?|[一二三四五六七八九]|1[0-2]|[1-9])月"
_LUNAR_DAY = "初[一二三四五六七八九十]|廿[一二三四五六七八九]?"
_STEMS = "[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]"


def read_form(timeline: Timeline, start: int) -> tuple[Moment, int] | None:
    """The date in one of these forms that begins at *start*, and where it ends."""
    for pattern, build in _FORMS:
        if (match := pattern.match(timeline.text, start)) and (moment := build(timeline, match)):
            return moment, match.end()
    return None


def _numeric(timeline: Timeline, match: re.Match[str]) -> Moment | None:
    month, day = int(match["month"]), int(match["day"])
    return Moment(int(match["year"]), month, day) if 1 <= month <= 12 and 1 <= day <= 31 else None


def _century(timeline: Timeline, match: re.Match[str]) -> Moment | None:
    """20世纪 → 1901/2000; 20世纪90年代 → 1990/1999; 上世纪 is counted from the reference."""
    if match["last"]:
        century = (timeline.reference.year or 2000) // 100 + (0 if match["last"].startswith("上") else 1)
    else:
        century = value(match["century"])
    relative = bool(match["last"])
    if match["bc"]:
        return Moment(1 - century * 100, upto=Moment(-(century - 1) * 100))
    first = (century - 1) * 100
    if match["decade"]:
        return Moment(
            first + value(match["decade"]), relative=relative, upto=Moment(first + value(match["decade"]) + 9)
        )
    return Moment(first + 1, relative=relative, upto=Moment(first + 100))


def _decade(timeline: Timeline, match: re.Match[str]) -> Moment:
    """90年代 (of the twentieth century, as the language has it), 1990年代, 1960-70年代."""
    year = value(match["decade"])
    year = year if year > 99 else 1900 + year
    last = year // 100 * 100 + value(match["decade2"]) if match["decade2"] else year
    return Moment(year, upto=Moment(last + 9))


def _plan(timeline: Timeline, match: re.Match[str]) -> Moment:
    first, last = FIVE_YEAR_PLANS[match["plan"]]
    when = match["when"] or ""
    if "末" in when or "收官" in when:
        return Moment(last)
    return Moment(first) if "初" in when or "开局" in when else Moment(first, upto=Moment(last))


def _lunar(timeline: Timeline, match: re.Match[str]) -> Moment:
    return Moment(vague=True, lunar=True)


def _part_of_this_year(timeline: Timeline, match: re.Match[str]) -> Moment:
    """上半年, 一季度, 前7个月 without a year: the year last printed in the sentence, else the reference's."""
    within = timeline.complete(Moment(month=1), Moment(), match.start()).year
    return months_of_year(Moment(within), match)


def _over_new_year(timeline: Timeline, match: re.Match[str]) -> Moment:
    """去冬今春, 今冬明春: from the one year to the next."""
    year = timeline.reference.year
    if year is None:
        return Moment(relative=True, vague=True)
    first = year - match.group().startswith("去")
    return Moment(first, relative=True, upto=Moment(first + 1))


def _turn_of_year(timeline: Timeline, match: re.Match[str]) -> Moment:
    """年底, 年初, 岁末 of the reference's year."""
    year = timeline.reference.year
    return Moment(year, relative=True, vague=year is None)


def _week(timeline: Timeline, match: re.Match[str]) -> Moment:
    today = weekday(timeline.reference)
    if today is None:
        return Moment(relative=True, vague=True)
    monday = {"上": -7, "下": 7}.get(match["week"], 0) - today
    return replace(
        moved(timeline.reference, days=monday), relative=True, upto=moved(timeline.reference, days=monday + 6)
    )


_FORMS: tuple[tuple[re.Pattern[str], Callable[[Timeline, re.Match[str]], Moment | None]], ...] = (
    (re.compile(r"(?P<year>[12][0-9]{3}) ?([-/.]) ?(?P<month>[0-9]{1,2}) ?\2 ?(?P<day>[0-9]{1,2})(?![0-9])"), _numeric),
    (
        re.compile(
            r"(?P<bc>(?:公元|西元)?前 ?)?(?:(?:公元|西元) ?)?"
            r"(?:(?P<century>[0-9]{1,2}|[一二三四五六七八九十]{1,3}) ?世纪|(?P<last>上个?世纪|本世纪))"
            rf"(?: ?(?P<decade>[0-9]0|[一二三四五六七八九]?十|一〇) ?年代)?(?: ?(?:{_WHEN}))?"
        ),
        _century,
    ),
    (
        re.compile(
            r"(?P<decade>[12][0-9][0-9]0|[一二][〇零一二三四五六七八九]{2}[〇零]|[3-9]0|[三四五六七八九]十) ?"
            r"(?:[-~至到] ?(?P<decade2>[0-9]0) ?)?年代"
            rf"(?: ?(?:{_WHEN}))?"
        ),
        _decade,
    ),
    (
        re.compile(
            r"[“\"「『]?(?P<plan>十[一二三四五六]?五|[一二三四五六七八九]五)(?:[”\"」』] ?|(?=期间|时期|规划|计划|末))"
            r"(?P<when>期间|时期|期末|末期?|初期?|开局之?年|收官之?年)?"
        ),
        _plan,
    ),
    (
        re.compile(
            rf"(?:农历|阴历|旧历|夏历) ?(?:{_STEMS}年?|[0-9]{{4}}年)? ?"
            rf"(?:{_LUNAR_MONTH}(?:{_LUNAR_DAY}|[二三]?十[一二三四五六七八九]?|[0-9]{{1,2}})?日?)?"
            rf"|{_LUNAR_MONTH}(?:{_LUNAR_DAY})日?"
            rf"|[一二三四五六七八九十]{{1,2}}月十[一二三四五六七八九](?![日号、至到])"
            rf"|闰?[正腊]月(?:[二三]?十[一二三四五六七八九]?日?)?|{_STEMS}年"
        ),
        _lunar,
    ),
    (re.compile(rf"(?:{MONTHS_OF_YEAR})(?!度)"), _part_of_this_year),
    (
        re.compile(
            r"(?<![0-9〇零一二三四五六七八九十去今明前后多半整上当同次每全学])(?:年(?:底|末|初)(?!一)|岁[末尾](?:年初)?)"
        ),
        _turn_of_year,
    ),
    (re.compile("去[秋冬]今[春夏]|今[秋冬]明[春夏]"), _over_new_year),
    (
        re.compile(
            r"(?<!日)(?P<week>[上下本这])(?:周(?![一二三四五六日天边围岁长])|个?(?:星期|礼拜)(?![一二三四五六日天]))"
        ),
        _week,
    ),
)
