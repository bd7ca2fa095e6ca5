"""What can be seen of the units of a page: rows, signatures, bylines, siblings, words they share."""

from __future__ import annotations

import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar

import rjieba

from store.intake.bylines import begins_article, closing_byline, is_credit, line_byline, surnamed
from store.intake.printed import bigrams, only_letters, squeeze
from store.intake.units import Unit
from store.intake.wording import (
    BRIEFS,
    DAY,
    LABEL,
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
    names_notice,
    shape,
)

LONG = 46  # characters: a longer unit is running text
SHORT = 24  # characters: a line of verse, a title or a label is not longer
SIGNED_OFF = frozenset(")]】〕摄影")  # what the names that a text ends with end with
CAPTION, CAPTION_AT_MOST = 6, 160  # lines and characters of the text below a picture
VERSE = 7  # so many short lines one after another are no titles
BYLINE = 80  # characters: a longer line is no byline
BIG = 1.08  # times the body's size: from here a line is set as a title
READ_AT_MOST = 1000  # characters of a unit whose words are looked at
SIBLING = 10  # units between sub-headings at most
NEXT = 2  # texts on either side of a title that are compared
ARTICLE = 6  # texts beyond them that may belong to the same article
AROUND = 12  # texts farther off that show which words are the whole page's

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

    def __init__(self, units: Sequence[Unit], *, body_size: float | None = None) -> None:
        self.units = units
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
            # a byline on its own may stand above a text or below one
            starts.append(bool(unit.resumed) or (begins and not _is_byline(unit)))
            after_note = NOTE.match(unit.seen) is not None
        return starts

    @cached_property
    def usual_gap(self) -> int:
        """How many blank lines stand between most units."""
        gaps = sorted(unit.gap for unit in self.units)
        return gaps[len(gaps) // 2] if gaps else 0

    @cached_property
    def credits(self) -> set[int]:
        """The units that end with the credit of a picture."""
        return {i for i, unit in enumerate(self.units) if is_credit(unit.seen)}

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

    @once
    def signs_off(self, i: int) -> bool:
        """Whether a unit is text that ends with its writer's name in brackets, or with the credit of a picture.

        Not so the first below a title: an introduction may name the writer of what follows.
        """
        unit = self.units[i]
        if i < 1 or unit.seen.rstrip("。 ")[-1:] not in SIGNED_OFF:
            return False
        if self.is_byline(i):
            return self.is_long[i - 1] and unit.seen[:1] in "([【"
        is_later = self.is_long[i] and (self.is_long[i - 1] or i in self.credits)
        return is_later and bool(closing_byline(unit.text, unit.seen))

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
        """Whether a unit is a row of figures: it and a neighbour are words and figures in one order."""
        seen = self.units[i].seen
        if len(seen) > LONG or is_spaced(seen):
            return False
        near = [self.units[j].seen for j in (i - 1, i + 1) if 0 <= j < len(self.units)]
        own = shape(seen)
        if "0" not in own:  # the head of a table
            return len(near) == 2 and len(seen.split()) >= 3 and is_table(seen, near[1])
        return any(
            len(other) <= LONG and other != seen and (shape(other) == own or is_table(seen, other)) for other in near
        )

    def is_loose_item(self, i: int) -> bool:
        """Whether a unit is an item whose fellow, the item before, ends with a mark: then it should as well."""
        return i == 0 or not is_item(self.units[i - 1].seen) or self.units[i - 1].ending == "closed"

    def is_form(self, i: int) -> bool:
        """Whether a unit and the next are labels with what they label, as an event is announced: 时间:, 地点:."""
        return all(j < len(self.units) and LABEL.match(self.units[j].seen) for j in (i, i + 1))

    def introduces(self, i: int) -> bool:
        """Whether rows of figures or items begin right after a unit."""
        following = (i + 1, i + 2)
        if following[-1] >= len(self.units) or is_item(self.units[i].seen) or self.is_listed(i):
            return False
        return all(map(self.is_listed, following)) or all(is_item(self.units[j].seen) for j in following)

    def leads_in(self, i: int) -> bool:
        """Whether a unit ends with a colon and items or rows of figures follow: it is text that leads in to them."""
        if i < 0 or self.units[i].seen[-1:] != ":" or i + 1 == len(self.units) or names_notice(self.units[i].seen):
            return False
        seen = self.units[i + 1].seen
        return is_item(seen) or NUMBERED.match(seen) is not None or self.is_listed(i + 1)

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
    def breaks_off(self, i: int) -> bool:
        """Whether a unit, were it the last of an article, would leave it without an end."""
        unit = self.units[i]
        return unit.ending != "closed" and not (
            self.is_row[i]
            or is_item(unit.seen)
            or self.is_listed(i)
            or self.is_signature(i)
            or (self.is_long[i] and i in self.credits)
        )

    def cuts_off(self, i: int) -> bool:
        """Whether a unit is running text that stops in the middle."""
        return i >= 0 and self.units[i].ending == "open" and self.is_long[i] and self.breaks_off(i)

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
        """How many runs of three characters the texts just before and after unit *i* share, and none farther off has.

        They are names and terms, mostly: they tell a sub-heading from the headline of another article.
        """
        left = self._texts(range(i - 1, max(-1, i - 1 - 2 * AROUND), -1))
        right = self._texts(range(i + 1, min(len(self.units), i + 1 + 2 * AROUND)))
        if not left or not right or self.starts[right[0]]:
            return 0
        shared = set(self._runs(left[:NEXT])) & set(self._runs(right[:NEXT]))
        far = slice(NEXT + ARTICLE, NEXT + ARTICLE + AROUND)
        around = " ".join(map(self.letters, (*left[far], *right[far]))) if shared else ""
        return sum(run not in around for run in shared)

    def _runs(self, texts: Iterable[int]) -> Iterator[str]:
        """The runs of three characters of texts."""
        for letters in (_DIGITS.sub("", self.letters(i)) for i in texts):
            yield from map("".join, zip(letters, letters[1:], letters[2:], strict=False))

    def _texts(self, places: Iterable[int]) -> list[int]:
        return [j for j in places if len(self.units[j].seen) >= 30]


def _is_byline(unit: Unit) -> bool:
    return len(unit.text) <= BYLINE and line_byline(unit.text, unit.seen) is not None
