"""`baozhi` as a process: what it prints, and its exit status."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import SEEDS, free_port


def baozhi(data: Path, *args: object, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run the command line on the data folder *data*, with nothing else set."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("BAOZHI_")}
    return subprocess.run(
        [sys.executable, "-m", "bot", *map(str, args)],
        env={**env, "BAOZHI_DATA": str(data), "PYTHONUTF8": "1", **environ},
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        check=False,
    )


def rows(output: str) -> list[dict[str, Any]]:
    """JSON Lines, read."""
    return [json.loads(line) for line in output.splitlines()]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that the command line has ingested the owner's page into."""
    folder = tmp_path_factory.mktemp("cli") / "data"
    done = baozhi(folder, "ingest", SEEDS)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("新  ")
    return folder


def test_articles_as_json_have_the_contracts_fields(data: Path) -> None:
    """One object a line with exactly the contract's keys."""
    found = rows(baozhi(data, "articles", "--json").stdout)
    assert len(found) == 8
    assert set(found[0]) == {
        *("id", "headline", "kicker", "subtitle", "reporters", "correspondents"),
        *("paragraphs", "complete", "kind", "date", "source"),
    }


def test_a_question_is_answered_as_text_and_as_json(data: Path) -> None:
    """The figure, a sentence, the quote, the article."""
    text = baozhi(data, "ask", "给多少名环卫工人送了安全头盔?").stdout
    assert "50名" in text
    assert "“爱心头盔”赠环卫工人" in text
    (row,) = rows(baozhi(data, "ask", "--json", "给多少名环卫工人送了安全头盔?").stdout)
    assert row["answered"] is True
    assert 0 <= row["confidence"] <= 1
    assert (row["answer"]["kind"], row["answer"]["value"], row["answer"]["unit"]) == ("number", 50, "名")
    assert row["answer"]["evidence"] in row["passages"][0]["text"]
    assert {"article_id", "title", "text", "start", "end", "score"} <= set(row["passages"][0])
    assert "50名" in row["reply"]


def test_a_batch_is_answered_in_order_with_conversations(data: Path, tmp_path: Path) -> None:
    """Lines of one chat are one conversation; lines without are on their own."""
    batch = tmp_path / "batch.jsonl"
    questions = [
        {"question": "研发费用支出达到多少?", "chat": "a"},
        {"question": "屈庄村党支部书记是谁?", "chat": "b"},
        {"question": "同比增长多少?", "chat": "a"},
    ]
    batch.write_text("\n".join(json.dumps(q, ensure_ascii=False) for q in questions), encoding="utf-8")
    found = rows(baozhi(data, "ask", "--batch", batch, "--json").stdout)
    assert [row["question"] for row in found] == [q["question"] for q in questions]
    assert [row["answer"]["text"] for row in found] == ["3296.7万元", "张学跃", "46.32%"]


def test_facts_have_the_contracts_fields(data: Path) -> None:
    """Each fact with its proof, also for one article alone."""
    found = rows(baozhi(data, "facts", "--json").stdout)
    assert set(found[0]) == {
        *("article_id", "subject", "measure", "value", "unit", "text", "kind", "period", "approximate"),
        *("evidence", "start", "end"),
    }
    one = rows(baozhi(data, "facts", found[0]["article_id"], "--json").stdout)
    assert one
    assert one == [row for row in found if row["article_id"] == found[0]["article_id"]]


def test_ingest_again_is_unchanged(data: Path) -> None:
    """The same file again changes nothing and is no error."""
    done = baozhi(data, "ingest", SEEDS)
    assert done.returncode == 0
    assert done.stdout.startswith("未变  ")


def test_backup_and_restore(data: Path, tmp_path: Path) -> None:
    """The data folder goes into one file and comes back, on another folder, answering the same."""
    assert baozhi(data, "backup", tmp_path / "b.tar").returncode == 0
    other = tmp_path / "other"
    assert baozhi(other, "restore", tmp_path / "b.tar").returncode == 0
    question = ("ask", "--json", "屈庄村党支部书记是谁?")
    assert baozhi(other, *question).stdout == baozhi(data, *question).stdout
    again = baozhi(other, "restore", tmp_path / "b.tar")
    assert again.returncode == 0
    assert "replaced-" in again.stdout


def test_check_says_what_is_in_order(data: Path, tmp_path: Path) -> None:
    """Exit 0 where all is well; 1 with what to do where it is not."""
    good = baozhi(data, "check", BAOZHI_PAGE_PORT=str(free_port()))
    assert (good.returncode, good.stderr) == (0, "")
    assert "8 articles" in good.stdout
    bad = baozhi(tmp_path / "nothing", "check")
    assert bad.returncode == 1
    assert "baozhi ingest" in bad.stdout


@pytest.mark.parametrize(
    ("args", "environ", "said"),
    [
        (("ingest", "no/such/file.txt"), {}, ""),
        (("ask", "--batch", "no/such/file.jsonl"), {}, "cannot be read"),
        (("ask",), {}, "--batch"),
        (("facts", "nope"), {}, "no article"),
        (("articles",), {"BAOZHI_INDEX": "elastic"}, "BAOZHI_INDEX"),
        (("run",), {"BAOZHI_WEBHOOK_URL": "https://x.org/h"}, "BAOZHI_WEBHOOK_SECRET"),
        (("restore", "pyproject.toml"), {}, "no backup"),
        (("backup", "/nonexistent/folder/b.tar"), {}, "cannot be written"),
    ],
)
def test_bad_input_is_one_clear_line(data: Path, args: tuple[str, ...], environ: dict[str, str], said: str) -> None:
    """Exit 1 and one line that names the problem; never a traceback."""
    done = baozhi(data, *args, **environ)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    message = done.stderr or done.stdout
    assert len(message.strip().splitlines()) == 1
    assert said in message


def test_a_store_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    """One line, exit 1, and the file is as it was."""
    import sqlite3

    (tmp_path / "data").mkdir()
    store = tmp_path / "data" / "baozhi.db"
    with sqlite3.connect(store) as conn:
        conn.execute("PRAGMA application_id=1650555496")
        conn.execute("PRAGMA user_version=9999")
        conn.execute("CREATE TABLE later (x)")
    conn.close()
    before = store.read_bytes()
    done = baozhi(tmp_path / "data", "articles")
    assert done.returncode == 1
    assert "upgrade baozhi" in done.stderr
    assert store.read_bytes() == before


def test_wrong_usage_is_status_2(data: Path) -> None:
    """argparse's own words and status."""
    assert baozhi(data, "sing").returncode == 2
    assert baozhi(data).returncode == 2
