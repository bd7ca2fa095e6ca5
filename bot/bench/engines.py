"""What is measured side by side: 报知's whole answer path, its index alone, and the peers, over the same terms."""

from __future__ import annotations

import sqlite3
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from bot.bench.corpus import Corpus, Question
from retrieval.types import Query

TOP = 10

Search = Callable[[Question], list[int]]  # numbers of the best chunks, from 1, best first


class Engine(Protocol):
    """Each runs in processes of its own, and imports its library only there."""

    title: str
    package: str  # its library; measured only where this can be imported
    home: str  # folder of what it keeps, below the corpus's; engines that share it are built once
    largest: int  # chunks; it is not asked for more
    ours: bool  # part of 报知, not a peer

    def build(self, corpus: Corpus, home: Path) -> None:
        """Make everything that is kept on disk."""

    def open(self, corpus: Corpus, home: Path) -> Search:
        """Make ready to answer, from what is kept; the search may be called from several threads."""


class WholePath:
    """`Newsroom.ask`: question to answer, as the chat and the command line have it."""

    title, package, home, largest, ours = "报知, whole answer path", "bot.answering.newsroom", "data", 10**9, True

    def build(self, corpus: Corpus, home: Path) -> None:
        """Ingest, as an operator would."""
        from bot.answering.newsroom import Newsroom
        from bot.settings import Settings

        newsroom = Newsroom.open(Settings(data=home))
        refused = [result for result in newsroom.ingest([corpus.documents]) if result.outcome == "refused"]
        newsroom.close()
        if refused:
            raise ValueError(f"{refused[0].name}: {refused[0].reason}")

    def open(self, corpus: Corpus, home: Path) -> Search:
        """A newsroom on what was ingested; the process is settled as the bot's is."""
        from bot.answering.newsroom import Newsroom
        from bot.answering.settling import settle
        from bot.settings import Settings

        newsroom = Newsroom.open(Settings(data=home))
        settle()
        return lambda question: [passage.chunk_id for passage in newsroom.ask(question.text).passages]


class OwnIndex:
    """The index of 报知 asked for the terms of sentences alone, as the peers are."""

    title, package, home, largest, ours = "报知, index alone", "tantivy", "index", 10**9, True

    def build(self, corpus: Corpus, home: Path) -> None:
        """Segmentation is part of it, and so are all fields."""
        from retrieval.index import open_index

        index = open_index(home)
        index.update(remove=[], add=corpus.articles(), generation=1)
        index.close()

    def open(self, corpus: Corpus, home: Path) -> Search:
        """Map the files."""
        from retrieval.index import open_index

        index = open_index(home)
        return lambda question: [hit.chunk_id for hit in index.search_chunks(self._query(question), k=TOP)]

    def _query(self, question: Question) -> Query:
        return Query(dict.fromkeys(question.terms, 1.0), fields={"terms": 1.0})


class OwnIndexAllFields(OwnIndex):
    """The index of 报知 with everything it has: single characters, the article as a whole, its headline."""

    title = "报知, index, all fields"

    def open(self, corpus: Corpus, home: Path) -> Search:
        """Map the files."""
        from retrieval.index import open_index

        index = open_index(home)
        return lambda question: [hit.chunk_id for hit in index.search(self._query(question), k=TOP)]

    def _query(self, question: Question) -> Query:
        characters = dict.fromkeys(char for term in question.terms for char in term if char >= "\u3400")
        return Query(dict.fromkeys(question.terms, 1.0), dict.fromkeys(characters, 1.0))


class RankBM25:
    """The plain peer, all in memory: whoever uses it builds it at every start."""

    title, package, home, largest, ours = "rank-bm25", "rank_bm25", "rank-bm25", 300_000, False

    def build(self, corpus: Corpus, home: Path) -> None:
        """It keeps nothing."""

    def open(self, corpus: Corpus, home: Path) -> Search:
        """Build it."""
        import numpy as np
        from rank_bm25 import BM25Okapi

        engine = BM25Okapi(_lists(corpus))

        def search(question: Question) -> list[int]:
            scores = engine.get_scores(question.terms)
            best = np.argpartition(-scores, TOP)[:TOP]
            return [int(place) + 1 for place in best[np.argsort(-scores[best])]]

        return search


class BM25S:
    """Scores computed ahead, in sparse matrices; mapped from disk."""

    title, package, home, largest, ours = "bm25s", "bm25s", "bm25s", 10**9, False

    def build(self, corpus: Corpus, home: Path) -> None:
        """From lists of terms."""
        import bm25s

        engine = bm25s.BM25()
        engine.index(_lists(corpus), show_progress=False)
        engine.save(home, show_progress=False)

    def open(self, corpus: Corpus, home: Path) -> Search:
        """Map the matrices; the vocabulary is read."""
        import bm25s

        engine = bm25s.BM25.load(home, mmap=True, show_progress=False)

        def search(question: Question) -> list[int]:
            found = engine.retrieve([list(question.terms)], k=TOP, show_progress=False)
            return [int(place) + 1 for place in found.documents[0]]

        return search


class FTS5:
    """SQLite's full-text search; a connection for each thread."""

    title, package, home, largest, ours = "SQLite FTS5", "sqlite3", "fts5", 10**9, False

    def build(self, corpus: Corpus, home: Path) -> None:
        """In one transaction, then merged to one b-tree."""
        home.mkdir(parents=True)
        db = sqlite3.connect(home / "fts5.db")
        db.execute(
            """CREATE VIRTUAL TABLE chunks USING fts5(terms, content='', tokenize="unicode61 tokenchars '.%'")"""
        )
        with db:
            db.executemany("INSERT INTO chunks (rowid, terms) VALUES (?, ?)", enumerate(corpus.terms(), start=1))
            db.execute("INSERT INTO chunks (chunks) VALUES ('optimize')")
        db.close()

    def open(self, corpus: Corpus, home: Path) -> Search:
        """Open the file."""
        local = threading.local()

        def search(question: Question) -> list[int]:
            if not hasattr(local, "db"):
                local.db = sqlite3.connect(f"file:{home / 'fts5.db'}?mode=ro", uri=True)
            rows = local.db.execute(
                "SELECT rowid FROM chunks WHERE chunks MATCH ? ORDER BY rank LIMIT ?", [_match(question), TOP]
            )
            return [rowid for (rowid,) in rows]

        return search


def _lists(corpus: Corpus) -> list[list[str]]:
    """The terms of each chunk; equal terms share one string, which spares a peer gigabytes."""
    return [list(map(sys.intern, line.split())) for line in corpus.terms()]


def _match(question: Question) -> str:
    return " OR ".join(f'"{term}"' for term in question.terms)


ENGINES: dict[str, Engine] = {
    "ask": WholePath(),
    "index": OwnIndex(),
    "fields": OwnIndexAllFields(),
    "bm25s": BM25S(),
    "fts5": FTS5(),
    "rank-bm25": RankBM25(),
}
