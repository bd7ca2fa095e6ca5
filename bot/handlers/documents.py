"""Newspapers that editors send, as files, photos, forwarded posts or links: read, and shown as a dry run.

Nothing is changed by that; `bot.handlers.drafts` holds the deeds of the buttons.
"""

from __future__ import annotations

import asyncio
import logging
import re
import tempfile
from collections.abc import Awaitable, Callable
from datetime import UTC
from pathlib import Path

from telegram import MessageOriginChannel, Update
from telegram.error import BadRequest, NetworkError

from bot.desk.press_texts import PRESS
from bot.handlers import ask, drafts, together
from bot.outgoing.boards import Board, board, board_at, showing
from bot.outgoing.sending import say
from bot.publishing import links
from bot.publishing.links import LinkRefused
from bot.publishing.outcomes import DryRun
from bot.services import Context, texts_for
from bot.texts import TEXTS, Language
from bot.words.markup import Reply, clip, escape
from bot.words.replies import LONGEST_NAME
from store import drafts as kept
from store.errors import DocumentRefused

log = logging.getLogger(__name__)

MAX_BYTES = 20 * 2**20  # what the Bot API lets a bot download
AGAIN_SECONDS = 1.0  # before a download that broke off is tried once more
SHOWN_EACH = 5  # files of those sent together between two edits of their message
SHORTEST_POST = 20  # characters under a forwarded photo that are a text of their own
UNSAFE = re.compile(r'[\\/:*?"<>|\s]+')

Fetch = Callable[[Path], Awaitable[None]]


class BrokenOff(Exception):
    """What was sent did not arrive whole."""


async def document(update: Update, context: Context) -> None:
    """A file: read, and reported on."""
    message = update.effective_message
    if message is None or message.document is None:
        return
    sent = message.document
    if (sent.file_size or 0) > MAX_BYTES:
        texts, _ = await texts_for(update, context)
        await say(update, context, texts.document_large)
        return
    # the sender chooses the name: no part of it may lead out of the folder
    name = Path((sent.file_name or "").replace("\\", "/")).name or "document.txt"
    await _take(update, context, name, _download(context, sent.file_id, sent.file_size))


async def photo(update: Update, context: Context) -> None:
    """A photo of a page; a forwarded post's own text counts more than its picture."""
    message = update.effective_message
    if message is None or not message.photo:
        return
    if isinstance(message.forward_origin, MessageOriginChannel) and len(message.caption or "") >= SHORTEST_POST:
        await forwarded(update, context)
        return
    largest = message.photo[-1]
    name = f"照片_{message.date.astimezone(UTC):%Y%m%d_%H%M%S}_{message.message_id}.jpg"
    await _take(update, context, name, _download(context, largest.file_id, largest.file_size))


async def forwarded(update: Update, context: Context) -> None:
    """A post of a channel: its text is a document. What else was forwarded is a question as ever."""
    message = update.effective_message
    origin = message and message.forward_origin
    if message is None or not isinstance(origin, MessageOriginChannel):
        await ask.ask(update, context)
        return
    text = message.text or message.caption or ""
    title = UNSAFE.sub("_", origin.chat.title or "频道").strip("_.")[:40] or "频道"
    name = f"{title}_{origin.date:%Y-%m-%d}_{origin.message_id}.txt"

    async def write(path: Path) -> None:
        await asyncio.to_thread(path.write_text, text, encoding="utf-8")

    await _take(update, context, name, write)


async def link(update: Update, context: Context) -> None:
    """A link alone: the page behind it, where the operator allows that."""
    message, services = update.effective_message, context.services
    if message is None or not message.text:
        return
    _, language = await texts_for(update, context)
    if not services.settings.allow_url:
        await say(update, context, PRESS[language].link_off)
        return
    try:
        page = await services.apart(lambda: links.fetch((message.text or "").strip()))
    except LinkRefused as exc:
        await say(update, context, PRESS[language].link_refused.format(reason=escape(exc.reason)))
        return

    async def write(path: Path) -> None:
        await asyncio.to_thread(path.write_bytes, page.content)

    await _take(update, context, page.name, write)


async def _take(update: Update, context: Context, name: str, fetch: Fetch) -> None:
    """Read a document and report on it: one message for each, or for all that were sent together."""
    message, user = update.effective_message, update.effective_user
    assert message is not None
    assert user is not None
    _, language = await texts_for(update, context)
    texts, together = PRESS[language], message.media_group_id
    batch = f"{message.chat_id}:{together}" if together else None
    where = await _board(update, context, batch)
    try:
        run = await _prepare(context, where, name, fetch, user.id, language)
    except (DocumentRefused, BrokenOff) as exc:
        reason = exc.reason if isinstance(exc, DocumentRefused) else texts.download_broken.rstrip("。")
        if batch is None:
            await where.show(refusal(name, reason, language))
        else:
            await context.services.write(
                kept.refuse, name, reason, batch=batch, sent_by=user.id, now=context.services.clock()
            )
            await _show_batch(context, where, batch, user.id, language)
        return
    if batch is None and run.draft.message_id not in (None, where.message_id):
        # somebody else's is shown here too, and stays where it was first
        is_here = run.draft.chat_id == where.chat_id
        await where.show(Reply(texts.draft_same) if is_here else await drafts.report(context, run, user.id, language))
        return
    if batch is None:
        await where.show(await drafts.report(context, run, user.id, language))
    else:
        await drafts.check(context, run)
    await context.services.write(kept.show, run.id, where.chat_id, where.message_id, batch=batch)
    if batch is not None:
        await _show_batch(context, where, batch, user.id, language)


async def _board(update: Update, context: Context, batch: str | None) -> Board:
    """Where to report: for what was sent together, the message of the first."""
    if batch is not None:
        for draft in await context.services.read(kept.batch, batch):
            if draft.chat_id is not None and draft.message_id is not None:
                return board_at(update, context, draft.chat_id, draft.message_id)
    return await board(update, context)


async def _show_batch(context: Context, where: Board, batch: str, user_id: int, language: Language) -> None:
    """The message of what was sent together: with the last file, and now and then before."""
    services = context.services
    waiting = await services.read(kept.waiting, batch.split(":", 1)[1])
    read = len(await services.read(kept.batch, batch)) + len(await services.read(kept.refusals, batch))
    if where.message_id is None or not waiting or read % SHOWN_EACH == 0:
        await where.show(await together.report(context, batch, waiting, 0, user_id, language))
        assert where.message_id is not None
        await services.write(kept.show_batch, batch, where.chat_id, where.message_id)


async def _prepare(context: Context, where: Board, name: str, fetch: Fetch, user_id: int, language: Language) -> DryRun:
    press = context.services.newsroom.press
    title = PRESS[language].working.format(name=escape(clip(name, LONGEST_NAME)))
    async with showing(where, title, language) as progress:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"upload{Path(name).suffix.lower()[:16]}"
            await fetch(path)
            return await context.services.apart(lambda: press.prepare(path, name, by=user_id, told=progress.told))


def refusal(name: str, reason: str, language: Language) -> Reply:
    """Why a document was not taken."""
    shown, why = escape(clip(name, LONGEST_NAME)), escape(clip(reason, LONGEST_NAME * 2)).rstrip("。")
    return Reply(TEXTS[language].document_refused.format(name=shown, reason=why))


def _download(context: Context, file_id: str, size: int | None) -> Fetch:
    async def fetch(path: Path) -> None:
        for attempt in range(2):
            try:
                file = await context.bot.get_file(file_id)
                content = await file.download_as_bytearray()
                if size is None or len(content) == size:
                    await asyncio.to_thread(path.write_bytes, content)
                    return
            except BadRequest as exc:
                log.warning("a file cannot be downloaded: %s", exc)
                break
            except NetworkError as exc:
                log.warning("a download broke off: %s", exc)
            if attempt == 0:
                await asyncio.sleep(AGAIN_SECONDS)
        raise BrokenOff

    return fetch
