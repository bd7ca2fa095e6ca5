"""JSON Lines bring whole articles; one bad line refuses the file."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.intake.json_lines import read_json_lines
from store.intake.reasons import Unreadable
from store.models import ReadyArticle


def row(**changes: object) -> str:
    """A good line, changed."""
    return json.dumps({"id": "a1", "title": "题", "text": "文", **changes}, ensure_ascii=False)


def test_articles_arrive_whole() -> None:
    """Blank lines do not count, a number is an id too, and a date may be half known."""
    content = f"{row(date='2022-08', more=1)}\n\n{row(id=7, date=None)}\n".encode()

    assert read_json_lines(content, "a.jsonl").ready == (
        ReadyArticle("a1", "题", "文", "2022-08"),
        ReadyArticle("7", "题", "文", None),
    )


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "JSON"),
        ("[]", "对象"),
        (row(id=True), "id"),
        (row(title=" "), "title"),
        (row(text=None), "text"),
        (row(date="8月13日"), "date"),
        (row(date="2022-02-30"), "date"),
        (row(id="b"), "相同"),
    ],
)
def test_a_bad_line_is_named(line: str, reason: str) -> None:
    """The admin learns which line to mend, and that nothing was kept."""
    with pytest.raises(Unreadable, match=rf"第 3 行.*{reason}"):
        read_json_lines(f"{row(id='b')}\n\n{line}".encode(), "a.jsonl")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_other_encodings(encoding: str) -> None:
    """Windows writes JSON in encodings of its own."""
    content = row(text="河湾镇首座口袋公园建成开放，面积一千二百平方米。").encode(encoding)

    assert read_json_lines(content, "a.jsonl").ready[0].text.startswith("河湾镇")


@given(content=st.binary(max_size=200) | st.text(max_size=100).map(str.encode))
def test_any_content_is_articles_or_refused(content: bytes) -> None:
    """Nothing but a refusal comes of rubbish."""
    with pytest.raises(Unreadable):
        read_json_lines(content, "a.jsonl")
