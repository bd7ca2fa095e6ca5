"""The index on a search cluster: OceanBase, or its single-node sibling seekdb, over the MySQL protocol.

Nothing is connected until something is asked. Every method may raise ClusterUnavailable.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from itertools import chain, islice

from retrieval.analysis import Analyzer
from retrieval.errors import ClusterBehind, ClusterUnavailable
from retrieval.index.address import Address
from retrieval.index.connections import Connections, NoTable, Session
from retrieval.index.fields import POOL, IndexedArticle, indexed, joined
from retrieval.index.oceanbase_search import Pool, find, read, write
from retrieval.index.oceanbase_tables import LAYOUT, Identity, State, Tables
from retrieval.index.oceanbase_writing import Tally, insert, take_out
from retrieval.types import ArticleHit, Hit, Query
from store.models import Article, Chunk

AT_ONCE = 200  # articles that are replaced together
SMALL = 2_000  # chunks; up to here tables are indexed while they are filled, which a larger load is faster without
HELD = 64  # queries whose candidates are kept: chunks and articles are asked for one after the other


class OceanBaseIndex:
    """One title's chunks on a cluster. Readers see one generation, whole, whoever is writing; one writer at a time."""

    def __init__(self, address: Address, analyzer: Analyzer, *, owner: int = 0, timeline: int = 0) -> None:
        """*owner* and *timeline* name the store, see Identity; tables of another store are refused."""
        self._address = address
        self._analyzer = analyzer
        self._identity = Identity(LAYOUT, analyzer.edition, analyzer.segmenter, owner, timeline)
        self._tables = Tables(address.prefix)
        self._connections = Connections(address)
        self._writing = threading.Lock()
        self._pools: OrderedDict[object, Pool] = OrderedDict()
        self._pools_lock = threading.Lock()

    def __str__(self) -> str:
        """Where it is."""
        return str(self._address)

    @property
    def generation(self) -> int:
        """The store generation that is searchable; 0 where the tables are another analysis's or timeline's."""
        return self._connections.read(self._state).generation

    def update(
        self, *, remove: Collection[str], add: Iterable[tuple[Article, Sequence[Chunk]]], generation: int
    ) -> None:
        """Take out the articles *remove*, put in *add* (replacing what is held of them), and be at *generation*.

        At generation 0 a new set of tables is filled, and counts once it is whole.
        Raises IndexBusy if another process is writing.
        """
        with self._writing, self._connections.write() as lock:
            state = self._locked(lock)
            first, articles = _parted(indexed(self._analyzer, add))
            if state.generation == 0:
                state = self._load(state, first, articles, generation)
            else:
                state = self._change(lock, state, remove, chain(first, articles), generation)
            self._tables.write_state(lock, self._identity, state)
            lock.commit()
        self._sweep(state)

    def search(self, query: Query, *, k: int = 10) -> list[Hit]:
        """At most *k* hits by the weighted sum of chunk and article fields, best first, ties by chunk id."""
        pool = max(k, POOL)
        return joined(self.search_chunks(query, k=pool), self.search_articles(query, k=pool), k=k)

    def search_chunks(self, query: Query, *, k: int, generation: int | None = None) -> list[Hit]:
        """At most *k* hits by the chunks' own fields, best first, ties by chunk id.

        Raises ClusterBehind where the cluster is not at *generation*.
        """
        return list(self._pool(query, generation).chunks[: max(0, k)])

    def search_articles(self, query: Query, *, k: int, generation: int | None = None) -> list[ArticleHit]:
        """At most *k* articles by their whole text and headline, best first. Raises like `search_chunks`."""
        return list(self._pool(query, generation).articles[: max(0, k)])

    def document_frequency(self, term: str) -> int:
        """How many chunks hold *term*; of words that no question asks for, none."""
        found = self._vocabulary("term = %s", write(term))
        return found[0][1] if found else 0

    def words_from(self, prefix: str) -> list[tuple[str, int]]:
        """The terms that begin with *prefix*, commonest first, and how many chunks hold each."""
        pattern = "".join(f"|{char}" if char in "|_%" else char for char in write(prefix))
        found = self._vocabulary("term LIKE %s ESCAPE '|' AND chunks > 0", f"{pattern}%")
        return sorted(((read(term), count) for term, count in found), key=lambda pair: (-pair[1], pair[0]))

    def __len__(self) -> int:
        return self._connections.read(self._state).totals.chunks

    def clear(self) -> None:
        """Be at generation 0, so that the owner loads everything anew; what is there is searched no more."""
        with self._writing, self._connections.write() as lock:
            state = self._locked(lock)
            self._tables.write_state(lock, self._identity, replace(state, generation=0))
            lock.commit()
        self.forget()

    def forget(self) -> None:
        """Let go of candidates that are kept for queries already asked."""
        with self._pools_lock:
            self._pools.clear()

    def close(self) -> None:
        """Let go of the connections."""
        self._connections.close()

    # Reading

    def _state(self, session: Session) -> State:
        """What counts for this store; nothing where the tables were made otherwise."""
        try:
            return self._ours(self._tables.read_state(session))
        except NoTable:  # nothing was ever loaded
            return State()

    def _ours(self, found: tuple[Identity, State] | None) -> State:
        if found is None:
            return State()
        identity, state = found
        if identity.owner != self._identity.owner:
            raise ClusterUnavailable(
                f"the tables {self._address.prefix}_… belong to another store: set another prefix", lasting=True
            )
        return state if identity == self._identity else State(live=state.live)

    def _pool(self, query: Query, generation: int | None) -> Pool:
        key = tuple(tuple(weights.items()) for weights in (query.terms, query.characters, query.fields))

        held = self._held(key)
        if held and held.generation == generation:
            return held

        def ask(session: Session) -> Pool:
            state = self._state(session)
            if state.generation == 0 or generation not in (None, state.generation):
                return Pool(state.generation, (), ())
            if held and held.generation == state.generation:
                return held
            return find(session, self._tables, state, query)

        pool = self._connections.read(ask)
        if generation not in (None, pool.generation):
            raise ClusterBehind(f"the search cluster is at generation {pool.generation}, not at {generation}")
        self._hold(key, pool)
        return pool

    def _held(self, key: object) -> Pool | None:
        with self._pools_lock:
            return self._pools.get(key)

    def _hold(self, key: object, pool: Pool) -> None:
        with self._pools_lock:
            self._pools[key] = pool
            self._pools.move_to_end(key)
            while len(self._pools) > HELD:
                self._pools.popitem(last=False)

    def _vocabulary(self, where: str, value: str) -> Sequence[tuple[str, int]]:
        def ask(session: Session) -> Sequence[tuple[str, int]]:
            state = self._state(session)
            if state.generation == 0:
                return ()
            rows = session.rows(
                f"SELECT term, chunks FROM {self._tables.vocabulary(state.live)} WHERE {where}", [value]
            )
            return [(term, chunks) for term, chunks in rows]

        return self._connections.read(ask)

    # Writing

    def _locked(self, lock: Session) -> State:
        """What counts, kept from other writers until the session ends; the table and its row are made where needed."""
        self._tables.create_state(lock)
        if self._tables.read_state(lock) is None:
            self._tables.write_state(lock, self._identity, State())
            lock.commit()
        return self._ours(self._tables.read_state(lock, lock=True))

    def _load(
        self, state: State, first: Sequence[IndexedArticle], rest: Iterator[IndexedArticle], generation: int
    ) -> State:
        """Everything into a new set of tables, on another connection: making tables ends a transaction and lock."""
        live, tally = state.live + 1, Tally()
        following = next(rest, None)
        articles = chain(first, [following] if following else [], rest)
        with self._connections.write() as session:
            self._tables.create(session, live, indexed=following is None)
            insert(session, self._tables, live, articles, tally, seen=False)
            index = None if following is None else _beside(partial(self._run, self._tables.index(live)))
            tally.write(session, self._tables.vocabulary(live))
            session.commit()
            if index:
                index.result()
        return State(generation, live, tally.totals)

    def _run(self, statement: str) -> None:
        with self._connections.write() as session:
            session.run(statement)

    def _change(
        self,
        session: Session,
        state: State,
        remove: Collection[str],
        articles: Iterator[IndexedArticle],
        generation: int,
    ) -> State:
        tally = Tally()
        take_out(session, self._tables, state.live, remove, tally)
        for batch in _batched(articles):
            take_out(session, self._tables, state.live, [article.article_id for article in batch], tally)
            insert(session, self._tables, state.live, batch, tally, seen=True)
        tally.write(session, self._tables.vocabulary(state.live))
        return State(generation, state.live, state.totals.plus(tally.totals))

    def _sweep(self, state: State) -> None:
        """Drop the set before this one; a reader that is in the middle of it asks again."""
        if state.live > 1:
            with self._connections.write() as session:
                self._tables.drop(session, state.live - 1)


def _parted(articles: Iterator[IndexedArticle]) -> tuple[list[IndexedArticle], Iterator[IndexedArticle]]:
    """The first SMALL chunks' articles, and what follows."""
    first: list[IndexedArticle] = []
    size = 0
    for article in articles:
        first.append(article)
        size += len(article.chunks)
        if size >= SMALL:
            break
    return first, articles


def _batched(articles: Iterator[IndexedArticle]) -> Iterator[list[IndexedArticle]]:
    while batch := list(islice(articles, AT_ONCE)):
        yield batch


def _beside(deed: Callable[[], None]) -> Future[None]:
    """Begin *deed* in a thread that keeps no process from stopping, as an executor's would: it may take an hour."""
    done: Future[None] = Future()

    def run() -> None:
        try:
            deed()
        except Exception as exc:
            done.set_exception(exc)
        else:
            done.set_result(None)

    threading.Thread(target=run, name="cluster-index", daemon=True).start()
    return done
