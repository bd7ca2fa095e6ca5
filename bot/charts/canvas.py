"""A white sheet with Chinese lettering: the font that travels with the program, and how text is put on the sheet."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Literal

from PIL import Image, ImageDraw, ImageFont

FONT = Path(__file__).with_name("noto-sans-sc.otf")
WIDTH, HEIGHT = 1200, 800  # pixels; a phone shows them at a third of that
INK, GREY, FAINT = "#1a1a1a", "#555555", "#dddddd"
# Okabe and Ito's colours without the yellow, which is faint on white: apart for colour-blind eyes, too.
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00")
MISSING = "〓"  # what printers set where a type is missing
ELLIPSIS = "…"

Anchor = Literal["la", "ra", "ma", "mm", "lm", "rm", "mb", "mt"]  # of a text, as Pillow names it


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    """The font at *size* pixels."""
    return ImageFont.truetype(FONT, size)


@cache
def has_glyph(char: str) -> bool:
    """Whether the font can draw *char*."""
    if char.isspace():
        return char in " \u3000\xa0"
    return _shape(char) != _shape("\U0010ffff")


def drawable(text: str) -> str:
    """*text* on one line, with 〓 for each character that the font does not have."""
    return "".join(char if has_glyph(char) else MISSING for char in " ".join(text.split()))


def width(text: str, size: int) -> float:
    """How many pixels wide *text* is."""
    return font(size).getlength(text)


def fitted(text: str, size: int, room: float) -> str:
    """*text* as it can be drawn in *room* pixels, cut short with an ellipsis where it has to be."""
    text = drawable(text)
    if width(text, size) <= room:
        return text
    while text and width(text + ELLIPSIS, size) > room:
        text = text[:-1]
    return text + ELLIPSIS


@dataclass(frozen=True, slots=True)
class Sheet:
    """A picture in the making."""

    image: Image.Image
    draw: ImageDraw.ImageDraw

    @classmethod
    def blank(cls) -> Sheet:
        """An empty one."""
        image = Image.new("RGB", (WIDTH, HEIGHT), "white")
        return cls(image, ImageDraw.Draw(image))

    def text(self, x: float, y: float, text: str, *, size: int, colour: str = INK, anchor: Anchor = "la") -> None:
        """Write *text*; *anchor* says which of its points is at (x, y)."""
        self.draw.text((x, y), drawable(text), font=font(size), fill=colour, anchor=anchor)

    def png(self) -> bytes:
        """The picture as a file."""
        out = BytesIO()
        self.image.save(out, "PNG", optimize=True)
        return out.getvalue()


def _shape(char: str) -> bytes:
    mask, offset = font(32).getmask2(char)
    return bytes(mask) + repr((mask.size, offset)).encode()
