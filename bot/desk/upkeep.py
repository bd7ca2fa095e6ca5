"""How the bot is doing, as /status says it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.desk.people import moment
from bot.desk.texts import DESK
from bot.texts import Language
from bot.words.markup import Reply, escape


@dataclass(frozen=True, slots=True)
class State:
    """What is looked at."""

    version: str
    articles: int
    generation: int  # of the store
    searchable: int  # generation of the index
    passages: int  # in the index
    cluster: str | None  # where the search cluster is, if there is one
    problem: str | None  # why it does not answer
    updates: int  # accepted from Telegram and not handled yet
    alerts: int  # still to be sent
    uncertain: int  # of which nobody knows whether they arrived
    backup_at: float | None  # Unix seconds
    backup_bytes: int
    free_bytes: int
    store_bytes: int
    memory_bytes: int | None


def status(state: State, zone: str, language: Language) -> Reply:
    """One line for each."""
    texts = DESK[language]
    at = state.backup_at
    backup = texts.never if at is None else f"{moment(at, zone)}（{readable(state.backup_bytes)}）"
    lag = state.generation - state.searchable
    values = {
        "version": escape(state.version),
        "articles": str(state.articles),
        "generation": str(state.generation),
        "index": f"{state.searchable}（{state.passages}）" + (f" −{lag}" if lag else " ✓"),
        "cluster": f"{escape(state.cluster or '')} {escape(state.problem or '✓')}" if state.cluster else "",
        "inbox": str(state.updates),
        "due": str(state.alerts),
        "uncertain": str(state.uncertain),
        "backup": backup,
        "disk": readable(state.free_bytes),
        "store": readable(state.store_bytes),
        "memory": texts.stats_none if state.memory_bytes is None else readable(state.memory_bytes),
    }
    lines = [f"{texts.status_row[name]}：{value}" for name, value in values.items() if value]
    return Reply("\n".join([texts.status, *lines]))


def readable(size: int) -> str:
    """A number of bytes as the desk reads it."""
    for unit, scale in (("GB", 2**30), ("MB", 2**20)):
        if size >= scale:
            return f"{size / scale:.1f} {unit}"
    return f"{size / 2**10:.0f} KB"
