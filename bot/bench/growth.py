"""Corpora of any size from a few real texts: new sentences spliced from pieces of real ones, with ever new words.

Splicing alone would repeat the same words for ever, while a real collection keeps bringing new names and figures.
So the rare words of a piece are slots: a slot gets a new word whenever the vocabulary lags behind Heaps' law as the
real texts show it, and otherwise one that a slot had before, the likelier the oftener (Simon's process, which makes
the tail of Zipf's law). What is common in the real texts stays as common as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from math import log
from pathlib import Path
from random import Random

import rjieba

from store.intake.chunking import chunk
from store.models import Article, Chunk

RARE = 3  # a word that the real texts have at most so often is a slot
DONORS = 3  # real articles that lend their pieces to a new one, so that it keeps to a few topics

_CLAUSES = re.compile(r"[^，；、：,;。！？!?\n]+[，；、：,;。！？!?]*")
_ENDS = "。！？!?"
_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")

Part = str | int  # text to keep; or a slot: 0 for a word, n > 0 for a figure of n digits


@dataclass(frozen=True, slots=True)
class Piece:
    """A clause of a real sentence."""

    parts: tuple[Part, ...]
    words: int


@dataclass(frozen=True, slots=True)
class Donor:
    """A real article in pieces."""

    headline: Piece
    inner: tuple[Piece, ...]  # clauses that another follows
    last: tuple[Piece, ...]  # clauses that end a sentence
    sentences: tuple[int, ...]  # clauses in each sentence


def grow(articles: Sequence[Article], chunks: int, *, seed: int = 0) -> Iterator[tuple[Article, list[Chunk]]]:
    """Articles with numbered chunks, *chunks* of them at least: the real ones first, then as many new ones as it takes.

    A larger corpus begins with the smaller one; the same texts and seed give the same corpus on every machine.
    """
    count = 0
    for article in _endless(articles, seed):
        parts = [part._replace(id=count + n) for n, part in enumerate(chunk(article), start=1)]
        yield article, parts
        count += len(parts)
        if count >= chunks:
            return


def _endless(articles: Sequence[Article], seed: int) -> Iterator[Article]:
    yield from articles
    yield from Grower(articles, seed).new_articles()


class Grower:
    """Makes new articles out of real ones. Raises ValueError if they hold no sentence."""

    def __init__(self, articles: Sequence[Article], seed: int = 0) -> None:
        self._random = Random(seed)
        self._words = Counter(
            word for article in articles for word in rjieba.cut(f"{article.headline}\n{article.body}")
        )
        self._real = self._words.total()
        self._real_vocabulary = len(self._words)
        self._heaps = heaps_exponent(articles)
        self._seen, self._vocabulary = self._real, self._real_vocabulary
        self._fresh = self._new_words()
        self._filled = [word for word, n in self._words.items() if n <= RARE and _HAN.fullmatch(word)]
        self._donors = [donor for article in articles if (donor := self._donor(article)).last]
        if not self._donors:
            raise ValueError("the texts to grow from hold no sentence")

    def new_articles(self) -> Iterator[Article]:
        """New articles without end."""
        number = 0
        while True:
            number += 1
            model, *others = self._random.choices(self._donors, k=DONORS)
            lenders = [model, *others]
            body = "".join(self._sentence(clauses, lenders) for clauses in model.sentences)
            yield Article(id=f"new-{number}", headline=self._text(model.headline), paragraphs=(body,))

    def _sentence(self, clauses: int, lenders: Sequence[Donor]) -> str:
        choice = self._random.choice
        inner = [donor.inner for donor in lenders if donor.inner]
        pieces = [choice(choice(inner)) for _ in range(clauses - 1) if inner]
        return "".join(map(self._text, [*pieces, choice(choice(lenders).last)]))

    def _text(self, piece: Piece) -> str:
        self._seen += piece.words
        return "".join(part if isinstance(part, str) else self._fill(part) for part in piece.parts)

    def _fill(self, digits: int) -> str:
        if digits:
            return str(self._random.randrange(10 ** (digits - 1), 10**digits))
        if self._vocabulary < self._real_vocabulary * (self._seen / self._real) ** self._heaps:
            self._vocabulary += 1
            word = next(self._fresh)
        else:
            word = self._random.choice(self._filled)
        self._filled.append(word)
        return word

    def _new_words(self) -> Iterator[str]:
        """Words that the real texts do not have: the segmenter's own, common ones first; then pairs of rare words."""
        yield from (word for word in dictionary() if word not in self._words)
        rare = [word for word, n in self._words.items() if n <= RARE and _HAN.fullmatch(word)]
        while True:
            yield self._random.choice(rare)[:2] + self._random.choice(rare)[-2:]

    def _donor(self, article: Article) -> Donor:
        clauses = _CLAUSES.findall(article.body)
        ends = [clause[-1] in _ENDS for clause in clauses]
        pieces = [self._piece(clause) for clause in clauses]
        places = [-1, *(n for n, end in enumerate(ends) if end)]
        return Donor(
            headline=self._piece(article.headline),
            inner=tuple(piece for piece, end in zip(pieces, ends, strict=True) if not end),
            last=tuple(piece for piece, end in zip(pieces, ends, strict=True) if end),
            sentences=tuple(after - before for before, after in pairwise(places)),
        )

    def _piece(self, text: str) -> Piece:
        words = rjieba.cut(text)
        parts: list[Part] = []
        for word in words:
            part = self._part(word)
            if isinstance(part, str) and parts and isinstance(parts[-1], str):
                parts[-1] += part
            else:
                parts.append(part)
        return Piece(tuple(parts), len(words))

    def _part(self, word: str) -> Part:
        if self._words[word] > RARE:
            return word
        if word.isascii() and word.isdigit() and word[0] != "0":
            return len(word)
        return 0 if _HAN.fullmatch(word) else word


def heaps_exponent(articles: Sequence[Article]) -> float:
    """How fast the vocabulary grows with the text, between its first half and the whole: V ~ n ** exponent."""
    words: list[str] = []
    for article in articles:
        words += rjieba.cut(article.body)
    half = len(set(words[: len(words) // 2]))
    return min(0.9, max(0.3, log(len(set(words)) / max(1, half)) / log(2))) if words else 0.5


def dictionary() -> Iterator[str]:
    """The words of the segmenter's dictionary (jieba's, which rjieba shares), common ones first."""
    spec = find_spec("jieba")  # its file alone is wanted: importing jieba costs half a second
    lines = Path(spec.origin or "").with_name("dict.txt").read_text(encoding="utf-8").splitlines() if spec else []
    words = sorted((-int(line.split(" ")[1]), line.split(" ")[0]) for line in lines)
    return (word for _, word in words if _HAN.fullmatch(word))


def zipf_slope(counts: Iterable[int], *, first: int = 10, last: int = 10_000) -> float:
    """Slope of log frequency over log rank between two ranks, by least squares over ranks spaced evenly in log."""
    ordered = sorted(counts, reverse=True)
    ranks = sorted({round(first * (last / first) ** (n / 100)) for n in range(101)})
    points = [(log(rank), log(ordered[rank - 1])) for rank in ranks if rank <= len(ordered)]
    mean_x, mean_y = (sum(values) / len(points) for values in zip(*points, strict=True))
    slope: float = sum((x - mean_x) * (y - mean_y) for x, y in points) / sum((x - mean_x) ** 2 for x, _ in points)
    return slope
