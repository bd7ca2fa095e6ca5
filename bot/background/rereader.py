"""The reading of everything anew as the bot has it done: started, watched, published in one step."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import shutil
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from telegram import Bot
from telegram.error import TelegramError

from bot.alerts import corrections, matching
from bot.answering.newsroom import Newsroom
from bot.desk import dry_runs, states
from bot.desk.press_texts import PRESS
from bot.outgoing.boards import SHOWN_EVERY
from bot.outgoing.sending import NO_PREVIEW, markup
from bot.people import timing
from bot.services import Services
from bot.texts import TEXTS, Language
from bot.trials import reread
from bot.trials.reread import Reread
from bot.words.markup import Button, Reply, clip, escape
from bot.words.replies import LONGEST_NAME
from store import articles, audit, copies, history, outbox, reingests
from store.errors import DraftGone, DraftOutdated
from store.reingests import Reingest
from store.schema import atomic

log = logging.getLogger(__name__)

FOLDER = "reread"  # in the data folder, for the copy
LINE = 2**20  # bytes that the reading process says at once, at most


class Rereader:
    """At most one reading at a time."""

    def __init__(self, bot: Bot, services: Services) -> None:
        self._bot = bot
        self._services = services
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Say of a reading that ended with the last process that it did; tell the readers that it had not told yet."""
        services = self._services
        for one in await services.read(reingests.in_state, "running"):
            await services.write(reingests.move, one.id, "failed", was="running")
            await self._show(one, lambda language: Reply(PRESS[language].reingest_broken_off))
        await asyncio.to_thread(tell_readers, services.newsroom)
        if not await services.read(reingests.in_state, "ready"):
            await asyncio.to_thread(forget, services.newsroom)

    async def stop(self) -> None:
        """Break a reading off."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def give_up(self, number: int) -> None:
        """Break a reading off because nobody wants it any more. Raises DraftGone if it is not under way."""
        await self._services.write(reingests.move, number, "discarded", was="running")
        await self.stop()
        await asyncio.to_thread(forget, self._services.newsroom)

    async def begin(self, *, by: int, chat_id: int, message_id: int) -> bool:
        """Begin to read; how it goes on is shown in the message. False if a reading is under way."""
        services, now = self._services, self._services.clock()
        number = await services.write(reingests.start, by=by, chat_id=chat_id, message_id=message_id, now=now)
        if number is None:
            return False
        self._task = asyncio.create_task(self._run(await services.read(reingests.get, number)))
        return True

    async def _run(self, one: Reingest) -> None:
        try:
            said = await self._read(one)
        except (OSError, ValueError) as exc:
            log.error("reading anew: %s", exc)
            said = {}
        services = self._services
        if "found" in said:
            found = reread.unpack(said["found"])
            await services.write(reingests.move, one.id, "ready", was="running", report=said["found"])
            await self._show(one, lambda language: states.reread(one.id, found, language=language))
            return
        await services.write(reingests.move, one.id, "failed", was="running", report=json.dumps(said))
        await self._show(one, lambda language: _failed(said, language))

    async def _read(self, one: Reingest) -> dict[str, Any]:
        """Have everything read by another process; returns the last that it says."""
        settings, data = self._services.settings, self._services.settings.data
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot.trials.reread", str(data.absolute()), str((data / FOLDER).absolute())),
            *(settings.index, settings.segmenter, settings.timezone),
            stdin=asyncio.subprocess.PIPE,  # its end is the end of the process
            stdout=asyncio.subprocess.PIPE,
            limit=LINE,
            cwd=Path(__file__).parents[2],
            env=_environment(),
        )
        assert process.stdout is not None
        said: dict[str, Any] = {}
        shown = time.monotonic()
        try:
            async for line in process.stdout:
                said = json.loads(line)
                if "stage" in said and time.monotonic() - shown >= SHOWN_EVERY:
                    shown = time.monotonic()
                    await self._show(one, lambda language, said=said: _progress(one.id, said, language))
            await process.wait()
        finally:
            with suppress(ProcessLookupError):
                process.kill()
        return said

    async def _show(self, one: Reingest, make: Any) -> None:
        """Show something in the message of a reading, in its reader's language; in vain if it is gone."""
        language = (await self._services.preferences(one.chat_id)).language
        reply: Reply = make(language)
        with suppress(TelegramError):
            await self._bot.edit_message_text(
                reply.html,
                one.chat_id,
                one.message_id,
                parse_mode="HTML",
                reply_markup=markup(reply),
                link_preview_options=NO_PREVIEW,
            )


def publish(newsroom: Newsroom, number: int, *, by: int, alert: bool) -> Reread:
    """Make what a reading found true, as user *by* decided, in one step; readers are told unless *alert* is False.

    Raises DraftGone if that was decided already, DraftOutdated if something was published since it was read.
    """
    db, now = newsroom.db(), time.time()
    one = reingests.get(db, number)
    if one.state != "ready":
        raise DraftGone(number)
    found, folder = reread.unpack(one.report), newsroom.settings.data / FOLDER
    copy = folder / Newsroom.STORE
    if not copy.is_file():
        raise DraftOutdated(number)

    def commit() -> None:
        with copies.attached(db, copy), atomic(db):
            if articles.generation(db) != found.basis:
                raise DraftOutdated(number)
            reingests.move(db, number, "told" if alert else "published", was="ready")
            names = copies.documents(db)
            with history.recorded(db, "reingest", "", names, actor=by, now=now):
                copies.carry_over(db)
            audit.record(db, by, "reingest", "", now=now)

    with copies.checkpointing_later(db):
        newsroom.swap(folder / "index" / newsroom.settings.index, commit)
    tell_readers(newsroom)
    forget(newsroom)
    return found


def forget(newsroom: Newsroom) -> None:
    """Delete the copy that a reading was tried on."""
    shutil.rmtree(newsroom.settings.data / FOLDER, ignore_errors=True)


def tell_readers(newsroom: Newsroom) -> None:
    """Write down who is to be told of readings that are printed and not told yet; once for each."""
    db, now = newsroom.db(), time.time()
    zone = newsroom.settings.timezone
    for one in reingests.in_state(db, "told"):
        found = reread.unpack(one.report)
        change = history.change_between(db, found.basis, found.generation)
        fresh = list(articles.articles_by_id(db, [*change.new, *change.changed]).values())
        told = [article for article in fresh if article.reprint_of is None]
        matches = list(matching.matched(db, told))
        untrue = list(corrections.untrue(db, change, fresh))
        changed = set(change.changed)
        keys = [article.key for article in told if article.id in changed]
        with suppress(DraftGone), atomic(db):
            reingests.move(db, one.id, "published", was="told")
            due = lambda how: timing.due_at(timing.unpack(how), now, zone=zone)  # noqa: E731
            outbox.enqueue(db, found.generation, matches, keys, untrue, due_at=due)


def _environment() -> Mapping[str, str]:
    """Without our settings: the token is none of that process's business."""
    return {name: value for name, value in os.environ.items() if not name.startswith("BAOZHI_")}


def _progress(number: int, said: Mapping[str, Any], language: Language) -> Reply:
    title = PRESS[language].reingest_running
    shown = dry_runs.progress(title, said["stage"], said["done"], said["count"], language=language)
    return Reply(shown.html, ((Button(TEXTS[language].discard, f"ix:{number}"),),))


def _failed(said: Mapping[str, Any], language: Language) -> Reply:
    texts = PRESS[language]
    if "refused" not in said:
        return Reply(texts.reingest_broken_off)
    name, reason = escape(clip(said["refused"], LONGEST_NAME)), escape(said["reason"]).rstrip("。")
    return Reply(texts.reingest_failed.format(name=name, reason=reason))
