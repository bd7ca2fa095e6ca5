"""The commands of the editors' desk: who may use which, and how each person finds theirs in Telegram's menu."""

from __future__ import annotations

from telegram import BotCommand

from bot.desk.texts import DESK
from bot.people.roles import Role, may
from bot.texts import Language

# In the order of the menu. What an editor may do, an admin and an owner may, too.
LEAST: dict[str, Role] = {
    "articles": "editor",
    "unanswered": "editor",
    "review": "editor",
    "golden": "editor",
    "stats": "editor",
    "remove": "admin",
    "rollback": "admin",
    "reingest": "admin",
    "synonyms": "admin",
    "words": "admin",
    "broadcast": "admin",
    "status": "admin",
    "audit": "admin",
    "admins": "owner",
    "backup": "owner",
}


def help_lines(role: Role, language: Language) -> str:
    """The commands of *role*, one a line, for /help."""
    return "\n".join(f"/{one.command} {one.description}" for one in commands(role, language))


def commands(role: Role | None, language: Language) -> list[BotCommand]:
    """What the menu of somebody with *role* holds beside a reader's commands."""
    said = DESK[language].commands
    return [BotCommand(name, said[name]) for name, least in LEAST.items() if may(role, least)]
