"""Which rules a publication meets, found through their keys, and what is written down of it.

An article is cut into pieces of the keys' lengths, the pieces that are keys are looked up, and only the rules found
that way are tried. That costs the same however many rules there are. A rule about a figure is tried on the figures read
from the article.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import count

from sqlite_utils import Database

from bot.alerts import corrections
from bot.alerts.figures import find_figure, is_beyond, may_print, value_of, value_printed
from bot.alerts.rules import EVERYTHING, LONGEST_WORD, Rule, is_mark, marks_of, meets, text_of, unpack
from bot.alerts.sentences import Span, sentence_at, sentences
from retrieval.analysis import squeeze
from retrieval.types import FactAnswer
from store import outbox, parcels, subscriptions
from store.articles import articles_by_id, generation
from store.models import Article
from store.publishing import Change

MOST_READINGS = 400  # rules about figures that are tried in one publication: some two seconds


def announce(db: Database, change: Change, *, due_at: Callable[[str], float]) -> int:
    """Write down who is to be told of what was just published; call inside the transaction that publishes it.

    What was printed before in another document is no news. Returns the number of deliveries.
    """
    if not (change.changed or change.gone or subscriptions.key_lengths(db) or _corrects(db)):
        return 0  # the articles of a large file are not looked at for nobody
    articles = list(articles_by_id(db, [*change.new, *change.changed]).values())
    fresh = [article for article in articles if article.reprint_of is None]
    changed = set(change.changed)
    corrected = [article.key for article in fresh if article.id in changed]
    untrue = corrections.untrue(db, change, articles)
    return outbox.enqueue(db, generation(db), matched(db, fresh), corrected, untrue, due_at=due_at)


def _corrects(db: Database) -> bool:
    """Whether a correction was just published whose article is held."""
    of = [generation(db)]
    return db.execute("SELECT 1 FROM articles WHERE corrects IS NOT NULL AND generation = ?", of).fetchone() is not None


def matched(db: Database, articles: Sequence[Article]) -> Iterator[tuple[int, int]]:
    """Pairs of rule and article key: which rules the articles meet. Every rule is read once, in order of number."""
    lengths = [length for length in subscriptions.key_lengths(db) if length <= LONGEST_WORD]
    texts = [(article, text_of(article)) for article in articles]
    found = {EVERYTHING, *(EVERYTHING + article.source for article in articles)}
    for article, text in texts:
        found.update(marks_of(article))
        found.update(text[i : i + n] for n in lengths for i in range(len(text) - n + 1))
    readings = count()
    for rule_id, content in subscriptions.candidates(db, found):
        rule = unpack(content)
        for article, text in texts:
            if not meets(rule, text):
                continue
            if rule.kind != "figure" or (
                may_print(rule.unit, rule.bound, article)
                # rather told without need than a store that is kept from everybody else
                and (next(readings) >= MOST_READINGS or _is_news(db, rule_id, rule, article))
            ):
                yield rule_id, article.key


def figure(rule: Rule, article: Article) -> FactAnswer | None:
    """The figure that a rule is about, as *article* prints it."""
    return find_figure(rule.text, rule.unit, article) if rule.kind == "figure" else None


def reason(rule: Rule, article: Article) -> Span | None:
    """The sentence of the article's body with the rule's figure, or with most of its words; None if none has any."""
    if fact := figure(rule, article):
        return sentence_at(article.body, max(0, article.body.find(fact.evidence)) + fact.evidence.find(fact.text))
    best, most = None, 0
    words = [word for word in rule.words if not is_mark(word)]
    for start, end in sentences(article.body) if words else ():
        text = squeeze(article.body[start:end])
        if (found := sum(word in text for word in words)) > most:
            best, most = (start, end), found
    return best


def _is_news(db: Database, rule_id: int, rule: Rule, article: Article) -> bool:
    """Whether *article* prints another figure than was told of last, or known at the beginning, beyond the bound."""
    fact = figure(rule, article)
    if fact is None or (rule.bound and not is_beyond(fact.value, rule.bound)):
        return False
    last = parcels.last_met(db, rule_id, before=generation(db))
    before = last and last.key != article.key and figure(rule, last)
    return value_of(fact.value) != (value_of(before.value) if before else value_printed(rule.known))
