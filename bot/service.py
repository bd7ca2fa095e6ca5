"""`baozhi run`: one bot on one data folder, on Telegram or, without a token, on the local chat page."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import replace

from bot.answering.newsroom import Newsroom
from bot.app import run_bot
from bot.errors import PortTaken
from bot.local.server import LocalServer
from bot.local.world import ADMIN_ID
from bot.operations.lock import DataLock
from bot.settings import Settings


def run(settings: Settings) -> int:
    """Run until SIGTERM or SIGINT; returns the exit status.

    Raises StoreError if another bot runs on the data folder or the store cannot be used, BotError if Telegram
    cannot be reached or the chat page's port is taken.
    """
    with DataLock(settings.data):
        newsroom = Newsroom.open(settings)
        for notice in newsroom.notices:
            sys.stderr.write(f"baozhi: {notice}\n")
        try:
            asyncio.run(run_bot(settings, newsroom) if settings.token else _run_on_page(settings, newsroom))
        finally:
            newsroom.close()
    return 0


async def _run_on_page(settings: Settings, newsroom: Newsroom) -> None:
    """The very same bot, over the very same HTTP, with a Bot API server of our own at the other end."""
    server = LocalServer(settings.page_port)
    try:
        await server.start()
    except OSError:
        raise PortTaken(settings.page_port) from None
    sys.stdout.write(f"报知 · 本机预演 {server.url}  ({newsroom.count()} 篇；Ctrl+C 停止)\n")
    sys.stdout.flush()
    try:
        await run_bot(
            replace(settings, token=server.token, base_url=server.url, admins=settings.admins | {ADMIN_ID}), newsroom
        )
    finally:
        await server.stop()
