"""Where the sentences of an article begin and end, and which of them says most nearly what another text says."""

from __future__ import annotations

from collections.abc import Iterator

from retrieval.analysis import squeeze

Span = tuple[int, int]  # characters into Article.body
ENDS = "。！？!?；;\n"


def sentences(body: str) -> Iterator[Span]:
    """The sentences of *body*, each with the sign that ends it."""
    start = 0
    for at, char in enumerate(body):
        if char in ENDS:
            yield start, at + 1
            start = at + 1
    if start < len(body):
        yield start, len(body)


def sentence_at(body: str, place: int) -> Span:
    """The sentence of *body* that *place* is in."""
    return next(span for span in sentences(body) if place < span[1])


def nearest(body: str, text: str) -> tuple[Span, float]:
    """The sentence of *body* that shares most with *text*, and how much of *text* that is, from 0 to 1."""
    wanted = pairs(text)
    best, most = (0, len(body)), 0.0
    for start, end in sentences(body):
        shared = len(wanted & pairs(body[start:end])) / (len(wanted) or 1)
        if shared > most:
            best, most = (start, end), shared
    return best, most


def pairs(text: str) -> frozenset[str]:
    """All two characters that stand beside each other in *text*, folded; signs left out."""
    plain = "".join(filter(str.isalnum, squeeze(text)))
    return frozenset(plain[i : i + 2] for i in range(len(plain) - 1))
