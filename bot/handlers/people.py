"""The people of the desk and their deeds: /admins and /audit."""

from __future__ import annotations

from contextlib import suppress

from sqlite_utils import Database
from telegram import Message, MessageOriginUser, Update
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.desk import people
from bot.desk.texts import DESK
from bot.handlers.prompting import ask
from bot.handlers.tapped import Stale, Tapped, small
from bot.outgoing import introduction
from bot.outgoing.attachments import send_document
from bot.outgoing.sending import say
from bot.services import Context, Services, texts_for
from bot.texts import Language
from bot.wire.limits import BROADCAST
from bot.words.markup import Reply
from store import audit, proposals, roles

PERSON = "person"  # the step in which somebody is named, and the proposals made of it


async def admins(update: Update, context: Context) -> None:
    """The people of the desk; with a number behind it, a role for that person."""
    _, language = await texts_for(update, context)
    if context.args:
        await say(update, context, await _named(update, context, context.args[0], None))
    else:
        await say(update, context, await _everybody(context.services, language))


async def show_everybody(tapped: Tapped, args: list[str]) -> None:
    """`pl`: the list again."""
    await tapped.show(await _everybody(tapped.context.services, tapped.language))


async def ask_for_person(tapped: Tapped, args: list[str]) -> None:
    """`pa`: who shall be added?"""
    await tapped.tap.answer()
    await ask(tapped.context, tapped.chat_id, DESK[tapped.language].people_ask, PERSON)


async def name_person(update: Update, context: Context, args: list[str]) -> None:
    """Somebody was named: by a message of theirs that was forwarded, by their contact, or by number."""
    message = update.message
    assert message is not None
    origin = message.forward_origin
    if isinstance(origin, MessageOriginUser) and not origin.sender_user.is_bot:
        number, name = str(origin.sender_user.id), origin.sender_user.full_name
    elif message.contact is not None:
        contact = message.contact
        number, name = str(contact.user_id or ""), f"{contact.first_name} {contact.last_name or ''}".strip()
    else:
        number, name = _typed(message), None
    await say(update, context, await _named(update, context, number, name))


async def show_person(tapped: Tapped, args: list[str]) -> None:
    """`pp:person`: somebody's role, and what can be made of it."""
    (user_id,) = map(small, args)
    services = tapped.context.services
    found = await services.read(roles.holder, user_id)
    if found is None:
        raise Stale
    proposal = await _propose(services, found.user_id, found.name, by=tapped.user_id)
    await tapped.show(people.person(found, proposal, services.settings.timezone, tapped.language))


async def confirm(tapped: Tapped, args: list[str]) -> None:
    """`pr:proposal:role`: shall it be so?"""
    proposal, role = small(args[0]), _role(args[1])
    meant = await tapped.context.services.read(proposals.look, proposal, PERSON)
    if meant is None:
        raise Stale
    await tapped.show(people.confirm(meant["id"], meant["name"], proposal, role, tapped.language))


async def decide(tapped: Tapped, args: list[str]) -> None:
    """`py:proposal:role`: it is so."""
    proposal, role = small(args[0]), _role(args[1])
    services = tapped.context.services
    done = await services.write(_decide, proposal, role, by=tapped.user_id, now=services.clock())
    if done is None:
        raise Stale
    user_id, name = done
    await tapped.show(people.decided(user_id, name, role, tapped.language))
    await _tell(tapped.context, user_id, role)


async def show_audit(update: Update, context: Context) -> None:
    """Who did what and when."""
    _, language = await texts_for(update, context)
    await say(update, context, await _audit(context.services, 0, language))


async def turn_audit(tapped: Tapped, args: list[str]) -> None:
    """`au:page`: another page of it."""
    (page,) = map(small, args)
    await tapped.show(await _audit(tapped.context.services, page, tapped.language))


async def export_audit(tapped: Tapped, args: list[str]) -> None:
    """`ac`: all of it as a table."""
    await tapped.tap.answer()
    services = tapped.context.services
    table = await services.read(lambda db: people.audit_csv(audit.entries(db), services.settings.timezone))
    await send_document(tapped.update, tapped.context, table, "audit.csv", DESK[tapped.language].audit_csv)


async def _named(update: Update, context: Context, number: str, name: str | None) -> Reply:
    """Asks which role somebody shall have, or says why there can be none. *name* None: Telegram may know it."""
    services, user = context.services, update.effective_user
    assert user is not None
    _, language = await texts_for(update, context)
    texts = DESK[language]
    if not (number.isascii() and number.isdigit() and 0 < len(number) <= 15 and int(number)):
        return Reply(texts.people_no_number)
    user_id = int(number)
    if user_id in services.settings.admins:
        return Reply(texts.people_fixed.format(id=user_id))
    name = name or await _name_of(context, user_id)
    return people.which_role(user_id, name, await _propose(services, user_id, name, by=user.id), language)


async def _name_of(context: Context, user_id: int) -> str:
    """What Telegram calls somebody; their number if they never wrote to the bot."""
    with suppress(TelegramError):
        chat = await context.bot.get_chat(user_id)
        return chat.full_name or str(user_id)
    return str(user_id)


async def _propose(services: Services, user_id: int, name: str, *, by: int) -> int:
    content = {"id": user_id, "name": name}
    return await services.write(proposals.make, PERSON, content, by=by, now=services.clock())


def _decide(db: Database, proposal: int, role: str, *, by: int, now: float) -> tuple[int, str] | None:
    """Do what was proposed, and write down who did; None if it was decided before."""
    meant = proposals.take(db, proposal, PERSON)
    if meant is None:
        return None
    user_id, name = int(meant["id"]), str(meant["name"])
    if role == people.NONE:
        roles.take(db, user_id)
        audit.record(db, by, "take role", f"{user_id} {name}", now=now)
    else:
        roles.give(db, user_id, people.ROLES[role], name=name, by=by, now=now)
        audit.record(db, by, "give role", f"{people.ROLES[role]} {user_id} {name}", now=now)
    return user_id, name


async def _tell(context: Context, user_id: int, role: str) -> None:
    """Somebody finds the commands of their role in the menu, and is told of it if the bot may write to them."""
    services = context.services
    language = (await services.preferences(user_id)).language
    await introduction.introduce_to(context.bot, user_id, language, await services.role(user_id))
    if role != people.NONE:
        text = DESK[language].people_you.format(role=DESK[language].roles[people.ROLES[role]])
        with suppress(TelegramError):  # who never wrote to the bot cannot be written to
            await context.bot.send_message(user_id, text, parse_mode=ParseMode.HTML, rate_limit_args=BROADCAST)


async def _everybody(services: Services, language: Language) -> Reply:
    return people.everybody(await services.read(roles.holders), services.settings.admins, language)


async def _audit(services: Services, page: int, language: Language) -> Reply:
    def run(db: Database) -> Reply:
        entries = audit.page(db, limit=people.AUDIT_PAGE, offset=page * people.AUDIT_PAGE)
        names = {one.user_id: one.name for one in roles.holders(db)}
        return people.audit(entries, names, page, audit.count(db), services.settings.timezone, language)

    return await services.read(run)


def _typed(message: Message) -> str:
    return (message.text or "").strip()


def _role(letter: str) -> str:
    if letter not in (*people.ROLES, people.NONE):
        raise ValueError(letter)
    return letter
