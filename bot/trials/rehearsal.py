"""A change tried on a copy of the paper: which golden questions would be answered otherwise."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from bot.answering.newsroom import Newsroom
from bot.answering.vocabulary import FILES
from bot.publishing.outcomes import DryRun
from bot.settings import Settings
from bot.trials.golden import Broken, newly_broken
from store import copies, history
from store.golden import all_golden
from store.intake.chunking import Chunks
from store.schema import atomic


@contextmanager
def rehearsal(newsroom: Newsroom, folder: Path, *, with_past: bool = False) -> Iterator[Newsroom]:
    """Another newsroom over a copy of the articles and the index in *folder*, which is empty or not there yet.

    Synonyms and words that are there already count in the place of the newsroom's own. Earlier states come along
    *with_past* only.
    """
    settings = newsroom.settings
    copies.copy(settings.data / Newsroom.STORE, folder / Newsroom.STORE, with_past=with_past).conn.close()
    copy_beside(settings, folder)
    copy = Newsroom(settings_of(settings, folder))
    try:
        yield copy
    finally:
        copy.close()


def copy_beside(settings: Settings, folder: Path) -> None:
    """Copy what a newsroom has beside its store: the operator's words and synonyms, the index.

    Words and synonyms that are there already are what is tried, and stay.
    """
    for name in FILES.values():
        if not (folder / name).exists():
            with suppress(FileNotFoundError):
                shutil.copy2(settings.data / name, folder / name)
    kept = Path("index") / settings.index
    with suppress(OSError):  # one that is being written, or cannot be copied whole, is made anew from the store
        shutil.copytree(settings.data / kept, folder / kept, ignore=shutil.ignore_patterns("*.lock"))


def settings_of(settings: Settings, folder: Path) -> Settings:
    """The settings of a newsroom over a copy in *folder*."""
    return replace(settings, data=folder, index_url=None)


def broken_by(newsroom: Newsroom, run: DryRun) -> list[Broken]:
    """The golden questions that publishing a draft would change. Blocks; quick where there are none."""
    kept = all_golden(newsroom.db())
    if not kept:
        return []
    content, found = newsroom.press.content(run.id), newsroom.press.open(run.id).preview.articles
    with tempfile.TemporaryDirectory(prefix="baozhi-") as folder, rehearsal(newsroom, Path(folder)) as copy:
        copy.press.put_in(run.draft.name, content, found)
        return newly_broken(newsroom.ask, copy.ask, kept)


def broken_by_going_back(newsroom: Newsroom, number: int) -> list[Broken]:
    """The golden questions that going back to the state of generation *number* would change. Blocks."""
    kept = all_golden(newsroom.db())
    if not kept:
        return []
    folder = tempfile.TemporaryDirectory(prefix="baozhi-")
    with folder as place, rehearsal(newsroom, Path(place), with_past=True) as copy:
        with atomic(copy.db()):
            history.go_back(copy.db(), number, Chunks, now=time.time())
        return newly_broken(newsroom.ask, copy.ask, kept)
