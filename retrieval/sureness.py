"""How sure a choice is: what the mention is worth, what the search is worth, and how much there was to take for it.

On a page of ten articles hardly anything looks like the answer but the answer, and readers ask in other words than the
paper's, so the mention's own odds decide. The larger the corpus, the likelier it holds something that only looks like
it: of questions that a corpus cannot answer, 0.7% were given a figure among 92 chunks, 2% among 982, 7% among 4,800.
So the bar rises with the corpus, and what tells a look-alike counts more: that other passages came first, that the
mention stands only next to one, that it is a name. `scripts/train_sureness.py` learned these weights and measures them.
"""

from __future__ import annotations

from math import log

from retrieval.deciding import Choice, odds
from retrieval.figure_demands import tells_rank
from retrieval.options import FIGURES, NAMES, Option
from retrieval.question import Question
from retrieval.search import Found

SURE = -0.15  # log-odds from which a mention is the answer: its own, and a part of those that its passages answer
TRUST = 0.25  # how much the confidence of the search counts
DOUBT, CERTAIN = 0.4, 0.95  # confidence below and above which it counts no more
# How much surer a name has to be, easily taken for another.
NAME = {"person": 0.8, "org": 0.5, "place": 0.5, "title": 0.1, "list": 0.1}
ALONE = 0.4  # what each of up to two log-odds counts by which a name is more than one ahead of the next best
# The same of a figure with the very unit asked for, in the best passage, that nothing gravely speaks against.
LEADS, GRAVE = 0.5, -1.1
SMALL, LARGE = 500, 3000  # chunks up to which a corpus crowds no answer, and from which it does so fully
# What a fully crowded corpus takes off, in log-odds; the first is chosen, the others are learned.
CROWDED, LATER, NEXT_TO, NAMED = 0.5, 0.7, 1.2, 0.75

# Chance below which passages without a fitting figure or name do not answer a question for one …
LIKELY = {**dict.fromkeys(FIGURES, 0.5), "person": 0.4, "org": 0.4, "place": 0.3, "title": 0.3}
# … unless the search is so sure of the passages: its judge learned on large corpora, and is too sure of a page's.
PLAIN, PLAIN_AMONG_MANY = {"person": 0.95}, 0.8


def is_sure(choice: Choice, found: Found) -> bool:
    """Whether the mention is given as the answer."""
    crowds = crowd(found.among)
    return sureness(choice, found) + crowds * crowded(choice.option) + (1 - crowds) * lead(choice) >= 0


def is_told(question: Question, found: Found, choice: Choice | None) -> bool:
    """Whether the passages answer although no fact is given."""
    if not found.answered:
        return False
    if question.kind in LIKELY:
        # the search knows more of passages than the matcher of what is out of the ordinary
        plain = PLAIN_AMONG_MANY if crowd(found.among) > 0 else PLAIN.get(question.kind, 1.0)
        return found.confidence >= plain or (choice is not None and choice.chance >= LIKELY[question.kind])
    return tells_rank(question.text, found.passages[0].text)


def sureness(choice: Choice, found: Found) -> float:
    """The log-odds of *choice* above the bar that a small corpus has."""
    kind = choice.option.mention.kind
    trust = TRUST * odds(min(max(found.confidence, DOUBT), CERTAIN))
    alone = ALONE * _lead(choice) if kind in NAMES else 0.0
    return odds(choice.chance) + trust + alone - SURE - NAME.get(kind, 0.0)


def lead(choice: Choice) -> float:
    """The log-odds that a figure is worth more for being far ahead of all others, where nothing speaks against it."""
    option = choice.option
    clear = option.rank == 0 and not option.neighbour and option.fit == 1.0 and choice.against >= GRAVE
    return LEADS * _lead(choice) if clear and option.mention.kind not in NAMES else 0.0


def _lead(choice: Choice) -> float:
    """The log-odds, at most two, by which *choice* is more than one ahead of the next best."""
    return min(max(choice.ahead - 1, 0), 2)


def crowd(chunks: int) -> float:
    """How likely it is that among *chunks* something looks like any answer: 0 on a page … 1 in a large corpus."""
    return min(max(log(max(chunks, 1) / SMALL) / log(LARGE / SMALL), 0.0), 1.0)


def crowded(option: Option) -> float:
    """The log-odds, at most 0, that *option* is worth less where something looks like any answer."""
    return -CROWDED - sum(weight * sign for weight, sign in zip((LATER, NEXT_TO, NAMED), signs(option), strict=True))


def signs(option: Option) -> tuple[float, float, float]:
    """What tells a look-alike: passages that came before its own, that it stands next to it only, that it is a name."""
    return float(option.rank), float(option.neighbour), float(option.mention.kind in NAMES)
