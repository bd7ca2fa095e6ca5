"""Answers given a moment ago, for whoever asks the same of the same paper: readers of one paper ask alike."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import replace
from functools import lru_cache

from retrieval.conversation import complete, leans
from retrieval.question import plain_text
from retrieval.types import Answer, Context

KEPT = 2_000  # answers, some ten KB each
SECONDS = 600.0  # after which an answer is found anew, whatever has not changed


class Repeats:
    """The latest answers by question; each is of one state of the paper. Safe to share between threads."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._held: OrderedDict[str, tuple[Hashable, float, Answer]] = OrderedDict()

    def find(self, text: str, state: Hashable) -> Answer | None:
        """The answer to *text* that this *state* of the paper gave lately, as if *text* had been asked then."""
        key = plain_text(text)
        with self._lock:
            of, until, answer = self._held.get(key, (None, 0.0, None))
            if answer is None or of != state or until < self._clock():
                return None
            self._held.move_to_end(key)
        return answer if answer.question == text else replace(answer, question=text)

    def keep(self, text: str, state: Hashable, answer: Answer) -> None:
        """Remember the answer that this *state* of the paper gives to *text*, asked without a conversation."""
        key = plain_text(text)
        with self._lock:
            self._held[key] = state, self._clock() + SECONDS, answer
            self._held.move_to_end(key)
            if len(self._held) > KEPT:
                self._held.popitem(last=False)


def stands_alone(text: str, context: Context | None) -> bool:
    """Whether *text* is answered the same whatever was said before."""
    if context is None:
        return True
    plain = plain_text(text)
    return complete(plain, context) is None and not _leans(plain)


_leans = lru_cache(KEPT)(leans)  # it looks at every word, and readers ask alike
