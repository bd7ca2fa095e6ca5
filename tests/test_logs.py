"""What must never reach a log does not."""

from __future__ import annotations

import asyncio
import contextvars
import json
import logging
import re
from collections.abc import Iterator

import pytest
from telegram import Update
from telegram.error import NetworkError

from bot.watch import logs
from bot.watch.traces import current, traced

TOKEN = "123456:ABCdefGHIjklMNOpqrSTUvwxYZ_0123456789"


@pytest.fixture
def root() -> Iterator[logging.Logger]:
    """The root logger, put back afterwards."""
    root = logging.getLogger()
    named = [root, *map(logging.getLogger, (*logs.OURS, *logs.SILENT))]
    handlers, levels = root.handlers[:], [logger.level for logger in named]
    yield root
    root.handlers[:] = handlers
    for logger, level in zip(named, levels, strict=True):
        logger.setLevel(level)


def test_the_token_is_taken_out_wherever_it_comes_from(
    root: logging.Logger, capsys: pytest.CaptureFixture[str]
) -> None:
    """From a message, an argument, an exception, the address in an exception's cause."""
    logs.configure("debug")
    log = logging.getLogger("bot.test")
    log.info("https://api.telegram.org/bot%s/sendMessage", TOKEN)
    log.warning("token=%s" % TOKEN)  # noqa: UP031 - what a library may do
    try:
        raise NetworkError(f"cannot connect to https://api.telegram.org/bot{TOKEN}/getMe")
    except NetworkError:
        log.exception("failed")
    logging.getLogger("httpx").info("HTTP Request: POST https://api.telegram.org/bot%s/getMe", TOKEN)

    written = capsys.readouterr().err
    assert TOKEN not in written
    assert TOKEN.partition(":")[2] not in written
    assert "NetworkError (cannot connect to https://api.telegram.org/bot…/getMe) at test_logs.py" in written
    assert "HTTP Request" not in written


def test_what_people_write_is_not_logged(root: logging.Logger, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither as an update handed to a log line, nor in the message of an error that quotes it."""
    logs.configure("debug")
    message = {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}, "text": "秘密"}
    update = Update.de_json({"update_id": 77, "message": message}, None)
    log = logging.getLogger("telegram.ext.Application")
    log.critical("Error while building CallbackContext for update %s.", update)
    log.critical("Received data was: %r", {"text": "秘密"})
    try:
        raise ValueError("cannot read 秘密")
    except ValueError:
        log.exception("failed")
    logging.getLogger("telegram.request.BaseRequest").exception('Can not load invalid JSON data: "秘密"')

    written = capsys.readouterr().err
    assert "秘密" not in written
    assert "for update Update 77." in written
    assert "ValueError at test_logs.py" in written


def test_an_error_says_where_it_happened() -> None:
    """The innermost place first, so that the line can be read from its beginning."""

    def inner() -> None:
        raise KeyError("x")

    try:
        inner()
    except KeyError as error:
        said = logs.describe(error)

    assert said.startswith("KeyError at test_logs.py:")
    assert said.index(" inner") < said.index(" test_an_error_says_where_it_happened")
    assert logs.describe(ValueError("x")) == "ValueError at unknown"


def test_a_line_is_json_where_nobody_watches(root: logging.Logger, capsys: pytest.CaptureFixture[str]) -> None:
    """One object a line: when, how grave, who says it, what, and the trace of what set it off."""
    logs.configure("info")
    log = logging.getLogger("bot.test")
    with traced("u77"):
        log.info("the page of %s\nis in", "8月19日")
    log.debug("not wanted")

    (line,) = capsys.readouterr().err.splitlines()
    said = json.loads(line)
    assert said.pop("time").endswith("Z")
    assert said == {"event": "the page of 8月19日\nis in", "level": "info", "logger": "bot.test", "trace": "u77"}


def test_a_line_is_for_eyes_if_wanted(root: logging.Logger, capsys: pytest.CaptureFixture[str]) -> None:
    """BAOZHI_LOG_FORMAT=console."""
    logs.configure("info", "console")
    logging.getLogger("bot.test").info("the page is in")
    written = capsys.readouterr().err
    assert "the page is in" in written
    assert not written.startswith("{")


def test_other_programs_are_heard_from_warnings_on(root: logging.Logger, capsys: pytest.CaptureFixture[str]) -> None:
    """A library's own debug lines may hold anything: a statement with its values, a whole request."""
    logs.configure("debug")
    logging.getLogger("somelibrary.db").debug("SELECT '秘密'")
    logging.getLogger("somelibrary.db").info("SELECT '秘密'")
    logging.getLogger("somelibrary.db").warning("slow")
    written = capsys.readouterr().err
    assert "秘密" not in written
    assert "slow" in written


async def test_a_trace_is_kept_in_threads() -> None:
    """What a handler does in a thread carries its trace; outside there is none until one is made up."""
    with traced("u5"):
        assert await asyncio.to_thread(current) == "u5"

    def alone() -> str:
        return current()

    made = contextvars.Context().run(alone)
    assert re.fullmatch("i[0-9a-f]{8}", made)
