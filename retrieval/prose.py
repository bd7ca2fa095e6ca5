"""An article's body laid out for reading: folded, without stray spaces, split into sentences and clauses.

Two counts of characters are in use: *printed* offsets into `Article.body`, and offsets into `Prose.text`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate
from typing import Literal, NamedTuple

import rjieba

from retrieval.folding import fold

# Spaces that separate nothing: beside a Chinese character or a mark. Between Latin words and digits they stay.
_SPACES = r"(?<![!-~]) +| +(?![!-~])"
# Where a column cut a sentence, and a paragraph ends that is none: 增长4.|8%, 净收入|1510元, 500元|,其中.
_CUT = (
    r"(?<=[0-9]\.)\n(?=[0-9])|(?<=[\u4e00-\u9fff0-9,，、])\n(?=[,，。、;；%)）])"
    r"|(?<=[\u4e00-\u9fff,，、])\n(?=[0-9][0-9.,]*[万亿]?(?:元|%|人|户|名|个|亩|吨|公里|公斤|平方|米|家|件))"
)
_STRAY = re.compile(f"{_SPACES}|{_CUT}")
# A line long enough to be a sentence's, broken off between two characters.
_IN_A_WORD = re.compile(r"[^\n]{12}[\u4e00-\u9fff]\n(?=[\u4e00-\u9fff][^\n]*[,，。])")
_SENTENCE_END = re.compile(r"(?:[。！？!?;；…]+[”’」』）)]*|(?<=[\u4e00-\u9fff])\.(?![\w.])|\n+)")
_PART_END = re.compile(r"[。！？!?\n]+(?=.)", re.DOTALL)
_CLAUSE_END = re.compile(r"，|,(?!\d{3}(?!\d))|:|：|[()（）]|—+|--+")

Span = tuple[int, int]  # half open


NameKind = Literal["person", "place", "org", "title", "list"]


class Name(NamedTuple):
    """A name in a text."""

    start: int  # into the text given
    end: int  # exclusive
    kind: NameKind
    label: str = ""  # a person's role (皇台街道党工委副书记), the class word of a title or list (商标, 方面)
    sure: bool = True  # its form and its surroundings agree


class Token(NamedTuple):
    """A word of the text with the segmenter's tag; a tuple, since a page has hundreds."""

    start: int
    end: int
    word: str
    tag: str


@dataclass(frozen=True, slots=True)
class Prose:
    """One text, prepared."""

    text: str  # folded, without stray spaces
    dropped: tuple[int, ...]  # printed offsets of the spaces left out, ascending
    gaps: tuple[int, ...]  # the places in *text* ahead of which spaces were left out, ascending
    stops: tuple[int, ...]  # where each whole sentence starts in *text*, ascending; the first is 0
    sentences: tuple[
        int, ...
    ]  # where each sentence, or part of one up to a semicolon, starts in *text*, ascending; the first is 0
    clauses: tuple[int, ...]  # where each clause starts in *text*, ascending; every sentence start is one

    def place(self, printed: int) -> int:
        """Where the printed offset lies in *text*."""
        return printed - bisect_left(self.dropped, printed)

    def printed(self, place: int) -> int:
        """The printed offset of a place in *text*."""
        low, high = 0, len(self.dropped)
        while low < high:  # the dropped spaces before the character at *place*
            middle = (low + high) // 2
            if self.dropped[middle] - middle <= place:
                low = middle + 1
            else:
                high = middle
        return place + low

    def paragraph(self, place: int) -> Span:
        """The paragraph that holds *place*, without the end of its line."""
        end = self.text.find("\n", place)
        return self.text.rfind("\n", 0, place) + 1, end if end >= 0 else len(self.text)

    def sentence(self, place: int) -> Span:
        """The sentence that holds *place*."""
        return _part(self.sentences, place, len(self.text))

    def whole(self, place: int) -> Span:
        """The sentence that holds *place*, semicolons within it passed over."""
        return _part(self.stops, place, len(self.text))

    def clause(self, place: int) -> Span:
        """The clause that holds *place*."""
        return _part(self.clauses, place, len(self.text))


def laid_out(printed: str) -> tuple[str, list[int]]:
    """*printed* folded, without its stray spaces; and the offsets of these."""
    folded = fold(printed)
    if " " not in folded and "\n" not in folded:
        return folded, []
    runs = [run.span() for run in _STRAY.finditer(folded)]
    runs += [(cut.end() - 1, cut.end()) for cut in _IN_A_WORD.finditer(folded) if _is_in_a_word(folded, cut)]
    runs.sort()
    dropped = [place for start, end in runs for place in range(start, end)]
    return "".join([folded[low:high] for low, high in _between(runs, len(folded))]), dropped


def read_prose(body: str) -> Prose:
    """Lay out *body*."""
    text, dropped = laid_out(body)
    ends = [(mark.end(), mark.group()[0] not in ";；") for mark in _SENTENCE_END.finditer(text)]
    sentences = [0, *(end for end, _ in ends)]
    clauses = sorted({*sentences, *(mark.end() for mark in _CLAUSE_END.finditer(text))})
    stops = [0, *(end for end, whole in ends if whole)]
    gaps = dict.fromkeys(place - index for index, place in enumerate(dropped))
    return Prose(text, tuple(dropped), tuple(gaps), tuple(stops), tuple(sentences), tuple(clauses))


def _is_in_a_word(text: str, cut: re.Match[str]) -> bool:
    """Whether the characters on both sides of the line break that *cut* ends with are a word: 患|者."""
    return bool(rjieba.has_word(text[cut.end() - 2] + text[cut.end()]))


def _between(runs: Sequence[Span], end: int) -> list[Span]:
    """What is left up to *end* without *runs*, which are ascending."""
    return list(zip([0, *(high for _, high in runs)], [*(low for low, _ in runs), end], strict=True))


def read_tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The words of *text* from *start* to *end* in order, with their tags."""
    tagged: list[tuple[str, str]] = rjieba.tag(text[start:end])
    if not tagged:
        return []
    words, tags = zip(*tagged, strict=True)
    places = list(accumulate(map(len, words), initial=start))
    return list(map(_as_token, zip(places, places[1:], words, tags, strict=False)))


_as_token = partial(tuple.__new__, Token)  # as Token._make does, without a call of Python's for each of hundreds


def span_of(tokens: Sequence[Token]) -> Span:
    """Where *tokens*, which stand side by side, begin and end."""
    return (tokens[0].start, tokens[-1].end) if tokens else (0, 0)


def part_starts(text: str) -> list[int]:
    """Where the parts of *text* start across which no word, no person, no organisation and no place is read."""
    return [0, *(mark.end() for mark in _PART_END.finditer(text))]


def _part(starts: tuple[int, ...], place: int, end: int) -> Span:
    index = bisect_right(starts, place) - 1
    return starts[index], starts[index + 1] if index + 1 < len(starts) else end
