"""A file as articles: found below the paths given, read, parted, and cut into what is indexed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, TypeVar

from store.errors import DocumentRefused, StoreError
from store.intake.chunking import Chunks
from store.intake.formats import is_readable, limit_of
from store.intake.pages import Page, read_pages
from store.intake.readers import read_document
from store.models import Article, Chunk, Document
from store.publishing import Edition

_T = TypeVar("_T")

Stage = Literal["read", "part", "index"]
Told = Callable[[Stage, int, int], None]  # how far a stage has come: done, of how many


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of one file."""

    articles: tuple[Article, ...]  # printed order; ids only where the file gives them
    warnings: tuple[str, ...] = ()  # what was guessed or left out, in Chinese
    partners: tuple[str, ...] = ()  # names of the files that its articles came from, or go on in
    leads_out: bool = False  # whether a jump leads to what was not found


@dataclass(frozen=True, slots=True)
class Source:
    """What a file holds, before it is parted into articles."""

    name: str
    documents: tuple[Document, ...]  # of an archive several


def untold(stage: Stage, done: int, count: int) -> None:
    """Nobody wants to know how far it is."""


def documents(paths: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    """Files to ingest with the names they are kept under: below a folder the path from it, else the file's own.

    Hidden files are passed over. Two files of one name in one call are told apart by their folders.
    Raises StoreError for a folder that holds no document.
    """
    taken: dict[str, Path] = {}
    for path in paths:
        if path.is_dir():
            inside = [p for p in sorted(path.rglob("*")) if p.is_file() and not _hidden(p.relative_to(path))]
            if not any(is_readable(p.name) for p in inside):
                raise StoreError(f"{path} holds no document: give a file, or a folder with .txt, .pdf, .docx … in it")
            pairs = [(p, p.relative_to(path).as_posix()) for p in inside]
        else:
            pairs = [(path, path.name)]
        for file, name in pairs:
            if taken.setdefault(name, file.absolute()) != file.absolute():
                name = f"{file.absolute().parent.name}/{name}"
            yield file, name


def size_of(paths: Iterable[Path]) -> int:
    """How many bytes the files of *paths* hold, as far as they can be counted."""
    total = 0
    for path, _ in documents(paths):
        with suppress(OSError):
            total += path.stat().st_size
    return total


def bytes_of(path: Path, name: str) -> bytes:
    """The bytes of *path*, for its digest. Raises DocumentRefused if it is no file, or too large to be read."""
    limit = limit_of(name)
    try:
        if not path.is_file():
            raise DocumentRefused(name, "找不到这个文件，请检查路径")
        if path.stat().st_size > limit:
            raise DocumentRefused(name, f"文件超过 {limit >> 20} MB，请拆成几个小文件再发")
        return path.read_bytes()
    except OSError as exc:
        raise DocumentRefused(name, f"文件打不开（{exc.strerror}），请检查是否有权限读取") from exc


def read(path: Path, name: str, content: bytes, *, beside: Sequence[Source] = (), told: Told = untold) -> Reading:
    """The articles of a file; *content* is what was read of it before. Raises DocumentRefused.

    Articles that go on in a file *beside* it are whole if they begin in this one, and left out if they begin there.
    """
    found = source(path, name, content, told=told)
    told("part", 0, len(found.documents))
    reading, *_ = together([found, *beside])
    told("part", len(found.documents), len(found.documents))
    if isinstance(reading, DocumentRefused):
        raise reading
    return reading


def source(path: Path, name: str, content: bytes, *, told: Told = untold) -> Source:
    """What a file holds; *content* is what was read of it before. Raises DocumentRefused."""
    told("read", 0, 1)
    found = read_document(path, name=name)
    told("read", 1, 1)
    if bytes_of(path, name) != content:
        raise DocumentRefused(name, "文件正在被改写，请等写完以后再试一次")
    return Source(name, tuple(found))


def together(sources: Sequence[Source]) -> list[Reading | DocumentRefused]:
    """The articles of files that were taken in together, each whole in the file that it begins in."""
    owners = [place for place, one in enumerate(sources) for _ in one.documents]
    pages: list[list[Page]] = [[] for _ in sources]
    for owner, page in zip(owners, read_pages([one for of in sources for one in of.documents]), strict=True):
        pages[owner].append(page)
    partners = [{owners[partner] for page in of for partner in page.partners} for of in pages]
    return [
        _reading(one.name, pages[place], tuple(sources[other].name for other in sorted(partners[place] - {place})))
        for place, one in enumerate(sources)
    ]


def _reading(name: str, pages: Sequence[Page], partners: tuple[str, ...]) -> Reading | DocumentRefused:
    found = [article for page in pages for article in page.articles]
    ids = Counter(article.id for article in found if article.id)
    if twice := next((article_id for article_id, times in ids.items() if times > 1), None):
        return DocumentRefused(name, f"编号 {twice} 出现了两次，请给每篇文章不同的 id")
    if not found and not partners:
        return DocumentRefused(name, "没有读到文章：文件里没有正文")
    warnings = tuple(warning for page in pages for warning in page.warnings)
    return Reading(tuple(found), warnings, partners, any(page.leads_out for page in pages))


def editions(articles: Sequence[Article], *, told: Told = untold) -> list[Edition]:
    """*articles*, each cut into what is indexed when it is written; *told* hears how many are."""
    if told is untold:
        return [Edition(article, Chunks(article)) for article in articles]
    count = len(articles)
    return [Edition(article, _told(article, told, done, count)) for done, article in enumerate(articles, start=1)]


def _told(article: Article, told: Told, done: int, count: int) -> Iterator[Chunk]:
    told("part", done, count)
    yield from Chunks(article)


def counted(items: Iterable[_T], told: Callable[[int], None]) -> Iterator[_T]:
    """*items* as they are; *told* hears how many have been."""
    for done, item in enumerate(items, start=1):
        yield item
        told(done)


def pack(reading: Reading) -> str:
    """*reading* as JSON."""
    return json.dumps(asdict(reading), ensure_ascii=False)


def unpack(content: str) -> Reading:
    """What `pack` made."""
    row = json.loads(content)
    partners, leads_out = tuple(row.get("partners", ())), row.get("leads_out", False)
    return Reading(tuple(_article(one) for one in row["articles"]), tuple(row["warnings"]), partners, leads_out)


def _article(row: dict[str, object]) -> Article:
    # JSON has no tuples
    return Article(**{name: tuple(value) if isinstance(value, list) else value for name, value in row.items()})  # type: ignore[arg-type]


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)
