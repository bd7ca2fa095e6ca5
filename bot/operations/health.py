"""For machines that watch: /healthz, /readyz and /metrics, on loopback alone.

/healthz answers as long as the bot's loop turns: an orchestrator restarts what does not answer. /readyz says what keeps
the bot from doing its work, each reason in words; 503 while there is one.
"""

from __future__ import annotations

import asyncio
import logging
import shutil
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

from bot.background.delivery import Delivery
from bot.errors import OpsPortTaken
from bot.services import Services
from bot.watch import metrics
from bot.watch.logs import describe
from store import articles, queues
from store.errors import StoreError

log = logging.getLogger(__name__)

LOW_DISK_BYTES = 200_000_000
SILENCE_SECONDS = (
    120.0  # a request for updates is held open for 30 seconds; four in a row without an answer are no chance
)
STUCK_SECONDS = 300.0  # an update this old and not handled


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that has to be in order for the bot to do its work."""

    name: str
    problem: str | None  # what is wrong and what to do; None where nothing is


class State(Collector):
    """Sizes and depths, read when they are asked for."""

    def __init__(self, services: Services, delivery: Delivery) -> None:
        self._services, self._delivery = services, delivery

    def collect(self) -> Iterable[Metric]:
        """On the asking thread's own connection to the store."""
        newsroom = self._services.newsroom
        db = newsroom.db()
        yield GaugeMetricFamily("baozhi_index_generation", "What is searchable", value=newsroom.index.generation)
        yield GaugeMetricFamily("baozhi_store_generation", "What is published", value=articles.generation(db))
        yield GaugeMetricFamily("baozhi_index_chunks", "Searchable passages", value=len(newsroom.index))
        yield GaugeMetricFamily("baozhi_articles", "Articles held", value=articles.count(db))
        waiting = GaugeMetricFamily("baozhi_queue", "What waits, by queue", labels=["queue"])
        for name, number in {**queues.depths(db), "alerts_sending": self._delivery.sending}.items():
            waiting.add_metric([name], number)
        yield waiting
        free = shutil.disk_usage(self._services.settings.data).free
        yield GaugeMetricFamily("baozhi_disk_free_bytes", "Left on the data folder's disk", value=free)


class Ops:
    """The server, and what it looks at."""

    def __init__(self, services: Services, delivery: Delivery) -> None:
        self._services, self._delivery = services, delivery
        self._state = State(services, delivery)
        self._server: HTTPServer | None = None
        self._lines = metrics.LineCounter()

    def start(self, port: int) -> None:
        """Begin to listen. Raises OpsPortTaken."""
        try:
            sockets = bind_sockets(port, "127.0.0.1")
        except OSError:
            raise OpsPortTaken(port) from None
        routes = [("/healthz", _Health), ("/readyz", _Ready, {"look": self.checks}), ("/metrics", _Metrics)]
        self._server = HTTPServer(Application(routes, log_function=lambda handler: None))  # type: ignore[arg-type]
        self._server.add_sockets(sockets)
        metrics.REGISTRY.register(self._state)
        logging.getLogger().addHandler(self._lines)

    async def stop(self) -> None:
        """Let go of the port."""
        if self._server is not None:
            self._server.stop()
            await self._server.close_all_connections()
            self._server = None
            metrics.REGISTRY.unregister(self._state)
            logging.getLogger().removeHandler(self._lines)

    async def checks(self) -> list[Check]:
        """Everything that has to be in order, looked at now."""
        services = self._services
        looks: dict[str, Callable[[], str | None]] = {
            "store": self._store,
            "index": self._index,
            "disk": self._disk,
        }
        found = [Check(name, await asyncio.to_thread(_guarded, look)) for name, look in looks.items()]
        webhook = services.settings.webhook_url is not None
        silent_for = None if webhook else services.polling.ear.silent_for
        return [
            *found,
            Check("telegram", _silence(silent_for, services.settings.base_url, webhook=webhook)),
            Check("alerts", None if self._delivery.is_running else "no alerts are sent: the bot is stopping"),
        ]

    def _store(self) -> str | None:
        db = self._services.newsroom.db()
        waits = queues.oldest_wait(db, now=self._services.clock())
        if waits is not None and waits > STUCK_SECONDS:
            return f"an update has waited for {waits:.0f} s: see the log for what keeps failing"
        return None

    def _index(self) -> str | None:
        newsroom = self._services.newsroom
        behind = articles.generation(newsroom.db()) - newsroom.index.generation
        if behind:
            return f"the index is {behind} publications behind the store: it catches up with the next question"
        return None if len(newsroom.index) else "nothing is searchable yet: run `baozhi ingest` on some documents"

    def _disk(self) -> str | None:
        free = shutil.disk_usage(self._services.settings.data).free
        return None if free > LOW_DISK_BYTES else f"{free / 1e6:.0f} MB left on the disk of the data folder: make room"


def _silence(seconds: float | None, base_url: str, *, webhook: bool) -> str | None:
    if webhook:
        return None  # Telegram comes to us; whether it does is seen from outside
    if seconds is None:
        return f"{base_url} has not answered yet: check the network"
    return None if seconds < SILENCE_SECONDS else f"{base_url} has not answered for {seconds:.0f} s: check the network"


def _guarded(look: Callable[[], str | None]) -> str | None:
    try:
        return look()
    except (StoreError, sqlite3.Error, OSError) as exc:
        return f"cannot be read: {describe(exc)}"


class _Health(RequestHandler):
    def get(self) -> None:
        """The loop turns."""
        self.write({"ok": True})


class _Ready(RequestHandler):
    def initialize(self, look: Callable[[], object]) -> None:
        """*look* finds what is wrong."""
        self._look = look

    async def get(self) -> None:
        """Every check, with what is wrong."""
        checks = await self._look()  # type: ignore[misc]
        reasons = {check.name: check.problem for check in checks if check.problem}
        self.set_status(503 if reasons else 200)
        self.write({"ready": not reasons, "reasons": reasons, "checked": [check.name for check in checks]})


class _Metrics(RequestHandler):
    async def get(self) -> None:
        """In Prometheus's text format."""
        self.set_header("Content-Type", CONTENT_TYPE_LATEST)
        self.write(await asyncio.to_thread(generate_latest, metrics.REGISTRY))
