"""The whole life of a page: sent, tried, mended, published, told, asked about, corrected, taken back, taken out."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from papers import paper_at_work, report_after
from test_handlers import OTHER, READER, Talk, button

from bot.answering.newsroom import Newsroom
from bot.desk.press_texts import HANS as PRESS
from bot.local import people
from bot.local.errors import Json
from bot.local.world import ADMIN_ID
from bot.settings import Settings
from store import audit, history

NAME = "桥头版_2022-08-20.txt"
PAGE = """环卫工人领到新装

本报讯 8月19日上午,桥头镇城管局为环卫工人送上安全头盔{count}顶,每顶价值80元。

环卫工人纷纷表示感谢。

石桥镇三条乡村公路通车

本报讯 8月20日,石桥镇三条乡村公路同时通车,总投资860万元。
"""
QUESTION = "桥头镇城管局送上安全头盔多少顶？"


@pytest.fixture
async def talk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Talk]:
    newsroom = Newsroom.open(Settings(data=tmp_path / "data"))
    async with paper_at_work(newsroom, monkeypatch) as talk:
        yield talk
    newsroom.close()


async def send(talk: Talk, count: int) -> Json:
    """The admin sends an edition of the page; the dry run."""
    content = people.upload_content(
        talk.server.world, "document", NAME, PAGE.format(count=count).encode(), mime="text/plain", caption=""
    )
    return await report_after(talk, talk.put(content, ADMIN_ID))


async def heard(talk: Talk, chat: int, after: int) -> list[str]:
    """What a chat hears next."""
    said = await talk.until(lambda: talk.said(chat, after=after))
    return [one["text"] for one in said]


def last(talk: Talk, chat: int) -> int:
    return max(talk.server.world.chats[chat].messages)


async def answered(talk: Talk, beginning: str) -> None:
    """The question is answered so; what readers are told of corrections may come before."""
    asked = talk.say(QUESTION)["message_id"]
    await talk.until(lambda: any(one["text"].startswith(beginning) for one in talk.said(after=asked)))


async def test_the_whole_life_of_a_page(talk: Talk) -> None:
    """Over the loopback Bot API, every step by what its people see."""
    for reader in (READER, OTHER):
        assert "提到“头盔”" in (await talk.ask("/subscribe 头盔", reader))["text"]

    # sent, and tried: nothing is changed yet
    report = await send(talk, 50)
    assert "＋ 环卫工人领到新装" in report["text"]
    assert PRESS.draft_readers.format(count=2) in report["text"]
    assert "没有找到" in (await talk.ask(QUESTION))["text"] or "没有报道" in (await talk.ask(QUESTION))["text"]

    # a headline is mended
    await talk.tap_and_see(report, "改标题", ADMIN_ID)
    assert await talk.tap(report, button(talk.now(report), "环卫工人领到新装"), ADMIN_ID) == ""
    asked = (await talk.until(lambda: talk.said(ADMIN_ID, after=report["message_id"])))[0]
    report = await talk.reply_after(talk.say("环卫工人领到安全头盔", ADMIN_ID, reply_to=asked["message_id"]))
    assert "＋ 环卫工人领到安全头盔" in report["text"]

    # published: two subscribers are told, once each
    places = {reader: last(talk, reader) for reader in (READER, OTHER)}
    done = await talk.tap_and_see(report, "发布", ADMIN_ID)
    assert "共 2 篇报道" in done["text"]
    assert PRESS.published_told.format(count=2) in done["text"]
    for reader, place in places.items():
        (told,) = await heard(talk, reader, place)
        assert told.startswith("有新报道：\n《环卫工人领到安全头盔》")

    # a question is answered from it
    answer = await talk.ask(QUESTION)
    assert answer["text"].startswith("50顶\n")

    # the correction: the mended headline stays, the figure changes, and who was told of the old one hears of it
    correction = await send(talk, 60)
    assert "～ 环卫工人领到安全头盔" in correction["text"]
    assert "送上安全头盔【50→60】顶,每顶价值8" in correction["text"]
    assert "已按编辑的意思改了 1 处" in correction["text"]
    places = {reader: last(talk, reader) for reader in (READER, OTHER)}
    await talk.tap_and_see(correction, "发布", ADMIN_ID)
    told_reader, told_other = [await heard(talk, reader, place) for reader, place in places.items()]
    assert len(told_reader) == len(told_other) == 1
    assert "50顶" in told_reader[0]
    assert "60顶" in told_reader[0]
    assert told_other[0].startswith("之前告诉过您的报道有更新：\n《环卫工人领到安全头盔》")
    await answered(talk, "60顶\n")

    # back to how it was, shown first
    states = await talk.ask("/rollback", ADMIN_ID)
    first, second = [one[0]["text"] for one in states["reply_markup"]["inline_keyboard"][:2]]
    assert first.endswith(PRESS.state_now)
    way = await talk.tap_and_see(states, second, ADMIN_ID)
    assert "改回 1 篇" in way["text"]
    assert (await talk.tap_and_see(states, "退回", ADMIN_ID))["text"].startswith("已退回：找回 0 篇，改回 1 篇")
    await answered(talk, "50顶\n")

    # taken out
    chosen = await talk.ask("/remove 头盔", ADMIN_ID)
    asked = await talk.tap_and_see(chosen, "环卫工人领到安全头盔", ADMIN_ID)
    assert "重读原件也不会把它放回来" in asked["text"]
    gone = await talk.tap_and_see(chosen, "撤下", ADMIN_ID)
    assert gone["text"].startswith("已撤下：环卫工人领到安全头盔")
    assert "50顶" not in (await talk.ask(QUESTION))["text"]
    assert "860万元" in (await talk.ask("石桥镇三条乡村公路总投资多少？"))["text"]

    db = talk.newsroom.db()
    deeds = [one.deed for one in history.publications(db, limit=9)]
    assert deeds == ["remove", "rollback", "publish", "publish", "start"]
    assert {one.actor for one in audit.entries(db)} == {ADMIN_ID}
