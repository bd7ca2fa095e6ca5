"""The chance that the first passages hold the answer: what the signals of a ranking have turned out to mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from retrieval.trees import Trees


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
        """The chance, 0 to 1, that one of the first passages that are shown holds the answer."""
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
