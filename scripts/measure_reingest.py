"""/reingest at scale: what readers notice while everything is read anew, how long the swap takes, what it all weighs.

Makes a paper of so many articles, spoils a share of them as an earlier intake might have read them, and has them read
anew by the very process that the bot starts, while questions are asked.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path
from statistics import quantiles

from bot.answering.newsroom import Newsroom
from bot.background import rereader
from bot.settings import Settings
from bot.trials import reread
from store import articles, reingests
from store.schema import atomic

A_PAGE = 8  # articles
MOMENT = 2.0  # seconds between halting the reading and letting it go on
PAUSE = 0.02  # seconds between two questions
TOWNS = list("桥山河塔旗陵岗湖营溪沙泉翔平兴和")
DEPARTMENTS = list("城教交水卫农文民住急")
DEEDS = ("举行启用仪式", "开展集中整治", "组织志愿服务", "推进改造工程", "启动消费季活动", "召开现场会")
THINGS = ("公路", "食堂", "公园", "图书馆", "养老院", "充电桩", "水渠", "步道", "停车场", "菜市场")


def pages(count: int, chance: random.Random) -> Iterator[str]:
    """Pages of articles that differ in place, deed and every figure."""
    for first in range(0, count, A_PAGE):
        yield "\n\n".join(article(number, chance) for number in range(first, min(first + A_PAGE, count)))


def article(number: int, chance: random.Random) -> str:
    """One article, told apart from all others by its number."""
    town, other = chance.sample(TOWNS, 2)
    who, deed, thing, more = (chance.choice(words) for words in (DEPARTMENTS, DEEDS, THINGS, THINGS))
    day, money, people, length = chance.randint(1, 28), *(chance.randint(11, 9999) for _ in range(3))
    share = chance.randint(101, 999) / 10
    return (
        f"{town}头镇第{number}号{thing}建成\n\n"
        f"本报讯 8月{day}日上午,{who}务局在{town}头镇{deed},第{number}号{thing}正式投入使用,总投资{money}万元,"
        f"惠及居民{people}人。\n\n"
        f"据介绍,{thing}全长{length}米,今年以来{who}务局已在{other}头镇建成{more}{chance.randint(2, 99)}处,"
        f"同比增长{share}%。居民王{chance.choice('明芳伟丽')}说,第{number}号{thing}让出行更方便了。\n\n"
        f"下一步,{who}务局将在年底前完成{chance.randint(3, 60)}个项目,预计投入{chance.randint(100, 9000)}万元。"
    )


def resident(pid: int) -> int:
    """Memory of a process, in KiB."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:")), 0)


class Timed(Newsroom):
    """A newsroom that remembers how long its last swap took, in seconds."""

    swapped = 0.0

    def swap(self, folder: Path, commit: Callable[[], None]) -> None:
        """Swap, and look at the clock."""
        began = time.perf_counter()
        super().swap(folder, commit)
        self.swapped = time.perf_counter() - began


class Asking:
    """Somebody who asks one question after another, and how long each answer took, by what went on meanwhile."""

    def __init__(self, newsroom: Newsroom, questions: list[str]) -> None:
        self._newsroom, self._questions = newsroom, questions
        self.seconds: dict[str, list[float]] = defaultdict(list)
        self.meanwhile = "idle"
        self.unanswered = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> Asking:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        for question in cycle(self._questions):
            meanwhile, began = self.meanwhile, time.perf_counter()
            self.unanswered += not self._newsroom.ask(question).answered
            self.seconds[meanwhile].append(time.perf_counter() - began)
            if self._stop.wait(PAUSE):
                return


def p95(seconds: list[float]) -> float:
    """In milliseconds."""
    return quantiles(seconds, n=20)[-1] * 1000


def main() -> None:
    """Measure once for each share."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--spoil", type=float, nargs="+", default=[0.05, 1.0], metavar="SHARE")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        newsroom = filled(Path(folder), options.articles)
        for share in options.spoil:
            measure(newsroom, share)
        newsroom.close()


def filled(folder: Path, count: int) -> Timed:
    """A newsroom with so many articles."""
    documents = folder / "pages"
    documents.mkdir()
    for number, text in enumerate(pages(count, random.Random(1))):
        (documents / f"{number:05}_2022-08-20.txt").write_text(text + "\n", encoding="utf-8")
    newsroom = Timed(Settings(data=folder / "data"))
    began = time.perf_counter()
    taken = sum(result.articles for result in newsroom.ingest([documents]))
    print(f"{taken} articles of {count} taken in within {time.perf_counter() - began:.0f} s")
    return newsroom


def measure(newsroom: Timed, share: float) -> None:
    """Spoil a share of the articles, have everything read anew, publish it."""
    db, chance = newsroom.db(), random.Random(2)
    keys = [row[0] for row in db.execute("SELECT key FROM articles")]
    # each asked once: what is asked again is answered without a search
    questions = [
        newsroom.article(key).headline.replace("建成", "总投资多少万元？") for key in chance.sample(keys, len(keys))
    ]
    spoilt = [(key,) for key in chance.sample(keys, round(share * len(keys)))]
    with atomic(db):
        db.conn.executemany("UPDATE articles SET headline = headline || '（误）' WHERE key = ?", spoilt)
    list(map(newsroom.ask, questions[:20]))
    with Asking(newsroom, questions) as asking:
        began = time.perf_counter()
        found, most = read_anew(newsroom, asking)
        took = time.perf_counter() - began
        with atomic(db):
            number = reingests.start(db, by=1, chat_id=1, message_id=1, now=time.time())
            assert number is not None
            reingests.move(db, number, "ready", was="running", report=reread.pack(found))
        asking.meanwhile = "publishing"
        began, worked = time.perf_counter(), time.thread_time()
        rereader.publish(newsroom, number, by=1, alert=True)
        published, worked = time.perf_counter() - began, time.thread_time() - worked
        time.sleep(1.0)
    assert articles.generation(db) == newsroom.index.generation
    idle, busy, then = (asking.seconds[name] for name in ("idle", "reading", "publishing"))
    print(
        f"{share:.0%} spoilt: {found.changed} of {found.changed + found.unchanged} articles changed,"
        f" {found.documents} originals read in {took:.0f} s\n"
        f"  answers p95 {p95(idle):.1f} ms idle ({len(idle)}), {p95(busy):.1f} ms meanwhile ({len(busy)}),"
        f" {asking.unanswered} unanswered\n"
        f"  swapped in {newsroom.swapped:.2f} s, readers told within {published:.2f} s ({worked:.2f} s of work),"
        f" slowest answer meanwhile {max(then) * 1000:.0f} ms\n"
        f"  bot and reader together at most {most / 1024:.0f} MiB"
    )


def read_anew(newsroom: Newsroom, asking: Asking) -> tuple[reread.Reread, int]:
    """What reading everything anew finds, and the most memory that this took, in KiB.

    The reading is halted every other moment: what is idle and what is not is then measured on the same machine.
    """
    data = newsroom.settings.data
    command = [sys.executable, "-m", "bot.trials.reread", str(data), str(data / rereader.FOLDER)]
    most = 0
    with subprocess.Popen(
        [*command, "tantivy", "rjieba", "Asia/Shanghai"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        said: list[str] = []
        listening = threading.Thread(target=lambda: said.extend(process.stdout or ()))
        listening.start()
        halted = False
        while listening.is_alive():
            most = max(most, resident(os.getpid()) + resident(process.pid))
            halted = not halted
            process.send_signal(signal.SIGSTOP if halted else signal.SIGCONT)
            asking.meanwhile = "idle" if halted else "reading"
            listening.join(MOMENT)
    return reread.unpack(json.loads(said[-1])["found"]), most


if __name__ == "__main__":
    main()
