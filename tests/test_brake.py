"""How many questions one person may ask."""

from __future__ import annotations

from bot.people.brake import DAY, Brake


def test_so_many_a_minute_then_one_word_then_silence() -> None:
    """The limit is said once; as soon as the minute allows it, questions are answered again."""
    brake = Brake(per_minute=2, per_day=100)

    assert [brake.ask(1, now=now) for now in (0, 1, 2, 3)] == ["go", "go", "minute", "quiet"]
    assert brake.ask(1, now=60) == "go"
    assert [brake.ask(1, now=now) for now in (60.5, 61)] == ["minute", "go"]


def test_so_many_a_day() -> None:
    """Whatever their pace; the next day begins when the first question is a day old."""
    brake = Brake(per_minute=100, per_day=3)

    assert [brake.ask(1, now=now) for now in (0, 100, 200, 300, 400)] == ["go", "go", "go", "day", "quiet"]
    assert brake.ask(1, now=DAY) == "go"


def test_people_do_not_brake_each_other() -> None:
    """Each has a count of their own, and those long silent are forgotten."""
    brake = Brake(per_minute=1)

    assert [brake.ask(person, now=0) for person in (1, 2, 1)] == ["go", "go", "minute"]
    brake.sweep(now=2 * DAY)
    assert not brake._asked
    assert not brake._told


def test_admins_hear_of_a_person_once_a_day() -> None:
    """And again if it goes on the next day."""
    brake = Brake()

    assert [brake.is_news(1, now=now) for now in (0, 60, DAY)] == [True, False, True]
    assert brake.is_news(2, now=DAY)
    brake.sweep(now=3 * DAY)
    assert not brake._reported
