"""How far an ingest is, on a terminal: a bar with what has been done, how fast, and how long the rest will take."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TextIO

from bot.publishing.reading import Stage

WIDTH = 30  # characters of the bar
OFTEN = 0.1  # seconds between two drawings
MANY = 1_000  # articles of one file from which on its writing is shown as well
# What each stage is called, its unit, and how much of what is counted makes one.
STAGES: dict[Stage, tuple[str, str, float]] = {
    "read": ("收稿", "MB", 1e6),
    "part": ("入库", "篇", 1),
    "index": ("编入索引", "篇", 1),
}


class Bar:
    """Drawn on *out* where that is a terminal, and nowhere else."""

    def __init__(self, out: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._out, self._clock = out, clock
        self._shown = out.isatty()
        self._begun: dict[Stage, tuple[float, int]] = {}  # when, and how much was done last
        self._drawn = -OFTEN

    def tell(self, stage: Stage, done: int, count: int) -> None:
        """*done* of *count* bytes are read, articles written, or articles indexed; drawn now and then."""
        if not self._shown or (stage == "part" and count < MANY):
            return
        now = self._clock()
        begun, before = self._begun.get(stage, (now, 0))
        if done < before:  # of another file
            begun = now
        self._begun[stage] = begun, done
        if now - self._drawn >= OFTEN or done == count:
            self._drawn = now
            self._out.write(f"\r\033[K{line(stage, done, count, now - begun)}")
            self._out.flush()

    def clear(self) -> None:
        """Make room for a line of text."""
        if self._shown:
            self._out.write("\r\033[K")
            self._out.flush()


def line(stage: Stage, done: int, count: int, seconds: float) -> str:
    """A stage as a bar: ██████░░░░ 收稿 1.2/3.6 MB  1.5 MB/s  还需 2 秒."""
    name, unit, of = STAGES[stage]
    digits = 1 if of > 1 else 0
    bar = "█" * (WIDTH * done // max(1, count))
    text = f"{bar:░<{WIDTH}} {name} {done / of:,.{digits}f}/{count / of:,.{digits}f} {unit}"
    if not done or seconds <= 0:
        return text
    rate = done / seconds
    return f"{text}  {rate / of:,.{digits}f} {unit}/s  还需 {(count - done) / rate:.0f} 秒"
