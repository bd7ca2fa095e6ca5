"""How much a word tells: rare words say more about which passage answers than common ones."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from math import exp, log
from pathlib import Path

from retrieval.types import Index

FREQUENCIES = Path(__file__).with_name("frequencies.txt")
RARE = 8.5  # of a word that general Chinese hardly uses
PRIOR = 300  # how many sentences of general Chinese weigh as much as the corpus itself

_FALLBACK_CHARACTER = 8.0


class Rarity:
    """-ln of a word's chance to stand in a sentence, by general Chinese and, the larger it is, by the corpus.

    A page of thirty sentences says nothing about which words are rare; two million do. So the table of general
    Chinese counts as PRIOR sentences besides those of the index.
    """

    def __init__(self, index: Index) -> None:
        self._index = index
        self._words, self._characters = tables()

    def found(self, word: str) -> int:
        """How many chunks hold *word*."""
        return self._index.document_frequency(word)

    def of_words(self, words: Iterable[str]) -> list[float]:
        """Of each word between 0 (in every sentence) and about 15."""
        size = len(self._index)  # before the counts, which are of the commit that was looked at last
        return [self._rarity(self._words.get(word, RARE), self.found(word), size) for word in words]

    def of_character(self, character: str) -> float:
        """Between 0 and 9, by general Chinese alone."""
        return self._characters.get(character, _FALLBACK_CHARACTER)

    def _rarity(self, general: float, found: int, size: int) -> float:
        chance = (found + PRIOR * exp(-general)) / (size + PRIOR)
        return -log(min(1.0, max(chance, 1e-7)))


@cache
def tables() -> tuple[dict[str, float], dict[str, float]]:
    """Rarity of words and of characters in general Chinese."""
    parts = FREQUENCIES.read_text(encoding="utf-8").split("# Characters")
    words, characters = ([line.split(" ", 1) for line in part.splitlines() if line[:1].isdigit()] for part in parts)
    return (
        {word: float(value) for value, line in words for word in line.split(" ")},
        {character: float(value) for value, line in characters for character in line},
    )
