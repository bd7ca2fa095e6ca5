"""Questions are thought about a few at a time; while readers crowd, a second process helps, and nobody notices."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, SEEDS
from fakes import FakeNewsroom

from bot.answering import thinking, vocabulary
from bot.answering.helper import Helper
from bot.answering.newsroom import Newsroom
from bot.answering.thinking import Thinking
from bot.answering.thoughts import Question
from bot.settings import Settings
from bot.watch import metrics
from retrieval.answer import context_of
from retrieval.types import Answer

HELMETS = "给多少名环卫工人送了安全头盔？"
PAGE = "新桥通车\n本报讯 8月20日，长度为300米的新桥通车。\n"


@pytest.fixture
async def newsroom(tmp_path: Path) -> AsyncIterator[Newsroom]:
    """One that holds the owner's page, and may publish more."""
    newsroom = Newsroom.open(Settings(data=tmp_path / "data"))
    list(newsroom.ingest([SEEDS]))
    yield newsroom
    newsroom.close()


@pytest.fixture
async def helped(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Thinking]:
    """Thinking that has called for help, and got it."""
    monkeypatch.setattr(thinking, "LONG_WAIT", 0.0)
    helped = Thinking(newsroom, helpers=1)
    await crowd(helped)
    await until(lambda: bool(helped.helpers))
    yield helped
    await helped.stop()


async def crowd(thinking: Thinking) -> list[Answer]:
    """Ten readers at once."""
    return await asyncio.gather(*(thinking.ask(f"第{n}条公路总投资多少？") for n in range(10)))


async def until(is_so: Callable[[], bool]) -> None:
    """Wait for it."""
    async with asyncio.timeout(60):
        while not is_so():  # noqa: ASYNC110 - nothing tells of what other processes do
            await asyncio.sleep(0.01)


def helper_of(thinking: Thinking) -> Helper:
    """The one that helps."""
    (helper,) = thinking.helpers
    return helper


def is_alive(pid: int) -> bool:
    """Whether the process runs; one that has ended and waits to be noticed does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


async def test_few_think_at_once_and_the_first_comes_first(tmp_path: Path) -> None:
    """Two at a time here; whoever waits is noticed."""
    fake, newsroom = FakeNewsroom.over(tmp_path)
    thinking, at_work, most, lock = Thinking(newsroom, at_once=2), 0, 0, threading.Lock()
    gate = threading.Event()

    def work(question: str) -> None:
        nonlocal at_work, most
        with lock:
            at_work += 1
            most = max(most, at_work)
        gate.wait()
        with lock:
            at_work -= 1

    fake.before_answering = work
    assert not thinking.is_busy
    waiting = [asyncio.create_task(thinking.ask(f"第{n}问？")) for n in range(10)]
    await until(lambda: len(fake.asked) == 2)
    assert thinking.is_busy
    gate.set()
    assert [answer.question for answer in await asyncio.gather(*waiting)] == [f"第{n}问？" for n in range(10)]
    assert most == 2
    assert {text for text, _ in fake.asked[:2]} == {"第0问？", "第1问？"}
    assert not thinking.is_busy
    fake.close()


async def test_a_single_reader_needs_no_help(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many questions come one after the other: a bot at rest is one process."""
    monkeypatch.setattr(thinking, "LONG_WAIT", 0.0)
    alone = Thinking(newsroom, helpers=1)
    for n in range(5):
        await alone.ask(f"第{n}条公路总投资多少？")
    assert not alone.is_helped
    await alone.stop()


@pytest.mark.parametrize("settings", [{"thinkers": 0}, {"index": "rank-bm25"}])
async def test_who_wants_no_help_gets_none(
    tmp_path: Path, settings: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It can be turned off; and an index that is in memory is nobody else's."""
    monkeypatch.setattr(thinking, "LONG_WAIT", 0.0)
    newsroom = Newsroom.open(Settings(data=tmp_path, **{"thinkers": 1, **settings}))
    alone = Thinking(newsroom, helpers=newsroom.settings.thinkers)
    await crowd(alone)
    assert not alone.is_helped
    await alone.stop()
    newsroom.close()


async def test_the_same_answers(helped: Thinking, newsroom: Newsroom, seed_newsroom: Newsroom) -> None:
    """To the last figure of the confidence, with what was said before too; the steps are timed as ever."""
    context = context_of(seed_newsroom.ask(HELMETS), 0.0)
    asked = [(HELMETS, None), ("什么时候送的？", context), ("那口罩呢？", context), ("市长是谁？", None)]
    asked += [(question, None) for question in seed_newsroom.examples(8)]
    for text, followed in asked:
        thought = await helper_of(helped).ask(Question(text, followed))
        assert thought is not None
        assert thought.answer == seed_newsroom.ask(text, context=followed)
        before = steps_counted()
        assert newsroom.taken(thought) == thought.answer
        assert steps_counted() == before + 1


def steps_counted() -> float:
    """How many searches have been timed."""
    value = metrics.REGISTRY.get_sample_value("baozhi_step_seconds_count", {"step": "search"})
    assert value is not None
    return value


async def test_what_helped_once_is_not_asked_again(helped: Thinking, newsroom: Newsroom) -> None:
    """An answer that came from the helper is held like any other."""
    first = await helped.ask(HELMETS)
    assert newsroom.held(HELMETS) == first


async def test_a_publication_is_seen_at_once(helped: Thinking, newsroom: Newsroom, tmp_path: Path) -> None:
    """No answer is of an older paper than the bot's own; nor of older synonyms."""
    asked = "新桥的长度是多少米？"
    before = await helper_of(helped).ask(Question(asked, None))
    assert before is not None
    page = tmp_path / "page.txt"
    page.write_text(PAGE, encoding="utf-8")
    list(newsroom.ingest([page]))
    assert newsroom.taken(before) is None
    after = await helper_of(helped).ask(Question(asked, None))
    assert after is not None
    assert newsroom.taken(after) is not None
    assert after.answer.fact is not None
    assert after.answer.fact.text == "300米"
    vocabulary.change(newsroom.settings.data, "synonyms", vocabulary.Change(("新桥 = 大桥",), ()))
    assert newsroom.taken(after) is None


async def test_new_words_mean_a_new_helper(helped: Thinking, newsroom: Newsroom) -> None:
    """The index's files were replaced: who read the old ones is not believed, and goes."""
    old, change = helper_of(helped), vocabulary.Change(("爱心头盔",), ())
    await asyncio.to_thread(
        newsroom.use_words,
        vocabulary.words(newsroom.settings.data, change),
        lambda: vocabulary.change(newsroom.settings.data, "words", change),
    )
    assert (await helped.ask(HELMETS)).answered
    await until(lambda: not is_alive(old.pid))
    await crowd(helped)
    await until(lambda: bool(helped.helpers))
    thought = await helper_of(helped).ask(Question(HELMETS, None))
    assert thought is not None
    assert newsroom.taken(thought) is not None


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP])
async def test_whoever_it_leaves_unanswered_is_answered_here(
    helped: Thinking, number: signal.Signals, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed or stuck with questions in hand: nobody waits for ever; another comes, but not at once."""
    monkeypatch.setattr("bot.answering.helper.PATIENCE", 0.3)
    lost = helper_of(helped)
    os.kill(lost.pid, signal.SIGSTOP)
    asking = [asyncio.create_task(helped.ask(f"第{n}座桥长多少米？")) for n in range(20)]
    await asyncio.sleep(0)
    os.kill(lost.pid, number)
    assert len(await asyncio.gather(*asking)) == 20
    await until(lambda: not is_alive(lost.pid))
    await crowd(helped)
    assert not helped.is_helped
    monkeypatch.setattr(helped, "_not_before", 0.0)
    await asyncio.gather(*(helped.ask(f"第{n}座塔高多少米？") for n in range(20)))
    await until(lambda: bool(helped.helpers))


@pytest.mark.parametrize("trouble", [OSError("no more processes"), ValueError("embedded null byte")])
async def test_help_that_cannot_begin_is_done_without(
    newsroom: Newsroom, trouble: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the reason: everybody is answered, and after a pause help is called for again."""
    monkeypatch.setattr(thinking, "LONG_WAIT", 0.0)
    called = 0

    async def fail(*_: object, **__: object) -> None:
        nonlocal called
        called += 1
        raise trouble

    monkeypatch.setattr("bot.answering.helper.asyncio.create_subprocess_exec", fail)
    alone = Thinking(newsroom, helpers=1)
    assert len(await crowd(alone)) == 10
    await until(lambda: not alone.is_helped)
    assert called == 1
    monkeypatch.setattr(alone, "_not_before", 0.0)
    await asyncio.gather(*(alone.ask(f"第{n}座塔高多少米？") for n in range(10)))
    await until(lambda: not alone.is_helped)
    assert called == 2
    await alone.stop()


async def test_a_helper_never_makes_an_index(newsroom: Newsroom) -> None:
    """One that begins while the index is swapped finds none: it ends, and nothing lies where the new one is to go."""
    job = newsroom.job()
    assert job is not None
    aside = job.index.with_name("aside")
    job.index.rename(aside)
    helper = Helper(lambda _: None)
    assert not await helper.start(job)
    await helper.gone()
    assert not job.index.exists()
    aside.rename(job.index)


async def test_let_go_when_the_crowd_has_gone(helped: Thinking, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a while without one; a question that comes just then is answered."""
    pid = helper_of(helped).pid
    monkeypatch.setattr(thinking, "IDLE_SECONDS", 0.0)
    helped._let_go()
    assert (await helped.ask(HELMETS)).answered
    await until(lambda: not is_alive(pid))
    assert not helped.is_helped


BOT = """
import asyncio, sys
from pathlib import Path
from bot.answering import thinking
from bot.answering.newsroom import Newsroom
from bot.settings import Settings

async def main():
    helped = thinking.Thinking(Newsroom.open(Settings(data=Path(sys.argv[1]))), helpers=1)
    thinking.LONG_WAIT = 0.0
    await asyncio.gather(*(helped.ask(f"第{n}条公路总投资多少？") for n in range(10)))
    while not helped.helpers:
        await asyncio.sleep(0.01)
    print(*(helper.pid for helper in helped.helpers), flush=True)
    await asyncio.sleep(600)

asyncio.run(main())
"""


async def test_it_ends_with_the_bot(newsroom: Newsroom) -> None:
    """Even where the bot has no time to say so; and what it was started with tells nothing."""
    command = [sys.executable, "-c", BOT, str(newsroom.settings.data)]
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    bot = await asyncio.create_subprocess_exec(*command, env=environ, stdout=asyncio.subprocess.PIPE)
    assert bot.stdout is not None
    pid = int(await bot.stdout.readline())
    assert is_alive(pid)
    assert said_at_start(pid).endswith("-m bot.answering.thinker")
    bot.kill()
    await bot.communicate()
    await until(lambda: not is_alive(pid))


def said_at_start(pid: int) -> str:
    """The command line of a process."""
    return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8").rstrip("\0").replace("\0", " ")
