"""Loading and changing the tables of a cluster: large loads, exact counts, readers while tables are replaced."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from itertools import count
from random import Random
from typing import Any

import pytest

from retrieval.analysis import Analyzer
from retrieval.errors import ClusterUnavailable
from retrieval.index import Owner, oceanbase_sections, open_cluster
from retrieval.index.oceanbase import SMALL, OceanBaseIndex
from store.models import Article, Chunk

WORDS = (
    *("大棚", "头盔", "公路", "学校", "医院", "46.3%", "2022年", "环卫工人", "充电桩", "张学跃", "苹果", "小麦"),
    *("防汛", "供暖", "图书馆", "x光"),
)
QUERY = Analyzer().query("大棚和公路")
ids = count(1)


def made(name: str, random: Random, sentences: int = 3) -> tuple[Article, list[Chunk]]:
    """An article of words taken at random."""
    texts = [f"{'，'.join(random.choices(WORDS, k=6))}。" for _ in range(sentences)]
    headline = random.choice(WORDS)
    return Article(name, headline, tuple(texts)), [Chunk(name, 0, len(text), text, next(ids)) for text in texts]


@pytest.fixture
def cluster(cluster_url: str) -> Iterator[OceanBaseIndex]:
    """An index of which nothing is there yet."""
    cluster = open_cluster(cluster_url, Owner(1, 1))
    yield cluster
    cluster.close()


def tables(server: Any, url: str) -> tuple[list[str], Any, Any]:
    """The names of the tables, the sizes in the row, and the vocabulary without words that nothing holds any more."""
    prefix = url.rpartition("=")[2]
    connection = server.root()
    with connection.cursor() as cursor:
        cursor.execute(f"SHOW TABLES FROM baozhi LIKE '{prefix}\\_%'")
        names = sorted(row[0] for row in cursor.fetchall())
        cursor.execute(
            f"SELECT live, chunks, terms, characters, articles, article_terms, head_terms FROM baozhi.{prefix}_state"
        )
        live, *sizes = cursor.fetchone()
        cursor.execute(
            f"SELECT * FROM baozhi.{prefix}_{live}_vocabulary WHERE chunks + characters + articles + heads > 0"
        )
        vocabulary = set(cursor.fetchall())
    connection.close()
    return names, sizes, vocabulary


def test_a_large_load_is_searchable(cluster: OceanBaseIndex, cluster_server: Any, cluster_url: str) -> None:
    """More than what is indexed while it is written: everything is found, and no table is left over."""
    articles = [made(f"a{n}", Random(n)) for n in range(SMALL // 3 + 50)]
    cluster.update(remove=(), add=articles, generation=1)

    assert (cluster.generation, len(cluster)) == (1, 3 * len(articles))
    assert len(cluster.search_chunks(QUERY, k=100)) == 100
    assert len(cluster.search_articles(QUERY, k=50)) == 50
    assert len(tables(cluster_server, cluster_url)[0]) == 3


@pytest.mark.parametrize("seed", range(3))
def test_counts_after_many_changes_are_those_of_a_fresh_load(
    cluster: OceanBaseIndex, cluster_server: Any, cluster_url: str, seed: int
) -> None:
    """Scores are worked out from them, so a change may not leave one behind."""
    random = Random(seed)
    held: dict[str, tuple[Article, Sequence[Chunk]]] = {}
    for generation in range(1, 15):
        gone = random.sample(sorted(held), k=min(len(held), random.randrange(3)))
        new = {name: made(name, random) for name in random.sample([f"a{n}" for n in range(12)], k=random.randrange(5))}
        cluster.update(remove=gone, add=new.values(), generation=generation)
        held = {name: entry for name, entry in held.items() if name not in gone} | new
    found = cluster.search(QUERY, k=100)
    _, sizes, vocabulary = tables(cluster_server, cluster_url)

    cluster.clear()
    cluster.update(remove=(), add=held.values(), generation=99)
    assert tables(cluster_server, cluster_url)[1:] == (sizes, vocabulary)
    assert [(hit.chunk_id, round(hit.score, 9)) for hit in cluster.search(QUERY, k=100)] == [
        (hit.chunk_id, round(hit.score, 9)) for hit in found
    ]


def test_scores_are_the_same_on_another_server_start(cluster: OceanBaseIndex, cluster_server: Any) -> None:
    """The server's own move with what it has merged; ours do not."""
    cluster.update(remove=(), add=[made(f"a{n}", Random(n)) for n in range(200)], generation=1)
    before = cluster.search(QUERY, k=50)
    cluster_server.stop()
    cluster_server.start()
    cluster.forget()

    assert cluster.search(QUERY, k=50) == before


def test_readers_get_all_or_nothing_while_tables_are_replaced(cluster: OceanBaseIndex, cluster_url: str) -> None:
    """Everything is loaded anew, and the tables that a reader is in the middle of are dropped: it asks again."""
    articles = [made(f"a{n}", Random(n)) for n in range(100)]
    cluster.update(remove=(), add=articles, generation=1)
    reader = open_cluster(f"{cluster_url}&timeout=10", Owner(1, 1))
    stop, found = threading.Event(), list[int]()

    def keep_reading() -> None:
        while not stop.is_set():
            reader.forget()
            found.append(len(reader.search_chunks(QUERY, k=10)))

    thread = threading.Thread(target=keep_reading)
    thread.start()
    for generation in range(2, 8):
        cluster.clear()
        cluster.update(remove=(), add=articles, generation=generation)
    stop.set()
    thread.join()
    reader.close()

    assert found
    assert set(found) <= {0, 10}


def test_sections_change_no_score(
    cluster: OceanBaseIndex, cluster_server: Any, cluster_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Long articles in many sections are found, counted and scored as if each were one, also after changes."""
    monkeypatch.setattr(oceanbase_sections, "SECTION", 2)
    articles = [made(f"a{n}", Random(n), sentences=1 + n % 9) for n in range(20)]
    cluster.update(remove=(), add=articles, generation=1)
    changed = [*articles[:5], *articles[15:], *(made(f"new{n}", Random(n), sentences=7) for n in range(3))]
    cluster.update(remove=[f"a{n}" for n in range(3, 17)], add=changed, generation=2)
    found, articles_found = cluster.search(QUERY, k=100), cluster.search_articles(QUERY, k=100)
    counted = tables(cluster_server, cluster_url)[1:]

    monkeypatch.setattr(oceanbase_sections, "SECTION", 24)
    cluster.clear()
    cluster.update(remove=(), add=changed, generation=3)
    assert tables(cluster_server, cluster_url)[1:] == counted
    assert cluster.search(QUERY, k=100) == found
    assert cluster.search_articles(QUERY, k=100) == articles_found
    assert max(hit.last - hit.first for hit in articles_found) > 2 * 2


def test_readers_get_one_publication(cluster: OceanBaseIndex, cluster_url: str) -> None:
    """What does not belong to one publication is never put together."""
    editions = [[made(f"a{n}", Random(n)) for n in range(50)] for _ in range(8)]
    cluster.update(remove=(), add=editions[0], generation=1)
    reader = open_cluster(f"{cluster_url}&timeout=10", Owner(1, 1))
    stop, found = threading.Event(), list[set[int]]()

    def keep_reading() -> None:
        while not stop.is_set():
            reader.forget()
            found.append({hit.chunk_id for hit in reader.search_chunks(QUERY, k=150)})

    thread = threading.Thread(target=keep_reading)
    thread.start()
    for generation, edition in enumerate(editions[1:], 2):
        cluster.update(remove=(), add=edition, generation=generation)
    stop.set()
    thread.join()
    reader.close()

    assert found
    held = [{chunk.id for _, chunks in edition for chunk in chunks} for edition in editions]
    assert all(any(each <= one for one in held) for each in found)


def test_a_user_who_may_only_read_cannot_be_used_to_write(cluster: OceanBaseIndex, cluster_server: Any) -> None:
    """The reason is said as the server gives it, and nothing is changed."""
    cluster.update(remove=(), add=[made("a", Random(0))], generation=1)
    connection = cluster_server.root()
    with connection.cursor() as cursor:
        cursor.execute("CREATE USER IF NOT EXISTS looker IDENTIFIED BY 'looking'")
        cursor.execute("GRANT SELECT ON baozhi.* TO looker")
    connection.close()
    prefix = cluster._tables.state.removesuffix("_state")
    url = f"oceanbase://looker:looking@127.0.0.1:{cluster_server.port}/baozhi?prefix={prefix}"
    looker = open_cluster(url, Owner(1, 1))

    assert (looker.generation, len(looker)) == (1, 3)
    with pytest.raises(ClusterUnavailable, match="denied"):
        looker.update(remove=["a"], add=(), generation=2)
    assert (looker.generation, len(looker)) == (1, 3)
    looker.close()
