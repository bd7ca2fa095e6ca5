"""A message to all readers: shown first, sent once, stopped half-way, gone on with after a crash."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from test_handlers import READER, Talk, bot_at_work, button, labels

from bot.background import broadcasting
from bot.background.broadcasting import Broadcaster
from bot.local import people
from bot.local.errors import Json
from bot.local.faults import Fault
from bot.local.world import ADMIN_ID
from store import audit, broadcasts, conversations
from store.schema import atomic

CROWD = range(5000, 5040)
WORDS = "明天停机一小时。"


@pytest.fixture
async def talk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Talk]:
    monkeypatch.setattr(broadcasting, "REPORT_SECONDS", 0.0)
    async with bot_at_work(tmp_path, monkeypatch) as talk:
        with atomic(talk.newsroom.db()):
            for number in CROWD:
                talk.server.world.add_person({"id": number, "first_name": str(number)})
                talk.server.world.started.add(number)
                conversations.choose_language(talk.newsroom.db(), number, "zh-Hans")
            conversations.choose_language(talk.newsroom.db(), ADMIN_ID, "zh-Hans")
        yield talk


def got(talk: Talk) -> dict[int, int]:
    """How often each of the crowd got the message."""
    return {number: sum(m["text"] == WORDS for m in talk.said(number)) for number in CROWD}


async def ended(talk: Talk, shown: Json) -> Json:
    """The report at the end."""
    await talk.until(lambda: "送到了谁" in labels(talk.now(shown)))
    return talk.now(shown)


async def preview(talk: Talk) -> Json:
    """The message as it is shown before it is sent."""
    return await talk.ask(f"/broadcast {WORDS}", ADMIN_ID)


async def test_shown_confirmed_sent_and_reported(talk: Talk) -> None:
    """Nothing is sent before; then once to everybody, past those that cannot be reached; who got it is a table."""
    people.block(talk.server.world, CROWD[3], blocked=True)
    await talk.settled()
    shown = await preview(talk)
    assert shown["text"].startswith(f"{WORDS}\n\n———\n以上会发给 40 位读者和群，大约要 1 分钟。")
    assert set(got(talk).values()) == {0}
    assert await talk.tap(shown, button(shown, "发给大家"), ADMIN_ID) == ""
    report = await ended(talk, shown)
    # whoever has blocked the bot is no reader; the admin is one
    assert report["text"] == "发完了。\n送到 40，送不到 0，说不准 0，没有发 0。"
    assert [number for number, times in got(talk).items() if times != 1] == [CROWD[3]]
    assert await talk.tap(shown, button(shown, "发给大家"), ADMIN_ID) != ""  # a second finger

    assert await talk.tap(report, button(report, "送到了谁"), ADMIN_ID) == ""
    sent = (await talk.until(lambda: [m for m in talk.said(ADMIN_ID, after=shown["message_id"]) if "document" in m]))[0]
    table = talk.server.world.files.get(sent["document"]["file_id"]).path.read_text("utf-8-sig").splitlines()
    assert len(table) == 41
    assert table[1].split(",")[1] == "sent"
    (entry,) = audit.entries(talk.newsroom.db())
    assert (entry.actor, entry.deed, entry.subject) == (ADMIN_ID, "broadcast", f"40: {WORDS}")


async def test_written_in_reply_with_its_markup(talk: Talk) -> None:
    """Bold stays bold; nothing, or too much, is said kindly; 不发了 sends nothing."""
    asked = await talk.ask("/broadcast", ADMIN_ID)
    bold = {"text": WORDS, "entities": [{"type": "bold", "offset": 0, "length": 2}]}
    place = {k: v for k, v in asked.items() if k != "reply_markup"}
    shown = await talk.reply_after(talk.put({**bold, "reply_to_message": place}, ADMIN_ID))
    (kept,) = talk.newsroom.db().query("SELECT text FROM broadcasts")
    assert kept["text"] == f"<b>明天</b>{WORDS[2:]}"
    assert (await talk.tap_and_see(shown, "不发了", ADMIN_ID))["text"] == "好的，没有发。"
    assert await talk.tap(shown, "bc:1", ADMIN_ID) != ""
    assert set(got(talk).values()) == {0}
    long = await talk.ask(f"/broadcast {'长' * 3501}", ADMIN_ID)
    assert long["text"] == "太长了，最多 3500 个字。"


async def test_stopped_half_way_it_says_who_got_it(talk: Talk) -> None:
    """Nobody gets it afterwards; the report names those who did; another one may follow."""
    talk.server.world.faults.order(Fault("delay", method="sendMessage", seconds=0.1, times=None))
    shown = await preview(talk)
    await talk.tap(shown, button(shown, "发给大家"), ADMIN_ID)
    await talk.until(lambda: sum(got(talk).values()) >= 12)
    await talk.until(lambda: "停止" in labels(talk.now(shown)))
    running = talk.now(shown)
    other = await preview(talk)
    assert (await talk.tap(other, button(other, "发给大家"), ADMIN_ID)).startswith("还有一条群发没有发完")
    assert await talk.tap(running, button(running, "停止"), ADMIN_ID) == "停下了。"
    report = await ended(talk, shown)
    await asyncio.sleep(0.3)
    reached = [number for number, times in got(talk).items() if times]
    counts = broadcasts.census(talk.newsroom.db(), 1)
    assert report["text"].startswith(
        f"停下了。\n送到 {counts['sent']}，送不到 0，说不准 0，没有发 {counts['stopped']}。"
    )
    named = {one.chat_id for one in broadcasts.outcomes(talk.newsroom.db(), 1) if one.state == "sent"}
    assert set(reached) == named - {ADMIN_ID}
    assert str(reached[0]) in report["text"]
    assert [one.deed for one in audit.entries(talk.newsroom.db())] == ["broadcast", "stop broadcast"]
    talk.server.world.faults.clear()
    await talk.tap(other, button(other, "发给大家"), ADMIN_ID)
    assert (await ended(talk, other))["text"].startswith("发完了。")


async def test_told_to_wait_it_waits_and_loses_nobody(talk: Talk) -> None:
    """429 and a refused connection are tried again; where nobody knows whether it arrived, it is not sent again."""
    faults = talk.server.world.faults
    faults.order(Fault("retry", method="sendMessage", chat_id=CROWD[0], seconds=1))
    faults.order(Fault("drop-after", method="sendMessage", chat_id=CROWD[1]))
    shown = await preview(talk)
    await talk.tap(shown, button(shown, "发给大家"), ADMIN_ID)
    report = await ended(talk, shown)
    assert set(got(talk).values()) == {1}
    assert "送不到 0，说不准 1，" in report["text"]


async def test_the_report_is_said_again_until_it_arrives(talk: Talk) -> None:
    """Refused connections and lost answers keep nobody from hearing how it ended."""
    faults = talk.server.world.faults
    shown = await preview(talk)
    for _ in range(2):
        faults.order(Fault("drop-before", method="editMessageText"))
    await talk.tap(shown, button(shown, "发给大家"), ADMIN_ID)

    assert "说不准 0，" in (await ended(talk, shown))["text"]


async def test_a_crash_is_gone_on_from_and_nobody_gets_it_twice(talk: Talk) -> None:
    """What was on its way then is uncertain and left alone; everybody else gets it."""
    db = talk.newsroom.db()
    services = talk.services
    shown = await preview(talk)
    number = int(button(shown, "发给大家").rpartition(":")[2])
    async with asyncio.timeout(10):
        await talk.app.bot_data["broadcaster"].stop(1)
    with atomic(db):
        broadcasts.start(db, number, message_id=shown["message_id"])
        lost = {place.chat_id for place in broadcasts.claim(db, number, 5)}
    after_the_crash = Broadcaster(talk.app.bot, services)
    after_the_crash.start()
    report = await ended(talk, shown)
    await after_the_crash.stop(5)
    assert "说不准 5，" in report["text"]
    assert all(times == (0 if chat in lost else 1) for chat, times in got(talk).items())
    assert READER not in lost


async def test_a_forum_hears_it_where_it_wants_to_be_told(talk: Talk) -> None:
    """In the topic that subscribed; in the forum itself once that topic is gone."""
    group, _ = await talk.enter_group("supergroup", by=READER, is_forum=True)
    talk.say("/subscribe 通车", chat_id=group.id, thread=5)
    await talk.until(lambda: any(m.get("message_thread_id") == 5 for m in talk.said(group.id)))
    await talk.settled()
    for topic in (5, None):
        shown = await preview(talk)
        await talk.tap(shown, button(shown, "发给大家"), ADMIN_ID)
        assert "送不到 0，说不准 0，" in (await ended(talk, shown))["text"]
        *_, heard = (m for m in talk.said(group.id) if m["text"] == WORDS)
        assert heard.get("message_thread_id") == topic
        group.topics.pop(5, None)
