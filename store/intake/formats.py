"""What a file is: told by its first bytes, and where these say nothing, by its ending."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import PurePath
from typing import Literal

from store.intake.reasons import Unreadable

Kind = Literal["text", "markdown", "jsonl", "html", "pdf", "zip", "image"]

MAX_BYTES = 20 << 20  # of one file: what Telegram lets a bot download
# Articles that arrive whole are read line by line and come from an operator's disk, many in one file.
MAX_BULK_BYTES = 256 << 20
HEAD = 4096  # bytes that are looked at

BY_ENDING: dict[str, Kind] = {
    ".txt": "text",
    ".md": "markdown",
    ".jsonl": "jsonl",
    ".html": "html",
    ".htm": "html",
    ".pdf": "pdf",
    ".docx": "zip",
    ".zip": "zip",
    ".png": "image",
    ".jpg": "image",
    ".jpeg": "image",
}
ENDINGS = frozenset(BY_ENDING)
NAMES: dict[Kind, str] = {
    "text": "文本",
    "markdown": " Markdown",
    "jsonl": " JSON Lines",
    "html": "网页",
    "pdf": " PDF",
    "zip": " Word 或 ZIP 文件",
    "image": "图片",
}
READ: tuple[tuple[re.Pattern[bytes], Kind], ...] = (
    (re.compile(rb"[\s\S]{0,1024}?%PDF-\d"), "pdf"),
    (re.compile(rb"PK(?:\x03\x04|\x05\x06)"), "zip"),
    (re.compile(rb"\x89PNG\r\n\x1a\n|\xff\xd8\xff"), "image"),
    (re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<(?:\?xml|!--)[^>]*>\s*)*<(?:!doctype\s+)?html\b", re.I), "html"),
)
# What is not read, and what its sender can do about it.
UNREAD = (
    (re.compile(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "旧版或加了密码的 Office 文件", "另存为不加密的 .docx "),
    (re.compile(rb"\{\\rtf"), " RTF 文件", "另存为 .docx "),
    (re.compile(rb"Rar!|7z\xbc\xaf\x27\x1c|\x1f\x8b|BZh|\xfd7zXZ"), "不支持的压缩文件", "改用 ZIP 压缩"),
    (
        re.compile(rb"GIF8|II\*\0|MM\0\*|RIFF[\s\S]{4}WEBP|[\s\S]{4}ftyp(?:heic|mif1|avif)"),
        "不支持的图片",
        "另存为 .png ",
    ),
    (re.compile(rb"MIME-Version:|From: <Saved by", re.I), "单个文件的网页（.mhtml）", "另存为 .html "),
    (re.compile(rb"\x7fELF|MZ[\s\S]\0"), "程序", "检查是否发错了文件，改正后"),
)
# Formats that editors have on their disks and that are known only by their endings.
SEND = "请发 .txt、.docx、.pdf、.html、.md、.jsonl 或 .zip"
ADVICE = {
    ".doc": "这是旧版 Word 文件，请用 Word 另存为 .docx 再发",
    ".wps": "这是WPS 文件，请用 WPS 另存为 .docx 再发",
    ".rtf": "这是RTF 文件，请用 Word 另存为 .docx 再发",
    ".odt": "这是OpenDocument 文件，请另存为 .docx 再发",
    ".xls": "这是表格，请把文字另存为 .docx 或 .txt 再发",
    ".xlsx": "这是表格，请把文字另存为 .docx 或 .txt 再发",
    ".ppt": "这是幻灯片，请把文字另存为 .docx 或 .txt 再发",
    ".pptx": "这是幻灯片，请把文字另存为 .docx 或 .txt 再发",
    ".rar": "这是RAR 压缩文件，请改用 ZIP 压缩再发",
    ".7z": "这是7z 压缩文件，请改用 ZIP 压缩再发",
    ".mht": "这是单个文件的网页，请在浏览器里另存为 .html 再发",
    ".mhtml": "这是单个文件的网页，请在浏览器里另存为 .html 再发",
}


def ending_of(name: str) -> str:
    """The ending of a file name, in lower case, with its dot; "" for none."""
    return PurePath(name).suffix.lower()


def is_readable(name: str) -> bool:
    """Whether a file of this name may be a document, not something else that a folder holds."""
    return ending_of(name) in ENDINGS and not PurePath(name).name.startswith((".", "~$"))


def has_ocr() -> bool:
    """Whether the extra baozhi[ocr] is installed, which reads scans and photos."""
    return find_spec("rapidocr_onnxruntime") is not None


def limit_of(name: str) -> int:
    """How many bytes a file of this name may have."""
    return MAX_BULK_BYTES if ending_of(name) == ".jsonl" else MAX_BYTES


def detect(name: str, head: bytes) -> tuple[Kind, str | None]:
    """What the file *name* that begins with *head* is, and a warning if its ending says something else.

    Raises Unreadable for what is not read, saying what it is.
    """
    ending = ending_of(name)
    if ending not in ENDINGS:
        raise Unreadable(ADVICE.get(ending, f"不认识{f' {ending} ' if ending else '没有扩展名的'}文件，{SEND}"))
    for unread, what, instead in UNREAD:
        if unread.match(head):
            raise Unreadable(f"扩展名是 {ending}，内容却是{what}，请{instead}再发")
    expected = BY_ENDING[ending]
    found = next((kind for pattern, kind in READ if pattern.match(head)), None)
    if found == expected or (found is None and expected in ("text", "markdown", "jsonl", "html")):
        return expected, None
    if found is None:
        raise Unreadable(f"扩展名是 {ending}，内容却不是{NAMES[expected]}，请检查后重新导出或下载")
    if found == "html" and expected not in ("text", "markdown"):
        raise Unreadable(f"扩展名是 {ending}，内容却是网页，像是没有下载成功，请重新下载")
    return found, f"扩展名是 {ending}，内容却是{NAMES[found]}，已按{NAMES[found]}读取"
