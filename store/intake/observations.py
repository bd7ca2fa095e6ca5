"""What can be seen of the units of a page: rows, signatures, bylines, siblings, blocks."""

from __future__ import annotations

import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property

from store.intake.bylines import begins_article, ends_signed, is_credit, is_signature, line_byline, surnamed
from store.intake.printed import CLOSERS, squeeze
from store.intake.units import Unit
from store.intake.wording import (
    BRIEFS,
    DAY,
    LABEL,
    NO_BEGINNING,
    NOTE,
    NOTICE,
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
from store.intake.words import Words, once

LONG = 46  # characters: a longer unit is running text
SHORT = 24  # characters: a line of verse, a title or a label is not longer
CAPTION, CAPTION_AT_MOST = 6, 160  # lines and characters of the text below a picture
VERSE = 7  # so many short lines one after another are no titles
BYLINE = 80  # characters: a longer line is no byline
BIG = 1.08  # times the body's size: from here a line is set as a title
SIGNATURE_AT_MOST = 30  # characters
NOTICE_AT_MOST = 8  # units of the text of a notice
SIBLING = 10  # units between sub-headings at most
NARROW = 32  # characters: a line of a caption's or a box's column is not longer; what a page's column broke may be
_IN_FIGURE = re.compile(r"[.,:~]?\d|[年月日时分元个万亿户名家米%℃]")  # how a figure goes on


class Observations(Words):
    """The units of a page with what is seen of each, worked out once and only where it is asked for."""

    def __init__(self, units: Sequence[Unit], *, body_size: float | None = None, named: Iterable[str] = ()) -> None:
        self.units = units
        is_long = [len(unit.seen) > LONG or (len(unit.seen) > 20 and "。" in unit.seen) for unit in units]
        super().__init__(units, starts=self._starts(), is_long=is_long, named=named)
        self.body_size = body_size  # points; None where the format tells no sizes
        self.is_row = [len(unit.seen) <= LONG and is_row(unit.seen) for unit in units]

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
        """Whether a unit is a signature: a short line, or the first of several organisations, above a day; or alone."""
        if self.is_row[i]:
            return False
        if self.signs_off(i):
            return True
        for j in range(i, min(i + 4, len(self.units) - 1)):
            words = squeeze(self.units[j].seen)
            if len(words) > SIGNATURE_AT_MOST or words[-1:] in ",。;:!?":
                return False
            if is_day(self.units[j + 1].seen):
                return True
            if not ORGANISATION.search(words):
                return False
        return False

    @once
    def signs_off(self, i: int) -> bool:
        """Whether a unit is a signature without a day: an organisation below a notice that speaks of it.

        An organisation may as well be the kicker of the next article: then that one speaks of it.
        """
        if self.is_long[i] or self.is_row[i]:
            return False
        words = squeeze(self.units[i].seen)
        if len(words) > SIGNATURE_AT_MOST or not ORGANISATION.search(words):
            return False
        notice: list[int] = []
        for j in range(i - 1, max(-1, i - 1 - NOTICE_AT_MOST), -1):
            if notice and self._heads_notice(j):
                if i + 1 < len(self.units) and (self.starts[i + 1] or self.is_long[i + 1]):
                    return True  # no kicker: text follows, and no title
                own, other = self.affinity(i, notice), self.affinity(i, range(i + 1, min(i + 5, len(self.units))))
                return own > other or (own == other and self.is_row[i - 1])
            if self.starts[j] or self.is_byline(j) or not (self.is_long[j] or self._is_within_notice(j)):
                return False
            notice.append(j)
        return False

    def _heads_notice(self, j: int) -> bool:
        """Whether a unit is the title of a notice, or its last line."""
        seen = self.units[j].seen
        return len(seen) <= SHORT and not self.is_row[j] and (names_notice(seen) or bool(NOTICE.search(seen[-4:])))

    def _is_within_notice(self, i: int) -> bool:
        """Whether a short unit may stand within the text of a notice: it has an end, or is a row or an item."""
        unit = self.units[i]
        return unit.ending != "open" or self.is_row[i] or is_item(unit.seen) or self.is_listed(i)

    @once
    def is_signed(self, i: int) -> bool:
        """Whether a notice ends with a unit: the day below its signature, both on one line, or a signature alone."""
        if not self.is_row[i]:
            return self.signs_off(i)
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
        if max(len(unit.seen), len(below.seen)) > NARROW:
            return False
        marked = len(unit.seen) > SHORT or DAY.match(unit.seen) is not None
        runs_on = unit.ending == "open" or DAY.match(unit.seen) is not None
        return runs_on and marked and not (is_item(below.seen) or self.is_row[i + 1] or self.is_byline(i + 1))

    def is_point(self, i: int) -> bool:
        """Whether a unit is a point of a list: it begins with a mark or a number."""
        return is_item(self.units[i].seen) or NUMBERED.match(self.units[i].seen) is not None

    @cached_property
    def blocks(self) -> set[int]:
        """The further lines of the blocks of broken lines."""
        blocks: set[int] = set()
        for i in range(1, len(self.units)):
            if self.is_close(i) and (i - 1 in blocks or self.is_ragged(i - 1)):
                blocks.add(i)
        return blocks

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
        return self.is_signed(i) or (
            unit.seen[-1:] in CLOSERS and (ends_signed(unit.seen) or is_signature(unit.text, unit.seen))
        )

    def is_tight(self, i: int) -> bool:
        """Whether a unit stands closer to a neighbour than most do."""
        return self.usual_gap > 0 and any(0 < j < len(self.units) and self.units[j].gap == 0 for j in (i, i + 1))


def _is_byline(unit: Unit) -> bool:
    return len(unit.text) <= BYLINE and line_byline(unit.text, unit.seen) is not None
