"""Quantities: a table of readings, round trips from value to print and back, and promises for any text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.dates import find_dates
from retrieval.quantities import Quantity, find_quantities

TABLE = Path(__file__).parent / "data" / "quantities.tsv"


def rows() -> list[list[str]]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def reading(quantity: Quantity) -> list[str]:
    """*quantity* as the table writes it: kind, value, unit, marks."""
    value = quantity.value
    printed = "-" if value is None else "..".join(map(str, value)) if isinstance(value, tuple) else str(value)
    marks = ("~" if quantity.approximate else "", quantity.bound or "", quantity.direction or "")
    return [quantity.kind, printed, quantity.unit or "-", " ".join(mark for mark in marks if mark)]


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0])
def test_table(row: list[str]) -> None:
    """Every expression of the table is read as it says, and nothing else is read in its sentence."""
    before, _, rest = row[0].partition("【")
    printed, _, after = rest.partition("】")
    if row[1] == "-":
        assert find_quantities(before + printed + after) == []
        return
    found = find_quantities(before + printed + after)
    assert [quantity.text for quantity in found] == [printed]
    assert reading(found[0]) == [*row[1:], ""][:4]


HAN_DIGITS = "零一二三四五六七八九"
WIDE = str.maketrans("0123456789.,%", "０１２３４５６７８９．，％")
UNITS = ("名", "家", "座", "件", "公里", "平方米", "元", "小时", "吨", "人次", "岁")
# What figures are made of, and what stands around them; for texts that nobody would write.
ALPHABET = (
    "0123456789０１２３,，. 　一二两三四五六七八九十百千万亿〇零廿几数多余来半大成倍番第首约近上超至到前年月日号时点分"
    "秒刻个名元角块米两斤%％‰°-—~:/比今去明后当同次公农历世纪代周星期下午晚至的了之翻人内\n\ufffc萬億兩個點餘“”十四五末季度Ga$￥币"
)


def han(number: int) -> str:
    """*number* (1 to 99,999,999) as Chinese writes it."""
    if number >= 10_000:
        head, rest = divmod(number, 10_000)
        gap = "零" if 0 < rest < 1000 else ""
        return han(head) + "万" + gap + (han(rest) if rest else "")
    digits = [int(digit) for digit in f"{number:04d}"]
    printed = ""
    for digit, power in zip(digits, ("千", "百", "十", ""), strict=True):
        if digit:
            printed += HAN_DIGITS[digit] + power
        elif printed and not printed.endswith("零"):
            printed += "零"
    return printed.rstrip("零")


def only(text: str) -> Quantity:
    found = find_quantities(text)
    assert len(found) == 1, found
    return found[0]


@given(st.integers(min_value=2, max_value=99_999_999), st.sampled_from(UNITS))
def test_chinese_numerals_come_back(number: int, unit: str) -> None:
    """A number printed in Chinese, with a unit, is read as that number and that unit, whole."""
    printed = han(number) + unit
    quantity = only(f"共计{printed}。")
    assert (quantity.text, quantity.value, quantity.unit) == (printed, number, unit)


@given(
    st.integers(min_value=1, max_value=999_999_999),
    st.sampled_from(UNITS),
    st.sampled_from(["{}", "{:,}"]),
    st.booleans(),
)
def test_arabic_numerals_come_back(number: int, unit: str, style: str, wide: bool) -> None:
    """So is one printed in Arabic digits, full-width or half-width, with separators or without."""
    printed = style.format(number) + unit
    printed = printed.translate(WIDE) if wide else printed
    quantity = only(f"现有{printed}。")
    assert (quantity.text, quantity.value, quantity.unit) == (printed, number, unit)


@given(st.integers(min_value=1, max_value=99_999), st.sampled_from([("", 1), ("万", 10**4), ("亿", 10**8)]))
def test_money_comes_in_base_units(hundredths: int, scale: tuple[str, int]) -> None:
    """A decimal with 万 or 亿 is multiplied out, exactly to the cent."""
    quantity = only(f"投资{hundredths / 100:.2f}{scale[0]}元")
    assert quantity.kind == "money"
    assert quantity.value == pytest.approx(hundredths * scale[1] / 100, rel=1e-12)


@given(st.integers(min_value=0, max_value=10_000), st.sampled_from(["增长", "上升", "下降", "减少"]))
def test_growth_keeps_its_direction(hundredths: int, verb: str) -> None:
    """A change is a positive figure with its direction, as the contract has it."""
    quantity = only(f"同比{verb}{hundredths / 100}%")
    assert (quantity.kind, quantity.value) == ("growth", hundredths / 100)
    assert quantity.direction == ("up" if verb in ("增长", "上升") else "down")


@given(
    st.integers(1, 5000),
    st.integers(1, 5000),
    st.sampled_from(UNITS),
    st.sampled_from(["至", "到", "-", "—", "~", "～"]),
)
def test_ranges_come_back(low: int, gap: int, unit: str, sign: str) -> None:
    """A range has both ends, in its own value and as quantities of their own."""
    text = f"每组{low}{sign}{low + gap}{unit}"
    quantity = only(text)
    assert (quantity.kind, quantity.value, quantity.unit) == ("range", (low, low + gap), unit)
    assert [end.value for end in quantity.ends] == [low, low + gap]


@given(st.text(alphabet=ALPHABET, max_size=40))
def test_any_text_is_read(text: str) -> None:
    """No text raises; spans are exact, in order, apart from each other and from the dates."""
    dates = find_dates(text)
    quantities = find_quantities(text, dates=dates)
    spans = sorted([(d.start, d.end, d.text) for d in dates] + [(q.start, q.end, q.text) for q in quantities])
    end = 0
    for start, stop, printed in spans:
        assert end <= start < stop <= len(text)
        assert text[start:stop] == printed
        end = stop


@given(st.text(max_size=80))
def test_every_unit_lies_in_its_span(text: str) -> None:
    """The unit begins inside the span, or at the end of it where none is printed."""
    for quantity in find_quantities(text):
        assert quantity.start <= quantity.unit_start <= quantity.end


@pytest.mark.parametrize("piece", ["7", "七", "1,234", "123 456 ", "万", "3至", "第", "1年", "一百", "5.5.", "1-"])
def test_a_page_of_digits_is_read(piece: str) -> None:
    """A page of nothing but digits is read in linear time: were it not, this test would not end."""
    text = piece * (30_000 // len(piece))
    assert len(find_quantities(text, dates=[])) <= len(text)


def test_a_long_row_of_digits_is_no_amount() -> None:
    """Beyond thirty digits nothing is a number; what can be, is a code."""
    assert find_quantities("7" * 1_000_000) == []
    assert only("编号" + "7" * 20).kind == "code"
