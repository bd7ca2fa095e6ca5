"""Words that stand for one another, from a file that is read again whenever it changes."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from retrieval.analysis import squeeze

GENERAL = Path(__file__).with_name("synonyms.txt")


class Synonyms:
    """The groups of general Chinese that come with the program, and an operator's own; safe to share between threads.

    A file has one group a line, its words separated by `=`; `#` begins a comment. A file that is not there has none.
    """

    def __init__(self, *own: Path) -> None:
        """Read the general groups, and those of the files *own*."""
        self._paths = (GENERAL, *own)
        self._reading = threading.Lock()
        self._table = _Table((), {})

    def of(self, text: str, terms: Collection[str]) -> Mapping[str, tuple[str, ...]]:
        """The words of *text* (squeezed) that have synonyms, each with them; *terms* are its segmented words.

        A word of two characters or more also counts where the segmenter does not know it (创文).
        """
        groups = self._current()
        return {
            word: others
            for word, others in groups.items()
            if word in text and (word in terms or (len(word) > 1 and not _inside_a_term(word, terms)))
        }

    def _current(self) -> dict[str, tuple[str, ...]]:
        stamps = tuple(map(_stamp, self._paths))
        if stamps != self._table.stamps:
            with self._reading:
                self._table = _Table(stamps, _read(self._paths))
        return self._table.groups


@dataclass(frozen=True, slots=True)
class _Table:
    stamps: tuple[int, ...]
    groups: dict[str, tuple[str, ...]]


def _read(paths: Collection[Path]) -> dict[str, tuple[str, ...]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        if not path.is_file():
            continue
        for line in path.read_text(encoding="utf-8-sig").splitlines():
            words = [squeeze(word.strip()) for word in line.split("#")[0].split("=")]
            words = [word for word in words if word]
            for word in words:
                groups[word] += [other for other in words if other != word and other not in groups[word]]
    return {word: tuple(others) for word, others in groups.items() if others}


def _inside_a_term(word: str, terms: Collection[str]) -> bool:
    """Whether the segmenter sees *word* as part of a longer one that it keeps whole."""
    return any(word in term for term in terms)


def _stamp(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0
