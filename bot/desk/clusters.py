"""Questions that ask much the same, put together: what the paper lacks, by how many miss it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from store.questions import Asked

ALIKE = 0.5  # share of all their terms that two questions of one cluster have in common, at least


@dataclass(frozen=True, slots=True)
class Cluster:
    """Questions alike; never empty."""

    questions: tuple[Asked, ...]  # oldest first

    @property
    def leader(self) -> Asked:
        """The oldest question, which the cluster is known by."""
        return self.questions[0]

    @property
    def wordings(self) -> list[tuple[str, int]]:
        """How they were worded, commonest first, each with how often."""
        return Counter(one.question for one in self.questions).most_common()

    @property
    def missing(self) -> list[str]:
        """The words that no article held, commonest first."""
        return [word for word, _ in Counter(word for one in self.questions for word in one.missing).most_common()]


def cluster(asked: Iterable[Asked], terms: Callable[[str], Iterable[str]]) -> list[Cluster]:
    """Put *asked* into clusters, largest first; *terms* are the words of a question that say what it is about.

    Each question joins the cluster whose first question it has most terms in common with, if that is ALIKE, or begins
    one of its own. Deterministic, and cheap: only clusters that share a term are compared.
    """
    members: list[list[Asked]] = []
    about: list[frozenset[str]] = []  # the terms of each cluster's first question
    holding: dict[str, list[int]] = defaultdict(list)  # term → clusters whose first question has it
    known: dict[str, int] = {}  # question → cluster
    for one in asked:
        number = known.get(one.question)
        if number is None:
            of = frozenset(terms(one.question)) or frozenset({one.question})
            number = _closest(of, about, holding)
            if number is None:
                number = len(members)
                members.append([])
                about.append(of)
                for term in of:
                    holding[term].append(number)
            known[one.question] = number
        members[number].append(one)
    return sorted((Cluster(tuple(found)) for found in members), key=lambda one: (-len(one.questions), one.leader.id))


def _closest(of: frozenset[str], about: list[frozenset[str]], holding: dict[str, list[int]]) -> int | None:
    shared = Counter(number for term in of for number in holding.get(term, ()))
    best, most = None, ALIKE
    for number, count in sorted(shared.items()):
        share = count / len(of | about[number])
        if share >= most and (best is None or share > most):
            best, most = number, share
    return best
