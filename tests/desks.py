"""A bot at work that readers subscribe with, and a paper to print."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from stage import alerts_at_once, fake_at_work
from test_delivery import READER, Paper
from test_handlers import Talk

from bot.alerts import matching, rules
from bot.alerts.rules import Rule
from bot.local.errors import Json
from bot.people import taps
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
    alerts_at_once(monkeypatch)
    monkeypatch.setattr(taps, "SECONDS", 0.0)
    async with fake_at_work(tmp_path, monkeypatch) as (fake, stage):
        yield Desk(stage.server, fake, stage.app, stage.stops)
