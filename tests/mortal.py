"""A program that ends, or fails, at a named statement: the double behind the matrix of faults.

    python tests/mortal.py MOMENT PATTERN ingest page.txt

runs `baozhi ingest page.txt` and kills it, as a power cut would, at the MOMENT that belongs to the first statement that
matches PATTERN: `before` it, `after` it, at the `commit` of its transaction, or when that is `committed`. The pattern
`sendMessage` stands for the request to Telegram that carries an alert.
"""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

Moment = Literal["before", "after", "commit", "committed"]
REQUEST = "sendMessage"


@dataclass
class Fate:
    """What happens, and when; once."""

    moment: Moment
    pattern: re.Pattern[str]
    strike: Callable[[], None]
    is_spent: bool = False

    def meets(self, moment: Moment) -> None:
        """Strike if it is the moment."""
        if moment == self.moment and not self.is_spent:
            self.is_spent = True
            self.strike()


class Mortal(sqlite3.Connection):
    """A connection that has a fate."""

    fate: Fate | None = None
    holds_it = False  # whether the statement was run in the transaction that is open

    def execute(self, sql: str, *rest: Any) -> sqlite3.Cursor:
        """Run a statement."""
        return self._run(lambda: sqlite3.Connection.execute(self, sql, *rest), sql)

    def executemany(self, sql: str, *rest: Any) -> sqlite3.Cursor:
        """Run a statement for many rows."""
        return self._run(lambda: sqlite3.Connection.executemany(self, sql, *rest), sql)

    def _run(self, run: Callable[[], sqlite3.Cursor], sql: str) -> sqlite3.Cursor:
        if self.fate is None:
            return run()
        named, ends = self.fate.pattern.search(sql) is not None, sql in ("COMMIT", "ROLLBACK")
        if named:
            self.fate.meets("before")
        if sql == "COMMIT" and self.holds_it:
            self.fate.meets("commit")
        done = run()
        if named:
            try:
                self.fate.meets("after")
            except sqlite3.Error:
                done.close()  # as SQLite leaves no statement that failed in progress
                raise
        if sql == "COMMIT" and self.holds_it:
            self.fate.meets("committed")
        self.holds_it = (self.holds_it or named) and not ends
        return done


_connect = sqlite3.connect


def connect(*args: Any, **kwargs: Any) -> sqlite3.Connection:
    """As `sqlite3.connect`, but mortal."""
    return _connect(*args, factory=Mortal, **kwargs)


def die() -> None:
    """End without a word."""
    os.kill(os.getpid(), signal.SIGKILL)


def main() -> int:
    """Run the program named behind the fate."""
    moment, pattern, *arguments = sys.argv[1:]
    fate = Fate(moment, re.compile(pattern), die)  # type: ignore[arg-type]
    if pattern == REQUEST:
        _watch_requests(fate)
    else:
        Mortal.fate, sqlite3.connect = fate, connect  # type: ignore[assignment]
    from bot.__main__ import main as program  # what it opens is opened after the patch

    return program(arguments)


def _watch_requests(fate: Fate) -> None:
    from bot.wire.connection import Connection

    do_request = Connection.do_request

    async def watched(self: Connection, url: str, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        data = kwargs.get("request_data") or (args[1] if len(args) > 1 else None)
        is_alert = url.endswith(f"/{REQUEST}") and data is not None and "y:" in str(data.parameters)
        if is_alert:
            fate.meets("before")
        answer = await do_request(self, url, *args, **kwargs)
        if is_alert:
            fate.meets("after")
        return answer

    Connection.do_request = watched  # type: ignore[method-assign]


if __name__ == "__main__":
    sys.exit(main())
