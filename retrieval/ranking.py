"""Hits to passages: the candidates ordered by learned trees over readable features, and how sure that order is."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from retrieval.candidates import Candidate
from retrieval.confidence import Confidence
from retrieval.cues import Cues
from retrieval.features import columns_of
from retrieval.signals import signals
from retrieval.trees import Trees

MODEL = Path(__file__).with_name("ranker.npz")  # learned by scripts/train_ranker.py
FALLBACK_THRESHOLD = 0.6  # of the share of the question's words, where there is no model

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ranked:
    """Candidates best first, their scores, and the chance that the first ones answer."""

    candidates: tuple[Candidate, ...]
    scores: tuple[float, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Ranker:
    """Orders the candidates of a question; with the model, or by the plain weighted sum."""

    trees: Trees | None = None
    confidence: Confidence | None = None

    @property
    def threshold(self) -> float:
        """The confidence from which on a question counts as answered."""
        return self.confidence.threshold if self.confidence else FALLBACK_THRESHOLD

    def rank(self, cues: Cues, candidates: Sequence[Candidate]) -> Ranked:
        """Order *candidates*, of which there is at least one, for the question of *cues*."""
        columns = columns_of(cues, candidates)
        if self.trees is None:
            raw = np.array([candidate.score for candidate in candidates])
        else:
            raw = self.trees.scores(np.array([columns[name] for name in self.trees.names]).T)
        order = [int(row) for row in np.argsort(-raw, kind="stable")]
        ranked = tuple(candidates[row] for row in order)
        scores = raw[order]
        if self.confidence is None:
            chance = float(columns["words_article"][order[0]])
        else:
            chance = self.confidence.of(signals(cues, columns, ranked, order, scores))
        return Ranked(ranked, tuple(map(float, scores)), chance)


@cache
def load_ranker(path: Path = MODEL) -> Ranker:
    """The model in *path*; without one, the plain weighted sum, which the log says."""
    try:
        with path.open("rb") as file, np.load(file) as arrays:
            return Ranker(Trees.from_arrays(arrays, "ranker"), Confidence.from_arrays(arrays))
    except (OSError, KeyError, ValueError, BadZipFile) as exc:
        log.warning("no ranker in %s (%s): passages are ordered by the plain weighted sum", path.name, exc)
        return Ranker()
