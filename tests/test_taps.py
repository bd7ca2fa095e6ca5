"""Two taps in a row on one button are one."""

from __future__ import annotations

from bot.people.taps import Taps


def test_the_same_tap_within_a_moment_is_the_same() -> None:
    """Another person, message or button is another tap, and so is the same one later."""
    taps = Taps()

    assert not taps.is_repeated(1, 1, 5, "q:1:0", now=0.0)
    assert taps.is_repeated(1, 1, 5, "q:1:0", now=0.5)
    assert not taps.is_repeated(2, 1, 5, "q:1:0", now=0.5)
    assert not taps.is_repeated(1, 1, 6, "q:1:0", now=0.5)
    assert not taps.is_repeated(1, 1, 5, "q:1:1", now=0.5)
    assert not taps.is_repeated(1, 1, 5, "q:1:0", now=2.0)
    assert len(taps._last) == 1
