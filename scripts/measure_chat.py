"""How long a reader waits: the bot as a process on one core, the local Bot API server on another.

One reader after the other asks the owner's questions; then a hundred readers ask at once, with Telegram's limits on. A
wait begins when the message is there for the bot to fetch and ends when its sendMessage arrives. Prints what is asked
and what was measured; the exit status is 1 if a figure is not met.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from statistics import median, quantiles

from bot.local import people
from bot.local.errors import Json
from bot.local.limits import Limits
from bot.local.server import LocalServer

ROOT = Path(__file__).resolve().parents[1]
QUESTIONS = ROOT / "tests" / "data" / "seed.questions.jsonl"
BAOZHI = Path(sys.executable).with_name("baozhi")
READERS = 100
FIRST_READER = 5000
P50_MS, P95_MS, LONGEST_S = 40.0, 120.0, 5.0
PATIENCE = 60.0  # seconds


def main() -> int:
    """Measure; returns the exit status."""
    asked = [json.loads(line)["question"] for line in QUESTIONS.read_text(encoding="utf-8").splitlines() if line]
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(measure(Path(folder), asked))


async def measure(folder: Path, asked: list[str]) -> int:
    """Run the bot on *folder* and print the figures."""
    cores = sorted(os.sched_getaffinity(0))
    server = LocalServer(limits=Limits.none())
    await server.start()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BAOZHI_")}
    environ = {
        **kept,
        "BAOZHI_DATA": str(folder / "data"),
        "BAOZHI_TELEGRAM_TOKEN": server.token,
        "BAOZHI_TELEGRAM_BASE_URL": server.url,
        "BAOZHI_LOG": "warning",
    }
    bot = await asyncio.to_thread(start, environ, folder, cores[0])
    os.sched_setaffinity(0, {cores[-1]})
    try:
        for number in range(READERS):
            server.world.add_person({"id": FIRST_READER + number, "first_name": f"读者{number + 1}"})
        await warm_up(server)
        waits = await one_by_one(server, asked)
        server.world.meter.set(Limits())
        crowd = await all_at_once(server, asked)
    finally:
        bot.terminate()
        await asyncio.to_thread(bot.wait, 20)
        await server.stop()
    return report(waits, crowd, server)


def start(environ: dict[str, str], folder: Path, core: int) -> subprocess.Popen[bytes]:
    """Ingest the owner's page and start the bot on one core."""
    subprocess.run([BAOZHI, "ingest", ROOT / "seeds"], env=environ, cwd=folder, check=True, capture_output=True)
    return subprocess.Popen(["taskset", "-c", str(core), BAOZHI, "run"], env=environ, cwd=folder)


async def warm_up(server: LocalServer) -> None:
    """Wait until the bot listens, has introduced itself and tried its example questions."""
    people.say(server.world, FIRST_READER, people.text_content("/start"))
    await until(lambda: answers(server, [FIRST_READER]))
    await asyncio.sleep(2)


async def one_by_one(server: LocalServer, asked: list[str]) -> list[float]:
    """Seconds that each question waited, each of another reader, asked when the one before was answered."""
    waits = []
    for number, question in enumerate(asked * 2):
        reader, began = FIRST_READER + number % READERS, time.time()
        people.say(server.world, reader, people.text_content(question))
        (arrived,) = await until(partial(answers, server, [reader], after=began))
        waits.append(arrived - began)
    return waits


async def all_at_once(server: LocalServer, asked: list[str]) -> list[float]:
    """Seconds that each of READERS questions waited, all asked in one moment."""
    await asyncio.sleep(1)
    readers, began = range(FIRST_READER, FIRST_READER + READERS), time.time()
    for number, reader in enumerate(readers):
        people.say(server.world, reader, people.text_content(asked[number % len(asked)]))
    arrived = await until(lambda: answers(server, readers, after=began, at_least=READERS))
    return [at - began for at in arrived]


def answers(server: LocalServer, readers: Iterable[int], *, after: float = 0.0, at_least: int = 1) -> list[float]:
    """When the bot's messages to *readers* arrived, if there are *at_least* so many; else nothing."""
    wanted = {str(reader) for reader in readers}
    found = [
        float(call["at"])
        for call in sent(server)
        if call["at"] >= after and call["status"] == 200 and call["params"]["chat_id"] in wanted
    ]
    return found if len(found) >= at_least else []


def sent(server: LocalServer) -> list[Json]:
    """The calls of sendMessage so far."""
    return [call for call in server.world.calls if call["method"] == "sendMessage"]


async def until(look: Callable[[], list[float]]) -> list[float]:
    """The first result of *look* that is not empty."""
    end = time.monotonic() + PATIENCE
    while not (found := look()):
        if time.monotonic() > end:
            raise SystemExit(f"no answer within {PATIENCE:.0f} s")
        await asyncio.sleep(0.001)
    return found


def report(waits: list[float], crowd: list[float], server: LocalServer) -> int:
    """Print asked and measured; the exit status."""
    ms = sorted(1000 * wait for wait in waits)
    refused = sum(call["status"] == 429 for call in sent(server))
    rows = [
        (f"p50 of {len(ms)} questions, ms", P50_MS, median(ms)),
        ("p95, ms", P95_MS, quantiles(ms, n=20)[-1]),
        (f"longest of {len(crowd)} at once, s", LONGEST_S, max(crowd)),
        ("refused by the limits (429)", 0.0, float(refused)),
    ]
    for name, most, measured in rows:
        print(f"{name:32} asked ≤ {most:6.1f}   measured {measured:7.2f}   {'ok' if measured <= most else 'MISSED'}")
    return int(any(measured > most for _, most, measured in rows))


if __name__ == "__main__":
    sys.exit(main())
