"""Links: the public internet alone is reached, whatever a link, a name server or a redirect says."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address

import pytest

from bot.publishing import links
from bot.publishing.links import Address, LinkRefused, fetch, is_public

LOOPBACK = [
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "0x7f000001",
    "0x7f.0.0.1",
    "017700000001",
    "0177.0.0.01",
    "2130706433",
    "127.255.255.254",
    "0.0.0.0",
    "0",
    "localhost",
    "LOCALHOST.",
    "１２７.０.０.１",
    "127。0。0。1",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[0:0:0:0:0:ffff:7f00:0001]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "[::1%25lo]",
]
NETWORK = [
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "[fd00:ec2::254]",
    "100.100.100.200",
    "168.63.129.16",
    "192.0.0.192",
    "[fe80::1]",
    "[fec0::1]",
    "224.0.0.1",
    "[ff02::1]",
    "255.255.255.255",
    "240.0.0.1",
    "[::ffff:a9fe:a9fe]",
    "[64:ff9b::a9fe:a9fe]",
]
HOSTILE = LOOPBACK + NETWORK


class Site:
    """A web site on loopback that counts who comes."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []  # host and path
        self.redirect = ""
        self.drip = False
        self.body = b"<html><title>t</title><p>x</p></html>"
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append((self.headers["Host"], self.path))
                if site.redirect and self.path.startswith("/go"):
                    self.send_response(302)
                    self.send_header("Location", site.redirect)
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                    return
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(site.body)))
                self.end_headers()
                with suppress(OSError):  # whoever asked has hung up
                    for _ in range(100 if site.drip else 0):
                        self.wfile.write(b"x")
                        self.wfile.flush()
                        time.sleep(0.05)
                    self.wfile.write(site.body)

            def log_message(self, format: str, *args: object) -> None:
                """Quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.server.shutdown()
    site.server.server_close()


def refused(link: str, **more: object) -> str:
    """Why *link* is refused."""
    with pytest.raises(LinkRefused) as caught:
        fetch(link, **more)  # type: ignore[arg-type]
    return caught.value.reason


@pytest.mark.parametrize("host", HOSTILE)
def test_forty_hostile_addresses_are_never_reached(site: Site, host: str) -> None:
    """However the address is written: no request arrives."""
    assert len(HOSTILE) == 40
    refused(f"http://{host}:{site.port}/", seconds=3)
    assert site.asked == []


@pytest.mark.parametrize("host", HOSTILE)
def test_a_name_that_means_a_hostile_address_is_never_reached(site: Site, host: str) -> None:
    """Also where a name server says so, alone or beside a public address."""
    try:
        meant = sorted({str(found[4][0]) for found in socket.getaddrinfo(host.strip("[]"), site.port)})
    except OSError:
        meant = ["127.0.0.1"]
    for answer in (meant, ["93.184.215.14", *meant]):
        assert refused(f"http://paper.example:{site.port}/", resolve=lambda *_, a=answer: a) == "它指向内部网络"
    assert site.asked == []


def test_an_answer_that_changes_between_check_and_use_is_of_no_use(site: Site) -> None:
    """The address that was judged is the one connected to: a name is asked for once a connection."""
    asked: list[str] = []

    def rebinding(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return ["203.0.113.7"] if len(asked) == 1 else ["127.0.0.1"]

    refused(
        f"http://paper.example:{site.port}/",
        resolve=rebinding,
        may=lambda _: _ == ip_address("203.0.113.7"),
        seconds=0.4,
    )
    assert asked == ["paper.example"]
    assert site.asked == []


@pytest.mark.parametrize("target", ["http://10.0.0.1/", "http://[::1]/", "http://localhost/", "//169.254.169.254/x"])
def test_a_redirect_into_the_network_is_not_followed(site: Site, target: str) -> None:
    """Each redirect is judged like a link."""

    def name_server(host: str, port: int) -> Sequence[str]:
        return ["127.0.0.1"] if host == "paper.example" else links.resolve(host, port)

    site.redirect = target
    first: list[Address] = []

    def public_once(address: Address) -> bool:
        first.append(address)
        return len(first) == 1 or is_public(address)

    assert refused(f"http://paper.example:{site.port}/go", resolve=name_server, may=public_once) == "它指向内部网络"
    assert [path for _, path in site.asked] == ["/go"]


@pytest.mark.parametrize(
    "link",
    [
        "ftp://paper.example/",
        "file:///etc/passwd",
        "gopher://127.0.0.1:70/_x",
        "javascript:alert(1)",
        "http://",
        "http://a:b@127.0.0.1/",
        "http://paper.example\\@127.0.0.1/",
        "http://paper.example/\r\nHost: x",
        "http://[::1",
        "http://paper.example:99999/",
        "http://paper.example:0/",
        "http://" + "a" * 3000,
    ],
)
def test_what_is_no_plain_web_address_is_refused(link: str) -> None:
    """By its form alone, without asking for any name."""

    def never(host: str, port: int) -> Sequence[str]:
        raise AssertionError(host)

    assert refused(link, resolve=never)


def test_redirects_to_other_kinds_of_address_are_refused(site: Site) -> None:
    """A web site cannot make the bot read a file."""
    site.redirect = "file:///etc/passwd"
    assert refused(f"http://paper.example:{site.port}/go", resolve=lambda *_: ["127.0.0.1"], may=lambda _: True)


def test_a_page_is_fetched_by_name_from_the_address_that_was_judged(site: Site) -> None:
    """The site hears its own name; the document is called after it."""
    found = fetch(
        f"http://paper.example:{site.port}/2022/头盔.shtml?x=1", resolve=lambda *_: ["127.0.0.1"], may=lambda _: True
    )
    assert found.content == site.body
    assert found.name == "paper.example_头盔.shtml.html"
    assert site.asked[0][0] == f"paper.example:{site.port}"


def test_too_large_and_too_slow_pages_are_given_up(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Size and time are capped, whatever the site announces, and however it drips."""
    loopback = {"resolve": lambda *_: ["127.0.0.1"], "may": lambda _: True}
    site.drip = True
    began = time.monotonic()
    assert refused(f"http://paper.example:{site.port}/", seconds=0.5, **loopback) == "网站太久没有回答"
    assert time.monotonic() - began < 3
    site.drip = False
    monkeypatch.setattr(links, "MAX_BYTES", 10)
    assert "超过" in refused(f"http://paper.example:{site.port}/", **loopback)
    site.redirect = "/go"
    assert refused(f"http://paper.example:{site.port}/go", **loopback) == "网站转来转去，没有到头"
    assert len([path for _, path in site.asked if path == "/go"]) == links.REDIRECTS + 1


def test_public_addresses_are_public() -> None:
    """The judgement lets the internet through."""
    for address in ("93.184.215.14", "2606:4700::1111", "8.8.8.8", "::ffff:8.8.8.8"):
        assert is_public(ip_address(address))
