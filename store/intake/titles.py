"""The lines of a title → kicker (引题), headline and subtitle (副题)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from store.intake.assignment import Draft
from store.intake.evidence import NOTICE, Evidence, starts_with_place
from store.intake.printed import bigrams, phrases, squeeze

MOST = 8  # lines of one title that are looked at; what lies farther from the body is no part of it
LONGEST = 44  # characters: a headline over several lines is not longer
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
    head = max(parts, key=lambda part: _as_headline(evidence, part, body) + 0.5 * (part in last))
    group = next(group for group in groups if head in group)
    kicker, subtitle = _around(evidence, group, head)
    taken = {*head, *kicker, *subtitle}
    apart = [i for part in parts for i in part if i not in taken]
    return Title(head, kicker, subtitle, tuple(sorted(repeated)), (*far, *apart))


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


def _as_headline(evidence: Evidence, part: Sequence[int], body: Sequence[int]) -> float:
    """How much a part of a title looks like the headline."""
    text = _text(evidence, part)
    size = len(squeeze(text))
    own = bigrams(text)
    opening = bigrams(evidence.units[body[0]].seen[:120]) if body else set()
    score = 1.5 * len(own & opening) / max(1, len(own))
    score += 1.0 * starts_with_place(text)
    score += 2.0 * bool(size <= 12 and NOTICE.search(squeeze(text)))
    score -= _as_kicker(text) + 0.8 * _as_subtitle(text)
    score -= 1.0 * (size < 6) + 0.2 * max(0, size - 26)
    if len(part) > 1:
        score += 1.0
    if evidence.known_title and squeeze("".join(evidence.units[i].text for i in part)) in evidence.known_title:
        score += 3.0
    unit = evidence.units[part[0]]
    if unit.size and evidence.body_size:
        score += 6.0 * (unit.size / evidence.body_size - 1)
    if unit.heading:
        score += 3.0 - 0.5 * unit.heading
    return score + (0.8 if unit.bold else 0.0)


def _as_kicker(text: str) -> float:
    """How much a part looks like a kicker: parallel phrases of one length, or whose story it is, before a colon."""
    parts = phrases(text)
    score = 4.0 * (text.rstrip()[-1:] == ":")
    if len(parts) > 1:
        sizes = [len(part) for part in parts]
        score += 1.2 * (max(sizes) - min(sizes) <= 1 and max(sizes) <= 8) + 0.6 * (len(parts) > 2)
    return score


def _as_subtitle(text: str) -> float:
    """How much a part looks like a subtitle: after a dash, or with figures and commas."""
    score = 4.0 * text.startswith("—")
    score += 0.9 * any(char.isdigit() for char in text) + 0.6 * ("," in text)
    return score + 0.3 * (len(text) > 22)


def _around(
    evidence: Evidence, group: Sequence[tuple[int, ...]], head: tuple[int, ...]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The kicker and the subtitle among the parts beside a headline, as printed or out of order."""
    place = group.index(head)
    above, below = list(group[:place]), list(group[place + 1 :])
    subtitle = below.pop(0) if below and _below_is_subtitle(evidence, below[0], bool(above)) else ()
    if above:
        kicker = above.pop()
        if not subtitle and _text(evidence, kicker).startswith("—"):
            kicker, subtitle = (above.pop() if above else ()), kicker
    else:
        kicker = below.pop(0) if below else ()
    if not subtitle and below:
        subtitle = below.pop(0)
    return kicker, subtitle


def _below_is_subtitle(evidence: Evidence, part: Sequence[int], has_kicker: bool) -> bool:
    text = _text(evidence, part)
    return has_kicker or _as_kicker(text) <= _as_subtitle(text)
