"""The whole bot over a real newsroom, on a local Bot API server."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any, cast

import pytest
from fakes import FakeNewsroom
from stage import at_work
from test_handlers import Talk

from bot.answering import suggestions
from bot.answering.newsroom import Newsroom
from bot.local.errors import Json
from bot.local.world import ADMIN_ID
from store import inbox


@asynccontextmanager
async def paper_at_work(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Talk]:
    """A bot at work on *newsroom*, without further questions."""
    monkeypatch.setattr(suggestions, "suggest", lambda article: [])
    async with at_work(newsroom, monkeypatch, admins=frozenset({ADMIN_ID})) as stage:
        yield Talk(stage.server, cast(FakeNewsroom, newsroom), stage.app, stage.stops)


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
