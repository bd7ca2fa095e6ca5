"""One thread writes for all: what waits is written down together, in one transaction, and one wait for the disk.

A commit costs the time in which the disk confirms it, some milliseconds, however little is in it; writers that each
make their own stand in a queue for that. Nobody is told that something is written before the disk has it.
"""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from contextvars import Context, copy_context
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlite_utils import Database

from store.errors import StoreUnusable
from store.schema import atomic

T = TypeVar("T")
Deed = Callable[[Database], T]

AT_ONCE = 64  # deeds in one transaction: the first of them waits for the last


@dataclass(slots=True, eq=False)
class Request:
    """A deed that somebody waits for."""

    deed: Deed[Any]
    context: Context
    loop: asyncio.AbstractEventLoop
    done: asyncio.Future[Any]
    result: Any = None
    error: BaseException | None = None

    def run(self, db: Database) -> None:
        """Do the deed, in the context of whoever wants it. Raises what it raises."""
        self.result = self.context.run(self.deed, db)

    def tell(self) -> None:
        """Say what became of it, on the loop's thread."""
        if not self.done.cancelled():
            if self.error is None:
                self.done.set_result(self.result)
            else:
                self.done.set_exception(self.error)


class Writer:
    """Does deeds on the store, each all or nothing, in the order in which they came."""

    def __init__(self, connect: Callable[[], Database]) -> None:
        """*connect* gives the calling thread's connection; nothing is opened before the first deed."""
        self._connect = connect
        self._waiting: deque[Request] = deque()
        self._wake = threading.Condition()
        self._thread: threading.Thread | None = None
        self._is_closed = False

    async def do(self, deed: Deed[T]) -> T:
        """Run *deed* on the store as one transaction; returns when the disk has it.

        Raises what *deed* raises, nothing of it being kept, or StoreUnusable if the store cannot be written.
        """
        loop = asyncio.get_running_loop()
        request = Request(deed, copy_context(), loop, loop.create_future())
        with self._wake:
            if self._is_closed:
                raise StoreUnusable("the store is closed: the bot is stopping")
            self._waiting.append(request)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="writer", daemon=True)
                self._thread.start()
            self._wake.notify()
        result: T = await request.done
        return result

    def close(self) -> None:
        """Write down what waits, then stop; blocks until that is done."""
        with self._wake:
            self._is_closed = True
            self._wake.notify()
        if self._thread is not None:
            self._thread.join()

    def _work(self) -> None:
        while batch := self._next():
            self._write(batch)
            for loop in {request.loop for request in batch}:
                told = [request for request in batch if request.loop is loop]
                with suppress(RuntimeError):  # the loop has ended: nobody waits any more
                    loop.call_soon_threadsafe(_tell, told)

    def _next(self) -> list[Request]:
        """What waits, at most AT_ONCE; nothing when the writer is closed and all is done."""
        with self._wake:
            while not self._waiting and not self._is_closed:
                self._wake.wait()
            return [self._waiting.popleft() for _ in range(min(AT_ONCE, len(self._waiting)))]

    def _write(self, batch: list[Request]) -> None:
        """All of *batch* in one transaction; each in its own where that fails, so that one harms no other."""
        try:
            db = self._connect()
            with atomic(db):
                for request in batch:
                    request.run(db)
        except Exception as exc:
            if len(batch) == 1:
                batch[0].error = exc
                return
            for request in batch:
                self._write([request])


def _tell(requests: list[Request]) -> None:
    for request in requests:
        request.tell()
