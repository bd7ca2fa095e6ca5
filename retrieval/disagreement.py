"""What other articles tell instead of the answer, and how the tales differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from retrieval.facts import describe
from retrieval.matching import shared
from retrieval.mentions import NUMERIC
from retrieval.options import Option
from retrieval.periods import governing_date
from retrieval.types import Difference, Told

MOST = 4  # other articles that a reader is told of
SAME_SUBJECT = 2  # characters that two names of one thing have in common at least


def told_otherwise(answer: Option, others: Sequence[Option]) -> tuple[Told, ...]:
    """What *others*, mentions of other articles, tell against *answer*: each value once, the newest first."""
    return tuple(_each_once(answer, sorted(others, key=_date, reverse=True)))[:MOST]


def _each_once(answer: Option, others: Sequence[Option]) -> Iterator[Told]:
    seen = {(answer.mention.value, answer.mention.unit)}
    for other in others:
        value = (other.mention.value, other.mention.unit)
        if value not in seen:
            seen.add(value)
            article = other.page.article
            yield Told(other.mention.text, article.id, article.headline, article.date, difference(answer, other))


def difference(answer: Option, other: Option) -> Difference:
    """Why both may be right: of other times, of other things, of another day. If none of these, one of them errs."""
    times = [_time(option) for option in (answer, other)]
    if all(times) and times[0] != times[1]:
        return "period"
    one, two = (describe(option.page, option.mention).subject for option in (answer, other))
    if one and two and one not in two and two not in one and shared(one, two) < SAME_SUBJECT:
        return "scope"
    mine, its = _date(answer), _date(other)
    if mine and its and mine != its:
        return "earlier" if its < mine else "later"
    return "contradiction"


def _time(option: Option) -> str | None:
    """When the figure holds, as its own sentence says; None where it does not say."""
    if option.mention.kind not in NUMERIC:
        return None
    date = governing_date(option.page, option.mention)
    return str(date.value) if date and date.value else None


def _date(option: Option) -> str:
    """The date of the mention's article; "" where it is not known."""
    return option.page.article.date or ""
