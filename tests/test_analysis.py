"""Text to terms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.analysis import Analyzer, squeeze, stopwords


@pytest.mark.parametrize(
    ("printed", "term"),
    [
        ("今年采暖期提前", "采暖期"),
        ("今年 采 暖 期 提前", "采暖期"),  # the layout's stray spaces
        ("今年採暖期提前", "采暖期"),  # traditional
        ("供热２１４００户", "21400"),  # full width
        ("发放１５０万元", "1500000"),
        ("支出3296.7万元", "32967000"),
        ("新增2,500家", "2500"),
        ("二十三岁", "23"),
        ("八大领域", "8"),
        ("一九九八年", "1998"),
        ("iPhone手机", "iphone"),
        ("占比46.3%", "46.3%"),
    ],
)
def test_printed_forms_share_a_term(printed: str, term: str) -> None:
    """However a word or number is printed, a question in the plain form meets it."""
    assert term in Analyzer().chunk_terms(printed)


def test_words_inside_longer_words_are_terms() -> None:
    """公司 finds 有限公司: search mode keeps the parts."""
    assert {"有限", "公司", "有限公司"} <= set(Analyzer().chunk_terms("有限公司"))


def test_signs_are_no_terms() -> None:
    """Punctuation neither matches nor joins."""
    assert Analyzer().chunk_terms("“大棚”，（张村）！") == ["大棚", "张村"]


def test_term_lines_keep_texts_apart() -> None:
    """Segmenting many texts at once gives each the terms it has alone."""
    texts = ["屈庄村建有大棚", "", "采 暖 期\n", "有限", "公司"]
    analyzer = Analyzer()

    assert [line.split() for line in analyzer.term_lines(texts)] == [analyzer.chunk_terms(text) for text in texts]


def test_query_leaves_question_words_out() -> None:
    """What asks says nothing about the passage that answers."""
    query = Analyzer().query("屈庄村建有多少座大棚?")

    assert "大棚" in query.terms
    assert "多少" not in query.terms
    assert {"大", "棚"} <= set(query.characters)


@pytest.mark.parametrize(
    ("asked", "terms"),
    [
        ("大闸蟹哪天开捕?", {"大闸蟹", "开捕"}),
        ("停水要停几个钟头?", {"停水", "停", "钟头"}),
        ("多伦多大学有多大?", {"多伦多", "大学"}),
        ("何炅的几何老师是谁?", {"何炅", "几何", "老师"}),
    ],
)
def test_words_that_ask_do_not_stick_to_their_neighbours(asked: str, terms: set[str]) -> None:
    """What asks is taken out before segmenting, and what only looks like it stays."""
    assert terms <= set(Analyzer().question_terms(asked))


def test_query_of_nothing_but_question_words_is_empty() -> None:
    """There is nothing to look for, and no term is made up."""
    assert not Analyzer().query("什么是的呢?").terms


def test_jieba_agrees_with_rjieba() -> None:
    """The reference segmenter gives the same terms for plain news text."""
    text = "高新区城市管理和综合执法局工作人员为50名环卫工人送去安全头盔"

    assert Analyzer("jieba").chunk_terms(text) == Analyzer("rjieba").chunk_terms(text)


def test_stopwords_are_folded() -> None:
    """They are compared with folded terms, so they must be folded themselves."""
    assert all(squeeze(word) == word for word in stopwords())


@given(st.lists(st.text()))
def test_any_text_is_analysed(texts: list[str]) -> None:
    """No text is refused, and none gives terms with white space in them or runs into the next."""
    analyzer = Analyzer()
    terms, characters = analyzer.lines(texts)

    assert len(terms) == len(characters) == len(texts)
