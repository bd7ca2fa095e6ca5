"""What is counted and timed, as Prometheus reads it. No label holds what a person wrote, nor who.

The values that a label can have are there from the start, at 0, so that an alert rule sees a first failure as a rise.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from time import perf_counter
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, PlatformCollector, ProcessCollector

from retrieval import steps
from retrieval.types import Answer
from store.errors import DocumentRefused, StoreError

if TYPE_CHECKING:  # ten MiB, of which what only asks and helps to think needs nothing
    from telegram import Update

log = logging.getLogger(__name__)

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
PlatformCollector(registry=REGISTRY)

# Seconds. Answers take milliseconds, Telegram tenths of a second, a told wait up to minutes.
BUCKETS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)

KINDS = ("message", "edited", "button", "inline", "membership", "other")
OUTCOMES = ("fact", "passages", "refused")
STEPS = ("search", "rank", "answer", "send")
STATES = ("sent", "uncertain", "postponed", "dropped", "blocked")
ERRORS = ("bad_request", "forbidden", "conflict", "too_many", "timeout", "network", "server", "token", "other")
DOCUMENTS = ("new", "updated", "unchanged", "refused", "failed")
LEVELS = ("warning", "error", "critical")

updates = Counter("baozhi_updates", "Updates handled, by kind", ["kind"], registry=REGISTRY)
update_seconds = Histogram(
    "baozhi_update_seconds", "An update's handling, from its turn to its end", buckets=BUCKETS, registry=REGISTRY
)
answers = Counter("baozhi_answers", "Questions answered, by outcome", ["outcome"], registry=REGISTRY)
repeated = Counter("baozhi_answers_repeated", "Questions answered as a moment ago, without a search", registry=REGISTRY)
thinkers = Gauge("baozhi_thinkers", "Processes that help to think while readers crowd", registry=REGISTRY)
step_seconds = Histogram(
    "baozhi_step_seconds",
    "Seconds of each step; search and rank are parts of answer, send is until Telegram has it, its turn waited for",
    ["step"],
    buckets=BUCKETS,
    registry=REGISTRY,
)
deliveries = Counter("baozhi_deliveries", "Alerts, by what became of an attempt", ["state"], registry=REGISTRY)
telegram_seconds = Histogram(
    "baozhi_telegram_seconds",
    "Telegram's own time for a request that is not held open",
    buckets=BUCKETS,
    registry=REGISTRY,
)
telegram_errors = Counter("baozhi_telegram_errors", "Requests that failed, by kind", ["kind"], registry=REGISTRY)
telegram_requests = Counter(
    "baozhi_telegram_requests", "Requests to the Bot API, by method", ["method"], registry=REGISTRY
)
documents = Counter("baozhi_documents", "Documents taken in or refused, by outcome", ["outcome"], registry=REGISTRY)
log_lines = Counter("baozhi_log_lines", "Lines logged, by level", ["level"], registry=REGISTRY)

for _counter, _values in (
    (deliveries, STATES),
    (telegram_errors, ERRORS),
    (documents, DOCUMENTS),
    (log_lines, LEVELS),
):
    for _value in _values:
        _counter.labels(_value)
# those that every answer counts are kept, for finding one by its label takes longer than counting
_updates = {kind: updates.labels(kind) for kind in KINDS}
_answers = {outcome: answers.labels(outcome) for outcome in OUTCOMES}
_steps = {step: step_seconds.labels(step) for step in STEPS}
telegram_request = cache(telegram_requests.labels)  # by method


class LineCounter(logging.Handler):
    """Counts lines by level: errors that nobody reads still show."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)

    def emit(self, record: logging.LogRecord) -> None:
        """Count one line."""
        log_lines.labels(record.levelname.lower()).inc()


@contextmanager
def timed(step: str) -> Iterator[None]:
    """The body is one *step*; a step that fails is not timed."""
    start = perf_counter()
    yield
    _steps[step].observe(perf_counter() - start)


@contextmanager
def timed_update(update: Update) -> Iterator[None]:
    """The body handles *update*; counted however it ends."""
    start = perf_counter()
    try:
        yield
    finally:
        kind, seconds = kind_of(update), perf_counter() - start
        _updates[kind].inc()
        update_seconds.observe(seconds)
        log.info("%s handled in %.0f ms", kind, 1000 * seconds)


@contextmanager
def timed_steps() -> Iterator[None]:
    """The body answers one question; its search and its ranking are timed apart."""
    start = perf_counter()
    with steps.listening() as spent:
        yield
    observe_steps({**spent, "answer": perf_counter() - start})


def observe_steps(spent: Mapping[str, float]) -> None:
    """One question was answered, here or by a process that helps; *spent* are the seconds of its steps."""
    for name in ("search", "rank", "answer"):
        _steps[name].observe(spent.get(name, 0.0))


@contextmanager
def intake() -> Iterator[None]:
    """The body reads a document; one that is refused is counted, and one that we failed to read."""
    try:
        yield
    except DocumentRefused:
        documents.labels("refused").inc()
        raise
    except StoreError:
        raise
    except Exception:
        documents.labels("failed").inc()
        raise


def count_answer(answer: Answer) -> None:
    """One question of a reader was answered, or refused."""
    outcome = "fact" if answer.fact else "passages" if answer.answered else "refused"
    _answers[outcome].inc()


def kind_of(update: Update) -> str:
    """What *update* is, as far as it is counted apart."""
    if update.message or update.channel_post:
        return "message"
    if update.edited_message or update.edited_channel_post:
        return "edited"
    if update.callback_query:
        return "button"
    if update.inline_query:
        return "inline"
    return "membership" if update.my_chat_member else "other"
