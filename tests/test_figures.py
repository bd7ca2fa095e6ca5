"""Figures that readers wait for: which figure of an article it is, bounds in a reader's words, what is news."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from desks import Desk, desk_at_work
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database
from test_alerts import headlines, publish, subscribe
from test_delivery import READER
from test_handlers import button, labels

from bot.alerts import figures, rules
from bot.alerts.figures import Sign, Wish
from bot.alerts.rules import Rule
from bot.texts import HANS
from retrieval.analysis import Analyzer
from store.models import Article

ANALYZER = Analyzer()
FIRMS = (
    "本报讯 截至目前，我市省级专精特新企业达到{count}家，比去年增加4家，占全省的3.2%。",
    "全市国家级“小巨人”企业12家。",
)


def firms(count: int, headline: str) -> Article:
    """An article that says how many firms there are."""
    return Article("", headline, tuple(line.format(count=count) for line in FIRMS))


def rule(text: str, **how: object) -> Rule:
    """A rule about the firms' figure."""
    made = rules.of_figure(text, ANALYZER, **how)  # type: ignore[arg-type]
    assert made is not None
    return made


@pytest.mark.parametrize(
    ("asked", "unit", "printed"),
    [
        ("省级专精特新企业有多少家？", "", "45家"),
        ("省级专精特新企业数", "", "45家"),
        ("省级专精特新企业占全省的百分之几？", "%", "3.2%"),
        ("国家级小巨人企业有多少家？", "", "12家"),
        ("国家级小巨人企业有多少家？", "个", "12家"),
        ("国家级小巨人企业有多少家？", "元", None),
        ("采暖补贴发了多少钱？", "", None),
    ],
)
def test_the_figure_that_is_meant(asked: str, unit: str, printed: str | None) -> None:
    """Of several in an article the one that answers; none where the article says nothing of it."""
    made = rule(asked, unit=unit)
    found = figures.find_figure(made.text, made.unit, firms(45, "专精特新企业又添新成员"))

    assert (found.text if found else None) == printed


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("省级专精特新企业数有更新时", Wish("省级专精特新企业数", (), "")),
        ("省级专精特新企业数大于100时告诉我", Wish("省级专精特新企业数", (">", 100.0, "100"), "")),
        ("如果超过100家就提醒我", Wish("", (">", 100.0, "100家"), "家")),
        ("大於１００時告訴我", Wish("", (">", 100.0, "100"), "")),
        ("低于46.3%的话，告诉我", Wish("", ("<", 46.3, "46.3%"), "%")),
        ("三成以上时通知我", Wish("", (">=", 30.0, "三成"), "%")),
        ("补贴不超过100万元", Wish("补贴", ("<=", 1e6, "100万元"), "元")),
        ("有变化就告诉我", Wish("", (), "")),
        ("给多少名环卫工人送了头盔？", None),
        ("气候变化", None),
        ("采暖 补贴", None),
    ],
)
def test_a_wish_in_words(said: str, wish: Wish | None) -> None:
    """More or less than a number, or any change; everything else is no wish about a figure."""
    assert figures.read_wish(said) == wish


@pytest.mark.parametrize(
    ("said", "known", "bound"),
    [
        ("100", "41家", (">", 100.0, "100家")),
        ("100", "150万元", (">", 1e6, "100万元")),
        ("一百二十家", "41家", (">", 120.0, "一百二十家")),
        ("不少于 50", "46.3%", (">=", 50.0, "50%")),
        ("不知道", "41家", None),
    ],
)
def test_a_number_alone_is_counted_as_the_known_figure_is(
    said: str, known: str, bound: tuple[Sign, float, str] | None
) -> None:
    """A reader who knows of 150万元 and replies 100 means 100万元."""
    assert figures.read_bound(said, known, sign=">") == bound


@pytest.mark.parametrize(
    ("value", "sign", "beyond"),
    [(101, ">", True), (100, ">", False), (100, ">=", True), (99.5, "<", True), ((90, 110), ">", False)],
)
def test_beyond_a_bound(value: float | tuple[float, float], sign: Sign, beyond: bool) -> None:
    """Of a range, all of it has to be."""
    assert figures.is_beyond(value, (sign, 100.0, "100")) is beyond


def test_another_figure_is_news_and_the_same_is_not(db: Database) -> None:
    """From the figure known at first, and then from the one told last."""
    subscribe(db, rule("省级专精特新企业有多少家？", known="41家"))
    for number, (count, told) in enumerate([(41, False), (45, True), (45, False), (47, True)]):
        article = firms(count, f"第{number}篇")
        publish(db, [article], f"{number}.txt")
        assert headlines(db) == ([article.headline] if told else []), (number, count)


def test_a_bound_keeps_other_figures_away(db: Database) -> None:
    """Only what is beyond it is told; a word in the article that is no figure never is."""
    subscribe(db, rule("省级专精特新企业有多少家？", bound=(">", 100.0, "100家")))
    publish(db, [firms(45, "甲")], "1.txt")
    publish(db, [Article("", "乙", ("省级专精特新企业座谈会召开。",))], "2.txt")
    assert headlines(db) == []
    publish(db, [firms(112, "丙")], "3.txt")
    assert headlines(db) == ["丙"]


@given(st.text("大于小不超过0123456789.,一百万亿家元时告诉我有更新变化的？ ", max_size=24))
def test_any_text_is_read(text: str) -> None:
    """Whatever somebody types is a wish or not; a rule made of it comes back from its JSON as it was."""
    wish = figures.read_wish(text)
    figures.asks_to_be_told(text)
    if wish is not None and wish.subject:
        made = rules.of_figure(wish.subject, ANALYZER, bound=wish.bound, unit=wish.unit)
        assert made is None or rules.unpack(rules.pack(made)) == made


@pytest.fixture
async def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    async with desk_at_work(tmp_path, monkeypatch) as desk:
        yield desk


async def test_a_bound_is_set_by_buttons_and_a_reply(desk: Desk) -> None:
    """From the answer to the number; the alert shows the figure and its sentence."""
    answer = await desk.ask("给多少名环卫工人送了安全头盔？")
    await desk.tap(answer, button(answer, HANS.tell_me))
    await desk.until(lambda: HANS.figure_tune in labels(desk.now(answer)))
    before = desk.last()
    await desk.tap(answer, button(desk.now(answer), HANS.figure_tune))
    screen = await desk.next_after(READER, before)
    only = await desk.tap_and_see(screen, HANS.figure_only)
    assert only["text"] == "您订阅了：“给多少名环卫工人送了安全头盔？”的数字有变化"
    before = desk.last()
    await desk.tap(screen, button(only, HANS.figure_more))
    asked = await desk.next_after(READER, before)
    assert (await desk.reply_after(desk.say("很多", reply_to=asked["message_id"])))["text"] == HANS.bound_no_number
    done = await desk.reply_after(desk.say("100", reply_to=asked["message_id"]))
    assert done["text"] == "您订阅了：“给多少名环卫工人送了安全头盔？”的数字大于100名"

    before = desk.last()
    few = Article("", "又送头盔", ("高新区又为80名环卫工人送上安全头盔。",))
    many = Article("", "再送头盔", ("高新区再为120名环卫工人送上安全头盔。", "大家都说好。"))
    desk.print(few, name="few")
    desk.print(many, name="many")
    told = await desk.next_after(READER, before)
    assert told["text"] == "有新报道：\n《再送头盔》\n数字：120名\n高新区再为120名环卫工人送上安全头盔。"
    (alert,) = desk.said(after=before)
    why = await desk.tap_and_see(alert, HANS.why)
    assert "的数字大于100名" in why["text"]
    back = await desk.tap_and_see(screen, HANS.figure_all)
    assert back["text"] == "您订阅了：和“给多少名环卫工人送了安全头盔？”有关"


async def test_a_bound_is_set_in_words_after_an_answer(desk: Desk) -> None:
    """The figure answered before is meant; where there was none, the words are a question."""
    assert "告诉我" not in (await desk.ask("大于100时告诉我"))["text"]
    assert desk.held() == []
    await desk.ask("给多少名环卫工人送了安全头盔？")
    made = await desk.ask("大于100时告诉我")
    assert made["text"] == ("好的，再有这样的报道就告诉您：“给多少名环卫工人送了安全头盔？”的数字大于100名。")
    await desk.ask("有变化就告诉我")
    assert [(one.kind, one.bound, one.known, one.unit) for one in desk.rules()] == [
        ("figure", (">", 100.0, "100名"), "50名", "名"),
        ("figure", (), "50名", "名"),
    ]


async def test_a_figure_is_named_behind_the_command(desk: Desk) -> None:
    """`/subscribe` with a figure and when."""
    made = await desk.ask("/subscribe 省级专精特新企业数大于100时")
    assert made["text"] == "好的，再有这样的报道就告诉您：“省级专精特新企业数”的数字大于100。"
    before = desk.last()
    desk.print(firms(112, "专精特新企业又添新成员"))
    assert "数字：112家" in (await desk.next_after(READER, before))["text"]


async def test_a_reply_to_a_prompt_of_an_ended_subscription(desk: Desk) -> None:
    """A kind word, and no error."""
    await desk.ask("给多少名环卫工人送了安全头盔？")
    made = await desk.ask("有变化就告诉我")
    before = desk.last()
    await desk.tap(made, button(made, HANS.figure_less))
    asked = await desk.next_after(READER, before)
    await desk.tap_and_see(made, HANS.unsubscribe)
    assert (await desk.reply_after(desk.say("9", reply_to=asked["message_id"])))["text"] == HANS.gone_button
