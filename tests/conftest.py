"""What many tests start from: a store, a newsroom with the owner's page, the shared development sets."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from made import script
from sqlite_utils import Database

from bot.answering.newsroom import Newsroom
from bot.settings import Settings
from store.schema import open_store

# How long an example takes says more about the machine than about the code; `baozhi bench` measures.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

PREFIXES = count(1)
CLUSTER_BYTES = 4 * 2**30
ROOT = Path(__file__).resolve().parents[1]
SEEDS = ROOT / "seeds"


@pytest.fixture(autouse=True)
def _no_helpers(monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy the machine is, a test has a second process think only where it asks for it."""
    monkeypatch.setattr("bot.answering.thinking.LONG_WAIT", 3600.0)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    """A fresh store on disk."""
    db = open_store(tmp_path / "baozhi.db")
    yield db
    db.conn.close()


@pytest.fixture(scope="session")
def seed_newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    """A newsroom that holds the owner's page; tests that use it only read."""
    newsroom = Newsroom.open(Settings(data=tmp_path_factory.mktemp("data")))
    assert [result.outcome for result in newsroom.ingest([SEEDS])] == ["new"]
    yield newsroom
    newsroom.close()


@pytest.fixture(scope="session")
def shared_eval() -> Path:
    """The folder of the development sets beside the checkout; a test that needs it is skipped without."""
    folder = ROOT.parent / "shared" / "eval"
    if not folder.is_dir():
        pytest.skip("the development sets are not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def cluster_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A real search cluster of one node; tests that need it are skipped where `make cluster-test` brings none."""
    scripts = script("cluster_server")
    try:
        server = scripts.Server(tmp_path_factory.mktemp("cluster"), memory="2G")
    except scripts.ServerMissing as exc:
        pytest.skip(f"{exc}; `make cluster-test` brings it")
    if available_memory() < CLUSTER_BYTES:
        pytest.skip("less than 4 GB of memory is free for a seekdb server")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def cluster_url(cluster_server: Any) -> str:
    """An empty place on the cluster."""
    return f"{cluster_server.url}?prefix=t{next(PREFIXES)}"


def free_port() -> int:
    """A port that nobody listens on, whatever else runs on this machine."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        found: int = probe.getsockname()[1]
    return found


def available_memory() -> int:
    """Bytes that a new process may take; unknown is none."""
    lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines() if Path("/proc/meminfo").exists() else []
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable")), 0)
