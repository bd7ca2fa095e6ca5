"""What a unit looks like: how much like a title, like running text, like the beginning of an article.

Scores are log-odds in rough: 0 is undecided, 2 is likely, 5 is as good as certain. Weights were set by hand on pages
of several kinds; none of them decides alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from itertools import islice

import rjieba

from store.intake.bylines import begins_article, line_byline
from store.intake.printed import bigrams, phrases, squeeze, unbalanced
from store.intake.units import Unit

LONG = 46  # characters: a longer unit is running text
VERSE = 7  # so many short lines one after another are no titles
VERSE_LINE = 24  # characters
REACH = 8  # units on either side that a title's words are looked for in

NOTICE = re.compile(r"公告|通告|公示|启事|声明|通知|告示|布告|讣告|须知|招领|招标|中标|拍卖|遗失|预告")
CORRECTION = re.compile(r"更正|勘误|致歉|订正")
TRADE = re.compile(r"招租|出租|招商|转让|出售|热销|促销|特惠|优惠|开业|开盘|热卖|招聘|招生|征婚|招募|大酬宾|售楼|诚聘")
BRIEFS = re.compile(r"简讯|短讯|要闻速览|短波|速览|一句话新闻|快讯|简明新闻|新闻速递|动态")
ITEM = re.compile(r"[◆●▲■△□○★☆·•▪※►▶◎◇✦♦]")
NUMBERED = re.compile(
    r"(?:[(]?[一二三四五六七八九十]{1,3}[)、.]|[(]?\d{1,2}[)、.](?!\d)|第[一二三四五六七八九十]{1,3}[条章节])"
)
DAY = re.compile(
    r"(?:(?:\d{4}年)?\d{1,2}月\d{1,2}日|[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日|近日|日前|昨日|昨天|前天|连日来|近期|今日|最近|近来|今年以来|\d{1,2}日)"
)
_ONLY_DAY = re.compile(
    r"(?:\d{4}|[二〇零一九○]{4})年\d{1,2}月\d{1,2}日|[二〇零一三四五六七八九○]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
)
_SIGNED_DAY = re.compile(rf"[^,。;:!?\d]{{2,30}}(?:{_ONLY_DAY.pattern})")
_LABEL = re.compile(r"[\u4e00-\u9fff]{0,4}(?:时间|日期|地点|地址|对象|范围|联系人|方式|电话|价格|单位|网址|邮编|邮箱)\s*:")
_SPEAKER = re.compile(r"(?:问|答|记者|主持人|[QA])\s*:")
_PHONE = re.compile(
    r"(?:电话|热线|手机|传真|微信)\s*:?\s*[\d(]|邮箱\s*:|\d{3,4}-\d{7,8}|(?<!\d)1\d{10}(?!\d)|(?<!\d)\d{7,8}(?!\d)"
)
_ORGANISATION = re.compile(
    r"(?:公司|[局委办部处站所队厂店行馆会社厅院校]|政府|办公室|中心|大学|小学|中学|集团|小组|商场|超市|支行|村|镇|街道|乡)(?:[(][^()]{1,12}[)])?$"
)
_PLACE = re.compile(
    r"[省市区县镇乡村州盟旗]|街道|局|公司|园区|学校|小学|中学|大学|医院|法院|银行|集团|社区|委|厅|院|队|站|馆|所|社|中心"
)
_NO_BEGINNING = re.compile(r"[的了着过们元％%、,。;:)”’》】!?…·]|万元|亿元|公里|个百分点")
_NO_END = re.compile(r"(?:的|和|与|及|在|将|为|对|把|被|是|由|从|等|以|或|、|,)$")
_REFERS_BACK = re.compile(
    r"[他她它该其此这那]|同时|此外|另外|而|但|据了解|据悉|据介绍|目前|下一步|今后|为此|对此|随后|接着|“|其中|此前|截至|如今|因此|不仅|在.{2,12}(?:方面|看来)"
)
_FIGURES = re.compile(r"\d+(?:[.,:/-]\d+)*")
_WORDS = re.compile(r"[^\W\d]+")
_PICTURE = re.compile("图为|图[①-⑩一二三四]|[上下左右]图")
_SAYS = re.compile(r"[他她]?(?:说|表示|介绍)[,:。]")


class Evidence:
    """The units of a page with what is worked out about each, once and only where it is asked for."""

    def __init__(self, units: Sequence[Unit], *, body_size: float | None, title: str | None) -> None:
        self.units = units
        self.body_size = body_size
        self.known_title = squeeze(title or "")
        self._bigrams: dict[int, set[str]] = {}
        self._titles: dict[int, float] = {}

    @cached_property
    def usual_gap(self) -> int:
        """How many blank lines stand between most units."""
        gaps = sorted(unit.gap for unit in islice(self.units, 2000))
        return gaps[len(gaps) // 2] if gaps else 0

    @cached_property
    def has_big(self) -> bool:
        """Whether some titles of this document are marked as such: then those that are not are less likely titles."""
        return sum(self.stands_out(i) for i in range(len(self.units))) >= 2

    @cached_property
    def _verse(self) -> set[int]:
        """The units in runs of short lines too long to be titles."""
        verse: set[int] = set()
        run: list[int] = []
        for i, unit in enumerate(self.units):
            if len(unit.seen) <= VERSE_LINE and unit.ending == "open" and not self.stands_out(i):
                run.append(i)
                continue
            if len(run) >= VERSE:
                verse.update(run)
            run = []
        return verse.union(run) if len(run) >= VERSE else verse

    def stands_out(self, i: int) -> bool:
        """Whether the layout sets a unit as a title: as a heading, or larger than the body."""
        unit = self.units[i]
        return unit.heading is not None or bool(
            unit.size and self.body_size and unit.size >= 1.08 * self.body_size and len(unit.text) <= 2 * LONG
        )

    def bigrams(self, i: int) -> set[str]:
        found = self._bigrams.get(i)
        if found is None:
            found = self._bigrams[i] = bigrams(self.units[i].seen[:4000])
        return found

    def is_long(self, i: int) -> bool:
        """Whether a unit is running text for certain."""
        seen = self.units[i].seen
        return len(seen) > LONG or (len(seen) > 20 and "。" in seen)

    def title(self, i: int) -> float:
        """How much a unit looks like a line of a title, by itself."""
        score = self._titles.get(i)
        if score is None:
            score = self._titles[i] = -8.0 if self._is_plain_text(i) else self._title(i)
        return score

    def _is_plain_text(self, i: int) -> bool:
        return self.is_long(i) and not (self.stands_out(i) and len(self.units[i].seen) <= 2 * LONG)

    def _title(self, i: int) -> float:
        unit = self.units[i]
        seen, words = unit.seen, squeeze(unit.seen)
        after_open = i > 0 and self.units[i - 1].ending == "open" and self.is_long(i - 1)
        score = _by_length(len(words), alone=self._is_tight(i) or not after_open) + _by_marks(seen, unit.ending)
        if self.names_notice(i):
            score += 4
        elif len(words) <= 22 and (NOTICE.search(seen[-4:]) or TRADE.search(seen) or BRIEFS.search(words)):
            score += 2
        if ITEM.match(seen):
            score -= 3
        if NUMBERED.match(seen):
            score -= 1.5
        if _SPEAKER.match(seen):
            score -= 5
        if is_row(seen):
            score -= 4
        elif self.is_listed(i):
            score -= 3
        elif self.introduces_rows(i):
            score += 2.5
        if DAY.match(seen):
            score -= 1.5
        if _NO_BEGINNING.match(seen):
            score -= 4
        if _NO_END.search(seen):
            score -= 1.5
        if i in self._verse:
            score -= 1.5
        if " " in seen and len(phrases(seen)) == 1:
            score += 1.0
        if self._is_signature(i):
            score -= 5
        parts = phrases(seen)
        if (
            len(parts) > 1
            and "," not in seen
            and min(map(len, parts)) >= 3
            and max(map(len, parts)) <= 2.2 * min(map(len, parts))
        ):
            score += 1.5
        return score + self._by_layout(i)

    def names_notice(self, i: int) -> bool:
        """Whether a unit is the short title of a notice or a correction."""
        words = squeeze(self.units[i].seen)
        return len(words) <= 12 and bool(CORRECTION.search(words) or NOTICE.search(words))

    def introduces_rows(self, i: int) -> bool:
        """Whether rows of figures or items begin right after a unit."""
        if i + 2 >= len(self.units) or ITEM.match(self.units[i].seen) or self.is_listed(i):
            return False
        following = (i + 1, i + 2)
        return all(self.is_listed(j) for j in following) or all(ITEM.match(self.units[j].seen) for j in following)

    def _by_layout(self, i: int) -> float:
        unit = self.units[i]
        if self.stands_out(i):
            return 4
        score = -0.7 if self.has_big else 0.0
        if unit.bold:
            score += 1.5
        if len(self.known_title) >= 4 and len(unit.seen) >= 4 and squeeze(unit.text) in self.known_title:
            score += 2
        return score

    def _is_tight(self, i: int) -> bool:
        """Whether a unit stands closer to a neighbour than most do."""
        return self.usual_gap > 0 and any(j < len(self.units) and self.units[j].gap == 0 and j > 0 for j in (i, i + 1))

    def _is_signature(self, i: int) -> bool:
        """Whether a unit is a signature: a short line, or the last of several organisations, above a day."""
        for j in range(i, min(i + 4, len(self.units) - 1)):
            words = squeeze(self.units[j].seen)
            if len(words) > 30 or not words or words[-1] in ",。;:!?":
                return False
            if _ONLY_DAY.fullmatch(squeeze(self.units[j + 1].seen)):
                return not is_row(self.units[i].seen)
            if not _ORGANISATION.search(words):
                return False
        return False

    def is_listed(self, i: int) -> bool:
        """Whether a unit is a row of figures: it and a neighbour are words and figures in one order."""
        shape = _shape(self.units[i].seen)
        return "0" in shape and any(
            0 <= j < len(self.units) and _shape(self.units[j].seen) == shape for j in (i - 1, i + 1)
        )

    def opens(self, i: int) -> float:
        """How much a unit looks like the first of an article."""
        seen = self.units[i].seen
        if self.starts(i):
            return 5
        if is_row(seen) or self._is_signature(i):
            return -4.0
        if DAY.match(seen) or _PICTURE.match(seen):
            return 2.0
        score = -1.0 if len(seen) < 25 and not is_row(seen) and not ITEM.match(seen) else 0.0
        if DAY.search(seen[:16]):
            score += 1.2
        if _REFERS_BACK.match(seen):
            score -= 1.0
        return score

    def starts(self, i: int) -> bool:
        """Whether a unit begins with what begins articles only: 本报讯, or a jump from another page."""
        return bool(self.units[i].resumed) or begins_article(self.units[i].seen)

    def is_byline(self, i: int) -> bool:
        unit = self.units[i]
        return len(unit.text) <= 80 and line_byline(unit.text) is not None

    def breaks_off(self, i: int) -> bool:
        """Whether a unit, were it the last of an article, would leave it without an end."""
        seen = self.units[i].seen
        return self.units[i].ending != "closed" and not (
            is_row(seen) or ITEM.match(seen) or self.is_listed(i) or self._is_signature(i)
        )

    def affinity(self, i: int, others: Sequence[int]) -> float:
        """The share of a unit's bigrams found in the units *others*, 0..1."""
        own = self.bigrams(i)
        if not own:
            return 0.0
        return sum(any(pair in self.bigrams(j) for j in others) for pair in own) / len(own)

    def straddles(self, i: int) -> bool:
        """Whether a word lies across the seam of unit *i* - 1 and unit *i*."""
        return _straddles(self.units[i - 1].seen[-6:], self.units[i].seen[:6])

    def joins(self, i: int) -> float:
        """How much unit *i* looks like the rest of the paragraph that unit *i* - 1 begins."""
        before, unit = self.units[i - 1], self.units[i]
        seen = unit.seen
        score = {"closed": -7.0, "soft": -2.0, "open": 1.5}[before.ending]
        if before.ending == "open" and self.title(i - 1) > 0:
            score = 0.0 if "," in before.seen or DAY.match(before.seen) else -3.0
        if self.starts(i) or before.onward:
            return -12.0
        if is_row(before.seen) or self.is_listed(i - 1):
            score -= 4
        if ITEM.match(seen) or NUMBERED.match(seen):
            score -= 5
        elif ITEM.match(before.seen):
            score -= 3
        if is_row(seen) or self._is_signature(i):
            score -= 5
        if _NO_BEGINNING.match(seen):
            score += 3
        if _NO_END.search(before.seen[-2:]):
            score += 1
        if before.seen[-1:].isdigit() and (
            seen[:1].isdigit() or not seen[:1].isalpha() or seen[0] in "年月日元个万亿人户名家米%"
        ):
            score += 3
        if unit.ending == "closed":
            score += 2
        if "," in seen or "。" in seen or "、" in seen:
            score += 1.5
        if self.straddles(i):
            score += 2.5
        stray, _ = unbalanced(seen[:200])
        if stray and unbalanced(before.seen[-400:])[1]:
            score += 2
        if before.page == unit.page and before.size and unit.size and abs(before.size - unit.size) > 0.6:
            score -= 5
        return score


def is_row(seen: str) -> bool:
    """Whether a line is a contact, a day, or a label with what it labels: no part of running text."""
    if len(seen) > 60:
        return False
    words = squeeze(seen)
    return bool(_PHONE.search(seen) or _ONLY_DAY.fullmatch(words) or _SIGNED_DAY.fullmatch(words) or _LABEL.match(seen))


def starts_with_place(seen: str) -> bool:
    """Whether a title names a place or an organisation near its beginning, as headlines do and slogans do not."""
    phrase = phrases(seen[:40])[:1]
    found = _PLACE.search(phrase[0][:12]) if phrase else None
    return found is not None and 0 < found.start() and found.end() < len(phrase[0])


def _shape(seen: str) -> str:
    """A short line with its words as x and its figures as 0: 白菜 1.2元 is x0x."""
    return _WORDS.sub("x", _FIGURES.sub("0", squeeze(seen))) if len(seen) <= LONG else ""


def _by_length(size: int, *, alone: bool) -> float:
    if size <= 3:
        return 0.0 if alone else -2.5
    if size <= 5:
        return 0.7 if alone else 0.0
    if size <= 24:
        return 1.5
    return 1.0 if size <= 28 else 1.0 - 0.25 * (size - 28)


def _by_marks(seen: str, end: str) -> float:
    score = 0.0
    if "。" in seen:
        score -= 5
    commas = seen.count(",") + seen.count(";")
    if commas:
        score -= 0.8 + (0.6 if len(seen) <= 24 else 1.2) * (commas - 1)
    if seen[-1:] in ",;、":
        score -= 4
    elif seen[-1:] == ":":
        score -= 0.5
    elif end == "closed" and seen[-1:] not in "!?”":
        score -= 4
    if _SAYS.search(seen):
        score -= 2
    stray, open_ = unbalanced(seen)
    return score - 1.5 * bool(stray) - 0.7 * bool(open_)


def _straddles(left: str, right: str) -> bool:
    """Whether a word of the dictionary lies across the seam of two texts."""
    seam = len(left)
    if not left or not right or not (left[-1].isalpha() and right[0].isalpha()):
        return False
    end = 0
    for word in rjieba.cut(left + right, False):
        start, end = end, end + len(word)
        if start < seam < end:
            return True
    return False
