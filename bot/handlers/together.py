"""Files that were sent together: one message for all, decided at once or one by one."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from bot.desk import dry_runs
from bot.desk.press_texts import PRESS
from bot.handlers.tapped import Stale, Tapped, small
from bot.outgoing.boards import board_at, showing
from bot.people.roles import Role
from bot.publishing.outcomes import Preview
from bot.services import Context
from bot.texts import Language
from bot.words.markup import Reply, clip, escape
from bot.words.replies import LONGEST_NAME
from store import drafts
from store.drafts import Draft
from store.errors import DraftGone, DraftOutdated

log = logging.getLogger(__name__)


async def report(context: Context, batch: str, waiting: int, page: int, user_id: int, language: Language) -> Reply:
    """The report of files that were sent together."""
    services = context.services
    held = await services.read(drafts.batch, batch)
    at = page * dry_runs.FILES
    shown = {draft.id: await _preview(context, draft) for draft in held[at : at + dry_runs.FILES]}
    lines = [
        f"✗ {escape(clip(name, LONGEST_NAME))}：{escape(clip(reason, LONGEST_NAME))}"
        for name, reason in await services.read(drafts.refusals, batch)
    ]
    number = held[0].id if held else 0
    pairs = [(draft, shown.get(draft.id)) for draft in held]
    role = await services.role(user_id)
    return dry_runs.batch(number, pairs, lines, waiting, page, role=role, language=language)


async def show(tapped: Tapped, args: list[str]) -> None:
    """`fl:draft:page`: all that was sent together with a draft."""
    draft_id, page = map(small, args)
    batch = await _batch(tapped, draft_id)
    await tapped.show(await report(tapped.context, batch, 0, page, tapped.user_id, tapped.language))


async def publish(tapped: Tapped, args: list[str]) -> None:
    """`fp:draft`: publish all that was sent together, but what golden questions speak against."""
    await _decide(tapped, args, lambda one: _publish_one(tapped, one, alert=True))


async def publish_quietly(tapped: Tapped, args: list[str]) -> None:
    """`fs:draft`: the same, and alert nobody."""
    await _decide(tapped, args, lambda one: _publish_one(tapped, one, alert=False))


async def discard(tapped: Tapped, args: list[str]) -> None:
    """`fd:draft`: discard all that was sent together."""
    press = tapped.context.services.newsroom.press
    await _decide(tapped, args, lambda one: press.discard(one.id, by=tapped.user_id))


def _publish_one(tapped: Tapped, draft: Draft, *, alert: bool) -> None:
    """Publish one of several. Blocks."""
    if not draft.broken:
        tapped.context.services.newsroom.press.publish(draft.id, by=tapped.user_id, alert=alert)


async def _decide(tapped: Tapped, args: list[str], decide: Callable[[Draft], None]) -> None:
    """Do the same to every open draft that was sent together with one."""
    (draft_id,) = map(small, args)
    services, batch = tapped.context.services, await _batch(tapped, draft_id)
    held = [draft for draft in await services.read(drafts.batch, batch) if draft.state == "open"]
    where = board_at(tapped.update, tapped.context, tapped.chat_id, tapped.message_id)
    await tapped.tap.answer()

    def run(draft: Draft) -> None:
        try:
            decide(draft)
        except (DraftGone, DraftOutdated) as exc:
            log.info("one of several: %s", exc)

    title = PRESS[tapped.language].batch.format(count=len(held))
    async with showing(where, title, tapped.language) as progress:
        for number, draft in enumerate(held):
            progress.told("index", number, len(held))
            await services.apart(lambda draft=draft: run(draft))  # type: ignore[misc]
    await tapped.show(await report(tapped.context, batch, 0, 0, tapped.user_id, tapped.language))


async def _preview(context: Context, draft: Draft) -> Preview | None:
    """What publishing an open draft would change; None for one that is decided."""
    if draft.state != "open":
        return None
    try:
        return (await asyncio.to_thread(context.services.newsroom.press.look, draft.id, readers=False)).preview
    except DraftGone:
        return None


async def _batch(tapped: Tapped, draft_id: int) -> str:
    """The batch of a draft. Raises Stale if there is none."""
    try:
        draft = await tapped.context.services.read(drafts.find, draft_id)
    except DraftGone:
        raise Stale from None
    if draft.batch is None:
        raise Stale
    return draft.batch


TAPS: dict[str, tuple[Role, Callable[[Tapped, list[str]], Coroutine[Any, Any, None]]]] = {
    "fl": ("editor", show),
    "fp": ("admin", publish),
    "fs": ("admin", publish_quietly),
    "fd": ("editor", discard),
}
