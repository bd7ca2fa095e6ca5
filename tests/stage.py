"""The bot at work for tests: the real application against the local Bot API server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from fakes import FakeNewsroom

from bot.answering.newsroom import Newsroom
from bot.app import listening
from bot.background import delivery
from bot.errors import BotError
from bot.local.limits import Limits
from bot.local.server import LocalServer
from bot.services import App
from bot.settings import Settings
from bot.wire import limits


class Stage(NamedTuple):
    """What a test has in hand."""

    server: LocalServer
    app: App
    stops: list[BotError]  # why the bot would have stopped


@asynccontextmanager
async def at_work(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, **settings: Any) -> AsyncIterator[Stage]:
    """The bot on *newsroom*, without the pace of a chat, which has tests of its own."""
    monkeypatch.setattr(limits, "PRIVATE", (100, 0.01))
    server = LocalServer(limits=Limits.none())
    await server.start()
    stops: list[BotError] = []
    chosen = Settings(data=newsroom.settings.data, token=server.token, base_url=server.url, **settings)
    async with listening(chosen, newsroom, stops.append) as app:
        yield Stage(server, app, stops)
    await server.stop()
    # threads may still be at work on the store
    await asyncio.get_running_loop().shutdown_default_executor()


@asynccontextmanager
async def fake_at_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, **settings: Any
) -> AsyncIterator[tuple[FakeNewsroom, Stage]]:
    """The bot on a fake newsroom in *tmp_path*."""
    fake, newsroom = FakeNewsroom.over(tmp_path)
    async with at_work(newsroom, monkeypatch, **settings) as stage:
        yield fake, stage
    fake.close()


def alerts_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is due is looked for without rest."""
    monkeypatch.setattr(delivery, "LOOK_EVERY", 0.02)
    monkeypatch.setattr(delivery, "GATHER", 0.01)
