"""What watches over the bot from outside: metrics, health, readiness, and the trace that ties log lines together."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from conftest import free_port
from prometheus_client.parser import text_string_to_metric_families
from test_bot_process import QUESTION, ROOT, TOKEN, BotProcess, bot, client  # noqa: F401

from bot.local.client import LocalClient
from bot.local.world import ADMIN_ID
from bot.operations.health import SILENCE_SECONDS, _silence
from bot.watch import metrics
from bot.wire.connection import Ear, _method


@pytest.fixture
def port() -> int:
    """A free one."""
    return free_port()


class Watcher:
    """Whoever scrapes."""

    def __init__(self, port: int) -> None:
        self._http = httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False)

    def get(self, path: str) -> httpx.Response:
        return self._http.get(path)

    def values(self) -> dict[str, float]:
        """Every sample but buckets, by name and labels."""
        families = text_string_to_metric_families(self.get("/metrics").text)
        return {
            sample.name + "".join(f" {value}" for value in sample.labels.values()): sample.value
            for family in families
            for sample in family.samples
            if not sample.name.endswith("_bucket")
        }

    def close(self) -> None:
        self._http.close()


@pytest.fixture
def watcher(bot: BotProcess, port: int) -> Iterator[Watcher]:  # noqa: F811
    """The bot, told to be watched; not started."""
    bot.environ |= {"BAOZHI_OPS_PORT": str(port)}
    watcher = Watcher(port)
    yield watcher
    watcher.close()


def test_a_question_is_counted_and_timed(bot: BotProcess, client: LocalClient, watcher: Watcher) -> None:  # noqa: F811
    """By kind, by outcome and by step; sizes and depths are those of the store."""
    bot.start()
    client.ask(QUESTION, wait=30)
    client.ask("量子计算机的冷却液多少钱一升？", wait=30)
    client.wait_until(lambda: bot.unfinished() == 0, what="both to be handled")

    found = watcher.values()
    assert found["baozhi_updates_total message"] == 2
    assert found["baozhi_answers_total fact"] == 1
    assert found["baozhi_answers_total refused"] == 1
    assert found["baozhi_step_seconds_count send"] == 2
    # the questions under an answer are tried as well
    assert found["baozhi_step_seconds_count search"] == found["baozhi_step_seconds_count answer"] >= 2
    assert 0 < found["baozhi_step_seconds_sum search"] < found["baozhi_step_seconds_sum answer"]
    assert found["baozhi_articles"] == 8
    assert found["baozhi_index_chunks"] > 20
    assert found["baozhi_index_generation"] == found["baozhi_store_generation"] == 1
    assert found["baozhi_queue updates"] == 0
    assert found["baozhi_telegram_requests_total sendMessage"] == 2
    assert found["baozhi_telegram_errors_total network"] == 0
    assert bot.stop() == 0
    for secret in (TOKEN, "头盔", "冷却液"):
        assert secret not in bot.log()  # at debug


def listens_on(port: int) -> set[str]:
    """The addresses on which this machine listens at *port*, as Linux writes them."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]]
    return {place.split(":")[0] for _, place, _, state, *_ in rows if place.endswith(f":{port:04X}") and state == "0A"}


def test_ready_and_why_not(bot: BotProcess, client: LocalClient, watcher: Watcher, port: int) -> None:  # noqa: F811
    """Ready as soon as it answers; while Telegram refuses, errors are counted by kind; it listens on loopback alone."""
    bot.start()
    client.wait_until(lambda: "is listening" in bot.log(), wait=30)
    ready = watcher.get("/readyz")
    assert (ready.status_code, ready.json()["ready"], ready.json()["reasons"]) == (200, True, {})
    assert watcher.get("/healthz").json() == {"ok": True}
    assert watcher.get("/etc/passwd").status_code == 404
    assert listens_on(port) == {"0100007F"}  # 127.0.0.1

    client.do("faults", kind="forbidden", method="sendMessage")
    client.send(QUESTION)
    client.wait_until(lambda: watcher.values()["baozhi_telegram_errors_total forbidden"] == 1, what="the error")
    assert bot.stop() == 0


def test_one_trace_from_the_publication_to_its_alert(bot: BotProcess, client: LocalClient, tmp_path: Path) -> None:  # noqa: F811
    """An ingest in another process, told by the bot: the line about the alert tells which publication it comes from."""
    bot.start()
    client.ask("/subscribe 学校", wait=30)
    done = bot.run("ingest", str(ROOT / "tests" / "data" / "pages" / "spring.txt"))
    assert done.returncode == 0, done.stderr
    client.wait_until(lambda: bot.count("SELECT count(*) FROM deliveries WHERE state = 'sent'") == 1, wait=20)
    assert bot.stop() == 0

    lines = [json.loads(line) for line in bot.log().splitlines()]
    (told,) = [line for line in lines if line["event"].startswith("alert ") and "sent" in line["event"]]
    assert told["trace"].startswith("i")
    kept = bot.count(f"SELECT count(*) FROM traces WHERE trace = '{told['trace']}'")
    assert kept == 1
    (handled,) = [line for line in lines if line["event"].startswith("message handled")]
    assert handled["trace"] == f"u{bot.count('SELECT max(update_id) FROM inbox')}"


def test_one_trace_from_a_tap_to_the_alert(bot: BotProcess, client: LocalClient) -> None:  # noqa: F811
    """An editor publishes in the chat: the reader's alert tells which tap it comes from."""
    bot.environ |= {"BAOZHI_ADMINS": str(ADMIN_ID)}
    bot.start()
    client.ask("/subscribe 学校", wait=30)
    client.upload(ROOT / "tests" / "data" / "pages" / "spring.txt", ADMIN_ID)

    def publish() -> str | None:
        rows = (row for m in client.messages(ADMIN_ID) for row in m.get("reply_markup", {}).get("inline_keyboard", []))
        return next((one["callback_data"] for row in rows for one in row if one["text"] == "发布"), None)

    data = client.wait_until(publish, wait=30, what="the dry run")
    client.tap(client.messages(ADMIN_ID)[-1], data, ADMIN_ID, wait=20)
    client.wait_until(lambda: bot.count("SELECT count(*) FROM deliveries WHERE state = 'sent'") == 1, wait=20)
    assert bot.stop() == 0
    lines = [json.loads(line) for line in bot.log().splitlines()]
    (told,) = [line for line in lines if line["event"].startswith("alert ") and "sent" in line["event"]]
    assert told["trace"] == f"u{bot.count('SELECT max(update_id) FROM inbox')}"


def test_a_silent_telegram_is_a_reason_not_to_be_ready() -> None:
    """Silence counts from its last word on any connection; a webhook waits for Telegram to come."""
    now = [1000.0]
    ear = Ear(clock=lambda: now[0])
    assert ear.silent_for is None
    assert _silence(ear.silent_for, "https://t.example", webhook=False) is not None
    ear.hear()
    now[0] += SILENCE_SECONDS - 1
    assert _silence(ear.silent_for, "https://t.example", webhook=False) is None
    now[0] += 2
    said = _silence(ear.silent_for, "https://t.example", webhook=False)
    assert said == "https://t.example has not answered for 121 s: check the network"
    assert _silence(None, "https://t.example", webhook=True) is None


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://api.telegram.org/bot1:x/sendMessage", "sendMessage"),
        ("https://api.telegram.org/file/bot1:x/documents/zhangsan.pdf", "file"),
        ("https://api.telegram.org/bot1:x/getUpdates?timeout=3", "getUpdates"),
        ("https://api.telegram.org/bot1:secret", "file"),
    ],
)
def test_a_label_never_holds_what_a_person_wrote(url: str, name: str) -> None:
    """Nor the token: a method's name or nothing."""
    assert _method(url) == name


def test_every_value_of_a_label_is_there_from_the_start() -> None:
    """A rule on a rise sees the first failure."""
    names = {
        (family.name, *sample.labels.values()) for family in metrics.REGISTRY.collect() for sample in family.samples
    }
    assert ("baozhi_telegram_errors", "network") in names
    assert ("baozhi_documents", "refused") in names
