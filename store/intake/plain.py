"""Plain text and Markdown: formats whose lines are read as they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from store.intake.encodings import decode, printable
from store.intake.stamps import iso_date
from store.models import Document, Line

LINE_ENDS = re.compile("\r\n|[\n\r\v\u0085\u2028\u2029]")

FRONT_MATTER = re.compile(r"---\n(.*?)\n(?:---|\.\.\.)(?:\n|\Z)", re.DOTALL)
FIELD = re.compile(r"^(title|date):[ \t]*[\"']?(.*?)[\"']?[ \t]*$", re.MULTILINE)
HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*")
UNDERLINE = re.compile(r" {0,3}(=+|-{3,})[ \t]*")  # makes a heading of the line above
RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,}|```.*|~~~.*)")
TABLE_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
PREFIX = re.compile(r"^(?:(?:[ \t]{0,3}>[ \t]?)+|[ \t]*[-*+][ \t]+)")
BOLD = re.compile(r"(?:\*\*|__)(.+)(?:\*\*|__)")
LONGEST_MARKED = 10_000  # characters; a longer line is no paragraph, and looking for marks in it takes long
# Marks inside a line and what stays of them.
INLINE = (
    (re.compile(r"<!--.*?-->"), ""),
    (re.compile(r"!\[[^\]]*\]\([^)\s]*(?:[ \t]+\"[^\"]*\")?\)"), ""),
    (re.compile(r"\[([^\]]+)\]\([^)\s]*(?:[ \t]+\"[^\"]*\")?\)"), r"\1"),
    (re.compile(r"<(https?://[^>\s]+)>"), r"\1"),
    (re.compile(r"</?[a-zA-Z][^<>]{0,200}>"), ""),
    (re.compile(r"(\*\*|__|~~)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![A-Za-z0-9*])\*(?=\S)([^*]+?)(?<=\S)\*(?![A-Za-z0-9*])"), r"\1"),
    (re.compile(r"`([^`]+)`"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!|>~-])"), r"\1"),
)


def read_text(content: bytes, name: str) -> Document:
    """Each line of a text as a Line; a form feed begins a page. Raises Unreadable."""
    decoded = decode(content)
    return Document(name, tuple(lines_of(decoded.text)), warnings=decoded.warnings)


def lines_of(text: str) -> Iterator[Line]:
    """The lines of *text*, without the characters that print nothing."""
    for number, page in enumerate(printable(text).split("\f"), start=1):
        for line in LINE_ENDS.split(page):
            yield Line(line if line.strip() else "", page=number)


def read_markdown(content: bytes, name: str) -> Document:
    """Each line of a Markdown text as a Line without its marks; headings and wholly bold lines say so."""
    decoded = decode(content)
    text = "\n".join(LINE_ENDS.split(printable(decoded.text)))
    front = FRONT_MATTER.match(text)
    fields = dict(FIELD.findall(front.group(1))) if front else {}
    lines: list[Line] = []
    for line in text[front.end() if front else 0 :].split("\n"):
        underline = UNDERLINE.fullmatch(line)
        if underline and lines and lines[-1].text and lines[-1].heading is None:
            lines[-1] = replace(lines[-1], heading=1 if "=" in line else 2)
        elif not RULE.fullmatch(line) and not ("|" in line and TABLE_RULE.fullmatch(line)):
            lines.append(_markdown_line(line))
    return Document(
        name, tuple(lines), title=fields.get("title"), date=iso_date(fields.get("date", "")), warnings=decoded.warnings
    )


def _markdown_line(line: str) -> Line:
    heading = HEADING.fullmatch(line)
    text = heading.group(2) if heading else PREFIX.sub("", line, count=1)
    bold = BOLD.fullmatch(text.strip()) is not None
    if "|" in text and text.strip().startswith("|"):
        text = " ".join(cell.strip() for cell in text.strip().strip("|").split("|"))
    for marks, kept in INLINE if len(text) < LONGEST_MARKED else ():
        text = marks.sub(kept, text)
    return Line(text if text.strip() else "", bold=bold, heading=len(heading.group(1)) if heading else None)
