"""A figure that readers want to be told of: which of an article's figures it is, and whether it is beyond a bound."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from retrieval.answer import figure_in
from retrieval.facts import extract
from retrieval.folding import fold
from retrieval.mentions import NUMERIC
from retrieval.quantities import Quantity, find_quantities
from retrieval.question import read_question
from retrieval.types import Fact, FactAnswer, Value
from retrieval.units import dimension_of
from store.intake.chunking import chunk
from store.models import Article

Sign = Literal[">", ">=", "<", "<="]
Bound = tuple[Sign, float, str]  # the number in base units, and as the reader wrote it

LONGEST_WISH = 60  # characters
READ, READINGS = 256, 4096  # articles and readings that are kept; a publication tells many chats of few

_SIGNS: dict[Sign, str] = {
    "<=": "不超过|不大于|不高于|不多于|至多|最多|小于等于|<=|≤",
    ">=": "不少于|不小于|不低于|至少|最少|达到|大于等于|>=|≥",
    ">": "大于|超过|高于|多于|突破|超|过|逾|>",
    "<": "小于|低于|少于|不足|不到|不满|跌破|<",
}
_BEHIND: dict[Sign, str] = {">=": "及?以上", "<=": "及?以下|以内|之内"}
_SIGN = re.compile("|".join(f"(?P<s{n}>{words})" for n, words in enumerate(_SIGNS.values())))
_SIGN_BEHIND = re.compile("|".join(f"(?P<s{n}>{words})" for n, words in enumerate(_BEHIND.values())))
_WORDS = "|".join(_SIGNS.values())
_WHEN = "(?:的?时候?|的话|以?后|就)?"  # at the end of a condition
_CHANGES = re.compile(
    r"(.*?)(?:的?(?:数字|数据))?"
    rf"(?:(?:一?有|发生)了?(?:新的?(?:数字|数据)|更新|变化|变动|改变){_WHEN}|(?:更新|变化|变动|改变)(?:时|的?时候))"
)
_BEYOND = re.compile(
    rf"(.*?)(?:的?(?:数字|数据))?((?:{_WORDS})[^大小高低多少]{{1,16}}?|[\d,.一二两三四五六七八九十百千万亿]+[^大小高低多少]{{0,6}}(?:以上|以下|以内)){_WHEN}"
)
_TELL_ME = re.compile("就?请?(?:再|记得)?(?:告诉|提醒|通知|告知|叫|喊)(?:一下|一声)?我(?:一下|一声)?")
_IF = re.compile("^(?:如果|要是|等到?)")
_NUMBER = re.compile(r"^\D*?[\d.,]+")


@lru_cache(maxsize=READ)
def facts_of(article: Article) -> tuple[Fact, ...]:
    """The figures read from *article*, in printed order."""
    return tuple(fact for fact in extract(article) if fact.kind in NUMERIC and fact.value is not None)


@lru_cache(maxsize=READINGS)
def find_figure(text: str, unit: str, article: Article) -> FactAnswer | None:
    """The figure of *article* for what *text*, a question or the name of a figure, is about; None where none is likely.

    *unit* is that of the figure wanted, "" for any.
    """
    question = read_question(text)
    if question.slot.start == question.slot.end:
        question = read_question(f"{text}是多少？")
    found = figure_in(question, article, chunk(article))
    return found if found is not None and value_of(found.value) and is_like(unit, found.unit) else None


def may_print(unit: str, bound: Bound | tuple[()], article: Article) -> bool:
    """Whether *article* prints any figure of this unit beyond this bound; cheaper than to find out which one it is."""
    return any(is_like(unit, fact.unit) and (not bound or is_beyond(fact.value, bound)) for fact in facts_of(article))


def is_like(unit: str, other: str | None) -> bool:
    """Whether a figure in *other* can be one in *unit* ("": any): all measure words of things counted are alike."""
    return unit in ("", other) or (unit != "" and dimension_of(unit) == dimension_of(other) == "count")


def value_of(value: Value) -> str:
    """A figure's value as it is compared with another's; "" for what is no number."""
    ends = value if isinstance(value, tuple) else (value,)
    return "–".join(f"{end:.12g}" for end in ends if isinstance(end, int | float) and not isinstance(end, bool))


def value_printed(text: str) -> str:
    """The value of a figure that is known as *text*, to be compared with `value_of` another."""
    found = find_quantities(fold(text))
    return value_of(found[0].value) if found else ""


def is_beyond(value: Value, bound: Bound) -> bool:
    """Whether a figure is beyond *bound*; of a range, all of it."""
    sign, limit, _ = bound
    ends = value if isinstance(value, tuple) else (value,)
    return all(isinstance(end, int | float) and _compare(float(end), sign, limit) for end in ends)


def read_bound(text: str, printed: str = "", *, sign: Sign | None = None) -> Bound | None:
    """What *text* (大于100, 三成以上) sets as a bound; None where it has no number, or none of the words for one.

    A number without a unit is counted as *printed*, the figure known, is: 100 beside 41万元 is 100万元. *sign* is that
    of a number which comes without a word.
    """
    folded = fold(text).replace("，", ",").strip()
    word = _SIGN.search(folded)
    found = [one for one in find_quantities(folded) if _number(one) is not None]
    if not found:
        return None
    number = found[0]
    said = _sign_of(word, _SIGNS) or _sign_of(_SIGN_BEHIND.search(folded), _BEHIND) or sign
    if said is None:
        return None
    bare = _SIGN_BEHIND.sub("", _SIGN.sub("", folded[number.start : number.end])).strip()
    if number.unit is None and (tail := _NUMBER.sub("", fold(printed))):
        again = find_quantities(bare + tail)
        if again and _number(again[0]) is not None:
            return said, _number(again[0]) or 0.0, bare + tail
    return said, _number(number) or 0.0, bare


@dataclass(frozen=True, slots=True)
class Wish:
    """A reader's words about a figure: 省级专精特新企业数大于100时, 有更新时告诉我."""

    subject: str  # what it is a figure of; "" where that was said before
    bound: Bound | tuple[()]
    unit: str


def read_wish(text: str, printed: str = "") -> Wish | None:
    """What *text* wants to be told of a figure; None where it speaks of no change and no bound.

    *printed* is the figure known, for a number without a unit.
    """
    plain = _IF.sub("", _TELL_ME.sub("", fold(text).strip(" 。.!！？?")).strip(" ,，"))
    if change := _CHANGES.fullmatch(plain):
        return Wish(change[1].strip(), (), "")
    match = _BEYOND.fullmatch(plain)
    bound = read_bound(match[2], printed) if match else None
    return Wish(match[1].strip(), bound, unit_of(bound)) if match and bound else None


def asks_to_be_told(text: str) -> bool:
    """Whether *text* is a wish to be told of a figure, and no question."""
    return len(text) <= LONGEST_WISH and bool(_TELL_ME.search(fold(text))) and read_wish(text) is not None


def unit_of(bound: Bound) -> str:
    """The unit that a bound names; "" where it names none."""
    found = find_quantities(bound[2])
    return (found[0].unit or "") if found else ""


def _number(quantity: Quantity) -> float | None:
    value = quantity.value
    return float(value) if isinstance(value, int | float) else None


def _sign_of(match: re.Match[str] | None, signs: dict[Sign, str]) -> Sign | None:
    if match is None or match.lastgroup is None:
        return None
    return list(signs)[int(match.lastgroup[1:])]


def _compare(value: float, sign: Sign, limit: float) -> bool:
    match sign:
        case ">":
            return value > limit
        case ">=":
            return value >= limit
        case "<":
            return value < limit
        case "<=":
            return value <= limit
