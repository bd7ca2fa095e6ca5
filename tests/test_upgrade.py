"""A store that the first release wrote opens in this one, with everything in it, and can be gone back from.

tests/data/first_release.db was written by that release (commit 5e50493) in an afternoon of real use over the local Bot
API server: the owner's page and three of ours ingested, two questions asked, two subscriptions, two choices in
/settings, one alert sent and one that the bot had not come to, a document sent and not published.
"""

from __future__ import annotations

import shutil
import sqlite3
import tarfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.answering.newsroom import Newsroom
from bot.operations.backups import write
from bot.settings import Settings
from bot.words.records import unpack, unpack_context
from store import conversations, migrations, outbox, schema, subscriptions
from store.errors import NewerStore, StoreUnusable
from store.schema import atomic, open_store, snapshot_of, snapshots, version_of

FIRST_RELEASE = Path(__file__).parent / "data" / "first_release.db"
QUESTION = "给多少名环卫工人送了安全头盔？"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """The first release's store, in a data folder of its own; its draft as if sent today, for drafts lapse."""
    path = Path(shutil.copy(FIRST_RELEASE, tmp_path / "baozhi.db"))
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE drafts SET created_at = ?", [time.time()])
    return path


@pytest.fixture
def newsroom(store: Path) -> Iterator[Newsroom]:
    """This version on the first release's store."""
    newsroom = Newsroom.open(Settings(data=store.parent))
    yield newsroom
    newsroom.close()


def test_what_was_kept_is_still_there(newsroom: Newsroom) -> None:
    """The page answers, subscriptions, conversation, settings, alerts and the draft are as they were."""
    answer = newsroom.ask(QUESTION)
    assert answer.fact is not None
    assert (answer.fact.text, answer.fact.value) == ("50名", 50)
    db = newsroom.db()
    assert version_of(newsroom.settings.data / "baozhi.db") == len(migrations.MIGRATIONS)
    assert [len(subscriptions.of_chat(db, chat)) for chat in (1001, 1002)] == [1, 1]
    said = conversations.recall(db, "1001", since=0)
    assert said is not None
    assert unpack_context(said).article_ids == (answer.fact.article_id,)
    assert conversations.wishes(db, 1001) == {"language": "zh-Hant", "short": True}
    first = conversations.reply(db, 1)
    assert first is not None
    assert unpack(first.content).answer is not None
    assert db.execute("SELECT state, chat_id FROM deliveries ORDER BY id").fetchall() == [("sent", 1001), ("due", 1002)]
    assert newsroom.press.publish(1, by=1).outcome == "new"


def test_the_alert_that_was_due_is_still_sent(newsroom: Newsroom) -> None:
    """What the first release had not come to is claimed by this one, with its article."""
    with atomic(newsroom.db()):
        parcels = outbox.claim(newsroom.db(), 5, skip=set(), now=1e12, blocked_until=lambda how, sent: 0.0)
    assert [(parcel.chat_id, len(parcel.items)) for parcel in parcels] == [(1002, 1)]


def test_a_copy_is_kept_before_the_upgrade(store: Path) -> None:
    """The copy is the store as the first release left it, whole, and that release's program can go on with it."""
    before = sqlite3.connect(store)
    rows = list(before.iterdump())
    before.close()
    open_store(store).conn.close()

    copy = snapshot_of(store, 2)
    assert copy.name == "baozhi-before-2.db"
    assert snapshots(store) == [copy]
    assert version_of(copy) == 1
    with closing(sqlite3.connect(copy)) as kept:
        assert list(kept.iterdump()) == rows
        assert kept.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert kept.execute("PRAGMA application_id").fetchone() == (schema.APPLICATION_ID,)


def test_the_way_back(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As docs/deploy.md has it: the copy in the store's place, and the earlier program goes on; then up again."""
    newsroom = Newsroom.open(Settings(data=store.parent))
    list(newsroom.ingest([FIRST_RELEASE.parent / "pages" / "county.txt"]))
    newsroom.close()
    for name in ("baozhi.db", "baozhi.db-wal", "baozhi.db-shm"):
        store.with_name(name).unlink(missing_ok=True)
    shutil.copy(snapshot_of(store, 2), store)
    with monkeypatch.context() as earlier:
        earlier.setattr(schema, "MIGRATIONS", migrations.MIGRATIONS[:1])
        db = open_store(store)
        assert db.execute("SELECT count(*) FROM articles").fetchone() == (30,)
        db.conn.close()
    again = Newsroom.open(Settings(data=store.parent))
    # the index was ahead of the store that came back, and has been made anew
    assert "rebuilt" in again.notices[0]
    assert again.ask(QUESTION).fact is not None
    again.close()


def test_a_fresh_store_and_an_unchanged_one_leave_no_copy(tmp_path: Path) -> None:
    """There is nothing to go back to."""
    for _ in range(2):
        open_store(tmp_path / "baozhi.db").conn.close()
    assert [path.name for path in tmp_path.iterdir()] == ["baozhi.db"]


def test_the_latest_copies_are_kept(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every upgrade leaves a copy; the oldest go."""
    for number in range(4):
        steps = (*migrations.MIGRATIONS, *(f"CREATE TABLE later_{n} (x);" for n in range(number)))
        monkeypatch.setattr(schema, "MIGRATIONS", steps)
        open_store(store).conn.close()
    assert [version_of(copy) for copy in snapshots(store)] == [2, 3, 4]


def test_an_upgrade_that_fails_changes_nothing(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a migration is none: the store stays at the version it had, and opens again."""
    monkeypatch.setattr(schema, "MIGRATIONS", (migrations.MIGRATIONS[0], "CREATE TABLE half (x);\nSELECT nonsense;"))
    with pytest.raises(StoreUnusable):
        open_store(store)
    assert version_of(store) == 1
    monkeypatch.undo()
    open_store(store).conn.close()


def test_no_room_for_the_copy_means_no_upgrade(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a way back nothing is changed, and no half copy stays."""

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(StoreUnusable, match="No space left"):
        open_store(store)
    assert version_of(store) == 1
    assert [path.name for path in store.parent.iterdir() if "before" in path.name] == []


def test_an_older_program_leaves_a_newer_store_untouched(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says what to do, and not a byte changes."""
    open_store(store).conn.close()
    bytes_before = store.read_bytes()
    monkeypatch.setattr(schema, "MIGRATIONS", migrations.MIGRATIONS[:1])
    with pytest.raises(NewerStore, match="upgrade baozhi"):
        open_store(store)
    with pytest.raises(NewerStore):
        version_of(store)
    assert store.read_bytes() == bytes_before


def test_a_backup_holds_no_copies_of_the_store(store: Path, tmp_path: Path) -> None:
    """The copies are for going back after an upgrade; a backup would only grow by them."""
    open_store(store).conn.close()
    write(store.parent, tmp_path / "b.tar.gz")
    with tarfile.open(tmp_path / "b.tar.gz") as tar:
        assert [name for name in tar.getnames() if "before" in name] == []
