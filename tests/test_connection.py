"""Requests to the Bot API: what leaves, what comes of every way to fail, and that no error names the token."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from telegram import InputFile
from telegram.error import NetworkError, TimedOut
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.wire.connection import Connection, Ear, Unsent

TOKEN = "1:" + "x" * 35
DONE = b'{"ok": true, "result": true}'


@dataclass
class Server:
    """An HTTP server of one answer, which notes what it is told."""

    url: str = ""
    heads: list[bytes] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    heard: asyncio.Event = field(default_factory=asyncio.Event)

    def method(self, name: str) -> str:
        """The address of a method."""
        return f"{self.url}/bot{TOKEN}/{name}"


Answer = Callable[[asyncio.StreamWriter], Awaitable[None]]


async def done(writer: asyncio.StreamWriter) -> None:
    """Say that all is well."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(DONE), DONE))


async def hang(writer: asyncio.StreamWriter) -> None:
    """Say nothing."""


async def hang_up(writer: asyncio.StreamWriter) -> None:
    """Go without a word."""
    writer.close()


async def babble(writer: asyncio.StreamWriter) -> None:
    """Say what is no HTTP."""
    writer.write(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")


@asynccontextmanager
async def serving(answer: Answer) -> AsyncIterator[Server]:
    """A server that gives *answer* to every request."""
    told, open_ones = Server(), set[asyncio.StreamWriter]()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        open_ones.add(writer)
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                lines = head.lower().split(b"\r\n")
                length = next((int(line[15:]) for line in lines if line.startswith(b"content-length:")), 0)
                told.heads.append(head)
                told.bodies.append(await reader.readexactly(length))
                told.heard.set()
                await answer(writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    told.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield told
    finally:
        server.close()
        for writer in open_ones:
            writer.close()


@asynccontextmanager
async def connected(url: str, *, size: int = 4) -> AsyncIterator[Connection]:
    """A connection to *url*."""
    connection = Connection(Ear(), url, size=size)
    await connection.initialize()
    try:
        yield connection
    finally:
        await connection.shutdown()


def data(**values: object) -> RequestData:
    """Parameters as python-telegram-bot hands them over."""
    return RequestData([RequestParameter.from_input(name, value) for name, value in values.items()])


def is_discreet(error: BaseException | None) -> bool:
    """Whether nothing about *error* holds the token: its words, what caused it, what was handled meanwhile."""
    while error is not None:
        if TOKEN in f"{error} {error!r}":
            return False
        error = error.__cause__ or error.__context__
    return True


async def test_parameters_are_one_object() -> None:
    """JSON with numbers as numbers and objects as objects; what is heard is noted."""
    async with serving(done) as server, connected(server.url) as connection:
        said = await connection.post(
            server.method("sendMessage"), data(chat_id=5, text="头盔", reply_markup={"a": [1]})
        )

    assert said is True
    assert json.loads(server.bodies[0]) == {"chat_id": 5, "text": "头盔", "reply_markup": {"a": [1]}}
    assert b"application/json" in server.heads[0]
    assert connection.ear.silent_for is not None


async def test_files_go_as_multipart() -> None:
    """With their names as they are, in pieces, whole."""
    content = bytes(range(256)) * 1000
    async with serving(done) as server, connected(server.url) as connection:
        file = InputFile(content, filename="头盔 1.png")
        await connection.post(server.method("sendDocument"), data(chat_id=5, document=file, caption="图"))

    body = server.bodies[0]
    assert b"multipart/form-data" in server.heads[0]
    assert 'filename="头盔 1.png"'.encode() in body
    assert content in body
    assert b'name="caption"' in body
    assert "图".encode() in body


async def test_a_file_comes_whole() -> None:
    """A download is the bytes that the server gives."""
    async with serving(done) as server, connected(server.url) as connection:
        assert await connection.retrieve(f"{server.url}/file/bot{TOKEN}/documents/a%20b.pdf") == DONE

    assert f"/file/bot{TOKEN}/documents/a%20b.pdf ".encode() in server.heads[0]


async def test_nobody_there() -> None:
    """Nothing can have been sent."""
    async with serving(done) as server:
        pass
    async with connected(server.url) as connection:
        with pytest.raises(NetworkError) as raised:
            await connection.post(server.method("sendMessage"), data(chat_id=5))

    assert isinstance(raised.value, Unsent)
    assert is_discreet(raised.value)


async def test_no_answer_in_time() -> None:
    """Telegram may have acted on it."""
    async with serving(hang) as server, connected(server.url) as connection:
        with pytest.raises(TimedOut) as raised:
            await connection.post(server.method("sendMessage"), data(chat_id=5), read_timeout=0.05)

    assert not isinstance(raised.value, Unsent)
    assert is_discreet(raised.value)


@pytest.mark.parametrize("answer", [hang_up, babble])
async def test_what_is_no_answer(answer: Answer) -> None:
    """A connection that is lost, or ends at something else than Telegram, is an error of the network."""
    async with serving(answer) as server, connected(server.url) as connection:
        with pytest.raises(NetworkError) as raised:
            await connection.post(server.method("sendMessage"), data(chat_id=5))

    assert not isinstance(raised.value, TimedOut | Unsent)
    assert is_discreet(raised.value)


async def test_no_connection_free_in_time() -> None:
    """All connections wait for answers: what did not get one was not sent."""
    async with serving(hang) as server, connected(server.url, size=1) as connection:
        first = asyncio.create_task(connection.post(server.method("sendMessage"), data(chat_id=5)))
        await server.heard.wait()
        with pytest.raises(TimedOut) as raised:
            await connection.post(
                server.method("sendMessage"), data(chat_id=5), connect_timeout=0.02, pool_timeout=0.02
            )
        first.cancel()

    assert isinstance(raised.value, Unsent)
    assert is_discreet(raised.value)


async def test_an_upload_that_nobody_takes() -> None:
    """It ends when a piece is not taken in time, though the whole may take as long as it comes on."""

    async def deaf(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        reader._transport.pause_reading()  # type: ignore[attr-defined]
        await ended.wait()
        writer.close()

    ended = asyncio.Event()
    server = await asyncio.start_server(deaf, "127.0.0.1", 0, limit=1024)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with connected(url) as connection:
        with pytest.raises(TimedOut) as raised:
            await connection.post(
                f"{url}/bot{TOKEN}/sendDocument", data(document=InputFile(bytes(8_000_000))), write_timeout=0.1
            )
        ended.set()
    server.close()

    assert is_discreet(raised.value)


async def test_after_its_end_nothing_is_sent() -> None:
    """An error of the network, as python-telegram-bot expects."""
    async with serving(done) as server, connected(server.url) as connection:
        await connection.shutdown()
        with pytest.raises(NetworkError):
            await connection.post(server.method("sendMessage"), data(chat_id=5))

    assert not server.heads


async def test_a_proxy_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The way to Telegram leads through it; the way to this machine does not."""
    async with serving(done) as server:
        monkeypatch.setenv("http_proxy", server.url)
        async with connected("http://telegram.example") as connection:
            await connection.post(f"http://telegram.example/bot{TOKEN}/getMe")
        monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
        async with connected(server.url) as connection:
            await connection.post(server.method("getMe"))

    assert [head.split(b" ")[1].partition(b"/bot")[0] for head in server.heads] == [b"http://telegram.example", b""]
