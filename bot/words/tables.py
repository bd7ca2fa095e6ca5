"""The figures of one article as a table: /facts and its button. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence

from bot.texts import TEXTS, Language, Texts
from bot.words.markup import Button, Reply, clip, escape
from bot.words.replies import LONGEST_NAME, headline
from bot.words.wording import date, shown
from retrieval.shares import Share, shares_of
from retrieval.types import Fact
from store.models import Article

ROWS = 12  # of a page
LONGEST_LABEL = 40  # units: what a figure measures


def facts(
    found: Article, read_from: Sequence[Fact], page: int, *, language: Language, back: Button | None = None
) -> Reply:
    """A page of the figures of *found*, numbered from 0: what each measures, for when, and whether shares add up."""
    texts = TEXTS[language]
    told = [fact for fact in read_from if fact.kind != "person"]
    title = headline(found, language)
    home = (back,) if back else ()
    if not told:
        return Reply(texts.facts_none.format(headline=title), (home,) if home else ())
    count = (len(told) - 1) // ROWS + 1
    page = min(max(page, 0), count - 1)
    shares = {one.printed.start: one for one in shares_of(read_from)}
    lines = [texts.facts_title.format(headline=title, count=len(told)), ""]
    lines += [_row(fact, shares.get(fact.start), texts, language) for fact in told[page * ROWS : (page + 1) * ROWS]]
    turn = []
    if page > 0:
        turn.append(Button(texts.previous_page, f"t:{found.key}:{page - 1}"))
    if page + 1 < count:
        turn.append(Button(texts.next_page, f"t:{found.key}:{page + 1}"))
    return Reply("\n".join(lines), tuple(row for row in (tuple(turn), home) if row))


def _row(fact: Fact, share: Share | None, texts: Texts, language: Language) -> str:
    """One figure: as printed, what it measures, for when; a share with the counts that it comes from."""
    label = label_of(fact)
    parts = [f"<b>{escape(shown(clip(fact.text, LONGEST_NAME), language))}</b>"]
    if label:
        parts.append(escape(shown(clip(label, LONGEST_LABEL), language)))
    if fact.kind != "date" and fact.period and (day := date(fact.period, texts)):
        parts.append(day)
    if share is not None:
        said = texts.facts_share if share.is_right else texts.facts_slip
        counts = {"part": share.part.text, "whole": share.whole.text, "percent": f"{share.percent:.1f}%"}
        parts.append(said.format(**{name: escape(shown(text, language)) for name, text in counts.items()}))
    return " · ".join(parts)


def label_of(fact: Fact) -> str:
    """What a figure measures, with whose it is where that says more."""
    subject, measure = fact.subject.strip(), fact.measure.strip()
    if not subject or subject in measure:
        return measure or subject
    return subject if measure in subject else f"{subject} {measure}"
