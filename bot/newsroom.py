"""The newsroom: ingest, ask, articles, facts. The one place where store and retrieval meet."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from sqlite_utils import Database

from bot import metrics
from bot.press import Ingested, Press
from bot.settings import Settings
from retrieval.answer import Answerer, suggest
from retrieval.errors import IndexBusy, IndexUnusable
from retrieval.facts import extract
from retrieval.index import open_index
from retrieval.types import Answer, Context, Fact, Index
from store import articles
from store.models import Article, Chunk
from store.schema import open_store, snapshot


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

    STORE = "baozhi.db"  # in the data folder

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
        self.press = Press(self.db, settings, catch_up=self._catch_up)

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
            found = self._thread.db = open_store(self.settings.data / self.STORE)
            self._connections.append(found)
        return found

    # Reading

    def ask(self, text: str, *, context: Context | None = None) -> Answer:
        """Answer *text*; *context* is what a follow-up refers to."""
        self._catch_up()
        with metrics.timed_steps():
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
        """Take in files and folders, see `Press.ingest`."""
        return self.press.ingest(paths, alert=alert)

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
