"""The whole page at once: which units are titles, and whose, and where each article begins (a dynamic programme)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Final

from store.intake.bylines import is_credit, is_signature
from store.intake.evidence import HARDLY_TITLE, NO_TITLE, Evidence
from store.intake.wording import PICTURE, is_item, names_column, names_notice

ROOMY = 10  # characters: most sub-headings are not longer
COMMAS = (",", "、", ";")
ROOM = 8  # characters more count

# What a unit is, and whether the article it belongs to has its title already. Plain numbers, for speed.
State = int
LEAD: Final = 0  # a line of a title whose body follows
BYLINE: Final = 1  # a byline on its own between title and body
BARE_BYLINE: Final = 2  # the same where no title went before
TITLED: Final = 3  # body of an article whose title went before
UNTITLED: Final = 4  # body of an article whose title is still to come
TAIL: Final = 5  # a line of a title whose body went before
STATES: Final = 6

Move = tuple[State, State, bool, float]  # state before, state after, whether it begins afresh, score


@dataclass(slots=True)
class Draft:
    """The units of one article, as places in the page's list of units."""

    lead: list[int] = field(default_factory=list)
    tail: list[int] = field(default_factory=list)
    bylines: list[int] = field(default_factory=list)
    body: list[list[int]] = field(default_factory=list)  # paragraphs, each of one or more units


def assign(evidence: Evidence) -> list[Draft]:
    """The articles of a page, in printed order: the assignment that scores best over the whole page."""
    drafts = _drafts(evidence, *_best_path(evidence))
    if any(draft.body for draft in drafts):
        return drafts
    return _all_titles(evidence) or drafts


def _all_titles(evidence: Evidence) -> list[Draft]:
    """The article of a page that has nothing but titles: what stands first is the title of the rest."""
    places = range(len(evidence.units))
    bylines = [i for i in places if evidence.is_byline(i)]
    lines = [i for i in places if not evidence.is_byline(i)]
    return [Draft(lead=lines[:-1][:1], bylines=bylines, body=[[i] for i in lines[1:] or lines])] if lines else []


def _best_path(evidence: Evidence) -> tuple[list[State], list[bool]]:
    """The best state for each unit, and whether the unit begins an article of its own without a title before it."""
    scores = [-inf] * STATES
    steps: list[list[tuple[int, bool]]] = []
    for i in range(len(evidence.units)):
        emitted = _emissions(evidence, i)
        moves = _first_moves(evidence, i) if i == 0 else _moves(evidence, i)
        reached = [-inf] * STATES
        step = [(0, False)] * STATES
        for before, after, fresh, score in moves:
            total = (scores[before] if i else 0.0) + score + emitted[after]
            if total > reached[after]:
                reached[after], step[after] = total, (before, fresh)
        scores = reached
        steps.append(step)
    return _backtrack(evidence, scores, steps)


def _backtrack(
    evidence: Evidence, scores: Sequence[float], steps: Sequence[Sequence[tuple[int, bool]]]
) -> tuple[list[State], list[bool]]:
    w = evidence.weights.path
    closing = {
        LEAD: w.headless,
        BYLINE: w.headless - w.byline,
        BARE_BYLINE: w.headless - w.byline,
        UNTITLED: w.unnamed,
    }
    at = max(range(STATES), key=lambda state: scores[state] + closing.get(state, 0.0))
    states: list[State] = []
    beginnings: list[bool] = []
    for step in reversed(steps):
        before, fresh = step[at]
        states.append(at)
        beginnings.append(fresh)
        at = before
    return states[::-1], beginnings[::-1]


def _emissions(evidence: Evidence, i: int) -> list[float]:
    """What each state says about unit *i* by itself."""
    w = evidence.weights.path
    title = evidence.title(i)
    if title <= NO_TITLE:
        return [-inf, -inf, -inf, -title, -title, -inf]
    if evidence.is_byline(i):
        return [-inf, w.byline, w.byline, 1.0, 1.0, w.byline_below]
    lead, tail = w.affinity * evidence.leads(i), w.affinity * evidence.closes(i)
    # What a sub-heading shares with the text on both sides says nothing about an article of its own.
    # There is none after a paragraph that is cut off.
    body = -title
    if title > -1 and not evidence.cuts_off(i - 1):
        body += w.text + w.roomy * min(ROOM, max(0, len(evidence.units[i].seen) - ROOMY)) + min(lead, tail)
    name = w.name if evidence.is_name(i) else -inf
    return [title + lead, name, -inf, body, body, title + tail]


def _first_moves(evidence: Evidence, i: int) -> list[Move]:
    return [
        (0, LEAD, False, 0.0),
        (0, BARE_BYLINE, True, -1.0),
        (0, UNTITLED, True, evidence.opens(i) - 1.0),
    ]


def _moves(evidence: Evidence, i: int) -> list[Move]:
    """The moves from unit *i* - 1 to unit *i*."""
    w, unit = evidence.weights.path, evidence.units[i]
    opens, starts = evidence.opens(i), evidence.starts[i]
    ended = w.broken_off - max(0.0, evidence.title(i - 1)) if evidence.breaks_off(i - 1) else 0.0
    ended += w.after_comma * (evidence.units[i - 1].seen[-1:] in COMMAS)
    wide = w.wide if unit.gap > evidence.usual_gap else 0.0
    ends = 0.0
    if not (evidence.is_row[i] or evidence.is_signature(i) or is_item(unit.seen)):
        ends = w.signed if evidence.is_signed(i - 1) else w.closed * (evidence.is_long[i] and evidence.is_closed(i - 1))
    within = max(evidence.joins(i), -8.0 if starts else _new_paragraph(evidence, i)) - wide + ends
    pictured = PICTURE.match(unit.seen) or evidence.is_ragged(i) or evidence.is_captioned(i)
    bare = w.bare_picture if pictured else w.bare
    new = opens + ended + wide
    if not starts:
        new += bare + (w.same_subject * min(3, evidence.cohesion_at(i)) if evidence.closed_later[i] else w.no_title)
    moves: list[Move] = [
        (LEAD, TITLED, False, opens),
        (LEAD, UNTITLED, True, opens + (w.banner if names_column(evidence.units[i - 1].seen) else w.stray)),
        (BYLINE, TITLED, False, max(opens, 0.0) + 2.0 + w.two_bylines * starts),
        (BARE_BYLINE, UNTITLED, False, max(opens, 0.0) + 1.0 + w.two_bylines * starts),
        (TITLED, TITLED, False, within),
        (TITLED, UNTITLED, True, new),
        (UNTITLED, UNTITLED, False, within),
        (UNTITLED, UNTITLED, True, new + w.unnamed + ended),
        (TAIL, UNTITLED, True, opens + wide + w.after_tail),
    ]
    if evidence.title(i) <= NO_TITLE:
        return moves
    return moves + (
        _byline_moves(evidence, i, ended) if evidence.is_byline(i) else _title_moves(evidence, i, ended, wide)
    )


def _byline_moves(evidence: Evidence, i: int, ended: float) -> list[Move]:
    """The moves to a byline on its own; a photographer's credit stands below what it is for."""
    moves: list[Move] = [
        (LEAD, BYLINE, False, 0.0),
        (BYLINE, BYLINE, False, 0.0),
        (BARE_BYLINE, BARE_BYLINE, False, 0.0),
        (TAIL, TAIL, False, -0.5),
    ]
    seen = evidence.units[i].seen
    if is_credit(seen) or is_signature(evidence.units[i].text, seen):
        return moves
    unnamed = evidence.weights.path.unnamed
    return [
        *moves,
        (TITLED, BARE_BYLINE, True, -3.0 + ended),
        (UNTITLED, BARE_BYLINE, True, unnamed + ended),
        (TAIL, BARE_BYLINE, True, -0.5),
    ]


def _title_moves(evidence: Evidence, i: int, ended: float, wide: float) -> list[Move]:
    """The moves to a line of a title, or to a name on its own."""
    w, unit = evidence.weights.path, evidence.units[i]
    close = evidence.is_close(i)
    # Where the layout marks titles, two headlines of two articles may stand close.
    marked = evidence.stands_out(i) and evidence.stands_out(i - 1)
    tight = w.tight if close and not marked else 0.0
    sibling = w.sibling * evidence.has_sibling(i)
    closed = evidence.is_closed(i - 1) and not sibling
    ended += w.after_end * closed
    title = ended + wide + w.new_article + sibling
    if closed or evidence.is_row[i - 1] or evidence.is_listed(i - 1):
        title += w.after_row * (not closed)
    elif evidence.title(i) > -3 and not _begins_title(evidence, i) and not names_notice(unit.seen):
        title += w.cohesion * min(2 - (len(unit.seen) > ROOMY), evidence.cohesion(i))
    of_notice = w.of_notice * names_notice(unit.seen)
    # Notices have neither kicker nor subtitle, but their titles may be two lines.
    alone = 0.0 if close or marked else of_notice or w.of_notice * names_notice(evidence.units[i - 1].seen)
    line = w.more_title + alone + tight + w.whole_word * evidence.straddles(i)
    return [
        (LEAD, LEAD, False, line),
        (LEAD, BYLINE, False, 0.0),
        (BYLINE, LEAD, False, -2.0),
        (TITLED, LEAD, False, title),
        (TITLED, TAIL, False, w.second_title + ended + sibling),
        (UNTITLED, TAIL, False, w.tail_first + ended + 2 * of_notice + sibling),
        (UNTITLED, LEAD, False, title + w.unnamed + ended),
        (TAIL, TAIL, False, line),
        (TAIL, LEAD, False, wide - tight),
    ]


def _begins_title(evidence: Evidence, i: int) -> bool:
    """Whether a title of several lines begins here, which no sub-heading has, or 本报讯."""
    return evidence.starts[i] or (i + 1 < len(evidence.units) and evidence.title(i + 1) > 0)


def _drafts(evidence: Evidence, states: Sequence[State], fresh: Sequence[bool]) -> list[Draft]:
    drafts: list[Draft] = []
    before: State | None = None
    for i, state in enumerate(states):
        if (state == LEAD and before not in (LEAD, BYLINE)) or fresh[i] or not drafts:
            drafts.append(Draft())
        draft = drafts[-1]
        if state == LEAD:
            draft.lead.append(i)
        elif state in (BYLINE, BARE_BYLINE) or (state == TAIL and evidence.is_byline(i)):
            draft.bylines.append(i)
        elif state == TAIL:
            draft.tail.append(i)
        elif draft.body and _goes_on(evidence, i, states):
            draft.body[-1].append(i)
        else:
            draft.body.append([i])
        before = state
    return drafts


def _goes_on(evidence: Evidence, i: int, states: Sequence[State]) -> bool:
    """Whether a body unit is the rest of the paragraph before it, as `_moves` weighed it."""
    if states[i - 1] not in (TITLED, UNTITLED) or evidence.is_byline(i) or evidence.is_byline(i - 1):
        return False
    return evidence.joins(i) > _new_paragraph(evidence, i)


def _new_paragraph(evidence: Evidence, i: int) -> float:
    """How much unit *i* looks like a paragraph of its own within an article."""
    is_text = evidence.title(i - 1) < HARDLY_TITLE
    return evidence.weights.path.open_paragraph if is_text and evidence.breaks_off(i - 1) else 0.0
