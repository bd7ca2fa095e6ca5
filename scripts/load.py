"""How many answers a second one bot gives: a real `baozhi run` behind a webhook, a lean Bot API server beyond.

Questions arrive at a fixed rate, whether the ones before are answered or not (an open loop: a bot that falls behind
shows it in the waits). A wait begins when the update is due and ends when the sendMessage that answers it is complete.
The pace that Telegram imposes is lifted, for it would be met long before the bot is busy. `--questions repeated` draws
from a thousand questions as Zipf's law has it, as readers of one paper do; `distinct` asks none twice.

Of repeated questions nearly half are new at the beginning and nearly none after a minute: a run says how long it was
warmed up, and how many of the questions that count had never been asked before.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from random import Random
from statistics import quantiles
from typing import Any

from bot.bench import corpus, material

ROOT = Path(__file__).resolve().parents[1]
TOKEN, SECRET = "1:LOAD" + "x" * 35, "s" * 32
FEW, FEW_SECONDS = 50, 5.0  # questions a second that every run begins with, and for how long
PATIENCE = 30.0  # seconds for the last answers
FIRST_READER, READERS = 10_000, 20_000  # as many readers as can ask this much and stay below the brake
CHANNELS = 64  # connections on which updates are posted


@dataclass(slots=True)
class Tally:
    """What came back."""

    asked: int = 0
    new: int = 0  # of them, questions that nobody had asked before
    waits: list[float] = field(default_factory=list)  # seconds
    begun: dict[int, float] = field(default_factory=dict)  # by reader
    refused: int = 0  # webhook calls that were not accepted
    memory: list[tuple[float, float]] = field(default_factory=list)  # seconds, resident MiB
    processor: float = 0.0  # seconds that the bot used

    def arrived(self, chat_id: int) -> None:
        """A message to *chat_id* is complete; the first one answers its question."""
        begun = self.begun.pop(chat_id, None)
        if begun is not None:
            self.waits.append(time.perf_counter() - begun)


class BotApi(asyncio.Protocol):
    """As much of the Bot API as the bot calls here, parsed with the least effort."""

    def __init__(self, arrived: Callable[[int], None], ready: asyncio.Event) -> None:
        self._arrived, self._ready, self._buffer = arrived, ready, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A connection of the bot."""
        self._transport: Any = transport

    def data_received(self, data: bytes) -> None:
        """One request after the other."""
        self._buffer += data
        while True:
            head, found, rest = self._buffer.partition(b"\r\n\r\n")
            if not found:
                return
            lower = head.lower()
            at = lower.find(b"content-length:")
            length = int(lower[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
            if len(rest) < length:
                return
            self._buffer = rest[length:]
            self._answer(head.split(b" ", 2)[1].rpartition(b"/")[2].decode(), rest[:length])

    def _answer(self, method: str, body: bytes) -> None:
        result: Any = True
        if method == "sendMessage":
            chat_id = json.loads(body)["chat_id"]
            self._arrived(chat_id)
            result = {"message_id": 5, "date": 1, "chat": {"id": chat_id, "type": "private"}, "text": "x"}
        elif method == "getMe":
            result = {"id": 1, "is_bot": True, "first_name": "报知", "username": "load_bot"}
        elif method == "setWebhook":
            self._ready.set()
        elif method.startswith("getMy") or method == "getWebhookInfo":
            result = {"name": "", "description": "", "short_description": "", "url": "", "pending_update_count": 0}
        payload = json.dumps({"ok": True, "result": result}).encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(payload)}\r\n\r\n"
        self._transport.write(head.encode() + payload)


class Channel:
    """One connection to the webhook, with one update at a time on it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def post(self, update: bytes) -> int:
        """Hand over an update; the status that the bot answers."""
        if self._writer is None:
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        assert self._reader is not None
        head = (
            f"POST /telegram HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            f"X-Telegram-Bot-Api-Secret-Token: {SECRET}\r\nContent-Length: {len(update)}\r\n\r\n"
        )
        self._writer.write(head.encode() + update)
        answer = await self._reader.readuntil(b"\r\n\r\n")
        at = answer.lower().find(b"content-length:")
        if at >= 0:
            await self._reader.readexactly(int(answer[at + 15 :].split(b"\r\n", 1)[0]))
        return int(answer.split(b" ", 2)[1])


def update(number: int, reader: int, text: str) -> bytes:
    """A private message as Telegram posts it."""
    person = {"id": reader, "is_bot": False, "first_name": "读者", "language_code": "zh-hans"}
    chat = {"id": reader, "type": "private", "first_name": "读者"}
    message = {"message_id": number, "date": int(time.time()), "chat": chat, "from": person, "text": text}
    return json.dumps({"update_id": number, "message": message}, ensure_ascii=False).encode()


def drawn(questions: Sequence[str], *, repeated: bool, seed: int) -> Iterator[str]:
    """Questions without end: each once until they run out, or as Zipf's law has it."""
    chance = Random(seed)
    if not repeated:
        while True:
            yield from chance.sample(questions, len(questions))
    few = chance.sample(questions, min(1000, len(questions)))
    weights = list(accumulate(1 / rank for rank in range(1, len(few) + 1)))
    while True:
        yield chance.choices(few, cum_weights=weights)[0]


async def ask(
    tally: Tally, port: int, questions: Iterator[str], known: set[str], *, rate: float, seconds: float, first: int
) -> None:
    """Post *rate* updates a second for *seconds*, from READERS people in turn; *known* has been asked already."""
    free: asyncio.Queue[Channel] = asyncio.Queue()
    for _ in range(CHANNELS):
        free.put_nowait(Channel(port))
    posting: set[asyncio.Task[None]] = set()

    async def post(number: int, body: bytes) -> None:
        channel = await free.get()
        try:
            if await channel.post(body) != 200:
                tally.refused += 1
        finally:
            free.put_nowait(channel)

    begun = time.perf_counter()
    for count in range(int(rate * seconds)):
        due = begun + count / rate
        if (wait := due - time.perf_counter()) > 0:
            await asyncio.sleep(wait)
        reader = FIRST_READER + (first + count) % READERS
        tally.begun[reader] = due
        tally.asked += 1
        question = next(questions)
        tally.new += question not in known
        known.add(question)
        task = asyncio.create_task(post(first + count, update(first + count, reader, question)))
        posting.add(task)
        task.add_done_callback(posting.discard)
    end = time.perf_counter() + PATIENCE
    while tally.begun and time.perf_counter() < end:  # noqa: ASYNC110 - an event for each answer would cost more
        await asyncio.sleep(0.05)


async def watch(tally: Tally, process: subprocess.Popen[bytes], every: float = 5.0) -> None:
    """Note the bot's memory again and again."""
    begun = time.perf_counter()
    while True:
        tally.memory.append((time.perf_counter() - begun, resident(process.pid)))
        await asyncio.sleep(every)


def resident(pid: int) -> float:
    """MiB that are no map of a file, of the process and of those that help it; 0 of one that has just ended."""
    try:
        text = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
        own = next((int(line.split()[1]) / 1024 for line in text.splitlines() if line.startswith("RssAnon")), 0.0)
        return own + sum(map(resident, helping(pid)))
    except (FileNotFoundError, ProcessLookupError):
        return 0.0


def processor(pid: int) -> float:
    """Seconds of processor time so far, of all threads and of the processes that help."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") + sum(map(processor, helping(pid)))


def helping(pid: int) -> list[int]:
    """The processes that it has begun."""
    return list(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()))


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def bot(data: Path, api: int, hook: int, thinkers: int | None) -> Iterator[subprocess.Popen[bytes]]:
    """A bot on *data*, behind a webhook."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BAOZHI_")}
    environ = {
        **kept,
        "BAOZHI_DATA": str(data),
        "BAOZHI_TELEGRAM_TOKEN": TOKEN,
        "BAOZHI_TELEGRAM_BASE_URL": f"http://127.0.0.1:{api}",
        "BAOZHI_WEBHOOK_URL": f"https://127.0.0.1:{hook}/telegram",
        "BAOZHI_WEBHOOK_SECRET": SECRET,
        "BAOZHI_WEBHOOK_PORT": str(hook),
        "BAOZHI_MESSAGES_PER_SECOND": "10000",  # far above Telegram's 30
        "BAOZHI_LOG": "warning",
        "BAOZHI_THINKERS": "" if thinkers is None else str(thinkers),
    }
    process = subprocess.Popen([sys.executable, "-m", "bot", "run"], env=environ, cwd=data)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(20)


async def measure(data: Path, questions: Sequence[str], args: argparse.Namespace) -> Tally:
    """One run."""
    ready, tally, api, hook = asyncio.Event(), Tally(), free_port(), free_port()
    drawing = drawn(questions, repeated=args.questions == "repeated", seed=args.seed)
    warm, known = Tally(), set[str]()

    def arrived(chat_id: int) -> None:
        warm.arrived(chat_id)
        tally.arrived(chat_id)

    server = await asyncio.get_running_loop().create_server(lambda: BotApi(arrived, ready), "127.0.0.1", api)
    with bot(data, api, hook, args.thinkers) as process:
        await asyncio.wait_for(ready.wait(), 60)
        await asyncio.sleep(3)  # it introduces itself and tries its example questions
        number = int(time.time() * 1000)  # of the first update: higher than those of an earlier run
        await ask(warm, hook, drawing, known, rate=min(args.rate, FEW), seconds=FEW_SECONDS, first=number)
        if args.warm_up:
            await ask(warm, hook, drawing, known, rate=args.rate, seconds=args.warm_up, first=number + warm.asked)
        before, begun = processor(process.pid), time.perf_counter()
        watching = asyncio.create_task(watch(tally, process))
        first = number + warm.asked
        await ask(tally, hook, drawing, known, rate=args.rate, seconds=args.seconds, first=first)
        tally.processor = (processor(process.pid) - before) / (time.perf_counter() - begun)
        watching.cancel()
    server.close()
    return tally


def prepare(work: Path, chunks: int) -> tuple[Path, list[str]]:
    """A data folder of *chunks*, and questions on it; made once in *work*."""
    articles, asked = material(None)
    grown = corpus.prepare(work / str(chunks), articles, asked, chunks)
    data = work / f"data-{chunks}"
    if not data.exists():
        environ = {**os.environ, "BAOZHI_DATA": str(data)}
        command = [sys.executable, "-m", "bot", "ingest", str(grown.documents)]
        subprocess.run(command, env=environ, check=True, capture_output=True)
    return data, sorted(set(asked))


def report(tally: Tally, rate: float, seconds: float, warm_up: float) -> str:
    """The figures of a run."""
    waits = sorted(1000 * wait for wait in tally.waits)
    if len(waits) < 100:
        return f"only {len(waits)} of {tally.asked} answered"
    cuts = quantiles(waits, n=100)
    lost = tally.asked - len(waits)
    memory = [mib for _, mib in tally.memory]
    early = memory[len(memory) // 4]  # what is kept for repeats has been filled by then
    return (
        f"{rate:.0f}/s for {seconds:.0f} s after {_before(rate, warm_up)}, "
        f"{100 * tally.new / tally.asked:.0f} % never asked before: "
        f"{len(waits)} answered, {lost} not in time, {tally.refused} refused; "
        f"p50 {cuts[49]:.1f} ms, p95 {cuts[94]:.1f} ms, p99 {cuts[98]:.1f} ms, longest {waits[-1]:.0f} ms; "
        f"{100 * tally.processor:.0f} % of a core; memory {early:.0f} to {memory[-1]:.0f} MiB; "
        f"load of the machine {os.getloadavg()[0]:.1f}"
    )


def _before(rate: float, warm_up: float) -> str:
    """What came before the questions that count."""
    few = f"{min(rate, FEW):.0f}/s for {FEW_SECONDS:.0f} s"
    return f"{few} and {rate:.0f}/s for {warm_up:.0f} s" if warm_up else few


def main() -> int:
    """Measure; the exit status is 1 if not every question was answered, or p99 is over the limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=float, default=300.0, help="questions a second")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--warm-up", type=float, default=0.0, help="seconds at the same rate before those that count")
    parser.add_argument("--questions", choices=["repeated", "distinct"], default="repeated")
    parser.add_argument("--thinkers", type=int, help="processes that may help to think (default: the bot's own)")
    parser.add_argument("--chunks", type=int, default=30_000)
    parser.add_argument("--p99", type=float, default=500.0, help="milliseconds that 99 in 100 may take")
    parser.add_argument("--work", type=Path, help="keep the corpus here")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data, questions = prepare(args.work or Path(folder), args.chunks)
        tally = asyncio.run(measure(data, questions, args))
    print(f"{args.questions} questions, {report(tally, args.rate, args.seconds, args.warm_up)}", flush=True)
    waits = sorted(tally.waits)
    return int(len(waits) < tally.asked or 1000 * waits[int(0.99 * len(waits))] > args.p99)


if __name__ == "__main__":
    sys.exit(main())
