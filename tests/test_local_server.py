"""The local Bot API server, met by python-telegram-bot over real HTTP as the product meets Telegram."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

import httpx
import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllGroupChats,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    LinkPreviewOptions,
    ReactionTypeEmoji,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
    Update,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.local import deeds, people
from bot.local.client import LocalClient
from bot.local.errors import ApiError, ControlError
from bot.local.faults import Fault
from bot.local.limits import Limits
from bot.local.methods import TABLE
from bot.local.params import Params
from bot.local.server import LocalServer
from bot.local.world import ADMIN_ID, World

READER = 1001


@pytest.fixture
async def server() -> AsyncIterator[LocalServer]:
    server = LocalServer(limits=Limits.none())
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def world(server: LocalServer) -> World:
    return server.world


def client_of(server: LocalServer) -> Bot:
    return Bot(server.token, base_url=f"{server.url}/bot", base_file_url=f"{server.url}/file/bot")


@pytest.fixture
async def bot(server: LocalServer) -> AsyncIterator[Bot]:
    async with client_of(server) as bot:
        yield bot


def write(world: World, text: str, user_id: int = READER, **place: Any) -> people.Deed:
    return people.say(world, user_id, people.text_content(text), **place)


async def test_get_me(bot: Bot) -> None:
    """The bot learns its name and that inline mode is on."""
    me = await bot.get_me()

    assert (me.id, me.is_bot, me.supports_inline_queries, me.can_read_all_group_messages) == (1, True, True, False)


async def test_updates_stay_until_confirmed_by_offset(world: World, bot: Bot) -> None:
    """What was fetched and not confirmed comes again, in order; a higher offset forgets it."""
    write(world, "一")
    write(world, "/ask 二")

    first, second = await bot.get_updates()
    again = await bot.get_updates(limit=1)
    rest = await bot.get_updates(offset=second.update_id)
    nothing = await bot.get_updates(offset=second.update_id + 1)

    assert [u.update_id for u in again] == [first.update_id]
    assert [u.update_id for u in rest] == [second.update_id] == [first.update_id + 1]
    assert nothing == ()
    assert second.message
    assert second.message.entities[0].type == "bot_command"
    assert second.message.entities[0].length == 4


async def test_a_negative_offset_keeps_the_last(world: World, bot: Bot) -> None:
    """offset=-1 gives the latest update and forgets the earlier ones."""
    for text in "甲乙丙":
        write(world, text)

    (last,) = await bot.get_updates(offset=-1)
    (kept,) = await bot.get_updates()

    assert last.message
    assert last.message.text == "丙"
    assert kept.update_id == last.update_id


async def test_long_poll_ends_with_the_first_update(world: World, bot: Bot) -> None:
    """getUpdates with a timeout waits, and returns as soon as something is said."""
    poll = asyncio.create_task(bot.get_updates(timeout=20))
    await asyncio.sleep(0.1)
    assert not poll.done()

    write(world, "到了")

    (update,) = await asyncio.wait_for(poll, 2)
    assert update.message
    assert update.message.text == "到了"


async def test_long_poll_without_updates_times_out_empty(bot: Bot) -> None:
    assert await bot.get_updates(timeout=1) == ()


async def test_second_poll_ends_the_first_with_conflict(server: LocalServer, world: World, bot: Bot) -> None:
    """As on Telegram it is the earlier of two pollers that gets 409."""
    first = asyncio.create_task(bot.get_updates(timeout=20))
    await asyncio.sleep(0.1)
    async with client_of(server) as other:
        second = asyncio.create_task(other.get_updates(timeout=20))
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await asyncio.wait_for(first, 2)
        write(world, "您好")

        assert len(await second) == 1


async def test_a_poller_that_dies_loses_nothing(server: LocalServer, world: World, bot: Bot) -> None:
    """A long poll whose connection broke takes no updates with it."""
    async with httpx.AsyncClient() as client:
        with pytest.raises(httpx.ReadTimeout):
            await client.get(f"{server.url}/bot{server.token}/getUpdates?timeout=20", timeout=0.2)
    write(world, "还在")

    (update,) = await bot.get_updates(timeout=5)

    assert update.message
    assert update.message.text == "还在"


async def test_allowed_updates_hold_until_changed(world: World, bot: Bot) -> None:
    """Kinds not asked for are never queued; an empty list brings the default back."""
    await bot.get_updates(allowed_updates=[Update.CALLBACK_QUERY])
    assert write(world, "不要").update_id is None
    await bot.get_updates()
    assert write(world, "还是不要").update_id is None

    await bot.get_updates(allowed_updates=[])

    assert write(world, "要").update_id is not None


async def test_send_message_with_everything(world: World, bot: Bot) -> None:
    """Formatting, reply, keyboard and preview options come back as Telegram returns them."""
    asked = write(world, "发放金额多少？").message
    keyboard = InlineKeyboardMarkup.from_button(InlineKeyboardButton("原文", callback_data="a:1"))
    html = "<b>150万元</b>\n<blockquote expandable>预计&lt;发放&gt;</blockquote>"

    sent = await bot.send_message(
        READER,
        html,
        parse_mode="HTML",
        reply_parameters=ReplyParameters(asked["message_id"]),
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        reply_markup=keyboard,
    )

    assert sent.text == "150万元\n预计<发放>"
    assert [(e.type, e.offset, e.length) for e in sent.entities] == [
        ("bold", 0, 5),
        ("expandable_blockquote", 6, 6),
    ]
    assert sent.reply_to_message
    assert sent.reply_to_message.text == "发放金额多少？"
    assert sent.reply_markup == keyboard
    assert sent.text_html == html


async def test_reply_keyboard_goes_up_and_down(world: World, bot: Bot) -> None:
    """A reply keyboard belongs to the chat, not to the message."""
    write(world, "/start")

    sent = await bot.send_message(
        READER, "选", reply_markup=ReplyKeyboardMarkup([["最新", "帮助"]], resize_keyboard=True)
    )
    assert sent.reply_markup is None
    assert world.chats[READER].keyboard is not None
    await bot.send_message(READER, "好", reply_markup=ReplyKeyboardRemove())

    assert world.chats[READER].keyboard is None


async def test_refusals_of_sending(world: World, bot: Bot) -> None:
    """Each refusal is worded as Telegram words it, and arrives as the class that the library makes of it."""
    write(world, "/start")
    cases: list[tuple[type[TelegramError], str, dict[str, Any]]] = [
        (BadRequest, "Message text is empty", {"text": " \n "}),
        (BadRequest, "Message text is empty", {"text": "<b> </b>", "parse_mode": "HTML"}),
        (BadRequest, "Message is too long", {"text": "字" * 4097}),
        (BadRequest, 'Can\'t parse entities: unsupported start tag "p"', {"text": "<p>x</p>", "parse_mode": "HTML"}),
        (BadRequest, "Chat not found", {"text": "x", "chat_id": 77}),
        (Forbidden, "bot can't initiate conversation with a user", {"text": "x", "chat_id": 1002}),
        (BadRequest, "Message to be replied not found", {"text": "x", "reply_parameters": ReplyParameters(5)}),
        (BadRequest, "Message thread not found", {"text": "x", "message_thread_id": 3}),
    ]
    for kind, words, arguments in cases:
        with pytest.raises(kind) as caught:
            await bot.send_message(**{"chat_id": READER, **arguments})
        assert words in caught.value.message

    assert (await bot.send_message(READER, "<i>" + "字" * 4096 + "</i>", parse_mode="HTML")).text == "字" * 4096


async def test_blocked_bot_is_forbidden_to_write(world: World, bot: Bot) -> None:
    """Blocking gives my_chat_member and 403; unblocking ends it."""
    write(world, "/start")
    people.block(world, READER, blocked=True)

    with pytest.raises(Forbidden, match="blocked by the user"):
        await bot.send_message(READER, "在吗")
    *_, update = await bot.get_updates()
    people.block(world, READER, blocked=False)

    assert update.my_chat_member
    assert update.my_chat_member.new_chat_member.status == "kicked"
    assert (await bot.send_message(READER, "在")).text == "在"


async def test_editing(world: World, bot: Bot) -> None:
    """Text and keyboard change in place; an unchanged message, a missing one and a person's own are refused."""
    mine = write(world, "我写的").message
    sent = await bot.send_message(READER, "旧")

    edited = await bot.edit_message_text("新", READER, sent.message_id)
    keyboard = InlineKeyboardMarkup.from_button(InlineKeyboardButton("更多", callback_data="m"))
    marked = await bot.edit_message_reply_markup(READER, sent.message_id, reply_markup=keyboard)

    assert not isinstance(edited, bool)
    assert edited.text == "新"
    assert edited.edit_date is not None
    assert not isinstance(marked, bool)
    assert marked.reply_markup == keyboard
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_text("新", READER, sent.message_id, reply_markup=keyboard)
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("新", READER, 5)
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("新", READER, mine["message_id"])
    assert await bot.delete_message(READER, sent.message_id)
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(READER, sent.message_id)


async def test_callback_query_is_answered_once(world: World, bot: Bot) -> None:
    """A tap reaches the bot with its message; the second answer, and one to an unknown query, come too late."""
    write(world, "/start")
    keyboard = InlineKeyboardMarkup.from_button(InlineKeyboardButton("👍", callback_data="up"))
    sent = await bot.send_message(READER, "好吗", reply_markup=keyboard)
    tap = asyncio.create_task(
        deeds.tap(world, {"user_id": READER, "chat_id": READER, "message_id": sent.message_id, "data": "up", "wait": 5})
    )
    await asyncio.sleep(0)
    *_, update = await bot.get_updates(timeout=5)
    query = update.callback_query
    assert query is not None
    assert query.message is not None
    assert (query.data, query.message.message_id) == ("up", sent.message_id)

    await query.answer("谢谢")

    assert (await tap)["answer"] == {"text": "谢谢", "show_alert": False}
    for query_id in (query.id, "12345"):
        with pytest.raises(BadRequest, match="Query is too old and response timeout expired or query id is invalid"):
            await bot.answer_callback_query(query_id)


async def test_callback_query_expires(server: LocalServer, world: World, bot: Bot) -> None:
    """An answer after the deadline is refused."""
    world.query_seconds = 0.05
    sent = write(world, "/start").message
    query = people.tap(world, READER, READER, sent["message_id"], "x")
    await asyncio.sleep(0.06)

    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(query.id)


async def test_a_button_of_a_message_long_gone(world: World, bot: Bot) -> None:
    """Its message is inaccessible: a chat, an id, and the date 0."""
    people.tap(world, READER, READER, 1, "a:99")

    (update,) = await bot.get_updates()

    assert update.callback_query
    assert update.callback_query.message
    assert not update.callback_query.message.is_accessible


@pytest.mark.parametrize(
    ("button", "words"),
    [
        ({"text": "x", "callback_data": "字" * 21 + "ab"}, "BUTTON_DATA_INVALID"),
        ({"text": "", "callback_data": "x"}, "text must be non-empty"),
        ({"text": "x"}, "Text buttons are unallowed"),
        ({"text": "x", "url": "not a url"}, "Wrong HTTP URL"),
        ({"text": "x", "url": "http://a.cn", "callback_data": "x"}, "Only one action"),
        ({"callback_data": "x"}, 'Field "text" must be of type String'),
    ],
)
async def test_bad_buttons(world: World, server: LocalServer, button: dict[str, str], words: str) -> None:
    """A button needs a text and exactly one action; callback data end at 64 bytes, not characters."""
    write(world, "/start")
    body = {"chat_id": READER, "text": "x", "reply_markup": {"inline_keyboard": [[button]]}}

    async with httpx.AsyncClient() as client:
        answer = (await client.post(f"{server.url}/bot{server.token}/sendMessage", json=body)).json()

    assert answer["error_code"] == 400
    assert words in answer["description"]


async def test_at_most_a_hundred_buttons(world: World, bot: Bot) -> None:
    """The hundred-and-first button is one too many; an empty keyboard is none."""
    write(world, "/start")
    row = [InlineKeyboardButton("x", callback_data="x")]

    with pytest.raises(BadRequest, match="Reply markup is too long"):
        await bot.send_message(READER, "x", reply_markup=InlineKeyboardMarkup([row] * 101))

    assert (await bot.send_message(READER, "x", reply_markup=InlineKeyboardMarkup([[]]))).reply_markup is None


async def test_files_both_ways(world: World, bot: Bot) -> None:
    """A document uploaded by a person downloads byte for byte; one sent by the bot can be sent again by its id."""
    page = "本报讯\r\n".encode() * 1000
    content = people.upload_content(world, "document", "../版 面.txt", page, mime=None, caption="请看")
    people.say(world, ADMIN_ID, content)
    (update,) = await bot.get_updates()
    assert update.message
    assert update.message.document

    file = await update.message.document.get_file()
    received = bytes(await file.download_as_bytearray())
    sent = await bot.send_document(ADMIN_ID, page, filename="报告.txt", caption="<b>好</b>", parse_mode="HTML")
    assert sent.document is not None
    again = await bot.send_document(ADMIN_ID, sent.document.file_id)

    assert received == page
    assert update.message.caption == "请看"
    assert sent.document.file_name == "报告.txt"
    assert sent.document.file_size == len(page)
    assert again.document
    assert again.document.file_id == sent.document.file_id
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await bot.send_document(ADMIN_ID, page, caption="字" * 1025)
    with pytest.raises(BadRequest, match="Wrong file_id"):
        await bot.get_file("nonsense")


async def test_photos(world: World, bot: Bot) -> None:
    """Only a picture is taken for a photo; its size is read from it."""
    write(world, "/start")
    png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (30).to_bytes(4, "big") + (20).to_bytes(4, "big") + b"\x08\x02\0\0\0"

    sent = await bot.send_photo(READER, png, caption="图")

    assert [(size.width, size.height) for size in sent.photo] == [(30, 20)]
    with pytest.raises(BadRequest, match="Image_process_failed"):
        await bot.send_photo(READER, b"no picture")


@pytest.mark.parametrize("kind", ["sticker", "voice", "location", "contact", "dice", "poll", "video_note"])
async def test_odd_messages_are_well_formed(world: World, bot: Bot, kind: str) -> None:
    """Whatever people send besides text is an object that the library reads in full."""
    people.say(world, READER, people.odd_content(world, kind))

    (update,) = await bot.get_updates()

    assert update.message is not None
    assert getattr(update.message, kind) is not None
    assert not update.message.api_kwargs


async def test_commands_by_scope_and_language(world: World, bot: Bot) -> None:
    """The narrowest scope wins; languages are two letters; names are lower case."""
    await bot.set_my_commands([BotCommand("help", "帮助")])
    await bot.set_my_commands([BotCommand("ask", "提问")], language_code="zh")
    await bot.set_my_commands([BotCommand("latest", "最新")], scope=BotCommandScopeAllGroupChats())

    assert [c.command for c in await bot.get_my_commands()] == ["help"]
    assert [c.command for c in await bot.get_my_commands(language_code="zh")] == ["ask"]
    menus = {
        private: [c["command"] for c in world.profile.menu(5, 5, private=private, admin=False, code="zh-hans")]
        for private in (True, False)
    }
    assert menus == {True: ["ask"], False: ["latest"]}
    with pytest.raises(BadRequest, match="Invalid language code"):
        await bot.set_my_commands([], language_code="zh-hans")
    with pytest.raises(BadRequest, match="Bot_command_invalid"):
        await bot.set_my_commands([BotCommand("Ask", "提问")])
    with pytest.raises(BadRequest, match="Bot_command_description_invalid"):
        await bot.set_my_commands([BotCommand("ask", "")])


async def test_descriptions(bot: Bot) -> None:
    """Name, description and short description by language, each within its length."""
    await bot.set_my_description("读报问答")
    await bot.set_my_short_description("报知")
    await bot.set_my_name("报知 · 沈阳")

    assert (await bot.get_my_description("en")).description == "读报问答"
    assert (await bot.get_me()).first_name == "报知 · 沈阳"
    with pytest.raises(BadRequest, match="too long"):
        await bot.set_my_short_description("字" * 121)


async def test_inline_query(world: World, bot: Bot) -> None:
    """Results are checked; a chosen one is sent with its formatting, and its buttons name the inline message."""
    query = people.ask_inline(world, READER, "头盔")
    (update,) = await bot.get_updates()
    keyboard = InlineKeyboardMarkup.from_button(InlineKeyboardButton("原文", callback_data="a:1"))
    content = InputTextMessageContent("<b>400多座</b>", parse_mode="HTML")
    result = InlineQueryResultArticle("1", "头盔", content, reply_markup=keyboard)
    assert update.inline_query
    assert update.inline_query.query == "头盔"
    with pytest.raises(BadRequest, match="Result_id_duplicate"):
        await update.inline_query.answer([result, result])

    await update.inline_query.answer([result], cache_time=10)

    deed = people.choose(world, query.id, "1")
    people.tap(world, READER, READER, deed.message["message_id"], "a:1")
    *_, tapped = await bot.get_updates()
    assert deed.message["text"] == "400多座"
    assert deed.message["entities"][0]["type"] == "bold"
    assert tapped.callback_query
    assert tapped.callback_query.inline_message_id
    assert await bot.edit_message_text("新", inline_message_id=tapped.callback_query.inline_message_id) is True


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("大家好", False),
        ("/ask 头盔", True),
        ("/ask@baozhi_local_bot 头盔", True),
        ("/ask@other_bot 头盔", False),
        ("@baozhi_local_bot 头盔", True),
    ],
)
async def test_privacy_mode_in_groups(world: World, text: str, heard: bool) -> None:
    """The bot hears commands, mentions and replies to it, and nothing else, until it is an administrator."""
    group = people.found_chat(world, "supergroup", "读者群", by=ADMIN_ID)
    people.set_status(world, group.id, world.bot_id, "member", by=ADMIN_ID)

    assert (write(world, text, chat_id=group.id).update_id is not None) is heard
    people.set_status(world, group.id, world.bot_id, "administrator", by=ADMIN_ID)
    assert write(world, text, chat_id=group.id).update_id is not None


async def test_forum_topics_and_replies(world: World, bot: Bot) -> None:
    """An answer goes into the asker's topic; a reply to the bot is heard in privacy mode."""
    group = people.found_chat(world, "supergroup", "读者群", by=ADMIN_ID, is_forum=True)
    people.set_status(world, group.id, world.bot_id, "member", by=ADMIN_ID)
    write(world, "/ask 头盔", chat_id=group.id, thread=7)

    sent = await bot.send_message(group.id, "答", message_thread_id=7)
    reply = write(world, "真的？", chat_id=group.id, reply_to=sent.message_id)

    assert sent.message_thread_id == 7
    assert sent.is_topic_message
    assert reply.update_id is not None
    assert (await bot.get_chat(group.id)).is_forum


async def test_migration_to_a_supergroup(world: World, bot: Bot) -> None:
    """The old id is refused with the new one; both service messages arrive."""
    group = people.found_chat(world, "group", "小群", by=ADMIN_ID)
    people.set_status(world, group.id, world.bot_id, "member", by=ADMIN_ID)

    new = people.migrate(world, group.id, by=ADMIN_ID)

    with pytest.raises(ChatMigrated) as caught:
        await bot.send_message(group.id, "在吗")
    assert caught.value.new_chat_id == new.id
    messages = [update.message for update in await bot.get_updates() if update.message]
    assert [m.migrate_to_chat_id for m in messages if m.migrate_to_chat_id] == [new.id]
    assert [m.migrate_from_chat_id for m in messages if m.migrate_from_chat_id] == [group.id]


async def test_members_of_a_group(world: World, bot: Bot) -> None:
    """Every status reads as a full ChatMember; who leaves a group may not write there."""
    group = people.found_chat(world, "supergroup", "读者群", by=ADMIN_ID)
    for status in ("restricted", "administrator", "member"):
        people.set_status(world, group.id, world.bot_id, status, by=ADMIN_ID)
        assert (await bot.get_chat_member(group.id, bot.id)).status == status

    assert [member.user.id for member in await bot.get_chat_administrators(group.id)] == [ADMIN_ID]
    assert await bot.leave_chat(group.id)
    with pytest.raises(Forbidden, match="bot is not a member of the supergroup chat"):
        await bot.send_message(group.id, "x")


async def test_channel_posts(world: World, bot: Bot) -> None:
    """A channel speaks as itself, and only its administrators may write."""
    channel = people.found_chat(world, "channel", "报知频道", by=ADMIN_ID, username="baozhi_news")
    people.set_status(world, channel.id, world.bot_id, "member", by=ADMIN_ID)
    with pytest.raises(BadRequest, match="Need administrator rights"):
        await bot.send_message("@baozhi_news", "x")
    people.set_status(world, channel.id, world.bot_id, "administrator", by=ADMIN_ID)

    sent = await bot.send_message("@baozhi_news", "今日要闻")
    write(world, "读者来信", ADMIN_ID, chat_id=channel.id)

    *_, update = await bot.get_updates()
    assert sent.from_user is None
    assert sent.sender_chat
    assert sent.sender_chat.id == channel.id
    assert update.channel_post
    assert update.channel_post.text == "读者来信"


async def test_an_edited_question_comes_as_such(world: World, bot: Bot) -> None:
    deed = write(world, "头盔多少")
    people.rewrite(world, READER, READER, deed.message["message_id"], "头盔多少座？")

    _, update = await bot.get_updates()

    assert update.edited_message
    assert update.edited_message.text == "头盔多少座？"


async def test_reactions(world: World, bot: Bot) -> None:
    """The bot reacts with one emoji of Telegram's list; people's reactions come only if asked for."""
    message = write(world, "谢谢").message
    assert await bot.set_message_reaction(READER, message["message_id"], ReactionTypeEmoji("👍"))
    with pytest.raises(BadRequest, match="Reaction_invalid"):
        await bot.set_message_reaction(READER, message["message_id"], ReactionTypeEmoji("🍚"))
    assert people.react(world, READER, READER, message["message_id"], "👎") is None

    await bot.get_updates(allowed_updates=["message_reaction"])

    assert people.react(world, READER, READER, message["message_id"], "👎") is not None


async def test_chat_action(world: World, bot: Bot) -> None:
    """Typing is shown to the page; an unknown action is refused."""
    heard: list[str] = []
    world.listeners.add(lambda event, body: heard.append(event))
    write(world, "/start")

    assert await bot.send_chat_action(READER, "typing")

    assert "action" in heard
    with pytest.raises(BadRequest, match="Wrong parameter action"):
        await bot.send_chat_action(READER, "sleeping")


async def test_wrong_tokens_and_methods(server: LocalServer, bot: Bot) -> None:
    """401 for a token of the right shape, 404 for nonsense, for an unknown method and for any other path."""
    with pytest.raises(EndPointNotFound):
        await bot.do_api_request("sendStory")
    async with httpx.AsyncClient(base_url=server.url) as client:
        for path, code, words in (
            (f"/bot{server.token}/sendStory", 404, "Not Found: method not found"),
            ("/bot1:x/getMe", 401, "Unauthorized"),
            ("/botx/getMe", 404, "Not Found"),
            ("/elsewhere", 404, "Not Found"),
            (f"/file/bot{server.token}/documents/../../etc/passwd", 404, "Not Found"),
        ):
            response = await client.get(path)
            assert response.json() == {"ok": False, "error_code": code, "description": words}
            assert response.status_code == code


async def test_parameters_in_every_encoding(server: LocalServer, world: World) -> None:
    """Query, form, JSON and multipart are read alike, the method name in any case."""
    write(world, "/start")
    values = {"chat_id": str(READER), "text": "您好"}
    async with httpx.AsyncClient(base_url=f"{server.url}/bot{server.token}") as client:
        answers = [
            await client.get("/sendMessage", params=values),
            await client.post("/sendmessage", data=values),
            await client.post("/SENDMESSAGE", json={"chat_id": READER, "text": "您好"}),
            await client.post("/sendMessage", data=values, files={"unused": b"x"}),
        ]
        broken = await client.post("/sendMessage", content=b"{", headers={"Content-Type": "application/json"})
        binary = await client.get(f"/sendMessage?chat_id={READER}&text=%ff")

    assert [answer.json()["result"]["text"] for answer in answers] == ["您好"] * 4
    assert broken.json()["error_code"] == 400
    assert binary.json()["description"] == "Bad Request: strings must be encoded in UTF-8"


async def test_faults_of_the_connection(world: World, bot: Bot) -> None:
    """drop-before leaves nothing done; drop-after has done it and loses the answer."""
    write(world, "/start")
    count = len(world.chats[READER].messages)
    world.faults.order(Fault("drop-before", method="sendMessage"))
    world.faults.order(Fault("drop-after", method="sendMessage"))

    with pytest.raises(NetworkError):
        await bot.send_message(READER, "一")
    assert len(world.chats[READER].messages) == count
    with pytest.raises(NetworkError):
        await bot.send_message(READER, "二")

    assert len(world.chats[READER].messages) == count + 1
    assert (await bot.send_message(READER, "三")).text == "三"


async def test_faults_of_the_server(world: World, bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    """500, a proxy's 502, 403 for one chat, 400, 429 with its wait, a delay; each as often as ordered."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    write(world, "/start")
    for fault, kind, words in (
        (Fault("error", method="sendMessage"), NetworkError, "Internal Server Error"),
        (Fault("gateway"), NetworkError, ""),
        (Fault("forbidden", chat_id=READER), Forbidden, "blocked"),
        (Fault("bad-request", description="message text is odd"), BadRequest, "Message text is odd"),
    ):
        world.faults.order(fault)
        with pytest.raises(kind) as caught:
            await bot.send_message(READER, "x")
        assert words in caught.value.message
    world.faults.order(Fault("retry", seconds=7, times=2, skip=1))
    assert await bot.send_message(READER, "x")
    for _ in range(2):
        with pytest.raises(RetryAfter) as waiting:
            await bot.send_message(READER, "x")
        assert waiting.value.retry_after == timedelta(seconds=7)
    world.faults.order(Fault("delay", seconds=0.5))
    with pytest.raises(TimedOut):
        await bot.send_message(READER, "x", read_timeout=0.1)
    assert (await bot.send_message(READER, "好")).text == "好"


async def test_limits_of_sending(monkeypatch: pytest.MonkeyPatch) -> None:
    """A private chat takes a short burst and then one a second; 429 says how long to wait."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    server = LocalServer()
    await server.start()
    async with client_of(server) as bot:
        write(server.world, "/start")
        for _ in range(5):
            await bot.send_message(READER, "x")
        with pytest.raises(RetryAfter) as caught:
            await bot.send_message(READER, "x")
    await server.stop()

    assert caught.value.retry_after == timedelta(seconds=1)


async def test_webhook(server: LocalServer, world: World, bot: Bot) -> None:
    """Updates are pushed in order with the secret, a refused one again; polling is a conflict meanwhile."""
    got: list[tuple[str, str]] = []
    complete = asyncio.Event()

    async def receive(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        headers = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:-2])
        update = json.loads(await reader.readexactly(int(headers["content-length"])))
        got.append((headers["x-telegram-bot-api-secret-token"], update["message"]["text"]))
        writer.write(b"HTTP/1.1 %s\r\nContent-Length: 0\r\n\r\n" % (b"500 No" if len(got) == 1 else b"200 OK"))
        await writer.drain()
        if len(got) == 3:
            complete.set()
        writer.close()
        await writer.wait_closed()

    hook = await asyncio.start_server(receive, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{hook.sockets[0].getsockname()[1]}/hook"
    with pytest.raises(BadRequest, match="Bad webhook: an https url must be provided"):
        await bot.set_webhook("http://example.com/hook")

    await bot.set_webhook(url, secret_token="geheim-geheim-geheim", allowed_updates=["message"])
    write(world, "甲")
    write(world, "乙")
    await asyncio.wait_for(complete.wait(), 5)
    await asyncio.sleep(0.1)  # for the server to read the last answer

    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()
    info = await bot.get_webhook_info()
    assert got == [("geheim-geheim-geheim", text) for text in "甲甲乙"]
    assert info.last_error_message == "Wrong response from the webhook: 500 No"
    assert info.pending_update_count == 0
    assert await bot.delete_webhook()
    assert await bot.get_updates() == ()
    hook.close()
    await hook.wait_closed()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Host": "localhost:1"}, 200),
        ({"Host": "evil.example"}, 403),
        ({"Host": "127.0.0.1.evil.example:80"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
    ],
)
async def test_only_this_machine_and_this_page(server: LocalServer, headers: dict[str, str], status: int) -> None:
    """A page elsewhere, or a name elsewhere that resolves here, can neither read nor write."""
    body = {"user_id": READER, "text": "/start"}
    async with httpx.AsyncClient(base_url=server.url) as client:
        assert (await client.post("/local/send", json=body, headers=headers)).status_code == status
        assert (await client.get("/local/state", headers=headers)).status_code == status


async def test_a_link_elsewhere_may_lead_to_the_page(server: LocalServer) -> None:
    """Following it shows the page, with a policy that lets in nothing from outside and lets nobody frame it."""
    followed = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    async with httpx.AsyncClient(base_url=server.url) as client:
        page = await client.get("/", headers=followed)
        assert (await client.get("/", headers={"Sec-Fetch-Site": "cross-site"})).status_code == 403
        assert (await client.get("/local/state", headers=followed)).status_code == 403

    policy = page.headers["Content-Security-Policy"]
    assert page.status_code == 200
    assert all(part in policy for part in ("default-src 'none'", "frame-ancestors 'none'", "script-src 'sha256-"))
    assert "unsafe" not in policy


ODD_VALUES = [
    *("", "null", "[]", "{}", "[null]", "[[1]]", "abc", "-1", "1e9", "1", '"x"', "\x00", "9" * 30, '{"type": 5}'),
    '[{"type": 5, "id": 1, "title": 2, "input_message_content": 3, "command": 4, "offset": "x"}]',
    '[{"type": "article", "id": "1", "title": "x", "input_message_content": {"message_text": 5, "entities": [1]}}]',
    '{"inline_keyboard": [[null]]}',
    '{"inline_keyboard": [[{"text": "x", "callback_data": 5}]]}',
    '{"inline_keyboard": [[{"text": "x", "copy_text": 5}]]}',
    '{"keyboard": [[5]], "input_field_placeholder": 5}',
    '{"message_id": "x", "chat_id": [], "quote": 5}',
]
NAMES = [
    *("chat_id", "text", "message_id", "reply_parameters", "reply_markup", "entities", "results", "commands", "scope"),
    *("reaction", "user_id", "document", "allowed_updates", "offset", "limit", "url", "action", "button", "file_id"),
    *("message_thread_id", "link_preview_options", "language_code", "secret_token", "caption_entities"),
]


@pytest.mark.parametrize("method", sorted(set(TABLE) - {"getUpdates"}))
def test_odd_parameters_are_refused_not_crashed_on(method: str) -> None:
    """Whatever a parameter holds, the method answers or refuses; any other exception would be the server's fault."""
    world = World(1)
    write(world, "/start")
    message = world.post(world.chats[READER], world.bot, {"text": "x"})
    good = {"chat_id": str(READER), "text": "x", "message_id": str(message["message_id"]), "user_id": "1"}
    query = people.ask_inline(world, READER, "x")
    try:
        for name in NAMES:
            for value in ODD_VALUES:
                with suppress(ApiError):
                    TABLE[method](world, Params({**good, "inline_query_id": query.id, name: value}))
    finally:
        world.files.close()


async def test_control_requests_that_make_no_sense(server: LocalServer) -> None:
    """Each is refused with a word on why, and the server goes on."""
    async with httpx.AsyncClient(base_url=server.url) as client:
        for deed, body in (
            ("send", {"user_id": READER}),
            ("send", {"user_id": 5, "text": "x"}),
            ("send", {"user_id": READER, "text": "x", "chat_id": 1002}),
            ("send", {"user_id": READER, "text": "\n"}),
            ("send", {"user_id": READER, "kind": "nonsense"}),
            ("faults", {"kind": "nonsense"}),
            ("faults", {"kind": "delay", "colour": "red"}),
            ("choose", {"query_id": "1", "result_id": "1"}),
            ("send", []),
        ):
            response = await client.post(f"/local/{deed}", json=body)
            assert response.status_code == 400
            assert response.json()["error"]
        assert (await client.post("/local/nonsense", json={})).status_code == 404
        assert (await client.get("/local/messages?chat_id=9")).status_code == 404


async def test_events_begin_with_a_snapshot_and_follow(server: LocalServer, world: World, bot: Bot) -> None:
    """The page's stream: all there is, then each change; the token is in neither."""
    write(world, "旧话")
    lines: list[str] = []
    async with (
        httpx.AsyncClient(base_url=server.url) as client,
        client.stream("GET", "/local/events") as stream,
    ):
        reading = stream.aiter_lines()
        while "data: " not in "".join(lines):
            lines.append(await anext(reading))
        await bot.send_message(READER, "新话")
        while "新话" not in lines[-1]:
            lines.append(await anext(reading))

    assert lines[:3] == ["retry: 1000", "", "event: snapshot"]
    assert "旧话" in lines[3]
    assert "event: message" in lines
    assert server.token not in "".join(lines)


async def test_log_of_calls(world: World, bot: Bot) -> None:
    """Every call is written down with its parameters, outcome and duration."""
    write(world, "/start")
    await bot.send_message(READER, "您好")
    with pytest.raises(BadRequest):
        await bot.send_message(READER, "")

    good, bad = [call for call in world.calls if call["method"] == "sendMessage"]

    assert good["params"]["text"] == "您好"
    assert good["result"]["text"] == "您好"
    assert (good["status"], bad["status"], bad["description"]) == (200, 400, "Bad Request: message text is empty")
    assert 0 <= good["took"] < 5


def test_as_a_process() -> None:
    """`python -m bot.local` says where it listens, serves the client, and ends on SIGTERM."""
    command = [sys.executable, "-m", "bot.local", "--port", "0", "--token", "7:" + "x" * 35]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url, token = process.stdout.readline().split()
        with LocalClient(url) as client:
            client.send("您好")
            (update,) = httpx.get(f"{url}/bot{token}/getUpdates").json()["result"]
            httpx.post(f"{url}/bot{token}/sendMessage", data={"chat_id": READER, "text": "您也好"})
            reply = client.wait_for_message(READER, after=update["message"]["message_id"])
            with pytest.raises(ControlError, match="nobody has the id 5"):
                client.send("x", user_id=5)
        process.send_signal(signal.SIGTERM)

        assert process.wait(10) == 0
    assert update["message"]["text"] == "您好"
    assert reply["text"] == "您也好"
