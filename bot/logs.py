"""What the operator reads: one line an event, never the token, never what people ask."""

from __future__ import annotations

import logging
import re
import sys
import traceback

from telegram import TelegramObject
from telegram.error import TelegramError

from bot.errors import BotError
from store.errors import StoreError

TOKEN = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{20,}")
# They write whole addresses, token included, or whole updates, questions included.
LOUD = {"httpx": logging.WARNING, "httpcore": logging.WARNING, "telegram": logging.WARNING, "tornado": logging.ERROR}
SILENT = ("telegram.request.BaseRequest",)  # quotes whatever Telegram sent that is no JSON


class Discreet(logging.Formatter):
    """Takes tokens out of the finished line, whatever brought them there: an argument, an exception, a traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """The line without tokens."""
        return TOKEN.sub("…", super().format(record))

    def formatException(self, ei: object) -> str:  # noqa: N802 - logging's name
        """The traceback; an error's own words only where they are not a reader's."""
        error = ei[1] if isinstance(ei, tuple) else None
        return describe(error) if isinstance(error, BaseException) else ""


class NoUpdates(logging.Filter):
    """Names an update by its number: its text belongs to a reader."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always lets the line pass."""
        if isinstance(record.args, tuple):
            record.args = tuple(_named(arg) for arg in record.args)
        elif record.args and "%(" not in str(record.msg):
            record.args = ("…",)  # a lone mapping, which logging unpacks
        return True


def configure(level: str) -> None:
    """Log to standard error from *level* (debug, info, warning, error) on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Discreet("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.addFilter(NoUpdates())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name, least in LOUD.items():
        logging.getLogger(name).setLevel(max(least, root.level))
    for name in SILENT:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def describe(error: BaseException) -> str:
    """Kind and place of an error in one line; its message only if it is known not to quote a reader."""
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    where = " < ".join(f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in reversed(frames))
    said = f" ({error})" if isinstance(error, TelegramError | StoreError | BotError | OSError) else ""
    return TOKEN.sub("…", f"{type(error).__name__}{said} at {where or 'unknown'}")


def _named(arg: object) -> object:
    if isinstance(arg, TelegramObject):
        return f"{type(arg).__name__} {getattr(arg, 'update_id', '')}".strip()
    return "…" if isinstance(arg, dict) else arg
