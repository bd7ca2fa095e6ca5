"""What lasts is not gone through again by the collector of garbage."""

from __future__ import annotations

import subprocess
import sys

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
