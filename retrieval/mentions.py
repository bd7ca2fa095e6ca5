"""Everything in an article that can be an answer: its figures, dates and names, with what surrounds each."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property

from retrieval.dates import DateSpan, find_dates
from retrieval.folding import fold
from retrieval.names import find_names, find_persons
from retrieval.prose import Prose, Span, Token, read_prose, read_tokens
from retrieval.quantities import Quantity, find_quantities
from retrieval.types import AnswerKind, Value
from retrieval.units import dimension_of
from store.models import Article

NUMERIC = ("number", "percent", "money", "duration", "range", "rank")


@dataclass(frozen=True, slots=True)
class Mention:
    """One possible answer in an article."""

    start: int  # printed, into Article.body
    end: int  # exclusive
    low: int  # the same span in Prose.text
    high: int
    kind: AnswerKind
    text: str  # as printed
    value: Value = None
    unit: str | None = None
    approximate: bool = False
    label: str = ""  # of a name: role, class word; of a figure: "growth" or "code" where it is one
    sure: bool = True  # of a name: whether its form and its surroundings agree

    @property
    def dimension(self) -> str:
        """What kind of thing is measured; for counts and names their kind."""
        if self.kind in ("number", "range"):
            return "code" if self.label == "code" else dimension_of(self.unit)
        return self.kind


class Page:
    """One article prepared for answering; built once, then read only."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.prose: Prose = read_prose(article.body)
        self.heading = read_prose("\n".join(filter(None, (article.kicker, article.headline, article.subtitle)))).text

    @cached_property
    def figures(self) -> list[Mention]:
        """The quantities and dates, by their start."""
        dates = find_dates(self.article.body, reference=self.article.date)
        quantities = find_quantities(self.article.body, dates=dates)
        return sorted((*map(self._figure, quantities), *map(self._date, dates)), key=lambda mention: mention.low)

    @cached_property
    def starts(self) -> list[int]:
        """Where each of the figures begins in the prose."""
        return [mention.low for mention in self.figures]

    @cached_property
    def tokens(self) -> list[Token]:
        """The words of the text with their tags."""
        return read_tokens(self.prose.text)

    @cached_property
    def names(self) -> list[Mention]:
        """Persons, places, organisations, titles, lists; by their start, overlapping."""
        return [
            self._mention(name.start, name.end, name.kind, name.label, name.sure)
            for name in find_names(self.prose.text, self.tokens)
        ]

    @cached_property
    def persons(self) -> list[Mention]:
        """The persons among the names; quicker where nothing else is wanted."""
        return [
            self._mention(name.start, name.end, name.kind, name.label, name.sure)
            for name in find_persons(self.prose.text, self.tokens)
        ]

    def says(self, word: str, low: int, high: int) -> bool:
        """Whether *word* stands between *low* and *high* of the text as a word of its own."""
        if word not in self.prose.text[low:high]:
            return False
        first = bisect_left(self.tokens, low, key=lambda token: token.start)
        last = bisect_left(self.tokens, high, key=lambda token: token.start)
        return any(token.word == word for token in self.tokens[first:last])

    def within(self, start: int, end: int) -> list[Mention]:
        """The figures and dates that are printed from *start* to *end*."""
        low, high = self.prose.place(start), self.prose.place(end)
        return self.figures[bisect_left(self.starts, low) : bisect_left(self.starts, high)]

    def before(self, mention: Mention, floor: int) -> list[Mention]:
        """The figures between *floor* and *mention*, nearest first."""
        index = bisect_left(self.starts, mention.low)
        return self.figures[bisect_left(self.starts, floor) : index][::-1]

    def after(self, mention: Mention, ceiling: int) -> list[Mention]:
        """The figures between *mention* and *ceiling*, nearest first."""
        return self.figures[bisect_right(self.starts, mention.low) : bisect_left(self.starts, ceiling)]

    def sentence(self, mention: Mention) -> Span:
        return self.prose.sentence(mention.low)

    def _figure(self, quantity: Quantity) -> Mention:
        kind = quantity.kind
        label = "growth" if kind == "growth" or quantity.direction else "code" if kind == "code" else ""
        value: Value = quantity.value
        unit = quantity.unit
        if kind == "growth":
            answer: AnswerKind = "percent" if unit in ("%", "百分点", "‰") else "number"
        elif kind == "code":
            answer, value = "number", _code_value(quantity.text)
        else:
            answer = kind
        return self._at(quantity.start, quantity.end, answer, quantity.text, value, unit, quantity.approximate, label)

    def _date(self, date: DateSpan) -> Mention:
        return self._at(date.start, date.end, "date", date.text, date.iso or None, None, False, date.kind)

    def _at(
        self, start: int, end: int, kind: AnswerKind, text: str, value: Value, unit: str | None, about: bool, label: str
    ) -> Mention:
        low, high = self.prose.place(start), self.prose.place(end)
        return Mention(start, end, low, high, kind, text, value, unit, about, label)

    def _mention(self, low: int, high: int, kind: AnswerKind, label: str, sure: bool) -> Mention:
        start, end = self.prose.printed(low), self.prose.printed(high - 1) + 1
        return Mention(start, end, low, high, kind, self.article.body[start:end], label=label, sure=sure)


def _code_value(text: str) -> Value:
    digits = fold(text).replace(" ", "")
    return int(digits) if digits.isascii() and digits.isdigit() and digits[0] != "0" else None
