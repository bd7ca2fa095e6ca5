"""Answers that a publication made untrue: told to those who were given them, once, and to nobody else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from desks import Desk, desk_at_work
from fakes import HELMETS
from test_delivery import OTHER, READER
from test_handlers import labels

from bot.alerts import corrections, notices
from bot.alerts.corrections import Correction
from bot.texts import HANS
from bot.words.markup import plain
from retrieval.types import FactAnswer
from store.models import Article
from store.parcels import AnswerChange

ASKED = "给多少名环卫工人送了安全头盔？"
FACT = FactAnswer("number", "50名", 50, "名", False, "为50名环卫工人送上安全头盔", "x")


def article(*paragraphs: str) -> Article:
    """A version of the article that was answered from."""
    return Article("x", HELMETS.headline, paragraphs)


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        (("8月19日上午，高新区工作人员为50名环卫工人送上安全头盔。",), None),
        (("8月20日上午，高新区的工作人员为５０ 名環衛工人送上了安全头盔。",), None),
        (
            ("8月19日上午，高新区工作人员为51名环卫工人送上安全头盔。", "另有50名市民到场。"),
            ("51名", "8月19日上午，高新区工作人员为51名环卫工人送上安全头盔。"),
        ),
        (
            ("高新区向150名环卫工人送上安全头盔。", "另有8名记者到场。"),
            ("150名", "高新区向150名环卫工人送上安全头盔。"),
        ),
        (("高新区为多名环卫工人送上安全头盔。",), (None, "高新区为多名环卫工人送上安全头盔。")),
        (("今天天气很好，大家都出门了。",), (None, None)),
        (("头盔共50名环卫工人领到，完整报道见下。",), None),
    ],
)
def test_what_a_changed_article_says_now(
    paragraphs: tuple[str, ...], expected: tuple[str | None, str | None] | None
) -> None:
    """The same figure in other words is no correction; another one is told with its sentence."""
    found = corrections.restated(ASKED, FACT, article(*paragraphs))

    assert found == (None if expected is None else Correction(ASKED, "50名", *expected))


@pytest.mark.parametrize(
    ("notice", "now"),
    [
        ("本报8月20日三版《“爱心头盔”赠环卫工人》一文中，“50名环卫工人”应为“51名环卫工人”，特此更正。", "51名"),
        ("本报昨日报道有误：实际为60名环卫工人送上安全头盔。", "60名"),
        ("本报昨日三版记者署名应为林知远，特此更正。", None),
    ],
)
def test_a_printed_correction(notice: str, now: str | None) -> None:
    """It is told to those who had the wrong figure, if it is about that figure."""
    found = corrections.corrected(ASKED, FACT, Article("y", "更正", (notice,), kind="correction"))

    assert (found and found.now) == now
    assert (found is None) is (now is None)


@pytest.fixture
async def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    async with desk_at_work(tmp_path, monkeypatch) as desk:
        yield desk


def changed(desk: Desk, old: str, new: str) -> None:
    """Publish the article anew, with other words."""
    held = desk.newsroom.helmets
    body = tuple(one.replace(old, new) for one in held.paragraphs)
    desk.print(replace(held, paragraphs=body, key=0), name=held.headline)


async def test_who_had_the_old_figure_is_told_the_new_one(desk: Desk) -> None:
    """Once, however often they asked; with both figures, the sentence, the article, and why."""
    for _ in range(2):
        await desk.ask(ASKED)
    await desk.ask(ASKED, OTHER)
    await desk.ask("没有注册资本吗？")
    before, other = desk.last(), desk.last(OTHER)
    changed(desk, "50名", "51名")

    told = await desk.next_after(READER, before)
    assert told["text"] == (
        f"您问过的“{ASKED}”已更正：\n以前的回答：50名\n现在：51名\n"
        "8月19日上午,高新区城市管理和综合执法局工作人员为51名环卫工人送上安全头盔。\n"
        "《“爱心头盔”赠环卫工人》 · 2022年8月19日"
    )
    assert labels(told) == [HANS.original, HANS.why]
    assert (await desk.next_after(OTHER, other))["text"] == told["text"]
    await desk.all_sent()
    assert len(desk.said(after=before)) == 1
    read = await desk.tap_and_see(told, HANS.original)
    assert "51名" in read["text"]
    await desk.tap_and_see(told, HANS.back_to_alert)
    why = await desk.tap_and_see(told, HANS.why)
    assert why["text"] == HANS.why_answer.format(question=ASKED)

    quiet = await desk.tap(told, "p:corrections:0")
    assert quiet == HANS.saved
    await desk.ask(ASKED)
    before, other = desk.last(), desk.last(OTHER)
    changed(desk, "50名", "52名")
    await desk.next_after(OTHER, other)
    await desk.all_sent()
    assert desk.said(after=before) == []


async def test_a_correction_in_print_reaches_who_had_the_wrong_figure(desk: Desk) -> None:
    """Another day's page puts it right; the article itself stays as it was printed."""
    await desk.ask(ASKED)
    before = desk.last()
    words = "本报8月19日《“爱心头盔”赠环卫工人》一文中，“50名环卫工人”应为“51名环卫工人”，特此更正。"
    desk.print(Article("", "更正", (words,), kind="correction", date="2022-08-21"), name="8月21日.txt")
    told = await desk.next_after(READER, before)
    assert told["text"].startswith(f"您问过的“{ASKED}”已更正：\n以前的回答：50名\n现在：51名\n{words}\n《更正》")
    desk.print(Article("", "更正", (words + "编辑部",), kind="correction", date="2022-08-21"), name="8月21日.txt")
    await desk.all_sent()
    assert len(desk.said(after=before)) == 1


async def test_another_change_of_the_article_tells_nobody(desk: Desk) -> None:
    """The figure still stands."""
    await desk.ask(ASKED)
    changed(desk, "扎实组织", "扎实有效组织")

    assert desk.states() == {"repeats": 0}


async def test_news_and_a_correction_are_one_message(desk: Desk) -> None:
    """For a subscriber who had asked, too."""
    await desk.ask(ASKED)
    await desk.ask("/subscribe 头盔")
    before = desk.last()
    changed(desk, "50名", "51名")
    told = await desk.next_after(READER, before)

    assert told["text"].startswith(f"您问过的“{ASKED}”已更正：")
    assert told["text"].count("《“爱心头盔”赠环卫工人》") == 1
    await desk.all_sent()
    assert len(desk.said(after=before)) == 1


async def test_an_article_that_is_taken_out_takes_its_answers_along(desk: Desk) -> None:
    """Whoever was answered from it is told so, with what had been said."""
    await desk.ask(ASKED)
    before = desk.last()
    desk.print(Article("", "只剩这一篇", ("没有别的了。",)), name=HELMETS.headline)

    told = await desk.next_after(READER, before)
    assert told["text"] == f"您问过的“{ASKED}”已更正：\n以前的回答：50名\n{HANS.answer_gone}"
    assert labels(told) == [HANS.why]


async def test_an_article_that_is_only_told_apart_anew_takes_nothing_along(desk: Desk) -> None:
    """What was quoted is printed still, in another article of the page."""
    await desk.ask(ASKED)
    held = desk.newsroom.helmets
    other = "区里还办了许多别的事情，一件一件都记在下面，读者可以慢慢看。"
    desk.print(Article("", "社区新闻一束", (other * 9, *held.paragraphs, other * 9)), name=held.headline)

    assert desk.states() == {"repeats": 0}


def test_many_corrected_answers_are_a_line_each() -> None:
    """One message, within Telegram's limits, however many questions had been asked."""
    told = [Correction(f"第{n}个问题？", "50名", "51名", "很长的句子。" * 30) for n in range(25)]
    changes = [AnswerChange(n, 0, corrections.pack(one), HELMETS) for n, one in enumerate(told)]
    lines = plain(notices.alert([], 1, answers=changes)).split("\n")

    assert lines[0] == "您问过的 25 个问题，回答已更正："
    assert lines[1:3] == ["· 第0个问题？ 50名 → 51名", "· 第1个问题？ 50名 → 51名"]
    assert lines[-1] == HANS.answers_more.format(count=5)


async def test_a_topic_is_told_where_it_asked(desk: Desk) -> None:
    """In a forum, in the topic that the answer was given in."""
    group, _ = await desk.enter_group("supergroup", by=READER, is_forum=True)
    desk.say(f"/ask {ASKED}", chat_id=group.id, thread=5)
    await desk.until(lambda: any("50名" in m.get("text", "") for m in desk.said(group.id)))
    await desk.settled()
    before = desk.last(group.id)
    changed(desk, "50名", "51名")
    told = await desk.next_after(group.id, before)

    assert told["message_thread_id"] == 5
    assert "现在：51名" in told["text"]
