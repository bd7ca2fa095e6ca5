"""Documents at the desk: sent, tried, corrected, published once; the real application over the loopback Bot API."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from papers import report_after, settled
from test_handlers import OTHER, READER, Talk, bot_at_work, button, labels

from bot import app as bot_app
from bot.alerts import rules
from bot.app import listening
from bot.desk.press_texts import HANS as PRESS
from bot.handlers import documents
from bot.local import people
from bot.local.errors import Json
from bot.local.faults import Fault
from bot.local.world import ADMIN_ID
from bot.outgoing import boards
from bot.publishing import links
from bot.texts import HANS
from store import articles, audit, drafts, history, roles, subscriptions
from store.schema import atomic

PAGE = """环卫工人收到{count}顶头盔

本报讯 8月19日上午,高新区城市管理局为环卫工人送上安全头盔{count}顶。

环卫工人表示感谢。

{second}

本报讯 记者李明报道 8月20日,桥头镇三条乡村公路同时通车,总投资{money}万元。
"""
SECOND = "三条乡村公路通车"


@pytest.fixture
async def talk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Talk]:
    async with bot_at_work(tmp_path, monkeypatch) as talk:
        yield talk


def page(count: int = 50, money: int = 860, second: str = SECOND) -> str:
    return PAGE.format(count=count, money=money, second=second)


def upload(talk: Talk, name: str, text: str | bytes, user: int = ADMIN_ID, **more: Any) -> Json:
    """Send a text file."""
    content = text if isinstance(text, bytes) else text.encode()
    sent = people.upload_content(talk.server.world, "document", name, content, mime="text/plain", caption="")
    return talk.put(sent | more, user)


async def send(talk: Talk, name: str, text: str | bytes, user: int = ADMIN_ID) -> Json:
    """Send a text file and wait for the report."""
    return await report_after(talk, upload(talk, name, text, user))


def headlines(talk: Talk) -> list[str]:
    return [article.headline for article in articles.all_articles(talk.newsroom.db())]


def give(talk: Talk, user: int, role: roles.GivenRole) -> None:
    """Somebody is given a role."""
    with atomic(talk.newsroom.db()):
        roles.give(talk.newsroom.db(), user, role, name="某人", by=ADMIN_ID, now=time.time())


async def test_a_document_is_a_dry_run_until_published(talk: Talk) -> None:
    """Read, reported, and only 发布 changes anything; a second tap is told who did what."""
    report = await send(talk, "../第<1>版_2022-08-20.txt", page())
    assert "试读：第<1>版_2022-08-20.txt" in report["text"]
    assert "＋ 环卫工人收到50顶头盔（" in report["text"]
    assert "新增 2 篇" in report["text"]
    assert PRESS.draft_no_readers in report["text"]
    assert labels(report) == ["发布", "静默发布", "放弃", "逐篇查看", "改标题"]
    assert len(headlines(talk)) == 2
    assert await talk.tap(report, button(report, "发布"), READER) == HANS.gone_button
    assert len(headlines(talk)) == 2

    done = await talk.tap_and_see(report, "发布", ADMIN_ID)
    assert done["text"].startswith("已发布《第<1>版_2022-08-20.txt》，共 2 篇报道。")
    assert await talk.tap(report, "dd:1", ADMIN_ID) == HANS.draft_gone
    await talk.until(lambda: talk.now(report)["text"] == "《第<1>版_2022-08-20.txt》已由您发布，共 2 篇报道。")
    assert headlines(talk).count("环卫工人收到50顶头盔") == 1
    assert [entry.deed for entry in audit.entries(talk.newsroom.db())] == ["publish"]

    second = await send(talk, "b.txt", page(51))
    assert (await talk.tap_and_see(second, "放弃", ADMIN_ID))["text"] == HANS.discarded


async def test_documents_that_cannot_be_taken(talk: Talk) -> None:
    """From a reader, too large, or of no use: a kind word and no change."""
    assert (await send(talk, "a.txt", "正文", READER))["text"] == HANS.not_admin
    refused = await send(talk, "a<.xyz", "正文")
    assert refused["text"].startswith("没能读《a<.xyz》：不认识 .xyz 文件")
    large = people.upload_content(talk.server.world, "document", "big.txt", b"x", mime=None, caption="")
    large["document"]["file_size"] = round(20.1 * 2**20)
    assert (await talk.reply_after(talk.put(large, ADMIN_ID)))["text"] == HANS.document_large
    assert drafts.batch(talk.newsroom.db(), "") == []


async def test_a_download_that_breaks_off_is_tried_again_and_then_said(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of another size than was announced is none; nothing of it is kept."""
    monkeypatch.setattr(documents, "AGAIN_SECONDS", 0.0)
    sent = people.upload_content(talk.server.world, "document", "a.txt", page().encode(), mime=None, caption="")
    sent["document"]["file_size"] += 7
    assert PRESS.download_broken.rstrip("。") in (await talk.reply_after(talk.put(sent, ADMIN_ID)))["text"]


async def test_every_article_is_looked_at_and_corrected_by_buttons(talk: Talk) -> None:
    """Headline, join, part, leave out, undo; what is published is what was shown last."""
    report = await send(talk, "a_2022-08-20.txt", page())
    first = await talk.tap_and_see(report, "逐篇查看", ADMIN_ID)
    assert first["text"].startswith("第 1 篇，共 2 篇\n\n环卫工人收到50顶头盔")
    assert (await talk.tap_and_see(report, "›", ADMIN_ID))["text"].startswith("第 2 篇，共 2 篇")
    await talk.tap_and_see(report, "‹", ADMIN_ID)

    joined = await talk.tap_and_see(report, "与下一篇合并", ADMIN_ID)
    assert joined["text"].startswith("第 1 篇，共 1 篇")
    assert SECOND in joined["text"]
    places = await talk.tap_and_see(report, "拆成两篇", ADMIN_ID)
    parted = await talk.tap_and_see(report, next(label for label in labels(places) if SECOND in label), ADMIN_ID)
    assert parted["text"].startswith(f"第 2 篇，共 2 篇\n\n{SECOND}")
    left = await talk.tap_and_see(report, "不要这篇", ADMIN_ID)
    assert "新增 1 篇" in left["text"]
    assert "已按编辑的意思改了 3 处" in left["text"]
    assert "新增 2 篇" in (await talk.tap_and_see(report, "撤销上一处改动", ADMIN_ID))["text"]

    await talk.tap_and_see(report, "发布", ADMIN_ID)
    assert headlines(talk)[:2] != headlines(talk)[2:]
    assert set(headlines(talk)) >= {"环卫工人收到50顶头盔", SECOND}


async def test_a_headline_is_changed_by_a_reply(talk: Talk) -> None:
    """5,000 characters are too many, which is said; a good one is shown at once and published."""
    report = await send(talk, "a_2022-08-20.txt", page())
    await talk.tap_and_see(report, "改标题", ADMIN_ID)
    data = button(talk.now(report), "环卫工人收到50顶头盔")
    await talk.tap(report, data, ADMIN_ID)
    asked = (await talk.until(lambda: talk.said(ADMIN_ID, after=report["message_id"])))[0]
    assert "最多 100 个字" in asked["text"]

    long = await talk.reply_after(talk.say("长" * 4000, ADMIN_ID, reply_to=asked["message_id"]))
    assert "4000 个字，太长了" in long["text"]
    shown = await talk.reply_after(talk.say("头盔<送到>了", ADMIN_ID, reply_to=asked["message_id"]))
    assert shown["text"].startswith("好的，标题改成了《头盔<送到>了》。")
    assert "＋ 头盔<送到>了" in shown["text"]
    again = await talk.reply_after(talk.say("另一个", ADMIN_ID, reply_to=asked["message_id"]))
    assert again["text"].startswith(PRESS.draft_outdated)

    assert (
        await talk.tap(report, "dp:1:0", ADMIN_ID) == ""
    )  # the old report: what it would publish is not what it shows
    await talk.until(lambda: talk.now(report)["text"].startswith(PRESS.draft_outdated))
    await talk.tap_and_see(again, "发布", ADMIN_ID)
    assert "头盔<送到>了" in headlines(talk)


async def test_corrections_are_kept_for_the_next_edition(talk: Talk) -> None:
    """The same document sent anew with another figure: the editor's headline is still the headline."""
    report = await send(talk, "a_2022-08-20.txt", page())
    await talk.tap_and_see(report, "逐篇查看", ADMIN_ID)
    await talk.tap(report, "dt:1:0:0", ADMIN_ID)
    asked = (await talk.until(lambda: talk.said(ADMIN_ID, after=report["message_id"])))[0]
    shown = await talk.reply_after(talk.say("头盔送到了", ADMIN_ID, reply_to=asked["message_id"]))
    await talk.tap_and_see(shown, "发布", ADMIN_ID)

    correction = await send(talk, "a_2022-08-20.txt", page(60))
    assert "已按编辑的意思改了 1 处" in correction["text"]
    assert "～ 头盔送到了" in correction["text"]
    assert "更新 1 篇" in correction["text"]


async def test_the_same_file_twice_in_one_second_is_one_draft(talk: Talk) -> None:
    """The second is told; published once."""
    first, second = upload(talk, "a.txt", page()), upload(talk, "a.txt", page())
    report = await report_after(talk, first)
    assert (await report_after(talk, second))["text"] in (PRESS.draft_same, report["text"])
    await talk.until(lambda: len(talk.said(ADMIN_ID)) == 2)
    assert talk.newsroom.db().execute("SELECT count(*) FROM drafts").fetchone()[0] == 1


async def test_the_same_file_from_two_admins_is_decided_once(talk: Talk) -> None:
    """Both see the one draft; whoever comes second is told who was first."""
    give(talk, OTHER, "admin")
    one, other = await send(talk, "a.txt", page()), await send(talk, "a.txt", page(), OTHER)
    assert labels(one) == labels(other)
    await talk.tap_and_see(other, "发布", OTHER)
    await talk.until(lambda: f"已由编辑部的 {OTHER} 发布" in talk.now(one)["text"])
    assert history.count(talk.newsroom.db()) == 2


async def test_two_admins_with_two_editions_of_one_page(talk: Talk) -> None:
    """The second is warned in the report, and again when the first has published meanwhile."""
    give(talk, OTHER, "admin")
    one = await send(talk, "a.txt", page(50))
    other = await send(talk, "a.txt", page(60), OTHER)
    assert f"另有一份同名文件也在等决定（编辑部的 {ADMIN_ID} 发来）" in other["text"]
    await talk.tap_and_see(one, "发布", ADMIN_ID)

    outdated = await talk.tap_and_see(other, "发布", OTHER)
    assert outdated["text"].startswith(PRESS.draft_outdated)
    assert "更新 1 篇" in outdated["text"]
    assert "环卫工人收到50顶头盔" in headlines(talk)
    await talk.tap_and_see(other, "发布", OTHER)
    assert "环卫工人收到60顶头盔" in headlines(talk)
    assert [one.actor for one in history.publications(talk.newsroom.db(), limit=9)] == [OTHER, ADMIN_ID, 0]


async def test_an_editor_prepares_and_an_admin_publishes(talk: Talk) -> None:
    """The editor has no button for it, nor the right; the admin is asked, decides, and the editor's report says so."""
    give(talk, OTHER, "editor")
    report = await send(talk, "a.txt", page(), OTHER)
    assert labels(report)[:2] == ["请管理员发布", "放弃"]
    assert await talk.tap(report, "dp:1:0", OTHER) == HANS.desk_above
    talk.say("/help", ADMIN_ID)
    await talk.until(lambda: talk.said(ADMIN_ID))
    before = talk.said(ADMIN_ID)[-1]["message_id"]
    assert await talk.tap(report, "dq:1", OTHER) == PRESS.asked_admin.format(count=1)
    asked = (await talk.until(lambda: talk.said(ADMIN_ID, after=before)))[0]
    assert asked["text"].startswith(f"编辑部的 {OTHER} 请您过目")
    await talk.tap_and_see(asked, "发布", ADMIN_ID)
    await talk.until(lambda: "已由编辑部的" in talk.now(report)["text"])
    assert labels(talk.now(report)) == []


async def test_thirty_files_are_one_calm_message(talk: Talk) -> None:
    """Sent together: one summary, few edits; refused ones are named; published by one tap, looked at one by one."""
    calls = len(talk.server.world.calls)
    sent = [
        upload(talk, f"{n}_2022-08-20.txt", page(50 + n) if n != 7 else "", media_group_id="album") for n in range(30)
    ]
    await settled(talk)
    said = talk.said(ADMIN_ID, after=sent[0]["message_id"])
    assert len(said) == 1
    summary = talk.now(said[0])
    assert summary["text"].startswith("收到 30 个文件")
    assert "✗ 7_2022-08-20.txt：" in summary["text"]
    methods = [call["method"] for call in list(talk.server.world.calls)[calls:]]
    assert methods.count("sendMessage") + methods.count("editMessageText") < 12

    opened = await talk.tap_and_see(summary, "0_2022-08-20.txt", ADMIN_ID)
    assert "试读：0_2022-08-20.txt" in opened["text"]
    back = await talk.tap_and_see(summary, "回到文件列表", ADMIN_ID)
    await talk.tap(back, button(back, "全部静默发布"), ADMIN_ID)
    await talk.until(lambda: "已发布 29 个文件" in talk.now(summary)["text"])
    assert len(headlines(talk)) == 2 + 2 * 29


async def test_a_draft_lapses_after_a_day(talk: Talk) -> None:
    """Pressed after that, or swept: said, and nothing is published."""
    report = await send(talk, "a.txt", page())
    talk.newsroom.db().execute("UPDATE drafts SET created_at = created_at - 90000")
    assert await talk.tap(report, "dp:1:0", ADMIN_ID) == HANS.draft_gone
    await talk.until(lambda: talk.now(report)["text"] == PRESS.draft_lapsed)
    with atomic(talk.newsroom.db()):
        drafts.lapse(talk.newsroom.db(), now=time.time())
    assert drafts.find(talk.newsroom.db(), 1).state == "lapsed"
    assert len(headlines(talk)) == 2


async def test_readers_that_would_be_alerted_are_counted(talk: Talk) -> None:
    """Those who wait for such an article, each once; found out without telling anybody."""
    db = talk.newsroom.db()
    with atomic(db):
        for chat in (READER, OTHER):
            for words in ("头盔", "采暖"):
                rule = rules.of_words([words])
                assert rule is not None
                subscriptions.subscribe(db, chat, 0, rules.pack(rule), rules.keys(rule))
    report = await send(talk, "a.txt", page())
    assert PRESS.draft_readers.format(count=2) in report["text"]
    assert db.execute("SELECT count(*) FROM deliveries").fetchone()[0] == 0
    done = await talk.tap_and_see(report, "静默发布", ADMIN_ID)
    assert PRESS.published_quietly in done["text"]
    assert db.execute("SELECT count(*) FROM deliveries").fetchone()[0] == 0


async def test_what_was_printed_before_is_no_news(talk: Talk) -> None:
    """The same articles in another document alert nobody, and the dry run says so beforehand."""
    everything = rules.everything()
    with atomic(talk.newsroom.db()):
        subscriptions.subscribe(talk.newsroom.db(), READER, 0, rules.pack(everything), rules.keys(everything))
    first = await send(talk, "a.txt", page())
    assert PRESS.draft_readers.format(count=1) in first["text"]
    await talk.tap_and_see(first, "静默发布", ADMIN_ID)
    again = await send(talk, "b.txt", page())
    assert PRESS.draft_no_readers in again["text"]


async def test_work_that_takes_long_shows_how_far_it_is(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    """One message: the stages with a bar, and then the report in its place."""
    monkeypatch.setattr(boards, "SHOWN_AFTER", 0.0)
    monkeypatch.setattr(boards, "SHOWN_EVERY", 0.05)
    prepare = talk.newsroom.press.prepare

    def slow(*args: Any, told: Any, **more: Any) -> Any:
        told("part", 12, 30)
        time.sleep(0.5)
        return prepare(*args, told=told, **more)

    monkeypatch.setattr(talk.newsroom.press, "prepare", slow)
    first = await talk.reply_after(upload(talk, "a.txt", page()))
    await talk.until(lambda: "12/30" in talk.now(first)["text"])
    assert talk.now(first)["text"] == "正在读《a.txt》\n读取 ✓ → 分篇 → 建索引\n▓▓▓▓░░░░░░ 12/30"
    await talk.until(lambda: "试读：a.txt" in talk.now(first)["text"])
    assert len(talk.said(ADMIN_ID)) == 1


async def test_forwarded_posts_are_documents_of_the_desk(talk: Talk) -> None:
    """The text of a channel's post, named by channel and day; from a reader the same is a question."""
    origin = {
        "type": "channel",
        "date": 1660996800,
        "message_id": 77,
        "chat": {"id": -1001, "type": "channel", "title": "高新/发布"},
    }
    text = page().split("\n\n三条")[0]
    report = await report_after(talk, talk.put(people.text_content(text) | {"forward_origin": origin}, ADMIN_ID))
    assert "试读：高新_发布_2022-08-20_77.txt" in report["text"]
    answer = await talk.reply_after(talk.put(people.text_content(text) | {"forward_origin": origin}, READER))
    assert "试读" not in answer["text"]


async def test_a_photo_is_read_or_kindly_refused(talk: Talk) -> None:
    """With the OCR extra it is a page like any other; without, it is said what is missing."""
    pixel = bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301010018dd8d"
        "b00000000049454e44ae426082"
    )
    photo = people.upload_content(talk.server.world, "photo", "a.png", pixel, mime="image/png", caption="")
    assert (await report_after(talk, talk.put(photo, ADMIN_ID)))["text"].startswith("没能读《照片_")
    assert (await talk.reply_after(talk.put(photo, READER)))["text"] == HANS.text_only


async def test_links_are_off_unless_the_operator_allows_them(talk: Talk) -> None:
    """Said to the desk; a reader's link is a question like any other."""
    assert (await talk.ask("http://127.0.0.1/x", ADMIN_ID))["text"] == PRESS.link_off
    assert (await talk.ask("http://127.0.0.1/x"))["text"] != PRESS.link_off


async def test_the_page_behind_a_link_is_a_dry_run(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the operator allows it; what cannot be fetched is said with the reason."""
    talk.services.settings = replace(talk.services.settings, allow_url=True)
    assert (await talk.ask("http://127.0.0.1/x", ADMIN_ID))["text"] == PRESS.link_refused.format(
        reason="它指向内部网络"
    )
    fetched = links.Fetched("paper.example_1.txt", page().encode())
    monkeypatch.setattr(links, "fetch", lambda link: fetched)
    report = await report_after(talk, talk.say(" https://paper.example/1.txt ", ADMIN_ID))
    assert "试读：paper.example_1.txt" in report["text"]


async def test_a_dry_run_outlives_a_restart(talk: Talk) -> None:
    """Its buttons are as good with the next process."""
    report = await send(talk, "a.txt", page())
    await bot_app.wind_down(talk.app)
    async with listening(talk.services.settings, talk.services.newsroom, talk.stops.append):
        done = await talk.tap_and_see(report, "发布", ADMIN_ID)
        assert done["text"].startswith("已发布《a.txt》，共 2 篇报道。")
        await settled(talk)
    assert history.count(talk.newsroom.db()) == 2


async def test_published_exactly_once_through_a_crash(talk: Talk) -> None:
    """The process dies after the transaction and before anybody hears of it: pressed again, it is not done again."""
    report = await send(talk, "a.txt", page())
    talk.newsroom.press.publish(1, by=ADMIN_ID)
    assert await talk.tap(report, button(report, "发布"), ADMIN_ID) == HANS.draft_gone
    await talk.until(lambda: "已由您发布" in talk.now(report)["text"])
    assert history.count(talk.newsroom.db()) == 2  # with what was there at first
    await asyncio.sleep(0)


async def test_telegrams_refusal_of_a_request_loses_no_document(talk: Talk) -> None:
    """The report that could not be sent comes with the next attempt, of the same draft."""
    talk.server.world.faults.order(Fault("error", "sendMessage"))
    report = await send(talk, "a.txt", page())
    assert "试读：a.txt" in report["text"]
    assert talk.newsroom.db().execute("SELECT count(*) FROM drafts").fetchone()[0] == 1
