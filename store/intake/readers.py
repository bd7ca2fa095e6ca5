"""Files → documents: what a file really is decides who reads it; a bad one is refused with the reason."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

from store.errors import DocumentRefused
from store.intake.json_lines import read_json_lines
from store.intake.plain import read_markdown, read_text
from store.intake.reasons import Unreadable
from store.models import Document

MAX_BYTES = 20 << 20  # of one file: what Telegram lets a bot download
# Articles that arrive whole are read line by line and come from an operator's disk, many in one file.
MAX_BULK_BYTES = 256 << 20

READERS: dict[str, Callable[[bytes, str], Document]] = {
    ".txt": read_text,
    ".md": read_markdown,
    ".jsonl": read_json_lines,
}
ENDINGS = frozenset(READERS)


def is_readable(name: str) -> bool:
    """Whether a file of this name is one that `read_document` may be able to read."""
    return Path(name).suffix.lower() in ENDINGS and not name.startswith(("._", "~$"))


def read_document(path: Path, *, name: str | None = None) -> list[Document]:
    """The documents in the file at *path*, called *name* (by default the file's own): one, of a .zip several.

    Raises DocumentRefused with the reason, one sentence in Chinese. Blocking and thread-safe.
    """
    name = name or path.name
    try:
        ending = Path(name).suffix.lower()
        if ending not in ENDINGS:
            raise Unreadable(f"不认识 {ending or '没有扩展名'} 的文件，能读的是 {'、'.join(sorted(ENDINGS))}")
        content = _read(path, MAX_BULK_BYTES if ending == ".jsonl" else MAX_BYTES)
        document = READERS[ending](content, name)
        if not any(line.text for line in document.lines) and not document.ready:
            raise Unreadable("文件里没有文字，请检查是否发错了文件")
    except Unreadable as error:
        raise DocumentRefused(name, str(error)) from error
    return [document]


def _read(path: Path, limit: int) -> bytes:
    """The bytes of a regular file that nobody writes to meanwhile; read once more if it changed."""
    try:
        # Without O_NONBLOCK, opening a FIFO would wait for its other end.
        with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb") as file:
            for _ in range(2):
                before = os.fstat(file.fileno())
                if not stat.S_ISREG(before.st_mode):
                    raise Unreadable("这不是一个普通文件，请发文稿本身")
                file.seek(0)
                content = file.read(limit + 1)
                if len(content) > limit:
                    raise Unreadable(f"文件超过 {limit >> 20} MB，请拆成几个小文件再发")
                after = os.fstat(file.fileno())
                if (after.st_size, after.st_mtime_ns) == (len(content), before.st_mtime_ns):
                    break
            else:
                raise Unreadable("文件正在被改写，请等写完以后再试一次")
    except OSError as error:
        raise Unreadable(f"文件打不开（{error.strerror}），请检查它是否存在、是否有权限读取") from error
    if not content:
        raise Unreadable("文件是空的（0 字节），请检查后重新发送")
    return content
