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
_CLOSED = re.compile(
    r"""(?:[。!?…]|\.{3,}|[—─]|(?<=[\u4e00-\u9fff])[.．]|摄)[”’」』)\]》】"']*$"""
    r"""|[。!?…][”’」』"']*\s*[(【\[][^()【】\[\]]{1,40}[)】\]]$"""
)
_SOFT = re.compile(r"""[:;][”’」』"']*$""")
_OPENERS, _CLOSERS = "“‘「『(《〈【[", "”’」』)》〉】]"
_NO_LETTERS = re.compile(r"[\W_]+")
_TAIL = 64  # characters: enough of a line's end to tell how it ends


@cache
def _folding() -> tuple[re.Pattern[str], dict[str, str]]:
    """One character for one: full width → half, traditional → simplified, odd spaces → space."""
    table = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0xFF01, 0xFF5F)}
    han = "\n".join(map(chr, range(0x4E00, 0xA000)))
    simple = opencc.OpenCC("t2s").convert(han)
    table |= {a: b for a, b in zip(han, simple, strict=True) if a != b}
    table |= dict.fromkeys(map(chr, (0x3000, 0xA0, *range(0x2000, 0x200C), 0x202F, 0x9)), " ")
    return re.compile(f"[{re.escape(''.join(table))}]"), table


def view(text: str) -> str:
    """*text* for looking at, never for keeping: half width, simplified, as long as *text* character by character."""
    folded, table = _folding()
    return folded.sub(lambda found: table[found.group()], text)


def squeeze(text: str) -> str:
    """*text* without white space."""
    return "".join(text.split())


def ending(seen: str) -> Ending:
    """How a line (a `view`) ends: closed by a mark, soft at a colon or semicolon, or open."""
    tail = seen[-_TAIL:].rstrip()
    if _CLOSED.search(tail):
        return "closed"
    return "soft" if _SOFT.search(tail) else "open"


def unbalanced(seen: str) -> tuple[int, int]:
    """How many brackets and quotes of a line are closed without being opened, and opened without being closed."""
    depth = stray = 0
    for char in seen:
        if char in _OPENERS:
            depth += 1
        elif char in _CLOSERS:
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
