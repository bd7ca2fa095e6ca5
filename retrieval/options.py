"""The mentions that may answer a question: those of the asked kind in its passages and next to them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from retrieval.asked import Asked
from retrieval.folding import fold
from retrieval.mentions import NUMERIC, Mention, Page
from retrieval.narrowing import narrow
from retrieval.question import Question
from retrieval.types import FactAnswer, Passage
from retrieval.units import dimension_of

DEPTH = 6  # passages whose mentions may answer
NEIGHBOURS = 2  # of so many best passages, the text next to them is read too
REACH = 120  # characters of that text on either side
LAST = 24  # characters at the end of a notice in which it is signed
GOOD = 0.8  # unit_fit from which a mention is of the asked kind
POOR = 0.3  # unit_fit of one that is left out where a good one is at hand
NAMES = ("person", "place", "org", "title", "list")
FIGURES = (*NUMERIC, "date")
ASKS_SIGNED = re.compile("公告|通告|通知|启事|声明|发布|发出|[发出登贴]的|贴出|落款|谁发|哪里发")
_SCORE = re.compile(r"\d+ ?[比:：] ?\d+")
_RATIO = re.compile("(?<!百分)比例?(?:是|为|约|大约|大概|达到?)*多少")
_PEOPLE = frozenset(["名", "人", "位", "个", "口", "员", "人家"])
_SOMEBODY = re.compile("[一-龥](?:[员工手生者民师客众]|人)$")
_HOUSES = frozenset(["家", "个", "所", "间", "企业", "公司", "单位"])
_GROUPS: tuple[frozenset[str], ...] = (
    _PEOPLE,
    _HOUSES,
    frozenset(["座", "栋", "幢", "个", "处", "所"]),
    frozenset(["辆", "台", "部", "架"]),
    frozenset(["人", "名", "人次", "位"]),
    frozenset(["本", "册", "部", "篇"]),
    frozenset(["岁", "周岁"]),
    frozenset(["度", "摄氏度"]),
    frozenset(["件", "起", "宗", "个", "项", "例", "桩"]),
    frozenset(["次", "场", "回", "趟", "届", "遍", "场次", "人次", "下"]),
    frozenset(["条", "个", "项"]),
    frozenset(["户", "家", "户人家"]),
    frozenset(["种", "类", "个", "款", "样"]),
    frozenset(["期", "次", "批", "个"]),
    frozenset(["票", "张"]),
    frozenset(["枚", "块", "个", "面"]),
    frozenset(["只", "头", "匹", "个"]),
    frozenset(["处", "个", "座", "站"]),
    frozenset(["节", "堂", "课", "门"]),
    frozenset(["棵", "株"]),
    frozenset(["根", "条", "支"]),
    frozenset(["桌", "席"]),
    frozenset(["班", "趟", "次", "班次", "车次", "航次"]),
)


def is_beside(option: Option, fact: FactAnswer) -> bool:
    """Whether *option* is told behind *fact*, in the same part of its sentence: what a follow-up asks for first."""
    page, place = option.page, option.page.article.body.find(fact.evidence)
    if page.article.id != fact.article_id or place < 0:
        return False
    told = page.prose.place(place + max(0, fact.evidence.find(fact.text)))
    return page.prose.sentence(told)[0] <= told < option.mention.low < page.prose.sentence(told)[1]


@dataclass(frozen=True, slots=True, eq=False)  # each is one of its kind; by value, every look-up would read it whole
class Option:
    """A mention that may answer, and where it was found."""

    page: Page
    mention: Mention
    rank: int  # of its passage, from 0
    neighbour: bool  # stands next to the passage, not in it
    fit: float  # unit_fit


def gather(asked: Asked, passages: Sequence[Passage], pages: Sequence[Page]) -> list[Option]:
    """The mentions of the asked kind in *passages*, best first, and in the text next to the first of them.

    *pages* are those of the passages, in their order.
    """
    options: dict[tuple[str, int, int], Option] = {}
    for rank, (passage, page) in enumerate(zip(passages[:DEPTH], pages, strict=False)):
        for mention in _mentions(asked, page, passage.start, passage.end):
            _offer(options, asked, page, mention, rank, neighbour=False)
        if rank < NEIGHBOURS:
            reach = REACH
            for start, end in ((passage.start - reach, passage.start), (passage.end, passage.end + reach)):
                for mention in _mentions(asked, page, max(0, start), end):
                    _offer(options, asked, page, mention, rank, neighbour=True)
    if asked.question.kind in ("org", "person") and ASKS_SIGNED.search(asked.question.text):
        for rank, page in enumerate(dict.fromkeys(pages[:NEIGHBOURS])):
            end = len(page.prose.text)
            for mention in page.names(max(0, end - LAST), end, "org"):
                _offer(options, asked, page, mention, rank, neighbour=True)
    found = list(options.values())
    fitting = any(option.fit >= GOOD for option in found)
    return [option for option in found if option.fit > POOR] if fitting else found


def _mentions(asked: Asked, page: Page, start: int, end: int) -> list[Mention]:
    kind = asked.question.kind
    if kind not in NAMES:
        return page.within(start, end)
    low, high = page.prose.place(start), page.prose.place(end)
    if kind != "title":
        return page.names(low, high, "list" if kind == "list" else None)
    return [*page.names(low, high, "title"), *_named(asked, page, low, high)]


def _named(asked: Asked, page: Page, low: int, high: int) -> list[Mention]:
    """The places and organisations from *low* to *high* of the class whose name is asked for: …的博物馆叫什么."""
    head = _head(asked)
    if not head:
        return []
    found = (name for name in page.names(low, high) if name.kind in ("place", "org"))
    texts = ((name, fold(name.text).replace(" ", "")) for name in found)
    return [
        name
        for name, text in texts
        if text.endswith(head) and len(text) > len(head) + 1 and not _UNNAMED.search(text[: -len(head)])
    ]


_UNNAMED = re.compile("[一两几这那该各每某]?[个家座所间]$|[的“”]")


def _head(asked: Asked) -> str:
    """The class of what is asked to be named: 合作社 in …的合作社叫什么; "" where the question tells none."""
    last = asked.ahead[-1] if asked.ahead else None
    return last.text if last is not None and last.thing and len(last.text) > 1 and last.gap <= 1 else ""


def whole_title(asked: Asked, option: Option) -> Option:
    """*option* with the class of what is asked to be named, where that stands right behind it: “净海”合作社."""
    mention, page, head = option.mention, option.page, _head(asked)
    if asked.question.kind != "title" or not head or not page.prose.text.startswith(head, mention.high):
        return option
    high = mention.high + len(head)
    end = page.prose.printed(high - 1) + 1
    text = page.article.body[mention.start : end]
    return replace(option, mention=mention._replace(end=end, high=high, text=text))


def _offer(
    options: dict[tuple[str, int, int], Option], asked: Asked, page: Page, told: Mention, rank: int, *, neighbour: bool
) -> None:
    closely = told.kind == "range" or (told.kind == "date" and asked.question.kind == "date")
    mention = narrow(asked.question, told, page) if closely else told
    if mention is None:
        return
    if asked.question.unit == "块" and mention.kind == "money" and "块" in mention.text:
        mention = mention._replace(kind="number", unit="块")  # pieces, not money
    key = (page.article.id, mention.start, mention.end)
    fit = unit_fit(asked.question, mention)
    known = options.get(key)
    if fit > 0 and (known is None or known.fit < fit or (known.neighbour and not neighbour)):
        options[key] = Option(page, mention, rank, neighbour, fit)


def unit_fit(question: Question, mention: Mention) -> float:
    """How well the mention's kind and unit are what is asked: 0 not at all … 1 exactly."""
    kind, unit = question.kind, question.unit
    if kind in NAMES:
        if mention.kind == kind:
            return 1.0
        if kind == "title":
            return 0.8  # of the class whose name is asked for
        if {kind, mention.kind} == {"org", "place"}:
            return 0.6
        return 0.7 if kind == "person" and mention.kind == "org" and _who_acts(question) else 0.0
    if kind == "date":
        return _date_fit(question, mention)
    if mention.kind == "date" or mention.kind in NAMES:
        return 0.0
    dimension = mention.dimension
    if question.slot.noun == "电话":
        return 1.0 if dimension == "code" else 0.0
    if question.slot.noun == "比分":
        return 1.0 if _SCORE.fullmatch(fold(mention.text)) else 0.0
    if dimension == "code":
        if kind == "percent" and _RATIO.search(question.text) and _SCORE.fullmatch(fold(mention.text)):
            return 0.8  # 男女比例: 1:7
        return 0.2 if not question.slot.exact else 0.0
    if kind == "rank":
        return (
            1.0 if mention.kind == "rank" and unit in (None, mention.unit) else 0.6 if mention.kind == "rank" else 0.0
        )
    if mention.kind == "rank":
        return 0.0
    if kind in ("money", "percent", "duration"):
        if dimension == kind:
            return 1.0 if unit in (None, mention.unit) else 0.8
        if kind == "percent" and not question.slot.exact:
            return 0.8 if mention.label == "growth" else 0.6 * question.slot.compared
        return 0.0 if question.slot.exact else 0.3
    return _count_fit(question, mention, dimension)


def _who_acts(question: Question) -> bool:
    """Whether 谁 asks who did something, which an organisation can; not who somebody is (书记是谁)."""
    asks = question.text[question.slot.start : question.slot.end] == "谁"
    return asks and bool(re.search(r"[\u4e00-\u9fff]", question.text[question.slot.end :].strip("的了呢啊吗?？ ")))


def _date_fit(question: Question, mention: Mention) -> float:
    return 1.0 if mention.kind == "date" else 0.0


def _count_fit(question: Question, mention: Mention, dimension: str) -> float:
    unit = question.unit
    if unit is None:
        return 0.8 if dimension in ("count", "other") else 0.6
    if mention.unit == unit:
        return 1.0
    if mention.unit and len(unit) > 1 and unit.startswith(mention.unit):
        return 1.0  # 张床位: 1850张
    if mention.unit is not None and mention.unit == question.slot.noun:
        return 1.0  # 多少个球: 9球
    if (mention.unit in _PEOPLE or mention.unit == "人次") and _SOMEBODY.search(unit):
        return 0.8
    asked = dimension_of(unit)
    if asked != "count" or dimension != "count":
        if asked == dimension:
            return 0.8
        return 0.0 if question.slot.exact else 0.3
    if mention.unit is None:
        return 0.4
    if any(unit in group and mention.unit in group for group in _GROUPS):
        return 0.8
    if unit == "个" or mention.unit == "个":
        return 0.6
    return 0.1
