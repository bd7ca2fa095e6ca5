"""scripts/ensure_chromium.py never stands in the way of the other tests."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[1] / "scripts" / "ensure_chromium.py"


def test_without_apt_it_says_what_will_be_skipped(tmp_path: Path) -> None:
    """One line and exit status 0 where nothing can be installed."""
    done = subprocess.run(
        [sys.executable, SCRIPT], env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0
    assert done.stderr == ""
    assert done.stdout.count("\n") == 1
    assert "will be skipped by name" in done.stdout


def test_a_failing_apt_is_reported_not_raised(tmp_path: Path) -> None:
    """apt-get's own last word is passed on."""
    for name, body in {
        "dpkg-query": "exit 0",
        "apt-get": "echo 'E: no network' >&2; exit 100",
        "sudo": 'shift; exec "$@"',
        "env": 'shift; exec "$@"',
        "true": "exit 0",
    }.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    done = subprocess.run(
        [sys.executable, SCRIPT], env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0
    assert "E: no network" in done.stdout
