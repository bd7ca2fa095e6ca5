"""The lines of a title → kicker (引题), headline and subtitle (副题)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from store.intake.assignment import Draft
from store.intake.evidence import Evidence
from store.intake.printed import bigrams, only_letters, phrases, squeeze, unbalanced, view
from store.intake.wording import (
    ABOUT,
    NO_END,
    OWNER,
    QUANTITY,
    SKETCH,
    is_parallel,
    is_spaced,
    names_notice,
    starts_with_place,
)

Part = tuple[int, ...]  # lines read as one, as places in the page's list of units

LINES = 4  # of one part at most
MOST = 8  # lines of one title that are looked at; what lies farther from the body is no part of it
PLACES = "省市区县镇乡村"
DISTINCT = 6  # letters: a shorter headline may be of several articles
DAY_AT_MOST = 11  # characters: 2023年11月16日
LONGEST = 44  # characters: a headline over several lines is not longer
_DIGIT = re.compile(r"(?<!\d)(?!(?:19|20)\d\d年)\d")  # a year is no figure
_GOES_ON = tuple(
    "让使将把被为向从由与和及在的等到成获助促给对比进出达超变迎"
)  # what the second line of a headline begins with


@dataclass(frozen=True, slots=True)
class Title:
    """The parts of a title, as places in the page's list of units."""

    headline: tuple[int, ...] = ()
    kicker: tuple[int, ...] = ()
    subtitle: tuple[int, ...] = ()
    repeated: tuple[int, ...] = ()  # the same words again
    apart: tuple[int, ...] = ()  # a banner over several articles, or a line of no article


def title_of(evidence: Evidence, draft: Draft, *, used: Collection[str] = ()) -> Title:
    """The part that each title line of an article plays; every line plays one.

    *used* are the `key` of the headlines of the articles before.
    """
    groups = (draft.lead[-MOST:], draft.tail[:MOST])
    lines = [i for group in groups for i in group]
    if len(lines) == 1:
        return Title(headline=tuple(lines))
    again = {i for i in lines if key(evidence.units[i].text) in used}
    repeated = _repeated(evidence, lines) | (again if len(again) < len(lines) else set())
    body = [i for paragraph in draft.body for i in paragraph]
    readings = [
        reading
        for group in groups
        for reading in _Reader(evidence, [i for i in group if i not in repeated], body).readings()
    ]
    best = max(readings, key=lambda reading: reading.score, default=_Reading(0.0))
    taken = {*best.headline, *best.kicker, *best.subtitle, *repeated}
    apart = tuple(i for i in (*draft.lead, *draft.tail) if i not in taken)
    return Title(best.headline, best.kicker, best.subtitle, tuple(sorted(repeated)), apart)


def key(title: str) -> str:
    """A headline for comparison, without spaces and marks; "" for one so short that articles may share it, 更正."""
    letters = only_letters(view(title))
    return letters if len(letters) >= DISTINCT else ""


def _repeated(evidence: Evidence, lines: Sequence[int]) -> set[int]:
    """The lines that say again what a line before, or the lines before together, said."""
    repeated: set[int] = set()
    texts: dict[str, int] = {}
    for place, i in enumerate(lines):
        words = squeeze(evidence.units[i].seen)
        if words in texts:
            repeated.add(i)
            continue
        texts[words] = i
        run = words
        for j in lines[place + 1 : place + 4]:
            run += squeeze(evidence.units[j].seen)
            texts.setdefault(run, j)
    return repeated


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read a title, and how likely it is."""

    score: float
    headline: Part = ()
    kicker: Part = ()
    subtitle: Part = ()


class _Reader:
    """Reads the lines of a title in every way that makes sense."""

    def __init__(self, evidence: Evidence, lines: Sequence[int], body: Sequence[int]) -> None:
        self.evidence, self.lines, self.w = evidence, lines, evidence.weights.role
        self.opening = evidence.letters(body[0])[:110] if body else ""
        self.body = " ".join(map(evidence.letters, body[:12])) if len(lines) > 1 else ""
        self.endings = list(map(evidence.letters, body[-3:]))
        runs = [
            tuple(lines[start:end])
            for start in range(len(lines))
            for end in range(start + 1, min(start + LINES, len(lines)) + 1)
        ]
        self.whole = {run: whole for run in runs if (whole := self._as_one(run)) is not None}
        self.texts = {run: self._text(run) for run in self.whole}

    def readings(self) -> Iterator[_Reading]:
        """Every headline with what may be its kicker and its subtitle."""
        kickers = {run: self._as_kicker(text) + self.whole[run] for run, text in self.texts.items()}
        subtitles = {run: self._as_subtitle(text) + self.whole[run] for run, text in self.texts.items()}
        for head, text in self.texts.items():
            score = self._as_headline(head, text) + self.whole[head] + self.w.unused * (len(self.lines) - len(head))
            above, below = self._beside(head)
            for kicker in (*above, *below, ()):
                for subtitle in (*below, *above, ()):
                    if not set(kicker) & set(subtitle):
                        worth = score - self.w.unused * (len(kicker) + len(subtitle))
                        worth += kickers.get(kicker, 0.0) + subtitles.get(subtitle, 0.0)
                        worth += self.w.kicker * (kicker in above) + self.w.out_of_place * (kicker in below)
                        worth += 2 * self.w.out_of_place * (subtitle in above)
                        yield _Reading(worth, head, kicker, subtitle)

    def _beside(self, head: Part) -> tuple[list[Part], list[Part]]:
        """The parts right above a headline, and those below, up to the next but one."""
        start, end = self.lines.index(head[0]), self.lines.index(head[-1]) + 1
        above = [run for run in self.whole if self.lines.index(run[-1]) + 1 == start]
        below = [run for run in self.whole if end <= self.lines.index(run[0]) <= end + 1]
        return above, below

    def _text(self, part: Part) -> str:
        return "".join(self.evidence.units[i].seen for i in part)

    def _as_one(self, part: Part) -> float | None:
        """How much lines look like one phrase over several lines; None if they cannot be."""
        if sum(len(self.evidence.units[i].seen) for i in part) > LONGEST and len(part) > 1:
            return None
        pairs = [self._goes_on(left, right) for left, right in pairwise(part)]
        return None if None in pairs else sum(pair or 0.0 for pair in pairs)

    def _goes_on(self, left: int, right: int) -> float | None:
        evidence, before, unit = self.evidence, self.evidence.units[left], self.evidence.units[right]
        if right != left + 1 or before.seen[-1:] in ":!?" or unit.seen.startswith("—"):
            return None
        if (
            before.heading != unit.heading
            or before.bold != unit.bold
            or abs((before.size or 0) - (unit.size or 0)) > 0.6
        ):
            return None
        together = unit.gap < evidence.usual_gap or evidence.stands_out(right) or (before.bold and unit.bold)
        if names_notice(unit.seen) and self._signs(before.seen):
            return None
        if any(is_spaced(line.seen) or (names_notice(line.seen) and not together) for line in (before, unit)):
            return None
        score = self.w.tight if together else self.w.loose
        score += self.w.goes_on * (unit.seen.startswith(_GOES_ON) or bool(NO_END.search(before.seen)))
        quoted = unbalanced(before.seen)[1] and unbalanced(unit.seen)[0]
        score += self.w.word * bool(evidence.straddles(right) or quoted or self._seam_in_body(before.seen, unit.seen))
        return score + (0.0 if together else self.w.slogan * (is_parallel(before.seen) or is_parallel(unit.seen)))

    def _names_place(self, text: str) -> bool:
        """Whether a title begins with a place, or with the short name of one that the body names in full."""
        return starts_with_place(text) or any(text[:2] + end in self.body for end in PLACES)

    def _seam_in_body(self, left: str, right: str) -> bool:
        """Whether the body has the characters around a seam, three of them: two may meet by chance."""
        before, after = only_letters(left)[-2:], only_letters(right)[:2]
        return before + after[:1] in self.body or before[-1:] + after in self.body

    def _signs(self, name: str) -> bool:
        """Whether the body ends with a signature, and *name* is what it says."""
        words = only_letters(name)
        return any(text.startswith(words) and len(text) <= len(words) + DAY_AT_MOST for text in self.endings)

    def _as_headline(self, part: Part, text: str) -> float:
        """How much a part of a title looks like the headline."""
        w, unit = self.w, self.evidence.units[part[0]]
        size = len(squeeze(text))
        own = bigrams(only_letters(text))
        score = w.opening * sum(map(self.opening.__contains__, own)) / max(1, len(own))
        score += (w.place_figures if QUANTITY.search(text) else w.place) * self._names_place(text)
        score += w.notice * (names_notice(text) or bool(ABOUT.fullmatch(text)))
        score += w.short * (size < 6) + w.overlong * max(0, size - 26)
        score += w.marked * (text.startswith("—") or text.rstrip()[-1:] == ":")
        score += w.slogan * _is_slogan(text) - w.organisation * bool(OWNER.fullmatch(text))
        score -= w.sketch * bool(SKETCH.search(text))
        score += w.known * (squeeze("".join(self.evidence.units[i].text for i in part)) in self.evidence.known_title)
        if unit.size and self.evidence.body_size:
            score += w.size * (unit.size / self.evidence.body_size - 1)
        if unit.heading:
            score += w.heading - 0.5 * unit.heading
        return score + w.bold * unit.bold

    def _as_kicker(self, text: str) -> float:
        """How much a part looks like a kicker: parallel phrases of one length, or whose story it is."""
        w = self.w
        score = w.colon * (text.rstrip()[-1:] == ":") - w.dash * text.startswith("—")
        score += w.organisation * bool(OWNER.fullmatch(text))
        if not _is_slogan(text) and text.rstrip()[-1:] != ":":
            score += w.kicker_place * self._names_place(text)
        return score + w.parallel * _is_slogan(text) + w.many_phrases * (len(phrases(text)) > 2)

    def _as_subtitle(self, text: str) -> float:
        """How much a part looks like a subtitle: after a dash, or with figures and commas."""
        w = self.w
        score = w.dash * text.startswith("—") - w.colon * (text.rstrip()[-1:] == ":")
        score += w.sketch * bool(SKETCH.search(text))
        figures = w.figures if _DIGIT.search(text) else w.numerals * bool(QUANTITY.search(text))
        return score + figures + w.comma * ("," in text) + w.long * (len(text) > 22)


def _is_slogan(text: str) -> bool:
    """Whether a part is short phrases of one length."""
    sizes = [sum(map(str.isalnum, phrase)) for phrase in phrases(text)]
    return len(sizes) > 1 and max(sizes) - min(sizes) <= 1 and max(sizes) <= 8
