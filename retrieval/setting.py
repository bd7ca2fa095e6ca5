"""A mention with the text around it, as the demands on it are read; what a demand is worth in log-odds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import inf

from retrieval.asked import Asked
from retrieval.mentions import Mention, Page
from retrieval.options import Option
from retrieval.quantities import Quantity
from retrieval.types import Value

CONTRADICTED = -8.0
ANOTHERS = -4.0  # told of something else in so many words
DOUBTFUL = -2.0
BETTER = 1.0
_NEAR = 0.25  # the part of it by which an approximate figure may be off
COMMON = 5.0  # rarity below which a word says little about what is asked
CLAUSE = re.compile("[,，;；。:：\n]")  # marks that end what a figure is told with


@dataclass(frozen=True, slots=True)
class Setting:
    """A mention with the text around it, as the rules read it."""

    asked: Asked
    option: Option
    left: str  # from the figure before it, within the sentence
    own: str  # from the figure of its kind before it, within the sentence
    right: str  # to the next figure, within the sentence
    clause: str
    sentence: str
    earlier: str = ""  # ahead of the figure that this one came to be (由…提高到…)

    @property
    def mention(self) -> Mention:
        return self.option.mention

    @property
    def page(self) -> Page:
        return self.option.page

    @property
    def paragraph(self) -> str:
        """The paragraph of the mention, up to the end of its sentence."""
        low, _ = self.page.prose.paragraph(self.mention.low)
        return self.page.prose.text[low : self.page.sentence(self.mention)[1]]

    @property
    def close_left(self) -> str:
        """What stands ahead of the mention since the last mark or figure."""
        return CLAUSE.split(self.left)[-1]

    @property
    def close_right(self) -> str:
        """What stands behind the mention up to the next mark or figure."""
        return CLAUSE.split(self.right)[0]


def setting_of(asked: Asked, option: Option) -> Setting:
    page, mention = option.page, option.mention
    text = page.prose.text
    start, end = page.sentence(mention)
    left_any, left_same, right_any, _ = page.bounds(mention, start, end)
    low, high = page.prose.clause(mention.low)
    return Setting(
        asked,
        option,
        text[left_any : mention.low],
        text[left_same : mention.low],
        text[mention.high : right_any],
        text[low:high],
        text[start:end],
    )


def holds(told: Mention, asked: Quantity) -> bool:
    """Whether *told* may be what *asked* is: the same figure, or a range or a limit that the one asked for lies in."""
    mine, other = _ends(told.value), _ends(asked.value)
    if not mine or not other:
        return False
    if set(mine) & set(other):
        return True
    if asked.approximate and asked.bound is None:  # 七旬老人 may be 72
        return any(abs(value - near) <= _NEAR * abs(near) for value in mine for near in other)
    low = -inf if told.bound == "max" else mine[0]
    high = inf if told.bound == "min" else mine[-1]
    return asked.bound is None and low <= other[0] and other[-1] <= high


def _ends(value: Value) -> tuple[float, ...]:
    """The number, or the lower and the upper end of the range."""
    numbers = value if isinstance(value, tuple) else (value,)
    return tuple(float(number) for number in numbers if isinstance(number, (int, float)))
