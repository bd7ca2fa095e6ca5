"""How answers are told, kept for whoever asks the same: readers of one paper ask alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.answering.newsroom import Newsroom
from bot.people.preferences import Preferences
from bot.words import replies
from bot.words.markup import Reply
from bot.words.pictures import picture_of
from bot.words.records import digest_of
from retrieval.types import Answer
from store.models import Article

KEPT = 1_000  # answers, some two KB each beside what `bot.answering.repeats` keeps of them


@dataclass(frozen=True, slots=True)
class Worded:
    """What every message of one answer shares."""

    text: str  # HTML
    digest: str  # of it
    drawn: bool  # whether its figure can be seen beside others


class Wordings:
    """Puts answers into words, each once for a state of the paper and a way to be told. Safe to share."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom
        self._of = lru_cache(KEPT)(self._worded)

    def __call__(
        self, found: Answer, generation: int, wanted: Preferences, username: str, *, by_button: bool = False
    ) -> Worded:
        """The words for *found* in the store's *generation*; *by_button* shows the question, which nobody typed."""
        return self._of(found, generation, wanted, username, by_button)

    def _worded(self, found: Answer, _generation: int, wanted: Preferences, username: str, by_button: bool) -> Worded:
        articles = self._newsroom.corpus.articles(sorted(replies.named_in(found)))
        text = replies.written(
            found,
            articles,
            language=wanted.language,
            username=username,
            ask=found.question if by_button else None,
            short=wanted.short,
        )
        return Worded(text, digest_of(Reply(text)), picture_of(found, articles) is not None)


def articles_of(newsroom: Newsroom, found: Answer) -> Mapping[str, Article]:
    """All articles that an answer cites, as far as they are still held."""
    ids = replies.named_in(found) | {passage.article_id for passage in found.passages}
    return newsroom.corpus.articles(sorted(ids))
