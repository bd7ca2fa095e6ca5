"""Dates, periods and times of day as they are printed, with their ISO form as far as the text and its date tell.

A date is read slot by slot (year, month, day, weekday, part of the day, time), each slot optional and each either a
number or a word that stands for one (今年, 上月, 当天). What a slot leaves open is taken from, in this order: the other end
of the same span, the dates printed before it (同年, 当天, 8月15日及16日), the article's own date. What is still open stays
open: `--08-13` has no year, 今年 in an undated article has no ISO form at all.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from retrieval.eras import ERA_NAMES, ERAS, FIVE_YEAR_PLANS, MODERN
from retrieval.folding import fold
from retrieval.numerals import read_numeral

DateKind = Literal["date", "period", "time"]


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A date, a period or a time of day in a text."""

    start: int  # characters into the text given
    end: int  # exclusive
    text: str  # as printed, the part of the day included (8月13日上午)
    iso: str  # as far as it is known; "" where ISO 8601 cannot say it (农历九月初九, 周六, 今年 in an undated article)
    kind: DateKind
    relative: bool  # said by its distance from another date (今年, 上月, 当天), not by its number


@dataclass(frozen=True, slots=True)
class _Point:
    """A point in time as far as it is known; *upto* is the other end, inclusive, where it is a span."""

    year: int | None = None  # astronomical: 0 is 1 BC
    month: int | None = None
    day: int | None = None
    hour: int | None = None
    minute: int | None = None
    part: str = ""  # of the day
    relative: bool = False
    lunar: bool = False  # its months are not the Gregorian ones
    vague: bool = False  # printed, but not to be brought to ISO (lunar days, 今年 without a reference)
    upto: _Point | None = None


_DIGIT_ROW = "[〇零一二三四五六七八九]"
_YEAR = rf"[12]\d{{3}}|{_DIGIT_ROW}{{4}}"
_MONTH = "1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]"
_DAY = "3[01]|[12][0-9]|0?[1-9]|三十一?|二十[一二三四五六七八九]?|廿[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九]"
_HOUR = "2[0-4]|1[0-9]|0?[0-9]|二十[一二三四]?|十[一二三四五六七八九]?|[零一二两三四五六七八九]"
_MINUTE = "[0-5]?[0-9]|[二三四五]?十[一二三四五六七八九]?|零?[一二三四五六七八九]"
_NUMBER = "[0-9]{1,2}|[一二三四五六七八九十]{1,3}"
_PARTS = (
    "凌晨|清晨|早晨|早上|早间|大清早|一大早|上午|中午|正午|午间|下午|午后|傍晚|晚上|晚间|夜间|夜晚|夜里|深夜|半夜|午夜|入夜|黎明|拂晓"
    "|[早晚夜](?= ?[0-9一二两三四五六七八九十])|晨|早|晚|夜"
)
_TO = " ?(?:至|到|-{1,2}|~) ?"
_YEARS_AWAY = {
    "大前年": -3,
    "前年": -2,
    "去年": -1,
    "上年": -1,
    "上一年": -1,
    "今年": 0,
    "本年": 0,
    "明年": 1,
    "后年": 2,
}
_YEARS_AFTER = {"当年": 0, "同年": 0, "次年": 1, "翌年": 1, "隔年": 1}  # counted from the last date printed
_MONTHS_AWAY = {"上月": -1, "上个月": -1, "本月": 0, "这个月": 0, "下月": 1, "下个月": 1}
_MONTHS_AFTER = {"当月": 0, "同月": 0, "次月": 1, "翌月": 1}
_DAYS_AWAY = {
    "大前天": -3,
    "前天": -2,
    "昨天": -1,
    "昨日": -1,
    "昨": -1,
    "今天": 0,
    "今日": 0,
    "今": 0,
    "明天": 1,
    "明日": 1,
    "明": 1,
    "后天": 2,
}
_DAYS_AFTER = {"当天": 0, "当日": 0, "同日": 0, "当": 0, "次日": 1, "翌日": 1, "次": 1, "前一天": -1}
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_WEEKDAYS = {day: n for n, day in enumerate("一二三四五六日")} | {"天": 6}


def _any(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_CANDIDATE = re.compile(
    r"(?<![\d.,])\d{1,4} ?[-~至到、年月日号时点:世季]"
    r"|[〇零一二三四五六七八九十廿]{1,5} ?[-~至到年月日号时点世、季]"
    rf"|(?:{ERA_NAMES}) ?[\d元一二三四五六七八九十]"
    r"|公元|西元|前 ?[\d一二三四五六七八九十]"
    rf"|(?:{_any(_YEARS_AWAY)}|{_any(_YEARS_AFTER)}|{_any(_MONTHS_AWAY)}|{_any(_MONTHS_AFTER)})"
    r"|今[春夏秋冬]|[今昨前明后当同次翌][天日]|前一天|[今昨明当次][晨早晚夜]"
    r"|[上下本这每]?个?(?:周|星期|礼拜)[一二三四五六日天]|[上下本这]个?(?:周|星期|礼拜)"
    r"|农历|阴历|旧历|夏历|[正腊冬闰].?月|[上下]半年|第[一二三四1-4]季|[头前][三3\d一二四五六七八九十]+(?:季|个月)|上个?世纪|本世纪"
    r"|凌晨|清晨|早[晨上间]|上午|[中正下]午|午[间后夜]|傍晚|[晚夜深半][上间晚里夜]? ?[\d一二两三四五六七八九十]"
    r"|“?(?:十[一二三四五六]?|[八九])五(?:”|期间|时期|规划)"
)
_YEAR_SLOT = re.compile(
    rf"(?:(?:公元|西元) ?)?前 ?(?P<bc>\d{{1,4}}|[〇零一二三四五六七八九十百千]+) ?年"
    rf"|(?:公元|西元) ?(?P<ad>\d{{1,4}}|[〇零一二三四五六七八九十百千]+) ?年"
    rf"|(?P<era>{ERA_NAMES}) ?(?P<nth>\d{{1,3}}|元|[一二三四五六七八九十廿]{{1,4}}|百[零一二三四五六七八九十]+) ?年"
    rf"|(?P<year>{_YEAR}) ?(?:{_TO}(?P<year2>{_YEAR}|\d\d) ?)?(?:\([^()\n]{{1,12}}\) ?)?年(?![级代]| ?(?:的?(?:悠久)?历史|之久|来的历史))"
    rf"|(?P<short>0\d|[5-9]\d(?= ?年 ?(?:1[0-2]|[1-9]) ?月)|(?<=[(于在自至从])[1-9]\d\d) ?年(?![级代间来]|的?历史|之久)"
    rf"|(?P<away>{_any(_YEARS_AWAY)})度?|(?P<after>{_any(_YEARS_AFTER)})|(?P<season>今)(?=[春夏秋冬])"
)
_YEAR_PART = re.compile(
    r" ?(?:度|(?P<half>[上下])半年|(?:的? ?第?(?P<quarter>[一二三四1-4])季度?)|(?:[前头](?:(?P<months>\d{1,2}|[一二三四五六七八九十]{1,2})个月|(?P<quarters>[二两三23])个?季度))"
    r"|初期?|底|末期?|年[初底末中]|中期|[春夏秋冬](?:[季天]|(?![一-龥]))|前后|全年)"
)
_MONTH_SLOT = re.compile(
    rf" ?(?:的 ?)?(?:(?P<month>{_MONTH}) ?(?:月份? ?{_TO}(?P<month3>{_MONTH}) ?月|{_TO}(?P<month2>{_MONTH}) ?月|月)(?![球饼亮子光薪台票色嫂季])"
    rf"|(?P<away>{_any(_MONTHS_AWAY)})|(?P<after>{_any(_MONTHS_AFTER)}))(?:份|(?P<ten>[上中下])旬|间|[初底末](?![一二三四五六七八九十]))?"
)
_DAY_SLOT = re.compile(
    rf" ?(?:(?P<day>{_DAY}) ?(?:{_TO}(?P<day2>{_DAY})|[、和](?P<day3>{_DAY}))? ?(?P<sign>[日号])(?![本报光常志夜子内游元圆后间均])"
    rf"|(?P<away>{_any(_DAYS_AWAY)})(?:(?<=[天日])|(?=[晨早晚夜]))|(?P<after>{_any(_DAYS_AFTER)})(?:(?<=[天日])|(?=[晨早晚夜])))"
)
_WEEK_SLOT = re.compile(
    r" ?\(? ?(?P<week>[上下本这每]?)个?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])(?![次个场期节年岁]) ?\)?"
)
_TIME_SLOT = re.compile(
    rf" ?(?P<part>{_PARTS})?(?: ?(?:(?P<clock>(?:2[0-4]|[01]?\d):[0-5]\d)(?::[0-5]\d)?(?![\d:])"
    rf"|(?P<hour>{_HOUR})(?:{_TO}(?P<hour2>{_HOUR}))? ?(?P<sign>时(?![间代期候而常尚速许空差])|点钟?)(?: ?(?P<minute>{_MINUTE}) ?分(?![钟之])|(?P<fraction>半|[一三]刻)|整)?)(?:许|前后|左右)?)?"
)


def find_dates(text: str, *, reference: str | None = None) -> list[DateSpan]:
    """Every date, period and time of day in *text*, in order, without overlaps.

    *reference* is the article's own date, ISO 8601 as far as it is known; without it 今年 and 8月13日 keep no year.
    """
    reader = _Reader(fold(text), _read_iso(reference))
    spans = []
    position = 0
    while candidate := _CANDIDATE.search(reader.text, position):
        found = reader.read(candidate.start())
        if found is None:
            position = candidate.start() + 1
        else:
            point, position = found
            spans.append(_span(text, candidate.start(), position, point))
    return spans


def _span(text: str, start: int, end: int, point: _Point) -> DateSpan:
    iso = _iso(point)
    if point.upto is not None and iso:
        iso = f"{iso}/{_iso(point.upto)}"
    only_time = point.hour is not None and point.year is None and point.month is None and point.day is None
    kind: DateKind = "time" if only_time else "period" if point.upto else "date"
    return DateSpan(start, end, text[start:end], iso, kind, point.relative)


class _Reader:
    """Reads one folded text from left to right and remembers the date last printed."""

    def __init__(self, text: str, reference: _Point) -> None:
        self.text = text
        self.reference = reference
        self.last = _Point()  # the date last printed, completed
        self.last_end = 0

    def read(self, start: int) -> tuple[_Point, int] | None:
        """The date that begins at *start* and where it ends; None if none does."""
        for pattern, build in _WHOLE:
            if (match := pattern.match(self.text, start)) and (point := build(self, match)):
                return self._done(point, match.end())
        found = self._point(start, _Point())
        if found is None:
            return None
        point, end = found
        if point.upto is None and (to := _TO_RE.match(self.text, end)):
            other = self._point(to.end(), point)
            if other is not None and other[0].upto is None and _comparable(point, other[0]):
                return self._done(replace(point, upto=other[0]), other[1])
        return self._done(point, end)

    def _done(self, point: _Point, end: int) -> tuple[_Point, int]:
        if point.year is not None or point.month is not None or point.day is not None:
            self.last, self.last_end = point.upto or point, end
        return point, end

    def _point(self, start: int, first: _Point) -> tuple[_Point, int] | None:
        """Read the slots from *start*; *first* is the other end of the span, whose slots this end inherits."""
        point, end = _Point(), start
        for slot in (_read_year, _read_month, _read_day, _read_week, _read_time):
            read = slot(self, end, point, first)
            if read is not None:
                point, end = read
        if end == start:
            return None
        while self.text[end - 1] == " ":
            end -= 1
        return self.complete(point, first), end

    def complete(self, point: _Point, first: _Point) -> _Point:
        """Fill the slots above the printed ones from *first*, the dates before, and the reference."""
        if point.vague or point.year is not None or (point.month is None and point.day is None and first == _Point()):
            return point
        if first.year is not None or first.month is not None or first.day is not None:
            return _inherit(point, first)
        if point.month is None:
            near = self.last if self.last.month is not None else self.reference
            filled = replace(point, year=near.year, month=near.month)
            late = (
                near is self.reference and near.day is not None and point.day is not None and point.day > near.day + 7
            )
            return _later(filled, months=-1) if late else filled
        if self.last.year is not None and not re.search(
            "[。！？!?\n]", self.text[self.last_end : self.last_end + 80].partition("月")[0]
        ):
            return replace(point, year=self.last.year)
        return _near(point, self.reference)


_Read = tuple[_Point, int] | None


def _value(printed: str) -> int:
    numeral = read_numeral(printed)
    if numeral is not None and (numeral.low == numeral.high):
        return int(numeral.low)
    return int("".join(str("〇一二三四五六七八九".index(char.replace("零", "〇"))) for char in printed))


def _read_year(reader: _Reader, at: int, point: _Point, first: _Point) -> _Read:
    match = _YEAR_SLOT.match(reader.text, at)
    if match is None:
        return None
    point = _year_of(reader, match, first)
    end = match.end()
    part = _YEAR_PART.match(reader.text, end)
    if part is not None:
        point, end = _part_of_year(point, part), part.end()
    return point, end


def _year_of(reader: _Reader, match: re.Match[str], first: _Point) -> _Point:
    group = match.groupdict()
    if group["bc"]:
        return _Point(year=1 - _value(group["bc"]))
    if group["era"]:
        began = ERAS[group["era"]]
        nth = 1 if group["nth"] == "元" else _value(group["nth"])
        lunar = group["era"] not in MODERN
        return _Point(vague=True) if began is None else _Point(year=began + nth - 1, lunar=lunar)
    if group["away"] or group["season"]:
        away = _YEARS_AWAY[group["away"]] if group["away"] else 0
        near = reader.reference.year
        return _Point(year=None if near is None else near + away, relative=True, vague=near is None)
    if group["after"]:
        near = first.year if first.year is not None else reader.last.year
        return _Point(
            year=None if near is None else near + _YEARS_AFTER[group["after"]], relative=True, vague=near is None
        )
    year = _value(group["ad"] or group["year"] or group["short"])
    if group["short"] and len(group["short"]) == 2:
        year += 2000 if year < 50 else 1900
    if group["year2"]:
        last = _value(group["year2"])
        return _Point(year=year, upto=_Point(year=last if last > 99 else year // 100 * 100 + last))
    return _Point(year=year)


def _part_of_year(point: _Point, part: re.Match[str]) -> _Point:
    group = part.groupdict()
    if group["half"]:
        return _months(point, 1, 6) if group["half"] == "上" else _months(point, 7, 12)
    if group["quarter"]:
        last = 3 * _QUARTERS[group["quarter"]]
        return _months(point, last - 2, last)
    if group["months"]:
        return _months(point, 1, min(12, _value(group["months"])))
    if group["quarters"]:
        return _months(point, 1, 3 * {"二": 2, "两": 2, "2": 2}.get(group["quarters"], 3))
    return point


def _months(point: _Point, first: int, last: int) -> _Point:
    return replace(point, month=first, upto=replace(point, month=last, upto=None))


def _read_month(reader: _Reader, at: int, point: _Point, first: _Point) -> _Read:
    if point.month is not None or point.upto is not None:
        return None
    match = _MONTH_SLOT.match(reader.text, at)
    if match is None:
        return None
    group = match.groupdict()
    if group["month"]:
        point = replace(point, month=_value(group["month"]))
        if not point.vague and point.year is None:
            point = reader.complete(point, first)
        if upto := group["month2"] or group["month3"]:
            point = replace(point, upto=replace(point, month=_value(upto)))
    else:
        near = reader.reference if group["away"] else reader.last
        steps = _MONTHS_AWAY[group["away"]] if group["away"] else _MONTHS_AFTER[group["after"]]
        if near.month is None:
            point = replace(point, relative=True, vague=True)
        else:
            point = replace(_later(_Point(year=near.year, month=near.month), months=steps), relative=True)
    if group["ten"] and point.month:
        first_day, last_day = {"上": (1, 10), "中": (11, 20), "下": (21, _length(point))}[group["ten"]]
        point = replace(point, day=first_day, upto=replace(point, day=last_day))
    if point.lunar:
        point = replace(point, month=None, upto=None)
    return point, match.end()


def _read_day(reader: _Reader, at: int, point: _Point, first: _Point) -> _Read:
    if point.upto is not None or (point.year is not None and point.month is None and not point.lunar):
        return None
    match = _DAY_SLOT.match(reader.text, at)
    if match is None:
        return None
    group = match.groupdict()
    if group["day"]:
        alone = (
            point.month is None and not point.lunar and not point.vague and first.month is None and first.day is None
        )
        if alone and (group["sign"] == "号" or not group["day"][0].isdigit()):
            return None
        if point.lunar:
            return point, match.end()
        point = replace(point, day=_value(group["day"]))
        if upto := group["day2"] or group["day3"]:
            point = reader.complete(point, first)
            point = replace(point, upto=replace(point, day=_value(upto)))
        return point, match.end()
    near = reader.reference if group["away"] else reader.last
    steps = _DAYS_AWAY[group["away"]] if group["away"] else _DAYS_AFTER[group["after"]]
    if near.day is None:
        return replace(point, relative=True, vague=True), match.end()
    return replace(
        _later(_Point(year=near.year, month=near.month, day=near.day), days=steps), relative=True
    ), match.end()


def _read_week(reader: _Reader, at: int, point: _Point, first: _Point) -> _Read:
    match = _WEEK_SLOT.match(reader.text, at)
    if match is None:
        return None
    if point != _Point():
        return point, match.end()
    week = {"上": -7, "下": 7, "本": 0, "这": 0}.get(match["week"])
    near = reader.reference
    if week is None or near.year is None or near.month is None or near.day is None:
        return replace(point, relative=bool(week is not None), vague=True), match.end()
    today = date(near.year, near.month, near.day).weekday()
    return replace(_later(near, days=week + _WEEKDAYS[match["weekday"]] - today), relative=True), match.end()


def _read_time(reader: _Reader, at: int, point: _Point, first: _Point) -> _Read:
    match = _TIME_SLOT.match(reader.text, at)
    if match is None or match.end() == at:
        return None
    group = match.groupdict()
    dated = point != _Point()
    if group["clock"] is None and group["hour"] is None:
        return (replace(point, part=group["part"]), match.end()) if dated and group["part"] else None
    part = group["part"] or first.part
    plain = not (group["part"] or dated or group["minute"] or group["fraction"] or first.hour is not None)
    if plain and group["hour"] and not _is_clock(reader.text, match):
        return None
    if group["clock"]:
        hour, minute = map(int, group["clock"].split(":"))
    else:
        hour = _value(group["hour"])
        minute = {"半": 30, "一刻": 15, "三刻": 45}.get(group["fraction"] or "", 0)
        minute = _value(group["minute"]) if group["minute"] else minute
    timed = replace(point, hour=_hour(hour, part), minute=minute, part=part, vague=point.vague and not dated)
    if group["hour2"]:
        timed = reader.complete(replace(timed, hour=_hour(_value(group["hour"]), part), minute=0), first)
        timed = replace(timed, upto=replace(timed, hour=_hour(_value(group["hour2"]), part), minute=minute))
    return timed, match.end()


def _is_clock(text: str, match: re.Match[str]) -> bool:
    """Whether a bare 8点 or 15时 is a time of day rather than eight points."""
    before, after = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 1]
    if not match["hour"][0].isdigit():
        return False
    return match["sign"] == "时" or (
        before not in ("涨", "跌", "升", "降", "了", "这", "第") and after not in tuple("意建要体希内以多")
    )


def _hour(hour: int, part: str) -> int:
    """The hour of the day: 下午3 → 15, 晚12 → 24, 中午1 → 13."""
    if part.startswith(("下", "傍", "午后")) and 1 <= hour < 12:
        return hour + 12
    if part.startswith(("晚", "夜", "深", "半", "午夜", "当晚")) and 5 <= hour <= 12:
        return hour + 12
    return hour + 12 if part.startswith(("中", "正", "午间")) and hour in (1, 2) else hour


def _inherit(point: _Point, first: _Point) -> _Point:
    """The second end of a span takes from the first what it does not print: 11月11日至12日."""
    if point.month is not None:
        return replace(point, year=first.year)
    if point.day is not None:
        return replace(point, year=first.year, month=first.month)
    return replace(point, year=first.year, month=first.month, day=first.day) if point.hour is not None else point


def _comparable(first: _Point, second: _Point) -> bool:
    """Whether two points can be the ends of one span: dates with dates, times with times."""

    def has_date(point: _Point) -> bool:
        return point.year is not None or point.month is not None or point.day is not None

    return first.vague or second.vague or has_date(first) == has_date(second) or second.hour is not None


def _later(point: _Point, *, months: int = 0, days: int = 0) -> _Point:
    """*point* moved; where no year is known a leap year stands in and is taken out again."""
    year, month = point.year if point.year is not None else 2000, point.month or 1
    if months:
        year, month = divmod(year * 12 + month - 1 + months, 12)
        month += 1
    if days and point.day and 1 <= year < 9999:
        moved = date(year, month, min(point.day, calendar.monthrange(year, month)[1])) + timedelta(days=days)
        return replace(point, year=None if point.year is None else moved.year, month=moved.month, day=moved.day)
    return replace(point, year=None if point.year is None else year, month=month)


def _near(point: _Point, reference: _Point) -> _Point:
    """A month (and day) without a year: the reference's year, or its neighbour's around New Year."""
    if reference.year is None or point.month is None:
        return point
    away = 0
    if reference.month is not None and abs(point.month - reference.month) >= 10:
        away = -1 if point.month > reference.month else 1 if point.day is not None else 0
    return replace(point, year=reference.year + away)


def _length(point: _Point) -> int:
    return calendar.monthrange(point.year if point.year and 0 < point.year < 9999 else 2000, point.month or 1)[1]


def _iso(point: _Point) -> str:
    clock = "" if point.hour is None else f"T{point.hour:02d}:{point.minute or 0:02d}"
    if point.year is None:
        if point.month is None:
            return (f"---{point.day:02d}" if point.day else "") + clock
        day = f"--{point.month:02d}"
    else:
        day = f"{point.year:04d}" if point.year >= 0 else f"-{-point.year:04d}"
        day += "" if point.month is None else f"-{point.month:02d}"
    return day + ("" if point.day is None else f"-{point.day:02d}") + clock


def _read_iso(reference: str | None) -> _Point:
    match = re.match(r"(?:(\d{4})|-)(?:-(\d\d)(?:-(\d\d))?)?", reference or "")
    if match is None:
        return _Point()
    year, month, day = (int(part) if part else None for part in match.groups())
    return _Point(year=year, month=month, day=day)


_TO_RE = re.compile(_TO)
_Build = Callable[[_Reader, re.Match[str]], _Point | None]


def _century(reader: _Reader, match: re.Match[str]) -> _Point | None:
    """20世纪 → 1901/2000; 20世纪90年代 → 1990/1999."""
    group = match.groupdict()
    bc = bool(group["bc"])
    if group["last"] or (group["century"] is None):
        near = reader.reference.year or 2000
        century = (
            near // 100
            if group["last"] and group["last"].startswith("上")
            else near // 100 + 1
            if group["last"]
            else 20
        )
    else:
        century = _value(group["century"])
    relative = bool(group["last"])
    if group["decade"]:
        tens = _value(group["decade"])
        tens = tens if tens > 9 or group["decade"].startswith("0") else tens * 10
        first = (century - 1) * 100 + tens
        return _Point(year=first, upto=_Point(year=first + 9), relative=relative)
    if group["century"] is None and not relative:
        return None
    if bc:
        return _Point(year=1 - century * 100, upto=_Point(year=-(century - 1) * 100))
    return _Point(year=(century - 1) * 100 + 1, upto=_Point(year=century * 100), relative=relative)


def _decade(reader: _Reader, match: re.Match[str]) -> _Point:
    year = _value(match["decade"])
    return _Point(year=year, upto=_Point(year=year + 9))


def _plan(reader: _Reader, match: re.Match[str]) -> _Point | None:
    first, last = FIVE_YEAR_PLANS[match["plan"]]
    when = match["when"] or ""
    if when.startswith(("末", "收官", "期末")):
        return _Point(year=last)
    if when.startswith(("初", "开局")):
        return _Point(year=first)
    return _Point(year=first, upto=_Point(year=last))


def _lunar(reader: _Reader, match: re.Match[str]) -> _Point:
    return _Point(vague=True)


def _relative_part(reader: _Reader, match: re.Match[str]) -> _Point:
    """上半年, 一季度, 前7个月 without a year: the reference's."""
    near = reader.reference
    return replace(_part_of_year(_Point(year=near.year), match), relative=False)


def _week(reader: _Reader, match: re.Match[str]) -> _Point:
    near = reader.reference
    if near.year is None or near.month is None or near.day is None:
        return _Point(vague=True, relative=True)
    monday = {"上": -7, "下": 7}.get(match["week"], 0) - date(near.year, near.month, near.day).weekday()
    return replace(_later(near, days=monday), relative=True, upto=_later(near, days=monday + 6))


_WHOLE: tuple[tuple[re.Pattern[str], _Build], ...] = (
    (
        re.compile(
            r"(?P<bc>(?:公元|西元)?前 ?)?(?:公元 ?|西元 ?)?(?:(?P<century>\d{1,2}|[一二三四五六七八九十]{1,3}) ?世纪|(?P<last>上个?世纪|本世纪))"
            r"(?: ?(?P<decade>\d0|[一二三四五六七八九]十|一〇) ?年代)?(?:初期?|[早中晚末后前]期|末叶?|中叶|上半[叶期]|下半[叶期]|前半[叶期]|后半[叶期])?"
        ),
        _century,
    ),
    (
        re.compile(
            r"(?P<bc>$^)?(?P<century>$^)?(?P<last>$^)?(?P<decade>[5-9]0|[二三四五六七八九]十) ?年代(?:初期?|[早中晚末后前]期|末)?"
        ),
        _century,
    ),
    (
        re.compile(
            r"(?P<decade>[12]\d\d0|[一二][〇零一二三四五六七八九]{2}[〇零]) ?年代(?:初期?|[早中晚末后前]期|末)?"
        ),
        _decade,
    ),
    (
        re.compile(
            r"[“\"「]?(?P<plan>十[一二三四五六]?五|[八九]五)(?:[”\"」]|(?=期间|时期|规划|末))(?P<when>期间|时期|末|期末|初|开局之?年|收官之?年)?"
        ),
        _plan,
    ),
    (
        re.compile(
            r"(?:农历|阴历|旧历|夏历) ?(?:[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年?|\d{4}年)? ?(?:(?:闰?(?:[正腊冬]|十[一二]?|[一二三四五六七八九]|1[0-2]|[1-9]))月(?:初[一二三四五六七八九十]|[二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|\d{1,2})?日?)?"
            r"|闰?(?:[正腊冬]|十[一二]?|[一二三四五六七八九])月(?:初[一二三四五六七八九十]|廿[一二三四五六七八九]?)日?|[正腊]月(?:[二三]?十[一二三四五六七八九]?日?)?"
        ),
        _lunar,
    ),
    (
        re.compile(
            r"(?:(?P<half>[上下])半年|第?(?P<quarter>[一二三四1-4])季度|[前头](?:(?P<months>\d{1,2}|[一二三四五六七八九十]{1,2})个月|(?P<quarters>[二两三23])个?季度))(?![度])"
        ),
        _relative_part,
    ),
    (re.compile(r"(?P<week>[上下本这])个?(?:周|星期|礼拜)(?![一二三四五六日天边])"), _week),
)
