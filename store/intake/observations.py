"""What can be seen of the units of a page: rows, signatures, bylines, siblings, words they share."""

from __future__ import annotations

import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar

import rjieba

from store.intake.bylines import begins_article, ends_signed, is_credit, is_signature, line_byline, surnamed
from store.intake.printed import CLOSERS, bigrams, only_letters, squeeze
from store.intake.units import Unit
from store.intake.wording import (
    BRIEFS,
    DAY,
    LABEL,
    NO_BEGINNING,
    NOTE,
    NUMBERED,
    ORGANISATION,
    form,
    is_day,
    is_item,
    is_row,
    is_signed_day,
    is_spaced,
    is_table,
    shape,
)

LONG = 46  # characters: a longer unit is running text
SHORT = 24  # characters: a line of verse, a title or a label is not longer
CAPTION, CAPTION_AT_MOST = 6, 160  # lines and characters of the text below a picture
VERSE = 7  # so many short lines one after another are no titles
BYLINE = 80  # characters: a longer line is no byline
BIG = 1.08  # times the body's size: from here a line is set as a title
READ_AT_MOST = 1000  # characters of a unit whose words are looked at
SIBLING = 10  # units between sub-headings at most
COMPARED = 300  # letters of each
NEXT = 2  # texts on either side of a title that are compared
ARTICLE = 6  # texts beyond them that may belong to the same article
AROUND = 12  # texts farther off that show which words are the whole page's

_PLACE = re.compile(r"(?:^|[^\u4e00-\u9fff]|[在到是向从由日]|[省市区县])([\u4e00-\u9fff]{2})(?=[省市区县镇乡村])")
_IN_FIGURE = re.compile(r"[.,:~]?\d|[年月日时分元个万亿户名家米%℃]")  # how a figure goes on
_DIGITS = re.compile(r"\d+")
_Asked = TypeVar("_Asked")


class _Answers(dict[int, _Asked]):
    """What a method answers for each unit, found out when it is first asked for."""

    def __init__(self, method: Callable[[int], _Asked]) -> None:
        self._method = method

    def __missing__(self, i: int) -> _Asked:
        answer = self[i] = self._method(i)
        return answer


class once(Generic[_Asked]):  # noqa: N801 # a decorator, like cached_property
    """Remember a method's answer for each unit; what stands in the object is a look into a dict, no call of Python."""

    def __init__(self, method: Callable[[Any, int], _Asked]) -> None:
        self._method = method
        self.__doc__ = method.__doc__

    def __get__(self, instance: Any, owner: type) -> Callable[[int], _Asked]:
        method: Callable[[int], _Asked] = self._method.__get__(instance, owner)
        answers = instance.__dict__[self._method.__name__] = _Answers(method).__getitem__
        return answers


class Observations:
    """The units of a page with what is seen of each, worked out once and only where it is asked for."""

    def __init__(self, units: Sequence[Unit], *, body_size: float | None = None, named: Iterable[str] = ()) -> None:
        self.units = units
        self.named = frozenset(named)  # short names of places that are known from elsewhere: the paper's name
        self.body_size = body_size  # points; None where the format tells no sizes
        self.starts = self._starts()
        self.is_row = [len(unit.seen) <= LONG and is_row(unit.seen) for unit in units]
        self.is_long = [len(unit.seen) > LONG or (len(unit.seen) > 20 and "。" in unit.seen) for unit in units]

    def _starts(self) -> list[bool]:
        """For each unit, whether it begins with what begins articles only: 本报讯, or a jump from another page.

        Not so after an editor's note, nor among news in brief.
        """
        starts: list[bool] = []
        in_brief = after_note = False
        for unit in self.units:
            short = len(unit.seen) <= SHORT and unit.ending == "open"
            in_brief = bool(BRIEFS.search(squeeze(unit.seen))) if short else in_brief
            begins = begins_article(unit.seen) and not (in_brief or after_note)
            # A byline on its own may stand above a text or below one.
            starts.append(bool(unit.resumed) or (begins and not _is_byline(unit)))
            after_note = NOTE.match(unit.seen) is not None
        return starts

    @cached_property
    def usual_gap(self) -> int:
        """How many blank lines stand between most units."""
        gaps = sorted(unit.gap for unit in self.units)
        return gaps[len(gaps) // 2] if gaps else 0

    @cached_property
    def has_indents(self) -> bool:
        """Whether paragraphs begin with white space here: most of the running text does, and not all that is short."""
        long = [unit.indented for unit, long in zip(self.units, self.is_long, strict=True) if long]
        short = [unit.indented for unit, long in zip(self.units, self.is_long, strict=True) if not long]
        return sum(long) >= 3 and sum(long) * 10 >= len(long) * 6 and not all(short)

    @cached_property
    def places(self) -> frozenset[str]:
        """The short names, two characters, of the places that the page's texts name in full: 柳林 of 柳林县."""
        texts = (unit.seen[:READ_AT_MOST] for unit, long in zip(self.units, self.is_long, strict=True) if long)
        return self.named.union(name for text in texts for name in _PLACE.findall(text))

    @cached_property
    def has_big(self) -> bool:
        """Whether some titles of this document are marked as such: then those that are not are less likely titles."""
        return sum(self.stands_out(i) for i in range(len(self.units))) >= 2

    @cached_property
    def verse(self) -> set[int]:
        """The units in runs of short lines too long to be titles."""
        verse: set[int] = set()
        run: list[int] = []
        for i, unit in enumerate(self.units):
            short = len(unit.seen) <= SHORT and unit.ending == "open"
            if short and not (self.stands_out(i) or self.is_row[i] or is_item(unit.seen) or self.is_listed(i)):
                run.append(i)
                continue
            if len(run) >= VERSE:
                verse.update(run)
            run = []
        return verse.union(run) if len(run) >= VERSE else verse

    @cached_property
    def _forms(self) -> dict[str, list[int]]:
        """Where short units of each form stand."""
        forms: dict[str, list[int]] = defaultdict(list)
        for i, unit in enumerate(self.units):
            if not self.is_long[i] and unit.ending != "soft" and (key := form(unit.seen)):
                forms[key].append(i)
        return forms

    @once
    def letters(self, i: int) -> str:
        """The letters of a unit's beginning, without marks and spaces."""
        return only_letters(self.units[i].seen[:READ_AT_MOST])

    @once
    def stands_out(self, i: int) -> bool:
        """Whether the layout sets a unit as a title: as a heading, or larger than the body."""
        unit = self.units[i]
        if len(unit.text) > 2 * LONG:
            return False
        return unit.heading is not None or bool(unit.size and self.body_size and unit.size >= BIG * self.body_size)

    @once
    def is_byline(self, i: int) -> bool:
        return _is_byline(self.units[i])

    @cached_property
    def credits(self) -> set[int]:
        """The units that end with the credit of a picture."""
        return {i for i, unit in enumerate(self.units) if is_credit(unit.seen)}

    @once
    def is_captioned(self, i: int) -> bool:
        """Whether a short text begins with a unit, over some broken lines, that ends with the credit of a picture."""
        size, within = 0, range(i, min(i + CAPTION, len(self.units)))
        if self.credits.isdisjoint(within):
            return False
        for j in within:
            size += len(self.units[j].seen)
            credited = j in self.credits
            broken = j == i or self.units[j - 1].ending == "open" or (credited and self.is_byline(j))
            if size > CAPTION_AT_MOST or self.is_row[j] or self.starts[j] or not broken:
                return False
            if credited:
                return self.is_long[i] or DAY.match(self.units[i].seen) is not None
        return False

    def is_name(self, i: int) -> bool:
        """Whether a unit is a name on its own, as an author's below a title."""
        unit = self.units[i]
        return len(squeeze(unit.text)) <= 3 and bool(surnamed(unit.text))

    @once
    def is_listed(self, i: int) -> bool:
        """Whether a unit is a row of a list: it and a neighbour are numbered, or words and figures in one order."""
        seen = self.units[i].seen
        if len(seen) > LONG or is_spaced(seen):
            return False
        near = [self.units[j].seen for j in (i - 1, i + 1) if 0 <= j < len(self.units)]
        if NUMBERED.match(seen) and any(map(NUMBERED.match, near)):
            return True
        own = shape(seen)
        if "0" not in own:  # the head of a table
            return len(near) == 2 and len(seen.split()) >= 3 and is_table(seen, near[1])
        return any(
            len(other) <= LONG and other != seen and (shape(other) == own or is_table(seen, other)) for other in near
        )

    def is_form(self, i: int) -> bool:
        """Whether a unit and the next are labels with what they label, as an event is announced: 时间:, 地点:."""
        return all(j < len(self.units) and LABEL.match(self.units[j].seen) for j in (i, i + 1))

    def introduces(self, i: int) -> bool:
        """Whether rows of figures or items begin right after a unit."""
        following = (i + 1, i + 2)
        if following[-1] >= len(self.units) or is_item(self.units[i].seen) or self.is_listed(i):
            return False
        return all(map(self.is_listed, following)) or all(is_item(self.units[j].seen) for j in following)

    def has_sibling(self, i: int) -> bool:
        """Whether a unit near by, with text between, is like this one: then they are sub-headings."""
        places = self._forms.get(form(self.units[i].seen), [])
        at = bisect(places, i)
        near = places[max(0, at - 2) : at + 1]
        return any(1 < abs(i - j) <= SIBLING and any(self.is_long[min(i, j) + 1 : max(i, j)]) for j in near)

    @once
    def is_signature(self, i: int) -> bool:
        """Whether a unit is a signature: a short line, or the first of several organisations, above a day."""
        if self.is_row[i]:
            return False
        for j in range(i, min(i + 4, len(self.units) - 1)):
            words = squeeze(self.units[j].seen)
            if len(words) > 30 or words[-1:] in ",。;:!?":
                return False
            if is_day(self.units[j + 1].seen):
                return True
            if not ORGANISATION.search(words):
                return False
        return False

    @once
    def is_signed(self, i: int) -> bool:
        """Whether a notice ends with a unit: the day below its signature, or both on one line."""
        if not self.is_row[i]:
            return False
        return is_signed_day(self.units[i].seen) or (i > 0 and is_day(self.units[i].seen) and self.is_signature(i - 1))

    @once
    def runs_on(self, i: int) -> bool:
        """Whether a short line, cut at a comma, goes on in the short line close below: a title over two lines."""
        if self.usual_gap == 0 or i + 1 >= len(self.units) or self.units[i].gap < self.usual_gap:
            return False
        unit, below = self.units[i], self.units[i + 1]
        return below.gap == 0 and max(len(unit.seen), len(below.seen)) <= SHORT and below.ending == "open"

    @once
    def is_ragged(self, i: int) -> bool:
        """Whether a block of broken lines begins with a unit, where paragraphs are one line: a caption, a box."""
        if self.usual_gap == 0 or i + 1 >= len(self.units) or self.is_close(i) or not self.is_close(i + 1):
            return False
        unit, below = self.units[i], self.units[i + 1]
        marked = len(unit.seen) > SHORT or DAY.match(unit.seen) is not None
        runs_on = unit.ending == "open" or DAY.match(unit.seen) is not None
        return runs_on and marked and not (is_item(below.seen) or self.is_row[i + 1] or self.is_byline(i + 1))

    def is_point(self, i: int) -> bool:
        """Whether a unit is a point of a list: it begins with a mark or a number."""
        return is_item(self.units[i].seen) or NUMBERED.match(self.units[i].seen) is not None

    @once
    def in_block(self, i: int) -> bool:
        """Whether a unit is a further line of a block of broken lines."""
        return i > 0 and self.is_close(i) and (self.is_ragged(i - 1) or self.in_block(i - 1))

    @once
    def items_end_open(self, i: int) -> bool:
        """Whether the points of a list end without a mark where unit *i* is one: a point before it does."""
        return self.is_point(i) and any(
            self.is_point(j) and self.units[j].ending == "open" and self.is_point(j + 1)
            for j in range(max(0, i - 3), i)
        )

    @once
    def breaks_off(self, i: int) -> bool:
        """Whether a unit, were it the last of an article, would leave it without an end."""
        unit = self.units[i]
        return unit.ending != "closed" and not (
            self.is_row[i] or is_item(unit.seen) or self.is_listed(i) or self.is_signature(i)
        )

    def is_cut(self, i: int) -> bool:
        """Whether the unit after this one begins as no text begins: the rest of it."""
        below = self.units[i + 1].seen if i + 1 < len(self.units) else ""
        in_figure = self.units[i].seen[-1:].isdigit() and _IN_FIGURE.match(below) is not None
        return in_figure or NO_BEGINNING.match(below) is not None

    def cuts_off(self, i: int) -> bool:
        """Whether a unit is running text that stops in the middle."""
        return i >= 0 and self.units[i].ending == "open" and self.is_long[i] and self.breaks_off(i)

    def is_close(self, i: int) -> bool:
        """Whether a unit stands closer to the one before than most do."""
        return self.units[i].gap < self.usual_gap

    @once
    def is_closed(self, i: int) -> bool:
        """Whether an article ends with a unit: a notice with its signature, news with its writers in brackets."""
        unit = self.units[i]
        return (self.is_row[i] and self.is_signed(i)) or (
            unit.seen[-1:] in CLOSERS and (ends_signed(unit.seen) or is_signature(unit.text, unit.seen))
        )

    def is_tight(self, i: int) -> bool:
        """Whether a unit stands closer to a neighbour than most do."""
        return self.usual_gap > 0 and any(0 < j < len(self.units) and self.units[j].gap == 0 for j in (i, i + 1))

    @once
    def straddles(self, i: int) -> bool:
        """Whether a word of the dictionary lies across the seam of unit *i* - 1 and unit *i*."""
        left, right = self.units[i - 1].seen[-6:], self.units[i].seen[:6]
        if not (left[-1:].isalpha() and right[:1].isalpha()):
            return False
        end = 0
        for word in rjieba.cut(left + right, False):
            start, end = end, end + len(word)
            if start < len(left) < end:
                return True
        return False

    def affinity(self, i: int, others: Sequence[int]) -> float:
        """The share of a unit's bigrams found in the units *others*, 0..1."""
        own = bigrams(self.letters(i))
        text = " ".join(map(self.letters, others))
        return sum(map(text.__contains__, own)) / len(own) if own else 0.0

    def cohesion(self, i: int) -> int:
        """How many names and terms the texts just before and after unit *i* have in common.

        They tell a sub-heading from the headline of another article.
        """
        return self._in_common(i - 1, i + 1)

    def cohesion_at(self, i: int) -> int:
        """How many names and terms the texts before unit *i* and those from it on have in common."""
        return self._in_common(i - 1, i)

    def _in_common(self, last: int, first: int) -> int:
        """How many runs of three characters the texts up to *last* and from *first* on share, and none farther off has.

        They are names and terms, mostly.
        """
        left = self._texts(range(last, max(-1, last - 2 * AROUND), -1))
        right = self._texts(range(first, min(len(self.units), first + 2 * AROUND)))
        if not left or not right or self.starts[right[0]]:
            return 0
        shared = self._runs(left[:NEXT]) & self._runs(right[:NEXT])
        far = slice(NEXT + ARTICLE, NEXT + ARTICLE + AROUND)
        around = " ".join(map(self.letters, (*left[far], *right[far]))) if shared else ""
        return sum(run not in around for run in shared)

    def _runs(self, texts: Iterable[int]) -> set[str]:
        """The runs of three characters of texts."""
        return set().union(*map(self._runs_of, texts))

    @once
    def _runs_of(self, i: int) -> frozenset[str]:
        letters = _DIGITS.sub("", self.letters(i)[:COMPARED])
        return frozenset(map("".join, zip(letters, letters[1:], letters[2:], strict=False)))

    def _texts(self, places: Iterable[int]) -> list[int]:
        return [j for j in places if len(self.units[j].seen) >= 30]


def _is_byline(unit: Unit) -> bool:
    return len(unit.text) <= BYLINE and line_byline(unit.text, unit.seen) is not None
