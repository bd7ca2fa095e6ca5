"""How well a mention fits a question: readable features of both, and the learned score over them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import exp

import rjieba

from retrieval.analysis import stopwords
from retrieval.dates import DateSpan, find_dates
from retrieval.mentions import NUMERIC, Mention, Page
from retrieval.narrowing import narrow
from retrieval.periods import worst_verdict
from retrieval.quantities import Quantity, find_quantities
from retrieval.question import Question
from retrieval.rarity import RARE, tables
from retrieval.types import Passage
from retrieval.units import dimension_of

DEPTH = 6  # passages whose mentions may answer
NEIGHBOURS = 2  # of so many best passages, the text next to them is read too
SCALE = 8.0  # characters over which nearness to the slot, or to the mention, wears off
GOOD = 0.8  # unit_fit from which a mention is of the asked kind
POOR = 0.3  # unit_fit of one that is left out where a good one is at hand
REACH = 120  # characters of that text on either side

NAMES = ("person", "place", "org", "title", "list")
FEATURES = (
    *("unit", "exact", "asks_unit", "total", "total_here"),
    *("is_number", "is_money", "is_percent", "is_duration", "is_date", "is_rank", *(f"is_{kind}" for kind in NAMES)),
    *(
        "left_any",
        "left_same",
        "right_any",
        "right_same",
        "clause",
        "sentence",
        "previous",
        "heading",
        "around",
        "article",
    ),
    *("before_left", "before_right", "after_left", "after_right"),
    *("touch_left", "touch_right", "cross_left", "cross_right", "near_before", "near_after"),
    *("lost_sentence", "lost_around", "lost_article", "words"),
    *("given", "period_fits", "period_differs", "period_open"),
    *("growth_asked", "growth_here", "share_here", "code_here", "approximate"),
    *("rivals_sentence", "rivals_before", "rivals_passage"),
    *(
        "rank",
        "neighbour",
        "in_parentheses",
        "has_year",
        "has_day",
        "wants_year",
        "wants_day",
    ),
    *("sure", "role", "role_end", "class_word", "size"),
    *(
        "figure_lost",
        "figure_far",
        "name_lost",
        "name_far",
        "negation",
        "opposite",
        "ahead_held",
        "behind_held",
        "least_held",
    ),
    *("align_left", "align_right", "align", "rest", "lead_align"),
    *("best_left", "best_clause", "best_sentence", "best_touch", "best_align"),
)

# Words of a question that say when or how surely, not what.
_IDLE = frozenset(
    [
        "原来",
        "现在",
        "目前",
        "如今",
        "一共",
        "总共",
        "最终",
        "到底",
        "究竟",
        "大概",
        "大约",
        "预计",
        "已经",
        "累计",
        "这回",
        "这次",
        "事儿",
        "这事",
        "为止",
        "以后",
        "之后",
        "后来",
        "那天",
        "如果",
        "要是",
        "得放",
    ]
)
# Short forms that a paper prints in full.
_SHORT = {
    "gdp": "生产总值",
    "cpi": "居民消费价格",
    "规上": "规模以上",
    "投用": "投入使用",
    "创文": "文明城市",
    "高企": "高新技术企业",
    "财政收入": "公共预算收入",
    "社零": "社会消费品零售",
}
_NAME_TAGS = ("nr", "nrt", "nrfg", "ns", "nt", "nz", "eng")
_PEOPLE = frozenset(["名", "人", "位", "个", "口", "员", "人家"])
_HOUSES = frozenset(["家", "个", "所", "间", "企业", "公司", "单位"])
_GROUPS: tuple[frozenset[str], ...] = (
    _PEOPLE,
    _HOUSES,
    frozenset(["座", "栋", "幢", "个", "处", "所"]),
    frozenset(["辆", "台", "部", "架"]),
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
)
_GROWTH = re.compile(
    "增长|增加|上升|提高|提升|上涨|涨|增幅|增速|下降|减少|降低|下滑|回落|下跌|降幅|涨幅|跌|降|同比|环比|增"
)
_SHARE = re.compile("占")
_TOTAL = re.compile("一共|总共|共有|共计|合计|总计|累计|共|总")
_NEGATION = re.compile("[不没未无非]")
_DIGITS = re.compile(r"[\d.]+|[一二三四五六七八九十百千万亿两]+")
_OPPOSITES = tuple(
    pair.split("/")
    for pair in [
        "增加/减少",
        "增长/下降",
        "上升/下降",
        "提高/降低",
        "最高/最低",
        "最大/最小",
        "最多/最少",
        "最长/最短",
        "最早/最晚",
        "开始/结束",
        "首次/最后",
        "国内/国外",
        "进口/出口",
        "男/女",
        "城镇/农村",
        "上午/下午",
        "收入/支出",
        "东部/西部",
        "南部/北部",
        "内部/外部",
        "支持/反对",
        "高于/低于",
        "多于/少于",
        "出生/去世",
        "流入/流出",
        "公立/私立",
        "起点/终点",
        "前/后",
        "买/卖",
        "生产/消费",
        "直接/间接",
        "水平/垂直",
        "有利/不利",
    ]
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the question that has to be found."""

    text: str
    weight: float  # its rarity
    ahead: bool  # stands before the slot
    gap: int  # characters between it and the slot
    name: bool  # a proper name, as far as the segmenter knows
    noun: bool  # names a thing, as far as the segmenter knows


class Asked:
    """A question prepared for comparison."""

    def __init__(self, question: Question) -> None:
        self.question = question
        text, slot = question.text, question.slot
        self.before, self.after = text[: slot.start], text[slot.end :]
        self.dates: list[DateSpan] = find_dates(text)
        self.dates = [
            date
            for date in self.dates
            if not slot.start <= date.start < slot.end
            and not text[: date.start].endswith(("比", "较", "与", "同", "跟"))
        ]
        self.words = self._words()
        self.weight = sum(word.weight for word in self.words) or 1.0
        self.tail = _content(self.before)[-8:]
        self.head = _content(self.after)[:8]
        self.figures = [
            figure
            for figure in find_quantities(text, dates=find_dates(text))
            if not (slot.start <= figure.start < slot.end) and figure.value is not None
        ]
        self.names = [word for word in self.words if word.name]
        self.growth = bool(_GROWTH.search(text))
        self.total = slot.total
        self._covered: dict[str, float] = {}
        whole = slot.kind == "date" and text[slot.start : slot.end]
        self.wants_year = bool(whole and re.search("年|世纪", whole))
        self.wants_day = bool(whole and re.search("天|日|号", whole))

    def _words(self) -> list[Word]:
        found = []
        for side, ahead in ((self.before, True), (self.after, False)):
            position = 0
            base = 0 if ahead else len(self.before) + self.question.slot.end - self.question.slot.start
            for word, tag in _words_of(side):
                place, position = position, position + len(word)
                if word in stopwords() or word in _IDLE or not word.strip() or not (word[0].isalnum()):
                    continue
                if any(date.start <= base + place < date.end for date in self.dates):
                    continue
                gap = len(side) - position if ahead else place
                found.append(
                    Word(word.lower(), tables()[0].get(word, RARE), ahead, gap, tag in _NAME_TAGS, tag.startswith("n"))
                )
        return found

    def cover(self, region: str, words: Sequence[Word] | None = None) -> float:
        """The share of the question's words, by weight, that *region* holds; characters of a missing word count half."""
        if words is not None:
            total = sum(word.weight for word in words)
            return sum(word.weight * held(word.text, region) for word in words) / total if total else 0.0
        known = self._covered.get(region)
        if known is None:
            known = sum(word.weight * held(word.text, region) for word in self.words) / self.weight
            self._covered[region] = known
        return known

    @cached_property
    def ahead(self) -> list[Word]:
        return [word for word in self.words if word.ahead]

    @cached_property
    def behind(self) -> list[Word]:
        return [word for word in self.words if not word.ahead]


def _words_of(text: str) -> list[tuple[str, str]]:
    """The words of *text* with their tags; what the segmenter only guessed at is cut again by its dictionary."""
    found: list[tuple[str, str]] = []
    for word, tag in rjieba.tag(text):
        if len(word) > 3 and tag not in _NAME_TAGS and word[0] > "\u3400" and not rjieba.has_word(word):
            found += [(part, tag) for part in rjieba.cut(word, False)]
        else:
            found.append((word, tag))
    return found


# A character ahead of a word that makes it another word: 副局长, 非公有, 进出口.
_CHANGING = "副非未无半准进"


def held(word: str, region: str) -> float:
    """1 if *region* holds *word*, half the share of its characters otherwise (typos, short forms)."""
    if (word in region and _stands(word, region)) or (word in _SHORT and _SHORT[word] in region):
        return 1.0
    if len(word) < 2 or not region:
        return 0.0
    return 0.5 * sum(char in region for char in word) / len(word)


def _stands(word: str, region: str) -> bool:
    """Whether *word* stands in *region* as itself, not as the end of a word that means something else."""
    place = region.find(word)
    while place >= 0:
        if place == 0 or region[place - 1] not in _CHANGING:
            return True
        place = region.find(word, place + 1)
    return False


def unit_fit(question: Question, mention: Mention) -> float:
    """How well the mention's kind and unit are what is asked: 0 not at all … 1 exactly."""
    kind, unit = question.kind, question.unit
    if kind in NAMES:
        if mention.kind == kind:
            return 1.0
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
    if dimension == "code":
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
            return 0.8 if mention.label == "growth" else 0.0
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


@dataclass(frozen=True, slots=True)
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
            _offer(options, asked, Option(page, mention, rank, False, 0.0))
        if rank < NEIGHBOURS:
            reach = REACH
            for start, end in ((passage.start - reach, passage.start), (passage.end, passage.end + reach)):
                for mention in _mentions(asked, page, max(0, start), end):
                    _offer(options, asked, Option(page, mention, rank, True, 0.0))
    found = list(options.values())
    fitting = any(option.fit >= GOOD for option in found)
    return [option for option in found if option.fit > POOR] if fitting else found


def _mentions(asked: Asked, page: Page, start: int, end: int) -> list[Mention]:
    if asked.question.kind in NAMES:
        return [name for name in page.names if start <= name.start < end]
    return page.within(start, end)


def _offer(options: dict[tuple[str, int, int], Option], asked: Asked, option: Option) -> None:
    told = option.mention
    mention = (
        narrow(asked.question, told, option.page) if told.kind == "date" and asked.question.kind == "date" else told
    )
    if mention is None:
        return
    if asked.question.unit == "块" and mention.kind == "money" and "块" in mention.text:
        mention = replace(mention, kind="number", unit="块")  # pieces, not money
    option = replace(option, mention=mention)
    key = (option.page.article.id, mention.start, mention.end)
    fit = unit_fit(asked.question, mention)
    if fit > 0 and (key not in options or (options[key].neighbour and not option.neighbour)):
        options[key] = replace(option, fit=fit)


def measure(asked: Asked, options: Sequence[Option]) -> list[list[float]]:
    """The features of each option, in the order of FEATURES."""
    rows = [_row(asked, option, options) for option in options]
    places = [FEATURES.index(name) for name in ("left_same", "clause", "sentence", "touch_left", "align")]
    for place in places:
        best = sorted((row[place] for row in rows), reverse=True)
        for row in rows:
            others = best[1] if len(best) > 1 and row[place] >= best[0] else best[0]
            row.append(row[place] - (others if len(best) > 1 else 0.0))
    return rows


def _row(asked: Asked, option: Option, rivals: Sequence[Option]) -> list[float]:
    page, mention = option.page, option.mention
    question = asked.question
    text = page.prose.text
    start, end = page.sentence(mention)
    clause_start, clause_end = page.prose.clause(mention.low)
    left_any, left_same, right_any, right_same = bounds(page, mention, start, end)
    left, same = text[left_any : mention.low], text[left_same : mention.low]
    right, beyond = text[mention.high : right_any], text[mention.high : right_same]
    clause, sentence = text[clause_start:clause_end], text[start:end]
    previous_start = page.prose.sentence(start - 1)[0] if start else 0
    previous = text[previous_start:start]
    around = previous + sentence + page.heading
    words = asked.words
    here = [c for c in rivals if c.page is page]
    in_sentence = [c for c in here if start <= c.mention.low < end]
    verdict = None if mention.kind == "date" else worst_verdict(asked.dates, page, mention)
    aligned_left = _aligned(asked.ahead, text[max(start, mention.low - 30) : mention.low], True)
    aligned_right = _aligned(asked.behind, text[mention.high : min(end, mention.high + 30)], False)
    kinds = [
        float(mention.kind == kind or (kind == "number" and mention.kind == "range"))
        for kind in (*NUMERIC[:1], "money", "percent", "duration", "date", "rank", *NAMES)
    ]
    label = mention.label if mention.kind in NAMES else ""
    return [
        option.fit,
        float(question.slot.exact),
        float(question.unit is not None),
        float(asked.total),
        float(bool(_TOTAL.search(left[-8:]))),
        *kinds,
        asked.cover(left),
        asked.cover(same),
        asked.cover(right),
        asked.cover(beyond),
        asked.cover(clause),
        asked.cover(sentence),
        asked.cover(previous),
        asked.cover(page.heading),
        asked.cover(around),
        asked.cover(text),
        asked.cover(same, asked.ahead),
        asked.cover(beyond, asked.ahead),
        asked.cover(same, asked.behind),
        asked.cover(beyond, asked.behind),
        shared(asked.tail, left[-12:]),
        shared(asked.head, right[:12]),
        shared(asked.tail, right[:12]),
        shared(asked.head, left[-12:]),
        _nearness(asked.ahead, left, right),
        _nearness(asked.behind, left, right),
        _lost(words, sentence),
        _lost(words, around),
        _lost(words, text + page.heading),
        float(len(words)),
        float(_given(asked, mention)),
        float(verdict == "same"),
        float(verdict == "other"),
        float(verdict in ("unsaid", "open", "coarser")),
        float(asked.growth),
        float(mention.label == "growth" or bool(_GROWTH.search(left[-5:]))),
        float(bool(_SHARE.search(left[-4:]))),
        float(mention.label == "code"),
        float(mention.approximate),
        float(len(in_sentence)),
        float(sum(c.mention.low < mention.low for c in in_sentence)),
        float(len(here)),
        float(option.rank),
        float(option.neighbour),
        float(text[max(0, mention.low - 1) : mention.low] in "(（"),
        float(mention.kind == "date" and bool(re.match(r"\d{4}|-\d{4}", str(mention.value or "")))),
        float(mention.kind == "date" and bool(re.search(r"-\d\d-\d\d", str(mention.value or "")))),
        float(asked.wants_year),
        float(asked.wants_day),
        float(mention.sure),
        asked.cover(label) if label else 0.0,
        shared(asked.tail, label[-12:]) if label else 0.0,
        _class_word(question, mention),
        float(min(30, mention.high - mention.low)),
        float(sum(not _figure_in(figure, sentence) for figure in asked.figures)),
        float(sum(not _figure_in(figure, around) for figure in asked.figures)),
        _lost(asked.names, sentence),
        _lost(asked.names, around),
        float(bool(_NEGATION.search(question.text)) != bool(_NEGATION.search(clause))),
        float(_opposite(question.text, clause)),
        _nearest_held(asked.ahead, sentence),
        _nearest_held(asked.behind, sentence),
        min((held(word.text, sentence) for word in words), default=1.0),
        aligned_left,
        aligned_right,
        max(aligned_left, aligned_right) + 0.5 * min(aligned_left, aligned_right),
        asked.cover(text[start : mention.low]) - asked.cover(same),
        _aligned(asked.behind, left, False),
    ]


def bounds(page: Page, mention: Mention, start: int, end: int) -> tuple[int, int, int, int]:
    """Where the nearest figure ends before the mention, and the nearest of its kind; and where they begin behind it."""
    left_any = left_same = start
    for other in page.before(mention, start):
        if other.high > mention.low:
            continue
        if left_any == start:
            left_any = other.high
        if other.dimension == mention.dimension:
            left_same = other.high
            break
    right_any = right_same = end
    for other in page.after(mention, end):
        if other.low < mention.high:
            continue
        if right_any == end:
            right_any = other.low
        if other.dimension == mention.dimension:
            right_same = other.low
            break
    return left_any, left_same, right_any, right_same


def shared(one: str, other: str) -> float:
    """Length of the longest run of characters common to both."""
    best = 0
    for i in range(len(one)):
        while best < len(one) - i and one[i : i + best + 1] in other:
            best += 1
    return float(best)


def _nearness(words: Sequence[Word], left: str, right: str) -> float:
    """How near to the mention the question's word stands that is nearest to the slot: 1 beside it … 0 not found."""
    if not words:
        return 0.0
    word = min(words, key=lambda w: w.gap)
    place, behind = left.rfind(word.text), right.find(word.text)
    gaps = [len(left) - place - len(word.text)] if place >= 0 else []
    if behind >= 0:
        gaps.append(behind)
    return 1 / (1 + min(gaps)) if gaps else 0.0


def _lost(words: Sequence[Word], region: str) -> float:
    """The weight of the heaviest word that *region* lacks."""
    return max((word.weight * (1 - held(word.text, region)) for word in words), default=0.0)


def _aligned(words: Sequence[Word], region: str, ends: bool) -> float:
    """How far the question's words near its slot stand near the mention as well, by weight.

    The mention lies at the end of *region* if *ends*, otherwise at its beginning.
    """
    total = found = 0.0
    for word in words:
        weight = word.weight * exp(-word.gap / SCALE)
        total += weight
        place = (region.rfind(word.text) if ends else region.find(word.text)) if _stands(word.text, region) else -1
        if place >= 0:
            gap = len(region) - place - len(word.text) if ends else place
            found += weight * exp(-gap / SCALE)
    return found / total if total else 0.0


def _nearest_held(words: Sequence[Word], region: str) -> float:
    """Whether *region* holds the question's word that is nearest to the slot."""
    return held(min(words, key=lambda word: word.gap).text, region) if words else 1.0


def _figure_in(figure: Quantity, region: str) -> bool:
    """Whether *region* holds the digits of a figure that the question names."""
    digits = _DIGITS.search(figure.text)
    return digits is None or digits.group() in region


def _opposite(text: str, region: str) -> bool:
    """Whether *region* says the opposite of a word of the question instead of that word."""
    for one, other in _OPPOSITES:
        for word, against in ((one, other), (other, one)):
            if word in text and word not in region and against in region and against not in text:
                return True
    return False


def _given(asked: Asked, mention: Mention) -> bool:
    """Whether the question itself names the mention."""
    printed = re.sub(r"\s", "", mention.text)
    text = asked.question.text
    if mention.kind == "date":
        return any((date.iso and date.iso == mention.value) or date.text == mention.text for date in asked.dates)
    return printed.strip("“”《》") in text


def _class_word(question: Question, mention: Mention) -> float:
    """Whether the class that is asked for (哪个国家, 哪五个方面) is the mention's."""
    noun = question.slot.noun
    if not noun or mention.kind not in NAMES:
        return 0.0
    if noun in mention.label:
        return 1.0
    return 0.8 if mention.text.rstrip("”》").endswith((noun, noun[-1])) else -0.5


def _content(text: str) -> str:
    return re.sub(r"[\s,，。?？!！、:：;；“”\"'《》]|[是有的了在为]+$|^[的了]", "", text)
