"""/verify and the button below an answer: what it stands on, and that it comes out the same again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from test_handlers import OTHER, Talk, bot_at_work, button, labels

from bot.texts import EN, HANS
from retrieval.types import Told
from store import publishing
from store.models import Article, Chunk
from store.publishing import Edition
from store.schema import atomic

HELMETS = "给多少名环卫工人送了头盔？"


@pytest.fixture
async def talk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Talk]:
    async with bot_at_work(tmp_path, monkeypatch) as talk:
        yield talk


def publish_another(talk: Talk) -> None:
    """An article more: the store's next generation."""
    text = "今天晴。"
    with atomic(talk.newsroom.db()):
        article = Article("", "天气", (text,))
        publishing.publish(talk.newsroom.db(), "w", b"w", [Edition(article, [Chunk("", 0, 4, text)])], now=3.0)


async def test_an_answer_comes_out_the_same_to_the_letter(talk: Talk) -> None:
    """The button shows question, figure and place in the article, and leads back."""
    answer = await talk.ask(HELMETS)
    report = await talk.tap_and_see(answer, HANS.verify)

    assert report["text"].startswith("核对 · 编号 1\n问题：给多少名环卫工人送了头盔？\n当时的报纸：第 2 次更新\n")
    start = talk.newsroom.helmets.body.index("50名") + 1
    assert f"依据：50名，在《“爱心头盔”赠环卫工人》第 {start} 至 {start + 2} 字" in report["text"]
    assert report["text"].endswith(HANS.verify_same)
    again = await talk.tap_and_see(report, HANS.back_to_answer)
    assert again["text"] == answer["text"]
    assert labels(again) == labels(answer)


async def test_a_paper_that_went_on_is_said(talk: Talk) -> None:
    """The same answer from a newer paper; then another one, which is shown."""
    await talk.ask(HELMETS)
    publish_another(talk)
    still = await talk.ask("/verify 1")
    talk.newsroom.say_otherwise = True
    otherwise = await talk.ask("/verify #1")

    assert still["text"].endswith(HANS.verify_still.format(generation=3))
    assert HANS.verify_updated.format(generation=3) in otherwise["text"]
    assert otherwise["text"].count("没有") >= 1


async def test_the_language_chosen_since_makes_no_difference(talk: Talk) -> None:
    """The answer is compared as it was sent; the report speaks the language of now."""
    await talk.ask(HELMETS)
    choice = await talk.ask("/settings")
    await talk.tap(choice, "g:en")
    report = await talk.ask("/verify 1")

    assert report["text"].endswith(EN.verify_same)


async def test_only_answers_of_this_chat_can_be_verified(talk: Talk) -> None:
    """Another's number, one that never was, nonsense, none at all: a kind word."""
    await talk.ask(HELMETS)

    assert (await talk.ask("/verify 1", OTHER))["text"] == HANS.verify_gone
    for number in ("99", "abc", "-1", "9" * 40):
        assert (await talk.ask(f"/verify {number}"))["text"] == HANS.verify_gone
    assert (await talk.ask("/verify"))["text"] == HANS.verify_which
    mine = await talk.ask(HELMETS, OTHER)
    assert await talk.tap(mine, "c:1", OTHER) == HANS.gone_button
    assert await talk.tap(mine, button(mine, HANS.verify) + ":2", OTHER) == HANS.gone_button


async def test_an_answer_with_another_articles_figure_comes_out_the_same(talk: Talk) -> None:
    """Whoever else told a figure is named by article, page and date, then as now."""
    publish_another(talk)
    cited_nowhere_else = next(one for one in talk.newsroom.articles() if one.headline == "天气")
    talk.newsroom.others = (Told("60名", cited_nowhere_else.id, "旧题", None, "earlier"),)
    await talk.ask(HELMETS)

    assert (await talk.ask("/verify 1"))["text"].endswith(HANS.verify_same)
