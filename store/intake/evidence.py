"""How much the units of a page look like titles, like the beginnings of articles, like the rest of a paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from store.intake.observations import LONG, SHORT, Observations
from store.intake.printed import OPENERS, squeeze, unbalanced
from store.intake.units import Unit
from store.intake.weights import WEIGHTS, Weights
from store.intake.wording import (
    BRIEFS,
    DAY,
    NAMED,
    NO_BEGINNING,
    NO_END,
    NOTICE,
    NUMBERED,
    OFFER,
    OWNER,
    PICTURE,
    REFERS_BACK,
    SALUTATION,
    SAYS,
    SPEAKER,
    is_item,
    is_parallel,
    is_result,
    is_spaced,
    names_notice,
)
from store.intake.words import once

NO_TITLE = -8.0  # the title score of running text
LABEL_AT_MOST = 10  # characters of an item that heads a text of its own: ■延伸阅读
REACH = 5  # texts on either side of a title in which its words are looked for
HARDLY_TITLE = -2.0  # below this a short line is rather a piece of running text

_GOES_ON_FIGURE = tuple("年月日元个万亿人户名家米%.,:/~—-+℃")


class Evidence(Observations):
    """What is seen of a page, weighed."""

    def __init__(
        self,
        units: Sequence[Unit],
        *,
        body_size: float | None = None,
        title: str | None = None,
        named: Iterable[str] = (),
        weights: Weights = WEIGHTS,
    ) -> None:
        super().__init__(units, body_size=body_size, named=named)
        self.known_title = squeeze(title or "")  # what the format says the document is called
        self.weights = weights

    @once
    def title(self, i: int) -> float:
        """How much a unit looks like a line of a title, by itself; NO_TITLE for running text."""
        if self.is_long[i] and not self.stands_out(i):
            return NO_TITLE
        return max(self._title(i), NO_TITLE)

    def _title(self, i: int) -> float:
        w, unit, seen = self.weights.title, self.units[i], self.units[i].seen
        score = self._title_by_length(i) + self._title_by_marks(i)
        if names_notice(seen):
            score += w.notice
        elif len(seen) <= 24 and (NOTICE.search(seen[-4:]) or OFFER.search(seen) or BRIEFS.search(squeeze(seen))):
            score += w.offer
        if self.is_row[i]:
            score += w.row
        elif self.is_listed(i):
            score += w.listed
        elif self.introduces(i) and seen[-1:] != ":":
            score += w.introduces
        score += w.item * (is_item(seen) or is_result(seen)) + w.numbered * bool(NUMBERED.match(seen))
        score += w.speaker * bool(SPEAKER.match(seen) or SALUTATION.match(seen)) + w.day * bool(
            DAY.match(seen) or PICTURE.match(seen)
        )
        score += w.no_beginning * bool(NO_BEGINNING.match(seen)) + w.no_end * bool(NO_END.search(seen))
        score += w.parallel * is_parallel(seen) + w.spaced * is_spaced(seen)
        score += w.verse * (i in self.verse) + w.signature * (self.is_signature(i) or self.is_signed(i))
        if self.has_indents:
            score += w.indented if unit.indented else w.flush
        if self.stands_out(i):
            return score + w.big
        score += w.not_big * self.has_big + w.bold * unit.bold
        return score + w.known * (len(seen) >= 4 and squeeze(unit.text) in self.known_title)

    def _title_by_length(self, i: int) -> float:
        w, size = self.weights.title, len(squeeze(self.units[i].seen))
        alone = self.is_tight(i) or not self.cuts_off(i - 1) or names_notice(self.units[i].seen)
        if size <= 3:
            return w.tiny_alone if alone else w.tiny
        if size <= 5:
            return w.small_alone if alone else w.small
        if size <= 24:
            return w.fitting
        return w.longish + w.overlong * max(0, size - 28)

    def _title_by_marks(self, i: int) -> float:
        w, unit, seen = self.weights.title, self.units[i], self.units[i].seen
        score = w.full_stop * ("。" in seen) + w.says * bool(SAYS.search(seen))
        commas = seen.count(",") + seen.count(";")
        if commas:
            score += w.comma + (w.more_commas if len(seen) <= 24 else w.many_commas) * (commas - 1)
        if seen[-1:] in ",;、":
            score += 0.0 if self.runs_on(i) else w.unfinished
        elif seen[-1:] == ":":
            score += w.colon if OWNER.fullmatch(seen[:-1].rstrip()) else w.leads_on
        elif unit.ending == "closed" and seen[-1:] not in "!?”":
            score += w.finished
        elif NAMED.match(seen) and not self.is_row[i]:
            score += w.names
        stray, left_open = unbalanced(seen)
        score += w.unfinished * (seen[-1:] in OPENERS) + w.cut * self.is_cut(i)
        return score + w.stray_bracket * bool(stray) + w.open_bracket * bool(left_open)

    def opens(self, i: int) -> float:
        """How much a unit looks like the first of an article."""
        return self._opens(i) + self.weights.opening.ragged * self.is_ragged(i)

    @once
    def _opens(self, i: int) -> float:
        w, seen = self.weights.opening, self.units[i].seen
        if self.starts[i]:
            return w.start
        if self.is_row[i] or self.is_signature(i):
            return w.rows if self.is_form(i) else w.row
        if DAY.match(seen) or PICTURE.match(seen) or SALUTATION.match(seen):
            return w.day
        score = w.short * (len(seen) < 25 and not is_item(seen)) + w.no_beginning * bool(NO_BEGINNING.match(seen))
        score += w.word * (i > 0 and self.units[i - 1].ending == "open" and self.straddles(i))
        return score + w.day_near * bool(DAY.search(seen[:18])) + w.refers_back * bool(REFERS_BACK.match(seen))

    @once
    def joins(self, i: int) -> float:
        """How much unit *i* looks like the rest of the paragraph that unit *i* - 1 begins."""
        w, before, unit = self.weights.join, self.units[i - 1], self.units[i]
        seen = unit.seen
        if self.starts[i] or before.onward:
            return w.start
        score = self._left_open(i - 1)
        if before.ending == "closed" and not (NO_BEGINNING.match(seen) or i in self.blocks):
            return score
        if self.is_row[i - 1] or self.is_listed(i - 1):
            score += w.after_row
        if is_item(seen) or NUMBERED.match(seen):
            score += w.item
        elif is_item(before.seen):
            score += w.after_item + w.title * (len(before.seen) <= LABEL_AT_MOST)
        score += w.after_items * self.items_end_open(i - 1)
        if self.is_row[i] or self.is_signature(i):
            score += w.row
        score += w.no_beginning * bool(NO_BEGINNING.match(seen)) + w.no_end * bool(NO_END.search(before.seen[-2:]))
        if (
            before.seen[-1:].isdigit()
            and not self.is_row[i - 1]
            and (seen[:1].isdigit() or seen[:1] in _GOES_ON_FIGURE)
        ):
            score += w.figure
        score += w.finished * (unit.ending == "closed") + w.word * self.straddles(i)
        score += w.marks * ("," in seen or "。" in seen or "、" in seen)
        score += w.tight * self.is_close(i)
        if self.has_indents:
            score += w.indented if unit.indented else w.flush
        score += w.bracket * bool(unbalanced(seen[:200])[0] and unbalanced(before.seen[-400:])[1])
        resized = before.size and unit.size and before.page == unit.page and abs(before.size - unit.size) > 0.6
        return score + w.size * bool(resized)

    def _left_open(self, i: int) -> float:
        w, unit = self.weights.join, self.units[i]
        if i + 1 in self.blocks:
            return w.open
        if unit.ending == "closed":
            return w.closed
        if unit.ending == "soft":
            return w.closed if unit.seen[-1:] == ":" and len(unit.seen) <= SHORT else w.soft
        if self.title(i) <= HARDLY_TITLE:
            return w.open
        if DAY.match(unit.seen) or ("," in unit.seen and self.title(i) <= 0):
            return w.fragment
        return w.comma if "," in unit.seen else w.title

    @once
    def leads(self, i: int) -> float:
        """The share of a title's words in the texts that follow it, up to the next article as far as it shows."""
        found: list[int] = []
        for j in range(i + 1, min(i + 1 + 2 * REACH, len(self.units))):
            if found and self.starts[j]:
                break
            if len(self.units[j].seen) >= LONG // 2:
                found.append(j)
            elif len(found) > 1 and self.title(j) > 1:
                break
        return self.affinity(i, found[:REACH])

    @once
    def closes(self, i: int) -> float:
        """The share of a title's words in the texts before it, back to the beginning of their article if that shows."""
        found: list[int] = []
        for j in range(i - 1, max(i - 1 - 2 * REACH, -1), -1):
            if len(self.units[j].seen) >= LONG // 2:
                found.append(j)
                if self.starts[j]:
                    break
        return self.affinity(i, found[:REACH])

    @cached_property
    def closed_later(self) -> list[bool]:
        """For each unit, whether the next title after it looks like the title of the text before that."""
        later = [False] * len(self.units)
        for i in range(len(self.units) - 2, -1, -1):
            if not self.starts[i + 1]:
                is_title = self.title(i + 1) > 0 and not self.is_byline(i + 1)
                later[i] = self.closes(i + 1) > self.leads(i + 1) if is_title else later[i + 1]
        return later
