"""Makes the tables of general Chinese in `retrieval/`: how rare words are, and how characters are read.

    python scripts/make_language_tables.py frequencies     from jieba's dictionary, which is installed
    python scripts/make_language_tables.py pinyin          needs `pip install pypinyin`, which the program does not

Both tables are in the repository; run this only to make them from newer sources.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from math import log
from pathlib import Path

import jieba

from retrieval.folding import fold

ROOT = Path(__file__).parents[1] / "retrieval"
SENTENCE = 25  # words
RAREST_WORD = 500  # occurrences in the dictionary's corpus of 60 million words; rarer words are left out
RAREST_CHARACTER = 9.0  # -ln of the chance; rarer characters are left out
READINGS = 3  # of a character, at most
LEAST = 3  # occurrences of a character that is listed


def entries() -> Iterator[tuple[str, int]]:
    """The words of jieba's dictionary and how often its corpus has them."""
    for line in (Path(jieba.__file__).parent / "dict.txt").read_text(encoding="utf-8").splitlines():
        word, count, _ = line.split(" ")
        yield word, int(count)


def characters() -> dict[str, int]:
    """How often each character stands in those words."""
    counts: dict[str, int] = defaultdict(int)
    for word, count in entries():
        for character in {*word}:
            if "\u3400" <= character <= "\u9fff":
                counts[character] += count
    return counts


def frequencies() -> str:
    """The text of frequencies.txt."""
    total = sum(count for _, count in entries())

    def rarity(count: int) -> float:
        return round(-log(1 - (1 - count / total) ** SENTENCE), 1)

    words: dict[float, list[str]] = defaultdict(list)
    for word, count in sorted(entries(), key=lambda entry: (entry[1], entry[0]), reverse=True):
        if count >= RAREST_WORD:
            words[rarity(count)].append(word)
    singles: dict[float, list[str]] = defaultdict(list)
    for character, count in characters().items():
        if (value := rarity(max(count, 1))) < RAREST_CHARACTER:
            singles[value].append(character)
    return "\n".join(
        (
            "# How rare a word is in a sentence of general Chinese: -ln of its chance to stand in 25 words. Made from",
            "# jieba's dictionary (MIT licence) by scripts/make_language_tables.py; words rarer than 8.5 are left out.",
            *(f"{value} {' '.join(found)}" for value, found in sorted(words.items())),
            "# Characters, within any word",
            *(f"{value} {''.join(found)}" for value, found in sorted(singles.items())),
            "",
        )
    )


def pinyin() -> str:
    """The text of pinyin.txt."""
    import pypinyin  # type: ignore[import-not-found] # not a dependency: the table is kept

    first: dict[str, list[str]] = defaultdict(list)
    others: dict[str, list[str]] = defaultdict(list)
    counts = characters()
    for character in sorted(counts, key=lambda character: -counts[character]):
        if fold(character) != character or counts[character] < LEAST:
            continue
        found = pypinyin.pinyin(character, style=pypinyin.Style.NORMAL, heteronym=True, errors="ignore")
        readings = [reading.replace("ü", "v") for reading in dict.fromkeys(found[0][:READINGS])] if found else []
        for place, reading in enumerate(readings):
            (others if place else first)[reading].append(character)
    return "\n".join(
        (
            "# Readings of simplified characters without tones (v is ü): characters usually read so, commonest",
            "# first, after | those that are sometimes read so. Made from pypinyin (MIT licence) and jieba's character",
            "# frequencies by scripts/make_language_tables.py.",
            *(
                f"{reading} {''.join(first[reading])}|{''.join(others[reading])}"
                for reading in sorted({*first, *others})
            ),
            "",
        )
    )


if __name__ == "__main__":
    makers = {"frequencies": frequencies, "pinyin": pinyin}
    if len(sys.argv) != 2 or sys.argv[1] not in makers:
        sys.exit(__doc__)
    (ROOT / f"{sys.argv[1]}.txt").write_text(makers[sys.argv[1]](), encoding="utf-8")
