"""SIGTERM and SIGINT end the bot: soon, and in any case."""

from __future__ import annotations

import asyncio
import atexit
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

LAST_SECONDS = 4.5  # after the signal: whoever has sent it waits 5


@contextmanager
def heeding(stop: Callable[[], None]) -> Iterator[None]:
    """Within the body either signal calls *stop* on the running loop.

    From the signal on the process has LAST_SECONDS to end, whatever its loop and its threads are busy with, to the end
    of the interpreter itself; then it is ended, with status 0. Nothing is lost by that: what counts is on the disk
    before anybody is told so, and what is unfinished is taken up by the next start, as after `kill -9`.
    """
    loop = asyncio.get_running_loop()
    ear, mouth = os.pipe()

    def wait() -> None:
        if os.read(ear, 1):
            time.sleep(LAST_SECONDS)
            os._exit(0)
        os.close(ear)

    def heed(number: int, frame: FrameType | None) -> None:
        # the clock begins here: the loop may have much to do before it gets round to *stop*
        os.write(mouth, b"!")
        loop.call_soon_threadsafe(stop)

    # there before it is needed: in a signal's handler no thread can be begun safely
    threading.Thread(target=wait, name="last resort", daemon=True).start()
    before = {number: signal.signal(number, heed) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        os.close(mouth)


def leave(status: int) -> NoReturn:
    """End the process with *status*, once everything is closed.

    Without the interpreter's own end, which takes all its memory apart: a second of it on a busy machine, in which
    nothing else can end the process either.
    """
    atexit._run_exitfuncs()  # temporary folders, log handlers
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)
