"""What the buttons of a dry run do: publish, discard, look at each article, correct how it was read."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from typing import Any

from telegram import Update
from telegram.error import TelegramError

from bot.desk import dry_runs
from bot.desk.dry_runs import Surroundings
from bot.desk.press_texts import PRESS
from bot.handlers.prompting import ask
from bot.handlers.tapped import Stale, Tapped, small
from bot.outgoing.boards import board, board_at, showing
from bot.outgoing.sending import NO_PREVIEW, edit, markup, say
from bot.people.roles import Role
from bot.publishing import edits
from bot.publishing.edits import LONGEST_TITLE, Edit
from bot.publishing.outcomes import DryRun
from bot.services import Context, texts_for
from bot.texts import Language
from bot.trials import rehearsal
from bot.trials.golden import Broken
from bot.wire.limits import BROADCAST
from bot.words.markup import Button, Reply, clean, clip, escape
from bot.words.replies import LONGEST_NAME
from store import drafts, roles
from store.drafts import Draft
from store.errors import DraftGone, DraftOutdated
from store.models import Article

log = logging.getLogger(__name__)

TITLE = "title"  # the step in which a headline is written


async def report(context: Context, run: DryRun, user_id: int, language: Language, note: str = "") -> Reply:
    """The report of a dry run as user *user_id* sees it; *note* is a line above it, HTML."""
    services = context.services
    around = Surroundings(
        await services.role(user_id),
        await check(context, run),
        await services.read(drafts.others, run.draft),
        note,
    )
    return dry_runs.report(run, around, language=language)


async def check(context: Context, run: DryRun) -> list[Broken]:
    """The golden questions that a draft would change; their number is kept with it."""
    services = context.services
    broken = await services.apart(lambda: rehearsal.broken_by(services.newsroom, run))
    if len(broken) != run.draft.broken:
        await services.write(drafts.note_broken, run.id, len(broken))
    return broken


async def show(tapped: Tapped, args: list[str]) -> None:
    """`dr:draft`: the report."""
    (draft_id,) = map(small, args)
    if (run := await _look(tapped, draft_id)) is not None:
        await tapped.show(await report(tapped.context, run, tapped.user_id, tapped.language))


async def publish(tapped: Tapped, args: list[str]) -> None:
    """`dp:draft:edits`: publish a document with so many edits."""
    await _publish(tapped, args, alert=True)


async def publish_quietly(tapped: Tapped, args: list[str]) -> None:
    """`ds:draft:edits`: publish a document and alert nobody."""
    await _publish(tapped, args, alert=False)


async def discard(tapped: Tapped, args: list[str]) -> None:
    """`dd:draft`: do not publish a document."""
    (draft_id,) = map(small, args)
    press = tapped.context.services.newsroom.press
    try:
        await asyncio.to_thread(press.discard, draft_id, by=tapped.user_id)
    except DraftGone:
        await _gone(tapped, draft_id)
        return
    draft = await tapped.context.services.read(drafts.find, draft_id)
    await tapped.show(_with_way_back(tapped.texts.discarded, draft, tapped.language))
    await _tell_sender(tapped, draft)


async def view(tapped: Tapped, args: list[str]) -> None:
    """`dv:draft:article:page`: an article as readers would see it."""
    draft_id, place, page = map(small, args)
    if (run := await _open(tapped, draft_id)) is not None:
        await tapped.show(dry_runs.article(run, place, page, language=tapped.language))


async def choose_headline(tapped: Tapped, args: list[str]) -> None:
    """`dl:draft:page`: which headline shall be changed?"""
    draft_id, page = map(small, args)
    if (run := await _open(tapped, draft_id)) is not None:
        await tapped.show(dry_runs.headlines(run, page, language=tapped.language))


async def ask_headline(tapped: Tapped, args: list[str]) -> None:
    """`dt:draft:edits:article`: what shall it be called?"""
    draft_id, version, place = map(small, args)
    run = await _open(tapped, draft_id)
    if run is None or not await _is_current(tapped, run, version):
        return
    await tapped.tap.answer()
    words = dry_runs.retitling(run.preview.articles[place], language=tapped.language)
    await ask(tapped.context, tapped.chat_id, words, f"{TITLE}:{draft_id}:{version}:{place}")


async def retitle(update: Update, context: Context, args: list[str]) -> None:
    """A headline was written."""
    message, user = update.message, update.effective_user
    assert message is not None
    assert user is not None
    words, language = await texts_for(update, context)
    texts, title = PRESS[language], " ".join(clean(message.text or "").split())
    if not 0 < len(title) <= LONGEST_TITLE:
        await say(update, context, texts.retitle_long.format(length=len(title), limit=LONGEST_TITLE))
        return
    draft_id, version, place = map(small, args)
    press, note = context.services.newsroom.press, texts.retitled.format(headline=escape(title))
    try:
        try:
            await asyncio.to_thread(
                press.edit, draft_id, lambda found: edits.retitle(found[place], title), version=version
            )
        except DraftOutdated:
            note = texts.draft_outdated
        run = await asyncio.to_thread(press.look, draft_id)
    except DraftGone:
        await say(update, context, words.draft_gone)
        return
    where = await board(update, context)
    await where.show(await report(context, run, user.id, language, note))
    await context.services.write(drafts.show, run.id, where.chat_id, where.message_id, batch=run.draft.batch)


async def join(tapped: Tapped, args: list[str]) -> None:
    """`dj:draft:edits:article`: it and the next are one."""
    draft_id, version, place = map(small, args)
    await _correct(tapped, draft_id, version, lambda found: edits.join(found[place], found[place + 1]), place)


async def omit(tapped: Tapped, args: list[str]) -> None:
    """`do:draft:edits:article`: it is not to be published."""
    draft_id, version, place = map(small, args)
    await _correct(tapped, draft_id, version, lambda found: edits.omit(found[place]), None)


async def choose_paragraph(tapped: Tapped, args: list[str]) -> None:
    """`dc:draft:edits:article:page`: where does the other article begin?"""
    draft_id, version, place, page = map(small, args)
    run = await _open(tapped, draft_id)
    if run is not None and await _is_current(tapped, run, version):
        await tapped.show(dry_runs.paragraphs(run, place, page, language=tapped.language))


async def part(tapped: Tapped, args: list[str]) -> None:
    """`dk:draft:edits:article:paragraph`: from this paragraph on it is another article."""
    draft_id, version, place, paragraph = map(small, args)
    await _correct(tapped, draft_id, version, lambda found: edits.part(found[place], paragraph), place + 1)


async def undo(tapped: Tapped, args: list[str]) -> None:
    """`du:draft:edits`: take the last correction back."""
    draft_id, version = map(small, args)
    press = tapped.context.services.newsroom.press
    await _corrected(tapped, draft_id, lambda: press.undo(draft_id, version=version), None)


async def ask_admins(tapped: Tapped, args: list[str]) -> None:
    """`dq:draft`: an editor asks the admins to publish."""
    (draft_id,) = map(small, args)
    run, services = await _look(tapped, draft_id), tapped.context.services
    if run is None:
        return
    holders = await services.read(roles.holders)
    admins = {*services.settings.admins, *(one.user_id for one in holders if one.role == "admin")} - {tapped.user_id}
    texts = PRESS[tapped.language]
    note = texts.asked_by.format(who=dry_runs.somebody(tapped.user_id, texts))
    asked = 0
    for admin in sorted(admins):
        reply = await report(tapped.context, run, admin, tapped.language, note)
        try:
            await tapped.context.bot.send_message(
                admin,
                reply.html,
                parse_mode="HTML",
                reply_markup=markup(reply),
                link_preview_options=NO_PREVIEW,
                rate_limit_args=BROADCAST,
            )
            asked += 1
        except TelegramError as exc:
            log.info("an admin cannot be asked: %s", exc)
    await tapped.tap.answer(texts.asked_admin.format(count=asked) if asked else texts.asked_admin_none)


async def _publish(tapped: Tapped, args: list[str], *, alert: bool) -> None:
    draft_id, version = map(small, args)
    services, texts = tapped.context.services, PRESS[tapped.language]
    press, by = services.newsroom.press, tapped.user_id
    where = board_at(tapped.update, tapped.context, tapped.chat_id, tapped.message_id)
    try:
        draft = await services.read(drafts.find, draft_id)
        title = texts.working_publish.format(name=escape(clip(draft.name, LONGEST_NAME)))
        async with showing(where, title, tapped.language) as progress:
            progress.told("index", 0, 1)
            done = await services.apart(lambda: press.publish(draft_id, by=by, version=version, alert=alert))
    except DraftOutdated:
        if (run := await _look(tapped, draft_id)) is not None:
            await tapped.show(await report(tapped.context, run, by, tapped.language, texts.draft_outdated))
        return
    except DraftGone:
        await _gone(tapped, draft_id)
        return
    log.info("admin %d published a document of %d articles", by, done.articles)
    said = dry_runs.published(done, quietly=not alert, language=tapped.language)
    await tapped.show(_with_way_back(said, draft, tapped.language))
    await _tell_sender(tapped, replace(draft, state="published", decided_by=by, articles=done.articles))


async def _correct(
    tapped: Tapped, draft_id: int, version: int, make: Callable[[Sequence[Article]], Edit], place: int | None
) -> None:
    press = tapped.context.services.newsroom.press
    await _corrected(tapped, draft_id, lambda: press.edit(draft_id, make, version=version), place)


async def _corrected(tapped: Tapped, draft_id: int, deed: Callable[[], None], place: int | None) -> None:
    """Correct a draft, and show the article at *place*, or the report."""
    try:
        await asyncio.to_thread(deed)
    except DraftOutdated:
        await _show_outdated(tapped, draft_id)
    except DraftGone:
        await _gone(tapped, draft_id)
    else:
        await (show(tapped, [str(draft_id)]) if place is None else view(tapped, [str(draft_id), str(place), "0"]))


async def _is_current(tapped: Tapped, run: DryRun, version: int) -> bool:
    """Whether a draft has *version* edits; if not, its report is shown as it is now."""
    if len(edits.unpack(run.draft.edits)) == version:
        return True
    await _show_outdated(tapped, run.id)
    return False


async def _show_outdated(tapped: Tapped, draft_id: int) -> None:
    if (run := await _look(tapped, draft_id)) is not None:
        note = PRESS[tapped.language].draft_outdated
        await tapped.show(await report(tapped.context, run, tapped.user_id, tapped.language, note))


async def _open(tapped: Tapped, draft_id: int) -> DryRun | None:
    """The draft as it is corrected; if it is decided, that is shown instead."""
    return await _unless_gone(tapped, draft_id, tapped.context.services.newsroom.press.open)


async def _look(tapped: Tapped, draft_id: int) -> DryRun | None:
    """What publishing the draft would change; if it is decided, that is shown instead."""
    return await _unless_gone(tapped, draft_id, tapped.context.services.newsroom.press.look)


async def _unless_gone(tapped: Tapped, draft_id: int, look: Callable[[int], DryRun]) -> DryRun | None:
    try:
        return await asyncio.to_thread(look, draft_id)
    except DraftGone:
        await _gone(tapped, draft_id)
        return None


async def _gone(tapped: Tapped, draft_id: int) -> None:
    """Say what became of a draft. Raises Stale if nobody knows."""
    try:
        draft = await tapped.context.services.read(drafts.find, draft_id)
    except DraftGone:
        raise Stale from None
    await tapped.tap.answer(tapped.texts.draft_gone)
    said = dry_runs.decided(draft, tapped.user_id, language=tapped.language)
    await tapped.show(_with_way_back(said, draft, tapped.language))


async def _tell_sender(tapped: Tapped, draft: Draft) -> None:
    """Where the dry run stands in another message than the one tapped, it is no longer offered there."""
    if draft.batch is None and draft.chat_id is not None and draft.message_id not in (None, tapped.message_id):
        assert draft.message_id is not None
        said = dry_runs.decided(draft, draft.chat_id, language=tapped.language)
        try:
            await edit(tapped.context, draft.chat_id, draft.message_id, Reply(said))
        except TelegramError as exc:
            log.info("the sender cannot be told: %s", exc)


def _with_way_back(html: str, draft: Draft, language: Language) -> Reply:
    if draft.batch is None:
        return Reply(html)
    return Reply(html, ((Button(PRESS[language].back_to_batch, f"fl:{draft.id}:0"),),))


TAPS: dict[str, tuple[Role, Callable[[Tapped, list[str]], Coroutine[Any, Any, None]]]] = {
    "dp": ("admin", publish),
    "ds": ("admin", publish_quietly),
    "dd": ("editor", discard),
    "dr": ("editor", show),
    "dv": ("editor", view),
    "dl": ("editor", choose_headline),
    "dt": ("editor", ask_headline),
    "dj": ("editor", join),
    "do": ("editor", omit),
    "dc": ("editor", choose_paragraph),
    "dk": ("editor", part),
    "du": ("editor", undo),
    "dq": ("editor", ask_admins),
}
