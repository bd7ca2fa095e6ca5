"""The slots of a printed date, one after the other: year, month, day, weekday; the time of day is in `times`.

Every reader here takes the timeline so far, and returns the moment with its slot filled and where that ends, or None.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from retrieval.eras import ERA_NAMES, ERAS, MODERN
from retrieval.moments import UNKNOWN, Moment, in_months, moved, third_of_month, weekday
from retrieval.numerals import value
from retrieval.timeline import TO, Read, Timeline, close_up
from retrieval.times import read_time

_HAN = "〇零一二三四五六七八九十百千廿"
YEAR = "[12][0-9]{3}|[一二][〇零0O一二三四五六七八九]{3}"  # 二0二二, 二O二二: as typed without a 〇
MONTH = "1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]"
DAY = (
    "3[01]|[12][0-9]|0?[1-9]|三十一?|二十[一二三四五六七八九]?|廿[一二三四五六七八九]?|十[一二三四五六七八九]?"
    "|[一二三四五六七八九]"
)
MONTHS_OF_YEAR = (
    "(?P<half>[上下])半年|第?(?P<quarter>[一二三四1-4])季度末?"
    "|[前头](?:(?P<months>[0-9]{1,2}|[一二两三四五六七八九十]{1,2})个月|(?P<quarters>[二两三23])个?季度)"
)
YEARS_AWAY = {
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
YEARS_AFTER = {"当年": 0, "同年": 0, "次年": 1, "翌年": 1, "隔年": 1}  # counted from the date last printed
MONTHS_AWAY = {"上月": -1, "上个月": -1, "本月": 0, "这个月": 0, "下月": 1, "下个月": 1}
MONTHS_AFTER = {"当月": 0, "同月": 0, "次月": 1, "翌月": 1}
DAYS_AWAY = {
    "大前天": -3, "前天": -2, "昨天": -1, "昨日": -1, "昨": -1, "今天": 0, "今日": 0, "今": 0, "明天": 1, "明日": 1,
    "明": 1, "后天": 2, "大后天": 3,
}  # fmt: skip
DAYS_AFTER = {"当天": 0, "当日": 0, "同日": 0, "当": 0, "次日": 1, "翌日": 1, "次": 1, "前一天": -1}
_WEEKDAYS = {day: n for n, day in enumerate("一二三四五六日")} | {"天": 6}
_WEEKS = {"上": -7, "本": 0, "这": 0, "下": 7}
# Before three digits and 年: what makes a number of years of them, and what opens a year.
_COUNTED = "近约超过长达有经历时满逾第了每共"
_OPENING = "于在自至从到直(,，。;；、\n:：-~"


def any_of(words: dict[str, int]) -> str:
    """A regular expression for the keys of *words*, the longer first, spaced out or not (今 年)."""
    return "|".join(" ?".join(word) for word in sorted(words, key=len, reverse=True))


# Words that only look like one of the above: 以上年份, 此后年份, 日本月.
_NOT_AFTER = "(?<![以此之今最日])"
_YEAR_SLOT = re.compile(
    rf"(?:(?:公元|西元) ?前|前(?=[0-9]{{3}}|[一二三四五六七八九]百)) ?(?P<bc>[0-9]{{1,4}}|[{_HAN}]+) ?年"
    rf"|(?:公元|西元) ?(?P<ad>[0-9]{{1,4}}|[{_HAN}]+) ?年"
    rf"|(?P<era>{ERA_NAMES}) ?(?P<nth>[0-9]{{1,3}}|元|[一二三四五六七八九十百零廿]{{1,5}}) ?年"
    r"(?: ?\([^()\n]{0,6}?(?P<gloss>[0-9]{3,4}) ?年?\))?"
    rf"|(?P<year>{YEAR}) ?(?:(?:{TO}|[/、])(?P<year2>{YEAR}|[0-9]{{2}}) ?(?=年|学年|赛季))?"
    r"(?:\([^()\n]{1,12}\) ?)?(?:学年|赛季|年(?![级代鉴]| ?(?:的?(?:悠久)?历史|之久|来的历史|以上历史)))"
    r"(?: ?\([^()\n]{1,8}年\)(?= ?[0-9]))?"
    r"|(?P<row>0[0-9]|[5-9][0-9](?= ?年 ?(?:1[0-2]|[1-9]) ?月)) ?年(?![级代])"
    r"|(?P<early>[1-9][0-9]{2}) ?年(?![级代间来之]| ?的?(?:历史|时间))"
    rf"|(?P<regnal>元|[一二三四五六七八九十]{{1,3}}) ?年(?=闰?[正冬腊一二三四五六七八九十]{{1,2}}月)"
    rf"|{_NOT_AFTER}(?P<away>{any_of(YEARS_AWAY)})(?![级份龄])度?|(?P<after>{any_of(YEARS_AFTER)})(?![龄级])度?|(?P<season>今|(?<![一-龥])明|(?<=[到至在于待])明)(?=[春夏秋冬])"
)
_YEAR_PART = re.compile(
    rf" ?(?:度|(?:的 ?)?(?:{MONTHS_OF_YEAR})|年?初期?|年?底|年?末期?|年中|中期"
    r"|岁[末尾]|[春夏秋冬](?:[季天]|(?![一-龥]))|前后|全年)"
)
_MONTH_SLOT = re.compile(
    rf" ?(?:的 ?)?(?:(?P<month>{MONTH}) ?"
    rf"(?:月份?{TO}(?P<month3>{MONTH}) ?月|(?:{TO}|、)(?P<month2>{MONTH}) ?月|月)(?![球饼亮光薪台票色嫂季])"
    rf"|{_NOT_AFTER}(?P<away>{any_of(MONTHS_AWAY)})|(?P<after>{any_of(MONTHS_AFTER)}))"
    r"(?:份| ?(?P<third>上中?|中下?|下)旬|间| ?[初底末](?![一二三四五六七八九十])| ?中(?=[,，。、;；]))?"
)
_DAY_SLOT = re.compile(
    r" ?(?:(?P<lunar>初[一二三四五六七八九十]日?)"
    rf"|(?P<day>{DAY}) ?(?:[日号]?{TO}(?P<day2>{DAY})|[、和](?P<day3>{DAY}))? ?"
    r"(?P<sign>[日号])"
    rf"|(?P<away>{any_of(DAYS_AWAY)})(?:(?<=[天日])(?![失养努头之])|(?=[晨早晚夜](?![宴报餐饭会期稻熟市]))) ?"
    rf"|(?P<after>{any_of(DAYS_AFTER)})(?:(?<=[天日])|(?=[晨早晚夜])))"
)
_WEEK_SLOT = re.compile(
    r" ?\(? ?(?:(?P<week>[上下本这])个?|每?)(?:周|星期|礼拜)"
    r"(?P<weekday>[一二三四五六日天])(?![次个场期节年岁种遍趟回报])(?: ?\))?"
)


def read_slots(timeline: Timeline, start: int, first: Moment = UNKNOWN) -> Read:
    """The date or time that begins at *start*; *first* is the first end of the span that this is the second end of."""
    moment, end = UNKNOWN, start
    for slot in _SLOTS:
        read = slot(timeline, end, moment, first)
        if read is not None:
            moment, end = read
    while end > start and timeline.text[end - 1] == " ":
        end -= 1
    return (timeline.complete(moment, first, start), end) if end > start else None


def months_of_year(moment: Moment, match: re.Match[str]) -> Moment:
    """*moment*'s year as far as *match*, of MONTHS_OF_YEAR, narrows it: 上半年, 三季度, 前7个月."""
    if match["half"]:
        return in_months(moment, 1, 6) if match["half"] == "上" else in_months(moment, 7, 12)
    if match["quarter"]:
        last = 3 * value(match["quarter"])
        return in_months(moment, last - 2, last)
    if match["months"]:
        return in_months(moment, 1, max(1, min(12, value(match["months"]))))
    return in_months(moment, 1, 3 * value(match["quarters"])) if match["quarters"] else moment


def _year(timeline: Timeline, at: int, moment: Moment, first: Moment) -> Read:
    match = _YEAR_SLOT.match(timeline.text, at)
    if match is None:
        return None
    year = _year_of(timeline, match, first)
    if year is None:
        return None
    part = _YEAR_PART.match(timeline.text, match.end())
    return (months_of_year(year, part), part.end()) if part else (year, match.end())


def _year_of(timeline: Timeline, match: re.Match[str], first: Moment) -> Moment | None:
    """The year that *match* prints; None where a number of years is meant after all."""
    if match["bc"]:
        return Moment(year=1 - value(match["bc"]))
    if match["era"]:
        return _era_year(match)
    if match["regnal"]:
        return Moment(vague=True, lunar=True)
    if match["away"] or match["season"]:
        near, steps = timeline.reference.year, YEARS_AWAY[close_up(match["away"] or match["season"] + "年")]
        return Moment(None if near is None else near + steps, relative=True, vague=near is None)
    if match["after"]:
        near = first.year if first.year is not None else timeline.last.year
        steps = YEARS_AFTER[close_up(match["after"])]
        return Moment(None if near is None else near + steps, relative=True, vague=near is None)
    if match["row"]:
        return Moment(value(match["row"]) + (2000 if match["row"] < "50" else 1900))
    if match["early"]:
        return Moment(value(match["early"])) if _is_early_year(timeline.text, match) else None
    year = value(match["ad"] or match["year"])
    if not match["year2"]:
        return Moment(year)
    last = value(match["year2"])
    last = last if last > 99 else year // 100 * 100 + last
    return Moment(year, upto=Moment(last), split=(match.end("year"), match.start("year2")))


def _era_year(match: re.Match[str]) -> Moment | None:
    """民国34年, 洪武三年; old reigns only with Chinese numerals or a year in brackets, as towns bear their names."""
    began, modern = ERAS[match["era"]], match["era"] in MODERN
    if match["gloss"]:
        return Moment(value(match["gloss"]), lunar=not modern)
    if not modern and match["nth"][0].isdigit() and (began is None or began < 1300):
        return None
    nth = 1 if match["nth"] == "元" else value(match["nth"])
    return Moment(vague=True, lunar=True) if began is None else Moment(began + nth - 1, lunar=not modern)


def _is_early_year(text: str, match: re.Match[str]) -> bool:
    """Whether three digits before 年 are a year: 于845年, (577年), 453年,; not 近300年, 120年校庆."""
    before, after = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 1]
    if before in _COUNTED and before:
        return False
    if not match["early"].endswith("0"):
        return before in _OPENING or after in ",，)年起至到初末底春夏秋冬"
    if before in "于在自至从到(" and before:
        return after not in "内前后左以" or not after
    return before in _OPENING and after in ",，)-~至到" and bool(after)


def _month(timeline: Timeline, at: int, moment: Moment, first: Moment) -> Read:
    if moment.month is not None or moment.upto is not None:
        return None
    match = _MONTH_SLOT.match(timeline.text, at)
    if match is None or _is_sentence_of_prison(timeline.text, at):
        return None
    if moment.lunar:
        return moment, match.end()
    if match["month"] is None:
        month = _month_away(timeline, moment, match)
    elif second := match["month2"] or match["month3"]:
        if not _joined(match, match["month"], second):
            return None
        month = timeline.complete(replace(moment, month=value(match["month"]), day=None), first, at)
        split = _split(match, "month", "month2" if match["month2"] else "month3", "月")
        month = replace(month, upto=replace(month, month=value(second)), split=split)
    else:
        month = replace(moment, month=value(match["month"]))
    if match["third"] and month.month is not None:
        month = third_of_month(timeline.complete(month, first, at), match["third"])
    return month, match.end()


def _month_away(timeline: Timeline, moment: Moment, match: re.Match[str]) -> Moment:
    """上月, 本月, 同月 …"""
    near = timeline.reference if match["away"] else timeline.last
    steps = MONTHS_AWAY[close_up(match["away"])] if match["away"] else MONTHS_AFTER[close_up(match["after"])]
    if near.month is None:
        return replace(moment, relative=True, vague=True)
    return replace(moved(Moment(near.year, near.month), months=steps), relative=True)


def _is_sentence_of_prison(text: str, at: int) -> bool:
    """判处有期徒刑2年6月: months that are a term, not a date."""
    return (
        text.startswith("年", at - 1)
        and re.search("徒刑|刑期|拘役|管制|判处|获刑", text[max(0, at - 12) : at]) is not None
    )


def _day(timeline: Timeline, at: int, moment: Moment, first: Moment) -> Read:
    if moment.upto is not None or (moment.year is not None and moment.month is None and not moment.lunar):
        return None
    match = _DAY_SLOT.match(timeline.text, at)
    if match is None:
        return None
    if match["lunar"]:
        return (replace(moment, lunar=True), match.end()) if moment.month is not None or moment.lunar else None
    if match["day"]:
        if moment.lunar:
            return moment, match.end()
        alone = moment == UNKNOWN and first.month is None and first.day is None
        if alone and not _is_lone_day(timeline.text, match):
            return None
        day = replace(moment, day=value(match["day"]))
        if second := match["day2"] or match["day3"]:
            if not _joined(match, match["day"], second):
                return None
            day = timeline.complete(day, first, at)
            split = _split(match, "day", "day2" if match["day2"] else "day3", "日")
            day = replace(day, upto=replace(day, day=value(second)), split=split)
        return day, match.end()
    near = timeline.reference if match["away"] else timeline.last_day
    steps = DAYS_AWAY[close_up(match["away"])] if match["away"] else DAYS_AFTER[close_up(match["after"])]
    if near.day is None:
        return replace(moment, relative=True, vague=True), match.end()
    return replace(moved(Moment(near.year, near.month, near.day), days=steps), relative=True), match.end()


def _joined(match: re.Match[str], first: str, second: str) -> bool:
    """Whether two numbers make one span: 8至12日, and of an enumeration only neighbours (8、9日, not 8、12日)."""
    return not re.search("[、和]", match.group()) or value(second) == value(first) + 1


def _split(match: re.Match[str], first: str, second: str, sign: str) -> tuple[int, int]:
    """Where the first of two joined numbers ends, its *sign* included if it is printed, and the second begins."""
    end = match.end(first)
    return end + match.string.startswith(sign, end), match.start(second)


def _is_lone_day(text: str, match: re.Match[str]) -> bool:
    """Whether 15日 or 15号 without a month is a date: not 三日, 连续7日, 3号楼."""
    before, after = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 1]
    if not match["day"][0].isascii() or (before and before in "第续期长达了近约共满后过隔每"):
        return False
    if after and after in "本光常志夜子内游元圆后间均龄":
        return False
    return match["sign"] == "日" or (not after or after in "前起晚早上下凌至到,，、) 之")


def _week(timeline: Timeline, at: int, moment: Moment, first: Moment) -> Read:
    match = _WEEK_SLOT.match(timeline.text, at)
    if match is None:
        return None
    if moment != UNKNOWN:
        return moment, match.end()
    week, today = _WEEKS.get(match["week"] or ""), weekday(timeline.reference)
    if week is None and first.day is not None and (began := weekday(first)) is not None:
        ahead = (_WEEKDAYS[match["weekday"]] - began) % 7
        return replace(moved(first, days=ahead), relative=True), match.end()
    if week is None or today is None:
        return Moment(relative=week is not None, vague=True), match.end()
    ahead = week + _WEEKDAYS[match["weekday"]] - today
    return replace(moved(timeline.reference, days=ahead), relative=True), match.end()


_SLOTS: tuple[Callable[[Timeline, int, Moment, Moment], Read], ...] = (_year, _month, _day, _week, read_time)
