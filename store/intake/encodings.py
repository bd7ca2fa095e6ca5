"""Bytes → text: every encoding a Chinese newsroom uses is tried, and the one whose text is most plausible wins."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache

from store.intake.reasons import Unreadable

# A byte order mark settles the matter. UTF-32 comes first: its little-endian mark begins with UTF-16's.
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Without a mark these compete. UTF-8 gets a bonus: other bytes seldom happen to be valid UTF-8.
MARK_BONUS = 1.0
UTF8_BONUS = 0.45
CANDIDATES = (("utf-8", UTF8_BONUS), ("gb18030", 0.0), ("utf-16-le", 0.0), ("utf-16-be", 0.0), ("big5hkscs", 0.0))
# A text below this is no text. Chinese and English lie above .95, Chinese read in a wrong encoding below .4.
PLAUSIBLE = 0.6
CLEARLY_TEXT = 0.8  # below this it is worth looking whether the text was once read in a wrong encoding
LEAST_MISREAD = 5  # characters beyond ASCII that it takes to tell a misreading: a few may well be rare ones
MISREAD = 0.8  # the share of a text that must fit if it was misread in a wrong encoding
DAMAGED = 0.005  # the share of undecodable places up to which a file counts as damaged, not as another encoding
SAMPLE = 20_000  # characters looked at in each of three places

# Not printed: control characters (but tab, line ends and form feed), marks of direction, zero-width spaces, the BOM.
UNPRINTED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
# What is left of text whose undecodable bytes were replaced (EF BF BD), saved, and read as GBK.
LOST = "锟斤拷"
LOST_REASON = "文字在转换编码时已经损坏（锟斤拷、�），请找原始文件，用 UTF-8 保存后再发"


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, and what had to be guessed or repaired on the way."""

    text: str
    encoding: str
    score: float  # plausibility, with the bonus of its encoding
    warnings: tuple[str, ...] = ()


def decode(content: bytes) -> Decoded:
    """The text of *content*. Raises Unreadable for binary content and for text that is beyond repair."""
    marked = next((name for mark, name in MARKS if content.startswith(mark)), None)
    candidates = ((marked, MARK_BONUS),) if marked else CANDIDATES
    for damage in (0.0, DAMAGED):
        best: Decoded | None = None
        for name, bonus in candidates:
            found = _read(content, name, damage, bonus)
            if found is not None and (best is None or found.score > best.score):
                best = found
            if best is not None and best.score >= CLEARLY_TEXT + UTF8_BONUS:  # nothing else can be better
                break
        if best is not None and best.score >= PLAUSIBLE:
            return _check(best)
    raise Unreadable(_why_not(content))


def printable(text: str) -> str:
    """*text* without the characters that print nothing."""
    return UNPRINTED.sub("", text)


def plausibility(text: str) -> float:
    """How much *text* looks like Chinese or English prose: 1 for every character is common; below 0 for binary."""
    middle = len(text) // 2
    sample = text if len(text) <= 3 * SAMPLE else text[:SAMPLE] + text[middle : middle + SAMPLE] + text[-SAMPLE:]
    if not sample.strip("\ufeff \t\r\n"):
        return 1.0
    counts = Counter(sample)
    others = set(counts).difference(_plain())
    fitting = len(sample) - sum(counts[character] for character in others)
    return (fitting + sum(_weight(character) * counts[character] for character in others)) / len(sample)


def _read(content: bytes, encoding: str, damage: float, bonus: float) -> Decoded | None:
    """*content* in *encoding*, if at most a share *damage* of its characters (or three, if any) cannot be decoded."""
    try:
        text = content.decode(encoding, "replace" if damage else "strict")
    except UnicodeDecodeError:
        return None
    lost = text.count("\ufffd") if damage else 0
    if lost > max(3, damage * len(text)):
        return None
    warnings = (f"有 {lost} 处字节损坏，已用 � 代替，请核对原文",) if lost else ()
    worth = plausibility(text)
    decoded = Decoded(text, encoding, worth + bonus, warnings)
    return decoded if worth >= CLEARLY_TEXT else _repair(decoded, worth)


def _repair(decoded: Decoded, worth: float) -> Decoded:
    """Undo what happens when UTF-8 is opened as GBK or Latin-1 and saved again; no score where that lost characters.

    *worth* is the plausibility of the text as it stands.
    """
    given = decoded.text.removeprefix("\ufeff")
    if sum(not char.isascii() for char in given) < LEAST_MISREAD:
        return decoded
    lost = False
    for wrong in ("gb18030", "cp1252", "latin-1"):
        misread = given.encode(wrong, "ignore")
        text = misread.decode("utf-8", "ignore")
        # How much of the text the wrong encoding holds, and how much of its bytes are UTF-8 after all.
        kept = min(len(misread.decode(wrong)) / max(1, len(given)), len(text.encode()) / max(1, len(misread)))
        score = plausibility(text)
        if score <= worth or kept < MISREAD:
            continue
        if kept == 1:
            return Decoded(text, decoded.encoding, score, (*decoded.warnings, "文字原是乱码，已自动还原，请核对"))
        lost = True
    return replace(decoded, score=0.0) if lost else decoded


def _check(decoded: Decoded) -> Decoded:
    text = decoded.text
    if 3 * text.count(LOST) + text.count("\ufffd") > max(3, 0.01 * len(text)):
        raise Unreadable(LOST_REASON)
    return decoded


def _why_not(content: bytes) -> str:
    """Binary content, or text in an encoding that is not known here."""
    if content.count("\ufffd".encode()) > max(3, len(content) / 300):
        return LOST_REASON
    controls = sum(content.count(byte) for byte in (*range(9), *range(14, 27)))
    if controls > len(content) / 100:
        return "内容不是文字（像是程序、图片或其他二进制文件），请发文稿本身"
    return "认不出文字的编码，或文字是乱码，请用 UTF-8 重新保存后再发"


@cache
def _weight(character: str) -> float:
    """What one character adds: 1 common in Chinese or English, down to -3 for what no text holds."""
    code = ord(character)
    if character in _plain():
        return 1.0
    if 0x3000 <= code < 0x3030 or 0xFF00 < code < 0xFF5F or 0x2010 <= code < 0x2040 or character in "·\xa0°×÷±￥\ufeff":
        return 1.0
    if 0x2000 <= code < 0x2700 or 0x3040 <= code < 0x3400:
        return 0.5  # signs, kana
    if 0x3400 <= code < 0xA000:
        return 0.1  # rare Chinese characters: what UTF-8 read as GBK is made of
    category = unicodedata.category(character)
    if category in ("Cc", "Cn", "Co", "Cs") or character == "\ufffd":
        return -3.0
    return 0.0 if code < 0x100 or category[0] not in "LM" else 0.5  # accented capitals abound where UTF-8 is misread


@cache
def _plain() -> frozenset[str]:
    """What Chinese and English texts consist of, mostly."""
    return _common() | frozenset(map(chr, range(0x20, 0x7F))) | frozenset("\t\n\r\f")


def _common() -> frozenset[str]:
    """The characters in common use: the first level of GB 2312 (3,755) and that of Big5 (5,401)."""
    first_level = {"gb2312": (range(0xB0, 0xD8), range(0xA1, 0xFF)), "big5": (range(0xA4, 0xC7), range(0x40, 0xFF))}
    return frozenset(
        bytes((lead, trail)).decode(encoding, "ignore")
        for encoding, (leads, trails) in first_level.items()
        for lead in leads
        for trail in trails
        if encoding == "gb2312" or not 0x7F <= trail < 0xA1
    ) - {""}
