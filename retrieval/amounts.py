"""An amount: a numeral with the marks inside it and the unit behind it, before its surroundings are looked at.

Single (400多座, 20多万元, 十几个, 7两半, 三个半小时), in parts (1小时20分, 3斤2两, 2米11) or a range (3至5名, 900米至
1900米, 三、四天, -3℃至5℃). Works on folded text.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

import rjieba

from retrieval.folding import is_han
from retrieval.numerals import DIGITS, NUMERAL, multiplier, read_numeral
from retrieval.units import COARSER, FINER, Unit, unit_at

_TO = re.compile(r" ?(?:-{1,2}|~|至|到) ?")
_FROM = re.compile(" ?及?以上[、,]?[至到]? ?")  # 200元以上3000元以下
_UP_TO = re.compile(" ?及?(?:以下|以内)")
# A mark inside the figure (多 余 来 几), with the multiplier that may follow it: 20多万.
_ODD = re.compile(r" ?(?P<mark>[多余来几])(?P<mult>[十百千]?[万亿]+|[百千])?")
_ENUMERATED = re.compile("(?<![、第])([一二三四五六七八])、([二三四五六七八九][十百千万亿]*)(?!、)")  # 三、四天
_DISCOUNT = re.compile("([一二三四五六七八九])([一二三四五六七八九])(?=折)")  # 九五折 is 9.5 折
_THEN = re.compile("[零又]?(?=[0-9一二两三四五六七八九十])")
_HAN_DECIMALS = re.compile("[一二三四五六七八九]{1,2}(?=[的高宽长深多左以]|[^一-龥、]|$)")
_DECIMALS = re.compile(rf"[0-9]{{1,2}}(?![0-9:%万亿年月日]|[.,][0-9])|{_HAN_DECIMALS.pattern}")
_SIGN = re.compile("(?:零[上下]|-) ?")
_MONEY_PIECES = re.compile("[牌地田砖板屏碑布肉玻璃石玉电池]")  # of these 块 counts pieces; otherwise it may be 元
_NOT_TENTHS = frozenset("为立功本员果绩长交就都品人套因药型年家语效规排双分")
_PERIODS = {
    "月": "个月",
    "小时": "小时",
    "钟头": "小时",
    "星期": "星期",
    "礼拜": "星期",
    "世纪": "世纪",
    "季度": "季度",
}
_INSIDE = frozenset("半多余来")
_TENTH = {char: value / 10 for char, value in DIGITS.items() if char not in "〇零两"}
_YUAN = Unit("块", "元", "money")
_DIVISIBLE = FINER.keys() | COARSER.keys() | {"秒"}
_PERIOD = re.compile("|".join(_PERIODS))


class Amount(NamedTuple):
    """What was read, from *start* to *end* of the text."""

    start: int
    end: int
    low: float  # in *unit*, as its base unit counts
    high: float
    scale: float  # the multiplier printed last
    unit: Unit | None
    unit_start: int  # where the unit begins; *end* if there is none
    approximate: bool = False
    ends: tuple[Amount, Amount] | None = None  # of a range printed as two amounts


def amount_at(text: str, start: int, sign: str = "") -> Amount | None:
    """The amount or range that begins at *start*; None if no well-formed numeral does.

    With a *sign* (-, 零下), printed ahead of *start*, it is one below zero. The second end of a range may have a sign
    of its own (-8℃至-3℃); 零下 counts for it too where one unit serves both (零下3至5度).
    """
    first = _enumerated_at(text, start) or _single_at(text, start)
    if first is None or first.ends is not None:
        return first
    if sign:
        first = _below_zero(first, start - len(sign))
    if first.unit is not None and (least := _FROM.match(text, first.end)):
        most = _single_at(text, least.end())
        closed = _UP_TO.match(text, most.end) if most else None
        between = _range(first, most._replace(end=closed.end())) if most and closed else None
        return between or first
    to = _TO.match(text, first.end)
    other = _single_at(text, to.end()) if to else None
    if to and sign and other is None and (second := _SIGN.match(text, to.end())):
        other = _single_at(text, second.end())
        above = second.group().startswith("零上")
        other = other._replace(start=to.end()) if other and above else other and _below_zero(other, to.end())
    elif other and first.unit is None and sign.startswith("零下"):
        other = _below_zero(other, other.start)
    return first if other is None else _range(first, other) or first


def _below_zero(amount: Amount, start: int) -> Amount:
    return amount._replace(start=start, low=-amount.high, high=-amount.low)


def _enumerated_at(text: str, start: int) -> Amount | None:
    """三、四天 and 二、三十万: two neighbouring digits written apart."""
    match = _ENUMERATED.match(text, start) if text.startswith("、", start + 1) else None
    numeral = read_numeral(match[1] + match[2]) if match else None
    if match is None or numeral is None or numeral.low == numeral.high:
        return None
    amount = _finished(text, start, match.end(), numeral.low, numeral.high, numeral.scale)
    return amount if amount.unit or numeral.scale > 1 else None


def _range(first: Amount, other: Amount) -> Amount | None:
    """The range of two amounts if they are its ends: one unit, and rising."""
    if first.unit is None and other.unit is not None:
        factor = other.unit.factor
        scale = other.scale if first.scale == 1 and first.low * other.scale <= other.high / factor else 1
        first = first._replace(low=first.low * scale * factor, high=first.high * scale * factor, unit=other.unit)
    elif first.unit is None and other.scale > 1 and first.scale == 1 and first.low * other.scale <= other.high:
        first = first._replace(low=first.low * other.scale, high=first.high * other.scale)
    same = first.unit is other.unit or (first.unit and other.unit and first.unit.name == other.unit.name)
    low, high = (
        (other.low, first.high)
        if first.high < 0 and other.high < 0 and other.low < first.low
        else (first.low, other.high)
    )
    if not same or low >= high:
        return None
    about = first.approximate or other.approximate
    return other._replace(start=first.start, low=low, high=high, approximate=about, ends=(first, other))


def _single_at(text: str, start: int, parts: int = 2) -> Amount | None:
    """One amount; *parts* is how many finer parts it may still take in."""
    if discount := _DISCOUNT.match(text, start):
        tenths = 10 * DIGITS[discount[1]] + DIGITS[discount[2]]
        return _finished(text, start, discount.end(), tenths / 10, tenths / 10, 1)
    match = NUMERAL.match(text, start)
    numeral = read_numeral(match.group()) if match else None
    if match is None or numeral is None:
        return None
    low, high, scale, end = numeral.low, numeral.high, numeral.scale, match.end()
    odd = _ODD.match(text, end)
    if odd and (odd["mult"] or odd["mark"] in "多余" or unit_at(text, odd.end() + text.startswith(" ", odd.end()))):
        if odd["mark"] == "几" and low % 10 == 0:
            low, high = low + 1, high + 9
        factor = multiplier(odd["mult"] or "")
        amount = _finished(text, start, odd.end(), low * factor, high * factor, max(scale, factor), approximate=True)
    else:
        amount = _finished(text, start, end, low, high, scale)
    return _with_part(text, amount, parts - 1) if parts > 0 and amount.unit else amount


def _finished(
    text: str, start: int, end: int, low: float, high: float, scale: float, *, approximate: bool = False
) -> Amount:
    """The amount whose numeral (low to high) ends at *end*, with the unit that follows."""
    at = end + text.startswith(" ", end)
    if text.startswith("个", at) and text[at + 1 : at + 2] in _INSIDE and (period := _PERIOD.match(text, at + 2)):
        half = 0.5 if text[at + 1] == "半" else 0.0  # 三个半小时, 两个多月: the mark stands inside the unit
        unit = Unit(period.group(), _PERIODS[period.group()], "duration")
        return Amount(start, period.end(), low + half, high + half, scale, unit, at, approximate or not half)
    found = unit_at(text, at) or _big_things(text, at) or _tenths(text, at)
    if found is None:
        return Amount(start, end, low, high, scale, None, end, approximate)
    stop, half = at + len(found.printed), 0.0
    if found.printed == "成" and text[stop : stop + 1] in _TENTH and unit_at(text, stop + 1) is None:
        stop, half = stop + 1, _TENTH[text[stop]]  # 七成五 is 75%
    if found.printed == "块" and _is_money(text, start, stop):
        found = _YUAN
    approximate = approximate or found.printed == "旬"
    if text.startswith("半", stop) and found.dimension not in ("count", "percent"):
        stop, half = stop + 1, 0.5
    factor = found.factor
    return Amount(start, stop, (low + half) * factor, (high + half) * factor, scale, found, at, approximate)


def _big_things(text: str, at: int) -> Unit | None:
    """八大领域: what is counted stands behind 大; its first word is the unit."""
    if not text.startswith("大", at) or not is_han(text, at + 1):
        return None
    name = rjieba.cut(text[at + 1 : at + 7])[0]
    if any(char in "一二三四五六七八九十" for char in name):
        return None
    return Unit("大" + name, name, "count")


def _tenths(text: str, at: int) -> Unit | None:
    if text.startswith("成", at) and text[at + 1 : at + 2] not in _NOT_TENTHS:
        return Unit("成", "%", "percent", 10)
    return None


def _is_money(text: str, start: int, end: int) -> bool:
    """Whether 块 means 元: with nothing counted behind it, and no medal, field or board named before it."""
    end = decimals.end() if (decimals := _HAN_DECIMALS.match(text, end)) else end
    counted = is_han(text, end) and text[end] not in "多左以一每就起半"
    return not counted and not _MONEY_PIECES.search(text, max(0, start - 6), start)


def _with_part(text: str, amount: Amount, parts: int) -> Amount:
    """Take in a finer part behind the unit: 1小时20分, 13年零8个月, 3斤2两, 2米11."""
    unit = amount.unit
    if unit is None or amount.low != amount.high or unit.name not in _DIVISIBLE:
        return amount
    then = _THEN.match(text, amount.end)
    if then is None:
        return amount
    if decimals := _decimal_part(text, amount, unit):
        return decimals
    part = _single_at(text, then.end(), parts)
    if part is None or part.unit is None or part.low != part.high:
        return amount
    if finer := FINER.get(unit.name, {}).get(part.unit.name):
        value, named = (
            amount.low * finer[1] + part.low,
            replace(part.unit, name=finer[0], dimension="duration", loose=False),
        )
    elif (
        share := COARSER.get(unit.name, {}).get(part.unit.name)
    ) is not None and part.low * share < amount.low + unit.factor:
        value, named = amount.low + part.low * share, replace(unit, loose=False)
    else:
        return amount
    return amount._replace(end=part.end, low=value, high=value, unit=named)


def _decimal_part(text: str, amount: Amount, unit: Unit) -> Amount | None:
    """2米11, 3块5: bare digits behind the unit are its decimals."""
    match = _DECIMALS.match(text, amount.end) if unit.name in ("米", "元", "秒") else None
    if match is None or unit_at(text, match.end()) or (unit.name == "元" and unit.printed != "块"):
        return None
    digits = "".join(str(DIGITS.get(char, char)) for char in match.group())
    value = amount.low + float(f"0.{digits}")
    return amount._replace(end=match.end(), low=value, high=value)
