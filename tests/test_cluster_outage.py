"""A newsroom on a real cluster that is killed, hangs, or is taken by another store: answers go on, nothing is lost."""

from __future__ import annotations

import json
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.answering.newsroom import Newsroom, cluster_of
from bot.operations import checks
from bot.settings import Settings
from retrieval.analysis import VERSION
from retrieval.index.fallback import FallbackIndex

TOWNS = ["桥头", "柳林", "石湾", "沙河", "杨庄", "马坊", "白塔", "青山", "龙泉", "南坪", "北关", "东营"]
ROUNDS = 4  # of publishing while the server is killed
WAIT = 60.0


@pytest.fixture
def settings(cluster_url: str, tmp_path: Path) -> Settings:
    """A data folder of its own and a place on the cluster."""
    return Settings(data=tmp_path / "data", index_url=cluster_url)


@pytest.fixture
def newsroom(settings: Settings, cluster_server: Any, tmp_path: Path) -> Iterator[Newsroom]:
    """A newsroom that holds an article a town, and whose cluster has them too."""
    newsroom = Newsroom.open(settings)
    publish(newsroom, tmp_path / "towns.jsonl", TOWNS)
    assert newsroom.settle() is None
    yield newsroom
    newsroom.close()


def publish(newsroom: Newsroom, path: Path, towns: list[str]) -> None:
    """An article on each of these towns, in one document."""
    rows = [
        {"id": f"{path.stem}-{town}", "title": f"{town}镇修路", "text": f"{town}镇今年新修公路{30 + n}公里，村民叫好。"}
        for n, town in enumerate(towns)
    ]
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    assert [result.outcome for result in newsroom.ingest([path])] in (["new"], ["updated"])


def answered(newsroom: Newsroom, town: str) -> bool:
    """Whether a question about *town* is answered with its article."""
    passages = newsroom.ask(f"{town}镇新修公路多少公里？").passages
    return bool(passages) and town in passages[0].title


def on_cluster(newsroom: Newsroom) -> tuple[int, int]:
    """The cluster's own generation and number of chunks."""
    assert isinstance(newsroom.index, FallbackIndex)
    return newsroom.index.cluster.generation, len(newsroom.index.cluster)


def in_store(newsroom: Newsroom) -> tuple[int, int]:
    """What the cluster should have."""
    return newsroom.index.generation, len(newsroom.index)


def until(holds: Callable[[], bool]) -> None:
    """Wait for what another thread or process brings about."""
    deadline = time.monotonic() + WAIT
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_killed_and_restarted_in_the_middle_of_questions(
    newsroom: Newsroom, cluster_server: Any, tmp_path: Path
) -> None:
    """kill -9 while questions are asked: each is answered, also about what is published meanwhile; then all is back."""
    wrong: list[str] = []
    stop = threading.Event()

    def keep_asking() -> None:
        while not stop.is_set():
            wrong.extend(town for town in TOWNS if not answered(newsroom, town))

    asking = [threading.Thread(target=keep_asking) for _ in range(2)]
    for thread in asking:
        thread.start()
    cluster_server.kill()
    until(lambda: newsroom.index_state().problem is not None)
    publish(newsroom, tmp_path / "more.jsonl", ["新村"])
    assert answered(newsroom, "新村")
    cluster_server.start()
    until(lambda: newsroom.index_state().problem is None)
    stop.set()
    for thread in asking:
        thread.join()

    assert wrong == []
    assert answered(newsroom, "新村")
    assert on_cluster(newsroom) == in_store(newsroom)


def test_nothing_acknowledged_is_missing(newsroom: Newsroom, cluster_server: Any, tmp_path: Path) -> None:
    """Published again and again while the server dies at any moment of the writing: it has everything in the end."""
    for number in range(ROUNDS):
        killer = threading.Timer(0.02 * number, cluster_server.kill)
        killer.start()
        publish(newsroom, tmp_path / f"round{number}.jsonl", [f"{town}{number}" for town in TOWNS])
        publish(newsroom, tmp_path / "changed.jsonl", TOWNS[number:])
        killer.join()
        cluster_server.start()
        until(lambda: newsroom.index_state().problem is None and on_cluster(newsroom) == in_store(newsroom))

    with newsroom.db().conn:
        kept = sorted(row[0] for row in newsroom.db().execute("SELECT min(id) FROM chunks GROUP BY article_key"))
    assert isinstance(newsroom.index, FallbackIndex)
    prefix = str(newsroom.settings.index_url).rpartition("=")[2]
    connection = cluster_server.root()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT live FROM baozhi.{prefix}_state")
        (live,) = cursor.fetchone()
        cursor.execute(f"SELECT first FROM baozhi.{prefix}_{live}_sections")
        assert sorted(row[0] for row in cursor.fetchall()) == kept
    connection.close()
    assert all(answered(newsroom, f"{town}{number}") for town in TOWNS for number in range(ROUNDS))


def test_a_server_that_hangs_holds_nobody_up(newsroom: Newsroom, cluster_server: Any) -> None:
    """It keeps its connections and says nothing: a few questions wait for the time-out, then none does."""
    cluster_server.pause()
    try:
        assert all(answered(newsroom, town) for town in TOWNS[:4])
        assert newsroom.index_state().problem is not None
        begun = time.monotonic()
        assert all(answered(newsroom, town) for town in TOWNS)
        assert time.monotonic() - begun < len(TOWNS) * 0.5
    finally:
        cluster_server.go_on()

    until(lambda: newsroom.index_state().problem is None)
    assert answered(newsroom, TOWNS[0])


def test_a_wrong_password_is_said_without_it(settings: Settings, newsroom: Newsroom) -> None:
    """The newsroom opens all the same; `baozhi check` and the state say what is wrong."""
    assert settings.index_url is not None
    user, _, rest = settings.index_url.partition("@")
    wrong = replace(settings, index_url=f"{user.rpartition(':')[0]}:hushhush@{rest}")
    other = Newsroom.open(wrong)
    problem = other.settle()
    assert answered(other, TOWNS[0])
    other.close()

    assert problem is not None
    assert "denied" in problem.lower()
    (finding,) = [found for found in checks.run(wrong) if found.text.startswith("cluster")]
    assert not finding.ok
    assert "hushhush" not in f"{problem} {finding.text}"


def test_check_looks_at_the_cluster(settings: Settings, newsroom: Newsroom) -> None:
    """In step, it says so, and where the cluster is; the password is not told."""
    (finding,) = [found for found in checks.run(settings) if found.text.startswith("cluster")]

    assert finding.ok
    assert "in step" in finding.text
    assert "reporter" not in finding.text


def test_tables_of_another_store_are_left_alone(settings: Settings, newsroom: Newsroom, tmp_path: Path) -> None:
    """Two bots by mistake under one prefix: the second is told, and answers from its own index."""
    before = on_cluster(newsroom)
    other = Newsroom.open(replace(settings, data=tmp_path / "other"))
    publish(other, tmp_path / "theirs.jsonl", ["他乡"])
    problem = other.settle()
    assert answered(other, "他乡")
    other.close()

    assert problem is not None
    assert "another store" in problem
    assert on_cluster(newsroom) == before


def test_two_titles_share_a_database(settings: Settings, newsroom: Newsroom, tmp_path: Path) -> None:
    """Under prefixes of their own neither finds what the other has."""
    assert settings.index_url is not None
    other = Newsroom.open(replace(settings, data=tmp_path / "other", index_url=f"{settings.index_url}b"))
    publish(other, tmp_path / "theirs.jsonl", ["他乡"])
    assert other.settle() is None

    assert on_cluster(other) == in_store(other) == (1, 1)
    assert on_cluster(newsroom)[1] == len(TOWNS)
    other.close()


def test_a_store_put_back_from_a_backup_is_loaded_anew(settings: Settings, newsroom: Newsroom, tmp_path: Path) -> None:
    """It may count the same generations as before with other articles in them."""
    newsroom.close()
    copy = tmp_path / "copy"
    copy.mkdir()
    shutil.copy(settings.data / "baozhi.db", copy)  # a backup leaves the index out
    again = Newsroom.open(replace(settings, data=copy))
    publish(again, tmp_path / "towns.jsonl", TOWNS[:3])
    assert again.settle() is None

    assert on_cluster(again) == in_store(again) == (2, 3)
    again.close()


def test_another_analysis_makes_the_tables_anew(
    settings: Settings, newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Terms of two analyses do not mix; until the tables are made the cluster counts as empty."""
    monkeypatch.setattr("retrieval.analysis.VERSION", VERSION + 1)
    cluster = cluster_of(settings, newsroom.db())
    assert (cluster.generation, len(cluster)) == (0, 0)
    cluster.close()
    newsroom.close()
    again = Newsroom.open(settings)

    assert again.settle() is None
    assert on_cluster(again) == in_store(again)
    again.close()
