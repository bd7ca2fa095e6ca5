"""The operator's own synonyms and words: two files in the data folder, edited at the desk or by hand.

Synonyms are read again whenever the file changes. Words change how articles are indexed, so they count from the moment
an index was made with them.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bot.errors import VocabularyUnreadable
from retrieval.analysis import squeeze

Kind = Literal["synonyms", "words"]
FILES: dict[Kind, str] = {"synonyms": "synonyms.txt", "words": "words.txt"}  # in the data folder
LONGEST_WORD = 20  # characters
MOST_LINES = 2000


class BadLine(Exception):
    """A line that is no group of synonyms, or no word."""

    def __init__(self, line: str) -> None:
        super().__init__(f"this line cannot be read: {line}")
        self.line = line


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody wants changed; each line as it stands in the file."""

    added: tuple[str, ...]
    dropped: tuple[str, ...]


NOTHING = Change((), ())


def read(data: Path, kind: Kind) -> list[str]:
    """The lines of a file, comments and blank ones left out. Raises VocabularyUnreadable."""
    return [line for line in _lines(data / FILES[kind]) if _bare(line)]


def words(data: Path, wanted: Change = NOTHING) -> tuple[str, ...]:
    """The operator's own words once *wanted* is changed, as an index is made with them. Raises VocabularyUnreadable."""
    lines = [line for line in read(data, "words") if line not in wanted.dropped]
    return tuple(dict.fromkeys(map(_bare, (*lines, *wanted.added))))


def understand(kind: Kind, written: str, held: Sequence[str]) -> Change:
    """What *written* changes of the lines *held*: each line is added, or taken out where it begins with a minus.

    Raises BadLine for a line that cannot be one of the file.
    """
    added: dict[str, None] = {}
    dropped: dict[str, None] = {}
    have = {_held_meaning(kind, line) for line in held}
    for line in filter(None, (line.strip() for line in written.splitlines())):
        if line[0] in "-－−":
            dropped |= dict.fromkeys(_meant(kind, line[1:].strip(), held))
        elif _meaning(kind, line) not in have:
            added[" > ".join(" = ".join(side) for side in _sides(kind, line))] = None
    if len(held) + len(added) > MOST_LINES:
        raise BadLine(f"> {MOST_LINES}")
    return Change(tuple(added), tuple(dropped))


def change(data: Path, kind: Kind, wanted: Change) -> None:
    """Write a file with *wanted* in it, in one step; its comments stay. Raises VocabularyUnreadable."""
    path = data / FILES[kind]
    data.mkdir(parents=True, exist_ok=True)
    kept = [line for line in _lines(path) if line not in wanted.dropped]
    present = set(kept)
    text = "".join(f"{line}\n" for line in (*kept, *(line for line in wanted.added if line not in present)))
    part = path.with_name(f"{path.name}.part")
    with part.open("w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    part.replace(path)


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8-sig").splitlines() if path.is_file() else []
    except UnicodeError:
        raise VocabularyUnreadable(path, "it is not UTF-8: save it in that encoding") from None
    except OSError as exc:
        raise VocabularyUnreadable(path, exc.strerror or str(exc)) from exc


def _bare(line: str) -> str:
    return line.split("#")[0].strip()


def _sides(kind: Kind, line: str) -> list[list[str]]:
    """The words of a line; of synonyms, those that are said and those that may be printed for them, where it tells them
    apart. Raises BadLine."""
    bare = _bare(line).replace("＝", "=").replace("＞", ">")
    sides = [[part.strip() for part in side.split("=")] for side in bare.split(">")] if kind == "synonyms" else [[bare]]
    parts = [part for side in sides for part in side]
    least = 2 if kind == "synonyms" else 1
    good = len(parts) >= least and all(_is_word(part, 1 if kind == "synonyms" else 2) for part in parts)
    if not good or len(sides) > 2 or len({squeeze(part) for part in parts}) != len(parts):
        raise BadLine(line)
    return sides


def _is_word(part: str, shortest: int) -> bool:
    return shortest <= len(part) <= LONGEST_WORD and not any(map(str.isspace, part)) and any(map(str.isalnum, part))


_Meaning = tuple[frozenset[str], ...]


def _meaning(kind: Kind, line: str) -> _Meaning:
    """What a line says, in whatever order and width it is written. Raises BadLine."""
    return tuple(frozenset(map(squeeze, side)) for side in _sides(kind, line))


def _held_meaning(kind: Kind, line: str) -> _Meaning:
    """The same of a line of the file, which may have been written by hand: nothing where it cannot be read."""
    try:
        return _meaning(kind, line)
    except BadLine:
        return ()


def _meant(kind: Kind, said: str, held: Iterable[str]) -> list[str]:
    """The lines that somebody who says *said* wants out: that very group, or all that have the word in them."""
    if kind == "synonyms" and any(sign in said for sign in "=＝>＞"):
        whole = _meaning(kind, said)
        return [line for line in held if _held_meaning(kind, line) == whole]
    return [line for line in held if any(squeeze(said) in side for side in _held_meaning(kind, line))]
