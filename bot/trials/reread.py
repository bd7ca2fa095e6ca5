"""Every original read anew on a copy of the paper, in a process of its own.

`python -m bot.trials.reread` says on standard output how far it is and at last what would change, one JSON object a
line. It ends when its standard input does, which is when the bot that started it does.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from bot.alerts import corrections, matching
from bot.answering.newsroom import Newsroom
from bot.publishing import edits, reading
from bot.publishing.batches import TOGETHER
from bot.publishing.press import unfit
from bot.publishing.reading import Reading, Source
from bot.settings import Settings
from bot.trials.golden import newly_broken
from bot.trials.rehearsal import copy_beside, settings_of
from retrieval.facts import extract
from store import articles, copies, golden, history, partners, publishing
from store.errors import DocumentRefused
from store.models import Article
from store.publishing import Change
from store.schema import atomic, open_store

NAMED = 12  # articles of each kind that are named
WARNED = 8
NICENESS = 15  # answers come first
STEP = 20  # documents read between two words about it

Tell = Callable[[reading.Stage, int, int], None]


@dataclass(frozen=True, slots=True)
class Reread:
    """What reading every original anew would change."""

    documents: int
    basis: int  # generation of the store that was read
    generation: int  # that it would have then
    new: int
    changed: int
    gone: int
    unchanged: int
    named: tuple[tuple[str, str], ...]  # a sign and a headline: ＋ ～ －
    more: int  # figures and names found that were not
    fewer: int  # and those not found any more
    readers: int  # chats that would be told
    broken: tuple[tuple[str, str | None, str | None], ...]  # golden questions: asked, answer wanted, answer found
    warnings: tuple[str, ...]

    @property
    def is_something(self) -> bool:
        """Whether anything would change."""
        return self.generation != self.basis


def pack(found: Reread) -> str:
    """*found* as JSON."""
    return json.dumps(asdict(found), ensure_ascii=False)


def unpack(content: str) -> Reread:
    """What `pack` made."""
    row = json.loads(content)
    for name in ("named", "broken"):
        row[name] = tuple(map(tuple, row[name]))
    return Reread(**{**row, "warnings": tuple(row["warnings"])})


def reread(settings: Settings, folder: Path, tell: Tell) -> Reread:
    """Read every original of the store of *settings* anew, on a copy in *folder*; the store itself is not changed.

    What stays in *folder* is the store and the index as they would be. Raises DocumentRefused for the first original
    that can no longer be read.
    """
    shutil.rmtree(folder, ignore_errors=True)
    source = open_store(settings.data / Newsroom.STORE)
    with atomic(source):
        copies.reserve(source)
    copy = copies.copy(settings.data / Newsroom.STORE, folder / Newsroom.STORE)
    basis, work = articles.generation(copy), _Work(source, copy)
    count = source.execute("SELECT count(*) FROM documents").fetchone()[0]
    for number, (name, content) in enumerate(articles.originals(source)):
        if number % STEP == 0:
            tell("part", number, count)
        work.read(name, content)
    work.finish()
    tell("index", 0, 1)
    readers = _readers(source, copy, work.change)
    new, changed, gone = (getattr(work.change, kind) for kind in ("new", "changed", "gone"))
    found = Reread(
        documents=count,
        basis=basis,
        generation=articles.generation(copy),
        new=len(new),
        changed=len(changed),
        gone=len(gone),
        unchanged=work.unchanged,
        named=tuple(_named(source, copy, work.change)),
        more=work.more,
        fewer=work.fewer,
        readers=readers,
        broken=(),
        warnings=tuple(work.warnings[:WARNED]),
    )
    for db in (source, copy):
        db.conn.close()
    return replace(found, broken=tuple(_broken(settings, folder))) if found.is_something else found


class _Work:
    """The documents of a copy, written anew one by one; those that go on in one another are read together."""

    def __init__(self, source: Database, db: Database) -> None:
        self._source, self._db = source, db
        self._waiting: list[tuple[Source, bytes]] = []
        self.change = Change()
        self.unchanged = 0
        self.more = self.fewer = 0
        self.warnings: list[str] = []

    def read(self, name: str, content: bytes) -> None:
        """Read a document anew. Raises DocumentRefused."""
        source = _source(name, content)
        (found,) = reading.together([source])
        if partners.of(self._db, name) or (isinstance(found, Reading) and found.leads_out):
            self._waiting.append((source, content))
            if len(self._waiting) == TOGETHER:
                self.finish()
        else:
            self._put(name, content, found)

    def finish(self) -> None:
        """Read what waits for the documents that it goes on in. Raises DocumentRefused."""
        waiting, self._waiting = self._waiting, []
        beside = partners.beside(self._db, [source.name for source, _ in waiting], ())
        sources = [_source(name, partners.original(self._source, name)) for name in beside]
        found = reading.together([*(source for source, _ in waiting), *sources])
        for (source, content), read in zip(waiting, found, strict=False):
            self._put(source.name, content, read)

    def _put(self, name: str, content: bytes, read: Reading | DocumentRefused) -> None:
        """Write a document anew, with what editors changed of it, where it is not as it was."""
        if isinstance(read, DocumentRefused):
            raise read
        made = edits.make(edits.unpack(history.edits(self._db, name)), read.articles)
        self.warnings += map(unfit, made.unfit)
        change, found = publishing.compare(self._db, name, made.articles)
        self.unchanged += len(change.unchanged)
        with atomic(self._db):
            partners.keep(self._db, name, read.partners, leads_out=read.leads_out)
            if not (change.new or change.changed or change.gone):
                return
            before = _facts(articles.articles_by_id(self._db, [*change.changed, *change.gone]).values())
            after = _facts(article for article in found if article.id in {*change.new, *change.changed})
            self.more += (after - before).total()
            self.fewer += (before - after).total()
            publishing.publish(self._db, name, content, reading.editions(made.articles), now=time.time())
        self.change = history.joined(self.change, replace(change, unchanged=()))


def _source(name: str, content: bytes) -> Source:
    """What an original holds. Raises DocumentRefused."""
    with tempfile.TemporaryDirectory(prefix="baozhi-") as folder:
        path = Path(folder) / f"original{Path(name).suffix.lower()[:16]}"
        path.write_bytes(content)
        return reading.source(path, name, content)


def _facts(found: Iterable[Article]) -> Counter[tuple[str, str]]:
    """The figures and names of articles, each with the words that say what it is."""
    return Counter((fact.measure, fact.text) for article in found for fact in extract(article))


def _readers(source: Database, copy: Database, change: Change) -> int:
    """How many chats would be told: of articles, and of answers that are no longer true."""
    with atomic(copy):
        matching.announce(copy, change, due_at=lambda how: 0.0)
    told = {row[0] for row in copy.execute("SELECT chat_id FROM deliveries")}
    fresh = list(articles.articles_by_id(copy, [*change.new, *change.changed]).values())
    for untrue in corrections.untrue(source, change, fresh):
        told |= {row[0] for row in source.execute("SELECT chat_id FROM replies WHERE id = ?", [untrue.reply_id])}
    return len(told)


def _named(source: Database, copy: Database, change: Change) -> Iterator[tuple[str, str]]:
    """The first articles of each kind by headline."""
    for sign, db, ids in (("＋", copy, change.new), ("～", copy, change.changed), ("－", source, change.gone)):
        for article in articles.articles_by_id(db, ids[:NAMED]).values():
            yield sign, article.headline


def _broken(settings: Settings, folder: Path) -> Iterator[tuple[str, str | None, str | None]]:
    """The golden questions that are answered otherwise on the copy; brings the copy's index up."""
    copy_beside(settings, folder)
    after = Newsroom(settings_of(settings, folder))
    before: Newsroom | None = None
    try:
        if kept := golden.all_golden(open_store(settings.data / Newsroom.STORE)):
            before = Newsroom(settings)
            for one in newly_broken(before.ask, after.ask, kept):
                yield one.golden.question, one.golden.answer, one.now
    finally:
        for newsroom in filter(None, (before, after)):
            newsroom.close()


def main() -> None:
    """Read everything, as the arguments say."""
    parser = argparse.ArgumentParser(prog="python -m bot.trials.reread", description=__doc__)
    for name in ("data", "folder"):
        parser.add_argument(name, type=Path)
    for name in ("index", "segmenter", "timezone"):
        parser.add_argument(name)
    options = vars(parser.parse_args())
    folder = options.pop("folder")
    os.nice(NICENESS)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        _say(found=pack(reread(Settings(**options), folder, _tell)))
    except DocumentRefused as refused:
        _say(refused=refused.name, reason=refused.reason)


def _tell(stage: reading.Stage, done: int, count: int) -> None:
    _say(stage=stage, done=done, count=count)


def _say(**fields: Any) -> None:
    print(json.dumps(fields, ensure_ascii=False), flush=True)  # noqa: T201


def _end_with_parent() -> None:
    """Standard input ends with the process that holds its other end."""
    os.read(0, 1)
    os._exit(1)


if __name__ == "__main__":
    main()
