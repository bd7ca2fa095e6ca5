"""Words of which one excludes another: what is told of a 小学 is told of no 初中, what of a 旺季 of no 淡季."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from retrieval.asked import CHANGING
from retrieval.prose import Token, read_tokens

_FILE = Path(__file__).with_name("exclusives.txt")  # one set a line; what `=` joins says the same
_NEEDED = "!"  # ahead of a set whose words narrow what is asked for: a text that has none of them does not tell of it
_LEVELS = "省市县区"  # 省儿童医院, but not 全市
_BEGINS = ("", "的", ",", "，", "、", "和", "与", "在", "到", "去")
# Characters that tell apart two things of one name: 老馆 and 新馆, 红麦 and 白麦, 桥东 and 桥西.
_TELLING = (
    "东西南北",
    "新老旧",
    "红白黑黄绿蓝紫",
    "男女",
    "公母",
    "左右",
    "春夏秋冬",
    "甲乙丙丁",
    "冷热",
    "干湿鲜",
    "内外",
    _LEVELS,
)
_NARROWING = "东西南北"  # whose words are needed
_DIGITS = re.compile(r"(?<![A-Za-z0-9])(?P<class>[A-Za-z]{1,2})(?P<number>\d{1,2})(?![0-9A-Za-z.])")


@dataclass(frozen=True, slots=True)
class Contrast:
    """A word of a question, and those that exclude it."""

    asked: str
    same: tuple[str, ...]  # it, and what says the same
    others: str  # a pattern
    signs: tuple[str, ...]  # one of which stands wherever the pattern does; few texts have one, and it is seldom made
    needed: bool = False  # whether a text has to say it: one of 游客 does not tell of 境外游客

    def told(self, text: str) -> Iterator[int]:
        """Where in *text* an excluding word stands."""
        if not has_any(self.signs, text):
            return
        for found in _pattern(self.others).finditer(text):
            if text[found.start() - 1 : found.start()] not in ("不", *CHANGING):
                yield found.start()


class _Set(NamedTuple):
    """Groups of words, of which one excludes the others."""

    groups: tuple[tuple[str, ...], ...]  # of what says the same
    needed: bool


_pattern = lru_cache(maxsize=1000)(re.compile)


def has_any(words: Sequence[str], text: str) -> bool:
    """Whether one of *words* stands in *text*."""
    for word in words:  # noqa: SIM110 -- asked a thousand times a question, and `any` takes twice as long
        if word in text:
            return True
    return False


@lru_cache(maxsize=100)
def contrasts(question: str) -> tuple[Contrast, ...]:
    """The words of *question* that exclude others which it does not hold; of a set of which it holds two none."""
    tokens = read_tokens(question)
    bounds = {place for token in tokens for place in (token.start, token.end)}
    held: dict[int, dict[int, str]] = {}  # by set and group
    places, longest = _places(), _longest()
    for low in range(len(question)):
        for length in range(2, longest + 1):
            word = question[low : low + length]
            for number, group in places.get(word, ()):
                inside = not any(low < place < low + length for place in bounds)
                if inside or low in bounds:  # 火|电场
                    groups = held.setdefault(number, {})
                    groups[group] = max(groups.get(group, ""), word, key=len)
    both = {word for groups in held.values() for word in groups.values() if len(_apart(groups.values())) > 1}
    found = []
    for number, groups in held.items():
        [*words] = _apart(groups.values())
        if len(words) == 1 and words[0] not in both:
            asked, known = words[0], _sets()[number]
            same = next(group for group in known.groups if asked in group)
            others = {word for group in known.groups if group is not same for word in group if len(word) > 1}
            rest = question.replace(asked, "")
            others = {word for word in others if word not in rest and asked not in word}
            if others or known.needed:
                pattern = "|".join(sorted(others, key=len, reverse=True))
                found.append(Contrast(asked, same, pattern, tuple(others), known.needed))
    return (*found, *_alike(question, tokens))


def _alike(question: str, tokens: Sequence[Token]) -> Iterator[Contrast]:
    """Names of *question* of which one character makes another's: 南干渠, T1."""
    for named in _DIGITS.finditer(question):
        other = rf"{named['class']}(?!{named['number']}(?!\d))\d{{1,2}}"
        yield Contrast(named.group(), (named.group(),), other, (named["class"],))
    for at, token in enumerate(tokens):
        for place in range(token.start, token.end):
            row = next((row for row in _TELLING if question[place] in row), None)
            if row is None or (row == _LEVELS and (place > token.start or question[place - 1 : place] not in _BEGINS)):
                continue
            low, high = token.start, token.end
            if high - low == 1 and at + 1 < len(tokens):
                high = tokens[at + 1].end  # 老|泵站
            if not 2 <= high - low <= 5:
                continue
            ahead, behind = question[low:place], question[place + 1 : high]
            others = tuple(f"{ahead}{char}{behind}" for char in row if char != question[place])
            pattern = "|".join(map(re.escape, others))
            yield Contrast(question[low:high], (question[low:high],), pattern, others, row == _NARROWING and not ahead)


def _apart(words: Iterable[str]) -> list[str]:
    """Those of *words* that are no part of another one."""
    known = list(words)
    return [word for word in known if not any(word != other and word in other for other in known)]


@cache
def _sets() -> tuple[_Set, ...]:
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    told = [line for line in lines if line and not line.startswith("#")]
    return tuple(
        _Set(tuple(tuple(group.split("=")) for group in line.lstrip(_NEEDED).split()), line.startswith(_NEEDED))
        for line in told
    )


@cache
def _places() -> dict[str, tuple[tuple[int, int], ...]]:
    """The sets and the groups in them, by their place, in which each word is."""
    found: dict[str, tuple[tuple[int, int], ...]] = {}
    for number, known in enumerate(_sets()):
        for at, group in enumerate(known.groups):
            for word in group:
                found[word] = (*found.get(word, ()), (number, at))
    return found


@cache
def _longest() -> int:
    return max(map(len, _places()))
