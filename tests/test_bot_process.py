"""The bot as a process, on the owner's page, with the local Bot API server at the other end: restarts and crashes.

BAOZHI_KILL_ROUNDS sets how often the bot is killed (2 unless it is set).
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import free_port

from bot.local.client import LocalClient
from bot.local.errors import Json
from bot.local.world import ADMIN_ID
from store.schema import open_store

ROOT = Path(__file__).resolve().parents[1]
READERS = (1001, 1002, ADMIN_ID)
ROUNDS = int(os.environ.get("BAOZHI_KILL_ROUNDS", "2"))
QUESTION = "给多少名环卫工人送了安全头盔？"
TOKEN = "1:LOCAL" + "x" * 32


class BotProcess:
    """`baozhi run` on a data folder of its own; can be started, stopped and killed again and again."""

    def __init__(self, folder: Path, base_url: str) -> None:
        self.data, self._log = folder / "data", folder / "log.txt"
        kept = {name: value for name, value in os.environ.items() if not name.startswith("BAOZHI_")}
        self.environ = {
            **kept,
            "BAOZHI_DATA": str(self.data),
            "BAOZHI_TELEGRAM_TOKEN": TOKEN,
            "BAOZHI_TELEGRAM_BASE_URL": base_url,
            "BAOZHI_LOG": "debug",
        }
        self._folder = folder
        self.process: subprocess.Popen[str] | None = None

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        command = [sys.executable, "-m", "bot", *arguments]
        return subprocess.run(
            command, env={**self.environ, "PYTHONPATH": str(ROOT)}, cwd=self._folder, capture_output=True, text=True
        )

    def start(self) -> None:
        """Start the bot; it need not be listening yet."""
        with self._log.open("a", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bot", "run"],
                env={**self.environ, "PYTHONPATH": str(ROOT)},
                cwd=self._folder,
                stderr=log,
                text=True,
            )

    def kill(self) -> None:
        """End it without a word, as a power cut would."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)
        self.process = None

    def stop(self) -> int:
        """Ask it to end; returns its exit status, fails if that takes longer than five seconds."""
        assert self.process is not None
        self.process.terminate()
        status = self.process.wait(5)
        self.process = None
        return status

    def log(self) -> str:
        """What the operator has read so far."""
        return self._log.read_text(encoding="utf-8")

    def unfinished(self) -> int:
        """How many updates are not handled yet."""
        return self.count("SELECT count(*) FROM inbox WHERE done_at IS NULL")

    def count(self, query: str) -> int:
        """The number that *query* gives."""
        db = open_store(self.data / "baozhi.db")
        (number,) = db.execute(query).fetchone()
        db.conn.close()
        return int(number)


@pytest.fixture
def client() -> Iterator[LocalClient]:
    """The people's side of a Bot API server in a process of its own."""
    command = [sys.executable, "-m", "bot.local", "--port", "0", "--token", TOKEN]
    with subprocess.Popen(
        command, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        url, _ = server.stdout.readline().split()
        with LocalClient(url) as client:
            yield client
        server.terminate()


@pytest.fixture
def bot(tmp_path: Path, client: LocalClient) -> Iterator[BotProcess]:
    """A bot that holds the owner's page; not started."""
    bot = BotProcess(tmp_path, client.url)
    done = bot.run("ingest", str(ROOT / "seeds"))
    assert done.returncode == 0, done.stderr
    yield bot
    if bot.process is not None:
        bot.kill()


def button(message: Json, label: str) -> str:
    """The callback data of the button *label*."""
    rows = message["reply_markup"]["inline_keyboard"]
    return str(next(one["callback_data"] for row in rows for one in row if one["text"] == label))


def answers(client: LocalClient, question: Json) -> list[Json]:
    """The bot's messages after *question* in its chat."""
    return [
        message
        for message in client.messages(question["chat"]["id"])
        if message["from"]["is_bot"] and message["message_id"] > question["message_id"]
    ]


def test_question_button_restart(bot: BotProcess, client: LocalClient) -> None:
    """Answered from the owner's page; after a restart old buttons work; the log tells neither token nor question."""
    bot.start()
    answer = client.ask(QUESTION, wait=30)
    assert "50名" in answer["text"]
    assert "“爱心头盔”赠环卫工人" in answer["text"]
    assert bot.stop() == 0

    waiting = client.send(QUESTION)["message"]
    bot.start()
    assert "50名" in client.wait_for_message(1001, after=waiting["message_id"], wait=30)["text"]
    assert client.tap(answer, button(answer, "原文")) == {"text": "", "show_alert": False}
    client.wait_until(
        lambda: any("回到回答" in str(message.get("reply_markup")) for message in client.messages()), what="the article"
    )
    assert bot.stop() == 0
    assert TOKEN not in bot.log()
    assert "环卫" not in bot.log()


def test_killed_with_three_updates_in_flight(bot: BotProcess, client: LocalClient) -> None:
    """None is lost; none whose handler had finished is answered twice; the others at most once more."""
    chance = random.Random(20)
    bot.start()
    client.ask("/help", wait=30)
    for _ in range(ROUNDS):
        kill_in_flight(bot, client, pause=chance.random() * 0.2)
    assert bot.stop() == 0


def kill_in_flight(bot: BotProcess, client: LocalClient, *, pause: float) -> None:
    """Three people ask; the bot is killed *pause* seconds after accepting the first question, and started again."""
    # the message is out at once, but the bot hears of it late: a kill finds handlers in every state
    client.do("faults", kind="delay", method="sendMessage", seconds=0.1, times=None)
    before = bot.count("SELECT count(*) FROM inbox")
    asked = [client.send(QUESTION, reader) for reader in READERS]
    client.wait_until(lambda: bot.count("SELECT count(*) FROM inbox") > before, what="an update in the inbox")
    time.sleep(pause)
    bot.kill()
    client.clear_faults()
    recorded = "SELECT count(*) FROM replies WHERE message_id IS NOT NULL AND update_id = "
    finished = [bot.count(f"{recorded}{one['update_id']}") == 1 for one in asked]

    bot.start()
    for one in asked:
        client.wait_for_message(one["message"]["chat"]["id"], after=one["message"]["message_id"], wait=30)
    client.ask("/help", wait=30)
    client.wait_until(lambda: bot.unfinished() == 0, what="every update to be handled")
    said = [len([m for m in answers(client, one["message"]) if "50名" in m["text"]]) for one in asked]
    for was_finished, times in zip(finished, said, strict=True):
        assert times == 1 if was_finished else times in (1, 2)


def test_webhook(bot: BotProcess, client: LocalClient) -> None:
    """Updates arrive by HTTP at the address that was set; those without the secret are turned away."""
    port = free_port()
    bot.environ |= {
        "BAOZHI_WEBHOOK_URL": f"http://127.0.0.1:{port}/hook/a.b",
        "BAOZHI_WEBHOOK_SECRET": "s" * 32,
        "BAOZHI_WEBHOOK_PORT": str(port),
    }
    bot.start()

    assert "50名" in client.ask(QUESTION, wait=30)["text"]
    assert not client.calls("getUpdates")
    assert bot.stop() == 0


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({"BAOZHI_TELEGRAM_BASE_URL": "http://127.0.0.1:9"}, "cannot be reached"),
        ({"BAOZHI_TELEGRAM_TOKEN": "2:" + "y" * 35}, "BAOZHI_TELEGRAM_TOKEN is refused"),
    ],
)
def test_what_keeps_it_from_starting_is_one_line(bot: BotProcess, environ: dict[str, str], words: str) -> None:
    """Exit status 1 and a line that says what to do, without the token."""
    bot.environ |= environ
    done = bot.run("run")

    assert done.returncode == 1
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith("baozhi: ")
    assert words in last
    assert "Traceback" not in done.stderr
    assert bot.environ["BAOZHI_TELEGRAM_TOKEN"] not in done.stderr


def test_another_receiver_is_a_clear_end(bot: BotProcess, client: LocalClient, tmp_path: Path) -> None:
    """Two programs with one token: the earlier one stops and says why, and leaves the later one alone."""
    bot.start()
    client.ask("/help", wait=30)
    (tmp_path / "other").mkdir()
    other = BotProcess(tmp_path / "other", client.url)
    other.start()
    assert bot.process is not None
    status = bot.process.wait(30)
    bot.process = None

    assert status == 1
    assert client.ask("/help", wait=30)["text"]
    assert other.process is not None
    assert other.process.poll() is None
    other.kill()
    assert "Traceback" not in bot.log()
    assert "another program is receiving this bot's messages" in bot.log()
