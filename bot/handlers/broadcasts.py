"""/broadcast: a message to all readers, shown first, sent when confirmed, stopped by a button."""

from __future__ import annotations

import re
from typing import cast

from sqlite_utils import Database
from telegram import Message, Update

from bot.background.broadcasting import Broadcaster
from bot.desk import broadcasts as screen
from bot.desk.texts import DESK
from bot.handlers.prompting import ask
from bot.handlers.tapped import Stale, Tapped, small
from bot.outgoing.attachments import send_document
from bot.outgoing.sending import say
from bot.services import Context, texts_for
from bot.words.markup import Reply, plain, units
from store import audit, broadcasts
from store.broadcasts import Broadcast

TEXT = "broadcast"  # the step in which the message is written
COMMAND = re.compile(r"/broadcast(?:@\w+)?\s*")


async def broadcast(update: Update, context: Context) -> None:
    """Asks for the message, or shows what stands behind the command as readers would see it."""
    message = update.message
    assert message is not None
    _, language = await texts_for(update, context)
    text = COMMAND.sub("", message.text_html, count=1)
    if text.strip():
        await _preview(update, context, text)
    else:
        await ask(context, message.chat_id, DESK[language].broadcast_ask, TEXT)


async def write(update: Update, context: Context, args: list[str]) -> None:
    """The message was written."""
    await _preview(update, context, cast(Message, update.message).text_html)


async def send(tapped: Tapped, args: list[str]) -> None:
    """`bc:broadcast`: send it to everybody."""
    (number,) = map(small, args)
    services, texts = tapped.context.services, DESK[tapped.language]
    started = await services.write(
        _start, number, by=tapped.user_id, message_id=tapped.message_id, now=services.clock()
    )
    if isinstance(started, Broadcast):
        await tapped.show(screen.progress(started, await services.read(broadcasts.census, number), tapped.language))
        _broadcaster(tapped.context).wake()
    elif started == "busy":
        await tapped.tap.answer(texts.broadcast_busy)
    else:
        raise Stale


async def discard(tapped: Tapped, args: list[str]) -> None:
    """`bx:broadcast`: do not send it."""
    (number,) = map(small, args)
    if not await tapped.context.services.write(broadcasts.discard, number):
        raise Stale
    await tapped.show(Reply(DESK[tapped.language].broadcast_discarded))


async def stop(tapped: Tapped, args: list[str]) -> None:
    """`bs:broadcast`: send it to nobody else; the report says who has got it."""
    (number,) = map(small, args)
    services = tapped.context.services
    if not await services.write(_stop, number, by=tapped.user_id, now=services.clock()):
        raise Stale
    await tapped.tap.answer(DESK[tapped.language].broadcast_stopped)
    _broadcaster(tapped.context).wake()


async def who(tapped: Tapped, args: list[str]) -> None:
    """`bw:broadcast`: what became of it in every chat, as a table."""
    (number,) = map(small, args)
    await tapped.tap.answer()
    services = tapped.context.services
    outcomes = await services.read(broadcasts.outcomes, number)
    table = screen.table(outcomes, services.settings.timezone)
    texts = DESK[tapped.language]
    await send_document(tapped.update, tapped.context, table, f"broadcast-{number}.csv", texts.broadcast_who)


async def _preview(update: Update, context: Context, text: str) -> None:
    services, user = context.services, update.effective_user
    assert user is not None
    _, language = await texts_for(update, context)
    texts, said = DESK[language], plain(Reply(text))
    if not said.strip():
        await say(update, context, texts.broadcast_empty)
        return
    if units(said) > screen.LONGEST:
        await say(update, context, texts.broadcast_long.format(limit=screen.LONGEST))
        return
    count = len(await services.read(broadcasts.audience))
    if not count:
        await say(update, context, texts.broadcast_nobody)
        return
    number = await services.write(broadcasts.draft, text, by=user.id, now=services.clock())
    rate = services.settings.messages_per_second
    await say(update, context, screen.preview(text, number, count, rate, language))


def _start(db: Database, number: int, *, by: int, message_id: int, now: float) -> Broadcast | str:
    """Start a draft and write down who did; `busy` while another is under way, `gone` if it was decided."""
    if broadcasts.under_way(db) is not None:
        return "busy"
    count = broadcasts.start(db, number, message_id=message_id)
    started = broadcasts.get(db, number)
    if count is None or started is None:
        return "gone"
    audit.record(db, by, "broadcast", f"{count}: {plain(Reply(started.text))}", now=now)
    return started


def _stop(db: Database, number: int, *, by: int, now: float) -> bool:
    if not broadcasts.stop(db, number):
        return False
    sent = broadcasts.census(db, number).get("sent", 0)
    audit.record(db, by, "stop broadcast", f"{number} ({sent})", now=now)
    return True


def _broadcaster(context: Context) -> Broadcaster:
    return cast(Broadcaster, context.bot_data["broadcaster"])
