"""Why a document is not read: one sentence each, for the editor who sent it, saying what to do."""

from __future__ import annotations

TOO_MUCH_MEMORY = "读取它要用的内存超过限制，像是压缩炸弹或损坏的文件，请重新导出或拆成小文件再发"
TOO_LONG = "读取它用的时间超过限制，像是损坏或有意做坏的文件，请重新导出或拆成小文件再发"
TOO_MUCH_TEXT = "读出来的文字多得不正常，像是压缩炸弹，请重新导出或拆成小文件再发"
TOO_DEEP = "文件的结构嵌套太深，像是损坏或有意做坏的文件，请重新导出后再发"
NEEDS_OCR = (
    "里没有文字，要识别图上的字须先安装 baozhi[ocr]（pip install 'baozhi[ocr]'），或者请发有文字的 PDF、.docx、.txt"
)
RECOGNISED = "文字是从图片识别出来的，可能有错字，请核对"
BROKEN = "文件已损坏，读到一半读不下去，请重新导出后再发"


class Unreadable(Exception):
    """The content of a document cannot be read; the message is the reason, in Chinese."""
