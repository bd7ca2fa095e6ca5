"""How many questions one person may ask: enough for anybody, not enough to keep the bot from others."""

from __future__ import annotations

from array import array
from typing import Literal

PER_MINUTE, PER_DAY = 20, 200
DAY = 86400.0

Verdict = Literal["go", "minute", "day", "quiet"]


class Brake:
    """Counts questions by person, in memory: a restart begins anew."""

    def __init__(self, *, per_minute: int = PER_MINUTE, per_day: int = PER_DAY) -> None:
        self.per_minute, self.per_day = per_minute, per_day
        self._asked: dict[int, array[float]] = {}  # eight bytes a question; a list takes four times as much, a day long
        self._told: dict[int, float] = {}  # until when a person has been told to wait
        self._reported: dict[int, float] = {}  # when the admins heard of a person

    def ask(self, person: int, *, now: float) -> Verdict:
        """Whether *person* may ask now (seconds on any clock); a question that may not is not counted.

        `minute` and `day` name the limit that is reached; `quiet` means that the person was told so already.
        """
        asked = self._asked.get(person)
        if asked is None:
            asked = self._asked[person] = array("d")
        while asked and asked[0] <= now - DAY:
            asked.pop(0)
        if len(asked) >= self.per_day:
            return self._tell(person, "day", asked[0] + DAY, now)
        recent = sum(at > now - 60 for at in asked)
        if recent >= self.per_minute:
            return self._tell(person, "minute", asked[-self.per_minute] + 60, now)
        asked.append(now)
        self._told.pop(person, None)
        return "go"

    def is_news(self, person: int, *, now: float) -> bool:
        """Whether the admins have not heard of *person* for a day; from now on they have."""
        news = self._reported.get(person, -DAY) <= now - DAY
        if news:
            self._reported[person] = now
        return news

    def sweep(self, *, now: float) -> None:
        """Forget who has not asked for a day."""
        self._asked = {person: asked for person, asked in self._asked.items() if asked and asked[-1] > now - DAY}
        self._told = {person: until for person, until in self._told.items() if until > now}
        self._reported = {person: at for person, at in self._reported.items() if at > now - DAY}

    def _tell(self, person: int, limit: Literal["minute", "day"], until: float, now: float) -> Verdict:
        if self._told.get(person, 0.0) > now:
            return "quiet"
        self._told[person] = until
        return limit
