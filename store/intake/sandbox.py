"""Reading in a process of its own, whose memory, time and output are limited and whose death harms nobody."""

from __future__ import annotations

import logging
import os
import selectors
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from store.intake.exchange import from_json
from store.intake.formats import Kind, has_ocr
from store.intake.reasons import BROKEN, TOO_LONG, TOO_MUCH_MEMORY, TOO_MUCH_TEXT, Unreadable
from store.models import Document

ROOT = Path(__file__).resolve().parents[2]  # where the package `store` lies, for the worker's imports
CHUNK = 1 << 16
PATIENCE = 3  # how much longer to wait for a scan, on a busy machine; its processor time is limited all the same
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost."""

    memory: int = 1 << 30  # bytes of address space
    seconds: float = 60.0  # of processor time (whole ones, rounded up), and of waiting for it
    output: int = 64 << 20  # bytes of JSON


def read_in_worker(file: IO[bytes], name: str, kind: Kind, limits: Limits) -> list[Document]:
    """The documents in *file*, read from where it stands by a worker. Raises Unreadable. Thread-safe."""
    command = [sys.executable, "-s", "-P", "-m", "store.intake.worker"]
    command += [f"--memory={limits.memory}", f"--seconds={max(1, round(limits.seconds + 0.5))}", "--", kind, name]
    # Nothing of the bot's environment: its token is none of the worker's business. The rest saves address space.
    environment = {"PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1"}
    with subprocess.Popen(
        command, stdin=file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, start_new_session=True
    ) as worker:
        try:
            answer = _receive(worker, limits, time.monotonic() + limits.seconds * (PATIENCE if _may_scan(kind) else 1))
        finally:
            worker.kill()
    if not answer:
        log.warning("the worker that read a %s file ended with status %s", kind, worker.returncode)
        raise Unreadable(_cause(worker.returncode))
    try:
        return from_json(answer)
    except ValueError as error:
        log.warning("the worker that read a %s file gave a broken answer: %s", kind, error)
        raise Unreadable(BROKEN) from error


def _may_scan(kind: Kind) -> bool:
    """Whether reading a file may mean recognising its characters, which uses all the processor time it can get."""
    return kind in ("image", "pdf") and has_ocr()


def _receive(worker: subprocess.Popen[bytes], limits: Limits, deadline: float) -> bytes:
    """All that *worker* says; empty if it dies. Raises Unreadable if it takes too long or says too much."""
    assert worker.stdout is not None
    chunks: list[bytes] = []
    received = 0
    with selectors.DefaultSelector() as selector:
        selector.register(worker.stdout, selectors.EVENT_READ)
        while selector.select(max(0.0, deadline - time.monotonic())):
            chunk = os.read(worker.stdout.fileno(), CHUNK)
            if not chunk:
                worker.wait()
                return b"".join(chunks) if worker.returncode == 0 else b""
            chunks.append(chunk)
            received += len(chunk)
            if received > limits.output:
                raise Unreadable(TOO_MUCH_TEXT)
    raise Unreadable(TOO_LONG)


def _cause(status: int) -> str:
    """What a worker died of, as far as its exit status tells."""
    if -status in (signal.SIGXCPU, signal.SIGKILL):
        return TOO_LONG
    # What C and C++ libraries do when no memory is left.
    return TOO_MUCH_MEMORY if -status in (signal.SIGABRT, signal.SIGTRAP) else BROKEN
