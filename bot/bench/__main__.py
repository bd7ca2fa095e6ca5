"""One measurement in this process; what `bot.bench.process.measure` starts."""

from __future__ import annotations

import sys

from bot.bench.process import main

if __name__ == "__main__":
    main(*sys.argv[1:])
