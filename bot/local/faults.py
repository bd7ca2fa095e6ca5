"""Faults on order: what goes wrong between a bot and Telegram, for tests and for the developers' panel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from math import ceil
from random import Random
from time import monotonic

from bot.local.errors import ApiError, ControlError, Json, refuse, too_many_requests

KINDS = {
    "drop-before": "the connection closes before the call is handled",
    "drop-after": "the call is handled, its answer is lost",
    "error": "500 Internal Server Error",
    "gateway": "502 with a page of HTML, as a proxy in between sends it",
    "retry": "429, retry_after = seconds (what is left of them where the fault lasts a while)",
    "forbidden": "403, the reader has blocked the bot",
    "bad-request": "400 with the given description",
    "delay": "the answer comes `seconds` late",
}


@dataclass(slots=True)
class Fault:
    """One kind of trouble, for the calls that it matches."""

    kind: str
    method: str | None = None  # None: any but getUpdates, which would only stop the bot from hearing
    chat_id: int | None = None  # None: any
    times: int | None = 1  # how often it still strikes; None: until cleared
    skip: int = 0  # matching calls that pass first
    seconds: float = 1.0  # of a delay or of retry_after
    lasts: float | None = None  # seconds from its order on; None: no end
    chance: float = 1.0  # of striking a matching call
    description: str = "fault on order"
    id: int = 0

    def matches(self, method: str, chat_id: int | None) -> bool:
        if self.method is None:
            return method != "getupdates" and self.chat_id in (None, chat_id)
        return self.method.lower() == method and self.chat_id in (None, chat_id)


class Faults:
    """The faults on order; *seed* makes those of a chance below 1 repeatable."""

    def __init__(self, *, seed: int = 0, clock: Callable[[], float] = monotonic) -> None:
        self._random, self._clock = Random(seed), clock
        self._orders: list[tuple[Fault, float]] = []  # with the time of the order
        self._next_id = 1

    def order(self, fault: Fault) -> Fault:
        """Add *fault*; the oldest matching one strikes first."""
        if fault.kind not in KINDS:
            raise ControlError(f"unknown kind of fault {fault.kind!r}: one of {', '.join(KINDS)}")
        fault.id, self._next_id = self._next_id, self._next_id + 1
        self._orders.append((fault, self._clock()))
        return fault

    def clear(self) -> None:
        """Take back every fault."""
        self._orders.clear()

    def listing(self) -> list[Json]:
        """The faults still to strike."""
        self._expire()
        return [asdict(fault) for fault, _ in self._orders]

    def strike(self, method: str, chat_id: int | None) -> Fault | None:
        """The fault that meets this call, counted down; *method* in lower case."""
        self._expire()
        for fault, ordered in self._orders:
            if not fault.matches(method, chat_id):
                continue
            if fault.skip:
                fault.skip -= 1
            elif fault.chance >= 1 or self._random.random() < fault.chance:
                if fault.kind == "retry" and fault.lasts is not None:
                    fault.seconds = max(1, ceil(ordered + fault.lasts - self._clock()))
                if fault.times is not None:
                    fault.times -= 1
                return fault
        return None

    def _expire(self) -> None:
        now = self._clock()
        self._orders = [
            (fault, ordered)
            for fault, ordered in self._orders
            if fault.times != 0 and (fault.lasts is None or now < ordered + fault.lasts)
        ]


def error_of(fault: Fault) -> ApiError | None:
    """The refusal that *fault* stands for, if it is one."""
    match fault.kind:
        case "error":
            return ApiError(500, "Internal Server Error")
        case "retry":
            return too_many_requests(ceil(fault.seconds))
        case "forbidden":
            return refuse("bot was blocked by the user", 403)
        case "bad-request":
            return refuse(fault.description)
    return None
