"""Yes-or-no questions about a figure: 超过200万了吗 asks how much it is, and compares."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from retrieval.quantities import Quantity, find_quantities
from retrieval.types import FactAnswer

Comparator = Literal["over", "reached", "under", "equal"]

_WORDS: tuple[tuple[Comparator, re.Pattern[str]], ...] = (
    ("over", re.compile(r"(?:超过|超出?|突破|高于|多于|大于|不止|逾|过)(?:了)?$")),
    ("under", re.compile(r"(?:不到|不足|低于|少于|小于|没到|没有?达到|未满|不满)(?:了)?$")),
    ("reached", re.compile(r"(?:达到|达|到|够|满|有|至少|不低于|不少于)(?:了)?$")),
    ("equal", re.compile(r"(?:是不是|是否|是|为)$")),
)
_INSIDE: dict[str, Comparator] = {"min": "over", "max": "under"}


@dataclass(frozen=True, slots=True)
class Comparison:
    """A yes-or-no question turned into the one for the figure itself."""

    question: str  # the same with 多少 for the figure
    comparator: Comparator
    figure: Quantity


def read_comparison(text: str) -> Comparison | None:
    """The comparison that the yes-or-no question *text* (plain) asks for; None if it names no figure."""
    figures = [
        figure for figure in find_quantities(text) if isinstance(figure.value, int | float) and figure.kind != "rank"
    ]
    if len(figures) != 1:
        return None
    figure = figures[0]
    before = re.sub("(?:有没有|是不是|是否|有)$", "", text[: figure.start])
    comparator = _INSIDE.get(figure.bound or "")
    for name, pattern in _WORDS:
        if comparator is None and (match := pattern.search(text[: figure.start])):
            comparator, before = name, text[: match.start()]
    if comparator is None:
        return None
    unit = text[figure.unit_start : figure.end] if figure.unit else ""
    unit = re.sub(r"^[万亿千百十]+|(?:以上|以下|左右|多)$", "", unit)
    if figure.kind == "percent":
        unit = "%"
    after = re.sub(r"(?:了|的)?(?:吗|么|没有|没|呢|不)?[?？。!！\s]*$", "", text[figure.end :])
    before = re.sub("(?:是不是|是否|有没有|已经|已|能不能|会不会)", "", before)
    asked = f"{before}是百分之多少" if unit == "%" else f"{before}有多少{unit}{after}"
    return Comparison(asked, comparator, figure)


def verdict(comparison: Comparison, fact: FactAnswer) -> str | None:
    """是 or 否 with what was compared, in Chinese; None where the two cannot be compared."""
    value, bound = fact.value, comparison.figure.value
    if not isinstance(value, int | float) or not isinstance(bound, int | float):
        return None
    if (
        fact.unit
        and comparison.figure.unit
        and fact.unit != comparison.figure.unit
        and fact.kind in ("money", "percent")
    ):
        return None
    holds = {"over": value > bound, "reached": value >= bound, "under": value < bound, "equal": value == bound}
    relation = "多于" if value > bound else "少于" if value < bound else "等于"
    printed = re.sub(r"^(?:超过|不到|不足|突破|高于|低于|逾|超)", "", comparison.figure.text)
    return f"{'是' if holds[comparison.comparator] else '否'},{fact.text}{relation}{printed}"
