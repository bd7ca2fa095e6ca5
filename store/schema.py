"""The store's file: how it is opened and migrated, and the one way to write to it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from sqlite_utils import Database

from store.errors import NewerStore, StoreUnusable
from store.migrations import MIGRATIONS

APPLICATION_ID = 0x62617A68  # "bazh" in the file's header, so that a foreign SQLite file is never migrated
BUSY_TIMEOUT_MS = 10_000  # how long a writer waits for another process's transaction
SNAPSHOTS_KEPT = 3  # copies from before the latest upgrades


def open_store(path: Path) -> Database:
    """Open the store at *path*, made or migrated as needed; for one thread's use.

    Before a store is migrated, a copy of it as it was is kept beside it (see `snapshot_of`).

    Raises NewerStore if a later version wrote it, StoreUnusable if it is no store or cannot be written; in
    both cases the file is untouched.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # autocommit: transactions begin only where atomic() says so
        db = Database(
            # used by one thread at a time, but closed by another: a newsroom closes those of all its threads
            sqlite3.connect(path, timeout=BUSY_TIMEOUT_MS / 1000, isolation_level=None, check_same_thread=False)
        )
        _check(db, path)
        db.execute("PRAGMA synchronous=FULL")  # a commit survives a power cut
        db.execute("PRAGMA foreign_keys=ON")
        if db.execute("PRAGMA user_version").fetchone()[0] < len(MIGRATIONS):
            _migrate(db, path)
    except (sqlite3.Error, OSError) as exc:
        raise StoreUnusable(f"the store {path} cannot be opened: {exc}") from exc
    return db


def read_store(path: Path) -> Database:
    """Open the store at *path* to read alone; for one thread's use.

    Raises StoreUnusable if it cannot be read, NewerStore if a later version wrote it.
    """
    try:
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=BUSY_TIMEOUT_MS / 1000, isolation_level=None
        )
        db = Database(connection)
        try:
            _check(db, path)
        except BaseException:
            connection.close()
            raise
    except (sqlite3.Error, OSError) as exc:
        raise StoreUnusable(f"the store {path} cannot be opened: {exc}") from exc
    return db


def version_of(path: Path) -> int:
    """The number of migrations that the store at *path* has; the file is not changed. Raises as `read_store` does."""
    with closing(read_store(path).conn) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def snapshot_of(path: Path, number: int) -> Path:
    """Where the store at *path* is kept as it was before migration *number*: what an earlier version can go on with."""
    return path.with_name(f"{path.stem}-before-{number}{path.suffix}")


def snapshots(path: Path) -> list[Path]:
    """The copies that upgrades of the store at *path* have left."""
    return [snapshot_of(path, n) for n in range(2, len(MIGRATIONS) + 1) if snapshot_of(path, n).exists()]


@contextmanager
def atomic(db: Database) -> Iterator[None]:
    """One deed, all or nothing: takes the write lock at once, so that it never fails half-way for lack of it.

    Raises StoreUnusable if the disk is full or the lock cannot be had; nothing of the deed is kept then.
    """
    try:
        db.conn.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            if db.conn.in_transaction:
                db.conn.execute("ROLLBACK")
            raise
        db.conn.execute("COMMIT")
    except sqlite3.OperationalError as exc:
        if db.conn.in_transaction:
            db.conn.execute("ROLLBACK")
        raise StoreUnusable(f"the store cannot be written: {exc}; nothing was changed") from exc


@contextmanager
def snapshot(db: Database) -> Iterator[None]:
    """Several reads of one state of the store, whatever is published meanwhile."""
    db.conn.execute("BEGIN")
    try:
        yield
    finally:
        db.conn.execute("ROLLBACK")


def _check(db: Database, path: Path) -> None:
    """Refuse a file that is not ours, or is newer than this program, before anything is written to it."""
    application_id, version = (
        db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
    )
    if application_id == 0 and db.table_names():
        raise StoreUnusable(f"{path} is an SQLite file of another program")
    if application_id not in (0, APPLICATION_ID):
        raise StoreUnusable(f"{path} is an SQLite file of another program")
    if version > len(MIGRATIONS):
        raise NewerStore(version, len(MIGRATIONS))


def _migrate(db: Database, path: Path) -> None:
    """Apply the migrations that are missing, all or none, after a copy of what they start from is on the disk."""
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("BEGIN IMMEDIATE")
    try:
        # read again under the lock: another process may have migrated meanwhile
        applied = db.execute("PRAGMA user_version").fetchone()[0]
        if 0 < applied < len(MIGRATIONS):
            _keep_copy(path, applied + 1)
        for number, script in enumerate(MIGRATIONS[applied:], applied + 1):
            for statement in _statements(script):
                db.execute(statement)
            db.execute(f"PRAGMA user_version={number}")
        db.execute(f"PRAGMA application_id={APPLICATION_ID}")
        db.execute("COMMIT")
    except BaseException:
        db.execute("ROLLBACK")
        raise


def _keep_copy(path: Path, number: int) -> None:
    """Write the committed state of the store to a file of its own; the caller holds the write lock."""
    target = snapshot_of(path, number)
    unfinished = target.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(path)) as reader:
            reader.execute("VACUUM INTO ?", [str(unfinished)])
        with unfinished.open("rb+") as handle:
            os.fsync(handle.fileno())
        unfinished.replace(target)
        _sync_folder(path.parent)
    except BaseException:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise
    copies = sorted(snapshots(path), key=lambda copy: copy.stat().st_mtime)
    for old in copies[:-SNAPSHOTS_KEPT]:
        old.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Make what was renamed in *folder* outlast a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _statements(script: str) -> Iterator[str]:
    """The statements of *script* one by one: executescript would commit behind our back."""
    statement = ""
    for line in script.splitlines():
        statement += line + "\n"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
