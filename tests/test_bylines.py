"""Bylines: every printed form names its writers, and what only looks like one names nobody."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.intake.bylines import (
    Byline,
    begins_article,
    closing_byline,
    is_credit,
    line_byline,
    opening_byline,
    split_byline,
)
from store.intake.printed import view

_Read = TypeVar("_Read")


def _read(how: Callable[..., _Read], text: str, *, outside: Collection[str] = ()) -> _Read:
    return how(text, view(text), outside=outside) if outside else how(text, view(text))


@pytest.mark.parametrize(
    ("line", "reporters", "correspondents"),
    [
        ("本报记者 余 航  通讯员 麻秋实", ["余航"], ["麻秋实"]),
        ("□本报记者　邬知远", ["邬知远"], []),
        ("（本报记者 祁小满 沈若谷 文/图）", ["祁小满", "沈若谷"], []),
        ("文/图 本报记者 贺子期", ["贺子期"], []),
        ("文/贺子期 图/史红", ["贺子期", "史红"], []),
        ("通讯员：孟春生　卢苇、向天明", [], ["孟春生", "卢苇", "向天明"]),
        ("本报首席记者闻人杰、全媒体记者申屠远报道", ["闻人杰", "申屠远"], []),
        ("见习记者 欧阳 娜娜 实习生 王 小 明", ["欧阳娜娜", "王小明"], []),
        ("本报记者 余 航 王 明", ["余航", "王明"], []),
        ("本报记者 余 子航 通讯员 方 晓棠 莫 子昂", ["余子航"], ["方晓棠", "莫子昂"]),
        ("本报记者 余 航 方 晓棠", ["余航", "方晓棠"], []),
        ("本报记者 余子 航", ["余子航"], []),
        ("本报记者 秦 文", ["秦文"], []),
        ("本报记者 秦 航 文", ["秦航"], []),
        ("余子航 摄", ["余子航"], []),
        ("（余 航 沃 野）", ["余航", "沃野"], []),
        ("本報記者 陳大文 攝", ["陳大文"], []),
    ],
)
def test_a_line_that_is_a_byline(line: str, reporters: list[str], correspondents: list[str]) -> None:
    """Marks, brackets, ranks and spaces within names are undone; reporters and correspondents are kept apart."""
    assert _read(line_byline, line) == Byline(tuple(reporters), tuple(correspondents))


def test_a_photographer_is_a_reporter_but_for_known_correspondents() -> None:
    """A credit without a role names a correspondent only if a byline of the page does."""
    assert _read(line_byline, "余子航 摄") == Byline(("余子航",))
    assert _read(line_byline, "余子航 摄", outside={"余子航"}) == Byline((), ("余子航",))


@pytest.mark.parametrize(
    "line", ["记者走基层", "记者手记", "记者从县教育局获悉，学校将于九月开学", "余航", "", "通讯员"]
)
def test_a_line_that_is_none(line: str) -> None:
    """A title or a sentence about reporters is no byline."""
    assert _read(line_byline, line) is None


@pytest.mark.parametrize(
    ("paragraph", "reporters", "correspondents"),
    [
        ("本报讯 ( 记者 余 航  通讯员 卞小溪 ) １１月１３日，渡口通车。", ["余航"], ["卞小溪"]),
        ("【本報訊】（記者陳大文）昨日，渡口通車。", ["陳大文"], []),
        ("本报讯 记者余航 通讯员卞小溪报道 近日，渡口通车。", ["余航"], ["卞小溪"]),
        ("本报讯　记者余航、通讯员卞小溪　莫子昂报道：近日，渡口通车。", ["余航"], ["卞小溪", "莫子昂"]),
        ("本报讯 记者 余航 卞小溪 6月8日，渡口通车。", ["余航", "卞小溪"], []),
        ("新华社北京11月2日电（记者 淳于博）渡口通车。", ["淳于博"], []),
        ("（记者 余航）昨日，渡口通车。", ["余航"], []),
        ("渡口通车了。记者余航说，这是大事。", [], []),
        ("据了解，渡口（原名柳林渡）通车了。", [], []),
    ],
)
def test_the_byline_an_article_begins_with(paragraph: str, reporters: list[str], correspondents: list[str]) -> None:
    """In brackets or out of them, after 本报讯 or a dateline."""
    assert _read(opening_byline, paragraph) == Byline(tuple(reporters), tuple(correspondents))


def test_the_byline_an_article_ends_with() -> None:
    """Names without a role are reporters', but for those whom the page names as correspondents below a picture."""
    assert _read(closing_byline, "渡口通车了。（通讯员　孟春生　卢苇）") == Byline((), ("孟春生", "卢苇"))
    assert _read(closing_byline, "渡口通车了。（向天明）") == Byline(("向天明",))
    assert _read(closing_byline, "渡口通车了。（向天明 摄）") == Byline(("向天明",))
    assert _read(closing_byline, "渡口通车了。（余航 摄）", outside={"余航"}) == Byline((), ("余航",))
    assert _read(closing_byline, "渡口通车了。本报记者 余航 摄影") == Byline(("余航",))
    assert _read(closing_byline, "渡口通车了。 本报记者 余航 摄") == Byline(("余航",), ())
    assert not _read(closing_byline, "渡口通车了。（图片由本人提供）")
    assert not _read(closing_byline, "渡口通车了（全文）")


def test_a_byline_on_one_line_with_a_title() -> None:
    """It is parted from the title; a sentence about reporters is left alone."""
    assert _read(split_byline, "夜市亮起来□本报记者 余航 文/图") == ("夜市亮起来", "□本报记者 余航 文/图")
    assert _read(split_byline, "夜市亮起来　本报记者 余航") == ("夜市亮起来", "本报记者 余航")
    assert _read(split_byline, "本报记者 余航 通讯员 麻秋实") is None
    assert _read(split_byline, "渡口通车了。 本报记者 余航 摄") is None
    assert _read(split_byline, "县里举办通讯员 培训班") is None


def test_what_begins_an_article_and_nothing_else() -> None:
    """本报讯, an agency's dateline, a byline in brackets; not every sentence with the words."""
    for text in (
        "本报讯 昨日",
        "【本報訊】",
        "▲本报讯（记者",
        "本报北京8月13日电",
        "据新华社电",
        "苇塘讯（通讯员 卞小溪）",
    ):
        assert begins_article(view(text)), text
    for text in ("本报记者走进供电公司", "据县供电公司介绍", "通讯员培训班开班", "记者从县局获悉"):
        assert not begins_article(view(text)), text


def test_credits() -> None:
    """A photographer's credit tells a caption."""
    assert is_credit(view("本报记者 贺子期 摄"))
    assert is_credit(view("渡口通车了。（余航 攝）"))
    assert not is_credit(view("渡口通车了。（余航）"))


@given(st.text(st.sampled_from("本报讯记者通讯员余航 王小明、()（）【】/文图摄报道：:，。·\u3000a1"), max_size=60))
def test_any_line_is_read(text: str) -> None:
    """Whatever stands in the place of a byline, the names that are read have no spaces and are not empty."""
    for byline in (_read(line_byline, text) or Byline(), _read(opening_byline, text), _read(closing_byline, text)):
        assert all(name and " " not in name for name in byline.reporters + byline.correspondents)


def test_a_correction_begins_an_article() -> None:
    """The page that it puts right is named at once; a page named elsewhere begins nothing."""
    assert begins_article(view("本报３月２日第４版《渡口通车》一文中,“全长”应为“主桥长”。"))
    assert begins_article(view("本报昨日二版“农家书屋”的报道有误。"))
    assert not begins_article(view("渡口通车的消息见本报第4版。"))
