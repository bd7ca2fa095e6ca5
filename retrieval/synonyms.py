"""The thesaurus: what else a paper may print for the words that a reader asks with; general, and the operator's own."""

from __future__ import annotations

import logging
import threading
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import rjieba

from retrieval.analysis import ASKING, squeeze, tagged

log = logging.getLogger(__name__)

GENERAL = Path(__file__).with_name("thesaurus")  # one file a field of life
PARTICLES = "了过着"  # 投过 is said with 投
_LONG = 4  # characters of a word in which the segmenter knows shorter ones (住房公积金)


class Synonyms:
    """The thesaurus of general Chinese that comes with the program, and an operator's own groups; safe to share
    between threads.

    A file has one group a line. Words separated by `=` stand for one another; those behind a `>` may be printed where
    a reader says one ahead of it, but not the other way round: `花钱 > 投资 = 耗资`. `#` begins a comment. A file of an
    operator is read again whenever it changes; one that is not there has no groups. While one cannot be read, what was
    read last stays in use.
    """

    def __init__(self, *own: Path) -> None:
        """The general thesaurus, and the groups of the files *own*, which come first."""
        self._paths = own
        self._reading = threading.Lock()
        self._own = _Own((), _Table())
        self._latest: tuple[str, _Table, Mapping[str, tuple[str, ...]]] = ("", self._own.table, {})

    def of(self, text: str) -> Mapping[str, tuple[str, ...]]:
        """The words of the question *text* that have others, each with them, the likeliest first.

        A word counts where it begins and ends as words of the segmenter do: it may be several of them (文明|城市), or
        one with its particle (投过), but 块 in 板块 is no money. What asks (多少) is part of no word. How long it takes
        does not depend on how many words there are in the thesaurus.
        """
        own, general = self._current(), general_table()
        text = squeeze(text)
        latest, by, known = self._latest  # a question is looked up for its search, and again for its answer
        if text == latest and own is by:
            return known
        found: dict[str, tuple[str, ...]] = {}
        for word in _words(text, max(own.longest, general.longest)):
            if word not in found and (others := (*own.words.get(word, ()), *general.words.get(word, ()))):
                found[word] = tuple(dict.fromkeys(others))
        self._latest = text, own, found
        return found

    def _current(self) -> _Table:
        stamps = tuple(map(_stamp, self._paths))
        if stamps != self._own.stamps:
            with self._reading:
                if stamps != self._own.stamps:  # else another thread has just read it
                    self._own = _Own(stamps, self._read_own())
        return self._own.table

    def _read_own(self) -> _Table:
        try:
            return _read(*(path for path in self._paths if path.is_file()))
        except (OSError, UnicodeError) as exc:
            why = "it is not UTF-8" if isinstance(exc, UnicodeError) else exc
            named = ", ".join(map(str, self._paths))
            log.error("synonyms in %s cannot be read (%s): those that were read last stay in use", named, why)
            return self._own.table


@dataclass(frozen=True, slots=True)
class _Table:
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    longest: int = 0  # of the words, in characters
    groups: int = 0


@dataclass(frozen=True, slots=True)
class _Own:
    stamps: tuple[int, ...]
    table: _Table


@cache
def general_table() -> _Table:
    """The thesaurus that comes with the program; it changes only with the program."""
    return _read(*sorted(GENERAL.glob("*.txt")))


@cache
def general() -> Synonyms:
    """The general thesaurus alone."""
    return Synonyms()


def _words(text: str, longest: int) -> Iterator[str]:
    """What may be a word in *text*: the segmenter's words, each without its particle, and up to *longest* characters of
    them in a row; the shorter words in long ones come last."""
    plain = ASKING.sub(lambda asking: " " * len(asking.group()), text)
    tokens = [word for word, _ in tagged(plain)]
    for place, token in enumerate(tokens):
        yield token
        if len(token) > 1 and token[-1] in PARTICLES:
            yield token[:-1]
        whole = token
        for following in tokens[place + 1 :]:
            whole += following
            if len(whole) > longest:
                break
            yield whole
    for token in tokens:
        if len(token) >= _LONG:
            yield from rjieba.cut_for_search(token)


def _read(*paths: Path) -> _Table:
    words: dict[str, dict[str, None]] = defaultdict(dict)
    groups = 0
    for path in paths:
        for line in squeeze(path.read_text(encoding="utf-8-sig")).splitlines():
            sides = [list(filter(None, map(str.strip, side.split("=")))) for side in line.split("#")[0].split(">")]
            every = [word for side in sides for word in side]
            groups += len(every) > 1
            for word in sides[0]:
                words[word] |= dict.fromkeys(other for other in every if other != word)
    table = {word: tuple(others) for word, others in words.items() if others}
    return _Table(table, max(map(len, table), default=0), groups)


def _stamp(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0
