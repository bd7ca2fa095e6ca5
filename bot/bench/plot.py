"""Lines on two logarithmic axes, as SVG."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

WIDTH, HEIGHT = 860, 460
LEFT, RIGHT, TOP, BOTTOM = 78, 222, 40, 52  # margins; the names of the lines stand in the right one
OURS = ("#b3261e", "#e0533d", "#f08a5d")
PEERS = ("#2f5d8a", "#5b7f6b", "#8a8f98")
LABEL_GAP = 17  # between two names


@dataclass(frozen=True, slots=True)
class Line:
    """One engine: corpus sizes in chunks, milliseconds."""

    title: str
    points: tuple[tuple[float, float], ...]  # ascending, all above 0
    ours: bool = False


@dataclass(frozen=True, slots=True)
class _Axes:
    """Decades shown on either axis."""

    x: tuple[float, float]  # log10
    y: tuple[int, int]

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Where a point is on the picture."""
        across = (log10(x) - self.x[0]) / (self.x[1] - self.x[0])
        up = (log10(y) - self.y[0]) / (self.y[1] - self.y[0])
        return LEFT + across * (WIDTH - LEFT - RIGHT), HEIGHT - BOTTOM - up * (HEIGHT - TOP - BOTTOM)


def draw(lines: Sequence[Line], *, title: str = "Time per question (p50), by chunks in the corpus") -> str:
    """The picture; legible on a light page and on a dark one."""
    sizes = sorted({x for line in lines for x, _ in line.points} or {1.0})
    times = [y for line in lines for _, y in line.points] or [1.0]
    low, high = floor(log10(min(times))), ceil(log10(max(times)))
    axes = _Axes((log10(sizes[0]) - 0.1, log10(sizes[-1]) + 0.1), (low, max(high, low + 1)))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"',
        ' font-family="sans-serif" font-size="13">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" rx="8" fill="#fdfcf9"/>',
        f'<text x="{LEFT}" y="24" font-size="15" font-weight="bold" fill="#222">{escape(title)}</text>',
        *_grid(axes, sizes),
        *_curves(axes, lines),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def number(value: float) -> str:
    """Three digits that count."""
    if value == 0:
        return "—"
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 0.1 else f"{value:.3f}"


def _grid(axes: _Axes, sizes: Sequence[float]) -> Iterator[str]:
    for decade in range(axes.y[0], axes.y[1] + 1):
        _, y = axes.at(sizes[0], 10**decade)
        yield f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>'
        yield f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end" fill="#555">{10.0**decade:g} ms</text>'
    for size in sizes:
        x, _ = axes.at(size, 10 ** axes.y[0])
        yield f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}" stroke="#eee"/>'
        yield f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 22}" text-anchor="middle" fill="#555">{size:,.0f}</text>'


def _curves(axes: _Axes, lines: Sequence[Line]) -> Iterator[str]:
    colours = {True: iter(OURS), False: iter(PEERS)}
    labels = []
    largest = max((x for line in lines for x, _ in line.points), default=0)
    for line in lines:
        colour = next(colours[line.ours], "#444")
        places = [axes.at(x, y) for x, y in line.points]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{2.5 if line.ours else 1.8}"/>'
        yield from (f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>' for x, y in places)
        labels.append((places[-1][1], _label(line, largest), colour))
    lowest = float(TOP)
    for y, text, colour in sorted(labels):
        lowest = max(y + 4, lowest + LABEL_GAP)
        yield f'<text x="{WIDTH - RIGHT + 8}" y="{lowest:.1f}" fill="{colour}">{escape(text)}</text>'


def _label(line: Line, largest: float) -> str:
    size, time = line.points[-1]
    return f"{line.title}: {number(time)} ms" + (f" at {size:,.0f}" if size < largest else "")
