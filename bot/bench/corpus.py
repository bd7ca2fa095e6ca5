"""A grown corpus as a folder: articles to ingest, the terms that every engine gets, questions, and its statistics."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from bot.bench.growth import grow, zipf_slope
from retrieval.analysis import Analyzer
from store.intake.chunking import chunk
from store.intake.pages import read_page
from store.intake.readers import read_document
from store.models import Article, Chunk

QUESTIONS = 1_000
ARTICLES_A_FILE = 10_000


@dataclass(frozen=True, slots=True)
class Question:
    """A question, and the terms that every engine is given of it."""

    text: str
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Statistics:
    """What a corpus is like."""

    chunks: int
    articles: int
    megabytes: float  # of UTF-8 text, 10 ** 6 bytes
    terms: int
    vocabulary: int  # different terms
    slope: float  # of log frequency over log rank, ranks 10 to 10,000
    segmentation: float  # MB/s from text to terms, of one core's time


@dataclass(frozen=True, slots=True)
class Corpus:
    """A folder that `prepare` has filled."""

    folder: Path

    @property
    def documents(self) -> Path:
        """The folder of its articles, JSON Lines."""
        return self.folder / "articles"

    def statistics(self) -> Statistics:
        """What it is like."""
        return Statistics(**json.loads((self.folder / "statistics.json").read_text(encoding="utf-8")))

    def articles(self) -> Iterator[tuple[Article, list[Chunk]]]:
        """Every article with its chunks, numbered from 1 in order."""
        count = 0
        for path in sorted(self.documents.iterdir()):
            with path.open(encoding="utf-8") as lines:
                for line in lines:
                    entry = json.loads(line)
                    article = Article(entry["id"], entry["title"], tuple(entry["text"].split("\n")))
                    parts = [part._replace(id=count + n) for n, part in enumerate(chunk(article), start=1)]
                    count += len(parts)
                    yield article, parts

    def terms(self) -> Iterator[str]:
        """The terms of each chunk, separated by spaces."""
        with (self.folder / "terms.txt").open(encoding="utf-8") as lines:
            yield from (line.rstrip("\n") for line in lines)

    def questions(self) -> list[Question]:
        """The questions to ask of it, in random order."""
        lines = (self.folder / "questions.jsonl").read_text(encoding="utf-8").splitlines()
        entries: list[dict[str, Any]] = [json.loads(line) for line in lines]
        return [Question(entry["text"], tuple(entry["terms"])) for entry in entries]


def prepare(folder: Path, articles: Sequence[Article], questions: Sequence[str], chunks: int) -> Corpus:
    """Grow *articles* to *chunks* in *folder*; a folder that is filled already is left as it is."""
    corpus = Corpus(folder)
    if (folder / "statistics.json").exists():
        return corpus
    analyzer = Analyzer()
    write_articles((article for article, _ in grow(articles, chunks)), corpus.documents)
    found = _write_terms(corpus, analyzer)
    chosen = [_question(analyzer, text) for text in Random(0).sample(questions, min(QUESTIONS, len(questions)))]
    lines = [json.dumps(asdict(question), ensure_ascii=False) for question in chosen if question.terms]
    (folder / "questions.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "statistics.json").write_text(json.dumps(asdict(found)), encoding="utf-8")
    return corpus


def _question(analyzer: Analyzer, text: str) -> Question:
    return Question(text, tuple(analyzer.query(text).terms))


def _write_terms(corpus: Corpus, analyzer: Analyzer) -> Statistics:
    counts: Counter[str] = Counter()
    articles = chunks = size = 0
    seconds = 0.0
    with (corpus.folder / "terms.txt").open("w", encoding="utf-8") as file:
        for article, parts in corpus.articles():
            texts = [part.text for part in parts]
            begun = time.process_time()
            lines = analyzer.term_lines(texts)
            seconds += time.process_time() - begun
            for line in lines:
                words = line.split()
                counts.update(words)
                file.write(" ".join(words) + "\n")
            articles, chunks, size = articles + 1, chunks + len(parts), size + len(article.body.encode())
    return Statistics(
        chunks=chunks,
        articles=articles,
        megabytes=size / 1e6,
        terms=counts.total(),
        vocabulary=len(counts),
        slope=zipf_slope(counts.values()),
        segmentation=size / 1e6 / max(seconds, 1e-9),
    )


def write_articles(articles: Iterable[Article], folder: Path, *, a_file: int = ARTICLES_A_FILE) -> None:
    """Write *articles* as JSON Lines files that can be ingested."""
    folder.mkdir(parents=True, exist_ok=True)
    source, number = iter(articles), 0
    while batch := list(islice(source, a_file)):
        number += 1
        with (folder / f"part-{number:04}.jsonl").open("w", encoding="utf-8") as file:
            for article in batch:
                entry = {"id": article.id, "title": article.headline, "text": article.body}
                file.write(json.dumps(entry, ensure_ascii=False) + "\n")


def read_articles(paths: Iterable[Path]) -> list[Article]:
    """The articles in these files: JSON Lines of whole articles, or newspaper pages. Raises DocumentRefused."""
    found: list[Article] = []
    for path in paths:
        for document in read_document(path):
            articles = read_page(document).articles
            found += [replace(article, id=f"{path.stem}-{n}") for n, article in enumerate(articles, start=1)]
    return found


def read_questions(paths: Iterable[Path]) -> list[str]:
    """The questions in JSON Lines files with a "question" a line."""
    lines = (line for path in paths for line in path.read_text(encoding="utf-8").splitlines())
    return [str(json.loads(line)["question"]) for line in lines]


def made_questions(articles: Iterable[Article]) -> list[str]:
    """Questions made from the texts themselves, where there are none: each sentence's first clause, asked about."""
    sentences = (part.text for article in articles for part in chunk(article))
    return [f"{sentence.split('，')[0].split(',')[0].rstrip('。')}有多少？" for sentence in sentences]
