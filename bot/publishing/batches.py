"""Files that are taken in at once: read one by one, but those whose articles go on in one another together."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from bot.publishing import reading
from bot.publishing.reading import Reading, Source
from bot.watch import metrics
from store import articles, partners
from store.errors import DocumentRefused

TOGETHER = 64  # files that wait for the rest of their articles, at most: the pages of a day lie close together


@dataclass(frozen=True, slots=True)
class File:
    """A file and what was read of it."""

    name: str
    content: bytes
    reading: Reading
    is_held: bool = False  # already, and read anew with one of those that came in


@dataclass(frozen=True, slots=True)
class Passed:
    """A file of which nothing is taken in."""

    name: str
    reason: str | None  # why it is refused, in Chinese; None where the very same file is held


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A file that is read with others."""

    content: bytes
    source: Source
    is_held: bool = False


def batches(
    db: Database, paths: Iterable[Path], *, again: bool = False, told: Callable[[int], None] = lambda size: None
) -> Iterator[list[File | Passed]]:
    """The files below *paths*, in order, by those that are published in one go; *again*: with those that are held.

    What sends the reader on to another file comes when that is read, at the latest after all the others. *told* hears
    the size of each file, in bytes, when it is done.
    """
    names: set[str] = set()
    waiting: list[_Waiting] = []
    for path, name in reading.documents(paths):
        names.add(name)
        found = _read(db, path, name, again=again)
        if isinstance(found, _Waiting):
            waiting.append(found)
        else:
            yield [found]
        with suppress(OSError):
            told(path.stat().st_size)
        if len(waiting) == TOGETHER:
            yield _together(db, waiting, names)
            waiting = []
    if waiting:
        yield _together(db, waiting, names)


def beside(db: Database, name: str) -> list[Source]:
    """What is held of the documents that document *name* was read with."""
    return [held.source for held in _held(db, partners.of(db, name))]


def partners_of(db: Database, name: str, content: bytes) -> list[File]:
    """The documents held that were read with *name*, read anew with *content* as that."""
    if not partners.of(db, name):
        return []
    found = _together(db, [_Waiting(content, _source(name, content))], ())
    return [file for file in found if isinstance(file, File) and file.is_held]


def _read(db: Database, path: Path, name: str, *, again: bool) -> File | Passed | _Waiting:
    try:
        content = reading.bytes_of(path, name)
        if not again and articles.document_with(db, content) is not None:
            return Passed(name, None)
        with metrics.intake():
            source = reading.source(path, name, content)
            found = reading.together([source])[0]
            if partners.of(db, name) or (isinstance(found, Reading) and found.leads_out):
                return _Waiting(content, source)
            if isinstance(found, DocumentRefused):
                raise found
        return File(name, content, found)
    except DocumentRefused as refused:
        return Passed(name, refused.reason)


def _together(db: Database, waiting: Sequence[_Waiting], among: Collection[str]) -> list[File | Passed]:
    """The files *waiting*, read with what is held of their partners and of the files *among* that lead out."""
    names = [one.source.name for one in waiting]
    all_ = [*waiting, *_held(db, partners.beside(db, names, among))]
    found: list[File | Passed] = []
    for one, read in zip(all_, reading.together([one.source for one in all_]), strict=True):
        name = one.source.name
        if isinstance(read, DocumentRefused):
            found += [] if one.is_held else [Passed(name, read.reason)]
        elif not one.is_held or read.partners or partners.of(db, name):
            found.append(File(name, one.content, read, one.is_held))
    return found


def _held(db: Database, names: Iterable[str]) -> Iterator[_Waiting]:
    """Documents held; one that this installation cannot read any more is passed over."""
    for name in names:
        content = partners.original(db, name)
        with suppress(DocumentRefused):
            yield _Waiting(content, _source(name, content), is_held=True)


def _source(name: str, content: bytes) -> Source:
    """Raises DocumentRefused."""
    with tempfile.TemporaryDirectory(prefix="baozhi-") as folder:
        path = Path(folder) / Path(name).name
        path.write_bytes(content)
        return reading.source(path, name, content)
