"""What a date leaves unsaid is taken from the dates before it and from the article's own date."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from retrieval.moments import UNKNOWN, Moment, inherited, moved, nearest

Read = tuple[Moment, int] | None  # what a reader of dates finds: the moment, and where it ends in the text
TO = " ?起?(?:至|到|-{1,2}|~) ?"  # between the two ends of a span


@dataclass(slots=True)
class Timeline:
    """One folded text, read from left to right, and the dates printed in it so far."""

    text: str
    reference: Moment  # the article's own date
    last: Moment = field(default=UNKNOWN)  # the date last printed
    last_day: Moment = field(default=UNKNOWN)  # the one last printed with its day: what 当天 means
    last_end: int = 0

    def remember(self, moment: Moment, end: int) -> None:
        """*moment*, which ends at *end*, is the date last printed."""
        moment = moment.upto or moment
        if moment.dated:
            self.last, self.last_end = moment, end
        if moment.day is not None:
            self.last_day = moment

    def complete(self, moment: Moment, first: Moment, at: int) -> Moment:
        """*moment*, printed at *at*, with the slots above its own filled; *first* is the other end of its span."""
        if moment.vague or moment.year is not None or self.text.startswith(("每年", "每月"), at - 2):
            return moment
        if first.dated:
            return inherited(moment, first)
        if moment.month is not None:
            if self.last.year is not None and self._one_sentence(at):
                return replace(moment, year=self.last.year)
            return nearest(moment, self.reference)
        if moment.day is None:
            return moment
        near = self.last if self.last.month is not None else self.reference
        if near.month is None:
            return moment
        filled = replace(moment, year=near.year, month=near.month)
        if near is self.reference and near.day is not None and moment.day > near.day + 7:
            return replace(moved(near, months=-1), day=moment.day)
        return filled

    def _one_sentence(self, at: int) -> bool:
        return at - self.last_end < 80 and not re.search("[。！？!?\n]", self.text[self.last_end : at])


def close_up(printed: str) -> str:
    """A word of a date as it is written when it is not spaced out: 今 年."""
    return printed.replace(" ", "")
