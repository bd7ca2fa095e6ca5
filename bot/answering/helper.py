"""The bot's side of a process that helps to think, see `bot.answering.thinker`: started, asked, ended."""

from __future__ import annotations

import asyncio
import os
import pickle
import socket
import sys
from asyncio.subprocess import DEVNULL, Process
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from bot.answering.thoughts import LENGTH, Job, Question, Thought, packed

ROOT = Path(__file__).resolve().parents[2]  # where the package `bot` lies, for the helper's imports
PATIENCE = 5.0  # seconds without a word, while somebody waits for one, after which a helper is taken for lost
START_PATIENCE = 60.0  # the same until it is warm, which on a busy machine takes a while


class Helper(asyncio.Protocol):
    """One such process, which answers in the order in which it is asked. For the loop's thread alone."""

    def __init__(self, lost: Callable[[Helper], None]) -> None:
        """Not started yet; *lost* is told when nothing more is to be expected of it."""
        self._tell = lost
        self._process: Process | None = None
        self._transport: asyncio.Transport | None = None
        self._buffer = bytearray()
        self._waiting: deque[asyncio.Future[Any]] = deque()
        self._watch: asyncio.TimerHandle | None = None
        self.is_lost = False  # whether nothing more is to be expected of it
        self.is_let_go = False  # whether that is because nobody needs it

    async def start(self, job: Job) -> bool:
        """Have it begin on *job*; True once it is warm, False where it came to nothing."""
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                self._process = await asyncio.create_subprocess_exec(
                    *(sys.executable, "-P", "-m", "bot.answering.thinker"),
                    stdin=theirs.fileno(),
                    stdout=DEVNULL,
                    stderr=DEVNULL,  # an error's text may hold what was asked
                    env=_environment(),
                )
            await asyncio.get_running_loop().create_connection(lambda: self, sock=ours)
        except BaseException:
            ours.close()  # with which a process that has begun ends
            raise
        if self.is_let_go:
            self.end()  # meanwhile
        await self._send(job, START_PATIENCE)
        return not self.is_lost

    async def ask(self, asked: Question) -> Thought | None:
        """What it thinks; None where it is lost, could not answer, or the paper changed under it."""
        thought: Thought | None = await self._send(asked)
        return thought

    def end(self) -> None:
        """Let it go: whoever waits for it gets None, and it ends with its input."""
        self.is_let_go = True
        if self._transport is not None:
            self._transport.abort()

    async def gone(self) -> None:
        """End it, and wait until it has."""
        self.end()
        self._kill()
        if self._process is not None:
            await self._process.wait()

    @property
    def is_running(self) -> bool:
        """Whether its process has not ended."""
        return self._process is not None and self._process.returncode is None

    @property
    def pid(self) -> int:
        """The number of its process."""
        assert self._process is not None
        return self._process.pid

    async def _send(self, message: object, patience: float = PATIENCE) -> Any:
        if self.is_lost or self._transport is None:
            return None
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting.append(answer)
        self._transport.write(packed(message))
        if self._watch is None:
            self._expect(patience)
        return await answer

    def _expect(self, patience: float) -> None:
        """Hear of it within *patience* (seconds), or give it up."""
        self._watch = asyncio.get_running_loop().call_later(patience, self._kill)

    def _kill(self) -> None:
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.kill()

    # What asyncio calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The process can be spoken to."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """It says something, or a part of it."""
        self._buffer += data
        while len(self._buffer) >= LENGTH.size:
            end = LENGTH.size + LENGTH.unpack_from(self._buffer)[0]
            if len(self._buffer) < end:
                break
            said = pickle.loads(self._buffer[LENGTH.size : end])
            del self._buffer[:end]
            answer = self._waiting.popleft()
            if not answer.done():  # who asked may have gone
                answer.set_result(said)
            if self._watch is not None:
                self._watch.cancel()
                self._watch = None
            if self._waiting:
                self._expect(PATIENCE)

    def connection_lost(self, exc: Exception | None) -> None:
        """It has ended, or is to."""
        self.is_lost = True
        if self._watch is not None:
            self._watch.cancel()
        for answer in self._waiting:
            if not answer.done():
                answer.set_result(None)
        self._waiting.clear()
        self._tell(self)


def _environment() -> Mapping[str, str]:
    """Without our settings: the token is none of that process's business."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BAOZHI_")}
    return {**kept, "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), kept.get("PYTHONPATH"))))}
