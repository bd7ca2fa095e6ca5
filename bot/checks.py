"""`baozhi check`: what is in order and what is not, in plain words, with what to do about it."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass

from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.settings import Settings
from retrieval.errors import IndexUnusable
from retrieval.index import open_index
from store import articles
from store.errors import StoreError
from store.schema import open_store

LOW_DISK_MB = 500  # below this an ingest or a backup may fail


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report."""

    ok: bool
    text: str


def run(settings: Settings) -> list[Finding]:
    """Look at everything; changes nothing that is there, and never raises for what it finds."""
    checks: list[Callable[[Settings], Finding]] = [_data, _disk, _store, _index, _telegram]
    return [Finding(True, "settings: every value can be used")] + [check(settings) for check in checks]


def _data(settings: Settings) -> Finding:
    folder = settings.data
    if not folder.exists():
        return Finding(False, f"data: {folder} does not exist yet: run `baozhi ingest` on some documents")
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        return Finding(False, f"data: {folder} cannot be written by this user: change its owner or BAOZHI_DATA")
    return Finding(True, f"data: {folder} can be written")


def _disk(settings: Settings) -> Finding:
    folder = settings.data if settings.data.exists() else settings.data.absolute().parent
    free = shutil.disk_usage(folder if folder.exists() else "/").free / 1e6
    return Finding(
        free > LOW_DISK_MB, f"disk: {free / 1000:.1f} GB free" + ("" if free > LOW_DISK_MB else ": make room")
    )


def _store(settings: Settings) -> Finding:
    path = settings.data / "baozhi.db"
    if not path.exists():
        return Finding(False, "store: empty: run `baozhi ingest` on some documents")
    try:
        db = open_store(path)
        held = articles.count(db)
        db.conn.close()
    except StoreError as exc:
        return Finding(False, f"store: {exc}")
    return Finding(held > 0, f"store: {held} articles" + ("" if held else ": run `baozhi ingest` on some documents"))


def _index(settings: Settings) -> Finding:
    if not (settings.data / "baozhi.db").exists():
        return Finding(False, "index: nothing to index yet")
    try:
        db = open_store(settings.data / "baozhi.db")
        target = articles.generation(db)
        db.conn.close()
        index = open_index(
            settings.data / "index" / settings.index, engine=settings.index, segmenter=settings.segmenter
        )
        have, size = index.generation, len(index)
        index.close()
    except (IndexUnusable, StoreError) as exc:
        return Finding(False, f"index: {exc}: it is rebuilt when the bot starts, nothing is lost")
    if settings.index == "tantivy" and have != target:
        return Finding(False, f"index: at generation {have}, the store at {target}: it catches up when the bot starts")
    return Finding(True, f"index: {settings.index}, {size} chunks, in step with the store")


def _telegram(settings: Settings) -> Finding:
    if settings.token is None:
        return Finding(True, f"telegram: no token, so the local chat page will be used (port {settings.page_port})")
    try:
        name = asyncio.run(_username(settings.token, settings.base_url))
    except InvalidToken:
        return Finding(False, "telegram: the token is refused: copy it again from @BotFather")
    except TelegramError as exc:
        reason = str(exc).replace(settings.token, "…")
        return Finding(False, f"telegram: {settings.base_url} cannot be reached ({reason}): check the network")
    return Finding(True, f"telegram: reached as @{name}")


async def _username(token: str, base_url: str) -> str:
    async with Bot(token, base_url=f"{base_url}/bot") as bot:
        return bot.username
