"""Questions made of an article's facts."""

from __future__ import annotations

import pytest

from retrieval.suggestions import suggest
from store.models import Article


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("桥头镇文化站为120名老人送去棉被。", "桥头镇文化站为多少名老人送去棉被？"),
        ("桥头镇党委书记林知远介绍了经验。", "桥头镇党委书记是谁？"),
        ("桥头镇全年发放助学补贴35.6万元。", "桥头镇全年发放助学补贴多少元？"),
    ],
)
def test_the_printed_clause_becomes_the_question(sentence: str, question: str) -> None:
    """It reads as the paper wrote it, so it reads well."""
    assert question in suggest(Article("", "桥头镇简讯", (sentence,)))


@pytest.mark.parametrize(
    "sentence", ["其中3家获奖。", "该镇党委书记林知远介绍了经验。", "约有120名老人参加。", "8月20日。"]
)
def test_a_question_that_leans_on_its_sentence_is_not_asked(sentence: str) -> None:
    """A reader who sees the button alone must know what it asks."""
    assert suggest(Article("", "简讯", (sentence,))) == []
