"""In what order the blocks of a page are read.

A page is cut along rules and white space (G. Nagy and S. Seth, "Hierarchical Representation of Optically Scanned
Documents", 1984). What cannot be cut is ordered after T. M. Breuel, "High Performance Document Layout Analysis" (2003):
a block is read before another if it stands above it in the same column, or in a column left of it with nothing in
between that spans both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import accumulate
from math import inf
from typing import Literal

from store.intake.blocks import COLUMN, SAME_SIZE, Block, shared

# Distances in ems: multiples of the font size.
GUTTER = 0.6  # the least white between two columns
CENTRED = 4.0  # by which the white left and right of a headline may differ that stands in the middle
HEADLINE = 1.2  # how much larger than the text below it a line is that heads it
WHOLE = 0.8  # share of a part's width that a rule across it has
MANY = 4  # lines of which one may hang over the edge of its column, as a comma or a scan set askew does
MOST_SORTED = 600  # blocks; the time it takes grows with the cube of their number
THIN = 4.0  # points up to which an obstacle is a rule


def in_order(blocks: Sequence[Block]) -> list[Block]:
    """*blocks* in reading order: part by part, as rules, headlines and white space part them."""
    if len(blocks) < 2:
        return list(blocks)
    for cut in (_ruled, _heads, _columns, _slabs):
        parts = cut(blocks)
        if len(parts) > 1:
            return [block for part in parts for block in in_order(part)]
    return _sorted(blocks)


def _ruled(blocks: Sequence[Block]) -> list[list[Block]]:
    """What is above and below a rule across the whole of *blocks*; one part, if there is none."""
    left, right = min(block.left for block in blocks), max(block.right for block in blocks)
    for rule in blocks:
        if not rule.pieces and rule.bottom - rule.top < THIN and rule.width > WHOLE * (right - left):
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
    halves = _halves(parts, _across)
    return halves if len(_parted([_around(half) for half in halves], _down, 0.0)) == 1 else [list(blocks)]


def _around(blocks: Sequence[Block]) -> Block:
    """The space that *blocks* take, as one."""
    lefts, tops = (block.left for block in blocks), (block.top for block in blocks)
    return Block((), min(lefts), min(tops), max(block.right for block in blocks), max(block.bottom for block in blocks))


def _slabs(blocks: Sequence[Block]) -> list[list[Block]]:
    """What is above and below the widest white that runs from left to right."""
    parts = _parted(blocks, _down, 0.0)
    return parts if len(parts) == len(blocks) else _halves(parts, _down)


def _heads(blocks: Sequence[Block]) -> list[list[Block]]:
    """*blocks* parted above and below what stands alone over columns; a caption comes after the columns below it."""
    rows = _parted(blocks, _down, 0.0)
    roles = _roles(rows, _around(blocks), _body(blocks))
    parts: list[list[Block]] = []
    caption: list[Block] = []
    before = ""
    for row, role, following in zip(rows, roles, [*roles[1:], ""], strict=True):
        if role == "caption" and following == "text":
            caption = row
            continue
        if role != before or caption:
            parts.append([])
        parts[-1] += row
        if caption and following != "text":
            parts.append(caption)
            caption = []
        before = role
    return parts


def _roles(rows: Sequence[list[Block]], around: Block, size: float) -> list[Literal["head", "caption", "text"]]:
    """What each row is to the columns: a head stands in their middle, or at the left directly above several of them."""
    roles: list[Literal["head", "caption", "text"]] = []
    over_columns = False
    for row in reversed(rows):
        is_large = all(block.pieces and block.size >= HEADLINE * size for block in row)
        is_small = all(block.pieces and block.size * SAME_SIZE < size for block in row)
        is_central = max(abs(block.left + block.right - around.left - around.right) for block in row) < CENTRED * size
        is_left = len(row) == 1 and over_columns and row[0].left - around.left < size
        is_head = (is_large and (is_central or is_left)) or (is_central and row[0].width > WHOLE * around.width)
        roles.append("head" if is_head else "caption" if is_small and is_central else "text")
        over_columns = is_head or len(_parted(row, _across, GUTTER * size)) > 1
    return roles[::-1]


def _body(blocks: Sequence[Block]) -> float:
    """The size in which most of *blocks* is set."""
    sizes = Counter[float]()
    for block in blocks:
        for piece in block.pieces:
            sizes[block.size] += len(piece.text)
    return sizes.most_common(1)[0][0] if sizes else 1.0


def _across(block: Block) -> tuple[float, float]:
    """Where the lines of *block* begin and end, but for the few that hang over the edge of their column."""
    if len(block.pieces) < MANY:
        return block.left, block.right
    hanging = len(block.pieces) // MANY
    lefts, rights = sorted(piece.left for piece in block.pieces), sorted(piece.right for piece in block.pieces)
    return lefts[hanging], rights[-1 - hanging]


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


def _sorted(blocks: Sequence[Block]) -> list[Block]:
    """A topological order of *blocks*; where the page contradicts itself, or is no page any more, from the top."""
    blocks = sorted(blocks, key=lambda block: (block.top, block.left))
    if len(blocks) > MOST_SORTED:
        return blocks
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
    if shared(one, other) > _slack(one, other):
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
