"""Printed shares held against the printed counts that they are shares of: 41家, 其中19家, 占比46.3%."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.types import Fact

_SHARE = re.compile(r"占比|比重|比例|占")
_ABOUT = 6.0  # percent: a share further than that from what the counts give is a share of something else


@dataclass(frozen=True, slots=True)
class Share:
    """A printed share, the counts it comes from, and whether they give it as printed."""

    printed: Fact
    part: Fact
    whole: Fact
    percent: float  # what the counts give
    is_right: bool  # but for rounding


def shares_of(facts: Sequence[Fact]) -> list[Share]:
    """The shares among the *facts* of one article whose part and whole are printed as counts of one unit."""
    found = []
    for number, printed in enumerate(facts):
        value = printed.value
        if printed.kind != "percent" or not _SHARE.search(printed.measure) or not isinstance(value, int | float):
            continue
        part = _part(facts[:number], printed)
        if part is not None and (share := _share(facts[: facts.index(part)], part, printed, value)):
            found.append(share)
    return found


def slips(headline: str, facts: Sequence[Fact]) -> list[str]:
    """Shares that the counts printed with them do not give, for the admin (Chinese)."""
    return [
        f"《{headline}》{one.part.text}占{one.whole.text}的{one.percent:.1f}%，文中印作{one.printed.text}，请核对"
        for one in shares_of(facts)
        if not one.is_right
    ]


def _part(before: Sequence[Fact], printed: Fact) -> Fact | None:
    """The count that a share belongs to: the last one ahead of it, if it counts what the share is of."""
    counts = [fact for fact in before if _is_count(fact)]
    part = counts[-1] if counts else None
    return part if part is not None and printed.subject and printed.subject in (part.measure, part.subject) else None


def _share(before: Sequence[Fact], part: Fact, printed: Fact, percent: float) -> Share | None:
    """The share of the count ahead that gives it best; None where none comes near it."""
    count = _number(part)
    wholes = [fact for fact in before if _is_count(fact) and fact.unit == part.unit and _number(fact) > count]
    if not wholes or printed.approximate or part.approximate:
        return None
    whole = min(wholes, key=lambda fact: abs(100 * count / _number(fact) - percent))
    given = 100 * count / _number(whole)
    if whole.approximate or abs(given - percent) > _ABOUT:
        return None
    decimals = len(match[1]) if (match := re.search(r"[.．]([0-9０-９]+)", printed.text)) else 0
    # half a step of the last printed digit, and as much again for papers that cut instead of rounding
    return Share(printed, part, whole, given, abs(given - percent) <= 1.01 * 10**-decimals)


def _is_count(fact: Fact) -> bool:
    return fact.kind in ("number", "money") and fact.unit is not None and isinstance(fact.value, int | float)


def _number(fact: Fact) -> float:
    assert isinstance(fact.value, int | float)
    return float(fact.value)
