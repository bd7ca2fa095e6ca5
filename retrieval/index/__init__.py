"""Search engines over chunks behind one protocol; a folder belongs to one engine, segmenter and analysis version."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from retrieval.analysis import Analyzer, Segmenter
from retrieval.errors import ClusterUnavailable
from retrieval.index.address import parse_address
from retrieval.types import Index

if TYPE_CHECKING:
    from retrieval.index.oceanbase import OceanBaseIndex

Engine = Literal["tantivy", "rank-bm25"]


def open_index(
    path: Path,
    *,
    engine: Engine = "tantivy",
    segmenter: Segmenter = "rjieba",
    own: Collection[str] = (),
    make: bool = True,
) -> Index:
    """Open the index in the folder *path*; where there is none, *make* it (generation 0).

    Raises IndexUnusable if it is not there and not to be made, if the folder is corrupt, or was made by another engine,
    segmenter or analysis version: delete it and add everything again. rank-bm25 keeps nothing on disk and always opens
    empty.
    """
    analyzer = Analyzer(segmenter, own)
    # Each engine is imported only where it is chosen: tantivy and numpy cost a tenth of a second each.
    if engine == "tantivy":
        from retrieval.index.tantivy_index import TantivyIndex

        return TantivyIndex(path, analyzer, make=make)
    from retrieval.index.rank_bm25 import RankBM25Index

    return RankBM25Index(analyzer)


@dataclass(frozen=True, slots=True)
class Owner:
    """Which store an index on a cluster belongs to; another store's tables are never touched."""

    store: int  # stays with the store, into its backups and back
    timeline: int  # a store that was put back from a backup goes another way from there: its tables are made anew


def open_cluster(
    url: str, owner: Owner, *, segmenter: Segmenter = "rjieba", own: Collection[str] = ()
) -> OceanBaseIndex:
    """The index on the cluster that *url* names, see parse_address; nothing is connected yet.

    Raises ClusterUnavailable where the driver is not installed.
    """
    if find_spec("pymysql") is None:
        raise ClusterUnavailable("its driver is missing: pip install 'baozhi[cluster]'", lasting=True)
    from retrieval.index.oceanbase import OceanBaseIndex

    return OceanBaseIndex(parse_address(url), Analyzer(segmenter, own), owner=owner.store, timeline=owner.timeline)
