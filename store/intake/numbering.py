"""Which printed page a text stands on, as far as the document says so: its page lines, its jumps, its name."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import groupby
from pathlib import PurePosixPath

from store.intake.datelines import number
from store.intake.furniture import without_editors, without_particulars
from store.intake.printed import squeeze, view
from store.intake.units import Unit

_HAN = "一二三四五六七八九十"
_LETTERED = r"(?<![A-Z0-9])[A-H]0?[1-9][0-9]?(?![A-Z0-9])"
_NUMBERED = rf"(?:0?[1-9][0-9]?|[{_HAN}]{{1,3}})"
_COUNT = re.compile(rf"(?:今日|今天|本期|共|总|出)(?:[0-9]{{1,3}}|[{_HAN}]{{1,4}})[版页]")  # how many pages there are
_PAGE = re.compile(rf"(?<![0-9{_HAN}\-—~、至])({_NUMBERED})版(?!面)|第({_NUMBERED})版")
_LETTER_PAGE = re.compile(_LETTERED)
_AT_AN_END = re.compile(r"^(0?[1-9][0-9]?)(?=[|·\u4e00-\u9fff])|(?<=[|·\u4e00-\u9fff])(0?[1-9][0-9]?)$")
_ALONE = re.compile("0[1-9]")
_WEATHER = re.compile("[℃°晴阴雨雪云风]")
_JUMP = re.compile(rf"[转接]第?([A-H]?0?[1-9][0-9]?|[{_HAN}]{{1,3}})")
_AFTER_DAY = re.compile(
    r"(?:19|20)[0-9]{2}[-_.年]?(?:0[1-9]|1[0-2])[-_.月]?(?:0[1-9]|[12][0-9]|3[01])日?"
    r"[-_. ](0[1-9]|[1-9][0-9])(?![-_:.]?[0-9])"
)
SECTION = 8  # letters that may stand beside a bare number in a page line: 产经·数据 03


def number_units(units: Sequence[Unit], furnishings: Collection[Unit]) -> None:
    """Tell each unit the number of the printed page that it stands on; *furnishings* are the page's furniture.

    A page line in front of a page counts for what follows it, one at the foot for what stands before. A document with
    one number, on its first leaf, is one printed page.
    """
    aside = set(map(id, furnishings))
    told: set[str] = set()
    for _, leaf in groupby(units, key=lambda unit: unit.page):
        group = list(leaf)
        numbers = [(printed_number(unit.seen) or "") if id(unit) in aside else "" for unit in group]
        if len(set(filter(None, numbers))) == 1:
            numbers = [max(numbers)] * len(group)
        first = next((i for i, found in enumerate(numbers) if found), 0)
        ahead = all(id(unit) in aside for unit in group[:first])
        current = ""
        for unit, found in zip(group, numbers, strict=True) if ahead else zip(group[::-1], numbers[::-1], strict=True):
            unit.number = current = found or current
        told |= set(filter(None, numbers))
    if len(told) == 1 and units[0].number:  # one printed page that the format parts: no other page line follows
        for unit in units:
            unit.number = units[0].number


def printed_number(seen: str) -> str | None:
    """The number of the page that a page line (a `view`) tells: 3, A02; None if it tells none, or several."""
    line = _COUNT.sub("", without_editors(seen))
    if _ALONE.fullmatch(line):
        return plain(line)
    found = set(_LETTER_PAGE.findall(line)) or {plain(one or other) for one, other in _PAGE.findall(line)}
    if not found:
        rest = without_particulars(line)
        if rest != line and sum(map(str.isalpha, rest)) <= SECTION and not _WEATHER.search(rest):
            found = {plain(one or other) for one, other in _AT_AN_END.findall(rest)}
    return found.pop() if len(found) == 1 else None


def jump_number(marker: str) -> str | None:
    """The number of the page that a jump marker names: 下转第三版 is 3."""
    found = _JUMP.search(squeeze(view(marker)).upper())
    return plain(found[1]) if found else None


def name_number(name: str) -> str | None:
    """The number of the page that a file's name tells, its folder's for want of it: …_03版.txt, A02.pdf."""
    for part in (PurePosixPath(name).stem, *reversed(PurePosixPath(name).parent.parts)):
        words = view(part).upper().replace("_", " ")
        found = {plain(one or other) for one, other in _PAGE.findall(squeeze(words))} or set(
            _LETTER_PAGE.findall(words)
        )
        if len(found) == 1:
            return found.pop()
    found = set(_AFTER_DAY.findall(PurePosixPath(name).stem))
    return plain(found.pop()) if len(found) == 1 else None


def plain(printed: str) -> str:
    """A number as it is kept: 03 and 三 are 3, A02 stays."""
    return printed if printed[0].isascii() and not printed.isdecimal() else str(number(printed))


def same(one: str, other: str) -> bool:
    """Whether two numbers name one page: A02 and A2 do."""
    return re.sub(r"(?<!\d)0+", "", one) == re.sub(r"(?<!\d)0+", "", other)
