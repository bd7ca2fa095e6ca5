"""Figures that say more side by side: what can be drawn of an answer, and the drawing. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from bot.charts import Series, bars, lines
from bot.texts import TEXTS, Language
from bot.words.markup import clip
from bot.words.wording import date, shown
from retrieval.facts import extract
from retrieval.quantities import find_quantities
from retrieval.types import Answer, Fact, FactAnswer, Value
from store.models import Article

FEWEST, MOST = 3, 8  # figures of a picture
LONGEST_LABEL = 14  # units
DRAWN = ("number", "money", "percent", "duration")
_SCALES = (("亿", 1e8), ("万", 1e4))
_GROWTH = re.compile("同比|环比|增长|下降|增加|减少|提高|降低")
_SHARE = re.compile("占|比例|比重|率")


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn: columns for things, a line for days."""

    form: Literal["bars", "lines"]
    title: str
    labels: tuple[str, ...]
    values: tuple[float, ...]  # base units
    printed: tuple[str, ...]
    source: str  # headline of the article that prints them; "" for several


def picture_of(found: Answer, articles: Mapping[str, Article]) -> Picture | None:
    """What can be drawn of the figure of an answer; None where it stands alone."""
    fact = found.fact
    if not found.answered or fact is None or fact.kind not in DRAWN or not isinstance(fact.value, int | float):
        return None
    article = articles.get(fact.article_id)
    if article is None:
        return None
    return _over_days(fact, article) or _side_by_side(fact, article)


def draw(picture: Picture, language: Language) -> bytes:
    """The picture as a PNG file, in the script of *language*."""
    texts = TEXTS[language]
    largest = max(map(abs, picture.values))
    scale = next((size for _, size in _SCALES if largest >= size), 1.0)
    values = tuple(value / scale for value in picture.values)
    is_dated = picture.form == "lines"
    labels = [date(label, texts) or label if is_dated else shown(label, language) for label in picture.labels]
    series = [Series("", values, tuple(shown(text, language) for text in picture.printed))]
    source = shown(texts.picture_source.format(headline=picture.source), language) if picture.source else ""
    make = lines if picture.form == "lines" else bars
    return make(shown(picture.title, language), labels, series, note=source)


def _over_days(fact: FactAnswer, article: Article) -> Picture | None:
    """The figure and what articles of other days tell, by date; None unless there are enough days."""
    points: dict[str, tuple[Value, str]] = {article.date: (fact.value, fact.text)} if article.date else {}
    for other in fact.others:
        told = next((one.value for one in find_quantities(other.text)), None)
        if other.date and isinstance(told, int | float) and other.why in ("earlier", "later", "period"):
            points.setdefault(other.date, (told, other.text))
    days = sorted(points)
    values = tuple(value for day in days if isinstance(value := points[day][0], int | float))
    if not FEWEST <= len(values) <= MOST or len(values) < len(days):
        return None
    title = fact.measure or fact.subject
    return Picture("lines", title, tuple(days), values, tuple(points[day][1] for day in days), "")


def _side_by_side(fact: FactAnswer, article: Article) -> Picture | None:
    """The figures of the same kind in the same paragraph, each under a name of its own."""
    facts = facts_of(article)
    own = next((one for one in facts if one.text == fact.text and one.evidence == fact.evidence), None)
    if own is None:
        return None
    start = article.body.rfind("\n", 0, own.start) + 1
    end = article.body.find("\n", own.start)
    alike = [
        one
        for one in facts
        if start <= one.start < (end if end >= 0 else len(article.body))
        and (one.kind, one.unit, _family(one)) == (own.kind, own.unit, _family(own))
        and isinstance(one.value, int | float)
    ]
    for labels in ([one.subject for one in alike], [one.measure for one in alike]):
        if FEWEST <= len(labels) <= MOST and all(labels) and len(set(labels)) == len(labels):
            shared = {one.measure for one in alike} if labels[0] == alike[0].subject else {one.subject for one in alike}
            title = shared.pop() if len(shared) == 1 else ""
            values = tuple(one.value for one in alike if isinstance(one.value, int | float))
            names = tuple(clip(label, LONGEST_LABEL) for label in labels)
            printed = tuple(one.text for one in alike)
            return Picture("bars", title or article.headline, names, values, printed, article.headline if title else "")
    return None


@lru_cache(256)
def facts_of(article: Article) -> tuple[Fact, ...]:
    """The facts of an article; those of the articles last asked about are kept."""
    return tuple(extract(article))


def _family(fact: Fact) -> str:
    """Whether a figure tells of growth, of a share, or of an amount: only like is drawn beside like."""
    return "growth" if _GROWTH.search(fact.measure) else "share" if _SHARE.search(fact.measure) else "amount"
