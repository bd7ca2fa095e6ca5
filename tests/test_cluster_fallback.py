"""The embedded index beside a cluster: readers get their answer whatever becomes of the cluster."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import cast

import pytest

from retrieval.analysis import Analyzer
from retrieval.errors import ClusterBehind, ClusterUnavailable, IndexBusy
from retrieval.index import open_index
from retrieval.index.breaker import Breaker
from retrieval.index.fallback import FallbackIndex
from retrieval.index.oceanbase import OceanBaseIndex
from retrieval.types import ArticleHit, Hit, Index, Query
from store.models import Article, Chunk

QUERY = Analyzer().query("大棚")
FROM_CLUSTER = Hit(1, 77.0)


class FakeCluster:
    """Answers with a hit of its own, or fails as it is told."""

    def __init__(self) -> None:
        self.held = 0
        self.failure: Exception | None = None
        self.asked = 0
        self.is_closed = False

    @property
    def generation(self) -> int:
        self._fail()
        return self.held

    def search_chunks(self, query: Query, *, k: int, generation: int | None = None) -> list[Hit]:
        self.asked += 1
        self._fail()
        if generation != self.held:
            raise ClusterBehind(f"at {self.held}")
        return [FROM_CLUSTER]

    def search_articles(self, query: Query, *, k: int, generation: int | None = None) -> list[ArticleHit]:
        self.search_chunks(query, k=k, generation=generation)
        return [ArticleHit(1, 1, 77.0)]

    def update(
        self, *, remove: Collection[str], add: Iterable[tuple[Article, Sequence[Chunk]]], generation: int
    ) -> None:
        self._fail()
        self.held = generation

    def clear(self) -> None:
        self._fail()
        self.held = 0

    def close(self) -> None:
        self.is_closed = True

    def _fail(self) -> None:
        if self.failure:
            raise self.failure


class Paper:
    """A fallback index over one article, with the cluster's fake and what the store would write into it."""

    def __init__(self, folder: Path) -> None:
        self.fake = FakeCluster()
        self.embedded = open_index(folder)
        self.target = 0
        self.index = FallbackIndex(
            cast(OceanBaseIndex, self.fake), self.embedded, bring_up=self._bring_up, breaker=Breaker(random=Quick())
        )
        self.publish("屈庄村建有大棚。")

    def publish(self, text: str) -> None:
        """A new publication, in the embedded index as soon as this returns."""
        self.target += 1
        made = Article(str(self.target), "大棚", (text,))
        chunks = [Chunk(made.id, 0, len(text), text, self.target)]
        self.index.update(remove=(), add=[(made, chunks)], generation=self.target)

    def _bring_up(self, index: Index) -> None:
        if index.generation != self.target:
            index.update(remove=(), add=(), generation=self.target)


class Quick(Random):
    """No pause is long in a test."""

    def uniform(self, a: float, b: float) -> float:
        return 0.01


@pytest.fixture
def paper(tmp_path: Path) -> Iterator[Paper]:
    paper = Paper(tmp_path / "index")
    assert paper.index.settle(10) is None
    yield paper
    paper.index.close()


def test_the_cluster_answers_while_it_is_in_step(paper: Paper) -> None:
    """Chunks and articles come from the cluster; what is asked of single words stays on this machine."""
    assert paper.index.search_chunks(QUERY, k=10) == [FROM_CLUSTER]
    assert paper.index.search_articles(QUERY, k=10) == [ArticleHit(1, 1, 77.0)]
    assert paper.index.search(QUERY)[0].chunk_id == 1
    assert paper.index.document_frequency("大棚") == 1
    assert paper.index.words_from("大") == [("大棚", 1)]
    assert (len(paper.index), paper.index.generation, paper.index.problem()) == (1, 1, None)


@pytest.mark.parametrize("lasting", [True, False])
def test_the_embedded_index_answers_when_the_cluster_does_not(paper: Paper, lasting: bool) -> None:
    """Every single question is answered, and after a few the cluster is not asked any more."""
    paper.fake.failure = ClusterUnavailable("no answer", lasting=lasting)
    for _ in range(5):
        assert [hit.chunk_id for hit in paper.index.search_chunks(QUERY, k=10)] == [1]
        assert paper.index.search_chunks(QUERY, k=10) != [FROM_CLUSTER]
    assert paper.index.problem() == "no answer"
    asked = paper.fake.asked
    paper.index.search_chunks(QUERY, k=10)

    assert paper.fake.asked == asked


def test_readers_return_to_the_cluster_by_themselves(paper: Paper) -> None:
    """Once it answers again, with nothing done by hand."""
    paper.fake.failure = ClusterUnavailable("no answer", lasting=True)
    assert paper.index.search_chunks(QUERY, k=10) != [FROM_CLUSTER]
    paper.fake.failure = None

    until(lambda: paper.index.search_chunks(QUERY, k=10) == [FROM_CLUSTER])
    assert paper.index.problem() is None


def test_what_was_published_while_the_cluster_was_away_is_found(paper: Paper) -> None:
    """At once from the embedded index; the cluster answers again only when it has it too."""
    paper.fake.failure = ClusterUnavailable("no answer", lasting=True)
    paper.publish("头盔送到大棚。")
    assert {hit.chunk_id for hit in paper.index.search_chunks(QUERY, k=10)} == {1, 2}
    paper.fake.failure = None

    until(lambda: paper.index.search_chunks(QUERY, k=10) == [FROM_CLUSTER])
    assert paper.fake.held == 2


def test_a_cluster_that_lags_behind_does_not_answer(paper: Paper) -> None:
    """Another process changed the tables: the readers notice at the first question, and the cluster is brought up."""
    paper.fake.held = 7
    assert paper.index.search_chunks(QUERY, k=10) != [FROM_CLUSTER]

    until(lambda: paper.index.search_chunks(QUERY, k=10) == [FROM_CLUSTER])
    assert paper.fake.held == 1  # it was newer than the store, so it was made anew


@pytest.mark.parametrize("failure", [IndexBusy("another"), RuntimeError("a fault of ours")])
def test_no_failure_ends_the_looking_after(paper: Paper, failure: Exception, caplog: pytest.LogCaptureFixture) -> None:
    """Another writer, or a fault that nobody thought of: it is said, and tried again."""
    paper.fake.failure = failure
    assert paper.index.settle(10) is not None
    paper.fake.failure = None

    until(lambda: paper.index.problem() is None)
    assert "answers" in caplog.text


def test_waiting_for_the_cluster_ends_when_it_cannot_be_used(paper: Paper) -> None:
    """Who has published a document and wants it on the cluster is told why it is not there."""
    paper.fake.failure = ClusterUnavailable("the password is wrong", lasting=True)

    assert paper.index.settle(10) == "the password is wrong"


def test_closing_ends_the_thread(paper: Paper) -> None:
    """And lets go of the cluster."""
    paper.index.close()

    assert paper.fake.is_closed
    assert "cluster" not in {thread.name for thread in threading.enumerate()}


def until(holds: Callable[[], bool]) -> None:
    """Wait for something that another thread brings about."""
    deadline = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)
