"""`baozhi ingest` killed at random moments: each document is whole, and the index agrees with the store.

BAOZHI_KILL_ROUNDS sets the number of rounds (5 unless it is set; `make soak` runs 50), BAOZHI_KILL_SEED the seed.
"""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from bot.answering.newsroom import Newsroom
from bot.settings import Settings
from retrieval.types import Query

ROUNDS = int(os.environ.get("BAOZHI_KILL_ROUNDS", "5"))
SEED = int(os.environ.get("BAOZHI_KILL_SEED", "11"))
DOCUMENTS = 24
STREETS = "东西南北中上下前后左右"


class Paper:
    """A folder of documents that are rewritten from round to round, and the data folder they are ingested into."""

    def __init__(self, folder: Path, dice: random.Random) -> None:
        self._pages, self.data, self._dice = folder / "pages", folder / "data", dice
        self._pages.mkdir()
        self._edition = 0
        self.rewrite(DOCUMENTS)

    def rewrite(self, number: int) -> None:
        """Another text for *number* of the documents: every article of it names the edition."""
        self._edition += 1
        for place in self._dice.sample(range(DOCUMENTS), number):
            (self._pages / f"page_{place:02}.txt").write_text(
                "\n".join(self._article(place, position) for position in range(self._dice.randint(1, 4))),
                encoding="utf-8",
            )

    def _article(self, place: int, position: int) -> str:
        street = f"{STREETS[place % 11]}{STREETS[place // 11]}街"
        sentences = (f"采暖公司检修了{street}的管道{self._dice.randint(2, 9000)}米。" for _ in range(6))
        return f"{street}采暖检修第{position + 1}批开工\n本报讯 第{self._edition}稿写道:{''.join(sentences)}\n"

    def ingest(self, *, killed_after: float | None = None) -> float:
        """Take the folder in, as a process of its own; returns the seconds that it ran."""
        began = time.monotonic()
        with subprocess.Popen(
            [sys.executable, "-m", "bot", "ingest", str(self._pages)],
            env={**os.environ, "BAOZHI_DATA": str(self.data)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        ) as process:
            with suppress(subprocess.TimeoutExpired):
                process.wait(killed_after)
            process.kill()
            _, errors = process.communicate()
        assert process.returncode in (0, -9), errors.decode()
        return time.monotonic() - began

    def check(self) -> None:
        """After a restart every document is of one edition, and the index holds the store's chunks and no others."""
        newsroom = Newsroom.open(Settings(data=self.data))
        try:
            assert newsroom.notices == [], "nothing had to be rebuilt"
            stored = dict(newsroom.db().execute("SELECT id, article_key FROM chunks"))
            reprints = {article.key for article in newsroom.articles() if article.reprint_of is not None}
            found = newsroom.index.search(Query({"采暖": 1.0}), k=len(stored) + 1000)
            assert {hit.chunk_id for hit in found} == {one for one, key in stored.items() if key not in reprints}
            assert len(newsroom.index) == len(found)
            editions: dict[str, set[str]] = {}
            for article in newsroom.articles():
                editions.setdefault(article.source, set()).update(re.findall(r"第\d+稿", article.body))
            assert all(len(one) == 1 for one in editions.values()), editions
            assert newsroom.db().execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        finally:
            newsroom.close()


def test_store_and_index_agree_after_every_kill(tmp_path: Path) -> None:
    """Killed while starting, reading, committing or indexing; half of the documents are new editions each time."""
    dice = random.Random(SEED)
    paper = Paper(tmp_path, dice)
    whole = paper.ingest()
    paper.check()
    for _ in range(ROUNDS):
        paper.rewrite(DOCUMENTS // 2)
        paper.ingest(killed_after=dice.uniform(0.3, 1.0) * whole)
        paper.check()
    paper.ingest()
    paper.check()
