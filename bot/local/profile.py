"""What the bot says about itself: name, descriptions, and command menus by scope and language."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.local.errors import Json, refuse

NAME_UNITS, DESCRIPTION_UNITS, SHORT_UNITS = 64, 512, 120
Scope = tuple[str, int | None, int | None]  # type, chat_id, user_id
SCOPES = (
    "default",
    "all_private_chats",
    "all_group_chats",
    "all_chat_administrators",
    "chat",
    "chat_administrators",
    "chat_member",
)


def language(code: str) -> str:
    """A two-letter ISO 639-1 code or nothing: Telegram accepts no other (so `zh`, never `zh-hans`)."""
    if code and not re.fullmatch(r"[a-z]{2}", code):
        raise refuse("invalid language code specified")
    return code


def scope(value: object) -> Scope:
    """The checked BotCommandScope."""
    if value is None or value == "":
        return ("default", None, None)
    if not isinstance(value, dict) or value.get("type") not in SCOPES:
        raise refuse("can't parse BotCommandScope: Unsupported type specified")
    kind = value["type"]
    if kind in ("chat", "chat_administrators", "chat_member") and "chat_id" not in value:
        raise refuse("can't parse BotCommandScope: Can't find field \"chat_id\"")
    if kind == "chat_member" and "user_id" not in value:
        raise refuse("can't parse BotCommandScope: Can't find field \"user_id\"")
    return (kind, value.get("chat_id"), value.get("user_id"))


def commands(value: object) -> list[Json]:
    """The checked list of BotCommand."""
    if not isinstance(value, list) or len(value) > 100:
        raise refuse("BOT_COMMANDS_TOO_MUCH" if isinstance(value, list) else "can't parse commands JSON array")
    for item in value:
        if not isinstance(item, dict) or not re.fullmatch(r"/?[a-z0-9_]{1,32}", str(item.get("command", ""))):
            raise refuse("BOT_COMMAND_INVALID")
        if not 1 <= len(str(item.get("description", "")).strip()) <= 256:
            raise refuse("BOT_COMMAND_DESCRIPTION_INVALID")
    return [{"command": item["command"].lstrip("/"), "description": item["description"]} for item in value]


@dataclass(slots=True)
class Profile:
    """Texts by language; the empty language is for everyone without their own."""

    texts: dict[tuple[str, str], str] = field(default_factory=dict)  # (name | description | short, language)
    menus: dict[tuple[Scope, str], list[Json]] = field(default_factory=dict)

    def name(self, code: str) -> str:
        """The bot's name in a language."""
        return self.text("name", code) or "报知"

    def text(self, which: str, code: str) -> str:
        """The text for *code*, or the one for everyone."""
        return self.texts.get((which, code)) or self.texts.get((which, ""), "")

    def set_text(self, which: str, text: str, code: str, *, limit: int) -> None:
        """Set, or with an empty *text* remove, one text."""
        if len(text) > limit:
            raise refuse(f"{which.replace('_', ' ')} is too long")
        self.texts[which, language(code)] = text

    def menu(self, chat_id: int, user_id: int, *, private: bool, admin: bool, code: str) -> list[Json]:
        """The commands that this user sees in this chat: the narrowest scope that is set, their language first."""
        if private:
            order: list[Scope] = [("chat", chat_id, None), ("all_private_chats", None, None)]
        else:
            order = [("chat_member", chat_id, user_id)]
            order += [("chat_administrators", chat_id, None)] if admin else []
            order += [("chat", chat_id, None)]
            order += [("all_chat_administrators", None, None)] if admin else []
            order += [("all_group_chats", None, None)]
        for where in [*order, ("default", None, None)]:
            for wanted in (code[:2], ""):
                if found := self.menus.get((where, wanted)):
                    return found
        return []
