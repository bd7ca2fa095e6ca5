"""Learns the judge of mentions from question sets, and reports what it is worth on sets not learned from.

    python scripts/train_matcher.py [FOLDER] --out retrieval/matcher.npz    learn on every set of FOLDER
    python scripts/train_matcher.py [FOLDER] --report                       learn without each set, measure on it

FOLDER (default ../shared/eval/open) holds NAME.articles.jsonl and NAME.questions.jsonl; a question without answers is a
near miss, for which every mention is wrong. Passages are found by the plain weighted sum, so that the ranker can be
learned anew without this. Needs the `train` extra.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
import numpy.typing as npt

from retrieval.asked import Asked
from retrieval.folding import fold
from retrieval.index import open_index
from retrieval.matching import FEATURES, measure
from retrieval.mentions import Mention, Page
from retrieval.numerals import NUMERAL, read_numeral
from retrieval.options import FIGURES, NAMES, Option, gather
from retrieval.question import read_question
from retrieval.ranking import Ranker
from retrieval.search import Searcher
from retrieval.trees import LEAVES, Trees
from store.intake.chunking import chunk
from store.models import Article, Chunk

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "eval" / "open"
ROUNDS = 400
SETTINGS: dict[str, Any] = {
    "objective": "binary",
    "learning_rate": 0.05,
    "num_leaves": LEAVES - 1,
    "min_data_in_leaf": 25,
    "feature_fraction": 0.6,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 4.0,
    "use_missing": False,  # what Trees.from_dump reads
    "num_threads": 1,
    "seed": 7,
    "verbose": -1,
}
COVERAGES = (0.6, 0.7, 0.8)  # shares of the figure questions answered, at which precision is reported

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """One question with the options that its search brought up."""

    answers: tuple[str, ...]  # none: a near miss
    is_figure: bool
    rows: Floats  # option by feature
    right: npt.NDArray[np.bool_]  # which options are an answer


class MemoryCorpus:
    """The Corpus protocol over articles in memory."""

    def __init__(self, articles: Sequence[Article]) -> None:
        ids = count(1)
        self.held = {article.id: article for article in articles}
        self.cut = {article.id: [part._replace(id=next(ids)) for part in chunk(article)] for article in articles}
        self._owners = {part.id: key for key, parts in self.cut.items() for part in parts}

    def holding(self, chunk_ids: Sequence[int]) -> list[tuple[Article, list[Chunk]]]:
        keys = dict.fromkeys(self._owners[chunk_id] for chunk_id in chunk_ids if chunk_id in self._owners)
        return [(self.held[key], self.cut[key]) for key in keys]


def cases(folder: Path, name: str) -> Iterator[Case]:
    """The questions of one set that ask for a figure, a date or a name, with their options."""
    corpus = MemoryCorpus([_article(row) for row in _rows(folder / f"{name}.articles.jsonl")])
    pages: dict[str, Page] = {}
    with tempfile.TemporaryDirectory() as index_folder:
        index = open_index(Path(index_folder))
        index.update(
            remove=(), add=[(corpus.held[key], parts) for key, parts in corpus.cut.items() if parts], generation=1
        )
        searcher = Searcher(index, corpus, ranker=Ranker())  # the learned one has seen these very questions
        for row in _rows(folder / f"{name}.questions.jsonl"):
            question = read_question(row["question"])
            if question.kind not in (*FIGURES, *NAMES):
                continue
            found = searcher.search(question)
            for passage in found.passages:
                if passage.article_id not in pages:
                    pages[passage.article_id] = Page(corpus.held[passage.article_id])
            asked = Asked(question, searcher.alternatives(question))
            options = gather(asked, found.passages, [pages[passage.article_id] for passage in found.passages])
            if options:
                rows = np.array(measure(asked, options))
                right = np.array([_is_right(option, row) for option in options])
                yield Case(tuple(row["answers"]), question.kind in FIGURES, rows, right)
        index.close()


def learn(learned: Sequence[Case]) -> Trees:
    """Trees whose sum is the log-odds that an option is the answer."""
    rows = np.concatenate([case.rows for case in learned])
    right = np.concatenate([case.right for case in learned])
    data = lightgbm.Dataset(rows, right.astype(float), feature_name=list(FEATURES))
    return Trees.from_dump(lightgbm.train(SETTINGS, data, ROUNDS).dump_model())


def report(trees: Trees, measured: Sequence[Case]) -> dict[str, Any]:
    """Precision of the best option at some coverages of the figure questions; near misses that get as high a score."""
    best = [(float(scores.max()), bool(case.right[scores.argmax()]), case) for case, scores in _scored(trees, measured)]
    figures = sorted(((score, right) for score, right, case in best if case.answers and case.is_figure), reverse=True)
    missed = [score for score, _, case in best if not case.answers]
    told: dict[str, Any] = {"figure questions": len(figures), "near misses": len(missed)}
    for coverage in COVERAGES:
        given = figures[: int(coverage * len(figures))]
        told[f"precision at {coverage:.0%}"] = round(sum(right for _, right in given) / len(given), 3)
        if missed:
            told[f"near misses at {coverage:.0%}"] = round(float(np.mean(np.array(missed) >= given[-1][0])), 3)
    return told


def _scored(trees: Trees, measured: Sequence[Case]) -> Iterator[tuple[Case, Floats]]:
    for case in measured:
        yield case, trees.scores(case.rows)


def _is_right(option: Option, row: dict[str, Any]) -> bool:
    """A figure with the numbers of an answer; a name of the answer's article that is, but for a few characters, one."""
    mention = option.mention
    if mention.kind in NAMES:
        return option.page.article.id == row["article_id"] and any(_same_name(mention, text) for text in row["answers"])
    wanted = [_numbers(text) for text in row["answers"]]
    return bool(found := _numbers(mention.text)) and found in wanted


def _same_name(mention: Mention, answer: str) -> bool:
    one, other = _bare(mention.text), _bare(answer)
    return (other in one and len(one) <= max(len(other) + 3, 1.6 * len(other))) or (
        one in other and len(one) >= 0.6 * len(other)
    )


def _bare(text: str) -> str:
    return re.sub(r"\s", "", fold(unicodedata.normalize("NFKC", text))).strip('“”"《》')


def _numbers(text: str) -> list[float]:
    """Every number in *text*, in order."""
    folded = fold(unicodedata.normalize("NFKC", text))
    read = [read_numeral(match.group()) for match in NUMERAL.finditer(folded)]
    return [numeral.low for numeral in read if numeral is not None]


def _article(row: dict[str, Any]) -> Article:
    return Article(id=row["id"], headline=row["title"], paragraphs=tuple(row["text"].split("\n")), date=row.get("date"))


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--out", type=Path, help="where to write the model learned on every set")
    parser.add_argument("--report", action="store_true", help="learn without each set, and measure on it")
    told = parser.parse_args()
    names = sorted(path.name.removesuffix(".articles.jsonl") for path in told.folder.glob("*.articles.jsonl"))
    sets = {name: list(cases(told.folder, name)) for name in names}
    if told.report:
        for name in names:
            trees = learn([case for other in names if other != name for case in sets[other]])
            print(name, json.dumps(report(trees, sets[name])))
    if told.out:
        arrays: dict[str, Any] = learn([case for name in names for case in sets[name]]).arrays("matcher")
        np.savez_compressed(told.out, **arrays)
        print(f"{told.out}: {told.out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
