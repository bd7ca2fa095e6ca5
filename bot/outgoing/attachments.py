"""Files that the bot sends: pictures and documents, once for each update like every other reply."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from telegram import InputFile, Message, Update
from telegram.constants import ParseMode

from bot.outgoing.sending import markup
from bot.services import Context
from bot.words.markup import Reply
from bot.words.records import Kept, pack
from store import conversations

LARGEST = 49 * 2**20  # bytes of a document that a bot may send for sure: Telegram says 50 MB


async def send_picture(update: Update, context: Context, png: bytes, below: Reply) -> None:
    """Send a picture with *below* (at most 1024 units) under it."""

    async def send(chat_id: int) -> Message:
        return await context.bot.send_photo(
            chat_id, InputFile(png, "chart.png"), below.html, parse_mode=ParseMode.HTML, reply_markup=markup(below)
        )

    await _once(update, context, send)


async def send_document(update: Update, context: Context, content: bytes, name: str, caption: str) -> None:
    """Send *content* (at most LARGEST) as a file of this name with *caption* (HTML) under it."""

    async def send(chat_id: int) -> Message:
        return await context.bot.send_document(
            chat_id, InputFile(content, name), caption, parse_mode=ParseMode.HTML, disable_content_type_detection=True
        )

    await _once(update, context, send)


async def _once(update: Update, context: Context, send: Callable[[int], Awaitable[Message]]) -> None:
    chat, services = update.effective_chat, context.services
    assert chat is not None
    record = await services.write(conversations.intend, update.update_id, chat.id, pack(Kept()), now=services.clock())
    if record.message_id is None:
        message = await send(chat.id)
        await services.write(conversations.confirm, record.id, message.message_id)
