"""The buttons under an answer. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.texts import DEFAULT, TEXTS, Language
from bot.words.markup import Button, clip
from bot.words.wording import shown
from retrieval.types import Answer
from store.questions import Verdict

LONGEST_BUTTON = 40
GOOD, BAD, CHOSEN, DRAWING = "👍", "👎", " ✓", "📊"


@dataclass(frozen=True, slots=True)
class Below:
    """What stands under an answer beside its passages."""

    questions: Sequence[str] = ()  # further ones, to tap
    votes: bool = False  # whether a reader may say if the answer was any good
    verdict: Verdict | None = None  # what one said
    asks_why: bool = False  # the reader is to say what is wrong
    drawn: bool = False  # whether the figure can be seen beside others


NOTHING_BELOW = Below()


def question_buttons(questions: Sequence[str], reply_id: int, language: Language) -> tuple[tuple[Button, ...], ...]:
    """One button a question; a tap asks it."""
    return tuple(
        (Button(clip(shown(question.replace("?", "？"), language), LONGEST_BUTTON) or "…", f"q:{reply_id}:{number}"),)
        for number, question in enumerate(questions)
    )


def buttons(
    found: Answer, reply_id: int, *, language: Language = DEFAULT, below: Below = NOTHING_BELOW
) -> tuple[tuple[Button, ...], ...]:
    """原文 for the article of the answer, 更多 for other passages, 👍 👎, then further questions."""
    texts = TEXTS[language]
    if below.asks_why:
        reasons = ((texts.bad_figure, "figure"), (texts.bad_answer, "answer"), (texts.bad_missing, "missing"))
        return (
            tuple(Button(text, f"k:{reply_id}:{verdict}") for text, verdict in reasons),
            (Button(texts.back_to_answer, f"b:{reply_id}"),),
        )
    row = []
    if found.passages:
        cited = cited_in(found)
        row.append(Button(texts.original, f"o:{reply_id}:{cited}:-"))
        if len(found.passages) > 1:
            row.append(Button(texts.more, f"n:{reply_id}:{0 if cited else 1}"))
    if below.drawn:
        row.append(Button(DRAWING, f"h:{reply_id}"))
    if below.votes:
        good, bad = below.verdict == "good", below.verdict not in (None, "good")
        row.append(Button(GOOD + CHOSEN * good, f"k:{reply_id}:good"))
        row.append(Button(BAD + CHOSEN * bad, f"k:{reply_id}:bad"))
    tell_me = (Button(texts.tell_me, f"s:q:{reply_id}"), Button(texts.verify, f"c:{reply_id}"))
    rows = (*question_buttons(below.questions, reply_id, language), tell_me)
    return (tuple(row), *rows) if row else rows


def cited_in(found: Answer) -> int:
    """The number of the passage that proves the answer; 0 where none is better."""
    fact = found.fact
    if fact is None:
        return 0
    same = [n for n, one in enumerate(found.passages) if one.article_id == fact.article_id]
    return next((n for n in same if fact.evidence in found.passages[n].text), same[0] if same else 0)
