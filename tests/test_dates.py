"""Dates: a table of readings, round trips from date to print and back, and promises for any text."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.dates import DateSpan, coarser, find_dates

LEVELS: tuple[Literal["year", "month", "day"], ...] = ("year", "month", "day")
_POINT = r"(?:(?:-?\d{4}|-)(?:-\d\d){0,2}|---\d\d)?(?:T\d\d:\d\d)?"
ISO = re.compile(f"{_POINT}(?:/{_POINT})?")
TABLE = Path(__file__).parent / "data" / "dates.tsv"


def rows() -> list[list[str]]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0])
def test_table(row: list[str]) -> None:
    """Every expression of the table is read as it says, and nothing else is read in its sentence."""
    before, _, rest = row[0].partition("【")
    printed, _, after = rest.partition("】")
    found = find_dates(before + printed + after, reference=None if row[1] == "-" else row[1])
    if len(row) == 3:
        assert found == []
        return
    assert [span.text for span in found] == [printed]
    assert [found[0].iso or "-", found[0].kind, "r" if found[0].relative else ""] == [*row[2:], ""][:3]


HAN_DIGITS = "〇一二三四五六七八九"
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
DAYS = st.dates(min_value=date(1000, 1, 1), max_value=date(2099, 12, 31))
ALPHABET = (
    "0123456789０１２３. 　〇零一二两三四五六七八九十廿年月日号时点分刻整半个第上下前后今去明昨当同次翌本每周星期礼拜天"
    "晨早晚午凌旬初底末至到-—~:/（）()公元农历正腊闰世纪代季度“”十四五期间民国洪武元甲子，。、\n內時點號"
)


def han(number: int) -> str:
    """A month or a day as Chinese writes it."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else HAN_DIGITS[tens] + "十") + (HAN_DIGITS[ones] if ones else "")


def printed(day: date, style: str) -> str:
    if style == "han":
        year = "".join(HAN_DIGITS[int(digit)] for digit in f"{day.year:04d}")
        return f"{year}年{han(day.month)}月{han(day.day)}日"
    text = f"{day.year}年{day.month}月{day.day}日"
    return text.translate(WIDE) if style == "wide" else text


def only(text: str, reference: str | None = None) -> DateSpan:
    found = find_dates(text, reference=reference)
    assert len(found) == 1, found
    return found[0]


@given(DAYS, st.sampled_from(["arabic", "wide", "han"]))
def test_days_come_back(day: date, style: str) -> None:
    """A whole date is read as that date, however its numbers are printed."""
    text = printed(day, style)
    span = only(f"定于{text}召开")
    assert (span.text, span.iso, span.kind, span.relative) == (text, day.isoformat(), "date", False)


@given(DAYS, st.integers(1, 400))
def test_spans_of_days_come_back(day: date, length: int) -> None:
    """A span has both ends, in its ISO form and as dates of their own."""
    last = day + timedelta(days=length)
    span = only(f"{printed(day, 'arabic')}至{printed(last, 'arabic')}")
    assert span.iso == f"{day.isoformat()}/{last.isoformat()}"
    assert [end.iso for end in span.ends] == [day.isoformat(), last.isoformat()]


@given(DAYS, st.integers(0, 23), st.integers(0, 59))
def test_times_come_back(day: date, hour: int, minute: int) -> None:
    """A date with a time is that minute."""
    span = only(f"{printed(day, 'arabic')}{hour}时{minute}分")
    assert span.iso == f"{day.isoformat()}T{hour:02d}:{minute:02d}"


@given(DAYS, st.sampled_from([("昨天", -1), ("今天", 0), ("明天", 1), ("前天", -2), ("后天", 2)]))
def test_days_are_counted_from_the_reference(day: date, word: tuple[str, int]) -> None:
    """昨天 is the day before the article's own date, also across months and years."""
    assert only(f"{word[0]}召开", day.isoformat()).iso == (day + timedelta(days=word[1])).isoformat()


@given(DAYS)
def test_a_day_without_a_year_is_near_the_reference(day: date) -> None:
    """The day after an article's date, printed without its year, is that day."""
    after = day + timedelta(days=1)
    assert only(f"{after.month}月{after.day}日召开", day.isoformat()).iso == after.isoformat()


@given(
    st.text(alphabet=ALPHABET, max_size=40), st.sampled_from([None, "", "2022", "2022-08", "2024-02-29", "1000-01-01"])
)
def test_any_text_is_read(text: str, reference: str | None) -> None:
    """No text raises; spans are exact, in order and apart; ISO forms have their shape; ends lie inside their span."""
    end = 0
    for span in find_dates(text, reference=reference):
        assert end <= span.start < span.end
        assert text[span.start : span.end] == span.text
        assert ISO.fullmatch(span.iso), span
        assert all(span.start <= part.start < part.end <= span.end for part in span.ends), span
        for level in LEVELS:
            assert (part := coarser(span, level)) is None or span.text.startswith(part.text) or span.ends
        end = span.end


def test_dates_before_are_remembered() -> None:
    """同年, 当天, 次日 and a day without its month mean the dates printed before them."""
    text = "1998年6月30日签约。同年9月动工。2001年5月3日通车，当天下午剪彩，次日试行，7日停运。"
    isos = ["1998-06-30", "1998-09", "2001-05-03", "2001-05-03", "2001-05-04", "2001-05-07"]
    assert [span.iso for span in find_dates(text)] == isos


def test_a_year_holds_for_its_sentence_only() -> None:
    """The year of a date is that of the dates after it in the sentence; further on it is not known."""
    assert [span.iso for span in find_dates("2008年8月15日及8月16日举行。9月1日闭幕。")] == [
        "2008-08-15",
        "2008-08-16",
        "--09-01",
    ]


def test_a_date_is_made_coarser() -> None:
    """A question for the year is answered by the year of a date, as it is printed."""
    (span,) = find_dates("创立于1988年3月11日")
    parts = [coarser(span, level) for level in LEVELS]
    assert [(part.text, part.iso) for part in parts if part] == [
        ("1988年", "1988"),
        ("1988年3月", "1988-03"),
        ("1988年3月11日", "1988-03-11"),
    ]
    assert coarser(only("上午9时"), "year") is None


@pytest.mark.parametrize("piece", ["7", "八月", "今年", "1998年", "11月11日至", "3点", "前"])
def test_a_page_of_dates_is_read(piece: str) -> None:
    """A page of nothing but dates is read in linear time: were it not, this test would not end."""
    text = piece * (20_000 // len(piece))
    assert len(find_dates(text)) <= len(text)
