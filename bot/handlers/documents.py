"""Newspapers that admins send: read, shown as a dry run, published only when an admin says so."""

from __future__ import annotations

import asyncio
import logging
import tempfile
from pathlib import Path

from telegram import Document, Update

from bot import screens
from bot.handlers.tapped import Tapped, small
from bot.markup import Reply, clip, escape
from bot.press import DryRun
from bot.replies import LONGEST_NAME
from bot.sending import say, typing
from bot.services import Context, texts_for
from store.errors import DocumentRefused, DraftGone

log = logging.getLogger(__name__)

MAX_BYTES = 20 * 2**20  # what the Bot API lets a bot download


async def document(update: Update, context: Context) -> None:
    """Read a document that an admin sent, and report what publishing it would change; nothing is changed."""
    message = update.effective_message
    if message is None or message.document is None:
        return
    texts, language = await texts_for(update, context)
    user = update.effective_user
    assert user is not None
    if (message.document.file_size or 0) > MAX_BYTES:
        await say(update, context, texts.document_large)
        return
    try:
        async with typing(update, context):
            draft = await _prepare(context, message.document, user.id)
    except DocumentRefused as exc:
        words = texts.document_refused.format(
            name=escape(clip(exc.name, LONGEST_NAME)), reason=escape(clip(exc.reason, LONGEST_NAME * 2)).rstrip("。")
        )
        await say(update, context, words)
        return
    read = draft.preview
    gone = [read.before[article_id] for article_id in read.change.gone]
    await say(
        update,
        context,
        screens.draft(draft.id, read.name, read.articles, read.change, gone, read.warnings, language=language),
    )


async def publish(tapped: Tapped, args: list[str]) -> None:
    """`dp:draft`: publish a document; what comes of it takes the place of the dry run."""
    (draft_id,) = map(small, args)
    services = tapped.context.services
    try:
        done = await services.apart(lambda: services.newsroom.press.publish(draft_id, by=tapped.user_id))
    except DraftGone:
        await tapped.tap.answer(tapped.texts.draft_gone)
        return
    log.info("admin %d published a document of %d articles", tapped.user_id, done.articles)
    name = escape(clip(done.name, LONGEST_NAME))
    await tapped.show(Reply(tapped.texts.published.format(name=name, count=done.articles)))


async def discard(tapped: Tapped, args: list[str]) -> None:
    """`dd:draft`: do not publish a document."""
    (draft_id,) = map(small, args)
    try:
        await asyncio.to_thread(tapped.context.services.newsroom.press.discard, draft_id, by=tapped.user_id)
    except DraftGone:
        await tapped.tap.answer(tapped.texts.draft_gone)
    else:
        await tapped.show(Reply(tapped.texts.discarded))


async def _prepare(context: Context, document: Document, user_id: int) -> DryRun:
    # the sender chooses the name: no part of it may lead out of the folder
    name = Path((document.file_name or "").replace("\\", "/")).name or "document.txt"
    file = await context.bot.get_file(document.file_id)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"upload{Path(name).suffix.lower()[:16]}"
        await file.download_to_drive(path)
        return await context.services.apart(lambda: context.services.newsroom.press.prepare(path, name, by=user_id))
