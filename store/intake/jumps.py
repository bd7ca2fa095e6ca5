"""Jumps: the pieces of an article on several pages put together (下转第3版, 上接第1版), in one document or several."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from store.intake.numbering import jump_number, same
from store.intake.printed import bigrams, ending, only_letters, view
from store.intake.sketches import Sketch
from store.intake.titles import key
from store.intake.units import stitched
from store.models import SetAside

ORIGINS = 20  # articles that send the reader on, among which the origin of a continuation is looked for


@dataclass(slots=True)
class Sheet:
    """What was read of one document, before its jumps are followed."""

    sketches: list[Sketch]
    aside: list[SetAside]
    day: str | None = None  # ISO 8601; printed on it, or told by its name
    partners: set[int] = field(default_factory=set)  # places of the sheets that its articles come from or go on in


@dataclass(frozen=True, slots=True)
class _Piece:
    """A sketch, and the sheet that it stands on."""

    sketch: Sketch
    sheet: Sheet
    place: int  # of the sheet


def follow(sheets: Sequence[Sheet]) -> None:
    """Put every continuation back to the article that was broken off for it; say which are not found."""
    pieces = [_Piece(sketch, sheet, place) for place, sheet in enumerate(sheets) for sketch in sheet.sketches]
    waiting = [piece for piece in pieces if piece.sketch.onward]
    told: dict[tuple[int, int], set[str]] = defaultdict(set)  # numbers that jumps give to pages
    for piece in pieces if waiting else ():
        origin = _origin(piece, waiting) if piece.sketch.resumed else None
        if origin is not None:
            _tell(told, origin, piece)
            _join(origin, piece)
            waiting = [other for other in waiting if other.sketch.onward and other is not piece]
    for place, sheet in enumerate(sheets):
        for sketch in sheet.sketches:
            _number(sketch, told.get((place, sketch.leaf), set()))
            _warn(sketch)


def leads_out(sheet: Sheet) -> bool:
    """Whether a jump on a sheet leads to a page that was not found."""
    return any(sketch.onward or sketch.resumed for sketch in sheet.sketches)


def _origin(piece: _Piece, waiting: Sequence[_Piece]) -> _Piece | None:
    """The article that *piece* continues: of those that send the reader on to its page, the one most like it."""
    words = _words(piece.sketch.headline, piece.sketch.seen[0])
    own = [other for other in waiting if other.place == piece.place and other is not piece]
    foreign = [other for other in waiting if other.place != piece.place and _fits(piece, other)]
    return max(
        own[:ORIGINS] + foreign[:ORIGINS],
        key=lambda other: (
            _agreement(piece.sketch, other.sketch),
            other.place == piece.place,
            len(words & _words(other.sketch.headline, *other.sketch.seen)),
        ),
        default=None,
    )


def _fits(piece: _Piece, other: _Piece) -> bool:
    """Whether *piece* may continue an article of another document: its day, and its page or its title agree."""
    if piece.sheet.day != other.sheet.day and piece.sheet.day and other.sheet.day:
        return False
    agreement = _agreement(piece.sketch, other.sketch)
    title = key(piece.sketch.headline)
    return agreement > 0 or (agreement == 0 and title != "" and title == key(other.sketch.headline))


def _agreement(piece: Sketch, origin: Sketch) -> int:
    """How well the pages that two jumps name are those that the pieces stand on; below 0 where they are others."""
    onward, back = jump_number(origin.onward), jump_number(piece.resumed)
    return sum(
        0 if wanted is None or not numbers else 1 if any(same(wanted, number) for number in numbers) else -2
        for wanted, numbers in ((onward, piece.numbers[:1]), (back, origin.numbers))
    )


def _words(*texts: str) -> set[str]:
    return bigrams(only_letters(view("".join(texts)[:4000])))


def _tell(told: dict[tuple[int, int], set[str]], origin: _Piece, rest: _Piece) -> None:
    """Note which numbers a jump gives to the pages at its two ends, where these are two."""
    ends = (origin.place, origin.sketch.leaf), (rest.place, rest.sketch.leaf)
    if ends[0] != ends[1]:
        for end, marker in zip(ends, (rest.sketch.resumed, origin.sketch.onward), strict=True):
            told[end].update(_numbers(marker))


def _numbers(marker: str) -> Iterator[str]:
    number = jump_number(marker)
    if number is not None:
        yield number


def _join(origin: _Piece, piece: _Piece) -> None:
    """Add *piece* to the article that it continues, and take it from its sheet."""
    first, rest = origin.sketch, piece.sketch
    titles = (rest.kicker, None if rest.guessed else rest.headline, rest.subtitle)
    piece.sheet.aside += (SetAside(title, "转版后重印的标题") for title in titles if title)
    piece.sheet.sketches = [sketch for sketch in piece.sheet.sketches if sketch is not rest]
    if origin.place != piece.place:
        origin.sheet.partners.add(piece.place)
        piece.sheet.partners.add(origin.place)
    joins = ending(first.seen[-1]) == "open"
    for have, more in ((first.paragraphs, rest.paragraphs), (first.seen, rest.seen)):
        have[len(have) - joins :] = [stitched([have[-1], more[0]]), *more[1:]] if joins else more
    first.numbers = [*(first.numbers or _numbers(rest.resumed)), *(rest.numbers or _numbers(first.onward))]
    first.byline |= rest.byline
    first.broken, first.onward = rest.broken, rest.onward


def _number(sketch: Sketch, told: set[str]) -> None:
    if not sketch.numbers and len(told) == 1:
        sketch.numbers = list(told)


def _warn(sketch: Sketch) -> None:
    """Say what is missing of an article."""
    if sketch.resumed:
        sketch.warnings.append(f"《{sketch.headline}》{sketch.resumed}，没有找到前文")
    if sketch.onward:
        sketch.broken = True
        sketch.warnings.append(f"《{sketch.headline}》{sketch.onward}，没有找到续文")
    elif sketch.broken:
        sketch.warnings.append(f"《{sketch.headline}》没有印完，停在“{sketch.paragraphs[-1][-12:]}”")
