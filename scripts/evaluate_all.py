#!/usr/bin/env python3
"""Runs the scorer on every development set beside the checkout and prints one table (`make eval`).

The sets and the scorer are not part of the project: they are looked for in ../shared/eval, or in the folder
given as the first argument.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
OPEN_SETS = ("cmrc_trial", "drcd_dev", "squadzh_a")
PAGE_FORMATS = ("txt", "gb18030.txt", "html", "docx", "pdf")


def main() -> int:
    """Score; returns 1 where the sets are missing."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "eval"
    scorer = folder / "evaluate.py"
    if not scorer.is_file():
        print(f"no scorer at {scorer}: give the folder of the development sets as the first argument", file=sys.stderr)
        return 1
    (seed,) = (ROOT / "seeds").glob("*.txt")
    pages = [(seed, folder / "seed")] + [
        (folder / f"pages/page_D.{end}", folder / "pages/page_D") for end in PAGE_FORMATS
    ]
    scored = [score(scorer, "page", page, f"{gold}.gold.json", f"{gold}.questions.jsonl") for page, gold in pages]
    fields = ("headline", "kicker", "subtitle", "reporters", "correspondents")
    table(
        ["page", "articles", "body F1", *fields, "paragraphs"],
        [
            [row["page"], f"{row['found_articles']}/{row['gold_articles']}", row["body_f1"]]
            + [row[f"{name}_right"] for name in fields]
            + [row["paragraphs_whole"]]
            for row in scored
        ],
    )
    figures = ("fact_right", "fact_wrong", "passage@1", "right_or_passage", "answered_falsely")
    table(["questions", *figures], [[row["page"], *(row["qa"][name] for name in figures)] for row in scored])
    rows = []
    for name in OPEN_SETS:
        (row,) = score(scorer, "open", folder / "open" / name)
        near = row.get("near_miss", {})
        rows.append(
            [name, row["hit@1"], row["hit@3"], row["hit@10"], row["mrr@10"]]
            + [row["numeric"]["coverage"], row["numeric"]["precision"]]
            + [row["abstention"][key] for key in ("auroc", "answered", "answered_falsely", "answered_at_5%_false")]
            + [near.get("auroc", "-"), near.get("fact_given_falsely", "-"), row["ms_per_question"]]
        )
    table(
        [
            "set",
            "hit@1",
            "hit@3",
            "hit@10",
            "mrr@10",
            "numeric",
            "precision",
            "absent",
            "answered",
            "falsely",
            "at-5%",
            "near-miss",
            "facts",
            "ms",
        ],
        rows,
    )
    return 0


def table(head: list[str], rows: list[list[Any]]) -> None:
    """Print *rows* under *head*, each column as wide as it needs."""
    cells = [head, *([str(cell) for cell in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    print(flush=True)


def score(scorer: Path, *args: object) -> Any:
    """What the scorer prints for these arguments, read."""
    command = [sys.executable, str(scorer), *map(str, args), "--cmd", str(ROOT / ".venv/bin/baozhi")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    return json.loads(done.stdout)


if __name__ == "__main__":
    sys.exit(main())
