"""Rules: what meets them, by which keys they are found, and what a publication writes down."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from bot.alerts import matching, rules
from bot.alerts.rules import Rule
from bot.answering.newsroom import Newsroom
from bot.settings import Settings
from retrieval.analysis import Analyzer
from store import outbox, pauses, publishing, subscriptions
from store.errors import StoreUnusable
from store.models import Article, Chunk
from store.publishing import Edition
from store.schema import atomic

HEATING = Article("", "今冬采暖补贴发放", ("我市向2 600余户困难家庭发放采 暖 补贴150万元。", "补贴于11月1日到账。"))
HELMETS = Article("", "“爱心头盔”赠环卫工人", ("高新区为50名環衛工人送上安全头盔。",))


def publish(db: Database, articles: Sequence[Article], name: str = "page.txt") -> int:
    """Publish a document and write down whom to tell; the number of deliveries."""
    with atomic(db):
        editions = [Edition(one, [Chunk("", 0, len(one.body), one.body)]) for one in articles]
        change = publishing.publish(db, name, repr(articles).encode(), editions, now=1.0)
        return matching.announce(db, change, due_at=lambda timing: 0.0)


def subscribe(db: Database, rule: Rule | None, chat: int = 7) -> None:
    """Subscribe a chat."""
    assert rule is not None
    with atomic(db):
        subscriptions.subscribe(db, chat, 0, rules.pack(rule), rules.keys(rule))


def headlines(db: Database, chat: int = 7) -> list[str]:
    """What the chat's next message would tell."""
    with atomic(db):
        parcels = outbox.claim(db, 100, skip=[], now=2.0, blocked_until=lambda timing, sent: 0.0)
    return [item.article.headline for parcel in parcels if parcel.chat_id == chat for item in parcel.items]


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        (rules.everything(), [HEATING, HELMETS]),
        (rules.of_words([rules.source_mark("page.txt")]), [HEATING, HELMETS]),
        (rules.of_words([rules.source_mark("other.txt")]), []),
        (rules.of_words(["采暖"]), [HEATING]),
        (rules.of_words(["採暖"]), [HEATING]),
        (rules.of_words(["环卫工人"]), [HELMETS]),
        (rules.of_words(["２６００"]), []),
        (rules.of_words(["采暖", "头盔"]), []),
        (rules.of_words(["采暖", "头盔"], every=False), [HEATING, HELMETS]),
        (rules.of_words(["采暖", "头盔"], every=False, without=["补贴"]), [HELMETS]),
        (rules.of_words(["150万元", "困难家庭"]), [HEATING]),
        (rules.of_question("给多少名环卫工人送了安全头盔？", Analyzer()), [HELMETS]),
        (rules.of_question("采暖补贴发了多少钱？", Analyzer()), [HEATING]),
        (rules.of_question("高速公路什么时候通车？", Analyzer()), []),
    ],
)
def test_who_is_told_of_what(db: Database, rule: Rule, told: list[Article]) -> None:
    """Words are literal, whatever their script and the spaces a page leaves in them."""
    subscribe(db, rule)
    publish(db, [_in(HEATING), _in(HELMETS)])

    assert headlines(db) == [article.headline for article in told]


def test_nothing_older_than_the_subscription_is_told_and_nothing_twice(db: Database) -> None:
    """The same document again tells nobody; a new subscriber hears of what comes next."""
    publish(db, [HEATING])
    subscribe(db, rules.everything())

    assert publish(db, [HEATING]) == 0
    assert publish(db, [HEATING, HELMETS]) == 1
    assert headlines(db) == [HELMETS.headline]


def test_a_correction_is_told_to_those_who_had_the_article(db: Database) -> None:
    """Though its words meet the rule no more; whoever subscribed since is not bothered with it."""
    subscribe(db, rules.of_words(["困难家庭"]))
    publish(db, [HEATING])
    assert headlines(db) == [HEATING.headline]
    subscribe(db, rules.of_words(["困难家庭"]), chat=8)

    assert publish(db, [Article("", HEATING.headline, ("补贴于11月2日到账。",))]) == 1
    assert headlines(db) == [HEATING.headline]


def test_a_correction_says_that_it_is_one(db: Database) -> None:
    """The old version was sent, so the new one is marked."""
    subscribe(db, rules.of_words(["150万元"]))
    publish(db, [HEATING])
    with atomic(db):
        (first,) = outbox.claim(db, 9, skip=[], now=2.0, blocked_until=lambda timing, sent: 0.0)
        outbox.sent(db, first.id, 1, now=2.0)
    publish(db, [Article("", HEATING.headline, ("我市发放采暖补贴151万元。",))])

    with atomic(db):
        (second,) = outbox.claim(db, 9, skip=[], now=3.0, blocked_until=lambda timing, sent: 0.0)
    assert [(item.article.paragraphs[0], item.corrected) for item in second.items] == [
        ("我市发放采暖补贴151万元。", True)
    ]
    assert [item.corrected for item in first.items] == [False]


def test_a_full_disk_publishes_nothing_and_tells_nobody(db: Database) -> None:
    """Article and alert are one deed: both or none, and later both."""
    subscribe(db, rules.everything())
    (pages,) = db.execute("PRAGMA page_count").fetchone()
    db.execute(f"PRAGMA max_page_count = {pages}")
    big = Article("", HEATING.headline, HEATING.paragraphs * 200)
    with pytest.raises(StoreUnusable, match="full"):
        publish(db, [big])
    assert db.execute("SELECT count(*) FROM articles").fetchone() == (0,)
    assert outbox.census(db) == {"repeats": 0}

    db.execute(f"PRAGMA max_page_count = {pages + 1000}")
    assert publish(db, [big]) == 1


def test_what_is_paused_or_off_is_not_told(db: Database) -> None:
    """Nothing is written down for them."""
    for chat in (7, 8, 9):
        subscribe(db, rules.everything(), chat)
    with atomic(db):
        pauses.begin(db, subscriptions.of_chat(db, 7)[0].id)
        subscriptions.turn_off(db, 8, "blocked", now=1.0)

    assert publish(db, [HEATING]) == 1


def test_the_sentence_that_brought_it(db: Database) -> None:
    """The one with most of the rule's words; none where the words stand in the headline alone."""
    rule = rules.of_words(["补贴", "11月1日"], every=False)
    assert rule is not None
    span = matching.reason(rule, HEATING)
    assert span is not None
    assert HEATING.body[slice(*span)] == "补贴于11月1日到账。"
    headline_only = rules.of_words(["今冬"])
    assert headline_only is not None
    assert matching.reason(headline_only, HEATING) is None
    assert matching.reason(rules.everything(), HEATING) is None


def test_words_are_turned_and_switched_by_buttons() -> None:
    """All or one; wanted or not; the last wanted word stays wanted."""
    rule = rules.of_words(["采暖", "补贴"])
    assert rule is not None
    assert rules.turned(rule) == rules.of_words(["采暖", "补贴"], every=False)
    assert rules.turned(rules.turned(rule)) == rule
    without = rules.switched(rule, 1)
    assert without == rules.of_words(["采暖"], without=["补贴"])
    assert without is not None
    assert rules.switched(without, 1) == rule
    assert rules.switched(without, 0) is None


@pytest.mark.parametrize(
    ("typed", "printed"),
    [("第3版", "03"), ("三版", "3"), ("第十二版", "12"), ("头版", "1"), ("Ａ２版", "A02"), ("b3", "B3")],
)
def test_a_section_is_known_however_it_is_written(typed: str, printed: str) -> None:
    """In Arabic digits or Chinese, with zeros before or without, full-width or not."""
    rule = rules.of_words([typed])
    assert rule is not None
    assert rule.words == (rules.section_mark(printed),)


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("2026/丹东日报_2026-11-24.pdf", "丹东日报"),
        ("丹东日报20261124第3版.txt", "丹东日报"),
        ("2026年11月24日 晚报.docx", "晚报"),
        ("晚报.txt", "晚报"),
        ("20261124.pdf", "20261124"),
    ],
)
def test_a_source_is_known_from_issue_to_issue(name: str, title: str) -> None:
    """By its title, whatever date and page stand beside it in the file's name."""
    assert rules.read_mark(rules.source_mark(name)) == (rules.SOURCE, title)


def test_a_source_subscribed_to_in_the_first_release(db: Database) -> None:
    """Rules that are kept as that release wrote them are met as before."""
    with atomic(db):
        subscriptions.subscribe(db, 7, 0, '{"kind": "source", "text": "page.txt"}', [f"{rules.EVERYTHING}page.txt"])
    publish(db, [_in(HEATING)])

    assert headlines(db) == [HEATING.headline]


WORDS = st.lists(st.text("采暖补贴头盔工人abc", min_size=1, max_size=4), min_size=1, max_size=5)


@given(WORDS, st.booleans(), WORDS, st.text("采暖补贴头盔工人abc。", max_size=40))
def test_an_article_without_a_key_never_meets_the_rule(
    words: list[str], every: bool, without: list[str], text: str
) -> None:
    """Looking rules up by their keys loses none."""
    rule = rules.of_words(words, every=every, without=without)
    assert rule is not None
    assert rules.unpack(rules.pack(rule)) == rule
    if rules.meets(rule, text):
        assert any(key in text for key in rules.keys(rule))


@pytest.mark.parametrize("words", [[], ["。", " "], ["！？"]])
def test_no_words_are_no_rule(words: list[str]) -> None:
    """Signs are not looked for."""
    assert rules.of_words(words) is None


def test_the_newsroom_tells_of_what_it_takes_in(tmp_path: Path) -> None:
    """In the transaction that publishes; the same file again, or silently, tells nobody."""
    newsroom = Newsroom.open(Settings(data=tmp_path / "data"))
    subscribe(newsroom.db(), rules.everything())
    page = tmp_path / "page.txt"
    page.write_text("桥头镇修通三条路\n\n本报讯(记者 林知远)9月3日上午,桥头镇三条乡村公路通车。\n", encoding="utf-8")

    for path, alert, waiting in ((page, True, 1), (page, True, 1), (tmp_path / "more.txt", False, 1)):
        path.write_text(page.read_text(encoding="utf-8"), encoding="utf-8")
        list(newsroom.ingest([path], alert=alert))
        assert outbox.census(newsroom.db()) == {"due": waiting, "repeats": 0}
    newsroom.close()


def _in(article: Article) -> Article:
    return Article("", article.headline, article.paragraphs, source="page.txt")
