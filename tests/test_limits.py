"""How fast the bot may speak."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut

from bot.wire import limits
from bot.wire.limits import ANSWER, BROADCAST, TELEGRAMS, Pacer, RateLimiter, Rates


class Clock:
    """Time as the test says it is: `run` sends all that waits, and notes when each went."""

    def __init__(self, rates: Rates = TELEGRAMS) -> None:
        self.pacer, self.now = Pacer(rates), 0.0
        self.sent: list[tuple[float, str]] = []

    def add(self, chat: int, name: str, priority: int = ANSWER) -> None:
        """Queue a request that is done the moment it goes."""

        def go() -> None:
            self.sent.append((round(self.now, 3), name))
            self.done.append(ticket)

        ticket = self.pacer.add(chat, priority, go, now=self.now)

    def run(self) -> list[tuple[float, str]]:
        """Let time pass until nobody waits."""
        self.done: list[limits.Ticket] = []
        while True:
            at = self.pacer.advance(self.now)
            done, self.done = self.done, []
            for ticket in done:
                self.pacer.leave(ticket, now=self.now)
            if not done and at is None:
                return self.sent
            if not done and at is not None:
                self.now = max(self.now, at)


def most_in(times: list[float], seconds: float) -> int:
    """The largest number of *times* in any stretch of *seconds*, its end exclusive."""
    return max(sum(start <= time < start + seconds for time in times) for start in times)


def test_a_private_chat_gets_a_burst_then_one_a_second() -> None:
    """Three messages go at once; after that a second lies between two."""
    clock = Clock()
    for number in range(5):
        clock.add(7, str(number))

    assert [time for time, _ in clock.run()] == [0.0, 0.0, 0.0, 1.05, 2.1]


def test_a_group_gets_twenty_a_minute() -> None:
    """In any minute, a group gets at most twenty messages."""
    clock = Clock()
    for number in range(50):
        clock.add(-7, str(number))

    assert most_in([time for time, _ in clock.run()], 60) == 20


def test_thirty_a_second_over_all_chats() -> None:
    """A hundred readers who ask at once are answered within four seconds, never more than thirty in a second."""
    clock = Clock()
    for chat in range(1, 101):
        clock.add(chat, str(chat))

    times = [time for time, _ in clock.run()]

    assert most_in(times, 1.0) <= 30
    assert max(times) < 4


def test_answers_pass_broadcasts_by() -> None:
    """Somebody waits for an answer; a broadcast can wait, also in the same chat."""
    clock = Clock()
    for chat in range(1, 41):
        clock.add(chat, "broadcast", BROADCAST)
    clock.add(1, "answer to 1")
    clock.add(99, "answer to 99")

    assert [name for _, name in clock.run()][:2] == ["answer to 1", "answer to 99"]


def test_broadcasts_are_spaced_evenly() -> None:
    """More than 29 a second, never so many at once that an answer would find no room for a while."""
    clock = Clock()
    for chat in range(1, 301):
        clock.add(chat, str(chat), BROADCAST)

    times = [time for time, _ in clock.run()]

    assert len(times) / (times[-1] - times[0]) > 29
    assert most_in(times, 0.1) <= 6
    assert most_in(times, 1.0) <= 30


@pytest.mark.parametrize(
    ("chats", "rates", "seconds", "most"),
    [
        (range(1, 31), Rates(overall=10), 1.0, 10),
        ([7] * 12, Rates(private=0.5), 10.0, 3 + 5),
        ([7] * 12, Rates(private=2), 3.0, 3 + 6),
        ([-7] * 12, Rates(group=5), 60.0, 5),
    ],
)
def test_the_limits_are_the_operators(chats: Sequence[int], rates: Rates, seconds: float, most: int) -> None:
    """In all, to one reader, to one group: as many as the settings say, and no more."""
    clock = Clock(rates)
    for number, chat in enumerate(chats):
        clock.add(chat, str(number))

    assert most - 1 <= most_in([time for time, _ in clock.run()], seconds) <= most


def test_one_chat_told_to_wait_holds_up_nobody_else() -> None:
    """ "Retry after" in one chat is that chat's affair; what comes for it later waits behind the first."""
    pacer = Pacer()
    sent: list[str] = []
    first = pacer.add(1, ANSWER, lambda: sent.append("first"), now=0.0)
    pacer.advance(0.0)
    pacer.put_back(first, until=30.0, now=0.0)
    pacer.add(1, ANSWER, lambda: sent.append("second"), now=0.0)
    pacer.add(2, ANSWER, lambda: sent.append("other"), now=0.0)

    assert pacer.advance(0.0) == 30.0
    assert sent == ["first", "other"]
    pacer.advance(30.0)
    assert sent == ["first", "other", "first"]


def test_the_whole_bot_told_to_wait_writes_to_nobody() -> None:
    """ "Retry after" without a chat is meant for everybody."""
    pacer = Pacer()
    sent: list[str] = []
    pacer.hold(10.0)
    pacer.add(1, ANSWER, lambda: sent.append("one"), now=0.0)

    assert pacer.advance(0.0) == 10.0
    assert not sent
    pacer.advance(10.0)
    assert sent == ["one"]


def test_one_who_gives_up_waiting_lets_the_next_go() -> None:
    """A request that was cancelled while it waited blocks nobody."""
    pacer = Pacer()
    sent: list[str] = []
    pacer.hold(5.0)
    gone = pacer.add(1, ANSWER, lambda: sent.append("gone"), now=0.0)
    pacer.add(1, ANSWER, lambda: sent.append("next"), now=0.0)
    pacer.leave(gone, now=1.0)
    pacer.advance(5.0)

    assert sent == ["next"]


def test_idle_chats_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is remembered does not grow with every reader there ever was."""
    monkeypatch.setattr(limits, "IDLE_LANES", 10)
    clock = Clock()
    for chat in range(1, 50):
        clock.add(chat, "x")
        clock.run()
        clock.now += 100

    assert len(clock.pacer._lanes) <= 10


@given(
    st.lists(
        st.tuples(st.integers(-3, 8).filter(bool), st.sampled_from([ANSWER, BROADCAST]), st.floats(0, 3)), max_size=120
    )
)
def test_every_request_goes_once_in_order_and_within_the_limits(requests: list[tuple[int, int, float]]) -> None:
    """Whatever comes when: nothing is lost or doubled, and a chat's messages of one priority keep their order."""
    clock = Clock()
    for number, (chat, priority, pause) in enumerate(requests):
        clock.now += pause
        clock.add(chat, f"{chat}:{priority}:{number}", priority)
    sent = clock.run()

    assert len({name for _, name in sent}) == len(sent) == len(requests)
    if sent:
        assert most_in([time for time, _ in sent], 1.0) <= 30
    lanes: dict[str, list[int]] = {}
    for _, name in sent:
        chat_and_priority, _, number_text = name.rpartition(":")
        lanes.setdefault(chat_and_priority, []).append(int(number_text))
    assert all(numbers == sorted(numbers) for numbers in lanes.values())


async def call(limiter: RateLimiter, results: list[object], endpoint: str = "sendMessage", **data: Any) -> object:
    """Put a request through *limiter* that gives *results* one after the other; exceptions among them are raised."""

    async def callback() -> object:
        result = results.pop(0)
        if isinstance(result, Exception):
            raise result
        return result

    return await limiter.process_request(callback, (), {}, endpoint, data, None)


@pytest.fixture
def limiter(monkeypatch: pytest.MonkeyPatch) -> RateLimiter:
    """A limiter that pauses a thousandth of the usual time."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    monkeypatch.setattr(limits, "FIRST_PAUSE", 0.0005)
    return RateLimiter()


@pytest.mark.parametrize("make", [lambda: NetworkError("502"), lambda: RetryAfter(timedelta(seconds=1))])
async def test_a_broadcast_is_tried_once(limiter: RateLimiter, make: Callable[[], Exception]) -> None:
    """The outbox knows whether it is sent again, and when."""

    async def fail() -> None:
        raise make()

    with pytest.raises((NetworkError, RetryAfter)):
        await limiter.process_request(fail, (), {}, "sendMessage", {"chat_id": 7}, BROADCAST)


@pytest.mark.parametrize("error", [NetworkError("502"), TimedOut()])
async def test_a_lost_connection_is_tried_again(limiter: RateLimiter, error: Exception) -> None:
    """A reader does not notice that the first try failed."""
    assert await call(limiter, [error, error, "sent"], chat_id=7) == "sent"


@pytest.mark.parametrize("make", [lambda: NetworkError("502"), lambda: TimedOut()])
async def test_a_connection_that_stays_lost_is_reported(limiter: RateLimiter, make: Callable[[], Exception]) -> None:
    """After five tries the error goes to whoever sent the message."""
    with pytest.raises(NetworkError):
        await call(limiter, [make() for _ in range(limits.TRIES)] + ["too late"], chat_id=7)


async def test_what_telegram_refuses_is_not_tried_again(limiter: RateLimiter) -> None:
    """A bad request stays bad; python-telegram-bot counts it among the network errors."""
    with pytest.raises(BadRequest):
        await call(limiter, [BadRequest("chat not found"), "sent"], chat_id=7)


async def test_retry_after_is_honoured_and_the_message_sent(limiter: RateLimiter) -> None:
    """Told to wait a second, the message comes after that second, and other chats meanwhile."""
    started = asyncio.get_running_loop().time()
    slow = asyncio.create_task(call(limiter, [RetryAfter(timedelta(seconds=1)), "sent"], chat_id=7))
    await asyncio.sleep(0)
    assert await call(limiter, ["at once"], chat_id=8) == "at once"
    assert asyncio.get_running_loop().time() - started < 0.5

    assert await slow == "sent"
    assert asyncio.get_running_loop().time() - started >= 1


async def test_taps_and_typing_wait_for_nobody(limiter: RateLimiter) -> None:
    """An acknowledgement is no message: it goes even while the chat has to wait."""
    limiter._pacer.hold(limiter._clock() + 60)

    assert await call(limiter, [True], endpoint="answerCallbackQuery", callback_query_id="1") is True
    assert await call(limiter, [True], endpoint="sendChatAction", chat_id=7) is True


async def test_a_request_that_is_cancelled_frees_its_chat(limiter: RateLimiter) -> None:
    """A handler that is stopped half-way does not silence its chat."""
    never = asyncio.Event()

    async def hang() -> None:
        await never.wait()

    task = asyncio.create_task(limiter.process_request(hang, (), {}, "sendMessage", {"chat_id": 7}, None))
    await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    assert await call(limiter, ["sent"], chat_id=7) == "sent"
