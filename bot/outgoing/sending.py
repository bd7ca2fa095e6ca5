"""How a reply reaches its chat: once for each update, edited rather than repeated, as plain text if need be."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from typing import Any, NamedTuple

from sqlite_utils import Database
from telegram import (
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    Update,
)
from telegram.constants import ChatAction, ChatType, ParseMode
from telegram.error import BadRequest, ChatMigrated, TelegramError
from telegram.ext import ExtBot

from bot.services import Context
from bot.watch import metrics
from bot.wire.connection import ready
from bot.wire.limits import BROADCAST
from bot.words.markup import MESSAGE_UNITS, Reply, clip, plain, units
from bot.words.records import Kept, pack
from store import chats, conversations
from store.conversations import SentReply

log = logging.getLogger(__name__)

TYPING_AFTER = 0.3  # seconds without an answer before the reader sees that one is being written
TYPING_EVERY = 4.5  # Telegram shows it for five seconds
TAP_SECONDS = 0.7  # after which a tap is acknowledged, finished or not

TOPIC_GONE = ("thread not found", "topic_closed", "topic_deleted", "topic closed", "topic deleted")

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
NO_PREVIEW_JSON = {"link_preview_options": NO_PREVIEW.to_dict()}


async def send_once(
    update: Update,
    context: Context,
    kept: Kept,
    make: Callable[[int], Reply],
    also: Callable[[Database, int], None] = lambda db, reply_id: None,
) -> SentReply | None:
    """Send the reply to *update* that *make* gives for its number; None if it was sent already.

    The intention is recorded before, the message after, together with what *also* writes down. Only a crash between
    the two lets the same message be sent a second time when the update is handled again.
    """
    chat = update.effective_chat
    if chat is None:
        return None
    services = context.services
    record = await services.write(conversations.intend, update.update_id, chat.id, pack(kept), now=services.clock())
    if record.message_id is not None:
        return None
    with metrics.timed("send"):
        message = await send(update, context, make(record.id))

    def confirm(db: Database) -> None:
        conversations.confirm(db, record.id, message.message_id)
        also(db, record.id)

    await services.write(confirm)
    return replace(record, chat_id=message.chat_id, message_id=message.message_id)


async def say(update: Update, context: Context, reply: Reply | str) -> None:
    """Send a reply without anything to remember, once for *update*."""
    message = update.effective_message
    whole = Reply(reply) if isinstance(reply, str) else reply
    await send_once(update, context, Kept(to=message.message_id if message else None), lambda _: whole)


class Sent(NamedTuple):
    """Where a message of ours is."""

    chat_id: int
    message_id: int


async def send(update: Update, context: Context, reply: Reply) -> Sent:
    """Send *reply* where *update* came from: in its topic, and in a group as a reply to the one who asked."""
    chat, origin = update.effective_chat, update.effective_message
    assert chat is not None
    data: dict[str, Any] = {"chat_id": chat.id, "text": reply.html, "parse_mode": ParseMode.HTML, **NO_PREVIEW_JSON}
    if reply.keyboard:
        rows = [[{"text": one.text, "callback_data": one.data} for one in row] for row in reply.keyboard]
        data["reply_markup"] = {"inline_keyboard": rows}
    if (thread := thread_of(origin)) is not None:
        data["message_thread_id"] = thread
    if origin is not None and chat.type != ChatType.PRIVATE and update.callback_query is None:
        data["reply_parameters"] = {"message_id": origin.message_id, "allow_sending_without_reply": True}
    try:
        return await _send_message(context.bot, data)
    except ChatMigrated as exc:
        await context.services.write(chats.migrate, chat.id, exc.new_chat_id)
        return await _send_message(context.bot, {**data, "chat_id": exc.new_chat_id})
    except BadRequest as exc:
        if thread is not None and is_topic_gone(exc):
            del data["message_thread_id"]
            return await _send_message(context.bot, data)
        if not _is_about_markup(exc):
            raise
        log.error("Telegram refused the markup of a reply: %s", exc)
        del data["parse_mode"]
        return await _send_message(context.bot, {**data, "text": _short(plain(reply))})


async def _send_message(bot: ExtBot[int], data: dict[str, Any]) -> Sent:
    """sendMessage with *data*, in its turn.

    What `ExtBot.send_message` does, for a fifth of its work: nothing is asked of each parameter and of each field of
    what Telegram answers but what is needed.
    """
    assert bot.rate_limiter is not None
    request = {"url": f"{bot.base_url}/sendMessage", "request_data": ready(data)}
    sent = await bot.rate_limiter.process_request(bot.request.post, (), request, "sendMessage", data, None)
    assert isinstance(sent, dict)
    return Sent(sent["chat"]["id"], sent["message_id"])


async def tell(bot: ExtBot[int], chat_id: int, thread_id: int, reply: Reply) -> int:
    """Send *reply* to a chat that asked nothing just now, after those who did; returns the message's number.

    *thread_id* is that of a forum's topic, 0 for none. Raises TelegramError.
    """

    async def attempt(text: str, mode: ParseMode | None) -> int:
        message = await bot.send_message(
            chat_id,
            text,
            parse_mode=mode,
            reply_markup=markup(reply),
            message_thread_id=thread_id or None,
            link_preview_options=NO_PREVIEW,
            rate_limit_args=BROADCAST,
        )
        return message.message_id

    try:
        return await attempt(reply.html, ParseMode.HTML)
    except BadRequest as exc:
        if not _is_about_markup(exc):
            raise
        log.error("Telegram refused the markup of a message: %s", exc)
        return await attempt(_short(plain(reply)), None)


async def edit_buttons(context: Context, chat_id: int, message_id: int, reply: Reply) -> None:
    """Put the buttons of *reply* under a message of ours, when nobody waits for an answer; in vain if it is gone."""
    with suppress(TelegramError):
        await context.bot.edit_message_reply_markup(
            chat_id, message_id, reply_markup=markup(reply), rate_limit_args=BROADCAST
        )


async def edit(context: Context, chat_id: int, message_id: int, reply: Reply) -> bool:
    """Put *reply* in place of a message of ours; False if the message is no longer there to be changed."""
    try:
        await context.bot.edit_message_text(
            reply.html,
            chat_id,
            message_id,
            parse_mode=ParseMode.HTML,
            reply_markup=markup(reply),
            link_preview_options=NO_PREVIEW,
        )
    except BadRequest as exc:
        problem = str(exc).lower()
        if "not modified" in problem:
            return True
        if "not found" in problem or "can't be edited" in problem:
            return False
        if not _is_about_markup(exc):
            raise
        log.error("Telegram refused the markup of a reply: %s", exc)
        await context.bot.edit_message_text(_short(plain(reply)), chat_id, message_id, reply_markup=markup(reply))
    return True


def markup(reply: Reply) -> InlineKeyboardMarkup | None:
    """The buttons as Telegram takes them."""
    rows = [[InlineKeyboardButton(one.text, callback_data=one.data) for one in row] for row in reply.keyboard]
    return InlineKeyboardMarkup(rows) if rows else None


def thread_of(message: Message | None) -> int | None:
    """The forum topic that *message* is in."""
    return message.message_thread_id if message is not None and message.is_topic_message else None


@asynccontextmanager
async def typing(update: Update, context: Context) -> AsyncIterator[None]:
    """While the body runs for longer than a moment, the reader sees that an answer is being written."""
    chat, services = update.effective_chat, context.services

    async def show() -> None:
        while chat is not None:
            if not services.is_crowded:
                with suppress(TelegramError):
                    await context.bot.send_chat_action(
                        chat.id, ChatAction.TYPING, message_thread_id=thread_of(update.effective_message)
                    )
            await asyncio.sleep(TYPING_EVERY)

    shown: list[asyncio.Task[None]] = []
    loop = asyncio.get_running_loop()
    timer = loop.call_later(TYPING_AFTER, lambda: shown.append(loop.create_task(show())))
    services.in_work += 1
    try:
        yield
    finally:
        services.in_work -= 1
        timer.cancel()
        for task in shown:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


class Tap:
    """A tap on a button, acknowledged exactly once and in time, or its spinner would turn on."""

    def __init__(self, query: CallbackQuery) -> None:
        self._query = query
        self._answered = False

    async def answer(self, text: str | None = None) -> None:
        """Stop the spinner, with *text* as a toast; nothing if that is done."""
        if not self._answered:
            self._answered = True
            # a tap from before a restart is too old to be answered, and nobody waits for it
            with suppress(TelegramError):
                await self._query.answer(text and text[:200])


@asynccontextmanager
async def answering(query: CallbackQuery) -> AsyncIterator[Tap]:
    """The tap is acknowledged when the body is done, or after TAP_SECONDS if that takes longer."""
    tap = Tap(query)

    async def in_time() -> None:
        await asyncio.sleep(TAP_SECONDS)
        await tap.answer()

    task = asyncio.create_task(in_time())
    try:
        yield tap
    finally:
        await tap.answer()
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def is_topic_gone(exc: BadRequest) -> bool:
    """Whether Telegram refused a message because its forum topic is deleted or closed."""
    return any(words in str(exc).lower() for words in TOPIC_GONE)


def _is_about_markup(exc: BadRequest) -> bool:
    problem = str(exc).lower()
    return "parse entities" in problem or "too long" in problem


def _short(text: str) -> str:
    return text if units(text) <= MESSAGE_UNITS else clip(text, MESSAGE_UNITS)
