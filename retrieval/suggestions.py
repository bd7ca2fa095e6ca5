"""Questions that an article's facts answer: the printed clause with 多少 for its figure, so that it reads well."""

from __future__ import annotations

import re

from retrieval.facts import extract
from retrieval.types import Fact
from store.models import Article

MOST = 10  # questions of one article
SHORT, LONG = 8, 34  # characters of a question that says enough, and not more than a button shows
ROLE = 18  # characters of a person's office
LEAN = re.compile(r"^(?:[该其这那此共约]|.{0,3}多少)")  # leans on the sentence before, or names nothing
FIGURE = re.compile(r"^[\d０-９.．,，%％\s]+[万亿千百]*")
PAIRS = ("“”", "‘’", "（）", "《》", "「」")


def suggest(article: Article) -> list[str]:
    """Questions that the facts of *article* answer, figures before persons: each names what it asks for."""
    facts = sorted(extract(article), key=lambda fact: fact.kind == "person")
    questions = [question for fact in facts if (question := _question(fact))]
    return list(dict.fromkeys(questions))[:MOST]


def _question(fact: Fact) -> str | None:
    text: str | None = None
    if fact.kind == "person":
        text = f"{fact.subject}是谁" if len(fact.subject) <= ROLE else None
    elif fact.kind in ("number", "money", "percent") and not fact.approximate:
        text = _clause(fact)
    return f"{text}？" if text is not None and _reads_well(text) else None


def _clause(fact: Fact) -> str | None:
    """The clause with 多少 for the figure, and with its subject in front where it names none."""
    if fact.evidence.count(fact.text) != 1 or not FIGURE.match(fact.text):
        return None
    unit = "" if fact.kind == "percent" else fact.unit or ""
    before, after = fact.evidence.split(fact.text)
    clause = f"{before}多少{unit}{after}"
    return clause if fact.subject in clause or len(clause) > LONG // 2 else fact.subject + clause


def _reads_well(text: str) -> bool:
    whole = all(text.count(pair[0]) == text.count(pair[1]) for pair in PAIRS)
    return whole and SHORT <= len(text) <= LONG and not LEAN.search(text) and not re.search(r"[，,。；;：:]", text)
