"""What the bot keeps of a conversation, as JSON and back."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from retrieval.types import Answer, Context, FactAnswer, Passage
from store.questions import Verdict


@dataclass(frozen=True, slots=True)
class Kept:
    """What the buttons of a reply need."""

    to: int | None = None  # message_id of what it replies to
    answer: Answer | None = None
    asked_by_button: bool = False  # the reader did not type the question, so it is shown
    questions: tuple[str, ...] = ()  # of its buttons
    question_id: int | None = None  # under which the question is kept for the editors, without who asked
    verdict: Verdict | None = None  # a reader's on the answer
    thread: int = 0  # forum topic that it was said in; 0 for none
    file: str | None = None  # of subscriptions that are shown before they are imported


def pack(kept: Kept) -> str:
    """*kept* as JSON; `to` stays a field of its own, by which the store finds the reply to a message."""
    return json.dumps(asdict(kept), ensure_ascii=False)


def unpack(content: str) -> Kept:
    """What `pack` made."""
    row = json.loads(content)
    answer = row["answer"] and _answer(row["answer"])
    return Kept(**{**row, "answer": answer, "questions": tuple(row["questions"])})


def pack_fact(fact: FactAnswer | None) -> str | None:
    """*fact* as JSON."""
    return None if fact is None else json.dumps(asdict(fact), ensure_ascii=False)


def unpack_fact(content: str) -> FactAnswer:
    """What `pack_fact` made of a fact."""
    return _fact(json.loads(content))


def pack_context(context: Context) -> str:
    """*context* as JSON."""
    return json.dumps(asdict(context), ensure_ascii=False)


def unpack_context(content: str) -> Context:
    """What `pack_context` made."""
    row = json.loads(content)
    return Context(
        **{
            **row,
            "article_ids": tuple(row["article_ids"]),
            "chunk_ids": tuple(row["chunk_ids"]),
            "fact": row["fact"] and _fact(row["fact"]),
        }
    )


def _answer(row: dict[str, Any]) -> Answer:
    passages = tuple(Passage(**passage) for passage in row["passages"])
    return Answer(
        **{**row, "fact": row["fact"] and _fact(row["fact"]), "passages": passages, "missing": tuple(row["missing"])}
    )


def _fact(row: dict[str, Any]) -> FactAnswer:
    # JSON has no tuples: the value of a range comes back as a list
    value = row["value"]
    return FactAnswer(**{**row, "value": tuple(value) if isinstance(value, list) else value})
