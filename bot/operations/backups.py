"""The data folder as one file and back: a consistent snapshot of the store, taken while the bot runs.

The index is left out: it is rebuilt from the store.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tarfile
import tempfile
import time
from pathlib import Path

from bot.operations.lock import DataLock
from store.errors import StoreUnusable
from store.schema import open_store, snapshots

STORE = "baozhi.db"
FOLDER = "backups"  # in the data folder, for those made day by day
LEFT_OUT = {"index", "reread", FOLDER, STORE, f"{STORE}-wal", f"{STORE}-shm", DataLock.NAME}
UNFINISHED = ".part-"  # how the name of a folder begins in which a backup is being made


def write(data: Path, file: Path) -> int:
    """Write the data folder to *file* in one step; returns its size in bytes.

    Raises StoreUnusable if there is no store or *file* cannot be written; an older *file* is then untouched.
    """
    if not (data / STORE).is_file():
        raise StoreUnusable(f"{data} holds no store: nothing to back up")
    try:
        with tempfile.TemporaryDirectory(prefix=UNFINISHED, dir=file.absolute().parent) as folder:
            copy, packed = Path(folder) / STORE, Path(folder) / "packed"
            source, target = open_store(data / STORE).conn, sqlite3.connect(copy)
            source.backup(target)
            source.close()
            target.close()
            with tarfile.open(packed, "w:gz", compresslevel=1) as tar:
                tar.add(copy, STORE)
                copies = snapshots(data / STORE)  # for going back after an upgrade
                for path in sorted(data.iterdir()):
                    if path.name not in LEFT_OUT and path not in copies:
                        tar.add(path, path.name)
            with packed.open("rb+") as handle:
                os.fsync(handle.fileno())
            size = packed.stat().st_size
            packed.replace(file)
    except (OSError, sqlite3.Error) as exc:
        raise StoreUnusable(f"the backup {file} cannot be written: {exc}") from exc
    return size


def restore(file: Path, data: Path) -> Path | None:
    """Put the backup *file* in place of the folder *data*; returns where a replaced folder was moved to.

    Raises StoreUnusable if the file is no whole backup, or a bot is running on the folder; nothing changes then.
    """
    parent = data.absolute().parent
    with tempfile.TemporaryDirectory(dir=parent) as folder:
        unpacked = Path(folder) / "data"
        try:
            with tarfile.open(file, "r:*") as tar:
                _unpack(tar, unpacked)
        except (OSError, tarfile.TarError, EOFError) as exc:
            raise StoreUnusable(f"{file} is no backup that can be read: {exc}") from exc
        if not (unpacked / STORE).is_file():
            raise StoreUnusable(f"{file} is no backup of baozhi: there is no {STORE} in it")
        _check_whole(unpacked / STORE, file)
        aside = None
        if data.exists():
            with DataLock(data):
                aside = parent / f"{data.name}.replaced-{time.strftime('%Y%m%d-%H%M%S')}"
                data.rename(aside)
        shutil.move(unpacked, data)
    return aside


def _unpack(tar: tarfile.TarFile, folder: Path) -> None:
    """Files and folders of *tar* into *folder*; links, devices and paths that lead out of it are a damaged backup.

    Debian 12's Python has no extraction filters yet.
    """
    for member in tar:
        target = (folder / member.name).resolve()
        if not target.is_relative_to(folder.resolve()) or not (member.isfile() or member.isdir()):
            raise tarfile.ReadError(f"it holds {member.name!r}, which no backup does")
        tar.extract(member, folder, set_attrs=False)


def _check_whole(store: Path, file: Path) -> None:
    db = open_store(store)
    try:
        verdict = db.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as exc:
        verdict = str(exc)
    finally:
        db.conn.close()
    if verdict != "ok":
        raise StoreUnusable(f"{file} is damaged: {verdict}")
