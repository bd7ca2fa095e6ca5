"""How a chat wants to be spoken to, and what is kept on a person."""

from __future__ import annotations

import logging

from telegram import Update
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import TelegramError

from bot import introduction, screens
from bot.markup import Reply
from bot.sending import say
from bot.services import Context, texts_for
from bot.texts import LANGUAGES, TEXTS, language_of
from store import conversations

log = logging.getLogger(__name__)


async def settings(update: Update, context: Context) -> None:
    """The choice of language."""
    _, language = await texts_for(update, context)
    await say(update, context, screens.settings(language))


async def choose(update: Update, context: Context, code: str) -> tuple[Reply | None, str]:
    """Speak *code* in this chat from now on, if whoever asks may decide that: the message then, and a toast.

    Raises ValueError for a language that is not spoken.
    """
    chat = update.effective_chat
    if code not in LANGUAGES or chat is None:
        raise ValueError(code)
    if not await may_decide(update, context):
        texts, _ = await texts_for(update, context)
        return None, texts.not_yours
    language = language_of(code)
    await context.services.write(conversations.choose_language, chat.id, language)
    context.services.forget_language(chat.id)
    if chat.type == ChatType.PRIVATE:
        try:
            await introduction.commands_for_chat(context.bot, chat.id, language)
        except TelegramError as exc:
            log.warning("the command menu of a chat could not be set: %s", exc)
    return screens.settings(language), TEXTS[language].language_set


async def forget_command(update: Update, context: Context) -> None:
    """Asks whether everything is to be deleted; only in private, where it is plain whose records are meant."""
    texts, language = await texts_for(update, context)
    chat = update.effective_chat
    if chat is not None and chat.type == ChatType.PRIVATE:
        await say(update, context, screens.forget_question(language))
    else:
        await say(update, context, texts.forget_in_private)


async def forget(update: Update, context: Context, *, really: bool) -> Reply:
    """Delete all that is kept on the person who taps, and say what it was."""
    texts, _ = await texts_for(update, context)
    chat = update.effective_chat
    if not really or chat is None or chat.type != ChatType.PRIVATE:
        return Reply(texts.forget_kept)
    gone = await context.services.write(conversations.forget, chat.id)
    context.services.forget_language(chat.id)
    if not gone.total:
        return Reply(texts.forget_nothing)
    return Reply(
        texts.forget_done.format(replies=gone.replies, conversations=gone.conversations, settings=gone.settings)
    )


async def may_decide(update: Update, context: Context) -> bool:
    """In a group, its admins decide."""
    chat, user = update.effective_chat, update.effective_user
    if chat is None or user is None:
        return False
    if chat.type == ChatType.PRIVATE or context.services.is_admin(user):
        return True
    member = await context.bot.get_chat_member(chat.id, user.id)
    return member.status in (ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR)
