"""`python -m bot.local`: the local server as a process of its own, for tests of the bot as a process."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys

from bot.local.limits import Limits
from bot.local.server import LocalServer


def main() -> int:
    """Serve until SIGTERM or SIGINT; the first line on standard output is the address and the token."""
    parser = argparse.ArgumentParser(prog="python -m bot.local", description=__doc__)
    parser.add_argument("--port", type=int, default=8090, help="0 takes any free one (default: 8090)")
    parser.add_argument("--token", help="the bot's token (default: a fresh one)")
    parser.add_argument("--no-limits", action="store_true", help="without Telegram's limits on sending")
    parser.add_argument("--no-privacy", action="store_true", help="the bot hears everything in groups")
    options = parser.parse_args()
    server = LocalServer(
        options.port,
        options.token,
        limits=Limits.none() if options.no_limits else None,
        privacy=not options.no_privacy,
    )
    try:
        asyncio.run(serve(server))
    except OSError as error:
        sys.stderr.write(f"cannot listen on port {options.port}: {error.strerror}\n")
        return 1
    return 0


async def serve(server: LocalServer) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await server.start()
    sys.stdout.write(f"{server.url} {server.token}\n")
    sys.stdout.flush()
    await stop.wait()
    await server.stop()


if __name__ == "__main__":
    sys.exit(main())
