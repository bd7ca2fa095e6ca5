"""Whole pages and the questions on them: what is answered, what is refused, and that hardly anything is wrong.

The owner's page has the development questions that came with it. The pages of 柳溪县, 云岭市 and 清江县 are invented:
many indicators that are easily taken for each other, in the words that readers use.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from memory import answerer_over

from retrieval.answer import Answerer
from retrieval.types import Answer, FactAnswer
from store.models import Article

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Score:
    """How a page's questions were answered."""

    questions: int  # that have an answer
    right: list[str]
    wrong: list[str]
    unanswerable: int
    answered_falsely: list[str]


def articles(name: str) -> list[Article]:
    rows = json.loads((DATA / name).read_text(encoding="utf-8"))
    return [
        Article(
            id=str(n),
            headline=row["headline"],
            paragraphs=tuple(row["paragraphs"]),
            kicker=row.get("kicker"),
            subtitle=row.get("subtitle"),
            kind=row.get("kind", "news"),
            date=row.get("date"),
        )
        for n, row in enumerate(rows)
    ]


def questions(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


def is_right(fact: FactAnswer, wanted: dict[str, Any]) -> bool:
    """Value and unit, date, or the printed name."""
    value = wanted.get("value")
    if wanted.get("range"):
        return fact.value == tuple(wanted["range"])
    if isinstance(value, str):
        return value in str(fact.value)
    if value is not None:
        same = isinstance(fact.value, int | float) and abs(fact.value - value) <= 1e-6 * max(1, abs(value))
        return same and (not wanted.get("unit") or fact.unit in (None, wanted["unit"]))
    answer = "".join(wanted["answer"].split()).strip("“”")
    return answer in "".join(fact.text.split()) and len(fact.text) <= 3 * len(answer) + 10


def score(answerer: Answerer, asked: list[dict[str, Any]]) -> Score:
    right: list[str] = []
    wrong: list[str] = []
    answerable = [row for row in asked if row["kind"] != "unanswerable"]
    for row in answerable:
        answer = answerer.answer(row["question"])
        check_proof(answer)
        if answer.fact is not None:
            (right if is_right(answer.fact, row) else wrong).append(row["question"])
    unanswerable = [row["question"] for row in asked if row["kind"] == "unanswerable"]
    falsely = [question for question in unanswerable if answerer.answer(question).answered]
    return Score(len(answerable), right, wrong, len(unanswerable), falsely)


def check_proof(answer: Answer) -> None:
    """The evidence is in the first passage, and the passage is from the fact's article."""
    if answer.fact is not None:
        assert answer.fact.evidence in answer.passages[0].text
        assert answer.fact.article_id == answer.passages[0].article_id


def test_the_owners_page(tmp_path: Path) -> None:
    """Every question with a figure or date is answered right, at most one wrongly at all, none without an answer."""
    asked = questions("seed.questions.jsonl")
    found = score(answerer_over(articles("seed.gold.json"), tmp_path), asked)

    figures = [row["question"] for row in asked if row["kind"] in ("number", "money", "percent", "date")]
    assert set(figures) <= set(found.right)
    assert len(found.wrong) <= 1, found.wrong
    assert found.answered_falsely == []


@pytest.mark.parametrize("page", ["county", "city", "clinic", "district"])
def test_invented_pages(page: str, tmp_path: Path) -> None:
    """Among figures that are easily taken for each other nearly all are told apart; a wrong one is worse than none."""
    found = score(answerer_over(articles(f"{page}.articles.json"), tmp_path), questions(f"{page}.questions.jsonl"))

    assert len(found.right) >= 0.85 * found.questions
    assert len(found.wrong) <= 0.03 * found.questions, found.wrong
    assert len(found.answered_falsely) <= 0.13 * found.unanswerable, found.answered_falsely
