"""What every handler works with, and the type of its context."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from contextvars import copy_context
from dataclasses import dataclass, field
from typing import Any, Concatenate, ParamSpec, TypeAlias, TypeVar, cast

from sqlite_utils import Database
from telegram import Update, User
from telegram.ext import Application, CallbackContext, ExtBot

from bot.answering.newsroom import Newsroom
from bot.answering.suggestions import Suggestions
from bot.answering.thinking import Thinking
from bot.answering.worded import Wordings
from bot.people.brake import Brake
from bot.people.preferences import Preferences, preferences
from bot.people.roles import Role, role_in
from bot.people.taps import Taps
from bot.settings import Settings
from bot.texts import TEXTS, Language, Texts
from bot.wire.connection import Connection
from bot.wire.inbox import Inbox
from store import conversations

T = TypeVar("T")
P = ParamSpec("P")

DOCUMENTS_AT_ONCE = 2  # in work; each may keep a core busy
CROWD = 30  # answers in work, from which on nobody is told that theirs is
CHATS_REMEMBERED = 10_000  # whose preferences need not be read again


@dataclass(slots=True)
class Services:
    """One bot's: the newsroom, the inbox, and what is remembered between two updates."""

    settings: Settings
    newsroom: Newsroom
    inbox: Inbox
    polling: Connection  # the connection that asks for updates
    brake: Brake = field(default_factory=Brake)
    clock: Callable[[], float] = time.time
    examples: tuple[str, ...] = ()  # questions that are answered
    examples_of: int = -1  # the generation of the store that they were found in
    at_once: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(DOCUMENTS_AT_ONCE))
    in_work: int = 0  # answers that somebody waits for
    thinking: Thinking = field(init=False)
    worded: Wordings = field(init=False)
    suggestions: Suggestions = field(default_factory=Suggestions)
    taps: Taps = field(default_factory=Taps)
    _preferences: dict[int, Preferences] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.thinking = Thinking(self.newsroom, helpers=self.settings.thinkers)
        self.worded = Wordings(self.newsroom)

    @property
    def is_crowded(self) -> bool:
        """Whether so many wait that telling each of them would make all of them wait longer."""
        return self.in_work > CROWD

    async def read(self, deed: Callable[Concatenate[Database, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run *deed* on the store, in a thread."""
        return await asyncio.to_thread(lambda: deed(self.newsroom.db(), *args, **kwargs))

    async def write(self, deed: Callable[Concatenate[Database, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run *deed* on the store, all or nothing; on return the disk has it. Raises StoreError if it cannot."""
        return await self.inbox.writer.do(lambda db: deed(db, *args, **kwargs))

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
            # its log lines carry the trace of the update that it is done for
            threading.Thread(target=copy_context().run, args=(run,), name="document", daemon=True).start()
            return await done

    async def preferences(self, chat_id: int, user: User | None = None) -> Preferences:
        """How a chat wants to be answered; *user*'s script counts where it chose no language."""
        found = self._preferences.get(chat_id)
        if found is None:
            # on the loop's own thread: the look takes microseconds, and a thread's turn a hundred
            found = preferences(conversations.wishes(self.newsroom.db(), chat_id), user)
            if len(self._preferences) > CHATS_REMEMBERED:
                self._preferences.clear()
            self._preferences[chat_id] = found
        return found

    def forget_preferences(self, chat_id: int) -> None:
        """Ask the store again."""
        self._preferences.pop(chat_id, None)

    async def role(self, user_id: int) -> Role | None:
        """What *user_id* is at this moment at the editors' desk; None for a reader."""
        return await self.read(role_in, user_id, self.settings.admins)


class Context(CallbackContext[ExtBot[int], dict[Any, Any], dict[Any, Any], dict[Any, Any]]):
    """The context of every handler."""

    @property
    def services(self) -> Services:
        """The bot's services."""
        return cast(Services, self.bot_data["services"])


App: TypeAlias = Application[ExtBot[int], Context, dict[Any, Any], dict[Any, Any], dict[Any, Any], None]


async def texts_for(update: Update, context: Context) -> tuple[Texts, Language]:
    """The texts in the language of the update's chat."""
    wanted = await preferences_for(update, context)
    return TEXTS[wanted.language], wanted.language


async def preferences_for(update: Update, context: Context) -> Preferences:
    """How the update's chat wants to be answered; an inline query has no chat but its author's own."""
    chat, user = update.effective_chat, update.effective_user
    return await context.services.preferences(chat.id if chat else user.id if user else 0, user)
