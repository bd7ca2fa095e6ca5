"""What set a deed off, told by every log line of it: `u` and the number of an update, or `i` and a word for an ingest.

A publication keeps its trace, so that the alerts it brings, sent an hour later by another process, tell it too.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from structlog.contextvars import bind_contextvars, bound_contextvars, get_contextvars

if TYPE_CHECKING:  # see metrics
    from telegram import Update


@contextmanager
def traced(trace: str) -> Iterator[None]:
    """Every line that is logged inside, threads begun there included, carries *trace*."""
    with bound_contextvars(trace=trace):
        yield


def of_update(update: Update) -> str:
    """The trace of all that *update* sets off."""
    return f"u{update.update_id}"


def current() -> str:
    """The trace of what is being done; one is made up where nothing has set it off yet, as for the command line."""
    trace = get_contextvars().get("trace")
    if trace is None:
        trace = f"i{secrets.token_hex(4)}"
        bind_contextvars(trace=trace)
    return str(trace)
