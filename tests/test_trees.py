"""Boosted trees scored with numpy."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.trees import LEAVES, Trees

# One tree: a at most 1? then b at most 5? 10 : 20, else 30. Another: a leaf alone.
DUMP = {
    "feature_names": ["a", "b"],
    "tree_info": [
        {
            "tree_structure": {
                "split_feature": 0,
                "threshold": 1.0,
                "left_child": {
                    "split_feature": 1,
                    "threshold": 5.0,
                    "left_child": {"leaf_value": 10.0},
                    "right_child": {"leaf_value": 20.0},
                },
                "right_child": {"leaf_value": 30.0},
            }
        },
        {"tree_structure": {"leaf_value": 0.5}},
    ],
}


@pytest.mark.parametrize(("a", "b", "score"), [(0, 0, 10.5), (1, 5, 10.5), (1, 6, 20.5), (2, 0, 30.5), (2, 9, 30.5)])
def test_row_falls_into_its_leaf(a: float, b: float, score: float) -> None:
    """A value equal to the threshold goes left, as in LightGBM."""
    assert Trees.from_dump(DUMP).scores(np.array([[a, b]], dtype=float)).tolist() == [score]


def test_trees_survive_being_kept() -> None:
    """What is written to a model file scores like what was learned."""
    trees = Trees.from_dump(DUMP)
    again = Trees.from_arrays(trees.arrays("x"), "x")
    rows = np.array([[0.0, 0.0], [1.0, 6.0], [2.0, 0.0]])

    assert again.names == ("a", "b")
    assert again.scores(rows).tolist() == trees.scores(rows).tolist()


def test_other_prefix_is_no_model() -> None:
    """Asking for trees that a file does not hold says so."""
    with pytest.raises(KeyError):
        Trees.from_arrays(Trees.from_dump(DUMP).arrays("x"), "y")


def grown(depth: int) -> st.SearchStrategy[dict[str, Any]]:
    """Trees of up to 2 ** depth leaves over three features."""
    leaf = st.builds(lambda value: {"leaf_value": float(value)}, st.integers(-9, 9))
    if not depth:
        return leaf
    node = st.builds(
        lambda feature, threshold, left, right: {
            "split_feature": feature, "threshold": float(threshold), "left_child": left, "right_child": right
        },
        st.integers(0, 2), st.integers(-3, 3), grown(depth - 1), grown(depth - 1),
    )  # fmt: skip
    return leaf | node


def walked(node: dict[str, Any], row: list[int]) -> float:
    """The leaf that *row* falls into, step by step."""
    while "leaf_value" not in node:
        node = node["left_child" if row[node["split_feature"]] <= node["threshold"] else "right_child"]
    return float(node["leaf_value"])


@given(
    trees=st.lists(grown(4), min_size=1, max_size=3),
    rows=st.lists(st.lists(st.integers(-4, 4), min_size=3, max_size=3), min_size=1, max_size=5),
)
def test_scores_equal_a_walk_down_every_tree(trees: list[dict[str, Any]], rows: list[list[int]]) -> None:
    """All nodes at once give what following the branches one by one gives, up to LEAVES leaves."""
    assert LEAVES == 2**4
    dump = {"feature_names": ["a", "b", "c"], "tree_info": [{"tree_structure": tree} for tree in trees]}

    scores = Trees.from_dump(dump).scores(np.array(rows, dtype=float))
    assert scores.tolist() == [sum(walked(tree, row) for tree in trees) for row in rows]
