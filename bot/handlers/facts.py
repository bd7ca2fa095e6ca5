"""/facts and the pictures: the figures of an article in a table, those of an answer side by side."""

from __future__ import annotations

import asyncio

from telegram import Update

from bot.answering.worded import articles_of
from bot.handlers import ask
from bot.handlers.tapped import Stale, Tapped, small
from bot.outgoing.attachments import send_picture
from bot.outgoing.sending import say
from bot.services import Context, Services, texts_for
from bot.texts import TEXTS, Language
from bot.words import pictures, tables
from bot.words.markup import Button, Reply
from bot.words.records import unpack_context
from store import conversations
from store.errors import ArticleNotFound


async def facts(update: Update, context: Context) -> None:
    """`/facts 3`: the figures of article 3; without a number, of the article last answered from, else of the newest."""
    texts, language = await texts_for(update, context)
    number = context.args[0] if context.args else ""
    try:
        key = small(number) if number else await asyncio.to_thread(_at_hand, update, context.services)
        await say(update, context, await asyncio.to_thread(table, context.services, key, 0, language))
    except (ArticleNotFound, ValueError):
        await say(update, context, texts.gone_article if number else texts.no_articles)


async def on_table(tapped: Tapped, args: list[str]) -> None:
    """`t:article:page`: a page of the table."""
    key, page = map(small, args)
    await tapped.show(await asyncio.to_thread(table, tapped.context.services, key, page, tapped.language))


async def on_picture(tapped: Tapped, args: list[str]) -> None:
    """`h:reply`: the figures of an answer as a picture, in a message of its own."""
    (reply_id,) = map(small, args)
    kept = await ask.kept_answer(tapped.context, reply_id, tapped.chat_id)
    if kept is None or kept.answer is None:
        raise Stale
    cited = await asyncio.to_thread(articles_of, tapped.context.services.newsroom, kept.answer)
    picture = await asyncio.to_thread(pictures.picture_of, kept.answer, cited)
    if picture is None:
        raise Stale
    await tapped.tap.answer()
    png = await asyncio.to_thread(pictures.draw, picture, tapped.language)
    await send_picture(tapped.update, tapped.context, png, Reply(tapped.texts.picture_below))


def table(services: Services, key: int, page: int, language: Language) -> Reply:
    """A page of the figures of article *key*. Blocks; raises ArticleNotFound."""
    found = services.newsroom.article(key)
    back = Button(TEXTS[language].back_to_article, f"a:{key}:0:0")
    return tables.facts(found, pictures.facts_of(found), page, language=language, back=back)


def _at_hand(update: Update, services: Services) -> int:
    """The article that this chat was last answered from, else the newest. Blocks; raises ArticleNotFound."""
    newsroom = services.newsroom
    since = services.clock() - ask.FOLLOW_UP_SECONDS
    said = conversations.recall(newsroom.db(), ask.conversation_of(update), since=since)
    for article_id in unpack_context(said).article_ids[:1] if said else ():
        return newsroom.article_by_id(article_id).key
    newest = newsroom.latest(1)
    if not newest:
        raise ArticleNotFound(0)
    return newest[0].key
