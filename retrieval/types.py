"""Records and protocols of retrieval: what goes in, what comes out, and what the caller provides."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, Protocol

from store.models import Article, Chunk

AnswerKind = Literal[
    "number", "percent", "money", "date", "duration", "range", "rank", "person", "place", "org", "title", "list"
]
Difference = Literal["earlier", "later", "period", "scope", "contradiction"]
Value = float | int | str | tuple[float, float] | None


class Hit(NamedTuple):
    """A chunk that matches a query, and how well; a tuple, for a question has hundreds."""

    chunk_id: int
    score: float


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure or name read from an article, with its proof."""

    article_id: str
    subject: str  # whose figure it is, inherited across a list; "" if the sentence names none
    measure: str  # what is counted or measured: 占比, 同比增长, 大棚
    kind: AnswerKind
    text: str  # as printed
    value: Value  # base units; ISO 8601 for dates; (low, high) for ranges; None for names
    unit: str | None
    period: str | None  # ISO, or a span a/b; None if the text names none
    approximate: bool
    evidence: str  # exact substring of Article.body
    start: int  # of *text*, characters into Article.body
    end: int  # exclusive


@dataclass(frozen=True, slots=True)
class Told:
    """What another article tells instead of the answer."""

    text: str  # the figure as printed
    article_id: str
    title: str
    date: str | None  # of the article
    why: Difference  # earlier or later: a report of another day; period, scope: of another time or thing


@dataclass(frozen=True, slots=True)
class FactAnswer:
    """The templated answer: the contract's `answer` object and what a sentence needs besides."""

    kind: AnswerKind
    text: str
    value: Value
    unit: str | None
    approximate: bool
    evidence: str  # exact substring of the passage it comes from
    article_id: str
    subject: str = ""
    measure: str = ""
    period: str | None = None
    note: str | None = None  # e.g. how it was compared or corrected; plain Chinese
    others: tuple[Told, ...] = ()  # newest first


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk as it is quoted to a reader."""

    chunk_id: int
    article_id: str
    title: str
    text: str  # at most 200 characters
    start: int  # characters into Article.body
    end: int
    score: float
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found for a question. `answered` False: the corpus does not hold it, the passages are only near."""

    question: str  # as asked
    answered: bool
    confidence: float  # 0..1, calibrated
    fact: FactAnswer | None
    passages: tuple[Passage, ...]  # best first, at most ten
    resolved: str | None = None  # the question as understood, where that differs from what was asked
    missing: tuple[str, ...] = ()  # words of the question that no article holds (for a refusal)


@dataclass(frozen=True, slots=True)
class Context:
    """What a follow-up question refers to: the last exchange of a chat."""

    question: str  # resolved
    article_ids: tuple[str, ...] = ()  # of the answer, best first
    chunk_ids: tuple[int, ...] = ()
    fact: FactAnswer | None = None
    asked_at: float = 0.0  # Unix seconds


class Corpus(Protocol):
    """What retrieval reads of the store; the newsroom provides it."""

    def holding(self, chunk_ids: Sequence[int]) -> list[tuple[Article, list[Chunk]]]:
        """The articles that these chunks are of, each once, with all their chunks in printed order.

        Chunks that are gone are left out.
        """


@dataclass(frozen=True, slots=True)
class Query:
    """Weighted terms for the index; made by analysis, never by hand."""

    terms: Mapping[str, float]
    characters: Mapping[str, float] = field(default_factory=dict)
    date: str | None = None  # ISO prefix that the question names
    fields: Mapping[str, float] = field(default_factory=dict)  # weight per index field; {} = the index's own


class ArticleHit(NamedTuple):
    """An article that matches a query as a whole, and how well."""

    first: int  # id of its first chunk
    last: int  # id of its last chunk, inclusive
    score: float


class Index(Protocol):
    """A search engine over chunks. One writer; many concurrent readers."""

    @property
    def generation(self) -> int:
        """The store generation that is searchable; 0 for an empty index."""

    def update(
        self, *, remove: Collection[str], add: Iterable[tuple[Article, Sequence[Chunk]]], generation: int
    ) -> None:
        """Take out the articles *remove*, put in *add*, in one commit that carries *generation*."""

    def search(self, query: Query, *, k: int = 10) -> list[Hit]:
        """At most *k* hits, best first, ties by chunk id; ``[]`` if no term matches."""

    def search_chunks(self, query: Query, *, k: int) -> list[Hit]:
        """Like `search`, by the chunks' own fields alone."""

    def search_articles(self, query: Query, *, k: int) -> list[ArticleHit]:
        """At most *k* articles by their whole text, best first."""

    def document_frequency(self, term: str) -> int:
        """How many chunks hold *term*."""

    def words_from(self, prefix: str) -> list[tuple[str, int]]:
        """The terms that begin with *prefix*, commonest first, and how many chunks hold each."""

    def __len__(self) -> int:
        """How many chunks are searchable."""

    def close(self) -> None:
        """Release files and threads."""
