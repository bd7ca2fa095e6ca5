"""What the ranker's features look for at once is what a search for each thing finds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from retrieval.features import held

CHARACTERS = "甲乙丙丁戊ab1%·\U00020000\ud800 。"
texts = st.lists(st.text(CHARACTERS, max_size=12), min_size=1, max_size=8)
items = st.lists(st.text(CHARACTERS, min_size=1, max_size=4), min_size=1, unique=True)


@given(texts, items)
def test_held(texts: list[str], items: list[str]) -> None:
    """Each item in each text, whatever it is; none across two."""
    lines = [*texts, ""]
    assert held(items, lines).tolist() == [[item in line for item in items] for line in lines]
