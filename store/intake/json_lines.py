"""JSON Lines: articles that arrive whole, one a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from store.intake.encodings import decode, printable
from store.intake.reasons import Unreadable
from store.intake.stamps import iso_date
from store.models import Document, ReadyArticle

ADVICE = "请改好后再发，这个文件一篇也没有收"


def read_json_lines(content: bytes, name: str) -> Document:
    """One article a line. Raises Unreadable, with the number of the first bad line."""
    numbers: dict[str, int] = {}
    articles = []
    for number, line in enumerate(_lines(content), start=1):
        if not line.strip():
            continue
        try:
            article = _article(line)
        except Unreadable as error:
            raise Unreadable(f"第 {number} 行{error}；{ADVICE}") from error
        if numbers.setdefault(article.id, number) != number:
            first = numbers[article.id]
            raise Unreadable(f"第 {number} 行的 id 与第 {first} 行相同（{article.id[:40]}）；{ADVICE}")
        articles.append(article)
    if not articles:
        raise Unreadable('文件里没有文章：每行应是一个 {"id": "…", "title": "…", "text": "…"}')
    return Document(name, ready=tuple(articles))


def _lines(content: bytes) -> Iterator[str | bytes]:
    """The lines; those of UTF-8 undecoded, so that a large file is not held twice."""
    beginning = content[:100_000].rpartition(b"\n")[0] or content
    try:
        beginning.decode("utf-8")
    except UnicodeDecodeError:
        yield from decode(content).text.split("\n")
        return
    start = 3 if content.startswith(b"\xef\xbb\xbf") else 0
    while start < len(content):
        end = content.find(b"\n", start)
        end = len(content) if end < 0 else end
        yield content[start:end]
        start = end + 1


def _article(line: str | bytes) -> ReadyArticle:
    try:
        entry = json.loads(line.decode("utf-8") if isinstance(line, bytes) else line)
    except RecursionError as error:
        raise Unreadable("嵌套太深，不是一篇文章") from error
    except ValueError as error:  # no JSON, or no UTF-8
        raise Unreadable("不是有效的 JSON") from error
    if not isinstance(entry, dict):
        raise Unreadable("不是一个 {…} 对象")
    article_id = str(entry["id"]) if type(entry.get("id")) is int else _text(entry, "id")
    return ReadyArticle(article_id, _text(entry, "title"), _text(entry, "text"), _date(entry))


def _text(entry: dict[str, Any], key: str) -> str:
    value = entry.get(key)
    text = printable(value).strip() if isinstance(value, str) else ""
    if not text:
        raise Unreadable(f"缺少 {key}，或者它不是文字")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise Unreadable(f"的 {key} 里有不成对的代理字符（\\ud800 一类）") from error
    return text


def _date(entry: dict[str, Any]) -> str | None:
    value = entry.get("date")
    if value is None or value == "":
        return None
    found = iso_date(value) if isinstance(value, str) else None
    if found is None:
        raise Unreadable("的 date 不是日期（应写成 2022-08-13、2022-08 或 2022）")
    return found
