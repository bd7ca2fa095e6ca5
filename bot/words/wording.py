"""From a fact to a sentence: the figure as a reader takes it in, and the question turned into its own answer."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, cast

import rjieba

from bot.texts import Language, Texts
from bot.words.markup import clean
from retrieval.folding import fold
from retrieval.types import FactAnswer

# Words that make a figure approximate; where one is printed with it, nothing has to be added.
APPROXIMATE = re.compile(r"[约近超逾多余几数左右上下以大概将不足至]")
HAS_UNIT = re.compile(r"[^\d\s.,，．０-９一二三四五六七八九十百千万亿零〇两]\s*$")

# A Chinese question keeps the order of its answer: where the question word stands, the answer can stand.
CLASSIFIERS = (
    "个名人家座项条件只辆台次户篇所间栋位口头棵株批届期章岁年月天日周元角分"
    "吨克斤米里亩级层部款种类本册份场支张块套艘架环步"
)
LONG_CLASSIFIERS = (
    "个钟头|钟头|小时|分钟|秒钟|秒|公里|千米|平方米|平方公里|立方米|公斤|千克|公顷|万元|亿元|个月|人次|厘米|毫米"
)
SLOTS = re.compile(
    rf"""
    (?P<percent>百分之(?:多少|几))
  | (?P<rank>第(?:几|多少)(?P<rank_unit>{LONG_CLASSIFIERS}|[{CLASSIFIERS}])?)
  | (?P<time>什么时候|什么时间|何时|何日|何年|哪一?[年天日]|哪个月|几月几[日号]|几月份?|几[日号]|几点钟?)
  | (?P<long>多久|多长时间)
  | (?P<much>多少钱?(?P<much_unit>{LONG_CLASSIFIERS}|[{CLASSIFIERS}])?)
  | (?P<few>(?<![好十哪])几(?![乎经])(?P<few_unit>{LONG_CLASSIFIERS}|[{CLASSIFIERS}])?)
  | (?P<size>多[大高长远重宽深厚快])
  | (?P<place>哪里|哪儿|何处|何地|什么地方)
  | (?P<person>谁|何人|什么人)
  | (?P<listed>哪)(?=[几二两三四五六七八九十百\d]+(?:{LONG_CLASSIFIERS}|[{CLASSIFIERS}]|大))
  | (?P<which>(?:哪一?(?:{LONG_CLASSIFIERS}|[{CLASSIFIERS}些])|(?<!为)什么)(?P<noun>[\u4e00-\u9fff]{{0,4}}))
    """,
    re.VERBOSE,
)
# What may follow 哪个 or 什么 without naming the kind of thing asked for.
NO_NOUN = re.compile(r"$|[，,。？?是的在被把给将就才也都会能要有和与为向]")
KINDS = (
    *("单位", "部门", "公司", "企业", "机构", "组织", "学校", "大学", "地方", "地区", "城市", "国家"),
    *("人", "名字", "名称", "文章", "报道", "文件", "项目", "活动", "奖项"),
)
POLITE = re.compile(r"^(?:请问(?:一下)?|想问(?:一下|问)?|我?想知道|你?知道|麻烦问一下|问一下|那么?|告诉我)[，,：:\s]*")
ENDING = re.compile(r"[\s？?。．.！!吗呢啊呀吧嘛]+$")
SEVERAL = re.compile(r"[？?。！!；;\n]")  # sentences, that is
LONGEST_QUESTION = 60  # characters; a longer one is not one plain question


def figure(fact: FactAnswer, texts: Texts) -> str:
    """The figure as printed, said to be approximate where it is, never without what it counts."""
    text = fact.text.strip()
    if fact.unit and fact.kind in ("number", "money", "percent", "duration") and not HAS_UNIT.search(text):
        text += fact.unit
    return texts.about + text if fact.approximate and not APPROXIMATE.search(text) else text


def exact(fact: FactAnswer, texts: Texts) -> str | None:
    """The value written out, where the printed figure does not show it: 150万元 is 1,500,000元."""
    value, text = fact.value, fact.text
    if fact.kind == "date" and isinstance(value, str):
        return date(value, texts) if re.match(r"\d{4}", value) and value[:4] not in fold(text) else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if fact.kind == "percent" and not re.search(r"[%％‰]|百分", text):
        return f"{value:.4g}%"
    if fact.kind == "money" and re.search(r"[万亿]", text) and value == int(value) and fact.unit in ("元", None):
        return f"{int(value):,}元"
    return None


def date(iso: str, texts: Texts) -> str | None:
    """An ISO date, or the two ends of a span, as a reader writes it; None for what is no day, month or year."""
    if "/" in iso:
        ends = [date(end, texts) for end in iso.split("/", 1)]
        return texts.span.format(first=ends[0], last=ends[1]) if all(ends) else None
    if match := re.fullmatch(r"--(\d\d)-(\d\d)(?:T.*)?", iso):
        return texts.month_day.format(month=int(match[1]), day=int(match[2]))
    match = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:T.*)?", iso)
    if match is None:
        return None
    year, month, day = match.groups()
    if day:
        return texts.day.format(year=year, month=int(month), day=int(day))
    return texts.month.format(year=year, month=int(month)) if month else texts.year.format(year=year)


def page(printed: str, texts: Texts) -> str:
    """The number of a printed page as a reader knows it: 第3版, A02版."""
    number = printed.lstrip("0") or printed
    return texts.paper_page.format(page=number) if number.isdecimal() else texts.lettered_page.format(page=printed)


def statement(question: str, fact: FactAnswer, said: str) -> str | None:
    """*question* with the figure *said* in place of its question word; None where that makes no sure sentence."""
    asked, said = _bare(question), said.rstrip("。．.")
    text = fold(asked)  # in simplified characters, as the patterns are; offsets hold in both
    slots = list(SLOTS.finditer(text))
    if len(slots) != 1 or len(text) > LONGEST_QUESTION or SEVERAL.search(text) or SEVERAL.search(said):
        return None
    slot = slots[0]
    end = _slot_end(slot, text, fact)
    if end is None or _counts_another(slot, text, fact):
        return None
    repeated = _overlap(fold(said), text[end:])
    if slot.lastgroup == "few" and slot["few_unit"] is None and not repeated:
        return None
    doubled = _overlap(text[: slot.start()].removesuffix("了").removesuffix("约"), fold(said))
    return asked[: slot.start()] + said[doubled:] + asked[end + repeated :] + "。"


def _bare(question: str) -> str:
    """The question without politeness and without its question mark."""
    asked = question.strip()
    asked = asked[len(match[0]) :] if (match := POLITE.match(fold(asked))) else asked
    ending = ENDING.search(fold(asked))
    return asked[: ending.start()] if ending else asked


def _slot_end(slot: re.Match[str], text: str, fact: FactAnswer) -> int | None:
    """Where the words end that the figure replaces; None if the question asks for another kind of thing."""
    if slot.lastgroup == "listed" and fact.kind != "list":
        return None
    if slot.lastgroup == "size" and fact.kind not in ("number", "duration", "range"):
        return None
    if slot["which"] is not None:
        return _noun_end(slot, text, fold(fact.text))
    start = _unit_start(slot)
    # 多少家 → 41家; a figure that is printed without its classifier leaves the question's in place
    if start is not None and (_asked_unit(slot, text) is None or not HAS_UNIT.search(fact.text)):
        return start
    return slot.end()


def _unit_start(slot: re.Match[str]) -> int | None:
    """Where what looks like a measure word begins after the question word."""
    return next((slot.start(n) for n in ("much_unit", "few_unit", "rank_unit") if slot[n] is not None), None)


def _asked_unit(slot: re.Match[str], text: str) -> str | None:
    """The measure word that the question asks with; None where it is only the beginning of a noun (多少头盔)."""
    start = _unit_start(slot)
    if start is None:
        return None
    word = next(iter(rjieba.cut(text[start:])))
    return None if len(word) > slot.end() - start else text[start : slot.end()]


def _counts_another(slot: re.Match[str], text: str, fact: FactAnswer) -> bool:
    """Whether the figure counts another thing than the noun after the question word: 多少头盔, and 50名 are people.

    A noun that follows the figure in the paper too is the thing counted: 多少环卫工人, 50名环卫工人.
    """
    asked = _asked_unit(slot, text)
    if fact.kind != "number" or (slot["much"] is None and slot["few"] is None) or asked == fact.unit:
        return False
    start = _unit_start(slot) if asked is None else None
    rest = text[slot.end() if start is None else start :]
    noun = re.split(r"[^\u4e00-\u9fff]", rest.lstrip("的")[:3])[0]
    if len(noun) < 2 or fact.unit is None or asked or _overlap(fold(fact.text), rest):
        return False
    _, _, after = fold(fact.evidence).partition(fold(fact.text))
    return not after.startswith(noun) and not noun.startswith(fact.unit)


def _noun_end(slot: re.Match[str], text: str, said: str) -> int | None:
    """哪个单位, 什么奖: the noun goes where it only names the kind of thing, or the answer holds it already."""
    start, noun = slot.start("noun"), slot["noun"]
    if slot.start() == 0 and noun.startswith("是"):
        return None  # 什么是 asks what a word means
    for size in range(len(noun), 0, -1):
        if noun[:size] in KINDS or said.endswith(noun[:size]):
            return start + size
    return start if NO_NOUN.match(text, start) else None


def _overlap(first: str, second: str) -> int:
    """How much at the end of *first* stands at the beginning of *second* again: 增长 + 增长46%, 八大领域 + 大领域."""
    return next((n for n in range(min(len(first), len(second)), 0, -1) if first.endswith(second[:n])), 0)


def shared_words(question: str, text: str) -> list[tuple[int, int]]:
    """Where *text* says what *question* says: the longest common stretches of two characters and more."""
    asked, text = SLOTS.sub("\n", fold(_bare(question))), fold(text)
    spans, at = [], 0
    while at < len(text):
        size = 0
        while at + size < len(text) and _is_word(text[at : at + size + 1]) and text[at : at + size + 1] in asked:
            size += 1
        if size >= 2:
            spans.append((at, at + size))
        at += max(size, 1)
    return spans


def _is_word(text: str) -> bool:
    return all(char.isalnum() for char in text)


def shown(text: str, language: Language) -> str:
    """Text of the paper in the script of *language*: traditional characters for zh-Hant, else as printed."""
    return str(_traditional().convert(clean(text))) if language == "zh-Hant" else text


@cache
def _traditional() -> Any:
    import opencc  # its dictionaries take a moment to load, and few chats need them

    return cast(Any, opencc.OpenCC("s2t"))
