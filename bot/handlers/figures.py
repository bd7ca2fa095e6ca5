"""Being told of figures: by the words of a message, and by the number that a reader replies with."""

from __future__ import annotations

from dataclasses import replace

from telegram import ForceReply, Message, Update
from telegram.constants import ParseMode
from telegram.ext import ApplicationHandlerStop, filters

from bot.alerts import figures, rules, subscription_screens
from bot.alerts.figures import Bound
from bot.alerts.rules import Rule
from bot.alerts.subscription_screens import SIGNS
from bot.handlers import alerts, ask
from bot.handlers.alerts import NoSuchButton
from bot.outgoing.sending import say, thread_of
from bot.services import Context, texts_for
from bot.texts import Language
from bot.words.records import unpack_context
from store import conversations, prompts, subscriptions

STEP = "bound"  # what a prompt for a number is kept as, with the subscription and the sign


class Wish(filters.MessageFilter):
    """A message that wants to be told of a figure: 大于100时告诉我."""

    def filter(self, message: Message) -> bool:
        """Whether *message* is one."""
        return figures.asks_to_be_told(message.text or "")


async def in_words(update: Update, context: Context) -> None:
    """Subscribe to the figure that a message names, or to the one answered before; without any, it is a question."""
    message = update.effective_message
    texts, language = await texts_for(update, context)
    if message is None:
        return
    rule = await _rule(update, context, ask.question_in(message, context.bot.username))
    if rule is None:
        await ask.ask(update, context)
    elif not await alerts.may(update, context):
        await say(update, context, texts.subscribe_admins)
    else:
        await say(update, context, await alerts.subscribe_to(update, context, rule, language))


async def ask_for_bound(update: Update, context: Context, numbers: list[int], language: Language) -> None:
    """`s:b:subscription:sign`: ask for the number beyond which a figure is told. Raises NoSuchButton or IndexError."""
    (number, sign), chat, services = numbers, update.effective_chat, context.services
    assert chat is not None
    if await services.read(subscriptions.get, number, chat.id) is None:
        raise NoSuchButton
    message = await context.bot.send_message(
        chat.id,
        subscription_screens.bound(SIGNS[sign], language).html,
        parse_mode=ParseMode.HTML,
        reply_markup=ForceReply(),
        message_thread_id=thread_of(update.effective_message),
    )
    step = f"{STEP}:{number}:{sign}"
    await services.write(prompts.ask, chat.id, message.message_id, step, now=services.clock())


async def on_reply(update: Update, context: Context) -> None:
    """Take a reply to the question for a number; nothing else is done with it then."""
    message, services = update.effective_message, context.services
    asked = message.reply_to_message if message is not None else None
    if message is None or asked is None or asked.from_user is None or asked.from_user.id != context.bot.id:
        return
    step = await services.read(prompts.step_of, message.chat_id, asked.message_id)
    if step is None or step.split(":")[0] != STEP:
        return
    texts, language = await texts_for(update, context)
    _, number, sign = step.split(":")
    one = await services.read(subscriptions.get, int(number), message.chat_id)
    if one is None:
        await say(update, context, texts.gone_button)
    elif not await alerts.may(update, context):
        await say(update, context, texts.subscribe_admins)
    else:
        rule = rules.unpack(one.rule)
        bound = figures.read_bound(message.text or "", rule.known, sign=SIGNS[int(sign)])
        if bound is None:
            await say(update, context, texts.bound_no_number)
        else:
            await say(update, context, await alerts.put(context, one, _beyond(rule, bound), language))
    raise ApplicationHandlerStop


async def _rule(update: Update, context: Context, text: str) -> Rule | None:
    services, words = context.services, alerts.analyzer(context)
    wish = figures.read_wish(text)
    if wish is None:
        return None
    if wish.subject:
        return rules.of_figure(wish.subject, words, bound=wish.bound, unit=wish.unit)
    since = services.clock() - ask.FOLLOW_UP_SECONDS
    said = await services.read(conversations.recall, ask.conversation_of(update), since=since)
    before = unpack_context(said) if said else None
    if before is None or before.fact is None or not figures.value_of(before.fact.value):
        return None
    fact = before.fact
    bound = wish.bound and figures.read_bound(text, fact.text)
    return rules.of_figure(before.question, words, bound=bound or (), unit=fact.unit or "", known=fact.text)


def _beyond(rule: Rule, bound: Bound) -> Rule:
    return replace(rule, kind="figure", bound=bound, unit=rule.unit or figures.unit_of(bound))
