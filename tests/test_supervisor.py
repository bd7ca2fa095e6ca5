"""systemd hears when the bot is ready, that it lives, and when it stops."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

from bot.operations.supervisor import supervised


async def test_ready_alive_stopping(tmp_path: Path) -> None:
    """In this order; alive twice in the time that systemd waits."""
    path = str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(path)
        async with supervised({"NOTIFY_SOCKET": path, "WATCHDOG_USEC": "40000"}):
            await asyncio.sleep(0.1)
        systemd.setblocking(False)
        heard = []
        while True:
            try:
                heard.append(systemd.recv(100).decode())
            except BlockingIOError:
                break
    assert (heard[0], heard[-1]) == ("READY=1", "STOPPING=1")
    assert set(heard[1:-1]) == {"WATCHDOG=1"}
    assert len(heard) >= 4


async def test_nobody_asks(tmp_path: Path) -> None:
    """Without systemd nothing is sent, and a socket that is gone does no harm."""
    async with supervised({}):
        pass
    async with supervised({"NOTIFY_SOCKET": str(tmp_path / "gone")}):
        pass
