"""DOCX → lines: paragraphs, tables and text boxes in the order of the text, with size, weight and heading."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from store.intake.archives import open_archive, unpack
from store.intake.encodings import printable
from store.intake.reasons import Unreadable
from store.models import Document, Line

MAX_PART = 64 << 20  # bytes of one part, unpacked
DEFAULT_SIZE = 10.0  # points, where the file names none
CELL = 30  # characters up to which a table's cells are figures, read row by row, not boxes of text
SKIPPED = frozenset(
    {"del", "moveFrom", "instrText", "delText", "Fallback", "rt", "pPr", "rPr", "footnotes", "comments"}
)


@dataclass(frozen=True, slots=True)
class Style:
    """What a named style says about its paragraphs or runs."""

    size: float | None = None  # points
    bold: bool | None = None
    heading: int | None = None
    hidden: bool | None = None

    def over(self, base: Style) -> Style:
        """This style where it says something, *base* where it does not."""
        return Style(
            self.size if self.size is not None else base.size,
            self.bold if self.bold is not None else base.bold,
            self.heading if self.heading is not None else base.heading,
            self.hidden if self.hidden is not None else base.hidden,
        )


@dataclass(slots=True)
class Reading:
    """How far the reading of one file has come."""

    styles: dict[str, Style]
    lines: list[Line] = field(default_factory=list)
    page: int = 1
    block: int = 1

    def part(self) -> None:
        """Part what follows from what came before by a blank line."""
        if self.lines and self.lines[-1].text:
            self.lines.append(Line("", page=self.page, block=self.lines[-1].block))


def read_docx(content: bytes, name: str) -> Document:
    """The lines of a Word document. Raises Unreadable."""
    archive = open_archive(content, "Word 文件")
    names = set(archive.namelist())
    if "word/document.xml" not in names:
        raise Unreadable("这不是 Word 文件（里面没有正文），请用 Word 另存为 .docx 再发")
    reading = Reading(_styles(_part(archive, "word/styles.xml")) if "word/styles.xml" in names else {"": Style()})
    for header in sorted(name for name in names if name.startswith("word/header") and name.endswith(".xml"))[:3]:
        _read_blocks(_part(archive, header), reading)
        reading.part()
    document = _part(archive, "word/document.xml")
    body = next((element for element in document if _tag(element) == "body"), document)
    _read_blocks(body, reading)
    return Document(name, tuple(_close_headlines(reading.lines)))


def _part(archive: zipfile.ZipFile, name: str) -> etree._Element:
    """The root of an XML part. No entity is ever resolved; a part that declares any is refused."""
    content = unpack(archive, archive.getinfo(name), limit=MAX_PART, what="Word 文件")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("Word 文件已损坏（XML 不完整），请重新保存后再发") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable("Word 文件里有外来的 XML 实体声明，不安全，请用 Word 重新另存后再发")
    return root


def _read_blocks(parent: etree._Element, reading: Reading) -> None:
    for element in parent:
        match _tag(element):
            case "p":
                _read_paragraph(element, reading)
            case "tbl":
                _read_table(element, reading)
            case "sdt" | "sdtContent" | "ins" | "customXml" | "smartTag" | "moveTo":
                _read_blocks(element, reading)


def _read_table(table: etree._Element, reading: Reading) -> None:
    reading.part()
    for row in table.iterchildren("{*}tr"):
        cells = list(row.iterchildren("{*}tc"))
        parts = []
        for cell in cells:
            part = Reading(reading.styles, page=reading.page)
            _read_blocks(cell, part)
            parts.append([line for line in part.lines if line.text])
        if len(cells) > 1 and all(len(part) < 2 and sum(len(line.text) for line in part) <= CELL for part in parts):
            figures = [part[0] for part in parts if part]
            if figures:
                text = " ".join(line.text.strip() for line in figures)
                reading.block += 1
                reading.lines.append(replace(figures[0], text=text, block=reading.block))
            continue
        for cell in cells:
            reading.block += 1
            reading.part()
            _read_blocks(cell, reading)
    reading.block += 1
    reading.part()


def _read_paragraph(paragraph: etree._Element, reading: Reading) -> None:
    style = _style_of(paragraph.find("{*}pPr"), "pStyle", reading.styles).over(reading.styles[""])
    pieces: list[tuple[str, Style]] = []
    boxes: list[etree._Element] = []
    for text, run_style in _runs(paragraph, style, reading.styles, boxes):
        pieces.append((text, run_style))
    reading.part()
    for line in _split(pieces):
        text = printable("".join(text for text, _ in line))
        if "\f" in text:
            reading.page += 1
            text = text.replace("\f", "")
        if text.strip():
            reading.lines.append(_line(text, line, style, reading))
    for box in boxes:
        reading.block += 1
        reading.part()
        _read_blocks(box, reading)
        reading.block += 1


def _line(text: str, pieces: list[tuple[str, Style]], style: Style, reading: Reading) -> Line:
    sizes, bold = Counter[float](), 0
    for piece, piece_style in pieces:
        length = len(piece.strip())
        sizes[piece_style.size or DEFAULT_SIZE] += length
        bold += length * bool(piece_style.bold)
    total = sum(sizes.values())
    size = sizes.most_common(1)[0][0]
    return Line(text, size, bold * 2 > total, style.heading, reading.page, reading.block)


def _split(pieces: list[tuple[str, Style]]) -> Iterator[list[tuple[str, Style]]]:
    """*pieces* parted where a line is broken by hand."""
    line: list[tuple[str, Style]] = []
    for text, style in pieces:
        first, *rest = text.split("\n")
        line.append((first, style))
        for following in rest:
            yield line
            line = [(following, style)]
    yield line


def _runs(
    element: etree._Element, style: Style, styles: dict[str, Style], boxes: list[etree._Element]
) -> Iterator[tuple[str, Style]]:
    """The pieces of text below *element*; the text boxes that are anchored in it go to *boxes*."""
    for child in element:
        tag = _tag(child)
        if tag in SKIPPED:
            continue
        if tag == "txbxContent":
            boxes.append(child)
        elif tag == "t":
            yield child.text or "", style
        elif tag in ("br", "cr"):
            yield ("\f" if _value(child, "type") == "page" else "\n"), style
        elif tag == "tab":
            yield " ", style
        elif tag == "noBreakHyphen":
            yield "-", style
        elif tag == "r":
            own = child.find("{*}rPr")
            run = _direct(own).over(_style_of(own, "rStyle", styles)).over(style)
            if not run.hidden:
                yield from _runs(child, run, styles, boxes)
        else:
            yield from _runs(child, style, styles, boxes)


def _styles(root: etree._Element) -> dict[str, Style]:
    """The styles by id, each with what it inherits; "" is what holds where nothing else is said."""
    defaults = root.find("{*}docDefaults/{*}rPrDefault/{*}rPr")
    elements = {_value(element, "styleId"): element for element in root.iterchildren("{*}style")}
    styles: dict[str, Style] = {"": _direct(defaults)}
    for style_id in elements:
        chain: list[str] = []
        following: str = style_id
        while following in elements and following not in chain and len(chain) < 20:
            chain.append(following)
            based_on = elements[following].find("{*}basedOn")
            following = "" if based_on is None else _value(based_on, "val")
        style = Style()
        for ancestor in chain:
            style = style.over(_named(elements[ancestor]))
        styles[style_id] = style
        if _value(elements[style_id], "default") in ("1", "true") and _value(elements[style_id], "type") == "paragraph":
            styles[""] = style.over(styles[""])
    return styles


def _named(element: etree._Element) -> Style:
    name = element.find("{*}name")
    words = "" if name is None else _value(name, "val").lower().replace("标题", "heading")
    heading = 1 if words == "title" else None
    if words.startswith("heading") and words[7:].strip().isdecimal():
        heading = min(6, max(1, int(words[7:])))
    return replace(_direct(element.find("{*}rPr")), heading=heading)


def _direct(properties: etree._Element | None) -> Style:
    if properties is None:
        return Style()
    size, bold, hidden = (properties.find(f"{{*}}{tag}") for tag in ("sz", "b", "vanish"))
    half_points = "" if size is None else _value(size, "val")
    return Style(
        size=float(half_points) / 2 if half_points.isdecimal() and len(half_points) < 5 else None,
        bold=None if bold is None else _value(bold, "val") not in ("0", "false", "off"),
        hidden=None if hidden is None else _value(hidden, "val") not in ("0", "false", "off"),
    )


def _style_of(properties: etree._Element | None, tag: str, styles: dict[str, Style]) -> Style:
    """The named style that *properties* point to, and a paragraph's own outline level."""
    if properties is None:
        return Style()
    named, level = properties.find(f"{{*}}{tag}"), properties.find("{*}outlineLvl")
    style = Style() if named is None else styles.get(_value(named, "val"), Style())
    number = "" if level is None else _value(level, "val")
    return replace(style, heading=int(number) + 1) if number in tuple("012345") else style


def _close_headlines(lines: list[Line]) -> Iterator[Line]:
    """*lines* without the blanks between the lines of one headline, which Word keeps as paragraphs."""
    body = Counter({line.size: 0 for line in lines})
    for line in lines:
        body[line.size] += len(line.text)
    size = body.most_common(1)[0][0] or DEFAULT_SIZE if body else DEFAULT_SIZE
    for index, line in enumerate(lines):
        around = lines[index - 1 : index + 2] if index else []
        if not line.text and len(around) == 3 and _one_headline(around[0], around[2], size):
            continue
        yield line


def _one_headline(above: Line, below: Line, body: float) -> bool:
    same = (above.size, above.bold, above.heading, above.block) == (below.size, below.bold, below.heading, below.block)
    return same and (above.size or 0.0) > body * 1.2 and above.text != below.text


def _tag(element: etree._Element) -> str:
    """The name of an element without its namespace: there is more than one for the same thing."""
    return str(element.tag).rpartition("}")[2]


def _value(element: etree._Element, name: str) -> str:
    """An attribute, whatever its namespace."""
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")
