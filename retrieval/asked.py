"""A question prepared for comparison with a text: its words, what they weigh, how far they are from its slot."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from retrieval.analysis import NAME_TAGS, stopwords, tagged
from retrieval.dates import DateSpan, find_dates
from retrieval.names import find_names
from retrieval.prose import read_tokens
from retrieval.quantities import find_quantities
from retrieval.question import Question
from retrieval.rarity import RARE, tables
from retrieval.synonyms import PARTICLES, general

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
        "那会儿",
        "那时候",
        "那时",
        "那段",
        "当月",
        "单月",
        "整个",
        "前前后后",
        "如果",
        "要是",
        "得放",
        "钟头",
        "工夫",
        "功夫",
        "半年",
        "就是",
    ]
)
# What the answer's kind says itself: not to find it in the text means nothing.
OF_KIND = frozenset(
    [
        *(
            "比例",
            "占比",
            "比重",
            "百分比",
            "涨幅",
            "降幅",
            "增幅",
            "增速",
            "幅度",
            "价钱",
            "价格",
            "价",
            "钱",
            "费用",
            "金额",
            "资金",
        ),
        *(
            "数据",
            "数量",
            "数目",
            "总数",
            "人数",
            "情况",
            "名字",
            "名称",
            "时间",
            "多长时间",
            "日期",
            "地方",
            "地点",
            "地址",
            "位置",
        ),
        *("学校", "单位", "公司", "国家", "实际", "全部", "总共", "数", "人", "号", "岁数", "年纪", "年龄"),
        *("项目", "工程", "活动", "结果"),
        *("数字", "数值", "范围", "标准", "情形", "程度"),
    ]
)
CLOSE = 0.92  # how much another word for it counts beside the word itself; enough for a headline not to be FAR
NEAR = 3  # characters between the slot and the word for what is measured
# No place of its own: 夜市, 三个园区, 全市.
GENERIC = re.compile(
    "(?:[夜集超菜早股楼都城上开收]市|(?:[园城校小地灾景山片学库市郊老]|(?<!高)新)区|农村|乡村|全[省市县区镇乡村校])$|[个家各该]"
)
# A town as a question names it, whatever the segmenter makes of what follows (白河镇|有).
_TOWN = re.compile(
    "(?:^|[的在对从,，、])(?P<name>[\u4e00-\u9fff]{2,4}?[省市县区镇乡村])(?![省市县区镇乡村长委政府民级内里域域城])"
)
GROWTH = re.compile(
    "增长|增加|上升|提高|提升|上涨|涨|增幅|增速|下降|减少|降低|下滑|回落|下跌|降幅|涨幅|跌|降|同比|环比|增|上浮|下浮|上调|下调|缩水"
    "|(?<![卖丢扔吃用除去拆忘烧砍倒打赔花])掉(?=了)|加(?=百分之)|(?:贵|便宜)(?=了|百分之)"
)
# A character ahead of a word that makes it another word: 副局长, 非公有, 进出口.
CHANGING = "副非未无半准进"


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the question that has to be found."""

    text: str
    weight: float  # its rarity
    ahead: bool  # stands before the slot
    gap: int  # characters between it and the slot
    name: bool  # a proper name, as far as the segmenter knows
    noun: bool  # names a thing, as far as the segmenter knows
    tag: str = ""  # the segmenter's
    place: int = 0  # among the question's words
    others: tuple[str, ...] = ()  # what else says it

    @property
    def thing(self) -> bool:
        """Whether it names what is asked about, not what happens to it or how."""
        if self.text[0] == "一" and len(self.text) == 2:
            return False  # 一针, 一次: a unit
        known = self.tag[:1] in "jlis" or (self.tag == "m" and self.text.startswith("第"))
        return self.noun or self.name or (known and len(self.text) > 1)


class Asked:
    """A question prepared for comparison."""

    def __init__(
        self,
        question: Question,
        alternatives: Mapping[str, Sequence[str]] | None = None,
        texts: Sequence[str] | None = None,
    ) -> None:
        """Prepare *question*; *alternatives* gives words of it others that may be printed for them, by default those of
        general Chinese. Where it is known in which *texts* the answer is looked for, the others in none are left out.
        """
        self.question = question
        self.alternatives = general().of(question.text) if alternatives is None else alternatives
        if texts is not None:
            printed = "\n".join(texts).lower()
            self.alternatives = {
                word: tuple(other for other in others if other in printed) for word, others in self.alternatives.items()
            }
        text, slot = question.text, question.slot
        self.before, self.after = text[: slot.start], text[slot.end :]
        dates = find_dates(text)
        self.dates: list[DateSpan] = [
            date
            for date in dates
            if not slot.start <= date.start < slot.end
            and not text[: date.start].endswith(("比", "较", "与", "同", "跟"))
            and not (date.text == "一月" and question.kind == "money")  # 一月挣多少: a month
        ]
        self.words = self._words()
        self.weight = sum(word.weight for word in self.words) or 1.0
        self.tail = content(self.before)[-8:]
        self.head = content(self.after)[:8]
        self.figures = [
            figure
            for figure in find_quantities(text, dates=dates)
            if not (slot.start <= figure.start < slot.end) and figure.value is not None
        ]
        self.names = [word for word in self.words if word.name]
        self.growth = bool(GROWTH.search(text))
        self.total = slot.total
        self._said: dict[str, list[float]] = {}
        self._covers: dict[str, float] = {}
        whole = slot.kind == "date" and text[slot.start : slot.end]
        self.wants_year = bool(whole and re.search("年|世纪", whole))
        self.wants_day = bool(whole and re.search("天|日|号", whole))

    def _words(self) -> list[Word]:
        found: list[Word] = []
        for side, ahead in ((self.before, True), (self.after, False)):
            position = 0
            base = 0 if ahead else len(self.before) + self.question.slot.end - self.question.slot.start
            spans = list(self._spans(side.lower()))
            for word, tag in tagged(side):
                place, position = position, position + len(word)
                if word in stopwords() or word in _IDLE or not word.strip() or not (word[0].isalnum()):
                    continue
                if any(date.start <= base + place < date.end for date in self.dates):
                    continue
                stem = place + len(word.rstrip(PARTICLES))
                others = (other for low, high, others in spans if low <= place and stem <= high for other in others)
                found.append(
                    Word(
                        word.lower(),
                        tables()[0].get(word, RARE),
                        ahead,
                        len(side) - position if ahead else place,
                        tag in NAME_TAGS,
                        tag.startswith("n"),
                        tag,
                        len(found),
                        tuple(dict.fromkeys(others)),
                    )
                )
        return found

    def _spans(self, side: str) -> Iterator[tuple[int, int, Sequence[str]]]:
        """Where in *side* there is a word that others may be printed for, with those; one may be several of `words`."""
        for word, others in self.alternatives.items():
            place = side.find(word) if others else -1
            while place >= 0:
                yield place, place + len(word), others
                place = side.find(word, place + 1)

    def said(self, region: str) -> list[float]:
        """How surely *region* says each of the words, in their order; see `said`."""
        known = self._said.get(region)
        if known is None:
            lower = region.lower()
            known = self._said[region] = [said(word, lower) for word in self.words]
        return known

    def cover(self, region: str, words: Sequence[Word] | None = None) -> float:
        """The share of the question's words, by weight, that *region* says; characters alone count half."""
        if words is None:
            known = self._covers.get(region)
            if known is None:
                weighed = zip(self.words, self.said(region), strict=True)
                known = self._covers[region] = sum([word.weight * share for word, share in weighed]) / self.weight
            return known
        held = self.said(region)
        total = sum([word.weight for word in words])
        return sum([word.weight * held[word.place] for word in words]) / total if total else 0.0

    @cached_property
    def meant(self) -> str:
        """All that may be printed for the words, in lines."""
        return "\n".join(other for word in self.words for other in word.others)

    @cached_property
    def measured(self) -> Word | None:
        """The word for what is measured: the thing right behind the slot, else the one right ahead of it."""
        behind = [word for word in self.behind if word.thing and word.gap <= 1]
        ahead = [word for word in self.ahead if word.thing and word.gap <= NEAR]
        return behind[0] if behind else ahead[-1] if ahead else None

    @cached_property
    def owners(self) -> list[str]:
        """The places and organisations that the question names, the longest of those that overlap."""
        found: list[str] = []
        for side in (self.before, self.after):
            spans = [(match.start("name"), match.end("name")) for match in _TOWN.finditer(side)]
            for name in find_names(side, read_tokens(side)):
                start = side.rfind("的", name.start, name.end - 2) + 1 or name.start
                if name.kind in ("place", "org") and not any(start <= low and high <= name.end for low, high in spans):
                    spans.append((start, name.end))
            titles = [match.span() for match in re.finditer("《[^》]*》", side)]  # 《槐花巷》: no lane
            spans = [s for s in spans if not any(low < s[0] and s[1] < high for low, high in titles)]
            spans = [(low, high) for low, high in spans if not GENERIC.search(side[low:high])]
            longest = [s for s in spans if not any(o != s and o[0] <= s[0] and s[1] <= o[1] for o in spans)]
            found += [side[low:high] for low, high in longest if high - low > 2]
        return found

    @cached_property
    def ahead(self) -> list[Word]:
        return [word for word in self.words if word.ahead]

    @cached_property
    def behind(self) -> list[Word]:
        return [word for word in self.words if not word.ahead]

    @cached_property
    def next_ahead(self) -> Word | None:
        """The word ahead of the slot that is nearest to it."""
        return min(self.ahead, key=lambda word: word.gap, default=None)

    @cached_property
    def next_behind(self) -> Word | None:
        """The word behind the slot that is nearest to it."""
        return min(self.behind, key=lambda word: word.gap, default=None)


def said(word: Word, region: str) -> float:
    """How surely *region* (in lower case) says *word*: 1 where it stands there, CLOSE where another word for it does,
    half the share of its characters otherwise (typos, short forms)."""
    text = word.text
    if text in region and stands(text, region):
        return 1.0
    if word.others and says_otherwise(word, region):
        return CLOSE
    if len(text) < 2 or not region:
        return 0.0
    return 0.5 * sum([char in region for char in text]) / len(text)


def says(word: Word, region: str) -> bool:
    """Whether *region* has *word*, or another word for it."""
    return word.text in region or says_otherwise(word, region)


def says_otherwise(word: Word, region: str) -> bool:
    """Whether *region* has another word for *word*."""
    return stands_any(word.others, region)


def closes_with(word: Word, text: str) -> bool:
    """Whether *text* ends with another word for *word*."""
    return any(text.endswith(other) and text[: -len(other)][-1:] not in tuple(CHANGING) for other in word.others)


def sayings(word: Word, region: str, ends: bool) -> Iterator[tuple[int, float]]:
    """How many characters from its end (*ends*) or its beginning *region* (in lower case) says *word*, how closely."""
    for text, closeness in ((word.text, 1.0), *((other, CLOSE) for other in word.others)):
        if text in region and stands(text, region):
            place = region.rfind(text) if ends else region.find(text)
            yield len(region) - place - len(text) if ends else place, closeness


def stands_any(words: Sequence[str], region: str) -> bool:
    """Whether one of *words* stands in *region* as itself."""
    for word in words:  # noqa: SIM110 -- asked ten thousand times a question, and `any` takes twice as long
        if word in region and stands(word, region):
            return True
    return False


def stands(word: str, region: str, changing: str = CHANGING) -> bool:
    """Whether *word* stands in *region* as itself, not as the end of a word that means something else."""
    place = region.find(word)
    while place >= 0:
        if place == 0 or region[place - 1] not in changing or begins(region, place):
            return True
        place = region.find(word, place + 1)
    return False


def begins(text: str, place: int) -> bool:
    """Whether what is ahead of *place* ends another word, though it changes most words: 标准厂房, 送进小区."""
    ahead = text[place - 1]
    if ahead == "准":
        return text[max(place - 2, 0) : place - 1] in tuple("标水批精对瞄核获")
    return ahead == "进" and not text.startswith("出口", place)


def places_of(word: str, text: str) -> Iterator[int]:
    """Where *word* stands in *text*; a pattern made for a word costs a millisecond."""
    place = text.find(word)
    while place >= 0:
        yield place
        place = text.find(word, place + 1)


def content(text: str) -> str:
    return re.sub(r"[\s,，。?？!！、:：;；“”\"'《》]|[是有的了在为]+$|^[的了]", "", text)
