"""Two taps in a row on one button are one: an impatient finger asks no question twice."""

from __future__ import annotations

SECONDS = 1.0  # within which the same tap is the same


class Taps:
    """Remembers the last moment's taps."""

    def __init__(self) -> None:
        self._last: dict[tuple[int, int, int, str], float] = {}

    def is_repeated(self, person: int, chat: int, message: int, data: str, *, now: float) -> bool:
        """Whether *person* tapped this very button a moment before *now* (seconds on any clock)."""
        self._last = {tap: at for tap, at in self._last.items() if now - SECONDS < at <= now}
        tap = person, chat, message, data
        repeated = tap in self._last
        self._last[tap] = now
        return repeated
