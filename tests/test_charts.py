"""Pictures of figures: legible, in every character that the bot says, and never broken by what is drawn."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.charts import Series, bars, has_glyph, lines
from bot.charts.canvas import COLOURS, HEIGHT, MISSING, WIDTH, drawable, fitted, width
from bot.desk.texts import DESK
from bot.texts import TEXTS


def pixels(png: bytes) -> Image.Image:
    """The picture, whole."""
    image = Image.open(BytesIO(png))
    image.load()
    assert image.size == (WIDTH, HEIGHT)
    return image


def test_every_character_of_the_chat_can_be_drawn() -> None:
    """Whatever the bot says in its three languages has a glyph; only pictographs have none."""
    said = set(f"{TEXTS} {DESK}")
    lacking = {char for char in said if not char.isspace() and not has_glyph(char)}
    assert {char for char in lacking if char < "\U0001f000" and not "\u2600" <= char <= "\u27bf"} == set()


def test_common_characters_of_print_can_be_drawn() -> None:
    """Both scripts, full-width signs, quotation marks, what stands in tables."""
    for text in (
        "国家统计局公布的数据",
        "國家統計局公布的數據",
        "（１２．３％）《》“”「」、。—…·℃㎡",
        "−+±×÷≥≤",
    ):
        assert MISSING not in drawable(text)


def test_a_character_without_a_glyph_is_a_printers_mark() -> None:
    """Never a box, never an error."""
    assert drawable("甲\U00030edd😀乙\n丙") == f"甲{MISSING}{MISSING}乙 丙"


def test_long_text_is_cut_to_its_room() -> None:
    """With an ellipsis, within the room."""
    text = fitted("一个很长很长的标题" * 20, 28, 300)
    assert text.endswith("…")
    assert width(text, 28) <= 300


def test_stacked_bars_stand_on_one_another() -> None:
    """The second series begins where the first one ends, in the same column."""
    image = pixels(bars("问题", ["周一"], [Series("答上了", (3.0,)), Series("没答上", (1.0,))], stacked=True))
    columns = [
        {x for x in range(200, WIDTH) for y in range(170, 660, 5) if image.getpixel((x, y)) == rgb(colour)}
        for colour in COLOURS[:2]
    ]
    assert columns[0] == columns[1] != set()


def rgb(colour: str) -> tuple[int, ...]:
    """#0072b2 as pixels have it."""
    return tuple(bytes.fromhex(colour[1:]))


def test_a_series_needs_a_value_for_each_label() -> None:
    """A picture that would mislead is not drawn."""
    with pytest.raises(ValueError, match="each label"):
        bars("甲", ["一", "二"], [Series("x", (1.0,))])


VALUES = st.none() | st.floats(-1e12, 1e12, allow_nan=False).filter(lambda one: one == 0 or abs(one) > 1e-6)


@settings(max_examples=25)
@given(st.data(), st.text(max_size=40))
def test_anything_can_be_drawn(data: st.DataObject, title: str) -> None:
    """Any title, no labels or many, gaps, huge and negative figures: a whole picture."""
    labels = data.draw(st.lists(st.text(max_size=8), max_size=12))
    rows = st.lists(VALUES, min_size=len(labels), max_size=len(labels))
    series = [
        Series(name, tuple(data.draw(rows)), tuple(labels))
        for name in data.draw(st.lists(st.text(max_size=8), max_size=3))
    ]
    pixels(lines(title, labels, series))
    pixels(bars(title, labels, series))
