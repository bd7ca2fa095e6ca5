"""Jumps: an article on several pages is one, in one document or in several that are taken in together."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st
from test_pages import kept, printed

from store.intake.pages import read_pages
from store.models import Document, Line

FIRST = (
    "2024年3月5日 第1版\n\n渡口通车了\n\n本报讯（记者 余航）柳林渡口的栈桥修好了。\n\n栈桥长六十米，（下转第3版）"
    "\n\n夜市亮起来\n\n本报讯（记者 余航）老街的夜市昨晚开张，五十个摊位都有了新棚子。"
)
THIRD = (
    "2024年3月5日 第3版\n\n（上接第1版）宽四米，可以走三轮车。"
    "\n\n老街新貌\n\n本报讯（记者 余航）老街的石板路铺好了，全长八百米。"
)


def document(text: str, name: str = "页.txt") -> Document:
    return Document(name, tuple(map(Line, text.split("\n"))))


def test_an_article_goes_on_in_another_file() -> None:
    """It is whole in the file that it begins in, whichever is read first; each file knows its partner."""
    for order in ((0, 1), (1, 0)):
        documents = [document(FIRST, "1版.txt"), document(THIRD, "3版.txt")]
        pages = read_pages([documents[place] for place in order])
        first, third = (pages[order.index(place)] for place in (0, 1))
        assert [article.headline for article in first.articles] == ["渡口通车了", "夜市亮起来"]
        assert first.articles[0].paragraphs[-1] == "栈桥长六十米，宽四米，可以走三轮车。"
        assert (first.articles[0].complete, first.articles[0].page) == (True, "1")
        assert [article.headline for article in third.articles] == ["老街新貌"]
        assert not any(page.warnings or page.leads_out for page in pages)
        assert (first.partners, third.partners) == ((order.index(1),), (order.index(0),))


def test_alone_each_file_says_what_is_missing() -> None:
    """The beginning is incomplete, the continuation an article of its own; both lead out of their files."""
    (first,), (third,) = read_pages([document(FIRST)]), read_pages([document(THIRD)])
    assert not first.articles[0].complete
    assert (first.leads_out, third.leads_out) == (True, True)
    assert any("没有找到续文" in warning for warning in first.warnings)
    assert any("没有找到前文" in warning for warning in third.warnings)


def test_the_pages_that_jumps_name_have_to_agree() -> None:
    """A continuation from another page, another day, or of no page is no part of the article."""
    for other in (
        THIRD.replace("第3版", "第4版", 1),
        THIRD.replace("上接第1版", "上接第2版"),
        THIRD.replace("3月5日", "3月6日", 1),
    ):
        pages = read_pages([document(FIRST), document(other)])
        assert [len(page.articles) for page in pages] == [2, 2]
        assert not any(page.partners for page in pages)


def test_without_page_numbers_the_title_tells() -> None:
    """A continuation under the headline of its beginning is found, another is not."""
    first, third = FIRST.replace(" 第1版", ""), THIRD.replace(" 第3版", "")
    assert [len(page.articles) for page in read_pages([document(first), document(third)])] == [2, 2]
    titled = third.replace("（上接", "渡口栈桥通车\n\n（上接")
    first = first.replace("渡口通车了", "渡口栈桥通车")
    pages = read_pages([document(first), document(titled)])
    assert [len(page.articles) for page in pages] == [2, 1]


def test_an_article_on_three_pages() -> None:
    """The second piece, which sends the reader on again, is no beginning for the third."""
    second = "第2版\n\n（上接第1版）宽四米，（下转第3版）"
    third = "第3版\n\n（上接第2版）可以走三轮车。"
    first = FIRST.replace("下转第3版", "下转第2版")
    pages = read_pages([document(first), document(second), document(third)])
    assert [len(page.articles) for page in pages] == [2, 0, 0]
    assert pages[0].articles[0].paragraphs[-1] == "栈桥长六十米，宽四米，可以走三轮车。"
    assert pages[0].partners == (1, 2)


PIECES = st.sampled_from(
    [
        "渡口通车了",
        "第1版",
        "第3版",
        "2024年3月5日 第3版",
        "本报讯（记者 余航）渡口的栈桥修好了，乡亲们都说走得稳当。",
        "栈桥长六十米，（下转第3版）",
        "（下转第3版）",
        "（上接第1版）",
        "（上接第1版）宽四米，可以走三轮车。",
        "（上接第3版）修了四个月，（下转第1版）",
        "",
    ]
)


@settings(max_examples=200)
@given(st.lists(st.lists(PIECES, max_size=8).map("\n".join), min_size=1, max_size=3))
def test_no_character_of_a_batch_is_lost_or_doubled(texts: list[str]) -> None:
    """Whatever jumps lead where, articles and what was set aside account for all that the documents hold."""
    pages = read_pages(list(map(document, texts)))
    assert sum(map(kept, pages), Counter()) == printed(texts)
