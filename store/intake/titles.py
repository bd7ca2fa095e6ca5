"""The lines of a title → kicker (引题), headline and subtitle (副题)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from store.intake.assignment import Draft
from store.intake.bylines import BYLINE_END, begins_article
from store.intake.evidence import Evidence
from store.intake.observations import BYLINE
from store.intake.printed import bigrams, only_letters, phrases, squeeze, unbalanced, view
from store.intake.wording import (
    ABOUT,
    AMOUNT,
    ASKS,
    COUNT,
    COUNTED,
    DETAIL,
    FIGURE,
    NO_END,
    OWNER,
    SAID_BY,
    SKETCH,
    SPEAKS,
    STORY,
    is_parallel,
    is_spaced,
    names_column,
    names_notice,
    names_series,
    starts_with_place,
)
from store.intake.words import READ_AT_MOST

Part = tuple[int, ...]  # lines read as one, as places in the page's list of units

LINES = 4  # of one part at most
MOST = 8  # lines of one title that are looked at; what lies farther from the body is no part of it
NAMED_EARLY = 6  # characters of a title within which a place begins that it is about
SURE = 2.0  # log-odds: a title counts for a page's habit with that at most
APART = 10  # characters: a headline of more is hardly parted by a blank line
OPENING = 130  # characters of a body in which a headline's words are looked for
SOON = 25  # characters: a word that far from the beginning counts half
DISTINCT = 6  # letters: a shorter headline may be of several articles
DAY_AT_MOST = 11  # characters: 2023年11月16日
MUCH_LONGER = 8  # characters
LONGEST = 44  # characters: a headline over several lines is not longer
_GOES_ON = tuple(
    "让使将把被为向从由与和及的等到成获助促给对比进出达超变迎"
)  # what the second line of a headline begins with


@dataclass(frozen=True, slots=True)
class Title:
    """The parts of a title, as places in the page's list of units."""

    headline: tuple[int, ...] = ()
    kicker: tuple[int, ...] = ()
    subtitle: tuple[int, ...] = ()
    repeated: tuple[int, ...] = ()  # the same words again
    apart: tuple[int, ...] = ()  # a banner over several articles, or a line of no article


class Titles:
    """The titles of a page. Papers have their habits: the titles that are plain tell how to read those that are not."""

    def __init__(self, evidence: Evidence, drafts: Sequence[Draft]) -> None:
        self.evidence = evidence
        self._known: dict[tuple[int, ...], list[_Reading]] = {}
        votes = list(filter(None, map(self._vote, drafts)))
        # How much the page sets subtitles below its headlines (> 0) rather than kickers above them (< 0).
        self.habit = sum(max(-SURE, min(SURE, vote)) for vote in votes) / (len(votes) + 1)

    def of(self, draft: Draft, *, used: Collection[str] = ()) -> Title:
        """The part that each title line of an article plays; every line plays one.

        *used* are the `key` of the headlines of the articles before.
        """
        groups = (draft.lead[-MOST:], draft.tail[:MOST])
        lines = [i for group in groups for i in group]
        again = {i for i in lines if key(self.evidence.units[i].text) in used}
        repeated = _repeated(self.evidence, lines) | (again if len(again) < len(lines) else set())
        if len(lines) == 1:
            return Title(headline=tuple(lines))
        readings = [
            reading
            for group in groups
            for reading in self._readings([i for i in group if i not in repeated], draft.body)
        ]
        shift = -self.evidence.weights.role.habit * self.habit
        best = max(readings, key=lambda found: found.score + shift * found.above, default=_Reading(0.0))
        taken = {*best.headline, *best.kicker, *best.subtitle, *repeated}
        apart = tuple(i for i in (*draft.lead, *draft.tail) if i not in taken)
        return Title(best.headline, best.kicker, best.subtitle, tuple(sorted(repeated)), apart)

    def _readings(self, lines: Sequence[int], body: Sequence[Sequence[int]]) -> list[_Reading]:
        if tuple(lines) not in self._known:
            texts = [i for paragraph in body for i in paragraph]
            self._known[tuple(lines)] = list(_Reader(self.evidence, lines, texts).readings())
        return self._known[tuple(lines)]

    def _vote(self, draft: Draft) -> float | None:
        """How much better the best reading with a subtitle is than the best with a kicker above; None if neither is."""
        lines = draft.lead[-MOST:] or draft.tail[:MOST]
        if len(lines) < 2 or not draft.body or any(names_series(self.evidence.units[i].seen) for i in lines):
            return None  # the name of a series stands above in any paper
        readings = self._readings(lines, draft.body)
        below = [reading.score for reading in readings if reading.subtitle and not reading.kicker]
        above = [reading.score for reading in readings if reading.above and not reading.subtitle]
        if not below or not above or max(reading.score for reading in readings) > max(*below, *above):
            return None
        return max(below) - max(above)


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
    above: bool = False  # the kicker stands above the headline


class _Reader:
    """Reads the lines of a title in every way that makes sense."""

    def __init__(self, evidence: Evidence, lines: Sequence[int], body: Sequence[int]) -> None:
        self.evidence, self.lines, self.w = evidence, lines, evidence.weights.role
        self.opening = _places_of_bigrams(evidence.units[body[0]].seen) if body and len(lines) > 1 else {}
        self.body = (
            " ".join(squeeze(evidence.units[i].seen[:READ_AT_MOST]) for i in body[:12]) if len(lines) > 1 else ""
        )
        self.endings = list(map(evidence.letters, body[-3:]))
        runs = [
            tuple(lines[start:end])
            for start in range(len(lines))
            for end in range(start + 1, min(start + LINES, len(lines)) + 1)
        ]
        self.whole = {run: whole for run in runs if (whole := self._as_one(run)) is not None}
        self.texts = {run: self._text(run) for run in self.whole}
        self.slogans = set(filter(_is_slogan, self.texts.values()))
        self.sizes = {run: sum(map(str.isalnum, text)) for run, text in self.texts.items()}
        self.late = {text: self._found_late(text) for text in self.texts.values()}

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
                        worth += self.w.subtitle_longer * self._longer(subtitle, head)
                        worth += self.w.kicker * (kicker in above) + self.w.kicker_below * (kicker in below)
                        worth += self.w.subtitle_above * (subtitle in above)
                        yield _Reading(worth, head, kicker, subtitle, above=kicker in above)

    def _longer(self, part: Part, head: Part) -> float:
        """By how much a part is longer than the headline, -1..1."""
        if not part:
            return 0.0
        return max(-1.0, min(1.0, (self.sizes[part] - self.sizes[head]) / MUCH_LONGER))

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
        if names_column(before.seen) or names_column(unit.seen):
            return None
        if any(is_spaced(line.seen) or (names_notice(line.seen) and not together) for line in (before, unit)):
            return None
        size = len(before.seen) + len(unit.seen)
        score = self.w.tight if together else self.w.loose * max(0, size - APART)
        if evidence.usual_gap == 0 and not together:
            score = self.w.even
        score += self.w.goes_on * (unit.seen.startswith(_GOES_ON) or bool(NO_END.search(before.seen)))
        quoted = unbalanced(before.seen)[1] and unbalanced(unit.seen)[0]
        score += self.w.word * bool(evidence.straddles(right) or quoted or self._seam_in_body(before.seen, unit.seen))
        return score + (0.0 if together else self.w.slogan * (is_parallel(before.seen) or is_parallel(unit.seen)))

    def _is_tight(self, part: Part) -> bool:
        return all(map(self.evidence.is_close, part[1:]))

    def _names_place(self, text: str) -> bool:
        """Whether a title begins with a place or an organisation, or names early a place that the page has in full."""
        return starts_with_place(text) or any(text[at : at + 2] in self.evidence.places for at in range(NAMED_EARLY))

    def _seam_in_body(self, left: str, right: str) -> bool:
        """Whether the body has the characters around a seam, three of them: two may meet by chance."""
        before, after = only_letters(left)[-2:], only_letters(right)[:2]
        return before + after[:1] in self.body or before[-1:] + after in self.body

    def _found_soon(self, text: str) -> float:
        """The share of a title's words that the body's opening takes up, 0..1: those soon count more."""
        own = bigrams(only_letters(text))
        return sum(1 / (1 + self.opening[pair] / SOON) for pair in own & self.opening.keys()) / max(1, len(own))

    def _found_late(self, text: str) -> float:
        """The share of a title's words that the body has, but not in its opening."""
        own = bigrams(only_letters(text))
        return sum(pair not in self.opening and pair in self.body for pair in own) / max(1, len(own))

    def _signs(self, name: str) -> bool:
        """Whether the body ends with a signature, and *name* is what it says."""
        words = only_letters(name)
        return any(text.startswith(words) and len(text) <= len(words) + DAY_AT_MOST for text in self.endings)

    def _as_headline(self, part: Part, text: str) -> float:
        """How much a part of a title looks like the headline."""
        w, unit = self.w, self.evidence.units[part[0]]
        size = len(squeeze(text))
        score = w.opening * self._found_soon(text)
        score += w.place * self._names_place(text) + w.over_lines * (len(part) > 1 and self._is_tight(part))
        score += w.notice * (names_notice(text) or ABOUT.fullmatch(text) is not None)
        score += w.short * (size < 6) + w.overlong * max(0, size - 26)
        score += w.marked * (text.startswith("—") or text.rstrip()[-1:] == ":")
        score += w.column * names_column(text)
        score += w.slogan * (text in self.slogans) - w.organisation * bool(OWNER.fullmatch(text))
        score -= w.sketch * bool(SKETCH.search(text)) + w.series * names_series(text)
        score += w.figurative * ("“" in text) + w.headline_late * self.late[text]
        if text not in self.slogans:
            score += w.speaks * bool(SPEAKS.search(text)) + w.two_phrases * (len(phrases(text)) > 1)
        score += w.known * (squeeze("".join(self.evidence.units[i].text for i in part)) in self.evidence.known_title)
        if unit.size and self.evidence.body_size:
            score += w.size * (unit.size / self.evidence.body_size - 1)
        if unit.heading:
            score += w.heading - 0.5 * unit.heading
        return score + w.bold * unit.bold

    def _as_kicker(self, text: str) -> float:
        """How much a part looks like a kicker: parallel phrases of one length, or whose story it is."""
        w = self.w
        score = w.colon * bool(SAID_BY.search(text)) - w.dash * text.startswith("—")
        score += w.organisation * bool(OWNER.fullmatch(text))
        if text not in self.slogans and not SAID_BY.search(text):
            score += w.kicker_place * self._names_place(text)
        score += w.column * names_column(text)
        score += w.asks * bool(ASKS.search(text)) + w.series * names_series(text) + w.story * bool(STORY.search(text))
        score += w.kicker_size * _size(text)
        return score + w.parallel * (text in self.slogans)

    def _as_subtitle(self, text: str) -> float:
        """How much a part looks like a subtitle: after a dash, or with figures and commas."""
        w = self.w
        score = w.dash * text.startswith("—") - w.colon * (text.rstrip()[-1:] == ":")
        score += w.sketch * bool(SKETCH.search(text))
        score += w.figures * bool(FIGURE.search(text)) + w.counts * bool(COUNT.search(text))
        score += w.column * names_column(text)
        score += w.detail * bool(DETAIL.match(text)) + w.amount * bool(AMOUNT.search(text))
        score += w.subtitle_size * _size(text)
        score += w.late * self.late[text] + w.counted * bool(COUNTED.match(text))
        return score + w.comma * ("," in text) + w.long * (len(text) > 22)


def _places_of_bigrams(seen: str) -> dict[str, int]:
    """Where the pairs of characters of an article's first sentences stand, counted from the end of its byline."""
    start = max((found.end() for found in BYLINE_END.finditer(seen[:BYLINE])), default=0) if begins_article(seen) else 0
    letters = only_letters(seen[start : start + OPENING])
    return {letters[at : at + 2]: at for at in range(len(letters) - 2, -1, -1)}


def _size(text: str) -> float:
    """How long a part is, -1 (two characters) to 1 (eighteen)."""
    return max(-1.0, min(1.0, (sum(map(str.isalnum, text)) - 10) / MUCH_LONGER))


def _is_slogan(text: str) -> bool:
    """Whether a part is short phrases of one length, all of them with a word in quotation marks or none."""
    parts = phrases(text)
    sizes = [sum(map(str.isalnum, phrase)) for phrase in parts]
    alike = len({"“" in phrase for phrase in parts}) == 1
    return len(sizes) > 1 and alike and max(sizes) - min(sizes) <= 1 and max(sizes) <= 8
