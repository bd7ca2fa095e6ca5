"""What systemd is told (Type=notify): that the bot is ready, alive, stopping. Nothing where it does not ask."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress

READY, ALIVE, STOPPING = "READY=1", "WATCHDOG=1", "STOPPING=1"


@asynccontextmanager
async def supervised(environ: Mapping[str, str] = os.environ) -> AsyncIterator[None]:
    """Ready on entry, stopping on exit; in between alive, as long as the loop turns."""
    address = environ.get("NOTIFY_SOCKET")
    if address is None:
        yield
        return
    _tell(address, READY)
    pulse = asyncio.create_task(_beat(address, int(environ.get("WATCHDOG_USEC", "0")) / 2e6))
    try:
        yield
    finally:
        pulse.cancel()
        with suppress(asyncio.CancelledError):
            await pulse
        _tell(address, STOPPING)


async def _beat(address: str, seconds: float) -> None:
    while seconds:
        _tell(address, ALIVE)
        await asyncio.sleep(seconds)


def _tell(address: str, words: str) -> None:
    # an address that begins with @ lies in no file system
    place = "\0" + address[1:] if address.startswith("@") else address
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel, suppress(OSError):
        channel.connect(place)
        channel.send(words.encode())
