"""An index that another process was writing when it was killed: the same commit succeeds now."""

from __future__ import annotations

from pathlib import Path

from retrieval.index import open_index
from retrieval.types import Index, Query
from store.models import Article, Chunk


def printed(number: int, text: str) -> tuple[Article, list[Chunk]]:
    """An article of one chunk."""
    article = Article(f"a{number}", f"标题{number}", (text,))
    return article, [Chunk(article.id, 0, len(text), text, id=number)]


def test_files_of_another_process_do_not_stand_in_the_way(tmp_path: Path) -> None:
    """Killed before its commit counted, it leaves files of the very names that ours would have."""

    def opened() -> Index:
        return open_index(tmp_path / "index", engine="tantivy", segmenter="rjieba")

    first = opened()
    first.update(remove=[], add=[printed(1, "三条路通车"), printed(2, "采暖补贴发放")], generation=1)
    ours, theirs = opened(), opened()
    held = [(path, path.read_bytes()) for path in (tmp_path / "index").rglob("meta.json")]
    theirs.update(remove=["a1"], add=[printed(1, "四条路通车")], generation=2)
    for path, content in held:
        path.write_bytes(content)

    ours.update(remove=["a1"], add=[printed(1, "四条路通车")], generation=2)
    assert (ours.generation, len(ours)) == (2, 2)
    assert [hit.chunk_id for hit in ours.search(Query({"四条": 1.0}))] == [1]
    assert ours.search(Query({"三条": 1.0})) == []
    assert opened().generation == 2
