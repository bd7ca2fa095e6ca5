"""What can go wrong in retrieval.

RetrievalError
├── IndexUnusable   the index folder is corrupt or was made by another analysis: rebuild it from the store
├── IndexBusy       another process is writing to the index
├── ClusterUnavailable  the search cluster does not answer: the embedded index does
└── ClusterBehind       the search cluster has not got the newest publication yet
"""

from __future__ import annotations

from pathlib import Path


class RetrievalError(Exception):
    """Base of every error that `retrieval` raises on purpose; its text is one line for a person."""


class IndexUnusable(RetrievalError):
    """The index in this folder cannot be searched; everything in it can be rebuilt from the store."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"the index {path} cannot be used: {reason}")
        self.path, self.reason = path, reason


class IndexBusy(RetrievalError):
    """Another process has been writing to the index for longer than we wait; nothing was changed."""


class ClusterUnavailable(RetrievalError):
    """The search cluster does not answer, or not in time; the embedded index does instead."""

    def __init__(self, reason: str, *, lasting: bool = False) -> None:
        """*lasting*: asking again at once would be of no use (nobody listens there, or the password is refused)."""
        super().__init__(f"the search cluster cannot be used: {reason}")
        self.reason, self.lasting = reason, lasting


class ClusterBehind(RetrievalError):
    """The search cluster holds another generation than the one asked for."""
