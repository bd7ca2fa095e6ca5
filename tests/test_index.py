"""Every engine: what is promised of an index, and that the reference and the cluster rank like the hot path.

The cluster is a real server, which `make cluster-test` brings; without it these tests are skipped.
"""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from math import log
from pathlib import Path

import pytest

from retrieval.analysis import Analyzer
from retrieval.errors import IndexBusy, IndexUnusable
from retrieval.index import Owner, open_cluster, open_index, tantivy_index
from retrieval.index.fields import ARTICLE_WEIGHT, K1, B, joined
from retrieval.rarity import Rarity
from retrieval.types import ArticleHit, Hit, Index, Query
from store.intake.chunking import chunk
from store.models import Article, Chunk

SEED_GOLD = Path(__file__).parent / "data" / "seed.gold.json"
ids = count(1)


def article(name: str, *sentences: str, headline: str = "") -> tuple[Article, list[Chunk]]:
    """An article of one chunk a sentence."""
    made = Article(name, headline or name, sentences)
    return made, [Chunk(name, 0, len(text), text, next(ids)) for text in sentences]


@pytest.fixture(params=["tantivy", "rank-bm25", "cluster"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Index]:
    """An empty index of each engine."""
    index = opened(request, tmp_path / "index", request.param)
    yield index
    index.close()


@pytest.fixture(params=["tantivy", "cluster"])
def another(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Index]]:
    """Opens one and the same index again and again, as several processes would."""
    held: list[Index] = []

    def open_it() -> Index:
        held.append(opened(request, tmp_path / "index", request.param))
        return held[-1]

    yield open_it
    for index in held:
        index.close()


def opened(request: pytest.FixtureRequest, folder: Path, engine: str) -> Index:
    """The engine on the test's folder, or on the test's place on the cluster."""
    if engine == "cluster":
        return open_cluster(request.getfixturevalue("cluster_url"), Owner(1, 1))
    return open_index(folder, engine=engine)  # type: ignore[arg-type]  # one of both


def query(text: str) -> Query:
    return Analyzer().query(text)


def test_new_index_is_empty(index: Index) -> None:
    """Nothing in it, nothing found, generation 0: its owner fills it."""
    assert (index.generation, len(index), index.search(query("大棚"))) == (0, 0, [])


def test_words_weigh_as_of_the_newest_publication(another: Callable[[], Index]) -> None:
    """The first question after a publication by whichever process weighs its words by that publication."""
    asked, publisher = another(), another()
    publisher.update(remove=(), add=[article("a", "屈庄村建有大棚400多座。")], generation=1)

    assert Rarity(asked).of_words(["大棚"]) == Rarity(another()).of_words(["大棚"])


def test_update_is_searchable_at_once(index: Index) -> None:
    """After update returns, its chunks are found and its generation is the index's."""
    village, chunks = article("a", "屈庄村建有大棚400多座。", "张学跃是书记。")
    index.update(remove=(), add=[(village, chunks)], generation=7)

    assert (index.generation, len(index)) == (7, 2)
    assert index.search(query("屈庄村有多少座大棚"))[0].chunk_id == chunks[0].id
    assert index.document_frequency("大棚") == 1
    assert index.document_frequency("头盔") == 0


def test_query_without_terms_finds_nothing(index: Index) -> None:
    """A question of question words alone matches no chunk."""
    index.update(remove=(), add=[article("a", "屈庄村建有大棚。")], generation=1)

    assert index.search(query("什么呢")) == []


def test_term_that_no_chunk_holds_finds_nothing(index: Index) -> None:
    """Chunks without any of the terms are no hits, however few there are."""
    index.update(remove=(), add=[article("a", "屈庄村建有大棚。")], generation=1)

    assert index.search(query("头盔")) == []


def test_ties_are_ordered_by_chunk_id(index: Index) -> None:
    """Equal scores come in printed order, so that the same question gives the same list."""
    repeated = [article(name, "大棚丰收。", headline="同题") for name in "abc"]
    index.update(remove=(), add=repeated, generation=1)

    assert [hit.chunk_id for hit in index.search(query("大棚"))] == [chunks[0].id for _, chunks in repeated]


def test_removed_article_leaves_no_ghost(index: Index) -> None:
    """After removal neither its chunks nor the article as a whole are found."""
    index.update(remove=(), add=[article("a", "大棚丰收。"), article("b", "头盔送到。")], generation=1)
    index.update(remove=["a"], add=(), generation=2)

    assert index.search(query("大棚")) == []
    assert index.search_articles(query("大棚"), k=10) == []
    assert (len(index), index.generation) == (1, 2)


def test_added_again_replaces(index: Index) -> None:
    """An article that is held already is replaced, not doubled."""
    index.update(remove=(), add=[article("a", "大棚丰收。")], generation=1)
    changed, chunks = article("a", "大棚歉收。")
    index.update(remove=(), add=[(changed, chunks)], generation=2)

    assert [hit.chunk_id for hit in index.search(query("大棚"))] == [chunks[0].id]


def test_article_span_covers_its_chunks(index: Index) -> None:
    """An article hit names the first and last of its chunks."""
    story, chunks = article("a", "大棚丰收。", "村民高兴。")
    index.update(remove=(), add=[article("b", "头盔。"), (story, chunks)], generation=1)

    (hit,) = index.search_articles(query("大棚"), k=10)
    assert (hit.first, hit.last) == (chunks[0].id, chunks[1].id)


def test_headline_counts_for_its_article(index: Index) -> None:
    """Words of the headline alone find the article."""
    index.update(remove=(), add=[article("a", "五十顶送到。", headline="爱心头盔")], generation=1)

    assert len(index.search_articles(query("头盔"), k=10)) == 1


def test_bm25_as_worked_out_by_hand(tmp_path: Path) -> None:
    """One term in one of two chunks: idf × tf (k1 + 1) / (tf + k1 (1 - b + b × length / mean))."""
    index = open_index(tmp_path / "index")
    index.update(remove=(), add=[article("a", "大棚 丰收"), article("b", "头盔 送到")], generation=1)
    # The document that carries the generation counts as one more of three, and lowers the mean length of 2 to 4/3.
    idf = log(1 + (3 - 1 + 0.5) / (1 + 0.5))
    expected = idf * (K1 + 1) / (1 + K1 * (1 - B + B * 2 / (4 / 3)))

    (hit,) = index.search_chunks(Query(terms={"大棚": 1.0}), k=10)
    assert hit.score == pytest.approx(expected, rel=1e-4)


def test_scores_of_chunk_and_article_are_joined() -> None:
    """The article's score counts for each of its chunks, and for no other."""
    hits = joined([Hit(5, 2.0), Hit(9, 3.0)], [ArticleHit(4, 6, 1.0)], k=10)

    assert hits == [Hit(5, 2.0 + ARTICLE_WEIGHT), Hit(9, 3.0)]


def test_index_survives_reopening(another: Callable[[], Index]) -> None:
    """What was written is searchable after a restart, at the generation it had."""
    story, chunks = article("a", "大棚丰收。")
    another().update(remove=(), add=[(story, chunks)], generation=3)

    again = another()
    assert again.generation == 3
    assert [hit.chunk_id for hit in again.search(query("大棚"))] == [chunks[0].id]


def test_readers_see_another_writers_commit(another: Callable[[], Index]) -> None:
    """An index that is open follows what another process writes."""
    reader, writer = another(), another()
    writer.update(remove=(), add=[article("a", "大棚丰收。")], generation=3)

    assert reader.generation == 3
    assert len(reader.search(query("大棚"))) == 1


def test_readers_are_not_blocked_by_a_writer(another: Callable[[], Index]) -> None:
    """While an update is under way, searches give the last commit, whole."""
    index = another()
    index.update(remove=(), add=[article("a", "大棚丰收。")], generation=1)
    seen: list[int] = []

    def slow() -> Iterator[tuple[Article, Sequence[Chunk]]]:
        yield article("b", "大棚歉收。")
        seen.append(len(index.search(query("大棚"))))  # in the middle of the update
        yield article("c", "大棚。")

    index.update(remove=["a"], add=slow(), generation=2)
    assert seen == [1]
    assert len(index.search(query("大棚"))) == 2


def test_failed_update_changes_nothing(another: Callable[[], Index]) -> None:
    """An article that cannot be had in the middle of an update leaves the last commit, and the next update works."""
    index = another()
    index.update(remove=(), add=[article("a", "大棚丰收。")], generation=1)

    def broken() -> Iterator[tuple[Article, Sequence[Chunk]]]:
        yield article("b", "大棚歉收。")
        raise KeyError("store")

    with pytest.raises(KeyError, match="store"):
        index.update(remove=["a"], add=broken(), generation=2)
    assert (index.generation, len(index)) == (1, 1)
    index.update(remove=["a"], add=(), generation=3)
    assert (index.generation, len(index)) == (3, 0)


def test_a_commit_cut_short_does_not_stand_in_the_way(tmp_path: Path) -> None:
    """The files of a commit are there, but a crash kept it from counting: the same update succeeds afterwards."""
    index = open_index(tmp_path / "index", engine="tantivy")
    first = article("a", "屈庄村建有大棚。")
    index.update(remove=(), add=[first, article("b", "头盔送到了。")], generation=1)
    before = {path: path.read_bytes() for path in (tmp_path / "index").rglob("meta.json")}
    index.update(remove=["b"], add=[], generation=2)
    index.close()
    for path, content in before.items():
        path.write_bytes(content)

    index = open_index(tmp_path / "index", engine="tantivy")
    assert index.generation == 1
    index.update(remove=["b"], add=[], generation=2)

    assert (index.generation, len(index)) == (2, 1)
    index.close()


def test_second_writer_is_told(another: Callable[[], Index], monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that cannot get the writer's lock says so, instead of waiting for ever."""
    monkeypatch.setattr(tantivy_index, "BUSY_SECONDS", 0.2)
    monkeypatch.setattr("retrieval.index.connections.LOCK_SECONDS", 0.2)
    first, second = another(), another()
    refused: list[bool] = []

    def meanwhile() -> Iterator[tuple[Article, Sequence[Chunk]]]:
        with pytest.raises(IndexBusy):
            second.update(remove=(), add=(), generation=9)
        refused.append(True)
        yield article("a", "大棚丰收。")

    first.update(remove=(), add=meanwhile(), generation=1)
    assert refused == [True]
    assert second.generation == 1


def test_search_from_many_threads(another: Callable[[], Index]) -> None:
    """Concurrent readers all get the same hits."""
    index = another()
    index.update(remove=(), add=[article(str(n), f"大棚{n}座。") for n in range(50)], generation=1)
    expected, found = index.search(query("大棚")), []
    threads = [threading.Thread(target=lambda: found.append(index.search(query("大棚")))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [expected] * 8


@pytest.mark.parametrize("damage", ["meta", "signature", "segment", "foreign"])
def test_corrupt_folder_is_unusable(tmp_path: Path, damage: str) -> None:
    """A folder that cannot be searched is named as such, so that it is rebuilt from the store."""
    folder = tmp_path / "index"
    open_index(folder).update(remove=(), add=[article("a", "大棚丰收。")], generation=1)
    if damage == "meta":
        (folder / "chunks" / "meta.json").write_text("{", encoding="utf-8")
    elif damage == "signature":
        (folder / "identity.json").write_text("?", encoding="utf-8")
    elif damage == "segment":
        for part in (folder / "chunks").glob("*.term"):
            part.unlink()
    else:
        (folder / "identity.json").unlink()

    with pytest.raises(IndexUnusable, match="cannot be used"):
        open_index(folder)


@pytest.mark.parametrize("there", ["nothing", "an empty folder", "a part"])
def test_an_index_that_is_not_to_be_made_is_not(tmp_path: Path, there: str) -> None:
    """Who only reads leaves the place as it is: another process may be about to put an index there."""
    folder = tmp_path / "index"
    if there == "an empty folder":
        folder.mkdir()
    elif there == "a part":
        open_index(folder)
        shutil.rmtree(folder / "articles")
    before = sorted(tmp_path.rglob("*"))

    with pytest.raises(IndexUnusable):
        open_index(folder, make=False)
    assert sorted(tmp_path.rglob("*")) == before


def test_index_of_another_segmenter_is_unusable(tmp_path: Path) -> None:
    """Terms of two segmenters do not mix."""
    open_index(tmp_path, segmenter="rjieba")

    with pytest.raises(IndexUnusable, match="made as"):
        open_index(tmp_path, segmenter="jieba")


@pytest.mark.parametrize("engine", ["rank-bm25", "cluster"])
def test_engines_rank_alike_on_a_page(request: pytest.FixtureRequest, tmp_path: Path, engine: str) -> None:
    """On the owner's page another engine and the hot path agree: the same passages, in nearly the same order.

    They part over lengths only. tantivy keeps a chunk's length in one byte (exact to 39 terms, then in steps of up to
    an eighth), and counts the document that carries the generation, which lowers the mean length a little. rank-bm25's
    own idf is replaced (see there): with it, they would part over every word that half of a page's chunks hold.
    """
    articles = [
        cut(Article(str(number), row["headline"], tuple(row["paragraphs"])))
        for number, row in enumerate(json.loads(SEED_GOLD.read_text(encoding="utf-8")))
    ]
    questions = [text for made, chunks in articles for text in (made.headline, *(part.text[:20] for part in chunks))]

    overlap, correlation = agreement(request, tmp_path, engine, articles, questions)
    assert overlap > 0.95
    assert correlation > 0.9


@pytest.mark.parametrize(("engine", "least"), [("rank-bm25", 0.97), ("cluster", 0.87)])
def test_engines_rank_alike_on_an_open_set(
    request: pytest.FixtureRequest, tmp_path: Path, shared_eval: Path, engine: str, least: float
) -> None:
    """The same on 256 encyclopedia articles with people's own questions.

    The cluster does not look for what shares only single characters with a question, and nothing else in its article:
    in a small set such chunks fill up the first ten.
    """
    lines = (shared_eval / "open" / "cmrc_trial.articles.jsonl").read_text(encoding="utf-8").splitlines()
    articles = [cut(Article(row["id"], row["title"], (row["text"],))) for row in map(json.loads, lines)]
    asked = (shared_eval / "open" / "cmrc_trial.questions.jsonl").read_text(encoding="utf-8").splitlines()[::10]

    overlap, correlation = agreement(
        request, tmp_path, engine, articles, [json.loads(line)["question"] for line in asked]
    )
    assert overlap > least
    assert correlation > 0.95


def cut(made: Article) -> tuple[Article, list[Chunk]]:
    """An article with its sentence chunks."""
    return made, [part._replace(id=next(ids)) for part in chunk(made)]


def agreement(
    request: pytest.FixtureRequest,
    folder: Path,
    other: str,
    articles: Sequence[tuple[Article, list[Chunk]]],
    questions: Sequence[str],
) -> tuple[float, float]:
    """Mean overlap of the first ten hits of tantivy and *other*, and mean rank correlation of what both found."""
    engines = [open_index(folder / "tantivy"), opened(request, folder, other)]
    for engine in engines:
        engine.update(remove=(), add=articles, generation=1)
    overlaps, correlations = [], []
    for text in questions:
        first, second = ([hit.chunk_id for hit in engine.search(query(text), k=10)] for engine in engines)
        overlaps.append(len({*first} & {*second}) / max(1, len(first)))
        correlations.append(spearman(first, second))
    return sum(overlaps) / len(overlaps), sum(correlations) / len(correlations)


def spearman(first: Sequence[int], second: Sequence[int]) -> float:
    """Rank correlation of the chunks that both lists hold, by their order in each."""
    common = [chunk_id for chunk_id in first if chunk_id in second]
    order = {chunk_id: place for place, chunk_id in enumerate(x for x in second if x in common)}
    n = len(common)
    if n < 2:
        return 1.0
    return 1 - 6 * sum((place - order[chunk_id]) ** 2 for place, chunk_id in enumerate(common)) / (n * (n * n - 1))
