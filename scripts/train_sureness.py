"""Learns what tells a look-alike in a large corpus, and reports risk and coverage on sets not learned from.

    python scripts/train_sureness.py [FOLDER]

FOLDER (default ../shared/eval/open) is as for `train_matcher.py`. Each set is answered with a judge of mentions that
was learned without it: a judge is surer of what it has seen. Besides, its questions are put to the corpus without every
second article, so that half of them are asked in vain. The weights go by hand into `retrieval/sureness.py`; near misses
are reported only. Needs the `train` extra.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from train_matcher import FOLDER, Case, MemoryCorpus, _article, _bare, _is_right, _rows, cases, learn

from retrieval.answer import Answerer
from retrieval.index import open_index
from retrieval.matcher import Matcher
from retrieval.options import FIGURES, NAMES, Option
from retrieval.question import read_question
from retrieval.search import Searcher
from retrieval.sureness import crowd, crowded, signs, sureness

COVERAGES = (0.5, 0.6, 0.7, 0.75, 0.8)  # shares of the figure questions answered, at which precision is reported
SIGNS = ("later", "next to", "named")
RIDGE = 10.0  # pull of the weights towards 0

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Row:
    """What was chosen for one question."""

    sureness: float
    crowding: float  # what the corpus takes off
    signs: tuple[float, ...]
    right: bool
    is_figure: bool
    is_near_miss: bool
    is_in_vain: bool  # the corpus lacks its article


def answers(folder: Path, name: str, matcher: Matcher, *, every: int) -> tuple[list[Row], int]:
    """What is chosen for the questions of a set, every *every*th article held; and how many ask for a figure."""
    articles = [_article(row) for row in _rows(folder / f"{name}.articles.jsonl")][::every]
    corpus, rows, figures = MemoryCorpus(articles), [], 0
    with tempfile.TemporaryDirectory() as index_folder:
        index = open_index(Path(index_folder))
        index.update(
            remove=(), add=[(corpus.held[key], parts) for key, parts in corpus.cut.items() if parts], generation=1
        )
        searcher, answerer = Searcher(index, corpus), Answerer(index, corpus, matcher=matcher)
        for row in _rows(folder / f"{name}.questions.jsonl"):
            question = read_question(row["question"])
            held = row["article_id"] in corpus.held
            if question.kind not in (*FIGURES, *NAMES) or (every > 1 and held):
                continue
            is_figure = question.kind in FIGURES
            figures += is_figure and bool(row["answers"])
            found = searcher.search(question)
            if (choice := answerer.choose(question, found)) is None:
                continue
            option = choice.option
            right = held and bool(row["answers"]) and _answers(option, row)
            crowding = crowd(found.among) * crowded(option)
            vain = not held
            kinds = is_figure, not row["answers"], vain
            rows.append(Row(sureness(choice, found), crowding, signs(option), right, *kinds))
        index.close()
    return rows, figures


def _answers(option: Option, row: dict[str, Any]) -> bool:
    """Whether *option* has the numbers of an answer, or is printed in one: many of them are whole sentences."""
    if _is_right(option, row):
        return True
    printed = re.sub("[,，]", "", _bare(option.mention.text))
    same = option.page.article.id == row["article_id"]
    return option.mention.kind in FIGURES and same and any(printed in _plain(text) for text in row["answers"])


def _plain(text: str) -> str:
    return re.sub("[,，]", "", _bare(text))


def weigh(rows: Sequence[Row]) -> Floats:
    """The weights of the signs, and a constant, of a logistic model on top of the sureness (Newton's method)."""
    features = np.array([[*row.signs, 1.0] for row in rows])
    offset, right = np.array([row.sureness for row in rows]), np.array([float(row.right) for row in rows])
    ridge = np.diag([RIDGE] * len(SIGNS) + [0.0])
    weights = np.zeros(features.shape[1])
    for _ in range(30):
        chances = 1 / (1 + np.exp(-(features @ weights + offset)))
        slope = features.T @ (chances - right) + ridge @ weights
        weights -= np.linalg.solve((features.T * (chances * (1 - chances))) @ features + ridge, slope)
    return weights


def report(rows: Sequence[Row], figures: int) -> Iterator[str]:
    """Risk and coverage without and with what the corpus takes off; the share of near misses given a fact."""
    for title, scores in (
        ("small bar", [row.sureness for row in rows]),
        ("with the crowd", [row.sureness + row.crowding for row in rows]),
    ):
        asked = sorted(
            (
                (score, row.right)
                for score, row in zip(scores, rows, strict=True)
                if row.is_figure and not row.is_near_miss
            ),
            reverse=True,
        )
        given = [right for score, right in asked if score >= 0]
        curve = " ".join(
            f"{share:.2f}:{np.mean([right for _, right in asked[: int(share * figures)]]):.3f}" for share in COVERAGES
        )
        missed = [score >= 0 for score, row in zip(scores, rows, strict=True) if row.is_near_miss]
        told = f", near misses with an option given {np.mean(missed):.3f}" if missed else ""
        yield f"  {title}: coverage {len(given) / figures:.3f}, precision {np.mean(given):.3f} | {curve}{told}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    folder = parser.parse_args().folder
    names = sorted(path.name.removesuffix(".articles.jsonl") for path in folder.glob("*.articles.jsonl"))
    judged: dict[str, list[Case]] = {name: list(cases(folder, name)) for name in names}
    held: dict[str, list[Row]] = {}
    for name in names:
        matcher = Matcher(learn([case for other in names if other != name for case in judged[other]]))
        whole, figures = answers(folder, name, matcher, every=1)
        halved, _ = answers(folder, name, matcher, every=2)
        vain = [row for row in halved if row.is_in_vain and row.is_figure and not row.is_near_miss]
        print(
            f"{name}: asked in vain, given a figure {np.mean([row.sureness >= 0 for row in vain]):.3f} of {len(vain)}"
        )
        print(*report(whole, figures), sep="\n", flush=True)
        held[name] = [row for row in (*whole, *halved) if not row.is_near_miss]
    for left in (None, *names):
        weights = weigh([row for name in names if name != left for row in held[name]])
        told = ", ".join(f"{sign} {weight:.2f}" for sign, weight in zip(SIGNS, weights, strict=False))
        print(f"weights learned {f'without {left}' if left else 'on every set'}: {told}")


if __name__ == "__main__":
    main()
