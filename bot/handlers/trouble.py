"""What cannot be answered, and what goes wrong: a kind word to the reader, a useful line to the operator."""

from __future__ import annotations

import logging

from telegram import Update
from telegram.constants import ChatType
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.outgoing.sending import say, send
from bot.services import Context, texts_for
from bot.texts import DEFAULT, TEXTS
from bot.watch.logs import describe
from bot.words.markup import Reply
from store import chats
from store.errors import StoreError

log = logging.getLogger(__name__)


async def not_text(update: Update, context: Context) -> None:
    """A sticker, a voice note, a photo without words, a location, a poll."""
    texts, _ = await texts_for(update, context)
    await say(update, context, texts.text_only)


async def unknown_command(update: Update, context: Context) -> None:
    """A command that there is not."""
    texts, _ = await texts_for(update, context)
    await say(update, context, texts.unknown_command)


async def moved(update: Update, context: Context) -> None:
    """A group became a supergroup: what is kept on it moves along."""
    message = update.effective_message
    if message is not None and message.migrate_to_chat_id is not None:
        await context.services.write(chats.migrate, message.chat_id, message.migrate_to_chat_id)
        context.services.forget_preferences(message.migrate_to_chat_id)


async def on_error(update: object, context: Context) -> None:
    """An update whose handler failed: handled again later if Telegram could not be reached, else apologised for."""
    error = context.error
    if error is None:
        return
    number = update.update_id if isinstance(update, Update) else None
    if isinstance(error, Forbidden):
        log.info("update %s: the reader has blocked the bot", number)
        return
    log.error("update %s: %s", number, describe(error))
    if not isinstance(update, Update):
        return
    unreachable = isinstance(error, NetworkError | RetryAfter) and not isinstance(error, BadRequest)
    if unreachable and update.callback_query is None:
        context.services.inbox.fail(update.update_id)
    elif not unreachable and _is_waited_for(update):
        await _apologise(update, context)


def _is_waited_for(update: Update) -> bool:
    """Whether somebody waits for an answer: not for an inline query, which simply finds nothing."""
    chat = update.effective_chat
    return chat is not None and (chat.type == ChatType.PRIVATE or update.edited_message is None)


async def _apologise(update: Update, context: Context) -> None:
    try:
        texts, _ = await texts_for(update, context)
        await say(update, context, texts.trouble)
    except StoreError:
        # nothing can be written down; an apology that might come twice is better than silence
        await send(update, context, Reply(TEXTS[DEFAULT].trouble))
    except TelegramError as exc:
        log.error("update %d: nor could the reader be told: %s", update.update_id, exc)
