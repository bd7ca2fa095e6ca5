"""Names in a text: persons with their roles, organisations, places, titles, enumerations.

Nobody can list the people of next week's paper: a name is known by its form (a surname, a class word at its end, 《》,
“”) and by what stands beside it (a role before it, a verb of speech behind it), with the segmenter's tags as a second
witness.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from retrieval.enumerations import lists_in, titles_in
from retrieval.persons import persons_in
from retrieval.places import led_places, organisations_in, places_in
from retrieval.prose import Name, Span, Token
from retrieval.roles import ends_with_role


def find_persons(text: str, tokens: Sequence[Token], gaps: Sequence[int] = ()) -> list[Name]:
    """The persons in the folded *text* of *tokens*; at *gaps* spaces were printed, which tell names, too."""
    return _parted(text, list(persons_in(text, tokens, gaps)))


def find_names(text: str, tokens: Sequence[Token]) -> list[Name]:
    """The names in the folded *text* of *tokens*, by their start; they may overlap (a place within an organisation)."""
    found = names_among(text, tokens)
    persons = [(name.start, name.end) for name in found if name.kind == "person"]
    return _in_order([*found, *titles_in(text), *(of_persons(text, name, persons) for name in lists_in(text))])


def names_among(text: str, tokens: Sequence[Token], gaps: Sequence[int] = ()) -> list[Name]:
    """The persons, organisations and places among *tokens* of the folded *text*, by their start.

    At *gaps*, ascending, spaces were printed.
    """
    persons = _parted(text, sorted(persons_in(text, tokens, gaps), key=lambda person: person.start))
    found = [*led_places(text, tokens), *organisations_in(text, tokens), *places_in(text, tokens)]
    spans = [(name.start, name.end) for name in persons if name.sure]
    apart = (name for name in found if not any(start < name.end <= end for start, end in spans))
    return _in_order([*persons, *apart])


def _in_order(found: Sequence[Name]) -> list[Name]:
    return sorted({(name.start, name.end, name.kind): name for name in found}.values(), key=lambda n: (n.start, n.end))


def of_persons(text: str, listed: Name, persons: Sequence[Span]) -> Name:
    """*listed* without the role ahead of its first person, and what its last one does: 评委方远、江月到场.

    *persons* are those that stand in it, and may be others, by their start.
    """
    first_at, last_at = (bisect_left(persons, (place,)) for place in (listed.start, listed.end))
    within = [span for span in persons[first_at:last_at] if span[1] <= listed.end]
    if len(within) < 2:
        return listed
    (first, first_end), (last, last_end) = within[0], within[-1]
    start = first if text[first_end] == "、" and "、" not in text[listed.start : first] else listed.start
    end = last_end if text[last - 1] in "、和与及" and "、" not in text[last_end : listed.end] else listed.end
    return listed._replace(start=start, end=end)


def _parted(text: str, persons: Sequence[Name]) -> list[Name]:
    """*persons*, the role of each without the person named ahead of it: 局长方远和书记江月.

    A role handed on from person to person stays whole: 记者王明、李红. What a role begins with is no person: 宣传部 in
    宣传部长江燕.
    """
    ends = sorted(person.end for person in persons)
    found: list[Name] = []
    within: set[int] = set()  # where those end that are the beginning of a role
    for person in persons:
        low = person.start - len(person.label)
        if not text.startswith(person.label, low):
            low = person.start  # handed on
        for end in reversed(ends[bisect_right(ends, low) : bisect_left(ends, person.start)]):
            own = person.label[end - low :].lstrip("和与及、")
            if ends_with_role(own):
                person = person._replace(label=own)
                break
            within.add(end)
        found.append(person)
    return [person for person in found if person.end not in within]
