"""Files → documents: what a file really is decides who reads it; a bad one is refused with the reason."""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from pathlib import Path
from typing import IO

from store.errors import DocumentRefused
from store.intake.contents import read_content
from store.intake.encodings import printable
from store.intake.formats import ENDINGS, HEAD, detect, is_readable, limit_of
from store.intake.reasons import Unreadable
from store.intake.sandbox import Limits, read_in_worker
from store.models import Document

__all__ = ["ENDINGS", "Limits", "is_readable", "read_document"]

LIMITS = Limits()
# What is read in this process: Python does that safely, and many times faster. A long text is left to the worker,
# whose memory goes back to the system as a whole.
SHORT = 1 << 20  # bytes


def read_document(path: Path, *, name: str | None = None, limits: Limits = LIMITS) -> list[Document]:
    """The documents in the file at *path*, called *name* (by default the file's own): one, of a .zip several.

    Raises DocumentRefused with the reason, one sentence in Chinese. Blocking and thread-safe.
    """
    name = printable(name or path.name).encode("utf-8", "replace").decode()
    try:
        return _read_settled(path, name, limits)
    except Unreadable as error:
        raise DocumentRefused(name, str(error)) from error
    except OSError as error:
        reason = f"文件打不开（{error.strerror}），请检查它是否存在、是否有权限读取"
        raise DocumentRefused(name, reason) from error


def _read_settled(path: Path, name: str, limits: Limits) -> list[Document]:
    """The documents in a file that nobody writes to meanwhile; it is read once more if it changed."""
    # Without O_NONBLOCK, opening a FIFO would wait for its other end.
    with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb") as file:
        before = _state(file)
        for _ in range(2):
            file.seek(0)
            try:
                documents: list[Document] | Unreadable = _read(file, name, limits)
            except Unreadable as error:  # half a file is refused for what it lacks; look first whether it grew
                documents = error
            after = _state(file)
            if after == before:
                if isinstance(documents, Unreadable):
                    raise documents
                return documents
            before = after
    raise Unreadable("文件正在被改写，请等写完以后再试一次")


def _state(file: IO[bytes]) -> tuple[int, int]:
    """Size and time of change of a regular file."""
    state = os.fstat(file.fileno())
    if not stat.S_ISREG(state.st_mode):
        raise Unreadable("这不是一个普通文件，请发文稿本身")
    return state.st_size, state.st_mtime_ns


def _read(file: IO[bytes], name: str, limits: Limits) -> list[Document]:
    limit = limit_of(name)
    size, _ = _state(file)
    if size > limit:
        raise Unreadable(f"文件超过 {limit >> 20} MB，请拆成几个小文件再发")
    head = file.read(HEAD)
    if not head:
        raise Unreadable("文件是空的（0 字节），请检查后重新发送")
    kind, warning = detect(name, head)
    file.seek(0)
    if kind == "jsonl" or (kind == "text" and size <= SHORT):
        documents = read_content(file.read(limit), name, kind)
    else:
        os.lseek(file.fileno(), 0, os.SEEK_SET)  # the worker inherits the descriptor, not Python's buffer
        documents = read_in_worker(file, name, kind, limits)
    if warning:
        documents[0] = replace(documents[0], warnings=(warning, *documents[0].warnings))
    return documents
