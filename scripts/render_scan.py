"""Prints a page of text as a scan: an image of two columns at 150 dpi, headlines large, for trying the OCR extra.

    python scripts/render_scan.py PAGE.txt IMAGE.png [--font FONT]

With `--score` the image is read back, and the character error rate and the headlines found are printed.
Needs baozhi[ocr], which brings Pillow.
"""

from __future__ import annotations

import argparse
import subprocess
import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from store.intake.pages import Page, read_page
from store.intake.readers import read_document

DPI = 150
BODY, DECK, HEADLINE = 10.5, 13.0, 20.0  # points; a deck is what stands above or below a headline
LEADING = 1.5  # line heights, in font sizes
COLUMNS = 2
CHARACTERS = 40  # of a body line
GUTTER = 2.5  # ems between columns
MARGIN = 80  # pixels
NO_START = "，。、；：！？）》”’,.;:!?)%％"

Row = tuple[str, float]  # text and its size in points; an empty text is white space


def pixels(points: float) -> int:
    """*points* at 150 dpi."""
    return round(points * DPI / 72)


def rows(page: Page) -> Iterator[Row]:
    """The rows to print."""
    for article in page.articles:
        yield "", HEADLINE
        for text, size in ((article.kicker, DECK), (article.headline, HEADLINE), (article.subtitle, DECK)):
            if text:
                yield text, size
        yield "", DECK
        for paragraph in article.paragraphs:
            yield from ((row, BODY) for row in wrapped("　　" + paragraph))


def wrapped(paragraph: str) -> Iterator[str]:
    """*paragraph* in rows of the column's width; a Western character is half as wide; no row begins with a comma."""
    row, width = "", 0.0
    for character in paragraph:
        wide = 0.55 if character.isascii() else 1.0
        if width + wide > CHARACTERS and character not in NO_START:
            yield row
            row, width = "", 0.0
        row, width = row + character, width + wide
    yield row


def render(page: Page, font: Path) -> Image.Image:
    """The image of *page*."""
    fonts = {size: ImageFont.truetype(str(font), pixels(size)) for size in (BODY, DECK, HEADLINE)}
    printed = list(rows(page))
    heights = [round(pixels(size) * LEADING) for _, size in printed]
    width, gutter = pixels(BODY) * CHARACTERS, round(pixels(BODY) * GUTTER)
    height = sum(heights) // COLUMNS + 2 * pixels(HEADLINE)
    image = Image.new("L", (2 * MARGIN + COLUMNS * width + gutter * (COLUMNS - 1), 2 * MARGIN + height), 255)
    draw = ImageDraw.Draw(image)
    column, top = 0, 0
    for (row, size), row_height in zip(printed, heights, strict=True):
        if top + row_height > height and column + 1 < COLUMNS:
            column, top = column + 1, 0
        left = float(MARGIN + column * (width + gutter))
        if size > BODY:
            left += max(0.0, (width - draw.textlength(row, fonts[size])) / 2)
        draw.text((left, MARGIN + top), row, font=fonts[size], fill=0)
        top += row_height
    return image


def chinese_font() -> Path:
    """A Chinese serif font of this machine, found by fontconfig."""
    match = ["fc-match", "--format=%{file}", "serif:lang=zh-cn"]
    return Path(subprocess.run(match, check=True, capture_output=True, text=True).stdout)


def squeezed(text: str) -> str:
    """*text* without blanks, in one width, its quotes straight: what a reader would call the same."""
    folded = "".join(unicodedata.normalize("NFKC", text).split())
    return folded.translate(str.maketrans("“”‘’", "\"\"''"))


def score(page: Page, image: Path) -> tuple[float, int]:
    """Character error rate of *image* read back (insertions, deletions, changes), and how many headlines are found."""
    [document] = read_document(image)
    wanted = squeezed("".join(text for text, _ in rows(page)))
    got = squeezed("".join(line.text for line in document.lines))
    matcher = SequenceMatcher(None, wanted, got, autojunk=False)
    errors = sum(max(i2 - i1, j2 - j1) for tag, i1, i2, j1, j2 in matcher.get_opcodes() if tag != "equal")
    headlines = {squeezed(article.headline) for article in read_page(document).articles}
    return errors / len(wanted), sum(squeezed(article.headline) in headlines for article in page.articles)


def main() -> None:
    """Read the arguments, write the image."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("page", type=Path)
    parser.add_argument("image", type=Path)
    parser.add_argument("--font", type=Path, help="by default a Chinese serif font that fontconfig finds")
    parser.add_argument("--score", action="store_true", help="read the image back and compare")
    options = parser.parse_args()
    page = read_page(read_document(options.page)[0])
    render(page, options.font or chinese_font()).save(options.image, dpi=(DPI, DPI))
    if options.score:
        rate, headlines = score(page, options.image)
        print(f"character error rate {rate:.2%}, headlines {headlines}/{len(page.articles)}")


if __name__ == "__main__":
    main()
