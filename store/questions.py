"""What was asked, without who asked: for the editors' statistics and their list of what the paper could not answer."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Literal, get_args

from sqlite_utils import Database

HOUR = 3600.0

Verdict = Literal["good", "bad", "figure", "answer", "missing"]  # the last three say what is bad
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


def keep(
    db: Database,
    question: str,
    *,
    answered: bool,
    fact: str | None,
    missing: Sequence[str],
    confidence: float,
    now: float,
) -> int:
    """Keep a question with what was answered (*fact* as JSON); returns its number. Call inside `atomic(db)`.

    The time is kept to the hour, so that it tells nothing of the person who asked.
    """
    row = db.execute(
        "INSERT INTO questions (question, answered, fact, missing, confidence, asked_at) VALUES (?, ?, ?, ?, ?, ?)"
        " RETURNING id",
        [question, answered, fact, json.dumps(list(missing), ensure_ascii=False), confidence, now - now % HOUR],
    ).fetchone()
    return int(row[0])


def judge(db: Database, question_id: int, verdict: Verdict) -> None:
    """Somebody's word on the answer; a later one takes its place. Call inside `atomic(db)`."""
    db.execute("UPDATE questions SET verdict = ? WHERE id = ?", [verdict, question_id])


def sweep(db: Database, *, before: float) -> int:
    """Drop what was asked before *before*; returns the number. Call inside `atomic(db)`."""
    return db.execute("DELETE FROM questions WHERE asked_at < ?", [before]).rowcount
