"""Documents ↔ JSON: what the worker hands back. Nothing that it says is taken on trust."""

from __future__ import annotations

import json
from typing import Any

from store.intake.reasons import Unreadable
from store.models import Document, Line, ReadyArticle

LONGEST_REASON = 500  # characters


def to_json(documents: list[Document]) -> bytes:
    """*documents* as one JSON object."""
    return json.dumps({"documents": list(map(_of_document, documents))}, ensure_ascii=False).encode("utf-8", "replace")


def refusal_to_json(reason: str) -> bytes:
    """A refusal as one JSON object."""
    return json.dumps({"refused": reason}).encode()


def from_json(answer: bytes) -> list[Document]:
    """The documents of an answer. Raises Unreadable for a refusal, ValueError for anything else."""
    entry = json.loads(answer)
    if isinstance(entry, dict) and isinstance(entry.get("refused"), str):
        raise Unreadable(entry["refused"][:LONGEST_REASON])
    return [_document(document) for document in _list(_dict(entry), "documents")]


def _of_document(document: Document) -> dict[str, Any]:
    return {
        "name": document.name,
        "lines": [[line.text, line.size, line.bold, line.heading, line.page, line.block] for line in document.lines],
        "ready": [[article.id, article.title, article.text, article.date] for article in document.ready],
        "title": document.title,
        "date": document.date,
        "warnings": document.warnings,
    }


def _document(entry: object) -> Document:
    fields = _dict(entry)
    return Document(
        name=_string(fields.get("name")),
        lines=tuple(_line(line) for line in _list(fields, "lines")),
        ready=tuple(_ready(article) for article in _list(fields, "ready")),
        title=_string_or_none(fields.get("title")),
        date=_string_or_none(fields.get("date")),
        warnings=tuple(_string(warning) for warning in _list(fields, "warnings")),
    )


def _line(entry: object) -> Line:
    match entry:
        case [
            str(text),
            float() | int() | None as size,
            bool(bold),
            int() | None as heading,
            int(page),
            int() | None as block,
        ]:
            return Line(text, None if size is None else float(size), bold, heading, page, block)
    raise ValueError("not a line")


def _ready(entry: object) -> ReadyArticle:
    match entry:
        case [str(article_id), str(title), str(text), str() | None as date]:
            return ReadyArticle(article_id, title, text, date)
    raise ValueError("not an article")


def _dict(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise ValueError("not an object")
    return value


def _list(fields: dict[str, object], name: str) -> list[object]:
    value = fields.get(name)
    if not isinstance(value, list):
        raise ValueError(f"{name} is not a list")
    return value


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("not a string")
    return value


def _string_or_none(value: object) -> str | None:
    return None if value is None else _string(value)
