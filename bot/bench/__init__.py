"""`baozhi bench`: speed and memory of 报知 and its peers, in one run, on corpora grown to the sizes asked for."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path

from bot.bench import corpus, intake, process, report
from bot.bench.engines import ENGINES
from bot.bench.report import Row
from store.models import Article

HERE = Path(__file__).resolve().parents[2]
SETS = HERE.parent / "shared" / "eval" / "open"  # the development sets, where they are beside the checkout
SEEDS = HERE / "seeds"


class NoTexts(Exception):
    """There is nothing to grow a corpus from."""


def run(
    sizes: Sequence[int],
    *,
    texts: Path | None = None,
    work: Path | None = None,
    write: Path | None = None,
    articles: int = intake.ARTICLES,
) -> int:
    """Measure at each of *sizes* (chunks), print the table; with *write*, also write bench.md and its plot there.

    *texts* is a folder of .jsonl articles or pages to grow from (default: the development sets beside the checkout,
    else the seeds). *work* keeps corpora and figures: what was measured there before is not measured again.
    *articles* is how many the .jsonl of the intake measurement has. Returns the exit status: 1 if one of our own
    figures could not be had; a peer that is missing is only said.
    """
    with _folder(work) as folder:
        bench = Bench(folder, *material(texts))
        for size in sorted(set(sizes)):
            bench.measure_engines(size)
        bench.measure_intake(articles)
        rows = bench.rows()
    print("\n" + report.tables(rows))
    if write:
        report.write(rows, write)
        print(f"written: {write / 'bench.md'}, {write / 'pictures' / 'bench.svg'}")
    return 1 if any(row.error for row in rows if row.name not in ENGINES or ENGINES[row.name].ours) else 0


@contextmanager
def _folder(work: Path | None) -> Iterator[Path]:
    if work:
        work.mkdir(parents=True, exist_ok=True)
        yield work
    else:
        with tempfile.TemporaryDirectory(prefix="baozhi-bench-") as folder:
            yield Path(folder)


def material(texts: Path | None) -> tuple[list[Article], list[str]]:
    """Articles to grow from, and questions to ask. Raises NoTexts."""
    folder = texts or (SETS if SETS.is_dir() else SEEDS)
    documents = sorted([*folder.glob("*.articles.jsonl"), *folder.glob("*.txt")]) if folder.is_dir() else []
    articles = corpus.read_articles(documents)
    if not articles:
        raise NoTexts(f"{folder} has no *.articles.jsonl and no *.txt to grow from: name a folder with --texts")
    questions = corpus.read_questions(sorted(folder.glob("*.questions.jsonl")))
    return articles, questions or corpus.made_questions(articles)


class Bench:
    """Measurements in one folder; each row of figures is kept as soon as it is there."""

    def __init__(self, folder: Path, articles: Sequence[Article], questions: Sequence[str]) -> None:
        self._folder, self._articles, self._questions = folder, articles, questions
        self._results = folder / "results.jsonl"

    def rows(self) -> list[Row]:
        """The newest figures of everything measured in this folder."""
        if not self._results.exists():
            return []
        rows = [Row(**json.loads(line)) for line in self._results.read_text(encoding="utf-8").splitlines()]
        return list({(row.name, row.size): row for row in rows}.values())

    def measure_engines(self, size: int) -> None:
        """Every engine on a corpus of *size* chunks."""
        names = [name for name, engine in ENGINES.items() if size <= engine.largest and not self._has(name, size)]
        if not names and self._has("corpus", size):
            return
        _say(f"{size:,} chunks: growing the corpus")
        grown = corpus.prepare(self._folder / str(size), self._articles, self._questions, size)
        if not self._has("corpus", size):
            self._keep(Row("corpus", size, asdict(grown.statistics())))
        for name in names:
            _say(f"{size:,} chunks: {ENGINES[name].title}")
            self._keep(_measured(name, grown, size))

    def measure_intake(self, articles: int) -> None:
        """Documents to searchable chunks, and text to figures."""
        deeds = [deed for deed in intake.DEEDS if not self._has(deed, 0)]
        if deeds:
            intake.prepare(self._folder / "intake", self._articles, whole=articles)
        for deed in deeds:
            _say(f"intake: {deed}")
            try:
                self._keep(Row(deed, 0, process.measure(deed, str(self._folder / "intake"))))
            except process.Failed as exc:
                self._keep(Row(deed, 0, error=str(exc)))

    def _has(self, name: str, size: int) -> bool:
        return any((row.name, row.size) == (name, size) and not row.error for row in self.rows())

    def _keep(self, row: Row) -> None:
        with self._results.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(row), ensure_ascii=False) + "\n")


def _measured(name: str, grown: corpus.Corpus, size: int) -> Row:
    """The figures of one engine on one corpus; why there are none where it cannot be measured."""
    engine = ENGINES[name]
    if find_spec(engine.package) is None:
        return Row(name, size, error=f"{engine.package} is not installed: it is in the extra baozhi[bench]")
    try:
        figures = _built(name, grown) | process.measure("serve", name, str(grown.folder))
        figures |= process.cold_start(name, grown)
        if name == "ask":
            figures |= process.measure("more", name, str(grown.folder))
    except process.Failed as exc:
        return Row(name, size, error=str(exc))
    return Row(name, size, figures)


def _built(name: str, grown: corpus.Corpus) -> process.Figures:
    """What building took, now or before; what a build left that did not finish is cleared away."""
    home = grown.folder / ENGINES[name].home
    kept = grown.folder / f"{home.name}.json"
    if kept.exists():
        figures: process.Figures = json.loads(kept.read_text(encoding="utf-8"))
        return figures
    shutil.rmtree(home, ignore_errors=True)
    figures = process.measure("build", name, str(grown.folder))
    kept.write_text(json.dumps(figures), encoding="utf-8")
    return figures


def _say(text: str) -> None:
    print(f"[{time.strftime('%H:%M:%S')}] {text}", file=sys.stderr, flush=True)
