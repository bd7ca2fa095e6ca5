"""What Telegram posts to us: kept before it is acknowledged, taken only from who knows the secret."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from conftest import free_port
from fakes import FakeNewsroom
from telegram import Bot, Update

from bot.answering.newsroom import Newsroom
from bot.wire.inbox import Inbox
from bot.wire.webhook import Webhook
from store import inbox
from store.errors import StoreUnusable

SECRET = "s" * 32
HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET, "Content-Type": "application/json"}
BODY = '{"update_id": 7, "message": {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}, "text": "头盔"}}'


class Hook:
    """A webhook that listens, and the inbox behind it."""

    def __init__(self, newsroom: Newsroom) -> None:
        self.newsroom, self.inbox = newsroom, Inbox(newsroom)
        self.webhook = Webhook(Bot("1:token"), self.inbox, path="/hook/a.b", secret=SECRET)
        self.port = free_port()

    async def post(
        self,
        body: str = BODY,
        *,
        path: str = "/hook/a.b",
        headers: dict[str, str] | None = None,
        method: str = "POST",
    ) -> int:
        """The status that a request gets."""
        url = f"http://127.0.0.1:{self.port}{path}"
        async with (
            aiohttp.ClientSession() as session,
            session.request(method, url, data=body.encode(), headers=HEADERS if headers is None else headers) as said,
        ):
            return said.status

    def kept(self) -> list[str]:
        """The updates that wait in the store."""
        return [waiting.body for waiting in inbox.unfinished(self.newsroom.db())]


@pytest.fixture
async def hook(tmp_path: Path) -> AsyncIterator[Hook]:
    """A webhook over an empty inbox."""
    fake, newsroom = FakeNewsroom.over(tmp_path)
    made = Hook(newsroom)
    await made.webhook.start(made.port)
    yield made
    await made.webhook.stop()
    made.inbox.writer.close()
    fake.close()


async def test_an_update_is_kept_and_queued(hook: Hook) -> None:
    """As it came; once, however often it comes."""
    assert await hook.post() == 200
    assert await hook.post(path="/hook/a.b/") == 200

    assert hook.kept() == [BODY]
    assert hook.inbox.qsize() == 1
    update = hook.inbox.get_nowait()
    assert isinstance(update, Update)
    assert update.message is not None
    assert update.message.text == "头盔"


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"headers": {**HEADERS, "X-Telegram-Bot-Api-Secret-Token": "guessed"}}, 403),
        ({"headers": {**HEADERS, "X-Telegram-Bot-Api-Secret-Token": "猜"}}, 403),
        ({"headers": {"Content-Type": "application/json"}}, 403),
        ({"headers": {**HEADERS, "Content-Type": "text/plain"}}, 403),
        ({"path": "/hook/aXb"}, 404),
        ({"path": "/"}, 404),
        ({"method": "GET"}, 405),
        ({"body": "{"}, 400),
        ({"body": "[]"}, 400),
        ({"body": '{"update_id": 7, "message": 5}'}, 400),
    ],
)
async def test_what_is_not_telegrams(hook: Hook, asked: dict[str, object], status: int) -> None:
    """Refused, and nothing is kept."""
    assert await hook.post(**asked) == status  # type: ignore[arg-type]

    assert not hook.kept()
    assert hook.inbox.empty()


async def test_what_cannot_be_kept_comes_again(hook: Hook, monkeypatch: pytest.MonkeyPatch) -> None:
    """Telegram sends again what was not acknowledged, and it is taken when the disk is there again."""

    def fail(*args: object, **kwargs: object) -> bool:
        raise StoreUnusable("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(inbox, "accept", fail)
        assert await hook.post() == 500
    assert hook.inbox.empty()

    assert await hook.post() == 200
    assert hook.inbox.qsize() == 1
