"""The bot is killed before and after each step of an alert: ingest, match, enqueue, send, mark. None is lost.

The steps are named by their statements in the store, so that a step that is renamed is missed here and not passed over.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from made import script

READER = 1001
MORTAL = str(Path(__file__).with_name("mortal.py"))
WAIT = 60.0  # seconds, on a busy machine
PAGE = "{token}三条路通车\n\n本报讯(记者 林知远)9月3日上午,桥头镇{token}三条乡村公路同时通车,惠及村民1260户。\n"
NUMBERS = count(1)

DOCUMENT, ARTICLE, CHUNK = "INSERT INTO documents", "INSERT INTO articles", "INSERT INTO chunks"
RULES, MATCHES, DELIVERIES = "SELECT id, rule FROM rules", "INTO matches", "INTO deliveries"
CLAIM, REQUEST, MARK = "state = 'sending', parcel", "sendMessage", "SET state = 'sent', message_id"

soak = script("soak")


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A reader who wants to be told of everything, and a Bot API server; the bot is not started."""
    made = soak.Stage(tmp_path_factory.mktemp("steps"))
    made.greet((READER,))
    made.subscribe((READER,))
    yield made
    made.close()


def page(stage: Any) -> tuple[str, Path]:
    """A new page, and the word by which its alert is known."""
    token = f"第{next(NUMBERS)}号"
    path = stage.folder / f"{token}.txt"
    path.write_text(PAGE.format(token=token), encoding="utf-8")
    return token, path


def arrivals(stage: Any, token: str) -> int:
    """How often the reader was told of a page, once nothing is on its way any more."""
    stage.client.wait_until(stage.is_settled, wait=WAIT, what="all to be told")
    return sum(f"《{token}" in message.get("text", "") for message in stage.client.messages(READER))


@pytest.mark.parametrize(
    ("moment", "step", "is_in"),
    [
        *(
            (moment, step, False)
            for step in (DOCUMENT, ARTICLE, CHUNK, RULES, MATCHES)
            for moment in ("before", "after")
        ),
        *((moment, DELIVERIES, moment == "committed") for moment in ("before", "after", "commit", "committed")),
    ],
)
def test_killed_while_it_publishes(stage: Any, moment: str, step: str, is_in: bool) -> None:
    """Article and alert are on disk together or not at all; the document sent again completes the deed, once."""
    token, path = page(stage)
    command = [sys.executable, MORTAL, moment, step, "ingest", str(path)]
    done = subprocess.run(command, env=stage.environ(), cwd=stage.folder, capture_output=True, text=True)
    assert done.returncode == -9, done.stderr
    (outcome,) = stage.newsroom.ingest([path])
    assert outcome.outcome == ("unchanged" if is_in else "new")
    if stage.bot is None:
        stage.launch()
    assert arrivals(stage, token) == 1


@pytest.mark.parametrize(
    ("moment", "step", "most"),
    [
        *((moment, CLAIM, 1) for moment in ("before", "after", "commit", "committed")),
        ("before", REQUEST, 1),
        ("after", REQUEST, 2),
        *((moment, MARK, 2) for moment in ("before", "after", "commit")),
        ("committed", MARK, 1),
    ],
)
def test_killed_while_it_tells(stage: Any, moment: str, step: str, most: int) -> None:
    """The alert arrives; a second time only where the bot could not know that it had, and that is counted."""
    token, path = page(stage)
    if stage.bot is not None:
        stage.kill()
    before = soak.outbox.census(stage.newsroom.db())["repeats"]
    stage.launch(MORTAL, moment, step)
    list(stage.newsroom.ingest([path]))
    assert stage.bot.wait(WAIT) == -9
    stage.launch()

    assert 1 <= (found := arrivals(stage, token)) <= most
    assert soak.outbox.census(stage.newsroom.db())["repeats"] - before >= found - 1
