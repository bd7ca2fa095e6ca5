"""Backups beside the data: one a day by itself, one whenever somebody asks; of the older ones, one for each week."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Hashable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.operations import backups

DAYS, WEEKS = 7, 4  # of which the last backup is kept
DUE_SECONDS = 86400.0
NAME = re.compile(r"baozhi-(\d{8}-\d{6})\.tar\.gz")
STAMP = "%Y%m%d-%H%M%S"  # of a name, in UTC
LEFTOVER_SECONDS = 86400.0  # after which what a crash left half-written is cleared away


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One backup."""

    path: Path
    at: float  # Unix seconds
    size: int  # bytes


def take(data: Path, *, now: float) -> Snapshot:
    """Back up the folder *data* into its own folder of backups, and clear older ones away. Blocks.

    Raises StoreUnusable; earlier backups are untouched then.
    """
    folder = data / backups.FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"baozhi-{time.strftime(STAMP, time.gmtime(now))}.tar.gz"
    size = backups.write(data, path)
    path.chmod(0o600)  # readers' settings and subscriptions are in it
    _clear_away(folder, now)
    return Snapshot(path, now, size)


def held(data: Path) -> list[Snapshot]:
    """The backups there are, newest first."""
    folder = data / backups.FOLDER
    found = ((path, NAME.fullmatch(path.name)) for path in folder.glob("*.tar.gz"))
    made = [Snapshot(path, _read(match[1]), path.stat().st_size) for path, match in found if match]
    return sorted(made, key=lambda one: -one.at)


def is_due(data: Path, *, now: float) -> bool:
    """Whether the last backup is a day old, and there is something to back up."""
    last = next(iter(held(data)), None)
    return (data / backups.STORE).is_file() and (last is None or now - last.at >= DUE_SECONDS)


def fits(data: Path) -> bool:
    """Whether the disk has room for the store twice over: the copy, and the copy packed."""
    return shutil.disk_usage(data).free > 2 * (data / backups.STORE).stat().st_size


def superseded(found: Iterable[Snapshot]) -> list[Snapshot]:
    """Those of *found* (newest first) that are neither the last of one of DAYS days nor of one of WEEKS weeks."""
    days: set[Hashable] = set()
    weeks: set[Hashable] = set()
    old = []
    for one in found:
        moment = datetime.fromtimestamp(one.at, UTC)
        kept = False
        for seen, of, most in ((days, moment.date(), DAYS), (weeks, moment.isocalendar()[:2], WEEKS)):
            if of not in seen and len(seen) < most:
                seen.add(of)
                kept = True
        if not kept:
            old.append(one)
    return old


def _clear_away(folder: Path, now: float) -> None:
    for one in superseded(held(folder.parent)):
        one.path.unlink(missing_ok=True)
    for left in folder.glob(f"{backups.UNFINISHED}*"):
        with suppress(OSError):
            if now - left.stat().st_mtime > LEFTOVER_SECONDS:
                shutil.rmtree(left)


def _read(stamp: str) -> float:
    return datetime.strptime(stamp, STAMP).replace(tzinfo=UTC).timestamp()
