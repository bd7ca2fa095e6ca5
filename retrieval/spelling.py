"""Forgiving input: homophones, slips of the hand and pinyin, mended into words that the corpus has.

Only what the corpus does not know is touched: a question whose words are all found stays as it is, and so does a
common word of the language, since asking for something the corpus lacks is no slip.
"""

from __future__ import annotations

import re
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice, product
from math import log10
from pathlib import Path

from retrieval.analysis import ASKING, Analyzer, squeeze, stopwords
from retrieval.rarity import tables
from retrieval.types import Index

PINYIN = Path(__file__).with_name("pinyin.txt")
VOCABULARY = 100_000  # words of the corpus, commonest first, that a slip may be mended into
LONGEST = 7  # characters of a word that is looked for
READINGS = 8  # of one word that are tried, where its characters have several
TOUCHED_AT_MOST = 3  # corrections of one question; more is another language, not a slip

# Sounds that many speakers do not tell apart, and input methods offer to join.
_ALIKE = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"))
# Characters that look alike; one of a group may stand for another.
_LOOK_ALIKE = """
己已巳 未末 人入 士土 日曰 戊戌戍 采彩 暖暧 拔拨 贷货 侯候 徒徙 折拆析 治冶 洒酒 炙灸 辨辩辫瓣 密蜜 幕墓暮慕募
燥躁噪澡 竟竞 赢羸 撒撤 晴睛情 栽裁载 梁粱 准淮 券卷 催摧 钓钩 抢枪抡 旱早 阻祖组租 园圆 廷延 哀衷衰 即既 免兔
乌鸟 代伐 见贝 爪瓜 干千于 天夭夫 刀刁 历厉 帐账 象像 做作 坐座 型形 带戴 须需 付副 份分 幅副 缴交 提题
""".split()  # noqa: SIM905 -- a list would take six times the lines
_ASKING = re.compile(f"{ASKING.pattern}|个|呢|吗")  # never a slip, whatever word they stand in
_HAN_RUN = re.compile("[\u3400-\u9fff]+")
_LATIN_RUN = re.compile(r"[a-z][a-z' ]*[a-z]")


class Speller:
    """Mends questions about one index; safe to share between threads."""

    def __init__(self, index: Index, analyzer: Analyzer) -> None:
        self._index = index
        self._analyzer = analyzer
        self._building = threading.Lock()
        self._vocabulary: _Vocabulary | None = None

    def correct(self, text: str) -> str:
        """*text* with slips mended; *text* itself, untouched, where there are none."""
        mended = squeeze(text)
        spelled = self._from_pinyin(mended)
        for _ in range(TOUCHED_AT_MOST):
            changed = self._mended(spelled)
            if changed is None:
                break
            spelled = changed
        return text if spelled == mended else spelled

    def _mended(self, text: str) -> str | None:
        """*text* with its surest slip mended, of equally sure ones what the index finds best; None if there is none."""
        doubtful, inside = self._doubtful(text)
        changes: dict[str, tuple[int, int]] = {}
        for start, end in _windows(text, doubtful):
            window = text[start:end]
            if start in inside or end in inside or self._is_word(window) or self._analyzer.in_dictionary(window):
                continue
            for closeness, word in self._meant(window):
                if len(word) == len(window) and any(
                    old != new and place not in doubtful
                    for place, (old, new) in enumerate(zip(window, word, strict=True), start)
                ):
                    continue
                changed = text[:start] + word + text[end:]
                changes[changed] = max(changes.get(changed, (0, 0)), (closeness + end - start, closeness))
        if not changes:
            return None
        surest = max(changes.values())
        return max((changed for changed, sure in changes.items() if sure == surest), key=self._found)

    def _found(self, text: str) -> float:
        hits = self._index.search_chunks(self._analyzer.query(text), k=1)
        return hits[0].score if hits else 0.0

    def _doubtful(self, text: str) -> tuple[set[int], set[int]]:
        """Characters in no word that the corpus or everyday language knows; and the places inside known words."""
        doubtful: set[int] = set()
        start = 0
        for word in self._analyzer.words(text):
            if _HAN_RUN.fullmatch(word) and word not in stopwords() and not self._is_word(word):
                doubtful.update(range(start, start + len(word)))
            start += len(word)
        if not doubtful:
            return doubtful, set()
        for asking in _ASKING.finditer(text):
            doubtful.difference_update(range(*asking.span()))
        inside: set[int] = set()
        for start, end in _windows(text, range(len(text))):
            if self._is_word(text[start:end]):
                doubtful.difference_update(range(start, end))
                inside.update(range(start + 1, end))
        return doubtful, inside

    def _is_word(self, word: str) -> bool:
        """Whether the corpus or everyday language has *word*; of longer words, whether any dictionary has it."""
        return (
            word in tables()[0]
            or self._index.document_frequency(word) > 0
            or (len(word) > 2 and self._analyzer.in_dictionary(word))
        )

    def _meant(self, window: str) -> Iterator[tuple[int, str]]:
        """Words of the corpus that *window* may have been meant to be, and how close each is: the higher the closer."""
        vocabulary, sounds = self._known(), _sounds(window)
        for sound in sounds:
            yield from ((2, word) for word in vocabulary.by_sound.get(sound, ()))
        for rough in {_rough(sound) for sound in sounds}:
            yield from ((1, word) for word in vocabulary.by_rough_sound.get(rough, ()) if _differing(word, window) == 1)
        yield from ((1, word) for word in _slips(window) if word in vocabulary.counts)
        if len(window) > 3:
            for place in range(len(window)):
                hole = window[:place] + "*" + window[place + 1 :]
                yield from ((0, word) for word in vocabulary.by_hole.get(hole, ()))

    def _from_pinyin(self, text: str) -> str:
        """*text* with every run of Latin letters that reads as Chinese words written in characters."""
        for run in _LATIN_RUN.findall(text):
            if self._index.document_frequency(run.split(" ")[0]):
                continue
            words = next(filter(None, map(self._spelled, _syllables(run))), None)
            if words:
                text = text.replace(run, words, 1)
        return text

    def _spelled(self, syllables: Sequence[str]) -> str:
        """The words, of the corpus before others, that *syllables* most likely spell; "" if some belong to none."""
        if len(syllables) < 2:
            return ""
        by_sound, counts = self._known().by_sound, self._known().counts
        best: list[tuple[int, int, str] | None] = [(0, 0, "")] + [None] * len(syllables)
        for end in range(1, len(syllables) + 1):
            for start in range(max(0, end - LONGEST), end):
                sound, before = tuple(syllables[start:end]), best[start]
                words = by_sound.get(sound) or _everyday_by_sound().get(sound)
                if before is None or not words:
                    continue
                word = max(words, key=lambda word: counts.get(word, 0))
                expected = word in counts or word in _asking()
                worth = 4 * len(word) ** 2 if expected else 4 * len(word) - 1
                found = before[0] + worth, before[1] + counts.get(word, 0), before[2] + word
                best[end] = max(filter(None, (best[end], found)))
        whole = best[-1]
        return whole[2] if whole and whole[0] != 4 * len(syllables) else ""  # of single characters alone: a guess

    def _known(self) -> _Vocabulary:
        vocabulary = self._vocabulary
        if vocabulary is None or vocabulary.generation != self._index.generation:
            with self._building:
                vocabulary = self._vocabulary = _vocabulary(self._index)
        return vocabulary


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """The words of the corpus by how they are read, and the longer ones by each character they might be missing."""

    generation: int
    counts: dict[str, int]  # chunks that hold the word
    by_sound: dict[tuple[str, ...], list[str]]
    by_rough_sound: dict[tuple[str, ...], list[str]]
    by_hole: dict[str, list[str]]


def _vocabulary(index: Index) -> _Vocabulary:
    generation = index.generation
    least = max(1, round(log10(len(index) + 1)) - 2)  # a word that is seldom in a large corpus is a slip of the paper's
    counts = {
        word: count
        for word, count in index.vocabulary(VOCABULARY)
        if count >= least and 1 < len(word) <= LONGEST and _HAN_RUN.fullmatch(word) and word not in stopwords()
    }
    by_sound: dict[tuple[str, ...], list[str]] = defaultdict(list)
    by_rough_sound: dict[tuple[str, ...], list[str]] = defaultdict(list)
    by_hole: dict[str, list[str]] = defaultdict(list)
    for word in counts:
        for sounds in _sounds(word):
            by_sound[sounds].append(word)
            if len(word) > 2:
                by_rough_sound[_rough(sounds)].append(word)
        if len(word) > 3:
            for place in range(len(word)):
                by_hole[word[:place] + "*" + word[place + 1 :]].append(word)
    return _Vocabulary(generation, counts, dict(by_sound), dict(by_rough_sound), dict(by_hole))


def _differing(first: str, second: str) -> int:
    return sum(a != b for a, b in zip(first, second, strict=True))


def _windows(text: str, doubtful: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Stretches of characters, two or more, that hold a doubtful place; each once."""
    places = set(doubtful)
    for run in _HAN_RUN.finditer(text):
        for start in range(run.start(), run.end()):
            for end in range(start + 2, min(run.end(), start + LONGEST) + 1):
                if not places.isdisjoint(range(start, end)):
                    yield start, end


def _slips(window: str) -> set[str]:
    """*window* with two neighbours exchanged, a doubled character once, or a character that looks alike."""
    found = set()
    for place, char in enumerate(window):
        rest = window[place + 1 :]
        if rest and rest[0] != char:
            found.add(window[:place] + rest[0] + char + rest[1:])
        if rest and rest[0] == char:
            found.add(window[:place] + rest)
        found.update(window[:place] + other + rest for other in _look_alikes().get(char, ""))
    return found


@cache
def _look_alikes() -> dict[str, str]:
    alike: dict[str, str] = defaultdict(str)
    for group in _LOOK_ALIKE:
        for char in group:
            alike[char] += group.replace(char, "")
    return dict(alike)


@cache
def _readings() -> dict[str, list[str]]:
    """The readings of each character, the usual one first."""
    first: dict[str, list[str]] = {}
    more = []
    for line in PINYIN.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            reading, characters = line.split(" ")
            usual, sometimes = characters.split("|")
            first |= {char: [reading] for char in usual}
            more += [(char, reading) for char in sometimes]
    for char, reading in more:
        first.setdefault(char, []).append(reading)
    return first


@cache
def _asking() -> dict[str, None]:
    """The words of questions, in the order in which one is preferred to others that sound the same."""
    return dict.fromkeys(("是", "有", "在", "的", "多少", *sorted(stopwords(), key=len, reverse=True)))


@cache
def _everyday_by_sound() -> dict[tuple[str, ...], list[str]]:
    """The words of questions and of everyday language by how they are read, the commonest first of each sound."""
    found: dict[tuple[str, ...], list[str]] = defaultdict(list)
    everyday = sorted((word for word in tables()[0] if len(word) > 1), key=tables()[0].__getitem__)
    for word in (*_asking(), *everyday):
        for sounds in _sounds(word)[:2]:
            found[sounds].append(word)
    return dict(found)


def _sounds(word: str) -> list[tuple[str, ...]]:
    """How *word* may be read, the usual way first; nothing where a character has no known reading."""
    return list(islice(product(*(_readings().get(char, ()) for char in word)), READINGS))


def _rough(sounds: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(_rough_syllable, sounds))


@cache
def _rough_syllable(syllable: str) -> str:
    for careful, careless in _ALIKE:
        if syllable.startswith(careful):
            syllable = careless + syllable.removeprefix(careful)
        elif syllable.endswith(careful):
            syllable = syllable.removesuffix(careful) + careless
    return syllable


def _syllables(run: str, *, ways: int = 8) -> Iterator[list[str]]:
    """The ways, at most *ways*, to cut a run of letters into syllables; longer first ones first."""
    all_syllables = {reading for readings in _readings().values() for reading in readings}

    def cut(rest: str) -> Iterator[list[str]]:
        if not rest:
            yield []
        for size in range(min(6, len(rest)), 0, -1):
            if rest[:size] in all_syllables:
                yield from ([rest[:size], *more] for more in cut(rest[size:].lstrip("' ")))

    if len(run) <= 60:  # longer than any phrase; the number of ways grows with the length
        yield from islice(cut(run), ways)
