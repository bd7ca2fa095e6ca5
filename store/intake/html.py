"""A saved web page → the lines of its articles: what is prose, what leads to it, and none of the page around it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from lxml import etree
from lxml import html as lxml_html

from store.intake.encodings import decode
from store.intake.html_rows import LINKED, OWNERS, Page, Row, rows_of
from store.intake.plain import read_text
from store.intake.reasons import Unreadable
from store.intake.stamps import iso_date
from store.models import Document, Line

TAG = re.compile("<[a-zA-Z!/]")
TITLE_PARTS = re.compile(r"[_|\-—–－]+")
# Names of metadata that hold the date of publication.
DATES = ("article:published_time", "pubdate", "publishdate", "date", "dc.date", "datepublished", "og:pubdate")
NEARLY_ALL = 0.97  # share of the prose that the part of the page with the articles must hold


def read_html(content: bytes, name: str) -> Document:
    """The articles of a saved web page. Raises Unreadable."""
    decoded = decode(content)
    if not TAG.search(decoded.text):
        return read_text(content, name)
    root = _parse(decoded.text)
    body = root.find(".//body")
    page = rows_of(root if body is None else body)
    title = " ".join((root.findtext(".//title") or "").split()) or None
    lines = tuple(_lines(_chosen(page, title or "")))
    return Document(name, lines, title=title, date=_date(root), warnings=decoded.warnings)


def _parse(text: str) -> etree._Element:
    """The tree of a page; HTML parsers resolve no entities but HTML's own."""
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text.replace("\0", ""), count=1)
    try:
        return lxml_html.document_fromstring(text, parser=lxml_html.HTMLParser(no_network=True, remove_comments=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("网页里没有文字，请检查是否保存完整") from error


def _chosen(page: Page, title: str) -> Sequence[Row]:
    """The rows of the articles: the smallest part of the page with nearly all prose, and its headline."""
    rows = _without_lists(page)
    total = sum(row.prose for row in rows)
    prose = Counter[int]()
    for row in rows:
        for part in row.parts:
            prose[part] += row.prose
    holding = [part for part in prose if total and prose[part] >= NEARLY_ALL * total]
    inside = max(holding, default=0)  # elements are numbered as they open, so the last one is the innermost
    first = next((i for i, row in enumerate(rows) if not inside or inside in row.parts), 0)
    last = max((i for i, row in enumerate(rows) if not inside or inside in row.parts), default=-1)
    first = _headline(rows, first, last, title)
    return [row for row in rows[first : last + 1] if not OWNERS.search(row.text) or row.prose]


def _headline(rows: Sequence[Row], first: int, last: int, title: str) -> int:
    """Where the articles begin, from row *first*: at a headline above it, if they hold none before their prose."""
    for row in rows[first : last + 1]:
        if row.is_large:
            return first
        if row.prose:
            break
    names = {part.strip() for part in TITLE_PARTS.split(title)} | {title}
    for index in range(first - 1, -1, -1):
        row = rows[index]
        if row.is_large or row.text in names or (len(row.text) > 3 and title.startswith(row.text)):
            while index and (rows[index - 1].is_large or rows[index - 1].parts[:-1] == row.parts[:-1]):
                index -= 1  # more of the headline, and a kicker in the same part
            return index
    return first


def _without_lists(page: Page) -> list[Row]:
    """The rows that are in no list of links and in no part that its name gives away."""
    length, linked, prose, links = Counter[int](), Counter[int](), Counter[int](), Counter[int]()
    for row in page.rows:
        for part in row.parts:
            length[part] += len(row.text)
            linked[part] += row.linked
            prose[part] += row.prose
            links[part] += row.is_links
    total = sum(len(row.text) for row in page.rows)
    lists = {part for part in length if links[part] > 1 and linked[part] > LINKED * length[part] and not prose[part]}
    lists |= {part for part in page.suspects if 2 * length[part] < total}
    kept = []
    for index, row in enumerate(page.rows):
        leads = row.is_large and index + 1 < len(page.rows) and not page.rows[index + 1].is_links
        if (leads or not row.is_links) and lists.isdisjoint(row.parts):
            kept.append(row)
    return kept


def _lines(rows: Sequence[Row]) -> Iterator[Line]:
    numbers: dict[tuple[int, ...], int] = {}
    block = 0
    for row in rows:
        if row.parted and block:
            yield Line("", block=block)
        block = numbers.setdefault(row.parts, len(numbers) + 1)
        yield Line(row.text, size=row.size, bold=row.bold, heading=row.heading, block=block)


def _date(root: etree._Element) -> str | None:
    """The date of publication in the page's metadata."""
    for meta in root.iter("meta"):
        key = (meta.get("name") or meta.get("property") or meta.get("itemprop") or "").lower()
        if key in DATES:
            found = iso_date(meta.get("content") or "")
            if found:
                return found
    return None
