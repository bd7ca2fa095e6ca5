"""What readers want to be told of, and which articles that is: rules as records, matched through their keys.

A rule is met by words that stand in an article literally (after folding). Its keys are some of these words, chosen so
that an article without any of them cannot meet it: an article is cut into pieces of the keys' lengths, the pieces that
are keys are looked up, and only the rules found that way are tried. That costs the same however many rules there are.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Literal

from sqlite_utils import Database

from retrieval.analysis import Analyzer, squeeze, stopwords
from retrieval.question import read_question
from store import outbox, subscriptions
from store.articles import articles_by_id, generation
from store.models import Article
from store.publishing import Change

Kind = Literal["all", "words", "question", "source"]
Span = tuple[int, int]  # characters into Article.body

LONGEST_WORD = 20  # characters
MOST_WORDS = 8
LONGEST_QUESTION = 200
EVERYTHING = "\x01"  # a key that stands in no text but is every article's; a source's key begins with it
SENTENCE_ENDS = "。！？!?；;\n"


@dataclass(frozen=True, slots=True)
class Rule:
    """What one reader wants to be told of."""

    kind: Kind
    text: str = ""  # the question, or the source's name
    words: tuple[str, ...] = ()  # folded
    needed: int = 0  # how many of the words an article must have
    without: tuple[str, ...] = ()  # words that it must not have


def everything() -> Rule:
    """Every new article."""
    return Rule("all")


def from_source(name: str) -> Rule:
    """What is printed in one document."""
    return Rule("source", text=name)


def of_words(words: Iterable[str], *, every: bool = True, without: Iterable[str] = ()) -> Rule | None:
    """Articles that have *words*, all or one of them, and none of *without*; None if no word is left."""
    kept = _literal(words)
    unwanted = tuple(word for word in _literal(without) if word not in kept)
    return Rule("words", "", kept, len(kept) if every else 1, unwanted) if kept else None


def of_question(text: str, analyzer: Analyzer) -> Rule | None:
    """Articles that speak of what *text* asks for: two thirds of its words; None if it has none."""
    question = read_question(text)
    names = [word for word in analyzer.words(squeeze(question.focus)) if word not in stopwords()]
    words = _literal(word for word in names if len(word) > 1)
    return Rule("question", text.strip()[:LONGEST_QUESTION], words, -(-2 * len(words) // 3)) if words else None


def turned(rule: Rule) -> Rule:
    """All words where one was enough, and the other way round."""
    return replace(rule, needed=len(rule.words) if rule.needed == 1 else 1)


def switched(rule: Rule, number: int) -> Rule | None:
    """Word *number* (of the wanted, then the unwanted) on the other side; None if no wanted word is left."""
    words, every = (*rule.words, *rule.without), rule.needed != 1 or len(rule.words) == 1
    word = words[number]
    wanted = [one for one in words if (one in rule.words) != (one == word)]
    return of_words(wanted, every=every, without=[one for one in words if one not in wanted])


def pack(rule: Rule) -> str:
    """*rule* as JSON; equal rules have equal JSON."""
    return json.dumps({name: value for name, value in asdict(rule).items() if value}, ensure_ascii=False)


def unpack(content: str) -> Rule:
    """What `pack` made."""
    row = json.loads(content)
    words, without = tuple(row.get("words", ())), tuple(row.get("without", ()))
    return Rule(row["kind"], row.get("text", ""), words, row.get("needed", 0), without)


def keys(rule: Rule) -> set[str]:
    """One of these an article must have to meet *rule*: of n words of which k are needed, any n - k + 1 will do."""
    if rule.kind == "all":
        return {EVERYTHING}
    if rule.kind == "source":
        return {EVERYTHING + rule.text}
    # the longest are the rarest
    return set(sorted(rule.words, key=len, reverse=True)[: len(rule.words) - rule.needed + 1])


def meets(rule: Rule, text: str) -> bool:
    """Whether the folded *text* has the words that *rule* wants."""
    has = text.__contains__
    return sum(map(has, rule.words)) >= rule.needed and not any(map(has, rule.without))


def reason(rule: Rule, article: Article) -> Span | None:
    """The sentence of the article's body that has most of the rule's words; None if none has any."""
    best, most = None, 0
    for start, end in _sentences(article.body) if rule.words else ():
        text = squeeze(article.body[start:end])
        if (found := sum(word in text for word in rule.words)) > most:
            best, most = (start, end), found
    return best


def announce(db: Database, change: Change, *, due_at: Callable[[str], float]) -> int:
    """Write down who is to be told of what was just published; call inside the transaction that publishes it.

    What was printed before in another document is no news. Returns the number of deliveries.
    """
    articles = list(articles_by_id(db, [*change.new, *change.changed]).values())
    fresh = [article for article in articles if article.reprint_of is None]
    corrected = [article.key for article in fresh if article.id in set(change.changed)]
    return outbox.enqueue(db, generation(db), matched(db, fresh), corrected, due_at=due_at)


def matched(db: Database, articles: Sequence[Article]) -> Iterator[tuple[int, int]]:
    """Pairs of rule and article key: which rules the articles meet. Every rule is read once, in order of number."""
    lengths = [length for length in subscriptions.key_lengths(db) if length <= LONGEST_WORD]
    texts = [(article, _text(article)) for article in articles]
    found = {EVERYTHING, *(EVERYTHING + article.source for article in articles)}
    for _, text in texts:
        found.update(text[i : i + n] for n in lengths for i in range(len(text) - n + 1))
    for rule_id, content in subscriptions.candidates(db, found):
        rule = unpack(content)
        for article, text in texts:
            if meets(rule, text) and (rule.kind != "source" or rule.text == article.source):
                yield rule_id, article.key


def _text(article: Article) -> str:
    """All that is printed of an article, as it is searched."""
    return squeeze("\n".join(filter(None, (article.headline, article.kicker, article.subtitle, article.body))))


def _literal(words: Iterable[str]) -> tuple[str, ...]:
    """*words* as they are looked for: folded, cut to a reasonable length and number, each once."""
    folded = (squeeze(word).strip()[:LONGEST_WORD] for word in words)
    return tuple(dict.fromkeys(word for word in folded if any(map(str.isalnum, word))))[:MOST_WORDS]


def _sentences(body: str) -> Iterator[Span]:
    start = 0
    for at, char in enumerate(body):
        if char in SENTENCE_ENDS:
            yield start, at + 1
            start = at + 1
    if start < len(body):
        yield start, len(body)
