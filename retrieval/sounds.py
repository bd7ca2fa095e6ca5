"""How characters are read, and which readings a careless ear takes for each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice, product
from pathlib import Path

PINYIN = Path(__file__).with_name("pinyin.txt")
READINGS = 8  # of one word that are tried, where its characters have several

# Sounds that many speakers do not tell apart, and input methods offer to join.
_ALIKE = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"))
# Characters of which a second reading is as usual as the first; of others it is one that nobody types.
_READ_TWICE = "重行长乐都还调传弹率会觉曾参差降应藏朝省没种量模便处系间落着和给单角结卡空宿提尾吓校中正分为数当好谁"


@cache
def known_readings() -> dict[str, list[str]]:
    """The readings of each character, the usual one first."""
    first: dict[str, list[str]] = {}
    more = []
    for line in PINYIN.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            reading, characters = line.split(" ")
            usual, sometimes = characters.split("|")
            first |= {char: [reading] for char in usual}
            more += [(char, reading) for char in sometimes if char in _READ_TWICE]
    for char, reading in more:
        first.setdefault(char, []).append(reading)
    return first


def sounds_of(word: str) -> list[tuple[str, ...]]:
    """How *word* may be read, the usual way first; nothing where a character has no known reading."""
    known = known_readings()
    readings = [known.get(char, []) for char in word]
    if set(map(len, readings)) == {1}:  # of most words there is one, and of thousands it is asked
        return [tuple(one[0] for one in readings)]
    return list(islice(product(*readings), READINGS))


@cache
def characters_of() -> dict[str, list[str]]:
    """The characters of each reading."""
    found: dict[str, list[str]] = defaultdict(list)
    for char, readings in known_readings().items():
        for reading in readings:
            found[reading].append(char)
    return dict(found)


@cache
def careful(rough: str) -> list[str]:
    """The syllables that a careless ear takes for *rough*."""
    return [reading for reading in characters_of() if _rough_syllable(reading) == rough]


def roughly(sounds: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(_rough_syllable, sounds))


@cache
def _rough_syllable(syllable: str) -> str:
    for careful, careless in _ALIKE:
        if syllable.startswith(careful):
            syllable = careless + syllable.removeprefix(careful)
        elif syllable.endswith(careful):
            syllable = syllable.removesuffix(careful) + careless
    return syllable


def cut_syllables(run: str, *, ways: int = 8) -> Iterator[list[str]]:
    """The ways, at most *ways*, to cut a run of letters into syllables; longer first ones first."""
    all_syllables = {reading for readings in known_readings().values() for reading in readings}

    def cut(rest: str) -> Iterator[list[str]]:
        if not rest:
            yield []
        for size in range(min(6, len(rest)), 0, -1):
            if rest[:size] in all_syllables:
                yield from ([rest[:size], *more] for more in cut(rest[size:].lstrip("' ")))

    if len(run) <= 60:  # longer than any phrase; the number of ways grows with the length
        yield from islice(cut(run), ways)
