"""`baozhi check`: what is in order and what is not, in plain words, with what to do about it."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
from collections.abc import Callable
from dataclasses import dataclass

from telegram import Bot, WebhookInfo
from telegram.error import InvalidToken, TelegramError

from bot.answering import vocabulary
from bot.answering.newsroom import Newsroom, cluster_of
from bot.errors import VocabularyUnreadable
from bot.operations.lock import is_locked
from bot.settings import WEBHOOK_PORT, Settings
from retrieval.errors import ClusterUnavailable, IndexUnusable
from retrieval.index import open_index
from store import articles
from store.errors import StoreError
from store.migrations import MIGRATIONS
from store.schema import open_store, snapshot_of, version_of

LOW_DISK_MB = 500  # below this an ingest or a backup may fail


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report."""

    ok: bool
    text: str


def run(settings: Settings) -> list[Finding]:
    """Look at everything; changes nothing that is there, and never raises for what it finds."""
    checks: list[Callable[[Settings], Finding]] = [
        _data,
        _disk,
        _vocabulary,
        _store,
        _index,
        _admins,
        _ports,
        _telegram,
    ]
    if settings.index_url:
        checks.append(_cluster)
    return [*_settings(settings), *(check(settings) for check in checks)]


def _settings(settings: Settings) -> list[Finding]:
    if settings.warnings:
        return [Finding(False, f"settings: {warning}") for warning in settings.warnings]
    return [Finding(True, "settings: every value can be used")]


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


def _vocabulary(settings: Settings) -> Finding:
    try:
        groups, words = (len(vocabulary.read(settings.data, kind)) for kind in vocabulary.FILES)
    except VocabularyUnreadable as exc:
        return Finding(False, f"vocabulary: {exc}")
    return Finding(True, f"vocabulary: {groups} groups of synonyms and {words} words of your own")


def _store(settings: Settings) -> Finding:
    path = settings.data / "baozhi.db"
    if not path.exists():
        return Finding(False, "store: empty: run `baozhi ingest` on some documents")
    try:
        version = version_of(path)
        if version < len(MIGRATIONS):
            copy = snapshot_of(path, version + 1).name
            return Finding(
                True,
                f"store: written by an earlier version (schema {version}): brought to {len(MIGRATIONS)} when baozhi"
                f" next writes to it; {copy} will hold it as it is now",
            )
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
        if version_of(settings.data / "baozhi.db") < len(MIGRATIONS):
            return Finding(True, "index: looked at once the store is up to date")
        db = open_store(settings.data / "baozhi.db")
        target = articles.generation(db)
        db.conn.close()
        index = open_index(
            settings.data / "index" / settings.index,
            engine=settings.index,
            segmenter=settings.segmenter,
            own=vocabulary.words(settings.data),
            make=False,
        )
        have, size = index.generation, len(index)
        index.close()
    except VocabularyUnreadable as exc:
        return Finding(False, f"index: {exc}")
    except (IndexUnusable, StoreError) as exc:
        return Finding(False, f"index: {exc}: it is rebuilt when the bot starts, nothing is lost")
    if settings.index == "tantivy" and have != target:
        return Finding(False, f"index: at generation {have}, the store at {target}: it catches up when the bot starts")
    return Finding(True, f"index: {settings.index}, {size} chunks, in step with the store")


def _cluster(settings: Settings) -> Finding:
    path = settings.data / Newsroom.STORE
    if not path.exists() or version_of(path) < len(MIGRATIONS):
        return Finding(True, "cluster: looked at once there is a store that is up to date")
    db = open_store(path)
    target = articles.generation(db)
    try:
        cluster = cluster_of(settings, db)
        have = cluster.generation
        cluster.close()
    except ClusterUnavailable as exc:
        return Finding(False, f"cluster: {exc.reason}: the embedded index answers until BAOZHI_INDEX_URL can be used")
    except VocabularyUnreadable as exc:
        return Finding(False, f"cluster: {exc}")
    finally:
        db.conn.close()
    if have != target:
        return Finding(
            False, f"cluster: {cluster} is at generation {have}, the store at {target}: the bot brings it up"
        )
    return Finding(True, f"cluster: {cluster}, in step with the store")


def _admins(settings: Settings) -> Finding:
    if settings.admins or settings.token is None:
        return Finding(True, f"admins: {len(settings.admins) or 'the admin of the chat page'}")
    return Finding(
        True,
        "admins: nobody may publish from the chat: put your number, which @userinfobot tells, in BAOZHI_ADMINS",
    )


def _ports(settings: Settings) -> Finding:
    """Whether what has to listen can; a bot that runs on this folder holds its ports itself."""
    if is_locked(settings.data):
        return Finding(True, f"bot: one is running on {settings.data}")
    wanted = {
        "BAOZHI_PAGE_PORT": None if settings.token else settings.page_port,
        "BAOZHI_WEBHOOK_PORT": (settings.webhook_port or WEBHOOK_PORT) if settings.webhook_url else None,
        "BAOZHI_OPS_PORT": settings.ops_port,
    }
    taken = [f"{port} ({name})" for name, port in wanted.items() if port is not None and _is_taken(port)]
    if taken:
        return Finding(False, f"ports: {', '.join(taken)} in use: stop what listens there, or set another")
    return Finding(True, "bot: not running; its ports are free")


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def _telegram(settings: Settings) -> Finding:
    if settings.token is None:
        return Finding(True, f"telegram: no token, so the local chat page will be used (port {settings.page_port})")
    try:
        name, webhook = asyncio.run(_ask_telegram(settings.token, settings.base_url))
    except InvalidToken:
        return Finding(False, "telegram: the token is refused: copy it again from @BotFather")
    except TelegramError as exc:
        reason = str(exc).replace(settings.token, "…")
        return Finding(False, f"telegram: {settings.base_url} cannot be reached ({reason}): check the network")
    if settings.webhook_url and webhook.last_error_message:
        return Finding(
            False,
            f"telegram: reached as @{name}, but it could not deliver to {settings.webhook_url} lately"
            f" ({webhook.last_error_message}); {webhook.pending_update_count} updates wait: check the TLS proxy",
        )
    return Finding(True, f"telegram: reached as @{name}")


async def _ask_telegram(token: str, base_url: str) -> tuple[str, WebhookInfo]:
    async with Bot(token, base_url=f"{base_url}/bot") as bot:
        return bot.username, await bot.get_webhook_info()
