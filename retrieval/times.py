"""The time of day in a printed date: 上午9时, 22:00, 下午3点半, 晚7点到9点."""

from __future__ import annotations

import re
from dataclasses import replace

from retrieval.moments import UNKNOWN, Moment
from retrieval.numerals import value
from retrieval.timeline import TO, Read, Timeline, close_up

_HOUR = "2[0-4]|1[0-9]|0?[0-9]|二十[一二三四]?|十[一二三四五六七八九]?|[零一二两三四五六七八九]"
_MINUTE = "[0-5]?[0-9]|[二三四五]?十[一二三四五六七八九]?|零?[一二三四五六七八九]"
_PART_WORDS = (
    "凌晨 清晨 早晨 早上 早间 大清早 一大早 上午 中午 正午 午间 下午 午后 傍晚 晚上 晚间 夜间 夜晚 夜里 白天 深夜"
    " 半夜 午夜 入夜 黎明 拂晓 晨 早 晚 夜"
)
_PARTS = "|".join(" ?".join(word) for word in _PART_WORDS.split())
_SCORED = re.compile("(?:比分|战胜|击败|负于|胜|负|输)[^。；;]*$")  # 25:20、23:25 are no times of day
_TIME_SLOT = re.compile(
    rf" ?(?P<part>{_PARTS})?(?: ?(?:(?P<clock>(?:2[0-4]|[01]?[0-9]):[0-5][0-9])(?::[0-5][0-9])?(?![0-9:])"
    rf"|(?P<hour>{_HOUR})(?:{TO}(?P<hour2>{_HOUR}))? ?(?P<sign>时(?![间代期候而常尚速空差])|点钟?)"
    rf"(?: ?(?P<minute>{_MINUTE}) ?分(?![钟之])|(?P<fraction>半|[一三]刻)|整)?)(?:许|前后|左右)?)?"
)


def read_time(timeline: Timeline, at: int, moment: Moment, first: Moment) -> Read:
    """*moment* with the time of day that is printed at *at*; *first* is the first end of the span it ends."""
    match = _TIME_SLOT.match(timeline.text, at)
    if match is None or match.end() == at or (moment.upto is not None):
        return None
    printed = moment != UNKNOWN
    if match["clock"] is None and match["hour"] is None:
        return (replace(moment, part=match["part"]), match.end()) if printed and match["part"] else None
    if not (printed or first.hour is not None) and not _is_clock(timeline.text, match):
        return None
    part = close_up(match["part"] or first.part)
    hour, minute = _clock(match)
    timed = replace(moment, hour=_hour(hour, part), minute=minute, part=part)
    if match["hour2"]:
        timed = timeline.complete(replace(timed, minute=0), first, at)
        last = _hour(value(match["hour2"]), part)
        timed = replace(
            timed, upto=replace(timed, hour=last, minute=minute), split=(match.end("hour"), match.start("hour2"))
        )
    return timed, match.end()


def _clock(match: re.Match[str]) -> tuple[int, int]:
    """Hour and minute as printed: 22:00, 3点半, 6时40分."""
    if match["clock"]:
        hour, _, minute = match["clock"].partition(":")
        return int(hour), int(minute)
    fraction = {"半": 30, "一刻": 15, "三刻": 45}.get(match["fraction"] or "", 0)
    return value(match["hour"]), value(match["minute"]) if match["minute"] else fraction


def _is_clock(text: str, match: re.Match[str]) -> bool:
    """Whether 8点 or 15时 without a date is a time of day: not 三点意见, 上涨8点, 8点建议."""
    if match["clock"]:
        return not _SCORED.search(text[max(0, match.start() - 24) : match.start()])
    if match["part"] or match["minute"] or match["fraction"]:
        return True
    before, after = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 1]
    if not match["hour"][0].isascii():
        return False
    if match["sign"] == "时":
        return True
    return not (before and before in "涨跌升降了这第提出有分") and not (after and after in "意建要体希内以多原")


def _hour(hour: int, part: str) -> int:
    """The hour of the day: 下午3 → 15, 晚12 → 24, 中午1 → 13."""
    if part.startswith(("下", "傍", "午后")) and 1 <= hour < 12:
        return hour + 12
    if part.startswith(("晚", "夜", "深", "半", "午夜")) and 5 <= hour <= 12:
        return hour + 12
    return hour + 12 if part.startswith(("中", "正", "午间")) and hour in (1, 2) else hour
