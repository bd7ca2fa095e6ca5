"""Words of a paper that the segmenter's dictionary lacks: titles, names in quotes, bylines, repeated strings."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable

import rjieba

from retrieval.analysis import HAN, squeeze
from store.models import Article

LONGEST = 10  # characters
REPEATED = 3  # articles that an unknown string has to stand in; a quoted name need not be repeated that often
QUOTED = 2
COMPANY = 2  # different words that have to stand before an unknown string, and behind it: else it is a part of one

_IN_QUOTES = re.compile(rf"[《“「]([{HAN}a-z0-9]{{2,{LONGEST}}})[》”」]")
_NAME = re.compile(rf"[{HAN}]{{2,4}}")
_UNKNOWN = re.compile(rf"[{HAN}]{{3,6}}")  # of two characters, most are no words (这座, 日起)


def coinages(articles: Iterable[Article], known: Collection[str] = ()) -> list[tuple[str, int]]:
    """Words to take up, with the number of articles they stand in, commonest first; without those *known* already.

    What stands in one article alone is left out: it may be a slip.
    """
    quoted: Counter[str] = Counter()
    repeated: Counter[str] = Counter()
    company: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for article in articles:
        text = squeeze(f"{article.headline}\n{article.body}")
        named = {name for name in (*article.reporters, *article.correspondents) if _NAME.fullmatch(name)}
        quoted.update(named | set(_IN_QUOTES.findall(text)))
        words = ["", *rjieba.cut(text), ""]
        unknown = [at for at, word in enumerate(words) if _UNKNOWN.fullmatch(word) and not rjieba.has_word(word)]
        repeated.update({words[at] for at in unknown})
        for at in unknown:
            before, behind = company[words[at]]
            before.add(words[at - 1])
            behind.add(words[at + 1])
    found = {
        word: count for word, count in repeated.items() if count >= REPEATED and min(map(len, company[word])) >= COMPANY
    }
    found |= {word: max(count, repeated[word]) for word, count in quoted.items() if count >= QUOTED}
    known = set(map(squeeze, known))
    fresh = (
        (word, count)
        for word, count in found.items()
        if word not in known and not word.isascii() and not rjieba.has_word(word)
    )
    return sorted(fresh, key=lambda one: (-one[1], one[0]))
