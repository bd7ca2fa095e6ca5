"""The worker is held to its limits, and its death is a sentence."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from made import made

from store.intake import sandbox
from store.intake.exchange import from_json, refusal_to_json, to_json
from store.intake.reasons import Unreadable
from store.intake.sandbox import Limits, read_in_worker
from store.models import Document, Line, ReadyArticle

DOCUMENT = Document("甲.txt", (Line("字", 10.5, True, 2, 3, 4), Line("")), title="题", date="2024", warnings=("警",))


def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Let *code* be the worker."""
    (tmp_path / "store" / "intake").mkdir(parents=True)
    (tmp_path / "store" / "intake" / "worker.py").write_text(f"import os, sys, time\n{code}\n")
    monkeypatch.setattr(sandbox, "ROOT", tmp_path)


def refusal(tmp_path: Path, limits: Limits | None = None) -> str:
    """Why the worker's reading of some file is refused."""
    path = tmp_path / "some"
    path.write_bytes(made.word())
    with path.open("rb") as file, pytest.raises(Unreadable) as refused:
        read_in_worker(file, "some.docx", "zip", limits or Limits())
    return str(refused.value)


def test_a_worker_that_takes_too_long_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wall time counts: one that sleeps is killed as well as one that works."""
    stand_in(tmp_path, monkeypatch, f"open({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid()))\ntime.sleep(60)")
    start = time.monotonic()

    assert "时间" in refusal(tmp_path, Limits(seconds=0.5))
    assert time.monotonic() - start < 5
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


def test_a_worker_that_says_too_much_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bot does not keep more than the limit of what a worker writes."""
    stand_in(tmp_path, monkeypatch, "while True: sys.stdout.write('x' * 65536)")

    assert "文字多得不正常" in refusal(tmp_path, Limits(output=1 << 20))


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("os.abort()", "内存"),
        ("os.kill(os.getpid(), 11)", "损坏"),
        ("os.kill(os.getpid(), 9)", "时间"),
        ("sys.exit(3)", "损坏"),
        ("raise ValueError", "损坏"),
        ("print('{')", "损坏"),
        ("print('[]')", "损坏"),
        ("""print('{"documents": [{"name": 1}]}')""", "损坏"),
        ("""print('{"refused": "因为"}')""", "因为"),
        ("", "损坏"),
    ],
)
def test_whatever_a_worker_dies_of_or_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, reason: str
) -> None:
    """Nothing a worker does is more than a refusal."""
    stand_in(tmp_path, monkeypatch, code)

    assert reason in refusal(tmp_path)


def test_memory_is_limited(tmp_path: Path) -> None:
    """A reading that needs more than is given is refused for it."""
    path = tmp_path / "a.txt"
    path.write_bytes(f"{made.PROSE}\n".encode() * 65_000)

    with path.open("rb") as file, pytest.raises(Unreadable, match="内存"):
        read_in_worker(file, "a.txt", "text", Limits(memory=70 << 20))


def test_a_worker_gets_nothing_of_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bot's token is not in the reach of a file that takes the worker over, nor can it write files."""
    monkeypatch.setenv("BAOZHI_TELEGRAM_TOKEN", "1:secret")
    stand_in(tmp_path, monkeypatch, "print('{\"refused\": \"' + '|'.join(os.environ) + '\"}')")

    assert "BAOZHI" not in refusal(tmp_path)


def test_documents_survive_the_exchange() -> None:
    """What a worker read is what the bot gets."""
    ready = Document("乙.jsonl", ready=(ReadyArticle("a", "题", "文", None),))

    assert from_json(to_json([DOCUMENT, ready])) == [DOCUMENT, ready]


def test_a_refusal_survives_the_exchange_cut_to_a_sentence() -> None:
    """A reason is shown to people; a worker cannot make it a book."""
    with pytest.raises(Unreadable) as refused:
        from_json(refusal_to_json("长" * 10_000))

    assert str(refused.value) == "长" * 500


@pytest.mark.parametrize(
    "answer",
    [
        b'{"documents": [{"name": "a", "lines": [["x", 1]], "ready": [], "warnings": []}]}',
        b'{"documents": [{"name": "a", "lines": [], "ready": [[1, 2, 3, 4]], "warnings": []}]}',
        b'{"documents": [{"name": "a", "lines": [], "ready": [], "warnings": [], "title": 4}]}',
        b'{"documents": {}}',
        b"\xff",
    ],
)
def test_an_answer_of_another_shape_is_an_error(answer: bytes) -> None:
    """Nothing that a worker says is taken on trust."""
    with pytest.raises(ValueError):  # noqa: PT011 - of json, of codecs, or of the exchange
        from_json(answer)


def test_nothing_is_left_behind(tmp_path: Path) -> None:
    """However many files are read, none stays open."""
    path, open_files = tmp_path / "a.docx", Path("/proc/self/fd")
    path.write_bytes(made.word())
    before = len(list(open_files.iterdir()))
    for _ in range(3):
        with path.open("rb") as file:
            read_in_worker(file, "a.docx", "zip", Limits())

    assert len(list(open_files.iterdir())) == before
