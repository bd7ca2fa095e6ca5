"""An article's body becomes sentence chunks: the passages that are indexed, scored and quoted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from store.models import Article, Chunk

LIMIT = 200  # characters: no passage is longer (the contract's limit for a quoted passage)
SHORT = 15  # characters: a sentence below this says too little alone and joins its neighbour
LEAST_PART = 60  # characters: a part cut from an overlong sentence is at least this long, where it can be

_CLOSERS = re.escape("”’」』）)】》〉］]\"'")
# A sentence ends at its mark and whatever closes after it. A full stop of half width ends one only after a Chinese
# character or a Latin word of three letters or more, so that 4.8, U.S. and Dr. stay whole.
# The mark comes first and what is before it then: the other way round, the engine would stop at every character.
_END = re.compile(
    r"[。！？!?….．](?:(?<=[。！？!?…])[。！？!?…]*|(?<=[\u4e00-\u9fff][.．])(?![\w.．])"
    rf"|(?<=[a-z]{{3}}\.)(?=\s+[A-Z\u4e00-\u9fff]))[{_CLOSERS}]*"
)
# Where an overlong sentence may be cut, best first; a comma between digits groups thousands.
_CUTS = (re.compile("[；;]"), re.compile(r"，|,(?!\d)"), re.compile(r"[、：:\s]"))

Span = tuple[int, int]  # characters, half open


def chunk(article: Article) -> list[Chunk]:
    """The sentences of *article*'s body as chunks, in printed order.

    A chunk is at most LIMIT characters, lies within one paragraph, and neither begins nor ends with white space;
    every other character of the body is in exactly one chunk. Offsets count into `Article.body`.
    """
    body = article.body
    return [
        Chunk(article_id=article.id, start=start, end=end, text=body[start:end])
        for paragraph in _paragraphs(body)
        for start, end in _joined(_parts(body, paragraph))
    ]


@dataclass(frozen=True, slots=True)
class Chunks:
    """The chunks of an article, cut whenever they are gone through: those of a large file would fill the memory."""

    article: Article

    def __iter__(self) -> Iterator[Chunk]:
        return iter(chunk(self.article))


def _paragraphs(body: str) -> Iterator[Span]:
    start = 0
    for line in body.split("\n"):
        yield start, start + len(line)
        start += len(line) + 1


def _parts(body: str, paragraph: Span) -> Iterator[Span]:
    """The sentences of a paragraph, trimmed; an overlong one in parts."""
    start, stop = paragraph
    for mark in _END.finditer(body, start, stop):
        yield from _cut(body, start, mark.end())
        start = mark.end()
    yield from _cut(body, start, stop)


def _cut(body: str, start: int, stop: int) -> Iterator[Span]:
    """The span without surrounding white space, in parts of at most LIMIT characters; nothing if it is blank."""
    while span := _trimmed(body, start, stop):
        start, end = span
        if end - start <= LIMIT:
            yield span
            return
        cut = _best_cut(body, start)
        yield _trimmed(body, start, cut) or (start, cut)
        start = cut


def _trimmed(body: str, start: int, stop: int) -> Span | None:
    while start < stop and body[start].isspace():
        start += 1
    while start < stop and body[stop - 1].isspace():
        stop -= 1
    return (start, stop) if start < stop else None


def _best_cut(body: str, start: int) -> int:
    """Where to end the first part of an overlong sentence: after the last mark of the best kind in reach."""
    for cuts in _CUTS:
        ends = [mark.end() for mark in cuts.finditer(body, start + LEAST_PART, start + LIMIT)]
        if ends:
            return ends[-1]
    return start + LIMIT


def _joined(spans: Iterator[Span]) -> Iterator[Span]:
    """Neighbours of which one is SHORT become one span, as long as it stays within LIMIT."""
    last: Span | None = None
    for span in spans:
        if last and min(last[1] - last[0], span[1] - span[0]) < SHORT and span[1] - last[0] <= LIMIT:
            last = (last[0], span[1])
            continue
        if last:
            yield last
        last = span
    if last:
        yield last
