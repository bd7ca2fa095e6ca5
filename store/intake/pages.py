"""A document → its true articles: titles found and parted, column breaks undone, furniture set aside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from store.intake.assignment import assign
from store.intake.bylines import Byline, line_byline, opening_byline, split_byline
from store.intake.datelines import common_date, full_date, name_date, stated_years, text_date
from store.intake.evidence import Evidence
from store.intake.furniture import names_a_paper, part_furniture, split_jump
from store.intake.jumps import Sheet, follow, leads_out
from store.intake.kinds import kind_of
from store.intake.numbering import name_number, number_units
from store.intake.printed import ending, squeeze, view
from store.intake.sketches import Sketch, sketch_of
from store.intake.titles import Titles, key
from store.intake.units import Unit, body_size, units_of
from store.intake.weights import WEIGHTS, Weights
from store.intake.wording import TITLED, is_row
from store.models import Article, Document, ReadyArticle, SetAside


@dataclass(frozen=True, slots=True)
class Page:
    """What a document holds. Articles and what was set aside account for every non-space character of it."""

    articles: tuple[Article, ...]  # in printed order; id "" until the store gives one
    set_aside: tuple[SetAside, ...] = ()
    warnings: tuple[str, ...] = ()  # Chinese, for the admin
    untitled: tuple[int, ...] = ()  # places in *articles* whose headline is the beginning of the body
    partners: tuple[int, ...] = ()  # places of the documents that articles came from, or went on in
    leads_out: bool = False  # whether a jump leads to a page that was not found


def read_page(document: Document, *, weights: Weights = WEIGHTS) -> Page:
    """The articles of *document*. Never raises, whatever the text; takes time linear in its length."""
    return read_pages([document], weights=weights)[0]


def read_pages(documents: Sequence[Document], *, weights: Weights = WEIGHTS) -> list[Page]:
    """The articles of documents that were taken in together: what goes on in another document is put together.

    Such an article is that of the document in which it begins.
    """
    sheets = [_sheet(document, weights) for document in documents]
    follow(sheets)
    return [_page(document, sheet) for document, sheet in zip(documents, sheets, strict=True)]


def _ready(article: ReadyArticle, source: str) -> Article:
    paragraphs = tuple(filter(None, map(str.strip, article.text.split("\n"))))
    return Article(article.id, article.title, paragraphs, date=article.date, source=source)


def _sheet(document: Document, weights: Weights) -> Sheet:
    """The sketches of a document's articles, and what belongs to none."""
    units = units_of(document.lines)
    text, furnishings = part_furniture(units)
    number_units(units, furnishings)
    aside = [SetAside(unit.text, "版面标识（报头、日期、版次、编辑、联系方式等）") for unit in furnishings]
    printed = next(filter(None, (full_date(unit.seen) for unit in furnishings)), None)
    units = list(_parted(_without_jumps(text, aside), aside))
    named = {squeeze(unit.seen)[:2] for unit in furnishings if names_a_paper(unit.seen)}
    evidence = Evidence(units, body_size=body_size(units), title=document.title, named=named, weights=weights)
    sketches = _sketches(evidence, aside)
    _number_by_name(sketches, document.name)
    return Sheet(sketches, aside, printed or document.date or name_date(document.name))


def _sketches(evidence: Evidence, aside: list[SetAside]) -> list[Sketch]:
    drafts, outside, units = assign(evidence), _correspondents(evidence), evidence.units
    titles = Titles(evidence, drafts)
    sketches: list[Sketch] = []
    used: set[str] = set()  # headlines
    for draft in drafts:
        if any(not evidence.is_byline(i) for paragraph in draft.body for i in paragraph):
            sketches.append(sketch_of(evidence, draft, outside=outside, used=used, titles=titles, aside=aside))
            if words := key(sketches[-1].headline):
                used.add(words)
        else:
            places = (*draft.lead, *draft.bylines, *(i for paragraph in draft.body for i in paragraph), *draft.tail)
            aside += (SetAside(units[i].text, "只有标题或署名，没有正文") for i in places)
    return sketches


def _number_by_name(sketches: Sequence[Sketch], name: str) -> None:
    """Where nothing on a page tells its number, the file's name may: of a file that is one page."""
    number = name_number(name)
    if number and len({sketch.leaf for sketch in sketches}) == 1 and not any(sketch.numbers for sketch in sketches):
        for sketch in sketches:
            sketch.numbers = [number]


def _page(document: Document, sheet: Sheet) -> Page:
    """The articles of a sheet whose jumps have been followed."""
    if document.ready:
        return Page(tuple(_ready(article, document.name) for article in document.ready), warnings=document.warnings)
    warnings = [*document.warnings, *(warning for one in sheet.sketches for warning in one.warnings)]
    dates = _dates(sheet, warnings)
    articles = tuple(_article(one, document.name, day) for one, day in zip(sheet.sketches, dates, strict=True))
    untitled = tuple(place for place, one in enumerate(sheet.sketches) if one.guessed)
    return Page(
        articles, tuple(sheet.aside), tuple(warnings), untitled, tuple(sorted(sheet.partners)), leads_out(sheet)
    )


def _without_jumps(units: Sequence[Unit], aside: list[SetAside]) -> list[Unit]:
    """The units without their jump markers; what a marker says stays with the unit that it stood at."""
    kept: list[Unit] = []
    resumed = ""
    for unit in units:
        while jump := split_jump(unit.text, unit.seen):
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


def _parted(units: Iterable[Unit], aside: list[SetAside]) -> Iterator[Unit]:
    """The units; a byline on one line with a title, and 更正： before a correction, are units of their own."""
    for unit in units:
        parts: tuple[str, ...] | None
        if titled := TITLED.match(unit.seen):
            colon = unit.text[titled.end(1) : titled.end()].strip()
            aside.append(SetAside(colon, "标题后的冒号"))
            parts = (unit.text[: titled.end(1)], unit.text[titled.end() :])
        else:
            parts = split_byline(unit.text, unit.seen)
        if parts:
            yield from (replace(unit, text=part, seen=view(part), ending=ending(view(part))) for part in parts)
        else:
            yield unit


def _correspondents(evidence: Evidence) -> set[str]:
    """The correspondents that bylines of the page name."""
    names: set[str] = set()
    for i, unit in enumerate(evidence.units):
        if evidence.starts[i]:
            names.update(opening_byline(unit.text, unit.seen).correspondents)
        elif evidence.is_byline(i):
            names.update((line_byline(unit.text, unit.seen) or Byline()).correspondents)
    return names


def _dates(sheet: Sheet, warnings: list[str]) -> list[str | None]:
    """The date of each article: the page's own, or the day each tells of in the one year that the page states."""
    sketches = sheet.sketches
    if sheet.day:
        return [sheet.day] * len(sketches)
    signed = stated_years(sketch.seen[-1] for sketch in sketches if is_row(sketch.seen[-1]))
    # The year a notice is signed in is the page's, whatever other years its articles speak of.
    years = signed or stated_years(seen for sketch in sketches for seen in sketch.seen)
    found = [_own_date(sketch, years) for sketch in sketches]
    if any(tells and day is None for day, tells in found):
        warnings.append("版面上没有写明年份，文中的月日不知是哪一年")
    usual = common_date(day for day, _ in found)
    return [day or (None if tells else usual) for day, tells in found]


def _own_date(sketch: Sketch, years: set[int]) -> tuple[str | None, bool]:
    """The day a notice is signed on, or the one that the text begins with; and whether it tells of a day at all."""
    signed = full_date(sketch.seen[-1]) if is_row(sketch.seen[-1]) else None
    return (signed, True) if signed else text_date("\n".join(sketch.seen), years)


def _article(sketch: Sketch, source: str, day: str | None) -> Article:
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
        page=sketch.numbers[0] if sketch.numbers else None,
    )
