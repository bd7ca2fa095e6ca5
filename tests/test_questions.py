"""What was asked, kept without who asked."""

from __future__ import annotations

from sqlite_utils import Database

from store import questions
from store.schema import atomic


def test_a_question_is_kept_to_the_hour_and_not_for_ever(db: Database) -> None:
    """With what was answered and what readers said of it, until it is swept away."""
    with atomic(db):
        number = questions.keep(db, "多少？", answered=False, fact=None, missing=("头盔",), confidence=0.1, now=7300.5)
        questions.judge(db, number, "missing")
    (row,) = db.query("SELECT * FROM questions")
    assert row == {
        "id": number,
        "question": "多少？",
        "answered": 0,
        "fact": None,
        "missing": '["头盔"]',
        "confidence": 0.1,
        "asked_at": 7200.0,
        "verdict": "missing",
        "seconds": None,
        "handled": 0,
    }
    with atomic(db):
        assert questions.sweep(db, before=7200.0) == 0
        assert questions.sweep(db, before=7201.0) == 1
