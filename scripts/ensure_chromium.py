"""Makes sure of what the chat page's tests need: Debian's chromium, and fonts for Chinese and emoji.

Installs them with apt where it may (as root or with sudo that asks for nothing); elsewhere says in one line that those
tests will be skipped. Never fails: the tests themselves say by name what they skipped.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

PACKAGES = ("chromium", "fonts-noto-cjk", "fonts-noto-color-emoji")
SKIPPED = "chromium is missing and cannot be installed here ({}): the tests of the chat page will be skipped by name"
TIME = 240  # seconds for each apt command


def main() -> None:
    """Install what is missing, or say why not."""
    missing = missing_packages()
    if not missing:
        return
    if not shutil.which("apt-get"):
        report("no apt-get")
    elif (sudo := privileges()) is None:
        report("neither root nor sudo without a password")
    elif problem := install(sudo, missing):
        report(problem)


def missing_packages() -> list[str]:
    """What has to be installed; fonts only together with apt, as another system names them differently."""
    if not shutil.which("dpkg-query"):
        return [] if shutil.which("chromium") else ["chromium"]
    listing = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *PACKAGES],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    return [name for name in PACKAGES if f"{name} installed" not in listing.splitlines()]


def privileges() -> list[str] | None:
    """What to put before apt-get; None where we may not install."""
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    allowed = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    return ["sudo", "-n"] if allowed else None


def install(sudo: list[str], packages: list[str]) -> str | None:
    """Install *packages*, with fresh lists only if the old ones do not do; returns what went wrong."""
    print(f"installing {', '.join(packages)} with apt, once, for the tests of the chat page", flush=True)
    command = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]
    steps = [
        ["install", "-y", "--no-install-recommends", *packages],
        ["update"],
        ["install", "-y", "--no-install-recommends", *packages],
    ]
    problem: str | None = None
    for step in steps:
        try:
            done = subprocess.run([*command, *step], capture_output=True, text=True, timeout=TIME, check=False)
        except subprocess.TimeoutExpired:
            return f"apt-get {step[0]} took too long"
        if done.returncode == 0 and step[0] == "install":
            return None
        lines = done.stderr.strip().splitlines()
        problem = f"apt-get {step[0]}: {lines[-1] if lines else done.returncode}"
    return problem


def report(reason: str) -> None:
    """Say that tests will be skipped, unless only fonts are missing."""
    if shutil.which("chromium"):
        print(f"fonts for the pictures of the chat page are missing ({reason}); the tests run all the same")
    else:
        print(SKIPPED.format(reason))


if __name__ == "__main__":
    main()
    sys.exit(0)
