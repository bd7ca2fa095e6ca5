"""Names in a text: persons with their roles, organisations, places, titles, enumerations.

Nobody can list the people of next week's paper: a name is known by its form (a surname, a class word at its end, 《》,
“”) and by what stands beside it (a role before it, a verb of speech behind it), with the segmenter's tags as a second
witness.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from retrieval.enumerations import lists_in, titles_in
from retrieval.persons import persons_in
from retrieval.places import led_places, organisations_in, places_in
from retrieval.prose import Name, Token


def find_persons(text: str, tokens: Sequence[Token]) -> list[Name]:
    """The persons in the folded *text* of *tokens*."""
    return _parted(list(persons_in(text, tokens)))


def find_names(text: str, tokens: Sequence[Token]) -> list[Name]:
    """The names in the folded *text* of *tokens*, by their start; they may overlap (a place within an organisation)."""
    persons = _parted(sorted(persons_in(text, tokens), key=lambda person: person.start))
    found = [
        *persons,
        *led_places(text, tokens),
        *organisations_in(text, tokens),
        *places_in(text, tokens),
        *titles_in(text),
        *(_of_persons(text, name, persons) for name in lists_in(text)),
    ]
    spans = [(name.start, name.end) for name in persons if name.sure]
    found = [
        name
        for name in found
        if name.kind not in ("place", "org") or not any(start < name.end <= end for start, end in spans)
    ]
    return sorted({(name.start, name.end, name.kind): name for name in found}.values(), key=lambda n: (n.start, n.end))


def _of_persons(text: str, listed: Name, persons: Sequence[Name]) -> Name:
    """*listed* without the role ahead of its first person, and what its last one does: 评委方远、江月到场."""
    first_at = bisect_left(persons, listed.start, key=lambda person: person.start)
    last_at = bisect_left(persons, listed.end, key=lambda person: person.start)
    within = [person for person in persons[first_at:last_at] if person.end <= listed.end]
    if len(within) < 2:
        return listed
    first, last = within[0], within[-1]
    start = first.start if text[first.end] == "、" and "、" not in text[listed.start : first.start] else listed.start
    end = last.end if text[last.start - 1] in "、和与及" and "、" not in text[last.end : listed.end] else listed.end
    return replace(listed, start=start, end=end)


def _parted(persons: Sequence[Name]) -> list[Name]:
    """*persons*, the role of each without the person named ahead of it: 局长方远和书记江月."""
    ends = sorted(person.end for person in persons)
    found: list[Name] = []
    for person in persons:
        low = person.start - len(person.label)
        place = bisect_left(ends, person.start)
        end = max(low, ends[place - 1]) if place else low
        found.append(replace(person, label=person.label[end - low :].lstrip("和与及、") if end > low else person.label))
    return found
