"""The index on disk: two tantivy indexes, chunks and articles, over the terms of our own analysis."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from operator import neg
from pathlib import Path
from typing import Any

import tantivy

from retrieval.analysis import Analyzer
from retrieval.errors import IndexBusy, IndexUnusable
from retrieval.index.fields import ARTICLE_WEIGHTS, CHUNK_WEIGHTS, POOL, indexed, joined
from retrieval.types import ArticleHit, Hit, Query
from store.models import Article, Chunk

LAYOUT = 1  # of the folder and its schemas; up by one whenever either changes
WRITER_BYTES = 64_000_000  # buffer of the one writer, before it writes a segment
COUNTED = 20_000  # terms whose counts are remembered; a question asks for each of its words several times
BUSY_SECONDS = 10.0  # how long to wait for another process that writes
# A commit of tantivy's Python binding carries no payload, so one document of each index holds the generation; it is
# replaced in the very commit that it describes.
GENERATION = "#generation"


class TantivyIndex:
    """Chunks in a folder. Readers see the last commit, whole, whoever is writing; one writer at a time."""

    def __init__(self, path: Path, analyzer: Analyzer, *, make: bool = True) -> None:
        """Open the index in *path*, or *make* it there. Raises IndexUnusable if what is there cannot be used."""
        self._path = path
        self._analyzer = analyzer
        self._writing = threading.Lock()
        _check_identity(path, analyzer, make=make)
        try:
            self._chunks = _Part(path / "chunks", _chunk_schema(), make=make)
            self._articles = _Part(path / "articles", _article_schema(), make=make)
        except (ValueError, OSError) as exc:  # what tantivy raises for a folder that it cannot read
            raise IndexUnusable(path, str(exc)) from exc

    @property
    def generation(self) -> int:
        """The store generation that is searchable; after a crash between two commits, the older one's."""
        return min(self._chunks.snapshot().generation, self._articles.snapshot().generation)

    def update(
        self, *, remove: Collection[str], add: Iterable[tuple[Article, Sequence[Chunk]]], generation: int
    ) -> None:
        """Take out the articles *remove*, put in *add* (replacing what is held of them), and be at *generation*.

        Raises IndexBusy if another process keeps the index, IndexUnusable if the folder cannot be written.
        """
        with self._writing:
            writers = [part.writer() for part in (self._chunks, self._articles)]
            try:
                self._write(*writers, remove=remove, add=add)
                for writer in writers:
                    _set_generation(writer, generation)
                    _commit(writer)
                    writer.wait_merging_threads()
            except (ValueError, OSError) as exc:
                raise IndexUnusable(self._path, str(exc)) from exc

    def search(self, query: Query, *, k: int = 10) -> list[Hit]:
        """At most *k* hits by the weighted sum of chunk and article fields, best first, ties by chunk id."""
        pool = max(k, POOL)
        return joined(self.search_chunks(query, k=pool), self.search_articles(query, k=pool), k=k)

    def search_chunks(self, query: Query, *, k: int) -> list[Hit]:
        """At most *k* hits by the chunks' own fields, best first, ties by chunk id."""
        weights = query.fields or CHUNK_WEIGHTS
        scores, ids = self._chunks.search(query, weights, ("id",), k)
        return [_as_hit((chunk_id, -below)) for below, chunk_id in sorted(zip(map(neg, scores), ids, strict=True))]

    def search_articles(self, query: Query, *, k: int) -> list[ArticleHit]:
        """At most *k* articles by their whole text and headline, best first."""
        scores, firsts, lasts = self._articles.search(query, ARTICLE_WEIGHTS, ("first", "last"), k)
        return list(map(_as_article_hit, zip(firsts, lasts, scores, strict=True)))

    def document_frequency(self, term: str) -> int:
        """How many chunks hold *term*."""
        snapshot = self._chunks.current
        found = snapshot.counts.get(term)
        if found is None:
            if len(snapshot.counts) >= COUNTED:
                snapshot.counts.clear()
            found = snapshot.counts[term] = int(snapshot.searcher.doc_freq("terms", term))
        return found

    def words_from(self, prefix: str) -> list[tuple[str, int]]:
        """The terms that begin with *prefix*, commonest first, and how many chunks hold each."""
        return list(self._chunks.current.searcher.terms_with_prefix("terms", prefix))

    def __len__(self) -> int:
        return max(0, int(self._chunks.snapshot().searcher.num_docs) - 1)  # without the generation's document

    def close(self) -> None:
        """Nothing to do: writers close with their update, and readers hold maps of files only."""

    def _write(
        self, chunks: Any, articles: Any, *, remove: Collection[str], add: Iterable[tuple[Article, Sequence[Chunk]]]
    ) -> None:
        for article_id in remove:
            _delete(article_id, chunks, articles)
        for article in indexed(self._analyzer, add):
            _delete(article.article_id, chunks, articles)
            for chunk in article.chunks:
                chunks.add_document(
                    tantivy.Document(
                        article=article.article_id,
                        id=chunk.id,
                        terms=chunk.terms,
                        characters=chunk.characters,
                    )
                )
            articles.add_document(
                tantivy.Document(
                    article=article.article_id,
                    first=article.chunks[0].id,
                    last=article.chunks[-1].id,
                    terms=article.terms,
                    head=article.head,
                )
            )


# as their `_make` does, without a call of Python's for each of a hundred
_as_hit = partial(tuple.__new__, Hit)
_as_article_hit = partial(tuple.__new__, ArticleHit)


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """One commit, searchable as long as it is held."""

    searcher: Any
    generation: int
    stamp: tuple[int, int]  # of meta.json, which every commit replaces
    counts: dict[str, int] = field(default_factory=dict)  # how many documents hold a term, for terms asked about lately


class _Part:
    """One tantivy index and its newest snapshot."""

    def __init__(self, path: Path, schema: Any, *, make: bool) -> None:
        if make:
            path.mkdir(parents=True, exist_ok=True)
        self._meta = path / "meta.json"
        self._schema = schema
        self._index = tantivy.Index(schema, str(path), reuse=True)
        self._index.config_reader("manual")  # we know when a commit came: meta.json is another file
        self._loading = threading.Lock()
        self.current = self._load()  # as of the last search: what is asked about single terms looks no further

    def snapshot(self) -> _Snapshot:
        """The newest commit, by this process or another; costs one stat where nothing is new."""
        if self.current.stamp != _stamp(self._meta):
            with self._loading:
                if self.current.stamp != _stamp(self._meta):
                    self.current = self._load()
        return self.current

    def search(self, query: Query, weights: Mapping[str, float], columns: Sequence[str], k: int) -> list[list[Any]]:
        """The scores of the best *k* documents, then the values of each of the fast fields *columns*."""
        clauses = list(self._clauses(query, weights))
        if not clauses or k < 1:
            return [[] for _ in range(1 + len(columns))]
        searcher = self.snapshot().searcher
        found = searcher.search(tantivy.Query.boolean_query(clauses), limit=k, count=False).hits
        places = [place for _, place in found]
        return [[score for score, _ in found], *(searcher.fast_field_values(column, places) for column in columns)]

    def writer(self) -> Any:
        """The index's only writer; waits for another process's. Raises IndexBusy after BUSY_SECONDS."""
        deadline = time.monotonic() + BUSY_SECONDS
        while True:
            try:
                writer = self._index.writer(WRITER_BYTES, 1)
                # files of a commit that a crash cut short would stand in the way of the same commit now
                writer.garbage_collect_files()
                return writer
            except ValueError as exc:  # tantivy's LockBusy
                if time.monotonic() > deadline:
                    raise IndexBusy(f"the index {self._meta.parent} is being written by another process") from exc
                time.sleep(0.05)

    def _clauses(self, query: Query, weights: Mapping[str, float]) -> Iterable[tuple[Any, Any]]:
        for name, field_weight in weights.items():
            for term, weight in (query.characters if name == "characters" else query.terms).items():
                clause, boost = tantivy.Query.term_query(self._schema, name, term, "freq"), field_weight * weight
                yield tantivy.Occur.Should, clause if boost == 1.0 else tantivy.Query.boost_query(clause, boost)

    def _load(self) -> _Snapshot:
        stamp = _stamp(self._meta)  # before the reload: a commit in between is then found at the next look
        self._index.reload()
        searcher = self._index.searcher()
        found = searcher.search(
            tantivy.Query.term_query(self._schema, "article", GENERATION), limit=1, count=False
        ).hits
        value = searcher.fast_field_values("generation", [found[0][1]])[0] if found else 0
        return _Snapshot(searcher, int(value or 0), stamp)


def _chunk_schema() -> Any:
    builder = tantivy.SchemaBuilder()
    for column in ("id", "generation"):
        builder.add_integer_field(column, fast=True)
    builder.add_text_field("article", tokenizer_name="raw", index_option="basic")
    for name in ("terms", "characters"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def _article_schema() -> Any:
    builder = tantivy.SchemaBuilder()
    for column in ("first", "last", "generation"):
        builder.add_integer_field(column, fast=True)
    builder.add_text_field("article", tokenizer_name="raw", index_option="basic")
    for name in ("terms", "head"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def _delete(article_id: str, *writers: Any) -> None:
    for writer in writers:
        writer.delete_documents_by_term("article", article_id)


def _commit(writer: Any) -> None:
    """Commit; again where a file is in the way, left by another process that a crash cut short in the same commit.

    The second attempt has another number, by which its files are named. Files that another process was about to write
    are not known to this one, and so not cleared away when it begins to write.
    """
    try:
        writer.commit()
    except ValueError as exc:
        if "FileAlreadyExists" not in str(exc):
            raise
        writer.commit()


def _set_generation(writer: Any, generation: int) -> None:
    writer.delete_documents_by_term("article", GENERATION)
    writer.add_document(tantivy.Document(article=GENERATION, generation=generation))


def _stamp(path: Path) -> tuple[int, int]:
    status = os.stat(path)
    return status.st_mtime_ns, status.st_ino


def _check_identity(path: Path, analyzer: Analyzer, *, make: bool) -> None:
    """Refuse a folder that another engine, segmenter or version made; sign a new one, or refuse it unless *make*."""
    identity = {"engine": "tantivy", "layout": LAYOUT, "analysis": analyzer.edition, "segmenter": analyzer.segmenter}
    signature = path / "identity.json"
    try:
        found = json.loads(signature.read_text(encoding="utf-8"))
    except FileNotFoundError:
        if path.is_dir() and any(path.iterdir()):
            raise IndexUnusable(path, "it is not signed") from None
        if not make:
            raise IndexUnusable(path, "it is not there") from None
        path.mkdir(parents=True, exist_ok=True)
        signature.write_text(json.dumps(identity), encoding="utf-8")
        return
    except (ValueError, OSError) as exc:
        raise IndexUnusable(path, f"its signature cannot be read ({exc})") from exc
    if found != identity:
        raise IndexUnusable(path, f"it was made as {found}, now is {identity}")
