"""What was asked, without who asked: for the editors' statistics and their list of what the paper could not answer."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from sqlite_utils import Database

HOUR = 3600.0

Verdict = Literal["good", "bad", "figure", "answer", "missing"]  # the last three say what is bad
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was asked, without who asked it."""

    id: int
    question: str
    answered: bool
    fact: str | None  # JSON of the figure answered
    missing: tuple[str, ...]  # words that no article holds
    verdict: Verdict | None


def keep(
    db: Database,
    question: str,
    *,
    answered: bool,
    fact: str | None,
    missing: Sequence[str],
    confidence: float,
    now: float,
    seconds: float | None = None,
) -> int:
    """Keep a question with what was answered (*fact* as JSON) in how many *seconds*; returns its number.

    The time is kept to the hour, so that it tells nothing of the person who asked. Call inside `atomic(db)`.
    """
    row = db.execute(
        "INSERT INTO questions (question, answered, fact, missing, confidence, asked_at, seconds)"
        " VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id",
        [
            question,
            answered,
            fact,
            json.dumps(list(missing), ensure_ascii=False),
            confidence,
            now - now % HOUR,
            seconds,
        ],
    ).fetchone()
    return int(row[0])


def count(db: Database, *, answered: bool, confidence: float, now: float, seconds: float | None) -> None:
    """Count a question for the statistics where its words are not to be kept. Call inside `atomic(db)`."""
    keep(db, "", answered=answered, fact=None, missing=(), confidence=confidence, now=now, seconds=seconds)


def get(db: Database, question_id: int) -> Asked | None:
    """The question of this number."""
    return next(iter(_select(db, "id = ?", [question_id])), None)


def refused(db: Database) -> list[Asked]:
    """Questions that got no answer and that nobody at the desk has seen to, oldest first."""
    return _select(db, "NOT answered AND NOT handled AND question != ''", [])


def disliked(db: Database) -> list[Asked]:
    """Questions whose answer a reader found bad and that nobody at the desk has seen to, oldest first."""
    return _select(db, "verdict != 'good' AND NOT handled AND question != ''", [])


def handle(db: Database, question_ids: Collection[int]) -> int:
    """Somebody at the desk has seen to these; returns the number. Call inside `atomic(db)`."""
    return db.execute(
        "UPDATE questions SET handled = 1 WHERE NOT handled AND id IN (SELECT value FROM json_each(?))",
        [json.dumps(list(question_ids))],
    ).rowcount


def _select(db: Database, condition: str, values: list[int]) -> list[Asked]:
    rows = db.execute(
        f"SELECT id, question, answered, fact, missing, verdict FROM questions WHERE {condition} ORDER BY id", values
    )
    return [
        Asked(number, question, bool(answered), fact, tuple(json.loads(missing)), verdict)
        for number, question, answered, fact, missing, verdict in rows
    ]


def judge(db: Database, question_id: int, verdict: Verdict) -> None:
    """Somebody's word on the answer; a later one takes its place. Call inside `atomic(db)`."""
    db.execute("UPDATE questions SET verdict = ? WHERE id = ?", [verdict, question_id])


def sweep(db: Database, *, before: float) -> int:
    """Drop what was asked before *before*; returns the number. Call inside `atomic(db)`."""
    return db.execute("DELETE FROM questions WHERE asked_at < ?", [before]).rowcount
