"""A document → its true articles: titles found and parted, column breaks undone, furniture set aside."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from store.intake.assignment import Draft, assign
from store.intake.bylines import (
    BYLINE_END,
    Byline,
    begins_article,
    closing_byline,
    is_credit,
    line_byline,
    opening_byline,
    split_byline,
)
from store.intake.datelines import common_date, full_date, name_date, stated_years, text_date
from store.intake.evidence import Evidence
from store.intake.furniture import part_furniture, split_jump
from store.intake.kinds import kind_of
from store.intake.printed import bigrams, ending, only_letters, view
from store.intake.titles import key, title_of
from store.intake.units import Unit, body_size, stitched, units_of
from store.intake.weights import WEIGHTS, Weights
from store.intake.wording import is_row
from store.models import Article, Document, ReadyArticle, SetAside

ORIGINS = 20  # articles that send the reader on, among which the origin of a continuation is looked for
GUESSED_AT_MOST = 30  # characters of the body that stand in for a headline that is not printed


@dataclass(frozen=True, slots=True)
class Page:
    """What a document holds. Articles and what was set aside account for every non-space character of it."""

    articles: tuple[Article, ...]  # in printed order; id "" until the store gives one
    set_aside: tuple[SetAside, ...] = ()
    warnings: tuple[str, ...] = ()  # Chinese, for the admin
    untitled: tuple[int, ...] = ()  # places in *articles* whose headline is the beginning of the body


def read_page(document: Document, *, weights: Weights = WEIGHTS) -> Page:
    """The articles of *document*. Never raises, whatever the text; takes time linear in its length."""
    if document.ready:
        return Page(tuple(_ready(article, document.name) for article in document.ready), warnings=document.warnings)
    return _read_lines(document, weights)


def _ready(article: ReadyArticle, source: str) -> Article:
    paragraphs = tuple(filter(None, map(str.strip, article.text.split("\n"))))
    return Article(article.id, article.title, paragraphs, date=article.date, source=source)


def _read_lines(document: Document, weights: Weights) -> Page:
    aside: list[SetAside] = []
    text, furnishings = part_furniture(units_of(document.lines))
    aside += (SetAside(unit.text, "版面标识（报头、日期、版次、编辑、联系方式等）") for unit in furnishings)
    units = list(_without_bylines(_without_jumps(text, aside)))
    evidence = Evidence(units, body_size=body_size(units), title=document.title, weights=weights)
    drafts = assign(evidence)
    staff = _staff(evidence)
    sketches: list[_Sketch] = []
    used: set[str] = set()  # headlines
    for draft in drafts:
        if any(not evidence.is_byline(i) for paragraph in draft.body for i in paragraph):
            sketches.append(_sketch(evidence, draft, staff, used, aside))
            if words := key(sketches[-1].headline):
                used.add(words)
        else:
            places = (*draft.lead, *draft.bylines, *(i for paragraph in draft.body for i in paragraph), *draft.tail)
            aside += (SetAside(units[i].text, "只有标题或署名，没有正文") for i in places)
    sketches = _jumps_joined(sketches, aside)
    warnings = [*document.warnings, *(warning for sketch in sketches for warning in sketch.warnings)]
    dates = _dates(document, [unit.seen for unit in furnishings], sketches, warnings)
    articles = tuple(_article(sketch, document.name, day) for sketch, day in zip(sketches, dates, strict=True))
    untitled = tuple(place for place, sketch in enumerate(sketches) if sketch.guessed)
    return Page(articles, tuple(aside), tuple(warnings), untitled)


def _without_jumps(units: Sequence[Unit], aside: list[SetAside]) -> list[Unit]:
    """The units without their jump markers; what a marker says stays with the unit that it stood at."""
    kept: list[Unit] = []
    resumed = ""
    for unit in units:
        jump = split_jump(unit.text, unit.seen)
        if jump:
            aside.append(SetAside(jump.marker, "转版标记"))
            unit.text, unit.seen = jump.text, view(jump.text)
            unit.ending = ending(unit.seen)
            if not jump.onward:
                resumed = jump.marker
            elif unit.text:
                unit.onward = jump.marker
            elif kept:
                kept[-1].onward = jump.marker
        if unit.text:
            unit.resumed, resumed = resumed, ""
            kept.append(unit)
    return kept


def _without_bylines(units: Iterable[Unit]) -> Iterator[Unit]:
    """The units, a byline that is set on one line with a title in a unit of its own."""
    for unit in units:
        parts = split_byline(unit.text, unit.seen)
        if parts:
            yield from (replace(unit, text=part, seen=view(part), ending=ending(view(part))) for part in parts)
        else:
            yield unit


def _staff(evidence: Evidence) -> set[str]:
    """The reporters that bylines of the page name."""
    names: set[str] = set()
    for i, unit in enumerate(evidence.units):
        if evidence.starts[i]:
            names.update(opening_byline(unit.text, unit.seen).reporters)
        elif evidence.is_byline(i):
            names.update((line_byline(unit.text, unit.seen) or Byline()).reporters)
    return names


@dataclass(slots=True)
class _Sketch:
    """An article in the making."""

    headline: str
    kicker: str | None
    subtitle: str | None
    paragraphs: list[str]
    seen: list[str]  # the `view` of each
    byline: Byline
    has_credit: bool  # a photographer's
    broken: bool  # its last unit is running text without an end
    onward: str
    resumed: str
    guessed: bool
    warnings: list[str]


def _sketch(evidence: Evidence, draft: Draft, staff: set[str], used: set[str], aside: list[SetAside]) -> _Sketch:
    units = evidence.units
    title = title_of(evidence, draft, used=used)
    aside += (SetAside(units[i].text, "重复的标题") for i in title.repeated)
    aside += (SetAside(units[i].text, "通栏标题或不属于任何一篇的标题") for i in title.apart)
    byline, credit = Byline(), False
    paragraphs: list[list[int]] = []
    for paragraph in [draft.bylines, *draft.body]:
        alone = {i for i in paragraph if evidence.is_byline(i)}
        for i in sorted(alone):
            byline |= line_byline(units[i].text, units[i].seen, staff=staff) or Byline()
            credit |= is_credit(units[i].seen)
            aside.append(SetAside(units[i].text, "署名行"))
        if rest := [i for i in paragraph if i not in alone]:
            paragraphs.append(rest)
    texts = [stitched([units[i].text for i in paragraph]) for paragraph in paragraphs]
    seen = [
        view(text) if len(paragraph) > 1 else units[paragraph[0]].seen
        for text, paragraph in zip(texts, paragraphs, strict=True)
    ]
    byline = _opening(texts, seen) | byline | closing_byline(texts[-1], seen[-1], staff=staff)
    credit |= is_credit(seen[-1])
    kicker = _line(units, title.kicker)
    if kicker and kicker[-1] in ":：":
        aside.append(SetAside(kicker[-1], "引题末尾的冒号"))
        kicker = kicker[:-1].rstrip()
    headline = _line(units, title.headline)
    return _Sketch(
        headline=headline or _guessed(texts),
        kicker=kicker,
        subtitle=_line(units, title.subtitle),
        paragraphs=texts,
        seen=seen,
        byline=byline,
        has_credit=credit,
        broken=evidence.breaks_off(paragraphs[-1][-1]),
        onward=next((units[i].onward for paragraph in draft.body for i in paragraph if units[i].onward), ""),
        resumed=next((units[i].resumed for i in (*draft.lead, *draft.body[0]) if units[i].resumed), ""),
        guessed=headline is None,
        warnings=[] if headline else [f"没有找到标题，暂用正文开头代替：{_guessed(texts)}"],
    )


def _opening(texts: Sequence[str], seen: Sequence[str]) -> Byline:
    """The bylines paragraphs begin with: of the first or, after an editor's note, the second; of all news in brief."""
    byline = opening_byline(texts[0], seen[0])
    for text, looks in zip(texts[1:], seen[1:], strict=True):
        if begins_article(looks):
            byline |= opening_byline(text, looks)
    return byline


def _line(units: Sequence[Unit], part: Sequence[int]) -> str | None:
    return stitched([units[i].text for i in part]) or None


def _guessed(paragraphs: Sequence[str]) -> str:
    """The first words of the first sentence after the byline, in place of a headline."""
    text = paragraphs[0][:200]
    seen = view(text)
    start = max((found.end() for found in BYLINE_END.finditer(seen)), default=0) if begins_article(seen) else 0
    sentence = re.split("[。！？!?]", text[start:].strip(), maxsplit=1)[0] or text.strip()
    clauses = list(re.finditer("[，；：,;:]|$", sentence))
    fitting = [clause.start() for clause in clauses if clause.start() <= GUESSED_AT_MOST]
    return sentence[: fitting[-1] if fitting else GUESSED_AT_MOST].strip() or sentence[:GUESSED_AT_MOST]


def _jumps_joined(sketches: Sequence[_Sketch], aside: list[SetAside]) -> list[_Sketch]:
    """The sketches with each continuation put back to the article that was broken off for it."""
    waiting = [sketch for sketch in sketches if sketch.onward]
    joined: list[_Sketch] = []
    for sketch in sketches:
        origin = _origin(sketch, waiting) if sketch.resumed else None
        if origin is None:
            joined.append(sketch)
            if sketch.resumed:
                sketch.warnings.append(f"《{sketch.headline}》{sketch.resumed}，没有找到前文")
            continue
        _continue(origin, sketch, aside)
        if not origin.onward:
            waiting.remove(origin)
    for sketch in joined:
        if sketch.broken and not sketch.onward:
            sketch.warnings.append(f"《{sketch.headline}》没有印完，停在“{sketch.paragraphs[-1][-12:]}”")
    for sketch in waiting:
        sketch.broken = True
        sketch.warnings.append(f"《{sketch.headline}》{sketch.onward}，没有找到续文")
    return joined


def _origin(sketch: _Sketch, waiting: Sequence[_Sketch]) -> _Sketch | None:
    """The article that *sketch* continues: of those that send the reader on, the one with most words in common."""
    own = _words(sketch.headline, sketch.seen[0])
    others = [other for other in waiting[:ORIGINS] if other is not sketch]
    return max(others, key=lambda other: len(own & _words(other.headline, *other.seen)), default=None)


def _words(*texts: str) -> set[str]:
    return bigrams(only_letters(view("".join(texts)[:4000])))


def _continue(origin: _Sketch, rest: _Sketch, aside: list[SetAside]) -> None:
    titles = (rest.kicker, None if rest.guessed else rest.headline, rest.subtitle)
    aside += (SetAside(title, "转版后重印的标题") for title in titles if title)
    joins = ending(origin.seen[-1]) == "open"
    for have, more in ((origin.paragraphs, rest.paragraphs), (origin.seen, rest.seen)):
        have[len(have) - joins :] = [stitched([have[-1], more[0]]), *more[1:]] if joins else more
    origin.byline |= rest.byline
    origin.broken, origin.onward = rest.broken, rest.onward


def _dates(
    document: Document, furnishings: Sequence[str], sketches: Sequence[_Sketch], warnings: list[str]
) -> list[str | None]:
    """The date of each article: the page's own, or the day each tells of in the one year that the page states."""
    printed = next(filter(None, map(full_date, furnishings)), None)
    if day := printed or document.date or name_date(document.name):
        return [day] * len(sketches)
    signed = stated_years(sketch.seen[-1] for sketch in sketches if is_row(sketch.seen[-1]))
    # The year a notice is signed in is the page's, whatever other years its articles speak of.
    years = signed or stated_years(seen for sketch in sketches for seen in sketch.seen)
    found = [_own_date(sketch, years) for sketch in sketches]
    if any(tells and day is None for day, tells in found):
        warnings.append("版面上没有写明年份，文中的月日不知是哪一年")
    usual = common_date(day for day, _ in found)
    return [day or (None if tells else usual) for day, tells in found]


def _own_date(sketch: _Sketch, years: set[int]) -> tuple[str | None, bool]:
    """The day a notice is signed on, or the one that the text begins with; and whether it tells of a day at all."""
    signed = full_date(sketch.seen[-1]) if is_row(sketch.seen[-1]) else None
    return (signed, True) if signed else text_date("\n".join(sketch.seen), years)


def _article(sketch: _Sketch, source: str, day: str | None) -> Article:
    kind = kind_of(sketch.headline, sketch.seen, has_byline=bool(sketch.byline), has_credit=sketch.has_credit)
    return Article(
        id="",
        headline=sketch.headline,
        paragraphs=tuple(sketch.paragraphs),
        kicker=sketch.kicker,
        subtitle=sketch.subtitle,
        reporters=sketch.byline.reporters,
        correspondents=sketch.byline.correspondents,
        complete=not sketch.broken or kind in ("notice", "advert", "list"),
        kind=kind,
        date=day,
        source=source,
    )
