"""Alerts reach their chats: at Telegram's pace, in order, past every refusal, and never twice without a doubt."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fakes import FakeNewsroom
from stage import alerts_at_once, fake_at_work

from bot.alerts import matching, rules
from bot.background import delivery as bot_delivery
from bot.local import people
from bot.local.faults import Fault
from bot.local.limits import Limits
from bot.local.server import LocalServer
from bot.services import App, Services
from store import outbox, publishing, subscriptions
from store.errors import StoreUnusable
from store.models import Article, Chunk
from store.publishing import Edition
from store.schema import atomic

READER, OTHER = 1001, 1002


@dataclass
class Paper:
    """A bot at work, a paper to print, and its readers."""

    server: LocalServer
    newsroom: FakeNewsroom
    app: App

    @property
    def services(self) -> Services:
        """What the bot works with."""
        services: Services = self.app.bot_data["services"]
        return services

    def subscribe(self, *chats: int) -> None:
        """To everything."""
        rule = rules.everything()
        with atomic(self.newsroom.db()):
            for chat in chats:
                subscriptions.subscribe(self.newsroom.db(), chat, 0, rules.pack(rule), rules.keys(rule))

    def publish(self, *headlines: str, source: str = "page.txt", due_at: float = 0.0) -> None:
        """One document; *due_at* for those with hours of their own."""
        db = self.newsroom.db()
        articles = [Article("", headline, (f"{headline}的正文。",), source=source) for headline in headlines]
        editions = [Edition(one, [Chunk("", 0, 2, one.body[:2])]) for one in articles]
        with atomic(db):
            change = publishing.publish(db, headlines[0], headlines[0].encode(), editions, now=1.0)
            matching.announce(db, change, due_at=lambda timing: due_at)

    def told(self, chat: int = READER) -> list[str]:
        """What the bot wrote in a chat."""
        messages = self.server.world.chats[chat].messages.values()
        return [message["text"] for message in messages if message["from"]["is_bot"]]

    def states(self) -> dict[str, int]:
        """How many deliveries are in which state."""
        return outbox.census(self.newsroom.db())

    async def until(self, look: Callable[[], Any]) -> Any:
        """The first true value of *look*; the test fails after twenty seconds."""
        end = time.monotonic() + 20
        while not (value := look()):
            assert time.monotonic() < end, f"nothing came in time; {self.states()}"
            await asyncio.sleep(0.005)
        return value

    async def all_sent(self) -> None:
        """Wait until nothing is on its way."""
        await self.until(lambda: not self.states().keys() & {"due", "postponed", "sending", "uncertain"})

    def order(self, kind: str, **how: Any) -> None:
        """Something goes wrong with sending a message."""
        self.server.world.faults.order(Fault(kind, "sendMessage", **how))

    async def start(self) -> None:
        """A reader can be written to who has written before."""
        for chat in (READER, OTHER):
            people.say(self.server.world, chat, people.text_content("/help"))
        await self.until(lambda: all(self.told(chat) for chat in (READER, OTHER)))


@pytest.fixture
async def paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Paper]:
    alerts_at_once(monkeypatch)
    monkeypatch.setattr(bot_delivery, "FIRST_PAUSE", 0.05)
    async with fake_at_work(tmp_path, monkeypatch) as (fake, stage):
        paper = Paper(stage.server, fake, stage.app)
        await paper.start()
        yield paper


async def test_a_reader_is_told_of_a_new_article(paper: Paper) -> None:
    """One message with the headline; those who did not subscribe hear nothing."""
    paper.subscribe(READER)
    paper.publish("三条路通车")
    await paper.all_sent()

    assert paper.told()[1:] == ["有新报道：\n《三条路通车》"]
    assert paper.told(OTHER)[1:] == []


async def test_many_articles_are_one_message(paper: Paper) -> None:
    """With a list."""
    paper.subscribe(READER, OTHER)
    paper.publish("甲", "乙", "丙")
    await paper.all_sent()

    for chat in (READER, OTHER):
        assert paper.told(chat)[1:] == ["有 3 篇新报道：\n· 《甲》\n· 《乙》\n· 《丙》"]


@pytest.mark.parametrize(("kind", "times"), [("drop-before", 1), ("error", 1), ("gateway", 1), ("retry", 1)])
async def test_what_did_not_arrive_is_sent_again(paper: Paper, kind: str, times: int) -> None:
    """Connection lost, server trouble, told to wait: in the end it is there, once."""
    paper.order(kind, times=times, seconds=1)
    paper.subscribe(READER)
    paper.publish("三条路通车")
    await paper.all_sent()

    assert paper.told()[1:] == ["有新报道：\n《三条路通车》"]
    assert paper.states()["sent"] == 1


async def test_an_answer_that_is_lost_makes_one_repeat(paper: Paper) -> None:
    """Nobody knows whether it arrived; it is counted."""
    paper.order("drop-after")
    paper.subscribe(READER)
    paper.publish("三条路通车")
    await paper.all_sent()

    assert paper.told()[1:] == ["有新报道：\n《三条路通车》"] * 2
    assert paper.states() == {"sent": 1, "repeats": 1}


async def test_one_chats_trouble_is_not_anothers(paper: Paper) -> None:
    """Told to wait with one chat, the other is served meanwhile; order within the chat is kept."""
    paper.order("retry", chat_id=READER, seconds=1)
    paper.subscribe(READER, OTHER)
    paper.publish("甲")
    await paper.until(lambda: len(paper.told(OTHER)) == 2)
    assert len(paper.told()) == 1
    paper.publish("乙")
    await paper.all_sent()

    assert "".join(paper.told()[1:]).count("甲") == 1
    assert "".join(paper.told()[1:]).index("甲") < "".join(paper.told()[1:]).index("乙")


async def test_who_blocked_the_bot_is_left_in_peace(paper: Paper) -> None:
    """The reason is kept, and nothing is written down for them any more."""
    paper.order("forbidden")
    paper.subscribe(READER)
    paper.publish("甲")
    await paper.all_sent()
    paper.publish("乙")

    assert paper.states() == {"dropped": 1, "repeats": 0}
    (reason,) = paper.newsroom.db().execute("SELECT off FROM alert_chats").fetchone()
    assert "blocked by the user" in reason


async def test_what_telegram_refuses_is_set_aside_with_its_words(
    paper: Paper, caplog: pytest.LogCaptureFixture
) -> None:
    """Not tried for ever; the operator reads why; the next message goes."""
    paper.order("bad-request", description="message is too strange")
    paper.subscribe(READER)
    paper.publish("甲")
    await paper.all_sent()
    paper.publish("乙")
    await paper.all_sent()

    assert paper.told()[1:] == ["有新报道：\n《乙》"]
    (reason,) = paper.newsroom.db().execute("SELECT reason FROM deliveries WHERE state = 'dropped'").fetchone()
    assert "too strange" in reason
    assert "set aside" in caplog.text


async def test_refused_markup_is_sent_as_plain_text(paper: Paper) -> None:
    """The reader is told all the same."""
    paper.order("bad-request", description="can't parse entities: odd")
    paper.subscribe(READER)
    paper.publish("甲")
    await paper.all_sent()

    assert paper.told()[1:] == ["有新报道：\n《甲》"]


async def test_a_group_that_became_a_supergroup_is_told_there(paper: Paper) -> None:
    """Subscription and what waits move along."""
    world = paper.server.world
    group = people.found_chat(world, "group", "读报组", by=READER)
    group.members[world.bot_id] = "member"  # for long
    paper.subscribe(group.id)
    moved = people.migrate(world, group.id, by=READER)
    paper.publish("甲")
    await paper.all_sent()

    assert paper.told(moved.id) == ["有新报道：\n《甲》"]
    assert [one.chat_id for one in subscriptions.of_chat(paper.newsroom.db(), moved.id)] == [moved.id]


async def test_a_store_that_cannot_be_written_stops_nothing_for_good(
    paper: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the disk is full nothing is claimed; what was sent is written down later, and not sent twice."""
    claim, full = outbox.claim, [True]

    def sometimes(*args: Any, **kwargs: Any) -> Any:
        if full[0]:
            raise StoreUnusable("database or disk is full")
        return claim(*args, **kwargs)

    monkeypatch.setattr(outbox, "claim", sometimes)
    paper.subscribe(READER)
    paper.publish("甲")
    await asyncio.sleep(0.2)
    assert len(paper.told()) == 1
    full[0] = False
    await paper.all_sent()

    assert paper.told()[1:] == ["有新报道：\n《甲》"]


async def test_a_clock_that_jumps_back_delays_nothing(paper: Paper) -> None:
    """What is to be told at once does not wait for the hour to come again."""
    paper.subscribe(READER)
    paper.services.clock = lambda: time.time() - 3600
    paper.publish("甲")
    await paper.all_sent()

    assert paper.told()[1:] == ["有新报道：\n《甲》"]


async def test_a_days_news_is_one_message_at_its_hour(paper: Paper) -> None:
    """Nothing before, all of it then."""
    paper.subscribe(READER)
    now = time.time()
    paper.services.clock = lambda: now
    with atomic(paper.newsroom.db()):
        subscriptions.set_timing(paper.newsroom.db(), READER, '{"daily": 8}', due_at=0.0)
    for headline in ("甲", "乙"):
        paper.publish(headline, source=headline, due_at=now + 1000)
    await asyncio.sleep(0.2)
    assert paper.states() == {"postponed": 2, "repeats": 0}
    paper.services.clock = lambda: now + 1001
    await paper.all_sent()

    assert paper.told()[1:] == ["有 2 篇新报道：\n· 《甲》\n· 《乙》"]


async def test_all_wait_when_telegram_means_all(paper: Paper) -> None:
    """Told to wait with a second chat while a first one waits, the bot is silent altogether."""
    paper.order("retry", seconds=1, lasts=1.0, times=None)
    paper.subscribe(READER, OTHER)
    before = time.monotonic()
    paper.publish("甲")
    await paper.all_sent()

    assert time.monotonic() - before > 0.9
    calls = [call for call in paper.server.world.calls if "有新报道" in str(call["params"].get("text"))]
    assert sum(call["status"] == 429 for call in calls) <= 4
    assert [paper.told(chat)[1:] for chat in (READER, OTHER)] == [["有新报道：\n《甲》"]] * 2


async def test_alerts_go_at_telegrams_pace(paper: Paper) -> None:
    """Against a server that enforces 30 a second: no refusal."""
    world = paper.server.world
    chats = [2000 + number for number in range(90)]
    for chat in chats:
        world.add_person({"id": chat, "first_name": "某"})
        world.started.add(chat)
    world.meter.set(Limits())
    paper.subscribe(*chats)
    before = len(world.calls)
    paper.publish("甲")
    await paper.all_sent()

    calls = [call for call in list(world.calls)[before:] if call["method"] == "sendMessage"]
    assert len(calls) == 90
    assert all(call["status"] == 200 for call in calls)
