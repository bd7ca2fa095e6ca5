"""Updates are kept until they are handled, and handled once."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fakes import FakeNewsroom
from sqlite_utils import Database
from telegram import Bot, Update

from bot.wire import inbox as bot_inbox
from bot.wire.inbox import ChatByChat, Inbox, InboxUnusable, lane_of
from store import conversations, inbox
from store.errors import StoreUnusable
from store.schema import atomic

BOT = Bot("1:token")


def update(update_id: int, text: str = "多少？", *, chat: int = 7) -> Update:
    """A private message as Telegram sends it."""
    person = {"id": chat, "is_bot": False, "first_name": "读者"}
    message = {
        "message_id": update_id,
        "date": 1_700_000_000,
        "chat": {"id": chat, "type": "private", "first_name": "读者"},
        "from": person,
        "text": text,
    }
    return Update.de_json({"update_id": update_id, "message": message}, BOT)


@pytest.fixture
def fake(tmp_path: Path) -> Iterator[FakeNewsroom]:
    fake = FakeNewsroom(tmp_path)
    yield fake
    fake.close()


@pytest.fixture
def queue(fake: FakeNewsroom) -> Inbox:
    return Inbox(fake)  # type: ignore[arg-type]


def test_an_update_is_accepted_once(db: Database) -> None:
    """Telegram may offer an update again; it is handled once."""
    with atomic(db):
        assert inbox.accept(db, 5, "{}", now=1.0)
        assert not inbox.accept(db, 5, "{}", now=2.0)


def test_what_is_finished_is_not_handled_again_and_its_words_are_gone(db: Database) -> None:
    """Only the number of a finished update is kept, not what the person wrote."""
    with atomic(db):
        inbox.accept(db, 5, '{"text": "秘密"}', now=1.0)
        inbox.finish(db, 5, now=2.0)

    assert list(inbox.unfinished(db)) == []
    assert db.execute("SELECT body FROM inbox").fetchone() == ("",)
    with atomic(db):
        assert not inbox.accept(db, 5, "{}", now=3.0)


def test_unfinished_updates_come_back_in_order(db: Database) -> None:
    """A restart takes them up as they arrived."""
    with atomic(db):
        for update_id in (7, 5, 6):
            inbox.accept(db, update_id, str(update_id), now=1.0)
        inbox.finish(db, 6, now=2.0)

    assert [(one.update_id, one.body) for one in inbox.unfinished(db)] == [(5, "5"), (7, "7")]


def test_an_update_that_keeps_failing_is_set_aside(db: Database) -> None:
    """What may be bringing the bot down is not tried for ever."""
    with atomic(db):
        inbox.accept(db, 5, "{}", now=1.0)
        starts = [inbox.start_anew(db, 5) for _ in range(inbox.MAX_RERUNS + 1)]

    assert starts == [1, 2, 3, 4]
    assert list(inbox.unfinished(db)) == []
    assert inbox.set_aside(db) == [5]


def test_old_finished_updates_are_swept(db: Database) -> None:
    """Unfinished ones stay however old they are."""
    with atomic(db):
        for update_id in (5, 6):
            inbox.accept(db, update_id, "{}", now=1.0)
        inbox.finish(db, 5, now=1.0)
        inbox.accept(db, 7, "{}", now=100.0)
        inbox.finish(db, 7, now=100.0)
        assert inbox.sweep(db, before=50.0) == 1

    assert [one.update_id for one in inbox.unfinished(db)] == [6]


async def test_put_writes_down_before_it_returns(queue: Inbox, fake: FakeNewsroom) -> None:
    """When Telegram is told to forget an update, the store has it."""
    await queue.put(update(5, "给多少名？"))

    (waiting,) = inbox.unfinished(fake.db())
    assert json.loads(waiting.body)["message"]["text"] == "给多少名？"
    assert queue.qsize() == 1


async def test_an_update_offered_twice_is_queued_once(queue: Inbox) -> None:
    """The same update again, before or after it was handled, changes nothing."""
    await queue.put(update(5))
    await queue.put(update(5))
    handled = queue.get_nowait()
    assert isinstance(handled, Update)
    await queue.end(handled)
    await queue.put(update(5))

    assert queue.empty()


async def test_what_cannot_be_written_down_is_not_confirmed(queue: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a full disk the update stays with Telegram, and the error is one that the receiving loop survives."""

    def full(*_: object, **__: object) -> bool:
        raise StoreUnusable("the store cannot be written: database or disk is full; nothing was changed")

    monkeypatch.setattr(inbox, "accept", full)
    with pytest.raises(InboxUnusable, match="disk is full"):
        await queue.put(update(5))

    assert queue.empty()


async def test_a_restart_takes_up_what_was_left(queue: Inbox, fake: FakeNewsroom) -> None:
    """Another process finds the update as it was, and counts the start."""
    await queue.put(update(5, "谁？"))
    again = Inbox(fake)  # type: ignore[arg-type]

    assert await again.resume(BOT) == 1
    found = again.get_nowait()
    assert isinstance(found, Update)
    assert found.message is not None
    assert found.message.text == "谁？"
    assert await again.begin(5)
    await again.end(found)
    assert await Inbox(fake).resume(BOT) == 0  # type: ignore[arg-type]


async def test_an_update_that_brought_the_bot_down_is_left_alone(queue: Inbox, fake: FakeNewsroom) -> None:
    """Started four times and never finished: it is set aside at the next start, the others are handled."""
    await queue.put(update(5))
    await queue.put(update(6))
    for _ in range(inbox.MAX_RERUNS):
        again = Inbox(fake)  # type: ignore[arg-type]
        await again.resume(BOT)
        assert await again.begin(5)
    again = Inbox(fake)  # type: ignore[arg-type]
    await again.resume(BOT)

    assert not await again.begin(5)
    assert await Inbox(fake).resume(BOT) == 1  # type: ignore[arg-type]


async def test_a_reply_that_could_not_be_delivered_is_tried_later(
    queue: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While Telegram cannot be reached, nothing is lost: the update comes back after a while."""
    monkeypatch.setattr(bot_inbox, "RETRY_SECONDS", 0.01)
    await queue.put(update(5))
    first = queue.get_nowait()
    assert isinstance(first, Update)
    queue.fail(5)
    await queue.end(first)

    assert queue.empty()
    assert await asyncio.wait_for(queue.get(), 1) is first
    queue.close()


async def test_one_chat_in_order_many_at_once() -> None:
    """The second question of a chat waits for the first; another chat, and a tap, do not."""
    processor = ChatByChat()
    log: list[str] = []
    first_may_end = asyncio.Event()

    async def work(name: str, until: asyncio.Event | None = None) -> None:
        log.append(f"{name} begins")
        if until is not None:
            await until.wait()
        log.append(f"{name} ends")

    tasks = [
        asyncio.create_task(processor.process_update(update(1), work("first", first_may_end))),
        asyncio.create_task(processor.process_update(update(2), work("second"))),
        asyncio.create_task(processor.process_update(update(3, chat=8), work("other"))),
    ]
    await asyncio.sleep(0.01)
    assert log == ["first begins", "other begins", "other ends"]
    first_may_end.set()
    await asyncio.gather(*tasks)

    assert log[3:] == ["first ends", "second begins", "second ends"]
    assert processor._locks == {}


async def test_one_who_is_stopped_while_waiting_leaves_no_lock() -> None:
    """A stop in the middle frees the chat, and complains of nothing."""
    processor = ChatByChat()
    never = asyncio.Event()

    async def work() -> None:
        await never.wait()

    tasks = [asyncio.create_task(processor.process_update(update(n), work())) for n in (1, 2)]
    await asyncio.sleep(0.01)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)

    assert processor._locks == {}


def test_taps_have_a_lane_of_their_own() -> None:
    """A button answers at once also while a question of the same chat is worked on."""
    message: dict[str, Any] = update(1).to_dict()["message"]
    tap = {"id": "1", "from": message["from"], "chat_instance": "1", "data": "b:1", "message": message}
    tapped = Update.de_json({"update_id": 2, "callback_query": tap}, BOT)

    assert lane_of(tapped) != lane_of(update(1))


def test_a_reply_is_intended_once(db: Database) -> None:
    """A handler that runs again finds its record, sent or not."""
    with atomic(db):
        first = conversations.intend(db, 5, 7, '{"to": 1}', now=1.0)
        conversations.confirm(db, first.id, 99)
        again = conversations.intend(db, 5, 7, "{}", now=2.0)

    assert (again.id, again.message_id, again.content) == (first.id, 99, '{"to": 1}')


def test_a_number_used_long_ago_is_another_update(db: Database) -> None:
    """Telegram may count from anywhere after a week without updates: nobody is left without an answer for that."""
    with atomic(db):
        conversations.confirm(db, conversations.intend(db, 5, 7, "{}", now=0.0).id, 99)
        again = conversations.intend(db, 5, 8, '{"to": 1}', now=3 * 86400.0)

    assert (again.chat_id, again.message_id, again.content) == (8, None, '{"to": 1}')


def test_the_reply_to_a_message_is_found(db: Database) -> None:
    """So that an edited question changes its answer."""
    with atomic(db):
        conversations.intend(db, 5, 7, '{"to": 11}', now=1.0)
        conversations.intend(db, 6, 7, '{"to": 12}', now=1.0)

    found = conversations.reply_to_message(db, 7, 11)
    assert found is not None
    assert found.content == '{"to": 11}'
    assert conversations.reply_to_message(db, 8, 11) is None


def test_forget_deletes_what_is_kept_on_a_person(db: Database) -> None:
    """Their chat, their language, what they asked in groups; nothing of anybody else."""
    with atomic(db):
        for chat in (7, 8):
            conversations.intend(db, chat, chat, "{}", now=1.0)
            conversations.choose_language(db, chat, "en")
            conversations.remember(db, str(chat), "{}", now=1.0)
            conversations.remember(db, f"-100:0:{chat}", "{}", now=1.0)
        gone = conversations.forget(db, 7)

    assert (gone.replies, gone.conversations, gone.settings) == (1, 2, 1)
    assert conversations.language(db, 7) is None
    assert conversations.language(db, 8) == "en"
    assert conversations.recall(db, "-100:0:8", since=0.0) == "{}"
    assert conversations.recall(db, "-100:0:7", since=0.0) is None


def test_a_group_that_moves_keeps_everything(db: Database) -> None:
    """A supergroup has another number; buttons, language and follow-ups go on working."""
    with atomic(db):
        sent = conversations.intend(db, 5, -7, "{}", now=1.0)
        conversations.choose_language(db, -7, "zh-Hant")
        conversations.remember(db, "-7:0:3", "{}", now=1.0)
        conversations.migrate(db, -7, -1007)

    moved = conversations.reply(db, sent.id)
    assert moved is not None
    assert moved.chat_id == -1007
    assert conversations.language(db, -1007) == "zh-Hant"
    assert conversations.recall(db, "-1007:0:3", since=0.0) == "{}"


def test_follow_ups_end_after_a_while(db: Database) -> None:
    """A question of this morning is not what an afternoon's question refers to."""
    with atomic(db):
        conversations.remember(db, "7", "{}", now=10.0)

    assert conversations.recall(db, "7", since=10.0) == "{}"
    assert conversations.recall(db, "7", since=11.0) is None
    with atomic(db):
        assert conversations.sweep(db, before=11.0) == 1


async def test_after_the_time_to_stop_nothing_more_is_begun(fake: FakeNewsroom) -> None:
    """A queue of thousands does not keep the bot from stopping: what was not begun stays in the inbox."""
    processor, begun = ChatByChat(), []

    async def handle(number: int) -> None:
        begun.append(number)

    processor.abandon()
    for number in range(3):
        await processor.do_process_update(update(number), handle(number))
    assert begun == []
