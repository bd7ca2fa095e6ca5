"""How often a question's words are in the texts that a cluster gives."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from retrieval.index.oceanbase_search import _Lines

WORDS = st.sampled_from(["大", "大棚", "棚", "大大", "a", "aa", "46_3__", "𠮷", "𠮷野家"])
LINES = st.lists(st.lists(WORDS, max_size=6), min_size=1, max_size=4)


@given(st.lists(LINES, min_size=1, max_size=4), st.lists(WORDS, max_size=5, unique=True))
def test_words_are_counted_line_by_line(texts: list[list[list[str]]], words: list[str]) -> None:
    """Whole words only, side by side too, at either end of a line, and in none of the lines beside."""
    lines = _Lines(["\n".join(" ".join(line) for line in text) for text in texts])

    expected = [[line.count(word) for text in texts for line in text] for word in words]
    assert lines.times([f" {word} " for word in words]).tolist() == expected


@given(st.lists(st.text(alphabet="大棚a𠮷", max_size=6), min_size=1, max_size=5))
def test_characters_are_counted_line_by_line(lines: list[str]) -> None:
    """Characters beyond the basic plane are one each, and empty lines are lines."""
    counted = _Lines(lines)

    assert counted.lengths.tolist() == [len(line) for line in lines]
    assert counted.times("大𠮷").tolist() == [[line.count(char) for line in lines] for char in "大𠮷"]
