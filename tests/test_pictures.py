"""Figures side by side: what can be drawn of an answer, the picture itself, and the table of an article's figures."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from test_handlers import Talk, bot_at_work, button, labels

from bot.charts import has_glyph
from bot.texts import HANS
from bot.words import pictures, tables
from bot.words.markup import plain
from retrieval.facts import extract
from retrieval.types import Answer, FactAnswer, Told
from store.models import Article

PARK = Article(
    id="p",
    headline="园区企业体检",
    paragraphs=(
        "青槐园区有企业120家。",
        "全年软件企业产值3.2亿元,设备企业产值1.45亿元,食品企业产值8600万元。备案企业58家,其中,规上企业17家,占比29.3%。",
    ),
    date="2024-07-20",
    key=7,
)


def answered(text: str, others: tuple[Told, ...] = ()) -> Answer:
    """The answer that prints *text*."""
    read_from = next(one for one in extract(PARK) if one.text == text)
    fact = FactAnswer(
        read_from.kind,
        text,
        read_from.value,
        read_from.unit,
        read_from.approximate,
        read_from.evidence,
        PARK.id,
        read_from.subject,
        read_from.measure,
        others=others,
    )
    return Answer("多少?", True, 0.9, fact, ())


def test_like_figures_of_a_paragraph_stand_side_by_side() -> None:
    """Each under a name of its own, in printed order."""
    picture = pictures.picture_of(answered("1.45亿元"), {"p": PARK})

    assert picture is not None
    assert picture.form == "bars"
    assert picture.values == (3.2e8, 1.45e8, 8.6e7)
    assert picture.printed == ("3.2亿元", "1.45亿元", "8600万元")
    assert len(set(picture.labels)) == 3
    assert PARK.headline in (picture.title, picture.source)


def test_a_figure_over_days_is_a_line() -> None:
    """What articles of other days told, by date; what contradicts it is not on the line."""
    others = (
        Told("110家", "q", "上年", "2023-07-20", "earlier"),
        Told("96家", "r", "前年", "2022-07-20", "period"),
        Told("99家", "s", "前年", "2022-07-21", "contradiction"),
    )
    picture = pictures.picture_of(answered("120家", others), {"p": PARK})

    assert picture is not None
    assert picture.form == "lines"
    assert picture.labels == ("2022-07-20", "2023-07-20", "2024-07-20")
    assert picture.values == (96, 110, 120)


def test_a_figure_that_stands_alone_is_not_drawn() -> None:
    """Neither is a name, nor one whose article is gone."""
    assert pictures.picture_of(answered("120家"), {"p": PARK}) is None
    assert pictures.picture_of(answered("3.2亿元"), {}) is None
    assert pictures.picture_of(Answer("谁?", True, 0.9, None, ()), {"p": PARK}) is None


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_every_letter_of_a_picture_is_in_the_font(language: str) -> None:
    """In the scripts that it can be shown in; and it is a picture."""
    picture = pictures.picture_of(answered("1.45亿元"), {"p": PARK})
    assert picture is not None
    with Image.open(BytesIO(pictures.draw(picture, language))) as drawn:  # type: ignore[arg-type]
        assert drawn.format == "PNG"
        assert drawn.width > drawn.height > 300

    seed = json.loads((Path(__file__).parent / "data" / "seed.gold.json").read_text(encoding="utf-8"))
    printed = "".join(text for row in seed for text in (row["headline"], *row["paragraphs"]))
    missing = {char for char in printed if not char.isspace() and not has_glyph(char)}
    assert not missing


def test_the_table_of_an_article() -> None:
    """Each figure with what it measures; a share with its counts."""
    shown = plain(tables.facts(PARK, extract(PARK), 0, language="zh-Hans"))

    assert shown.startswith("数字一览 《园区企业体检》，共 7 个\n\n120家 · ")
    assert "29.3% · 规上企业 占比 · ✓ 17家/58家" in shown


def test_a_misprinted_share_is_marked() -> None:
    """With what the counts give."""
    wrong = replace(PARK, paragraphs=("备案企业58家,其中,规上企业17家,占比23.9%。",))

    assert "⚠ 17家占58家，算来是 29.3%" in plain(tables.facts(wrong, extract(wrong), 0, language="zh-Hans"))


def test_a_long_table_is_turned() -> None:
    """Twelve rows a page; a page that is not there is the last."""
    long = replace(PARK, paragraphs=tuple(f"第{n}小区有住户{n * 10}户。" for n in range(11, 41)))
    first, last = (tables.facts(long, extract(long), page, language="zh-Hans") for page in (0, 99))

    assert [one.data for row in first.keyboard for one in row] == ["t:7:1"]
    assert all(one.data.startswith("t:7:") for row in last.keyboard for one in row)
    assert tables.facts(replace(PARK, paragraphs=("晴。",)), [], 0, language="zh-Hans").html.endswith("没有数字。")


@pytest.fixture
async def talk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Talk]:
    async with bot_at_work(tmp_path, monkeypatch) as talk:
        yield talk


async def test_the_table_in_the_chat(talk: Talk) -> None:
    """/facts is about the article last answered from; the article has a button for it, which leads back."""
    await talk.ask("给多少名环卫工人送了头盔？")
    table = await talk.ask("/facts")
    assert table["text"].startswith("数字一览 《“爱心头盔”赠环卫工人》")
    article = await talk.tap_and_see(table, HANS.back_to_article)
    assert HANS.facts_button in labels(article)
    again = await talk.tap_and_see(article, HANS.facts_button)
    assert again["text"] == table["text"]
    assert (await talk.ask("/facts 99"))["text"] == HANS.gone_article
    assert (await talk.ask("/facts x"))["text"] == HANS.gone_article


async def test_a_picture_in_the_chat(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A button below an answer that can be drawn sends it; two taps in a row send one."""
    picture = pictures.picture_of(answered("1.45亿元"), {"p": PARK})
    monkeypatch.setattr("bot.answering.worded.picture_of", lambda *_: picture)
    monkeypatch.setattr(pictures, "picture_of", lambda *_: picture)
    answer = await talk.ask("给多少名环卫工人送了头盔？")
    for _ in range(2):
        await talk.tap(answer, button(answer, "📊"))
    await talk.settled()

    (sent,) = [one for one in talk.said(after=answer["message_id"]) if "photo" in one]
    assert sent["caption"] == HANS.picture_below
