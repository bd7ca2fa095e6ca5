"""A web page → its rows, as a browser would show them: lines with their look and the elements around them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from lxml import etree

from store.intake.encodings import printable

BLOCKS = re.compile(
    "address|article|blockquote|body|caption|center|dd|details|div|dl|dt|fieldset|figcaption|figure|form|h[1-6]|header"
    "|hr|li|main|ol|p|pre|section|summary|table|tbody|td|tfoot|th|thead|tr|ul"
)
# Never text of the page: programs, controls, frames, and what HTML itself calls the page around the text.
SKIPPED = re.compile(
    "aside|audio|button|canvas|datalist|dialog|embed|footer|head|iframe|input|marquee|math|nav|noscript|object|option"
    "|script|select|style|svg|template|textarea|title|video"
)
AROUND = frozenset(("navigation", "banner", "contentinfo", "search", "complementary", "menu"))  # roles
# Names that page makers give to what stands around the text; believed only of parts that hold little prose.
SUSPECT = re.compile(
    r"(?:^|[-_ ])(?:nav\w*|menu|foot\w*|side\w*|comments?|share|bread\w*|crumbs?|copyright|related?|recommend\w*"
    r"|rank\w*|hot|login|search|ads?|advert\w*|banner|tool\w*|pager|pagination|links?|tags?)(?:[-_ ]|$)",
    re.IGNORECASE,
)
# What sites say of themselves and of the place in them, on any page.
OWNERS = re.compile(
    r"©|&copy;|版权所有|Copyright|ICP备|公网安备|网站标识码|建议使用.*分辨率|欢迎您?(?:访问|光临|来到|关注)|^今天是"
    r"|^(?:您?(?:当前|现在)(?:所在)?的?)?位置[:：]|^(?:分享到?|字[号体]|打印|收藏)[:：]?$|^扫一扫|微信扫一扫",
    re.IGNORECASE,
)
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
FONT_SIZE = re.compile(r"font-size\s*:\s*([\d.]{1,6})\s*(px|pt|em|rem|%)", re.IGNORECASE)
FONT_WEIGHT = re.compile(r"font-weight\s*:\s*(bold|[6-9]00)", re.IGNORECASE)
EMPTY_BRACKETS = re.compile(r"[【\[（(〔［]\s*[】\])）〕］]")
SPACES = re.compile(r"[ \t\n\r\f]+")
INDENTED = re.compile("^[\u3000\u2003\u2002]+|^\xa0{2,}")

DEFAULT_SIZE = 12.0  # points, of a browser
FONT_SIZES = {"1": 7.5, "2": 10.0, "3": 12.0, "4": 13.5, "5": 18.0, "6": 24.0, "7": 36.0}
HEADING_SIZES = {"h1": 24.0, "h2": 18.0, "h3": 14.0, "h4": 12.0, "h5": 10.0, "h6": 8.0}
LARGE = 16.0  # points from which a line may be a headline
PROSE = 20  # characters, outside links, from which a sentence counts as prose
LINKED = 0.5  # share of its characters in links from which a row is a list of links
CONTROL = 4  # characters that a link may have to be a control, where it leads nowhere
REST = 8  # characters up to which what is left of a row without its controls is no text either
FIGURES = 30  # characters up to which the cells of a table are read row by row


@dataclass(frozen=True, slots=True)
class Look:
    """How text is shown."""

    size: float = DEFAULT_SIZE
    bold: bool = False
    heading: int | None = None
    linked: bool = False


@dataclass(slots=True)
class Row:
    """One line of the page as a browser would show it."""

    text: str
    size: float
    bold: bool
    heading: int | None
    linked: int  # characters in links
    parts: tuple[int, ...]  # numbers of the elements around it, outermost first
    parted: bool  # whether something parts it from the row before

    @property
    def prose(self) -> int:
        """Characters of prose: sentences outside of links."""
        length = len(self.text) - self.linked
        sentence = length >= PROSE and re.search("[。！？；，.!?,]", self.text) and not OWNERS.search(self.text)
        return length if sentence else 0

    @property
    def is_large(self) -> bool:
        """Whether it looks like a headline."""
        return (self.heading or 9) <= 3 or self.size >= LARGE

    @property
    def is_links(self) -> bool:
        """Whether it is mostly links."""
        return self.linked > LINKED * len(self.text)


@dataclass(slots=True)
class Page:
    """The rows of a page as they are gathered."""

    rows: list[Row] = field(default_factory=list)
    pieces: list[tuple[str, Look]] = field(default_factory=list)
    parts: list[int] = field(default_factory=list)
    suspects: set[int] = field(default_factory=set)
    count: int = 0
    breaks: int = 2  # line breaks since the last text; two part paragraphs
    cut: bool = False  # whether a link that does something, not leads somewhere, was left out of the row

    def end_row(self, breaks: int) -> None:
        """End the row that is being written, with so many line breaks."""
        raw = printable("".join(text for text, _ in self.pieces))
        text = _tidy(raw)
        if text and not (self.cut and len(text) <= REST):
            looks = Counter[Look]()
            for piece, look in self.pieces:
                looks[look] += len(piece.strip())
            most = looks.most_common(1)[0][0]
            linked = min(len(text), sum(n for look, n in looks.items() if look.linked))
            bold = sum(n for look, n in looks.items() if look.bold) * 2 > sum(looks.values())
            parted = self.breaks > 1 or INDENTED.match(raw.lstrip(" \t\r\n")) is not None
            self.rows.append(Row(text, most.size, bold, most.heading, linked, tuple(self.parts), parted))
            self.breaks = 0
        self.breaks += breaks
        self.pieces, self.cut = [], False


def rows_of(body: etree._Element) -> Page:
    """The rows of a page, and which of its parts have names that give them away."""
    page = Page()
    _walk(body, Look(), page)
    page.end_row(2)
    return page


def _walk(element: etree._Element, look: Look, page: Page) -> None:
    tag = element.tag
    if not isinstance(tag, str) or SKIPPED.fullmatch(tag) or _is_around(element):
        return
    if tag == "br":
        page.end_row(1)
        return
    if tag == "a" and _is_control(element):
        page.cut = True
        return
    look, is_block = _look(element, tag, look), BLOCKS.fullmatch(tag)
    if is_block:
        page.end_row(2)
        page.count += 1
        page.parts.append(page.count)
        if SUSPECT.search(f"{element.get('class', '')} {element.get('id', '')}"):
            page.suspects.add(page.count)
    if tag == "tr" and _is_figures(element):
        _add(page, "  ".join(" ".join(cell.text_content().split()) for cell in element), look)  # type: ignore[attr-defined]
    else:
        _add(page, element.text, look, tag)
        for child in element:
            _walk(child, look, page)
            _add(page, child.tail, look, tag)
    if is_block:
        page.end_row(2)
        page.parts.pop()


def _add(page: Page, text: str | None, look: Look, tag: str = "") -> None:
    if not text:
        return
    if tag == "pre":
        first, *rest = text.split("\n")
        page.pieces.append((first, look))
        for line in rest:
            page.end_row(1)
            page.pieces.append((line, look))
    else:
        page.pieces.append((text, look))


def _is_control(link: etree._Element) -> bool:
    """Whether a link does something (prints, closes) and leads nowhere."""
    target = (link.get("href") or "").strip().lower()
    text = str(link.xpath("string()")).strip()
    return target.startswith("javascript:") or (target == "#" and len(text) <= CONTROL)


def _is_around(element: etree._Element) -> bool:
    """Whether the page itself says that this is not its text, or does not show it."""
    if element.get("role") in AROUND or element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    return HIDDEN.search(element.get("style") or "") is not None


def _is_figures(row: etree._Element) -> bool:
    """Whether a table row holds short cells beside each other, not columns of a page."""
    cells = list(row)
    return len(cells) > 1 and all(
        len(cell.text_content()) <= FIGURES and cell.find(".//table") is None and cell.find(".//a") is None  # type: ignore[attr-defined]
        for cell in cells
    )


def _look(element: etree._Element, tag: str, look: Look) -> Look:
    if tag in HEADING_SIZES:
        look = replace(look, size=HEADING_SIZES[tag], bold=True, heading=int(tag[1]))
    elif tag == "font" and element.get("size") in FONT_SIZES:
        look = replace(look, size=FONT_SIZES[element.get("size", "")])
    elif tag in ("b", "strong", "th"):
        look = replace(look, bold=True)
    elif tag == "a" and element.get("href"):
        look = replace(look, linked=True)
    style = element.get("style") or ""
    if size := FONT_SIZE.search(style):
        number, unit = size.group(1), size.group(2).lower()
        factor = {"px": 0.75, "pt": 1.0, "em": look.size, "rem": DEFAULT_SIZE, "%": look.size / 100}[unit]
        if re.fullmatch(r"\d+(\.\d*)?|\.\d+", number):
            look = replace(look, size=round(float(number) * factor, 1))
    return replace(look, bold=True) if FONT_WEIGHT.search(style) else look


def _tidy(text: str) -> str:
    """*text* as it is shown: blanks run together, none where a line of the source ends between Chinese characters."""
    text = SPACES.sub(_blank, text).replace("\xa0", " ").strip()
    return EMPTY_BRACKETS.sub("", text).strip()


def _blank(found: re.Match[str]) -> str:
    text, start, end = found.string, found.start(), found.end()
    wrapped = "\n" in found.group() and start > 0 and end < len(text)
    return "" if wrapped and ord(text[start - 1]) > 0x2E80 and ord(text[end]) > 0x2E80 else " "
