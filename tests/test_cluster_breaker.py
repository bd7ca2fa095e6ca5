"""The breaker: when a server that fails is left alone, and when it is tried again."""

from __future__ import annotations

from random import Random

from retrieval.index.breaker import FAILURES, FIRST_PAUSE, LONGEST_PAUSE, Breaker


class Clock:
    """Time that stands still until it is moved."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def opened(clock: Clock) -> Breaker:
    breaker = Breaker(clock=clock, random=Random(0))
    for _ in range(FAILURES):
        breaker.failed("no answer")
    return breaker


def test_a_single_failure_is_forgiven() -> None:
    """Only so many in a row open it; an answer between them starts the count anew."""
    breaker = Breaker(clock=Clock())
    for _ in range(FAILURES - 1):
        breaker.failed("no answer")
    breaker.answered()
    breaker.failed("no answer")

    assert not breaker.is_open


def test_failures_in_a_row_open_it() -> None:
    """Then nobody asks, and the reason is there for the operator."""
    breaker = opened(Clock())

    assert (breaker.is_open, breaker.reason) == (True, "no answer")


def test_one_failure_that_says_it_all_opens_it_at_once() -> None:
    """Where nobody listens, asking twice more is of no use."""
    breaker = Breaker(clock=Clock())
    breaker.failed("refused", at_once=True)

    assert breaker.is_open


def test_pauses_grow_and_are_spread() -> None:
    """Each failed try doubles the pause up to the longest; none is exactly that, so many bots do not come at once."""
    clock = Clock()
    breaker = opened(clock)
    pauses = []
    for _ in range(10):
        pauses.append(breaker.seconds_to_try())
        clock.now += pauses[-1]
        assert breaker.seconds_to_try() == 0
        breaker.failed("still none")

    assert FIRST_PAUSE / 2 <= pauses[0] <= FIRST_PAUSE
    assert LONGEST_PAUSE / 2 <= pauses[-1] <= LONGEST_PAUSE
    assert len(set(pauses)) == len(pauses)


def test_a_late_answer_does_not_close_it() -> None:
    """Only a try on purpose does: an answer may have been under way since before the server died."""
    breaker = opened(Clock())
    breaker.answered()
    assert breaker.is_open

    breaker.close()
    assert (breaker.is_open, breaker.reason) == (False, None)


def test_a_server_that_comes_and_goes_is_tried_ever_more_rarely() -> None:
    """A try that goes well with no answer to a reader after it does not start the pauses from the beginning."""
    clock = Clock()
    breaker = opened(clock)
    for _ in range(4):
        clock.now += breaker.seconds_to_try()
        breaker.close()
        for _ in range(FAILURES):
            breaker.failed("no answer")
    assert breaker.seconds_to_try() >= 4 * FIRST_PAUSE

    breaker.close()
    breaker.answered()
    breaker.failed("refused", at_once=True)
    assert breaker.seconds_to_try() <= FIRST_PAUSE
