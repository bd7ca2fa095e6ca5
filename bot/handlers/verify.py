"""/verify and its button: an answer looked up again before the reader's eyes."""

from __future__ import annotations

import asyncio

from telegram import Update

from bot.answering.worded import articles_of
from bot.handlers.ask import kept_answer
from bot.handlers.tapped import Stale, Tapped, small
from bot.outgoing.sending import say
from bot.services import Context, Services, texts_for
from bot.texts import Language
from bot.words.markup import Reply
from bot.words.records import Kept
from bot.words.verification import Again, verified
from retrieval.types import Answer
from store.articles import generation


async def verify(update: Update, context: Context) -> None:
    """`/verify 12`: the answer of this number, if it was given in this chat."""
    texts, language = await texts_for(update, context)
    if not context.args:
        await say(update, context, texts.verify_which)
        return
    reply = await _report(update, context, context.args[0].lstrip("#"), language, back=False)
    await say(update, context, reply or texts.verify_gone)


async def on_button(tapped: Tapped, args: list[str]) -> None:
    """`c:reply`: the button below an answer."""
    (number,) = args
    reply = await _report(tapped.update, tapped.context, number, tapped.language, back=True)
    if reply is None:
        raise Stale
    await tapped.show(reply)


async def _report(update: Update, context: Context, number: str, language: Language, *, back: bool) -> Reply | None:
    """What looking an answer up again shows; None where this chat has no answer of that number."""
    chat = update.effective_chat
    try:
        reply_id = small(number)
    except ValueError:
        return None
    kept = await kept_answer(context, reply_id, chat.id) if chat is not None else None
    if kept is None or kept.answer is None or kept.proof is None:
        return None
    again = await asyncio.to_thread(_look_again, context.services, kept, kept.answer)
    return verified(kept, again, reply_id=reply_id, language=language, username=context.bot.username, back=back)


def _look_again(services: Services, kept: Kept, before: Answer) -> Again:
    """The same question to the paper as it is now. Blocks."""
    assert kept.proof is not None
    newsroom = services.newsroom
    number = generation(newsroom.db())
    found = newsroom.ask(before.question, context=kept.proof.context)
    return Again(found, {**articles_of(newsroom, before), **articles_of(newsroom, found)}, number)
