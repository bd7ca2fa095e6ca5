"""Further questions to tap: each was tried, and its answer comes from the article that it was made of."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from bot.newsroom import Newsroom
from retrieval.answer import suggest
from retrieval.types import Answer
from store.articles import generation
from store.models import Article

SHOWN = 3  # under one answer
TRIED = 10  # candidates of one article
KEPT = SHOWN + 2  # of one article, so that enough are left without the one just asked
ARTICLES_REMEMBERED = 2000
SURE = 0.6  # confidence of an answer that may be promised
WARMED = 24  # newest articles that are tried before anybody asks


@dataclass(frozen=True, slots=True)
class Tried:
    """A question, and the figure that answers it."""

    question: str
    figure: str


class Suggestions:
    """What was tried is remembered until the next publication, which may change any answer."""

    def __init__(self) -> None:
        self._lock = asyncio.Lock()  # one article is tried at a time, so that questions of readers come through
        self._generation = -1
        self._tried: dict[str, tuple[Tried, ...]] = {}

    def known(self, newsroom: Newsroom, found: Answer) -> tuple[str, ...] | None:
        """Questions to show under *found*; None if its article has not been tried yet. Blocks for a moment."""
        article_id = _article(found)
        if article_id is None:
            return ()
        self._renew(newsroom)
        tried = self._tried.get(article_id)
        return None if tried is None else _others(tried, found)

    async def find(self, newsroom: Newsroom, found: Answer) -> tuple[str, ...]:
        """Like `known`, but tries what has not been tried, which takes as long as some answers."""
        article_id = _article(found)
        if article_id is None:
            return ()
        async with self._lock:
            return _others(await asyncio.to_thread(self._tried_of, newsroom, article_id), found)

    async def warm(self, newsroom: Newsroom) -> None:
        """Try the questions of the newest articles before anybody asks."""
        for article in await asyncio.to_thread(newsroom.latest, WARMED):
            async with self._lock:
                await asyncio.to_thread(self._tried_of, newsroom, article.id)

    def _tried_of(self, newsroom: Newsroom, article_id: str) -> tuple[Tried, ...]:
        self._renew(newsroom)
        if article_id not in self._tried:
            if len(self._tried) >= ARTICLES_REMEMBERED:
                self._tried = {}
            article = newsroom.corpus.articles([article_id]).get(article_id)
            self._tried[article_id] = _try(newsroom, article) if article is not None else ()
        return self._tried[article_id]

    def _renew(self, newsroom: Newsroom) -> None:
        held = generation(newsroom.db())
        if held != self._generation:
            self._generation, self._tried = held, {}


def _try(newsroom: Newsroom, article: Article) -> tuple[Tried, ...]:
    good: dict[str, Tried] = {}  # by figure: two questions with one answer are one too many
    for question in suggest(article)[:TRIED]:
        answer = newsroom.ask(question)
        fact = answer.fact if answer.answered and answer.confidence >= SURE else None
        if fact is not None and fact.article_id == article.id:
            good.setdefault(fact.text, Tried(question, fact.text))
        if len(good) == KEPT:
            break
    return tuple(good.values())


def _article(found: Answer) -> str | None:
    """The article that answers; None for a refusal."""
    if not found.answered:
        return None
    if found.fact is not None:
        return found.fact.article_id
    return found.passages[0].article_id if found.passages else None


def _others(tried: Sequence[Tried], found: Answer) -> tuple[str, ...]:
    """Those that ask for something else than *found* answers."""
    said = found.fact.text if found.fact else None
    asked = {found.question, found.resolved}
    return tuple(one.question for one in tried if one.figure != said and one.question not in asked)[:SHOWN]
