"""Runs tests with every log at debug and searches what was logged for tokens and for what people wrote: 0 times each.

`python scripts/search_logs.py [pytest's arguments]`; without any, the whole suite. Searched are the lines of the tests'
own process and the log files of the bots that they start; looked for are tokens of any kind, every text that reached a
newsroom or came in an update, and every question that one of those bots kept.
"""

from __future__ import annotations

import json
import logging
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from telegram import Update

from bot.answering.newsroom import Newsroom
from bot.watch import logs

ROOT = Path(__file__).resolve().parents[1]
FOLDER = "BAOZHI_SEARCH_LOGS"  # tells the plugin where to write
LEAST = 6  # characters: shorter texts are words that a log may hold for other reasons
CHINESE = re.compile(r"[㐀-鿿]{2}")
LOG_LINE = re.compile(r'^\{"event": .*"logger": |^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d')


class Plugin:
    """Keeps what is logged in the tests' process, and what is asked there."""

    def __init__(self, folder: Path) -> None:
        self._lines = (folder / "process.log").open("w", encoding="utf-8")
        self._asked = (folder / "asked.jsonl").open("w", encoding="utf-8")
        self._handler = logs.handler(self._lines, "json")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_call(self) -> None:
        """A test may have configured logging anew."""
        root = logging.getLogger()
        if self._handler not in root.handlers:
            root.addHandler(self._handler)
        for name in logs.OURS:
            logging.getLogger(name).setLevel(logging.DEBUG)

    def listen(self) -> None:
        """Write down every text that comes in."""
        ask, read = Newsroom.ask, Update.de_json.__func__  # type: ignore[attr-defined]

        def noted_ask(newsroom: Newsroom, text: str, **how: Any) -> Any:
            self._note(text)
            return ask(newsroom, text, **how)

        def noted_update(cls: type[Update], data: Any, bot: Any = None) -> Any:
            for text in _texts(data):
                self._note(text)
            return read(cls, data, bot)

        Newsroom.ask = noted_ask  # type: ignore[method-assign, assignment]
        Update.de_json = classmethod(noted_update)  # type: ignore[assignment]

    def _note(self, text: str) -> None:
        self._asked.write(json.dumps(text, ensure_ascii=False) + "\n")
        self._asked.flush()


def _texts(node: Any) -> Iterator[str]:
    """Every text, caption and query in an update."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key in ("text", "caption", "query") and isinstance(value, str):
                yield value
            else:
                yield from _texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from _texts(value)


def lines_in(folder: Path) -> Iterator[tuple[Path, str]]:
    """Every line of every log below *folder*."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in (".txt", ".log"):
            text = path.read_text(encoding="utf-8", errors="replace").splitlines()
            if any(LOG_LINE.match(line) for line in text[:50]):
                yield from ((path, line) for line in text)


def asked_in(folder: Path) -> set[str]:
    """Every text that people wrote, as far as it is long enough to be told from chance."""
    found = {json.loads(line) for line in (folder / "asked.jsonl").read_text(encoding="utf-8").splitlines()}
    for path in folder.rglob("baozhi.db"):
        with closing(sqlite3.connect(path)) as db:
            try:
                found |= {row[0] for row in db.execute("SELECT question FROM questions")}
            except sqlite3.Error:
                continue  # a store that a test has broken on purpose
    bare = (re.sub(r"^/\w+(@\w+)?\s*", "", text).strip() for text in found)
    return {text for text in bare if len(text) >= LEAST and CHINESE.search(text) and "\n" not in text}


def search(folder: Path) -> int:
    """Print what was found below *folder*; 1 if anything was."""
    asked, lines = asked_in(folder), list(lines_in(folder))
    text = "\n".join(line for _, line in lines)
    tokens = [(path, line) for path, line in lines if logs.TOKEN.search(line)]
    told = sorted(question for question in asked if question in text)
    print(f"{len(lines)} lines of {len({path for path, _ in lines})} logs searched for tokens and {len(asked)} texts")
    print(f"tokens: {len(tokens)} times; texts: {len(told)} of them")
    for path, line in tokens[:5]:
        print(f"  {path.name}: {logs.TOKEN.sub('<token>', line)[:200]}")
    for question in told[:5]:
        path, line = next((path, line) for path, line in lines if question in line)
        print(f"  {path.relative_to(folder)}: {line[:300]}")
    return 1 if tokens or told or not lines else 0


def main() -> int:
    """Run pytest in a process of its own, then search."""
    if folder := os.environ.get(FOLDER):
        plugin = Plugin(Path(folder))
        plugin.listen()
        return int(pytest.main(sys.argv[1:], plugins=[plugin]))
    with tempfile.TemporaryDirectory() as made:
        environ = {**os.environ, FOLDER: made}
        run = [sys.executable, __file__, "-q", "-p", "no:cacheprovider", f"--basetemp={made}/tests", *sys.argv[1:]]
        failed = subprocess.run(
            [*run, "-o", "tmp_path_retention_policy=all", "-o", "tmp_path_retention_count=1"], env=environ, cwd=ROOT
        ).returncode
        if failed:
            print(f"pytest ended with status {failed}: the logs are searched all the same")
        return search(Path(made))


if __name__ == "__main__":
    sys.exit(main())
