"""The operator's own synonyms and words: written, tried on the golden questions, saved, at work at once."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import cast

import pytest
from conftest import SEEDS
from fakes import FakeNewsroom
from stage import at_work
from test_handlers import Talk, button, labels

from bot.answering import vocabulary
from bot.answering.newsroom import Newsroom
from bot.answering.vocabulary import BadLine, Change, change, understand
from bot.local.errors import Json
from bot.local.world import ADMIN_ID
from bot.settings import Settings
from bot.trials import effects
from bot.trials.golden import Broken
from bot.trials.rehearsal import rehearsal
from retrieval.analysis import Analyzer
from retrieval.types import Answer
from store import audit, golden
from store.golden import Golden
from store.schema import atomic

HELMETS = "给多少名环卫工人送了安全头盔？"


@pytest.mark.parametrize(
    ("written", "added", "dropped"),
    [
        ("创文 = 创建全国文明城市", ("创文 = 创建全国文明城市",), ()),
        ("  创文＝创城=创建全国文明城市 ", ("创文 = 创城 = 创建全国文明城市",), ()),
        ("公租房 = 廉租房", (), ()),  # held already, in another order
        ("- 廉租房", (), ("廉租房 = 公租房",)),
        ("－公租房=廉租房\n地铁 = 轨道交通\n\n地铁＝轨道交通", ("地铁 = 轨道交通",), ("廉租房 = 公租房",)),
        ("- 没有", (), ()),
        ("逛庙会＞民俗活动=民俗表演", ("逛庙会 > 民俗活动 = 民俗表演",), ()),
        ("廉租房 > 公租房", ("廉租房 > 公租房",), ()),  # one way is another line than both ways
    ],
)
def test_synonyms_are_understood(written: str, added: tuple[str, ...], dropped: tuple[str, ...]) -> None:
    """One group a line, in either width; what is there already adds nothing; a minus takes out."""
    assert understand("synonyms", written, ["廉租房 = 公租房", "half a line ="]) == Change(added, dropped)


@pytest.mark.parametrize(
    "line",
    [
        "创文",
        "创文 =",
        "= 创文",
        "创文 = 创文",
        "一 二 = 三",
        "！ = ？",
        f"{'长' * 21} = 短",
        "# = #",
        "创文 >",
        "甲乙 > 丙丁 > 戊己",
    ],
)
def test_what_is_no_group_is_named(line: str) -> None:
    """With the line, so that it can be mended."""
    with pytest.raises(BadLine) as raised:
        understand("synonyms", f"地铁 = 轨道交通\n{line}", [])
    assert raised.value.line == line


@pytest.mark.parametrize("line", ["园", "园 博园", "？？", "长" * 21])
def test_what_is_no_word_is_named(line: str) -> None:
    """A word has two characters or more, and no spaces."""
    with pytest.raises(BadLine):
        understand("words", line, [])


def test_a_file_made_by_hand_keeps_its_comments(tmp_path: Path) -> None:
    """Only the lines meant are changed; the file is whole at any moment."""
    path = tmp_path / "words.txt"
    path.write_text("\ufeff# 地名\n园博园\n湖滨路 # 新\n", encoding="utf-8")
    assert vocabulary.words(tmp_path) == ("园博园", "湖滨路")
    wanted = understand("words", "- 湖滨路\n城投集团", vocabulary.read(tmp_path, "words"))
    assert wanted == Change(("城投集团",), ("湖滨路 # 新",))
    assert vocabulary.words(tmp_path, wanted) == ("园博园", "城投集团")
    change(tmp_path, "words", wanted)
    assert path.read_text(encoding="utf-8") == "# 地名\n园博园\n城投集团\n"
    assert [one.name for one in tmp_path.iterdir()] == ["words.txt"]


def test_own_words_are_terms_wherever_they_stand() -> None:
    """In chunks and questions alike; an index made with others is told apart; none changes nothing."""
    plain, own = Analyzer(), Analyzer(own=["心头盔", "爱心头盔"])
    assert "爱心头盔" not in plain.chunk_terms("“爱心头盔”赠环卫工人")
    assert "爱心头盔" in own.chunk_terms("“爱心头盔”赠环卫工人")
    assert own.chunk_terms("爱 心 头 盔").count("爱心头盔") == 1
    assert "爱心头盔" in own.question_terms("爱心头盔是谁送的？")
    assert plain.edition == Analyzer(own=[]).edition < 1000
    assert own.edition == Analyzer(own=["爱心头盔", "心头盔"]).edition != Analyzer(own=["爱心头盔"]).edition


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    """The owner's page, with one golden question."""
    newsroom = Newsroom.open(Settings(data=tmp_path / "data", admins=frozenset({ADMIN_ID})))
    list(newsroom.ingest([SEEDS]))
    with atomic(newsroom.db()):
        golden.keep(newsroom.db(), HELMETS, answer="50名", article_id=None, by=ADMIN_ID, now=1.0)
    yield newsroom
    newsroom.close()


def test_synonyms_are_tried_before_they_are_saved(newsroom: Newsroom) -> None:
    """Trying changes nothing; saved, they count for the next question."""
    asked = "给多少名马路天使送了头盔？"
    wanted = Change(("马路天使 = 环卫工人",), ())
    before = newsroom.ask(asked)
    assert effects.effect(newsroom, "synonyms", wanted) == effects.Effect(1)
    assert not (newsroom.settings.data / "synonyms.txt").exists()
    assert newsroom.ask(asked) == before
    effects.save(newsroom, "synonyms", wanted)
    assert newsroom.ask(asked).confidence > before.confidence
    assert newsroom.ask(HELMETS).answered


def test_an_effect_names_what_it_breaks_and_mends() -> None:
    """What was wrong before is no fault of the change."""
    kept = [Golden(number, question, None, None) for number, question in enumerate("甲乙丙丁", 1)]
    answered, refused = Answer("", True, 1.0, None, ()), Answer("", False, 0.0, None, ())
    before = {"甲": refused, "乙": answered, "丙": answered, "丁": refused}
    after = {"甲": refused, "乙": refused, "丙": answered, "丁": answered}
    found = effects.compare(before.__getitem__, after.__getitem__, kept)
    assert found == effects.Effect(4, (Broken(kept[3], ""),), (kept[1],))


def test_words_are_tried_on_a_copy_and_indexed_anew(newsroom: Newsroom) -> None:
    """Trying changes nothing; saved, every article is indexed with them, and a restart finds the index in step."""
    wanted = Change(("综合执法局",), ())
    assert effects.effect(newsroom, "words", wanted) == effects.Effect(1)
    assert newsroom.index.document_frequency("综合执法局") == 0
    chunks = len(newsroom.index)
    effects.save(newsroom, "words", wanted)
    assert newsroom.index.document_frequency("综合执法局") > 0
    assert len(newsroom.index) == chunks
    fact = newsroom.ask(HELMETS).fact
    assert fact is not None
    assert fact.text == "50名"
    again = Newsroom.open(newsroom.settings)
    assert again.notices == []
    assert again.index.document_frequency("综合执法局") > 0
    again.close()
    effects.save(newsroom, "words", Change((), ("综合执法局",)))
    assert newsroom.index.document_frequency("综合执法局") == 0


def test_what_is_tried_is_tried_with_its_own_words(newsroom: Newsroom, tmp_path: Path) -> None:
    """A copy of the paper takes the words along, unless others are there to be tried."""
    effects.save(newsroom, "words", Change(("综合执法局",), ()))
    with rehearsal(newsroom, tmp_path / "copy") as copy:
        assert copy.index.document_frequency("综合执法局") > 0
    change(tmp_path / "tried", "words", Change(("上午高新区",), ()))
    with rehearsal(newsroom, tmp_path / "tried") as copy:
        assert copy.index.document_frequency("综合执法局") == 0
    assert newsroom.index.document_frequency("综合执法局") > 0


def test_an_index_made_with_other_words_is_not_taken_over(newsroom: Newsroom, tmp_path: Path) -> None:
    """Words that were changed while another state of the paper was made ready: its index is made anew."""
    with rehearsal(newsroom, tmp_path / "copy") as copy:
        folder = copy.settings.data / "index" / "tantivy"
    newsroom.swap(folder, lambda: change(newsroom.settings.data, "words", Change(("综合执法局",), ())))
    assert newsroom.index.document_frequency("综合执法局") > 0
    assert newsroom.ask(HELMETS).answered


def test_words_changed_by_hand_count_after_a_restart(newsroom: Newsroom) -> None:
    """The index is made anew, and the operator is told why."""
    (newsroom.settings.data / "words.txt").write_text("综合执法局\n", encoding="utf-8")
    again = Newsroom.open(newsroom.settings)
    assert "rebuilt from the store" in again.notices[0]
    assert again.index.document_frequency("综合执法局") > 0
    again.close()


def test_the_other_engine_takes_words_too(tmp_path: Path) -> None:
    """It keeps nothing on disk, and is simply made anew."""
    newsroom = Newsroom.open(Settings(data=tmp_path, index="rank-bm25"))
    list(newsroom.ingest([SEEDS]))
    effects.save(newsroom, "words", Change(("综合执法局",), ()))
    assert newsroom.ask(HELMETS).answered
    assert newsroom.index.document_frequency("综合执法局") > 0
    newsroom.close()


@pytest.fixture
async def talk(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Talk]:
    """The application over the owner's page."""
    async with at_work(newsroom, monkeypatch, admins=newsroom.settings.admins) as stage:
        yield Talk(stage.server, cast(FakeNewsroom, newsroom), stage.app, stage.stops)


async def written(talk: Talk, command: str, text: str) -> Json:
    """What comes of lines written in reply to the question of *command*."""
    listed = await talk.ask(command, ADMIN_ID)
    assert await talk.tap(listed, button(listed, "改"), ADMIN_ID) == ""
    (asked, *_) = await talk.until(lambda: talk.said(ADMIN_ID, after=listed["message_id"]))
    return await talk.reply_after(talk.say(text, ADMIN_ID, reply_to=asked["message_id"]))


async def test_synonyms_and_words_are_changed_from_the_chat(talk: Talk) -> None:
    """Shown, written, tried, confirmed; written down with who did it; a second tap does nothing."""
    assert (await written(talk, "/synonyms", "创文"))["text"] == "这一行我看不懂：创文"
    assert (await written(talk, "/synonyms", "- 创文"))["text"] == "这样写什么都没有改。"
    shown = await written(talk, "/synonyms", "创文 = 创建全国文明城市")
    assert shown["text"] == "保存后：\n＋ 创文 = 创建全国文明城市\n\n守住的 1 个问题，答案都不变。"
    assert (await talk.tap_and_see(shown, "算了", ADMIN_ID))["text"] == "好的，什么都没有改动。"
    shown = await written(talk, "/words", "综合执法局\n环卫工")
    assert (await talk.tap_and_see(shown, "保存", ADMIN_ID))["text"] == "好的，保存了，马上生效。"
    assert await talk.tap(shown, "vs:2", ADMIN_ID) != ""
    listed = await talk.ask("/words", ADMIN_ID)
    assert listed["text"].endswith("编辑部添了 2 个：\n综合执法局\n环卫工")
    entry = list(audit.entries(talk.newsroom.db()))[-1]
    assert (entry.actor, entry.deed, entry.subject) == (ADMIN_ID, "words", "+ 综合执法局; + 环卫工")


async def test_new_words_of_the_paper_are_offered(talk: Talk, newsroom: Newsroom, tmp_path: Path) -> None:
    """Those that the dictionary lacks, a reporter's name among them; a reply with some of them takes them up."""
    page = tmp_path / "page.jsonl"
    texts = ("游客走进云栖坞看花。", "昨日，云栖坞正式开放。", "市民在云栖坞的入口处排队。")
    rows = [{"id": f"y{number}", "title": f"花事{number}", "text": text} for number, text in enumerate(texts)]
    page.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    await asyncio.to_thread(lambda: list(newsroom.ingest([page])))
    listed = await talk.ask("/words", ADMIN_ID)
    assert await talk.tap(listed, button(listed, "报上的新词"), ADMIN_ID) == ""
    (asked, *_) = await talk.until(lambda: talk.said(ADMIN_ID, after=listed["message_id"]))
    assert "\n高轶鹏 ×7\n" in asked["text"]
    assert "\n云栖坞 ×3\n" in asked["text"]
    shown = await talk.reply_after(talk.say("云栖坞", ADMIN_ID, reply_to=asked["message_id"]))
    assert shown["text"].startswith("保存后：\n＋ 云栖坞")


async def test_what_would_break_a_golden_question_needs_another_word(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is named, with what it would get instead, and the button says 仍然保存."""
    kept = golden.all_golden(talk.newsroom.db())[0]
    lost = effects.Effect(1, (Broken(kept, None),))
    monkeypatch.setattr(effects, "effect", lambda *_: lost)
    shown = await written(talk, "/synonyms", "名 = 顶")
    assert f"会答错：{HELMETS}（应答：50名；会答：报上没有）" in shown["text"]
    assert labels(shown) == ["仍然保存", "算了"]
