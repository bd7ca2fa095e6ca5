"""Boosted regression trees scored with numpy alone: learned elsewhere, kept as arrays in one small file.

Each row is tested against every node of every tree at once. A node whose test fails strikes out the leaves on its
left; the leftmost leaf that no node struck out is the row's leaf (Lucchese et al., QuickScorer, SIGIR 2015).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

LEAVES = 16  # at most, of a tree: one bit each


@dataclass(frozen=True, slots=True)
class _Nodes:
    """The nodes of all trees as `scores` goes through them: the first of every tree, then the second of every tree …

    There are as many of each as the largest tree has.
    """

    features: npt.NDArray[np.intp]
    thresholds: npt.NDArray[np.float64]
    struck: npt.NDArray[np.uint16]  # the leaves that a row loses whose value exceeds the threshold
    trees: npt.NDArray[np.intp]  # where the leaves of each tree begin in *values*
    values: npt.NDArray[np.float64]  # of all leaves


@dataclass(frozen=True)
class Trees:
    """A sum of trees over named features."""

    names: tuple[str, ...]  # of the columns, in the order that the trees count them
    features: npt.NDArray[np.int16]  # column tested by each node, LEAVES - 1 nodes a tree, one tree after the other
    thresholds: npt.NDArray[np.float64]  # a row goes left where its value is at most this; padding: infinity
    masks: npt.NDArray[np.uint16]  # the leaves that stay where the test fails; bit 0 is the leftmost leaf
    values: npt.NDArray[np.float64]  # of the leaves: tree by leaf

    def scores(self, rows: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """The sum of all trees for each row; columns as in *names*."""
        nodes = self._nodes
        exceeded = rows.take(nodes.features, axis=1) > nodes.thresholds
        struck = exceeded.view(np.uint8) * nodes.struck
        closed = np.bitwise_or.reduce(struck.reshape(len(rows), -1, len(nodes.trees)), axis=1)
        leaves = _lowest_bits().take(~closed) + nodes.trees
        total: npt.NDArray[np.float64] = nodes.values.take(leaves).sum(axis=1)
        return total

    @cached_property
    def _nodes(self) -> _Nodes:
        count = len(self.values)
        used = np.isfinite(self.thresholds).reshape(count, -1).any(axis=0)  # padding is behind the nodes of each tree
        order = np.arange(count * (LEAVES - 1)).reshape(count, -1).T[used].ravel()
        return _Nodes(
            features=self.features[order].astype(np.intp),
            thresholds=self.thresholds[order],
            struck=~self.masks[order],
            trees=LEAVES * np.arange(count),
            values=self.values.ravel(),
        )

    def arrays(self, prefix: str) -> dict[str, npt.NDArray[Any]]:
        """What `from_arrays` reads, for `numpy.savez`."""
        return {
            f"{prefix}_names": np.array(self.names),
            f"{prefix}_features": self.features,
            f"{prefix}_thresholds": self.thresholds,
            f"{prefix}_masks": self.masks,
            f"{prefix}_values": self.values.astype(np.float32),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, npt.NDArray[Any]], prefix: str) -> Trees:
        """The trees kept under *prefix*. Raises KeyError if there are none."""
        return cls(
            names=tuple(str(name) for name in arrays[f"{prefix}_names"]),
            features=arrays[f"{prefix}_features"],
            thresholds=arrays[f"{prefix}_thresholds"],
            masks=arrays[f"{prefix}_masks"],
            values=arrays[f"{prefix}_values"].astype(np.float64),
        )

    @classmethod
    def from_dump(cls, dump: Mapping[str, Any]) -> Trees:
        """The trees of LightGBM's `Booster.dump_model()`, learned with `use_missing=False` and up to LEAVES leaves."""
        trees = dump["tree_info"]
        shape = (len(trees), LEAVES - 1)
        features, masks = np.zeros(shape, np.int16), np.full(shape, 0xFFFF, np.uint16)
        thresholds, values = np.full(shape, np.inf), np.zeros((len(trees), LEAVES))
        for row, tree in enumerate(trees):
            leaves: list[float] = []
            nodes: list[tuple[int, float, int]] = []
            _walk(tree["tree_structure"], leaves, nodes)
            values[row, : len(leaves)] = leaves
            for place, (feature, threshold, mask) in enumerate(nodes):
                features[row, place], thresholds[row, place], masks[row, place] = feature, threshold, mask
        return cls(tuple(dump["feature_names"]), features.ravel(), thresholds.ravel(), masks.ravel(), values)


def _walk(node: Mapping[str, Any], leaves: list[float], nodes: list[tuple[int, float, int]]) -> None:
    """Collect leaves from left to right, and each node's feature, threshold and mask."""
    if "leaf_value" in node:
        leaves.append(node["leaf_value"])
        return
    first = len(leaves)
    _walk(node["left_child"], leaves, nodes)
    struck = sum(1 << leaf for leaf in range(first, len(leaves)))
    nodes.append((node["split_feature"], node["threshold"], 0xFFFF & ~struck))
    _walk(node["right_child"], leaves, nodes)


@cache
def _lowest_bits() -> npt.NDArray[np.intp]:
    """For every set of leaves the leftmost one."""
    sets = np.arange(1 << LEAVES, dtype=np.uint32)
    lowest = np.zeros(len(sets), np.intp)
    lowest[1:] = np.log2(sets[1:] & -sets[1:].astype(np.int64))
    return lowest
