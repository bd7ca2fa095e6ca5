"""How a chat wants to be answered: what it chose, or what suits most readers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from telegram import User

from bot.texts import DEFAULT, Language, language_of

TRADITIONAL = ("zh-hant", "zh-tw", "zh-hk", "zh-mo")  # Telegram's codes of those who read traditional characters


@dataclass(frozen=True, slots=True)
class Preferences:
    """The choices of one chat."""

    language: Language = DEFAULT
    short: bool = False  # answers without the printed passage
    plain: bool = False  # in a group: questions are answered that nobody addressed to the bot
    corrections: bool = True  # told when an answer given before is corrected


def preferences(wishes: Mapping[str, Any], user: User | None) -> Preferences:
    """From what is kept on a chat; where it chose no language, from what Telegram says of *user*'s script."""
    chosen = wishes.get("language")
    if chosen is None and user is not None and (user.language_code or "").lower().startswith(TRADITIONAL):
        chosen = "zh-Hant"
    return Preferences(
        language_of(chosen), bool(wishes.get("short")), bool(wishes.get("plain")), wishes.get("corrections", True)
    )
