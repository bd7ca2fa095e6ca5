"""Figures that no article prints but that follow from printed ones: said to be worked out, with the arithmetic."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from retrieval.mentions import Mention, Page
from retrieval.options import Option
from retrieval.types import AnswerKind
from retrieval.units import dimension_of

Deed = Literal["difference", "sum", "share", "year_before"]

_LAST_YEAR = re.compile(r"(?:去年|上年)的?(?:同期|同月|同季度?)的?")
_ASKS_AMOUNT = re.compile(r"多少|几(?!成)|多[大长高重]")
_AMOUNT = r"(?:多少|几)(?P<rest>[^,，?？]{0,12})[?？]?$"
_DIFFERENCE = re.compile(
    rf"^(?P<one>[^比,，]{{2,30}})比(?P<other>[^比,，]{{2,30}}?)要?(?:多|少|高|低|大|小|长|短|贵|便宜|重|轻|宽|深)[了出]?{_AMOUNT}"
)
_SUM = re.compile(
    r"^(?P<one>[^,，和与]{2,20})(?:和|与|加上)(?P<other>[^,，和与]{2,20}?)(?:加起来|加在一起|一共|总共|合计)"
    rf"(?P<verb>[^,，多几]{{0,4}}){_AMOUNT}"
)
_SHARE = re.compile(
    r"^(?P<one>[^,，占]{2,20})占了?(?P<other>[^,，占]{2,20}?)的?(?:比例|比重|百分之几|百分之多少|几成)(?:是|有|为)?(?:多少|多大|几)?[?？]?$"
)
# What a difference to is growth, not a comparison of two things.
_OF_TIME = re.compile(
    r"去年|上年|前年|上个?月|上季|同期|以前|原来|之前|往年|昨[天日]|过去|年初|上次|上届|计划|目标|预期|平均|全国|全省"
)
_GROWN = re.compile(r"同比|[比较](?:去年|上年)")
_FALLEN = re.compile(r"下降|减少|回落|下滑|降低|下跌|负增长|缩减|降")
_BETWEEN = 16  # characters from a figure to the growth that belongs to it
_SCALES = (("万亿", 1e12), ("亿", 1e8), ("万", 1e4))
_CONTINUOUS = ("money", "percent", "length", "area", "weight", "volume")


@dataclass(frozen=True, slots=True)
class Computation:
    """What has to be worked out, and the questions whose printed figures it needs."""

    deed: Deed
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Worked:
    """A figure that was worked out."""

    text: str  # as the printed ones it comes from are written
    value: float
    unit: str | None
    kind: AnswerKind
    approximate: bool
    arithmetic: str  # from printed figures to the result, for the reader


def read_computation(text: str) -> Computation | None:
    """What the plain question *text* wants worked out; None for a question that printed figures alone answer."""
    if (match := _LAST_YEAR.search(text)) and _ASKS_AMOUNT.search(text):
        now = text[: match.start()] + text[match.end() :]
        return Computation("year_before", (now,)) if len(now) > len("是多少?") + 1 else None
    if match := _DIFFERENCE.match(text):
        return None if _OF_TIME.search(match["other"]) else Computation("difference", _both(match, "有"))
    if match := _SUM.match(text):
        return Computation("sum", _both(match, match["verb"] or "有"))
    if match := _SHARE.match(text):
        return Computation("share", (f"{match['one']}有多少", f"{match['other']}有多少"))
    return None


def _both(match: re.Match[str], verb: str) -> tuple[str, str]:
    """The questions for the two figures: what only one side says (甲的产值和乙的一共…) counts for the other as well."""
    one, other, rest = match["one"], match["other"].removesuffix("的"), match["rest"]
    for told, silent in ((one, other), (other, one)):
        owner, has, measure = told.rpartition("的")
        if has and owner and "的" not in silent:
            whole = f"{silent}的{measure}"
            one, other = (one, whole) if told is one else (whole, other)
            break
    asks = "是" if "的" in one else verb
    return f"{one}{asks}多少{rest}", f"{other}{asks}多少{rest}"


def work_out(deed: Deed, options: Sequence[Option]) -> Worked | None:
    """The figure that *deed* makes of the printed ones; None where they do not belong together."""
    first = options[0].mention
    if deed == "year_before":
        return _year_before(options[0].page, first)
    second = options[1].mention
    together = options[0].page is options[1].page and first.start != second.start and first.unit == second.unit
    one, other = first.value, second.value
    if not together or not isinstance(one, int | float) or not isinstance(other, int | float):
        return None
    about = first.approximate or second.approximate
    if deed == "share":
        if not 0 < one < other or first.kind == "percent":
            return None
        share = round(100 * one / other, 1)
        return Worked(f"约{share:g}%", share, "%", "percent", True, f"{first.text}÷{second.text}≈{share:g}%")
    value, sign = (one + other, "+") if deed == "sum" else (abs(one - other), "-")
    larger, smaller = (first, second) if deed == "sum" or one >= other else (second, first)
    text = _written(value, larger, decimals=max(_decimals(first), _decimals(second)))
    arithmetic = f"{larger.text}{sign}{smaller.text}={text}"
    return Worked(f"约{text}" if about else text, value, first.unit, first.kind, about, arithmetic)


def _year_before(page: Page, mention: Mention) -> Worked | None:
    """What a figure was a year before, from the growth that is printed right behind it."""
    _, end = page.sentence(mention)
    growth = next((other for other in page.after(mention, end) if other.kind != "date"), None)
    value = mention.value
    if growth is None or growth.kind != "percent" or growth.label != "growth" or not isinstance(value, int | float):
        return None
    between = page.prose.text[mention.high : growth.high]
    rate = growth.value
    if len(between) > _BETWEEN + len(growth.text) or not _GROWN.search(between) or not isinstance(rate, int | float):
        return None
    fallen = bool(_FALLEN.search(between))
    factor = 1 - rate / 100 if fallen else 1 + rate / 100
    if mention.kind == "percent" or growth.unit != "%" or factor <= 0:
        return None
    before = value / factor
    continuous = _scale(mention)[1] > 1 or dimension_of(mention.unit) in _CONTINUOUS or mention.kind == "money"
    text = _written(before, mention, decimals=1 if continuous else 0)
    arithmetic = f"{mention.text}÷(1{'-' if fallen else '+'}{rate:g}%)≈{text}"
    return Worked(f"约{text}", before, mention.unit, mention.kind, True, arithmetic)


def _written(value: float, like: Mention, *, decimals: int) -> str:
    """*value* (base units) as the mention *like* is printed: in its 万 or 亿, with its unit."""
    name, scale = _scale(like)
    number = f"{value / scale:.{decimals}f}"
    if "." in number:
        number = number.rstrip("0").rstrip(".")
    return f"{number}{name}{like.unit or ''}"


def _scale(mention: Mention) -> tuple[str, float]:
    return next(((name, scale) for name, scale in _SCALES if name in mention.text), ("", 1.0))


def _decimals(mention: Mention) -> int:
    match = re.search(r"[.．]([0-9０-９]+)", mention.text)
    return len(match[1]) if match else 0
