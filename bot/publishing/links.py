"""The page behind a link that an admin sent, fetched so that nothing but the public internet is ever reached.

Whoever sends a link, or answers for its name or redirects it, must not make the bot talk to its own machine or network
(server-side request forgery). Names are resolved here, every address is judged, and the connection is made to the very
address that was judged; that happens at every redirect anew, since each is a connection of its own.
"""

from __future__ import annotations

import re
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import httpcore
import httpx

from store.intake.formats import ENDINGS

MAX_BYTES = 20 * 2**20  # as for a file
SECONDS = 30.0  # for all of it, redirects included
REDIRECTS = 5
LONGEST_LINK, LONGEST_NAME = 2000, 80  # characters
KINDS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "image/jpeg": ".jpg",
    "image/png": ".png",
}
HEADERS = [("User-Agent", "baozhi"), ("Accept", "text/html, */*;q=0.5"), ("Accept-Encoding", "identity")]
# What some versions' `is_global` let pass although it leads inside: IPv6 forms that carry an IPv4 address, networks for
# special purposes, a cloud's own server.
INSIDE = (
    IPv6Network("::/96"),  # IPv4-compatible
    IPv6Network("64:ff9b::/96"),  # NAT64
    IPv6Network("64:ff9b:1::/48"),
    IPv6Network("2002::/16"),  # 6to4
    IPv6Network("2001::/32"),  # Teredo
    IPv6Network("fec0::/10"),  # site-local
    IPv4Network("192.0.0.0/24"),  # IETF protocols; Oracle's metadata
    IPv4Network("192.88.99.0/24"),  # 6to4 relays
    IPv4Network("198.18.0.0/15"),  # benchmarks
    IPv4Network("168.63.129.16/32"),  # Azure's
)

Address = IPv4Address | IPv6Address
Resolve = Callable[[str, int], Sequence[str]]


class LinkRefused(Exception):
    """A link is not opened, or what is behind it not taken; says why, in Chinese, for the admin who sent it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was behind a link."""

    name: str  # as a document is called: with the ending of what it is
    content: bytes


def resolve(host: str, port: int) -> list[str]:
    """The addresses of *host*, as the system knows them. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def is_public(address: Address) -> bool:
    """Whether *address* is one of the public internet, whatever form it is written in."""
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return is_public(address.ipv4_mapped)
    inside = any(address.version == network.version and address in network for network in INSIDE)
    return address.is_global and not address.is_multicast and not inside


def fetch(
    link: str,
    *,
    resolve: Resolve = resolve,
    may: Callable[[Address], bool] = is_public,
    seconds: float = SECONDS,
) -> Fetched:
    """The page behind *link*, of the addresses that *may* be reached alone. Blocks; raises LinkRefused."""
    backend = _Pinned(resolve, may, time.monotonic() + seconds)
    try:
        with httpcore.ConnectionPool(network_backend=backend, retries=0) as pool:
            for _ in range(REDIRECTS + 1):
                _check(link)
                with pool.stream("GET", _ascii(link), headers=HEADERS) as response:
                    if response.status not in (301, 302, 303, 307, 308):
                        return _taken(link, response)
                    link = urljoin(link, _header(response.headers, "location"))
    except LinkRefused:
        raise
    except (httpcore.TimeoutException, TimeoutError):
        raise LinkRefused("网站太久没有回答") from None
    except (httpcore.NetworkError, httpcore.ProtocolError, ssl.SSLError, OSError, ValueError):
        raise LinkRefused("连不上这个网站，请检查链接") from None
    raise LinkRefused("网站转来转去，没有到头")


def _check(link: str) -> None:
    """Refuse what is no plain web address. Raises LinkRefused."""
    try:
        parts = urlsplit(link)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_web = False
    if not is_web or len(link) > LONGEST_LINK or re.search(r"[\s\x00-\x1f\\]", link):
        raise LinkRefused("只收 http 和 https 网址")
    if parts.username is not None or parts.password is not None:
        raise LinkRefused("网址里带着用户名或密码")


def _ascii(link: str) -> httpcore.URL:
    """*link* as it goes over the wire: names of other scripts as IDNA has them, the path percent-encoded."""
    try:
        url = httpx.URL(link)
        return httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
    except (httpx.InvalidURL, ValueError):
        raise LinkRefused("只收 http 和 https 网址") from None


def _taken(link: str, response: httpcore.Response) -> Fetched:
    """The page that was answered with, if it is one and not too large. Raises LinkRefused."""
    if response.status != 200:
        raise LinkRefused(f"网站回答 {response.status}")
    if _header(response.headers, "content-encoding") not in ("", "identity"):
        raise LinkRefused("网站把内容压缩了，读不了")
    content = bytearray()
    for part in response.iter_stream():
        content += part
        if len(content) > MAX_BYTES:
            raise LinkRefused(f"页面超过 {MAX_BYTES >> 20} MB")
    return Fetched(_name(link, _header(response.headers, "content-type")), bytes(content))


def _name(link: str, kind: str) -> str:
    """What the page is called: its site and the last part of its path, with the ending of what it is."""
    parts = urlsplit(link)
    path = PurePosixPath(unquote(parts.path))
    ending = KINDS.get(kind.split(";")[0].strip().lower()) or (
        path.suffix.lower() if path.suffix.lower() in ENDINGS else ".html"
    )
    stem = path.stem if path.suffix.lower() in ENDINGS else path.name
    name = re.sub(r'[\\/:*?"<>|\s\x00-\x1f]+', "_", f"{parts.hostname}_{stem}").strip("_.")
    return name[:LONGEST_NAME] + ending


def _header(headers: Iterable[tuple[bytes, bytes]], name: str) -> str:
    found = (value for key, value in headers if key.lower() == name.encode())
    return next(found, b"").decode("latin-1").strip()


class _Pinned(httpcore.NetworkBackend):
    """Connects to an address that was judged, never to a name; all within a time."""

    def __init__(self, resolve: Resolve, may: Callable[[Address], bool], deadline: float) -> None:
        self._resolve, self._may, self._deadline = resolve, may, deadline
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first address of *host* that answers, if every one is public. Raises LinkRefused."""
        addresses = [ip_address(found.split("%")[0]) for found in self._resolve(host, port)]
        if not addresses or not all(map(self._may, addresses)):
            raise LinkRefused("它指向内部网络")
        for number, address in enumerate(addresses, 1):
            try:
                stream = self._inner.connect_tcp(str(address), port, _left(self._deadline), local_address)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if number == len(addresses):
                    raise
            else:
                return _Timed(stream, self._deadline)
        raise LinkRefused("连不上这个网站，请检查链接")

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        """No link leads to a socket of this machine."""
        raise LinkRefused("它指向内部网络")


class _Timed(httpcore.NetworkStream):
    """A connection that is over at its deadline, however slowly the other side drips."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """What has come."""
        return self._stream.read(max_bytes, _left(self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send *buffer*."""
        self._stream.write(buffer, _left(self._deadline))

    def close(self) -> None:
        """Hang up."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Encrypted from here on, by a server that proves to be the one that the link names."""
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, _left(self._deadline)), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        """About the connection."""
        return self._stream.get_extra_info(info)


def _left(deadline: float) -> float:
    """Seconds that are left. Raises TimeoutError if none are."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
