"""The newsroom: ingest, ask, articles, facts. The one place where store and retrieval meet."""

from __future__ import annotations

import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from sqlite_utils import Database

from bot import alerts, timing
from bot.settings import Settings
from retrieval.answer import Answerer, suggest
from retrieval.errors import IndexBusy, IndexUnusable
from retrieval.facts import extract
from retrieval.index import open_index
from retrieval.types import Answer, Context, Fact, Index
from store import articles, drafts, publishing
from store.errors import DocumentRefused, StoreError
from store.intake.chunking import Chunks
from store.intake.formats import is_readable, limit_of
from store.intake.pages import read_page
from store.intake.readers import read_document
from store.models import Article, Chunk
from store.publishing import Change, Edition
from store.schema import atomic, open_store, snapshot

Outcome = Literal["new", "updated", "unchanged", "refused"]


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of one document."""

    name: str
    outcome: Outcome
    reason: str | None = None  # why it was refused, in Chinese
    articles: int = 0
    change: Change = field(default_factory=Change)
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """A document read, and what publishing it would change; nothing is changed yet."""

    name: str
    articles: tuple[Article, ...]  # printed order, with the ids they would get
    change: Change
    before: Mapping[str, Article]  # what is held now of the articles that would change or go
    figures: Mapping[str, int]  # how many figures are found in each article
    warnings: tuple[str, ...]  # what was guessed or left out, in Chinese


@dataclass(frozen=True, slots=True)
class Draft:
    """A preview that is kept until somebody publishes or discards it."""

    id: int
    preview: Preview


class StoreCorpus:
    """The store as retrieval reads it, on the calling thread's own connection."""

    def __init__(self, connection: Callable[[], Database]) -> None:
        self._db = connection

    def chunks(self, ids: Sequence[int]) -> dict[int, Chunk]:
        """The chunks of these ids; ids that are gone are left out."""
        return articles.chunks(self._db(), ids)

    def article_chunks(self, article_ids: Sequence[str]) -> dict[str, list[Chunk]]:
        """Every chunk of these articles, in printed order."""
        return articles.article_chunks(self._db(), article_ids)

    def articles(self, ids: Sequence[str]) -> dict[str, Article]:
        """The articles of these ids; ids that are gone are left out."""
        return articles.articles_by_id(self._db(), ids)


class Newsroom:
    """The product without a chat. Every method blocks and may be called from any thread."""

    def __init__(self, settings: Settings) -> None:
        """Open the store and the index of *settings*; the index is rebuilt or caught up where it lags behind.

        Raises StoreError if the store cannot be used.
        """
        self.settings = settings
        self.notices: list[str] = []  # what had to be mended at start, for the operator
        self._connections: list[Database] = []
        self._thread = threading.local()
        self._indexing = threading.Lock()
        self.corpus = StoreCorpus(self.db)
        self.db()
        self.index = self._open_index()
        self._answerer = Answerer(self.index, self.corpus, segmenter=settings.segmenter)

    @classmethod
    def open(cls, settings: Settings) -> Newsroom:
        """A newsroom over the data folder of *settings*."""
        return cls(settings)

    def close(self) -> None:
        """Release the index and every connection; the newsroom is not used afterwards."""
        self.index.close()
        for db in self._connections:
            db.conn.close()

    def db(self) -> Database:
        """The calling thread's connection to the store."""
        found: Database | None = getattr(self._thread, "db", None)
        if found is None:
            found = self._thread.db = open_store(self.settings.data / "baozhi.db")
            self._connections.append(found)
        return found

    # Reading

    def ask(self, text: str, *, context: Context | None = None) -> Answer:
        """Answer *text*; *context* is what a follow-up refers to."""
        self._catch_up()
        return self._answerer.answer(text, context=context)

    def articles(self) -> list[Article]:
        """Every article, in printed order."""
        return list(articles.all_articles(self.db()))

    def count(self) -> int:
        """How many articles are held."""
        return articles.count(self.db())

    def dates(self) -> tuple[str, str] | None:
        """The first and last date of the articles held; None if no article has one."""
        return articles.dates(self.db())

    def latest(self, n: int = 5) -> list[Article]:
        """The *n* newest articles."""
        return articles.latest(self.db(), n)

    def article(self, key: int) -> Article:
        """The article of this key. Raises ArticleNotFound."""
        return articles.article(self.db(), key)

    def article_by_id(self, article_id: str) -> Article:
        """The article of this id. Raises ArticleNotFound."""
        return articles.article_by_id(self.db(), article_id)

    def facts(self, article_id: str | None = None) -> Iterator[Fact]:
        """The facts read from one article, or from all. Raises ArticleNotFound."""
        found = articles.all_articles(self.db()) if article_id is None else [self.article_by_id(article_id)]
        for article in found:
            yield from extract(article)

    def examples(self, n: int = 3) -> list[str]:
        """Up to *n* questions on the newest articles, each tried: it is answered with a fact of its article."""
        found: list[str] = []
        for article in self.latest(12):
            for question in suggest(article):
                answer = self.ask(question)
                if answer.answered and answer.fact and answer.fact.article_id == article.id:
                    found.append(question)
                    break
            if len(found) == n:
                break
        return found

    # Writing

    def ingest(self, paths: Iterable[Path], *, alert: bool = True) -> Iterator[Ingested]:
        """Take in files, and folders with all below them; one result a file, in order.

        Each file is committed on its own, with what readers are to be told of it unless *alert* is False; the index
        follows when the last is in, or when the caller stops.
        """
        try:
            for path, name in documents(paths):
                yield self._ingest_file(path, name, alert=alert)
        finally:
            self._catch_up()

    def previews(self, paths: Iterable[Path]) -> Iterator[Preview | Ingested]:
        """What `ingest` of *paths* would do, file by file: a preview, or why the file would be refused."""
        for path, name in documents(paths):
            try:
                yield self.preview(path, name)
            except DocumentRefused as refused:
                yield Ingested(name, "refused", refused.reason)

    def preview(self, path: Path, name: str) -> Preview:
        """Read a document and say what publishing it would change, without changing anything.

        Raises DocumentRefused.
        """
        return self._preview(path, name, _content(path, name))

    def _preview(self, path: Path, name: str, content: bytes) -> Preview:
        editions, warnings = _editions(path, name, content)
        change, read = publishing.compare(self.db(), name, [edition.article for edition in editions])
        return Preview(
            name,
            tuple(read),
            change,
            articles.articles_by_id(self.db(), [*change.changed, *change.gone]),
            {article.id: len(extract(article)) for article in read},
            warnings,
        )

    def prepare(self, path: Path, name: str, *, by: int) -> Draft:
        """Keep a document that user *by* sent until it is published or discarded. Raises DocumentRefused."""
        content = _content(path, name)
        preview = self._preview(path, name, content)
        with atomic(self.db()):
            return Draft(drafts.keep(self.db(), name, content, sent_by=by, now=time.time()), preview)

    def publish(self, draft_id: int, *, by: int, alert: bool = True) -> Ingested:
        """Publish a draft, as user *by* decided; readers are told of it unless *alert* is False.

        Raises DraftGone if it was published or discarded already.
        """
        name, content = drafts.get(self.db(), draft_id)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / Path(name).name
            path.write_bytes(content)
            editions, warnings = _editions(path, name, content)
        with atomic(self.db()):
            drafts.drop(self.db(), draft_id)
            result = self._publish(name, content, editions, warnings, alert=alert)
        self._catch_up()
        return result

    def discard(self, draft_id: int) -> None:
        """Forget a draft. Raises DraftGone if it was published or discarded already."""
        with atomic(self.db()):
            drafts.drop(self.db(), draft_id)

    def _ingest_file(self, path: Path, name: str, *, alert: bool) -> Ingested:
        try:
            content = _content(path, name)
            if articles.document_with(self.db(), content) is not None:
                return Ingested(name, "unchanged")
            editions, warnings = _editions(path, name, content)
            with atomic(self.db()):
                return self._publish(name, content, editions, warnings, alert=alert)
        except DocumentRefused as refused:
            return Ingested(name, "refused", refused.reason)

    def _publish(
        self, name: str, content: bytes, editions: Sequence[Edition], warnings: tuple[str, ...], *, alert: bool
    ) -> Ingested:
        known, now = articles.has_document(self.db(), name), time.time()
        change = publishing.publish(self.db(), name, content, editions, now=now)
        if alert:
            zone = self.settings.timezone
            alerts.announce(self.db(), change, due_at=lambda how: timing.due_at(timing.unpack(how), now, zone=zone))
        return Ingested(name, "updated" if known else "new", None, len(editions), change, warnings)

    # The index follows the store

    def _open_index(self) -> Index:
        """The index in step with the store; made anew where it cannot be."""
        folder, settings = self.settings.data / "index" / self.settings.index, self.settings
        try:
            index = open_index(folder, engine=settings.index, segmenter=settings.segmenter)
            if index.generation <= articles.generation(self.db()):
                with suppress(IndexBusy):
                    self._bring_up(index)
                return index
            index.close()
            problem = "it is newer than the store"
        except IndexUnusable as exc:
            problem = str(exc)
        self.notices.append(f"the index was unusable ({problem}) and has been rebuilt from the store")
        shutil.rmtree(folder, ignore_errors=True)
        index = open_index(folder, engine=settings.index, segmenter=settings.segmenter)
        self._bring_up(index)
        return index

    def _catch_up(self) -> None:
        """Bring the index to the store's generation; cheap where it is there already.

        While another process is doing just that, answers come from the older generation.
        """
        if articles.generation(self.db()) != self.index.generation:
            with suppress(IndexBusy):
                self._bring_up(self.index)

    def _bring_up(self, index: Index) -> None:
        with self._indexing, snapshot(self.db()):
            target, have = articles.generation(self.db()), index.generation
            if have == target:
                return
            if have == 0:
                index.update(remove=[], add=articles.indexable(self.db()), generation=target)
            else:
                touched = articles.changed_since(self.db(), have)
                index.update(remove=touched, add=articles.indexable(self.db(), touched), generation=target)


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


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _content(path: Path, name: str) -> bytes:
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


def _editions(path: Path, name: str, content: bytes) -> tuple[list[Edition], tuple[str, ...]]:
    """The articles of a file, each cut into chunks, and what was guessed; *content* is what was read of it before.

    Raises DocumentRefused.
    """
    editions: list[Edition] = []
    warnings: list[str] = []
    ids: set[str] = set()
    for document in read_document(path, name=name):
        page = read_page(document)
        warnings += [*document.warnings, *page.warnings]
        for article in page.articles:
            if article.id and article.id in ids:
                raise DocumentRefused(name, f"编号 {article.id} 出现了两次，请给每篇文章不同的 id")
            ids.add(article.id)
            editions.append(Edition(article, Chunks(article)))
    if not editions:
        raise DocumentRefused(name, "没有读到文章：文件里没有正文")
    if _content(path, name) != content:
        raise DocumentRefused(name, "文件正在被改写，请等写完以后再试一次")
    return editions, tuple(warnings)
