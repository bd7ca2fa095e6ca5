"""How long the steps of an answer take, told to whoever listens on this thread and to nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import perf_counter

_spent: ContextVar[dict[str, float] | None] = ContextVar("spent", default=None)


@contextmanager
def listening() -> Iterator[dict[str, float]]:
    """Seconds spent in each step of the body, by name; filled as the steps end."""
    spent: dict[str, float] = {}
    token = _spent.set(spent)
    try:
        yield spent
    finally:
        _spent.reset(token)


@contextmanager
def step(name: str) -> Iterator[None]:
    """The body is a step; one that is taken twice counts with both times."""
    spent = _spent.get()
    start = perf_counter()
    yield
    if spent is not None:
        spent[name] = spent.get(name, 0.0) + perf_counter() - start
