"""The container's health: 0 if the bot says that it is ready, else 1, with its reasons for `docker inspect` to show."""

from __future__ import annotations

import os
import sys
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

address = f"http://127.0.0.1:{os.environ['BAOZHI_OPS_PORT']}/readyz"
try:
    # a proxy of the environment leads out of the container
    with build_opener(ProxyHandler({})).open(address, timeout=4) as answer:
        sys.stdout.write(answer.read().decode())
except URLError as exc:
    sys.exit(exc.read().decode() if hasattr(exc, "read") else str(exc))
