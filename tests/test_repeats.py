"""What is asked again is answered as before, without a search, as long as nothing has changed."""

from __future__ import annotations

import time
from pathlib import Path

from conftest import SEEDS

from bot.answering.newsroom import Newsroom
from bot.answering.repeats import KEPT, SECONDS, Repeats, stands_alone
from bot.settings import Settings
from bot.watch import metrics
from retrieval.answer import context_of
from retrieval.types import Answer

QUESTION = "给多少名环卫工人送了安全头盔？"
ANSWER = Answer(QUESTION, True, 0.9, None, ())


def repeated() -> float:
    """How often an answer was given again so far."""
    (family,) = metrics.repeated.collect()
    return next(sample.value for sample in family.samples if sample.name.endswith("_total"))


def test_asked_again_in_other_spellings_the_answer_is_the_same(tmp_path: Path) -> None:
    """Politeness, width and characters make no difference; the question is shown as it was typed."""
    newsroom = Newsroom.open(Settings(data=tmp_path))
    list(newsroom.ingest([SEEDS]))
    first, before = newsroom.ask(QUESTION), repeated()
    again = newsroom.ask("请问给多少名環衛工人送了安全頭盔?")
    assert repeated() == before + 1
    assert again.question == "请问给多少名環衛工人送了安全頭盔?"
    assert (again.fact, again.passages, again.confidence) == (first.fact, first.passages, first.confidence)
    newsroom.close()


def test_a_publication_makes_every_answer_new(tmp_path: Path) -> None:
    """What is asked afterwards is looked up in the paper as it is now; so are new synonyms."""
    newsroom = Newsroom.open(Settings(data=tmp_path / "data"))
    list(newsroom.ingest([SEEDS]))
    newsroom.ask(QUESTION)
    page = tmp_path / "page.txt"
    page.write_text("新桥通车\n本报讯 8月20日，长度为300米的新桥通车。\n", encoding="utf-8")
    list(newsroom.ingest([page]))
    before = repeated()
    newsroom.ask(QUESTION)
    assert repeated() == before
    (tmp_path / "data" / "synonyms.txt").write_text("头盔 = 安全帽\n", encoding="utf-8")
    newsroom.ask(QUESTION)
    assert repeated() == before
    newsroom.ask(QUESTION)
    assert repeated() == before + 1
    newsroom.close()


def test_a_question_that_leans_on_the_one_before_is_no_repeat(seed_newsroom: Newsroom) -> None:
    """It means something else in every conversation; one that says all that it asks means the same in each."""
    context = context_of(seed_newsroom.ask(QUESTION), time.time())
    assert not stands_alone("什么时候送的？", context)
    assert not stands_alone("那口罩呢？", context)
    assert stands_alone("什么时候送的？", None)
    assert stands_alone("高新区2022年老年人意外伤害保险的保费是多少？", context)
    alone = seed_newsroom.ask("什么时候送的？")
    led = seed_newsroom.ask("什么时候送的？", context=context)
    assert alone.fact != led.fact


def test_the_latest_are_kept_for_a_while() -> None:
    """So many, and no longer than so long."""
    now = [0.0]
    repeats = Repeats(clock=lambda: now[0])
    for n in range(KEPT + 1):
        repeats.keep(f"第{n}个问题是什么？", 1, ANSWER)
    assert repeats.find("第0个问题是什么？", 1) is None
    assert repeats.find("第1个问题是什么？", 1) is not None
    assert repeats.find("第1个问题是什么？", 2) is None
    now[0] = SECONDS + 1
    assert repeats.find("第1个问题是什么？", 1) is None
