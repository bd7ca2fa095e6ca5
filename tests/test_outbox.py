"""Deliveries: one message a chat for all that waits, each to its end, none lost and none doubled but in doubt."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from store import outbox, parcels, publishing, subscriptions
from store.models import Article, Chunk
from store.parcels import Parcel
from store.publishing import Edition
from store.schema import atomic, open_store

LATER = 5000.0


def publish(db: Database, headline: str, *, timing_at: float = 0.0) -> int:
    """Publish an article that meets rule 1; the number of deliveries."""
    with atomic(db):
        article = Article("", headline, (f"{headline}的正文。",))
        edition = Edition(article, [Chunk("", 0, 4, "")])
        publishing.publish(db, headline, headline.encode(), [edition], now=1.0)
        (key,) = db.execute("SELECT key FROM articles WHERE headline = ?", [headline]).fetchone()
        (generation,) = db.execute("SELECT value FROM state WHERE name = 'generation'").fetchone()
        return outbox.enqueue(db, generation, [(1, key)], [], due_at=lambda timing: timing_at)


def subscribe(db: Database, *chats: int, thread: int = 0) -> None:
    """Subscribe chats to rule 1."""
    with atomic(db):
        for chat in chats:
            subscriptions.subscribe(db, chat, thread, "{}", ["词"])


def claim(db: Database, limit: int = 100, *, skip: tuple[int, ...] = (), now: float = 10.0) -> list[Parcel]:
    """The next messages."""
    with atomic(db):
        return outbox.claim(db, limit, skip=skip, now=now, blocked_until=lambda timing, sent: LATER)


def headlines(parcel: Parcel) -> list[str]:
    """What a message tells."""
    return [item.article.headline for item in parcel.items]


def test_all_that_waits_for_a_chat_is_one_message(db: Database) -> None:
    """In printed order; each chat its own."""
    subscribe(db, 7, 8)
    assert [publish(db, name) for name in ("甲", "乙", "丙")] == [2, 2, 2]

    assert [(parcel.chat_id, headlines(parcel)) for parcel in claim(db)] == [
        (7, ["甲", "乙", "丙"]),
        (8, ["甲", "乙", "丙"]),
    ]
    assert claim(db) == []


def test_topics_of_a_forum_are_told_separately(db: Database) -> None:
    """One message a topic."""
    subscribe(db, -7)
    subscribe(db, -7, thread=5)
    publish(db, "甲")

    (first,) = claim(db)
    (second,) = claim(db)
    assert {first.thread_id, second.thread_id} == {0, 5}


def test_a_message_that_was_confirmed_is_never_sent_again(db: Database) -> None:
    """Not by a restart either."""
    subscribe(db, 7)
    publish(db, "甲")
    (parcel,) = claim(db)
    with atomic(db):
        outbox.sent(db, parcel.id, 99, now=11.0)
        assert outbox.recover(db) == 0

    assert claim(db) == []
    assert outbox.census(db) == {"sent": 1, "repeats": 0}


def test_what_was_being_sent_at_a_crash_is_sent_once_more_as_it_was(db: Database) -> None:
    """What came later is another message; the repeat is counted."""
    subscribe(db, 7)
    publish(db, "甲")
    (first,) = claim(db)
    publish(db, "乙")
    with atomic(db):
        assert outbox.recover(db) == 1

    (again,) = claim(db)
    assert (again.id, headlines(again), again.attempts) == (first.id, ["甲"], 2)
    (other,) = claim(db)
    assert headlines(other) == ["乙"]
    assert outbox.census(db)["repeats"] == 1


def test_what_certainly_was_not_sent_is_no_repeat(db: Database) -> None:
    """Telegram said wait: tried again, and with it what has come since."""
    subscribe(db, 7)
    publish(db, "甲")
    (first,) = claim(db)
    with atomic(db):
        outbox.wait(db, first.id, "retry after 3 s", uncertain=False)
    publish(db, "乙")

    assert claim(db, skip=(7,)) == []
    (again,) = claim(db)
    assert headlines(again) == ["甲", "乙"]
    assert outbox.census(db)["repeats"] == 0


def test_chats_come_in_the_order_of_waiting(db: Database) -> None:
    """A chat with much to be told is not served before one that waits longer."""
    subscribe(db, 9)
    publish(db, "甲")
    subscribe(db, 7, 8)
    publish(db, "乙")

    assert [parcel.chat_id for parcel in claim(db, 2)] == [9, 7]
    assert [parcel.chat_id for parcel in claim(db, 2)] == [8]


def test_a_chats_own_hours_postpone(db: Database) -> None:
    """At once for one, in the morning for another; a reader's new hours count for what waits already."""
    subscribe(db, 7, 8)
    with atomic(db):
        subscriptions.set_timing(db, 8, '{"daily": 8}', due_at=0.0)
    publish(db, "甲", timing_at=500.0)

    assert [parcel.chat_id for parcel in claim(db)] == [7]
    assert outbox.next_due(db) == 500.0
    assert claim(db, now=600.0) == []  # blocked until LATER, as the chat's timing says then
    assert outbox.next_due(db) == LATER
    assert [parcel.chat_id for parcel in claim(db, now=LATER)] == [8]


def test_unsubscribed_or_taken_out_means_not_told(db: Database) -> None:
    """What waits is dropped, with the reason."""
    subscribe(db, 7)
    publish(db, "甲")
    with atomic(db):
        subscriptions.remove(db, [one.id for one in subscriptions.of_chat(db, 7)])

    assert claim(db) == []
    assert db.execute("SELECT state, reason FROM deliveries").fetchall() == [("dropped", "nothing is left to tell")]


def test_a_chat_that_is_off_drops_what_waits(db: Database) -> None:
    """In whatever state it is; when the reader returns, what comes next is told."""
    subscribe(db, 7)
    publish(db, "甲")
    claim(db)
    publish(db, "乙")
    with atomic(db):
        subscriptions.turn_off(db, 7, "blocked", now=11.0)

    assert outbox.census(db) == {"dropped": 2, "repeats": 0}
    assert publish(db, "丙") == 0
    with atomic(db):
        subscriptions.turn_on(db, 7)
    assert publish(db, "丁") == 1


def test_what_ended_long_ago_is_forgotten(db: Database) -> None:
    """What still waits is not."""
    subscribe(db, 7)
    publish(db, "甲")
    (parcel,) = claim(db)
    with atomic(db):
        outbox.sent(db, parcel.id, 99, now=11.0)
    publish(db, "乙")
    with atomic(db):
        assert outbox.sweep(db, before=12.0) == 1

    assert outbox.census(db) == {"due": 1, "repeats": 0}


def test_why_is_told_to_the_chat_alone(db: Database) -> None:
    """A number that was made up names nothing."""
    subscribe(db, 7)
    publish(db, "甲")
    (parcel,) = claim(db)

    assert [one.rule for one in parcels.parcel_of(db, parcel.id, 7)[0].subscriptions] == ["{}"]
    assert parcels.parcel_of(db, parcel.id, 8) == ()


STEPS = st.lists(st.sampled_from(["publish", "claim", "sent", "wait", "unsure", "crash"]), max_size=40)


@given(STEPS)
@settings(max_examples=60)
def test_nothing_is_lost_whatever_happens(steps: list[str]) -> None:
    """However publications, sendings, refusals and crashes follow each other: all is told in the end, once at least."""
    db = open_store(_memory())
    subscribe(db, 7)
    told: list[str] = []
    flying: list[Parcel] = []
    published = 0
    for step in [*steps, "crash", *["claim", "sent"] * 45]:
        if step == "publish":
            published += publish(db, f"第{published}篇")
        elif step == "claim":
            flying += claim(db, skip=tuple(parcel.chat_id for parcel in flying))
        elif step == "crash":
            flying.clear()
            with atomic(db):
                outbox.recover(db)
        elif flying:
            parcel = flying.pop()
            with atomic(db):
                if step == "sent":
                    told += headlines(parcel)
                    outbox.sent(db, parcel.id, 1, now=11.0)
                else:
                    outbox.wait(db, parcel.id, step, uncertain=step == "unsure")
    assert told == [f"第{number}篇" for number in range(published)]
    db.conn.close()


def _memory() -> Path:
    return Path(":memory:")
