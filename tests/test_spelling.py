"""Forgiving input."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.analysis import Analyzer
from retrieval.index import open_index
from retrieval.spelling import Speller
from store.models import Article, Chunk

SENTENCES = (
    "高新区城市管理和综合执法局工作人员为50名环卫工人送去安全头盔。",
    "屈庄村党支部书记张学跃介绍，村里建有大棚400多座。",
    "创业担保贷款预计发放金额150万元。",
    "研发费用支出达3296.7万元，同比增长46.32%。",
    "今年采暖期每户补贴2000元，流动法庭走进12个村。",
)


@pytest.fixture(scope="module")
def speller(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Speller]:
    """A speller over one short article."""
    index = open_index(tmp_path_factory.mktemp("index"))
    chunks = [Chunk("a", 0, len(text), text, number) for number, text in enumerate(SENTENCES, 1)]
    index.update(remove=(), add=[(Article("a", "要闻", SENTENCES), chunks)], generation=1)
    yield Speller(index, Analyzer())
    index.close()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("给多少名环卫公人送了头盔?", "给多少名环卫工人送了头盔?"),  # a homophone
        ("流动法亭走进几个村?", "流动法庭走进几个村?"),
        ("采暖期补帖多少钱?", "采暖期补贴多少钱?"),
        ("张学约是谁?", "张学跃是谁?"),  # a name
        ("采暧期补贴多少?", "采暖期补贴多少?"),  # looks alike, sounds unlike
        ("创业担保袋款是多少?", "创业担保贷款是多少?"),
        ("环工卫人有多少?", "环卫工人有多少?"),  # exchanged
        ("研发费用之出达到多少?", "研发费用支出达到多少?"),  # 指出 sounds the same: the context decides
        ("流动法庭是那天开的?", "流动法庭是哪天开的?"),  # the word that asks, by its sound
        ("采暖期补贴是多稍?", "采暖期补贴是多少?"),
        ("流动法庭什么是后开?", "流动法庭什么时候开?"),
    ],
)
def test_slips_are_mended(speller: Speller, typed: str, meant: str) -> None:
    """A word that the corpus does not have becomes the one that it was meant to be."""
    assert speller.correct(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("quzhuangcun shuji shi shui", "屈庄村书记是谁"),
        ("huanwei gongren 头盔多少顶", "环卫工人 头盔多少顶"),
        ("cainuanqi butie duoshao", "采暖期补贴多少"),
    ],
)
def test_pinyin_in_letters_is_read(speller: Speller, typed: str, meant: str) -> None:
    """Letters that read as words of the corpus are those words."""
    assert speller.correct(typed) == meant


@pytest.mark.parametrize(
    "asked",
    [
        "屈庄村建有多少座大棚?",
        "創業擔保貸款是多少?",  # traditional: found, so not touched
        "平顶山今天天气怎么样?",  # everyday words that this corpus lacks
        "高新区2021年的GDP是多少?",
        "屈庄村有多少人口?",
        "iPhone 14多少钱?",
        "合作社的理事长是谁?",
        "百分之几?",
        "那天的采暖期补贴是多少?",  # asks already
        "流动法庭那天开了吗?",
        "流动法庭那天开没开?",
        "流动法庭那天停不停?",
        "",
    ],
)
def test_what_is_no_slip_stays(speller: Speller, asked: str) -> None:
    """A question about something that the corpus lacks is not bent into one about something that it has."""
    assert speller.correct(asked) == asked


@given(text=st.text(alphabet="环卫公人采暖期补帖abcdeng1 ,。?个几", max_size=80))
def test_any_text_is_read(speller: Speller, text: str) -> None:
    """No text is refused, and none keeps being mended."""
    once = speller.correct(text)

    assert isinstance(once, str)


def test_vocabulary_follows_the_index(tmp_path: Path) -> None:
    """A word is known as soon as its article is."""
    index = open_index(tmp_path)
    speller = Speller(index, Analyzer())
    assert speller.correct("环卫公人") == "环卫公人"

    index.update(remove=(), add=[(Article("a", "要闻", SENTENCES), [Chunk("a", 0, 1, SENTENCES[0], 1)])], generation=1)
    assert speller.correct("环卫公人") == "环卫工人"
