"""Daily backups: made, kept for a while, cleared away, and good for a restore on another folder."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from test_handlers import Talk, bot_at_work

from bot.desk.upkeep import State, status
from bot.handlers import upkeep
from bot.local.world import ADMIN_ID
from bot.operations import backups, snapshots
from bot.operations.snapshots import DAYS, DUE_SECONDS, Snapshot, superseded
from store import articles, audit
from store.errors import StoreUnusable
from store.schema import open_store

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC).timestamp()
DAY = 86400.0


@pytest.fixture
async def talk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Talk]:
    async with bot_at_work(tmp_path / "data", monkeypatch) as talk:
        yield talk


def test_a_backup_a_day_keeps_a_week_and_four_weeks(tmp_path: Path) -> None:
    """After two months of days: the last seven, and one of each of the weeks before; never a half-written one."""
    open_store(tmp_path / "baozhi.db").conn.close()
    left = tmp_path / "backups" / ".part-crashed"
    left.mkdir(parents=True)
    os.utime(left, (NOON, NOON))
    for day in range(60):
        now = NOON + day * DAY
        assert snapshots.is_due(tmp_path, now=now)
        made = snapshots.take(tmp_path, now=now)
        assert not snapshots.is_due(tmp_path, now=now + DUE_SECONDS - 1)
        assert made.path.stat().st_mode & 0o777 == 0o600
    kept = [round((NOON + 59 * DAY - one.at) / DAY) for one in snapshots.held(tmp_path)]
    assert kept[:DAYS] == [0, 1, 2, 3, 4, 5, 6]
    assert kept[DAYS:] == [12, 19]  # the last of each week; the seven days lie in the other two
    assert not left.exists()


def test_of_one_day_the_last_is_kept() -> None:
    """However often somebody asks for one; the very last is never cleared away."""
    made = [Snapshot(Path(str(n)), NOON - n * 3600, 1) for n in range(5)]
    assert superseded(made) == made[1:]
    assert superseded([]) == []


def test_a_backup_that_fails_leaves_the_others(tmp_path: Path) -> None:
    """Nothing is cleared away before the new one is whole."""
    open_store(tmp_path / "baozhi.db").conn.close()
    first = snapshots.take(tmp_path, now=NOON)
    (tmp_path / "baozhi.db").unlink()
    with pytest.raises(StoreUnusable, match="nothing to back up"):
        snapshots.take(tmp_path, now=NOON + DAY)
    assert [one.path for one in snapshots.held(tmp_path)] == [first.path]
    assert not snapshots.is_due(tmp_path, now=NOON + 9 * DAY)


async def test_a_backup_sent_to_the_chat_restores_on_another_folder(talk: Talk, tmp_path: Path) -> None:
    """What the owner got as a file holds every article; backups are not backed up; who asked is written down."""
    await talk.until(lambda: snapshots.held(tmp_path / "data"))  # the first daily one
    sent = await talk.ask("/backup", ADMIN_ID)
    assert sent["caption"].startswith("备份好了，")
    file = tmp_path / "got.tar.gz"
    file.write_bytes(talk.server.world.files.get(sent["document"]["file_id"]).path.read_bytes())

    assert backups.restore(file, tmp_path / "elsewhere") is None
    assert not (tmp_path / "elsewhere" / "backups").exists()
    db = open_store(tmp_path / "elsewhere" / "baozhi.db")
    assert list(articles.all_articles(db)) == talk.newsroom.articles()
    db.conn.close()
    deeds = [(one.actor, one.deed) for one in audit.entries(talk.newsroom.db())]
    assert deeds == [(ADMIN_ID, "backup")]


async def test_a_backup_too_large_for_telegram_stays_and_is_said_where(
    talk: Talk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With its path on the machine."""
    monkeypatch.setattr(upkeep, "LARGEST", 10)
    said = (await talk.ask("/backup", ADMIN_ID))["text"]
    assert said.split("\n")[1] in {str(one.path) for one in snapshots.held(tmp_path / "data")}


async def test_no_room_no_daily_backup(
    talk: Talk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The disk is not filled to the brim for it; the operator reads why there is none."""
    data = talk.services.settings.data
    await talk.until(lambda: snapshots.held(data))
    for one in snapshots.held(data):
        one.path.unlink()
    monkeypatch.setattr(snapshots, "fits", lambda data: False)
    await upkeep.daily(talk.services)
    assert snapshots.held(data) == []
    assert "the disk has no room" in caplog.text


async def test_status_says_how_the_bot_is_doing(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Generation, queues, last backup, disk, version."""
    await talk.until(lambda: snapshots.held(talk.services.settings.data))
    lines = (await talk.ask("/status", ADMIN_ID))["text"].split("\n")
    shown = dict(line.split("：") for line in lines[1:])
    assert lines[0] == "状态"
    assert (shown["报道"], shown["第几次改动"], shown["待处理消息"]) == ("2", "2", "0")
    assert shown["待发提醒"] == shown["说不准送到没有"] == "0"
    assert "搜索集群" not in shown
    assert shown["上次备份"].endswith(" KB）")
    assert shown["磁盘还剩"].endswith("B")


def test_status_says_what_is_not_as_it_should_be() -> None:
    """An index that lags behind, a cluster that does not answer, a backup that was never made."""
    state = State("1", 2, 9, 7, 80, "db:2881", "连不上<>", 3, 4, 5, None, 0, 2**31, 2**21, None)
    lines = status(state, "Asia/Shanghai", "zh-Hans").html.split("\n")
    assert "索引：7（80） −2" in lines
    assert "搜索集群：db:2881 连不上&lt;&gt;" in lines
    assert "上次备份：还没有" in lines
    assert "磁盘还剩：2.0 GB" in lines
    assert lines[-1] == "内存：—"
