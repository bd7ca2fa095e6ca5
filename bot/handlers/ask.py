"""Questions: typed, edited, asked in a group, or taken from a message that /ask replies to."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping

from telegram import Message, MessageEntity, Update
from telegram.constants import ChatType

from bot import replies
from bot.markup import Reply, clean
from bot.records import Kept, pack, pack_context, unpack, unpack_context
from bot.sending import edit, say, send_once, typing
from bot.services import Context, Services, texts_for
from retrieval.answer import context_of
from retrieval.types import Answer
from store import conversations
from store.models import Article

FOLLOW_UP_SECONDS = 1800.0  # how long a question may refer to the one before


async def ask(update: Update, context: Context) -> None:
    """A text in a private chat, or one in a group that is meant for the bot."""
    message = update.effective_message
    if message is not None:
        await answer(update, context, question_in(message, context.bot.username))


async def ask_command(update: Update, context: Context) -> None:
    """/ask with a question behind it, or as a reply to a message that is one."""
    message = update.effective_message
    if message is None:
        return
    question = without_command(question_in(message, context.bot.username))
    if not question and message.reply_to_message is not None:
        question = question_in(message.reply_to_message, context.bot.username)
    if question:
        await answer(update, context, question)
    else:
        texts, _ = await texts_for(update, context)
        await say(update, context, texts.ask_for_question)


async def edited(update: Update, context: Context) -> None:
    """A question that was edited: answered anew, in the message that answered it before."""
    message = update.edited_message
    if message is None:
        return
    record = await context.services.read(conversations.reply_to_message, message.chat_id, message.message_id)
    if record is None or record.message_id is None:
        await ask(update, context)
        return
    question = without_command(question_in(message, context.bot.username))
    if not question or await is_braked(update, context):
        return
    found = await look_up(update, context, question)
    kept = Kept(to=message.message_id, answer=found)
    await context.services.write(conversations.replace, record.id, pack(kept))
    await edit(context, record.chat_id, record.message_id, await answer_reply(update, context, kept, record.id))
    await remember(update, context, found)


async def answer(update: Update, context: Context, question: str, *, by_button: bool = False) -> None:
    """Answer *question* once for this update; a kind sentence if there is nothing to read in it."""
    message = update.effective_message
    if not any(char.isalnum() for char in question):
        texts, _ = await texts_for(update, context)
        await say(update, context, texts.unreadable)
        return
    if await is_braked(update, context):
        return
    async with typing(update, context):
        found = await look_up(update, context, question)
        kept = Kept(message.message_id if message and not by_button else None, found, by_button)
        articles = await asyncio.to_thread(articles_of, context.services, found)
        _, language = await texts_for(update, context)
        await send_once(
            update,
            context,
            kept,
            lambda reply_id: replies.answer(
                found,
                articles,
                language=language,
                reply_id=reply_id,
                username=context.bot.username,
                ask=question if by_button else None,
            ),
        )
    await remember(update, context, found)


async def is_braked(update: Update, context: Context) -> bool:
    """Whether this person has to wait; they are told so once."""
    user = update.effective_user
    if user is None:
        return False
    services = context.services
    verdict = services.brake.ask(user.id, now=services.clock())
    if verdict in ("minute", "day"):
        texts, _ = await texts_for(update, context)
        brake = services.brake
        words = (
            texts.too_fast.format(limit=brake.per_minute)
            if verdict == "minute"
            else texts.too_many_today.format(limit=brake.per_day)
        )
        await say(update, context, words)
    return verdict != "go"


async def look_up(update: Update, context: Context, question: str) -> Answer:
    """The newsroom's answer, with what was said before in this chat."""
    services, conversation = context.services, conversation_of(update)
    since = services.clock() - FOLLOW_UP_SECONDS

    def run() -> Answer:
        said = conversations.recall(services.newsroom.db(), conversation, since=since)
        return services.newsroom.ask(question, context=unpack_context(said) if said else None)

    return await asyncio.to_thread(run)


async def remember(update: Update, context: Context, found: Answer) -> None:
    """Keep what the next question may refer to."""
    now = context.services.clock()
    await context.services.write(
        conversations.remember, conversation_of(update), pack_context(context_of(found, now)), now=now
    )


async def answer_reply(update: Update, context: Context, kept: Kept, reply_id: int) -> Reply:
    """The message of an answer that is kept."""
    _, language = await texts_for(update, context)
    assert kept.answer is not None
    articles = await asyncio.to_thread(articles_of, context.services, kept.answer)
    question = kept.answer.question if kept.asked_by_button else None
    return replies.answer(
        kept.answer, articles, language=language, reply_id=reply_id, username=context.bot.username, ask=question
    )


def articles_of(services: Services, found: Answer) -> Mapping[str, Article]:
    """The articles that an answer cites, as far as they are still held."""
    ids = {passage.article_id for passage in found.passages}
    if found.fact is not None:
        ids.add(found.fact.article_id)
    return services.newsroom.corpus.articles(sorted(ids))


async def kept_answer(context: Context, reply_id: int, chat_id: int) -> Kept | None:
    """What is kept on a reply that was sent to this very chat; None for any other number."""
    record = await context.services.read(conversations.reply, reply_id)
    return None if record is None or record.chat_id != chat_id else unpack(record.content)


def conversation_of(update: Update) -> str:
    """What follow-ups refer to is kept by private chat; in a group by topic and person."""
    chat, user, message = update.effective_chat, update.effective_user, update.effective_message
    if chat is None or chat.type == ChatType.PRIVATE:
        return str(chat.id if chat else 0)
    thread = message.message_thread_id if message and message.is_topic_message else 0
    return f"{chat.id}:{thread or 0}:{user.id if user else 0}"


def question_in(message: Message, username: str) -> str:
    """The words of *message* without the bot's name in them and without what cannot be shown."""
    text = message.text or message.caption or ""
    entities = message.parse_entities([MessageEntity.MENTION]) | message.parse_caption_entities([MessageEntity.MENTION])
    for mention in entities.values():
        if mention.casefold() == f"@{username}".casefold():
            text = text.replace(mention, " ")
    return clean(text.replace("\r", "\n")).strip()


def without_command(text: str) -> str:
    """What stands behind `/ask`; all of *text* where it begins with no command."""
    return re.sub(r"^/\S+\s*", "", text)


def is_addressed(message: Message, bot_id: int, username: str) -> bool:
    """Whether a group's message is meant for the bot: it replies to it or mentions it."""
    if message.reply_to_message is not None:
        sender = message.reply_to_message.from_user
        if sender is not None and sender.id == bot_id:
            return True
    mentions = message.parse_entities([MessageEntity.MENTION]) | message.parse_caption_entities([MessageEntity.MENTION])
    return any(text.casefold() == f"@{username}".casefold() for text in mentions.values())
