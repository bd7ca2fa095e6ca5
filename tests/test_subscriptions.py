"""Subscriptions: rules shared by many, each chat's own, gone without a trace when they end."""

from __future__ import annotations

import pytest
from sqlite_utils import Database

from store import pauses, subscriptions
from store.schema import atomic
from store.subscriptions import TooManySubscriptions


def test_the_same_rule_twice_is_one_subscription(db: Database) -> None:
    """Subscribing again changes nothing but ends a pause; a topic of the chat has subscriptions of its own."""
    with atomic(db):
        first = subscriptions.subscribe(db, -7, 0, "{1}", ["采暖"])
        pauses.begin(db, first.id)
        again = subscriptions.subscribe(db, -7, 0, "{1}", ["采暖"])
        topic = subscriptions.subscribe(db, -7, 5, "{1}", ["采暖"])

    assert again == first
    assert subscriptions.of_chat(db, -7) == [first, topic]


def test_a_chat_may_not_subscribe_without_end(db: Database) -> None:
    """The fifty-first is refused; one that is there already is not."""
    with atomic(db):
        for number in range(subscriptions.MOST):
            subscriptions.subscribe(db, 7, 0, str(number), ["词"])
        subscriptions.subscribe(db, 7, 0, "0", ["词"])
        with pytest.raises(TooManySubscriptions):
            subscriptions.subscribe(db, 7, 0, "more", ["词"])


def test_rules_are_found_by_their_keys_until_nobody_wants_them(db: Database) -> None:
    """The inverted index: keys to rules; a rule goes with its last subscription."""
    with atomic(db):
        one = subscriptions.subscribe(db, 7, 0, "甲", ["采暖", "补贴"])
        other = subscriptions.subscribe(db, 8, 0, "甲", ["采暖", "补贴"])
        subscriptions.subscribe(db, 8, 0, "乙", ["环卫工人"])

    assert [rule for _, rule in subscriptions.candidates(db, {"补贴", "采暖", "没有"})] == ["甲"]
    assert sorted(subscriptions.key_lengths(db)) == [2, 4]
    with atomic(db):
        assert subscriptions.remove(db, [one.id, 999]) == 1
    assert list(subscriptions.candidates(db, {"采暖"})) != []
    with atomic(db):
        subscriptions.remove(db, [other.id])
    assert list(subscriptions.candidates(db, {"采暖"})) == []
    assert db.execute("SELECT count(*) FROM rule_keys").fetchone() == (1,)


def test_a_number_counts_only_in_its_own_chat(db: Database) -> None:
    """Callback data can be made up: another chat's subscription cannot be reached by it."""
    with atomic(db):
        mine = subscriptions.subscribe(db, 7, 0, "甲", ["采暖"])

    assert subscriptions.get(db, mine.id, 7) == mine
    assert subscriptions.get(db, mine.id, 8) is None


def test_a_changed_rule_takes_the_place_of_the_old_one(db: Database) -> None:
    """Nothing of the old rule is left."""
    with atomic(db):
        before = subscriptions.subscribe(db, 7, 3, "甲", ["采暖"])
        after = subscriptions.change(db, before, "乙", ["补贴"])

    assert subscriptions.of_chat(db, 7) == [after]
    assert (after.rule, after.thread_id) == ("乙", 3)
    assert list(subscriptions.candidates(db, {"采暖"})) == []


def test_a_supergroup_keeps_what_the_group_had(db: Database) -> None:
    """Subscriptions, timing and being off move to the new number."""
    with atomic(db):
        subscriptions.subscribe(db, -7, 0, "甲", ["采暖"])
        subscriptions.set_timing(db, -7, '{"daily": 8}', due_at=0.0)
        subscriptions.turn_off(db, -7, "kicked", now=1.0)
        subscriptions.migrate(db, -7, -1007)

    assert [one.chat_id for one in subscriptions.of_chat(db, -1007)] == [-1007]
    assert subscriptions.timing(db, -1007) == '{"daily": 8}'
    assert subscriptions.turned_off(db) == {-1007}
    with atomic(db):
        subscriptions.turn_on(db, -1007)
    assert subscriptions.turned_off(db) == set()


def test_what_is_forgotten_leaves_no_trace(db: Database) -> None:
    """No subscription, no timing, no rule that only this chat had."""
    with atomic(db):
        subscriptions.subscribe(db, 7, 0, "甲", ["采暖"])
        subscriptions.set_timing(db, 7, '{"most": 3}', due_at=0.0)
        assert subscriptions.forget(db, 7) == 1

    for table in ("subscriptions", "rules", "rule_keys", "alert_chats", "deliveries"):
        assert db.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
