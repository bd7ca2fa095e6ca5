"""Learns the ranker and its confidence from question sets, and reports what they are worth on sets not learned from.

    python scripts/train_ranker.py [FOLDER] --out retrieval/ranker.npz    learn on every set of FOLDER
    python scripts/train_ranker.py [FOLDER] --report                      learn without each set, measure on it
    python scripts/train_ranker.py [FOLDER] --ablation                    what each family of features is worth

FOLDER (default ../shared/eval/open) holds NAME.articles.jsonl and NAME.questions.jsonl. Needs the `train` extra.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
import numpy.typing as npt
import rjieba

from retrieval.analysis import Analyzer, squeeze
from retrieval.candidates import Candidate, Readings, find_candidates
from retrieval.confidence import Calibration, Confidence
from retrieval.cues import Cues, Floats, read_cues
from retrieval.features import columns_of
from retrieval.folding import fold
from retrieval.index import open_index
from retrieval.rarity import Rarity
from retrieval.signals import SHOWN, signals
from retrieval.synonyms import Synonyms
from retrieval.trees import LEAVES, Trees
from retrieval.types import Index
from store.intake.chunking import chunk
from store.models import Article, Chunk

# Features that tell the same thing in several ways, for the ablation.
FAMILIES = {
    "words here": "words|words_before",
    "pairs of characters here": "pairs|pairs_before",
    "single characters": "characters.*",
    "next door": "(words|pairs)_near",
    "in the article": "(words|pairs)_(article|missing_in_article)",
    "in the headline": "(words|pairs)_(headline|with_headline)|headline_held",
    "beyond the headline": "(words|pairs)_new.*",
    "seldom among candidates": "(words|pairs)_among_candidates",
    "rarest word": "rarest_.*",
    "runs of the question": "run.*",
    "beside the words that ask": "slot.*",
    "kind of answer": "answer.*|kind",
    "order and distance": "span|disorder|first_word",
    "place in the article": "place.*|article_size",
    "BM25 beside the best": "bm25_.*",
    "BM25 ranks": "rank|rank_chunk",
}
FOLDS = 3  # the confidence is learned from rankings by trees that have not seen the article
PAGE = 8  # articles of a small corpus
FALSE_ANSWERS = 0.05  # share of questions without an answer in the corpus that may pass the threshold
RANKER = {
    "objective": "lambdarank", "lambdarank_truncation_level": 10, "learning_rate": 0.09, "num_leaves": LEAVES - 1,
    "min_data_in_leaf": 150, "feature_fraction": 0.5, "bagging_fraction": 0.7, "bagging_freq": 1, "lambda_l2": 20.0,
}  # fmt: skip
RANKER_ROUNDS = 200
JUDGE = {
    "objective": "binary", "learning_rate": 0.06, "num_leaves": 12, "min_data_in_leaf": 60, "feature_fraction": 0.3,
    "bagging_fraction": 0.7, "bagging_freq": 1, "lambda_l2": 10.0,
}  # fmt: skip
JUDGE_ROUNDS = 200
KEPT = 70  # signals that the judge keeps, by what they are worth to a first one
# The judge's chance may only rise with what is found of the question, and only fall with what is not, which holds on
# articles unlike those learned from. The ranker is worse for such bounds.
RISING = re.compile(
    "score|lead.*|joints|clause|two_clauses|clause_asked|first_("
    "(words|pairs|characters)(_near|_before|_article|_with_headline|_new|_new_near)?"
    "|run|runs?_share|rarest_held|slot(_left|_right)?|answers)"
)
FALLING = re.compile(
    "(rarest_|name_|noun_)?missing_.*|negation_(asked|lost)|first_(rarest_missing|(words|pairs)_missing_in_article)"
)
COMMON: dict[str, Any] = {"use_missing": False, "verbose": -1, "seed": 1, "deterministic": True, "num_threads": 1}
# How much a case counts beside one of the abstention protocol (a corpus without half of the articles).
# Half-corpora alone would teach that a second article on the topic means that the right one is missing.
WEIGHTS = {"half": 1.0, "shuffled": 1.0, "full": 0.7, "page": 0.2, "removed": 0.4, "altered": 0.4, "near_miss": 0.2}


Tagged = list[tuple[str, str]]  # words and their part of speech


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a set; without answers it is a near miss."""

    text: str
    article_id: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Articles cut into chunks, and questions about them."""

    name: str
    articles: tuple[tuple[Article, tuple[Chunk, ...]], ...]
    questions: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One question put to one corpus."""

    kind: str
    asked: Asked
    cues: Cues
    candidates: tuple[Candidate, ...]
    columns: dict[str, Floats]
    right: tuple[bool, ...]  # which candidates answer
    inside: bool  # whether the corpus holds the article that answers

    def matrix(self, names: Sequence[str]) -> Floats:
        """A row a candidate, a column a name."""
        return np.stack([self.columns[name] for name in names], axis=1)

    def fold(self) -> int:
        """Questions about one article are in one fold."""
        return zlib.crc32(self.asked.article_id.encode()) % FOLDS


@dataclass(frozen=True, slots=True)
class Judged:
    """What a ranking showed, and whether it was right."""

    source: str
    kind: str
    inside: bool
    fold: int
    signals: dict[str, float]
    hit: bool


class MemoryCorpus:
    """The articles of one index."""

    def __init__(self, articles: Sequence[tuple[Article, Sequence[Chunk]]]) -> None:
        self._articles = {article.id: article for article, _ in articles}
        self._of_article = {article.id: list(chunks) for article, chunks in articles}
        self._owners = {chunk.id: article.id for article, chunks in articles for chunk in chunks}

    def holding(self, chunk_ids: Sequence[int]) -> list[tuple[Article, list[Chunk]]]:
        keys = dict.fromkeys(self._owners[chunk_id] for chunk_id in chunk_ids if chunk_id in self._owners)
        return [(self._articles[key], self._of_article[key]) for key in keys]


class Desk:
    """An index over some articles, asked the way the product asks."""

    def __init__(self, folder: Path, articles: Sequence[tuple[Article, Sequence[Chunk]]]) -> None:
        self._analyzer = Analyzer()
        self._index: Index = open_index(folder)
        self._index.update(remove=(), add=articles, generation=1)
        self._readings = Readings(MemoryCorpus(articles))
        self._rarity = Rarity(self._index)
        self._synonyms = Synonyms()
        self._held = {article.id for article, _ in articles}

    def case(self, kind: str, asked: Asked, *, without_answer: bool = False) -> Case | None:
        """The candidates for *asked* and their features; None if there are none. *without_answer*: as if the
        chunks that answer had never been printed."""
        text = squeeze(asked.text)
        terms = self._analyzer.question_terms(text)
        alternatives = self._synonyms.of(text)
        cues = read_cues(text, terms, self._rarity, alternatives)
        query = self._analyzer.query(text, terms=terms, alternatives=alternatives)
        candidates = find_candidates(self._index, self._readings, query)
        if without_answer:
            candidates = _without_answers(candidates, asked)
        if not candidates:
            return None
        right = tuple(_answers(candidate.chunk, asked) for candidate in candidates)
        inside = bool(asked.answers) and asked.article_id in self._held and not without_answer
        return Case(kind, asked, cues, tuple(candidates), columns_of(cues, candidates), right, inside)


def load(folder: Path, name: str) -> QuestionSet:
    """The set *name* of *folder*."""
    articles, last = [], 0
    for row in _rows(folder / f"{name}.articles.jsonl"):
        article = Article(row["id"], row["title"], tuple(line for line in row["text"].split("\n") if line.strip()))
        chunks = tuple(part._replace(id=last + place) for place, part in enumerate(chunk(article), 1))
        last += len(chunks)
        articles.append((article, chunks))
    questions = [
        Asked(row["question"], row["article_id"], tuple(row["answers"]))
        for row in _rows(folder / f"{name}.questions.jsonl")
    ]
    return QuestionSet(name, tuple(articles), tuple(questions))


def ranking_cases(source: QuestionSet) -> list[Case]:
    """Every question with an answer, asked of the whole set; without those whose answer is no candidate."""
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder), source.articles)
        cases = [desk.case("full", asked) for asked in source.questions if asked.answers]
    return [case for case in cases if case and any(case.right)]


def judging_cases(source: QuestionSet, *, near_misses: bool = True) -> Iterator[Case]:
    """Questions that the corpus answers and that it does not, in every way we can make them."""
    answerable = [asked for asked in source.questions if asked.answers]
    shuffled = random.Random(1).sample(source.articles, len(source.articles))
    for articles in (source.articles[::2], source.articles[1::2], shuffled[::2]):
        kind = "shuffled" if articles[0] is shuffled[0] else "half"
        with tempfile.TemporaryDirectory() as folder:
            half = Desk(Path(folder), articles)
            yield from _kept(half.case(kind, asked) for asked in answerable)
    with tempfile.TemporaryDirectory() as folder:
        whole = Desk(Path(folder), source.articles)
        yield from _kept(whole.case("full", asked) for asked in answerable)
        yield from _kept(whole.case("removed", asked, without_answer=True) for asked in answerable[::4])
        yield from _kept(whole.case("altered", asked) for asked in _altered(source, answerable[1::4]))
        if near_misses:
            yield from _kept(whole.case("near_miss", asked) for asked in source.questions if not asked.answers)
    yield from _page_cases(source)


def learn_ranker(cases: Sequence[Case], names: Sequence[str] | None = None) -> Trees:
    """Trees that order candidates by the features *names*; by default all."""
    names = names or list(cases[0].columns)
    data = lightgbm.Dataset(
        np.concatenate([case.matrix(names) for case in cases]),
        np.concatenate([np.array(case.right, float) for case in cases]),
        group=[len(case.right) for case in cases],
        feature_name=list(names),
    )
    return Trees.from_dump(lightgbm.train(RANKER | COMMON, data, RANKER_ROUNDS).dump_model())


def learn_confidence(rankers: Sequence[Trees], sources: Sequence[QuestionSet], *, near_misses: bool) -> Confidence:
    """A judge of rankings; *rankers* are those of the folds."""
    found = [
        Judged(source.name, case.kind, case.inside, case.fold(), *judged(case, rankers[case.fold()]))
        for source in sources
        for case in judging_cases(source, near_misses=near_misses)
    ]
    return fit_confidence(found)


def fit_confidence(found: Sequence[Judged]) -> Confidence:
    """The judge of what was *found*, calibrated and with its threshold set out of fold."""
    names = list(found[0].signals)
    table = np.array([[row.signals[name] for name in names] for row in found])
    label = np.array([row.hit for row in found], dtype=float)
    weight, fold = np.array([WEIGHTS[row.kind] for row in found]), np.array([row.fold for row in found])
    worth = _judge(table, label, weight, names).feature_importance("gain")
    kept = np.sort(np.argsort(-worth)[:KEPT])
    table, names = table[:, kept], [names[place] for place in kept]
    raw = np.zeros(len(label))
    for number in range(FOLDS):
        learn, test = fold != number, fold == number
        raw[test] = _judge(table[learn], label[learn], weight[learn], names).predict(table[test], raw_score=True)
    # Chances and threshold follow the abstention protocol on sets of natural questions: one with near misses is made
    # to mislead, and its questions are translated by machine.
    misleading = {row.source for row in found if row.kind == "near_miss"}
    natural = sorted({row.source for row in found} - misleading or misleading)
    half = {name: np.array([row.kind == "half" and row.source == name for row in found]) for name in natural}
    smallest = min(part.sum() for part in half.values())  # each set counts alike
    some = np.concatenate(
        [np.random.default_rng(1).permutation(np.flatnonzero(part))[:smallest] for part in half.values()]
    )
    calibration = calibrate(raw[some], label[some])
    outside = np.array([not row.inside for row in found])
    threshold = max(
        np.quantile([calibration(value) for value in raw[part & outside]], 1 - 0.9 * FALSE_ANSWERS)
        for part in half.values()
    )
    trees = Trees.from_dump(_judge(table, label, weight, names).dump_model())
    return Confidence(trees, calibration, float(threshold))


def judged(case: Case, ranker: Trees) -> tuple[dict[str, float], bool]:
    """The signals of *case* as *ranker* orders it, and whether one of the first SHOWN passages answers."""
    raw = ranker.scores(case.matrix(ranker.names))
    order = [int(row) for row in np.argsort(-raw, kind="stable")]
    ranked = [case.candidates[row] for row in order]
    hit = case.inside and any(case.right[row] for row in order[:SHOWN])
    return signals(case.cues, case.columns, ranked, order, raw[order]), hit


def calibrate(raw: Floats, label: Floats, *, knots: int = 25) -> Calibration:
    """Chances by raw score: means of equally many neighbours, never falling (pool adjacent violators)."""
    order = np.argsort(raw, kind="stable")
    pools = [[float(raw[part].mean()), float(label[part].mean()), len(part)] for part in np.array_split(order, knots)]
    merged: list[list[float]] = []
    for pool in pools:
        merged.append(pool)
        while len(merged) > 1 and merged[-2][1] >= merged[-1][1]:
            (x1, y1, n1), (x2, y2, n2) = merged[-2:]
            merged[-2:] = [[(x1 * n1 + x2 * n2) / (n1 + n2), (y1 * n1 + y2 * n2) / (n1 + n2), n1 + n2]]
    return Calibration(np.array([pool[0] for pool in merged]), np.array([pool[1] for pool in merged]))


def learn(sources: Sequence[QuestionSet], *, near_misses: bool = True) -> tuple[Trees, Confidence]:
    """The ranker and its judge."""
    cases = [case for source in sources for case in ranking_cases(source)]
    rankers = [learn_ranker([case for case in cases if case.fold() != fold]) for fold in range(FOLDS)]
    return learn_ranker(cases), learn_confidence(rankers, sources, near_misses=near_misses)


def ablation(sources: Sequence[QuestionSet]) -> Iterator[tuple[str, float, float]]:
    """hit@1 and mean reciprocal rank without each family of features; first, as it is.

    Learned on two folds of every set, measured on the third; a difference below .003 is noise.
    """
    cases = [case for source in sources for case in ranking_cases(source)]
    learn, test = [case for case in cases if case.fold()], [case for case in cases if not case.fold()]
    for family in ("", *FAMILIES):
        ranker = learn_ranker(learn, [name for name in cases[0].columns if _family(name) != family])
        ranks = np.array([_rank(case, ranker) for case in test])
        yield family, float((ranks < 1).mean()), float((1 / (1 + ranks)).mean())


def measure(source: QuestionSet, ranker: Trees, confidence: Confidence) -> dict[str, float]:
    """What evaluate.py would report of *source*, and the expected calibration error."""
    report: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder), source.articles)
        asked = [(question, desk.case("full", question)) for question in source.questions]
    ranks = [_rank(case, ranker) for question, case in asked if question.answers]
    for k in (1, 3, 10):
        report[f"hit@{k}"] = float(np.mean([rank < k for rank in ranks]))
    sure = [(question, _confidence_of(case, ranker, confidence)) for question, case in asked]
    misses = [value for question, value in sure if not question.answers]
    if misses:
        report["near_miss_auroc"] = auroc([value for question, value in sure if question.answers], misses)
        report["near_miss_answered_falsely"] = float(np.mean([value >= confidence.threshold for value in misses]))
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder), source.articles[::2])
        cases = [desk.case("half", question) for question in source.questions if question.answers]
    values = np.array([_confidence_of(case, ranker, confidence) for case in cases])
    inside = np.array([bool(case and case.inside) for case in cases])
    hits = np.array([bool(case and case.inside and _rank(case, ranker) < SHOWN) for case in cases])
    bar = sorted(values[~inside], reverse=True)[int(FALSE_ANSWERS * (~inside).sum())]
    report |= {
        "auroc": auroc(values[inside], values[~inside]),
        "answered": float(np.mean(values[inside] >= confidence.threshold)),
        "answered_falsely": float(np.mean(values[~inside] >= confidence.threshold)),
        "answered_at_5%_false": float(np.mean(values[inside] > bar)),
        "calibration_error": calibration_error(values, hits),
    }
    return {name: round(value, 4) for name, value in report.items()}


def auroc(positive: Sequence[float] | Floats, negative: Sequence[float] | Floats) -> float:
    """Chance that a positive scores above a negative, ties counted half."""
    below = np.sort(np.asarray(negative))
    ranks = np.searchsorted(below, positive, "left") + np.searchsorted(below, positive, "right")
    return float(ranks.mean() / 2 / len(below))


def calibration_error(chances: Floats, hits: npt.NDArray[np.bool_], *, bins: int = 10) -> float:
    """Mean distance of chance and frequency, over equally wide bins weighted by their size."""
    bin_of = np.minimum((chances * bins).astype(int), bins - 1)
    return float(
        sum(
            abs(chances[bin_of == number].mean() - hits[bin_of == number].mean()) * (bin_of == number).mean()
            for number in range(bins)
            if (bin_of == number).any()
        )
    )


def save(path: Path, ranker: Trees, confidence: Confidence) -> None:
    """Write the model that `retrieval.ranking.load_ranker` reads."""
    arrays: dict[str, Any] = ranker.arrays("ranker") | confidence.trees.arrays("confidence")
    arrays |= {
        "calibration_raw": confidence.calibration.raw,
        "calibration_chance": confidence.calibration.chance,
        "threshold": np.array(confidence.threshold),
    }
    np.savez_compressed(path, **arrays)


def _family(name: str) -> str:
    """The family of the feature *name*."""
    return next(family for family, kind in FAMILIES.items() if re.fullmatch(kind, name.removesuffix("_lag")))


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def _answers(part: Chunk, asked: Asked) -> bool:
    return part.article_id == asked.article_id and any(answer in part.text for answer in asked.answers)


def _without_answers(candidates: Sequence[Candidate], asked: Asked) -> list[Candidate]:
    """The candidates that do not answer, in articles from which every answering chunk is struck out."""
    kept = []
    for candidate in candidates:
        reading = candidate.reading
        if _answers(candidate.chunk, asked):
            continue
        if reading.article.id == asked.article_id:
            texts = tuple(
                "" if _answers(part, asked) else text for part, text in zip(reading.chunks, reading.texts, strict=True)
            )
            reading = replace(reading, texts=texts, whole="\n".join([reading.headline, *texts]))
        kept.append(candidate._replace(reading=reading))
    return kept


def _altered(source: QuestionSet, questions: Sequence[Asked]) -> Iterator[Asked]:
    """Each question so altered that nothing answers it.

    In turn: a word exchanged for one of its article, for one of another question, a negation put in, a number changed.
    """
    chance = random.Random(1)
    bodies = {article.id: rjieba.tag(fold(article.body)) for article, _ in source.articles}
    tagged = [rjieba.tag(fold(asked.text)) for asked in questions]
    for place, (asked, words) in enumerate(zip(questions, tagged, strict=True)):
        text = fold(asked.text)
        others = bodies[asked.article_id] if place % 4 == 0 else chance.choice(tagged)
        altered = _negated(words, chance) if place % 4 == 2 else _renumbered(text, chance) if place % 4 == 3 else None
        altered = altered or _exchanged(text, words, others, chance)
        if altered and altered != text:
            yield Asked(altered, asked.article_id, ())


def _exchanged(text: str, words: Tagged, others: Tagged, chance: random.Random) -> str | None:
    """*text* with one of its *words* exchanged for another word of the same sort."""
    own = [(word, tag) for word, tag in words if len(word) > 1 and tag[0] in "nvat"]
    chance.shuffle(own)
    for word, tag in own:
        same = [other for other, sort in others if sort[:2] == tag[:2] and len(other) > 1 and other not in text]
        if same:
            return text.replace(word, chance.choice(same))
    return None


def _negated(words: Tagged, chance: random.Random) -> str | None:
    """The words with a negation before one verb."""
    verbs = [place for place, (word, tag) in enumerate(words) if tag[0] == "v" and word not in "是有叫"]
    if not verbs:
        return None
    place = chance.choice(verbs)
    return "".join(("不" if at == place else "") + word for at, (word, _) in enumerate(words))


def _renumbered(text: str, chance: random.Random) -> str | None:
    """*text* with its first number changed a little."""
    found = re.search(r"\d+", text)
    return (
        found
        and text[: found.start()] + str(int(found.group()) + chance.choice((-3, -1, 1, 2, 10))) + text[found.end() :]
    )


def _page_cases(source: QuestionSet) -> Iterator[Case]:
    """Small corpora: questions about a page put to that page, and to the next one."""
    pages = [source.articles[start : start + PAGE] for start in range(0, len(source.articles), PAGE)]
    page_of = {article.id: number for number, page in enumerate(pages) for article, _ in page}
    of_page: list[list[Asked]] = [[] for _ in pages]
    for asked in [asked for asked in source.questions if asked.answers][::4]:
        of_page[page_of[asked.article_id]].append(asked)
    for number, page in enumerate(pages):
        with tempfile.TemporaryDirectory() as folder:
            desk = Desk(Path(folder), page)
            yield from _kept(desk.case("page", asked) for asked in (*of_page[number], *of_page[number - 1]))


def _kept(cases: Iterator[Case | None]) -> Iterator[Case]:
    return (case for case in cases if case)


def _judge(matrix: Floats, label: Floats, weight: Floats, names: list[str]) -> lightgbm.Booster:
    data = lightgbm.Dataset(matrix, label, weight=weight, feature_name=names)
    bounds = {"monotone_constraints": [_bound(name) for name in names]}
    return lightgbm.train(JUDGE | COMMON | bounds, data, JUDGE_ROUNDS)


def _bound(signal: str) -> int:
    """1 where the chance may only rise with *signal*, -1 where it may only fall, 0 where it is free."""
    return bool(RISING.fullmatch(signal)) - bool(FALLING.fullmatch(signal))


def _rank(case: Case | None, ranker: Trees) -> float:
    """The place of the first candidate that answers, from 0; infinity if none does."""
    if case is None:
        return np.inf
    raw = ranker.scores(case.matrix(ranker.names))
    order = np.argsort(-raw, kind="stable")
    return next((place for place, row in enumerate(order) if case.right[row]), np.inf)


def _confidence_of(case: Case | None, ranker: Trees, confidence: Confidence) -> float:
    return confidence.of(judged(case, ranker)[0]) if case else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).parents[2] / "shared/eval/open")
    parser.add_argument("--out", type=Path, help="learn on every set and write the model here")
    parser.add_argument("--ablation", action="store_true", help="what each family of features is worth")
    parser.add_argument("--report", action="store_true", help="learn without each set and measure on it")
    args = parser.parse_args()
    names = sorted(path.name.removesuffix(".articles.jsonl") for path in args.folder.glob("*.articles.jsonl"))
    sources = [load(args.folder, name) for name in names]
    if args.ablation:
        for name, hit, mrr in ablation(sources):
            change = f"without {name}" if name else "as it is"
            print(f"| {change} | {hit:.4f} | {mrr:.4f} |", flush=True)
    if args.report:
        for source in sources:
            others = [other for other in sources if other is not source]
            print(source.name, json.dumps(measure(source, *learn(others))), flush=True)
    if args.out:
        save(args.out, *learn(sources))


if __name__ == "__main__":
    main()
