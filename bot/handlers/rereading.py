"""/reingest: every original read anew in the background, and what came of it published by a button."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any, cast

from telegram import Update

from bot.background import rereader
from bot.background.rereader import Rereader
from bot.desk import states
from bot.desk.press_texts import PRESS
from bot.handlers.tapped import Tapped, small
from bot.outgoing.boards import board
from bot.people.roles import Role
from bot.services import Context, texts_for
from bot.trials import reread
from bot.words.markup import Reply
from store import reingests
from store.errors import DraftGone, DraftOutdated

log = logging.getLogger(__name__)


async def reingest(update: Update, context: Context) -> None:
    """/reingest: begin, unless it is under way."""
    user = update.effective_user
    assert user is not None
    _, language = await texts_for(update, context)
    texts, where = PRESS[language], await board(update, context)
    await where.show(Reply(texts.reingest_running))
    assert where.message_id is not None
    begun = await cast(Rereader, context.bot_data["rereader"]).begin(
        by=user.id, chat_id=where.chat_id, message_id=where.message_id
    )
    if not begun:
        await where.show(Reply(texts.reingest_busy))


async def publish(tapped: Tapped, args: list[str]) -> None:
    """`ip:reading`: make it true."""
    await _publish(tapped, args, alert=True)


async def publish_quietly(tapped: Tapped, args: list[str]) -> None:
    """`iq:reading`: make it true and alert nobody."""
    await _publish(tapped, args, alert=False)


async def discard(tapped: Tapped, args: list[str]) -> None:
    """`ix:reading`: leave everything as it is, whether it is read already or not."""
    (number,) = map(small, args)
    services = tapped.context.services
    try:
        one = await services.read(reingests.get, number)
        if one.state == "running":
            await cast(Rereader, tapped.context.bot_data["rereader"]).give_up(number)
        else:
            await services.write(reingests.move, number, "discarded", was="ready")
            await asyncio.to_thread(rereader.forget, services.newsroom)
    except DraftGone:
        await tapped.tap.answer(tapped.texts.draft_gone)
    else:
        await tapped.show(Reply(PRESS[tapped.language].left_alone))


async def _publish(tapped: Tapped, args: list[str], *, alert: bool) -> None:
    (number,) = map(small, args)
    services, texts = tapped.context.services, PRESS[tapped.language]
    try:
        found = await services.apart(
            lambda: rereader.publish(services.newsroom, number, by=tapped.user_id, alert=alert)
        )
    except DraftOutdated:
        await tapped.show(Reply(texts.reingest_outdated))
    except DraftGone:
        await tapped.tap.answer(tapped.texts.draft_gone)
        one = await asyncio.to_thread(reingests.get, services.newsroom.db(), number)
        if one.state in ("published", "told"):
            await tapped.show(Reply(states.reread_done(reread.unpack(one.report), language=tapped.language)))
    else:
        log.info("admin %d published a reading of %d documents", tapped.user_id, found.documents)
        quietly = "" if alert else f"\n{texts.published_quietly}"
        await tapped.show(Reply(states.reread_done(found, language=tapped.language) + quietly))


COMMANDS: dict[str, Callable[[Update, Context], Coroutine[Any, Any, None]]] = {"reingest": reingest}
TAPS: dict[str, tuple[Role, Callable[[Tapped, list[str]], Coroutine[Any, Any, None]]]] = {
    "ip": ("admin", publish),
    "iq": ("admin", publish_quietly),
    "ix": ("admin", discard),
}
