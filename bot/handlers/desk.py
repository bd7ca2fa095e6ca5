"""The editors' desk: every command, button and reply that is not for everybody, each with the least role it needs.

Nothing of the desk is reached but through these tables, so they are also what the authorisation matrix is made from.
The role is looked up anew each time. Whoever has none is told what anybody is told of a command or a button that
there is not; it is counted, and nothing more.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar

from telegram import MessageOriginHiddenUser, MessageOriginUser, Update
from telegram.ext import ApplicationHandlerStop, ExtBot

from bot.desk.menu import LEAST
from bot.handlers import (
    broadcasts,
    documents,
    drafts,
    library,
    people,
    rereading,
    review,
    states,
    statistics,
    together,
    upkeep,
    vocabulary,
)
from bot.handlers.tapped import Tapped
from bot.outgoing import introduction
from bot.outgoing.sending import say
from bot.people.roles import Role, may, person_of
from bot.services import Context, Services, texts_for
from store import prompts, roles

log = logging.getLogger(__name__)

OPEN_SECONDS = 600.0  # in which a message that is no reply may answer the question asked last; a reply does for a month

Command: TypeAlias = Callable[[Update, Context], Coroutine[Any, Any, None]]
TapDeed: TypeAlias = Callable[[Tapped, list[str]], Coroutine[Any, Any, None]]
Step: TypeAlias = Callable[[Update, Context, list[str]], Coroutine[Any, Any, None]]
Deed = TypeVar("Deed")


@dataclass(frozen=True, slots=True)
class Guarded(Generic[Deed]):
    """A deed, and the least role of whoever may do it."""

    least: Role
    run: Deed


COMMANDS: dict[str, Guarded[Command]] = {
    name: Guarded(LEAST[name], run)
    for name, run in {
        "articles": library.show,
        "unanswered": review.unanswered,
        "review": review.review,
        "golden": review.show_golden,
        "stats": statistics.stats,
        **states.COMMANDS,
        **rereading.COMMANDS,
        "synonyms": vocabulary.synonyms,
        "words": vocabulary.words,
        "broadcast": broadcasts.broadcast,
        "status": upkeep.status,
        "admins": people.admins,
        "backup": upkeep.backup,
        "audit": people.show_audit,
    }.items()
}
# Uploaded files, by the word under which an attempt is counted.
UPLOADS: dict[str, Guarded[Command]] = {
    "document": Guarded("editor", documents.document),
    "photo": Guarded("editor", documents.photo),
    "forwarded": Guarded("editor", documents.forwarded),
    "link": Guarded("editor", documents.link),
}
TAPS: dict[str, Guarded[TapDeed]] = {
    **{verb: Guarded(*deed) for verb, deed in (drafts.TAPS | together.TAPS | states.TAPS | rereading.TAPS).items()},
    "pl": Guarded("owner", people.show_everybody),
    "pa": Guarded("owner", people.ask_for_person),
    "pp": Guarded("owner", people.show_person),
    "pr": Guarded("owner", people.confirm),
    "py": Guarded("owner", people.decide),
    "al": Guarded("editor", library.turn),
    "ad": Guarded("editor", library.show_article),
    "ul": Guarded("editor", review.turn_unanswered),
    "uc": Guarded("editor", review.show_cluster),
    "uh": Guarded("editor", review.handle_cluster),
    "uk": Guarded("editor", review.guard_cluster),
    "rv": Guarded("editor", review.turn_review),
    "rk": Guarded("editor", review.guard_answer),
    "rr": Guarded("editor", review.guard_refusal),
    "rw": Guarded("editor", review.ask_right_answer),
    "rh": Guarded("editor", review.handle_bad),
    "gl": Guarded("editor", review.turn_golden),
    "gq": Guarded("editor", review.show_one_golden),
    "gd": Guarded("admin", review.drop_golden),
    "va": Guarded("admin", vocabulary.ask_for_lines),
    "vf": Guarded("admin", vocabulary.find_words),
    "vs": Guarded("admin", vocabulary.save),
    "vx": Guarded("admin", vocabulary.leave),
    "bc": Guarded("admin", broadcasts.send),
    "bx": Guarded("admin", broadcasts.discard),
    "bs": Guarded("admin", broadcasts.stop),
    "bw": Guarded("admin", broadcasts.who),
    "au": Guarded("admin", people.turn_audit),
    "ac": Guarded("admin", people.export_audit),
}
STEPS: dict[str, Guarded[Step]] = {
    drafts.TITLE: Guarded("editor", drafts.retitle),
    people.PERSON: Guarded("owner", people.name_person),
    vocabulary.CHANGE: Guarded("admin", vocabulary.write_lines),
    broadcasts.TEXT: Guarded("admin", broadcasts.write),
    review.RIGHT_ANSWER: Guarded("editor", review.write_right_answer),
}
FORWARDS = frozenset({people.PERSON})  # steps that a message forwarded from a person, or a contact, answers too


def command(name: str) -> Command:
    """The handler of an admin command: it runs for those who may, and is no command for anybody else."""
    return _guarded(f"/{name}", COMMANDS[name], _no_such_command)


def upload(name: str) -> Command:
    """The handler of files that admins send; others are thanked and told that files cannot be read."""
    return _guarded(name, UPLOADS[name], _no_files)


def unlike_others(name: str, otherwise: Command) -> Command:
    """The handler of what is a document from somebody at the desk, and something harmless from everybody else."""

    async def run(update: Update, context: Context) -> None:
        guarded = UPLOADS[name]
        is_document = may(await _role(update, context), guarded.least)
        await (guarded.run if is_document else otherwise)(update, context)

    return run


async def introduce(bot: ExtBot[int], services: Services) -> None:
    """Everybody at the desk finds the commands of their role in Telegram's menu."""
    people = {one.user_id for one in await services.read(roles.holders)} | services.settings.admins
    for user_id in sorted(people):
        language = (await services.preferences(user_id)).language
        await introduction.introduce_to(bot, user_id, language, await services.role(user_id))


async def on_tap(tapped: Tapped, verb: str, args: list[str]) -> None:
    """Do what a button of the desk says, if whoever tapped may."""
    deed = TAPS[verb]
    if await _lets_in(tapped.update, tapped.context, deed.least, f"button {verb}"):
        await deed.run(tapped, args)
    elif await _role(tapped.update, tapped.context) is not None:
        await tapped.tap.answer(tapped.texts.desk_above)
    else:
        await tapped.tap.answer(tapped.texts.gone_button)


async def on_message(update: Update, context: Context) -> None:
    """Take a message as the answer to a question of the desk, if it is one; nothing else is done with it then."""
    step = await _step(update, context)
    if step is None:
        return
    name, *args = step.split(":")
    deed = STEPS.get(name)
    if deed is None or not await _lets_in(update, context, deed.least, f"reply {name}"):
        return
    await deed.run(update, context, args)
    raise ApplicationHandlerStop


def _guarded(what: str, deed: Guarded[Command], refuse: Command) -> Command:
    async def run(update: Update, context: Context) -> None:
        if await _lets_in(update, context, deed.least, what):
            await deed.run(update, context)
        elif await _role(update, context) is not None:
            texts, _ = await texts_for(update, context)
            await say(update, context, texts.desk_above)
        else:
            await refuse(update, context)

    return run


async def _lets_in(update: Update, context: Context, least: Role, what: str) -> bool:
    """Whether whoever acts may do something; an attempt of somebody who may not is counted."""
    if may(await _role(update, context), least):
        return True
    services = context.services
    await services.write(roles.turn_away, what, now=services.clock())
    log.info("update %d: turned away from %s", update.update_id, what)
    return False


async def _role(update: Update, context: Context) -> Role | None:
    person = person_of(update)
    return None if person is None else await context.services.role(person.id)


async def _step(update: Update, context: Context) -> str | None:
    """The step that a message answers."""
    message, services = update.message, context.services
    if message is None or person_of(update) is None:
        return None
    asked = message.reply_to_message
    if asked is not None and asked.from_user is not None and asked.from_user.id == context.bot.id:
        return await services.read(prompts.step_of, message.chat_id, asked.message_id)
    if message.contact is not None or isinstance(message.forward_origin, MessageOriginUser | MessageOriginHiddenUser):
        step = await services.read(prompts.latest, message.chat_id, since=services.clock() - OPEN_SECONDS)
        return step if step is not None and step.split(":")[0] in FORWARDS else None
    return None


async def _no_such_command(update: Update, context: Context) -> None:
    texts, _ = await texts_for(update, context)
    await say(update, context, texts.unknown_command)


async def _no_files(update: Update, context: Context) -> None:
    texts, _ = await texts_for(update, context)
    await say(update, context, texts.not_admin)
