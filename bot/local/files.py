"""Files that went through the chat, kept for one run in a folder of their own."""

from __future__ import annotations

import hashlib
import mimetypes
import secrets
import struct
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bot.local.errors import Json, refuse

DOWNLOAD_BYTES = 20 * 1024 * 1024  # the most that a bot may fetch
UPLOAD_BYTES = 50 * 1024 * 1024  # the most that a bot may send


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file with its two ids; *remote* is the path that getFile tells."""

    file_id: str
    unique_id: str
    name: str
    mime: str
    size: int  # bytes
    remote: str
    path: Path

    def reference(self) -> Json:
        """The fields that every object with a file has."""
        return {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": self.size}


class Files:
    """Keeps uploaded files on disk until closed."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="baozhi-files-")
        self._by_id: dict[str, StoredFile] = {}

    def close(self) -> None:
        """Delete every file."""
        self._folder.cleanup()

    def add(self, name: str, content: bytes, *, mime: str | None = None, kind: str = "documents") -> StoredFile:
        """Keep *content*; *name* is the uploader's and is never used as a path."""
        number = len(self._by_id)
        suffix = Path(name).suffix if Path(name).suffix[1:].isalnum() else ""
        path = Path(self._folder.name) / f"file_{number}{suffix}"
        path.write_bytes(content)
        stored = StoredFile(
            file_id=f"BQAC{secrets.token_urlsafe(32)}",
            unique_id=f"AgAD{hashlib.sha256(content).hexdigest()[:12]}",
            name=name,
            mime=mime or mimetypes.guess_type(name)[0] or "application/octet-stream",
            size=len(content),
            remote=f"{kind}/{path.name}",
            path=path,
        )
        self._by_id[stored.file_id] = stored
        return stored

    def get(self, file_id: str) -> StoredFile:
        """The file with this id."""
        if file_id not in self._by_id:
            raise refuse("wrong file_id or the file is temporarily unavailable")
        return self._by_id[file_id]

    def at(self, remote: str) -> StoredFile | None:
        """The file at the path that getFile told."""
        return next((stored for stored in self._by_id.values() if stored.remote == remote), None)


def document(stored: StoredFile) -> Json:
    """A Document object."""
    return {"file_name": stored.name, "mime_type": stored.mime, **stored.reference()}


def photo(stored: StoredFile) -> list[Json]:
    """The sizes of a photo: one, as we do not scale."""
    size = image_size(stored.path)
    if size is None or sum(size) > 10_000:
        raise refuse("PHOTO_INVALID_DIMENSIONS" if size else "IMAGE_PROCESS_FAILED")
    return [{**stored.reference(), "width": size[0], "height": size[1]}]


def image_size(path: Path) -> tuple[int, int] | None:
    """Width and height of a PNG, GIF or JPEG file in pixels; None if it is none of these."""
    data = path.read_bytes()
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    if data[:6] in (b"GIF87a", b"GIF89a") and len(data) >= 10:
        width, height = struct.unpack("<HH", data[6:10])
        return width, height
    return jpeg_size(data) if data.startswith(b"\xff\xd8") else None


def jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Size from the frame header of a JPEG (ITU T.81, B.2.2)."""
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        marker, length = struct.unpack(">BH", data[at + 1 : at + 4])
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None
