"""Follow-ups: a short question takes what it leaves out from the one before, and only if it leaves something out."""

from __future__ import annotations

import pytest
from memory import answerer_over

from retrieval.answer import Answerer, context_of
from retrieval.conversation import LIMIT, complete, is_fresh, leans
from retrieval.types import Context, FactAnswer
from store.models import Article

WORKSHOP = Article(
    id="workshop",
    headline="竹编工坊订单排到年底",
    paragraphs=(
        "白鹭乡竹编工坊去年销售额320万元,今年1至8月已达410万元,利润率11.5%。",
        "工坊负责人骆青禾说,工坊有固定工人45名,其中残疾人9名。她2016年回乡创业,当年只卖了12万元。",
    ),
    date="2024-09-03",
)
SCHOOL = Article(
    id="school",
    headline="白鹭中学新操场启用",
    paragraphs=(
        "9月1日,白鹭中学新操场启用,投资186万元,面积7200平方米。校长简素心介绍,学校有学生1130名,近视率比去年下降3.1个百分点。",
    ),
    date="2024-09-03",
)


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    return answerer_over([WORKSHOP, SCHOOL], tmp_path_factory.mktemp("index"))


def ask(answerer: Answerer, *questions: str) -> FactAnswer | None:
    """The fact for the last of *questions*, asked one after the other."""
    context: Context | None = None
    for question in questions:
        answer = answerer.answer(question, context=context)
        context = context_of(answer, 100.0)
    return answer.fact


@pytest.mark.parametrize(
    ("first", "then", "text"),
    [
        ("竹编工坊去年销售额是多少?", "今年1至8月呢?", "410万元"),
        ("竹编工坊去年销售额是多少?", "那利润率呢?", "11.5%"),
        ("竹编工坊有多少名工人?", "其中残疾人多少名?", "9名"),
        ("竹编工坊负责人是谁?", "她哪年回乡创业的?", "2016年"),
        ("白鹭中学操场投资多少钱?", "面积多大?", "7200平方米"),
        ("白鹭中学操场投资多少钱?", "校长是谁?", "简素心"),
    ],
)
def test_follow_up(answerer: Answerer, first: str, then: str, text: str) -> None:
    """What the second question leaves out is what the first was about."""
    fact = ask(answerer, first, then)

    assert fact is not None
    assert fact.text == text


def test_a_complete_question_stands_alone(answerer: Answerer) -> None:
    """A question that says what it is about is not bent to the one before."""
    fact = ask(answerer, "竹编工坊有多少名工人?", "白鹭中学有多少名学生?")

    assert fact is not None
    assert fact.text == "1130名"


def test_the_reader_sees_how_it_was_understood(answerer: Answerer) -> None:
    """A resolved question is told; one that stands alone has nothing to tell."""
    first = answerer.answer("竹编工坊去年销售额是多少?")
    second = answerer.answer("今年1至8月呢?", context=context_of(first, 0.0))

    assert first.resolved is None
    assert second.resolved == "竹编工坊今年1至8月销售额是多少?"


def test_a_context_grows_old(answerer: Answerer) -> None:
    """After ten minutes a question stands alone."""
    context = context_of(answerer.answer("竹编工坊去年销售额是多少?"), 1000.0)

    assert is_fresh(context, 1000.0 + LIMIT)
    assert not is_fresh(context, 1001.0 + LIMIT)
    assert answerer.answer("今年1至8月呢?", context=context, now=5000.0).resolved is None


@pytest.mark.parametrize(
    ("before", "text", "whole"),
    [
        ("东河村有多少户?", "西河村呢?", "西河村有多少户?"),
        ("全县公办园有多少所?", "在园幼儿呢?", "在园幼儿多少人"),
        ("全县去年粮食产量是多少?", "今年呢?", "全县今年粮食产量是多少?"),
        ("全县粮食产量是多少?", "去年呢?", "去年全县粮食产量是多少?"),
        ("高新技术企业有多少家?", "那占比呢?", "高新技术企业占比是多少"),
        ("2008年那次大修花了多少钱?", "这次呢?", "这次大修花了多少钱?"),
    ],
)
def test_what_an_ellipsis_stands_for(before: str, text: str, whole: str) -> None:
    """The new words take the place of their like: a time of a time, a place of a place, a measure of the measure."""
    assert complete(text, Context(question=before)) == whole


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("完成率是多少?", True),
        ("他当场付了多少?", True),
        ("柳溪县城北污水处理厂二期什么时候通水?", False),
        ("那一共多少人?", True),
    ],
)
def test_leaning(text: str, expected: bool) -> None:
    """Few words and no name: it may lean on the question before."""
    assert leans(text) is expected
