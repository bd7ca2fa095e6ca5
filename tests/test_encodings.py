"""Encodings are found by what their text looks like."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.intake.encodings import decode, plausibility, printable
from store.intake.reasons import Unreadable

# The first level of GB 2312: the characters of which a newspaper is made.
COMMON = "".join(
    bytes((lead, trail)).decode("gb2312", "ignore") for lead in range(0xB0, 0xD8) for trail in range(0xA1, 0xFF)
)
PROSE = "本报讯(记者 林小满)5月6日，河湾镇首座口袋公园建成开放，面积１２００平方米。"
TRADITIONAL = "河灣鎮首座口袋公園建成開放，面積一千二百平方米，居民步行五分鐘即可到達。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_every_encoding_of_a_newsroom_gives_the_same_text(encoding: str) -> None:
    """An admin need not know in what encoding a page was saved."""
    assert printable(decode(PROSE.encode(encoding)).text) == PROSE


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5", "utf-16-le"])
def test_traditional_characters(encoding: str) -> None:
    """A page from Hong Kong or Taiwan is read in Big5, and in the others as well."""
    assert decode(TRADITIONAL.encode(encoding)).text == TRADITIONAL


@given(
    text=st.text(alphabet=COMMON + "，。“”、１２３ab \n", min_size=16, max_size=200).filter(
        lambda text: "\n" not in text[:1]
    ),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]),
)
@settings(max_examples=300)
def test_common_characters_are_never_misread(text: str, encoding: str) -> None:
    """Sixteen characters are enough to tell the encodings apart."""
    assert printable(decode(text.encode(encoding)).text) == text


@given(content=st.binary(max_size=400))
def test_any_bytes_are_text_or_refused(content: bytes) -> None:
    """Whatever arrives, nothing but a refusal comes of it, or a text that can be kept."""
    with suppress(Unreadable):
        decode(content).text.encode()


@pytest.mark.parametrize("wrong", ["latin-1", "gb18030"])
def test_mojibake_is_undone_where_nothing_is_lost(wrong: str) -> None:
    """UTF-8 opened in a wrong encoding and saved again is put right, and the admin told so."""
    text = "健身步道"
    decoded = decode(text.encode().decode(wrong).encode())

    assert decoded.text == text
    assert "乱码" in decoded.warnings[0]


def test_mojibake_beyond_repair_is_refused() -> None:
    """Text that lost bytes on its way through a wrong encoding is not published half."""
    with pytest.raises(Unreadable, match="UTF-8"):
        decode((PROSE * 3).encode().decode("gbk", "ignore").encode())


def test_a_file_cut_in_mid_character_is_read() -> None:
    """The last character of a broken-off copy is marked, and the admin told."""
    decoded = decode(PROSE.encode()[:-1])

    assert decoded.text == PROSE[:-1] + "\ufffd"
    assert "1 处" in decoded.warnings[0]


def test_english_is_plausible_and_binary_is_not() -> None:
    """What decides between encodings does not mistake a foreign page for rubbish."""
    assert plausibility("The park opened on Monday.") == 1
    assert plausibility("\x00\x01\x02\x03") < 0


def test_what_prints_nothing_is_left_out() -> None:
    """Marks that turn the direction of writing, and zero-width spaces, hide nothing in a text."""
    assert printable("河\u202e湾\u200b镇\x07\ufeff\n") == "河湾镇\n"
