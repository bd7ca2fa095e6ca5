"""The data folder as one file and back."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from bot.operations import backups
from bot.operations.lock import DataLock
from store.errors import StoreUnusable
from store.schema import atomic, open_store


def store_at(folder: Path, chat: int) -> None:
    """A data folder whose store remembers *chat*, with a file of the operator's beside it."""
    db = open_store(folder / "baozhi.db")
    with atomic(db):
        db.execute("INSERT INTO chats (chat_id) VALUES (?)", [chat])
    db.conn.close()
    (folder / "notes").mkdir()
    (folder / "notes" / "words.txt").write_text("环卫", encoding="utf-8")
    (folder / "index").mkdir()


def chats(folder: Path) -> list[int]:
    """What the store of a folder remembers."""
    db = open_store(folder / "baozhi.db")
    found = [row[0] for row in db.execute("SELECT chat_id FROM chats")]
    db.conn.close()
    return found


def test_everything_but_the_index_comes_back(tmp_path: Path) -> None:
    """Store and other files are restored; what was there is kept beside; the index is left to be rebuilt."""
    store_at(tmp_path / "data", 7)
    assert backups.write(tmp_path / "data", tmp_path / "b.tar") == (tmp_path / "b.tar").stat().st_size
    store_at(tmp_path / "other", 8)

    aside = backups.restore(tmp_path / "b.tar", tmp_path / "other")

    assert chats(tmp_path / "other") == [7]
    assert (tmp_path / "other" / "notes" / "words.txt").read_text(encoding="utf-8") == "环卫"
    assert not (tmp_path / "other" / "index").exists()
    assert aside is not None
    assert chats(aside) == [8]


@pytest.mark.parametrize("name", ["../out.txt", "/tmp/baozhi-out.txt", "link"])
def test_a_backup_that_leads_out_of_its_folder_is_refused(tmp_path: Path, name: str) -> None:
    """Path tricks and links in a file that poses as a backup change nothing."""
    with tarfile.open(tmp_path / "b.tar", "w") as tar:
        member = tarfile.TarInfo(name)
        if name == "link":
            member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(member, io.BytesIO(b""))
    store_at(tmp_path / "data", 7)

    with pytest.raises(StoreUnusable, match="which no backup does"):
        backups.restore(tmp_path / "b.tar", tmp_path / "data")
    assert chats(tmp_path / "data") == [7]
    assert not (tmp_path / "out.txt").exists()


def test_a_damaged_backup_is_refused(tmp_path: Path) -> None:
    """Half a backup, or one with a damaged store, replaces nothing."""
    store_at(tmp_path / "data", 7)
    backups.write(tmp_path / "data", tmp_path / "b.tar")
    whole = (tmp_path / "b.tar").read_bytes()
    (tmp_path / "half.tar").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(StoreUnusable):
        backups.restore(tmp_path / "half.tar", tmp_path / "data")
    assert chats(tmp_path / "data") == [7]


def test_a_running_bots_folder_is_not_replaced(tmp_path: Path) -> None:
    """Restore waits for nobody: while a bot runs on the folder it is refused."""
    store_at(tmp_path / "data", 7)
    backups.write(tmp_path / "data", tmp_path / "b.tar")
    with DataLock(tmp_path / "data"), pytest.raises(StoreUnusable, match="another bot"):
        backups.restore(tmp_path / "b.tar", tmp_path / "data")
    assert chats(tmp_path / "data") == [7]


def test_nothing_to_back_up_is_said(tmp_path: Path) -> None:
    """A folder without a store makes no empty backup."""
    with pytest.raises(StoreUnusable, match="no store"):
        backups.write(tmp_path / "none", tmp_path / "b.tar")
