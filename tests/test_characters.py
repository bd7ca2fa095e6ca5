"""Characters replaced and set apart."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from retrieval.characters import BASIC, LONG, CharacterTable, spaced

TABLE = CharacterTable(
    "".join(chr(code).lower() if len(chr(code).lower()) == 1 else chr(code) for code in range(BASIC))
)


@given(st.text(), st.integers(1, 3 * LONG))
def test_a_long_text_is_read_like_a_short_one(text: str, times: int) -> None:
    """Whatever the text, a part of a long one becomes what it becomes alone; characters beyond the table stay."""
    alone = "".join(map(TABLE.apply, text))
    times = min(times, 3 * LONG // max(1, len(text)))
    assert TABLE.apply(text * times) == alone * times


@given(st.text(st.characters(codec=None, categories=None)))
def test_spaces_are_set_between_any_two_characters(text: str) -> None:
    """Characters of the higher planes and unpaired surrogates stay whole too."""
    assert spaced(text) == " ".join(text)
