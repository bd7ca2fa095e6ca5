"""Whether the golden questions still get their answers, before and after a change."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from retrieval.analysis import squeeze
from retrieval.types import Answer
from store.golden import Golden

Ask = Callable[[str], Answer]


@dataclass(frozen=True, slots=True)
class Broken:
    """A golden question that gets another answer."""

    golden: Golden
    now: str | None  # what the answer is instead: a figure or the headline of a passage's article; None: refused


def broken(ask: Ask, kept: Iterable[Golden]) -> list[Broken]:
    """Those of *kept* that *ask* answers otherwise, in their order. Blocks for as long as the questions take."""
    found = ((golden, ask(golden.question)) for golden in kept)
    return [Broken(golden, said(answer)) for golden, answer in found if not holds(golden, answer)]


def newly_broken(before: Ask, after: Ask, kept: Iterable[Golden]) -> list[Broken]:
    """Those that the change from *before* to *after* breaks: what was wrong before is no fault of it."""
    lost = broken(after, kept)
    known = {one.golden.id for one in broken(before, [one.golden for one in lost])}
    return [one for one in lost if one.golden.id not in known]


def holds(golden: Golden, answer: Answer) -> bool:
    """Whether *answer* is the one that *golden* wants: the same figure or name, or else a passage of its article."""
    if golden.is_refusal or not answer.answered:
        return golden.is_refusal and not answer.answered
    if golden.answer is None:
        return golden.article_id in {passage.article_id for passage in answer.passages[:1]}
    if answer.fact is not None:
        return _tells(answer.fact.text, golden.answer)
    return any(_tells(passage.text, golden.answer) for passage in answer.passages[:1])


def said(answer: Answer) -> str | None:
    """What *answer* is in a few words; None for a refusal."""
    if not answer.answered:
        return None
    return answer.fact.text if answer.fact else answer.passages[0].title if answer.passages else ""


def _tells(text: str, wanted: str) -> bool:
    """Whether *text* has *wanted* in it, not as a part of a longer number."""
    inside, of = re.escape(_bare(wanted)), _bare(text)
    return bool(re.search(rf"(?<![\d.]){inside}(?![\d.]|(?<=\d)[%万亿])", of))


def _bare(text: str) -> str:
    return re.sub(r"\s", "", squeeze(text))
