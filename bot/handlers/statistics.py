"""/stats: what was asked and answered, in figures and as a picture."""

from __future__ import annotations

from sqlite_utils import Database
from telegram import Update

from bot.desk import statistics as screen
from bot.outgoing.attachments import send_picture
from bot.services import Context, texts_for
from bot.words.markup import Reply
from store import roles, statistics


async def stats(update: Update, context: Context) -> None:
    """Today, seven and thirty days."""
    _, language = await texts_for(update, context)
    services = context.services
    now, zone = services.clock(), services.settings.timezone

    def run(db: Database) -> tuple[bytes, Reply]:
        starts = screen.starts(now, zone)
        spans = [statistics.totals(db, since=since) for since in starts]
        hours = statistics.hours(db, since=starts[-1])
        table = screen.table(spans, roles.turned_away(db, since=starts[-1]), now, zone, language)
        return screen.picture(hours, now, zone, language), table

    await send_picture(update, context, *await services.read(run))
