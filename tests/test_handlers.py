"""What a reader, a group or an admin sees: the real application against the local Bot API server, over HTTP."""

from __future__ import annotations

import asyncio
import json
import logging
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fakes import FakeNewsroom
from stage import fake_at_work
from telegram import Update

from bot import app as bot_app
from bot.answering import suggestions
from bot.app import listening
from bot.errors import AnotherBot, BotError, TelegramUnreachable, TokenRefused
from bot.local import deeds, people
from bot.local.errors import Json
from bot.local.faults import Fault
from bot.local.server import LocalServer
from bot.local.world import ADMIN_ID, Chat
from bot.publishing.outcomes import DryRun
from bot.services import CROWD, App, Services
from bot.settings import Settings
from bot.texts import EN, HANS, HANT
from bot.wire import inbox as bot_inbox
from bot.wire import limits as bot_limits
from bot.wire.inbox import Inbox
from store import inbox
from store.errors import DocumentRefused

READER, OTHER = 1001, 1002
PATIENCE = 20.0  # seconds; a busy machine is no fault


@dataclass
class Talk:
    """A bot at work, and the people who talk to it."""

    server: LocalServer
    newsroom: FakeNewsroom
    app: App
    stops: list[BotError]

    @property
    def services(self) -> Services:
        """What the handlers work with."""
        services: Services = self.app.bot_data["services"]
        return services

    def say(self, text: str, user: int = READER, **place: Any) -> Json:
        """Write *text*; returns the message."""
        return self.put(people.text_content(text), user, **place)

    def put(self, content: Json, user: int = READER, **place: Any) -> Json:
        """Send a message of any kind."""
        return people.say(self.server.world, user, content, **place).message

    async def ask(self, text: str, user: int = READER) -> Json:
        """Write *text* in private and wait for the bot's answer."""
        return await self.reply_after(self.say(text, user))

    async def reply_after(self, message: Json) -> Json:
        """The bot's first message after *message* in its chat."""
        chat = message["chat"]["id"]
        said: list[Json] = await self.until(lambda: self.said(chat, after=message["message_id"]))
        return said[0]

    def said(self, chat: int = READER, *, after: int = 0) -> list[Json]:
        """The bot's messages in a chat."""
        messages = self.server.world.chats[chat].messages.values()
        return [m for m in messages if m["from"]["is_bot"] and m["message_id"] > after]

    async def until(self, look: Callable[[], Any]) -> Any:
        """The first true value of *look*; the test fails after PATIENCE seconds."""
        end = time.monotonic() + PATIENCE
        while not (value := look()):
            assert time.monotonic() < end, "nothing came in time"
            await asyncio.sleep(0.005)
        return value

    async def enter_group(self, kind: str, *, by: int, is_forum: bool = False) -> tuple[Chat, Json]:
        """A new group that takes the bot in, as its admin, and the bot's first words there."""
        world = self.server.world
        group = people.found_chat(world, kind, "读报", by=by, is_forum=is_forum)
        people.set_status(world, group.id, world.bot_id, "administrator", by=by)
        greeting: list[Json] = await self.until(lambda: self.said(group.id))
        return group, greeting[0]

    async def tap(self, message: Json, data: str, user: int = READER) -> str:
        """Tap a button; returns the toast, "" if there is none."""
        query = people.tap(self.server.world, user, message["chat"]["id"], message["message_id"], data)
        await asyncio.wait_for(query.answered.wait(), 30)
        assert query.answer is not None
        return str(query.answer.get("text") or "")

    async def tap_and_see(self, message: Json, label: str, user: int = READER) -> Json:
        """Tap the button *label* and wait until the message has changed."""
        before = self.now(message)
        data = button(before, label)
        assert await self.tap(message, data, user) == ""
        return await self.changed(before)

    async def changed(self, message: Json) -> Json:
        """The message as it is when it says something else than *message*."""
        await self.until(lambda: self.now(message) != message)
        return self.now(message)

    def now(self, message: Json) -> Json:
        """The message as it is now."""
        found: Json = self.server.world.chats[message["chat"]["id"]].messages[message["message_id"]]
        return found

    async def settled(self) -> None:
        """Wait until every update is received and handled."""
        await self.until(lambda: not len(self.server.world.updates))
        await self.until(lambda: not list(inbox.unfinished(self.newsroom.db())))


def button(message: Json, label: str) -> str:
    """The callback data of the button *label*."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return str(next(one["callback_data"] for row in rows for one in row if one["text"] == label))


def labels(message: Json) -> list[str]:
    """What the buttons of a message say."""
    return [one["text"] for row in message.get("reply_markup", {}).get("inline_keyboard", []) for one in row]


@asynccontextmanager
async def bot_at_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, keep_questions: bool = True
) -> AsyncIterator[Talk]:
    """The application over a fake newsroom, on a local Bot API server without limits."""
    monkeypatch.setattr(suggestions, "suggest", lambda article: [])  # further questions have tests of their own
    how = {"admins": frozenset({ADMIN_ID}), "keep_questions": keep_questions}
    async with fake_at_work(tmp_path, monkeypatch, **how) as (fake, stage):
        yield Talk(stage.server, fake, stage.app, stage.stops)


@pytest.fixture
async def talk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Talk]:
    async with bot_at_work(tmp_path, monkeypatch) as talk:
        yield talk


async def test_start_says_what_is_known_and_its_examples_answer(talk: Talk) -> None:
    """Two lines and questions to tap; a tap asks the question and shows which one it was."""
    first = await talk.ask("/start")
    assert "2 篇报道（2022年8月19日至2022年8月20日）" in first["text"]
    assert labels(first)[:2] == ["给多少名环卫工人送了头盔？", "谁送的头盔？"]

    assert await talk.tap(first, button(first, "谁送的头盔？")) == ""
    answer = await talk.until(lambda: talk.said(after=first["message_id"]))
    assert answer[0]["text"].startswith("问：谁送的头盔？\n50名\n")


async def test_a_question_is_answered_with_figure_sentence_proof_and_source(talk: Talk) -> None:
    """The figure first, then the sentence, the printed words, the headline."""
    answer = await talk.ask("给多少名环卫工人送了头盔？")

    assert answer["text"].split("\n") == [
        "50名",
        "给50名环卫工人送了头盔。",
        talk.newsroom.helmets.paragraphs[0],
        "《“爱心头盔”赠环卫工人》 · 2022年8月19日",
    ]
    assert labels(answer) == ["原文", "更多", "👍", "👎", "有新报道时告诉我", "核对"]


async def test_the_buttons_of_an_answer_stay_in_its_message(talk: Talk) -> None:
    """原文, 更多 and the way back edit the one message."""
    answer = await talk.ask("给多少名环卫工人送了头盔？")

    article = await talk.tap_and_see(answer, "原文")
    assert "连日来,该局扎实组织活动。" in article["text"]
    assert "此文到这里中断" in article["text"]
    assert (await talk.tap_and_see(answer, "回到回答"))["text"] == answer["text"]
    second = await talk.tap_and_see(answer, "更多")
    assert second["text"].startswith("第 2 段，共 2 段")
    assert labels(second) == ["上一条", "原文", "回到回答"]
    # the passage is in the middle of a long article: its page is opened, not the first one
    assert "第 2 页，共 3 页" in (await talk.tap_and_see(answer, "原文"))["text"]
    assert "第 1 页，共 3 页" in (await talk.tap_and_see(answer, "‹ 上一页"))["text"]
    assert len(talk.said()) == 1


async def test_a_refusal_says_why(talk: Talk) -> None:
    """Words that no article holds are named; the nearest passage is marked as no answer."""
    answer = await talk.ask("没有注册资本吗？")

    assert answer["text"].startswith("报上没有找到这个问题的答案。\n没有找到提到“注册资本”的报道。\n下面这段最接近")


async def test_articles_can_be_read_from_the_list(talk: Talk) -> None:
    """/latest and /article list headlines; a tap opens one, with the way back; words and numbers narrow it down."""
    newest = await talk.ask("/latest")
    assert labels(newest) == ["园区<b>&大事记", "“爱心头盔”赠环卫工人"]
    opened = await talk.tap_and_see(newest, "园区<b>&大事记")
    assert opened["text"].startswith("园区<b>&大事记\n")
    assert "共 2 篇报道" in (await talk.tap_and_see(newest, "回到列表"))["text"]

    assert labels(await talk.ask("/article 头盔", OTHER)) == ["“爱心头盔”赠环卫工人"]
    assert "没有找到标题里有“<i>”的报道" in (await talk.ask("/article <i>", OTHER))["text"]
    assert "50名" in (await talk.ask(f"/article {talk.newsroom.helmets.key}", OTHER))["text"]
    assert (await talk.ask("/article 99"))["text"] == HANS.gone_article


async def test_a_link_opens_its_article(talk: Talk) -> None:
    """`?start=a_<key>` can be shared."""
    assert "50名环卫工人" in (await talk.ask(f"/start a_{talk.newsroom.helmets.key}"))["text"]
    assert (await talk.ask("/start a_12345"))["text"] == HANS.gone_article


async def test_the_language_is_chosen_and_kept(talk: Talk) -> None:
    """Traditional characters change the words and the paper's script, English the words."""
    choice = await talk.ask("/settings")
    assert await talk.tap(choice, "g:zh-Hant") == HANT.language_set
    assert "“愛心頭盔”贈環衛工人" in (await talk.ask("给多少名环卫工人送了头盔？"))["text"]
    assert await talk.tap(choice, "g:en") == EN.language_set
    assert "Article" in labels(await talk.ask("给多少名环卫工人送了头盔？"))
    assert (await talk.ask("/nonsense", OTHER))["text"] == HANS.unknown_command
    menus = [call for call in talk.server.world.calls if call["method"] == "setMyCommands"]
    assert any("chat" in str(call["params"].get("scope")) for call in menus)


async def test_forgetme_deletes_and_says_what(talk: Talk) -> None:
    """Nothing is left of the person but that they asked to be forgotten; the earlier buttons say so kindly."""
    answer = await talk.ask("给多少名环卫工人送了头盔？")
    question = await talk.ask("/forgetme")
    assert (await talk.tap_and_see(question, "保留"))["text"] == HANS.forget_kept
    question = await talk.ask("/forgetme")
    done = await talk.tap_and_see(question, "全部删除")

    assert done["text"] == "已删除：3 条回答、1 段对话、0 项设置、0 个订阅。"
    assert await talk.tap(answer, button(answer, "原文")) == HANS.gone_button


@pytest.mark.parametrize(
    ("said", "heard"), [("你好！", HANS.greeting), ("谢谢你", HANS.welcome), ("？？", HANS.unreadable)]
)
async def test_a_courtesy_is_returned(talk: Talk, said: str, heard: str) -> None:
    """A greeting is no question: nobody is told that the paper does not mention it."""
    assert (await talk.ask(said))["text"] == heard


async def test_what_is_no_text_gets_a_kind_word(talk: Talk) -> None:
    """Stickers, voices, places: never silence."""
    for kind in ("sticker", "voice", "location", "contact", "dice", "poll", "video_note"):
        answer = await talk.reply_after(talk.put(people.odd_content(talk.server.world, kind)))
        assert answer["text"] == HANS.text_only, kind


async def test_odd_texts_are_answered(talk: Talk) -> None:
    """HTML, emojis, control characters, the longest message, right-to-left text: an answer or a kind word."""
    assert (await talk.ask("<b>多少名</b> & <script>？"))["text"].startswith("50名")
    assert (await talk.ask("🪖" * 60, OTHER))["text"] == HANS.unreadable
    assert (await talk.ask("？！…", OTHER))["text"] == HANS.unreadable
    assert (await talk.ask("多" + "多少名" * 1365))["text"].startswith("50名")
    assert (await talk.ask("\u202eمرحبا 多少？", OTHER))["text"].startswith("50名")
    await talk.reply_after(talk.put({"text": "给\x07多少\x00名？"}))
    assert talk.newsroom.asked[-1][0] == "给多少名？"


async def test_forged_and_stale_buttons_get_a_toast(talk: Talk) -> None:
    """Whatever the callback data is, the tap is acknowledged in words, and nothing changes."""
    answer = await talk.ask("给多少名环卫工人送了头盔？")
    forged = [
        "",
        "x",
        "o",
        "o:1",
        "o:1:0",
        "o:99:0:-",
        "o:1:99:-",
        "o:-1:0:0",
        "n:1:-1",
        "n:1:²",
        "b:9" * 9,
        "q:1:0",
        "a:99:0:0",
        "a:1:x:0",
        "l:١",
        "g:",
        "g:xx",
        "f:",
        "dp:1",
        "dp:x",
        "dd:1",
        "d:1:1",
        "o:1:0:" + "9" * 50,
    ]
    for data in forged:
        if data:
            assert await talk.tap(answer, data), data
    assert talk.now(answer)["text"] == answer["text"]
    # somebody else's reply
    other = await talk.ask("给多少名环卫工人送了头盔？", OTHER)
    assert await talk.tap(other, button(answer, "更多"), OTHER) == HANS.gone_button


async def test_a_double_tap_does_no_harm(talk: Talk) -> None:
    """The second tap finds the message as it is, which is no error."""
    answer = await talk.ask("给多少名环卫工人送了头盔？")
    data = button(answer, "更多")

    assert list(await asyncio.gather(talk.tap(answer, data), talk.tap(answer, data))) == ["", ""]
    await talk.settled()
    assert len(talk.said()) == 1


async def test_a_slow_tap_is_acknowledged_in_time(talk: Talk) -> None:
    """Also when the work behind it takes longer than a reader waits for a button."""
    first = await talk.ask("/start")
    talk.newsroom.before_answering = lambda _: time.sleep(1.5)

    assert await talk.tap(first, "q:1:0") == ""
    await talk.until(lambda: talk.said(after=first["message_id"]))


async def test_an_edited_question_changes_its_answer(talk: Talk) -> None:
    """The answer is replaced in its message; nothing new is said."""
    question = talk.say("没有注册资本吗？")
    answer = await talk.reply_after(question)
    people.rewrite(talk.server.world, READER, READER, question["message_id"], "给多少名环卫工人送了头盔？")

    assert (await talk.changed(answer))["text"].startswith("50名")
    assert len(talk.said()) == 1
    assert "环卫工人送了头盔" not in (await talk.tap_and_see(answer, "更多"))["text"]


async def test_a_follow_up_knows_what_was_said(talk: Talk) -> None:
    """The context of the last answer goes along; not that of another person."""
    await talk.ask("给多少名环卫工人送了头盔？")
    await talk.settled()
    await talk.ask("那同比呢？")
    context = talk.newsroom.asked[-1][1]
    assert context is not None
    assert context.question == "给多少名环卫工人送了头盔？"

    await talk.ask("那同比呢？", OTHER)
    assert talk.newsroom.asked[-1][1] is None


async def test_too_many_questions_are_braked_politely(talk: Talk) -> None:
    """Twenty a minute; then one kind sentence, and silence until the minute is over."""
    for _ in range(25):
        talk.say("给多少名环卫工人送了头盔？")
    await talk.until(lambda: len(talk.newsroom.asked) == 20)
    await talk.until(lambda: any("20 个问题" in m["text"] for m in talk.said()))
    await talk.settled()

    assert len(talk.newsroom.asked) == 20
    assert len(talk.said()) == 21
    assert (await talk.ask("/help"))["text"].startswith("怎么问")


async def test_the_bot_says_once_how_it_is_asked_when_it_comes_into_a_group(talk: Talk) -> None:
    """Not again when it is made an admin there, and not in a channel."""
    world = talk.server.world
    group, greeting = await talk.enter_group("group", by=OTHER)
    people.set_status(world, group.id, world.bot_id, "member", by=OTHER)
    channel = people.found_chat(world, "channel", "报知", by=ADMIN_ID)
    people.set_status(world, channel.id, world.bot_id, "administrator", by=ADMIN_ID)
    await talk.settled()

    assert greeting["text"] == HANS.start_group.format(username=world.username)
    assert talk.said(group.id) == [greeting]
    assert talk.said(channel.id) == []


async def test_a_group_is_answered_only_when_it_asks_the_bot(talk: Talk) -> None:
    """A mention, a reply to the bot, /ask with a question or on a message; as a reply to the asker, in their topic."""
    group, _ = await talk.enter_group("supergroup", by=ADMIN_ID, is_forum=True)
    name = talk.server.world.username
    chatter = talk.say("今天天气多少度？", chat_id=group.id)
    mention = talk.say(f"@{name} 给多少名环卫工人送了头盔？", chat_id=group.id, thread=5)
    first = await talk.reply_after(mention)
    follow = talk.say("谁送的？", OTHER, chat_id=group.id, reply_to=first["message_id"], thread=5)
    second = await talk.reply_after(follow)
    third = await talk.reply_after(talk.say("/ask", OTHER, chat_id=group.id, reply_to=chatter["message_id"]))
    fourth = await talk.reply_after(talk.say(f"/ask@{name} 段落？", chat_id=group.id))
    fifth = await talk.reply_after(talk.say("/ask", chat_id=group.id))
    talk.put(people.odd_content(talk.server.world, "sticker"), chat_id=group.id)
    await talk.settled()

    assert [text for text, _ in talk.newsroom.asked] == [
        "给多少名环卫工人送了头盔？",
        "谁送的？",
        "今天天气多少度？",
        "段落？",
    ]
    assert first["message_thread_id"] == second["message_thread_id"] == 5
    assert first["reply_to_message"]["message_id"] == mention["message_id"]
    assert "message_thread_id" not in third
    assert fourth["text"].startswith("报道里是这样说的：")
    assert fifth["text"] == HANS.ask_for_question
    assert len(talk.said(group.id)) == 6


async def test_in_a_group_its_admins_choose_the_language(talk: Talk) -> None:
    """A member's tap is declined kindly."""
    group, _ = await talk.enter_group("group", by=OTHER)
    choice = await talk.reply_after(talk.say("/settings", chat_id=group.id))

    assert await talk.tap(choice, "g:en", READER) == HANS.not_yours
    assert await talk.tap(choice, "g:en", OTHER) == EN.language_set
    assert (await talk.reply_after(talk.say("/forgetme", chat_id=group.id)))["text"] == EN.forget_in_private


async def test_a_group_that_becomes_a_supergroup_keeps_its_settings(talk: Talk) -> None:
    """Its number changes, its language and its buttons do not."""
    group, _ = await talk.enter_group("group", by=ADMIN_ID)
    choice = await talk.reply_after(talk.say("/settings", ADMIN_ID, chat_id=group.id))
    assert await talk.tap(choice, "g:en", ADMIN_ID) == EN.language_set
    moved = people.migrate(talk.server.world, group.id, by=ADMIN_ID)
    await talk.settled()

    assert (await talk.reply_after(talk.say("/ask", chat_id=moved.id)))["text"] == EN.ask_for_question


def upload(talk: Talk, name: str, text: str, user: int) -> Json:
    """Send a text file."""
    content = people.upload_content(talk.server.world, "document", name, text.encode(), mime="text/plain", caption="")
    return talk.put(content, user)


async def test_inline_queries_are_answered_with_cards(talk: Talk) -> None:
    """Nothing typed: the newest articles; a question: the answer first; a chosen card can be sent anywhere."""

    async def ask_inline(text: str) -> list[Json]:
        query = people.ask_inline(talk.server.world, READER, text)
        await asyncio.wait_for(query.answered.wait(), 5)
        assert query.answer is not None
        people.choose(talk.server.world, query.id, "0")
        results: list[Json] = query.answer["results"]
        return results

    assert [card["title"] for card in await ask_inline("")] == ["园区<b>&大事记", "“爱心头盔”赠环卫工人"]
    found = await ask_inline("给多少名环卫工人送了头盔？")
    assert found[0]["title"] == "50名"
    assert len(found) == 3
    assert [card["title"] for card in await ask_inline("没有")] == [HANS.inline_nothing]
    await talk.settled()
    assert talk.newsroom.asked[-1][1] is None


async def test_an_error_is_told_kindly_and_logged_without_the_question(
    talk: Talk, caplog: pytest.LogCaptureFixture
) -> None:
    """The reader gets a sentence, the operator the kind and the place; the bot goes on."""

    def break_down(question: str) -> None:
        raise ValueError(f"cannot read {question}")

    talk.newsroom.before_answering = break_down
    with caplog.at_level(logging.ERROR):
        assert (await talk.ask("秘密多少？"))["text"] == HANS.trouble
        await talk.settled()
    assert "ValueError" in caplog.text
    assert "秘密" not in caplog.text
    talk.newsroom.before_answering = lambda _: None

    assert (await talk.ask("给多少名？"))["text"].startswith("50名")


@pytest.mark.parametrize("kind", ["drop-before", "error", "gateway", "retry"])
async def test_an_answer_survives_a_fault_on_the_way(talk: Talk, kind: str) -> None:
    """A lost connection, a server error, "retry after": the answer comes, once."""
    talk.server.world.faults.order(Fault(kind, "sendMessage", seconds=1.0))

    assert (await talk.ask("给多少名？"))["text"].startswith("50名")
    await talk.settled()
    assert len(talk.said()) == 1


async def test_an_answer_comes_after_an_outage(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    """While Telegram fails for longer than anybody tries, the update waits in the inbox and is answered later."""
    monkeypatch.setattr(bot_limits, "TRIES", 1)
    monkeypatch.setattr(bot_inbox, "RETRY_SECONDS", 0.1)
    talk.server.world.faults.order(Fault("error", "sendMessage", times=2))

    assert (await talk.ask("给多少名？"))["text"].startswith("50名")
    await talk.settled()
    assert len(talk.said()) == 1


async def test_refused_markup_is_sent_as_plain_text(talk: Talk) -> None:
    """A reader sees the words even if Telegram does not like the tags."""
    talk.server.world.faults.order(
        Fault("bad-request", "sendMessage", description="can't parse entities: Unsupported start tag")
    )

    answer = await talk.ask("给多少名环卫工人送了头盔？")
    assert answer["text"].startswith("50名\n给50名环卫工人送了头盔。")
    assert "entities" not in answer


async def test_a_reader_who_blocked_the_bot_disturbs_nobody(talk: Talk) -> None:
    """The answer cannot be delivered, and that is that."""
    talk.server.world.faults.order(Fault("forbidden", "sendMessage"))
    talk.say("给多少名？")
    await talk.settled()

    assert not talk.said()
    assert (await talk.ask("给多少名？"))["text"].startswith("50名")


@pytest.mark.parametrize(("text", "again"), [("/help", 1), ("给多少名？", 0)])
async def test_a_handler_that_runs_again_sends_nothing_twice(
    talk: Talk, monkeypatch: pytest.MonkeyPatch, text: str, again: int
) -> None:
    """After a crash behind the sending, the record says that the reply is out; with an answer's, all is done."""
    services = talk.services
    crashed = asyncio.Event()

    async def crash(update: Update) -> None:
        """The process ends before the update is marked as finished."""
        crashed.set()

    with monkeypatch.context() as patch:
        patch.setattr(Inbox, "end", staticmethod(crash))
        reply = await talk.ask(text)
        await crashed.wait()
    assert await services.inbox.resume(talk.app.bot) == again
    await talk.settled()

    assert talk.said() == [reply]


async def test_a_stop_does_not_wait_for_ever_and_loses_nothing(
    talk: Talk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What takes too long is broken off; the next start takes it up again."""
    monkeypatch.setattr(bot_app, "STOP_SECONDS", 0.3)
    began, end = threading.Event(), threading.Event()

    def slow(*_: object, **__: object) -> DryRun:
        began.set()
        end.wait(20)
        raise DocumentRefused("slow.txt", "太慢")

    patch = pytest.MonkeyPatch()
    patch.setattr(talk.newsroom.press, "prepare", slow)
    sent = upload(talk, "slow.txt", "正文", ADMIN_ID)
    await talk.until(began.is_set)
    before = time.monotonic()
    with bot_app.in_time(talk.app):
        await bot_app.wind_down(talk.app)
    assert time.monotonic() - before < 2
    end.set()
    patch.undo()

    async with listening(talk.services.settings, talk.services.newsroom, talk.stops.append):
        await talk.settled()
        assert "试读：slow.txt" in (await talk.reply_after(sent))["text"]


async def test_typing_is_shown_while_an_answer_takes_time(talk: Talk) -> None:
    """Only then: a quick answer needs no announcement."""
    await talk.ask("给多少名？")
    assert not [call for call in talk.server.world.calls if call["method"] == "sendChatAction"]
    talk.newsroom.before_answering = lambda _: time.sleep(0.6)
    await talk.ask("给多少名？")

    assert [call for call in talk.server.world.calls if call["method"] == "sendChatAction"]


async def test_in_a_crowd_nobody_is_told_to_wait(talk: Talk) -> None:
    """While so many wait, telling each of them that an answer is being written would make all of them wait longer."""
    talk.services.in_work = CROWD
    talk.newsroom.before_answering = lambda _: time.sleep(0.6)
    await talk.ask("给多少名？")
    await talk.until(lambda: talk.services.in_work == CROWD)

    assert not [call for call in talk.server.world.calls if call["method"] == "sendChatAction"]


async def test_the_bot_introduces_itself(talk: Talk) -> None:
    """Menus for private chats and groups, descriptions in the languages that Telegram tells apart."""
    await talk.until(
        lambda: [call for call in talk.server.world.calls if call["method"] == "setMyShortDescription"][1:]
    )
    calls = list(talk.server.world.calls)
    menus = [json.loads(call["params"]["scope"])["type"] for call in calls if call["method"] == "setMyCommands"]

    assert sum(scope != "chat" for scope in menus) == 8  # the desk's menus are of single chats
    assert [call["method"] for call in calls].count("setMyDescription") == 2


async def test_another_receiver_stops_the_bot_with_a_clear_word(talk: Talk) -> None:
    """A 409 is said as what it is."""

    def steal() -> bool:
        talk.server.world.updates.abort_poll("terminated by other getUpdates request")
        return bool(talk.stops)

    await talk.until(steal)

    assert isinstance(talk.stops[0], AnotherBot)
    assert "another program" in str(talk.stops[0])


async def test_no_telegram_no_bot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An address where nobody answers, and a token that nobody knows: one clear line each, without the token."""
    fake, newsroom = FakeNewsroom.over(tmp_path)
    token = "1:" + "A" * 35
    server = LocalServer()
    await server.start()
    for base_url, kind in (("http://127.0.0.1:9", TelegramUnreachable), (server.url, TokenRefused)):
        settings = Settings(data=tmp_path, token=token, base_url=base_url)
        with pytest.raises(kind) as raised:
            async with listening(settings, newsroom, lambda _: None):
                pass
        assert token not in str(raised.value)
    await server.stop()
    # threads may still be at work on the store
    await asyncio.get_running_loop().shutdown_default_executor()
    fake.close()


def test_every_kind_of_update_that_is_handled_is_asked_for() -> None:
    """What is not in this list never arrives."""
    assert set(bot_app.HEARD) >= {"message", "edited_message", "callback_query", "inline_query"}


async def test_deeds_of_the_local_server_reach_the_bot(talk: Talk) -> None:
    """The chat page's own way of writing a message leads to the same answer."""
    sent = deeds.send(talk.server.world, {"user_id": READER, "text": "给多少名？"})

    assert (await talk.reply_after(sent["message"]))["text"].startswith("50名")
