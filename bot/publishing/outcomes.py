"""What comes of a document, tried or published, and of the way back to an earlier state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from store import drafts, history
from store.models import Article
from store.publishing import Change

Outcome = Literal["new", "updated", "unchanged", "refused"]


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of one document."""

    name: str
    outcome: Outcome
    reason: str | None = None  # why it was refused, in Chinese
    articles: int = 0
    change: Change = field(default_factory=Change)
    warnings: tuple[str, ...] = ()
    told: int = 0  # chats that are told of it


@dataclass(frozen=True, slots=True)
class Preview:
    """A document read, and what publishing it would change; nothing is changed yet."""

    name: str
    articles: tuple[Article, ...]  # printed order, with the ids they would get
    change: Change
    before: Mapping[str, Article]  # what is held now of the articles that would change or go
    figures: Mapping[str, int]  # how many figures are found in each article
    warnings: tuple[str, ...]  # what was guessed or left out, in Chinese
    edited: int = 0  # corrections by editors that are made
    readers: int = 0  # chats that would be told


@dataclass(frozen=True, slots=True)
class DryRun:
    """A draft, and what publishing it as it is now would change."""

    draft: drafts.Draft
    preview: Preview

    @property
    def id(self) -> int:
        """The draft's number."""
        return self.draft.id


@dataclass(frozen=True, slots=True)
class WayBack:
    """What going back to an earlier state would change."""

    to: history.Publication
    change: Change
    then: Mapping[str, Article]  # what it brings back or changes
    now: Mapping[str, Article]  # what is held now of what would change or go
