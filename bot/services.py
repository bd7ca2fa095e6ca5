"""What every handler works with, and the type of its context."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Concatenate, ParamSpec, TypeAlias, TypeVar, cast

from sqlite_utils import Database
from telegram import Chat, Update, User
from telegram.ext import Application, CallbackContext, ExtBot
from telegram.request import HTTPXRequest

from bot.brake import Brake
from bot.inbox import Inbox
from bot.newsroom import Newsroom
from bot.settings import Settings
from bot.texts import TEXTS, Language, Texts, language_of
from store import conversations
from store.schema import atomic

T = TypeVar("T")
P = ParamSpec("P")

DOCUMENTS_AT_ONCE = 2  # in work; each may keep a core busy
TRADITIONAL = ("zh-hant", "zh-tw", "zh-hk", "zh-mo")  # Telegram's codes of those who read traditional characters


@dataclass(slots=True)
class Services:
    """One bot's: the newsroom, the inbox, and what is remembered between two updates."""

    settings: Settings
    newsroom: Newsroom
    inbox: Inbox
    polling: HTTPXRequest  # the connection that asks for updates
    brake: Brake = field(default_factory=Brake)
    clock: Callable[[], float] = time.time
    examples: tuple[str, ...] = ()  # questions that are answered
    examples_of: int = -1  # the generation of the store that they were found in
    at_once: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(DOCUMENTS_AT_ONCE))
    _languages: dict[int, Language] = field(default_factory=dict)

    async def read(self, deed: Callable[Concatenate[Database, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run *deed* on the store, in a thread."""
        return await asyncio.to_thread(lambda: deed(self.newsroom.db(), *args, **kwargs))

    async def write(self, deed: Callable[Concatenate[Database, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run *deed* on the store as one transaction, in a thread. Raises StoreError if it cannot be written."""

        def run() -> T:
            db = self.newsroom.db()
            with atomic(db):
                return deed(db, *args, **kwargs)

        return await asyncio.to_thread(run)

    async def apart(self, deed: Callable[[], T]) -> T:
        """Run *deed*, which may take a minute, in a thread of its own that nobody waits for when the bot stops."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[T] = loop.create_future()

        def tell(outcome: Callable[[], None]) -> None:
            with suppress(RuntimeError):  # the bot has stopped meanwhile
                loop.call_soon_threadsafe(lambda: None if done.cancelled() else outcome())

        def run() -> None:
            try:
                result = deed()
            except Exception as exc:
                error = exc
                tell(lambda: done.set_exception(error))
            else:
                tell(lambda: done.set_result(result))

        async with self.at_once:
            threading.Thread(target=run, name="document", daemon=True).start()
            return await done

    async def language(self, chat: Chat | None, user: User | None = None) -> Language:
        """The language that *chat* chose; else what Telegram says of *user*'s script."""
        chat_id = chat.id if chat else user.id if user else 0
        if chat_id not in self._languages:
            chosen = await self.read(conversations.language, chat_id)
            if chosen is None and user is not None and (user.language_code or "").lower().startswith(TRADITIONAL):
                chosen = "zh-Hant"
            if len(self._languages) > 10_000:
                self._languages.clear()
            self._languages[chat_id] = language_of(chosen)
        return self._languages[chat_id]

    def forget_language(self, chat_id: int) -> None:
        """Ask the store again."""
        self._languages.pop(chat_id, None)

    def is_admin(self, user: User | None) -> bool:
        """Whether the operator named *user* as an admin."""
        return user is not None and user.id in self.settings.admins


class Context(CallbackContext[ExtBot[int], dict[Any, Any], dict[Any, Any], dict[Any, Any]]):
    """The context of every handler."""

    @property
    def services(self) -> Services:
        """The bot's services."""
        return cast(Services, self.bot_data["services"])


App: TypeAlias = Application[ExtBot[int], Context, dict[Any, Any], dict[Any, Any], dict[Any, Any], None]


async def texts_for(update: Update, context: Context) -> tuple[Texts, Language]:
    """The texts in the language of the update's chat."""
    language = await context.services.language(update.effective_chat, update.effective_user)
    return TEXTS[language], language
