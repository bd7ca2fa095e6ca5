"""The newsroom: ingest, ask, articles, facts. The one place where store and retrieval meet."""

from __future__ import annotations

import logging
import secrets
import shutil
import tempfile
import threading
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlite_utils import Database

from bot.answering import vocabulary
from bot.answering.paper import State, StoreCorpus, state_of
from bot.answering.repeats import Repeats, stands_alone
from bot.answering.thoughts import Job, Thought
from bot.errors import VocabularyUnreadable
from bot.publishing.outcomes import Ingested
from bot.publishing.press import Press
from bot.publishing.reading import Told, counted, untold
from bot.settings import Settings
from bot.watch import metrics
from retrieval.answer import Answerer, suggest
from retrieval.errors import IndexBusy, IndexUnusable
from retrieval.facts import extract
from retrieval.index import Owner, open_cluster, open_index
from retrieval.index.fallback import FallbackIndex
from retrieval.synonyms import Synonyms
from retrieval.types import Answer, Context, Fact, Index
from store import articles
from store.identity import BITS, identity
from store.models import Article
from store.schema import open_store, snapshot

log = logging.getLogger(__name__)

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


class Newsroom:
    """The product without a chat. Every method blocks and may be called from any thread."""

    STORE = "baozhi.db"  # in the data folder

    def __init__(self, settings: Settings) -> None:
        """Open the store and the index of *settings*; the index is rebuilt or caught up where it lags behind.

        Raises StoreError if the store cannot be used, VocabularyUnreadable if the operator's words cannot be read.
        """
        self.settings = settings
        self._words = vocabulary.words(settings.data)  # the operator's, as the index was made with them
        self.notices: list[str] = []  # what had to be mended at start, for the operator
        self._connections: list[Database] = []
        self._thread = threading.local()
        self._indexing = threading.Lock()
        self.corpus = StoreCorpus(self.db)
        self.db()
        self.index = self._with_cluster(self._open_index())
        self._repeats = Repeats()
        self._edition = 0  # see State
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
        state = self._caught_up()
        if (held := self._held(text, context, state)) is not None:
            return held
        for _ in range(TRIES):
            with metrics.timed_steps():
                answer = self._answerer.answer(text, context=context)
            if (now := self.state()) == state:
                if stands_alone(text, context):
                    self._repeats.keep(text, state, answer)
                break  # else something was published meanwhile, and the answer may be of both states
            state = now if now.is_settled else self._caught_up()
        return answer

    def held(self, text: str, context: Context | None = None) -> Answer | None:
        """The answer to *text* if it was given a moment ago and nothing has changed; found in some 30 microseconds."""
        return self._held(text, context, self.state())

    def _held(self, text: str, context: Context | None, state: State) -> Answer | None:
        found = self._repeats.find(text, state) if state.is_settled else None
        if found is None or not stands_alone(text, context):
            return None
        metrics.repeated.inc()
        return found

    def taken(self, thought: Thought) -> Answer | None:
        """The answer of a process that helps, as if it had been thought here.

        None where it is not of the state that the paper is in now: then it has to be thought again.
        """
        if not thought.state.is_settled or thought.state != self.state():
            return None
        metrics.observe_steps(thought.spent)
        if thought.stands_alone:
            self._repeats.keep(thought.answer.question, thought.state, thought.answer)
        return thought.answer

    def job(self) -> Job | None:
        """What a process answers from that helps; None where it could not answer as is answered here."""
        settings, edition = self.settings, self._edition
        if settings.index != "tantivy" or settings.index_url is not None or edition % 2:
            return None
        data, index = settings.data.absolute(), self._index_folder().absolute()
        return Job(edition, data / self.STORE, index, data, settings.segmenter, self._words)

    def state(self) -> State:
        """The state of the paper that answers are of, now; it costs some ten microseconds."""
        return state_of(self.db(), self.index, self.settings.data, self._edition)

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
        with self._indexing, self._between_editions():
            commit()
            aside = place.with_name(f"{place.name}.old")
            shutil.rmtree(aside, ignore_errors=True)
            old = self.index
            with suppress(FileNotFoundError):  # rank-bm25 keeps nothing on disk
                place.rename(aside)
            with suppress(FileNotFoundError):
                folder.rename(place)
            try:
                # it may have been made with other words than counted before
                self._words = vocabulary.words(self.settings.data)
            except VocabularyUnreadable as exc:
                log.error("%s: the words from before stay in use", exc)
            self.index = self._with_cluster(self._open_index())
            self._answerer = self._new_answerer()
        old.close()
        shutil.rmtree(aside, ignore_errors=True)

    def answerer(self, synonyms: Synonyms) -> Answerer:
        """What answers from this paper and its index with *synonyms*."""
        segmenter = self.settings.segmenter
        return Answerer(self.index, self.corpus, segmenter=segmenter, own=self._words, synonyms=synonyms)

    @contextmanager
    def _between_editions(self) -> Iterator[None]:
        """The body puts other files in the place of the index; what is answered from the old ones counts no more."""
        self._edition += 1
        try:
            yield
        finally:
            self._edition += 1

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
        return FallbackIndex(_cluster(self.settings, self.db(), self._words), embedded, bring_up=self._bring_up)

    def _index_folder(self) -> Path:
        return self.settings.data / "index" / self.settings.index

    def _new_answerer(self) -> Answerer:
        return self.answerer(Synonyms(self.settings.data / vocabulary.FILES["synonyms"]))

    def _open_index(self) -> Index:
        """The index in step with the store; made anew where it cannot be."""
        folder = self._index_folder()
        try:
            index = self._open(folder, self._words)
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
        index = self._open(folder, self._words)
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

    def _caught_up(self) -> State:
        """The state of the paper, after everything published has been made searchable, if that can be."""
        state = self.state()
        if state.published == state.searchable:
            return state
        self._catch_up()
        return self.state()

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

    Raises ClusterUnavailable where its driver is not installed, VocabularyUnreadable.
    """
    return _cluster(settings, db, vocabulary.words(settings.data))


def _cluster(settings: Settings, db: Database, own: Collection[str]) -> OceanBaseIndex:
    owner = Owner(identity(db), _timeline(settings.data / "index" / "timeline"))
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
