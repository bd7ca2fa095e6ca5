"""What the ranker's features look for at once is what a search for each thing finds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from retrieval.features import held, laid_out

CHARACTERS = "甲乙丙丁戊ab1%·\U00020000\ud800 。"
texts = st.lists(st.text(CHARACTERS, max_size=12), min_size=1, max_size=8)


@given(texts, st.lists(st.text(CHARACTERS, min_size=1, max_size=1), min_size=1, unique=True))
def test_characters(texts: list[str], items: list[str]) -> None:
    """Each character in each text, whatever it is."""
    assert held(items, *laid_out(texts), len(texts)).tolist() == [[item in text for item in items] for text in texts]


@given(texts, st.lists(st.text(CHARACTERS, min_size=2, max_size=2), min_size=1, unique=True))
def test_pairs(texts: list[str], items: list[str]) -> None:
    """Each pair within a text; none across two."""
    assert held(items, *laid_out(texts), len(texts)).tolist() == [[item in text for item in items] for text in texts]
