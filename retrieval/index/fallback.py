"""A search cluster with the embedded index beside it: readers get their answer whatever becomes of the cluster.

The embedded index is kept up to date always, not made when it is needed: making it takes minutes where the articles
are many, and a cluster fails without notice. It costs about as much disk as the store's text, and a hundredth of the
time that reading a document takes. It is also what tells whether the cluster may answer: only at the same generation.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TYPE_CHECKING, TypeVar

from retrieval.errors import ClusterBehind, ClusterUnavailable, IndexBusy
from retrieval.index.breaker import Breaker
from retrieval.index.fields import POOL, joined
from retrieval.types import ArticleHit, Hit, Index, Query
from store.models import Article, Chunk

if TYPE_CHECKING:  # its driver need not be installed where there is no cluster
    from retrieval.index.oceanbase import OceanBaseIndex

log = logging.getLogger(__name__)

CLOSING_SECONDS = 3.0  # that a catching up which is under way may still take
_T = TypeVar("_T")


class FallbackIndex:
    """Asks the cluster while it answers in time and has the newest publication, else the embedded index.

    A thread of its own brings the cluster up to date, tries it again after a failure, and hands the readers back to it.
    """

    def __init__(
        self,
        cluster: OceanBaseIndex,
        embedded: Index,
        *,
        bring_up: Callable[[Index], None],
        breaker: Breaker | None = None,
    ) -> None:
        """*bring_up* writes into an index what the store has and the index lacks."""
        self.cluster, self.embedded = cluster, embedded
        self._bring_up = bring_up
        self._breaker = breaker or Breaker()
        self._problem: str | None = "it has not been looked at yet"  # why it does not answer, though it may
        self._changed = threading.Condition()
        self._wanted = 1  # how often the cluster had to be looked after
        self._settled = 0  # up to which of these it was, and is in step
        self._is_closing = False
        self._keeper = threading.Thread(target=self._keep, name="cluster", daemon=True)
        self._keeper.start()

    @property
    def generation(self) -> int:
        """The store generation that is searchable, on the cluster or not."""
        return self.embedded.generation

    def update(
        self, *, remove: Collection[str], add: Iterable[tuple[Article, Sequence[Chunk]]], generation: int
    ) -> None:
        """Change the embedded index; the cluster follows in the background."""
        self.embedded.update(remove=remove, add=add, generation=generation)
        self._want()

    def search(self, query: Query, *, k: int = 10) -> list[Hit]:
        """At most *k* hits by the weighted sum of chunk and article fields, best first, ties by chunk id."""
        pool = max(k, POOL)
        return joined(self.search_chunks(query, k=pool), self.search_articles(query, k=pool), k=k)

    def search_chunks(self, query: Query, *, k: int) -> list[Hit]:
        """At most *k* hits by the chunks' own fields, best first, ties by chunk id."""
        return self._asked(
            lambda generation: self.cluster.search_chunks(query, k=k, generation=generation),
            lambda: self.embedded.search_chunks(query, k=k),
        )

    def search_articles(self, query: Query, *, k: int) -> list[ArticleHit]:
        """At most *k* articles by their whole text and headline, best first."""
        return self._asked(
            lambda generation: self.cluster.search_articles(query, k=k, generation=generation),
            lambda: self.embedded.search_articles(query, k=k),
        )

    def document_frequency(self, term: str) -> int:
        """How many chunks hold *term*. A question asks this for dozens of words: that is no use of a network."""
        return self.embedded.document_frequency(term)

    def words_from(self, prefix: str) -> list[tuple[str, int]]:
        """The terms that begin with *prefix*, commonest first, and how many chunks hold each."""
        return self.embedded.words_from(prefix)

    def __len__(self) -> int:
        return len(self.embedded)

    def problem(self) -> str | None:
        """Why the cluster does not answer now; None where it does."""
        return self._breaker.reason if self._breaker.is_open else self._problem

    def settle(self, seconds: float | None = None) -> str | None:
        """Wait, at most *seconds*, until the cluster is in step or cannot be used; returns what keeps it."""
        wanted = self._want()
        with self._changed:
            self._changed.wait_for(lambda: self._settled >= wanted or self._breaker.is_open, seconds)
        return self.problem()

    def close(self) -> None:
        """Stop looking after the cluster, and let go of both."""
        with self._changed:
            self._is_closing = True
            self._changed.notify_all()
        self._keeper.join(CLOSING_SECONDS)
        self.cluster.close()
        self.embedded.close()

    def _asked(self, cluster: Callable[[int], _T], embedded: Callable[[], _T]) -> _T:
        if self._problem is None and not self._breaker.is_open:
            try:
                found = cluster(self.embedded.generation)
                self._breaker.answered()
                return found
            except ClusterBehind as exc:
                self._problem = str(exc)
                self._want()
            except ClusterUnavailable as exc:
                self._failed(exc)
        return embedded()

    def _failed(self, failure: ClusterUnavailable) -> None:
        was_open = self._breaker.is_open
        self._breaker.failed(failure.reason, at_once=failure.lasting)
        if self._breaker.is_open and not was_open:
            log.warning("%s; the embedded index answers", failure)
            self._want()

    def _want(self) -> int:
        with self._changed:
            self._wanted += 1
            self._changed.notify_all()
            return self._wanted

    # The keeper's thread

    def _keep(self) -> None:
        while wanted := self._next():
            if self._look_after():
                self._settled = wanted
            with self._changed:
                self._changed.notify_all()

    def _next(self) -> int:
        """Wait until there is something to do; what it is, 0 when the index is closed."""
        with self._changed:
            while not self._is_closing:
                pause = self._breaker.seconds_to_try()
                if self._wanted > self._settled and not pause:
                    return self._wanted
                self._changed.wait(pause if pause else None)
            return 0

    def _look_after(self) -> bool:
        """Bring the cluster up to date, and the readers back to it; whether that went well."""
        try:
            if self.cluster.generation > self.embedded.generation:  # the store is an older one than it was
                self.cluster.clear()
            self._bring_up(self.cluster)
        except ClusterUnavailable as exc:
            self._failed(exc)
        except IndexBusy:
            self._failed(ClusterUnavailable("another process is bringing it up to date", lasting=True))
        except Exception:
            if not self._is_closing:  # the store may be closed already
                log.exception("the search cluster could not be brought up to date")
                self._failed(ClusterUnavailable("see the log", lasting=True))
        else:
            if self._problem or self._breaker.is_open:
                log.info("the search cluster answers")
            self._problem = None
            self._breaker.close()
            return True
        return False
