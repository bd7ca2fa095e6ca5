"""What readers want to be told of: /subscribe, /subscriptions, /unsubscribe, their buttons; who left and returned."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import cast

from telegram import Update
from telegram.constants import ChatMemberStatus

from bot.alerts import figures, notices, rules, subscription_screens
from bot.alerts.rule_wording import describe
from bot.alerts.rules import Rule
from bot.background.delivery import Delivery
from bot.handlers import hours
from bot.handlers.ask import question_in, without_command
from bot.handlers.settings import may_decide
from bot.outgoing.sending import say, thread_of
from bot.people import timing
from bot.services import Context, texts_for
from bot.texts import TEXTS, Language
from bot.words import screens
from bot.words.markup import Button, Reply
from retrieval.analysis import Analyzer
from retrieval.question import read_question
from retrieval.types import Answer
from store import parcels, pauses, subscriptions
from store.errors import ArticleNotFound
from store.pauses import CatchUp
from store.subscriptions import Subscription, TooManySubscriptions

LATEST = 12  # articles whose sources are offered
GONE = (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)
CATCH_UPS: tuple[CatchUp, ...] = ("skip", "digest", "all")  # as buttons number them


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
    elif not await may(update, context):
        await say(update, context, texts.subscribe_admins)
    elif (rule := read_wish(wanted, analyzer(context))) is None:
        await say(update, context, texts.subscribe_no_words)
    else:
        await say(update, context, await subscribe_to(update, context, rule, language))


async def invite(update: Update, context: Context) -> None:
    """How to subscribe, and what can be subscribed to with one tap."""
    _, language = await texts_for(update, context)
    printed = await asyncio.to_thread(context.services.newsroom.latest, LATEST)
    await say(update, context, subscription_screens.subscribe(language, printed))


async def listing(update: Update, context: Context) -> None:
    """/subscriptions and /unsubscribe: all of this chat, to change or end."""
    _, language = await texts_for(update, context)
    await say(update, context, await _listing(update, context, language))


async def why(update: Update, context: Context) -> None:
    """/alerts: what brought the last alert; where there was none, the subscriptions."""
    _, language = await texts_for(update, context)
    parcel = await context.services.read(parcels.last_sent, _chat(update))
    items, answers = await _told(update, context, parcel) if parcel is not None else ((), ())
    if parcel is not None and (items or answers):
        await say(update, context, notices.why(items, parcel, answers=answers, language=language))
    else:
        await listing(update, context)


async def on_question(update: Update, context: Context, found: Answer, language: Language) -> tuple[str, int | None]:
    """Tell of news on what *found* answers; what to say in a toast, and the subscription's number if it was made."""
    texts = TEXTS[language]
    if not await may(update, context):
        return texts.subscribe_admins, None
    rule = rules.of_question(found.resolved or found.question, analyzer(context))
    if rule is None:
        return texts.subscribe_no_words, None
    if found.fact is not None and figures.value_of(found.fact.value):
        rule = replace(rule, unit=found.fact.unit or "", known=found.fact.text)
    made = await make(update, context, rule)
    if made is None:
        return texts.subscribe_full.format(limit=subscriptions.MOST), None
    return subscription_screens.toast(subscription_screens.subscribed(made, language)), made.id


async def on_button(update: Update, context: Context, deed: str, numbers: list[int], language: Language) -> Reply | str:
    """What `s:deed:number…` does: the screen that takes its place, or a toast alone.

    Raises NoSuchButton, ArticleNotFound, ValueError or IndexError for a button that is gone or made up.
    """
    if not await may(update, context):
        return TEXTS[language].subscribe_admins
    match deed:
        case "a":
            return await subscribe_to(update, context, rules.everything(), language)
        case "l":
            return await _listing(update, context, language)
        case "d" | "v":
            article = await asyncio.to_thread(context.services.newsroom.article, numbers[0])
            mark = rules.source_mark(article.source) if deed == "d" else rules.section_mark(article.page or "")
            rule = rules.of_words([mark])
            if rule is None:
                raise NoSuchButton
            return await subscribe_to(update, context, rule, language)
        case "t" | "h" | "k" | "n" | "c" | "g" | "j":
            return await hours.choose(context, _chat(update), deed, numbers, language)
        case "z":
            held = await context.services.read(subscriptions.of_chat, _chat(update))
            await context.services.write(subscriptions.remove, [one.id for one in held])
            return Reply(TEXTS[language].all_ended)
    one = await context.services.read(subscriptions.get, numbers[0], _chat(update))
    if one is None:
        raise NoSuchButton
    return await _change(context, one, deed, numbers[1:], language)


async def tune(update: Update, context: Context, number: int, language: Language) -> None:
    """A subscription with its buttons, as a message of its own. Raises NoSuchButton."""
    one = await context.services.read(subscriptions.get, number, _chat(update))
    if one is None:
        raise NoSuchButton
    await say(update, context, subscription_screens.subscription(one, language))


async def on_alert(update: Update, context: Context, verb: str, numbers: list[int], language: Language) -> Reply:
    """An alert again, why it came, or one of its articles: `v:parcel`, `y:parcel`, `r:parcel:article:page`.

    Raises NoSuchButton, ArticleNotFound, ValueError or IndexError.
    """
    parcel, *place = numbers
    items, answers = await _told(update, context, parcel)
    if not items and not answers:
        raise NoSuchButton
    if verb == "y":
        return notices.why(items, parcel, answers=answers, language=language)
    if verb == "v":
        return notices.alert(items, parcel, answers=answers, language=language, username=context.bot.username)
    key, page = place
    shown = [item.article for item in items] + [one.article for one in answers if one.article is not None]
    found = next((article for article in shown if article.key == key), None)
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


async def may(update: Update, context: Context) -> bool:
    """Whether whoever acts may change the chat's subscriptions: in a channel who can post, in a group its admins."""
    return update.channel_post is not None or await may_decide(update, context)


def delivery(context: Context) -> Delivery:
    """The bot's delivery of alerts."""
    return cast(Delivery, context.bot_data["delivery"])


def read_wish(wanted: str, words: Analyzer) -> Rule | None:
    """What a reader typed: about a figure if it says so, a question if it asks something, else words."""
    if (about := figures.read_wish(wanted)) is not None:
        return rules.of_figure(about.subject, words, bound=about.bound, unit=about.unit) if about.subject else None
    asks = read_question(wanted).slot
    if asks.start < asks.end or wanted.rstrip().endswith(("？", "?")):
        return rules.of_question(wanted, words)
    return rules.of_words(wanted.replace("，", " ").replace("、", " ").replace(",", " ").split())


def analyzer(context: Context) -> Analyzer:
    """What cuts questions into words."""
    return Analyzer("jieba" if context.services.settings.segmenter == "jieba" else "rjieba")


async def make(update: Update, context: Context, rule: Rule) -> Subscription | None:
    """Subscribe the update's chat, or its topic, to *rule*; None if it has as many subscriptions as one may have."""
    thread_id = thread_of(update.effective_message) or 0
    packed, keys = rules.pack(rule), rules.keys(rule)
    try:
        return await context.services.write(subscriptions.subscribe, _chat(update), thread_id, packed, keys)
    except TooManySubscriptions:
        return None


async def subscribe_to(update: Update, context: Context, rule: Rule, language: Language) -> Reply:
    """Subscribe, and what to say of it."""
    made = await make(update, context, rule)
    if made is None:
        return Reply(TEXTS[language].subscribe_full.format(limit=subscriptions.MOST))
    return subscription_screens.subscribed(made, language)


async def _told(
    update: Update, context: Context, parcel: int
) -> tuple[tuple[parcels.Item, ...], tuple[parcels.AnswerChange, ...]]:
    """What a message told this very chat."""
    chat_id, services = _chat(update), context.services
    return (
        await services.read(parcels.parcel_of, parcel, chat_id),
        await services.read(parcels.answers_of, parcel, chat_id),
    )


async def _listing(update: Update, context: Context, language: Language) -> Reply:
    held = await context.services.read(subscriptions.of_chat, _chat(update))
    return subscription_screens.subscriptions(held, language)


async def _change(
    context: Context, one: Subscription, deed: str, numbers: list[int], language: Language
) -> Reply | str:
    """Pause, end, or change the rule of one subscription."""
    services, rule = context.services, rules.unpack(one.rule)
    match deed:
        case "e":
            return subscription_screens.subscription(one, language)
        case "p":
            return await _pause(context, one, language)
        case "u":
            (choice,) = numbers
            return await _resume(context, one, CATCH_UPS[choice], language)
        case "x":
            await services.write(subscriptions.remove, [one.id])
            back = Button(TEXTS[language].back_to_list, "s:l")
            return Reply(TEXTS[language].subscription_ended.format(rule=describe(rule, language)), ((back,),))
        case "m" | "w" if rule.kind == "words":
            new = rules.turned(rule) if deed == "m" else rules.switched(rule, *numbers)
            return TEXTS[language].subscribe_no_words if new is None else await put(context, one, new, language)
        case "f" if rule.kind in ("question", "figure"):
            return await put(context, one, replace(rule, kind="question" if numbers else "figure", bound=()), language)
    raise NoSuchButton


async def put(context: Context, one: Subscription, rule: Rule, language: Language) -> Reply:
    """Put *rule* in place of the one that a subscription has, and show it."""
    changed = await context.services.write(subscriptions.change, one, rules.pack(rule), rules.keys(rule))
    return subscription_screens.subscription(changed, language)


async def _pause(context: Context, one: Subscription, language: Language) -> Reply:
    """Pause; where that is done already, resume, or ask what is to become of what was missed."""
    services = context.services
    if not one.paused:
        await services.write(pauses.begin, one.id)
        return subscription_screens.subscription(replace(one, paused=True), language)
    if missed := await services.read(pauses.missed, one.id):
        return subscription_screens.resuming(one, len(missed), language)
    return await _resume(context, one, "skip", language)


async def _resume(context: Context, one: Subscription, catch_up: CatchUp, language: Language) -> Reply:
    services = context.services
    how = timing.unpack(await services.read(subscriptions.timing, one.chat_id))
    due_at = timing.due_at(how, services.clock(), zone=services.settings.timezone)
    await services.write(pauses.end, one.id, catch_up, due_at=due_at)
    return subscription_screens.subscription(replace(one, paused=False), language)


def _chat(update: Update) -> int:
    assert update.effective_chat is not None
    return update.effective_chat.id
