"""The content of a file → documents. Runs in the worker for everything that is more than plain text."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace

from store.intake.archives import documents_in, open_archive, unpack
from store.intake.formats import HEAD, MAX_BYTES, Kind, detect, ending_of
from store.intake.json_lines import read_json_lines
from store.intake.plain import read_markdown, read_text
from store.intake.reasons import Unreadable
from store.models import Document

LONGEST_LINE = 100_000  # characters; a newspaper page has a tenth of that
MAX_UNPACKED = 100 << 20  # bytes of all documents of an archive together
TOO_LARGE = f"ZIP 文件解压后超过 {MAX_UNPACKED >> 20} MB，请分成几个再发"
REASONS = 20  # refusals of an archive's documents that are told one by one


def read_content(content: bytes, name: str, kind: Kind) -> list[Document]:
    """The documents in *content*: one, of an archive several. Raises Unreadable."""
    if kind == "zip" and ending_of(name) != ".docx":
        archive = open_archive(content, "ZIP 文件")
        if "word/document.xml" not in archive.namelist():
            return _read_archive(archive, name)
    return [_read_one(content, name, kind)]


def _read_one(content: bytes, name: str, kind: Kind) -> Document:
    document = _reader(kind)(content, name)
    if not document.ready and not any(line.text for line in document.lines):
        raise Unreadable("文件里没有文字，请检查是否发错了文件")
    for number, line in enumerate(document.lines, start=1):
        if len(line.text) > LONGEST_LINE:
            raise Unreadable(f"第 {number} 行有 {len(line.text)} 个字没有分段，不像报纸文稿，请分段后再发")
    return document


def _reader(kind: Kind) -> Callable[[bytes, str], Document]:
    # Imported where they are used: a text waits for neither library, and a web page not for that of PDF.
    match kind:
        case "zip":
            from store.intake.docx import read_docx

            return read_docx
        case "html":
            from store.intake.html import read_html

            return read_html
        case "pdf":
            from store.intake.pdf import read_pdf

            return read_pdf
        case "image":
            from store.intake.ocr import read_image

            return read_image
    return {"text": read_text, "markdown": read_markdown, "jsonl": read_json_lines}[kind]


def _read_archive(archive: zipfile.ZipFile, name: str) -> list[Document]:
    """The documents of a ZIP; the first one's warnings name those that are refused."""
    documents: list[Document] = []
    refused: list[str] = []
    members = list(documents_in(archive))
    unpacked = 0
    if sum(member.file_size for _, member in members) > MAX_UNPACKED:
        raise Unreadable(TOO_LARGE)
    for path, member in members:
        try:
            content = unpack(archive, member, limit=MAX_BYTES, what="文件")
            found = _read_member(content, f"{name}/{path}")
        except Unreadable as error:
            refused.append(f"“{path}”没有收：{error}")
            continue
        unpacked += len(content)
        if unpacked > MAX_UNPACKED:
            raise Unreadable(TOO_LARGE)
        documents.append(found)
    if not documents:
        raise Unreadable(f"ZIP 文件里没有能读的文稿{'：' if refused else ''}{'；'.join(refused[:3])}")
    first = replace(documents[0], warnings=(*refused[:REASONS], *documents[0].warnings))
    return [first, *documents[1:]]


def _read_member(content: bytes, name: str) -> Document:
    if not content:
        raise Unreadable("文件是空的（0 字节）")
    kind, warning = detect(name, content[:HEAD])
    if kind == "zip" and "word/document.xml" not in open_archive(content, "文件").namelist():
        raise Unreadable("它也是压缩文件，请解开后把文稿放在一个 ZIP 里再发")
    document = _read_one(content, name, kind)
    return replace(document, warnings=(warning, *document.warnings)) if warning else document
