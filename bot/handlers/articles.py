"""Reading: the newest articles, the list of all, one article page by page."""

from __future__ import annotations

import asyncio

from telegram import Update

from bot.outgoing.sending import say
from bot.services import Context, Services, texts_for
from bot.texts import TEXTS, Language
from bot.words import screens
from bot.words.markup import Button, Reply, clip, escape
from bot.words.screens import LIST_PAGE
from store.errors import ArticleNotFound
from store.models import Article

LATEST = 5


async def latest(update: Update, context: Context) -> None:
    """The newest articles."""
    texts, language = await texts_for(update, context)
    found = await asyncio.to_thread(context.services.newsroom.latest, LATEST)
    if found:
        await say(update, context, screens.article_list(texts.latest, found, language=language, data="l:{page}"))
    else:
        await say(update, context, texts.no_articles)


async def article(update: Update, context: Context) -> None:
    """All articles; with words behind it, those that hold them in the headline; with a number, that article."""
    texts, language = await texts_for(update, context)
    words = " ".join(context.args or [])
    if words.isascii() and words.isdigit() and len(words) <= 18:
        await read_article(update, context, int(words))
    elif words:
        found = await asyncio.to_thread(_with_headline, context.services, words)
        shown = escape(clip(words, LIST_PAGE * 10))
        if found:
            title = texts.found_articles.format(words=shown)
            await say(
                update, context, screens.article_list(title, found[:LIST_PAGE], language=language, data="l:{page}")
            )
        else:
            await say(update, context, texts.no_such_article.format(words=shown))
    else:
        await say(update, context, await asyncio.to_thread(all_articles, context.services, 0, language))


async def read_article(update: Update, context: Context, key: int) -> None:
    """The first page of an article, as a new message."""
    texts, language = await texts_for(update, context)
    try:
        await say(update, context, await asyncio.to_thread(article_page, context.services, key, 0, 0, language))
    except ArticleNotFound:
        await say(update, context, texts.gone_article)


def all_articles(services: Services, page: int, language: Language) -> Reply:
    """One page of the list, newest first. Blocks."""
    texts = TEXTS[language]
    count = services.newsroom.count()
    if not count:
        return Reply(texts.no_articles)
    page = min(max(page, 0), (count - 1) // LIST_PAGE)
    found = services.newsroom.latest((page + 1) * LIST_PAGE)[page * LIST_PAGE :]
    more = count > (page + 1) * LIST_PAGE
    title = texts.all_articles.format(count=count)
    return screens.article_list(title, found, language=language, page=page, more=more, data="l:{page}")


def article_page(services: Services, key: int, page: int, list_page: int, language: Language) -> Reply:
    """One page of an article, with the way back to page *list_page* of the list. Blocks; raises ArticleNotFound."""
    found = services.newsroom.article(key)
    back = Button(TEXTS[language].back_to_list, f"l:{list_page}")
    data = f"a:{key}:{{page}}:{list_page}"
    figures = Button(TEXTS[language].facts_button, f"t:{found.key}:0")
    return screens.article(found, page, language=language, data=data, back=back, beside=figures)


def _with_headline(services: Services, words: str) -> list[Article]:
    folded = words.casefold()
    return [one for one in services.newsroom.articles() if folded in one.headline.casefold()]
