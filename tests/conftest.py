"""What many tests start from: a store, a newsroom with the owner's page, the shared development sets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.newsroom import Newsroom
from bot.settings import Settings
from store.schema import open_store

ROOT = Path(__file__).resolve().parents[1]
SEEDS = ROOT / "seeds"


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
