"""What a message is made of: Telegram's HTML, its length, its buttons."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

MESSAGE_UNITS = 4096  # UTF-16 code units of a message, counted without the tags
DATA_BYTES = 64  # of a button's callback data

# what Telegram drops or refuses: control characters but tab and line feed, and halves of surrogate pairs
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
SENTENCE_END = re.compile(r"[。！？!?…；;]+[”’」』）)】]*|\n+")


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message: it calls the bot back with *data*."""

    text: str
    data: str


@dataclass(frozen=True, slots=True)
class Reply:
    """One message: HTML within Telegram's limits, and rows of buttons."""

    html: str
    keyboard: tuple[tuple[Button, ...], ...] = ()


def plain(reply: Reply) -> str:
    """The message as text alone, as the chat shows it."""
    return html.unescape(re.sub(r"<[^>]*>", "", reply.html))


def escape(text: str) -> str:
    """*text* so that Telegram's HTML shows it as it is."""
    return html.escape(clean(text), quote=False)


def clean(text: str) -> str:
    """*text* without the characters that no message can hold."""
    return UNPRINTABLE.sub("", text)


def units(text: str) -> int:
    """Length as Telegram counts it: UTF-16 code units."""
    return len(text) + sum(char > "\uffff" for char in text)


def clip(text: str, limit: int) -> str:
    """At most *limit* units of *text*; an ellipsis where it was cut."""
    text = " ".join(clean(text).split())
    if units(text) <= limit:
        return text
    while text and units(text) > limit - 1:
        text = text[: min(len(text) - 1, limit - 1)]
    return text + "…"


def marked(text: str, spans: Iterable[tuple[int, int]], tag: str = "b") -> str:
    """*text* escaped, with *spans* of it (start, end exclusive) inside *tag*; overlapping spans are joined."""
    out, at = [], 0
    for start, end in _joined(spans, len(text)):
        out += [escape(text[at:start]), f"<{tag}>", escape(text[start:end]), f"</{tag}>"]
        at = end
    return "".join([*out, escape(text[at:])])


def pages(text: str, limit: int) -> list[tuple[int, int]]:
    """Cut *text* into parts of at most *limit* units (a line break counts twice), at sentence ends where there are any.

    Returns (start, end) of each part; together they are the whole text. Never empty.
    """
    cuts, start, cost = [0], 0, 0
    for begin, end in _sentences(text, limit):
        size = units(text[begin:end]) + text.count("\n", begin, end)
        if cost + size > limit and begin > start:
            cuts.append(begin)
            start, cost = begin, 0
        cost += size
    return list(zip(cuts, [*cuts[1:], len(text)], strict=True))


def _sentences(text: str, limit: int) -> Iterator[tuple[int, int]]:
    """Sentences of *text*; one that no page could hold is cut into pieces."""
    ends = [match.end() for match in SENTENCE_END.finditer(text)]
    begin = 0
    for end in [*ends, len(text)]:
        while begin < end:
            # a character costs two units at most
            piece = min(end, begin + max(1, limit // 2)) if end - begin > limit // 2 else end
            yield begin, piece
            begin = piece


def _joined(spans: Iterable[tuple[int, int]], length: int) -> Iterator[tuple[int, int]]:
    last: tuple[int, int] | None = None
    for start, end in sorted((max(0, start), min(end, length)) for start, end in spans):
        if start >= end:
            continue
        if last is not None and start <= last[1]:
            last = last[0], max(last[1], end)
            continue
        if last is not None:
            yield last
        last = start, end
    if last is not None:
        yield last
