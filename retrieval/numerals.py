"""Numerals as they are printed, Arabic or Chinese, read into values; works on folded text (see `folding`).

Arabic: 2022, 1,234.5, 2 600 (a space between groups of three), 3万, 1.5万亿, 3万5千, 408万588.
Chinese: 三百二十万, 十五, 两千, 廿一, 一千零一, 三点七, 一九九八 (a row of digits), and the ranges that the
language packs into one numeral: 七八 (7 to 8), 四五十, 一百一二十, 十七八. A bare multiplier (百, 千万) is one of it. A
last digit counts by the multiplier below the one ahead of it: 两千八 is 2800, 两千零八 is 2008.
"""

from __future__ import annotations

import re
from typing import NamedTuple

MAX_LENGTH = 30  # longer rows of digits are codes, not amounts; this also bounds the work
DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
TENS = {"廿": 20, "卅": 30}
_ROUND_ZEROS = str.maketrans("0O", "〇〇")  # as typed without a 〇
POWERS = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}  # of ten

# Groups are counted, so that a page of digits is read once, not once from each of its digits.
ARABIC = (
    r"[0-9]{1,3}(?:,[0-9]{3}){1,8}(?:\.[0-9]+)?(?!,?[0-9])"
    r"|[0-9]{1,3}(?: {1,2}[0-9]{3}){1,3}(?:\.[0-9]+)?(?! ?[0-9.])|[0-9]+(?:\.[0-9]+)?"
)
_KILO = "千(?![瓦克米卡帕赫伏焦])"  # in 5千克 and 百万千瓦 the 千 belongs to the unit
MULTIPLIER = rf"(?:[十百千]?万亿?|[十百千]?亿|百(?!分)|{_KILO})"
# 两 is a digit at the head of a numeral and before a multiplier; elsewhere it is a weight (四百万两).
_HAN = "〇零一二三四五六七八九十百万亿廿卅"
HAN = rf"(?:一?两|[{_HAN}]|{_KILO})(?:[{_HAN}]|两(?=[百千万亿])|{_KILO})*"
NUMERAL = re.compile(
    rf"(?:{ARABIC})(?: ?{MULTIPLIER}(?:零?[0-9]+(?:\.[0-9]+)?{MULTIPLIER})*(?:零[0-9]{{1,4}}|[0-9]{{3,4}})?(?![0-9.]))?"
    rf"|{HAN}(?:点[〇零一二三四五六七八九]+[万亿]*)?"
)
_ARABIC_PART = re.compile(rf"零?({ARABIC}) ?({MULTIPLIER})?")


class Numeral(NamedTuple):
    """A numeral's value: *low* equals *high* unless the numeral itself is a range (七八)."""

    low: float
    high: float
    scale: float = 1  # the last multiplier printed (3.2万 → 10000); what the first half of 3至5万 inherits


def read_numeral(printed: str) -> Numeral | None:
    """The value of *printed*, a match of NUMERAL; None where it is no well-formed number."""
    if len(printed) > MAX_LENGTH:
        return None
    if printed[0].isascii():
        return _arabic(printed)
    whole, point, rest = printed.partition("点")
    return _decimal(whole, rest) if point else _whole(whole)


def value(printed: str) -> int:
    """The value of a whole numeral of a date, a match of NUMERAL or of its like; a row of digits is read one by one."""
    printed = printed if printed[0].isascii() else printed.translate(_ROUND_ZEROS)
    if all(char in DIGITS for char in printed):
        return int("".join(str(DIGITS[char]) for char in printed))
    numeral = read_numeral(printed)
    return 0 if numeral is None else int(numeral.low)


def multiplier(printed: str) -> float:
    """The value of a row of multipliers: 百万 → 1,000,000; 万亿 → 10**12."""
    return float(10 ** sum(POWERS[char] for char in printed))


def number(value: float) -> float | int:
    """*value* as an int where it is whole, otherwise without the dust of binary arithmetic."""
    rounded = round(float(value), 9)
    return int(rounded) if rounded.is_integer() else rounded


def _arabic(printed: str) -> Numeral:
    if printed.isdecimal():  # as most are
        return Numeral(float(printed), float(printed))
    total, power = 0.0, 0
    for digits, mult in _ARABIC_PART.findall(printed):
        power = sum([POWERS[char] for char in mult])
        total += float(f"{digits.replace(',', '').replace(' ', '')}e{power}")
    return Numeral(total, total, 10.0**power)


def _decimal(whole: str, rest: str) -> Numeral | None:
    """三点七, 一点二亿: *rest* is what follows 点."""
    fraction = rest.rstrip("万亿")
    head = _whole(whole)
    if head is None or head.low != head.high:
        return None
    power = sum(POWERS[char] for char in rest[len(fraction) :])
    digits = "".join(str(DIGITS[char]) for char in fraction)
    value = float(f"{int(head.low)}.{digits}e{power}")
    return Numeral(value, value, 10.0**power)


def _whole(printed: str) -> Numeral | None:
    if len(printed) > 1 and all(char in DIGITS for char in printed):
        return _digit_row([DIGITS[char] for char in printed])
    low = high = _positional(printed, 0)
    if len(printed) > 1:  # else there is no pair of digits in it
        high = _positional(printed, -1)
    if low is None or not high:
        return None
    return Numeral(low, high, next((10.0 ** POWERS[char] for char in reversed(printed) if char in POWERS), 1.0))


def _digit_row(digits: list[int]) -> Numeral | None:
    """一九九八 → 1998, 〇八 → 8; 七八 → 7 to 8; None for rows that mean neither, such as 三七, 一二三 (等奖)."""
    if len(digits) > 2 and digits == list(range(1, len(digits) + 1)):
        return None
    if len(digits) > 2 or 0 in digits:
        value = float("".join(map(str, digits)))
        return Numeral(value, value)
    low, high = digits
    return Numeral(low, high) if _neighbours(digits) else None


def _neighbours(digits: list[int]) -> bool:
    """Only digits one apart make a range: 七八, 两三; and, by custom, 三五."""
    return len(digits) == 2 and (0 < digits[0] == digits[1] - 1 or digits == [3, 5])


def _positional(printed: str, choice: int) -> float | None:
    """A numeral with multipliers, of each pair of neighbouring digits the first (*choice* 0) or the second (-1).

    It is read in sections, each below the 万 or 亿 that closes it; inside a section the multipliers must fall.
    """
    total = section = 0.0
    digits: list[int] = []
    ceiling, last = 4, 0
    for char in printed:
        if char in DIGITS:
            digits = [*digits, DIGITS[char]] if DIGITS[char] else digits
            last = last if DIGITS[char] else 0
            if len(digits) > 1 and not _neighbours(digits):
                return None
            continue
        last = power = 1 if char in TENS else POWERS[char]
        if power < 4:
            if power >= ceiling:
                return None
            section += TENS.get(char) or (digits[choice] if digits else 1) * 10**power
            ceiling = power
        else:
            section += digits[choice] if digits else 0
            if power == 4:
                total += (section or 1) * 10**4
            else:  # 亿 closes all that came before it: 一万三千亿
                total = (total + section or 1) * 10**8
            section, ceiling = 0.0, 4
        digits = []
    return total + section + (digits[choice] * 10 ** max(0, last - 1) if digits else 0)
