"""The first minute: what the bot is, how to use it, what it keeps."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace

from telegram import Update
from telegram.constants import ChatMemberStatus, ChatType

from bot.desk import menu
from bot.handlers.articles import read_article
from bot.outgoing.sending import say, send_once
from bot.people.roles import person_of
from bot.services import Context, Services, texts_for
from bot.words import screens
from bot.words.records import Kept
from store.articles import generation

EXAMPLES = 3
OUTSIDE = (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)
INSIDE = (ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR)


async def start(update: Update, context: Context) -> None:
    """What is known, with questions to tap; `/start a_<key>`, a link to an article, opens it."""
    link = re.fullmatch(r"a_(\d{1,18})", context.args[0]) if context.args else None
    if link is not None:
        await read_article(update, context, int(link[1]))
        return
    services = context.services
    _, language = await texts_for(update, context)
    count, dates, examples = await asyncio.to_thread(overview, services)
    message = update.effective_message
    kept = Kept(to=message.message_id if message else None, questions=examples)
    await send_once(
        update,
        context,
        kept,
        lambda reply_id: screens.start(count, dates, examples, reply_id=reply_id, language=language),
    )


async def joined(update: Update, context: Context) -> None:
    """Somebody took the bot into a group (`my_chat_member`): it says how to ask."""
    changed = update.my_chat_member
    if changed is None or changed.chat.type not in (ChatType.GROUP, ChatType.SUPERGROUP):
        return
    before, after = changed.old_chat_member.status, changed.new_chat_member.status
    if before in OUTSIDE and after in INSIDE:
        _, language = await texts_for(update, context)
        await say(update, context, screens.hello(context.bot.username, language))


async def help_command(update: Update, context: Context) -> None:
    """How to ask."""
    _, language = await texts_for(update, context)
    person = person_of(update)
    role = None if person is None else await context.services.role(person.id)
    shown = screens.help_text(is_admin=role is not None, language=language)
    if role is not None:
        shown = replace(shown, html=f"{shown.html}\n\n{menu.help_lines(role, language)}")
    await say(update, context, shown)


async def privacy(update: Update, context: Context) -> None:
    """What is kept, and how long."""
    texts, _ = await texts_for(update, context)
    questions = texts.privacy_questions if context.services.settings.keep_questions else texts.privacy_no_questions
    await say(update, context, texts.privacy.format(questions=questions))


def overview(services: Services) -> tuple[int, tuple[str, str] | None, tuple[str, ...]]:
    """How many articles, from when to when, and example questions; the latter sought anew after a publication.

    Blocks.
    """
    newsroom = services.newsroom
    held = generation(newsroom.db())
    if services.examples_of != held:
        services.examples = tuple(newsroom.examples(EXAMPLES))
        services.examples_of = held
    return newsroom.count(), newsroom.dates(), services.examples
