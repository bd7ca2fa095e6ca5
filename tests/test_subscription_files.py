"""Subscriptions as a file: out, and back in; whatever else is sent in its place is refused kindly."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from desks import Desk, desk_at_work
from hypothesis import given
from hypothesis import strategies as st
from test_delivery import OTHER, READER
from test_handlers import button

from bot.alerts import rules, subscription_files
from bot.alerts.rules import Rule
from bot.alerts.subscription_files import FORM, NoSubscriptions
from bot.local import people
from bot.texts import HANS
from retrieval.analysis import Analyzer
from store import subscriptions
from store.subscriptions import Subscription

FIGURE = rules.of_figure("省级专精特新企业数", Analyzer(), bound=(">", 100.0, "100家"), unit="家", known="41家")
WORDS = rules.of_words(["采暖", "第3版"], without=["广告"])
ALL = (rules.everything(), WORDS, rules.of_question("采暖补贴发了多少钱？", Analyzer()), FIGURE)


def as_file(*made: Rule | None) -> bytes:
    """The file of a chat that subscribed to these."""
    return subscription_files.pack([Subscription(1, 7, 0, rules.pack(one), False) for one in made if one])


def test_what_is_exported_is_imported() -> None:
    """Every kind of rule, as it was."""
    assert subscription_files.unpack(as_file(*ALL)) == ALL


GOOD: dict[str, Any] = {"kind": "words", "words": ["采暖"], "needed": 1}

CHANGES: tuple[dict[str, Any], ...] = (
    {"kind": "regex"},
    {"words": "采暖"},
    {"words": []},
    {"words": [3]},
    {"words": ["采" * 21]},
    {"words": ["\x01\x01\x01"]},
    {"words": ["采"] * 9},
    {"words": [""]},
    {"words": ["\x00"]},
    {"needed": 2},
    {"needed": 0},
    {"needed": True},
    {"kind": "question"},
    {"kind": "figure", "text": "数", "bound": [">", "x", "100"]},
    {"kind": "figure", "text": "数", "bound": ["!", 1, "100"]},
    {"kind": "figure", "text": "数" * 201},
)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff\xfe",
        b"[" * 100_000,
        json.dumps({"form": FORM}).encode(),
        json.dumps({"form": FORM, "subscriptions": []}).encode(),
        json.dumps({"form": "other", "subscriptions": [GOOD]}).encode(),
        b" " * (subscription_files.LARGEST + 1),
        *(json.dumps({"form": FORM, "subscriptions": [GOOD | change]}).encode() for change in CHANGES),
    ],
)
def test_anything_else_is_refused(content: bytes) -> None:
    """Nothing in a file is believed."""
    with pytest.raises(NoSubscriptions):
        subscription_files.unpack(content)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*GOOD, "bound", "text"]), inner),
    max_leaves=12,
)


@given(st.lists(st.dictionaries(st.sampled_from([*GOOD, "bound", "text", "without", "unit"]), JSON), max_size=3))
def test_no_file_breaks_it(found: list[dict[str, Any]]) -> None:
    """It is read or refused; what is read has keys by which it is found."""
    content = json.dumps({"form": FORM, "subscriptions": [{"kind": "words", **one} for one in found]}).encode()
    try:
        read = subscription_files.unpack(content)
    except NoSubscriptions:
        return
    assert all(rules.keys(one) for one in read)


@pytest.fixture
async def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    async with desk_at_work(tmp_path, monkeypatch) as desk:
        yield desk


def upload(desk: Desk, content: bytes, user: int = READER, name: str = "baozhi-subscriptions.json") -> Any:
    """Send a file to the bot."""
    return desk.put(people.upload_content(desk.server.world, "document", name, content, mime=None, caption=""), user)


async def test_out_by_a_button_and_back_by_sending_the_file(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a preview; only what is new is added; nothing happens before the reader says so."""
    await desk.ask("/subscribe 采暖、补贴")
    await desk.ask("/subscribe 头盔")
    listed = await desk.ask("/subscriptions")
    before = desk.last()
    await desk.tap(listed, button(listed, HANS.export))
    sent = await desk.next_after(READER, before)
    assert sent["caption"] == HANS.export_caption.format(count=2)
    content = desk.server.world.files.get(sent["document"]["file_id"]).path.read_bytes()
    assert "采暖" in content.decode()

    await desk.ask("/subscribe 头盔", OTHER)
    shown = await desk.reply_after(upload(desk, content, OTHER))
    assert shown["text"] == "这份文件里有 2 个订阅，1 个是新的：\n· 提到“采暖”和“补贴”"
    assert len(desk.held(OTHER)) == 1
    done = await desk.tap_and_see(shown, HANS.import_yes, OTHER)
    assert done["text"] == "已导入 1 个订阅。"
    assert set(desk.rules(OTHER)) == set(desk.rules())
    assert (await desk.reply_after(upload(desk, content, OTHER)))["text"] == HANS.import_known

    monkeypatch.setattr(subscriptions, "MOST", 3)
    many = as_file(*(rules.of_words([f"词{n}"]) for n in range(3)))
    shown = await desk.reply_after(upload(desk, many, OTHER))
    dropped = await desk.tap_and_see(shown, HANS.import_no, OTHER)
    assert dropped["text"] == HANS.import_dropped
    shown = await desk.reply_after(upload(desk, many, OTHER))
    full = await desk.tap_and_see(shown, HANS.import_yes, OTHER)
    assert full["text"] == HANS.imported_full.format(count=1, left=2)


async def test_a_bad_file_is_refused_kindly(desk: Desk) -> None:
    """One sentence, and nothing is changed."""
    assert (await desk.reply_after(upload(desk, b"{}")))["text"] == HANS.import_bad
    assert desk.held() == []
