"""Questions of the desk that are answered by replying to the bot's message; `desk.STEPS` says what happens then."""

from __future__ import annotations

from telegram import ForceReply
from telegram.constants import ParseMode

from bot.outgoing.sending import NO_PREVIEW
from bot.services import Context
from store import prompts


async def ask(context: Context, chat_id: int, html: str, step: str) -> None:
    """Ask somebody at the desk something; a reply to the message is given to *step* (`name:argument:…`)."""
    message = await context.bot.send_message(
        chat_id, html, parse_mode=ParseMode.HTML, reply_markup=ForceReply(), link_preview_options=NO_PREVIEW
    )
    services = context.services
    await services.write(prompts.ask, chat_id, message.message_id, step, now=services.clock())
