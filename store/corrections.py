"""Printed corrections (更正) are linked to the articles that they put right, by what they say of them.

A correction names the day and the page of an article, quotes its headline and what was misprinted in it. The article
that fits, and fits clearly better than any other, is the one; where none does, nothing is linked.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlite_utils import Database

from store.articles import SELECT, articles_by_id, batches, marks, to_article
from store.intake.datelines import days_named
from store.intake.numbering import printed_number, same
from store.intake.printed import bigrams, only_letters, view
from store.models import Article

REACH = 92  # days: a correction that names no day is about an article of the last three months
WAITING = 50  # corrections whose article is not held, the newest, that are looked at again when articles come in
LOOKED_AT = 300  # articles whose text is compared

# How much each agreement counts.
HEADLINE, SHORTENED, ALIKE = 4.0, 3.5, 3.0
DAY, OTHER_DAY = 2.0, -3.0
PAGE, OTHER_PAGE = 1.0, -1.5
MISPRINT = 2.5  # what was misprinted stands in the article
WORDS = 1.5  # all of the correction's runs of three characters stand in it
ENOUGH = 3.5
AHEAD = 1.5  # of the next best

_QUOTED = re.compile("《([^《》]{2,60})》|“([^“”]{1,60})”")
_PAGE = re.compile("第?[A-H]?[0-9一二三四五六七八九十]{1,3}版")


@dataclass(frozen=True, slots=True)
class _Claim:
    """What a correction says of the article that it is about; texts are letters only."""

    days: frozenset[str]  # ISO 8601
    pages: frozenset[str]
    headlines: frozenset[str]  # whatever is quoted at some length
    misprints: frozenset[str]  # whatever is quoted with “”
    text: str


def link(db: Database, fresh: Collection[Article]) -> None:
    """Find what the corrections among *fresh* are about, and whether it is these that earlier ones were about.

    Call inside `atomic(db)` after writing them.
    """
    corrections = [item.id for item in fresh if item.kind == "correction"]
    for item in (*articles_by_id(db, corrections).values(), *_awaited(db, fresh, besides=corrections)):
        db.execute("UPDATE articles SET corrects = ? WHERE key = ?", [_corrected(db, item), item.key])


def corrections_of(db: Database, keys: Sequence[int]) -> dict[int, list[Article]]:
    """The corrections of these articles, by the key of the article, in the order in which they came in."""
    found: dict[int, list[Article]] = {}
    for batch in batches(keys):
        for row in db.execute(f"{SELECT} WHERE corrects IN ({marks(batch)}) ORDER BY key", list(batch)):
            item = to_article(row)
            found.setdefault(item.corrects or 0, []).append(item)
    return found


def _awaited(db: Database, fresh: Iterable[Article], *, besides: Collection[str]) -> list[Article]:
    """The corrections still without their article that may be about one of *fresh*."""
    rows = db.execute(
        f"{SELECT} WHERE kind = 'correction' AND corrects IS NULL ORDER BY key DESC LIMIT ?", [WAITING]
    ).fetchall()
    if not rows:
        return []
    days, headlines = set(), set()
    for item in fresh:
        days.add(item.date)
        headlines.add(_letters(item.headline))
    waiting = [item for item in map(to_article, rows) if item.id not in besides]
    return [item for item in waiting if (claim := _claim(item)).days & days or claim.headlines & headlines]


def _corrected(db: Database, correction: Article) -> int | None:
    """The key of the article that a correction is about; None where that is not sure."""
    claim = _claim(correction)
    candidates = _articles(db, _candidates(db, correction, claim))
    scored = sorted(((_fit(claim, item), item) for item in candidates), key=lambda pair: -pair[0])
    if not scored or scored[0][0] < ENOUGH:
        return None
    best, item = scored[0]
    rivals = (score for score, other in scored[1:] if _first(other) != _first(item))
    return item.key if best - next(rivals, 0.0) >= AHEAD else None


def _first(item: Article) -> int:
    """The key of the first printing of an article."""
    return item.reprint_of or item.key


def _articles(db: Database, keys: Sequence[int]) -> list[Article]:
    """The articles of these keys, in no order."""
    return [
        to_article(row)
        for batch in batches(keys)
        for row in db.execute(f"{SELECT} WHERE key IN ({marks(batch)})", list(batch))
    ]


def _candidates(db: Database, correction: Article, claim: _Claim) -> list[int]:
    """Keys of the articles that a correction may be about: of the days it names, or under a headline it quotes."""
    days = sorted(claim.days)
    keys = [
        row[0]
        for row in db.execute(
            f"SELECT key FROM articles WHERE kind != 'correction' AND date IN ({marks(days)}) LIMIT ?",
            [*days, LOOKED_AT],
        )
    ]
    if not claim.headlines:
        return keys
    since, until = _reach(correction.date)
    rows = db.execute(
        "SELECT key, headline FROM articles WHERE kind != 'correction' AND (date IS NULL OR date BETWEEN ? AND ?)",
        [since, until],
    )
    quoting = [key for key, headline in rows if _quotes(claim, _letters(headline))]
    return list(dict.fromkeys([*keys, *quoting[-LOOKED_AT:]]))


def _reach(printed: str | None) -> tuple[str, str]:
    """From when to when an article was printed that a correction of this date is about."""
    if printed is None or len(printed) < len("2024-03-05"):
        return "", "~"
    return (date.fromisoformat(printed) - timedelta(days=REACH)).isoformat()[:7], printed


def _claim(correction: Article) -> _Claim:
    seen = view(correction.body)
    quotes = [(title or "", words or "") for title, words in _QUOTED.findall(seen)]
    said = _QUOTED.sub(" ", seen)
    longer = {_letters(title or words) for title, words in quotes}
    return _Claim(
        days=frozenset(days_named(said, by=correction.date)),
        pages=frozenset(filter(None, map(printed_number, _PAGE.findall(said)))),
        headlines=frozenset(letters for letters in longer if len(letters) >= 4),
        misprints=frozenset(filter(None, (_letters(words) for _, words in quotes))),
        text=_letters(said),
    )


def _fit(claim: _Claim, item: Article) -> float:
    """How well an article fits what a correction says."""
    headline = _letters(item.headline)
    text = _letters("\n".join((item.headline, item.kicker or "", item.subtitle or "", item.body)))
    text += " " + " ".join(map(_letters, (*item.reporters, *item.correspondents)))
    score = _quotes(claim, headline)
    if claim.days and item.date and len(item.date) == len("2024-03-05"):
        score += DAY if item.date in claim.days else OTHER_DAY
    if claim.pages and item.page:
        score += PAGE if any(same(item.page, page) for page in claim.pages) else OTHER_PAGE
    score += MISPRINT * any(words in text for words in claim.misprints if len(words) > 1 and words != headline)
    runs = {"".join(run) for run in zip(claim.text, claim.text[1:], claim.text[2:], strict=False)}
    return score + WORDS * sum(run in text for run in runs) / max(1, len(runs))


def _quotes(claim: _Claim, headline: str) -> float:
    """How well a headline fits one that a correction quotes: word for word, shortened, or nearly."""
    if headline in claim.headlines:
        return HEADLINE
    for quoted in claim.headlines:
        shorter, longer = sorted((quoted, headline), key=len)
        if len(shorter) >= 6 and shorter in longer:
            return SHORTENED
        own, other = bigrams(quoted), bigrams(headline)
        if len(shorter) >= 6 and len(own & other) >= 0.7 * len(own | other):
            return ALIKE
    return 0.0


def _letters(text: str) -> str:
    return only_letters(view(text))
