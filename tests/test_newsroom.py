"""Ingest, ask and the index that follows the store, on real files."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest
from conftest import SEEDS

from bot.answering.newsroom import Newsroom
from bot.publishing.reading import documents
from bot.settings import Engine, Segmenter, Settings
from store.errors import DocumentRefused, DraftGone, StoreError
from store.schema import open_store

PAGE = """桥头镇修通三条路

本报讯(记者 林知远)9月3日上午,桥头镇举行通车仪式,三条乡村公路同时通车,总投资{money}万元,惠及村民1260户。
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a fresh data folder."""
    return Settings(data=tmp_path / "data")


def page(folder: Path, money: str = "860", name: str = "page.txt") -> Path:
    """A small page as a file."""
    path = folder / name
    path.write_text(PAGE.format(money=money), encoding="utf-8")
    return path


def test_a_page_becomes_answers(settings: Settings, tmp_path: Path) -> None:
    """Ingest, ask, cite: the figure, its proof and its article."""
    newsroom = Newsroom.open(settings)
    assert [r.outcome for r in newsroom.ingest([page(tmp_path)])] == ["new"]

    answer = newsroom.ask("三条乡村公路总投资多少?")

    (article,) = newsroom.articles()
    assert answer.fact is not None
    assert (answer.fact.text, answer.fact.value, answer.fact.unit) == ("860万元", 8_600_000, "元")
    assert answer.fact.evidence in article.body
    assert answer.passages[0].article_id == article.id
    newsroom.close()


def test_again_is_unchanged_and_a_correction_replaces(settings: Settings, tmp_path: Path) -> None:
    """The same file changes nothing; a changed one replaces its articles, also in what is found."""
    newsroom = Newsroom.open(settings)
    list(newsroom.ingest([page(tmp_path)]))
    generation = newsroom.index.generation
    assert [r.outcome for r in newsroom.ingest([page(tmp_path)])] == ["unchanged"]
    assert newsroom.index.generation == generation

    assert [r.outcome for r in newsroom.ingest([page(tmp_path, "960")])] == ["updated"]
    answer = newsroom.ask("三条乡村公路总投资多少?")
    assert answer.fact is not None
    assert answer.fact.text == "960万元"
    assert len(newsroom.articles()) == 1
    assert all("860" not in passage.text for passage in answer.passages)
    newsroom.close()


def test_one_bad_file_does_not_stop_the_others(settings: Settings, tmp_path: Path) -> None:
    """Every file gets its line: in, or refused with the reason."""
    folder = tmp_path / "in"
    folder.mkdir()
    page(folder, name="a.txt")
    (folder / "b.txt").write_bytes(b"")
    (folder / "c.xyz").write_bytes(b"?")
    page(folder, "1", name="d.txt")
    newsroom = Newsroom.open(settings)
    results = {r.name: r for r in newsroom.ingest([folder])}
    assert {name: r.outcome for name, r in results.items()} == {
        "a.txt": "new",
        "b.txt": "refused",
        "c.xyz": "refused",
        "d.txt": "new",
    }
    assert results["b.txt"].reason
    assert results["c.xyz"].reason
    newsroom.close()


def test_the_index_catches_up_after_a_crash(settings: Settings, tmp_path: Path) -> None:
    """A crash between the store's commit and the index's loses nothing: the next start catches up."""
    newsroom = Newsroom.open(settings)
    list(newsroom.ingest([page(tmp_path)]))
    newsroom.close()
    copy = tmp_path / "index-before"
    shutil.copytree(settings.data / "index", copy)
    newsroom = Newsroom.open(settings)
    list(newsroom.ingest([page(tmp_path, "960"), page(tmp_path, "77", name="other.txt")]))
    newsroom.close()
    shutil.rmtree(settings.data / "index")
    shutil.copytree(copy, settings.data / "index")

    newsroom = Newsroom.open(settings)
    answer = newsroom.ask("三条乡村公路总投资多少?")
    assert {p.article_id for p in answer.passages} == {a.id for a in newsroom.articles()}
    assert not newsroom.notices
    newsroom.close()


def test_a_corrupt_index_is_rebuilt_and_said(settings: Settings, tmp_path: Path) -> None:
    """The index is a copy: damaged, it is made anew from the store, with a notice for the operator."""
    newsroom = Newsroom.open(settings)
    list(newsroom.ingest([page(tmp_path)]))
    newsroom.close()
    for file in (settings.data / "index").rglob("*.json"):
        file.write_bytes(b"\x00garbage")
    newsroom = Newsroom.open(settings)
    assert any("rebuilt" in notice for notice in newsroom.notices)
    assert newsroom.ask("三条乡村公路总投资多少?").fact is not None
    newsroom.close()


def test_another_process_may_ingest_while_this_one_answers(settings: Settings, tmp_path: Path) -> None:
    """What the command line takes in, a running bot answers from, without a restart."""
    running, other = Newsroom.open(settings), Newsroom.open(settings)
    assert not running.ask("三条乡村公路总投资多少?").answered
    list(other.ingest([page(tmp_path)]))
    assert running.ask("三条乡村公路总投资多少?").answered
    running.close()
    other.close()


@pytest.mark.parametrize(("index", "segmenter"), [("rank-bm25", "rjieba"), ("tantivy", "jieba")])
def test_the_reference_engines_answer_too(tmp_path: Path, index: Engine, segmenter: Segmenter) -> None:
    """BAOZHI_INDEX and BAOZHI_SEGMENTER select the reference; it is the same product."""
    newsroom = Newsroom.open(Settings(data=tmp_path / "data", index=index, segmenter=segmenter))
    list(newsroom.ingest([SEEDS]))
    answer = newsroom.ask("给多少名环卫工人送了安全头盔?")
    assert answer.fact is not None
    assert answer.fact.text == "50名"
    newsroom.close()


def test_a_draft_changes_nothing_until_it_is_published(settings: Settings, tmp_path: Path) -> None:
    """A dry run says what would change; publishing happens once, discarding leaves nothing."""
    newsroom = Newsroom.open(settings)
    list(newsroom.ingest([page(tmp_path)]))
    draft = newsroom.press.prepare(page(tmp_path, "960"), "page.txt", by=7)
    change = draft.preview.change
    assert [len(ids) for ids in (change.new, change.changed, change.gone, change.unchanged)] == [0, 1, 0, 0]
    assert newsroom.articles()[0].body.count("860") == 1

    assert newsroom.press.publish(draft.id, by=7).outcome == "updated"
    assert newsroom.articles()[0].body.count("960") == 1
    with pytest.raises(DraftGone):
        newsroom.press.publish(draft.id, by=7)

    other = newsroom.press.prepare(page(tmp_path, "1"), "page.txt", by=7)
    newsroom.press.discard(other.id, by=7)
    with pytest.raises(DraftGone):
        newsroom.press.publish(other.id, by=7)
    (tmp_path / "junk.txt").write_bytes(b"\x00\x01" * 50)
    with pytest.raises(DocumentRefused):
        newsroom.press.prepare(tmp_path / "junk.txt", "junk.txt", by=7)
    newsroom.close()


def test_examples_are_really_answered(seed_newsroom: Newsroom) -> None:
    """The questions on the start buttons get a fact, each from another article."""
    questions = seed_newsroom.examples(3)
    assert len(questions) == 3
    facts = [seed_newsroom.ask(question).fact for question in questions]
    assert len({fact.article_id for fact in facts if fact}) == 3


def test_files_of_one_name_in_two_folders_are_two_documents(tmp_path: Path) -> None:
    """A second page.txt does not replace the first of the same call."""
    for folder in ("mon", "tue"):
        (tmp_path / folder).mkdir()
        page(tmp_path / folder)
    (tmp_path / "mon" / ".hidden.txt").write_text("x", encoding="utf-8")
    names = [name for _, name in documents([tmp_path / "mon" / "page.txt", tmp_path / "tue" / "page.txt"])]
    assert names == ["page.txt", "tue/page.txt"]
    assert [name for _, name in documents([tmp_path])] == ["mon/page.txt", "tue/page.txt"]


def test_a_folder_without_documents_is_said(tmp_path: Path) -> None:
    """An empty folder is an error, not a silent success."""
    with pytest.raises(StoreError, match="no document"):
        list(documents([tmp_path]))


def test_a_full_disk_stops_the_ingest_and_keeps_what_was(settings: Settings, tmp_path: Path) -> None:
    """When the store cannot grow, the file is not half in, and what was there is still answered."""
    newsroom = Newsroom.open(settings)
    list(newsroom.ingest([page(tmp_path)]))
    pages = newsroom.db().execute("PRAGMA page_count").fetchone()[0]
    newsroom.db().execute(f"PRAGMA max_page_count={pages}")
    big = tmp_path / "big.txt"
    big.write_text("".join(PAGE.format(money=n) for n in range(500)), encoding="utf-8")
    with pytest.raises(StoreError, match="full"):
        list(newsroom.ingest([big]))
    assert len(newsroom.articles()) == 1
    assert newsroom.ask("三条乡村公路总投资多少?").fact is not None
    newsroom.close()


def test_the_stores_file_is_plain_sqlite(settings: Settings, tmp_path: Path) -> None:
    """Anybody can look into the store with any SQLite tool while the bot runs."""
    newsroom = Newsroom.open(settings)
    list(newsroom.ingest([page(tmp_path)]))
    with sqlite3.connect(settings.data / "baozhi.db") as conn:
        assert conn.execute("SELECT count(*) FROM articles").fetchone()[0] == 1
    conn.close()
    open_store(settings.data / "baozhi.db").conn.close()
    newsroom.close()
