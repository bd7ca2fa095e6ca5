"""The paper as answers read it, in whichever process they are thought about: its text, and the state it is in."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from sqlite_utils import Database

from bot.answering import vocabulary
from retrieval.types import Index
from store import articles
from store.models import Article, Chunk


class State(NamedTuple):
    """All that an answer depends on."""

    published: int  # the generation of the store
    searchable: int  # that of the index
    synonyms: int  # when the operator's were last changed, nanoseconds; 0 without any
    edition: int  # of the index's files and the words they were made with; odd while others take their place

    @property
    def is_settled(self) -> bool:
        """Whether all that is published can be found."""
        return self.published == self.searchable and self.edition % 2 == 0


def state_of(db: Database, index: Index, data: Path, edition: int) -> State:
    """The state of the paper in the folder *data*, now; it costs some ten microseconds."""
    try:
        changed = os.stat(os.path.join(data, vocabulary.FILES["synonyms"])).st_mtime_ns
    except OSError:
        changed = 0
    return State(articles.generation(db), index.generation, changed, edition)


class StoreCorpus:
    """The store as retrieval reads it, on the calling thread's own connection."""

    def __init__(self, connection: Callable[[], Database]) -> None:
        self._db = connection

    def holding(self, chunk_ids: Sequence[int]) -> list[tuple[Article, list[Chunk]]]:
        """The articles of these chunks, with all their chunks; chunks that are gone are left out."""
        return articles.holding(self._db(), chunk_ids)

    def articles(self, ids: Sequence[str]) -> dict[str, Article]:
        """The articles of these ids; ids that are gone are left out."""
        return articles.articles_by_id(self._db(), ids)
