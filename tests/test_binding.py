"""What belongs to a figure: its own clause, the subject handed down to it, and what another figure has taken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.asked import Asked, says
from retrieval.binding import Binding, bind, clash
from retrieval.mentions import Page
from retrieval.options import gather
from retrieval.question import read_question
from retrieval.types import Passage
from store.models import Article

REPORT = "白河酒厂去年销售额3.1亿元,同比增长8.2%;净利润4200万元,下降5.6%。年末职工960人。"
TWO = f"{REPORT}\n柳林茶厂去年销售额1.7亿元,净利润2600万元。"


def bindings(question: str, text: str, *, headline: str = "简讯") -> dict[str, Binding]:
    """How *question* belongs to each figure of *text*."""
    page = Page(Article(id="a", headline=headline, paragraphs=tuple(text.split("\n"))))
    body = page.article.body
    asked = Asked(read_question(question))
    options = gather(asked, [Passage(1, "a", headline, body, 0, len(body), 1.0)], [page])
    return {option.mention.text: binding for option, binding in bind(asked, options).items()}


@pytest.mark.parametrize(
    ("question", "nearest"),
    [
        ("白河酒厂去年净利润是多少元?", "4200万元"),
        ("白河酒厂去年销售额是多少元?", "3.1亿元"),
        ("柳林茶厂净利润是多少元?", "2600万元"),
        ("白河酒厂净利润下降了百分之几?", "5.6%"),
    ],
)
def test_the_nearest(question: str, nearest: str) -> None:
    """A subject is handed down its sentence; a measure stays with its figure and with the growth that follows it."""
    found = bindings(question, TWO)

    assert max(found, key=lambda text: found[text].bound) == nearest


def test_another_thing_in_the_same_place() -> None:
    """The question names one thing, the clause another: they clash; a clause that names nothing does not."""
    sold = bindings("黄豆每斤卖多少钱?", "市场上绿豆每斤卖5.2元,花生每斤卖6元。黄豆缺货。")

    assert clash(sold["5.2元"]) < 0
    assert clash(bindings("黄豆每斤卖多少钱?", "市场上黄豆供应充足,每斤卖5.2元。")["5.2元"]) == 0


def test_what_is_printed_nowhere() -> None:
    """A thing that the article does not print at all is counted as missing, not only as far."""
    found = bindings("白河酒厂有多少辆货车?", REPORT)

    assert all(binding.missing >= 1 and binding.far >= binding.missing for binding in found.values())


def test_the_headline_does_not_stand_for_what_comes_later() -> None:
    """An article about two things: the figures of the first are not the second's because the headline names both."""
    found = bindings("柳林茶厂有多少名职工?", TWO, headline="白河酒厂和柳林茶厂公布年报")

    assert found["960人"].far >= 1


@pytest.mark.parametrize(
    ("question", "printed"),
    [("茶厂亏了多少钱?", "亏损12万元"), ("老百姓捐了多少钱?", "群众捐款3万元"), ("路灯换了几盏?", "更换路灯40盏")],
)
def test_what_is_said_and_what_is_printed(question: str, printed: str) -> None:
    """亏了 is printed as 亏损, 老百姓 as 群众: said in other words it is said."""
    asked = Asked(read_question(question))
    spoken = [word for word in asked.words if word.text not in "茶厂路灯"]

    assert spoken
    assert all(says(word, printed) for word in spoken)


@given(st.text(alphabet="白河酒厂去年销售额3.1亿元,。;多少?\n 和", max_size=60))
def test_any_text(text: str) -> None:
    """Shares stay shares, whatever is asked."""
    for binding in bindings(f"{text}多少", REPORT).values():
        assert 0 <= binding.bound <= 1
        assert 0 <= binding.lost <= 1
