"""From a question to ranked passages, with the chance that they answer."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from memory import answerer_over

from retrieval.analysis import Analyzer
from retrieval.candidates import CANDIDATES, Readings, find_candidates
from retrieval.cues import KINDS, OTHER, Cues, read_cues
from retrieval.features import NONE, columns_of
from retrieval.index import open_index
from retrieval.ranking import MODEL, Ranker, load_ranker
from retrieval.rarity import Rarity
from retrieval.search import Searcher
from retrieval.types import Index
from store.intake.chunking import chunk
from store.models import Article, Chunk

SEED_GOLD = Path(__file__).parent / "data" / "seed.gold.json"


@dataclass(frozen=True, slots=True)
class Asking:
    """A question with nothing but its text."""

    text: str


class MemoryCorpus:
    """Articles in memory; counts how often it is read."""

    def __init__(self, articles: Sequence[Article]) -> None:
        ids = count(1)
        self.reads = 0
        self.cut = {made.id: [part._replace(id=next(ids)) for part in chunk(made)] for made in articles}
        self._articles = {made.id: made for made in articles}
        self._owners = {part.id: key for key, parts in self.cut.items() for part in parts}

    def all(self) -> list[tuple[Article, list[Chunk]]]:
        return [(self._articles[article_id], chunks) for article_id, chunks in self.cut.items()]

    def holding(self, chunk_ids: Sequence[int]) -> list[tuple[Article, list[Chunk]]]:
        self.reads += 1
        keys = dict.fromkeys(self._owners[chunk_id] for chunk_id in chunk_ids if chunk_id in self._owners)
        return [(self._articles[key], self.cut[key]) for key in keys]


@pytest.fixture(scope="module")
def page() -> MemoryCorpus:
    """The owner's page, as repaired by hand."""
    rows = json.loads(SEED_GOLD.read_text(encoding="utf-8"))
    return MemoryCorpus([Article(str(n), row["headline"], tuple(row["paragraphs"])) for n, row in enumerate(rows)])


@pytest.fixture(scope="module")
def index(page: MemoryCorpus, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """The page, indexed."""
    index = open_index(tmp_path_factory.mktemp("index"))
    index.update(remove=(), add=page.all(), generation=1)
    yield index
    index.close()


@pytest.fixture(scope="module")
def searcher(index: Index, page: MemoryCorpus) -> Searcher:
    return Searcher(index, page)


@pytest.mark.parametrize(
    ("asked", "evidence"),
    [
        ("屈庄村建有多少座大棚?", "大棚400多座"),
        ("屈莊村建有多少座大棚?", "大棚400多座"),  # traditional
        ("屈庄村 建有 多少座 大棚", "大棚400多座"),
        ("研发费用支出同比增长多少?", "同比增长46.32%"),
        ("崔贵森围绕几大领域介绍情况?", "八大领域"),
        ("创文工作攻坚大会是哪天召开的?", "8月13日上午"),  # 创文 stands for 创建全国文明城市
    ],
)
def test_first_passage_answers(searcher: Searcher, asked: str, evidence: str) -> None:
    """The passage that answers comes first, and the search is sure of it."""
    found = searcher.search(Asking(asked))

    assert evidence in found.passages[0].text.replace(" ", "")
    assert found.answered


def test_passages_are_the_corpus_verbatim(searcher: Searcher, page: MemoryCorpus) -> None:
    """A passage is quoted as printed, at its place, and no longer than the contract allows."""
    found = searcher.search(Asking("高新区开展了哪些活动?"), k=10)

    assert 0 < len(found.passages) <= 10
    for passage in found.passages:
        ((article, _),) = page.holding([passage.chunk_id])
        assert article.body[passage.start : passage.end] == passage.text
        assert len(passage.text) <= 200


def test_scores_fall(searcher: Searcher) -> None:
    """Passages come best first."""
    scores = [passage.score for passage in searcher.search(Asking("遵化店镇党委书记是谁?")).passages]

    assert scores == sorted(scores, reverse=True)


def test_nothing_found_names_the_missing_words(searcher: Searcher) -> None:
    """A question of which no word is printed gives no passage, no hope, and says what was looked for."""
    found = searcher.search(Asking("恐龙灭绝?"))

    assert (found.passages, found.confidence, found.answered) == ((), 0.0, False)
    assert "恐龙" in found.missing


def test_missing_words_are_those_of_no_article(searcher: Searcher) -> None:
    """Words that some article has are not missing, even if the right passage lacks them."""
    found = searcher.search(Asking("屈庄村的注册资本是多少?"))

    assert "注册资本" in found.missing or "注册" in found.missing
    assert not any("屈庄" in word for word in found.missing)


@pytest.mark.parametrize("asked", ["", "?", "什么", "的的的", "\x00", "😀", "a" * 5000, "为什么" * 500])
def test_any_question_is_searched(searcher: Searcher, asked: str) -> None:
    """No text is refused by an error."""
    assert 0 <= searcher.search(Asking(asked)).confidence <= 1


@given(st.text(max_size=60))
def test_any_text_is_searched(searcher: Searcher, asked: str) -> None:
    """The same, for texts nobody thought of."""
    assert 0 <= searcher.search(Asking(asked)).confidence <= 1


def test_same_question_gives_the_same_answer_on_many_threads(searcher: Searcher) -> None:
    """Readers do not disturb one another."""
    question = Asking("北京盛世永信文化发展有限公司董事长是谁?")
    expected, found = searcher.search(question), []
    threads = [threading.Thread(target=lambda: found.append(searcher.search(question))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [expected] * 6


def test_corpus_is_read_once_for_a_question_asked_twice(index: Index, page: MemoryCorpus) -> None:
    """Prepared articles are kept for the next question."""
    searcher = Searcher(index, page)
    searcher.search(Asking("屈庄村建有多少座大棚?"))
    before = page.reads
    searcher.search(Asking("屈庄村建有多少座大棚?"))

    assert page.reads == before


def test_readings_are_let_go(page: MemoryCorpus) -> None:
    """No more chunks are kept than allowed, and an article that was let go is read again."""
    first, *_, last = page.cut.values()
    readings = Readings(page, held=len(last))
    for chunks in page.cut.values():
        assert readings.of_chunks([chunks[0].id])[chunks[0].id].chunks == tuple(chunks)
    reads = page.reads
    readings.of_chunks([last[0].id])
    assert page.reads == reads
    readings.of_chunks([first[0].id])
    assert page.reads == reads + 1


def test_chunk_that_is_gone_from_the_store_is_left_out(index: Index, page: MemoryCorpus) -> None:
    """An index that lags behind names no chunk that the store no longer has."""
    query = Analyzer().query("屈庄村大棚")
    whole = find_candidates(index, Readings(page), query)
    gone = whole[0].reading.article.id
    lagging = MemoryCorpus([])
    lagging.cut, lagging._articles = page.cut, page._articles
    lagging._owners = {chunk_id: article_id for chunk_id, article_id in page._owners.items() if article_id != gone}

    assert all(found.reading.article.id != gone for found in find_candidates(index, Readings(lagging), query))
    assert len(whole) <= CANDIDATES


def test_without_a_model_the_plain_sum_orders(
    index: Index, page: MemoryCorpus, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A missing model is said in the log, and answers still come, best sum first."""
    with caplog.at_level(logging.WARNING):
        ranker = load_ranker(tmp_path / "none.npz")
    assert "plain weighted sum" in caplog.text

    found = Searcher(index, page, ranker=ranker).search(Asking("屈庄村建有多少座大棚?"))
    scores = [passage.score for passage in found.passages]
    assert scores == sorted(scores, reverse=True)
    assert "大棚" in found.passages[0].text


def test_damaged_model_is_no_model(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A model file that cannot be read costs quality, not the answer."""
    path = tmp_path / "ranker.npz"
    path.write_bytes(MODEL.read_bytes()[:1000])

    assert load_ranker(path) == Ranker()
    assert "no ranker" in caplog.text


def cues_of(text: str, index: Index) -> Cues:
    return read_cues(text, Analyzer().question_terms(text), Rarity(index))


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        ("书记是谁?", "person"),
        ("哪一年成立的?", "date"),
        ("有多少户?", "number"),
        ("为什么停工?", "reason"),
        ("在哪里举行?", "place"),
        ("什么是五星支部?", "definition"),
        ("有哪些领域?", "list"),
        ("如何申请?", "how"),
        ("五星支部", None),
    ],
)
def test_kind_of_question(index: Index, asked: str, kind: str | None) -> None:
    """The wording tells what is asked for; where it does not, no kind is made up."""
    assert cues_of(asked, index).kind == (OTHER if kind is None else [name for name, _ in KINDS].index(kind))


def test_coverages_are_shares(index: Index, page: MemoryCorpus) -> None:
    """Every feature of every candidate is a finite number; coverages lie between 0 and 1, lags are never positive."""
    query = Analyzer().query("屈庄村建有多少座大棚?")
    columns = columns_of(cues_of("屈庄村建有多少座大棚?", index), find_candidates(index, Readings(page), query))

    assert {values.shape for values in columns.values()} == {(len(columns["words"]),)}
    for name, values in columns.items():
        assert np.isfinite(values).all(), name
        if name.endswith("_lag"):
            assert (values <= 0).all()
        elif name.startswith(("words", "pairs", "characters")) and "missing" not in name:
            assert ((values >= 0) & (values <= 1 + 1e-9)).all(), name
    assert columns["words"][0] > columns["words"][-1]
    assert columns["answer_to_word"].max() <= NONE


def test_model_reads_features_that_exist(index: Index, page: MemoryCorpus) -> None:
    """The model in the repository belongs to the features in the repository."""
    ranker = load_ranker()
    query = Analyzer().query("大棚")
    columns = columns_of(cues_of("大棚", index), find_candidates(index, Readings(page), query))

    assert ranker.trees is not None
    assert set(ranker.trees.names) <= set(columns)
    assert MODEL.stat().st_size < 500_000


def test_a_question_of_words_that_stand_everywhere_is_searched_too(tmp_path: Path) -> None:
    """They weigh nothing, and nothing is divided by that."""
    text = "采暖公司检修了{}街的管道。采暖公司又检修了{}街的管道。"
    articles = [Article(f"a{n}", f"{n}街采暖检修", (text.format(n, n),)) for n in "东西南北"]
    assert answerer_over(articles, tmp_path).answer("采暖检修了吗？").passages
