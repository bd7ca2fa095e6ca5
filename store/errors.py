"""What can go wrong with the store and with intake.

StoreError
├── ArticleNotFound      no article has this id
├── DraftGone            the draft was published or discarded already
├── DraftOutdated        the draft, or what it was compared with, has changed since it was looked at
├── StateGone            there is no such earlier state
├── NewerStore           the store was written by a newer version
├── StoreUnusable        the file cannot be opened, is no store, or the disk is full
└── DocumentRefused      a document cannot become articles; says why, in Chinese, for the admin who sent it
"""

from __future__ import annotations


class StoreError(Exception):
    """Base of every error that `store` raises on purpose; its text is one line for a person."""


class ArticleNotFound(StoreError):
    """No article has this id."""

    def __init__(self, article_id: str | int) -> None:
        super().__init__(f"no article {article_id!r} in the store")
        self.article_id = article_id


class DraftGone(StoreError):
    """The draft was published or discarded already, or never was."""

    def __init__(self, draft_id: int) -> None:
        super().__init__(f"draft {draft_id} is no longer there")
        self.draft_id = draft_id


class DraftOutdated(StoreError):
    """What was looked at is not what there is now: it has to be looked at again."""

    def __init__(self, number: int) -> None:
        super().__init__(f"{number} has changed since it was looked at")
        self.number = number


class StateGone(StoreError):
    """No deed that is recorded made this state."""

    def __init__(self, generation: int) -> None:
        super().__init__(f"there is no earlier state {generation}")
        self.generation = generation


class NewerStore(StoreError):
    """The store was written by a newer version; it is left untouched."""

    def __init__(self, found: int, known: int) -> None:
        super().__init__(
            f"the store has schema {found}, this version knows {known}: upgrade baozhi; nothing was changed"
        )
        self.found, self.known = found, known


class StoreUnusable(StoreError):
    """The store's file cannot be opened, is not a store, or cannot be written."""


class DocumentRefused(StoreError):
    """A document cannot become articles; nothing of it was kept."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name, self.reason = name, reason
