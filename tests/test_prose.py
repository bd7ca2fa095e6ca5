"""How a body is laid out for reading: what separates nothing is left out, and places stay those of the print."""

from __future__ import annotations

import pytest

from retrieval.prose import read_prose


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("门票 30元。", "门票30元。"),
        ("工资性收入900元;财产净收入\n210元。", "工资性收入900元;财产净收入210元。"),
        ("奖金500元\n,其中一半给队员。", "奖金500元,其中一半给队员。"),
        ("义诊队给镇上长期服药的慢性病患\n者送药,每月一次。", "义诊队给镇上长期服药的慢性病患者送药,每月一次。"),
    ],
)
def test_a_sentence_that_a_column_cut_is_one(body: str, text: str) -> None:
    """Before a figure, before a mark and within a word."""
    assert read_prose(body).text == text


@pytest.mark.parametrize(
    "body", ["大桥通车。\n者为村民。", "一、报名条件\n年满18岁。", "清源供水有限公司\n2023年11月15日"]
)
def test_paragraphs_stay_apart(body: str) -> None:
    """What ends with a mark, a heading, a signature."""
    assert read_prose(body).text == body


def test_places_are_those_of_the_print() -> None:
    """A place in the text is found again in the body."""
    body = "财产净收入\n210元, 转移净收入 80元。"
    prose = read_prose(body)

    assert body[prose.printed(prose.text.index("210")) :].startswith("210")
    assert body[prose.printed(prose.text.index("80")) :].startswith("80")
    assert prose.place(body.index("80")) == prose.text.index("80")


def test_a_paragraph_is_a_line() -> None:
    """The last one ends with the text."""
    prose = read_prose("第一段有三个字。\n第二段没有。")

    assert [prose.text[slice(*prose.paragraph(place))] for place in (0, 8, 9, len(prose.text))] == [
        "第一段有三个字。",
        "第一段有三个字。",
        "第二段没有。",
        "第二段没有。",
    ]
