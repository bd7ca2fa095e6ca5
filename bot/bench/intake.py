"""How fast documents become searchable, and how fast text is read for figures; each deed in a process of its own."""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from statistics import median

from bot.bench.corpus import read_articles, write_articles
from bot.bench.growth import Grower, grow
from store.models import Article

PAGES = 300
ARTICLES_A_PAGE = 8
ARTICLES = 100_000  # in one .jsonl file
SENTENCES_A_PARAGRAPH = 3
MORE_PAGES = 5
READ_MB = 1.0  # of text that is read for figures

Figures = dict[str, float]

_REPORTERS = ("高远", "林知秋", "周明", "李晓岚", "陈一鸣", "赵立春")


def prepare(folder: Path, articles: Sequence[Article], *, pages: int = PAGES, whole: int = ARTICLES) -> None:
    """Write *pages* newspaper pages and *whole* articles in one .jsonl, grown from *articles*, into *folder*."""
    if (folder / "text").exists():
        return
    grown = Grower(articles).new_articles()
    (folder / "pages").mkdir(parents=True, exist_ok=True)
    for number in range(1, pages + 1):
        text = page(number, list(islice(grown, ARTICLES_A_PAGE)))
        (folder / "pages" / f"page-{number:04}.txt").write_text(text, encoding="utf-8")
    write_articles(islice(grown, whole), folder / "jsonl", a_file=whole)
    write_articles(_first_megabytes(article for article, _ in grow(articles, sys.maxsize)), folder / "text")


def page(number: int, articles: Iterable[Article]) -> str:
    """The text of a printed page: a headline, a byline, paragraphs a line, blank lines between."""
    parts = [f"2024年{number % 12 + 1}月{number % 28 + 1}日 第{number % 8 + 1:02}版"]
    for place, article in enumerate(articles):
        sentences = [f"{sentence}。" for sentence in article.body.split("。") if sentence]
        paragraphs = [
            "".join(sentences[start : start + SENTENCES_A_PARAGRAPH])
            for start in range(0, len(sentences), SENTENCES_A_PARAGRAPH)
        ]
        byline = f"本报讯（记者 {_REPORTERS[(number + place) % len(_REPORTERS)]}）"
        parts += [article.headline, byline + "\n\n".join(paragraphs)]
    return "\n\n".join(parts) + "\n"


def _first_megabytes(articles: Iterable[Article]) -> Iterator[Article]:
    size = 0
    for article in articles:
        yield article
        size += len(article.body.encode())
        if size > READ_MB * 1e6:
            return


def ingest_pages(folder: Path) -> Figures:
    """From files to searchable chunks, a commit a page."""
    return _ingest(folder / "pages")


def ingest_articles(folder: Path) -> Figures:
    """From one file of whole articles to searchable chunks, one commit."""
    return _ingest(folder / "jsonl")


def _ingest(documents: Path) -> Figures:
    from bot.answering.newsroom import Newsroom
    from bot.settings import Settings

    size = sum(path.stat().st_size for path in documents.iterdir()) / 1e6
    with tempfile.TemporaryDirectory(dir=documents.parent) as data:
        wall, cpu = time.perf_counter(), cpu_seconds()
        newsroom = Newsroom.open(Settings(data=Path(data)))
        results = list(newsroom.ingest([documents]))
        wall, cpu = time.perf_counter() - wall, cpu_seconds() - cpu
        articles, chunks = newsroom.count(), len(newsroom.index)
        newsroom.close()
    if refused := [result for result in results if result.outcome == "refused"]:
        raise ValueError(f"{refused[0].name}: {refused[0].reason}")
    return {
        "megabytes": size,
        "mb_s": size / wall,
        "mb_cpu_s": size / cpu,
        "articles": articles,
        "chunks": chunks,
        "peak_mib": memory_mib("VmHWM"),
    }


def one_more(data: Path, articles: Sequence[Article]) -> Figures:
    """A few pages, one after another, into a newsroom that holds much already: seconds from file to searchable."""
    from bot.answering.newsroom import Newsroom
    from bot.settings import Settings

    newsroom = Newsroom.open(Settings(data=data))
    seconds = []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(MORE_PAGES):
            path = Path(folder) / f"more-{number}.txt"
            text = page(number, articles[number * 3 : number * 3 + 3])
            path.write_text(f"{text}\n第{time.time_ns()}号\n", encoding="utf-8")  # else a second run finds it unchanged
            begun = time.perf_counter()
            list(newsroom.ingest([path]))
            seconds.append(time.perf_counter() - begun)
    newsroom.close()
    return {"more_s": median(seconds)}


def read_facts(folder: Path) -> Figures:
    """Extraction of facts."""
    from retrieval.facts import extract

    return _read(folder, lambda article: extract(article))


def read_quantities(folder: Path) -> Figures:
    """Quantities alone."""
    from retrieval.quantities import find_quantities

    return _read(folder, lambda article: find_quantities(article.body))


def read_dates(folder: Path) -> Figures:
    """Dates alone."""
    from retrieval.dates import find_dates

    return _read(folder, lambda article: find_dates(article.body))


def cut_chunks(folder: Path) -> Figures:
    """Articles into sentence chunks."""
    from store.intake.chunking import chunk

    return _read(folder, chunk)


def _read(folder: Path, deed: Callable[[Article], Sequence[object]]) -> Figures:
    articles = read_articles(sorted((folder / "text").iterdir()))
    for article in articles[:20]:
        deed(article)  # tables are loaded at the first use
    begun, found = time.process_time(), 0
    for article in articles:
        found += len(deed(article))
    size = sum(len(article.body.encode()) for article in articles) / 1e6
    return {"megabytes": size, "mb_cpu_s": size / (time.process_time() - begun), "found": found}


def cpu_seconds() -> float:
    """Processor time of this process and of those it has waited for."""
    usage = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in usage)


def memory_mib(entry: str) -> float:
    """Memory of this process: VmRSS now, VmHWM at most so far, RssAnon without maps of files. Linux only."""
    lines = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines())
    return int(lines[entry].split()[0]) / 1024


DEEDS: dict[str, Callable[[Path], Figures]] = {
    "pages": ingest_pages,
    "jsonl": ingest_articles,
    "facts": read_facts,
    "quantities": read_quantities,
    "dates": read_dates,
    "chunks": cut_chunks,
}
