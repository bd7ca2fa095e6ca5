"""The chat is wired here: which handler hears what, and how the bot starts, listens and stops."""

from __future__ import annotations

import asyncio
import logging
import os
import re
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any
from urllib.parse import urlsplit

from telegram import Message, Update
from telegram.constants import ChatType
from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ContextTypes,
    ExtBot,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.answering.newsroom import Newsroom
from bot.answering.settling import give_back, settle
from bot.background.broadcasting import Broadcaster
from bot.background.delivery import Delivery
from bot.background.rereader import Rereader
from bot.errors import AnotherBot, BotError, TelegramUnreachable, TokenRefused, WebhookPortTaken
from bot.handlers import (
    alerts,
    articles,
    ask,
    buttons,
    desk,
    facts,
    figures,
    inline,
    settings,
    start,
    subscription_files,
    trouble,
    upkeep,
    verify,
)
from bot.operations.health import Ops
from bot.operations.stopping import heeding
from bot.operations.supervisor import supervised
from bot.outgoing.introduction import introduce
from bot.services import App, Context, Services
from bot.settings import WEBHOOK_PORT, Settings
from bot.watch import metrics
from bot.watch.logs import TOKEN, configure, describe
from bot.watch.traces import of_update, traced
from bot.wire.connection import Connection, Ear
from bot.wire.inbox import ChatByChat, Inbox
from bot.wire.limits import RateLimiter, Rates
from bot.wire.webhook import Webhook
from store import broadcasts, conversations, drafts, history, inbox, outbox, prompts, proposals, questions, traces
from store.errors import StoreError

log = logging.getLogger(__name__)

HEARD = [
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "callback_query",
    "inline_query",
    "my_chat_member",
]
POLL_SECONDS = 30  # Telegram holds an empty request this long
CONNECTIONS = 64  # to the Bot API at once
STOP_SECONDS = 3.0  # for what is in work; what takes longer stays in the inbox
LANDING_SECONDS = 0.5  # for the alerts that are on their way then
SWEEP_SECONDS = 6 * 3600.0
GIVE_BACK_SECONDS = 300.0
REPLIES_KEPT_SECONDS = 30 * 86400.0  # what their buttons need
STATES_KEPT_SECONDS = 366 * 86400.0  # that one can go back to
UPDATES_KEPT_SECONDS = 2 * 86400.0  # numbers of updates handled; Telegram offers one again for at most a day

OTHER_CONTENT = (
    filters.Sticker.ALL
    | filters.VOICE
    | filters.VIDEO_NOTE
    | filters.PHOTO
    | filters.VIDEO
    | filters.AUDIO
    | filters.ANIMATION
    | filters.LOCATION
    | filters.VENUE
    | filters.CONTACT
    | filters.POLL
    | filters.Dice.ALL
    | filters.GAME
    | filters.STORY
)


ADDRESS = re.compile(r"^\s*https?://\S+\s*$")  # and nothing else
WISH = figures.Wish()
ANSWERS = filters.REPLY | filters.VIA_BOT  # said to somebody, or by another bot


class DurableApplication(Application[ExtBot[int], Context, dict[Any, Any], dict[Any, Any], dict[Any, Any], None]):
    """Tells the inbox when the handlers of an update begin and when they have finished."""

    async def process_update(self, update: object) -> None:
        """Run the handlers of *update*, unless it was started too often."""
        kept = self.update_queue
        if not isinstance(update, Update) or not isinstance(kept, Inbox):
            await super().process_update(update)
            return
        try:
            with traced(of_update(update)), metrics.timed_update(update):
                if await kept.begin(update.update_id):
                    await super().process_update(update)
                    await kept.end(update)
        except StoreError as exc:
            # it stays in the inbox and is handled again after a restart
            log.error("update %d: %s", update.update_id, exc)


class ForBot(filters.MessageFilter):
    """A group's message that mentions the bot or replies to it."""

    def __init__(self, bot: ExtBot[int]) -> None:
        super().__init__()
        self._bot = bot

    def filter(self, message: Message) -> bool:
        """Whether *message* is meant for the bot."""
        return ask.is_addressed(message, self._bot.id, self._bot.username)


class PlainQuestion(filters.UpdateFilter):
    """A new private message of nothing but words, none of which means anything but a question.

    Most messages are; the first handler hears them, where they would be shown to every other before the last.
    """

    def filter(self, update: Update) -> bool:
        """Whether *update* is one."""
        message = update.message
        return (
            message is not None
            and bool(message.text)
            and message.chat.type == ChatType.PRIVATE
            and not (message.entities or message.forward_origin or message.via_bot)
            and not ADDRESS.search(message.text or "")
            and not WISH.filter(message)
        )


class OwnCard(ForBot):
    """A message that somebody made by choosing one of the bot's inline cards: no question."""

    def filter(self, message: Message) -> bool:
        """Whether *message* came about that way."""
        return message.via_bot is not None and message.via_bot.id == self._bot.id


def build_application(settings: Settings, newsroom: Newsroom) -> App:
    """The application with every handler; not started. *settings* must have a token."""
    assert settings.token is not None
    # python-telegram-bot's coming type of durations, without its warnings about the old one
    os.environ.setdefault("PTB_TIMEDELTA", "1")
    kept, ear = Inbox(newsroom), Ear()
    polling = Connection(ear, settings.base_url, size=2)
    app: App = (
        ApplicationBuilder()
        .application_class(DurableApplication)
        .token(settings.token)
        .base_url(f"{settings.base_url}/bot")
        .base_file_url(f"{settings.base_url}/file/bot")
        .context_types(ContextTypes(context=Context))
        .rate_limiter(
            RateLimiter(
                Rates(
                    settings.messages_per_second, settings.chat_messages_per_second, settings.group_messages_per_minute
                )
            )
        )
        .request(Connection(ear, settings.base_url, size=CONNECTIONS))
        .get_updates_request(polling)
        .update_queue(kept)
        .concurrent_updates(ChatByChat())
        .job_queue(None)
        .build()
    )
    app.bot_data["services"] = Services(settings, newsroom, kept, polling)
    _add_handlers(app)
    return app


def _add_handlers(app: App) -> None:
    private, group, channel = filters.ChatType.PRIVATE, filters.ChatType.GROUPS, filters.ChatType.CHANNEL
    new = filters.UpdateType.MESSAGE | filters.UpdateType.CHANNEL_POST
    changed = filters.UpdateType.EDITED
    for_bot = (private | ((group | channel) & ForBot(app.bot))) & ~OwnCard(app.bot)
    words = filters.TEXT | filters.CAPTION
    commands = {
        "start": start.start,
        "help": start.help_command,
        "privacy": start.privacy,
        "facts": facts.facts,
        "verify": verify.verify,
        "ask": ask.ask_command,
        "latest": articles.latest,
        "article": articles.article,
        "subscribe": alerts.subscribe,
        "subscriptions": alerts.listing,
        "unsubscribe": alerts.listing,
        "alerts": alerts.why,
        "settings": settings.settings,
        "forgetme": settings.forget_command,
    }
    app.add_handler(MessageHandler(PlainQuestion(), ask.ask))
    for name, command in commands.items():
        app.add_handler(CommandHandler(name, command, filters=new))
    for name in desk.COMMANDS:
        app.add_handler(CommandHandler(name, desk.command(name), filters=new & private))
    app.add_handler(CommandHandler("ask", ask.edited, filters=changed))
    app.add_handler(CallbackQueryHandler(buttons.on_tap))
    app.add_handler(InlineQueryHandler(inline.inline))
    app.add_handler(ChatMemberHandler(alerts.membership, ChatMemberHandler.MY_CHAT_MEMBER))
    app.add_handler(MessageHandler(new & ~filters.StatusUpdate.MIGRATE, alerts.returned), group=-3)
    app.add_handler(ChatMemberHandler(start.joined, ChatMemberHandler.MY_CHAT_MEMBER), group=1)
    app.add_handler(MessageHandler(filters.StatusUpdate.MIGRATE, trouble.moved))
    app.add_handler(MessageHandler(new & private & filters.COMMAND, trouble.unknown_command))
    app.add_handler(MessageHandler(new & for_bot & filters.Document.FileExtension("json"), subscription_files.receive))
    app.add_handler(MessageHandler(new & private & filters.Document.ALL, desk.upload("document")))
    for kind, name, otherwise in (
        (filters.PHOTO & filters.CAPTION, "photo", ask.ask),
        (filters.PHOTO, "photo", trouble.not_text),
        (filters.FORWARDED & words & ~filters.COMMAND, "forwarded", ask.ask),
        (filters.Regex(ADDRESS), "link", ask.ask),
    ):
        app.add_handler(MessageHandler(new & private & kind, desk.unlike_others(name, otherwise)))
    app.add_handler(MessageHandler(new & private, desk.on_message), group=-2)
    app.add_handler(MessageHandler(new & filters.REPLY & filters.TEXT, figures.on_reply), group=-1)
    app.add_handler(MessageHandler(new & for_bot & WISH & ~filters.COMMAND, figures.in_words))
    app.add_handler(MessageHandler(new & for_bot & words & ~filters.COMMAND, ask.ask))
    app.add_handler(MessageHandler(changed & for_bot & words & ~filters.COMMAND, ask.edited))
    app.add_handler(MessageHandler(new & for_bot & OTHER_CONTENT, trouble.not_text))
    app.add_handler(MessageHandler(new & group & filters.TEXT & ~filters.COMMAND & ~ANSWERS, ask.overheard))
    app.add_error_handler(trouble.on_error)


async def run_bot(settings: Settings, newsroom: Newsroom) -> None:
    """Answer until SIGTERM or SIGINT.

    Raises BotError if Telegram cannot be reached at start, or gives our messages to another program.
    """
    configure(settings.log, settings.log_format)
    loop = asyncio.get_running_loop()
    stopped: asyncio.Future[BotError | None] = loop.create_future()

    def stop(reason: BotError | None = None) -> None:
        if not stopped.done():
            stopped.set_result(reason)

    with heeding(stop):
        async with listening(settings, newsroom, stop), supervised():
            reason = await stopped
    if reason is not None:
        raise reason


@asynccontextmanager
async def listening(settings: Settings, newsroom: Newsroom, stop: Callable[[BotError], None]) -> AsyncIterator[App]:
    """The bot at work: what was left unfinished is taken up first, then updates are received.

    *stop* is called if Telegram gives our messages to another program. Raises BotError on entry. On exit, what is in
    work has STOP_SECONDS to finish; the rest stays in the inbox.
    """
    app = build_application(settings, newsroom)
    services: Services = app.bot_data["services"]
    delivery = app.bot_data["delivery"] = Delivery(app.bot, services)
    broadcaster = app.bot_data["broadcaster"] = Broadcaster(app.bot, services)
    rereader = app.bot_data["rereader"] = Rereader(app.bot, services)
    ops = Ops(services, delivery)
    chores: asyncio.Task[None] | None = None
    webhook = _webhook(app, settings)
    is_displaced = False

    def failed(exc: TelegramError) -> None:
        nonlocal is_displaced
        if isinstance(exc, Conflict):
            is_displaced = True
            stop(AnotherBot())
        else:
            log.warning("no updates from Telegram, trying again: %s", exc)

    try:
        if settings.ops_port is not None:
            ops.start(settings.ops_port)
        try:
            await app.initialize()
            left = await services.inbox.resume(app.bot)
            if left:
                log.info("%d updates were left unfinished; they are handled first", left)
            await app.start()
            await _receive(app, webhook, settings, failed)
        except InvalidToken:
            raise TokenRefused from None
        except TelegramError as exc:
            raise TelegramUnreachable(settings.base_url, TOKEN.sub("…", str(exc))) from None
        log.info("@%s is listening", app.bot.username)
        chores = asyncio.create_task(_chores(app))
        delivery.start()
        broadcaster.start()
        await rereader.start()
        yield app
    finally:
        with in_time(app):
            if chores is not None:
                chores.cancel()
            await rereader.stop()
            await asyncio.gather(delivery.stop(LANDING_SECONDS), broadcaster.stop(LANDING_SECONDS))
            if is_displaced:
                # python-telegram-bot's last getUpdates would displace the other program in turn
                await services.polling.shutdown()
                logging.getLogger("telegram.ext.Updater").setLevel(logging.CRITICAL)
            if webhook is not None:
                await webhook.stop()
            await wind_down(app)
        await services.thinking.stop()
        with suppress(StoreError):
            await services.inbox.give_back()
        await asyncio.to_thread(services.inbox.writer.close)
        await ops.stop()


def _webhook(app: App, settings: Settings) -> Webhook | None:
    """What Telegram posts updates to; None where it is asked for them."""
    if settings.webhook_url is None or settings.webhook_secret is None:
        return None
    services: Services = app.bot_data["services"]
    path = urlsplit(settings.webhook_url).path
    return Webhook(app.bot, services.inbox, path=path, secret=settings.webhook_secret)


async def _receive(
    app: App, webhook: Webhook | None, settings: Settings, failed: Callable[[TelegramError], None]
) -> None:
    """Begin to receive updates, by webhook or by asking for them; *failed* hears what goes wrong with asking."""
    assert app.updater is not None
    if webhook is None or settings.webhook_url is None:
        await app.updater.start_polling(timeout=POLL_SECONDS, allowed_updates=HEARD, error_callback=failed)
        return
    port = settings.webhook_port or WEBHOOK_PORT
    try:
        await webhook.start(port)
    except OSError:
        raise WebhookPortTaken(port) from None
    await app.bot.set_webhook(settings.webhook_url, secret_token=settings.webhook_secret, allowed_updates=HEARD)


async def _chores(app: App) -> None:
    """Introduce the bot, find example questions before anybody asks for them, and clean up now and then."""
    services: Services = app.bot_data["services"]
    await introduce(app.bot)
    await desk.introduce(app.bot, services)
    while True:
        try:
            await asyncio.to_thread(start.overview, services)
            now = services.clock()
            await services.write(conversations.sweep, before=now - REPLIES_KEPT_SECONDS)
            await services.write(drafts.lapse, now=now)
            await services.write(drafts.sweep, before=now - REPLIES_KEPT_SECONDS)
            await services.write(outbox.sweep, before=now - REPLIES_KEPT_SECONDS)
            await services.write(inbox.sweep, before=now - UPDATES_KEPT_SECONDS)
            await services.write(questions.sweep, before=now - REPLIES_KEPT_SECONDS)
            await services.write(traces.sweep, before=now - REPLIES_KEPT_SECONDS)
            await services.write(prompts.sweep, before=now - REPLIES_KEPT_SECONDS)
            await services.write(proposals.sweep, before=now - REPLIES_KEPT_SECONDS)
            await services.write(broadcasts.sweep, before=now - REPLIES_KEPT_SECONDS)
            await services.write(history.sweep, before=now - STATES_KEPT_SECONDS)
            await upkeep.daily(services)
            services.brake.sweep(now=now)
            await services.suggestions.warm(services.newsroom)
            settle()
        except Exception as exc:
            log.error("chores: %s", describe(exc))
        for _ in range(int(SWEEP_SECONDS / GIVE_BACK_SECONDS)):
            await asyncio.sleep(GIVE_BACK_SECONDS)
            await asyncio.to_thread(give_back)


async def wind_down(app: App) -> None:
    """Receive no more, wait for what is in work, let go."""
    services: Services = app.bot_data["services"]
    services.inbox.close()
    assert app.updater is not None
    if app.updater.running:
        with suppress(TimeoutError):
            # it tells Telegram what has been received, which Telegram may be too slow to hear; the inbox knows anyway
            await asyncio.wait_for(app.updater.stop(), STOP_SECONDS / 2)
    if app.running:
        await app.stop()
    await app.shutdown()
    await app.bot.shutdown()  # its connections are open even where the application never came to be initialized
    log.info("stopped")


@contextmanager
def in_time(app: App) -> Iterator[None]:
    """What is still in work when the body has run for STOP_SECONDS is broken off, and nothing more is begun."""
    deadline = asyncio.get_running_loop().call_later(STOP_SECONDS, _abandon, app)
    try:
        yield
    finally:
        deadline.cancel()


def _abandon(app: App) -> None:
    services: Services = app.bot_data["services"]
    assert isinstance(app.update_processor, ChatByChat)
    services.inbox.abandon()
    app.update_processor.abandon()
