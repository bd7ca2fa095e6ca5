"""What the operator reads: one line an event, never the token, never what people ask.

On a terminal lines are for eyes, elsewhere JSON objects for a collector. Every line written while an update is handled,
a document is published or an alert is sent carries the `trace` of what set it off (see bot/watch/traces.py).
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from typing import Literal, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger
from telegram import TelegramObject
from telegram.error import TelegramError

from bot.errors import BotError
from store.errors import StoreError

Form = Literal["auto", "json", "console"]

TOKEN = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{20,}")
OURS = ("bot", "retrieval", "store")
# Others are heard from here on: below, they write whole addresses, token included, or updates, questions included.
OTHERS = logging.WARNING
SILENT = {
    "telegram.request.BaseRequest": logging.CRITICAL + 1,  # quotes whatever Telegram sent that is no JSON
    "tornado": logging.ERROR,  # a line for each request that is refused
}


class Discreet(structlog.stdlib.ProcessorFormatter):
    """Takes tokens out of the finished line, whatever brought them there: an argument, an exception, a traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """The line without tokens."""
        return TOKEN.sub("…", super().format(record))


class NoUpdates(logging.Filter):
    """Names an update by its number: its text belongs to a reader."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always lets the line pass."""
        if isinstance(record.args, tuple):
            record.args = tuple(_named(arg) for arg in record.args)
        elif record.args and "%(" not in str(record.msg):
            record.args = ("…",)  # a lone mapping, which logging unpacks
        return True


def configure(level: str, form: Form = "auto") -> None:
    """Log to standard error from *level* (debug, info, warning, error) on."""
    root = logging.getLogger()
    root.handlers[:] = [handler(sys.stderr, form)]
    root.setLevel(max(OTHERS, level_of(level)))
    for name in OURS:
        logging.getLogger(name).setLevel(level_of(level))
    for name, least in SILENT.items():
        logging.getLogger(name).setLevel(least)


def handler(stream: TextIO, form: Form) -> logging.Handler:
    """What writes lines to *stream*."""
    made = logging.StreamHandler(stream)
    made.setFormatter(_formatter(stream, form))
    made.addFilter(NoUpdates())
    return made


def level_of(name: str) -> int:
    """The number of the level *name*."""
    return logging.getLevelNamesMapping()[name.upper()]


def describe(error: BaseException) -> str:
    """Kind and place of an error in one line; its message only if it is known not to quote a reader."""
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    where = " < ".join(f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in reversed(frames))
    said = f" ({error})" if isinstance(error, TelegramError | StoreError | BotError | OSError) else ""
    return TOKEN.sub("…", f"{type(error).__name__}{said} at {where or 'unknown'}")


def _formatter(stream: TextIO, form: Form) -> Discreet:
    is_json = form == "json" or (form == "auto" and not stream.isatty())
    shown: list[Processor] = (
        [structlog.processors.JSONRenderer(ensure_ascii=False)]
        if is_json
        else [structlog.dev.ConsoleRenderer(colors=stream.isatty(), pad_event_to=0)]
    )
    return Discreet(
        foreign_pre_chain=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="time" if is_json else "timestamp"),
        ],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _described, *shown],
    )


def _described(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """An error's own words only where they are not a reader's; no traceback, whose lines may quote one."""
    raised = event.pop("exc_info", None)
    event.pop("stack_info", None)
    if isinstance(raised, tuple) and isinstance(raised[1], BaseException):
        event["error"] = describe(raised[1])
    return event


def _named(arg: object) -> object:
    if isinstance(arg, TelegramObject):
        return f"{type(arg).__name__} {getattr(arg, 'update_id', '')}".strip()
    return "…" if isinstance(arg, dict) else arg
