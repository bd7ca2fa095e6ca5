"""What the index on a cluster costs beside the embedded one: loading, searching, changing, and how alike they rank.

    python scripts/cluster_measure.py --chunks 1000000 --work build/cluster-measure

A seekdb server is started in the folder (see cluster_server.py), or --url names one that runs. The corpus is grown from
the development sets beside the checkout, else from the seeds, as `baozhi bench` does.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import cluster_server

from bot import bench
from bot.bench import corpus
from retrieval.analysis import Analyzer
from retrieval.candidates import CANDIDATES
from retrieval.index import Owner, open_cluster, open_index
from retrieval.index.oceanbase import OceanBaseIndex
from retrieval.types import Index, Query
from store.intake.chunking import chunk
from store.models import Article, Chunk

ASKED = 500  # questions
CHANGES = 20
HEADLINE = "县城新增充电桩"
READERS = 4


def main() -> int:
    """Measure, and print a line for each figure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chunks", type=int, nargs="+", default=[30_000])
    parser.add_argument("--work", type=Path, required=True, help="folder for corpora and the server's data; kept")
    parser.add_argument("--url", help="a cluster that runs, in place of a server of our own")
    parser.add_argument("--memory", default="4G", help="of our own server")
    args = parser.parse_args()
    with ExitStack() as stack:
        server = None
        if args.url is None:
            server = stack.enter_context(cluster_server.running(args.work / "server", memory=args.memory))
        for size in args.chunks:
            grown = corpus.prepare(args.work / str(size), *bench.material(None), size)
            url = f"{args.url or server.url}?timeout=30&prefix=measure{size}"  # type: ignore[union-attr]  # one of both
            measure(open_cluster(url, Owner(1, 1)), grown, server)
    return 0


def measure(cluster: OceanBaseIndex, grown: corpus.Corpus, server: cluster_server.Server | None) -> None:
    """Every figure for one corpus."""
    chunks = grown.statistics().chunks
    say("corpus", f"{chunks:,} chunks, {grown.statistics().articles:,} articles, {grown.statistics().megabytes:.0f} MB")
    cluster.clear()
    processor, begun = time.process_time(), time.monotonic()
    cluster.update(remove=[], add=grown.articles(), generation=1)
    seconds = time.monotonic() - begun
    own = time.process_time() - processor  # with reading and analysis
    say("load", f"{seconds:.0f} s, {chunks / seconds:,.0f} chunks a second; {own:.0f} s of a processor in this process")
    if server is not None:
        say("server", f"{resident(server.pid) / 1e9:.1f} GB resident, {used(server.folder) / 1e9:.1f} GB on disk")
    questions = [Analyzer().query(question.text) for question in grown.questions()]
    queries, others = questions[:ASKED], questions[ASKED:]
    say("search, just loaded", spread(timed(cluster, others or queries)))
    say("search, one reader", spread(timed(cluster, queries)))
    say(f"search, {READERS} readers", concurrently(cluster, queries))
    embedded = in_step(grown)
    say("search, embedded", spread(timed(embedded, queries)))
    say("alike", alike(cluster, embedded, queries))
    say("change", changes(cluster))
    embedded.close()
    cluster.close()


def timed(index: Index, queries: Sequence[Query]) -> list[float]:
    """Seconds for the hundred best chunks, and the articles, of each query, as a question asks for them."""
    taken = []
    asked = {"generation": index.generation} if isinstance(index, OceanBaseIndex) else {}
    for query in queries:
        begun = time.perf_counter()
        index.search_articles(query, k=100, **asked)
        index.search_chunks(query, k=100, **asked)
        taken.append(time.perf_counter() - begun)
        forget(index)
    return taken


def forget(index: Index) -> None:
    """No query is answered from what the one before it left."""
    if isinstance(index, OceanBaseIndex):
        index.forget()


def concurrently(index: Index, queries: Sequence[Query]) -> str:
    """The same by several threads at once."""
    taken: list[list[float]] = [[] for _ in range(READERS)]
    threads = [
        threading.Thread(target=lambda n=n: taken[n].extend(timed(index, queries[n::READERS]))) for n in range(READERS)
    ]
    begun = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rate = len(queries) / (time.monotonic() - begun)
    return f"{spread([each for one in taken for each in one])}, {rate:.0f} a second"


def in_step(grown: corpus.Corpus) -> Index:
    """The embedded index over the same corpus, made where it is not there."""
    folder = grown.folder / "index"
    index = open_index(folder)
    if index.generation == 0:
        index.update(remove=[], add=grown.articles(), generation=1)
    return index


def alike(cluster: Index, embedded: Index, queries: Sequence[Query]) -> str:
    """How much of what the embedded index finds the cluster finds as well."""
    first, ten, candidates = [], [], []
    for query in queries:
        ours, theirs = ([hit.chunk_id for hit in index.search(query, k=CANDIDATES)] for index in (cluster, embedded))
        if theirs:
            first.append(theirs[0] in ours[:1])
            ten.append(len({*theirs[:10]} & {*ours[:10]}) / len(theirs[:10]))
            candidates.append(len({*theirs} & {*ours}) / len(theirs))
    shares = [f"{statistics.mean(found):.4f} of the {name}" for name, found in
              (("first", first), ("first ten", ten), (f"{CANDIDATES} candidates", candidates))]  # fmt: skip
    return ", ".join(shares)


def changes(cluster: OceanBaseIndex) -> str:
    """One article put in, found, and taken out again."""
    put, taken = [], []
    query = Analyzer().query(HEADLINE)
    for number in range(CHANGES):
        made = Article(f"new{number}", HEADLINE, (f"截至8月底，全县新建充电桩{700 + number}个，覆盖所有乡镇。",))
        chunks = [part._replace(id=10**9 + number * 100 + place) for place, part in enumerate(chunk(made))]
        put.append(change(cluster, [], [(made, chunks)]))
        if chunks[0].id not in [hit.chunk_id for hit in cluster.search(query, k=100)]:
            raise AssertionError("an article that was put in is not found")
        taken.append(change(cluster, [made.id], []))
    return f"an article put in: {spread(put)}; taken out: {spread(taken)}"


def change(cluster: OceanBaseIndex, remove: Sequence[str], add: Sequence[tuple[Article, list[Chunk]]]) -> float:
    """Seconds for one update."""
    generation, begun = cluster.generation, time.perf_counter()
    cluster.update(remove=remove, add=add, generation=generation + 1)
    return time.perf_counter() - begun


def spread(taken: Sequence[float]) -> str:
    """Median and tail, in milliseconds."""
    ordered = sorted(taken)
    at = {share: 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))] for share in (0.5, 0.95, 0.99)}
    return f"p50 {at[0.5]:.1f} ms, p95 {at[0.95]:.1f} ms, p99 {at[0.99]:.1f} ms"


def resident(pid: int) -> int:
    """Bytes of memory that a process has."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS"))


def used(folder: Path) -> int:
    """Bytes on disk; files are made large and filled later."""
    return int(subprocess.run(["du", "-sB1", folder], capture_output=True, text=True, check=True).stdout.split()[0])


def say(name: str, text: str) -> None:
    """A figure, as soon as it is there."""
    print(f"{name:>20}  {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
