"""/articles: everything that is held, searched, sorted and paged."""

from __future__ import annotations

import asyncio

from telegram import Update

from bot.desk import library as screen
from bot.handlers.tapped import Stale, Tapped, small
from bot.outgoing.sending import say
from bot.services import Context, Services, texts_for
from bot.texts import Language
from bot.words.markup import Reply, clip
from retrieval.facts import extract
from store import articles, proposals

SEARCH = "search"  # the kind of proposal that keeps the words searched for; callback data has no room for them
LONGEST_WORDS = 60


async def show(update: Update, context: Context) -> None:
    """All articles; with words behind the command, those that hold them."""
    _, language = await texts_for(update, context)
    services, user = context.services, update.effective_user
    assert user is not None
    words, search = clip(" ".join(context.args or []), LONGEST_WORDS), 0
    if words:
        search = await services.write(proposals.make, SEARCH, {"words": words}, by=user.id, now=services.clock())
    await say(update, context, await asyncio.to_thread(_listing, services, words, f"{search}:d", 0, language))


async def turn(tapped: Tapped, args: list[str]) -> None:
    """`al:search:order:page`."""
    search, order, page = small(args[0]), _order(args[1]), small(args[2])
    services = tapped.context.services
    words = await _words(services, search)
    place = f"{search}:{order}"
    await tapped.show(await asyncio.to_thread(_listing, services, words, place, page, tapped.language))


async def show_article(tapped: Tapped, args: list[str]) -> None:
    """`ad:article:search:order:page`: where an article came from."""
    key, search, order, page = small(args[0]), small(args[1]), _order(args[2]), small(args[3])
    services = tapped.context.services

    def run() -> Reply:
        found = services.newsroom.article(key)
        return screen.article(
            found,
            articles.intake(services.newsroom.db(), key),
            len(extract(found)),
            place=f"{search}:{order}",
            page=page,
            zone=services.settings.timezone,
            language=tapped.language,
        )

    await tapped.show(await asyncio.to_thread(run))


def _listing(services: Services, words: str, place: str, page: int, language: Language) -> Reply:
    order = screen.ORDERS[place.split(":")[1]]
    found, count = articles.listing(services.newsroom.db(), words, order, limit=screen.PAGE, offset=page * screen.PAGE)
    return screen.listing(found, count, words, place=place, page=page, language=language)


async def _words(services: Services, search: int) -> str:
    if not search:
        return ""
    kept = await services.read(proposals.look, search, SEARCH)
    if kept is None:
        raise Stale
    return str(kept["words"])


def _order(letter: str) -> str:
    if letter not in screen.ORDERS:
        raise ValueError(letter)
    return letter
