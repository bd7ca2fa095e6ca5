"""Publishing, reading everything anew and going back, killed at random moments: the old state or the new one, whole.

BAOZHI_KILL_ROUNDS sets the number of rounds (2 unless it is set; `make soak` runs 50), BAOZHI_KILL_SEED the seed.
"""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.alerts import rules
from bot.answering.newsroom import Newsroom
from bot.background import rereader
from bot.publishing import reading
from bot.settings import Settings
from bot.trials import reread
from retrieval.types import Query
from store import articles, drafts, history, publishing, reingests, subscriptions
from store.errors import DraftGone
from store.schema import atomic

ROUNDS = int(os.environ.get("BAOZHI_KILL_ROUNDS", "2"))
SEED = int(os.environ.get("BAOZHI_KILL_SEED", "11"))
DOCUMENTS = 12
ARTICLES = 6  # in each
READER = 1001
STREETS = "东西南北中上下前后左右内"

# What the process that is killed does; it waits for a word after everything is open, so that the deed alone is hit.
CHILD = """
import sys
from pathlib import Path
from bot.background import rereader
from bot.answering.newsroom import Newsroom
from bot.settings import Settings
newsroom = Newsroom.open(Settings(data=Path(sys.argv[1])))
print("open", flush=True)
sys.stdin.readline()
match sys.argv[2:]:
    case ["publish", number]:
        newsroom.press.publish(int(number), by=1)
    case ["reread", number]:
        rereader.publish(newsroom, int(number), by=1, alert=True)
    case ["back", number, seen]:
        newsroom.press.go_back(int(number), by=1, seen=int(seen))
"""


def page(place: int, edition: int) -> str:
    """A page whose every article names its edition."""
    street = f"{STREETS[place]}街"
    return "\n".join(
        f"{street}采暖检修第{position + 1}批开工\n本报讯 第{edition}稿写道:"
        + "".join(
            f"采暖公司检修了{street}的管道{(edition * 977 + position * 31 + n * 7) % 9000 + 2}米。" for n in range(6)
        )
        + "\n"
        for position in range(ARTICLES)
    )


class Press:
    """A data folder, and the deeds that are killed in it."""

    def __init__(self, folder: Path, dice: random.Random) -> None:
        self._pages, self._data, self._dice = folder / "pages", folder / "data", dice
        self._pages.mkdir()
        self._edition = 1
        for place in range(DOCUMENTS):
            (self._pages / f"{place:02}.txt").write_text(page(place, 1), encoding="utf-8")
        newsroom = self.open()
        list(newsroom.ingest([self._pages]))
        everything = rules.everything()
        with atomic(newsroom.db()):
            subscriptions.subscribe(newsroom.db(), READER, 0, rules.pack(everything), rules.keys(everything))
        newsroom.close()

    def open(self) -> Newsroom:
        """The paper as a start finds it."""
        return Newsroom.open(Settings(data=self._data))

    def run(self, *deed: str, killed_after: float | None) -> float:
        """Do a deed in a process of its own, killed so long after it began; returns the seconds that it ran."""
        command = [sys.executable, "-c", CHILD, str(self._data), *deed]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            assert process.stdin is not None
            assert process.stdout.readline() == b"open\n"
            process.stdin.write(b"\n")
            process.stdin.flush()
            began = time.monotonic()
            try:
                process.wait(killed_after)
            except subprocess.TimeoutExpired:
                process.kill()
            _, errors = process.communicate()
        assert process.returncode in (0, -9), errors.decode()
        return time.monotonic() - began

    def draft(self, newsroom: Newsroom) -> tuple[str, ...]:
        """Another edition of one document, ready to be published."""
        self._edition += 1
        place = self._dice.randrange(DOCUMENTS)
        path = self._pages / f"{place:02}.txt"
        path.write_text(page(place, self._edition), encoding="utf-8")
        return "publish", str(newsroom.press.prepare(path, path.name, by=1).id)

    def reading(self, newsroom: Newsroom) -> tuple[str, ...]:
        """Half of the documents misread by an earlier intake, and everything read anew, ready to be published."""
        db = newsroom.db()
        for name, content in self._dice.sample(list(articles.originals(db)), DOCUMENTS // 2):
            held = [one for one in newsroom.articles() if articles.document_of(db, one.id) == name]
            spoilt = [replace(one, headline=f"误{one.headline}") for one in held]
            with atomic(db), history.recorded(db, "publish", name, [name], actor=1, now=1.0):
                publishing.publish(db, name, content, reading.editions(spoilt), now=1.0)
        list(newsroom.ingest([]))  # the index follows
        found = reread.reread(newsroom.settings, self._data / rereader.FOLDER, lambda *_: None)
        with atomic(db):
            number = reingests.start(db, by=1, chat_id=1, message_id=1, now=time.time())
            assert number is not None
            reingests.move(db, number, "ready", was="running", report=reread.pack(found))
        return "reread", str(number)

    def way_back(self, newsroom: Newsroom) -> tuple[str, ...]:
        """Any earlier state."""
        db = newsroom.db()
        states = history.publications(db, limit=50)[1:]
        return "back", str(self._dice.choice(states).generation), str(articles.generation(db))


def whole(newsroom: Newsroom) -> None:
    """Every document is of one edition, read one way, and the index holds the store's chunks and no others."""
    stored = {row[0] for row in newsroom.db().execute("SELECT id FROM chunks")}
    found = newsroom.index.search(Query({"采暖": 1.0}), k=len(stored) + 1000)
    assert {hit.chunk_id for hit in found} == stored
    assert newsroom.index.generation == articles.generation(newsroom.db())
    kinds: dict[str, set[str]] = {}
    for article in newsroom.articles():
        edition = re.findall(r"第\d+稿", article.body)[0]
        kinds.setdefault(article.source, set()).add(edition + article.headline[:1])
    assert all(len(one) == 1 for one in kinds.values()), kinds
    assert newsroom.db().execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def told(newsroom: Newsroom) -> int:
    """How many alerts are written down."""
    return int(newsroom.db().execute("SELECT count(*) FROM deliveries").fetchone()[0])


@pytest.mark.parametrize("prepare", [Press.draft, Press.reading, Press.way_back], ids=["publish", "reread", "back"])
def test_a_deed_that_is_killed_is_done_or_not(
    tmp_path: Path, prepare: Callable[[Press, Newsroom], tuple[str, ...]]
) -> None:
    """Killed at any moment: done whole, with its record and its alerts, once; or not at all, and it can be done."""
    dice = random.Random(SEED)
    press = Press(tmp_path, dice)
    newsroom = press.open()
    deeds = [press.draft(newsroom), press.draft(newsroom)]
    newsroom.close()
    for deed in deeds:
        press.run(*deed, killed_after=None)
    longest = 0.0
    for number in range(ROUNDS + 1):
        newsroom = press.open()
        deed = prepare(press, newsroom)
        before, alerts, deeds_before = articles.generation(newsroom.db()), told(newsroom), history.count(newsroom.db())
        newsroom.close()
        # the first tells how long it takes
        ran = press.run(*deed, killed_after=dice.uniform(0.0, longest) if number else None)
        longest = longest or ran

        newsroom = press.open()
        assert newsroom.notices == [], "nothing had to be rebuilt"
        whole(newsroom)
        is_done = articles.generation(newsroom.db()) != before
        rereader.tell_readers(newsroom)
        match deed:
            case ["publish", draft]:
                assert (drafts.find(newsroom.db(), int(draft)).state == "published") == is_done
                assert told(newsroom) == alerts + is_done
                if not is_done:
                    newsroom.press.publish(int(draft), by=1)
                with pytest.raises(DraftGone):
                    newsroom.press.publish(int(draft), by=1)
            case ["reread", reading_number]:
                assert (reingests.get(newsroom.db(), int(reading_number)).state == "published") == is_done
                assert told(newsroom) == alerts + is_done
                if not is_done:
                    rereader.publish(newsroom, int(reading_number), by=1, alert=True)
                assert told(newsroom) == alerts + 1
        if is_done:
            assert history.count(newsroom.db()) == deeds_before + 1
        whole(newsroom)
        newsroom.close()
