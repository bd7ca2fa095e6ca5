"""The store after a power cut: the write-ahead log torn at any of its frames."""

from __future__ import annotations

import shutil
from pathlib import Path

from sqlite_utils import Database

from store import outbox, publishing, subscriptions
from store.models import Article, Chunk
from store.publishing import Edition
from store.schema import atomic, open_store

HEADER, FRAME_HEADER = 32, 24  # bytes, sqlite.org/fileformat2.html#the_write_ahead_log


def test_whatever_is_torn_off_nothing_acknowledged_is_missing(tmp_path: Path) -> None:
    """At every frame boundary, and within every frame, the store opens as it was after the last commit before."""
    folder = tmp_path / "live"
    folder.mkdir()
    db = open_store(folder / "s.db")
    db.execute("PRAGMA wal_autocheckpoint=0")
    log = folder / "s.db-wal"
    commits = [(log.stat().st_size, _state(db))]
    for deed in range(6):
        with atomic(db):
            _do(db, deed)
        commits.append((log.stat().st_size, _state(db)))
    (page,) = db.execute("PRAGMA page_size").fetchone()
    ends = range(HEADER, log.stat().st_size + 1, page + FRAME_HEADER)
    assert ends[-1] == log.stat().st_size

    for size in sorted({*ends, *(end + page // 2 for end in ends[:-1])}):
        torn = tmp_path / "torn"
        torn.mkdir()
        shutil.copy(folder / "s.db", torn)
        (torn / "s.db-wal").write_bytes(log.read_bytes()[:size])
        assert _reopened(torn / "s.db") == [state for end, state in commits if end <= max(size, commits[0][0])][-1]
        shutil.rmtree(torn)
    db.conn.close()


def _do(db: Database, deed: int) -> None:
    """A subscription, a publication with its alerts, what becomes of the first one; then all of it again."""
    match deed % 3:
        case 0:
            subscriptions.subscribe(db, deed, 0, "{}", ["词"])
        case 1:
            article = Article("", f"第{deed}篇", ("正文。" * 500,))
            edition = Edition(article, [Chunk("", 0, 3, "正文。")])
            publishing.publish(db, article.headline, article.headline.encode(), [edition], now=1.0)
            (key,) = db.execute("SELECT max(key) FROM articles").fetchone()
            (generation,) = db.execute("SELECT value FROM state WHERE name = 'generation'").fetchone()
            outbox.enqueue(db, generation, [(1, key)], [], due_at=lambda timing: 0.0)
        case 2:
            (parcel, *_) = outbox.claim(db, 1, skip=[], now=2.0, blocked_until=lambda timing, sent: 0.0)
            outbox.sent(db, parcel.id, 99, now=2.0)


def _state(db: Database) -> list[object]:
    queries = (
        "SELECT chat_id, rule_id FROM subscriptions ORDER BY id",
        "SELECT headline FROM articles ORDER BY key",
        "SELECT chat_id, generation, state, message_id FROM deliveries ORDER BY id",
    )
    return [db.execute(query).fetchall() for query in queries]


def _reopened(path: Path) -> list[object]:
    """What a store holds that was opened again, and found sound."""
    db = open_store(path)
    assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    state = _state(db)
    db.conn.close()
    return state
