"""What readers want to be told of: /subscribe, /subscriptions, /unsubscribe, their buttons; who left and returned."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import replace
from typing import cast

from telegram import Update
from telegram.constants import ChatMemberStatus

from bot import alerts, notices, screens, timing
from bot.alerts import Rule
from bot.delivery import Delivery
from bot.handlers.ask import question_in, without_command
from bot.handlers.settings import may_decide
from bot.markup import Button, Reply
from bot.sending import say, thread_of
from bot.services import Context, texts_for
from bot.texts import TEXTS, Language
from retrieval.analysis import Analyzer
from retrieval.question import read_question
from store import outbox, subscriptions
from store.errors import ArticleNotFound
from store.subscriptions import Subscription, TooManySubscriptions

MONDAY = 0
LATEST = 12  # articles whose sources are offered
GONE = (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)


class NoSuchButton(Exception):
    """What the button names is gone, or never was."""


async def subscribe(update: Update, context: Context) -> None:
    """/subscribe with words or a question behind it; without, how to use it."""
    message = update.effective_message
    texts, language = await texts_for(update, context)
    if message is None:
        return
    wanted = without_command(question_in(message, context.bot.username))
    if not wanted:
        await invite(update, context)
    elif not await _may(update, context):
        await say(update, context, texts.subscribe_admins)
    elif (rule := _rule(wanted, context)) is None:
        await say(update, context, texts.subscribe_no_words)
    else:
        await say(update, context, await _subscribe(update, context, rule, language))


async def invite(update: Update, context: Context) -> None:
    """How to subscribe, and what can be subscribed to with one tap."""
    _, language = await texts_for(update, context)
    printed = await asyncio.to_thread(context.services.newsroom.latest, LATEST)
    await say(update, context, notices.subscribe(language, printed))


async def listing(update: Update, context: Context) -> None:
    """/subscriptions and /unsubscribe: all of this chat, to change or end."""
    _, language = await texts_for(update, context)
    await say(update, context, await _listing(update, context, language))


async def why(update: Update, context: Context) -> None:
    """/alerts: what brought the last alert; where there was none, the subscriptions."""
    _, language = await texts_for(update, context)
    parcel = await context.services.read(outbox.last_sent, _chat(update))
    items = await context.services.read(outbox.parcel_of, parcel, _chat(update)) if parcel is not None else ()
    if parcel is not None and items:
        await say(update, context, notices.why(items, parcel, language=language))
    else:
        await listing(update, context)


async def on_question(update: Update, context: Context, question: str, language: Language) -> str:
    """Tell of news on *question* from now on; returns what to say in a toast."""
    texts = TEXTS[language]
    if not await _may(update, context):
        return texts.subscribe_admins
    rule = alerts.of_question(question, _analyzer(context))
    if rule is None:
        return texts.subscribe_no_words
    return notices.toast(await _subscribe(update, context, rule, language))


async def on_button(update: Update, context: Context, deed: str, numbers: list[int], language: Language) -> Reply | str:
    """What `s:deed:number…` does: the screen that takes its place, or a toast alone.

    Raises NoSuchButton, ArticleNotFound, ValueError or IndexError for a button that is gone or made up.
    """
    if not await _may(update, context):
        return TEXTS[language].subscribe_admins
    match deed:
        case "a":
            return await _subscribe(update, context, alerts.everything(), language)
        case "l":
            return await _listing(update, context, language)
        case "d":
            source = (await asyncio.to_thread(context.services.newsroom.article, numbers[0])).source
            return await _subscribe(update, context, alerts.from_source(source), language)
        case "t" | "h" | "k" | "n" | "c":
            return await _timing(update, context, deed, numbers, language)
        case "z":
            held = await context.services.read(subscriptions.of_chat, _chat(update))
            await context.services.write(subscriptions.remove, [one.id for one in held])
            return Reply(TEXTS[language].all_ended)
    one = await context.services.read(subscriptions.get, numbers[0], _chat(update))
    if one is None:
        raise NoSuchButton
    return await _change(context, one, deed, numbers[1:], language)


async def on_alert(update: Update, context: Context, verb: str, numbers: list[int], language: Language) -> Reply:
    """An alert again, why it came, or one of its articles: `v:parcel`, `y:parcel`, `r:parcel:article:page`.

    Raises NoSuchButton, ArticleNotFound, ValueError or IndexError.
    """
    parcel, *place = numbers
    items = await context.services.read(outbox.parcel_of, parcel, _chat(update))
    if not items:
        raise NoSuchButton
    if verb == "y":
        return notices.why(items, parcel, language=language)
    if verb == "v":
        return notices.alert(items, parcel, language=language, username=context.bot.username)
    key, page = place
    found = next((item.article for item in items if item.article.key == key), None)
    if found is None:
        raise ArticleNotFound(key)
    back = Button(TEXTS[language].back_to_alert, f"v:{parcel}")
    return screens.article(found, page, language=language, data=f"r:{parcel}:{found.key}:{{page}}", back=back)


async def membership(update: Update, context: Context) -> None:
    """The bot was blocked, removed, or taken back (`my_chat_member`)."""
    changed = update.my_chat_member
    if changed is None:
        return
    chat_id, services = changed.chat.id, context.services
    if changed.new_chat_member.status in GONE:
        delivery(context).silent.add(chat_id)
        status = str(changed.new_chat_member.status)
        await services.write(subscriptions.turn_off, chat_id, status, now=services.clock())
    else:
        await returned(update, context)


async def returned(update: Update, context: Context) -> None:
    """Whoever writes can be written to again."""
    chat = update.effective_chat
    silent = delivery(context).silent
    if chat is not None and chat.id in silent:
        await context.services.write(subscriptions.turn_on, chat.id)
        silent.discard(chat.id)


async def _may(update: Update, context: Context) -> bool:
    """Whoever can post in a channel decides there; in a group its admins do."""
    return update.channel_post is not None or await may_decide(update, context)


def delivery(context: Context) -> Delivery:
    """The bot's delivery of alerts."""
    return cast(Delivery, context.bot_data["delivery"])


def _rule(wanted: str, context: Context) -> Rule | None:
    """What a reader typed: a question if it asks something, else words."""
    asks = read_question(wanted).slot
    if asks.start < asks.end or wanted.rstrip().endswith(("？", "?")):
        return alerts.of_question(wanted, _analyzer(context))
    return alerts.of_words(wanted.replace("，", " ").replace("、", " ").replace(",", " ").split())


def _analyzer(context: Context) -> Analyzer:
    return Analyzer("jieba" if context.services.settings.segmenter == "jieba" else "rjieba")


async def _subscribe(update: Update, context: Context, rule: Rule, language: Language) -> Reply:
    thread_id = thread_of(update.effective_message) or 0
    packed, keys = alerts.pack(rule), alerts.keys(rule)
    try:
        made = await context.services.write(subscriptions.subscribe, _chat(update), thread_id, packed, keys)
    except TooManySubscriptions:
        return Reply(TEXTS[language].subscribe_full.format(limit=subscriptions.MOST))
    return notices.subscribed(made, language)


async def _listing(update: Update, context: Context, language: Language) -> Reply:
    return notices.subscriptions(await context.services.read(subscriptions.of_chat, _chat(update)), language)


async def _change(
    context: Context, one: Subscription, deed: str, numbers: Collection[int], language: Language
) -> Reply | str:
    """Pause, end, or change the words of one subscription."""
    services, rule = context.services, alerts.unpack(one.rule)
    match deed:
        case "e":
            return notices.subscription(one, language)
        case "p":
            await services.write(subscriptions.pause, one.id, paused=not one.paused)
            return notices.subscription(replace(one, paused=not one.paused), language)
        case "x":
            await services.write(subscriptions.remove, [one.id])
            words = notices.describe(rule, language)
            back = Button(TEXTS[language].back_to_list, "s:l")
            return Reply(TEXTS[language].subscription_ended.format(rule=words), ((back,),))
        case "m" | "w" if rule.kind == "words":
            new = alerts.turned(rule) if deed == "m" else alerts.switched(rule, *numbers)
            if new is None:
                return TEXTS[language].subscribe_no_words
            changed = await services.write(subscriptions.change, one, alerts.pack(new), alerts.keys(new))
            return notices.subscription(changed, language)
    raise NoSuchButton


async def _timing(update: Update, context: Context, deed: str, numbers: list[int], language: Language) -> Reply:
    """When to be told, and the choices: `t`, `h:hour`, `k` weekly, `n` for the night, `c:messages a day`."""
    services, chat_id = context.services, _chat(update)
    how = timing.unpack(await services.read(subscriptions.timing, chat_id))
    if deed == "t":
        return notices.timing(how, language)
    if deed == "h":
        (hour,) = numbers
        how = replace(how, daily=hour if hour in notices.HOURS else None, weekday=None)
    elif deed == "k":
        how = replace(how, daily=notices.HOURS[0], weekday=MONDAY)
    elif deed == "n":
        how = replace(how, quiet=notices.NIGHT if how.quiet is None else None)
    else:
        (most,) = numbers
        how = replace(how, most=most if most in notices.MOSTS else None)
    due_at = timing.due_at(how, services.clock(), zone=services.settings.timezone)
    await services.write(subscriptions.set_timing, chat_id, timing.pack(how), due_at=due_at)
    return notices.timing(how, language)


def _chat(update: Update) -> int:
    assert update.effective_chat is not None
    return update.effective_chat.id
