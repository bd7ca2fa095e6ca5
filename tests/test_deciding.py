"""Several articles on one thing: a correction wins, then the newest, and the reader hears of the others."""

from __future__ import annotations

from pathlib import Path

from memory import answerer_over

from retrieval.types import FactAnswer, Told
from store.models import Article, ArticleKind


def article(name: str, headline: str, text: str, date: str, kind: ArticleKind = "news") -> Article:
    return Article(id=name, headline=headline, paragraphs=(text,), date=date, kind=kind)


OLD = article("old", "桃溪大桥开工", "桃溪大桥总投资2.6亿元,全长860米,计划工期两年。", "2023-03-02")
NEW = article("new", "桃溪大桥通车", "桃溪大桥正式通车,大桥总投资2.9亿元,全长860米。", "2025-04-18")
PUT_RIGHT = article(
    "right",
    "更正",
    "本报3月2日二版《桃溪大桥开工》一文中,“总投资2.6亿元”应为“总投资2.8亿元”。特此更正。",
    "2023-03-03",
    "correction",
)


def fact(folder: Path, question: str, *articles: Article) -> FactAnswer:
    found = answerer_over(articles, folder).answer(question).fact
    assert found is not None
    return found


def test_the_newest_is_the_answer_and_the_older_is_told(tmp_path: Path) -> None:
    """Two articles with two values: the newer one's, and what the older one printed."""
    found = fact(tmp_path, "桃溪大桥总投资是多少?", OLD, NEW)

    assert found.text == "2.9亿元"
    assert found.note is None
    assert found.others == (Told("2.6亿元", "old", "桃溪大桥开工", "2023-03-02", "earlier"),)


def test_what_all_articles_tell_alike_has_no_note(tmp_path: Path) -> None:
    """The same value twice is no disagreement."""
    assert fact(tmp_path, "桃溪大桥全长多少米?", OLD, NEW).others == ()


def test_a_correction_wins(tmp_path: Path) -> None:
    """The misprint is never given, neither from the correction nor from the article that it corrects."""
    found = fact(tmp_path, "桃溪大桥总投资是多少?", OLD, PUT_RIGHT)

    assert found.text == "2.8亿元"
    assert found.note == "据更正"
    assert found.others == ()


def test_how_two_articles_differ(tmp_path: Path) -> None:
    """Another year, another district, the same day: each is said as what it is."""
    this = article("this", "东湖区绿化有新进展", "2024年东湖区新增绿地36公顷。", "2025-01-10")
    last = article("last", "东湖区绿化加快", "2023年东湖区新增绿地28公顷。", "2025-01-10")
    same = article("same", "东湖添绿", "2024年东湖区新增绿地39公顷。", "2025-01-10")

    periods = fact(tmp_path / "1", "东湖区新增绿地多少公顷?", this, last)
    at_odds = fact(tmp_path / "2", "东湖区新增绿地多少公顷?", this, same)
    assert [one.why for one in periods.others] == ["period"]
    assert [one.why for one in at_odds.others] == ["contradiction"]
