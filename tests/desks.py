"""A bot at work that readers subscribe with, and a paper to print."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from fakes import FakeNewsroom
from test_delivery import READER, Paper
from test_handlers import Talk

from bot.alerts import matching, rules
from bot.alerts.rules import Rule
from bot.app import listening
from bot.background import delivery as bot_delivery
from bot.errors import BotError
from bot.local.errors import Json
from bot.local.limits import Limits
from bot.local.server import LocalServer
from bot.people import taps
from bot.settings import Settings
from bot.wire import limits as bot_limits
from store import publishing, subscriptions
from store.models import Article, Chunk
from store.publishing import Change, Edition
from store.schema import atomic
from store.subscriptions import Subscription


class Desk(Talk, Paper):
    """A bot at work that readers talk to, and a paper to print."""

    def held(self, chat: int = READER) -> list[Subscription]:
        """A chat's subscriptions."""
        return subscriptions.of_chat(self.newsroom.db(), chat)

    def rules(self, chat: int = READER) -> list[Rule]:
        """What a chat subscribed to."""
        return [rules.unpack(one.rule) for one in self.held(chat)]

    def print(self, *articles: Article, name: str = "page.txt") -> Change:
        """Publish a document of these articles."""
        db = self.newsroom.db()
        editions = [Edition(one, [Chunk("", 0, 2, one.body[:2])]) for one in articles]
        with atomic(db):
            change = publishing.publish(db, name, repr(articles).encode(), editions, now=1.0)
            matching.announce(db, change, due_at=lambda timing: 0.0)
        return change

    async def next_after(self, chat: int, before: int) -> Json:
        """The bot's first message in a chat after message *before*."""
        said: Sequence[Json] = await self.until(lambda: self.said(chat, after=before))
        return said[0]

    def last(self, chat: int = READER) -> int:
        """The number of the last message in a chat."""
        return max(self.server.world.chats[chat].messages)


@asynccontextmanager
async def desk_at_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    """The application over a fake newsroom, on a local Bot API server without limits."""
    monkeypatch.setattr(bot_limits, "PRIVATE", (100, 0.01))
    monkeypatch.setattr(bot_delivery, "LOOK_EVERY", 0.02)
    monkeypatch.setattr(bot_delivery, "GATHER", 0.01)
    monkeypatch.setattr(taps, "SECONDS", 0.0)
    server = LocalServer(limits=Limits.none())
    await server.start()
    fake, newsroom = FakeNewsroom.over(tmp_path)
    stops: list[BotError] = []
    async with listening(
        Settings(data=tmp_path, token=server.token, base_url=server.url), newsroom, stops.append
    ) as app:
        yield Desk(server, fake, app, stops)
    await server.stop()
    # threads may still be at work on the store
    await asyncio.get_running_loop().shutdown_default_executor()
    fake.close()
