"""The connection to the Bot API, with an ear on it: what failed, and when Telegram was last heard."""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections.abc import AsyncIterator, Callable, Mapping
from io import BytesIO
from time import perf_counter
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
import httpx
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter
from yarl import URL

from bot.watch import metrics

KINDS = {400: "bad_request", 401: "token", 403: "forbidden", 404: "token", 409: "conflict", 429: "too_many"}

# Seconds, where a request says nothing else.
READ_SECONDS = 15.0  # without a byte of the answer
WRITE_SECONDS, UPLOAD_SECONDS = 5.0, 20.0  # for a request; for each piece of one with files
CONNECT_SECONDS, POOL_SECONDS = 5.0, 30.0

PIECE = 65536  # bytes of an upload
# A proxy that the environment names leads out of this machine, where a loopback address cannot be found.
LOCAL = ("127.0.0.1", "localhost", "::1")


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


class Unsent(Exception):
    """Mixed into a NetworkError: not a byte of the request has left, so Telegram cannot have acted on it."""


class NotConnected(NetworkError, Unsent):
    """There was no connection to send the request on."""


class NotConnectedInTime(TimedOut, Unsent):
    """There was no connection in time."""


def ready(parameters: Mapping[str, Any]) -> RequestData:
    """A request with *parameters* that are as Telegram takes them: strings, numbers, lists and dictionaries, no files.

    python-telegram-bot would look into each of them for objects of its own.
    """
    return RequestData([RequestParameter(name, value, None) for name, value in parameters.items()])


class Connection(BaseRequest):
    """Requests to the Bot API through aiohttp, counted by method and by what went wrong with them.

    python-telegram-bot's own HTTPXRequest costs several times as much a request. No error names the address, which
    holds the token.
    """

    def __init__(self, ear: Ear, base_url: str, *, size: int) -> None:
        """At most *size* connections at once to the server at *base_url*; answers are heard by *ear*."""
        self.ear = ear
        self._size, self._proxy = size, _proxy_to(base_url)
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds without a byte of the answer, where a request says nothing else."""
        return READ_SECONDS

    async def initialize(self) -> None:
        """Be ready for requests."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                # the authorities whom httpx trusts, for links: its own list, or the environment's
                connector=aiohttp.TCPConnector(limit=self._size, ssl=httpx.create_ssl_context()),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
            )

    async def shutdown(self) -> None:
        """Let go of the server."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Status and body of the answer. Raises TimedOut or NetworkError, with Unsent where that is sure."""
        name = _method(url)
        metrics.telegram_request(name).inc()
        has_files = request_data is not None and request_data.contains_files
        connect = _seconds(connect_timeout, CONNECT_SECONDS)
        write = _seconds(write_timeout, UPLOAD_SECONDS if has_files else WRITE_SECONDS)
        read, pool = _seconds(read_timeout, READ_SECONDS), _seconds(pool_timeout, POOL_SECONDS)
        # a file, up or down, may take as long as it comes on; anything else is small
        whole = _sum(pool, connect, write, read) if request_data is not None and not has_files else None
        waits = aiohttp.ClientTimeout(
            total=whole, connect=_sum(pool, connect), sock_connect=connect, sock_read=read, ceil_threshold=60
        )
        start = perf_counter()
        try:
            if request_data is not None and request_data.contains_files:
                status, body = await self._upload(url, method, request_data, waits, write)
            else:
                sent = None if request_data is None else _json(request_data)
                status, body = await self._request(url, method, sent, JSON, waits)
        except (aiohttp.ClientError, TimeoutError, OSError) as exc:
            failure = _failure(exc)
        else:
            self._note(name, status, perf_counter() - start)
            return status, body
        metrics.telegram_errors.labels("timeout" if isinstance(failure, TimedOut) else "network").inc()
        raise failure  # not from what caused it, whose words may hold the address

    async def _request(
        self, url: str, method: str, body: Any, headers: dict[str, str], waits: aiohttp.ClientTimeout
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise RuntimeError("the connection is closed")
        async with self._session.request(
            method,
            URL(url, encoded=True),  # python-telegram-bot has quoted it
            data=body,
            headers=headers,
            timeout=waits,
            proxy=self._proxy,
            allow_redirects=False,
        ) as response:
            return response.status, await response.read()

    async def _upload(
        self, url: str, method: str, data: RequestData, waits: aiohttp.ClientTimeout, write: float | None
    ) -> tuple[int, bytes]:
        """A request with files, of which each piece has *write* seconds."""
        form = aiohttp.FormData(quote_fields=False)  # Telegram takes names as they are
        for name, value in data.json_parameters.items():
            form.add_field(name, value)
        for name, (filename, content, mime) in data.multipart_data.items():
            file = BytesIO(content) if isinstance(content, bytes) else content  # aiohttp warns of large bytes
            form.add_field(name, file, filename=filename, content_type=mime)
        parts = form()
        whole = await parts.as_bytes()
        headers = {"Content-Type": parts.headers["Content-Type"], "Content-Length": str(len(whole))}
        async with asyncio.timeout(None) as deadline:
            return await self._request(url, method, _pieces(whole, deadline, write), headers, waits)

    def _note(self, name: str, status: int, seconds: float) -> None:
        """An answer has come."""
        self.ear.hear()
        if name != "getUpdates":
            metrics.telegram_seconds.observe(seconds)
        if status >= 400:
            kind = "server" if status >= 500 else KINDS.get(status, "other")
            metrics.telegram_errors.labels(kind).inc()


JSON = {"Content-Type": "application/json"}


def _json(data: RequestData) -> bytes:
    return json.dumps(data.parameters, ensure_ascii=False).encode(errors="replace")


async def _pieces(whole: bytes, deadline: asyncio.Timeout, seconds: float | None) -> AsyncIterator[bytes]:
    """*whole* in pieces; the next has to be wanted within *seconds*."""
    now = asyncio.get_running_loop().time
    for at in range(0, len(whole), PIECE):
        deadline.reschedule(None if seconds is None else now() + seconds)
        yield whole[at : at + PIECE]
    deadline.reschedule(None)


def _failure(exc: Exception) -> NetworkError:
    """What python-telegram-bot calls *exc*; in words without an address."""
    if isinstance(exc, aiohttp.ConnectionTimeoutError):
        return NotConnectedInTime("Timed out before there was a connection")
    if isinstance(exc, TimeoutError):
        return TimedOut()
    number = exc.errno if isinstance(exc, OSError) else None
    said = type(exc).__name__ + (f": {os.strerror(number)}" if number else "")
    unsent = isinstance(exc, aiohttp.ClientConnectorError | aiohttp.InvalidURL | aiohttp.NonHttpUrlClientError)
    return NotConnected(said) if unsent else NetworkError(said)


def _proxy_to(base_url: str) -> str | None:
    """The proxy that the environment names for *base_url*; None where there is none."""
    parts = urlsplit(base_url)
    if not parts.hostname or parts.hostname in LOCAL or proxy_bypass(parts.hostname):
        return None
    proxies = getproxies()
    proxy = proxies.get(parts.scheme) or proxies.get("all")
    return f"http://{proxy}" if proxy and "://" not in proxy else proxy


def _seconds(given: Any, otherwise: float) -> float | None:
    """*given*, None for no limit; *otherwise* where nothing was given."""
    return otherwise if given is BaseRequest.DEFAULT_NONE else given


def _sum(*seconds: float | None) -> float | None:
    return None if any(one is None for one in seconds) else sum(one for one in seconds if one is not None)


def _method(url: str) -> str:
    """The Bot API's method, or `file` for a download, whose address holds a name that a person gave."""
    name = url.rpartition("/")[2].partition("?")[0]
    return "file" if "/file/bot" in url or not name.isalpha() else name
