"""The learned judge of mentions: the chance that one is what the question asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp
from pathlib import Path

import numpy as np

from retrieval.asked import Asked
from retrieval.binding import Binding
from retrieval.matching import FEATURES, measure
from retrieval.options import Option
from retrieval.trees import Trees

MODEL = Path(__file__).with_name("matcher.npz")


@dataclass(frozen=True, slots=True)
class Matcher:
    """Scores options for a question with the trees that `scripts/train_matcher.py` learned."""

    trees: Trees

    def chances(
        self, asked: Asked, options: Sequence[Option], bindings: Mapping[Option, Binding] | None = None
    ) -> list[float]:
        """The chance of each option, 0 to 1, in their order."""
        if not options:
            return []
        rows = np.array(measure(asked, options, bindings))
        return [1 / (1 + exp(-score)) for score in map(float, self.trees.scores(rows))]


@cache
def load_matcher(path: Path = MODEL) -> Matcher:
    """The model in *path*; it is part of the installation."""
    with np.load(path) as arrays:
        trees = Trees.from_arrays(arrays, "matcher")
    if trees.names != FEATURES:
        raise ValueError(f"{path.name} was learned over other features: run scripts/train_matcher.py")
    return Matcher(trees)
