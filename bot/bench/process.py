"""Each measurement in a process of its own: `python -m bot.bench DEED …` prints its figures as JSON.

So the memory of one engine is not in the figures of another, and what one has imported or cached helps none.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice
from pathlib import Path
from statistics import median, quantiles

from bot.bench import intake
from bot.bench.corpus import Corpus, Question
from bot.bench.engines import ENGINES, Search

WARM_UP = 20  # questions asked before the clock starts: first uses map files and load models
ASKED = 300  # questions in each measured round
SECONDS = 20.0  # a slow engine's round ends with the question that reaches this
COLD_STARTS = 3  # of which the median counts

Figures = dict[str, float]


class Failed(Exception):
    """A measurement ended with an error; the text is its last line."""


def measure(*deed: str) -> Figures:
    """The figures of one deed, done by a new process. Raises Failed."""
    done = subprocess.run([sys.executable, "-m", "bot.bench", *deed], capture_output=True, text=True)
    if done.returncode:
        raise Failed((done.stderr.strip() or f"exit status {done.returncode}").splitlines()[-1])
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


def cold_start(engine: str, corpus: Corpus, times: int = COLD_STARTS) -> Figures:
    """Seconds from the start of a process to its end, which comes with the first answer; the median of *times*."""
    wall, cpu = [], []
    for _ in range(times):
        begun, used = time.perf_counter(), intake.cpu_seconds()
        if engine == "ask":
            _ask_on_the_command_line(corpus)
        else:
            measure("first", engine, str(corpus.folder))
        wall.append(time.perf_counter() - begun)
        cpu.append(intake.cpu_seconds() - used)
    return {"cold_s": median(wall), "cold_cpu_s": median(cpu)}


def _ask_on_the_command_line(corpus: Corpus) -> None:
    environ = {**os.environ, "BAOZHI_DATA": str(corpus.folder / ENGINES["ask"].home)}
    command = [sys.executable, "-m", "bot", "ask", corpus.questions()[0].text]
    done = subprocess.run(command, capture_output=True, text=True, env=environ)
    if done.returncode:
        raise Failed((done.stderr.strip() or f"exit status {done.returncode}").splitlines()[-1])


def build(engine: str, corpus: Corpus) -> Figures:
    """Build what the engine keeps."""
    home = corpus.folder / ENGINES[engine].home
    wall, cpu = time.perf_counter(), intake.cpu_seconds()
    ENGINES[engine].build(corpus, home)
    return {
        "build_s": time.perf_counter() - wall,
        "build_cpu_s": intake.cpu_seconds() - cpu,
        "build_mib": intake.memory_mib("VmHWM"),
        "disk_mib": size_mib(home),
    }


def first(engine: str, corpus: Corpus) -> Figures:
    """Open and answer one question."""
    search = ENGINES[engine].open(corpus, corpus.folder / ENGINES[engine].home)
    search(corpus.questions()[0])
    return {}


def more(engine: str, corpus: Corpus) -> Figures:
    """Take in a few more pages, one by one."""
    articles = [article for article, _ in islice(corpus.articles(), 3 * intake.MORE_PAGES)]
    return intake.one_more(corpus.folder / ENGINES[engine].home, articles)


def serve(engine: str, corpus: Corpus) -> Figures:
    """Open, then answer questions that were not asked before, on one thread and on two."""
    begun = time.perf_counter()
    search = ENGINES[engine].open(corpus, corpus.folder / ENGINES[engine].home)
    figures = {"open_s": time.perf_counter() - begun}
    # each round has questions of its own, as long as there are enough
    questions = cycle(corpus.questions())
    _round(search, list(islice(questions, WARM_UP)), threads=1)
    answered, rate = _round(search, list(islice(questions, ASKED)), threads=1)
    wall, cpu = ([seconds[clock] * 1000 for seconds in answered] for clock in (0, 1))
    figures |= {
        "asked": len(answered),
        "p50_ms": median(wall),
        "p95_ms": quantiles(wall, n=20)[-1],
        "cpu50_ms": median(cpu),
        "cpu95_ms": quantiles(cpu, n=20)[-1],
        "qps_1": rate,
    }
    _, figures["qps_2"] = _round(search, list(islice(questions, ASKED)), threads=2)
    return figures | {"resident_mib": intake.memory_mib("VmRSS"), "anonymous_mib": intake.memory_mib("RssAnon")}


def _round(search: Search, questions: Sequence[Question], *, threads: int) -> tuple[list[tuple[float, float]], float]:
    """Seconds that each question took, by the clock and of its thread's processor time; questions a second."""
    begun = time.perf_counter()

    def timed(question: Question) -> tuple[float, float] | None:
        start, used = time.perf_counter(), time.thread_time()
        if start - begun > SECONDS:
            return None
        search(question)
        return time.perf_counter() - start, time.thread_time() - used

    with ThreadPoolExecutor(threads) as pool:
        answered = [seconds for seconds in pool.map(timed, questions) if seconds is not None]
    return answered, len(answered) / (time.perf_counter() - begun)


def size_mib(folder: Path) -> float:
    """What the files in *folder* take on disk."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 2**20


def main(deed: str, *arguments: str) -> None:
    """Do one deed and print its figures."""
    if deed in intake.DEEDS:
        figures = intake.DEEDS[deed](Path(arguments[0]))
    else:
        engine, folder = arguments
        figures = {"build": build, "first": first, "serve": serve, "more": more}[deed](engine, Corpus(Path(folder)))
    print(json.dumps(figures))
