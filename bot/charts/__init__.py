"""Pictures of figures with Chinese lettering: bars and lines, as PNG files that a chat can show. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor, log10

from bot.charts.canvas import COLOURS, FAINT, GREY, HEIGHT, WIDTH, Sheet, drawable, fitted, width
from bot.charts.canvas import has_glyph as has_glyph

TITLE, TEXT, SMALL = 40, 28, 24  # pixels
LEFT, RIGHT, TOP, BOTTOM = 120, 60, 170, 130  # around the figures
STEPS = (1, 2, 2.5, 5, 10)  # between two lines of the scale, times a power of ten
LINES = 5  # of the scale, about


@dataclass(frozen=True, slots=True)
class Series:
    """One row of figures, one for each label."""

    name: str
    values: tuple[float | None, ...]  # None where there is none
    printed: tuple[str, ...] = ()  # what is written at each value; nothing where it is left out


def bars(
    title: str, labels: Sequence[str], series: Sequence[Series], *, stacked: bool = False, note: str = ""
) -> bytes:
    """A column for each label: the series side by side, or on top of one another. *note* stands below the title."""
    frame = _frame(title, labels, series, stacked=stacked, note=note)
    for number, one in enumerate(series):
        colour = COLOURS[number % len(COLOURS)]
        for place, value in enumerate(one.values):
            if value is None:
                continue
            below = sum(other.values[place] or 0 for other in series[:number]) if stacked else 0
            left, right = frame.column(place, 0 if stacked else number, 1 if stacked else len(series))
            ends = sorted((frame.y(below), frame.y(below + value)))
            if value:
                frame.sheet.draw.rectangle((left, ends[0], right, ends[1]), fill=colour)
            frame.print(one, place, (left + right) / 2, frame.y(below + value), right - left + 20)
    return frame.sheet.png()


def lines(title: str, labels: Sequence[str], series: Sequence[Series], *, note: str = "") -> bytes:
    """A line for each series, broken where a figure is missing. *note* stands below the title."""
    frame = _frame(title, labels, series, stacked=False, note=note)
    for number, one in enumerate(series):
        colour = COLOURS[number % len(COLOURS)]
        points = [None if value is None else (frame.middle(at), frame.y(value)) for at, value in enumerate(one.values)]
        for before, after in pairwise(points):
            if before is not None and after is not None:
                frame.sheet.draw.line((*before, *after), fill=colour, width=5)
        for at, point in enumerate(points):
            if point is not None:
                x, y = point
                frame.sheet.draw.ellipse((x - 7, y - 7, x + 7, y + 7), fill=colour)
                frame.print(one, at, x, y - 8, frame.step)
    return frame.sheet.png()


@dataclass(frozen=True, slots=True)
class _Frame:
    """The sheet with title, scale and labels; where figures go on it."""

    sheet: Sheet
    count: int
    low: float
    high: float
    written: list[tuple[float, float, float]]  # middles of the figures printed so far, and half their widths

    @property
    def step(self) -> float:
        """From label to label, in pixels."""
        return (WIDTH - LEFT - RIGHT) / max(1, self.count)

    def middle(self, place: int) -> float:
        """The x of a label."""
        return LEFT + self.step * (place + 0.5)

    def y(self, value: float) -> float:
        """The y of a value."""
        return HEIGHT - BOTTOM - (value - self.low) / (self.high - self.low) * (HEIGHT - TOP - BOTTOM)

    def column(self, place: int, number: int, count: int) -> tuple[float, float]:
        """From where to where the bar *number* of *count* goes at a label."""
        room = min(self.step * 0.7, 160.0 * count)
        left = self.middle(place) - room / 2 + room / count * number
        return left, left + room / count - (2 if count > 1 else 0)

    def print(self, one: Series, place: int, x: float, y: float, room: float) -> None:
        """Write what is printed of a value above it, or else below it, where there is room for all of it."""
        text = drawable(one.printed[place]) if place < len(one.printed) else ""
        half = width(text, SMALL) / 2
        if not text or 2 * half > max(room, 40):
            return
        for middle in (y - 6 - SMALL / 2, y + 14 + SMALL / 2):
            if all(abs(x - at) >= half + other or abs(middle - height) >= SMALL for at, height, other in self.written):
                self.sheet.text(x, middle, text, size=SMALL, anchor="mm")
                self.written.append((x, middle, half))
                return


def _frame(title: str, labels: Sequence[str], series: Sequence[Series], *, stacked: bool, note: str) -> _Frame:
    count = len(labels)
    if any(len(one.values) != count for one in series):
        raise ValueError("every series needs a value for each label")
    low, high, marks = _scale(_extremes(series, count, stacked=stacked))
    frame = _Frame(Sheet.blank(), count, low, high, [])
    sheet = frame.sheet
    sheet.text(LEFT, 28, fitted(title, TITLE, WIDTH - LEFT - RIGHT), size=TITLE)
    sheet.text(LEFT, 84, fitted(note, SMALL, WIDTH - LEFT - RIGHT), size=SMALL, colour=GREY)
    for mark in marks:
        y = frame.y(mark)
        sheet.draw.line((LEFT, y, WIDTH - RIGHT, y), fill=GREY if mark == 0 else FAINT, width=2)
        sheet.text(LEFT - 12, y, _number(mark), size=SMALL, colour=GREY, anchor="rm")
    _write_labels(frame, labels)
    if len(series) > 1:
        _write_legend(sheet, series)
    return frame


def _write_labels(frame: _Frame, labels: Sequence[str]) -> None:
    """As many labels as there is room for, from the last one backwards."""
    widest = max((width(drawable(label), TEXT) for label in labels), default=0)
    every = 1 if frame.step >= 110 else max(1, ceil(min(widest + 20, 220) / frame.step))
    for place, label in enumerate(labels):
        if (len(labels) - 1 - place) % every == 0:
            text = fitted(label, TEXT, frame.step * every - 12)
            frame.sheet.text(frame.middle(place), HEIGHT - BOTTOM + 18, text, size=TEXT, colour=GREY, anchor="mt")


def _write_legend(sheet: Sheet, series: Sequence[Series]) -> None:
    room = (WIDTH - LEFT - RIGHT) / len(series)
    for number, one in enumerate(series):
        x, y = LEFT + room * number, HEIGHT - 44
        sheet.draw.rectangle((x, y - 12, x + 24, y + 12), fill=COLOURS[number % len(COLOURS)])
        sheet.text(x + 36, y, fitted(one.name, TEXT, room - 60), size=TEXT, anchor="lm")


def _extremes(series: Sequence[Series], count: int, *, stacked: bool) -> tuple[float, float]:
    if stacked:
        return 0.0, max((sum(one.values[at] or 0 for one in series) for at in range(count)), default=0.0)
    known = [value for one in series for value in one.values if value is not None]
    return min([0.0, *known]), max([0.0, *known])


def _scale(extremes: tuple[float, float]) -> tuple[float, float, list[float]]:
    """The lowest and highest value on the sheet, and the lines between them, at round numbers."""
    low, high = extremes
    span = high - low or 1.0
    power = 10 ** floor(log10(span / LINES))
    step = next(power * one for one in STEPS if span / (power * one) <= LINES)
    if span >= LINES and step < 1:
        step = 1
    first, last = floor(low / step), max(ceil(high / step), floor(low / step) + 1)
    return first * step, last * step, [number * step for number in range(first, last + 1)]


def _number(value: float) -> str:
    """*value* as a scale shows it: 1200, 0.5, 3万, 2亿."""
    for size, unit in ((1e8, "亿"), (1e4, "万")):
        if abs(value) >= size:
            return f"{value / size:g}{unit}"
    return f"{value:g}"
