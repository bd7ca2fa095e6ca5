"""/synonyms and /words: shown, changed by a reply, tried on the golden questions before they are saved."""

from __future__ import annotations

import asyncio

from sqlite_utils import Database
from telegram import Update

from bot.answering import vocabulary
from bot.answering.vocabulary import FILES, BadLine, Change, Kind
from bot.desk import vocabulary as screen
from bot.desk.texts import DESK
from bot.handlers.prompting import ask
from bot.handlers.tapped import Stale, Tapped, small
from bot.outgoing.sending import say, typing
from bot.services import Context, Services, texts_for
from bot.texts import Language
from bot.trials import effects
from bot.words.markup import Reply, clip, escape
from retrieval.coinages import coinages
from retrieval.synonyms import general_table
from store import audit, proposals

CHANGE = "vocabulary"  # the step in which lines are written, and the kind of proposal made of them


async def synonyms(update: Update, context: Context) -> None:
    """The synonyms that the desk added."""
    _, language = await texts_for(update, context)
    await say(update, context, await asyncio.to_thread(_listing, context.services, "synonyms", language))


async def words(update: Update, context: Context) -> None:
    """The words that the desk added."""
    _, language = await texts_for(update, context)
    await say(update, context, await asyncio.to_thread(_listing, context.services, "words", language))


async def ask_for_lines(tapped: Tapped, args: list[str]) -> None:
    """`va:kind`: which lines shall be added or taken out?"""
    kind, texts = _kind(args[0]), DESK[tapped.language]
    await tapped.tap.answer()
    asked = texts.synonyms_ask if kind == "synonyms" else texts.words_ask
    await ask(tapped.context, tapped.chat_id, asked, f"{CHANGE}:{kind}")


async def find_words(tapped: Tapped, args: list[str]) -> None:
    """`vf`: words that the paper has and the dictionary lacks, to choose from."""
    services, language = tapped.context.services, tapped.language
    await tapped.tap.answer()

    def run() -> list[tuple[str, int]]:
        return coinages(services.newsroom.articles(), vocabulary.words(services.settings.data))

    found = await services.apart(run)
    if found:
        await ask(tapped.context, tapped.chat_id, screen.coinages(found, language), f"{CHANGE}:words")
    else:
        await say(tapped.update, tapped.context, DESK[language].words_none_found)


async def write_lines(update: Update, context: Context, args: list[str]) -> None:
    """The lines were written: what they change, and what that does to the golden questions."""
    message, user, services = update.message, update.effective_user, context.services
    assert message is not None
    assert user is not None
    kind = _kind(args[0])
    _, language = await texts_for(update, context)
    texts, newsroom = DESK[language], services.newsroom
    try:
        held = await asyncio.to_thread(vocabulary.read, services.settings.data, kind)
        change = vocabulary.understand(kind, message.text or "", held)
    except BadLine as exc:
        line = escape(clip(exc.line, screen.LONGEST_LINE))
        await say(update, context, texts.vocabulary_bad.format(line=line))
        return
    if not change.added and not change.dropped:
        await say(update, context, texts.vocabulary_none_left)
        return
    async with typing(update, context):
        found = await services.apart(lambda: effects.effect(newsroom, kind, change))
    content = {"kind": kind, "added": change.added, "dropped": change.dropped}
    proposal = await services.write(proposals.make, CHANGE, content, by=user.id, now=services.clock())
    await say(update, context, screen.confirm(change, found, proposal, language))


async def save(tapped: Tapped, args: list[str]) -> None:
    """`vs:proposal`: save it."""
    services, texts = tapped.context.services, DESK[tapped.language]
    wanted = await services.write(_take, small(args[0]), by=tapped.user_id, now=services.clock())
    if wanted is None:
        raise Stale
    kind, change = wanted
    await tapped.tap.answer()
    await services.apart(lambda: effects.save(services.newsroom, kind, change))
    await tapped.show(Reply(texts.saved))


async def leave(tapped: Tapped, args: list[str]) -> None:
    """`vx:proposal`: do not."""
    if await tapped.context.services.write(proposals.take, small(args[0]), CHANGE) is None:
        raise Stale
    await tapped.show(Reply(DESK[tapped.language].unchanged))


def _listing(services: Services, kind: Kind, language: Language) -> Reply:
    return screen.listing(kind, vocabulary.read(services.settings.data, kind), general_table().groups, language)


def _take(db: Database, proposal: int, *, by: int, now: float) -> tuple[Kind, Change] | None:
    """What was proposed, and that it is saved is written down; None if it was decided before."""
    meant = proposals.take(db, proposal, CHANGE)
    if meant is None:
        return None
    change = Change(tuple(meant["added"]), tuple(meant["dropped"]))
    said = [*(f"+ {line}" for line in change.added), *(f"- {line}" for line in change.dropped)]
    kind = _kind(meant["kind"])
    audit.record(db, by, kind, "; ".join(said), now=now)
    return kind, change


def _kind(name: str) -> Kind:
    found = next((kind for kind in FILES if kind == name), None)
    if found is None:
        raise ValueError(name)
    return found
