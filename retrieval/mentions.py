"""Everything in an article that can be an answer: its figures, dates and names, with what surrounds each."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, wraps
from typing import Any, NamedTuple, TypeVar

from retrieval.dates import DateSpan, find_dates
from retrieval.enumerations import lists_in, titles_in
from retrieval.folding import fold
from retrieval.marks import Bound
from retrieval.names import find_persons, names_among, of_persons
from retrieval.prose import Name, Prose, Span, Token, laid_out, part_starts, read_prose, read_tokens
from retrieval.quantities import Quantity, find_quantities
from retrieval.types import AnswerKind, Value
from retrieval.units import dimension_of
from store.models import Article

T = TypeVar("T")
NUMERIC = ("number", "percent", "money", "duration", "range", "rank")


class Mention(NamedTuple):
    """One possible answer in an article; a tuple, since a page has hundreds."""

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
    bound: Bound = None  # of a figure that is a limit: 60岁以上 → min

    @property
    def dimension(self) -> str:
        """What kind of thing is measured; for counts and names their kind."""
        if self.kind in ("number", "range"):
            return "code" if self.label == "code" else dimension_of(self.unit)
        return self.kind


def told_once(tell: Callable[[Page, Mention], T]) -> Callable[[Page, Mention], T]:
    """*tell*, asked once of each mention: the page keeps what it told; a cache beside the pages would keep them all."""

    @wraps(tell)
    def told(page: Page, mention: Mention) -> T:
        key = (tell, mention)
        if key not in page.told:
            page.told[key] = tell(page, mention)
        known: T = page.told[key]
        return known

    return told


class Page:
    """One article prepared for answering; built once, then read only."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self._body = article.body
        self.prose: Prose = read_prose(self._body)
        self._parts = part_starts(self.prose.text)
        self._tokens: dict[int, list[Token]] = {}  # by part, as far as they were asked for
        self._names: dict[int, list[Mention]] = {}
        self._bounds: dict[tuple[int, int, AnswerKind, int, int], tuple[int, int, int, int]] = {}
        self.told: dict[tuple[Callable[..., Any], Mention], Any] = {}  # by `told_once`
        self.heading = laid_out("\n".join(filter(None, (article.kicker, article.headline, article.subtitle))))[0]

    @cached_property
    def lower(self) -> str:
        """The headline and the text in small letters."""
        return f"{self.heading}\n{self.prose.text}".lower()

    @cached_property
    def figures(self) -> list[Mention]:
        """The quantities and dates, by their start."""
        dates = find_dates(self._body, reference=self.article.date)
        quantities = find_quantities(self._body, dates=dates)
        return sorted((*map(self._figure, quantities), *map(self._date, dates)), key=lambda mention: mention.low)

    @cached_property
    def starts(self) -> list[int]:
        """Where each of the figures begins in the prose."""
        return [mention.low for mention in self.figures]

    @cached_property
    def tokens(self) -> list[Token]:
        """The words of the text with their tags."""
        return read_tokens(self.prose.text)  # at once: part by part, the segmenter takes a quarter longer

    @cached_property
    def persons(self) -> list[Mention]:
        """The persons; quicker where no other names are wanted."""
        return list(map(self._mention, find_persons(self.prose.text, self.tokens, self.prose.gaps)))

    @cached_property
    def titles(self) -> list[Mention]:
        """Titles, by their start."""
        return _by_start(map(self._mention, titles_in(self.prose.text)))

    @cached_property
    def lists(self) -> list[Mention]:
        """Enumerations, by their start."""
        text, found = self.prose.text, []
        for name in lists_in(text):
            persons = [(n.low, n.high) for n in self.names(name.start, name.end) if n.kind == "person"]
            found.append(self._mention(of_persons(text, name, persons)))
        return _by_start(found)

    def names(self, low: int, high: int, kind: AnswerKind | None = None) -> list[Mention]:
        """The names of *kind* that begin from *low* to *high* of the text, by their start; they may overlap.

        By default persons, organisations and places. No more of the text is read for those than their sentences.
        """
        if kind in ("title", "list"):
            return [name for name in (self.titles if kind == "title" else self.lists) if low <= name.low < high]
        names = (name for part in self._parts_of(low, high) for name in self._names_of(part))
        return [name for name in names if low <= name.low < high and kind in (None, name.kind)]

    def names_around(self, place: int) -> list[Mention]:
        """The persons, organisations and places of the sentence that holds *place*."""
        return self._names_of(self._part_at(place))

    def names_before(self, place: int, last: str) -> Iterator[Mention]:
        """The persons, organisations and places that end before *place* with the character *last*, the last first.

        Of sentences without that character no name is read.
        """
        text, end = self.prose.text, place
        for part in range(self._part_at(place), -1, -1):
            start = self._parts[part]
            if text.find(last, start, end) >= 0:
                names = reversed(self._names_of(part))
                yield from (name for name in names if name.high <= place and text[name.high - 1] == last)
            end = start

    def words(self, low: int, high: int) -> list[Token]:
        """The words that begin from *low* to *high* of the text, with their tags."""
        found: list[Token] = []
        for part in self._parts_of(low, high):
            tokens = self._tokens_of(part)
            found += tokens[bisect_left(tokens, (low,)) : bisect_left(tokens, (high,))]
        return found

    def says(self, word: str, low: int, high: int) -> bool:
        """Whether *word* stands between *low* and *high* of the text as a word of its own."""
        return word in self.prose.text[low:high] and any(token.word == word for token in self.words(low, high))

    def within(self, start: int, end: int) -> list[Mention]:
        """The figures and dates that are printed from *start* to *end*."""
        low, high = self.prose.place(start), self.prose.place(end)
        return self.between(low, high)

    def between(self, low: int, high: int) -> list[Mention]:
        """The figures and dates that begin from *low* to *high* of the text."""
        return self.figures[bisect_left(self.starts, low) : bisect_left(self.starts, high)]

    def before(self, mention: Mention, floor: int) -> list[Mention]:
        """The figures between *floor* and *mention*, nearest first."""
        index = bisect_left(self.starts, mention.low)
        return self.figures[bisect_left(self.starts, floor) : index][::-1]

    def after(self, mention: Mention, ceiling: int) -> list[Mention]:
        """The figures between *mention* and *ceiling*, nearest first."""
        return self.figures[bisect_right(self.starts, mention.low) : bisect_left(self.starts, ceiling)]

    def bounds(self, mention: Mention, start: int, end: int) -> tuple[int, int, int, int]:
        """Where the nearest figure ends before *mention*, and the nearest of its kind; where they begin behind it.

        None is looked for before *start*, nor from *end* on: these stand for one that is not there.
        """
        key = mention.low, mention.high, mention.kind, start, end
        found = self._bounds.get(key)
        if found is None:
            found = self._bounds[key] = self._bounds_of(mention, start, end)
        return found

    def _bounds_of(self, mention: Mention, start: int, end: int) -> tuple[int, int, int, int]:
        dimension = mention.dimension
        left_any = left_same = start
        for other in self.before(mention, start):
            if other.high > mention.low:
                continue
            if left_any == start:
                left_any = other.high
            if other.dimension == dimension:
                left_same = other.high
                break
        right_any = right_same = end
        for other in self.after(mention, end):
            if other.low < mention.high:
                continue
            if right_any == end:
                right_any = other.low
            if other.dimension == dimension:
                right_same = other.low
                break
        return left_any, left_same, right_any, right_same

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
        return self._at(
            quantity.start,
            quantity.end,
            answer,
            quantity.text,
            value,
            unit,
            quantity.approximate,
            label,
            quantity.bound,
        )

    def _date(self, date: DateSpan) -> Mention:
        return self._at(date.start, date.end, "date", date.text, date.iso or None, None, False, date.kind)

    def _at(
        self,
        start: int,
        end: int,
        kind: AnswerKind,
        text: str,
        value: Value,
        unit: str | None,
        about: bool,
        label: str,
        bound: Bound = None,
    ) -> Mention:
        low, high = self.prose.place(start), self.prose.place(end)
        return Mention(start, end, low, high, kind, text, value, unit, about, label, bound=bound)

    def _mention(self, name: Name) -> Mention:
        start, end = self.prose.printed(name.start), self.prose.printed(name.end - 1) + 1
        text = self._body[start:end]
        return Mention(start, end, name.start, name.end, name.kind, text, label=name.label, sure=name.sure)

    def _parts_of(self, low: int, high: int) -> range:
        return range(self._part_at(low), self._part_at(high - 1) + 1)

    def _part_at(self, place: int) -> int:
        return max(0, bisect_right(self._parts, place) - 1)

    def _tokens_of(self, part: int) -> list[Token]:
        found = self._tokens.get(part)
        if found is None:  # two threads may read the same part; either's reading will do
            end = self._parts[part + 1] if part + 1 < len(self._parts) else None
            found = self._tokens[part] = read_tokens(self.prose.text, self._parts[part], end)
        return found

    def _names_of(self, part: int) -> list[Mention]:
        found = self._names.get(part)
        if found is None:
            names = names_among(self.prose.text, self._tokens_of(part), self.prose.gaps)
            found = self._names[part] = list(map(self._mention, names))
        return found


def _by_start(mentions: Iterable[Mention]) -> list[Mention]:
    return sorted(mentions, key=lambda mention: (mention.low, mention.high))


def _code_value(text: str) -> Value:
    digits = fold(text).replace(" ", "")
    return int(digits) if digits.isascii() and digits.isdigit() and digits[0] != "0" else None
