"""What the bot keeps of a conversation, as JSON and back."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, fields
from functools import cache, lru_cache
from typing import Any

from bot.texts import Language
from bot.words.markup import Reply
from retrieval.types import Answer, Context, FactAnswer, Passage, Told
from store.questions import Verdict

ANSWERS = 500  # of which the JSON is kept, for readers ask alike; some 3 KB each


@dataclass(frozen=True, slots=True)
class Proof:
    """What an answer can be found again by: the state of the paper it was found in, and how it was shown."""

    generation: int  # of the store
    context: Context | None  # what the question followed up on
    language: Language
    short: bool
    digest: str  # of the message


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
    proof: Proof | None = None  # of an answer


def pack(kept: Kept) -> str:
    """*kept* as JSON; `to` stays a field of its own, by which the store finds the reply to a message."""
    rest = {name: value for name, value in _fields(kept).items() if name != "answer"}
    return f'{{"answer": {_answer_json(kept.answer)}, {_json(rest)[1:]}'


@lru_cache(ANSWERS)
def _answer_json(answer: Answer | None) -> str:
    return _json(answer)


def unpack(content: str) -> Kept:
    """What `pack` made."""
    row = json.loads(content)
    answer = row["answer"] and _answer(row["answer"])
    proof = row["proof"] and _proof(row["proof"]) if "proof" in row else None
    return Kept(**{**row, "answer": answer, "questions": tuple(row["questions"]), "proof": proof})


def pack_fact(fact: FactAnswer | None) -> str | None:
    """*fact* as JSON."""
    return None if fact is None else _json(fact)


def unpack_fact(content: str) -> FactAnswer:
    """What `pack_fact` made of a fact."""
    return _fact(json.loads(content))


def pack_context(context: Context) -> str:
    """*context* as JSON."""
    return _json(context)


def unpack_context(content: str) -> Context:
    """What `pack_context` made."""
    return _context(json.loads(content))


def _json(record: object) -> str:
    # `asdict` would copy every passage of an answer first, which takes twice as long
    return json.dumps(record, ensure_ascii=False, default=_fields)


def _fields(record: Any) -> dict[str, Any]:
    return {name: getattr(record, name) for name in _names(record.__class__)}


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def digest_of(reply: Reply) -> str:
    """What two messages of the same text and markup share."""
    return hashlib.sha256(reply.html.encode()).hexdigest()[:16]


def _proof(row: dict[str, Any]) -> Proof:
    return Proof(**{**row, "context": row["context"] and _context(row["context"])})


def _context(row: dict[str, Any]) -> Context:
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
    others = tuple(Told(**told) for told in row.get("others", ()))  # rows of the first release have none
    return FactAnswer(**{**row, "value": tuple(value) if isinstance(value, list) else value, "others": others})
