"""Why a document is not read: one sentence each, for the editor who sent it, saying what to do."""

from __future__ import annotations


class Unreadable(Exception):
    """The content of a document cannot be read; the message is the reason, in Chinese."""
