"""Golden questions: those whose answer was found right at the desk, and has to stay right."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class Golden:
    """A question with the answer that it has to get."""

    id: int
    question: str
    answer: str | None  # the figure or name as printed; None: the article's passage is the answer
    article_id: str | None  # that it was read in; None with answer None: the question has to be refused

    @property
    def is_refusal(self) -> bool:
        """Whether the right answer is that the paper does not know."""
        return self.answer is None and self.article_id is None


def keep(db: Database, question: str, *, answer: str | None, article_id: str | None, by: int, now: float) -> int:
    """Keep a golden question, in place of one of the same words; returns its number. Call inside `atomic(db)`."""
    row = db.execute(
        "INSERT INTO golden (question, answer, article_id, kept_by, kept_at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (question) DO UPDATE SET answer = excluded.answer, article_id = excluded.article_id,"
        " kept_by = excluded.kept_by, kept_at = excluded.kept_at RETURNING id",
        [question, answer, article_id, by, now],
    ).fetchone()
    return int(row[0])


def drop(db: Database, golden_id: int) -> bool:
    """Guard a question no longer; False if it was not guarded. Call inside `atomic(db)`."""
    return db.execute("DELETE FROM golden WHERE id = ?", [golden_id]).rowcount > 0


def get(db: Database, golden_id: int) -> Golden | None:
    """The golden question of this number."""
    row = db.execute("SELECT id, question, answer, article_id FROM golden WHERE id = ?", [golden_id]).fetchone()
    return None if row is None else Golden(*row)


def all_golden(db: Database) -> list[Golden]:
    """Every golden question, oldest first."""
    return [Golden(*row) for row in db.execute("SELECT id, question, answer, article_id FROM golden ORDER BY id")]
