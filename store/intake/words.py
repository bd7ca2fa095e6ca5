"""What the words of a page's units tell: the words that units share, words across a seam, the places it speaks of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar

import rjieba

from store.intake.printed import bigrams, only_letters
from store.intake.units import Unit

READ_AT_MOST = 1000  # characters of a unit whose words are looked at
COMPARED = 300  # letters of each
NEXT = 2  # texts on either side of a title that are compared
ARTICLE = 6  # texts beyond them that may belong to the same article
AROUND = 12  # texts farther off that show which words are the whole page's

_PLACE = re.compile(r"(?:^|[^\u4e00-\u9fff]|[在到是向从由日]|[省市区县])([\u4e00-\u9fff]{2})(?=[省市区县镇乡村])")
_DIGITS = re.compile(r"\d+")
_Asked = TypeVar("_Asked")


class _Answers(dict[int, _Asked]):
    """What a method answers for each unit, found out when it is first asked for."""

    def __init__(self, method: Callable[[int], _Asked]) -> None:
        self._method = method

    def __missing__(self, i: int) -> _Asked:
        answer = self[i] = self._method(i)
        return answer


class once(Generic[_Asked]):  # noqa: N801 # a decorator, like cached_property
    """Remember a method's answer for each unit; what stands in the object is a look into a dict, no call of Python."""

    def __init__(self, method: Callable[[Any, int], _Asked]) -> None:
        self._method = method
        self.__doc__ = method.__doc__

    def __get__(self, instance: Any, owner: type) -> Callable[[int], _Asked]:
        method: Callable[[int], _Asked] = self._method.__get__(instance, owner)
        answers = instance.__dict__[self._method.__name__] = _Answers(method).__getitem__
        return answers


class Words:
    """The units of a page with what their words tell, worked out once and only where it is asked for."""

    def __init__(
        self, units: Sequence[Unit], *, starts: Sequence[bool], is_long: Sequence[bool], named: Iterable[str]
    ) -> None:
        self.units = units
        self.starts = starts  # for each unit, whether it begins with what begins articles only
        self.is_long = is_long  # and whether it is running text
        self.named = frozenset(named)  # short names of places that are known from elsewhere: the paper's name

    @cached_property
    def places(self) -> frozenset[str]:
        """The short names, two characters, of the places that the page's texts name in full: 柳林 of 柳林县."""
        texts = (unit.seen[:READ_AT_MOST] for unit, long in zip(self.units, self.is_long, strict=True) if long)
        return self.named.union(name for text in texts for name in _PLACE.findall(text))

    @once
    def letters(self, i: int) -> str:
        """The letters of a unit's beginning, without marks and spaces."""
        return only_letters(self.units[i].seen[:READ_AT_MOST])

    @once
    def straddles(self, i: int) -> bool:
        """Whether a word of the dictionary lies across the seam of unit *i* - 1 and unit *i*."""
        left, right = self.units[i - 1].seen[-6:], self.units[i].seen[:6]
        if not (left[-1:].isalpha() and right[:1].isalpha()):
            return False
        end = 0
        for word in rjieba.cut(left + right, False):
            start, end = end, end + len(word)
            if start < len(left) < end:
                return True
        return False

    def affinity(self, i: int, others: Sequence[int]) -> float:
        """The share of a unit's bigrams found in the units *others*, 0..1."""
        own = bigrams(self.letters(i))
        text = " ".join(map(self.letters, others))
        return sum(map(text.__contains__, own)) / len(own) if own else 0.0

    def cohesion(self, i: int) -> int:
        """How many names and terms the texts just before and after unit *i* have in common.

        They tell a sub-heading from the headline of another article.
        """
        return self._in_common(i - 1, i + 1)

    def cohesion_at(self, i: int) -> int:
        """How many names and terms the texts before unit *i* and those from it on have in common."""
        return self._in_common(i - 1, i)

    def _in_common(self, last: int, first: int) -> int:
        """How many runs of three characters the texts up to *last* and from *first* on share, and none farther off has.

        They are names and terms, mostly.
        """
        left = self._texts(range(last, max(-1, last - 2 * AROUND), -1))
        right = self._texts(range(first, min(len(self.units), first + 2 * AROUND)))
        if not left or not right or self.starts[right[0]]:
            return 0
        shared = self._runs(left[:NEXT]) & self._runs(right[:NEXT])
        far = slice(NEXT + ARTICLE, NEXT + ARTICLE + AROUND)
        around = " ".join(map(self.letters, (*left[far], *right[far]))) if shared else ""
        return sum(run not in around for run in shared)

    def _runs(self, texts: Iterable[int]) -> set[str]:
        """The runs of three characters of texts."""
        return set().union(*map(self._runs_of, texts))

    @once
    def _runs_of(self, i: int) -> frozenset[str]:
        letters = _DIGITS.sub("", self.letters(i)[:COMPARED])
        return frozenset(map("".join, zip(letters, letters[1:], letters[2:], strict=False)))

    def _texts(self, places: Iterable[int]) -> list[int]:
        return [j for j in places if len(self.units[j].seen) >= 30]
