"""A question as it is understood: its text made plain, what kind of answer it asks for, and what must be found."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from retrieval.asking import Kind, Slot
from retrieval.conversation import complete
from retrieval.folding import fold
from retrieval.types import Context
from retrieval.wording import slot_of

_POLITE = re.compile(
    r"^(?:[\s,，。!！~]*(?:您好|你好|请教一下|请教|请问一下|请问|劳驾|麻烦(?:您|你)?(?:问一下|问下|告诉我|查一下|查查)?|打扰了|想问一下|想问问|想问|问一下|问下|问问"
    r"|我想(?:知道|了解|问问?)(?:一下)?|帮我?(?:查一下|查查|查|看看)|(?:请|能)?告诉(?:我|一下)(?:一下)?|(?:你|您)?(?:知道|知不知道|晓得)|报知|小报))+[\s,，:：]*"
)
_POLITE_END = re.compile(
    r"[,，\s]*(?:(?:你|您)?(?:知道|清楚|晓得)(?:吗|不)?|谢谢(?:您|你|了)?|多谢|麻烦了|拜托了?|求解答?|急)[\s!！。.?？~]*$"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_BEFORE_ASKING = re.compile(r"(?<=[\u3400-\u9fff]) +(?=多少|几|什么|啥|哪|谁|何)")  # 纳税总额 多少
_PARTICLES = re.compile(r"(?:[呢吗吧啊呀嘛么了的是有为?？!！。.,，、;；:：\s]|到底|究竟)+$")
_LEADING = re.compile(r"^[\s,，。、?？!！:：;；]+")


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks."""

    text: str  # resolved, simplified, half-width, without politeness
    asked: str  # as typed
    kind: Kind
    unit: str | None  # 名, 元, %, 小时 … where the wording fixes one
    focus: str  # the question without its question words: what must be found
    follow_up: bool
    slot: Slot  # where in *text* the words are that ask


def read_question(text: str, context: Context | None = None) -> Question:
    """Understand *text*; what it leaves out is taken from *context*. Any text is read."""
    plain = plain_text(text)
    completed = complete(plain, context) if context is not None else None
    whole = plain_text(completed) if completed else plain
    slot = slot_of(whole)
    return Question(whole, text, slot.kind, slot.unit, focus_of(whole, slot), completed is not None, slot)


def plain_text(text: str) -> str:
    """*text* on one line, half-width, simplified, without politeness; itself where only politeness is left."""
    folded = fold(unicodedata.normalize("NFKC", _CONTROL.sub(" ", text))).strip()
    folded = re.sub(r"\s+", " ", folded)
    bare = _BEFORE_ASKING.sub("", _POLITE_END.sub("", _POLITE.sub("", folded)).strip())
    return bare or folded


def focus_of(plain: str, slot: Slot) -> str:
    """*plain* without the words that ask."""
    rest = plain[: slot.start] + plain[slot.end :]
    return _LEADING.sub("", _PARTICLES.sub("", rest))
