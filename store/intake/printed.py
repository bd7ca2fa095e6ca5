"""How a printed line looks to a reader of pages: folded to one width and script, ended or broken off."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import pairwise
from typing import Literal

import opencc

Ending = Literal["closed", "soft", "open"]

# Closed: a sentence ends here, or a dash that leads to what follows; a credit or byline may come after it.
_MARKS = ("。", "!", "?", "…", "—", "─", "摄", "摄影", "供图", "...")
_FULL_STOP = re.compile("[\u4e00-\u9fff][.．]")
_QUOTES = "”’」』\"'"
_AFTER = _QUOTES + ")]》】"  # what may stand after a mark
_NOTED = re.compile(rf"[。!?…][{_QUOTES}]*\s*[(【\[][^()【】\[\]]{{1,40}}[)】\]]$")
OPENERS, CLOSERS = "“‘「『(《〈【[", "”’」』)》〉】]"
_NO_LETTERS = re.compile(r"[\W_]+")
_TAIL = 64  # characters: enough of a line's end to tell how it ends


@cache
def _folding() -> str:
    """What each character of the basic plane becomes: full width half, traditional simplified, odd spaces a space.

    One character for one, as a string: `str.translate` reads that fastest.
    """
    table = list(map(chr, range(0x10000)))
    han = slice(0x4E00, 0xA000)
    table[han] = opencc.OpenCC("t2s").convert("\n".join(table[han])).split("\n")
    for code in range(0xFF01, 0xFF5F):
        table[code] = unicodedata.normalize("NFKC", chr(code))
    for code in (0x3000, 0xA0, *range(0x2000, 0x200C), 0x202F, 0x9):
        table[code] = " "
    return "".join(table)


def view(text: str) -> str:
    """*text* for looking at, never for keeping: half width, simplified, as long as *text* character by character."""
    return text.translate(_folding())


def squeeze(text: str) -> str:
    """*text* without white space."""
    return "".join(text.split())


def ending(seen: str) -> Ending:
    """How a line (a `view`) ends: closed by a mark, soft at a colon or semicolon, or open."""
    tail = seen[-_TAIL:].rstrip()
    bare = tail.rstrip(_AFTER)
    if bare.endswith(_MARKS) or _FULL_STOP.fullmatch(bare[-2:]) or (tail[-1:] in ")】]" and _NOTED.search(tail)):
        return "closed"
    return "soft" if tail.rstrip(_QUOTES)[-1:] in (":", ";") else "open"


def unbalanced(seen: str) -> tuple[int, int]:
    """How many brackets and quotes of a line are closed without being opened, and opened without being closed."""
    depth = stray = 0
    for char in seen:
        if char in OPENERS:
            depth += 1
        elif char in CLOSERS:
            stray, depth = (stray, depth - 1) if depth else (stray + 1, depth)
    return stray, depth


def phrases(seen: str) -> list[str]:
    """The phrases that spaces part in a line; a line set with a space between characters is one phrase."""
    parts = seen.split()
    if len(parts) > 1 and sum(len(part) == 1 for part in parts) * 3 >= 2 * len(parts):
        return ["".join(parts)]
    return parts


def only_letters(seen: str) -> str:
    """The letters and digits of a line, without marks and spaces."""
    return _NO_LETTERS.sub("", seen)


def bigrams(letters: str) -> set[str]:
    """The pairs of neighbouring characters."""
    return set(map("".join, pairwise(letters)))
