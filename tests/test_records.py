"""What is kept as JSON comes back as it was."""

from __future__ import annotations

import pytest

from bot.words.records import Kept, pack, pack_context, unpack, unpack_context
from retrieval.types import Answer, Context, FactAnswer, Passage, Value

PASSAGE = Passage(1, "a", "标题", "正文", 0, 2, 1.5, "2022-08-19")


@pytest.mark.parametrize("value", [None, 50, 46.3, "2022-08-13", (3.0, 5.0)])
def test_an_answer_comes_back_as_it_was(value: Value) -> None:
    """Tuples included, which JSON does not know."""
    fact = FactAnswer("range", "3至5分钟", value, "分钟", False, "3至5分钟", "a", note="按2022年")
    answer = Answer("几分钟？", True, 0.9, fact, (PASSAGE,), "接通要几分钟？", ("注册资本",))

    for kept in (Kept(7, answer, True), Kept(7, Answer("x", False, 0.1, None, ())), Kept(questions=("甲", "乙"))):
        assert unpack(pack(kept)) == kept
    for context in (Context("几分钟？", ("a",), (1, 2), fact, 1.5), Context("x")):
        assert unpack_context(pack_context(context)) == context
