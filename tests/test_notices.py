"""The list of an alert: every article that there is room for, and never more than a message holds."""

from __future__ import annotations

import pytest

from bot.alerts import corrections, notices
from bot.alerts.corrections import Correction
from bot.texts import HANS
from bot.words.markup import MESSAGE_UNITS, plain, units
from store.models import Article
from store.parcels import AnswerChange, Item


def items(count: int, headline: str) -> list[Item]:
    """So many new articles."""
    return [Item(Article(f"a{n}", f"{headline}{n}", ("正文。",), key=n), False, ()) for n in range(1, count + 1)]


def test_all_that_waited_is_listed() -> None:
    """What came in during an outage is not left out of the message that tells of it."""
    told = plain(notices.alert(items(50, "第十二届农民丰收节在桥头镇开幕之"), 1)).split("\n")

    assert len(told) == 1 + 50


@pytest.mark.parametrize("count", [100, 300])
@pytest.mark.parametrize("changed", [0, 1, 3, 30])
def test_a_message_holds_no_more_than_telegram_takes(count: int, changed: int) -> None:
    """However much there is to tell: what is left out is counted."""
    held = Article("x", "长" * 200, ("很长的句子" * 100,), key=999)
    content = corrections.pack(Correction("问" * 300, "甲" * 90, "乙" * 90, "很长的句子" * 100))
    answers = [AnswerChange(n, 0, content, held) for n in range(changed)]
    reply = notices.alert(items(count, "长" * 200), 1, answers=answers, username="baozhi_bot")

    assert units(plain(reply)) <= MESSAGE_UNITS
    assert HANS.alert_more.split("{count}")[0] in plain(reply)
