"""Figures that name rather than count: telephone numbers, ids, scores, coordinates, dimensions, models. Folded text."""

from __future__ import annotations

import re

from retrieval.amounts import Amount

_SHORT = r"[0-9]{1,5}(?:\.[0-9]{1,3})?"
_CODE = re.compile(
    r"[0-9]{2,4}-[0-9]{6,8}(?![0-9])|[48]00-[0-9]{3,4}-[0-9]{3,4}(?![0-9])"
    rf"|{_SHORT} ?[:：比] ?{_SHORT}(?:[:：]{_SHORT})*(?![0-9.%])(?! ?-)"
    rf"|{_SHORT}(?: ?[×*] ?{_SHORT}){{1,2}}(?![0-9.])"
    r"|[0-9]{1,3}(?:\.[0-9]+)?° ?[0-9]{1,2}(?:\.[0-9]+)? ?['’′](?: ?[0-9]{1,2}(?:\.[0-9]+)? ?[\"”″])? ?[NSEW]?"
)
_CODE_MARKS = frozenset("-:：比° ×*")
_DASHED = re.compile(r"[0-9]{1,13}(?: ?- ?[0-9]{1,13})+(?![0-9.])")  # without a unit: a score, a number plate, a brand
_MODEL = re.compile("[A-Za-z][ _-]$")
_COHORT = re.compile("[0-9]0后")  # people born then


def code_end(text: str, start: int, end: int) -> int:
    """Where the code ends whose first digits stand from *start* to *end*, known by its marks; 0 if none begins."""
    code = _CODE.match(text, start) if text[end : end + 1] in _CODE_MARKS else None
    return code.end() if code else 0


def row_end(text: str, amount: Amount) -> int:
    """Where a row of digits ends that is a code by its length or its dashes; 0 if *amount*, without a unit, is none."""
    printed = text[amount.start : amount.end]
    if (amount.ends is None or "-" in printed) and (dashed := _DASHED.match(text, amount.start)):
        return dashed.end()
    long = len(printed) >= 7 or (printed[0] == "0" and len(printed) > 1)
    return amount.end if long and printed.isdigit() else 0


def names_a_thing(text: str, amount: Amount, before: str) -> bool:
    """A4, G20, 5G, iPhone 13, 90后: whether the digits of *amount*, behind *before*, are part of a name.

    Beside Latin letters they are, unless a unit of money or share follows.
    """
    if amount.unit is None and (_is_latin(text, amount.end) or _MODEL.search(before)):
        return True
    if amount.unit is None and _COHORT.match(text, amount.start):
        return True
    if not _is_latin(before[-1:], 0):
        return False
    return amount.unit is None or amount.unit.dimension not in ("money", "percent", "weight", "area")


def _is_latin(text: str, at: int) -> bool:
    char = text[at : at + 1]
    return char.isascii() and char.isalpha()
