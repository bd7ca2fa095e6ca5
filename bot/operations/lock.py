"""One bot a data folder: a lock that the operating system releases even after `kill -9`."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from types import TracebackType

from store.errors import StoreUnusable


class DataLock:
    """Held while a bot runs on a data folder. Raises StoreUnusable on entry if another process holds it."""

    NAME = "bot.lock"

    def __init__(self, data: Path) -> None:
        self._data = data

    def __enter__(self) -> DataLock:
        self._data.mkdir(parents=True, exist_ok=True)
        self._handle = os.open(self._data / self.NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC)
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self._handle)
            raise StoreUnusable(f"another bot is running on {self._data}: stop it first") from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._handle)


def is_locked(data: Path) -> bool:
    """Whether a bot runs on *data*; looks without leaving a trace."""
    try:
        handle = os.open(data / DataLock.NAME, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(handle)
    return False
