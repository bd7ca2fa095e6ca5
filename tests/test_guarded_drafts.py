"""Golden questions guard every publication: what would break is named, and needs a tap that says so."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from papers import paper_at_work, patiently, report_after
from test_handlers import OTHER, Talk, button, labels

from bot.answering.newsroom import Newsroom
from bot.desk.press_texts import HANS as PRESS
from bot.local import people
from bot.local.errors import Json
from bot.local.world import ADMIN_ID
from bot.settings import Settings
from store import audit, golden, history
from store.schema import atomic

PAGE = "环卫工人领到头盔\n\n本报讯 8月19日上午,桥头镇城管局为环卫工人送上安全头盔{count}顶,每顶价值80元。\n"
QUESTION = "桥头镇城管局送上安全头盔多少顶？"


@pytest.fixture
async def talk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Talk]:
    newsroom = Newsroom.open(Settings(data=tmp_path / "data"))
    (tmp_path / "a_2022-08-20.txt").write_text(PAGE.format(count=50), encoding="utf-8")
    list(newsroom.ingest([tmp_path / "a_2022-08-20.txt"]))
    with atomic(newsroom.db()):
        golden.keep(newsroom.db(), QUESTION, answer="50顶", article_id=None, by=ADMIN_ID, now=1.0)
    async with paper_at_work(newsroom, monkeypatch) as talk:
        yield talk
    newsroom.close()


def upload(talk: Talk, name: str, text: str, **more: str) -> Json:
    content = people.upload_content(talk.server.world, "document", name, text.encode(), mime="text/plain", caption="")
    return talk.put(content | more, ADMIN_ID)


async def test_what_would_break_is_named_and_needs_a_tap_that_says_so(talk: Talk) -> None:
    """The question, its answer and what it would be; published anyway, and so it stands in the audit."""
    report = await report_after(talk, upload(talk, "a_2022-08-20.txt", PAGE.format(count=60)))
    assert PRESS.draft_broken.format(count=1) in report["text"]
    assert f"· {QUESTION} 原来：50顶；会变成：60顶" in report["text"]
    assert labels(report)[:2] == ["仍然发布", "仍然静默发布"]
    assert (await talk.ask(QUESTION))["text"].startswith("50顶")

    await talk.tap_and_see(report, "仍然发布", ADMIN_ID)
    assert (await talk.ask(QUESTION, OTHER))["text"].startswith("60顶")
    assert [one.deed for one in audit.entries(talk.newsroom.db())][-1] == "publish anyway"


async def test_the_way_back_is_guarded_too(talk: Talk) -> None:
    """Going back to before the page was there would leave the question unanswered."""
    first = history.publications(talk.newsroom.db(), limit=9)[-1].generation
    states = await talk.ask("/rollback", ADMIN_ID)
    await talk.tap(states, f"hb:{first}", ADMIN_ID)
    await patiently(talk, lambda: PRESS.draft_broken.format(count=1) in talk.now(states)["text"])
    assert f"· {QUESTION} 原来：50顶；会变成：{PRESS.draft_not_answered}" in talk.now(states)["text"]
    assert labels(talk.now(states))[:2] == ["仍然退回", "仍然静默退回"]
    assert (await talk.ask(QUESTION))["text"].startswith("50顶")


async def test_a_publication_that_breaks_nothing_says_nothing(talk: Talk) -> None:
    """Another page beside it leaves the answer as it is."""
    other = "三条公路通车\n\n本报讯 8月20日,石桥镇三条乡村公路同时通车,总投资860万元。\n"
    report = await report_after(talk, upload(talk, "b_2022-08-20.txt", other))
    assert "标准问题" not in report["text"]
    assert labels(report)[0] == "发布"


async def test_all_published_at_once_are_those_that_break_nothing(talk: Talk) -> None:
    """The one that does is left open, for somebody to look at it."""
    for name, text in (("a_2022-08-20.txt", PAGE.format(count=70)), ("c.txt", PAGE.format(count=9) + "石桥镇也有。\n")):
        upload(talk, name, text.replace("桥头镇", "石桥镇") if name == "c.txt" else text, media_group_id="album")
    await patiently(talk, lambda: any("收到 2 个文件" in one["text"] for one in talk.said(ADMIN_ID)))
    (summary,) = talk.said(ADMIN_ID)
    await patiently(talk, lambda: "全部发布" in labels(talk.now(summary)))
    await talk.tap(summary, button(talk.now(summary), "全部发布"), ADMIN_ID)
    await patiently(talk, lambda: "✓ c.txt" in talk.now(summary)["text"])
    assert (await talk.ask(QUESTION))["text"].startswith("50顶")
    assert "a_2022-08-20.txt" in labels(talk.now(summary))
