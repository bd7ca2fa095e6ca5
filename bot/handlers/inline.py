"""Inline mode: `@bot question` in any chat shows the answer and passages as cards; choosing one sends it there."""

from __future__ import annotations

import asyncio
import logging

from telegram import InlineQueryResultArticle, InputTextMessageContent, Update
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.answering.worded import articles_of
from bot.outgoing.sending import NO_PREVIEW, markup
from bot.services import Context, Services, texts_for
from bot.texts import Language
from bot.watch import metrics
from bot.words import replies, screens
from bot.words.markup import clean
from bot.words.replies import Card

log = logging.getLogger(__name__)

CARDS = 10
CACHE_SECONDS = 60  # Telegram keeps the cards for the next one who asks the same


async def inline(update: Update, context: Context) -> None:
    """Cards for what was typed so far; the newest articles while nothing is."""
    query = update.inline_query
    if query is None:
        return
    _, language = await texts_for(update, context)
    found = await asyncio.to_thread(
        _cards, context.services, clean(query.query).strip(), language, context.bot.username
    )
    results = [_result(number, card) for number, card in enumerate(found[:CARDS])]
    try:
        # personal: the cards are in the language of the one who types
        await query.answer(results, cache_time=CACHE_SECONDS, is_personal=True)
    except BadRequest as exc:
        log.info("an inline query could not be answered any more: %s", exc)


def _cards(services: Services, question: str, language: Language, username: str) -> list[Card]:
    """Blocks."""
    if not any(char.isalnum() for char in question):
        return screens.article_cards(services.newsroom.latest(CARDS), language=language, username=username)
    found = services.newsroom.ask(question)
    metrics.count_answer(found)
    return replies.cards(found, articles_of(services.newsroom, found), language=language, username=username)


def _result(number: int, card: Card) -> InlineQueryResultArticle:
    content = InputTextMessageContent(card.reply.html, ParseMode.HTML, link_preview_options=NO_PREVIEW)
    return InlineQueryResultArticle(
        str(number), card.title, content, reply_markup=markup(card.reply), description=card.description
    )
