"""Subscribing, and what an alert's buttons do: the real application against the local Bot API server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from fakes import FakeNewsroom
from test_delivery import OTHER, READER, Paper
from test_handlers import Talk, button, labels

from bot import delivery as bot_delivery
from bot import limits as bot_limits
from bot import rules, taps, timing
from bot.app import listening
from bot.errors import BotError
from bot.local import people
from bot.local.errors import Json
from bot.local.limits import Limits
from bot.local.server import LocalServer
from bot.settings import Settings
from bot.texts import HANS
from bot.timing import Timing
from store import subscriptions
from store.subscriptions import Subscription


class Desk(Talk, Paper):
    """A bot at work that readers talk to, and a paper to print."""

    def held(self, chat: int = READER) -> list[Subscription]:
        """A chat's subscriptions."""
        return subscriptions.of_chat(self.newsroom.db(), chat)


@pytest.fixture
async def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    monkeypatch.setattr(bot_limits, "PRIVATE", (100, 0.01))
    monkeypatch.setattr(bot_delivery, "LOOK_EVERY", 0.02)
    monkeypatch.setattr(bot_delivery, "GATHER", 0.01)
    monkeypatch.setattr(taps, "SECONDS", 0.0)
    server = LocalServer(limits=Limits.none())
    await server.start()
    fake, newsroom = FakeNewsroom.over(tmp_path)
    stops: list[BotError] = []
    async with listening(
        Settings(data=tmp_path, token=server.token, base_url=server.url), newsroom, stops.append
    ) as app:
        yield Desk(server, fake, app, stops)
    await server.stop()
    # threads may still be at work on the store
    await asyncio.get_running_loop().shutdown_default_executor()
    fake.close()


async def alert_to(desk: Desk, *headlines: str, chat: int = READER, source: str = "page.txt") -> Json:
    """Publish and wait for the alert in a chat."""
    before = max(desk.server.world.chats[chat].messages)
    desk.publish(*headlines, source=source)
    said: list[Json] = await desk.until(lambda: desk.said(chat, after=before))
    return said[0]


async def test_words_are_subscribed_and_an_alert_says_why(desk: Desk) -> None:
    """From the command to the sentence that brought the alert, and back."""
    made = await desk.ask("/subscribe 通车 公路")
    assert made["text"] == "好的，再有这样的报道就告诉您：提到“通车”和“公路”。"
    await desk.tap_and_see(made, HANS.any_word)

    told = await alert_to(desk, "三条路通车")
    assert told["text"] == "有新报道：\n《三条路通车》\n三条路通车的正文。"
    assert labels(told) == ["原文", "为什么收到"]
    why = await desk.tap_and_see(told, "为什么收到")
    assert why["text"] == "您订阅了：提到“通车”或“公路”\n《三条路通车》\n报道里是这样说的：\n三条路通车的正文。"
    again = await desk.tap_and_see(told, HANS.back_to_alert)
    assert again["text"] == told["text"]
    article = await desk.tap_and_see(told, "原文")
    assert article["text"].startswith("三条路通车\n")
    assert (await desk.ask("/alerts why"))["text"] == why["text"]
    assert (await desk.tap_and_see(told, HANS.back_to_alert))["text"] == told["text"]


async def test_a_question_without_an_answer_can_be_left_with_the_bot(desk: Desk) -> None:
    """One tap below the refusal; a question can be typed behind the command as well."""
    refusal = await desk.ask("没有环卫工人的安全头盔吗？")
    assert (
        await desk.tap(refusal, button(refusal, HANS.tell_me))
        == "好的，再有这样的报道就告诉您：和“没有环卫工人的安全头盔吗？”有关。"
    )
    await desk.ask("/subscribe 环卫工人领到了多少顶头盔？", OTHER)

    assert [rules.unpack(one.rule).kind for one in (*desk.held(), *desk.held(OTHER))] == ["question"] * 2
    told = await alert_to(desk, "环卫工人有了安全头盔")
    assert told["text"].startswith("有新报道：\n《环卫工人有了安全头盔》")


async def test_everything_is_one_tap(desk: Desk) -> None:
    """/subscribe alone says how, and has a button for all."""
    how = await desk.ask("/subscribe")
    assert labels(how) == [HANS.subscribe_all]
    done = await desk.tap_and_see(how, HANS.subscribe_all)
    assert done["text"] == HANS.subscribed_all
    assert [rules.unpack(one.rule) for one in desk.held()] == [rules.everything()]


async def test_a_source_is_one_tap(desk: Desk) -> None:
    """Those with a name that tells a reader something are offered."""
    desk.publish("丹东日报", source="2026/丹东日报.txt")
    how = await desk.ask("/subscribe")
    assert labels(how) == [HANS.subscribe_all, "来自《丹东日报》"]
    done = await desk.tap_and_see(how, "来自《丹东日报》")
    assert done["text"] == "好的，再有这样的报道就告诉您：来自《丹东日报》。"
    assert (await alert_to(desk, "新的一期", source="2026/丹东日报.txt"))["text"] == "有新报道：\n《新的一期》"


async def test_a_channel_is_told_too(desk: Desk) -> None:
    """Whoever can post there can subscribe it."""
    world = desk.server.world
    channel = people.found_chat(world, "channel", "读报频道", by=READER)
    people.set_status(world, channel.id, world.bot_id, "administrator", by=READER)

    def posts() -> str:
        return "\n".join(message["text"] for message in channel.messages.values() if "text" in message)

    desk.say("/subscribe 通车", READER, chat_id=channel.id)
    await desk.until(lambda: "提到“通车”" in posts())
    desk.publish("三条路通车")
    await desk.until(lambda: "有新报道：\n《三条路通车》" in posts())


async def test_subscriptions_are_listed_changed_paused_and_ended(desk: Desk) -> None:
    """All by buttons, in one message."""
    for command in ("/subscriptions", "/alerts"):
        assert (await desk.ask(command))["text"] == HANS.subscriptions_none
    await desk.ask("/subscribe 采暖、补贴")
    await desk.ask("/subscribe 头盔")
    listed = await desk.ask("/unsubscribe")
    assert labels(listed) == ["提到“采暖”和“补贴”", "提到“头盔”", HANS.timing_button, HANS.unsubscribe_all]

    one = await desk.tap_and_see(listed, "提到“采暖”和“补贴”")
    assert labels(one)[:2] == ["✓ 采暖", "✓ 补贴"]
    without = await desk.tap_and_see(listed, "✓ 补贴")
    assert without["text"] == "您订阅了：提到“采暖”，不提“补贴”"
    assert await desk.tap(without, button(without, "✓ 采暖")) == HANS.subscribe_no_words
    paused = await desk.tap_and_see(listed, HANS.pause)
    assert paused["text"].endswith(HANS.subscription_paused)
    assert [held.paused for held in desk.held()] == [False, True]
    await desk.tap_and_see(listed, HANS.resume)
    ended = await desk.tap_and_see(listed, HANS.unsubscribe)
    assert ended["text"] == "已取消：提到“采暖”，不提“补贴”。"
    await desk.tap_and_see(listed, HANS.back_to_list)
    assert (await desk.tap_and_see(listed, HANS.unsubscribe_all))["text"] == HANS.all_ended
    assert desk.held() == []


async def test_when_to_be_told_is_chosen(desk: Desk) -> None:
    """Daily, not at night, not too often; and back to at once."""
    await desk.ask("/subscribe 采暖")
    listed = await desk.ask("/subscriptions")
    await desk.tap_and_see(listed, HANS.timing_button)
    for label in (HANS.daily.format(hour=8), HANS.quiet.format(start=22, end=7), HANS.most.format(count=3)):
        shown = await desk.tap_and_see(listed, label)
        assert f"✓ {label}" in labels(shown)

    def chosen() -> Timing:
        return timing.unpack(subscriptions.timing(desk.newsroom.db(), READER))

    assert chosen() == Timing(8, (22, 7), 3)
    await desk.tap_and_see(listed, HANS.weekly.format(day="周一", hour=8))
    assert chosen() == Timing(8, (22, 7), 3, weekday=0)
    await desk.tap_and_see(listed, HANS.at_once)
    await desk.tap_and_see(listed, "✓ " + HANS.quiet.format(start=22, end=7))
    await desk.tap_and_see(listed, HANS.no_most)
    assert chosen() == Timing()


@pytest.mark.parametrize("words", ["，、", "？"])
async def test_what_cannot_be_looked_for_is_said_so(desk: Desk, words: str) -> None:
    """No words, no subscription."""
    assert (await desk.ask(f"/subscribe {words}"))["text"] == HANS.subscribe_no_words
    assert desk.held() == []


async def test_there_is_an_end_to_subscribing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Said kindly."""
    monkeypatch.setattr(subscriptions, "MOST", 1)
    await desk.ask("/subscribe 采暖")
    assert "到上限了" in (await desk.ask("/subscribe 头盔"))["text"]


@pytest.mark.parametrize("data", ["s:e:99", "s:x:99", "s:?", "s:", "s:m:1", "v:99", "y:1", "r:1:1:0", "s:w:1:7", "r:1"])
async def test_made_up_buttons_do_nothing(desk: Desk, data: str) -> None:
    """Another's, old or nonsense: a kind word."""
    first = await desk.ask("/help")
    await desk.ask("/subscribe 采暖", OTHER)
    assert await desk.tap(first, data) == HANS.gone_button
    assert len(desk.held(OTHER)) == 1


async def test_in_a_group_its_admins_decide(desk: Desk) -> None:
    """Others are told so; the group is told of news in its own chat."""
    world = desk.server.world
    group = people.found_chat(world, "supergroup", "读报组", by=READER)
    group.members[world.bot_id] = "member"  # for long
    refused = await desk.reply_after(desk.say("/subscribe 通车", OTHER, chat_id=group.id))
    assert refused["text"] == HANS.subscribe_admins
    await desk.reply_after(desk.say("/subscribe 通车", READER, chat_id=group.id))

    assert (await alert_to(desk, "三条路通车", chat=group.id))["text"].startswith("有新报道：\n《三条路通车》")


async def test_who_left_and_returned_is_told_again(desk: Desk) -> None:
    """Blocking ends it at once, with the reason kept; any word from the reader begins it again."""
    await desk.ask("/subscribe 通车")
    people.block(desk.server.world, READER, blocked=True)
    await desk.until(lambda: subscriptions.turned_off(desk.newsroom.db()) == {READER})
    desk.publish("三条路通车")
    assert desk.states() == {"repeats": 0}

    people.block(desk.server.world, READER, blocked=False)
    await desk.until(lambda: subscriptions.turned_off(desk.newsroom.db()) == set())
    assert (await alert_to(desk, "四条路通车"))["text"].startswith("有新报道：\n《四条路通车》")
