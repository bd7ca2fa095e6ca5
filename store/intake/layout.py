"""Pieces of print with their place on a page → lines in reading order, paragraphs whole: for PDF and for scans.

A page is cut along rules and white space (G. Nagy and S. Seth, "Hierarchical Representation of Optically Scanned
Documents", 1984). What cannot be cut is ordered after T. M. Breuel, "High Performance Document Layout Analysis" (2003):
a block is read before another if it stands above it in the same column, or in a column left of it with nothing in
between that spans both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import inf

from store.models import Line

# Distances in ems: multiples of the font size.
LEADING = 0.9  # the widest gap between two lines of one block
STACKED = 0.5  # the widest gap between two characters that are set under each other
COLUMN = 0.5  # blocks that share less than this of their width stand in different columns
GUTTER = 0.6  # the least white between two columns
INDENT = 0.8  # a line that starts this far inside its column begins a paragraph
RAGGED = 2.2  # a line that ends this far inside its column ends a paragraph
SAME_SIZE = 1.08  # the largest ratio of two sizes that count as one
NEAR = 40  # pieces before and after, from the top, among which those of the same row are found
HEADLINE = 1.2  # lines this much larger than the body are not run together
CENTRED = 2.0  # ems that the middle of a headline may be off the middle of what it heads
WHOLE = 0.8  # share of a part's width that a rule across it has
BULLETS = "◆◇●○■□▲△★☆※►▶·•"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a printed line; coordinates in points from the upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float  # of the font, in points
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal rule, drawn to part what is above from what is below."""

    left: float
    right: float
    y: float


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one size that stand together in one column; a rule is a block without pieces."""

    pieces: tuple[Piece, ...]
    left: float
    top: float
    right: float
    bottom: float

    @property
    def size(self) -> float:
        """The font size of its lines."""
        return self.pieces[0].size

    @property
    def is_vertical(self) -> bool:
        """Whether its characters are set under each other."""
        return len(self.pieces) == 1 and self.bottom - self.top > 2 * (self.right - self.left)


def arrange(pieces: Iterable[Piece], rules: Sequence[Rule] = ()) -> list[Block]:
    """The blocks of a page in reading order."""
    blocks = [_block(group) for group in _groups(sorted(pieces, key=lambda piece: piece.top), rules)]
    ruled = [Block((), rule.left, rule.y, rule.right, rule.y) for rule in rules]
    return [block for block in _cut(blocks + ruled) if block.pieces]


def lines_of(blocks: Sequence[Block], *, page: int = 1, first_block: int = 1) -> list[Line]:
    """The lines of *blocks*, paragraphs run together and parted by blank lines."""
    sizes = Counter[float]()
    for block in blocks:
        sizes[round(block.size, 1)] += sum(len(piece.text) for piece in block.pieces)
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    lines: list[Line] = []
    for position, block in enumerate(blocks):
        left, right = _edges(block, blocks, body)
        if lines and not (position and _continues(blocks[position - 1], block, blocks, body)):
            lines.append(Line("", page=page, block=lines[-1].block))
        for index, piece in enumerate(block.pieces):
            before = block.pieces[index - 1] if index else None
            if before is None:
                joined = bool(lines) and lines[-1].text != ""
            else:
                joined = block.size < HEADLINE * body and not _begins(piece, before, left, right)
                if not joined and block.size < HEADLINE * body:
                    lines.append(Line("", page=page, block=lines[-1].block))
            number = first_block + position
            text = join(lines.pop().text, piece.text) if joined else piece.text
            lines.append(Line(text, size=round(piece.size, 1), bold=piece.bold, page=page, block=number))
    return lines


def join(before: str, after: str) -> str:
    """Two printed lines as one: a space only between the words of a Western language."""
    spaced = before[-1:].isascii() and before[-1:].isalpha() and after[:1].isascii() and after[:1].isalpha()
    return f"{before} {after}" if spaced else before + after


def _groups(pieces: Sequence[Piece], rules: Sequence[Rule]) -> list[list[Piece]]:
    """Pieces, sorted from the top, that follow each other closely in one column and one size."""
    groups: list[list[Piece]] = []
    growing: list[list[Piece]] = []
    for index, piece in enumerate(pieces):
        growing = [group for group in growing if piece.top - group[-1].bottom < LEADING * group[-1].size]
        fitting = [group for group in growing if _follows(piece, group[-1], rules)]
        best = max(fitting, key=lambda group: _shared(piece, group[-1]), default=None)
        near = pieces[max(0, index - NEAR) : index + NEAR]
        if best is None or any(_beside(piece, other) and _shared(other, best[-1]) > 0 for other in near):
            best = []
            groups.append(best)
            growing.append(best)
        best.append(piece)
    return groups


def _follows(piece: Piece, last: Piece, rules: Sequence[Rule]) -> bool:
    size = max(piece.size, last.size)
    gap = piece.top - last.bottom
    leading = STACKED if len(piece.text) == len(last.text) == 1 else LEADING
    if not (-0.5 * size < gap < leading * size) or piece.top <= last.top + 0.3 * size:
        return False
    if size > SAME_SIZE * min(piece.size, last.size) or _shared(piece, last) < COLUMN * size:
        return False
    return not any(
        last.bottom - 0.3 * size < rule.y < piece.top + 0.3 * size
        and rule.left < piece.right
        and piece.left < rule.right
        for rule in rules
    )


def _beside(piece: Piece, other: Piece) -> bool:
    """Whether *other* is another piece at the height of *piece*."""
    return other is not piece and min(piece.bottom, other.bottom) - max(piece.top, other.top) > 0.5 * piece.size


def _shared(one: Piece | Block, other: Piece | Block) -> float:
    """How much of their widths two pieces share, in points; negative for the distance between them."""
    return min(one.right, other.right) - max(one.left, other.left)


def _block(pieces: Sequence[Piece]) -> Block:
    if len(pieces) > 1 and all(len(piece.text.strip()) == 1 for piece in pieces):  # set vertically
        first = pieces[0]
        text = "".join(piece.text.strip() for piece in pieces)
        pieces = [Piece(text, first.left, first.top, first.right, pieces[-1].bottom, first.size, first.bold)]
    return Block(
        tuple(pieces),
        min(piece.left for piece in pieces),
        pieces[0].top,
        max(piece.right for piece in pieces),
        max(piece.bottom for piece in pieces),
    )


def _cut(blocks: Sequence[Block]) -> list[Block]:
    """*blocks* in reading order: part by part, as rules and white space part them."""
    if len(blocks) < 2:
        return list(blocks)
    for cut in (_ruled, _heads, _columns, _slabs):
        parts = cut(blocks)
        if len(parts) > 1:
            return [block for part in parts for block in _cut(part)]
    return _in_order(blocks)


def _ruled(blocks: Sequence[Block]) -> list[list[Block]]:
    """What is above and below a rule across the whole of *blocks*; one part, if there is none."""
    left, right = min(block.left for block in blocks), max(block.right for block in blocks)
    for rule in blocks:
        if not rule.pieces and rule.right - rule.left > WHOLE * (right - left):
            others = [block for block in blocks if block is not rule]
            above = [block for block in others if (block.top + block.bottom) / 2 < rule.top]
            below = [block for block in others if (block.top + block.bottom) / 2 >= rule.top]
            if above and below:
                return [above, below]
            return [others, [rule]]
    return [list(blocks)]


def _columns(blocks: Sequence[Block]) -> list[list[Block]]:
    """What is left and right of the widest white that runs from top to bottom."""
    parts = _parted(blocks, _across, GUTTER * min((block.size for block in blocks if block.pieces), default=1.0))
    if any(len(part) > 1 and all(block.is_vertical for block in part) for part in parts):
        return [list(blocks)]  # vertical headlines under each other: each belongs to what is beside it
    return _halves(parts, _across)


def _slabs(blocks: Sequence[Block]) -> list[list[Block]]:
    """What is above and below the widest white that runs from left to right."""
    parts = _parted(blocks, _down, 0.0)
    return parts if len(parts) == len(blocks) else _halves(parts, _down)


def _heads(blocks: Sequence[Block]) -> list[list[Block]]:
    """*blocks* parted above and below what stands alone in the middle of their width: headlines over columns."""
    left, right = min(block.left for block in blocks), max(block.right for block in blocks)
    size = min((block.size for block in blocks if block.pieces), default=1.0)
    parts: list[list[Block]] = []
    was_head = False
    for row in _parted(blocks, _down, 0.0):
        off_middle = max(abs(block.left + block.right - left - right) / 2 for block in row)
        is_large = all(block.pieces and block.size >= HEADLINE * size for block in row)
        is_head = off_middle < CENTRED * size and (is_large or row[0].right - row[0].left > WHOLE * (right - left))
        if not parts or is_head != was_head:
            parts.append([])
        parts[-1] += row
        was_head = is_head
    return parts


def _across(block: Block) -> tuple[float, float]:
    return block.left, block.right


def _down(block: Block) -> tuple[float, float]:
    return block.top, block.bottom


def _parted(blocks: Sequence[Block], extent: Callable[[Block], tuple[float, float]], white: float) -> list[list[Block]]:
    """*blocks* parted wherever more than *white* lies between their extents."""
    parts: list[list[Block]] = []
    reached = -inf
    for block in sorted(blocks, key=extent):
        start, end = extent(block)
        if start - reached > white or not parts:
            parts.append([])
        parts[-1].append(block)
        reached = max(reached, end)
    return parts


def _halves(parts: list[list[Block]], extent: Callable[[Block], tuple[float, float]]) -> list[list[Block]]:
    """*parts* as two, parted where the white between them is widest."""
    if len(parts) < 2:
        return parts
    ends = accumulate((max(extent(block)[1] for block in part) for part in parts), max)
    gaps = [min(extent(block)[0] for block in part) - end for end, part in zip(ends, parts[1:], strict=False)]
    widest = gaps.index(max(gaps)) + 1
    return [[block for part in half for block in part] for half in (parts[:widest], parts[widest:])]


def _in_order(blocks: Sequence[Block]) -> list[Block]:
    """A topological order of *blocks*; where the page contradicts itself, from the top."""
    blocks = sorted(blocks, key=lambda block: (block.top, block.left))
    before: list[list[int]] = [[] for _ in blocks]
    for index, one in enumerate(blocks):
        spanning = [block for block in blocks if block.left < one.right - 1 and block.right > one.right + 1]
        for position, other in enumerate(blocks):
            if one is not other and _is_before(one, other, spanning):
                before[position].append(index)
    order: list[Block] = []
    visited: set[int] = set()
    for start in range(len(blocks)):
        stack = [(start, iter(before[start]))] if start not in visited else []
        visited.add(start)
        while stack:
            index, rest = stack[-1]
            following = next((i for i in rest if i not in visited), None)
            if following is None:
                order.append(blocks[index])
                stack.pop()
            else:
                visited.add(following)
                stack.append((following, iter(before[following])))
    return order


def _is_before(one: Block, other: Block, spanning: Sequence[Block]) -> bool:
    """Whether *one* is read before *other*; *spanning* are the blocks that reach beyond the right edge of *one*."""
    if _shared(one, other) > _slack(one, other):
        return one.top < other.top
    if one.right > other.left + _slack(one, other):
        return False
    top, bottom = min(one.top, other.top), max(one.bottom, other.bottom)
    return not any(
        third.right > other.left + 1 and third.bottom > top and third.top < bottom
        for third in spanning
        if third is not other
    )


def _slack(one: Block, other: Block) -> float:
    """How far a block may stand over the edge of its column, in points."""
    return COLUMN * min((block.size for block in (one, other) if block.pieces), default=1.0)


def _edges(block: Block, blocks: Sequence[Block], body: float) -> tuple[float, float]:
    """The edges of the column in which *block* stands: those of the narrowest block of text around it, else its own."""
    around = [
        other
        for other in blocks
        if len(other.pieces) > 2
        and other.size < HEADLINE * body
        and other.left - block.size / 2 <= block.left
        and block.right <= other.right + block.size / 2
    ]
    if len(block.pieces) > 2 or not around:
        return block.left, block.right
    column = min(around, key=lambda other: other.right - other.left)
    return min(column.left, block.left), max(column.right, block.right)


def _begins(piece: Piece, before: Piece, left: float, right: float) -> bool:
    """Whether *piece* begins a paragraph, seen from the line *before* it and the edges of their column."""
    em = piece.size
    return (
        piece.left > left + INDENT * em
        or before.right < right - RAGGED * em
        or piece.bold != before.bold
        or piece.text.lstrip()[:1] in BULLETS
    )


def _continues(before: Block, block: Block, blocks: Sequence[Block], body: float) -> bool:
    """Whether *block*, at the top of another column, goes on with the paragraph that *before* ends with."""
    if max(before.size, block.size) >= min(HEADLINE * body, SAME_SIZE * min(before.size, block.size)):
        return False
    if block.top >= before.bottom or len(before.pieces) + len(block.pieces) < 4:
        return False
    _, right = _edges(before, blocks, body)
    left, _ = _edges(block, blocks, body)
    last, first = before.pieces[-1], block.pieces[0]
    return not _begins(first, last, left, right)
