"""A seekdb server for trials and tests: OceanBase's single-node sibling, which speaks the same SQL.

    python scripts/cluster_server.py build/cluster --port 2881

Its binary comes with the package pylibseekdb; BAOZHI_SEEKDB names it where that package is installed elsewhere. The
server has no option to listen on one address alone, so root gets a password as soon as it answers; keep the port from
others all the same. A user of its own for the title is made with what it needs and no more.
"""

from __future__ import annotations

import argparse
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import pymysql
from pymysql.connections import Connection
from pymysql.cursors import Cursor

STARTED_SECONDS = 120.0
STOPPED_SECONDS = 30.0
MEMORY = "3G"  # for caches and what is not written yet; the process takes about half a gigabyte more
DATABASE, USER = "baozhi", "reporter"
RIGHTS = "SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, INDEX, ALTER"
PASSWORDS = "passwords"  # root's and the user's, in the folder


class ServerMissing(Exception):
    """There is no seekdb to be had here; the text says why."""


def binary() -> Path:
    """The server's program. Raises ServerMissing."""
    named = os.environ.get("BAOZHI_SEEKDB")
    if named is None and (spec := find_spec("pylibseekdb")) is not None and spec.origin:
        named = str(Path(spec.origin).with_name("seekdb"))
    if named is None:
        raise ServerMissing("no seekdb: install pylibseekdb, or name the binary in BAOZHI_SEEKDB")
    if not Path(named).is_file():
        raise ServerMissing(f"no seekdb at {named}")
    return Path(named).absolute()


class Server:
    """A server on a folder of its own; whatever becomes of the process, starting again finds what was committed."""

    def __init__(self, folder: Path, *, port: int | None = None, memory: str = MEMORY) -> None:
        """*port* of 127.0.0.1, a free one unless given. Nothing is started yet. Raises ServerMissing."""
        self.folder = folder.absolute()
        self.port = port or _free_port()
        self.password = self._root = ""  # the user's and root's, once it was started
        self._program, self._memory = binary(), memory
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """For BAOZHI_INDEX_URL."""
        return f"oceanbase://{USER}:{quote(self.password)}@127.0.0.1:{self.port}/{DATABASE}"

    @property
    def pid(self) -> int:
        """Of the process that runs."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start, and wait until it answers; the first time root's password is set and the title's user is made."""
        self.folder.mkdir(parents=True, exist_ok=True)
        parameters = {
            "memory_budget": self._memory,
            "datafile_size": "512M",
            "datafile_maxsize": "50G",
            "log_disk_size": "4G",
            # Logged at the commit, not before: what a killed server has logged of a transaction stays locked for ever.
            "_private_buffer_size": "0B",
        }
        command = [str(self._program), "--nodaemon", "--port", str(self.port), "--base-dir", str(self.folder)]
        for name, value in parameters.items():
            command += ["--parameter", f"{name}={value}"]
        libraries = [self._program.parent, self._program.parent.with_name("pylibseekdb.libs")]
        with (self.folder / "output").open("ab") as output:
            self._process = subprocess.Popen(
                [*command, "--log-level", "ERROR"],
                cwd=self.folder,
                env={**os.environ, "LD_LIBRARY_PATH": ":".join(map(str, libraries))},
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        kept = self.folder / PASSWORDS
        if not kept.exists():
            self._make_users(self._connected(""), kept)
        self._root, self.password = kept.read_text(encoding="ascii").split()
        self.root().close()

    def root(self) -> Connection[Cursor]:
        """A connection that may do everything, once the server answers."""
        return self._connected(self._root)

    def encrypt(self, authority: Path, certificate: Path, key: Path) -> None:
        """Offer TLS with these PEM files; the server starts again, which is when it looks for them."""
        wallet = self.folder / "wallet"
        wallet.mkdir(exist_ok=True)
        for source, name in ((authority, "ca.pem"), (certificate, "server-cert.pem"), (key, "server-key.pem")):
            shutil.copy(source, wallet / name)
        connection = self.root()
        connection.cursor().execute("ALTER SYSTEM SET ssl_client_authentication = true")
        connection.close()
        self.stop()
        self.start()

    def kill(self) -> None:
        """As a power failure would."""
        self._signal(signal.SIGKILL)

    def stop(self) -> None:
        """In good order."""
        self._signal(signal.SIGTERM)

    def pause(self) -> None:
        """The process keeps its connections and answers nothing."""
        os.kill(self.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        """After a pause."""
        os.kill(self.pid, signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(number)
            try:
                self._process.wait(STOPPED_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None

    def _make_users(self, connection: Connection[Cursor], kept: Path) -> None:
        root, own = secrets.token_urlsafe(24), secrets.token_urlsafe(12)
        kept.touch(mode=0o600)
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE IF NOT EXISTS {DATABASE}")
            cursor.execute(f"CREATE USER {USER} IDENTIFIED BY %s", [own])
            cursor.execute(f"GRANT {RIGHTS} ON {DATABASE}.* TO {USER}")
            kept.write_text(f"{root}\n{own}\n", encoding="ascii")
            cursor.execute("ALTER USER root IDENTIFIED BY %s", [root])
        connection.close()

    def _connected(self, password: str) -> Connection[Cursor]:
        deadline = time.monotonic() + STARTED_SECONDS
        while True:
            try:
                return pymysql.connect(
                    host="127.0.0.1", port=self.port, user="root", password=password, autocommit=True
                )
            except pymysql.err.MySQLError:
                if time.monotonic() > deadline or self._process is None or self._process.poll() is not None:
                    self.kill()
                    raise ServerMissing(f"seekdb did not start: see {self.folder / 'output'}") from None
                time.sleep(0.2)


@contextmanager
def running(folder: Path, *, port: int | None = None, memory: str = MEMORY) -> Iterator[Server]:
    """A server that is stopped in the end."""
    server = Server(folder, port=port, memory=memory)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> int:
    """Run until interrupted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="of its data; a new one is made")
    parser.add_argument("--port", type=int, default=2881)
    parser.add_argument("--memory", default=MEMORY)
    args = parser.parse_args()
    try:
        with running(args.folder, port=args.port, memory=args.memory) as server:
            print(f"BAOZHI_INDEX_URL={server.url}", flush=True)
            signal.sigwait({signal.SIGINT, signal.SIGTERM})
    except ServerMissing as exc:
        print(f"cluster_server: {exc}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
