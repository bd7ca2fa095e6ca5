"""Sketches: the articles of a page before the pieces on several pages are put together."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from store.intake.assignment import Draft
from store.intake.bylines import (
    BYLINE_END,
    Byline,
    begins_article,
    closing_byline,
    is_credit,
    line_byline,
    opening_byline,
)
from store.intake.evidence import Evidence
from store.intake.printed import view
from store.intake.titles import Titles
from store.intake.units import Unit, stitched
from store.models import SetAside

GUESSED_AT_MOST = 30  # characters of the body that stand in for a headline that is not printed


@dataclass(slots=True)
class Sketch:
    """An article in the making."""

    headline: str
    kicker: str | None
    subtitle: str | None
    paragraphs: list[str]
    seen: list[str]  # the `view` of each
    byline: Byline
    has_credit: bool  # a photographer's
    broken: bool  # its last unit is running text without an end
    onward: str  # the marker that sends the reader on from here
    resumed: str  # the marker that says where the text began
    guessed: bool  # its headline is the beginning of the body
    leaf: int  # the page of the document that it begins on
    numbers: list[str]  # of the printed pages that it stands on, in order, as far as they are known
    warnings: list[str]


def sketch_of(
    evidence: Evidence,
    draft: Draft,
    *,
    outside: Collection[str],
    used: Collection[str],
    titles: Titles,
    aside: list[SetAside],
) -> Sketch:
    """The article of *draft*, and to *aside* what is no part of it.

    *used* are the `key` of the headlines before, *titles* reads the page's titles.
    """
    units = evidence.units
    title = titles.of(draft, used=used)
    aside += (SetAside(units[i].text, "重复的标题") for i in title.repeated)
    aside += (SetAside(units[i].text, "通栏标题或不属于任何一篇的标题") for i in title.apart)
    byline, credit = Byline(), False
    paragraphs: list[list[int]] = []
    for paragraph in [draft.bylines, *draft.body]:
        alone = {i for i in paragraph if evidence.is_byline(i)}
        for i in sorted(alone):
            byline |= line_byline(units[i].text, units[i].seen, outside=outside) or Byline()
            credit |= is_credit(units[i].seen)
            aside.append(SetAside(units[i].text, "署名行"))
        if rest := [i for i in paragraph if i not in alone]:
            paragraphs.append(rest)
    texts = [stitched([units[i].text for i in paragraph]) for paragraph in paragraphs]
    seen = [
        view(text) if len(paragraph) > 1 else units[paragraph[0]].seen
        for text, paragraph in zip(texts, paragraphs, strict=True)
    ]
    byline = _opening(texts, seen) | byline | closing_byline(texts[-1], seen[-1], outside=outside)
    credit |= is_credit(seen[-1])
    kicker = _line(units, title.kicker)
    if kicker and kicker[-1] in ":：":
        aside.append(SetAside(kicker[-1], "引题末尾的冒号"))
        kicker = kicker[:-1].rstrip()
    headline, first = _line(units, title.headline), units[draft.body[0][0]]
    return Sketch(
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
        leaf=first.page,
        numbers=[first.number] if first.number else [],
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
