"""The newsroom: ingest, ask, articles, facts. The one place where store and retrieval meet."""

from __future__ import annotations

import secrets
import shutil
import tempfile
import threading
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlite_utils import Database

from bot import metrics, vocabulary
from bot.outcomes import Ingested
from bot.press import Press
from bot.reading import Told, counted, untold
from bot.repeats import Repeats, stands_alone
from bot.settings import Settings
from retrieval.answer import Answerer, suggest
from retrieval.errors import IndexBusy, IndexUnusable
from retrieval.facts import extract
from retrieval.index import Owner, open_cluster, open_index
from retrieval.index.fallback import FallbackIndex
from retrieval.synonyms import Synonyms
from retrieval.types import Answer, Context, Fact, Index
from store import articles
from store.identity import BITS, identity
from store.models import Article, Chunk
from store.schema import open_store, snapshot

TRIES = 3  # to answer a question while something is published

if TYPE_CHECKING:  # its driver need not be installed where there is no cluster
    from retrieval.index.oceanbase import OceanBaseIndex


@dataclass(frozen=True, slots=True)
class IndexState:
    """Where answers come from."""

    engine: str  # of the embedded index
    chunks: int
    generation: int
    cluster: str | None = None  # where the search cluster is, without user and password; None where none is set
    problem: str | None = None  # why the cluster does not answer, and the embedded index does instead; None if it does


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
        self.index = self._with_cluster(self._open_index())
        self._repeats = Repeats()
        self._answerer = self._new_answerer()
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
        """Answer *text*, from one state of the paper; *context* is what a follow-up refers to."""
        self._catch_up()
        alone = stands_alone(text, context)
        if alone and (held := self._repeats.find(text, self._state())) is not None:
            metrics.repeated.inc()
            return held
        for _ in range(TRIES):
            state = self._state()
            with metrics.timed_steps():
                answer = self._answerer.answer(text, context=context)
            if self._state() == state:
                if alone:
                    self._repeats.keep(text, state, answer)
                break  # else something was published meanwhile, and the answer may be of both states
            self._catch_up()
        return answer

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

    def ingest(self, paths: Iterable[Path], *, alert: bool = True, told: Told = untold) -> Iterator[Ingested]:
        """Take in files and folders, see `Press.ingest`."""
        return self.press.ingest(paths, alert=alert, told=told)

    def swap(self, folder: Path, commit: Callable[[], None]) -> None:
        """*commit* brings the store to another state; the index in *folder*, made for it, takes the place of ours.

        Whoever asks meanwhile waits for both. A crash in between leaves an index that lags behind, as ever.
        """
        place = self._index_folder()
        with self._indexing:
            commit()
            aside = place.with_name(f"{place.name}.old")
            shutil.rmtree(aside, ignore_errors=True)
            old = self.index
            with suppress(FileNotFoundError):  # rank-bm25 keeps nothing on disk
                place.rename(aside)
            with suppress(FileNotFoundError):
                folder.rename(place)
            # it may have been made with other words than count now
            self.index = self._with_cluster(self._open_index())
            self._answerer = self._new_answerer()
        old.close()
        shutil.rmtree(aside, ignore_errors=True)

    def answerer(self, synonyms: Synonyms) -> Answerer:
        """What answers from this paper and its index with *synonyms*."""
        settings = self.settings
        own = vocabulary.words(settings.data)
        return Answerer(self.index, self.corpus, segmenter=settings.segmenter, own=own, synonyms=synonyms)

    def use_words(self, own: Collection[str], commit: Callable[[], None]) -> None:
        """*commit* makes *own* the operator's words; an index made with them takes the place of ours.

        Blocks for as long as it takes to index every article; questions are answered from the old one meanwhile.
        """
        parent = self._index_folder().parent
        parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="new-", dir=parent) as folder:
            made = Path(folder) / "index"
            index = self._open(made, own)
            self._bring_up(index)
            index.close()
            self.swap(made, commit)

    def _state(self) -> Hashable:
        """All that an answer depends on: what is published, what is searchable, and the operator's synonyms."""
        own = self.settings.data / vocabulary.FILES["synonyms"]
        changed = own.stat().st_mtime_ns if own.exists() else 0
        return articles.generation(self.db()), self.index.generation, id(self._answerer), changed

    # The index follows the store

    def index_state(self) -> IndexState:
        """Where answers come from now."""
        cluster = self.index if isinstance(self.index, FallbackIndex) else None
        return IndexState(
            engine=self.settings.index,
            chunks=len(self.index),
            generation=self.index.generation,
            cluster=str(cluster.cluster) if cluster else None,
            problem=cluster.problem() if cluster else None,
        )

    def settle(self) -> str | None:
        """Wait until the search cluster, where there is one, has everything; returns what keeps it from that."""
        return self.index.settle() if isinstance(self.index, FallbackIndex) else None

    def _with_cluster(self, embedded: Index) -> Index:
        """*embedded* itself, or behind the cluster that the settings name."""
        if self.settings.index_url is None:
            return embedded
        return FallbackIndex(cluster_of(self.settings, self.db()), embedded, bring_up=self._bring_up)

    def _index_folder(self) -> Path:
        return self.settings.data / "index" / self.settings.index

    def _new_answerer(self) -> Answerer:
        return self.answerer(Synonyms(self.settings.data / vocabulary.FILES["synonyms"]))

    def _open_index(self) -> Index:
        """The index in step with the store; made anew where it cannot be."""
        folder, own = self._index_folder(), vocabulary.words(self.settings.data)
        try:
            index = self._open(folder, own)
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
        index = self._open(folder, own)
        self._bring_up(index)
        return index

    def _open(self, folder: Path, own: Collection[str]) -> Index:
        """The embedded index in *folder*, made with these words of the operator's. Raises IndexUnusable."""
        settings = self.settings
        return open_index(folder, engine=settings.index, segmenter=settings.segmenter, own=own)

    def _catch_up(self, told: Told = untold) -> None:
        """Bring the index to the store's generation; cheap where it is there already.

        While another process is doing just that, answers come from the older generation.
        """
        if articles.generation(self.db()) != self.index.generation:
            with suppress(IndexBusy), self._indexing:
                self._bring_up(self.index, told)

    def _bring_up(self, index: Index, told: Told = untold) -> None:
        with snapshot(self.db()):
            target, have = articles.generation(self.db()), index.generation
            if have == target:
                return
            touched = articles.changed_since(self.db(), have) if have else None
            count = articles.count(self.db()) if touched is None else len(touched)
            add = counted(articles.indexable(self.db(), touched), lambda done: told("index", done, count))
            index.update(remove=touched or [], add=add, generation=target)


def cluster_of(settings: Settings, db: Database) -> OceanBaseIndex:
    """The index of this store on the cluster that the settings name; nothing is connected yet.

    Raises ClusterUnavailable where its driver is not installed.
    """
    owner = Owner(identity(db), _timeline(settings.data / "index" / "timeline"))
    own = vocabulary.words(settings.data)
    return open_cluster(settings.index_url or "", owner, segmenter=settings.segmenter, own=own)


def _timeline(path: Path) -> int:
    """A number for this folder's copy of the store; backups leave it out, so a store that was put back has another."""
    try:
        return int(path.read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        made = secrets.randbits(BITS)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(str(made), encoding="ascii")
        return made
