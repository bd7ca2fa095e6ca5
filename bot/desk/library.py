"""What is held, as the desk sees it: the list of /articles, and each article with where it came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.desk.people import moment, turn
from bot.desk.texts import DESK
from bot.texts import Language
from bot.words.markup import Button, Reply, clip, escape
from store.articles import Order
from store.models import Article

PAGE = 8  # articles in a list
LONGEST_BUTTON, LONGEST_NAME = 40, 60
ORDERS: Mapping[str, Order] = {"d": "date", "i": "intake", "h": "headline"}  # as callback data has them


def listing(found: Sequence[Article], count: int, words: str, *, place: str, page: int, language: Language) -> Reply:
    """A page of the list; *place* is `search:order`, as the buttons name it."""
    texts = DESK[language]
    shown = escape(clip(words, LONGEST_NAME))
    if not count:
        return Reply(texts.articles_none.format(words=shown) if words else texts.nothing_here)
    title = texts.articles_found.format(words=shown, count=count) if words else texts.articles.format(count=count)
    search, order = place.split(":")
    rows = [
        (Button(clip(f"{one.date or '—'} {one.headline}", LONGEST_BUTTON), f"ad:{one.key}:{place}:{page}"),)
        for one in found
    ]
    orders = tuple(
        Button(("✓ " if letter == order else "") + texts.orders[letter], f"al:{search}:{letter}:0") for letter in ORDERS
    )
    return Reply(title, (*rows, *turn(f"al:{place}", page, count, PAGE, language), orders))


def article(
    found: Article,
    intake: tuple[str, int, float],
    figures: int,
    *,
    place: str,
    page: int,
    zone: str,
    language: Language,
) -> Reply:
    """An article with where it came from; *intake* is its document, version, and when it was taken in or changed."""
    texts = DESK[language]
    document, version, at = intake
    text = texts.article.format(
        headline=escape(clip(found.headline, 2 * LONGEST_NAME)),
        document=escape(clip(document, LONGEST_NAME)),
        page=texts.article_page.format(page=escape(found.page)) if found.page else "",
        date=found.date or texts.stats_none,
        changed=moment(at, zone) + (f"（{texts.article_changed.format(version=version)}）" if version > 1 else ""),
        length=len(found.body),
        figures=figures,
    )
    return Reply(text, ((Button(texts.read, f"a:{found.key}:0:0"),), (Button(texts.back, f"al:{place}:{page}"),)))
