"""`baozhi check`: plain words on what is wrong and what to do."""

from __future__ import annotations

import asyncio
import shutil
import socket
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import free_port

from bot.answering.newsroom import Newsroom
from bot.local.server import LocalServer
from bot.operations import checks
from bot.operations.lock import DataLock, is_locked
from bot.settings import Settings

DATA = Path(__file__).parent / "data"


def said(settings: Settings) -> dict[str, tuple[bool, str]]:
    """The findings by their first word."""
    return {found.text.partition(":")[0]: (found.ok, found.text.partition(": ")[2]) for found in checks.run(settings)}


@pytest.fixture
def ready(tmp_path: Path, seed_newsroom: Newsroom) -> Settings:
    """A data folder that is in order."""
    shutil.copytree(seed_newsroom.settings.data, tmp_path / "data")
    return Settings(data=tmp_path / "data", page_port=free_port())


def files(folder: Path) -> list[str]:
    """What lies there, but for SQLite's own helpers."""
    return sorted(path.name for path in folder.iterdir() if not path.name.endswith(("-wal", "-shm")))


def test_all_is_well(ready: Settings) -> None:
    """Every line is good, and nothing is left behind by looking."""
    before = files(ready.data)
    found = said(ready)
    assert all(ok for ok, _ in found.values()), found
    assert found["store"] == (True, "8 articles")
    assert found["bot"] == (True, "not running; its ports are free")
    assert files(ready.data) == before


def test_nothing_set_up_yet(tmp_path: Path) -> None:
    """A fresh machine is told how to begin, and still has no data folder."""
    found = said(Settings(data=tmp_path / "none", page_port=free_port()))
    assert found["data"][0] is False
    assert "run `baozhi ingest`" in found["data"][1]
    assert not (tmp_path / "none").exists()


def test_an_earlier_store_is_not_upgraded_by_looking(tmp_path: Path) -> None:
    """It says what the upgrade will do, and leaves it to the bot."""
    shutil.copy(DATA / "first_release.db", tmp_path / "baozhi.db")
    before = (tmp_path / "baozhi.db").read_bytes()
    found = said(Settings(data=tmp_path, page_port=free_port()))
    assert "written by an earlier version (schema 1)" in found["store"][1]
    assert "baozhi-before-2.db" in found["store"][1]
    assert (tmp_path / "baozhi.db").read_bytes() == before


@pytest.mark.parametrize("name", ["synonyms.txt", "words.txt"])
def test_a_vocabulary_in_another_encoding_is_named(ready: Settings, name: str) -> None:
    """With what to do about it; nothing else is kept from being looked at."""
    (ready.data / name).write_text("小巨人 = 专精特新企业\n", encoding="gb18030")
    found = said(ready)
    assert found["vocabulary"] == (
        False,
        f"{ready.data / name} cannot be read: it is not UTF-8: save it in that encoding",
    )
    assert found["index"][0] is (name == "synonyms.txt")
    assert found["store"] == (True, "8 articles")


def test_a_broken_store_and_a_broken_index_are_told_apart(ready: Settings) -> None:
    """The store has to be put back from a backup; an index is made anew by itself."""
    index = ready.data / "index" / "tantivy"
    for path in index.rglob("*"):
        if path.is_file():
            path.write_bytes(b"x")
    assert "it is rebuilt when the bot starts, nothing is lost" in said(ready)["index"][1]
    (ready.data / "baozhi.db").write_bytes(b"junk " * 1000)
    assert said(ready)["store"][0] is False


def test_a_port_that_is_taken_is_named(ready: Settings) -> None:
    """With the setting that gives another; a bot that runs holds its ports itself."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        taken = replace(ready, ops_port=port)
        assert said(taken)["ports"] == (
            False,
            f"{port} (BAOZHI_OPS_PORT) in use: stop what listens there, or set another",
        )
        with DataLock(ready.data):
            assert said(taken)["bot"] == (True, f"one is running on {ready.data}")
            assert is_locked(ready.data)
    assert not is_locked(ready.data)


def test_slips_in_names_of_settings_are_bad(ready: Settings) -> None:
    """A setting without effect is a finding."""
    assert said(replace(ready, warnings=("BAOZHI_ADMIN is no setting",)))["settings"] == (
        False,
        "BAOZHI_ADMIN is no setting",
    )


async def test_telegram_reached_refused_and_silent(ready: Settings) -> None:
    """The token's text is in none of the answers."""
    server = LocalServer(0)
    await server.start()
    token = server.token
    try:
        reached = replace(ready, token=token, base_url=server.url)
        assert (await asyncio.to_thread(said, reached))["telegram"][1].startswith("reached as @")
        assert "BAOZHI_ADMINS" in (await asyncio.to_thread(said, reached))["admins"][1]
        refused = replace(reached, token="9:" + "z" * 35)
        assert "the token is refused" in (await asyncio.to_thread(said, refused))["telegram"][1]
    finally:
        await server.stop()
    ok, text = (await asyncio.to_thread(said, reached))["telegram"]
    assert not ok
    assert "check the network" in text
    assert token not in text
