"""The safety net: /backup and /status."""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from sqlite_utils import Database
from telegram import Update

from bot.desk import upkeep as screen
from bot.desk.texts import DESK
from bot.operations import backups, snapshots
from bot.operations.snapshots import Snapshot
from bot.outgoing.attachments import LARGEST, send_document
from bot.outgoing.sending import say, typing
from bot.services import Context, Services, texts_for
from bot.words.markup import clip, escape
from store import articles, audit, queues
from store.errors import StoreError

log = logging.getLogger(__name__)

LONGEST_REASON = 200


async def backup(update: Update, context: Context) -> None:
    """Everything in one file: sent, or kept on the machine and said where if Telegram takes no file of its size."""
    _, language = await texts_for(update, context)
    texts, services, user = DESK[language], context.services, update.effective_user
    assert user is not None
    try:
        async with typing(update, context):
            made = await _take(services)
            await services.write(audit.record, user.id, "backup", made.path.name, now=made.at)
    except StoreError as exc:
        await say(update, context, texts.backup_failed.format(reason=escape(clip(str(exc), LONGEST_REASON))))
        return
    size = screen.readable(made.size)
    if made.size > LARGEST:
        path = escape(str(made.path.absolute()))
        await say(update, context, texts.backup_stored.format(size=size, path=path))
        return
    content = await asyncio.to_thread(made.path.read_bytes)
    await send_document(update, context, content, made.path.name, texts.backup_sent.format(size=size))


async def status(update: Update, context: Context) -> None:
    """Generation, queues, last backup, disk, version."""
    _, language = await texts_for(update, context)
    services = context.services
    state = await services.read(_state, services)
    await say(update, context, screen.status(state, services.settings.timezone, language))


async def daily(services: Services) -> None:
    """Take a backup if the last one is a day old; what keeps it from being made is said in the log."""
    data, now = services.settings.data, services.clock()
    if not await asyncio.to_thread(snapshots.is_due, data, now=now):
        return
    if not await asyncio.to_thread(snapshots.fits, data):
        log.error("no daily backup: the disk has no room for one; make room, or move %s", data / backups.FOLDER)
        return
    try:
        made = await _take(services)
    except StoreError as exc:
        log.error("no daily backup: %s", exc)
    else:
        log.info("daily backup %s, %s", made.path.name, screen.readable(made.size))


async def _take(services: Services) -> Snapshot:
    now = services.clock()
    return await services.apart(lambda: snapshots.take(services.settings.data, now=now))


def _state(db: Database, services: Services) -> screen.State:
    data, waiting, index = services.settings.data, queues.depths(db), services.newsroom.index_state()
    last = next(iter(snapshots.held(data)), None)
    return screen.State(
        version=version("baozhi"),
        articles=articles.count(db),
        generation=articles.generation(db),
        searchable=index.generation,
        passages=index.chunks,
        cluster=index.cluster,
        problem=index.problem,
        updates=max(0, waiting["updates"] - 1),  # without the command that asks
        alerts=waiting["alerts_due"] + waiting["alerts_postponed"],
        uncertain=waiting["alerts_uncertain"],
        backup_at=last.at if last else None,
        backup_bytes=last.size if last else 0,
        free_bytes=shutil.disk_usage(data).free,
        store_bytes=(data / backups.STORE).stat().st_size,
        memory_bytes=_memory(),
    )


def _memory() -> int | None:
    """Memory that the process holds; None where the system does not tell."""
    with suppress(OSError, IndexError, ValueError):
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return None
