"""Corrections are linked to what they put right, whichever comes in first, and to nothing where it is unsure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from store import articles, publishing
from store.corrections import corrections_of
from store.models import Article
from store.publishing import Edition
from store.schema import atomic, open_store

BRIDGE = Article(
    "",
    "柳林渡口栈桥通车",
    ("本报讯（记者 余航）柳林渡口的栈桥昨日通车。栈桥长60米，投资120万元，每天有三百多人往来。",),
    reporters=("余航",),
    date="2024-03-05",
    page="3",
)
MARKET = replace(
    BRIDGE,
    headline="老街夜市开张",
    paragraphs=("本报讯（记者 麻秋实）老街夜市昨晚开张，新棚子有50个，投资80万元。",),
    reporters=("麻秋实",),
)
CORRECTION = Article(
    "",
    "更正",
    ("本报3月5日第3版《柳林渡口栈桥通车》一文中，“长60米”应为“长66米”。特此更正。",),
    kind="correction",
    date="2024-03-07",
)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    found = open_store(tmp_path / "baozhi.db")
    yield found
    found.conn.close()


def publish(db: Database, name: str, *printed: Article) -> None:
    with atomic(db):
        publishing.publish(db, name, repr(printed).encode(), [Edition(one, []) for one in printed], now=1.0)


def linked(db: Database) -> dict[str, str | None]:
    """What each correction held is about, by headline; None for nothing."""
    held = list(articles.all_articles(db))
    headlines = {article.key: article.headline for article in held}
    return {
        article.source or article.body: headlines.get(article.corrects or 0)
        for article in held
        if article.kind == "correction"
    }


def about(db: Database, text: str, *, date: str | None = "2024-03-07") -> str | None:
    publish(db, "更正.txt", replace(CORRECTION, paragraphs=(text,), date=date))
    return linked(db)[text]


@pytest.mark.parametrize(
    "text",
    [
        "本报3月5日第3版《柳林渡口栈桥通车》一文中，“长60米”应为“长66米”。特此更正。",
        "本报前日3版刊登的《柳林渡口栈桥通车》一文，记者“余航”应为“余杭”。",
        "2024年3月5日本报3版消息中，“投资120万元”系“投资102万元”之误。",
        "本报日前刊登的《柳林渡口栈桥通车了》一文有误，栈桥长度应为66米。",
        "本报5日3版“每天有三百多人往来”一句，应为“每天有五百多人往来”。",
    ],
)
def test_a_correction_finds_its_article(db: Database, text: str) -> None:
    """By day, page, headline and the words that were misprinted, whichever of them it gives."""
    publish(db, "3月5日.txt", BRIDGE, MARKET)
    assert about(db, text) == "柳林渡口栈桥通车"


@pytest.mark.parametrize(
    "text",
    [
        "本报3月5日第3版一篇报道有误，特此更正。",  # which of the two?
        "本报3月4日第3版《柳林渡口修缮》一文中，“长60米”应为“长66米”。",  # another day
        "本报3月5日第2版《柳溪小学开学》一文中，“500名”应为“400名”。",  # another page, none of its words
        "向读者致歉。",
    ],
)
def test_nothing_is_linked_where_it_is_unsure(db: Database, text: str) -> None:
    """Of two that fit alike, or one that hardly does, none is taken."""
    publish(db, "3月5日.txt", BRIDGE, MARKET)
    assert about(db, text) is None


def test_a_year_that_is_not_known_is_not_guessed(db: Database) -> None:
    """A correction without a date of its own finds its article by the headline, not by a day without a year."""
    publish(db, "3月5日.txt", BRIDGE, MARKET)
    assert about(db, "本报3月5日第3版一文中，“投资120万元”应为“投资102万元”。", date=None) is None
    assert about(db, CORRECTION.paragraphs[0], date=None) == "柳林渡口栈桥通车"


def test_the_article_may_come_later_or_with_it(db: Database) -> None:
    """In the same document, or in one that is taken in after the correction."""
    publish(db, "3月7日.txt", CORRECTION)
    assert linked(db) == {CORRECTION.body: None}
    publish(db, "3月6日.txt", replace(MARKET, date="2024-03-06"))
    assert linked(db) == {CORRECTION.body: None}
    publish(db, "3月5日.txt", MARKET, BRIDGE)
    assert linked(db) == {CORRECTION.body: "柳林渡口栈桥通车"}


def test_in_one_document(db: Database) -> None:
    """A file of several days holds both."""
    publish(db, "三月.txt", CORRECTION, MARKET, BRIDGE)
    assert linked(db) == {CORRECTION.body: "柳林渡口栈桥通车"}


def test_an_article_knows_its_corrections(db: Database) -> None:
    """The link survives that the article is read anew, and goes with it."""
    publish(db, "3月5日.txt", BRIDGE, MARKET)
    publish(db, "3月7日.txt", CORRECTION)
    key = next(article.key for article in articles.all_articles(db) if article.headline == BRIDGE.headline)
    assert [article.body for article in corrections_of(db, [key])[key]] == [CORRECTION.body]

    publish(db, "3月5日.txt", replace(BRIDGE, paragraphs=(*BRIDGE.paragraphs, "渡口还要修。")), MARKET)
    assert linked(db) == {CORRECTION.body: "柳林渡口栈桥通车"}
    publish(db, "3月5日.txt", MARKET)
    assert linked(db) == {CORRECTION.body: None}
    assert corrections_of(db, [key]) == {}


def test_a_reprint_is_no_rival(db: Database) -> None:
    """The same text printed twice: one of the two is corrected, and both are the same article."""
    publish(db, "3月5日.txt", BRIDGE)
    publish(db, "3月5日晚报.txt", BRIDGE)
    assert about(db, CORRECTION.paragraphs[0]) == "柳林渡口栈桥通车"


def test_a_correction_that_is_read_anew_is_looked_at_anew(db: Database) -> None:
    """A new version that names another article is linked to that."""
    publish(db, "3月5日.txt", BRIDGE, MARKET)
    publish(db, "3月7日.txt", CORRECTION)
    publish(db, "3月7日.txt", replace(CORRECTION, paragraphs=("本报5日3版《老街夜市开张》一文，“50个”应为“55个”。",)))
    assert list(linked(db).values()) == ["老街夜市开张"]
