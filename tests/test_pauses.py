"""Pauses: what is published during one is not told, and can be made up for, once."""

from __future__ import annotations

import pytest
from sqlite_utils import Database
from test_outbox import claim, headlines, publish, subscribe

from store import outbox, pauses, subscriptions
from store.pauses import CatchUp
from store.schema import atomic


def pause(db: Database, chat: int = 7) -> int:
    """Pause a chat's subscription."""
    (one,) = subscriptions.of_chat(db, chat)
    with atomic(db):
        pauses.begin(db, one.id)
    return one.id


def told(db: Database) -> list[list[str]]:
    """What every message tells that goes out now, one after the other."""
    messages = []
    while parcels := claim(db):
        for parcel in parcels:
            messages.append(headlines(parcel))
            with atomic(db):
                outbox.sent(db, parcel.id, 1, now=11.0)
    return messages


@pytest.mark.parametrize(
    ("catch_up", "messages"),
    [("skip", []), ("digest", [["乙", "丙"]]), ("all", [["乙"], ["丙"]])],
)
def test_what_was_missed_is_told_as_the_reader_says(db: Database, catch_up: CatchUp, messages: list[list[str]]) -> None:
    """Neither what was told before the pause nor what comes after it is told twice."""
    subscribe(db, 7)
    publish(db, "甲")
    assert told(db) == [["甲"]]
    number = pause(db)
    assert [publish(db, name) for name in ("乙", "丙")] == [0, 0]
    assert len(pauses.missed(db, number)) == 2
    with atomic(db):
        pauses.end(db, number, catch_up)
    assert told(db) == messages
    publish(db, "丁")
    assert told(db) == [["丁"]]
    with atomic(db):
        pauses.begin(db, number)
        assert pauses.end(db, number, "all") == 0


def test_what_waits_when_a_pause_begins_belongs_to_it(db: Database) -> None:
    """Nothing is told during a pause, and nothing is lost by it."""
    subscribe(db, 7)
    publish(db, "甲")
    number = pause(db)
    assert told(db) == []
    with atomic(db):
        pauses.end(db, number, "digest")
    assert told(db) == [["甲"]]


def test_other_subscriptions_of_the_chat_go_on(db: Database) -> None:
    """A message tells what they met and not what the paused one met."""
    with atomic(db):
        subscriptions.subscribe(db, 7, 0, "{}", ["词"])
        other = subscriptions.subscribe(db, 7, 0, "other", ["词"])
        subscriptions.subscribe(db, 7, 0, "third", ["词"])
        pauses.begin(db, other.id)
    publish(db, "甲")
    (parcel,) = claim(db)
    assert [one.rule for one in parcel.items[0].subscriptions] == ["{}"]


def test_a_reader_with_an_hour_is_told_of_a_pause_at_that_hour(db: Database) -> None:
    """What is made up for waits as everything else does."""
    subscribe(db, 7)
    number = pause(db)
    publish(db, "甲")
    with atomic(db):
        assert pauses.end(db, number, "digest", due_at=500.0) == 1
    assert claim(db) == []
    assert outbox.next_due(db) == 500.0


def test_a_pause_before_the_last_one_is_made_up_for_loses_nothing(db: Database) -> None:
    """What waits to be made up for waits on, and is told once when the reader wants it."""
    subscribe(db, 7)
    number = pause(db)
    publish(db, "甲")
    with atomic(db):
        pauses.end(db, number, "all")
        pauses.begin(db, number)
    assert told(db) == []
    publish(db, "乙")
    with atomic(db):
        assert pauses.end(db, number, "digest") == 2
    assert told(db) == [["甲", "乙"]]


def test_subscribing_again_ends_a_pause(db: Database) -> None:
    """Without what was missed: the reader asked for what comes."""
    subscribe(db, 7)
    pause(db)
    publish(db, "甲")
    subscribe(db, 7)
    assert told(db) == []
    publish(db, "乙")
    assert told(db) == [["乙"]]
