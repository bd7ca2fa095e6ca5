"""Words that a paper uses and the dictionary lacks."""

from __future__ import annotations

from retrieval.coinages import coinages
from store.models import Article


def article(text: str, *, reporters: tuple[str, ...] = (), headline: str = "标题") -> Article:
    """One with this text."""
    return Article("", headline, (text,), reporters=reporters)


def test_names_in_quotes_and_bylines_count_from_two_articles_on() -> None:
    """Titles, nicknames, reporters; once may be a slip, and a word of the dictionary is none of them."""
    found = coinages(
        [
            article("“爱心头盔”活动启动，读《柳溪夜话》。", reporters=("杜望舒",)),
            article("昨日“爱心头盔”又送出一批，“群众”说好。", reporters=("杜望舒",)),
            article("《柳溪夜话》再版，“群众”欢迎，“一次”而已。"),
        ]
    )
    assert dict(found) == {"爱心头盔": 2, "柳溪夜话": 2, "杜望舒": 2}


def test_unknown_strings_count_where_they_are_repeated_in_changing_company() -> None:
    """However the page is typeset; what is always a part of the same words is no word of its own."""
    pages = [
        article(text) for text in ("游客走进云 栖 坞看花。", "昨日，云栖坞正式开放。", "市民在云栖坞的入口处排队。")
    ]
    assert coinages(pages) == [("云栖坞", 3)]
    assert coinages(pages[:2]) == []
    assert coinages([article("游客走进云栖坞看花。") for _ in range(3)]) == []
    assert coinages(pages, known=["云栖坞"]) == []
