"""A message to all readers, as whoever sends it sees it: before, meanwhile and after."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import datetime
from math import ceil
from zoneinfo import ZoneInfo

from bot.desk.texts import DESK
from bot.texts import TEXTS, Language
from bot.words.markup import Button, Reply
from store.broadcasts import Broadcast, ChatState, Outcome

LONGEST = 3500  # units of a message to all, so that its preview has room for what stands below
BAR = 10  # squares
NAMED = 30  # chats named in the report of a broadcast that was stopped


def preview(text: str, number: int, count: int, per_second: int, language: Language) -> Reply:
    """The message as readers will see it, to how many, and how long that takes; nothing is sent yet."""
    texts = DESK[language]
    shown = texts.broadcast.format(text=text, count=count, minutes=ceil(count / per_second / 60))
    return Reply(
        shown,
        ((Button(texts.broadcast_send, f"bc:{number}"), Button(texts.broadcast_discard, f"bx:{number}")),),
    )


def progress(one: Broadcast, census: Mapping[ChatState, int], language: Language) -> Reply:
    """How far it is."""
    texts = DESK[language]
    count = sum(census.values())
    done = count - census.get("due", 0) - census.get("sending", 0)
    bar = "█" * (BAR * done // max(1, count))
    text = texts.broadcast_running.format(bar=f"{bar:░<{BAR}}", done=done, count=count)
    return Reply(f"{text}\n{_counts(census, language)}", ((Button(texts.broadcast_stop, f"bs:{one.id}"),),))


def report(one: Broadcast, census: Mapping[ChatState, int], outcomes: Iterable[Outcome], language: Language) -> Reply:
    """What became of it; of one that was stopped, who had got it by then."""
    texts = DESK[language]
    lines = [texts.broadcast_done if one.state == "running" else texts.broadcast_stopped, _counts(census, language)]
    got = [str(chat.chat_id) for chat in outcomes if chat.state == "sent"]
    if one.state != "running" and got:
        more = TEXTS[language].draft_more.format(count=len(got) - NAMED) if len(got) > NAMED else ""
        named = TEXTS[language].comma.join(got[:NAMED])
        lines.append(f"<blockquote expandable>{texts.broadcast_who}：{named}{more}</blockquote>")
    return Reply("\n".join(lines), ((Button(texts.broadcast_who, f"bw:{one.id}"),),))


def table(outcomes: Iterable[Outcome], zone: str) -> bytes:
    """What became of it in every chat, as a table that spreadsheets open."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(("chat", "state", "time", "reason"))
    for one in outcomes:
        at = "" if one.at is None else datetime.fromtimestamp(one.at, ZoneInfo(zone)).isoformat(timespec="seconds")
        rows.writerow((one.chat_id, one.state, at, one.reason or ""))
    return out.getvalue().encode("utf-8-sig")


def _counts(census: Mapping[ChatState, int], language: Language) -> str:
    names: tuple[ChatState, ...] = ("sent", "failed", "uncertain", "stopped")
    return DESK[language].broadcast_counts.format(**{name: census.get(name, 0) for name in names})
