"""The store's file: made, migrated, refused."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest
from sqlite_utils import Database

from store.errors import NewerStore, StoreUnusable
from store.migrations import MIGRATIONS
from store.schema import atomic, open_store, snapshot


def test_a_fresh_store_is_durable_and_numbered(db: Database) -> None:
    """A commit survives a power cut (WAL, synchronous=FULL), and the file says which migrations it has."""
    assert db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert db.execute("PRAGMA synchronous").fetchone()[0] == 2
    assert db.execute("PRAGMA user_version").fetchone()[0] == len(MIGRATIONS)


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    """A migration runs once."""
    first = open_store(tmp_path / "s.db")
    first.execute("INSERT INTO chats (chat_id) VALUES (7)")
    first.conn.close()
    again = open_store(tmp_path / "s.db")
    assert again.execute("SELECT chat_id FROM chats").fetchall() == [(7,)]
    again.conn.close()


def test_a_newer_store_is_refused_untouched(tmp_path: Path) -> None:
    """An older program does not open, and does not write to, the store of a later one."""
    path = tmp_path / "s.db"
    open_store(path).conn.close()
    with sqlite3.connect(path) as conn:
        conn.execute(f"PRAGMA user_version={len(MIGRATIONS) + 1}")
    conn.close()
    before = path.read_bytes()
    with pytest.raises(NewerStore, match="upgrade baozhi"):
        open_store(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("junk", [b"not a database at all, but long enough to look at" * 40, b"\x00" * 4096])
def test_a_file_that_is_no_store_is_refused(tmp_path: Path, junk: bytes) -> None:
    """Junk in the place of the store is one clear error, and stays as it is."""
    path = tmp_path / "s.db"
    path.write_bytes(junk)
    with pytest.raises(StoreUnusable):
        open_store(path)
    assert path.read_bytes() == junk


def test_another_programs_file_is_refused(tmp_path: Path) -> None:
    """An SQLite file with tables of its own is not migrated into a store."""
    path = tmp_path / "s.db"
    with sqlite3.connect(path) as conn:
        conn.execute("CREATE TABLE recipes (name TEXT)")
    conn.close()
    with pytest.raises(StoreUnusable, match="another program"):
        open_store(path)


def test_a_deed_that_fails_leaves_nothing(db: Database) -> None:
    """atomic() keeps all of a deed or none of it."""

    def fail() -> None:
        with atomic(db):
            db.execute("INSERT INTO chats (chat_id) VALUES (1)")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert db.execute("SELECT count(*) FROM chats").fetchone()[0] == 0
    with atomic(db):
        db.execute("INSERT INTO chats (chat_id) VALUES (2)")
    assert db.execute("SELECT chat_id FROM chats").fetchall() == [(2,)]


def test_a_full_disk_is_said_and_nothing_is_kept(db: Database) -> None:
    """A disk that fills in the middle of a deed is one clear error; the store goes on as before."""
    pages = db.execute("PRAGMA page_count").fetchone()[0]
    db.execute(f"PRAGMA max_page_count={pages + 2}")

    def fill() -> None:
        with atomic(db):
            for chat in range(20_000):
                db.execute("INSERT INTO chats VALUES (?, 'zh', ?)", [chat, "x" * 100])

    with pytest.raises(StoreUnusable, match="full"):
        fill()
    assert db.execute("SELECT count(*) FROM chats").fetchone()[0] == 0
    db.execute("PRAGMA max_page_count=1000000")
    with atomic(db):
        db.execute("INSERT INTO chats (chat_id) VALUES (1)")


def test_two_writers_wait_for_each_other(tmp_path: Path) -> None:
    """A second writer waits for the first instead of failing at once: the lock is taken when a deed begins."""
    path = tmp_path / "s.db"
    open_store(path).conn.close()

    def write(chat: int) -> None:
        db = open_store(path)
        for i in range(20):
            with atomic(db):
                found = db.execute("SELECT count(*) FROM chats").fetchone()[0]
                db.execute("INSERT INTO chats VALUES (?, NULL, ?)", [chat * 100 + i, str(found)])
        db.conn.close()

    threads = [threading.Thread(target=write, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db = open_store(path)
    # every writer saw all that was committed before it: no two counted the same
    assert sorted(int(row[0]) for row in db.execute("SELECT settings FROM chats")) == list(range(80))
    db.conn.close()


def test_a_snapshot_does_not_see_what_comes_later(tmp_path: Path, db: Database) -> None:
    """Reads inside snapshot() belong to one state."""
    other = open_store(tmp_path / "baozhi.db")
    with snapshot(db):
        assert db.execute("SELECT count(*) FROM chats").fetchone()[0] == 0
        with atomic(other):
            other.execute("INSERT INTO chats (chat_id) VALUES (1)")
        assert db.execute("SELECT count(*) FROM chats").fetchone()[0] == 0
    assert db.execute("SELECT count(*) FROM chats").fetchone()[0] == 1
    other.conn.close()
