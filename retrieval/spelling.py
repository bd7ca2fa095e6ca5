"""Forgiving input: homophones, slips of the hand and pinyin, mended into words that the corpus has.

Only what the corpus does not know is touched: a question whose words are all found stays as it is, and so does a
common word of the language, since asking for something the corpus lacks is no slip.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import log, log10

from retrieval.analysis import ASKING, Analyzer, squeeze, stopwords
from retrieval.rarity import tables
from retrieval.sounds import careful, characters_of, cut_syllables, known_readings, roughly, sounds_of
from retrieval.types import Index

LONGEST = 7  # characters of a word that is looked for
TOUCHED_AT_MOST = 3  # corrections of one question; more is another language, not a slip

# Characters that look alike; one of a group may stand for another.
_LOOK_ALIKE = """
己已巳 未末 人入 士土 日曰 戊戌戍 采彩 暖暧 拔拨 贷货 侯候 徒徙 折拆析 治冶 洒酒 炙灸 辨辩辫瓣 密蜜 幕墓暮慕募
燥躁噪澡 竟竞 赢羸 撒撤 晴睛情 栽裁载 梁粱 准淮 券卷 催摧 钓钩 抢枪抡 旱早 阻祖组租 园圆 廷延 哀衷衰 即既 免兔
乌鸟 代伐 见贝 爪瓜 干千于 天夭夫 刀刁 历厉 帐账 象像 做作 坐座 型形 带戴 须需 付副 份分 幅副 缴交 提题
""".split()  # noqa: SIM905 -- a list would take six times the lines
_ASKING = re.compile(f"{ASKING.pattern}|个|呢|吗")  # never a slip, whatever word they stand in
# Words that ask, as they are looked for by their sound where a question seems to have none (是那天召开的, 多稍家).
_ASKING_WORDS = (
    *("什么时候", "什么时间", "什么地方", "多长时间", "百分之几"),
    *("多少", "什么", "怎么", "怎样", "如何", "何时", "第几"),
    *("哪一天", "哪一年", *map("哪{}".format, "里儿个天年月位些家所座条次届种项")),
)
# Other ways to ask: 停不停, 是否, and what closes a question that wants yes or no.
_ASKS_OTHERWISE = re.compile(r"啥|咋|(?P<verb>[\u4e00-\u9fff])[不没](?P=verb)|[是能可]否|有无|(?:吗|没有?|不|么)\W*$")
_HAN_RUN = re.compile("[\u3400-\u9fff]+")
_LATIN_RUN = re.compile(r"[a-z][a-z' ]*[a-z]")


class Speller:
    """Mends questions about one index; safe to share between threads."""

    def __init__(self, index: Index, analyzer: Analyzer) -> None:
        self._index = index
        self._analyzer = analyzer
        self._vocabulary = _Vocabulary(index)

    def correct(self, text: str) -> str:
        """*text* with slips mended; *text* itself, untouched, where there are none."""
        mended = squeeze(text)
        spelled = _asking_mended(self._from_pinyin(mended))
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
                if len(word) == len(window) and not _is_likely(window, word, {place - start for place in doubtful}):
                    continue
                changed = text[:start] + word + text[end:]
                changes[changed] = max(changes.get(changed, (0, 0)), (closeness + end - start, closeness))
        if not changes:
            return None
        surest = max(changes.values())
        return max((changed for changed, sure in changes.items() if sure == surest), key=self._found)

    def _found(self, text: str) -> float:
        """How much of *text* the best chunk holds: its score as a share of what a chunk with every word might have."""
        query = self._analyzer.query(text)
        hits = self._index.search_chunks(query, k=1)
        size = len(self._index)
        whole = sum(log((size + 1) / (self._index.document_frequency(term) + 0.5)) for term in query.terms)
        return hits[0].score / whole if hits else 0.0

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
        vocabulary, sounds = self._known(), sounds_of(window)
        for sound in sounds:
            yield from ((2 - (_differing(word, window) > 1), word) for word in vocabulary.sounding(sound))
        for rough in {roughly(sound) for sound in sounds}:
            yield from ((1, word) for word in vocabulary.sounding_like(rough) if _differing(word, window) == 1)
        yield from ((1, word) for word in _slips(window) if vocabulary.has(word))
        if len(window) > 3:
            for place in range(1, len(window)):
                hole = window[:place] + "*" + window[place + 1 :]
                yield from ((0, word) for word in vocabulary.missing_one(hole))

    def _from_pinyin(self, text: str) -> str:
        """*text* with every run of Latin letters that reads as Chinese words written in characters."""
        for run in _LATIN_RUN.findall(text):
            if self._index.document_frequency(run.split(" ")[0]):
                continue
            words = next(filter(None, map(self._spelled, cut_syllables(run))), None)
            if words:
                text = text.replace(run, words, 1)
        return text

    def _spelled(self, syllables: Sequence[str]) -> str:
        """The words, of the corpus before others, that *syllables* most likely spell; "" if some belong to none."""
        if len(syllables) < 2:
            return ""
        vocabulary = self._known()
        best: list[tuple[int, int, str] | None] = [(0, 0, "")] + [None] * len(syllables)
        for end in range(1, len(syllables) + 1):
            for start in range(max(0, end - LONGEST), end):
                sound, before = tuple(syllables[start:end]), best[start]
                if before is None:
                    continue
                others = _everyday_by_sound().get(sound, [])
                words = [word for word in others if word in _asking()][:1] or vocabulary.sounding(sound) or others
                if not words:
                    continue
                word = max(words, key=vocabulary.count)
                expected = vocabulary.has(word) or word in _asking()
                worth = 4 * len(word) ** 2 if expected else 4 * len(word) - 1
                found = before[0] + worth, before[1] + vocabulary.count(word), before[2] + word
                best[end] = max(filter(None, (best[end], found)))
        whole = best[-1]
        return whole[2] if whole and whole[0] != 4 * len(syllables) else ""  # of single characters alone: a guess

    def _known(self) -> _Vocabulary:
        """The words of the index's present generation."""
        if self._vocabulary.generation != self._index.generation:
            self._vocabulary = _Vocabulary(self._index)
        return self._vocabulary


def _is_likely(window: str, word: str, doubtful: Collection[int]) -> bool:
    """Whether only doubtful characters of *window* change, and something that names a thing stays."""
    changed = [place for place, (old, new) in enumerate(zip(window, word, strict=True)) if old != new]
    kept = [char for place, char in enumerate(window) if place not in changed]
    return all(place in doubtful for place in changed) and (not kept or any(char not in stopwords() for char in kept))


class _Vocabulary:
    """The words of one generation of the corpus by how they are read; read from the index sound by sound, when asked.

    A corpus of millions has more words than there is time to read at the first slip.
    """

    def __init__(self, index: Index) -> None:
        self.generation = index.generation
        self._index = index
        # a word that is seldom in a large corpus is a slip of the paper's own
        self._least = max(1, round(log10(len(index) + 1)) - 2)
        self._shelves: dict[str, _Shelf] = {}

    def sounding(self, sound: tuple[str, ...]) -> Sequence[str]:
        """Words that are read so."""
        return self._shelf(sound[0]).by_sound.get(sound, ())

    def sounding_like(self, rough: tuple[str, ...]) -> Iterator[str]:
        """Words of three characters or more that a careless ear takes for this."""
        for first in careful(rough[0]):
            yield from self._shelf(first).by_rough_sound.get(rough, ())

    def missing_one(self, hole: str) -> Iterator[str]:
        """Words of four characters or more that are *hole* with a character for its star, which is not the first."""
        for first in known_readings().get(hole[0], ())[:1]:
            yield from self._shelf(first).by_hole.get(hole, ())

    def count(self, word: str) -> int:
        """How many chunks hold *word*."""
        return self._index.document_frequency(word)

    def has(self, word: str) -> bool:
        """Whether a slip may have been meant to be *word*."""
        return self._is_target(word) and self.count(word) >= self._least

    def _is_target(self, word: str) -> bool:
        return 1 < len(word) <= LONGEST and _HAN_RUN.fullmatch(word) is not None and word not in stopwords()

    def _shelf(self, first: str) -> _Shelf:
        shelf = self._shelves.get(first)
        if shelf is None:  # two threads may read the same words; either's shelf will do
            shelf = self._shelves[first] = _shelf(word for word in self._starting(first) if self._is_target(word))
        return shelf

    def _starting(self, first: str) -> Iterator[str]:
        """The words whose first character is read *first*, the commonest first of each character."""
        for character in characters_of().get(first, ()):
            yield from (word for word, count in self._index.words_from(character) if count >= self._least)


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The words whose first characters are read alike, and the longer ones by each character they might be missing."""

    by_sound: dict[tuple[str, ...], list[str]]
    by_rough_sound: dict[tuple[str, ...], list[str]]
    by_hole: dict[str, list[str]]


def _shelf(words: Iterable[str]) -> _Shelf:
    by_sound: dict[tuple[str, ...], list[str]] = defaultdict(list)
    by_rough_sound: dict[tuple[str, ...], list[str]] = defaultdict(list)
    by_hole: dict[str, list[str]] = defaultdict(list)
    for word in words:
        for sounds in sounds_of(word):
            by_sound[sounds].append(word)
            if len(word) > 2:
                by_rough_sound[roughly(sounds)].append(word)
        if len(word) > 3:
            for place in range(1, len(word)):
                by_hole[word[:place] + "*" + word[place + 1 :]].append(word)
    return _Shelf(dict(by_sound), dict(by_rough_sound), dict(by_hole))


def _asking_mended(text: str) -> str:
    """*text* with the word that asks written as it is meant, where only its sound tells that it asks."""
    asks = ASKING.search(text) is not None or _ASKS_OTHERWISE.search(text) is not None
    heard = [known_readings().get(char, ()) for char in text]
    for word, sounds, firsts in _asking_sounds():
        # beside another word that asks, a short one is a chance likeness
        if asks and (len(word) < 4 or word in text):
            continue
        for start in range(len(text) - len(word), -1, -1):  # what asks stands late
            if not firsts.isdisjoint(heard[start]) and not sounds.isdisjoint(
                sounds_of(text[start : start + len(word)])
            ):
                return text[:start] + word + text[start + len(word) :]
    return text


def _windows(text: str, doubtful: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Stretches of characters, two or more, that hold a doubtful place; each once."""
    places = set(doubtful)
    for run in _HAN_RUN.finditer(text):
        for start in range(run.start(), run.end()):
            for end in range(start + 2, min(run.end(), start + LONGEST) + 1):
                if not places.isdisjoint(range(start, end)):
                    yield start, end


def _differing(first: str, second: str) -> int:
    return sum(a != b for a, b in zip(first, second, strict=True))


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
def _asking_sounds() -> list[tuple[str, frozenset[tuple[str, ...]], frozenset[str]]]:
    """The words that ask, each with how it may be read, and how its first character may be."""
    sounds = [frozenset(sounds_of(word)) for word in _ASKING_WORDS]
    return [(word, of, frozenset(sound[0] for sound in of)) for word, of in zip(_ASKING_WORDS, sounds, strict=True)]


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
        for sounds in sounds_of(word)[:2]:
            found[sounds].append(word)
    return dict(found)
