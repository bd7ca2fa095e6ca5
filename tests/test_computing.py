"""Figures that follow from printed ones: worked out, said to be so, and only from what is sure."""

from __future__ import annotations

from pathlib import Path

import pytest
from memory import answerer_over

from retrieval.answer import Answerer
from retrieval.computing import read_computation
from store.models import Article

TAXES = Article(
    id="a",
    headline="青槐园区上半年经济稳中有进",
    paragraphs=(
        "今年上半年,青槐园区实现纳税总额4821.5万元,同比增长12.4%;研发费用支出960万元,同比下降4%。",
        "园区有软件企业46家、设备企业31家。新招员工1200人,比去年同期增长20%。",
    ),
    date="2024-07-20",
)


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    return answerer_over([TAXES], tmp_path_factory.mktemp("index"))


@pytest.mark.parametrize(
    ("question", "deed", "parts"),
    [
        ("去年同期纳税总额是多少?", "year_before", ("纳税总额是多少?",)),
        ("软件企业比设备企业多多少家?", "difference", ("软件企业有多少家", "设备企业有多少家")),
        ("高新区的产值比经开区高多少亿元?", "difference", ("高新区的产值是多少亿元", "经开区的产值是多少亿元")),
        ("小学和中学一共招了多少人?", "sum", ("小学招了多少人", "中学招了多少人")),
        ("党员占志愿者的比例是多少?", "share", ("党员有多少", "志愿者有多少")),
    ],
)
def test_what_has_to_be_worked_out(question: str, deed: str, parts: tuple[str, ...]) -> None:
    """The questions whose printed figures it needs."""
    computation = read_computation(question)

    assert computation is not None
    assert (computation.deed, computation.questions) == (deed, parts)


@pytest.mark.parametrize(
    "question", ["纳税总额比去年多多少?", "今年比年初增加多少家?", "去年同期呢", "", "谁比谁高", "比多少多多少"]
)
def test_what_has_not(question: str) -> None:
    """Growth over time is printed, or is not known."""
    assert read_computation(question) is None


@pytest.mark.parametrize(
    ("question", "text", "value", "arithmetic"),
    [
        ("去年同期纳税总额是多少?", "约4289.6万元", 4821.5e4 / 1.124, "4821.5万元÷(1+12.4%)≈4289.6万元"),
        ("去年同期研发费用支出是多少?", "约1000万元", 1e7, "960万元÷(1-4%)≈1000万元"),
        ("去年同期新招员工多少人?", "约1000人", 1000, "1200人÷(1+20%)≈1000人"),
        ("软件企业比设备企业多多少家?", "15家", 15, "46家-31家=15家"),
        ("软件企业和设备企业一共有多少家?", "77家", 77, "46家+31家=77家"),
    ],
)
def test_worked_out(answerer: Answerer, question: str, text: str, value: float, arithmetic: str) -> None:
    """The figure, the arithmetic, and a printed passage that proves what it comes from."""
    found = answerer.answer(question)

    assert found.fact is not None
    assert found.fact.text == text
    assert found.fact.value == pytest.approx(value)
    assert found.fact.note == f"报上没有直接写,按报上的数字算:{arithmetic}"
    assert found.fact.evidence in found.passages[0].text


def test_a_printed_figure_comes_first(tmp_path: Path) -> None:
    """What the paper says itself is not worked out."""
    told = Article(
        id="b", headline="产值", paragraphs=("今年产值132万元,同比增长10%,去年同期产值119万元。",), date="2024-07-20"
    )
    found = answerer_over([told], tmp_path).answer("去年同期产值是多少?")

    assert found.fact is None or found.fact.text == "119万元"


def test_without_growth_nothing_is_worked_out(tmp_path: Path) -> None:
    """A figure alone says nothing about the year before."""
    told = Article(id="b", headline="产值", paragraphs=("园区今年产值132万元,税收增长10%。",), date="2024-07-20")
    found = answerer_over([told], tmp_path).answer("去年同期园区产值是多少?")

    assert found.fact is None or found.fact.note is None
