"""What a change of synonyms or words does to the golden questions, tried before it is saved."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bot.answering import vocabulary
from bot.answering.newsroom import Newsroom
from bot.answering.vocabulary import Change, Kind
from bot.trials.golden import Ask, Broken, broken
from bot.trials.rehearsal import rehearsal
from retrieval.synonyms import Synonyms
from store.golden import Golden, all_golden


@dataclass(frozen=True, slots=True)
class Effect:
    """Golden questions that a change would break or mend, and how many there are."""

    count: int
    broken: tuple[Broken, ...] = ()
    mended: tuple[Golden, ...] = ()


def effect(newsroom: Newsroom, kind: Kind, change: Change) -> Effect:
    """Try *change* on the golden questions; nothing is saved.

    Blocks: synonyms as long as the questions take, words as long as it takes to index every article besides.
    """
    kept = all_golden(newsroom.db())
    if not kept:
        return Effect(0)
    with tempfile.TemporaryDirectory(prefix="baozhi-") as name:
        folder = Path(name)
        file = newsroom.settings.data / vocabulary.FILES[kind]
        if file.exists():
            shutil.copy(file, folder)
        vocabulary.change(folder, kind, change)
        if kind == "synonyms":
            trial = newsroom.answerer(Synonyms(folder / file.name))
            return compare(newsroom.ask, trial.answer, kept)
        with rehearsal(newsroom, folder) as copy:
            return compare(newsroom.ask, copy.ask, kept)


def save(newsroom: Newsroom, kind: Kind, change: Change) -> None:
    """Make *change*; it counts at once. Blocks like `effect`."""
    data = newsroom.settings.data
    if kind == "synonyms":
        vocabulary.change(data, kind, change)
        return
    newsroom.use_words(vocabulary.words(data, change), lambda: vocabulary.change(data, kind, change))


def compare(before: Ask, after: Ask, kept: Iterable[Golden]) -> Effect:
    """What comes of *kept* when they are asked *after* a change, and not *before* it."""
    kept = list(kept)
    was, now = broken(before, kept), broken(after, kept)
    wrong_before, wrong_after = ({one.golden.id for one in found} for found in (was, now))
    return Effect(
        len(kept),
        tuple(one for one in now if one.golden.id not in wrong_before),
        tuple(one.golden for one in was if one.golden.id not in wrong_after),
    )
