"""Which of the weighed mentions is the answer, and which articles tell it otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log

from retrieval.changes import corrected
from retrieval.matching import shared
from retrieval.options import Option

RIVAL = 0.55  # of the best chance: another article's figure as likely as that contradicts it
NEWER = 0.8  # of the best chance: a newer article's figure as likely as that is the answer instead
SAME_STORY = 4  # characters that two headlines or texts have in common where they tell of one thing


@dataclass(frozen=True, slots=True)
class Choice:
    """The mention that fits best, the chance that it is what is asked, and what other articles say against it."""

    option: Option
    chance: float
    others: tuple[Option, ...] = ()
    ahead: float = 9.0  # log-odds between it and the best mention that tells something else
    against: float = 0.0  # log-odds, at most 0, that the demand which it meets least costs it


def decide(weighed: Mapping[Option, float], *, dated: bool) -> Choice | None:
    """The best of *weighed*; of equals the newest, unless the question is *dated*, that is, names its time itself."""
    standing = {option: chance for option, chance in weighed.items() if not _put_right(option, weighed)}
    if not standing:
        return None
    best = max(standing, key=lambda option: standing[option])  # of equals the first: passages come best first
    others = [option for option in standing if _disagrees(option, best) and standing[option] >= RIVAL * standing[best]]
    if not dated:
        newer = [other for other in others if _date(other) > _date(best) and standing[other] >= NEWER * standing[best]]
        if newer and _date(best):
            newest = max(newer, key=_date)
            others = [best, *(other for other in others if other is not newest and _disagrees(other, newest))]
            best = newest
    else_told = [chance for option, chance in standing.items() if _answer(option) != _answer(best)]
    ahead = odds(standing[best]) - odds(max(else_told)) if else_told else 9.0
    return Choice(best, standing[best], tuple(sorted(others, key=_date, reverse=True)), ahead)


def _answer(option: Option) -> object:
    """What *option* tells: its value and unit, or its name."""
    mention = option.mention
    return (mention.value, mention.unit) if mention.value is not None else mention.text


def odds(chance: float) -> float:
    """The log-odds of *chance*, kept finite."""
    bounded = min(max(chance, 1e-6), 1 - 1e-6)
    return log(bounded / (1 - bounded))


def _put_right(option: Option, weighed: Mapping[Option, float]) -> bool:
    """Whether another article's correction names this very figure as a misprint of this article."""
    mention = option.mention
    if mention.value is None or corrected(option.page, mention) is not None:
        return False
    for other in weighed:
        misprint = other.mention
        same = misprint.value == mention.value and misprint.unit == mention.unit and other.page is not option.page
        if same and corrected(other.page, misprint) is False:
            return shared(option.page.heading, other.page.prose.text) >= SAME_STORY
    return False


def _disagrees(option: Option, best: Option) -> bool:
    """Whether *option* tells of another article's figure of the same kind and unit, but another value."""
    one, other = option.mention, best.mention
    comparable = one.kind == other.kind and one.unit == other.unit and one.value is not None
    return option.page is not best.page and comparable and one.value != other.value


def _date(option: Option) -> str:
    """The date of the mention's article; "" where it is not known."""
    return option.page.article.date or ""
