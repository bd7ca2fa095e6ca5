"""/reingest: everything read anew beside the paper, shown first, then in place in one step."""

from __future__ import annotations

import shutil
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from papers import paper_at_work
from test_handlers import READER, Talk, button, labels

from bot.alerts import rules
from bot.answering.newsroom import Newsroom
from bot.background import rereader
from bot.desk.press_texts import HANS as PRESS
from bot.local.world import ADMIN_ID
from bot.publishing import reading
from bot.settings import Settings
from bot.trials import reread
from store import articles, copies, golden, history, publishing, reingests, subscriptions
from store.errors import DocumentRefused, DraftGone, DraftOutdated
from store.schema import atomic

PAGE = """三条公路通车

本报讯 8月12日上午,桥头镇举行通车仪式,总投资{money}万元,惠及村民1260户。

植树造林三百亩

本报讯 8月13日,青山乡干部群众在荒坡上植树造林三百亩,栽下松树两万棵。
"""


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    newsroom = Newsroom.open(Settings(data=tmp_path / "data"))
    yield newsroom
    newsroom.close()


def put(newsroom: Newsroom, folder: Path, name: str = "a_2022-08-20.txt", money: int = 860) -> None:
    path = folder / name
    path.write_text(PAGE.format(money=money), encoding="utf-8")
    list(newsroom.ingest([path]))


def misread(newsroom: Newsroom) -> None:
    """The store holds what an earlier intake made of the pages: another headline, and one article less."""
    db = newsroom.db()
    for name, content in list(articles.originals(db)):
        found = [replace(one, headline="误读的标题") for one in newsroom.articles() if one.headline.startswith("三条")]
        with atomic(db), history.recorded(db, "publish", name, [name], actor=7, now=1.0):
            mine = [one for one in found if articles.document_of(db, one.id) == name]
            publishing.publish(db, name, content, reading.editions(mine), now=1.0)
    newsroom.ask("有吗？")


def read_anew(newsroom: Newsroom) -> reread.Reread:
    """What the process would find, found here."""
    found = reread.reread(newsroom.settings, newsroom.settings.data / rereader.FOLDER, lambda *_: None)
    db = newsroom.db()
    with atomic(db):
        number = reingests.start(db, by=7, chat_id=7, message_id=7, now=time.time())
        assert number is not None
        reingests.move(db, number, "ready", was="running", report=reread.pack(found))
    return found


def test_nothing_changes_where_everything_is_read_as_before(newsroom: Newsroom, tmp_path: Path) -> None:
    """The same intake finds the same articles."""
    put(newsroom, tmp_path)
    found = read_anew(newsroom)
    assert (found.documents, found.unchanged, found.is_something) == (1, 2, False)


def test_what_a_better_intake_reads_is_shown_and_then_in_place(newsroom: Newsroom, tmp_path: Path) -> None:
    """Counts, headlines, figures; published in one step, recorded, answered from, and gone back on."""
    put(newsroom, tmp_path)
    put(newsroom, tmp_path, "b.txt", 77)
    misread(newsroom)
    before = articles.generation(newsroom.db())

    found = read_anew(newsroom)
    assert (found.new, found.changed, found.gone, found.unchanged) == (2, 2, 0, 0)
    assert ("＋", "植树造林三百亩") in found.named
    assert found.more > 0
    assert articles.generation(newsroom.db()) == before
    assert {one.headline for one in newsroom.articles()} == {"误读的标题"}

    rereader.publish(newsroom, 1, by=7, alert=True)
    assert {one.headline for one in newsroom.articles()} == {"三条公路通车", "植树造林三百亩"}
    assert newsroom.index.generation == articles.generation(newsroom.db()) == found.generation
    answer = newsroom.ask("栽下松树多少棵？")
    assert answer.fact is not None
    assert answer.fact.value == 20000
    made = history.publications(newsroom.db(), limit=1)[0]
    assert (made.deed, made.actor) == ("reingest", 7)
    newsroom.press.go_back(before, by=7, seen=found.generation)
    assert {one.headline for one in newsroom.articles()} == {"误读的标题"}
    with pytest.raises(DraftGone):
        rereader.publish(newsroom, 1, by=7, alert=True)


def test_a_reopened_newsroom_finds_store_and_index_in_step(newsroom: Newsroom, tmp_path: Path) -> None:
    """What was put in place is what is there after a restart, and nothing has to be mended."""
    put(newsroom, tmp_path)
    misread(newsroom)
    read_anew(newsroom)
    rereader.publish(newsroom, 1, by=7, alert=True)
    put(newsroom, tmp_path, "c.txt", 5)  # numbers of chunks go on where the copy left off
    again = Newsroom.open(newsroom.settings)
    assert again.notices == []
    assert again.ask("栽下松树多少棵？").answered
    ids = [row[0] for row in again.db().execute("SELECT id FROM chunks")]
    assert len(ids) == len(set(ids))
    again.close()


def test_corrections_and_removals_by_editors_are_not_undone(newsroom: Newsroom, tmp_path: Path) -> None:
    """They were kept with the document, and are made again."""
    put(newsroom, tmp_path)
    newsroom.press.remove(newsroom.press.find("植树", 1)[0].key, by=7)
    assert not read_anew(newsroom).is_something


def test_one_bad_original_changes_nothing_and_is_named(newsroom: Newsroom, tmp_path: Path) -> None:
    """Also the last of many."""
    for number in range(5):
        put(newsroom, tmp_path, f"{number}.txt", number + 1)
    db = newsroom.db()
    db.execute("UPDATE documents SET name = '坏.xyz' WHERE name = '4.txt'")
    before = articles.generation(db)
    with pytest.raises(DocumentRefused) as caught:
        read_anew(newsroom)
    assert caught.value.name == "坏.xyz"
    assert articles.generation(db) == before


def test_what_was_published_meanwhile_is_not_overwritten(newsroom: Newsroom, tmp_path: Path) -> None:
    """The reading is of no use any more, which is said; nothing has changed."""
    put(newsroom, tmp_path)
    misread(newsroom)
    read_anew(newsroom)
    put(newsroom, tmp_path, "c.txt", 5)
    before = newsroom.articles()
    with pytest.raises(DraftOutdated):
        rereader.publish(newsroom, 1, by=7, alert=True)
    assert newsroom.articles() == before
    assert newsroom.ask("栽下松树多少棵？").answered


def test_a_crash_between_store_and_index_is_caught_up(newsroom: Newsroom, tmp_path: Path) -> None:
    """The store's transaction is what counts: the next start brings the index after it, and tells the readers."""
    put(newsroom, tmp_path)
    rule = rules.of_words(["松树"])
    assert rule is not None
    with atomic(newsroom.db()):
        subscriptions.subscribe(newsroom.db(), READER, 0, rules.pack(rule), rules.keys(rule))
    misread(newsroom)
    found = read_anew(newsroom)
    assert found.readers == 1
    folder, db = newsroom.settings.data / rereader.FOLDER, newsroom.db()
    with copies.attached(db, folder / Newsroom.STORE), atomic(db):
        reingests.move(db, 1, "told", was="ready")
        with history.recorded(db, "reingest", "", copies.documents(db), actor=7, now=1.0):
            copies.carry_over(db)
    newsroom.close()

    again = Newsroom.open(newsroom.settings)
    assert again.index.generation == found.generation
    assert again.ask("栽下松树多少棵？").answered
    for _ in range(2):
        rereader.tell_readers(again)
        assert again.db().execute("SELECT count(*) FROM deliveries").fetchone()[0] == 1
    again.close()


def test_golden_questions_that_would_break_are_named(newsroom: Newsroom, tmp_path: Path) -> None:
    """What was answered right before and would not be afterwards."""
    put(newsroom, tmp_path)
    db = newsroom.db()
    with atomic(db):
        golden.keep(db, "总投资多少？", answer="860万元", article_id=None, by=7, now=1.0)
        golden.keep(db, "栽下松树多少棵？", answer="两万棵", article_id=None, by=7, now=1.0)
        db.execute(
            "UPDATE documents SET edits = ?", ['[{"deed": "omit", "headline": "植树造林三百亩", "opening": "x"}]']
        )
    found = read_anew(newsroom)
    assert [asked for asked, _, _ in found.broken] == ["栽下松树多少棵？"]
    shutil.rmtree(newsroom.settings.data / rereader.FOLDER)
    with pytest.raises(DraftOutdated):
        rereader.publish(newsroom, 1, by=7, alert=True)


@pytest.fixture
async def talk(newsroom: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Talk]:
    put(newsroom, tmp_path)
    async with paper_at_work(newsroom, monkeypatch) as talk:
        yield talk


async def shown(talk: Talk, message: dict[str, object], words: str) -> None:
    """Wait for as long as a process takes to start and read."""
    for _ in range(12):
        try:
            await talk.until(lambda: words in talk.now(message)["text"])
            return
        except AssertionError:
            continue
    raise AssertionError(talk.now(message)["text"])


async def test_read_anew_from_the_chat(talk: Talk, newsroom: Newsroom) -> None:
    """In the background; a second one is told to wait; published by a button, once."""
    misread(newsroom)
    first = await talk.ask("/reingest", ADMIN_ID)
    second = await talk.ask("/reingest", ADMIN_ID)
    await shown(talk, second, PRESS.reingest_busy)
    assert (await talk.ask("总投资多少？"))["text"]  # answered meanwhile
    await shown(talk, first, "重读完 1 份原件")
    report = talk.now(first)
    assert "＋ 植树造林三百亩" in report["text"]
    assert labels(report) == ["发布", "静默发布", "放弃"]
    assert len(newsroom.articles()) == 1

    await talk.tap(report, button(report, "发布"), ADMIN_ID)
    await talk.until(lambda: "已换上重读的结果：新增 1 篇，更新 1 篇，撤下 0 篇。" in talk.now(first)["text"])
    assert len(newsroom.articles()) == 2
    assert "两万棵" in (await talk.ask("栽下松树多少棵？"))["text"]


async def test_a_reading_is_given_up(talk: Talk, newsroom: Newsroom) -> None:
    """While it is under way, too; nothing has changed, and another can begin."""
    misread(newsroom)
    message = await talk.ask("/reingest", ADMIN_ID)
    await talk.until(lambda: reingests.in_state(newsroom.db(), "running"))
    await talk.tap(message, "ix:1", ADMIN_ID)
    await shown(talk, message, PRESS.left_alone)
    assert not (newsroom.settings.data / rereader.FOLDER).exists()
    again = await talk.ask("/reingest", ADMIN_ID)
    await shown(talk, again, "重读完 1 份原件")
    await talk.tap(again, "ix:2", ADMIN_ID)
    await shown(talk, again, PRESS.left_alone)
    assert [one.headline for one in newsroom.articles()] == ["误读的标题"]


async def test_a_bad_original_is_named_in_the_chat(talk: Talk, newsroom: Newsroom) -> None:
    """And nothing changes."""
    newsroom.db().execute("UPDATE documents SET name = '坏.xyz'")
    message = await talk.ask("/reingest", ADMIN_ID)
    await shown(talk, message, "重读停在《坏.xyz》：不认识 .xyz 文件")
    assert len(newsroom.articles()) == 2
