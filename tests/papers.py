"""The whole bot over a real newsroom, on a local Bot API server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any, cast

import pytest
from fakes import FakeNewsroom
from test_handlers import Talk

from bot.answering import suggestions
from bot.answering.newsroom import Newsroom
from bot.app import listening
from bot.errors import BotError
from bot.local.errors import Json
from bot.local.limits import Limits
from bot.local.server import LocalServer
from bot.local.world import ADMIN_ID
from bot.settings import Settings
from bot.wire import limits as bot_limits
from store import inbox


@asynccontextmanager
async def paper_at_work(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Talk]:
    """A bot at work on *newsroom*, without the pace of a chat, which has tests of its own."""
    monkeypatch.setattr(bot_limits, "PRIVATE", (100, 0.01))
    monkeypatch.setattr(suggestions, "suggest", lambda article: [])
    server = LocalServer(limits=Limits.none())
    await server.start()
    settings = Settings(
        data=newsroom.settings.data, token=server.token, base_url=server.url, admins=frozenset({ADMIN_ID})
    )
    stops: list[BotError] = []
    async with listening(settings, newsroom, stops.append) as app:
        yield Talk(server, cast(FakeNewsroom, newsroom), app, stops)
    await server.stop()
    # threads may still be at work on the store
    await asyncio.get_running_loop().shutdown_default_executor()


async def report_after(talk: Talk, message: Json) -> Json:
    """The bot's report on a document, once it stands where it was shown how far the reading is."""
    first = await talk.reply_after(message)
    await patiently(talk, lambda: not talk.now(first)["text"].startswith("正在读"))
    return talk.now(first)


async def settled(talk: Talk) -> None:
    """Wait until every update is handled, however busy the machine is."""
    await patiently(talk, lambda: not len(talk.server.world.updates))
    await patiently(talk, lambda: not list(inbox.unfinished(talk.newsroom.db())))


async def patiently(talk: Talk, look: Callable[[], Any]) -> None:
    """Wait for a true value of *look*, however busy the machine is."""
    for _ in range(8):
        with suppress(AssertionError):
            await talk.until(look)
            return
    await talk.until(look)
