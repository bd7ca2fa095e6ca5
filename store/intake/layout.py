"""Pieces of print with their places on a page → lines in reading order, paragraphs whole: for PDF and for scans."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from store.intake.blocks import SAME_SIZE, Block, Obstacle, Piece, blocks_of
from store.intake.printed import view
from store.intake.reading_order import HEADLINE, in_order
from store.intake.wording import is_table, shape
from store.models import Line

# Distances in ems: multiples of the font size.
INDENT = 0.8  # a line that starts this far inside its column begins a paragraph
RAGGED = 2.2  # a line that ends this far inside its column ends a paragraph
ROW_AT_MOST = 30  # characters of a row of figures
FIGURE_AT_END = re.compile(r"[^\d.]\d[\d.]*[^\d.]{0,4}$")
SENTENCE_SIGNS = frozenset(",。;:!?“”、")
BULLETS = "◆◇●○■□▲△★☆※►▶·•"


def arrange(pieces: Iterable[Piece], obstacles: Sequence[Obstacle] = ()) -> list[Block]:
    """The blocks of a page in reading order."""
    return [block for block in in_order(blocks_of(pieces, obstacles)) if block.pieces]


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
        or _are_rows(before.text, piece.text)
    )


def _are_rows(before: str, text: str) -> bool:
    """Whether two lines are rows of figures under each other, however wide: 白菜 1.20元, 萝卜 0.90元."""
    above, below = view(before), view(text)
    if len(max(above, below, key=len)) > ROW_AT_MOST or not SENTENCE_SIGNS.isdisjoint(above + below):
        return False
    ends = FIGURE_AT_END.search(above) and FIGURE_AT_END.search(below)
    return (bool(ends) and shape(above) == shape(below)) or is_table(above, below)


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
