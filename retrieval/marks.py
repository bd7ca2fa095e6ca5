"""The words around a figure that say how it is meant: 约, 不到, 以上, 左右, and whether it rose or fell."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

Bound = Literal["min", "max"] | None
Direction = Literal["up", "down"] | None


class Marks(NamedTuple):
    """What stands around a figure; *start* and *end* take in the marks that belong to it."""

    start: int
    end: int
    approximate: bool
    bound: Bound
    direction: Direction


_LEADS: dict[str, Bound] = {
    **dict.fromkeys(("超过", "逾", "超", "超出", "不低于", "不少于", "不下于", "不下", "不小于"), "min"),
    **dict.fromkeys(("至少", "最少", "大于", "高于", "多于", "突破", "破"), "min"),
    **dict.fromkeys(("不超过", "不到", "不足", "不满", "不多于", "不高于", "不大于", "未满", "未到"), "max"),
    **dict.fromkeys(("至多", "最多", "少于", "低于", "小于", "跌破"), "max"),
    **dict.fromkeys(("大约", "约莫", "约", "将近", "接近", "近", "大概", "几近"), None),
}
_LEAD_ENDS = frozenset(word[-1] for word in _LEADS)
_LONGEST_LEAD = max(map(len, _LEADS))
_NOT_LEADS = {
    "约": "合契条节制预特签盟履纽",
    "近": "附最邻临相靠亲",
    "超": "赶反",
    "破": "打冲侦告爆识看点",
}  # 合约三份, 附近三家
# Said with a verb of its own, which is no part of the figure: 约有300人 is 300人, approximately.
_APART = ("约有", "约为", "约占", "约达", "约需", "约合", "约计", "约是", "约在", "估计", "估算", "差不多")
_ROUND = frozenset("百千万亿")
_UPWARDS = {"上": "早晚马北南东西海江路以之向身手船网", "过": "超不通经"}  # 上百, 过千; not 晚上百人
_NOT_MORE = "种样个大用数元媒名么少重方次家"  # 多种, 多数, 多少 …
_TAIL = re.compile(
    " ?(?:(?P<min>及?以上|开外|之多)|(?P<max>及?以下|以内|之内|封顶)"
    f"|(?P<about>左右|上下|不等|出头|多(?![{_NOT_MORE}])|余(?![种名下额地])))"
)
_WITHIN = re.compile("内(?![部容地外陆衣科蒙政心])")
# What may stand between the verb and its figure; never 到, for 提高到 64% is no growth of 64%.
_FILLED = "(?:了|约|近|超过?|逾|[高可已均]?达到?|幅度?为?|率为|速为|[:：])*$"
_RISES = "(?<!负)增长|增加|上升|提高|提升|上涨|增收|递增|扩大|增速|增幅|涨幅|升幅|上调|调高|成长|增|涨|(?<![每公毫])升"
_FALLS = "负增长|下降|减少|降低|下滑|回落|下跌|缩减|缩短|收窄|降幅|跌幅|缩小|萎缩|下调|调低|减|跌|降"
_UP = re.compile(f"(?:{_RISES}){_FILLED}")
_DOWN = re.compile(f"(?:{_FALLS}){_FILLED}")
_MOVING = frozenset("增升高涨扩降少低落跌缩窄减幅速大小收调长")


def marks_around(text: str, start: int, end: int, *, floor: int, within: bool) -> Marks:
    """The marks around text[start:end]; nothing before *floor* is looked at. *within*: a bare 内 is a bound here."""
    about, bound = False, None
    lead = _lead(text, start, floor)
    if lead is not None:
        start, bound = lead
        about = True
    elif text.endswith(_APART, floor, start):
        about = True
    if tail := _TAIL.match(text, end):
        end, about = tail.end(), True
        bound = "min" if tail["min"] else "max" if tail["max"] else bound
    elif within and _WITHIN.match(text, end):
        bound = "max"
    return Marks(start, end, about, bound, _direction(text[max(floor, start - 10) : start]))


def is_marked(text: str, start: int, floor: int) -> bool:
    """Whether one of the marks that only a figure can follow stands before *start*."""
    return _lead(text, start, floor) is not None


def has_tail(text: str, end: int) -> bool:
    """Whether one of the marks that only a figure can precede stands at *end*."""
    return _TAIL.match(text, end) is not None


def _lead(text: str, start: int, floor: int) -> tuple[int, Bound] | None:
    stop = start - 1 if text.startswith(" ", start - 1) and start > floor else start
    last = text[stop - 1 : stop]
    if last in _LEAD_ENDS:
        for size in range(_LONGEST_LEAD, 0, -1):
            word = text[stop - size : stop]
            if stop - size >= floor and word in _LEADS and not _follows(text, stop - size, _NOT_LEADS.get(word, "")):
                return stop - size, _LEADS[word]
    if last in _UPWARDS and text[start] in _ROUND and stop > floor and not _follows(text, stop - 1, _UPWARDS[last]):
        return stop - 1, "min"
    return None


def _follows(text: str, at: int, characters: str) -> bool:
    return at > 0 and text[at - 1] in characters


def _direction(before: str) -> Direction:
    if _MOVING.isdisjoint(before):
        return None
    return "up" if _UP.search(before) else "down" if _DOWN.search(before) else None
