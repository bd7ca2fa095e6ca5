"""From a question to ranked passages and the chance that they hold the answer."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

import rjieba

from retrieval.analysis import Analyzer, Segmenter, squeeze
from retrieval.candidates import Readings, find_candidates
from retrieval.cues import read_cues
from retrieval.ranking import Ranker, load_ranker
from retrieval.rarity import Rarity
from retrieval.spelling import Speller
from retrieval.steps import step
from retrieval.synonyms import Synonyms
from retrieval.types import Corpus, Index, Passage
from store.models import Article, Chunk


class Asking(Protocol):
    """What the search reads of a question."""

    @property
    def text(self) -> str:
        """The question, follow-ups resolved."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for a question."""

    passages: tuple[Passage, ...] = ()  # best first
    confidence: float = 0.0  # calibrated chance that the first passages hold the answer
    answered: bool = False  # confidence is at least the model's threshold
    missing: tuple[str, ...] = ()  # words of the question that no article holds
    among: int = 0  # chunks that were searched; 0 where one article was read


# Parts of speech as jieba marks them: nouns and names, nouns made of verbs, set phrases, foreign words, numbers.
_NAMING = ("n", "vn", "j", "l", "eng", "m")


class Searcher:
    """Ranks the passages of one index; safe to share between threads."""

    def __init__(
        self,
        index: Index,
        corpus: Corpus,
        *,
        segmenter: Segmenter = "rjieba",
        own: Collection[str] = (),
        synonyms: Synonyms | None = None,
        ranker: Ranker | None = None,
    ) -> None:
        """Search *index*, made with *segmenter* and *own* words, whose chunks *corpus* holds.

        By default with the synonyms of general Chinese and the learned ranker.
        """
        self._index = index
        self.readings = Readings(corpus)
        self._analyzer = Analyzer(segmenter, own)
        self._rarity = Rarity(index)
        self._synonyms = synonyms or Synonyms()
        self._speller = Speller(index, self._analyzer)
        self._ranker = ranker or load_ranker()

    def correct(self, text: str) -> str:
        """*text* with slips mended into words of the corpus, pinyin too; *text* itself where there are none."""
        return self._speller.correct(text)

    def alternatives(self, question: Asking) -> Mapping[str, tuple[str, ...]]:
        """The words of *question* that have synonyms, each with them."""
        return self._synonyms.of(question.text)

    def search(self, question: Asking, *, k: int = 10) -> Found:
        """At most *k* passages for *question*, best first, none if no word of it is found."""
        text = squeeze(question.text)
        terms = self._analyzer.question_terms(text)
        alternatives = self._synonyms.of(text)
        cues = read_cues(text, terms, self._rarity, alternatives)
        unknown = [word for word, known in zip(cues.words.items, cues.known, strict=True) if not known]
        query = self._analyzer.query(text, terms=terms, alternatives=alternatives)
        with step("search"):
            candidates = find_candidates(self._index, self.readings, query)
        missing: tuple[str, ...] = ()
        if unknown:
            # a word may stand in a headline alone, or be cut otherwise in the paper than in the question
            texts = {candidate.reading.whole for candidate in candidates}
            missing = tuple(
                word for word in names_in(text) if word in unknown and not any(word in whole for whole in texts)
            )
        if not candidates:
            return Found(missing=missing)
        with step("rank"):
            ranked = self._ranker.rank(cues, candidates)
        passages = tuple(
            passage_of(candidate.reading.article, candidate.chunk, score)
            for candidate, score in zip(ranked.candidates[:k], ranked.scores, strict=False)
        )
        answered = ranked.confidence >= self._ranker.threshold
        return Found(passages, ranked.confidence, answered, missing, len(self._index))


def names_in(text: str) -> list[str]:
    """The words of *text* that name something, as a refusal can say that no article mentions them."""
    return [word for word, tag in rjieba.tag(text) if len(word) > 1 and tag.startswith(_NAMING)]


def passage_of(article: Article, chunk: Chunk, score: float) -> Passage:
    """*chunk* of *article* as it is quoted to a reader."""
    return Passage(chunk.id, article.id, article.headline, chunk.text, chunk.start, chunk.end, score, article.date)
