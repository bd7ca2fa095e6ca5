"""The chance that the first passages hold the answer, from what the ranker saw and what the question asks in vain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from retrieval.candidates import Candidate
from retrieval.cues import Cues, Floats
from retrieval.trees import Trees

SHOWN = 3  # the confidence is the chance that one of so many first passages holds the answer

# Features of the first passage that tell whether it answers, and those of which the best of the first SHOWN counts.
FIRST = (
    "words", "pairs", "characters", "words_near", "pairs_near", "words_before", "words_article", "pairs_article",
    "words_headline", "words_with_headline", "pairs_with_headline", "words_new", "pairs_new", "words_new_share",
    "words_missing_in_article", "pairs_missing_in_article", "rarest_missing", "rarest_held", "run_share", "runs_share",
    "slot_left", "slot_right", "answers", "answer_to_word", "figures", "figure_to_word", "span", "disorder",
    "first_word", "numbers", "numbers_article", "noun", "length", "density", "opening",
)  # fmt: skip
BEST = ("words", "pairs", "runs_share", "words_near", "pairs_article", "answers", "slot", "numbers")


@dataclass(frozen=True, slots=True)
class Calibration:
    """Raw scores and the chances that they turned out to mean; straight lines in between."""

    raw: npt.NDArray[np.float64]  # ascending
    chance: npt.NDArray[np.float64]

    def __call__(self, raw: float) -> float:
        return float(np.interp(raw, self.raw, self.chance))


@dataclass(frozen=True, slots=True)
class Confidence:
    """A learned judge of a ranking."""

    trees: Trees
    calibration: Calibration
    threshold: float  # below this chance a question counts as unanswered

    def of(self, signals: Mapping[str, float]) -> float:
        """The chance, 0 to 1, that one of the first SHOWN passages holds the answer."""
        row = np.array([[signals[name] for name in self.trees.names]])
        return self.calibration(float(self.trees.scores(row)[0]))

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, npt.NDArray[Any]]) -> Confidence:
        """The judge kept in a model file. Raises KeyError if there is none."""
        return cls(
            Trees.from_arrays(arrays, "confidence"),
            Calibration(arrays["calibration_raw"], arrays["calibration_chance"]),
            float(arrays["threshold"]),
        )


def signals(
    cues: Cues,
    columns: Mapping[str, Floats],
    ranked: Sequence[Candidate],
    order: Sequence[int],
    scores: Floats,
) -> dict[str, float]:
    """What tells an answered question from one asked in vain.

    *ranked* are the candidates best first, *order* their rows in *columns*, *scores* theirs, descending.
    """
    first, shown = order[0], order[:SHOWN]
    found = {f"first_{name}": float(columns[name][first]) for name in FIRST}
    found |= {f"best_{name}": float(columns[name][shown].max()) for name in BEST}
    reading = ranked[0].reading
    others = [score for score, candidate in zip(scores, ranked, strict=True) if candidate.reading is not reading]
    unknown = ~np.array(cues.known)
    weights = cues.words.weights
    found |= {
        "score": float(scores[0]),
        "lead": float(scores[0] - scores[1]) if len(scores) > 1 else NO_RIVAL,
        "lead_over_articles": float(scores[0] - max(others)) if others else NO_RIVAL,
        "lead_over_mean": float(scores[0] - scores[1:10].mean()) if len(scores) > 1 else NO_RIVAL,
        "same_article": float(sum(candidate.reading is reading for candidate in ranked[:SHOWN])),
        "unknown_share": float(weights[unknown].sum() / weights.sum()),
        "rarest_unknown": float((weights * unknown).max()),
        "gap_in_article": _gap(cues, reading.whole),
        "gap_nearby": _gap(cues, _nearby(ranked[0])),
        "gap_in_corpus": float(max((len(w) for w, u in zip(cues.words.items, unknown, strict=True) if u), default=0)),
        "kind": float(cues.kind),
        "question_length": float(len(cues.text)),
        "question_words": float(len(cues.words.items)),
        "question_weight": float(weights.sum()),
    }
    return found


NO_RIVAL = 10.0  # the lead of an only candidate


def _nearby(candidate: Candidate) -> str:
    """The passage, the ones before and after it, and the headline."""
    texts, place = candidate.reading.texts, candidate.place
    return "\n".join([candidate.reading.headline, *texts[max(0, place - 1) : place + 2]])


def _gap(cues: Cues, text: str) -> float:
    """How many characters in a row the question says that *text* does not, pair by pair: a name, a qualifier."""
    longest = current = 0
    content = cues.content
    for start in range(len(content) - 1):
        current = 0 if content[start : start + 2] in text else current + 1
        longest = max(longest, current)
    return float(longest)
