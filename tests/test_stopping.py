"""A bot that is told to stop has stopped within five seconds, whatever it is busy with, and nothing is lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pytest
from conftest import ROOT
from test_bot_process import BotProcess, bot, client  # noqa: F401

from bot.local.client import LocalClient
from store import inbox
from store.schema import atomic, open_store

READERS = range(2001, 2021)
QUESTIONS = 300

STUCK = """
import asyncio, threading, time
from bot.operations import stopping

stopping.LAST_SECONDS = 0.2

def work():
    time.sleep(600)

async def main():
    stop = asyncio.Event()
    with stopping.heeding(stop.set):
        print("ready", flush=True)
        await stop.wait()
    {deed}

asyncio.run(main())
"""


@pytest.mark.parametrize(
    "deed",
    [
        pytest.param("work()", id="the loop"),
        pytest.param("await asyncio.to_thread(work)", id="a thread that is waited for"),
        pytest.param("threading.Thread(target=work).start()", id="a thread at the interpreter's end"),
    ],
)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_whatever_is_stuck_the_process_ends(number: signal.Signals, deed: str) -> None:
    """With status 0, as a service that did what it was told; a second signal changes nothing."""
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", STUCK.format(deed=deed)]
    with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        process.send_signal(number)
        assert process.wait(60) == 0


def test_told_to_stop_in_a_crowd(bot: BotProcess, client: LocalClient) -> None:  # noqa: F811
    """Three hundred questions wait: it stops in time; after the start each is answered, at most once more than once."""
    bot.environ |= {"BAOZHI_MESSAGES_PER_SECOND": "10000", "BAOZHI_CHAT_MESSAGES_PER_SECOND": "10000"}
    for reader in READERS:
        client.do("people", id=reader, first_name="读者")
        client.send("你好", reader)  # or the bot might not write to them
    leave(bot)
    bot.start()
    client.wait_until(lambda: bot.unfinished() < QUESTIONS, what="the first answer", wait=60)
    assert bot.stop() == 0

    assert bot.unfinished() > 0
    assert bot.count("SELECT max(attempts) FROM inbox WHERE done_at IS NULL") == 0  # being told to stop is no failure
    bot.start()
    client.wait_until(lambda: bot.unfinished() == 0, what="every update to be handled", wait=120)
    each = 1 + QUESTIONS // len(READERS)
    for reader in READERS:
        said = [message for message in client.messages(reader) if message["from"]["is_bot"]]
        assert each <= len(said) <= 2 * each
    assert bot.stop() == 0


def leave(bot: BotProcess) -> None:  # noqa: F811
    """QUESTIONS of the READERS, no two alike, as an earlier process left them."""
    db = open_store(bot.data / "baozhi.db")
    with atomic(db):
        for number in range(QUESTIONS):
            reader = READERS[number % len(READERS)]
            person = {"id": reader, "is_bot": False, "first_name": "读者", "language_code": "zh-hans"}
            message = {
                "message_id": number + 1,
                "date": 1_700_000_000,
                "chat": {"id": reader, "type": "private", "first_name": "读者"},
                "from": person,
                "text": f"第{number}名环卫工人收到了多少顶安全头盔？",
            }
            body = json.dumps({"update_id": number + 1, "message": message})
            inbox.accept(db, update_id=number + 1, body=body, now=time.time())
    db.conn.close()
