"""Refused questions, answers that readers found bad, and the questions guarded: /unanswered, /review, /golden."""

from __future__ import annotations

import asyncio
import json
from functools import cache

from sqlite_utils import Database
from telegram import Update

from bot.desk import review as screen
from bot.desk.clusters import Cluster, cluster
from bot.desk.texts import DESK
from bot.handlers.prompting import ask
from bot.handlers.tapped import Stale, Tapped, small
from bot.outgoing.sending import say
from bot.services import Context, Services, texts_for
from bot.texts import Language
from bot.trials import golden as guard
from bot.words.markup import Reply, clip, escape
from retrieval.analysis import Analyzer
from store import audit, golden, questions
from store.golden import Golden
from store.questions import Asked

RIGHT_ANSWER = "right"  # the step in which the right answer to a question is written
LONGEST_RIGHT = 200  # characters of an answer written by hand

# Refused questions


async def unanswered(update: Update, context: Context) -> None:
    """What readers asked in vain, put together."""
    _, language = await texts_for(update, context)
    await say(update, context, screen.unanswered(await _clusters(context.services), 0, language))


async def turn_unanswered(tapped: Tapped, args: list[str]) -> None:
    """`ul:page`."""
    (page,) = map(small, args)
    await tapped.show(screen.unanswered(await _clusters(tapped.context.services), page, tapped.language))


async def show_cluster(tapped: Tapped, args: list[str]) -> None:
    """`uc:question:page`: the cluster that the question leads."""
    number, page = map(small, args)
    await tapped.show(screen.one_cluster(await _led_by(tapped.context.services, number), page, tapped.language))


async def handle_cluster(tapped: Tapped, args: list[str]) -> None:
    """`uh:question:page`: the desk has seen to a cluster."""
    number, page = map(small, args)
    services = tapped.context.services
    found = await _led_by(services, number)
    await services.write(questions.handle, [one.id for one in found.questions])
    await tapped.tap.answer(DESK[tapped.language].handled_done)
    await turn_unanswered(tapped, [str(page)])


async def guard_cluster(tapped: Tapped, args: list[str]) -> None:
    """`uk:question:page`: the refusal was right, and has to stay."""
    number, page = map(small, args)
    services = tapped.context.services
    found = await _led_by(services, number)
    ids = [one.id for one in found.questions]
    await services.write(_guard, found.leader.question, None, None, ids, by=tapped.user_id, now=services.clock())
    await tapped.tap.answer(DESK[tapped.language].kept)
    await turn_unanswered(tapped, [str(page)])


# Answers that readers found bad


async def review(update: Update, context: Context) -> None:
    """The oldest of them."""
    _, language = await texts_for(update, context)
    await say(update, context, await _review(context.services, 0, language))


async def turn_review(tapped: Tapped, args: list[str]) -> None:
    """`rv:place`: another of them."""
    (place,) = map(small, args)
    await tapped.show(await _review(tapped.context.services, place, tapped.language))


async def guard_answer(tapped: Tapped, args: list[str]) -> None:
    """`rk:question:place`: the answer is right, whatever the reader said, and has to stay."""
    number, place = map(small, args)
    services = tapped.context.services
    asked = await _asked(services, number)
    fact = json.loads(asked.fact) if asked.fact else None
    if fact is not None:
        answer, article_id = str(fact["text"]), str(fact["article_id"])
    else:
        found = await asyncio.to_thread(services.newsroom.ask, asked.question)
        if not found.passages or not found.answered:
            raise Stale
        answer, article_id = None, found.passages[0].article_id
    await _keep(tapped, asked, answer, article_id, place)


async def guard_refusal(tapped: Tapped, args: list[str]) -> None:
    """`rr:question:place`: the paper does not know, and must not pretend to."""
    number, place = map(small, args)
    await _keep(tapped, await _asked(tapped.context.services, number), None, None, place)


async def ask_right_answer(tapped: Tapped, args: list[str]) -> None:
    """`rw:question`: which answer is right?"""
    (number,) = map(small, args)
    asked = await _asked(tapped.context.services, number)
    await tapped.tap.answer()
    text = DESK[tapped.language].keep_ask.format(question=escape(clip(asked.question, screen.LONGEST_QUESTION)))
    await ask(tapped.context, tapped.chat_id, text, f"{RIGHT_ANSWER}:{number}")


async def write_right_answer(update: Update, context: Context, args: list[str]) -> None:
    """The right answer was written."""
    message, user, services = update.message, update.effective_user, context.services
    assert message is not None
    assert user is not None
    _, language = await texts_for(update, context)
    asked = await services.read(questions.get, small(args[0]))
    written = clip(message.text or "", LONGEST_RIGHT)
    if asked is None or not written:
        await say(update, context, DESK[language].keep_gone)
        return
    await services.write(_guard, asked.question, written, None, [asked.id], by=user.id, now=services.clock())
    await say(update, context, DESK[language].kept)


async def handle_bad(tapped: Tapped, args: list[str]) -> None:
    """`rh:question:place`: the desk has seen to it."""
    number, place = map(small, args)
    await tapped.context.services.write(questions.handle, [number])
    await tapped.tap.answer(DESK[tapped.language].handled_done)
    await turn_review(tapped, [str(place)])


# Guarded questions


async def show_golden(update: Update, context: Context) -> None:
    """All of them, each tried."""
    _, language = await texts_for(update, context)
    await say(update, context, await asyncio.to_thread(_golden, context.services, 0, language))


async def turn_golden(tapped: Tapped, args: list[str]) -> None:
    """`gl:page`."""
    (page,) = map(small, args)
    await tapped.show(await asyncio.to_thread(_golden, tapped.context.services, page, tapped.language))


async def show_one_golden(tapped: Tapped, args: list[str]) -> None:
    """`gq:golden:page`: one of them."""
    number, page = map(small, args)
    services = tapped.context.services

    def run() -> Reply | None:
        kept = golden.get(services.newsroom.db(), number)
        if kept is None:
            return None
        lost = guard.broken(services.newsroom.ask, [kept])
        return screen.one_golden(kept, lost[0] if lost else None, headline_of(services, kept), page, tapped.language)

    found = await asyncio.to_thread(run)
    if found is None:
        raise Stale
    await tapped.show(found)


async def drop_golden(tapped: Tapped, args: list[str]) -> None:
    """`gd:golden:page`: guard it no longer."""
    number, page = map(small, args)
    services = tapped.context.services
    if not await services.write(_drop, number, by=tapped.user_id, now=services.clock()):
        raise Stale
    await tapped.tap.answer(DESK[tapped.language].golden_dropped)
    await turn_golden(tapped, [str(page)])


def headline_of(services: Services, kept: Golden) -> str | None:
    """The headline of the article that a guarded question wants; None if it is not held. Blocks."""
    if kept.article_id is None:
        return None
    found = services.newsroom.corpus.articles([kept.article_id]).get(kept.article_id)
    return found.headline if found else None


def _golden(services: Services, page: int, language: Language) -> Reply:
    kept = golden.all_golden(services.newsroom.db())
    lost = {one.golden.id: one for one in guard.broken(services.newsroom.ask, kept)}
    return screen.golden(kept, lost, page, language)


async def _clusters(services: Services) -> list[Cluster]:
    return await services.read(lambda db: cluster(questions.refused(db), _terms().question_terms))


async def _led_by(services: Services, number: int) -> Cluster:
    found = next((one for one in await _clusters(services) if one.leader.id == number), None)
    if found is None:
        raise Stale
    return found


async def _review(services: Services, place: int, language: Language) -> Reply:
    queue = await services.read(questions.disliked)
    if not queue:
        return Reply(DESK[language].review_none)
    place = min(place, len(queue) - 1)
    asked = queue[place]
    answer = str(json.loads(asked.fact)["text"]) if asked.fact else None
    return screen.review(asked, answer, place, len(queue), language)


async def _asked(services: Services, number: int) -> Asked:
    found = await services.read(questions.get, number)
    if found is None:
        raise Stale
    return found


async def _keep(tapped: Tapped, asked: Asked, answer: str | None, article_id: str | None, place: int) -> None:
    services = tapped.context.services
    await services.write(
        _guard, asked.question, answer, article_id, [asked.id], by=tapped.user_id, now=services.clock()
    )
    await tapped.tap.answer(DESK[tapped.language].kept)
    await turn_review(tapped, [str(place)])


def _guard(
    db: Database, question: str, answer: str | None, article_id: str | None, seen: list[int], *, by: int, now: float
) -> None:
    golden.keep(db, question, answer=answer, article_id=article_id, by=by, now=now)
    questions.handle(db, seen)
    audit.record(db, by, "guard", question, now=now)


def _drop(db: Database, number: int, *, by: int, now: float) -> bool:
    kept = golden.get(db, number)
    if kept is None:
        return False
    golden.drop(db, number)
    audit.record(db, by, "unguard", kept.question, now=now)
    return True


@cache
def _terms() -> Analyzer:
    return Analyzer()
