"""Many deeds, one transaction: each all or nothing, none told of before the disk has it."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.wire.writer import Writer
from store.errors import StoreUnusable
from store.schema import open_store


@pytest.fixture
def commits() -> list[str]:
    """What was sent to SQLite."""
    return []


@pytest.fixture
def writer(tmp_path: Path, commits: list[str]) -> Iterator[Writer]:
    made: list[Database] = []

    def connect() -> Database:
        if not made:
            made.append(open_store(tmp_path / "s.db"))
            made[0].conn.set_trace_callback(commits.append)
        return made[0]

    writer = Writer(connect)
    yield writer
    writer.close()
    for db in made:
        db.conn.close()


def add(chat: int) -> Callable[[Database], int]:
    def deed(db: Database) -> int:
        db.execute("INSERT INTO chats (chat_id) VALUES (?)", [chat])
        return chat

    return deed


def held(path: Path) -> list[int]:
    db = open_store(path / "s.db")
    found = [row[0] for row in db.execute("SELECT chat_id FROM chats ORDER BY chat_id")]
    db.conn.close()
    return found


async def test_what_waits_is_written_together(writer: Writer, commits: list[str], tmp_path: Path) -> None:
    """A hundred deeds at once take a handful of transactions, and each gets its own answer."""
    await writer.do(add(0))
    commits.clear()
    results = await asyncio.gather(*(writer.do(add(n)) for n in range(1, 101)))
    assert results == list(range(1, 101))
    assert commits.count("COMMIT") < 20
    assert held(tmp_path) == list(range(101))


async def test_a_deed_that_fails_harms_no_other(writer: Writer, tmp_path: Path) -> None:
    """Its half is taken back and its error is its own, be it a wrong statement or a change of mind."""

    def changes_its_mind(db: Database) -> None:
        db.execute("INSERT INTO chats (chat_id) VALUES (100)")
        raise KeyError("no")

    def writes_nonsense(db: Database) -> None:
        db.execute("INSERT INTO chats (chat_id) VALUES (200)")
        db.execute("INSERT INTO chats (chat_id) VALUES (200)")

    deeds = [add(1), changes_its_mind, add(2), writes_nonsense, add(3)]
    first, mind, second, nonsense, third = await asyncio.gather(
        *(writer.do(deed) for deed in deeds),
        return_exceptions=True,
    )
    assert (first, second, third) == (1, 2, 3)
    assert isinstance(mind, KeyError)
    assert isinstance(nonsense, sqlite3.IntegrityError)
    assert held(tmp_path) == [1, 2, 3]


async def test_a_store_that_cannot_be_written_is_said_to_all(writer: Writer, tmp_path: Path) -> None:
    """As by atomic(): StoreUnusable, nothing kept; afterwards it goes on."""
    await writer.do(add(1))
    await writer.do(lambda db: db.execute("PRAGMA query_only=ON"))
    failed = await asyncio.gather(*(writer.do(add(n)) for n in (2, 3)), return_exceptions=True)
    assert all(isinstance(error, StoreUnusable) for error in failed), failed
    assert held(tmp_path) == [1]


async def test_told_only_when_others_can_read_it(writer: Writer, tmp_path: Path) -> None:
    """Whoever has been told finds it in the store from any connection."""
    for n in range(20):
        await writer.do(add(n))
        assert n in held(tmp_path)


async def test_a_deed_runs_in_the_context_of_who_wants_it(writer: Writer) -> None:
    """Its log lines carry the trace of their update."""
    name: ContextVar[str] = ContextVar("name", default="nobody")
    name.set("u7")
    assert await writer.do(lambda db: (name.get(), threading.current_thread().name)) == ("u7", "writer")


async def test_closing_writes_down_what_waits(writer: Writer, tmp_path: Path) -> None:
    """And nothing is accepted afterwards."""
    waiting = [asyncio.ensure_future(writer.do(add(n))) for n in range(30)]
    await asyncio.sleep(0)
    await asyncio.to_thread(writer.close)
    assert await asyncio.gather(*waiting) == list(range(30))
    with pytest.raises(StoreUnusable):
        await writer.do(add(99))
    assert held(tmp_path) == list(range(30))


async def test_nobody_waits_any_more(writer: Writer, tmp_path: Path) -> None:
    """A deed whose task was cancelled is done or not, whole; the writer goes on."""
    task = asyncio.ensure_future(writer.do(add(1)))
    await asyncio.sleep(0)
    task.cancel()
    assert await writer.do(add(2)) == 2
    assert 2 in held(tmp_path)
