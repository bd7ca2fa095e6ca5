"""Questions: typed, edited, asked in a group, or taken from a message that /ask replies to."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, replace

from sqlite_utils import Database
from telegram import Message, MessageEntity, Update
from telegram.constants import ChatType, ParseMode
from telegram.error import TelegramError

from bot.answering.worded import Worded
from bot.outgoing.sending import edit, edit_buttons, say, send_once, thread_of, typing
from bot.services import Context, Services, preferences_for, texts_for
from bot.texts import TEXTS, Language, Texts
from bot.watch import metrics
from bot.wire.limits import BROADCAST
from bot.words import replies
from bot.words.keyboards import Below, buttons
from bot.words.markup import Reply, clean, clip, escape
from bot.words.records import Kept, Proof, pack, pack_context, pack_fact, unpack, unpack_context
from retrieval import types as retrieval
from retrieval.answer import context_of
from retrieval.question import read_question
from retrieval.types import Answer
from store import conversations, inbox, questions, roles
from store.articles import generation
from store.conversations import SentReply

FOLLOW_UP_SECONDS = 1800.0  # how long a question may refer to the one before
LONGEST_OVERHEARD = 80  # characters; a longer message of a group is a speech
GREETING = re.compile(
    r"(?:你好|您好|大家好|早上好|上午好|下午好|晚上好|早安|在吗|在嗎|有人吗|嗨|哈喽|hi|hello)[\W_啊呀吗嗎]*", re.I
)
THANKS = re.compile(
    r"(?:好的?|嗯|哦)?[\W_]*(?:谢谢|多谢|感谢|谢了|謝謝|多謝|thanks?|thank you)(?:你|您|了|啦|报知)*[\W_]*", re.I
)
SURE = 0.6  # confidence of an answer that nobody asked the bot for


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


async def overheard(update: Update, context: Context) -> None:
    """A group's message that nobody addressed to the bot: answered if the group wants that and the paper knows.

    Whatever else is said there gets no word.
    """
    message = update.effective_message
    if message is None or not (await preferences_for(update, context)).plain:
        return
    question = question_in(message, context.bot.username)
    if not is_question(question) or context.services.brake.ask(asker_of(update), now=context.services.clock()) != "go":
        return
    looked = await look_up(update, context, question)
    if looked.answer.answered and looked.answer.confidence >= SURE:
        await send_answer(update, context, await kept_of(update, context, looked))


async def edited(update: Update, context: Context) -> None:
    """A question that was edited: answered anew, in the message that answered it before."""
    message = update.effective_message
    if message is None:
        return
    record = await context.services.read(conversations.reply_to_message, message.chat_id, message.message_id)
    if record is None or record.message_id is None:
        await ask(update, context)
        return
    question = without_command(question_in(message, context.bot.username))
    if not any(map(str.isalnum, question)) or await is_braked(update, context):
        return
    kept = await kept_of(update, context, await look_up(update, context, question))
    make = await maker_of(update, context, kept)
    kept = proved(kept, make)
    if not await edit(context, record.chat_id, record.message_id, make(record.id)):
        # the answer was deleted meanwhile
        await send_answer(update, context, kept)
        return

    def keep(db: Database) -> None:
        conversations.replace(db, record.id, pack(kept))
        keep_answer(db, context.services, update, kept, record.id)

    await context.services.write(keep)


async def answer(update: Update, context: Context, question: str, *, by_button: bool = False) -> None:
    """Answer *question* once for this update; a kind sentence if there is nothing to read in it."""
    texts, _ = await texts_for(update, context)
    if (courtesy := courtesy_in(question, texts)) is not None:
        await say(update, context, courtesy)
        return
    if await is_braked(update, context):
        return
    async with typing(update, context):
        looked = await look_up(update, context, question)
        sent = await send_answer(update, context, await kept_of(update, context, looked, by_button=by_button))
    thinking = context.services.thinking
    if looked.more is None and sent is not None and sent.chat_id > 0 and not (thinking.is_busy or thinking.is_helped):
        # in a group, where messages are few, and while readers crowd, the answer alone has to do
        await follow_up(update, context, looked.answer, sent)


def courtesy_in(question: str, texts: Texts) -> str | None:
    """What to say to a message that asks nothing: a greeting, thanks, or no word at all; None for a question."""
    if not any(map(str.isalnum, question)):
        return texts.unreadable
    if GREETING.fullmatch(question):
        return texts.greeting
    return texts.welcome if THANKS.fullmatch(question) else None


async def send_answer(update: Update, context: Context, kept: Kept) -> SentReply | None:
    """Send an answer once for this update, which is finished with that; None if it was done before."""
    services, make = context.services, await maker_of(update, context, kept)
    proof = proved(kept, make)

    def keep(db: Database, reply_id: int) -> None:
        keep_answer(db, services, update, proof, reply_id)
        inbox.finish(db, update.update_id, now=services.clock())

    sent = await send_once(update, context, proof, make, keep)
    if sent is not None:
        services.inbox.finished(update.update_id)
    return sent


async def follow_up(update: Update, context: Context, found: Answer, sent: SentReply) -> None:
    """Put further questions under an answer whose article has not been tried for any before."""
    services = context.services
    more = await services.suggestions.find(services.newsroom, found)
    kept = await services.write(add_questions, sent.id, more) if more else None
    if kept is not None and sent.message_id is not None:
        await edit_buttons(context, sent.chat_id, sent.message_id, await answer_reply(update, context, kept, sent.id))


def keep_answer(db: Database, services: Services, update: Update, kept: Kept, reply_id: int) -> None:
    """Write down what was answered: for the next question, and for the editors without who asked."""
    found, now = kept.answer, services.clock()
    assert found is not None
    received = inbox.received_at(db, update.update_id)
    seconds = None if received is None else max(0.0, now - received)
    if services.settings.keep_questions:
        number = questions.keep(
            db,
            found.question,
            answered=found.answered,
            fact=pack_fact(found.fact),
            missing=found.missing,
            confidence=found.confidence,
            now=now,
            seconds=seconds,
        )
        conversations.add_number(db, reply_id, number)
    else:
        questions.count(db, answered=found.answered, confidence=found.confidence, now=now, seconds=seconds)
    conversations.remember(db, conversation_of(update), pack_context(context_of(found, now)), now=now)


def keep_verdict(db: Database, kept: Kept, reply_id: int) -> None:
    """Write down what a reader said of an answer; of the reader, nothing."""
    conversations.replace(db, reply_id, pack(kept))
    if kept.question_id is not None and kept.verdict is not None:
        questions.judge(db, kept.question_id, kept.verdict)


def add_questions(db: Database, reply_id: int, found: tuple[str, ...]) -> Kept | None:
    """Keep further questions with a reply; None if it was forgotten meanwhile."""
    record = conversations.reply(db, reply_id)
    if record is None:
        return None
    kept = replace(unpack(record.content), questions=found)
    conversations.replace(db, reply_id, pack(kept))
    return kept


async def is_braked(update: Update, context: Context) -> bool:
    """Whether whoever asks has to wait; they are told so once, and the admins who it is."""
    services, person = context.services, asker_of(update)
    verdict = services.brake.ask(person, now=services.clock())
    if verdict in ("minute", "day"):
        texts, _ = await texts_for(update, context)
        brake = services.brake
        words = (
            texts.too_fast.format(limit=brake.per_minute)
            if verdict == "minute"
            else texts.too_many_today.format(limit=brake.per_day)
        )
        await say(update, context, words)
        if brake.is_news(person, now=services.clock()):
            await tell_admins(update, context, in_a_day=verdict == "day")
    return verdict != "go"


async def tell_admins(update: Update, context: Context, *, in_a_day: bool) -> None:
    """Say who asks more than anybody reads."""
    services, user = context.services, update.effective_user
    name = user.full_name if user else getattr(update.effective_chat, "title", None) or "?"
    admins = {holder.user_id for holder in await services.read(roles.holders) if holder.role == "admin"}
    for admin in sorted(admins | services.settings.admins):
        texts = TEXTS[(await services.preferences(admin)).language]
        limit = services.brake.per_day if in_a_day else services.brake.per_minute
        text = (texts.braked_day if in_a_day else texts.braked_minute).format(
            name=escape(clip(name, replies.LONGEST_NAME)), id=asker_of(update), limit=limit
        )
        with suppress(TelegramError):  # an admin who never wrote to the bot cannot be written to
            await context.bot.send_message(admin, text, parse_mode=ParseMode.HTML, rate_limit_args=BROADCAST)


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found for a question, and in which state of the paper."""

    answer: Answer
    more: tuple[str, ...] | None  # further questions; None if not known yet
    followed: retrieval.Context | None  # what was said before in this chat
    generation: int  # of the store


async def look_up(update: Update, context: Context, question: str) -> Looked:
    """The newsroom's answer, with what was said before in this chat."""
    services = context.services
    newsroom, db = services.newsroom, services.newsroom.db()
    # on the loop's own thread: each of these looks takes microseconds, and a thread's turn a hundred
    said = conversations.recall(db, conversation_of(update), since=services.clock() - FOLLOW_UP_SECONDS)
    followed, number = unpack_context(said) if said else None, generation(db)
    found = await services.thinking.ask(question, followed)
    metrics.count_answer(found)
    return Looked(found, services.suggestions.known(newsroom, found), followed, number)


async def kept_of(update: Update, context: Context, looked: Looked, *, by_button: bool = False) -> Kept:
    """What is kept of an answer, so that its buttons work and it can be found again."""
    message, wanted = update.effective_message, await preferences_for(update, context)
    return Kept(
        message.message_id if message and not by_button else None,
        looked.answer,
        by_button,
        looked.more or (),
        thread=thread_of(message) or 0,
        proof=Proof(looked.generation, looked.followed, wanted.language, wanted.short, ""),
    )


def proved(kept: Kept, make: Maker) -> Kept:
    """*kept* with the digest of the message that *make* makes of it."""
    return kept if kept.proof is None else replace(kept, proof=replace(kept.proof, digest=make.worded.digest))


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes the message of an answer, given its number."""

    found: Answer
    worded: Worded
    language: Language
    below: Below

    def __call__(self, reply_id: int) -> Reply:
        """The message, with buttons that name *reply_id*."""
        keyboard = buttons(self.found, reply_id, language=self.language, below=self.below)
        return Reply(self.worded.text, keyboard)


async def answer_reply(update: Update, context: Context, kept: Kept, reply_id: int, *, asks_why: bool = False) -> Reply:
    """The message of an answer that is kept."""
    return (await maker_of(update, context, kept, asks_why=asks_why))(reply_id)


async def maker_of(update: Update, context: Context, kept: Kept, *, asks_why: bool = False) -> Maker:
    """What makes the message of an answer, given its number."""
    services, found, wanted = context.services, kept.answer, await preferences_for(update, context)
    assert found is not None
    number = generation(services.newsroom.db())
    worded = services.worded(found, number, wanted, context.bot.username, by_button=kept.asked_by_button)
    below = Below(kept.questions, services.settings.keep_questions, kept.verdict, asks_why, worded.drawn)
    return Maker(found, worded, wanted.language, below)


async def kept_answer(context: Context, reply_id: int, chat_id: int) -> Kept | None:
    """What is kept on a reply that was sent to this very chat; None for any other number."""
    record = await context.services.read(conversations.reply, reply_id)
    return None if record is None or record.chat_id != chat_id else unpack(record.content)


def asker_of(update: Update) -> int:
    """Who asks: a person, or a channel, or a group whose admins speak in its name."""
    message, chat, user = update.effective_message, update.effective_chat, update.effective_user
    speaker = message.sender_chat if message is not None and update.callback_query is None else None
    return speaker.id if speaker else user.id if user else chat.id if chat else 0


def is_question(text: str) -> bool:
    """Whether *text* asks something, said to nobody in particular: a sentence with a question word or mark."""
    slot = read_question(text).slot
    asks = slot.end > slot.start or "?" in text or "？" in text
    return asks and len(text) <= LONGEST_OVERHEARD and any(map(str.isalnum, text))


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
