"""Further questions: tried before they are shown, and tried again after a publication."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.answering import suggestions
from bot.answering.newsroom import Newsroom
from bot.answering.suggestions import Suggestions
from bot.settings import Settings

PAGE = (
    "桥头镇修通三条路\n\n本报讯(记者 林知远)9月3日上午,桥头镇举行通车仪式。桥头镇全年发放助学补贴35.6万元。"
    "桥头镇文化站为120名老人送去棉被。桥头镇党委书记林知远出席仪式。\n"
)


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    """A newsroom with one article."""
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    newsroom = Newsroom.open(Settings(data=tmp_path / "data"))
    list(newsroom.ingest([tmp_path / "page.txt"]))
    return newsroom


async def test_what_is_suggested_is_answered_and_is_not_what_was_asked(newsroom: Newsroom) -> None:
    """Each question's answer is another figure of the same article."""
    made = Suggestions()
    found = newsroom.ask("桥头镇文化站为多少名老人送去棉被？")
    assert found.fact is not None
    assert made.known(newsroom, found) is None
    offered = await made.find(newsroom, found)
    assert offered
    assert made.known(newsroom, found) == offered
    for question in offered:
        answer = newsroom.ask(question)
        assert answer.answered
        assert answer.fact is not None
        assert answer.fact.text != found.fact.text
    assert made.known(newsroom, replace(found, answered=False)) == ()
    newsroom.close()


async def test_a_publication_may_change_any_answer(
    newsroom: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So everything is tried again; an article that is gone suggests nothing."""
    monkeypatch.setattr(suggestions, "ARTICLES_REMEMBERED", 1)
    made = Suggestions()
    await made.warm(newsroom)
    found = newsroom.ask("桥头镇文化站为多少名老人送去棉被？")
    assert made.known(newsroom, found)
    (tmp_path / "page.txt").write_text("别处\n\n本报讯 9月4日,河西村收割水稻1200亩。\n", encoding="utf-8")
    list(newsroom.ingest([tmp_path / "page.txt"]))

    assert made.known(newsroom, found) is None
    assert await made.find(newsroom, found) == ()
    newsroom.close()
