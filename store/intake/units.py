"""Printed lines → units: paragraphs or parts of one, titles, rows; what only the column's width broke is joined."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from store.intake.bylines import begins_article
from store.intake.printed import Ending, ending, view
from store.models import Line

_WRAPPED_AT_MOST = 120  # half-width columns: a longer line is a whole paragraph, not a printed line
_FULL = 0.86  # of the column's width: from here a line that ends without a mark ran into the column's edge
_BROKEN = 0.35  # of the lines that another follows at once: from here the lines are columns' lines
_CLOSE = 0.3  # of all lines are such
_INDENT = re.compile(r"\s{2,}|\u3000")


@dataclass(slots=True)
class Unit:
    """What is judged as one: a run of text that nothing but a column break may continue."""

    text: str  # verbatim, without surrounding white space
    seen: str  # its `view`
    ending: Ending  # how it ends
    gap: int = 0  # blank lines before it
    indented: bool = False  # its first line begins with white space
    size: float | None = None
    bold: bool = False
    heading: int | None = None
    page: int = 1
    number: str = ""  # of the printed page that it stands on, where that is known
    block: int | None = None
    onward: str = ""  # the marker that sends the reader on from here: 下转第3版
    resumed: str = ""  # the marker that says where this text began: 上接第1版


@dataclass(slots=True)
class _Printed:
    line: Line
    seen: str
    gap: int
    width: int
    indented: bool


def units_of(lines: Iterable[Line]) -> list[Unit]:
    """The units of a document in printed order; every non-space character of *lines* is in exactly one."""
    printed = _printed(lines)
    widths = _column_widths(printed)
    runs: list[list[_Printed]] = []
    for entry in printed:
        if runs and widths and _continues(runs[-1][-1], entry, widths):
            runs[-1].append(entry)
        else:
            runs.append([entry])
    return [_unit(run) for run in runs]


def stitched(parts: Sequence[str]) -> str:
    """Parts of one text as one; only between Latin words a space is kept."""
    text = list(parts[:1])
    for left, right in pairwise(parts):
        if left[-1:].isascii() and left[-1:].isalpha() and right[:1].isascii() and right[:1].isalpha():
            text.append(" ")
        text.append(right)
    return "".join(text)


def _unit(run: Sequence[_Printed]) -> Unit:
    first = run[0].line
    text = stitched([entry.line.text.strip() for entry in run])
    seen = run[0].seen if len(run) == 1 else view(text)
    return Unit(
        text,
        seen,
        ending(seen),
        run[0].gap,
        run[0].indented,
        first.size,
        first.bold,
        first.heading,
        first.page,
        block=first.block,
    )


def _printed(lines: Iterable[Line]) -> list[_Printed]:
    printed = []
    gap = 0
    for line in lines:
        text = line.text.strip()
        if not text:
            gap += 1
            continue
        seen = view(text)
        width = (
            len(seen) + len(seen.encode(errors="replace"))
        ) // 2  # a Chinese character is three bytes and two columns
        printed.append(_Printed(line, seen, gap, width, _INDENT.match(line.text) is not None))
        gap = 0
    return printed


def _column_widths(printed: Sequence[_Printed]) -> dict[tuple[int, int | None], int]:
    """The width of each column of a document whose lines are columns' lines; {} if they are paragraphs."""
    short = [entry for entry in printed if entry.width <= _WRAPPED_AT_MOST]
    if not short or len(short) < 0.9 * len(printed):
        return {}
    usual = _wide([entry.width for entry in short])
    by_column: dict[tuple[int, int | None], list[int]] = {}
    broken = pairs = 0
    for left, right in pairwise(short):
        if right.gap == 0:
            pairs += 1
            by_column.setdefault((left.line.page, left.line.block), []).append(left.width)
            broken += left.width >= _FULL * usual and ending(left.seen) == "open"
    if broken < max(3, _BROKEN * pairs) or pairs < _CLOSE * len(printed):
        return {}
    return {column: _wide(widths) if len(widths) > 3 else usual for column, widths in by_column.items()}


def _wide(widths: list[int]) -> int:
    """The width that nine in ten lines keep within."""
    return sorted(widths)[int(0.9 * (len(widths) - 1))]


def _continues(left: _Printed, right: _Printed, widths: dict[tuple[int, int | None], int]) -> bool:
    """Whether *right* goes on where the column's edge broke *left*."""
    a, b = left.line, right.line
    if (
        right.gap
        or right.indented
        or begins_article(right.seen)
        or (a.page, a.block) != (b.page, b.block)
        or a.heading
        or b.heading
    ):
        return False
    if abs((a.size or 0) - (b.size or 0)) > 0.6:
        return False
    full = widths.get((a.page, a.block), 0) * _FULL
    return full <= left.width <= _WRAPPED_AT_MOST and right.width <= 1.15 * max(left.width, full / _FULL)


def body_size(units: Iterable[Unit]) -> float | None:
    """The size most characters are set in; None where the format tells none."""
    sizes: Counter[float] = Counter()
    for unit in units:
        if unit.size:
            sizes[unit.size] += len(unit.text)
    return sizes.most_common(1)[0][0] if sizes else None
