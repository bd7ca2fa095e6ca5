"""What the local server demands of texts, against what Telegram is known to answer."""

from __future__ import annotations

from contextlib import suppress
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.local.errors import ApiError
from bot.local.faults import Fault, Faults
from bot.local.limits import Limits, Meter, Rate
from bot.local.rules import MESSAGE_UNITS, formatted, typed
from bot.local.tags import parse_html, units

TAGS = ("b", "i", "u", "s", "tg-spoiler", "code", "pre", "blockquote", "em", "strong", "ins", "del", "strike")


def html(text: str) -> list[tuple[str, str]]:
    """The entities of *text*: kind, and the words they cover."""
    result = formatted(text, parse_mode="HTML", limit=MESSAGE_UNITS)
    coded = result.text.encode("utf-16-le")
    return [
        (e["type"], coded[2 * e["offset"] : 2 * (e["offset"] + e["length"])].decode("utf-16-le"))
        for e in result.entities
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("<p>x</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("报<br>", 'Unsupported start tag "br" at byte offset 3'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("a <b", "Unclosed start tag at byte offset 2"),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ('<a ="x">y</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=x/>y</a>", "Unexpected end of name token at byte offset 8"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<span class="red">x</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_malformed_html_is_refused_as_telegram_refuses_it(text: str, problem: str) -> None:
    """The byte offsets count UTF-8, as tdlib does."""
    with pytest.raises(ApiError) as caught:
        formatted(text, parse_mode="HTML", limit=MESSAGE_UNITS)

    assert caught.value.description == f"Bad Request: can't parse entities: {problem}"
    assert caught.value.code == 400


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("😀<b>头盔</b>", [("bold", "头盔")]),
        ("<blockquote expandable>引文</blockquote>", [("expandable_blockquote", "引文")]),
        ('<a href="https://t.me/x?start=a_1&amp;b">文</a>', [("text_link", "文")]),
        ("<a href=''>文</a>", []),
        ('<a href="javascript:x">文</a>', []),
        ('<pre><code class="language-py">x = 1</code></pre>', [("pre", "x = 1")]),
        ("<code><b>x</b></code>", [("code", "x")]),
        ("<b><code>x</code></b>", [("code", "x")]),
        ("<b>一<i>二</i></b>", [("bold", "一二"), ("italic", "二")]),
        ('<span class="tg-spoiler">秘</span>', [("spoiler", "秘")]),
        ("<b></b>x", []),
        ("  <b> 粗 </b>", [("bold", "粗")]),
        ("问 /ask@some_bot 和 @someone 看 https://a.cn/b。", ["bot_command", "mention", "url"]),
        ("<code>/ask</code>", [("code", "/ask")]),
        ("和/或", []),
    ],
)
def test_entities(text: str, entities: list[tuple[str, str]] | list[str]) -> None:
    """Kind and extent of what Telegram makes of tags, and of what it finds by itself."""
    found = html(text)

    assert found == entities or [kind for kind, _ in found] == entities


def test_only_four_names_and_numbers_are_references() -> None:
    """&nbsp; and its like stay as they are; numbers stand for their characters."""
    assert (
        parse_html("&lt;&gt;&amp;&quot;&#25253;&#x77e5;&nbsp;&copy; & &#0; &lt")[0] == '<>&"报知&nbsp;&copy; & &#0; <'
    )


def test_length_counts_utf16_units_after_parsing() -> None:
    """4096 units pass, 4097 do not; a character beyond the plane counts twice, tags count nothing."""
    assert formatted("<b>" + "😀" * 2048 + "</b>", parse_mode="HTML", limit=MESSAGE_UNITS).text == "😀" * 2048
    with pytest.raises(ApiError, match="message is too long"):
        formatted("😀" * 2048 + "x", limit=MESSAGE_UNITS)


def test_texts_that_are_no_unicode_are_refused() -> None:
    with pytest.raises(ApiError, match="strings must be encoded in UTF-8"):
        formatted("\ud800", limit=MESSAGE_UNITS)


def test_other_markup_is_refused() -> None:
    with pytest.raises(ApiError, match="unsupported parse_mode"):
        formatted("*x*", parse_mode="Markdown", limit=MESSAGE_UNITS)


def test_entities_beside_the_text_must_lie_within_it() -> None:
    good = formatted("头盔", entities=[{"type": "bold", "offset": 0, "length": 2}], limit=MESSAGE_UNITS)
    with pytest.raises(ApiError, match="ends after the end of the text"):
        formatted("头盔", entities=[{"type": "bold", "offset": 0, "length": 3}], limit=MESSAGE_UNITS)

    assert good.entities == ({"type": "bold", "offset": 0, "length": 2},)


def test_a_client_cleans_what_is_typed() -> None:
    """Control characters become spaces, the ends are trimmed, line breaks stay."""
    assert typed(" 一\x00\x07二\r\n三 \n").text == "一  二\n三"


@given(st.text())
def test_escaped_text_comes_through_parsing_unchanged(text: str) -> None:
    """`html.escape` is all that a text needs to be safe in HTML."""
    assert parse_html(escape(text)) == (text, [])


@given(st.lists(st.tuples(st.sampled_from(TAGS), st.text(min_size=1)), max_size=6))
def test_nested_tags_cover_their_text(parts: list[tuple[str, str]]) -> None:
    """Well-formed nesting always parses; offsets and lengths stay within the text."""
    markup = "".join(f"<{tag}>{escape(text)}" for tag, text in parts) + "".join(f"</{tag}>" for tag, _ in parts[::-1])

    text, entities = parse_html(markup)

    assert text == "".join(text for _, text in parts)
    assert all(0 <= e["offset"] < e["offset"] + e["length"] <= units(text) for e in entities)


@given(st.text(alphabet="<>/&;\"'= ab!#x1"))
def test_any_text_parses_or_is_refused(text: str) -> None:
    """No other exception, whatever the text."""
    with suppress(ApiError):
        formatted(text, parse_mode="HTML", limit=MESSAGE_UNITS)


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_meter_lets_a_burst_pass_and_then_the_rate() -> None:
    """A refused message does not count; groups and the whole have limits of their own."""
    clock = Clock()
    meter = Meter(Limits(overall=Rate(4, 30), private=Rate(2, 1), group=Rate(1, 1 / 3)), clock=clock)

    assert [meter.take(7) for _ in range(3)] == [0, 0, 1]
    clock.now = 1.0
    assert [meter.take(7), meter.take(7)] == [0, 1]
    assert [meter.take(-5), meter.take(-5)] == [0, 3]
    assert [meter.take(8), meter.take(9), meter.take(10)] == [0, 0, 1]


def test_faults_strike_as_ordered() -> None:
    """Skip, times, chat and method; the oldest order first; a lasting 429 counts its seconds down."""
    clock = Clock()
    faults = Faults(clock=clock)
    faults.order(Fault("error", method="sendMessage", chat_id=7, skip=1, times=2))
    faults.order(Fault("retry", times=None, lasts=10.0))

    def strike(method: str, chat_id: int) -> str | None:
        fault = faults.strike(method, chat_id)
        return fault.kind if fault else None

    assert strike("getupdates", 7) is None
    assert [strike("sendmessage", 7) for _ in range(4)] == ["retry", "error", "error", "retry"]
    clock.now = 7.5
    last = faults.strike("sendmessage", 8)
    assert last
    assert last.seconds == 3
    clock.now = 10.0
    assert strike("sendmessage", 8) is None
    assert faults.listing() == []


def test_chances_repeat_by_seed() -> None:
    """The same seed gives the same faults."""

    def pattern(seed: int) -> list[bool]:
        faults = Faults(seed=seed)
        faults.order(Fault("error", times=None, chance=0.3))
        return [faults.strike("sendmessage", 1) is not None for _ in range(200)]

    assert pattern(1) == pattern(1) != pattern(2)
    assert 30 < sum(pattern(1)) < 90
