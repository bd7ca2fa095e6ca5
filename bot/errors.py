"""What can stop the bot.

BotError
├── TelegramUnreachable  the Bot API server cannot be reached at start
├── TokenRefused         Telegram does not know the token
├── AnotherBot           another program receives this bot's messages
├── PortTaken            the chat page's port is in use
├── WebhookPortTaken     the port that Telegram's updates should arrive at is in use
├── OpsPortTaken         the port for machines that watch is in use
└── VocabularyUnreadable  the operator's file of words or of synonyms cannot be read
"""

from __future__ import annotations

from pathlib import Path


class BotError(Exception):
    """Base of every error that `bot` raises on purpose; its text is one line for the operator, without the token."""


class TelegramUnreachable(BotError):
    """The Bot API server cannot be reached, or does not answer as one."""

    def __init__(self, base_url: str, reason: str) -> None:
        super().__init__(
            f"the Bot API at {base_url} cannot be reached ({reason}): check the network and BAOZHI_TELEGRAM_BASE_URL"
        )
        self.base_url, self.reason = base_url, reason


class TokenRefused(BotError):
    """Telegram does not know the token."""

    def __init__(self) -> None:
        super().__init__("BAOZHI_TELEGRAM_TOKEN is refused by Telegram: copy it again from @BotFather")


class AnotherBot(BotError):
    """Telegram gives a bot's messages to one receiver only, and that is another one now."""

    def __init__(self) -> None:
        super().__init__(
            "another program is receiving this bot's messages (409 Conflict): stop it, or give this one its own token"
        )


class PortTaken(BotError):
    """The chat page's port is in use, most likely by another bot."""

    def __init__(self, port: int) -> None:
        super().__init__(f"port {port} is in use: stop what listens there, or set BAOZHI_PAGE_PORT to another")
        self.port = port


class WebhookPortTaken(BotError):
    """The port that Telegram's updates should arrive at is in use."""

    def __init__(self, port: int) -> None:
        super().__init__(f"port {port} is in use: stop what listens there, or set BAOZHI_WEBHOOK_PORT to another")
        self.port = port


class OpsPortTaken(BotError):
    """The port for machines that watch is in use."""

    def __init__(self, port: int) -> None:
        super().__init__(f"port {port} is in use: stop what listens there, or set BAOZHI_OPS_PORT to another")
        self.port = port


class VocabularyUnreadable(BotError):
    """The operator's file of words or of synonyms cannot be read."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path} cannot be read: {reason}")
        self.path, self.reason = path, reason
