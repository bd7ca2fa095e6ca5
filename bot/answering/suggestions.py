"""Further questions to tap: each was tried, and its answer comes from the article that it was made of."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering.newsroom import Newsroom
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
        self._tried: dict[str, tuple[int, tuple[Tried, ...]]] = {}  # by article, with the generation it holds for

    def known(self, newsroom: Newsroom, found: Answer) -> tuple[str, ...] | None:
        """Questions to show under *found*; None if its article has not been tried yet. Blocks for a moment."""
        article_id = _article(found)
        if article_id is None:
            return ()
        held, tried = self._tried.get(article_id, (-1, ()))
        return _others(tried, found) if held == generation(newsroom.db()) else None

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
        now = generation(newsroom.db())
        held, tried = self._tried.get(article_id, (-1, ()))
        if held != now:
            article = newsroom.corpus.articles([article_id]).get(article_id)
            tried = _try(newsroom, article) if article is not None else ()
            if len(self._tried) >= ARTICLES_REMEMBERED:
                self._tried.clear()
            self._tried[article_id] = now, tried
        return tried


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
