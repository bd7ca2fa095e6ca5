"""PDF with a text layer → lines: characters with their places, columns put in reading order."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile
from math import hypot
from statistics import median

import pypdfium2
import pypdfium2.raw as pdfium

from store.intake.blocks import Obstacle, Piece, ems
from store.intake.encodings import CLEARLY_TEXT, plausibility, printable
from store.intake.formats import has_ocr
from store.intake.layout import arrange, lines_of
from store.intake.reasons import NEEDS_OCR, RECOGNISED, Unreadable
from store.models import Document, Line

MAX_PAGES = 400
MAX_CHARACTERS = 2_000_000
BOLD = 600  # font weight
# Distances in ems: multiples of the font size.
OVERLAP = -0.7  # is the farthest that a character reaches into the one before: quotes that follow each other do
TOUCH = 0.5  # is the farthest that two pieces of a line stand apart which the file does not print one after the other
SPREAD = 0.2  # between its characters makes a line spaced; lines that are set to fill a column have less
PIECE_GAP = 0.8  # parts two pieces of a line
WORD_GAP = 0.15  # is a space between Western letters
SPACE_GAP = 0.2  # is a space between any characters, on top of the letter-spacing of their line
SQUARE_SPACE = 0.25  # by which a full-width space may be wider or narrower than its character
NEXT_ROW = 2.2  # is the farthest that the next line of a column stands
ROW = 0.3  # is the farthest that the lines on which two characters of one row stand lie apart
ASCENT = 0.88  # of a character above the line on which it stands
PIECE_SIZES = 1.3  # the largest ratio of two sizes within one piece
SHORT_RULE = 30  # points up to which a line drawn is no rule
MOST_OBSTACLES = 500
BACKGROUND = 0.3  # share of the page from which a picture lies behind the text
EDGE = 0.1  # share of the printed height, above and below, where heads and feet run from page to page
STRANGE = 0.1  # share of accented letters and odd signs above which a text without Chinese is garbled
FEWEST = 20  # characters below which a page with pictures counts as a scan
MAX_SCANNED = 3  # scanned pages of one file: each takes up to 20 seconds
SCAN_DPI = 200


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character; coordinates in points from the upper left corner of the page."""

    text: str
    left: float
    right: float
    base: float  # the line on which it stands: some fonts give flat characters (一, —) boxes of hardly any height
    size: float
    bold: bool


def read_pdf(content: bytes, name: str) -> Document:
    """The lines of a PDF in reading order. Raises Unreadable, also where pages are pictures without text."""
    pdf = _open(content)
    lines: list[Line] = []
    scanned: list[int] = []
    running: set[tuple[str, int, int]] = set()
    for number, page in enumerate(_pages(pdf), start=1):
        pieces = _pieces(_glyphs(page))
        if sum(len(piece.text) for piece in pieces) < FEWEST and _has_pictures(page):
            scanned.append(number)
            blocks = arrange(_recognised(page, len(scanned)) or pieces)
        else:
            blocks = arrange(_without_running(pieces, running), _obstacles(page))
        first_block = (lines[-1].block or 0) + 1 if lines else 1
        lines += [Line("", page=number, block=first_block)] if lines and blocks else []
        lines += lines_of(blocks, page=number, first_block=first_block)
    text = "\n".join(line.text for line in lines)
    if not text.strip():
        raise Unreadable("PDF 里认不出文字，请检查是否发错了文件" if has_ocr() else f"PDF {NEEDS_OCR}")
    if _is_garbled(text):
        raise Unreadable("PDF 里的文字是乱码（字体没有文字对照表），请从排版软件重新导出 PDF，或者发送 .txt、.docx")
    title = (pdf.get_metadata_dict().get("Title") or "").strip() or None
    return Document(name, tuple(lines), title=title, warnings=_warnings(scanned))


def _has_pictures(page: pypdfium2.PdfPage) -> bool:
    return any(True for _ in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=3))


def _recognised(page: pypdfium2.PdfPage, count: int) -> list[Piece]:
    """What is read off the picture of a page, the *count*th of its file; nothing without the extra."""
    if not has_ocr():
        return []
    if count > MAX_SCANNED:
        raise Unreadable(f"PDF 里是图片的页超过 {MAX_SCANNED} 页，一次认不完，请拆成单页再发")
    from store.intake import ocr  # numpy and the models: a PDF with text does not wait for them

    scale = min(SCAN_DPI / 72, (ocr.PIXELS / (page.get_width() * page.get_height())) ** 0.5)
    picture = page.render(scale=scale, rev_byteorder=True, no_smoothpath=True).to_numpy()
    return ocr.recognise(picture[:, :, :3])


def _warnings(scanned: list[int]) -> tuple[str, ...]:
    if not scanned:
        return ()
    pages = f"第 {'、'.join(map(str, scanned[:20]))} 页"
    return (f"{pages}是图片，{RECOGNISED}" if has_ocr() else f"{pages}{NEEDS_OCR}",)


def _is_garbled(text: str) -> bool:
    """Whether *text* is what comes out of a font that does not say which characters its glyphs are."""
    printed = "".join(text.split())
    chinese = sum("\u3400" <= character <= "\ufaff" for character in printed)
    strange = sum("\x7f" < character < "\u2e80" for character in printed)
    return plausibility(text) < CLEARLY_TEXT or (strange > STRANGE * len(printed) and chinese < strange)


def _open(content: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if error.err_code == pdfium.FPDF_ERR_PASSWORD:
            raise Unreadable("PDF 加了密码，请先去掉密码再发") from error
        raise Unreadable("PDF 已损坏，打不开，请重新导出后再发") from error


def _pages(pdf: pypdfium2.PdfDocument) -> Iterator[pypdfium2.PdfPage]:
    if len(pdf) > MAX_PAGES:
        raise Unreadable(f"PDF 有 {len(pdf)} 页，超过 {MAX_PAGES} 页，请拆开再发")
    for index in range(len(pdf)):
        try:
            page = pdf[index]
        except pypdfium2.PdfiumError as error:
            raise Unreadable(f"PDF 第 {index + 1} 页已损坏，请重新导出后再发") from error
        yield page
        page.close()


def _glyphs(page: pypdfium2.PdfPage) -> Iterator[Glyph]:
    """The characters of a page in the order of the file, each once: bold is often the same text printed twice."""
    text_page = page.get_textpage()
    count = pdfium.FPDFText_CountChars(text_page)
    if count > MAX_CHARACTERS:
        raise Unreadable("PDF 一页里的文字太多，像是损坏的文件，请重新导出后再发")
    turns = page.get_rotation() // 90
    box, matrix, x, y = pdfium.FS_RECTF(), pdfium.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
    seen: set[tuple[str, int, int]] = set()
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(text_page, index)
        if pdfium.FPDFText_IsGenerated(text_page, index) == 1 or not code or 0xD800 <= code < 0xE000:
            continue
        if not pdfium.FPDFText_GetLooseCharBox(text_page, index, ctypes.byref(box)):
            continue
        pdfium.FPDFText_GetCharOrigin(text_page, index, ctypes.byref(x), ctypes.byref(y))
        pdfium.FPDFText_GetMatrix(text_page, index, ctypes.byref(matrix))
        size = pdfium.FPDFText_GetFontSize(text_page, index) * (hypot(matrix.c, matrix.d) or 1.0)
        text = printable(chr(code))
        place = (text, round(box.left / max(size, 1) * 3), round(box.bottom / max(size, 1) * 3))
        if size <= 0 or not text or (not text.isspace() and place in seen):
            continue
        seen.add(place)
        bold = pdfium.FPDFText_GetFontWeight(text_page, index) >= BOLD
        left, top, right, bottom, start, base = box.left, -box.top, box.right, -box.bottom, x.value, -y.value
        for _ in range(turns):  # a quarter clockwise, as the page is shown; where its corner lies does not matter
            left, top, right, bottom, start, base = -bottom, left, -top, right, -base, start
        # Boxes of square characters are sometimes cut to their ink.
        width = size * hypot(matrix.a, matrix.b) / (hypot(matrix.c, matrix.d) or 1.0) if ems(text) == 1 else 0.0
        if left - start < 0.5 * width:  # else two characters share a glyph and its origin
            left, right = min(left, start), max(right, start + width)
        yield Glyph(text, left, right, base, size, bold)


def _obstacles(page: pypdfium2.PdfPage) -> list[Obstacle]:
    """The horizontal rules of a page, the upper and lower edges of its boxes, and its pictures but for a background."""
    if page.get_rotation():
        return []
    found: set[Obstacle] = set()
    whole = page.get_width() * page.get_height()
    for drawn in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE), max_depth=3):
        left, bottom, right, top = drawn.get_bounds()
        if drawn.type == pdfium.FPDF_PAGEOBJ_IMAGE and (right - left) * (top - bottom) < BACKGROUND * whole:
            found.add(Obstacle(left, -top, right, -bottom))
        elif right - left > SHORT_RULE:
            found |= {Obstacle(left, y, right, y) for y in (-round(top, 1), -round(bottom, 1))}
        if len(found) > MOST_OBSTACLES:  # a drawing, not a layout
            return []
    return sorted(found, key=lambda obstacle: obstacle.top)


def _pieces(glyphs: Iterable[Glyph]) -> list[Piece]:
    """Characters that stand close to each other in a row, as pieces of text."""
    rows: list[list[Glyph]] = []
    for glyph in glyphs:
        if rows and _continues(rows[-1][-1], glyph):
            rows[-1].append(glyph)
        elif not glyph.text.isspace():
            rows.append([glyph])
    return _merged([_piece(row) for row in rows])


def _without_running(pieces: list[Piece], running: set[tuple[str, int, int]]) -> list[Piece]:
    """*pieces* without those at an edge of the page that stood there on an earlier page, which *running* remembers."""
    top, bottom = min((p.top for p in pieces), default=0.0), max((p.bottom for p in pieces), default=0.0)
    edge = EDGE * (bottom - top)
    kept = []
    for piece in pieces:
        place = (piece.text, round(piece.left / 3), round(piece.top / 3))
        if top + edge < piece.top < bottom - edge:
            kept.append(piece)
        elif place not in running:
            running.add(place)
            kept.append(piece)
    return kept


def _continues(before: Glyph, glyph: Glyph) -> bool:
    em = max(before.size, glyph.size)
    gap = glyph.left - before.right
    same_size = em <= PIECE_SIZES * min(before.size, glyph.size)
    return same_size and abs(before.base - glyph.base) < ROW * em and OVERLAP * em < gap < PIECE_GAP * em


def _piece(row: list[Glyph]) -> Piece:
    while row[-1].text.isspace():
        row.pop()
    gaps = [(glyph.left - before.right) / glyph.size for before, glyph in pairwise(row)]
    spacing = median(gaps) if gaps else 0.0
    text = row[0].text
    for (before, glyph), gap in zip(pairwise(row), gaps, strict=True):
        western = before.text.isascii() and glyph.text.isascii() and before.text.isalpha() and glyph.text.isalpha()
        parted = gap > WORD_GAP if western else gap - max(0.0, spacing) > SPACE_GAP
        text += " " * (parted and not before.text.isspace() and not glyph.text.isspace()) + glyph.text
    size = max(glyph.size for glyph in row)
    return Piece(
        text,
        row[0].left,
        row[0].base - ASCENT * size,
        row[-1].right,
        row[0].base + (1 - ASCENT) * size,
        size,
        sum(glyph.bold for glyph in row) * 2 > len(row),
    )


def _merged(pieces: list[Piece]) -> list[Piece]:
    """*pieces*, those run together that touch in a row though the file holds them apart."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: piece.bottom):
        if not rows or piece.bottom - rows[-1][0].bottom > ROW * piece.size:
            rows.append([])
        rows[-1].append(piece)
    merged: list[Piece] = []
    for place, row in enumerate(rows):
        row.sort(key=lambda piece: piece.left)
        merged.append(row[0])
        for piece in row[1:]:
            merged[-1:] = _joined(merged[-1], piece, is_inside=_is_inside(merged[-1], piece, rows, place))
    return merged


def _is_inside(last: Piece, piece: Piece, rows: Sequence[Sequence[Piece]], place: int) -> bool:
    """Whether the white between two pieces of a row is a full-width space of their line: no gutter runs through it.

    A line of the same size, right above or below, lies across it, and none is parted there as well.
    """
    em, gap = last.size, piece.left - last.right
    if abs(gap - em) > SQUARE_SPACE * em or abs(last.size - piece.size) > 0.1 * em:
        return False
    above = takewhile(lambda row: last.bottom - row[0].bottom < NEXT_ROW * em, reversed(rows[:place]))
    below = takewhile(lambda row: row[0].bottom - last.bottom < NEXT_ROW * em, rows[place + 1 :])
    across = False
    for other in (other for row in (*above, *below) for other in row if abs(other.size - em) <= 0.1 * em):
        if other.left < last.right - em and piece.left + em < other.right:
            across = True
        elif abs(other.right - last.right) < em / 2 or abs(other.left - piece.left) < em / 2:
            return False
    return across


def _joined(last: Piece, piece: Piece, *, is_inside: bool) -> list[Piece]:
    """Two pieces of a row, as one if they touch; what touches in a headline depends on how widely it is spaced."""
    em, gap = max(last.size, piece.size), piece.left - last.right
    spacing = min((_spacing(one) for one in (last, piece) if len(one.text) > 3), default=0.0)
    touch = TOUCH * em + (3 * spacing if spacing > SPREAD * em else 0.0)
    touches = OVERLAP * em < gap < touch or is_inside
    if not touches or em > PIECE_SIZES * min(last.size, piece.size):
        return [last, piece]
    text = last.text + " " * (gap - spacing > SPACE_GAP * em) + piece.text
    top, bottom = min(last.top, piece.top), max(last.bottom, piece.bottom)
    return [Piece(text, last.left, top, piece.right, bottom, em, last.bold)]


def _spacing(piece: Piece) -> float:
    """The white between the characters of *piece*, in points."""
    white = piece.right - piece.left - ems(piece.text) * piece.size
    return max(0.0, white / (len(piece.text) - 1)) if len(piece.text) > 1 else 0.0
