"""Answers that a publication made untrue: the figure was changed, corrected in print, or its article taken out.

A reader was told “50名” from a sentence. The sentence of the new text that says most nearly the same is looked at: if
it prints the figure still, nothing has changed; if not, what it prints now is told to those who were given the old one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from typing import TypeAlias

from sqlite_utils import Database

from bot.alerts.figures import facts_of, is_like
from bot.alerts.sentences import Span, nearest, pairs, sentence_at
from bot.words.records import unpack_fact
from retrieval.analysis import squeeze
from retrieval.types import Fact, FactAnswer
from store.conversations import SentAnswer, answers_from
from store.models import Article
from store.parcels import AnswerChange
from store.publishing import Change

ALIKE = 0.5  # of what a sentence said, that another shares with it which says the same anew
LONGEST = 200  # characters of the sentence that is shown
READINGS = 256  # of answers in articles, kept while a publication goes through those who had them


@dataclass(frozen=True, slots=True)
class Correction:
    """What a reader is told of an answer that is no longer true."""

    question: str
    before: str  # the figure or name that was given
    now: str | None = None  # as printed now; None where that is no one figure
    sentence: str | None = None  # that says it now


Reader: TypeAlias = Callable[[str, FactAnswer, Article], Correction | None]


def pack(correction: Correction) -> str:
    """*correction* as JSON."""
    return json.dumps(asdict(correction), ensure_ascii=False)


def unpack(content: str) -> Correction:
    """What `pack` made."""
    return Correction(**json.loads(content))


def untrue(db: Database, change: Change, articles: Sequence[Article]) -> Iterator[AnswerChange]:
    """The answers that *change* made untrue, each chat told once; *articles* are its new and changed ones."""
    told: set[tuple[int, int, str, str]] = set()
    for sent, article, text in _affected(db, change, articles):
        key = (sent.chat_id, sent.thread_id, sent.article_id, sent.fact)
        if key not in told and text is not None:
            told.add(key)
            yield AnswerChange(sent.reply_id, sent.thread_id, pack(text), article)


def _affected(
    db: Database, change: Change, articles: Sequence[Article]
) -> Iterator[tuple[SentAnswer, Article | None, Correction | None]]:
    by_id = {article.id: article for article in articles}
    for sent in answers_from(db, change.changed):
        article = by_id[sent.article_id]
        yield sent, article, _told_of(sent, article, restated)
    for notice in articles:
        if notice.corrects is not None and notice.reprint_of is None and notice.id in change.new:
            for sent in answers_from(db, _ids_of(db, notice.corrects)):
                yield sent, notice, _told_of(sent, notice, corrected)
    for sent in answers_from(db, change.gone):
        fact = unpack_fact(sent.fact)
        # a page that is read anew may tell its articles apart in another way
        if not any(squeeze(fact.evidence) in squeeze(article.body) for article in articles):
            yield sent, None, Correction(sent.question, fact.text)


def _told_of(sent: SentAnswer, article: Article, read: Reader) -> Correction | None:
    """What *read* makes of an answer, with the question of whoever had it."""
    found = _reading(sent.fact, article, read)
    return found and replace(found, question=sent.question)


@lru_cache(maxsize=READINGS)
def _reading(fact: str, article: Article, read: Reader) -> Correction | None:
    """What *read* makes of an answer; many readers may have had the same."""
    return read("", unpack_fact(fact), article)


def restated(question: str, fact: FactAnswer, article: Article) -> Correction | None:
    """What a new version of the article says in place of *fact*; None if it says the same."""
    if squeeze(fact.evidence) in squeeze(article.body):
        return None
    span, alike = nearest(article.body, fact.evidence)
    if _prints(article.body if alike < ALIKE else article.body[slice(*span)], fact.text):
        return None
    if alike < ALIKE:
        return Correction(question, fact.text)
    return _told(question, fact, article, span)


def corrected(question: str, fact: FactAnswer, notice: Article) -> Correction | None:
    """What a printed correction says of *fact*; None if it is about something else in the article."""
    at = _place(notice.body, fact.text)
    if at is not None:
        return _told(question, fact, notice, sentence_at(notice.body, at), last=True)
    span, alike = nearest(notice.body, fact.evidence)
    return _told(question, fact, notice, span, last=True) if alike >= ALIKE else None


def _told(question: str, fact: FactAnswer, article: Article, span: Span, *, last: bool = False) -> Correction:
    """*last*: a correction names the wrong figure first (“50名”应为“51名”)."""
    found = [one for one in facts_of(article) if span[0] <= one.start < span[1] and _is_like(one, fact)]
    rivals = list(enumerate(found))
    best = max(rivals, key=lambda pair: (_shared(pair[1], fact), pair[0] if last else -pair[0]), default=None)
    sentence = article.body[slice(*span)].strip()[:LONGEST]
    return Correction(question, fact.text, best[1].text if best else None, sentence)


def _is_like(one: Fact, fact: FactAnswer) -> bool:
    """Whether a figure may stand in the place of another: it measures the same kind of thing, and differs."""
    return one.kind == fact.kind and is_like(fact.unit or "", one.unit) and squeeze(one.text) != squeeze(fact.text)


def _shared(one: Fact, fact: FactAnswer) -> int:
    return len(pairs(one.evidence) & pairs(fact.evidence))


def _prints(text: str, figure: str) -> bool:
    return _place(text, figure) is not None


def _place(text: str, figure: str) -> int | None:
    """Where *text* prints *figure*, not as a part of a longer number."""
    # spaces and widths are the layout's: each character may be printed in its other form
    wanted = r"\s*".join(map(re.escape, squeeze(figure).replace(" ", "")))
    folded = "".join(squeeze(char) or char for char in text)
    if len(folded) != len(text):
        folded = text
    match = re.search(rf"(?<![\d.]){wanted}(?!\d)" if figure[:1].isdigit() else wanted, folded)
    return match.start() if match else None


def _ids_of(db: Database, key: int) -> list[str]:
    """The ids of the article of this key and of its reprints."""
    return [row[0] for row in db.execute("SELECT id FROM articles WHERE key = ? OR reprint_of = ?", [key, key])]
