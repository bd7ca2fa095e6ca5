"""Pieces of print with their places → blocks: lines of one size that stand together in one column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# Distances in ems: multiples of the font size.
LEADING = 0.9  # the widest gap between two lines of one block
STACKED = 0.5  # the widest gap between two characters that are set under each other
COLUMN = 0.5  # blocks that share less than this of their width stand in different columns
SAME_SIZE = 1.08  # the largest ratio of two sizes that count as one
SQUARE = "—―…"  # signs as wide as a Chinese character, outside of the Chinese blocks of Unicode
NEAR = 40  # pieces before and after, from the top, among which those of the same row are found


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
class Obstacle:
    """What parts text and is none: a rule, the edge of a box, a picture."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one size that stand together in one column; an obstacle is a block without pieces."""

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
    def width(self) -> float:
        """From its left to its right edge, in points."""
        return self.right - self.left

    @property
    def is_vertical(self) -> bool:
        """Whether its characters are set under each other."""
        return len(self.pieces) == 1 and self.bottom - self.top > 2 * self.width


def blocks_of(pieces: Iterable[Piece], obstacles: Sequence[Obstacle]) -> list[Block]:
    """The blocks of a page, and its obstacles as blocks without pieces; in no order."""
    blocks = [_block(group) for group in _groups(sorted(pieces, key=lambda piece: piece.top), obstacles)]
    return blocks + [Block((), found.left, found.top, found.right, found.bottom) for found in obstacles]


def ems(text: str) -> float:
    """About how wide *text* is, in font sizes: Chinese characters and long dashes are square, others half as wide."""
    return sum(1.0 if character >= "\u2e80" or character in SQUARE else 0.5 for character in text)


def shared(one: Piece | Block, other: Piece | Block) -> float:
    """How much of their widths two pieces share, in points; negative for the distance between them."""
    return min(one.right, other.right) - max(one.left, other.left)


def _groups(pieces: Sequence[Piece], obstacles: Sequence[Obstacle]) -> list[list[Piece]]:
    """Pieces, sorted from the top, that follow each other closely in one column and one size."""
    groups: list[list[Piece]] = []
    growing: list[list[Piece]] = []
    for index, piece in enumerate(pieces):
        growing = [group for group in growing if piece.top - group[-1].bottom < LEADING * group[-1].size]
        fitting = [group for group in growing if _follows(piece, group[-1], obstacles)]
        best = max(fitting, key=lambda group: shared(piece, group[-1]), default=None)
        near = pieces[max(0, index - NEAR) : index + NEAR]
        if best is None or any(_beside(piece, other) and shared(other, best[-1]) > 0 for other in near):
            best = []
            groups.append(best)
            growing.append(best)
        best.append(piece)
    return groups


def _follows(piece: Piece, last: Piece, obstacles: Sequence[Obstacle]) -> bool:
    size = max(piece.size, last.size)
    gap = piece.top - last.bottom
    leading = STACKED if len(piece.text) == len(last.text) == 1 else LEADING
    if not (-0.5 * size < gap < leading * size) or piece.top <= last.top + 0.3 * size:
        return False
    if size > SAME_SIZE * min(piece.size, last.size) or shared(piece, last) < COLUMN * size:
        return False
    top, bottom = last.bottom - 0.3 * size, piece.top + 0.3 * size
    return not any(
        obstacle.left < piece.right and piece.left < obstacle.right and top < obstacle.bottom and obstacle.top < bottom
        for obstacle in obstacles
    )


def _beside(piece: Piece, other: Piece) -> bool:
    """Whether *other* is another piece at the height of *piece*."""
    return other is not piece and min(piece.bottom, other.bottom) - max(piece.top, other.top) > 0.5 * piece.size


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
