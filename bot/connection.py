"""The connection to the Bot API, with an ear on it: what failed, and when Telegram was last heard."""

from __future__ import annotations

import time
from collections.abc import Callable
from time import perf_counter
from typing import Any

from telegram.error import NetworkError, TimedOut
from telegram.request import HTTPXRequest

from bot import metrics

KINDS = {400: "bad_request", 401: "token", 403: "forbidden", 404: "token", 409: "conflict", 429: "too_many"}


class Ear:
    """Knows when Telegram was last heard."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._heard_at: float | None = None

    def hear(self) -> None:
        """Telegram answers, anything at all."""
        self._heard_at = self._clock()

    @property
    def silent_for(self) -> float | None:
        """Seconds since Telegram last answered; None if it never did."""
        return None if self._heard_at is None else self._clock() - self._heard_at


class Connection(HTTPXRequest):
    """Requests to the Bot API, counted by method and by what went wrong with them."""

    def __init__(self, ear: Ear, **options: Any) -> None:
        """Answers are heard by *ear*, which connections to one server share."""
        super().__init__(**options)
        self.ear = ear

    async def do_request(self, url: str, method: str, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """As HTTPXRequest has it."""
        name = _method(url)
        metrics.telegram_requests.labels(name).inc()
        start = perf_counter()
        try:
            status, body = await super().do_request(url, method, *args, **kwargs)
        except TimedOut:
            metrics.telegram_errors.labels("timeout").inc()
            raise
        except NetworkError:
            metrics.telegram_errors.labels("network").inc()
            raise
        self.ear.hear()
        if name != "getUpdates":
            metrics.telegram_seconds.observe(perf_counter() - start)
        if status >= 400:
            kind = "server" if status >= 500 else KINDS.get(status, "other")
            metrics.telegram_errors.labels(kind).inc()
        return status, body


def _method(url: str) -> str:
    """The Bot API's method, or `file` for a download, whose address holds a name that a person gave."""
    name = url.rpartition("/")[2].partition("?")[0]
    return "file" if "/file/bot" in url or not name.isalpha() else name
