"""Numerals as they are printed, Arabic or Chinese, read into values; works on folded text (see `folding`).

Arabic: 2022, 1,234.5, 2 600 (a space between groups of three), 3万, 1.5万亿, 3万5千, 1亿2000万.
Chinese: 三百二十万, 十五, 两千, 廿一, 一千零一, 三点七, 一九九八 (a row of digits), and the ranges inside one numeral
that the language allows: 七八 (7 to 8), 四五十, 一百一二十, 十七八. A bare multiplier (百, 千万) reads as one of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_LENGTH = 30  # longer rows of digits are codes, not amounts; keeps the work linear
DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
SMALL = {"十": 10, "百": 100, "千": 1000}
BIG = {"万": 10**4, "亿": 10**8}
TENS = {"廿": 20, "卅": 30}

HAN = "〇零一二三四五六七八九十百千万亿两廿卅"
# Groups are bounded so that a page of digits is read once, not once from every digit.
ARABIC = r"\d{1,3}(?:,\d{3}){1,8}(?:\.\d+)?(?![,\d])|\d{1,3}(?: \d{3}){1,3}(?![\d.])|\d+(?:\.\d+)?"
# 千 before a unit's name is part of it (5千克); 十万, 百万 … after Arabic digits are rare, but read.
MULTIPLIER = r"(?:[十百千]?万亿?|[十百千]?亿|百(?!分)|千(?![克米瓦卡帕赫伏焦]))"
# 两 is a digit at the head of a numeral and before a multiplier, otherwise a weight (四百万两).
_HAN_RUN = (
    "(?:一?两|[〇零一二三四五六七八九十百千万亿廿卅])(?:[〇零一二三四五六七八九十百千万亿廿卅]|两(?=[百千万亿]))*"
)
NUMERAL = re.compile(
    rf"(?:{ARABIC})(?: ?{MULTIPLIER}(?:\d+(?:\.\d+)?{MULTIPLIER})*)?|{_HAN_RUN}(?:点[〇零一二三四五六七八九]+[万亿]*)?"
)
_ARABIC_PART = re.compile(rf"({ARABIC}) ?({MULTIPLIER})?")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A numeral's value: *low* equals *high* unless the numeral itself is a range (七八)."""

    low: float
    high: float
    scale: float = 1  # the last multiplier printed (3.2万 → 10000); what a range's first half inherits
    digits: bool = False  # a row of Chinese digits without multipliers: a year or a code


def read_numeral(printed: str) -> Numeral | None:
    """The value of *printed*, a match of NUMERAL; None where it is no well-formed number."""
    if len(printed) > MAX_LENGTH:
        return None
    return _arabic(printed) if printed[0].isdigit() and printed[0].isascii() else _han(printed)


def multiplier(printed: str) -> float:
    """The value of a row of multipliers: 百万 → 1,000,000; 万亿 → 10**12."""
    value = 1.0
    for char in printed:
        value *= SMALL.get(char) or BIG[char]
    return value


def number(value: float) -> float | int:
    """*value* as an int where it is whole, otherwise without the dust of binary arithmetic."""
    rounded = round(float(value), 9)
    return int(rounded) if rounded.is_integer() else rounded


def _arabic(printed: str) -> Numeral | None:
    total, scale = 0.0, 1.0
    for digits, mult in _ARABIC_PART.findall(printed):
        scale = multiplier(mult)
        total += float(digits.replace(",", "").replace(" ", "")) * scale
    return Numeral(total, total, scale)


def _han(printed: str) -> Numeral | None:
    if "点" in printed:
        return _han_decimal(printed)
    if all(char in DIGITS for char in printed) and len(printed) > 1:
        return _digit_row(printed)
    return _positional(printed)


def _han_decimal(printed: str) -> Numeral | None:
    whole, _, rest = printed.partition("点")
    fraction = rest.rstrip("万亿")
    head = _positional(whole)
    if head is None or head.low != head.high:
        return None
    scale = multiplier(rest[len(fraction) :])
    value = (head.low + float("0." + "".join(str(DIGITS[char]) for char in fraction))) * scale
    return Numeral(value, value, scale)


def _digit_row(printed: str) -> Numeral | None:
    """一九九八 → 1998, 〇八 → 8 with digits; 七八 → 7 to 8; None for rows such as 三七."""
    values = [DIGITS[char] for char in printed]
    if len(values) >= 3 or 0 in values:
        value = float("".join(map(str, values)))
        return Numeral(value, value, digits=True)
    low, high = values
    return Numeral(low, high) if _neighbours(low, high) else None


def _neighbours(low: int, high: int) -> bool:
    """七八, 两三: only digits one apart make a range (九十 is ninety)."""
    return low > 0 and high == low + 1


def _positional(printed: str) -> Numeral | None:
    """A numeral with multipliers, read from left to right; each section (below 万, below 亿) must descend."""
    total = [0.0, 0.0]  # low and high so far, above the current section
    section = [0.0, 0.0]
    digits: list[int] = []
    below, above, scale = 10**4, float("inf"), 1.0
    for char in printed:
        if char in DIGITS:
            if DIGITS[char] == 0:
                if digits:
                    return None
                continue
            digits.append(DIGITS[char])
            if len(digits) > 2 or (len(digits) == 2 and not _neighbours(*digits)):
                return None
        elif char in TENS:
            if digits or section[1]:
                return None
            section = [TENS[char], TENS[char]]
            below = 10
        elif char in SMALL:
            step = SMALL[char]
            if step >= below:
                return None
            low, high = (digits[0], digits[-1]) if digits else (1, 1)
            section = [section[0] + low * step, section[1] + high * step]
            digits, below, scale = [], step, step
        else:
            step = BIG[char]
            low, high = (digits[0], digits[-1]) if digits else (0, 0)
            section = [section[0] + low, section[1] + high]
            if section[1] == 0 and total[1] == 0:
                section = [1.0, 1.0]
            if step >= above:  # 万亿: the multiplier applies to all before it
                total = [(total[0] + section[0]) * step, (total[1] + section[1]) * step]
            else:
                total = [total[0] + section[0] * step, total[1] + section[1] * step]
            section, digits, below, above, scale = [0.0, 0.0], [], 10**4, step, step
    low, high = (digits[0], digits[-1]) if digits else (0, 0)
    low, high = total[0] + section[0] + low, total[1] + section[1] + high
    return Numeral(low, high, scale) if high else None
