"""How the paper is cared for from the chat: articles, statistics, refused and disliked questions, guarded ones."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from test_handlers import READER, Talk, bot_at_work, button, labels

from bot.desk import statistics as screen
from bot.local.errors import Json
from bot.local.world import ADMIN_ID
from store import audit, golden, questions, roles, statistics
from store.schema import atomic

HELMETS = "给多少名环卫工人送了头盔？"


@pytest.fixture
async def talk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Talk]:
    async with bot_at_work(tmp_path, monkeypatch) as talk:
        yield talk


async def ask(talk: Talk, *texts: str) -> list[Json]:
    """A reader asks; the answers."""
    return [await talk.ask(text) for text in texts]


async def test_articles_are_searched_sorted_and_paged(talk: Talk) -> None:
    """By words of headline or text, in three orders; each says where it came from; the reader's page is a tap away."""
    listed = await talk.ask("/articles", ADMIN_ID)
    assert listed["text"] == "全部报道，共 2 篇："
    assert labels(listed)[:2] == ["2022-08-20 园区<b>&大事记", "2022-08-19 “爱心头盔”赠环卫工人"]
    by_headline = await talk.tap_and_see(listed, "按标题", ADMIN_ID)
    assert labels(by_headline)[0] == "2022-08-19 “爱心头盔”赠环卫工人"
    assert "✓ 按标题" in labels(by_headline)
    one = await talk.tap_and_see(by_headline, labels(by_headline)[0], ADMIN_ID)
    assert "来自《“爱心头盔”赠环卫工人》" in one["text"]
    assert "日期：2022-08-19" in one["text"]
    assert "✓ 按标题" in labels(await talk.tap_and_see(one, "返回", ADMIN_ID))

    found = await talk.ask("/articles 安全头盔", ADMIN_ID)
    assert found["text"] == "提到“安全头盔”的报道，共 1 篇："
    assert labels(await talk.tap_and_see(found, "按入库", ADMIN_ID))[0] == "2022-08-19 “爱心头盔”赠环卫工人"
    assert (await talk.ask("/articles 100%_", ADMIN_ID))["text"] == "没有找到提到“100%_”的报道。"


async def test_statistics_are_a_table_and_a_picture(talk: Talk) -> None:
    """Of today, seven and thirty days; nothing in them tells who."""
    answer, _, _ = await ask(talk, HELMETS, "没有的事？", "单位？")
    assert await talk.tap(answer, button(answer, "👍")) == "谢谢，记下了。"
    await talk.settled()
    shown = await talk.ask("/stats", ADMIN_ID)
    assert shown["photo"][0]["width"] == 1200
    lines = shown["caption"].split("\n")
    assert lines[1] == "今天 · 7 天 · 30 天"
    assert lines[3:10] == [
        "提问：3 · 3 · 3",
        "答上：67% · 67% · 67%",
        "没答上：1 · 1 · 1",
        "说好：1 · 1 · 1",
        "说不好：0 · 0 · 0",
        "读者：1 · 1 · 1",
        "提醒：0 · 0 · 0",
    ]
    assert lines[10].startswith("一半回答快于：")
    assert str(READER) not in shown["caption"]


async def test_statistics_count_also_where_questions_are_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their words are nowhere then, their number is; and attempts of strangers are told."""
    async with bot_at_work(tmp_path, monkeypatch, keep_questions=False) as talk:
        await ask(talk, HELMETS, "没有的事？", "/stats")
        shown = await talk.ask("/stats", ADMIN_ID)
        assert "提问：2 · 2 · 2" in shown["caption"]
        assert "30 天里有 1 次外人试管理命令" in shown["caption"]
        assert (await talk.ask("/unanswered", ADMIN_ID))["text"] == "30 天里没有没答上的问题。"
        db = talk.newsroom.db()
        assert db.execute("SELECT DISTINCT question FROM questions").fetchall() == [("",)]


def test_days_begin_at_the_operators_midnight() -> None:
    """What was asked at five to midnight in Beijing was asked yesterday, and stands in yesterday's column."""
    now = 1_760_026_000.0  # 2025-10-10 00:06 in Beijing
    today, week, month = screen.starts(now, "Asia/Shanghai")
    assert (now - today, today - week, today - month) == (400.0, 6 * 86400.0, 29 * 86400.0)
    assert screen.picture([(today - 3600, 3, 1)], now, "Asia/Shanghai", "zh-Hans").startswith(b"\x89PNG")


async def test_refused_questions_come_together(talk: Talk) -> None:
    """With the words that the paper lacks; seen to, they are put away; right refusals are guarded."""
    await ask(talk, "没有注册资本？", "没有注册资本吗？", "没有地铁？", HELMETS)
    listed = await talk.ask("/unanswered", ADMIN_ID)
    assert listed["text"] == "没答上的问题，30 天里 3 个，归成 2 类。点开看："
    assert labels(listed) == ["2次 没有注册资本？", "1次 没有地铁？"]
    one = await talk.tap_and_see(listed, "2次 没有注册资本？", ADMIN_ID)
    assert "· 没有注册资本吗？" in one["text"]
    assert "报上没有提到：注册资本" in one["text"]
    assert await talk.tap(one, button(one, "处理好了"), ADMIN_ID) == "好的，收起来了。"
    left = await talk.changed(one)
    assert labels(left) == ["1次 没有地铁？"]
    other = await talk.tap_and_see(left, "1次 没有地铁？", ADMIN_ID)
    assert (await talk.tap(other, button(other, "报上没有，守住"), ADMIN_ID)).startswith("守住了")
    assert (await talk.changed(other))["text"] == "30 天里没有没答上的问题。"
    (kept,) = golden.all_golden(talk.newsroom.db())
    assert (kept.question, kept.is_refusal) == ("没有地铁？", True)
    assert await talk.tap(other, f"uc:{kept.id}:0", ADMIN_ID) != ""  # a cluster that is no more


async def test_a_disliked_answer_becomes_a_guarded_question(talk: Talk) -> None:
    """By a button where it was right after all or rightly refused, by a reply where another one is right."""
    first, second, third = await ask(talk, HELMETS, "单位？", "没有的事？")
    for answer in (first, second, third):
        assert await talk.tap(answer, button(talk.now(answer), "👎")) == ""
    await talk.settled()
    await talk.until(lambda: "数字错" in labels(talk.now(first)))
    assert await talk.tap(first, button(talk.now(first), "数字错")) == "谢谢，记下了。"
    await talk.settled()

    shown = await talk.ask("/review", ADMIN_ID)
    assert "第 1 个，共 3 个" in shown["text"]
    assert f"问：{HELMETS}\n读者说：数字错\n当时答：50名" in shown["text"]
    assert "第 2 个，共 3 个" in (await talk.tap_and_see(shown, "下一页 ›", ADMIN_ID))["text"]
    back = await talk.tap_and_see(shown, "‹ 上一页", ADMIN_ID)
    assert (await talk.tap(back, button(back, "答得对，守住"), ADMIN_ID)).startswith("守住了")
    now = await talk.changed(back)
    assert "问：单位？" in now["text"]
    assert await talk.tap(now, button(now, "写正确答案"), ADMIN_ID) == ""
    asked = (await talk.until(lambda: talk.said(ADMIN_ID, after=shown["message_id"])))[0]
    done = await talk.reply_after(talk.say("市城管局", ADMIN_ID, reply_to=asked["message_id"]))
    assert done["text"].startswith("守住了")
    last = await talk.ask("/review", ADMIN_ID)
    assert "当时答：报上没有。" in last["text"]
    assert "答得对，守住" not in labels(last)
    await talk.tap(last, button(last, "处理好了"), ADMIN_ID)
    assert (await talk.changed(last))["text"] == "没有读者说不好的回答。"

    kept = golden.all_golden(talk.newsroom.db())
    assert [(one.question, one.answer) for one in kept] == [(HELMETS, "50名"), ("单位？", "市城管局")]
    assert kept[0].article_id == talk.newsroom.helmets.id
    assert [(one.deed, one.subject) for one in audit.entries(talk.newsroom.db())] == [
        ("guard", HELMETS),
        ("guard", "单位？"),
    ]
    listed = await talk.ask("/golden", ADMIN_ID)
    assert listed["text"] == "守住的问题，共 2 个，眼下 1 个答得对。点一下可以看："
    one = await talk.tap_and_see(listed, "✗ 单位？", ADMIN_ID)
    assert one["text"] == "单位？\n应答：市城管局\n答得不对，眼下答：高新区城市管理和综合执法局"
    assert await talk.tap(one, button(one, "不再守"), ADMIN_ID) == "好的，不再守这个问题。"
    assert labels(await talk.changed(one)) == [f"✓ {HELMETS}"]


async def test_an_editor_may_guard_but_not_let_go(talk: Talk) -> None:
    """What guards the paper is taken away by an admin alone."""
    with atomic(talk.newsroom.db()):
        roles.give(talk.newsroom.db(), READER, "editor", name="甲", by=ADMIN_ID, now=1.0)
        number = golden.keep(talk.newsroom.db(), HELMETS, answer="50名", article_id=None, by=READER, now=1.0)
    listed = await talk.ask("/golden", READER)
    assert await talk.tap(listed, f"gd:{number}:0", READER) == "这一步要请管理员来做。"
    assert golden.get(talk.newsroom.db(), number) is not None


async def test_totals_tell_the_share_of_waiting_times(talk: Talk) -> None:
    """Half of the answers within so many seconds, ninety-five of a hundred within so many."""
    db = talk.newsroom.db()
    with atomic(db):
        for seconds in range(1, 101):
            questions.keep(
                db, "甲", answered=True, fact=None, missing=(), confidence=1.0, now=7200.0, seconds=float(seconds)
            )
        questions.judge(db, 1, "good")
        questions.judge(db, 2, "figure")
    found = statistics.totals(db, since=7200.0)
    assert (found.half, found.most, found.good, found.bad) == (50.0, 95.0, 1, 1)
    assert statistics.totals(db, since=10_800.0).half is None
    assert statistics.hours(db, since=0.0) == [(7200.0, 100, 0)]
    assert found.refused == 0
