"""The disk is full, the store is busy, the clock jumps, at each step of telling a reader: told all the same, once."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import mortal
import pytest
from desks import Desk, desk_at_work
from mortal import Fate, Moment, Mortal
from test_delivery import READER
from test_steps import CLAIM, DELIVERIES, MARK, MATCHES

from store import chats, conversations, inbox, subscriptions
from store.errors import StoreUnusable
from store.models import Article
from store.schema import atomic, open_store

FULL, BUSY = "database or disk is full", "database is locked"


@pytest.fixture
def fate() -> Iterator[Callable[[str, Moment, str], None]]:
    """Sets what the store's connections meet."""

    def fail(words: str) -> None:
        raise sqlite3.OperationalError(words)

    def decide(words: str, moment: Moment, step: str) -> None:
        Mortal.fate = Fate(moment, re.compile(step), lambda: fail(words))

    yield decide
    Mortal.fate = None


@pytest.fixture
async def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    monkeypatch.setattr(sqlite3, "connect", mortal.connect)
    async with desk_at_work(tmp_path, monkeypatch) as desk:
        await desk.ask("/subscribe 通车")
        yield desk


def article(name: str) -> Article:
    """An article on a road."""
    return Article("", f"{name}地通车", (f"{name}地的路通车，长{len(name)}公里。",))


@pytest.mark.parametrize("words", [FULL, BUSY])
@pytest.mark.parametrize("step", [CLAIM, MARK])
@pytest.mark.parametrize("moment", ["before", "after", "commit"])
async def test_a_store_that_fails_while_the_bot_tells(
    desk: Desk, fate: Callable[[str, Moment, str], None], words: str, step: str, moment: Moment
) -> None:
    """Nothing is claimed that is not written down; what was sent is written down later, and not sent again."""
    before = desk.last()
    fate(words, moment, step)
    desk.print(article("甲"), name="甲")
    await desk.next_after(READER, before)
    await desk.all_sent()

    assert Mortal.fate is not None
    assert Mortal.fate.is_spent
    assert [one["text"].split("\n")[1] for one in desk.said(after=before)] == ["《甲地通车》"]
    assert desk.states() == {"sent": 1, "repeats": 0}


@pytest.mark.parametrize("words", [FULL, BUSY])
@pytest.mark.parametrize("step", [MATCHES, DELIVERIES])
@pytest.mark.parametrize("moment", ["before", "after", "commit"])
async def test_a_store_that_fails_while_the_paper_is_published(
    desk: Desk, fate: Callable[[str, Moment, str], None], words: str, step: str, moment: Moment
) -> None:
    """Neither article nor alert; tried again, both."""
    before = desk.last()
    fate(words, moment, step)
    with pytest.raises(StoreUnusable, match=words):
        desk.print(article("甲"), name="甲")
    assert desk.states() == {"repeats": 0}
    desk.print(article("甲"), name="甲")
    await desk.next_after(READER, before)
    await desk.all_sent()

    assert len(desk.said(after=before)) == 1


@pytest.mark.parametrize("step", ["replies", "chats", "conversations", "inbox", "subscriptions", "deliveries"])
def test_a_group_that_moves_keeps_everything_or_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fate: Callable[[str, Moment, str], None], step: str
) -> None:
    """Inbox, outbox, subscriptions, conversations and replies are in one transaction."""
    monkeypatch.setattr(sqlite3, "connect", mortal.connect)
    db = open_store(tmp_path / "s.db")
    with atomic(db):
        subscriptions.subscribe(db, -7, 0, "{}", ["词"])
        conversations.intend(db, 1, -7, "{}", now=1.0)
        conversations.choose_language(db, -7, "en")
        conversations.remember(db, "-7:0:1", "{}", now=1.0)
        inbox.accept(db, 1, '{"message": {"chat": {"id": -7}}}', now=1.0)
        db.execute("INSERT INTO deliveries (chat_id, thread_id, generation) VALUES (-7, 0, 1)")

    def state() -> list[object]:
        tables = ("replies", "chats", "conversations", "inbox", "subscriptions", "deliveries")
        return [db.execute(f"SELECT * FROM {table}").fetchall() for table in tables]

    before = state()
    fate(FULL, "after", f"^UPDATE.* {step} ")
    with pytest.raises(StoreUnusable), atomic(db):
        chats.migrate(db, -7, -1007)
    assert state() == before
    with atomic(db):
        chats.migrate(db, -7, -1007)
    assert "-7" not in str(state()).replace("-1007", "")
    db.conn.close()


@pytest.mark.parametrize("hours", [-1, 1])
async def test_a_clock_that_jumps_an_hour(desk: Desk, hours: int) -> None:
    """What is told at once is told at once, before and after."""
    before = desk.last()
    desk.print(article("甲"), name="甲")
    await desk.all_sent()
    desk.services.clock = lambda: time.time() + hours * 3600
    desk.print(article("乙乙"), name="乙")
    await desk.all_sent()

    assert [one["text"].split("\n")[1] for one in desk.said(after=before)] == ["《甲地通车》", "《乙乙地通车》"]
