"""Taps on buttons. Callback data is `verb:number:…`; it may be old or made up, so nothing in it is believed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

from telegram import Update

from bot.alerts.figures import value_of
from bot.answering.worded import articles_of
from bot.handlers import alerts, articles, ask, desk, facts, figures, settings, start, subscription_files, verify
from bot.handlers.articles import all_articles, article_page
from bot.handlers.tapped import Stale, Tapped, small
from bot.outgoing.sending import answering
from bot.services import Context, texts_for
from bot.words import replies, screens
from bot.words.markup import Button
from store.errors import ArticleNotFound
from store.questions import VERDICTS

SAID_ANEW = ("q", "m", "h", "dt", "dq")  # verbs that send a message of their own; two taps in a row would send two


async def on_tap(update: Update, context: Context) -> None:
    """Do what a button says; a kind word if it is too old."""
    query = update.callback_query
    if query is None:
        return
    texts, language = await texts_for(update, context)
    async with answering(query) as tap:
        verb, *args = (query.data or "").split(":")
        try:
            if query.message is None or (verb not in DEEDS and verb not in desk.TAPS):
                raise Stale
            place = query.message.chat.id, query.message.message_id
            if verb in SAID_ANEW and context.services.taps.is_repeated(
                query.from_user.id, *place, query.data or "", now=context.services.clock()
            ):
                return
            tapped = Tapped(update, context, tap, *place, texts, language)
            await (DEEDS[verb](tapped, args) if verb in DEEDS else desk.on_tap(tapped, verb, args))
        except (Stale, alerts.NoSuchButton, ValueError, IndexError):
            await tap.answer(texts.gone_button)
        except ArticleNotFound:
            await tap.answer(texts.gone_article)


async def original(tapped: Tapped, args: list[str]) -> None:
    """`o:reply:passage:page`: the article of a passage; page `-` is the one that holds the passage."""
    reply_id, number = map(small, args[:2])
    page = None if args[2] == "-" else small(args[2])
    kept = await ask.kept_answer(tapped.context, reply_id, tapped.chat_id)
    if kept is None or kept.answer is None:
        raise Stale
    cited = kept.answer.passages[number]
    found = await asyncio.to_thread(tapped.context.services.newsroom.article_by_id, cited.article_id)
    # an article that was replaced since may say something else at this place
    still_there = found.body[cited.start : cited.end].startswith(cited.text[:20])
    await tapped.show(
        screens.article(
            found,
            page,
            language=tapped.language,
            data=f"o:{reply_id}:{number}:{{page}}",
            back=Button(tapped.texts.back_to_answer, f"b:{reply_id}"),
            beside=Button(tapped.texts.facts_button, f"t:{found.key}:0"),
            quoted=(cited.start, cited.end) if still_there else None,
        )
    )


async def passage(tapped: Tapped, args: list[str]) -> None:
    """`n:reply:passage`: another passage of an answer."""
    reply_id, number = map(small, args)
    kept = await ask.kept_answer(tapped.context, reply_id, tapped.chat_id)
    if kept is None or kept.answer is None:
        raise Stale
    cited = await asyncio.to_thread(articles_of, tapped.context.services.newsroom, kept.answer)
    username = tapped.context.bot.username
    reply = replies.passage(kept.answer, number, cited, reply_id=reply_id, language=tapped.language, username=username)
    await tapped.show(reply)


async def back(tapped: Tapped, args: list[str]) -> None:
    """`b:reply`: the answer again."""
    (reply_id,) = map(small, args)
    kept = await ask.kept_answer(tapped.context, reply_id, tapped.chat_id)
    if kept is None or kept.answer is None:
        raise Stale
    await tapped.show(await ask.answer_reply(tapped.update, tapped.context, kept, reply_id))


async def question(tapped: Tapped, args: list[str]) -> None:
    """`q:reply:number`: ask the question on a button."""
    reply_id, number = map(small, args)
    kept = await ask.kept_answer(tapped.context, reply_id, tapped.chat_id)
    if kept is None:
        raise Stale
    text = kept.questions[number]
    await tapped.tap.answer()
    await ask.answer(tapped.update, tapped.context, text, by_button=True)


async def judge(tapped: Tapped, args: list[str]) -> None:
    """`k:reply:verdict`: what a reader thinks of an answer; `bad` asks what is wrong with it."""
    reply_id, verdict = small(args[0]), args[1]
    if verdict not in VERDICTS:
        raise Stale
    kept = await ask.kept_answer(tapped.context, reply_id, tapped.chat_id)
    if kept is None or kept.answer is None:
        raise Stale
    judged = replace(kept, verdict=verdict)
    await tapped.context.services.write(ask.keep_verdict, judged, reply_id)
    if verdict != "bad":
        await tapped.tap.answer(tapped.texts.thanks)
    reply = await ask.answer_reply(tapped.update, tapped.context, judged, reply_id, asks_why=verdict == "bad")
    await tapped.show(reply)


async def menu(tapped: Tapped, args: list[str]) -> None:
    """`m:place`: what a command of that name shows, as a message of its own."""
    (place,) = args
    if place not in PLACES:
        raise Stale
    await tapped.tap.answer()
    await PLACES[place](tapped.update, tapped.context)


async def read(tapped: Tapped, args: list[str]) -> None:
    """`a:key:page:list page`: a page of an article."""
    key, page, list_page = map(small, args)
    await tapped.show(
        await asyncio.to_thread(article_page, tapped.context.services, key, page, list_page, tapped.language)
    )


async def turn_list(tapped: Tapped, args: list[str]) -> None:
    """`l:page`: a page of the list of articles."""
    (page,) = map(small, args)
    await tapped.show(await asyncio.to_thread(all_articles, tapped.context.services, page, tapped.language))


async def choose_language(tapped: Tapped, args: list[str]) -> None:
    """`g:language`."""
    (code,) = args
    reply, toast = await settings.choose(tapped.update, tapped.context, code)
    await tapped.tap.answer(toast)
    if reply is not None:
        await tapped.show(reply)


async def prefer(tapped: Tapped, args: list[str]) -> None:
    """`p:what` shows what can be chosen, `p:what:value` chooses it."""
    what, *value = args
    reply, toast = await settings.prefer(tapped.update, tapped.context, what, value)
    await tapped.tap.answer(toast)
    if reply is not None:
        await tapped.show(reply)


async def forget(tapped: Tapped, args: list[str]) -> None:
    """`f:1` deletes everything about the person who taps, `f:0` nothing."""
    (wanted,) = map(small, args)
    await tapped.show(await settings.forget(tapped.update, tapped.context, really=wanted == 1))


async def subscription(tapped: Tapped, args: list[str]) -> None:
    """`s:q:reply`: tell of news on a question; `s:…`: the other buttons of subscriptions."""
    deed, numbers = args[0], list(map(small, args[1:]))
    place = tapped.update, tapped.context
    match deed:
        case "q":
            await follow(tapped, numbers[0])
        case "y":
            await tapped.tap.answer()
            await alerts.tune(*place, numbers[0], tapped.language)
        case "b":
            await figures.ask_for_bound(*place, numbers, tapped.language)
        case "o":
            await subscription_files.export(*place, tapped.language)
        case "i":
            await tapped.show(await subscription_files.decide(*place, numbers, tapped.language))
        case _:
            done = await alerts.on_button(*place, deed, numbers, tapped.language)
            await (tapped.tap.answer(done) if isinstance(done, str) else tapped.show(done))


async def follow(tapped: Tapped, reply_id: int) -> None:
    """Tell of news on what was asked; where that is a figure, one more button tells of the figure alone."""
    kept = await ask.kept_answer(tapped.context, reply_id, tapped.chat_id)
    if kept is None or kept.answer is None:
        raise Stale
    toast, number = await alerts.on_question(tapped.update, tapped.context, kept.answer, tapped.language)
    await tapped.tap.answer(toast)
    if number is not None and kept.answer.fact is not None and value_of(kept.answer.fact.value):
        reply = await ask.answer_reply(tapped.update, tapped.context, kept, reply_id)
        row = (Button(tapped.texts.figure_tune, f"s:y:{number}"),)
        await tapped.show(replace(reply, keyboard=(*reply.keyboard, row)))


def alert(verb: str) -> Callable[[Tapped, list[str]], Awaitable[None]]:
    """`v:parcel` an alert again, `y:parcel` why it came, `r:parcel:article:page` one of its articles."""

    async def show(tapped: Tapped, args: list[str]) -> None:
        numbers = list(map(small, args))
        await tapped.show(await alerts.on_alert(tapped.update, tapped.context, verb, numbers, tapped.language))

    return show


DEEDS: dict[str, Callable[[Tapped, list[str]], Awaitable[None]]] = {
    "o": original,
    "n": passage,
    "b": back,
    "q": question,
    "k": judge,
    "m": menu,
    "a": read,
    "l": turn_list,
    "g": choose_language,
    "p": prefer,
    "c": verify.on_button,
    "f": forget,
    "h": facts.on_picture,
    "t": facts.on_table,
    "s": subscription,
    "v": alert("v"),
    "y": alert("y"),
    "r": alert("r"),
}

PLACES: dict[str, Callable[[Update, Context], Awaitable[None]]] = {
    "latest": articles.latest,
    "articles": articles.article,
    "alerts": alerts.invite,
    "settings": settings.settings,
    "help": start.help_command,
}
