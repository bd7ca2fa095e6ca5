"""ZIP files, which anybody may have made: members are counted, measured while they unpack, named in any encoding."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO

from store.intake.encodings import UNPRINTED, decode
from store.intake.formats import is_readable
from store.intake.reasons import Unreadable

MAX_MEMBERS = 2_000
UTF8_NAME = 0x800  # flag: the name is UTF-8; else it is in whatever the maker used
ENCRYPTED = 0x1  # flag
CHUNK = 1 << 20
ARCHIVES = (".zip", ".rar", ".7z", ".gz", ".tgz", ".tar", ".bz2", ".xz")


def open_archive(content: bytes, what: str) -> zipfile.ZipFile:
    """The archive in *content*, called *what* in a reason. Raises Unreadable."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError, EOFError) as error:
        raise Unreadable(f"{what}已损坏，打不开，请重新保存或压缩后再发") from error
    if len(archive.infolist()) > MAX_MEMBERS:
        raise Unreadable(f"{what}里的文件超过 {MAX_MEMBERS} 个，请分成几个再发")
    return archive


def unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, *, limit: int, what: str) -> bytes:
    """The content of *member*, unpacked only as far as *limit*: what its header says is not believed."""
    if member.flag_bits & ENCRYPTED:
        raise Unreadable(f"{what}加了密码，请去掉密码后再发")
    try:
        with archive.open(member) as file:
            content = b"".join(_chunks(file, limit))
    except NotImplementedError as error:
        raise Unreadable(f"{what}用了不支持的压缩方式，请用普通 ZIP 方式重新压缩") from error
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError) as error:
        raise Unreadable(f"{what}已损坏，解不开，请重新保存或压缩后再发") from error
    if len(content) > limit:
        raise Unreadable(f"{what}解压后超过 {limit >> 20} MB，像是压缩炸弹，没有解压；请拆成小文件再发")
    return content


def documents_in(archive: zipfile.ZipFile) -> Iterator[tuple[str, zipfile.ZipInfo]]:
    """Path and member of each document in a ZIP. Raises Unreadable if any member plays tricks."""
    found: dict[str, zipfile.ZipInfo] = {}
    for member in archive.infolist():
        path = name_of(member).replace("\\", "/")
        parts = PurePosixPath(path).parts
        if path.startswith("/") or ".." in parts or path[1:2] == ":" or UNPRINTED.search(path):
            raise Unreadable("ZIP 文件里有不安全的路径，可能被人动过手脚，请重新压缩后再发")
        if stat.S_ISLNK(member.external_attr >> 16):
            raise Unreadable("ZIP 文件里有符号链接，请只放文稿本身，重新压缩后再发")
        if path.lower().endswith(ARCHIVES) and "__MACOSX" not in parts:
            raise Unreadable(f"ZIP 文件里还有压缩文件（{parts[-1][:60]}），请解开后把文稿放在一个 ZIP 里再发")
        if member.is_dir() or "__MACOSX" in parts or not is_readable(path):
            continue
        if path in found:
            raise Unreadable(f"ZIP 文件里有两个同名的文件（{path[:60]}），请改名后重新压缩")
        found[path] = member
    yield from found.items()


def name_of(member: zipfile.ZipInfo) -> str:
    """The name of *member*; Chinese Windows writes it in GBK, which zipfile takes for code page 437."""
    if member.flag_bits & UTF8_NAME:
        return member.filename
    try:
        return decode(member.filename.encode("cp437")).text
    except (UnicodeEncodeError, Unreadable):
        return member.filename


def _chunks(file: IO[bytes], limit: int) -> Iterator[bytes]:
    unpacked = 0
    while unpacked <= limit and (chunk := file.read(CHUNK)):
        unpacked += len(chunk)
        yield chunk
