"""How long a page of articles takes to be matched against many subscriptions and written down, and in how much memory.

    python scripts/match_alerts.py --subscriptions 100000

Of the subscriptions, each another chat's, a fifth wants everything, three tenths words that stand in the page, half
words that do not; `--dense`: all want words of the page.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from sqlite_utils import Database

from bot.alerts import matching, rules
from bot.alerts.rules import Rule
from bot.answering.newsroom import Newsroom
from bot.settings import Settings
from store import publishing, subscriptions
from store.intake.chunking import chunk
from store.publishing import Edition
from store.schema import atomic, open_store

SEEDS = Path(__file__).resolve().parents[1] / "seeds"


def editions() -> list[Edition]:
    """The owner's page."""
    with tempfile.TemporaryDirectory() as folder:
        newsroom = Newsroom.open(Settings(data=Path(folder)))
        list(newsroom.ingest([SEEDS]))
        found = newsroom.articles()
        newsroom.close()
    return [Edition(article, chunk(article)) for article in found]


def wishes(count: int, text: str, *, dense: bool) -> Iterator[Rule]:
    """What so many readers want to be told of; the same on every run."""
    chance = random.Random(1)

    def printed() -> str:
        at = chance.randrange(len(text) - 2)
        return text[at : at + 2]

    def strange() -> str:
        return "".join(chr(chance.randrange(0x4E00, 0x9FA0)) for _ in range(2))

    for number in range(count):
        if dense or number % 10 in (2, 3, 4):
            rule = rules.of_words([printed(), printed()], every=False)
        elif number % 10 < 2:
            rule = rules.everything()
        else:
            rule = rules.of_words([strange(), strange()], every=number % 2 == 0)
        yield rule or rules.everything()


def measure(db: Database, page: list[Edition], count: int, *, dense: bool) -> str:
    """Subscribe, publish, and say what it took."""
    text = "".join(one.article.body for one in page)
    with atomic(db):
        for chat, rule in enumerate(wishes(count, text, dense=dense), 1):
            subscriptions.subscribe(db, chat, 0, rules.pack(rule), rules.keys(rule))
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak is counted from here on
    before, worked = _memory(), time.process_time()
    met = sum(1 for _ in matching.matched(db, [edition.article for edition in page]))
    alone = (
        f"matching alone {time.process_time() - worked:.2f} s of a processor, {_memory() - before:.0f} MiB, {met} met"
    )
    began, worked = time.perf_counter(), time.process_time()
    with atomic(db):
        change = publishing.publish(db, "page.txt", b"page", page, now=1.0)
        told = matching.announce(db, change, due_at=lambda timing: 0.0)
    seconds, work = time.perf_counter() - began, time.process_time() - worked
    return (
        f"{count} subscriptions, {len(page)} articles: {alone}; {told} deliveries matched and committed in"
        f" {seconds:.2f} s ({work:.2f} s of a processor) with the publication, {_memory() - before:.0f} MiB more memory"
    )


def _memory() -> float:
    """The most that the process has had since it was last asked to forget, in MiB."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def main() -> None:
    """Measure on a fresh store."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--subscriptions", type=int, default=100_000)
    parser.add_argument("--dense", action="store_true")
    args = parser.parse_args()
    # in a process of its own, so that this one has no memory to spare that would hide what it needs
    with ProcessPoolExecutor(1, get_context("spawn")) as other:
        page = other.submit(editions).result()
    with tempfile.TemporaryDirectory() as folder:
        db = open_store(Path(folder) / "store.db")
        print(measure(db, page, args.subscriptions, dense=args.dense))
        db.conn.close()


if __name__ == "__main__":
    main()
