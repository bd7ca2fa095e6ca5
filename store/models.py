"""The records that are kept: frozen dataclasses of the standard library only, shared by every layer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

ArticleKind = Literal["news", "caption", "notice", "advert", "correction", "list"]


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line of a document, with what the layout tells about it."""

    text: str  # verbatim, without its line end; "" is a blank line
    size: float | None = None  # font size in points, where the format tells
    bold: bool = False
    heading: int | None = None  # 1..6, where the format marks headings (HTML, DOCX, Markdown)
    page: int = 1
    block: int | None = None  # lines of one block (column, text box, table cell) share a number


@dataclass(frozen=True, slots=True)
class ReadyArticle:
    """An article that arrives whole (a line of .jsonl): nothing about it has to be found out."""

    id: str
    title: str
    text: str
    date: str | None = None  # ISO 8601, as far as it is known


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader made of one file: printed lines, or articles that arrived whole; never both."""

    name: str  # the file's own name, without folders
    lines: tuple[Line, ...] = ()
    ready: tuple[ReadyArticle, ...] = ()
    title: str | None = None  # a title the format carries outside its text (HTML <title>, PDF metadata)
    date: str | None = None  # a date the format carries outside its text (HTML metadata); ISO 8601
    warnings: tuple[str, ...] = ()  # what was guessed or left out, in the admin's words (Chinese)


@dataclass(frozen=True, slots=True)
class Article:
    """One article as printed, repaired: what a reader is shown and an answer cites."""

    id: str
    headline: str
    paragraphs: tuple[str, ...]
    kicker: str | None = None  # 引题, printed above the headline
    subtitle: str | None = None  # 副题, printed below it
    reporters: tuple[str, ...] = ()
    correspondents: tuple[str, ...] = ()
    complete: bool = True  # False where the printed text breaks off
    kind: ArticleKind = "news"
    date: str | None = None  # the article's own date, ISO 8601; None where no year is known
    source: str = ""  # file name
    page: str | None = None  # number of the printed page, as printed (3, A02); None where it is not known
    key: int = 0  # small number that names the article in buttons and links; 0 until it is kept
    reprint_of: int | None = None  # key of the article that was printed first with the same text
    corrects: int | None = None  # key of the article that this one, a printed correction, puts right

    @property
    def body(self) -> str:
        """The paragraphs, one a line: what chunk offsets count into."""
        return "\n".join(self.paragraphs)


class Chunk(NamedTuple):
    """A passage of one article: the unit that is indexed, scored and quoted; a tuple, for a question reads hundreds."""

    article_id: str
    start: int  # characters, not bytes, into Article.body
    end: int  # exclusive
    text: str  # Article.body[start:end]
    id: int = 0  # ascending within an article, never reused; 0 until it is kept


@dataclass(frozen=True, slots=True)
class SetAside:
    """Text of a page that belongs to no article, and why: page furniture, jump lines, credits."""

    text: str
    reason: str
