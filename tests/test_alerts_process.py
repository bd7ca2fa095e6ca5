"""The bot as a process that is killed again and again while it tells of news: nothing is lost.

BAOZHI_STORM_ROUNDS sets the number of rounds (25 unless it is set; `make soak` runs 500), BAOZHI_STORM_SEED the seed.
"""

from __future__ import annotations

import os

from made import script

ROUNDS = int(os.environ.get("BAOZHI_STORM_ROUNDS", "25"))
SEED = int(os.environ.get("BAOZHI_STORM_SEED", "7"))

soak = script("soak")


def test_nothing_is_lost_under_faults_and_kills() -> None:
    """Every reader is told of every article; what arrives again was uncertain; every question is answered."""
    tally = soak.storm(rounds=ROUNDS, minutes=0.0, seed=SEED, calm=False)

    assert tally.is_good, f"{tally}: {tally.lost} {tally.doubled}"
    assert tally.kills > 0
    assert tally.published >= ROUNDS
