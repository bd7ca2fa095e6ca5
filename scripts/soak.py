"""The bot under fire: questions, publications and alerts, while connections break and processes are killed.

    python scripts/soak.py --rounds 500 --seed 7     the fault matrix: nothing may be lost
    python scripts/soak.py --minutes 30 --calm       the same without kills: memory must not grow
    python scripts/soak.py --broadcast 600           how fast alerts go out, and what readers notice of it

The bot is a process on a data folder of its own, with the local Bot API server, another process, at the other end,
which enforces Telegram's limits. Every choice comes from the seed and the round's number.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.alerts import corrections, rules
from bot.answering.newsroom import Newsroom
from bot.local.client import LocalClient
from bot.settings import Settings
from store import outbox, subscriptions
from store.schema import atomic

ROOT = Path(__file__).resolve().parents[1]
TOKEN = "1:LOCAL" + "x" * 32
READERS = tuple(range(2001, 2013))
ASKER = 1001
ASKERS = tuple(range(3001, 3021))
QUESTION = "给多少名环卫工人送了安全头盔？"
FAULTS = ("drop-before", "drop-after", "error", "gateway", "retry", "delay")
ENDINGS = ("forbidden", "bad-request")  # after these an alert is not sent, and the store says why
INVESTED = "{}三条乡村公路总投资多少万元？"
SETTLE_SECONDS = 120.0
STARTED_SECONDS = 180.0
MOST_GROWTH = 0.10  # of a process's memory after warming up

PAGE = """{token}三条路通车

本报讯(记者 林知远)9月3日上午,桥头镇举行通车仪式,{token}三条乡村公路同时通车,总投资{number}万元,惠及村民1260户。
"""


@dataclass
class Tally:
    """What a run showed."""

    rounds: int = 0
    kills: int = 0
    published: int = 0
    wanted: int = 0  # articles times the readers who were to be told of them
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)  # told twice by different messages
    repeats: int = 0  # messages that arrived more than once
    uncertain: int = 0  # messages that the bot sent again because it could not know
    ended: int = 0  # told nobody, with the reason in the store
    corrections: int = 0  # answers given that were corrected later
    stuck: int = 0  # deliveries that came to no end
    unanswered: int = 0
    memory: list[float] = field(default_factory=list)  # MiB

    @property
    def is_good(self) -> bool:
        """Whether the promises were kept."""
        kept = not (self.lost or self.doubled or self.unanswered or self.stuck) and self.repeats <= self.uncertain
        return kept and (self.kills > 0 or self.growth <= MOST_GROWTH)

    @property
    def growth(self) -> float:
        """Memory in the last tenth of the run beside that in the tenth after the first quarter, less one."""
        tenth = len(self.memory) // 10
        if not tenth:
            return 0.0
        warm = len(self.memory) // 4
        return statistics.median(self.memory[-tenth:]) / statistics.median(self.memory[warm : warm + tenth]) - 1

    def __str__(self) -> str:
        """One line."""
        memory = f", memory {self.memory[-1]:.0f} MiB" if self.memory else ""
        if not self.kills:
            memory += f" ({self.growth:+.1%} since the first quarter)"
        return (
            f"{self.rounds} rounds, {self.kills} kills, {self.published} articles, {self.wanted} alerts wanted:"
            f" {len(self.lost)} lost, {self.stuck} stuck, {len(self.doubled)} told twice without a doubt,"
            f" {self.repeats} arrived again of {self.uncertain} uncertain, {self.ended} refused or blocked;"
            f" {self.corrections} answers corrected, {self.unanswered} questions unanswered{memory}"
        )


class Stage:
    """The processes, the people, and the store as another process sees it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.newsroom = Newsroom.open(Settings(data=folder / "data"))
        list(self.newsroom.ingest([ROOT / "seeds"]))
        command = [sys.executable, "-m", "bot.local", "--port", "0", "--token", TOKEN]
        self._server = subprocess.Popen(command, env=self._environ(), stdout=subprocess.PIPE, text=True)
        assert self._server.stdout is not None
        self.client = LocalClient(self._server.stdout.readline().split()[0])
        self.bot: subprocess.Popen[bytes] | None = None

    def _environ(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("BAOZHI_")}
        return {**kept, "PYTHONPATH": str(ROOT)}

    def start(self) -> None:
        """Start the bot and wait until it answers."""
        self.launch()
        self.client.ask("/help", ASKER, wait=STARTED_SECONDS)

    def environ(self) -> dict[str, str]:
        """The environment of a program on this stage."""
        return {**self._environ(), "BAOZHI_DATA": str(self.folder / "data")}

    def launch(self, *program: str) -> None:
        """Start the bot, as run by *program* if given; it need not be listening yet."""
        environ = {
            **self.environ(),
            "BAOZHI_TELEGRAM_TOKEN": TOKEN,
            "BAOZHI_TELEGRAM_BASE_URL": self.client.url,
        }
        command = [sys.executable, *(program or ("-m", "bot")), "run"]
        with (self.folder / "log.txt").open("ab") as log:
            self.bot = subprocess.Popen(command, env=environ, cwd=self.folder, stderr=log)

    def kill(self) -> None:
        """End the bot without a word, as a power cut would."""
        assert self.bot is not None
        self.bot.send_signal(signal.SIGKILL)
        self.bot.wait(10)
        self.bot = None

    def ingest_killed(self, path: Path, after: float) -> None:
        """Ingest as a process that is killed *after* so many seconds, if it is not through by then."""
        command = [sys.executable, "-m", "bot", "ingest", str(path)]
        process = subprocess.Popen(command, env=self.environ(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            process.wait(after)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait(10)

    def subscribe(self, chats: range | tuple[int, ...]) -> None:
        """People who have written to the bot and want to be told of everything."""
        rule = rules.everything()
        with atomic(self.newsroom.db()):
            for chat in chats:
                subscriptions.subscribe(self.newsroom.db(), chat, 0, rules.pack(rule), rules.keys(rule))

    def greet(self, chats: range | tuple[int, ...]) -> None:
        """Make the people known to the server."""
        for chat in chats:
            self.client.do("people", id=chat, first_name=f"读者{chat}")
            self.client.send("好", chat)

    def check(self) -> None:
        """The bot must not end by itself."""
        if self.bot is not None and self.bot.poll() is not None:
            log = (self.folder / "log.txt").read_text(encoding="utf-8")
            raise RuntimeError(f"the bot ended with status {self.bot.returncode}:\n{log[-3000:]}")

    def memory(self) -> float:
        """The bot's resident memory in MiB."""
        assert self.bot is not None
        lines = Path(f"/proc/{self.bot.pid}/status").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))

    def is_settled(self) -> bool:
        """Whether nothing is on its way and no update waits."""
        waiting = outbox.census(self.newsroom.db()).keys() & {"due", "postponed", "sending", "uncertain"}
        (updates,) = self.newsroom.db().execute("SELECT count(*) FROM inbox WHERE done_at IS NULL").fetchone()
        return not waiting and not updates

    def close(self) -> None:
        """End everything."""
        if self.bot is not None:
            self.kill()
        self.client.__exit__(None, None, None)
        self._server.kill()
        self._server.wait(10)
        assert self._server.stdout is not None
        self._server.stdout.close()
        self.newsroom.close()


@contextmanager
def stage() -> Iterator[Stage]:
    """A stage in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        made = Stage(Path(folder))
        try:
            yield made
        finally:
            made.close()


class Storm:
    """Rounds of publications under faults, and the reckoning at the end."""

    def __init__(self, on: Stage, seed: int, *, calm: bool = False) -> None:
        self.stage, self.seed, self.calm, self.tally = on, seed, calm, Tally()
        self.tokens: dict[str, set[int]] = {}  # of each article, with the readers who are to be told of it
        self.asked: list[int] = []  # update ids
        self.pages: list[str] = []  # of one article each, by its token
        self.ended: set[tuple[str, int]] = set()  # tokens whose article was corrected since, and chats turned away then
        on.greet(READERS)
        on.greet(ASKERS)
        on.subscribe(READERS)
        on.start()

    def round(self) -> None:
        """One publication, with trouble around it."""
        self.tally.rounds += 1
        chance = random.Random(f"{self.seed}:{self.tally.rounds}")
        for _ in range(chance.randrange(4)):
            self._order(chance)
        if chance.random() < 0.5:
            self._ask(chance)
        lock = threading.Thread(target=self._hold_the_store, args=(chance.random() * 1.5,))
        if chance.random() < 0.2:
            lock.start()
        self._publish(chance)
        if lock.ident is not None:
            lock.join()
        if not self.calm and chance.random() < 0.6:
            time.sleep(chance.random() * 0.7)
            self.stage.kill()
            self.tally.kills += 1
            self.stage.launch()
        if chance.random() < 0.5:
            self.settle()
            # an article is corrected once it was told: until then there is nothing to take back
            if self.pages and chance.random() < 0.5:
                self._correct(chance)

    def settle(self) -> None:
        """Let the faults be over and everything come to its end; readers who were turned away return."""
        self.stage.client.clear_faults()
        end = time.monotonic() + SETTLE_SECONDS
        while not self.stage.is_settled() and time.monotonic() < end:
            self.stage.check()
            time.sleep(0.05)
        for chat in subscriptions.turned_off(self.stage.newsroom.db()):
            self.stage.client.send("好", chat)
        while subscriptions.turned_off(self.stage.newsroom.db()) and time.monotonic() < end:
            time.sleep(0.05)
        if self.stage.bot is not None:
            self.tally.memory.append(self.stage.memory())

    def reckon(self) -> Tally:
        """Who was told of what, and how often."""
        self.settle()
        tally, db = self.tally, self.stage.newsroom.db()
        said = {chat: self._said(chat) for chat in READERS}
        for token, readers in self.tokens.items():
            for chat in sorted(readers):
                parcels = {parcel for parcel, text in said[chat] if token in text}
                if not parcels and ((token, chat) in self.ended or self._was_ended(token, chat)):
                    tally.ended += 1
                elif not parcels:
                    tally.lost.append(f"{token} to {chat}")
                elif len(parcels) > 1:
                    tally.doubled.append(f"{token} to {chat}")
        tally.wanted = sum(map(len, self.tokens.values()))
        tally.repeats = sum(n - 1 for chat in READERS for n in Counter(parcel for parcel, _ in said[chat]).values())
        census = outbox.census(db)
        tally.uncertain = census["repeats"]
        tally.stuck = sum(census.get(state, 0) for state in ("due", "postponed", "sending", "uncertain"))
        done = (
            "SELECT count(*) FROM inbox JOIN replies USING (update_id)"
            " WHERE update_id = ? AND done_at IS NOT NULL AND message_id IS NOT NULL"
        )
        tally.unanswered = sum(not db.execute(done, [number]).fetchone()[0] for number in self.asked)
        self._reckon_corrections()
        return tally

    def _reckon_corrections(self) -> None:
        """Whoever had an answer that was corrected has been told what it is now."""
        told = {chat: [text for _, text in self._said(chat)] for chat in ASKERS}
        rows = self.stage.newsroom.db().execute(
            "SELECT content, chat_id FROM answer_changes JOIN replies ON replies.id = reply_id"
        )
        for content, chat in rows:
            correction = corrections.unpack(content)
            self.tally.corrections += 1
            if not any(correction.question in text and (correction.now or "") in text for text in told[chat]):
                self.tally.lost.append(f"{correction} to {chat}")

    def _order(self, chance: random.Random) -> None:
        kind = chance.choice(ENDINGS) if chance.random() < 0.1 else chance.choice(FAULTS)
        chat = chance.choice((None, *READERS)) if kind not in ENDINGS else chance.choice(READERS)
        times, seconds = chance.randrange(1, 5), chance.choice((0.1, 0.3)) if kind == "delay" else 1.0
        where = {"chat_id": chat} if chat else {}
        self.stage.client.do("faults", kind=kind, method="sendMessage", times=times, seconds=seconds, **where)

    def _ask(self, chance: random.Random) -> None:
        """Ask of the first page, or of one that came since."""
        question = QUESTION if not self.pages or chance.random() < 0.3 else INVESTED.format(chance.choice(self.pages))
        # one person may not ask without end
        self.asked.append(self.stage.client.send(question, chance.choice(ASKERS))["update_id"])

    def _correct(self, chance: random.Random) -> None:
        """Print an article again with another figure, and another headline by which its alert is known."""
        token, fresh = chance.choice(self.pages[-20:]), f"第{self.tally.rounds}之更号"
        self.ended |= {(token, chat) for chat in self.tokens[token] if self._was_ended(token, chat)}
        path = self.stage.folder / f"{token}.txt"
        page = path.read_text(encoding="utf-8").replace(f"{token}三条路", f"{fresh}三条路", 1)
        path.write_text(re.sub(r"\d+万元", f"{chance.randrange(1000, 9999)}万元", page), encoding="utf-8")
        gone = subscriptions.turned_off(self.stage.newsroom.db())
        list(self.stage.newsroom.ingest([path]))
        gone |= subscriptions.turned_off(self.stage.newsroom.db())
        self.tokens[fresh] = set(READERS) - gone
        self.pages.remove(token)

    def _publish(self, chance: random.Random) -> None:
        tokens = [f"第{self.tally.rounds}之{number}号" for number in range(chance.randrange(1, 4))]
        path = self.stage.folder / f"{tokens[0]}.txt"
        number = chance.randrange(100, 999)
        path.write_text("\n\n".join(PAGE.format(token=token, number=number) for token in tokens), encoding="utf-8")
        gone = subscriptions.turned_off(self.stage.newsroom.db())
        if not self.calm and chance.random() < 0.2:
            self.stage.ingest_killed(path, chance.random() * 3)
        list(self.stage.newsroom.ingest([path]))
        gone |= subscriptions.turned_off(self.stage.newsroom.db())
        self.tokens |= dict.fromkeys(tokens, set(READERS) - gone)
        self.tally.published += len(tokens)
        if len(tokens) == 1:
            self.pages.append(tokens[0])

    def _hold_the_store(self, seconds: float) -> None:
        """Another process is writing: the bot finds the store busy."""
        db = self.stage.newsroom.db()
        with atomic(db):
            time.sleep(seconds)
        db.conn.close()

    def _said(self, chat: int) -> list[tuple[str, str]]:
        """The bot's alerts in a chat: which message of the outbox each was, and its text."""
        found = []
        for message in self.stage.client.messages(chat):
            buttons = [one for row in message.get("reply_markup", {}).get("inline_keyboard", []) for one in row]
            parcel = next((one["callback_data"] for one in buttons if one["callback_data"].startswith("y:")), None)
            if parcel is not None:
                found.append((parcel, message["text"]))
        return found

    def _was_ended(self, token: str, chat: int) -> bool:
        row = self.stage.newsroom.db().execute(
            "SELECT reason FROM deliveries JOIN matches USING (generation) JOIN articles ON key = article_key"
            " WHERE headline LIKE ? AND chat_id = ? AND state = 'dropped'",
            [f"{token}%", chat],
        )
        return row.fetchone() is not None


def storm(*, rounds: int, minutes: float, seed: int, calm: bool) -> Tally:
    """Run *rounds*, or for so many *minutes*, and say what it showed."""
    with stage() as made:
        run = Storm(made, seed, calm=calm)
        end = time.monotonic() + minutes * 60
        while run.tally.rounds < rounds or time.monotonic() < end:
            run.round()
            if run.tally.rounds % 20 == 0:
                print(f"{run.tally.rounds} rounds, {run.tally.kills} kills", file=sys.stderr, flush=True)
        return run.reckon()


def broadcast(chats: int) -> str:
    """Tell so many readers of one page while others ask; the pace, the refusals, the time to answer."""
    everybody = range(10_000, 10_000 + chats)
    with stage() as made:
        made.greet(everybody)
        made.greet(ASKERS)
        made.start()
        made.client.wait_until(made.is_settled, wait=600, what="the greetings to be answered")
        idle = [_ask(made, number) for number in range(40)]
        made.subscribe(everybody)
        path = made.folder / "page.txt"
        path.write_text(PAGE.format(token="", number=860), encoding="utf-8")
        list(made.newsroom.ingest([path]))
        busy: list[float] = []
        while not made.is_settled():
            busy.append(_ask(made, len(busy)))
        calls = made.client.calls("sendMessage")
        told = [call for call in calls if "有新报道：" in str(call["params"].get("text"))]
        first, last = told[0]["at"], told[-1]["at"]
        meanwhile = [call for call in calls if first <= call["at"] <= last]
        refused = sum(call["status"] != 200 for call in meanwhile)
        p50 = statistics.median(idle) * 1000, statistics.median(busy) * 1000
        return (
            f"{len(told)} alerts and {len(meanwhile) - len(told)} answers, {(len(meanwhile) - 1) / (last - first):.1f}"
            f" a second, {refused} refused; answers p50 {p50[0]:.0f} ms idle, {p50[1]:.0f} ms meanwhile"
        )


def _ask(made: Stage, number: int) -> float:
    """Seconds from a question to its answer; people take turns, since one may not ask without end."""
    time.sleep(0.3)
    began = time.perf_counter()
    made.client.ask(QUESTION, ASKERS[number % len(ASKERS)], wait=30)
    return time.perf_counter() - began


def main() -> int:
    """Run what is asked for; exit status 1 if a promise was broken."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=0)
    parser.add_argument("--minutes", type=float, default=0.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--calm", action="store_true", help="without kills")
    parser.add_argument("--broadcast", type=int, default=0, metavar="CHATS")
    args = parser.parse_args()
    if args.broadcast:
        print(broadcast(args.broadcast))
        return 0
    tally = storm(rounds=args.rounds, minutes=args.minutes, seed=args.seed, calm=args.calm)
    print(tally)
    print(*tally.lost, *tally.doubled, sep="\n", end="")
    return 0 if tally.is_good else 1


if __name__ == "__main__":
    sys.exit(main())
