"""Backups taken while questions are asked and pages are taken in: each restored on another folder, and asked.

A paper with golden questions; threads ask them and print new and changed pages without a pause. Meanwhile one backup
after another is made, restored beside, and opened: it has to be sound, whole, at one state of the paper that really
was, and give every golden question its answer.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count as numbers
from pathlib import Path
from random import Random

from bot.answering.newsroom import Newsroom
from bot.operations import backups, snapshots
from bot.settings import Settings
from bot.trials.golden import broken
from retrieval.answer import suggest
from store import articles, golden
from store.schema import atomic

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
GOLDEN_OF = 200  # articles that are tried for golden questions
ASKERS = 2
PLACES = ("柳溪县", "云岭市", "清江县", "石桥镇", "白沙乡", "青山区", "东湖区", "南屏县")
WORKS = ("敬老院", "口袋公园", "充电桩", "社区食堂", "图书角", "蔬菜大棚", "公共厕所", "停车场", "健身步道", "灌溉渠")
VERBS = ("新建", "改建", "启用", "验收", "改造")


@dataclass(slots=True)
class Load:
    """What went on meanwhile."""

    asked: int = 0
    wrong: int = 0  # golden questions that the running paper answered otherwise
    printed: int = 0
    trouble: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)


def main() -> int:
    """Run; 0 if every backup was good."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20, help="backups to take")
    parser.add_argument("--articles", type=int, default=1000, help="invented ones in the paper before the load begins")
    parser.add_argument("--seed", type=int, default=8)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="baozhi-backup-") as name:
        return run(Path(name), args.rounds, args.articles, Random(args.seed))


def run(folder: Path, rounds: int, count: int, chance: Random) -> int:
    """Take *rounds* backups under load and try each; prints a line for each and one for all."""
    newsroom = Newsroom.open(Settings(data=folder / "data"))
    print_paper(newsroom, folder, count, chance)
    kept = golden.all_golden(newsroom.db())
    print(f"{newsroom.count()} articles, {len(kept)} golden questions")
    load = Load()
    threads = [threading.Thread(target=guarded, args=(load, ask, newsroom, kept)) for _ in range(ASKERS)]
    threads.append(threading.Thread(target=guarded, args=(load, ingest, newsroom, folder / "pages", chance)))
    for thread in threads:
        thread.start()
    good = 0
    for number in range(1, rounds + 1):
        before = articles.generation(newsroom.db())
        began = time.monotonic()
        made = snapshots.take(newsroom.settings.data, now=time.time() + number)
        seconds, after = time.monotonic() - began, articles.generation(newsroom.db())
        problem = tried(made.path, folder / f"restored-{number}", len(kept), (before, after))
        good += problem is None
        print(f"{number:2}  {made.size / 2**20:5.1f} MiB  {seconds:5.2f} s  {problem or 'good'}", flush=True)
    load.over.set()
    for thread in threads:
        thread.join()
    newsroom.close()
    print(f"meanwhile: {load.asked} questions ({load.wrong} answered otherwise), {load.printed} documents printed")
    for trouble in load.trouble:
        print(f"trouble: {trouble}")
    print(f"{good} of {rounds}")
    return 0 if good == rounds and not load.trouble else 1


def tried(file: Path, folder: Path, questions: int, states: tuple[int, int]) -> str | None:
    """What is wrong with a backup restored on *folder*; None if nothing is."""
    backups.restore(file, folder)
    restored = Newsroom.open(Settings(data=folder))
    try:
        db = restored.db()
        if (found := db.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
            return f"damaged: {found}"
        if db.execute("PRAGMA foreign_key_check").fetchone() is not None:
            return "rows that refer to nothing"
        state = articles.generation(db)
        if not states[0] <= state <= states[1]:
            return f"at generation {state}, not within {states}"
        if restored.index.generation != state:
            return "its index is not in step"
        kept = golden.all_golden(db)
        if len(kept) != questions:
            return f"{len(kept)} golden questions instead of {questions}"
        lost = broken(restored.ask, kept)
        return f"{len(lost)} golden questions answered otherwise, {lost[0].golden.question}" if lost else None
    finally:
        restored.close()


def print_paper(newsroom: Newsroom, folder: Path, count: int, chance: Random) -> None:
    """The owner's page and invented ones, and every question on them that is answered with its figure as golden."""
    written = folder / "pages" / "paper.jsonl"
    written.parent.mkdir()
    write(written, [invented(f"p{number}", chance) for number in range(count)])
    list(newsroom.ingest([SEEDS, written]))
    with atomic(newsroom.db()):
        for article in newsroom.articles()[:GOLDEN_OF]:
            for question in suggest(article)[:2]:
                answer = newsroom.ask(question)
                if answer.fact is not None and answer.fact.article_id == article.id:
                    golden.keep(newsroom.db(), question, answer=answer.fact.text, article_id=article.id, by=0, now=0.0)


def ask(load: Load, newsroom: Newsroom, kept: list[golden.Golden]) -> None:
    """Ask the golden questions round and round."""
    while not load.over.is_set():
        for one in kept:
            load.wrong += len(broken(newsroom.ask, [one]))
            load.asked += 1
            if load.over.is_set():
                return


def ingest(load: Load, newsroom: Newsroom, folder: Path, chance: Random) -> None:
    """Print pages on matters of their own: new ones, and every third an earlier one with other figures."""
    for number in numbers():
        if load.over.is_set():
            return
        name = number if number % 3 else number // 2
        path = folder / f"bulletin-{name}.jsonl"
        write(path, [bulletin(f"b{name}-{place}", name, chance) for place in range(5)])
        for done in newsroom.ingest([path]):
            if done.outcome == "refused":
                load.trouble.append(f"{path.name}: {done.reason}")
        load.printed += 1


def guarded(load: Load, deed: Callable[..., None], *args: object) -> None:
    """Run a thread's deed; what goes wrong in it is told at the end."""
    try:
        deed(load, *args)
    except Exception as exc:
        load.trouble.append(f"{deed.__name__}: {type(exc).__name__}: {exc}")


def invented(name: str, chance: Random) -> dict[str, str]:
    """An article with figures of its own."""
    place, work, verb = chance.choice(PLACES), chance.choice(WORKS), chance.choice(VERBS)
    day, built, money, people = (chance.randint(*span) for span in ((1, 28), (3, 90), (20, 900), (100, 9000)))
    text = (
        f"本报讯 3月{day}日，记者从{place}获悉，今年全县{verb}{work}{built}处，投入资金{money}万元，"
        f"惠及群众{people}人。下一步，{place}还将继续推进民生实事。"
    )
    return {"id": name, "title": f"{place}{verb}{work}{built}处", "text": text, "date": f"2025-03-{day:02}"}


def bulletin(name: str, number: int, chance: Random) -> dict[str, str]:
    """An article that nobody asks about."""
    text = f"本报讯 第{number}号水文站昨日测得水位{chance.randint(10, 99)}厘米，水温{chance.randint(3, 30)}摄氏度。"
    return {"id": name, "title": f"第{number}号水文站简报", "text": text, "date": "2025-06-01"}


def write(path: Path, rows: list[dict[str, str]]) -> None:
    """*rows* as JSON Lines."""
    path.write_text("".join(lines(rows)), encoding="utf-8")


def lines(rows: list[dict[str, str]]) -> Iterator[str]:
    """One object a line."""
    return (f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)


if __name__ == "__main__":
    sys.exit(main())
