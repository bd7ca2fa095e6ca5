"""What readers choose and say of answers, and where the bot speaks: the application on the local Bot API server."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from test_handlers import OTHER, READER, Talk, bot_at_work, button, labels

from bot.answering import suggestions
from bot.handlers.buttons import DEEDS
from bot.local import people
from bot.local.errors import Json
from bot.local.faults import Fault
from bot.local.world import ADMIN_ID
from bot.people import timing
from bot.people.timing import Timing
from bot.texts import EN, HANS
from store import subscriptions

HELMETS = "给多少名环卫工人送了头盔？"
GIVER = "是哪个单位送的？"


@pytest.fixture
async def talk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Talk]:
    async with bot_at_work(tmp_path, monkeypatch) as talk:
        yield talk


def asked(talk: Talk) -> list[dict[str, Any]]:
    """What is kept for the editors."""
    return list(talk.newsroom.db().query("SELECT * FROM questions ORDER BY id"))


def group_of(talk: Talk, *, admin_bot: bool, by: int = OTHER) -> int:
    """A group with the bot in it."""
    group = people.found_chat(talk.server.world, "supergroup", "读报", by=by)
    group.members[talk.server.world.bot_id] = "administrator" if admin_bot else "member"  # for long
    return group.id


def calls(talk: Talk, method: str) -> list[Json]:
    """The Bot API calls of one method."""
    return [call for call in talk.server.world.calls if call["method"] == method]


async def test_further_questions_come_under_the_answer(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only those that are answered with another figure; the next answer from that article has them at once."""
    monkeypatch.setattr(suggestions, "suggest", lambda article: [HELMETS, "没有吗?", GIVER, "段落在哪?"])
    answer = await talk.ask(HELMETS)
    await talk.until(lambda: GIVER in labels(talk.now(answer)))
    assert labels(talk.now(answer)) == ["原文", "更多", "👍", "👎", GIVER, HANS.tell_me, HANS.verify]

    assert await talk.tap(answer, button(talk.now(answer), GIVER)) == ""
    (second,) = await talk.until(lambda: talk.said(after=answer["message_id"]))
    assert second["text"].startswith(f"问：{GIVER}\n高新区城市管理和综合执法局")
    assert HELMETS in labels(second)
    assert len(calls(talk, "editMessageReplyMarkup")) == 1


async def test_a_thumb_down_asks_what_is_wrong_and_nothing_of_the_reader_is_kept(talk: Talk) -> None:
    """Two taps; the word is kept with the question, for the editors."""
    answer = await talk.ask(HELMETS)
    why = await talk.tap_and_see(answer, "👎")
    assert labels(why) == ["数字错", "答非所问", "没找到", "回到回答"]
    assert why["text"] == answer["text"]
    assert asked(talk)[0]["verdict"] == "bad"
    assert await talk.tap(why, button(why, "数字错")) == HANS.thanks
    await talk.until(lambda: "👎 ✓" in labels(talk.now(answer)))
    (kept,) = asked(talk)
    assert (kept["question"], kept["answered"], kept["verdict"]) == (HELMETS, 1, "figure")
    assert kept["asked_at"] % 3600 == 0
    assert str(READER) not in str(kept)

    assert await talk.tap(answer, button(talk.now(answer), "👍")) == HANS.thanks
    await talk.until(lambda: "👍 ✓" in labels(talk.now(answer)))
    assert asked(talk)[0]["verdict"] == "good"


async def test_questions_are_not_kept_where_the_operator_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then there are no thumbs either, and /privacy says it."""
    async with bot_at_work(tmp_path, monkeypatch, keep_questions=False) as talk:
        assert labels(await talk.ask(HELMETS)) == ["原文", "更多", HANS.tell_me, HANS.verify]
        await talk.settled()
        assert [(row["question"], row["fact"]) for row in asked(talk)] == [("", None)], "counted, without its words"
        assert HANS.privacy_no_questions in (await talk.ask("/privacy"))["text"]


async def test_privacy_says_what_is_kept(talk: Talk) -> None:
    """And for how long."""
    assert HANS.privacy_questions in (await talk.ask("/privacy"))["text"]


async def test_short_answers_leave_the_passage_out(talk: Talk) -> None:
    """The figure, the sentence, the source; chosen by a button and taken back by one."""
    choice = await talk.ask("/settings")
    assert "回答：附报道原文" in choice["text"]
    assert await talk.tap(choice, button(choice, "只说答案")) == HANS.saved
    answer = await talk.ask(HELMETS)
    assert answer["text"].split("\n") == [
        "50名",
        "给50名环卫工人送了头盔。",
        "《“爱心头盔”赠环卫工人》 · 2022年8月19日",
    ]
    assert talk.newsroom.helmets.paragraphs[0] in (await talk.ask("段落？"))["text"]

    assert await talk.tap(choice, "p:short:0") == HANS.saved
    assert talk.newsroom.helmets.paragraphs[0] in (await talk.ask(HELMETS))["text"]


async def test_quiet_hours_and_time_zone_are_chosen_by_buttons(talk: Talk) -> None:
    """They count for alerts; what else was chosen about these stays."""
    choice = await talk.ask("/settings")
    hours = await talk.tap_and_see(choice, "免打扰时间")
    assert await talk.tap(hours, button(hours, "22 点到 7 点")) == HANS.saved
    await talk.until(lambda: "免打扰：22 点到 7 点" in talk.now(choice)["text"])
    zones = await talk.tap_and_see(choice, "时区")
    assert "✓ 北京时间" in labels(zones)
    assert await talk.tap(zones, button(zones, "巴黎")) == HANS.saved
    await talk.until(lambda: "时区：巴黎" in talk.now(choice)["text"])
    how = timing.unpack(subscriptions.timing(talk.newsroom.db(), READER))
    assert how == Timing(quiet=(22, 7), zone="Europe/Paris")

    assert await talk.tap(choice, "p:quiet:-") == HANS.saved
    assert await talk.tap(choice, "p:back") == ""
    forged = ("p:quiet:1:2", "p:zone:99", "p:zone:x", "p:zone:-1", "p:short:2", "p:x:1", "p:x", "k:1:x", "m:x", "k:1")
    for data in forged:
        assert await talk.tap(choice, data) == HANS.gone_button, data


async def test_a_reader_who_only_taps_gets_everywhere(talk: Talk) -> None:
    """From the first message to the articles, alerts, settings and help."""
    first = await talk.ask("/start")
    assert HANS.start_alerts.format(button=HANS.menu_alerts) in first["text"]
    for label, expected in (
        ("最新报道", HANS.latest),
        ("全部报道", "共 2 篇报道"),
        ("提醒", HANS.subscribe_all),
        ("设置", "回答：附报道原文"),
        ("怎么用", "像问人一样写一句话"),
    ):
        last = talk.said()[-1]
        assert await talk.tap(first, button(first, label)) == ""
        shown = await talk.reply_after(last)
        assert expected in shown["text"] + "".join(labels(shown))


async def test_an_impatient_finger_asks_once(talk: Talk) -> None:
    """Two taps within a second on a question are one question."""
    first = await talk.ask("/start")
    data = button(first, "谁送的头盔？")
    await asyncio.gather(talk.tap(first, data), talk.tap(first, data))
    await talk.settled()

    assert len(talk.said(after=first["message_id"])) == 1


async def test_a_group_may_want_plain_questions_answered(talk: Talk) -> None:
    """Its admins decide; then a question that the paper answers is answered, and nothing else gets a word."""
    group = group_of(talk, admin_bot=True)
    choice = await talk.reply_after(talk.say("/settings", OTHER, chat_id=group))
    assert "没有@我的问题：不回答" in choice["text"]
    talk.say(HELMETS, chat_id=group)
    await talk.settled()
    assert len(talk.said(group)) == 1
    assert await talk.tap(choice, button(choice, HANS.plain_on), READER) == HANS.not_yours
    assert await talk.tap(choice, button(choice, HANS.plain_on), OTHER) == HANS.saved
    await talk.until(lambda: "没有@我的问题：也回答" in talk.now(choice)["text"])
    assert HANS.plain_deaf not in talk.now(choice)["text"]

    question = talk.say(HELMETS, chat_id=group)
    answer = await talk.reply_after(question)
    assert answer["text"].startswith("50名")
    assert answer["reply_to_message"]["message_id"] == question["message_id"]
    for text in ("大家早上好", "没有注册资本吗？", "好"):
        talk.say(text, chat_id=group)
    talk.say("真的吗？", OTHER, chat_id=group, reply_to=question["message_id"])
    await talk.settled()
    assert len(talk.said(group)) == 2


async def test_a_group_whose_messages_are_kept_from_the_bot_is_told_so(talk: Talk) -> None:
    """Telegram's privacy mode: only an admin bot hears plain messages."""
    group = group_of(talk, admin_bot=False)
    choice = await talk.reply_after(talk.say("/settings", OTHER, chat_id=group))
    assert await talk.tap(choice, "p:plain:1", OTHER) == HANS.saved

    await talk.until(lambda: HANS.plain_deaf in talk.now(choice)["text"])


async def test_a_channel_asks_by_command_and_by_name(talk: Talk) -> None:
    """Its posts have no author; other posts get no answer."""
    world = talk.server.world
    channel = people.found_chat(world, "channel", "晚报", by=ADMIN_ID)
    people.set_status(world, channel.id, world.bot_id, "administrator", by=ADMIN_ID)
    posts = [f"/ask {HELMETS}", f"@{world.username} 段落？", "今日要闻"]
    for text in posts:
        talk.say(text, ADMIN_ID, chat_id=channel.id)
    await talk.settled()

    said = [m["text"] for m in world.chats[channel.id].messages.values() if m["text"] not in posts]
    assert len(said) == 2
    assert said[0].startswith("50名")
    assert said[1].startswith("报道里是这样说的")


async def test_admins_hear_who_was_braked(talk: Talk) -> None:
    """Once a day, by name and number, not what was asked."""
    talk.say("/help", ADMIN_ID)
    await talk.until(lambda: talk.said(ADMIN_ID))
    for _ in range(23):
        talk.say(HELMETS)
    told = await talk.until(lambda: talk.said(ADMIN_ID)[1:])
    await talk.settled()

    assert [one["text"] for one in told] == [HANS.braked_minute.format(name="读者甲", id=READER, limit=20)]
    assert (await talk.ask("/help", OTHER))["text"]


async def test_an_edited_question_whose_answer_was_deleted_is_answered_below(talk: Talk) -> None:
    """There is nothing left to change."""
    question = talk.say("没有注册资本吗？")
    answer = await talk.reply_after(question)
    await talk.settled()
    people.erase(talk.server.world, READER, answer["message_id"])
    people.rewrite(talk.server.world, READER, READER, question["message_id"], HELMETS)

    (fresh,) = await talk.until(lambda: talk.said(after=answer["message_id"]))
    assert fresh["text"].startswith("50名")


async def test_a_deleted_question_is_answered_all_the_same(talk: Talk) -> None:
    """In a group, where the answer would be a reply to it."""
    group = group_of(talk, admin_bot=False)
    question = talk.say(f"/ask {HELMETS}", chat_id=group)
    people.erase(talk.server.world, group, question["message_id"])

    assert (await talk.reply_after(question))["text"].startswith("50名")


async def test_a_button_of_a_message_that_is_gone(talk: Talk) -> None:
    """Telegram says no more of an old message than its number; the tap is answered all the same."""
    answer = await talk.ask(HELMETS)
    data = button(answer, "更多")
    people.erase(talk.server.world, READER, answer["message_id"])

    assert await talk.tap(answer, data) == ""
    assert (await talk.ask(HELMETS, OTHER))["text"].startswith("50名")


async def test_marks_of_any_markup_are_shown_as_typed(talk: Talk) -> None:
    """Markdown and HTML in a question are words like others, also where the question is shown again."""
    assert (await talk.ask("*多少*名 _环卫_ [工人](http://x) `送`？"))["text"].startswith("50名")
    assert (await talk.ask("没有 <b>注册</b> &amp; **资本** 吗？"))["text"].startswith(HANS.refusal)
    assert HANS.gone_article == (await talk.ask("/start a_999"))["text"]


async def test_a_photo_without_words_gets_a_kind_word_and_one_with_words_an_answer(talk: Talk) -> None:
    """The caption is the question."""
    photo = {"photo": [{"file_id": "x", "file_unique_id": "y", "width": 1, "height": 1}]}
    assert (await talk.reply_after(talk.put(photo)))["text"] == HANS.text_only
    captioned = photo | {"caption": HELMETS}
    assert (await talk.reply_after(talk.put(captioned)))["text"].startswith("50名")


async def test_refused_markup_of_an_edit_becomes_plain_text(talk: Talk) -> None:
    """As with a new message: the words matter more than the tags."""
    answer = await talk.ask(HELMETS)
    refused = "can't parse entities: Unsupported start tag"
    talk.server.world.faults.order(Fault("bad-request", "editMessageText", description=refused))

    shown = await talk.tap_and_see(answer, "更多")
    assert shown["text"].startswith("第 2 段")
    assert "entities" not in shown


async def test_callback_data_made_up_at_random_breaks_nothing(talk: Talk) -> None:
    """Every verb with any arguments: acknowledged, nothing apologised for, and the next question is answered."""
    answer, made_up = await talk.ask(HELMETS), random.Random(6)
    for _ in range(150):
        parts = [made_up.choice([*DEEDS, "z"])]
        parts += [
            "".join(made_up.choices("0123456789-xaz²\u0661", k=made_up.randint(0, 4)))
            for _ in range(made_up.randint(0, 4))
        ]
        await talk.tap(answer, ":".join(parts)[:60])
    await talk.settled()

    assert HANS.trouble not in [one["text"] for one in talk.said()]
    assert (await talk.ask(HELMETS, OTHER))["text"].startswith("50名")


async def test_forgetme_counts_settings_and_subscriptions(talk: Talk) -> None:
    """What was chosen is gone as well."""
    choice = await talk.ask("/settings")
    assert await talk.tap(choice, "g:en") == EN.language_set
    assert await talk.tap(choice, "p:short:1") == EN.saved
    await talk.ask("/subscribe 头盔")
    done = await talk.tap_and_see(await talk.ask("/forgetme"), EN.forget_yes)

    assert done["text"] == "Deleted: 3 answers, 0 talks, 2 settings, 1 alerts."
    assert "回答：附报道原文" in (await talk.ask("/settings"))["text"]
