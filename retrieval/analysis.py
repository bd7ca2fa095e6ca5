"""Text to terms: fold, segment, leave question words out; one way for chunks and questions alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Literal

import rjieba

from retrieval.characters import BASIC, CharacterTable, spaced
from retrieval.folding import fold
from retrieval.numerals import NUMERAL, number, read_numeral
from retrieval.types import Query

Segmenter = Literal["rjieba", "jieba"]

# An index made by another version of this module has to be rebuilt; below 1000.
VERSION = 3

HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f〇"
ALTERNATIVE = 0.5  # weight of a synonym beside the word that was asked
ALTERNATIVES = 4  # of a word that are looked for, the likeliest: each costs time, and the commoner ones find too much
SEPARATOR = "\x00"  # between texts that are segmented in one call; no segmenter joins across it
STOPWORDS = Path(__file__).with_name("stopwords.txt")

# Words that ask. They are taken out before a question is segmented, or 哪天开捕 would fall into 哪 and 天开; what only
# looks like them (几何, 多伦多大学, 何姓) is left alone.
ASKING = re.compile(
    "为什么|什么|哪(?!吒)(?:一)?(?:个|位|些|里|儿|年|天|月|日|种|家|座|国|部|本|所|名|支|条|次|届|场|间|项|款|省|市|区|县|州|镇|方面)?|谁"
    "|何(?:时|地|人|处|种|年|月|日|国|方|物|事|以|故|职|名)|多少|几(?![何率乎]|内亚)(?:个|位|名|次|年|月|种|岁|时)?"
    "|(?<!伦)多[大长高远久重深宽快](?!学)|怎(?:么样|么|样)|如何|为何"
)
# Numbers that are not yet printed as plain digits: 3296.7万, 2,500, 二十三, and 八 where a measure word follows. What
# may come first is said once, so that the engine looks for that alone.
_HAN_DIGITS = "〇零一二两三四五六七八九十百千万亿"
_PRINTED_NUMBER = re.compile(
    rf"[0-9{_HAN_DIGITS}](?:(?<=[0-9])(?:[0-9,]*(?:\.[0-9]+)?[十百千万亿]+|[0-9]{{0,2}}(?:,[0-9]{{3}})+)"
    rf"|(?<=[{_HAN_DIGITS}])[{_HAN_DIGITS}]+"
    "|(?<=[一二两三四五六七八九])(?=[个名位家座次年月日号岁人大项条批届种场只件间户]))"
)

# A space first and what is before it then: the other way round, the engine would stop at every character.
_STRAY_SPACE = re.compile(rf" (?:(?<=[{HAN}] ) *(?=[{HAN}\d“《])|(?<=\d ) *(?=[{HAN}]))")


def squeeze(text: str) -> str:
    """*text* folded, in lower case, without the stray spaces that a page layout leaves inside words (采 暖 期)."""
    folded = fold(text).lower()
    return _STRAY_SPACE.sub("", folded) if " " in folded else folded


@cache
def stopwords() -> frozenset[str]:
    """Words that ask rather than name: they say nothing about which chunk answers."""
    lines = STOPWORDS.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


# A person's, a place's, an organisation's, another proper name; a foreign word.
NAME_TAGS = ("nr", "nrt", "nrfg", "ns", "nt", "nz", "eng")


def tagged(text: str) -> list[tuple[str, str]]:
    """The words of *text* with their tags, each character in one of them.

    A long word that the segmenter only guessed at, and that is no name (条路花), is cut again by its dictionary, and a
    short one before the verb that it ends with (桥|花了, 要|交多少).
    """
    found: list[tuple[str, str]] = []
    words = rjieba.tag(text)
    for (word, tag), (following, _) in zip(words, [*words[1:], ("", "")], strict=False):
        guessed = tag not in NAME_TAGS and word[0] > "\u3400" and not rjieba.has_word(word)
        if guessed and len(word) > 2:
            found += [(part, tag) for part in rjieba.cut(word, False)]
        elif guessed and len(word) == 2 and _ends_in_verb(word, tag, following):
            found += [(word[0], "n"), (word[1], "v")]
        else:
            found.append((word, tag))
    return found


def _ends_in_verb(guess: str, tag: str, following: str) -> bool:
    """Whether *guess*, two characters, is a verb behind another word, by its *tag* and what is *following*."""
    leads = following in ("了", "过") or (tag == "v" and guess[0] in "要能想会该")
    return leads and bool(rjieba.tag(guess[1])[0][1] == "v")


class Analyzer:
    """Segments with rjieba, or with jieba where the reference is wanted. Safe to share between threads.

    Words of the operator's *own* are terms wherever they stand, however the segmenter parts them.
    """

    def __init__(self, segmenter: Segmenter = "rjieba", own: Iterable[str] = ()) -> None:
        self.segmenter = segmenter
        words = sorted({squeeze(word) for word in own} - {""}, key=lambda word: (-len(word), word))
        self._own = re.compile("|".join(map(re.escape, words))) if words else None
        self.edition = VERSION + (1000 * _number_of(words) if words else 0)  # part of an index's identity
        self._cut: Callable[[str], Iterable[str]] = rjieba.cut_for_search
        self._cut_once: Callable[[str], Iterable[str]] = rjieba.cut
        if segmenter == "jieba":
            self._cut, self._cut_once = _jieba_cuts()

    def chunk_terms(self, text: str) -> list[str]:
        """The terms of one text, in order, words inside longer words included."""
        return self.term_lines([text])[0].split()

    def question_terms(self, text: str) -> list[str]:
        """The terms of a question, without words that ask."""
        return [word for word in self.chunk_terms(ASKING.sub(" ", squeeze(text))) if word not in stopwords()]

    def term_lines(self, texts: Sequence[str]) -> list[str]:
        """The terms of each text, separated by white space: what an index with a white-space tokenizer takes.

        A number that is printed in another way than in digits is a term in digits besides.
        """
        return self._lines(texts)[0]

    def lines(self, texts: Sequence[str]) -> tuple[list[str], list[str]]:
        """The terms of each text, and its single characters, separated by white space.

        All texts are folded and segmented in one call, since a call costs as much as a hundred characters.
        """
        terms, plain = self._lines(texts)
        return terms, spaced(plain).split(SEPARATOR) if texts else []

    def _lines(self, texts: Sequence[str]) -> tuple[list[str], str]:
        """The terms of each text, and the texts without signs, folded, SEPARATOR between them."""
        if not texts:
            return [], ""
        squeezed = squeeze(SEPARATOR.join(text.replace(SEPARATOR, " ") for text in texts))
        plain = _signs().apply(squeezed)
        terms = " ".join(self._cut(plain)).split(SEPARATOR)
        squeezed_lines = squeezed.split(SEPARATOR)
        numbers = map(_numbers, squeezed_lines)
        lines = [f"{line} {more}" for line, more in zip(terms, numbers, strict=True)]
        if self._own is not None:
            lines = [self._with_own(line, text) for line, text in zip(lines, squeezed_lines, strict=True)]
        return lines, plain

    def _with_own(self, line: str, text: str) -> str:
        """*line* with the own words of *text* that the segmenter did not keep whole."""
        assert self._own is not None
        held = set(line.split())
        return " ".join([line, *(word for word in self._own.findall(text) if word not in held)])

    def words(self, text: str) -> list[str]:
        """*text* in words, each character in exactly one of them."""
        return list(self._cut_once(text))

    def in_dictionary(self, word: str) -> bool:
        """Whether the segmenter's dictionary has *word*."""
        return bool(rjieba.has_word(word))

    def query(
        self, text: str, *, terms: Sequence[str] | None = None, alternatives: Mapping[str, Sequence[str]] | None = None
    ) -> Query:
        """The question *text* as weighted terms and characters.

        *terms* are its question terms, where the caller has them already. *alternatives* gives words of the text others
        that may be printed for them, the likeliest first: terms of ALTERNATIVES of them count at ALTERNATIVE weight.
        """
        words = dict.fromkeys(self.question_terms(text) if terms is None else terms, 1.0)
        characters = dict.fromkeys((char for word in words for char in word if char >= "\u3400"), 1.0)
        others = [other for others in (alternatives or {}).values() for other in others[:ALTERNATIVES]]
        for line in self.term_lines(others):
            for word in line.split():
                words.setdefault(word, ALTERNATIVE)
        return Query(terms=words, characters=characters)


def _number_of(words: Iterable[str]) -> int:
    """A number from 1 on that other words would hardly have, too."""
    return 1 + int(sha256("\n".join(words).encode()).hexdigest()[:5], 16)


def _numbers(squeezed: str) -> str:
    return " ".join(map(_in_digits, _PRINTED_NUMBER.findall(squeezed)))


@lru_cache(maxsize=10_000)
def _in_digits(printed: str) -> str:
    """*printed* in digits (3296.7万 → 32967000, 二十三 → 23); nothing where it is no one number."""
    match = NUMERAL.fullmatch(printed)
    read = read_numeral(printed) if match else None
    return str(number(read.low)) if read and read.low == read.high else ""


@cache
def _signs() -> CharacterTable:
    """Signs become spaces; a point and a per-cent sign stay with their number."""
    return CharacterTable(
        "".join(char if char.isalnum() or char in f".%{SEPARATOR}" else " " for char in map(chr, range(BASIC)))
    )


def _jieba_cuts() -> tuple[Callable[[str], Iterable[str]], Callable[[str], Iterable[str]]]:
    """The reference segmenter; imported only where it is chosen, since it loads its dictionary for a second."""
    import jieba

    jieba.setLogLevel("WARNING")
    return jieba.cut_for_search, jieba.cut
