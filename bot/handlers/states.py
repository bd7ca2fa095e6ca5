"""What is printed, changed by admins: an article taken out, the way back to an earlier state."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Update

from bot.desk import states
from bot.desk.press_texts import PRESS
from bot.handlers.tapped import Stale, Tapped, small
from bot.outgoing.boards import board_at, showing
from bot.outgoing.sending import say
from bot.people.roles import Role
from bot.services import Context, Services, texts_for
from bot.texts import Language
from bot.trials import rehearsal
from bot.words.markup import Reply
from bot.words.screens import LIST_PAGE
from store import articles, history
from store.errors import ArticleNotFound, DraftOutdated, StateGone


async def remove(update: Update, context: Context) -> None:
    """/remove with words of the headline or a number: which article?"""
    words, language = await texts_for(update, context)
    asked = " ".join(context.args or [])
    if not asked:
        await say(update, context, PRESS[language].remove_ask)
        return
    press = context.services.newsroom.press
    if asked.isascii() and asked.isdigit() and len(asked) <= 18:
        try:
            await say(update, context, await asyncio.to_thread(_removal, context.services, int(asked), language))
        except ArticleNotFound:
            await say(update, context, words.gone_article)
        return
    found = await asyncio.to_thread(press.find, asked, LIST_PAGE)
    if found:
        await say(update, context, states.which(found, language=language))
    else:
        await say(update, context, PRESS[language].remove_none)


async def confirm_removal(tapped: Tapped, args: list[str]) -> None:
    """`rm:article`: really? Raises ArticleNotFound."""
    (key,) = map(small, args)
    await tapped.show(await asyncio.to_thread(_removal, tapped.context.services, key, tapped.language))


async def do_remove(tapped: Tapped, args: list[str]) -> None:
    """`rx:article`: take it out. Raises ArticleNotFound."""
    (key,) = map(small, args)
    press = tapped.context.services.newsroom.press
    found = await tapped.context.services.apart(lambda: press.remove(key, by=tapped.user_id))
    await tapped.show(states.removed(found.headline, language=tapped.language))


async def leave(tapped: Tapped, args: list[str]) -> None:
    """`no`: nothing is done."""
    await tapped.show(Reply(PRESS[tapped.language].left_alone))


async def rollback(update: Update, context: Context) -> None:
    """/rollback: the earlier states."""
    _, language = await texts_for(update, context)
    await say(update, context, await _states(context.services, 0, language))


async def turn_states(tapped: Tapped, args: list[str]) -> None:
    """`hl:page`: a page of the earlier states."""
    (page,) = map(small, args)
    await tapped.show(await _states(tapped.context.services, page, tapped.language))


async def show_way_back(tapped: Tapped, args: list[str]) -> None:
    """`hb:generation`: what going back there would change."""
    (number,) = map(small, args)
    await _show_way_back(tapped, number, "")


async def go_back(tapped: Tapped, args: list[str]) -> None:
    """`hg:generation:seen`: go back there; *seen* is the present generation that the report compared with."""
    await _go_back(tapped, args, alert=True)


async def go_back_quietly(tapped: Tapped, args: list[str]) -> None:
    """`hq:generation:seen`: the same, and tell no reader of corrections."""
    await _go_back(tapped, args, alert=False)


async def _go_back(tapped: Tapped, args: list[str], *, alert: bool) -> None:
    number, seen = map(small, args)
    press = tapped.context.services.newsroom.press
    where = board_at(tapped.update, tapped.context, tapped.chat_id, tapped.message_id)
    try:
        async with showing(where, PRESS[tapped.language].rollback_yes, tapped.language) as progress:
            progress.told("index", 0, 1)
            change = await tapped.context.services.apart(
                lambda: press.go_back(number, by=tapped.user_id, seen=seen, alert=alert)
            )
    except DraftOutdated:
        await _show_way_back(tapped, number, PRESS[tapped.language].draft_outdated)
    except StateGone:
        await tapped.show(Reply(PRESS[tapped.language].state_gone))
    else:
        await tapped.show(states.rolled_back(change, language=tapped.language))


async def _show_way_back(tapped: Tapped, number: int, note: str) -> None:
    services = tapped.context.services
    try:
        found = await asyncio.to_thread(services.newsroom.press.way_back, number)
    except StateGone:
        raise Stale from None
    seen = await services.read(articles.generation)
    broken = await services.apart(lambda: rehearsal.broken_by_going_back(services.newsroom, number))
    zone = services.settings.timezone
    await tapped.show(states.way_back(found, seen, zone, broken, note=note, language=tapped.language))


async def _states(services: Services, page: int, language: Language) -> Reply:
    count = await services.read(history.count)
    page = min(page, max(0, (count - 1) // states.STATES))
    found = await services.read(history.publications, limit=states.STATES, offset=page * states.STATES)
    return states.states(found, count, page, services.settings.timezone, language=language)


def _removal(services: Services, key: int, language: Language) -> Reply:
    """Asks before an article is taken out. Blocks; raises ArticleNotFound."""
    found = services.newsroom.article(key)
    return states.removal(found, services.newsroom.press.alerts_of(found), language=language)


COMMANDS: dict[str, Callable[[Update, Context], Coroutine[Any, Any, None]]] = {"remove": remove, "rollback": rollback}
TAPS: dict[str, tuple[Role, Callable[[Tapped, list[str]], Coroutine[Any, Any, None]]]] = {
    "rm": ("admin", confirm_removal),
    "rx": ("admin", do_remove),
    "no": ("admin", leave),
    "hl": ("admin", turn_states),
    "hb": ("admin", show_way_back),
    "hg": ("admin", go_back),
    "hq": ("admin", go_back_quietly),
}
