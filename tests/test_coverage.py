"""What the ranker's features look for at once is what a search for each thing finds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from retrieval.features import held

CHARACTERS = "甲乙丙丁戊ab1%·\U00020000\ud800 。"
texts = st.lists(st.text(CHARACTERS, max_size=12), min_size=1, max_size=8)
characters = st.lists(st.text(CHARACTERS, min_size=1, max_size=1), min_size=1, unique=True)
pairs = st.lists(st.text(CHARACTERS, min_size=2, max_size=2), min_size=1, unique=True)


@given(texts, characters, pairs)
def test_characters_and_pairs(texts: list[str], characters: list[str], pairs: list[str]) -> None:
    """Each character in each text, whatever it is; each pair within a text, none across two."""
    lines = [*texts, ""]
    for items, found in zip((characters, pairs), held(characters, pairs, lines), strict=True):
        assert found.tolist() == [[item in line for item in items] for line in lines]
