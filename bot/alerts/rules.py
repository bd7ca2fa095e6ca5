"""What a reader wants to be told of, as a record: words, a question, a figure; everything, a section, a source.

A section and a source are words, too: marks that every article carries beside its text. So they go together with other
words as all, one or none of them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from bot.alerts.figures import Bound
from retrieval.analysis import Analyzer, squeeze, stopwords
from retrieval.numerals import read_numeral
from retrieval.question import read_question
from store.models import Article

Kind = Literal["all", "words", "question", "figure"]

LONGEST_WORD = 20  # characters
MOST_WORDS = 8
LONGEST_QUESTION = 200
LONGEST_NAME = 60  # of a section or a source
EVERYTHING = "\x01"  # a key that stands in no text but is every article's; marks begin and end with it
SECTION, SOURCE = "p", "s"

_DATES = re.compile(r"[\s_.\-]*第?\d[\d\s_.\-年月日号]*[版期号]?[\s_.\-]*")
_SECTION = re.compile(r"第?([a-z]{0,2}\d{1,3}|[一二三四五六七八九十]{1,3}|头)版|([a-z]\d{1,3})", re.I)
_SOURCE = re.compile(r"来自《?([^《》]+)》?|《([^《》]+)》")


@dataclass(frozen=True, slots=True)
class Rule:
    """What one reader wants to be told of."""

    kind: Kind
    text: str = ""  # the question
    words: tuple[str, ...] = ()  # folded, or marks
    needed: int = 0  # how many of the words an article must have
    without: tuple[str, ...] = ()  # words that it must not have
    unit: str = ""  # of the figure; "" for any
    bound: Bound | tuple[()] = ()  # beyond which the figure is told; () for any change
    known: str = ""  # value of the figure that the reader knows


def everything() -> Rule:
    """Every new article."""
    return Rule("all")


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


def of_figure(
    text: str, analyzer: Analyzer, *, bound: Bound | tuple[()] = (), unit: str = "", known: str = ""
) -> Rule | None:
    """Articles that print a figure for what *text* asks for or names, other than *known*; None if it has no words."""
    rule = of_question(text, analyzer)
    return rule and replace(rule, kind="figure", bound=bound, unit=unit or read_question(text).unit or "", known=known)


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
    if row["kind"] == "source":  # of the first release: one document by its whole name
        return Rule("words", words=(source_mark(row["text"]),), needed=1)
    return Rule(
        row["kind"],
        row.get("text", ""),
        tuple(row.get("words", ())),
        row.get("needed", 0),
        tuple(row.get("without", ())),
        row.get("unit", ""),
        _bound(row.get("bound")),
        row.get("known", ""),
    )


def keys(rule: Rule) -> set[str]:
    """One of these an article must have to meet *rule*: of n words of which k are needed, any n - k + 1 will do."""
    if rule.kind == "all":
        return {EVERYTHING}
    # the longest are the rarest, but for a mark: there are few sections and sources
    rarest = sorted(rule.words, key=lambda word: 0 if is_mark(word) else len(word), reverse=True)
    return set(rarest[: len(rule.words) - rule.needed + 1])


def meets(rule: Rule, text: str) -> bool:
    """Whether *text*, as `text_of` an article, has the words that *rule* wants."""
    has = text.__contains__
    return sum(map(has, rule.words)) >= rule.needed and not any(map(has, rule.without))


def text_of(article: Article) -> str:
    """All that is printed of an article, as it is searched, with its marks."""
    printed = squeeze("\n".join(filter(None, (article.headline, article.kicker, article.subtitle, article.body))))
    return "\n".join((printed, *marks_of(article)))


def marks_of(article: Article) -> Iterator[str]:
    """The marks that stand for an article's section and source."""
    yield source_mark(article.source)
    if article.page:
        yield section_mark(article.page)


def source_mark(name: str) -> str:
    """What stands for a paper in rules and articles: *name* without folder, ending and the date of the issue."""
    stem = name.rsplit("/", 1)[-1]
    stem = stem.rsplit(".", 1)[0] if re.search(r"\.\w{2,5}$", stem) else stem
    title = _DATES.sub(" ", squeeze(stem)).strip()
    return f"{EVERYTHING}{SOURCE}{(title or squeeze(stem))[:LONGEST_NAME]}{EVERYTHING}"


def section_mark(page: str) -> str:
    """What stands for a section in rules and articles: the printed page's number without leading zeros."""
    plain = (
        re.sub(r"(?<!\d)0+(?=\d)", "", squeeze(page)).strip().removeprefix("第").removesuffix("版").replace("头", "1")
    )
    if re.fullmatch("[一二三四五六七八九十]+", plain) and (numeral := read_numeral(plain)):
        plain = f"{numeral.low:g}"
    return f"{EVERYTHING}{SECTION}{plain[:LONGEST_NAME]}{EVERYTHING}"


def is_mark(word: str) -> bool:
    """Whether a word of a rule stands for a section or a source."""
    return word.startswith(EVERYTHING)


def read_mark(word: str) -> tuple[str, str]:
    """SECTION or SOURCE, and which."""
    return word[1], word[2:-1]


def _bound(row: list[Any] | None) -> Bound | tuple[()]:
    if row is None:
        return ()
    sign, limit, printed = row
    return sign, limit, printed


def _literal(words: Iterable[str]) -> tuple[str, ...]:
    """*words* as they are looked for: folded, cut to a reasonable length and number, each once."""
    folded = (word if is_mark(word) else _folded(word) for word in words)
    return tuple(dict.fromkeys(word for word in folded if any(map(str.isalnum, word))))[:MOST_WORDS]


def _folded(word: str) -> str:
    """A word as it is looked for: a mark where it names a section (第3版) or a source (《…》)."""
    plain = squeeze(word).strip()
    if section := _SECTION.fullmatch(plain):
        return section_mark(section[1] or section[2])
    if source := _SOURCE.fullmatch(plain):
        return source_mark(source[1] or source[2])
    return plain[:LONGEST_WORD]
