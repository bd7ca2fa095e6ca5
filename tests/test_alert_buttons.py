"""Subscribing, and what an alert's buttons do: the real application against the local Bot API server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from desks import Desk, desk_at_work
from test_delivery import OTHER, READER
from test_handlers import button, labels

from bot.alerts import rules
from bot.alerts.rules import SECTION, read_mark
from bot.local import people
from bot.local.errors import Json
from bot.local.faults import Fault
from bot.people import timing
from bot.people.timing import Timing
from bot.texts import HANS
from store import subscriptions
from store.models import Article


@pytest.fixture
async def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    async with desk_at_work(tmp_path, monkeypatch) as desk:
        yield desk


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


async def test_a_section_goes_together_with_words(desk: Desk) -> None:
    """Typed, or tapped where the paper prints its pages' numbers; as all, one or none of the words wanted."""
    desk.print(Article("", "旧闻", ("旧闻。",), page="A02", source="晚报.txt"), name="old")
    how = await desk.ask("/subscribe")
    assert labels(how) == [HANS.subscribe_all, "来自《晚报》", "登在第 A2 版"]
    made = await desk.tap_and_see(how, "登在第 A2 版")
    assert made["text"] == "好的，再有这样的报道就告诉您：登在第 A2 版。"
    (rule,) = desk.rules()
    assert read_mark(rule.words[0]) == (SECTION, "a2")

    made = await desk.ask("/subscribe 通车 第3版 《晚报》", OTHER)
    assert made["text"] == "好的，再有这样的报道就告诉您：提到“通车”，登在第 3 版，来自《晚报》。"
    await desk.tap_and_see(made, "✓ 登在第 3 版", OTHER)
    assert desk.now(made)["text"] == "您订阅了：提到“通车”，来自《晚报》，不看第 3 版"
    before, other = desk.last(), desk.last(OTHER)
    desk.print(
        Article("", "甲地通车", ("甲地通车。",), page="A2", source="晚报_2026-11-25.pdf"),
        Article("", "乙地通车", ("乙地通车。",), page="3", source="晚报_2026-11-25.pdf"),
        name="new",
    )
    assert (await desk.next_after(READER, before))["text"].startswith("有新报道：\n《甲地通车》")
    assert (await desk.next_after(OTHER, other))["text"].startswith("有新报道：\n《甲地通车》")


async def test_a_pause_is_made_up_for_as_the_reader_says(desk: Desk) -> None:
    """Nothing, all in one message, or each publication in its own."""
    for choice, expected in (
        (HANS.missed_skip, []),
        (HANS.missed_digest, ["有 2 篇新报道："]),
        (HANS.missed_all, ["有新报道：", "有新报道："]),
    ):
        made = await desk.ask("/subscribe 通车")
        await desk.tap_and_see(made, HANS.pause)
        for place in ("甲", "乙"):
            desk.print(Article("", f"{place}地通车{choice}", (f"{place}地的路通车。",)), name=place + choice)
        asked = await desk.tap_and_see(made, HANS.resume)
        assert asked["text"] == HANS.missed.format(count=2)
        before = desk.last()
        await desk.tap_and_see(made, choice)
        await desk.until(lambda: not desk.states().keys() & {"due", "sending"})
        assert [one["text"].split("\n")[0] for one in desk.said(after=before)] == expected
        await desk.tap_and_see(made, HANS.unsubscribe)


async def test_a_topic_that_is_gone_is_told_in_the_chat_itself(desk: Desk) -> None:
    """Nothing is lost with it: not the alert, not the subscription."""
    group, _ = await desk.enter_group("supergroup", by=READER, is_forum=True)
    asked = desk.say("/subscribe 通车", chat_id=group.id, thread=5)
    await desk.until(lambda: any(m.get("message_thread_id") == 5 for m in desk.said(group.id)))
    await desk.settled()
    before = desk.last(group.id)
    desk.server.world.faults.order(
        Fault("bad-request", "sendMessage", chat_id=group.id, description="message thread not found")
    )
    del group.topics[5]
    desk.print(Article("", "甲地通车", ("甲地的路通车。",)), name="甲")

    told = await desk.next_after(group.id, before)
    assert told["text"].startswith("有新报道：\n《甲地通车》")
    assert "message_thread_id" not in told
    assert [one.thread_id for one in desk.held(group.id)] == [0]
    assert asked["message_thread_id"] == 5


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
    foot = [HANS.timing_button, HANS.export, HANS.unsubscribe_all]
    assert labels(listed) == ["提到“采暖”和“补贴”", "提到“头盔”", *foot]

    one = await desk.tap_and_see(listed, "提到“采暖”和“补贴”")
    assert labels(one)[:2] == ["✓ 采暖", "✓ 补贴"]
    without = await desk.tap_and_see(listed, "✓ 补贴")
    assert without["text"] == "您订阅了：提到“采暖”，不提“补贴”"
    assert await desk.tap(without, button(without, "✓ 采暖")) == HANS.subscribe_no_words
    paused = await desk.tap_and_see(listed, HANS.pause)
    assert paused["text"].endswith(HANS.subscription_paused)
    assert [held.paused for held in desk.held()] == [True, False]
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
    await desk.tap_and_see(listed, HANS.weekday_button)
    await desk.tap_and_see(listed, "周四")
    await desk.tap_and_see(listed, HANS.daily_button)
    await desk.tap_and_see(listed, HANS.hour.format(hour=20))
    assert chosen() == Timing(20, (22, 7), 3, weekday=3)
    await desk.tap_and_see(listed, HANS.at_once)
    await desk.tap_and_see(listed, HANS.daily_button)
    assert "✓ 每天 12 点" in labels(await desk.tap_and_see(listed, HANS.hour.format(hour=12)))
    assert chosen() == Timing(12, (22, 7), 3)
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
