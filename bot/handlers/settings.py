"""How a chat wants to be spoken to, and what is kept on a person."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

from sqlite_utils import Database
from telegram import Chat, Update
from telegram.constants import ChatMemberStatus, ChatType

from bot.outgoing import introduction
from bot.outgoing.sending import say
from bot.people import timing
from bot.people.roles import may
from bot.services import Context, Services, preferences_for, texts_for
from bot.texts import LANGUAGES, TEXTS, language_of
from bot.words import screens
from bot.words.markup import Reply
from bot.words.screens import Choices
from store import conversations, prompts, subscriptions

log = logging.getLogger(__name__)


async def settings(update: Update, context: Context) -> None:
    """All that can be chosen."""
    await say(update, context, await overview(update, context))


async def overview(update: Update, context: Context) -> Reply:
    """What the update's chat has chosen, with the buttons that change it."""
    chat, services = update.effective_chat, context.services
    assert chat is not None
    wanted = await preferences_for(update, context)
    how = timing.unpack(await services.read(subscriptions.timing, chat.id))
    in_group = chat.type in (ChatType.GROUP, ChatType.SUPERGROUP)
    choices = Choices(
        how,
        services.settings.timezone,
        wanted.short,
        wanted.plain if in_group else None,
        not (in_group and wanted.plain) or await _hears_all(chat, context),
        wanted.corrections,
    )
    return screens.settings(choices, wanted.language)


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
    context.services.forget_preferences(chat.id)
    if chat.type == ChatType.PRIVATE:
        role = await context.services.role(chat.id)
        await introduction.introduce_to(context.bot, chat.id, language, role)
    return await overview(update, context), TEXTS[language].language_set


async def prefer(update: Update, context: Context, what: str, value: list[str]) -> tuple[Reply | None, str | None]:
    """Show what can be chosen, or choose it if whoever asks may decide that: the message then, and a toast.

    Raises ValueError or IndexError for what there is not.
    """
    chat, services = update.effective_chat, context.services
    assert chat is not None
    texts, language = await texts_for(update, context)
    if not value:
        how = timing.unpack(await services.read(subscriptions.timing, chat.id))
        if what == "quiet":
            return screens.quiet_hours(how, language), None
        if what == "zone":
            return screens.time_zones(how.zone or services.settings.timezone, language), None
        if what != "back":
            raise ValueError(what)
        return await overview(update, context), None
    if not await may_decide(update, context):
        return None, texts.not_yours
    if what in ("short", "plain", "corrections") and value in (["0"], ["1"]):
        await services.write(conversations.choose, chat.id, what, value == ["1"])
        services.forget_preferences(chat.id)
    elif what == "quiet":
        quiet = next((span for span in screens.QUIET if value == list(map(str, span))), None)
        if quiet is None and value != ["-"]:
            raise ValueError(what)
        await services.write(_change_timing, chat.id, services, quiet=quiet)
    elif what == "zone":
        zone = dict(zip(map(str, range(len(screens.ZONES))), screens.ZONES, strict=True)).get(":".join(value))
        if zone is None:
            raise ValueError(what)
        await services.write(_change_timing, chat.id, services, zone=zone)
    else:
        raise ValueError(what)
    return await overview(update, context), texts.saved


def _change_timing(db: Database, /, chat_id: int, services: Services, **change: Any) -> None:
    """How the chat wants to be told of news, with *change*; what waits already is told by it too."""
    how = replace(timing.unpack(subscriptions.timing(db, chat_id)), **change)
    due_at = timing.due_at(how, services.clock(), zone=services.settings.timezone)
    subscriptions.set_timing(db, chat_id, timing.pack(how), due_at=due_at)


async def _hears_all(chat: Chat, context: Context) -> bool:
    """Whether Telegram passes the group's plain messages on: always to admins, else if the bot's owner wants that."""
    if context.bot.bot.can_read_all_group_messages:
        return True
    member = await context.bot.get_chat_member(chat.id, context.bot.id)
    return member.status == ChatMemberStatus.ADMINISTRATOR


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
    gone, ended = await context.services.write(_forget, chat.id)
    context.services.forget_preferences(chat.id)
    if not gone.total + ended:
        return Reply(texts.forget_nothing)
    return Reply(
        texts.forget_done.format(
            replies=gone.replies, conversations=gone.conversations, settings=gone.settings, subscriptions=ended
        )
    )


def _forget(db: Database, chat_id: int) -> tuple[conversations.Forgotten, int]:
    prompts.forget(db, chat_id)
    return conversations.forget(db, chat_id), subscriptions.forget(db, chat_id)


async def may_decide(update: Update, context: Context) -> bool:
    """In a group, its admins decide."""
    chat, user = update.effective_chat, update.effective_user
    if chat is None or user is None:
        return False
    if chat.type == ChatType.PRIVATE or may(await context.services.role(user.id), "admin"):
        return True
    member = await context.bot.get_chat_member(chat.id, user.id)
    return member.status in (ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR)
