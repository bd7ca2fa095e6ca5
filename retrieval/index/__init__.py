"""Search engines over chunks behind one protocol; a folder belongs to one engine, segmenter and analysis version."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from retrieval.analysis import Analyzer, Segmenter
from retrieval.types import Index

Engine = Literal["tantivy", "rank-bm25"]


def open_index(path: Path, *, engine: Engine = "tantivy", segmenter: Segmenter = "rjieba") -> Index:
    """Open the index in the folder *path*, made if it is not there (generation 0).

    Raises IndexUnusable if the folder is corrupt, or was made by another engine, segmenter or analysis version: delete
    it and add everything again. rank-bm25 keeps nothing on disk and always opens empty.
    """
    analyzer = Analyzer(segmenter)
    # Each engine is imported only where it is chosen: tantivy and numpy cost a tenth of a second each.
    if engine == "tantivy":
        from retrieval.index.tantivy_index import TantivyIndex

        return TantivyIndex(path, analyzer)
    from retrieval.index.rank_bm25 import RankBM25Index

    return RankBM25Index(analyzer)
