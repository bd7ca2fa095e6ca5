"""The bar of an ingest: what is done, how fast, how long the rest takes; nothing where nobody looks."""

from __future__ import annotations

import io
from pathlib import Path

from bot.answering.newsroom import Newsroom
from bot.publishing.progress import Bar, line
from bot.publishing.reading import Stage
from bot.settings import Settings


class Terminal(io.StringIO):
    """A terminal that keeps what is written."""

    def isatty(self) -> bool:
        return True


def test_a_line_tells_rate_and_time_left() -> None:
    """In the unit of the stage; without a rate before anything is done."""
    assert line("read", 500_000, 2_000_000, 0.5) == f"{'█' * 7}{'░' * 23} 收稿 0.5/2.0 MB  1.0 MB/s  还需 2 秒"
    assert line("index", 3000, 12000, 2.0) == f"{'█' * 7}{'░' * 23} 编入索引 3,000/12,000 篇  1,500 篇/s  还需 6 秒"
    assert line("part", 0, 5000, 0.0) == f"{'░' * 30} 入库 0/5,000 篇"


def test_it_is_drawn_now_and_then_and_at_the_end() -> None:
    """Not for each of a hundred thousand articles; the writing of a small file is not shown."""
    out, seconds = Terminal(), iter(n / 100 for n in range(1000))
    bar = Bar(out, lambda: next(seconds))
    for done in range(1, 101):
        bar.tell("index", done, 100)
        bar.tell("part", done, 100)
    assert 5 <= out.getvalue().count("\r") <= 15
    assert "100/100 篇" in out.getvalue()
    assert "入库" not in out.getvalue()


def test_another_file_is_timed_anew() -> None:
    """The writing of the second file starts its own clock, the reading goes on."""
    out, now = Terminal(), [0.0]
    bar = Bar(out, lambda: now[0])
    told: list[tuple[float, Stage, int, int]] = [
        (0.0, "part", 1, 5000),
        (10.0, "part", 5000, 5000),
        (20.0, "part", 1, 5000),
        (21.0, "part", 1000, 5000),
    ]
    for now[0], stage, done, count in told:
        bar.tell(stage, done, count)
    assert out.getvalue().endswith("入库 1,000/5,000 篇  1,000 篇/s  还需 4 秒")


def test_nothing_is_drawn_where_there_is_no_terminal() -> None:
    """A file of lines stays one."""
    out = io.StringIO()
    bar = Bar(out)
    bar.tell("read", 1, 2)
    bar.clear()
    assert out.getvalue() == ""


def test_an_ingest_tells_how_far_it_is(tmp_path: Path) -> None:
    """All bytes that there are, every article written, every article indexed."""
    for number in (1, 2):
        text = f"渡口{number}号桥通车了\n\n本报讯（记者 余航）柳林渡口的{number}号桥昨日修好了，乡亲们都说走得稳当。\n"
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    told: list[tuple[Stage, int, int]] = []
    newsroom = Newsroom.open(Settings(data=tmp_path / ".data"))
    list(newsroom.ingest([tmp_path], told=lambda *how: told.append(how)))
    newsroom.close()
    size = sum(path.stat().st_size for path in tmp_path.glob("*.txt"))
    assert ("read", size, size) in told
    assert told[-1] == ("index", 2, 2)
    assert [stage for stage, _, _ in told].count("part") == 2
