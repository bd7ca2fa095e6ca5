"""The benchmark's own promises: corpora like real ones, every engine answers, the report says what was measured."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections import Counter
from itertools import islice, pairwise
from pathlib import Path

import pytest
from conftest import SEEDS

from bot import bench
from bot.bench import corpus, intake, plot, process, report
from bot.bench.engines import ENGINES, TOP
from bot.bench.growth import Grower, grow, heaps_exponent, zipf_slope
from bot.bench.report import Row
from retrieval.analysis import Analyzer
from store.intake.chunking import chunk
from store.models import Article

QUESTION = "环卫工人收到多少头盔？"


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    """The owner's page."""
    return corpus.read_articles(sorted(SEEDS.glob("*.txt")))


@pytest.fixture(scope="module")
def grown(articles: list[Article], tmp_path_factory: pytest.TempPathFactory) -> corpus.Corpus:
    """A small corpus on disk."""
    return corpus.prepare(tmp_path_factory.mktemp("corpus"), articles, [QUESTION] * 40, 400)


def counts(articles: list[Article]) -> Counter[str]:
    """How often each term occurs."""
    return Counter(
        term for line in Analyzer().term_lines([article.body for article in articles]) for term in line.split()
    )


def test_real_articles_come_first_and_chunks_are_numbered(articles: list[Article]) -> None:
    """A corpus has what was asked for, beginning with the real articles; ids ascend without a gap."""
    pairs = list(grow(articles, 1_000))
    ids = [part.id for _, parts in pairs for part in parts]
    assert [article for article, _ in pairs[: len(articles)]] == articles
    assert ids == list(range(1, len(ids) + 1))
    assert 1_000 <= len(ids) < 1_100


def test_larger_begins_with_smaller(articles: list[Article]) -> None:
    """The same texts give the same corpus; more is only added."""
    small, large = (list(grow(articles, size)) for size in (500, 900))
    assert large[: len(small)] == small


def test_one_page_grows_zipf_like(articles: list[Article]) -> None:
    """Even from one page, the terms of a large corpus have the slope of natural text, and ever new words come."""
    real, small, large = (counts([article for article, _ in grow(articles, size)]) for size in (1, 2_000, 8_000))
    assert -1.2 < zipf_slope(large.values(), last=1_000) < -0.7
    assert len(real) < len(small) < len(large)
    assert 1.2 * len(small) < len(large) < 3.5 * len(small)


def test_terms_stay_zipf_like(shared_eval: Path) -> None:
    """Three times the real text keeps the slope of Zipf's law, and its vocabulary grows as Heaps' law has it."""
    articles = corpus.read_articles([shared_eval / "open" / "cmrc_trial.articles.jsonl"])
    size = sum(len(chunk(article)) for article in articles)
    real = counts(articles)
    new = counts([article for article, _ in grow(articles, 3 * size)])
    assert zipf_slope(new.values()) == pytest.approx(zipf_slope(real.values()), abs=0.1)
    assert len(new) / len(real) == pytest.approx((new.total() / real.total()) ** heaps_exponent(articles), rel=0.15)


def test_new_sentences_are_new(articles: list[Article]) -> None:
    """What is grown does not repeat the real articles."""
    bodies = {article.body for article in articles}
    new = [article.body for article in islice(Grower(articles).new_articles(), 50)]
    assert len(set(new)) == 50
    assert not bodies & set(new)


def test_nothing_to_grow_from(tmp_path: Path) -> None:
    """A folder without texts is refused by name."""
    with pytest.raises(bench.NoTexts, match="--texts"):
        bench.run([100], texts=tmp_path)


@pytest.mark.parametrize("name", [name for name in ENGINES if name != "ask"])
def test_every_engine_finds_the_sentence(grown: corpus.Corpus, name: str) -> None:
    """All engines, given the same terms, put a sentence first that holds a rare one of them."""
    engine = ENGINES[name]
    pytest.importorskip(engine.package)
    home = grown.folder / engine.home
    if not home.exists():
        engine.build(grown, home)
    found = engine.open(grown, home)(grown.questions()[0])
    assert len(found) == TOP
    assert "头盔" in list(grown.terms())[found[0] - 1].split()


def test_a_process_measures(grown: corpus.Corpus) -> None:
    """Figures come from a process of their own and are complete."""
    figures = process.measure("build", "fts5", str(grown.folder)) if not (grown.folder / "fts5").exists() else {}
    figures |= process.measure("serve", "fts5", str(grown.folder))
    assert {"p50_ms", "p95_ms", "cpu50_ms", "qps_1", "qps_2", "resident_mib", "anonymous_mib"} <= figures.keys()
    assert figures["p50_ms"] <= figures["p95_ms"]


def test_a_process_that_fails_says_why(tmp_path: Path) -> None:
    """The last line of its error, without a traceback."""
    with pytest.raises(process.Failed, match="FileNotFoundError"):
        process.measure("serve", "fts5", str(tmp_path))


def test_missing_peer_is_said(grown: corpus.Corpus, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A peer that is not installed has a line that says so; the others are measured."""
    monkeypatch.setattr(bench, "find_spec", lambda name: None)
    runner = bench.Bench(tmp_path, corpus.read_articles(sorted(SEEDS.glob("*.txt"))), [QUESTION])
    runner.measure_engines(100)
    errors = {row.name: row.error for row in runner.rows()}
    assert errors["bm25s"] == "bm25s is not installed: it is in the extra baozhi[bench]"
    assert errors["corpus"] is None
    assert "bm25s is not installed" in report.tables(runner.rows())


def test_pages_look_printed(articles: list[Article], tmp_path: Path) -> None:
    """Grown pages have a date line, headlines and bylines; whole articles come one a line."""
    intake.prepare(tmp_path / "intake", articles, pages=2, whole=30)
    text = (tmp_path / "intake" / "pages" / "page-0001.txt").read_text(encoding="utf-8")
    assert text.startswith("2024年")
    assert text.count("本报讯（记者 ") == intake.ARTICLES_A_PAGE
    (lines,) = (path.read_text(encoding="utf-8").splitlines() for path in (tmp_path / "intake" / "jsonl").iterdir())
    assert len(lines) == 30


def test_report_has_targets_tables_and_plot(tmp_path: Path) -> None:
    """bench.md says what was asked and what was measured, on which machine; the plot is well-formed."""
    figures = {
        "qps_1": 400.0,
        "p50_ms": 2.0,
        "p95_ms": 20.0,
        "build_s": 1.0,
        "disk_mib": 3.0,
        "cpu50_ms": 1.5,
        "more_s": 0.25,
    }
    rows = [
        Row("ask", 30_000, figures),
        Row("rank-bm25", 30_000, {**figures, "qps_1": 4.0, "p50_ms": 200.0}),
        Row("ask", 300_000, {**figures, "p50_ms": 4.0}),
        Row("bm25s", 300_000, error="bm25s is not installed"),
        Row("facts", 0, {"mb_cpu_s": 1.25, "found": 7}),
    ]
    report.write(rows, tmp_path)
    text = (tmp_path / "bench.md").read_text(encoding="utf-8")
    lines = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("| ")
    ]
    assert ["whole answer path, p50", "30,000", "≤ 5 ms", "2.00 ms", "1.50 ms", "✓"] in lines
    assert ["whole answer path, p95", "30,000", "≤ 15 ms", "20.0 ms", "", "✗"] in lines
    assert ["extraction of facts", "—", "≥ 1 MB/s", "1.25 MB/s", "", "✓"] in lines
    assert any(line[0] == "报知, whole answer path" and line[-1] == "100" for line in lines)
    assert "One page more, from file to searchable: 0.25 s." in text
    assert str(Path.home()) not in text
    ElementTree.parse(tmp_path / "pictures" / "bench.svg")


def test_plot_keeps_names_apart() -> None:
    """Lines that end together have names one below the other, inside the picture."""
    picture = plot.draw([plot.Line(f"engine {n}", ((1e4, 1.0), (1e6, 2.0 + n / 1000))) for n in range(6)])
    texts = [node for node in ElementTree.fromstring(picture) if "engine" in (node.text or "")]
    heights = sorted(float(node.attrib["y"]) for node in texts)
    assert len(heights) == 6
    assert min(b - a for a, b in pairwise(heights)) >= plot.LABEL_GAP
    assert heights[-1] < plot.HEIGHT
