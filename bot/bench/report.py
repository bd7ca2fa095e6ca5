"""The figures as tables beside what the project holds itself to, and as docs/bench.md with its plot."""

from __future__ import annotations

import os
import platform
import time
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.bench import plot
from bot.bench.engines import ENGINES

Table = list[list[str]]


@dataclass(frozen=True, slots=True)
class Row:
    """Figures of one engine, corpus or deed; or why there are none."""

    name: str
    size: int  # chunks that were asked for; 0 for the intake
    figures: Mapping[str, float] = field(default_factory=dict)
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """What the project holds itself to: a figure of one row, at most or at least so much."""

    title: str
    name: str
    size: int
    figure: str
    limit: float
    unit: str
    at_least: bool = False
    beside: str | None = None  # an engine: the figure is divided by this one's
    cpu: str | None = None  # the same in processor time, which other work on the machine disturbs less


TARGETS = (
    Target("whole answer path, p50", "ask", 30_000, "p50_ms", 5, "ms", cpu="cpu50_ms"),
    Target("whole answer path, p95", "ask", 30_000, "p95_ms", 15, "ms", cpu="cpu95_ms"),
    Target("whole answer path, p50", "ask", 2_000_000, "p50_ms", 25, "ms", cpu="cpu50_ms"),
    Target("`baozhi ask`, cold start", "ask", 2_000_000, "cold_s", 1, "s", cpu="cold_cpu_s"),
    Target("whole answer path, resident", "ask", 2_000_000, "resident_mib", 400, "MiB"),
    Target("index alone, queries per second", "index", 300_000, "qps_1", 100, "× rank-bm25", True, "rank-bm25"),
    Target("intake of pages", "pages", 0, "mb_cpu_s", 1.5, "MB/s", True),
    Target("intake of .jsonl", "jsonl", 0, "mb_cpu_s", 3, "MB/s", True),
    Target("intake of .jsonl, peak memory", "jsonl", 0, "peak_mib", 1024, "MiB"),
    Target("extraction of facts", "facts", 0, "mb_cpu_s", 1, "MB/s", True),
)

DEEDS = {
    "pages": "pages (.txt) to searchable chunks",
    "jsonl": "whole articles (.jsonl) to searchable chunks",
    "facts": "facts from articles",
    "quantities": "quantities from text",
    "dates": "dates from text",
    "chunks": "articles into chunks",
}

NOTES = """\
Every engine is measured in processes of its own, one after the other, on the same questions, none of them asked
twice. All but the two first get the very same terms (rjieba, search mode) and return the best 10; the index of 报知
alone is asked for these terms too. *All fields* is what the answer path asks it: single characters, the article as
a whole and its headline besides. Its build includes segmentation and all of these fields, the peers' begins with
terms; the whole path's is `baozhi ingest`. *Cold start* is from the start of the process to its end after one
answer. *Resident* is after all questions, in brackets the part that is not a map of files. *CPU* is processor time,
which other work on the machine disturbs less than it does the clock. rank-bm25 keeps nothing on
disk: it is built at every start, and is not measured beyond 300,000 chunks.
"""

GROWTH = """\
The corpora are grown from the project's development sets (or its seeds): the real articles first, then new ones whose
sentences are spliced from clauses of real ones. Rare words are replaced as Simon's process has it, by new words as
fast as Heaps' law demands, so that the vocabulary keeps growing and the slope of Zipf's law stays what it was.
"""


def tables(rows: Sequence[Row]) -> str:
    """Everything measured, as Markdown."""
    parts = ["## Asked and measured\n", _markdown(_targets(rows))]
    for size in sorted({row.size for row in rows if row.size}):
        parts += [f"## {size:,} chunks\n", _markdown(_engines([row for row in rows if row.size == size]))]
        parts += [
            f"One page more, from file to searchable: {plot.number(row.figures['more_s'])} s.\n"
            for row in rows
            if row.size == size and "more_s" in row.figures
        ]
        parts += [f"- {ENGINES[row.name].title}: {row.error}\n" for row in rows if row.size == size and row.error]
    parts += ["## Intake, on one core\n", _markdown(_intake(rows))]
    parts += [f"- {DEEDS[row.name]}: {row.error}\n" for row in rows if not row.size and row.error]
    return "\n".join([*parts, "## The corpora\n", _markdown(_corpora(rows))])


def write(rows: Sequence[Row], folder: Path) -> None:
    """Write bench.md into *folder* and its plot into the folder pictures below."""
    pictures = folder / "pictures"
    pictures.mkdir(parents=True, exist_ok=True)
    (pictures / "bench.svg").write_text(plot.draw(_lines(rows)), encoding="utf-8")
    day = time.strftime("%Y-%m-%d", time.gmtime())
    text = (
        f"# Speed and memory\n\nMeasured on {day} by `baozhi bench`; {machine()}.\n\n"
        f"![Time per question against corpus size](pictures/bench.svg)\n\n{NOTES}\n{tables(rows)}\n{GROWTH}"
    )
    (folder / "bench.md").write_text(text, encoding="utf-8")


def machine() -> str:
    """Processor, cores, memory and Python of this machine; nothing that names it."""
    info = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    model = next((line.split(":")[1].strip() for line in info.splitlines() if line.startswith("model name")), "CPU")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{model}, {os.cpu_count()} cores, {memory:.0f} GiB, {python}, load {os.getloadavg()[0]:.1f} at the end"


def _targets(rows: Sequence[Row]) -> Table:
    table = [["", "chunks", "asked", "measured", "processor time", ""]]
    for target in TARGETS:
        value = _value(rows, target)
        if value is None:
            continue
        met = value >= target.limit if target.at_least else value <= target.limit
        sign = "≥" if target.at_least else "≤"
        size = f"{target.size:,}" if target.size else "—"
        cpu = _value(rows, replace(target, figure=target.cpu)) if target.cpu else None
        cells = [f"{plot.number(number)} {target.unit}" if number is not None else "" for number in (value, cpu)]
        table.append([target.title, size, f"{sign} {target.limit:g} {target.unit}", *cells, "✓" if met else "✗"])
    return table


def _value(rows: Sequence[Row], target: Target) -> float | None:
    found = {
        row.name: row.figures[target.figure] for row in rows if row.size == target.size and target.figure in row.figures
    }
    if target.name not in found or (target.beside and target.beside not in found):
        return None
    return found[target.name] / (found[target.beside] if target.beside else 1)


def _engines(rows: Sequence[Row]) -> Table:
    peers = {row.name: row.figures["qps_1"] for row in rows if row.name in ("rank-bm25", "bm25s") and row.figures}
    table = [
        [
            "",
            "build s",
            "disk MiB",
            "resident MiB",
            "cold start s",
            "p50 ms",
            "p95 ms",
            "CPU p50 ms",
            "q/s, 1 thread",
            "2 threads",
        ]
        + [f"× {name}" for name in peers]
    ]
    for row in sorted((row for row in rows if row.name in ENGINES), key=lambda row: list(ENGINES).index(row.name)):
        get = row.figures.get
        if not row.figures:
            continue
        build = get("build_s", 0) if get("disk_mib") else get("open_s", 0)
        figures = (build, get("disk_mib", 0), get("cold_s", 0), get("p50_ms", 0), get("p95_ms", 0), get("cpu50_ms", 0))
        cells = [plot.number(value) for value in figures]
        resident = f"{plot.number(get('resident_mib', 0))} ({plot.number(get('anonymous_mib', 0))})"
        cells = [*cells[:2], resident, *cells[2:], plot.number(get("qps_1", 0)), plot.number(get("qps_2", 0))]
        table.append(
            [ENGINES[row.name].title, *cells, *(plot.number(get("qps_1", 0) / peer) for peer in peers.values())]
        )
    return table


def _intake(rows: Sequence[Row]) -> Table:
    table = [["", "MB", "MB/s of one core", "MB/s by the clock", "peak MiB", "found"]]
    for row in (row for row in rows if row.name in DEEDS and row.figures):
        get = row.figures.get
        found = f"{get('found', 0):,.0f}" if "found" in row.figures else f"{get('articles', 0):,.0f} articles"
        figures = [plot.number(row.figures[key]) if key in row.figures else "" for key in ("mb_s", "peak_mib")]
        table.append(
            [DEEDS[row.name], plot.number(get("megabytes", 0)), plot.number(get("mb_cpu_s", 0)), *figures, found]
        )
    return table


def _corpora(rows: Sequence[Row]) -> Table:
    table = [["chunks", "articles", "MB", "terms", "vocabulary", "slope of Zipf's law", "segmentation MB/s"]]
    for row in sorted((row for row in rows if row.name == "corpus"), key=lambda row: row.size):
        counts = [f"{row.figures[key]:,.0f}" for key in ("chunks", "articles", "megabytes", "terms", "vocabulary")]
        table.append([*counts, f"{row.figures['slope']:.2f}", plot.number(row.figures["segmentation"])])
    return table


def _lines(rows: Sequence[Row]) -> list[plot.Line]:
    lines = []
    for name, engine in ENGINES.items():
        points = sorted((row.size, row.figures["p50_ms"]) for row in rows if row.name == name and row.figures)
        if points:
            lines.append(plot.Line(engine.title, tuple(points), ours=engine.ours))
    return lines


def _markdown(table: Table) -> str:
    widths = [max(map(_width, column)) for column in zip(*table, strict=True)]
    lines = [
        "| " + " | ".join(_padded(cell, width) for cell, width in zip(row, widths, strict=True)) + " |" for row in table
    ]
    rule = "|" + "|".join("-" * (width + 1) + (":" if place else "-") for place, width in enumerate(widths)) + "|"
    return "\n".join([lines[0], rule, *lines[1:]]) + "\n"


def _padded(cell: str, width: int) -> str:
    return cell + " " * (width - _width(cell))


def _width(text: str) -> int:
    """Columns on a terminal, where Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
