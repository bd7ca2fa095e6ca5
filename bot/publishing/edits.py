"""What editors change of a page as it was read: headlines, articles joined, parted or left out.

An edit names its article by headline and opening words, not by its place, so that it can be made again on a later
reading of the same original. Where the article is no longer found, the edit does not fit and that is said.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Literal

from retrieval.analysis import squeeze
from store.models import Article

Deed = Literal["title", "join", "part", "omit"]

OPENING = 30  # characters that tell one text from another
LONGEST_TITLE = 100  # characters
LONGEST_PRINTED_TITLE = 40  # of a paragraph that may be a headline
SENTENCE_SIGNS = "。！？；"


@dataclass(frozen=True, slots=True)
class Edit:
    """One change to one article."""

    deed: Deed
    headline: str  # of the article as it is before the edit
    opening: str  # the first words of its body, folded
    value: str = ""  # the new headline; the opening of the next article to join, of the paragraph to part before


@dataclass(frozen=True, slots=True)
class Edited:
    """A reading with the edits made."""

    articles: tuple[Article, ...]
    unfit: tuple[Edit, ...] = ()  # those whose article is not there, or looks otherwise


def retitle(article: Article, title: str) -> Edit:
    """Another headline."""
    return Edit("title", article.headline, opening(article.body), title)


def join(article: Article, following: Article) -> Edit:
    """Both are one article; what follows was its continuation."""
    return Edit("join", article.headline, opening(article.body), opening(_whole(following)))


def part(article: Article, paragraph: int) -> Edit:
    """From this paragraph on it is another article; a short line there is its headline."""
    return Edit("part", article.headline, opening(article.body), opening(_from(article, paragraph)))


def omit(article: Article) -> Edit:
    """It is not to be published."""
    return Edit("omit", article.headline, opening(article.body))


def make(edits: Iterable[Edit], articles: Sequence[Article]) -> Edited:
    """Make *edits* on a reading, in order."""
    made, unfit = list(articles), []
    for edit in edits:
        if not _DEEDS[edit.deed](edit, made):
            unfit.append(edit)
    return Edited(tuple(made), tuple(unfit))


def pack(edits: Iterable[Edit]) -> str:
    """*edits* as JSON."""
    return json.dumps([asdict(edit) for edit in edits], ensure_ascii=False)


def unpack(content: str) -> tuple[Edit, ...]:
    """What `pack` made."""
    return tuple(Edit(**row) for row in json.loads(content))


def opening(text: str) -> str:
    """What tells *text* from another: its first words, folded, without signs and figures, which corrections change."""
    return "".join(filter(str.isalpha, squeeze(text[: 4 * OPENING])))[:OPENING]


def _retitle(edit: Edit, articles: list[Article]) -> bool:
    place = _place(edit, articles)
    if place is not None:
        articles[place] = replace(articles[place], headline=edit.value)
    return place is not None


def _join(edit: Edit, articles: list[Article]) -> bool:
    place = _place(edit, articles)
    if place is None:
        return False
    article = articles[place]
    if any(opening(_from(article, n)) == edit.value for n in range(1, len(article.paragraphs))):
        return True  # read as one by now
    if place + 1 == len(articles) or opening(_whole(following := articles[place + 1])) != edit.value:
        return False
    inner = (text for text in (following.kicker, following.headline, following.subtitle) if text)
    articles[place : place + 2] = [
        replace(
            article,
            paragraphs=(*article.paragraphs, *(() if _is_guessed(following) else inner), *following.paragraphs),
            reporters=_both(article.reporters, following.reporters),
            correspondents=_both(article.correspondents, following.correspondents),
            complete=following.complete,
        )
    ]
    return True


def _part(edit: Edit, articles: list[Article]) -> bool:
    if any(opening(_whole(article)) == edit.value for article in articles):
        return True  # read as two by now
    place = _place(edit, articles)
    if place is None:
        return False
    article = articles[place]
    at = next((n for n in range(1, len(article.paragraphs)) if opening(_from(article, n)) == edit.value), None)
    if at is None:
        return False
    first, *rest = article.paragraphs[at:]
    is_title = bool(rest) and len(first) <= LONGEST_PRINTED_TITLE and not any(sign in first for sign in SENTENCE_SIGNS)
    second = replace(
        article,
        id="",
        headline=first if is_title else first[:OPENING],
        kicker=None,
        subtitle=None,
        paragraphs=tuple(rest) if is_title else (first, *rest),
        reporters=(),
        correspondents=(),
    )
    articles[place : place + 1] = [replace(article, paragraphs=article.paragraphs[:at], complete=True), second]
    return True


def _omit(edit: Edit, articles: list[Article]) -> bool:
    place = _place(edit, articles)
    if place is not None:
        del articles[place]
    return True  # what is not there need not be left out


_DEEDS: dict[Deed, Callable[[Edit, list[Article]], bool]] = {
    "title": _retitle,
    "join": _join,
    "part": _part,
    "omit": _omit,
}


def _place(edit: Edit, articles: Sequence[Article]) -> int | None:
    """Where the edit's article is: same opening and headline, else the only one of the same opening, then headline."""
    headline = opening(edit.headline)
    begins = [n for n, one in enumerate(articles) if edit.opening and opening(one.body) == edit.opening]
    titled = [n for n, one in enumerate(articles) if headline and opening(one.headline) == headline]
    for places in ([n for n in begins if n in titled], begins, titled):
        if len(places) == 1:
            return places[0]
    return None


def _whole(article: Article) -> str:
    """All that tells of where an article begins."""
    return article.body if _is_guessed(article) else f"{article.headline}\n{article.body}"


def _is_guessed(article: Article) -> bool:
    """Whether the beginning of the body stands in for a headline."""
    return opening(article.body).startswith(opening(article.headline))


def _from(article: Article, paragraph: int) -> str:
    return "\n".join(article.paragraphs[paragraph : paragraph + 3])


def _both(first: Sequence[str], second: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))
