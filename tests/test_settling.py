"""What lasts is not gone through again by the collector of garbage."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

PROGRAM = """
import gc
from retrieval.rarity import tables
from bot.answering.settling import settle
tables()
before = len(gc.get_objects())
settle()
print(before, gc.get_freeze_count(), len(gc.get_objects()))
"""


def test_what_is_loaded_lasts() -> None:
    """Once settled, a full collection has next to nothing to go through."""
    run = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    before, frozen, left = map(int, run.stdout.split())
    assert frozen > 0.9 * before
    assert left < 0.1 * before


HOLES = """
from pathlib import Path
from bot.answering.settling import give_back

def private():
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("RssAnon"))

kept = [bytes(60_000) for _ in range(1000)]
del kept[:-1:2], kept[:-1:2]
before = private()
give_back()
print(before, private())
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="malloc_trim is glibc's")
def test_memory_that_is_free_goes_back() -> None:
    """What lies free between blocks that are in use is the system's again."""
    run = subprocess.run([sys.executable, "-c", HOLES], capture_output=True, text=True, check=True)
    before, after = map(int, run.stdout.split())
    assert after < before - 20_000  # KiB, of 44,000 that are free
