"""Text folded for reading, character for character: an offset into the folded text is an offset into the printed one.

Full-width letters, digits and marks become half-width, traditional characters simplified, every dash `-`, every tilde
`~`, every space of a line ` `. The table is OpenCC's for single characters; nothing ever changes the length, which is
why whole-string NFKC and phrase conversion are not used here. Full-width punctuation stays as it is, except inside a
number: the comma of １，２３４ and the colon of 22：00.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from opencc import OpenCC

from retrieval.characters import CharacterTable

_DASHES = "‐‑‒–—―−﹣－"
_TILDES = "～〜∼﹏˜"
_SPACES = "\t\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
REMEMBERED = 4_000  # characters of a text that is remembered folded
_KEPT = "，：；？！"  # full-width punctuation that ends a number or a sentence
# The mark first and what is before it then: the other way round, the engine would stop at every character.
_IN_A_NUMBER = re.compile("，(?<=[０-９]，)(?=[０-９]{3})")
_IN_A_TIME = re.compile("：(?<=[0-9０-９]：)(?=[0-9０-９]{2})")
_WIDE_DIGITS = "０１２３４５６７８９"


def _table() -> str:
    """What each character of the basic plane folds to."""
    table = [chr(code) for code in range(0x10000)]
    for code in range(0xFF01, 0xFFEF):
        wide = chr(code)
        folded = unicodedata.normalize("NFKC", wide)
        if len(folded) == 1 and wide not in _KEPT:
            table[code] = folded
    hanzi = range(0x3400, 0xA000)
    simplified = OpenCC("t2s").convert("\n".join(map(chr, hanzi))).split("\n")
    for code, folded in zip(hanzi, simplified, strict=True):
        if len(folded) == 1:
            table[code] = folded
    for marks, folded in ((_DASHES, "-"), (_TILDES, "~"), (_SPACES, " "), ("○", "〇"), ("箇", "个"), ("∶", ":")):
        for mark in marks:
            table[ord(mark)] = folded
    return "".join(table)


_TABLE = CharacterTable(_table())


def fold(text: str) -> str:
    """*text* folded; always as long as *text*, so that offsets hold in both."""
    return _remembered(text) if len(text) <= REMEMBERED else _folded(text)


def _folded(text: str) -> str:
    if any(digit in text for digit in _WIDE_DIGITS):  # in few texts; there is a comma in every one
        text = _IN_A_NUMBER.sub(",", text)
    text = _IN_A_TIME.sub(":", text)
    return _TABLE.apply(text)


# An article is folded for its prose, for its dates and for its figures, and a mention by many demands.
_remembered = lru_cache(maxsize=512)(_folded)


def is_han(text: str, at: int) -> bool:
    """Whether the character at *at* of the folded *text* is a Chinese one."""
    return "一" <= text[at : at + 1] <= "龥"
