"""The lines of a title → kicker (引题), headline and subtitle (副题)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from store.intake.assignment import Draft
from store.intake.evidence import NOTICE, Evidence, starts_with_place
from store.intake.printed import bigrams, phrases, squeeze

MOST = 8  # lines of one title that are looked at; what lies farther from the body is no part of it
LONGEST = 44  # characters: a headline over several lines is not longer
KICKER = 0.8  # a line above the headline rather than below it
OUT_OF_PLACE = -1.0  # a kicker below its headline
UNUSED = -1.0  # a line that plays no part
_QUANTITY = re.compile(r"\d|[一二两三四五六七八九十百千万]+[余多]?[个名户处元人条家位项亩吨斤件所座台辆套次成倍]")
_GOES_ON = tuple(
    "让使将把被为向从由与和及在的等到成获助促给对比进出达超"
)  # what the second line of a headline begins with


@dataclass(frozen=True, slots=True)
class Title:
    """The parts of a title, as places in the page's list of units."""

    headline: tuple[int, ...] = ()
    kicker: tuple[int, ...] = ()
    subtitle: tuple[int, ...] = ()
    repeated: tuple[int, ...] = ()  # the same words again
    apart: tuple[int, ...] = ()  # a banner over several articles, or a line of no article


def title_of(evidence: Evidence, draft: Draft) -> Title:
    """The part that each title line of an article plays; every line plays one."""
    lead, tail = draft.lead[-MOST:], draft.tail[:MOST]
    far = draft.lead[:-MOST] + draft.tail[MOST:]
    repeated = _repeated(evidence, [*lead, *tail])
    groups = [
        _parts(evidence, [i for i in lines if i not in repeated]) for lines in (lead, tail) if set(lines) - repeated
    ]
    body = [i for paragraph in draft.body for i in paragraph]
    parts = [part for group in groups for part in group]
    if not parts:
        return Title(repeated=tuple(repeated), apart=tuple(far))
    last = {group[-1] for group in groups}
    opening = bigrams(evidence.units[body[0]].seen[:120]) if body else set()
    roles = max(
        (
            _roles(evidence, group, place, opening)
            for group in groups
            for place in range(len(group))
        ),
        key=lambda found: found.score,
    )
    taken = {*roles.headline, *roles.kicker, *roles.subtitle}
    apart = [i for part in parts for i in part if i not in taken]
    return Title(roles.headline, roles.kicker, roles.subtitle, tuple(sorted(repeated)), (*far, *apart))


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


def _parts(evidence: Evidence, lines: Sequence[int]) -> list[tuple[int, ...]]:
    """The lines in groups that are read as one: a headline over several lines is one part."""
    parts: list[tuple[int, ...]] = []
    for i in lines:
        if parts and parts[-1][-1] == i - 1 and _is_one_part(evidence, parts[-1], i):
            parts[-1] = (*parts[-1], i)
        else:
            parts.append((i,))
    return parts


def _is_one_part(evidence: Evidence, part: Sequence[int], i: int) -> bool:
    before, unit = evidence.units[i - 1], evidence.units[i]
    if sum(len(evidence.units[j].seen) for j in (*part, i)) > LONGEST or before.seen[-1:] in ":!?":
        return False
    if before.seen.startswith("—") != unit.seen.startswith("—") and unit.seen.startswith("—"):
        return False
    if before.heading != unit.heading or before.bold != unit.bold or abs((before.size or 0) - (unit.size or 0)) > 0.6:
        return False
    if evidence.stands_out(i) or unit.gap < evidence.usual_gap:
        return True
    return unit.seen.startswith(_GOES_ON) and len(phrases(before.seen)) == 1 and len(before.seen) <= 14


def _text(evidence: Evidence, part: Sequence[int]) -> str:
    return "".join(evidence.units[i].seen for i in part)


@dataclass(frozen=True, slots=True)
class _Roles:
    score: float
    headline: tuple[int, ...]
    kicker: tuple[int, ...] = ()
    subtitle: tuple[int, ...] = ()


def _roles(evidence: Evidence, group: Sequence[tuple[int, ...]], place: int, opening: set[str]) -> _Roles:
    """The best reading of a title whose headline is the part at *place*."""
    head = group[place]
    score = _as_headline(evidence, head, opening)
    above, below = group[max(0, place - 1) : place], group[place + 1 : place + 3]
    found: list[_Roles] = [_Roles(score + OUT_OF_PLACE, head)]
    for kicker in [*above, *below, ()]:
        for subtitle in [*below, *above, ()]:
            if kicker != subtitle or not kicker:
                worth = score
                if kicker:
                    worth += _as_kicker(_text(evidence, kicker)) + (OUT_OF_PLACE if kicker in below else KICKER)
                if subtitle:
                    worth += _as_subtitle(_text(evidence, subtitle)) + (2 * OUT_OF_PLACE if subtitle in above else 0.0)
                found.append(_Roles(worth + UNUSED * (len(group) - 1 - bool(kicker) - bool(subtitle)), head, kicker, subtitle))
    return max(found, key=lambda roles: roles.score)


def _as_headline(evidence: Evidence, part: Sequence[int], opening: set[str]) -> float:
    """How much a part of a title looks like the headline."""
    text = _text(evidence, part)
    size = len(squeeze(text))
    own = bigrams(text)
    figures = _QUANTITY.search(text) is not None
    score = 1.2 * len(own & opening) / max(1, len(own))
    score += (0.4 if figures else 1.2) * starts_with_place(text)
    score += 2.0 * bool(size <= 12 and NOTICE.search(squeeze(text)))
    score += 1.5 * (len(part) > 1) - 1.0 * (size < 6) - 0.2 * max(0, size - 26)
    score -= 4.0 * (text.startswith("—") or text.rstrip()[-1:] == ":")
    if evidence.known_title and squeeze("".join(evidence.units[i].text for i in part)) in evidence.known_title:
        score += 3.0
    unit = evidence.units[part[0]]
    if unit.size and evidence.body_size:
        score += 8.0 * (unit.size / evidence.body_size - 1)
    if unit.heading:
        score += 3.0 - 0.5 * unit.heading
    return score + (0.8 if unit.bold else 0.0)


def _as_kicker(text: str) -> float:
    """How much a part looks like a kicker: parallel phrases of one length, or whose story it is, before a colon."""
    parts = phrases(text)
    score = 4.0 * (text.rstrip()[-1:] == ":") - 4.0 * text.startswith("—")
    if len(parts) > 1:
        sizes = [len(part) for part in parts]
        score += 1.5 * (max(sizes) - min(sizes) <= 1 and max(sizes) <= 8) + 0.6 * (len(parts) > 2)
    return score


def _as_subtitle(text: str) -> float:
    """How much a part looks like a subtitle: after a dash, or with figures and commas."""
    score = 4.0 * text.startswith("—") - 4.0 * (text.rstrip()[-1:] == ":")
    score += 2.0 * (_QUANTITY.search(text) is not None) + 0.6 * ("," in text)
    return score + 0.3 * (len(text) > 22)
