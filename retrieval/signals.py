"""What a ranking tells about itself: whether its first passages answer, or the question was asked in vain.

The question is laid over the passages word by word: what of it stands in the first one, around it, in its article, in
all that is shown, in one clause; which name or noun nobody prints; what is negated. Besides this the first passage's
own features count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import rjieba

from retrieval.analysis import ASKING, NAME_TAGS, stopwords
from retrieval.candidates import Candidate
from retrieval.cues import Cues, Floats
from retrieval.rarity import RARE, tables

SHOWN = 3  # the confidence is the chance that one of so many first passages holds the answer
NO_RIVAL = 10.0  # the lead of an only candidate
NONE = -1.0  # where there is no word next to the words that ask
PAIRED, LETTERED = 0.8, 0.4  # what a word counts whose pairs of characters, or characters alone, are all there
ALTERNATIVE = 0.7  # what a word counts of which only one that stands for it is there
ALONE = 0.6  # the rarity of a word of one character beside that of the character
FRESH = 0.5  # of a word of the passage: of what the question holds less than this it does not say

_CLAUSE_END = re.compile("[,。;!?、:\n]")
_NOUNS = frozenset(["n", "vn", "j", "l", "i", "an", "s"])  # parts of speech, as rjieba tags them
_BARE = frozenset("upcryeowxdfq")  # of words that tell nothing by themselves: prepositions, adverbs, measure words …
_NEGATION = re.compile(
    "从不|从未|从没|没有|不[再会能是需要用应该允许同属存包依可想知得]|无法|未能|未曾|尚未|并非|并不|非(?![洲常法凡])"
    "|不(?![同仅但过少断久管论])|没(?!收)|无(?!论|线)|避免|阻止|防止|禁止|拒绝|缺乏|缺少|停止|失去|除了|除.{1,12}(?:外|之外)"
    "|以外|失败|反对|否认|忽视|忽略|排除|废除|取消|终止|放弃|未"
)


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the question, and what counts for it too."""

    text: str
    tag: str
    start: int
    weight: float
    others: tuple[str, ...]

    def held(self, text: str) -> float:
        """How much of the word *text* holds, 0 to 1."""
        whole = _held(self.text, text)
        return max(whole, ALTERNATIVE) if whole < 1 and any(other in text for other in self.others) else whole


def signals(
    cues: Cues, columns: Mapping[str, Floats], ranked: Sequence[Candidate], order: Sequence[int], scores: Floats
) -> dict[str, float]:
    """What tells an answered question from one asked in vain, by name.

    *ranked* are the candidates best first, *order* their rows in *columns*, *scores* theirs, descending.
    """
    words = list(_words(cues))
    first = ranked[0]
    nearby = _nearby(first)
    texts = {
        "here": first.text,
        "nearby": nearby,
        "article": first.reading.whole,
        "shown": "\n".join([nearby, *map(_nearby, ranked[1:SHOWN])]),
    }
    return {
        **{f"first_{name}": float(column[order[0]]) for name, column in columns.items()},
        **_leads(ranked, scores),
        **_missing(cues, words, texts),
        **_clauses(cues, words, ranked[:SHOWN]),
        **_negated(cues.text, first.text),
        "joints": float(_joints(words, first.text)),
    }


def _words(cues: Cues) -> Iterator[_Word]:
    """The words of the question that tell, in order."""
    others = {cues.words.items[place]: found for place, found in cues.words.alternatives.items()}
    start = 0
    for word, tag in rjieba.tag(ASKING.sub(lambda match: "\n" * len(match.group()), cues.text)):
        if word[0].isalnum() and word not in stopwords():
            yield _Word(word, tag, start, _rarity(word), others.get(word, ()))
        start += len(word)


def _rarity(word: str) -> float:
    words, characters = tables()
    return words.get(word, characters.get(word, RARE) * ALONE if len(word) == 1 else RARE)


def _held(word: str, text: str) -> float:
    """How much of *word* the text holds, 0 to 1: all of it, or its pairs of characters, or characters alone."""
    if word in text:
        return 1.0
    if len(word) == 1:
        return 0.0
    pairs = sum(first + second in text for first, second in pairwise(word)) / (len(word) - 1)
    return max(PAIRED * pairs, LETTERED * sum(char in text for char in word) / len(word))


def _leads(ranked: Sequence[Candidate], scores: Floats) -> dict[str, float]:
    """How far the first passage is ahead: of the next, of other articles, of the field."""
    reading = ranked[0].reading
    others = [score for score, candidate in zip(scores, ranked, strict=True) if candidate.reading is not reading]
    alone = len(scores) == 1
    return {
        "score": float(scores[0]),
        "lead": NO_RIVAL if alone else float(scores[0] - scores[1]),
        "lead_over_articles": float(scores[0] - max(others)) if others else NO_RIVAL,
        "lead_over_mean": NO_RIVAL if alone else float(scores[0] - scores[1:10].mean()),
        "same_article": float(sum(candidate.reading is reading for candidate in ranked[:SHOWN])),
    }


def _missing(cues: Cues, words: Sequence[_Word], texts: Mapping[str, str]) -> dict[str, float]:
    """Of the question's words, what each of *texts* lacks: the share, the rarest one, the rarest name and noun."""
    weights = np.array([word.weight for word in words])
    names = np.array([word.tag in NAME_TAGS or word.text[0].isdigit() for word in words], dtype=bool)
    nouns = np.array([word.tag in _NOUNS for word in words], dtype=bool)
    found = {"question_words": float(len(words)), "question_weight": float(weights.mean()) if words else 0.0}
    lost = {}
    for name, text in texts.items():
        lost[name] = weights * [1 - word.held(text) for word in words]
        found[f"missing_{name}"] = float(lost[name].sum() / (weights.sum() or 1.0))
        found[f"rarest_missing_{name}"] = float(lost[name].max(initial=0.0))
        found[f"name_missing_{name}"] = float((lost[name] * names).max(initial=0.0))
        found[f"noun_missing_{name}"] = float((lost[name] * nouns).max(initial=0.0))
    # the words next to the words that ask say what is asked for
    asking = ASKING.search(cues.text)
    begin, end = asking.span() if asking else (-1, len(cues.text))
    behind = next((place for place, word in enumerate(words) if word.start >= end), None)
    ahead = next((p for p in reversed(range(len(words))) if words[p].start + len(words[p].text) <= begin), None)
    for side, place in (("ahead", ahead), ("behind", behind)):
        for name in ("here", "nearby"):
            found[f"asked_{side}_{name}"] = NONE if place is None else float(lost[name][place])
    return found


def _clauses(cues: Cues, words: Sequence[_Word], shown: Sequence[Candidate]) -> dict[str, float]:
    """How much of the question the best clause holds, the best two in a row, and what that clause has besides."""
    total = sum(word.weight for word in words) or 1.0
    best, best_two, best_clause = 0.0, 0.0, ""
    for candidate in shown:
        clauses = [clause for clause in _CLAUSE_END.split(candidate.text) if clause]
        held = [[_held(word.text, clause) for word in words] for clause in clauses]
        for place, clause in enumerate(clauses):
            share = _share(words, held[place]) / total
            if share > best:
                best, best_clause = share, clause
            both = map(max, held[place], held[min(place + 1, len(held) - 1)])
            best_two = max(best_two, _share(words, both) / total)
    told = [
        word
        for word, tag in rjieba.tag(best_clause)
        if word[0].isalnum() and word not in stopwords() and tag[0] not in _BARE
    ]
    fresh = [word for word in told if _held(word, cues.text) < FRESH]
    return {
        "clause": best,
        "two_clauses": best_two,
        "clause_asked": 1 - sum(map(_rarity, fresh)) / (sum(map(_rarity, told)) or 1.0),
        "clause_new": float(sum(map(len, fresh))),
    }


def _share(words: Sequence[_Word], held: Iterable[float]) -> float:
    return sum(word.weight * part for word, part in zip(words, held, strict=True))


def _negated(question: str, text: str) -> dict[str, float]:
    """What the question negates and the passage does not, or the other way round."""
    asked, told = set(_NEGATION.findall(question)), set(_NEGATION.findall(text))
    return {
        "negation_asked": float(bool(asked)),
        "negation_lost": float(bool(asked) and not asked & told),
        "negation_told": float(bool(told) and not asked),
    }


def _joints(words: Sequence[_Word], text: str) -> int:
    """How many neighbouring words of the question stand side by side in *text* too."""
    return sum(first.text + second.text in text for first, second in pairwise(words))


def _nearby(candidate: Candidate) -> str:
    """The passage, the ones before and after it, and the headline."""
    texts, place = candidate.reading.texts, candidate.place
    return "\n".join([candidate.reading.headline, *texts[max(0, place - 1) : place + 2]])
