"""Questions that an article's facts answer, in natural words: the example buttons."""

from __future__ import annotations

from retrieval.facts import extract
from retrieval.types import Fact
from store.models import Article

MOST = 8  # questions of one article
LONG = 18  # characters: a longer measure or role does not make a natural question


def suggest(article: Article) -> list[str]:
    """Questions that the facts of *article* answer, those for a person or for an exact figure first."""
    facts = extract(article)
    questions = [question for rank in (0, 1) for fact in facts if (question := _question(fact, rank))]
    return list(dict.fromkeys(questions))[:MOST]


def _question(fact: Fact, rank: int) -> str | None:
    """The question for *fact*, if it is of this *rank*: 0 names its subject, 1 does not."""
    if fact.kind == "person":
        fits = 4 <= len(fact.subject) <= LONG and not fact.subject.startswith(("该", "其"))
        return f"{fact.subject}是谁?" if fits and rank == 0 else None
    if not 2 <= len(fact.measure) <= LONG or (rank == 0) == (not fact.subject) or len(fact.subject) > LONG:
        return None
    about = f"{fact.subject}的{fact.measure}" if fact.subject else fact.measure
    if fact.kind in ("money", "percent"):
        return f"{about}是多少?"
    if fact.kind == "number" and fact.unit and not fact.approximate:
        return f"{about}有多少{fact.unit}?"
    return None
