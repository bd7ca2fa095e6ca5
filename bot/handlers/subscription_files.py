"""Subscriptions as a file: sent to the reader, and taken back from one."""

from __future__ import annotations

from sqlite_utils import Database
from telegram import InputFile, Update

from bot.alerts import rules, subscription_files, subscription_screens
from bot.alerts.rules import Rule
from bot.alerts.subscription_files import NoSubscriptions
from bot.handlers import alerts, ask
from bot.outgoing.sending import say, send_once, thread_of
from bot.services import Context, texts_for
from bot.texts import TEXTS, Language
from bot.words.markup import Reply
from bot.words.records import Kept
from store import subscriptions
from store.subscriptions import TooManySubscriptions


async def export(update: Update, context: Context, language: Language) -> None:
    """Send what a chat, or its topic, subscribed to as a file."""
    chat, thread_id = update.effective_chat, thread_of(update.effective_message)
    assert chat is not None
    held = await context.services.read(subscriptions.of_chat, chat.id)
    here = [one for one in held if one.thread_id == (thread_id or 0)]
    await context.bot.send_document(
        chat.id,
        InputFile(subscription_files.pack(here), filename=subscription_files.NAME),
        caption=TEXTS[language].export_caption.format(count=len(here)),
        message_thread_id=thread_id,
    )


async def receive(update: Update, context: Context) -> None:
    """Show what a file of subscriptions holds; nothing is changed before the reader says so."""
    message = update.effective_message
    texts, language = await texts_for(update, context)
    if message is None or message.document is None:
        return
    if not await alerts.may(update, context):
        await say(update, context, texts.subscribe_admins)
        return
    try:
        if (message.document.file_size or 0) > subscription_files.LARGEST:
            raise NoSubscriptions
        file = await message.document.get_file()
        content = bytes(await file.download_as_bytearray())
        found = subscription_files.unpack(content)
    except NoSubscriptions:
        await say(update, context, texts.import_bad)
        return
    held = {one.rule for one in await context.services.read(subscriptions.of_chat, message.chat_id)}
    new = [rule for rule in found if rules.pack(rule) not in held]
    kept = Kept(to=message.message_id, file=content.decode())
    await send_once(
        update, context, kept, lambda reply_id: subscription_screens.preview(found, new, reply_id, language)
    )


async def decide(update: Update, context: Context, numbers: list[int], language: Language) -> Reply:
    """`s:i:reply:1` imports the file that a preview was made of, `s:i:reply:0` does not. Raises NoSuchButton."""
    (reply_id, wanted), texts, chat = numbers, TEXTS[language], update.effective_chat
    assert chat is not None
    kept = await ask.kept_answer(context, reply_id, chat.id)
    if kept is None or kept.file is None:
        raise alerts.NoSuchButton
    if not await alerts.may(update, context):
        return Reply(texts.subscribe_admins)
    if not wanted:
        return Reply(texts.import_dropped)
    found = subscription_files.unpack(kept.file.encode())
    thread_id = thread_of(update.effective_message) or 0
    made, left = await context.services.write(_subscribe, chat.id, thread_id, found)
    return Reply((texts.imported_full if left else texts.imported).format(count=made, left=left))


def _subscribe(db: Database, chat_id: int, thread_id: int, found: tuple[Rule, ...]) -> tuple[int, int]:
    """Subscribe to all that is new; how many that were, and how many had no room."""
    held = {one.rule for one in subscriptions.of_chat(db, chat_id) if one.thread_id == thread_id}
    made = left = 0
    for rule in found:
        if (packed := rules.pack(rule)) not in held:
            try:
                subscriptions.subscribe(db, chat_id, thread_id, packed, rules.keys(rule))
                made += 1
            except TooManySubscriptions:
                left += 1
    return made, left
