"""The wheel: built from what git tracks, the same bytes every time, and tried as an operator would use it.

`python scripts/wheel.py` writes dist/*.whl; `--twice` builds it in two places and compares the bytes; `--try` installs
it with its locked dependencies in a fresh environment outside the checkout and runs check, ingest, ask and run there.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
QUESTION, ANSWER = "给多少名环卫工人送了安全头盔？", "50名"
READY, STOP = 60.0, 5.0  # seconds that a start and a stop may take


def build(out: Path) -> Path:
    """Build the wheel of the checkout into *out*."""
    with tempfile.TemporaryDirectory() as folder:
        export(Path(folder) / "tracked")
        return _build(Path(folder) / "tracked", out, _last_change())


def export(target: Path) -> None:
    """Copy the tracked files, as they are in the work tree, with the same rights for all."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    for name in filter(None, listed.split("\0")):
        source, copy = ROOT / name, target / name
        if source.is_file():
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, copy)
            copy.chmod(0o644)


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def twice() -> tuple[str, str]:
    """The digests of two builds of the same files at another time, in another place, by a stricter user."""
    with tempfile.TemporaryDirectory() as folder:
        home, changed = Path(folder), _last_change()
        export(home / "tracked")
        shutil.copytree(home / "tracked", home / "elsewhere" / "tracked", copy_function=shutil.copy)
        first = digest(_build(home / "tracked", home / "one", changed))
        time.sleep(2.1)  # a ZIP knows times to two seconds
        before = os.umask(0o077)
        try:
            return first, digest(_build(home / "elsewhere" / "tracked", home / "two", changed))
        finally:
            os.umask(before)


def use(wheel: Path) -> list[str]:
    """What an operator sees of *wheel* in a fresh environment; raises CalledProcessError or AssertionError."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        venv.create(home / "venv", with_pip=True)
        python = home / "venv" / "bin" / "python"
        install = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        locks = ("requirements-build.lock", "requirements.lock")
        for lock in locks:
            subprocess.run([*install, "--no-build-isolation", "--require-hashes", "-r", str(ROOT / lock)], check=True)
        subprocess.run([*install, "--no-deps", str(wheel)], check=True)
        return _walk(home)


def _walk(home: Path) -> list[str]:
    """check, ingest, ask and run, in a folder that holds nothing but a page."""
    paper = home / "paper"
    shutil.copytree(ROOT / "seeds", paper)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BAOZHI_", "PYTHON"))}
    environ = {**kept, "BAOZHI_DATA": str(home / "data"), "BAOZHI_PAGE_PORT": str(_free_port())}
    baozhi = home / "venv" / "bin" / "baozhi"
    seen = []

    def call(*arguments: str, status: int = 0) -> str:
        done = subprocess.run([baozhi, *arguments], env=environ, cwd=home, capture_output=True, text=True)
        assert done.returncode == status, f"baozhi {' '.join(arguments)}: {done.returncode}\n{done.stderr}"
        seen.append(f"baozhi {' '.join(arguments)}: {(done.stdout or done.stderr).splitlines()[0]}")
        return done.stdout

    where = subprocess.run(
        [home / "venv" / "bin" / "python", "-c", "import bot; print(bot.__file__)"],
        cwd=home,
        env=environ,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert where.startswith(str(home / "venv")), where
    assert "run `baozhi ingest`" in call("check", status=1)
    assert "8 篇" in call("ingest", str(paper))
    assert ANSWER in call("ask", QUESTION)
    call("check")
    start = time.monotonic()
    with subprocess.Popen([baozhi, "run"], env=environ, cwd=home, stdout=subprocess.PIPE, text=True) as bot:
        assert bot.stdout is not None
        line = bot.stdout.readline()
        assert "本机预演" in line, line
        seen.append(f"baozhi run: {line.strip()} ({time.monotonic() - start:.1f} s)")
        time.sleep(2)
        stop = time.monotonic()
        bot.send_signal(signal.SIGTERM)
        assert bot.wait(STOP) == 0
        seen.append(f"stopped in {time.monotonic() - stop:.1f} s")
    return seen


def _build(source: Path, out: Path, changed: str) -> Path:
    """Build the wheel of *source*, every file of it dated *changed* (Unix seconds); *source* is not used afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        wheel = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", folder]
        environ = {**os.environ, "SOURCE_DATE_EPOCH": changed, "PYTHONHASHSEED": "0"}
        subprocess.run([*wheel, str(source)], check=True, env=environ, umask=0o022)
        (built,) = Path(folder).glob("*.whl")
        out.mkdir(parents=True, exist_ok=True)
        return Path(shutil.copy(built, out))


def _last_change() -> str:
    """The time of the last commit, which every file in the wheel carries."""
    shown = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=True)
    return shown.stdout.strip()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


def main() -> int:
    """Build, and what else was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--twice", action="store_true", help="build twice and compare the bytes")
    parser.add_argument("--try", dest="use", action="store_true", help="install it in a fresh environment and run it")
    args = parser.parse_args()
    if args.twice:
        first, second = twice()
        print(f"built twice: {'the same bytes' if first == second else 'DIFFERENT BYTES'}")
        if first != second:
            return 1
    wheel = build(ROOT / "dist")
    print(f"{wheel}  {wheel.stat().st_size / 2**20:.1f} MiB  sha256 {digest(wheel)}")
    if args.use:
        print(*use(wheel), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
