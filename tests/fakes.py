"""Stand-ins for tests of the chat: a newsroom that knows what the test tells it, over a real store."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import cast

from sqlite_utils import Database

from bot.answering.newsroom import IndexState, Newsroom
from bot.answering.paper import StoreCorpus
from bot.publishing.press import Press
from bot.settings import Settings
from retrieval.types import Answer, Context, FactAnswer, Passage, Told
from store import articles, publishing
from store.models import Article, Chunk
from store.publishing import Edition
from store.schema import atomic, open_store

HELMETS = Article(
    "",
    "“爱心头盔”赠环卫工人",
    ("8月19日上午,高新区城市管理和综合执法局工作人员为50名环卫工人送上安全头盔。", "连日来,该局扎实组织活动。"),
    date="2022-08-19",
    source="page.txt",
    complete=False,
)
LONG = Article("", "园区<b>&大事记", tuple(f"第{n}段，" + "新闻" * 400 + "。" for n in range(9)), date="2022-08-20")


class FakeIndex:
    """An index in step with its store, as far as it is asked how it does."""

    def __init__(self, db: Callable[[], Database]) -> None:
        self._db = db

    @property
    def generation(self) -> int:
        """The store's."""
        return articles.generation(self._db())

    def __len__(self) -> int:
        return int(self._db().execute("SELECT count(*) FROM chunks").fetchone()[0])


class FakeNewsroom:
    """The newsroom's public face: two articles, and the answers in `answers`, by question."""

    def __init__(self, data: Path) -> None:
        self._path = data / "baozhi.db"
        self._thread = threading.local()
        self._connections: list[Database] = []
        self.corpus = StoreCorpus(self.db)
        self.index = FakeIndex(self.db)
        self.asked: list[tuple[str, Context | None]] = []
        self.others: tuple[Told, ...] = ()  # what other articles tell
        self.say_otherwise = False  # whether nothing is answered any more
        self.before_answering: Callable[[str], None] = lambda question: None
        self.settings = Settings(data=data)
        self.press = Press(self.db, self.settings, catch_up=lambda: None)
        with atomic(self.db()):
            for found in (HELMETS, LONG):
                edition = Edition(found, [Chunk("", 0, len(found.paragraphs[0]), found.paragraphs[0])])
                publishing.publish(self.db(), found.headline, found.headline.encode(), [edition], now=1.0)
        self.helmets, self.long = articles.all_articles(self.db())

    @classmethod
    def over(cls, data: Path) -> tuple[FakeNewsroom, Newsroom]:
        """A fake, and the same object as the type that the bot wants."""
        fake = cls(data)
        return fake, cast(Newsroom, fake)

    def db(self) -> Database:
        """The calling thread's connection."""
        found: Database | None = getattr(self._thread, "db", None)
        if found is None:
            found = self._thread.db = open_store(self._path)
            self._connections.append(found)
        return found

    def close(self) -> None:
        """Close every connection."""
        for db in self._connections:
            db.conn.close()

    def ask(self, text: str, *, context: Context | None = None) -> Answer:
        """Fifty helmets, whatever is asked, but for `单位`; `没有` is not answered, `段落` with passages alone."""
        self.asked.append((text, context))
        self.before_answering(text)
        first, second = self.helmets, self.long
        passages = (
            Passage(1, first.id, first.headline, first.paragraphs[0], 0, len(first.paragraphs[0]), 2.0, first.date),
            Passage(2, second.id, second.headline, second.body[3000:3100], 3000, 3100, 1.0, second.date),
        )
        fact = FactAnswer("number", "50名", 50, "名", False, "50名环卫工人", first.id, others=self.others)
        if "单位" in text:
            name = "高新区城市管理和综合执法局"
            fact = FactAnswer("org", name, None, None, False, name, first.id)
        if "没有" in text or self.say_otherwise:
            return Answer(text, False, 0.1, None, passages, missing=("注册资本",))
        return Answer(text, True, 0.9, None if "段落" in text else fact, passages)

    def held(self, text: str, context: Context | None = None) -> Answer | None:
        """Nothing: every question is asked."""
        return None

    def job(self) -> None:
        """Nobody helps."""

    def index_state(self) -> IndexState:
        """In step, without a cluster."""
        return IndexState("tantivy", len(self.index), self.index.generation)

    def count(self) -> int:
        """Two."""
        return articles.count(self.db())

    def dates(self) -> tuple[str, str] | None:
        """Of the first and the last article."""
        return articles.dates(self.db())

    def articles(self) -> list[Article]:
        """Both."""
        return list(articles.all_articles(self.db()))

    def latest(self, n: int = 5) -> list[Article]:
        """The newest."""
        return articles.latest(self.db(), n)

    def article(self, key: int) -> Article:
        """By key."""
        return articles.article(self.db(), key)

    def article_by_id(self, article_id: str) -> Article:
        """By id."""
        return articles.article_by_id(self.db(), article_id)

    def examples(self, n: int = 3) -> list[str]:
        """Questions to tap."""
        return ["给多少名环卫工人送了头盔？", "谁送的头盔？"][:n]
