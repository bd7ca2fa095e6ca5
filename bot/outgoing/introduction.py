"""How the bot introduces itself in Telegram's menus: commands by audience and language, descriptions."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
)
from telegram.error import TelegramError

from bot.desk import menu
from bot.people.roles import Role
from bot.texts import DEFAULT, TEXTS, Language, Texts

log = logging.getLogger(__name__)

# Telegram tells interface languages apart by two letters, so traditional characters are set chat by chat.
MENUS: dict[str | None, Language] = {None: DEFAULT, "en": "en"}


async def introduce(bot: Bot) -> None:
    """Set menus and descriptions; what Telegram refuses is logged and does not keep the bot from working."""
    try:
        for code, language in MENUS.items():
            texts = TEXTS[language]
            for scope in (BotCommandScopeDefault(), BotCommandScopeAllPrivateChats()):
                await bot.set_my_commands(private_commands(texts), scope=scope, language_code=code)
            await bot.set_my_commands(group_commands(texts), scope=BotCommandScopeAllGroupChats(), language_code=code)
            await bot.set_my_commands(
                group_admin_commands(texts), scope=BotCommandScopeAllChatAdministrators(), language_code=code
            )
            await bot.set_my_description(texts.description, language_code=code)
            await bot.set_my_short_description(texts.short_description, language_code=code)
    except TelegramError as exc:
        log.warning("the bot could not introduce itself in Telegram's menus: %s", exc)


async def introduce_to(bot: Bot, chat_id: int, language: Language, role: Role | None) -> None:
    """The menu of one person's chat: in the language they chose, with the commands of their role at the desk."""
    commands = [*private_commands(TEXTS[language]), *menu.commands(role, language)]
    try:
        await bot.set_my_commands(commands, scope=BotCommandScopeChat(chat_id))
    except TelegramError as exc:  # also of somebody who never wrote to the bot
        log.warning("the command menu of a chat could not be set: %s", exc)


def private_commands(texts: Texts) -> Sequence[BotCommand]:
    """What a reader finds in the menu."""
    return [
        BotCommand("latest", texts.command_latest),
        BotCommand("article", texts.command_article),
        BotCommand("ask", texts.command_ask),
        BotCommand("subscribe", texts.command_subscribe),
        BotCommand("subscriptions", texts.command_subscriptions),
        BotCommand("settings", texts.command_settings),
        BotCommand("help", texts.command_help),
        BotCommand("facts", texts.command_facts),
        BotCommand("verify", texts.command_verify),
        BotCommand("privacy", texts.command_privacy),
        BotCommand("forgetme", texts.command_forgetme),
    ]


def group_commands(texts: Texts) -> Sequence[BotCommand]:
    """What a group finds in the menu."""
    return [
        BotCommand("ask", texts.command_ask),
        BotCommand("latest", texts.command_latest),
        BotCommand("article", texts.command_article),
        BotCommand("help", texts.command_help),
    ]


def group_admin_commands(texts: Texts) -> Sequence[BotCommand]:
    """What a group's admins find in the menu."""
    return [
        *group_commands(texts),
        BotCommand("subscribe", texts.command_subscribe),
        BotCommand("subscriptions", texts.command_subscriptions),
        BotCommand("settings", texts.command_settings),
    ]
