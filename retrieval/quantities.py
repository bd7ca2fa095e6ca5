"""Quantities as they are printed: the exact span, the value in base units, the unit, and how exactly it is meant.

Read are numbers (Arabic, full-width, Chinese) with a unit or measure word, shares and growth, money, durations, ranges,
ranks (第四批, 首家, 前三名), multiples, halves and fractions, and figures that name rather than count (kind "code":
telephone numbers, ids, scores, coordinates). Not read are dates (see `dates`), idioms and names that hold numerals
(一心一意, 万一, 三星), 一 before an ordinary measure word (一个, 一种: an article, not a count), and model numbers (A4, 5G).

Promises: spans are exact and do not overlap; any text is read, in linear time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from retrieval.amounts import Amount, amount_at
from retrieval.dates import DateSpan, find_dates
from retrieval.folding import fold
from retrieval.numerals import NUMERAL, number, read_numeral
from retrieval.units import Unit, unit_at

QuantityKind = Literal["number", "percent", "money", "duration", "range", "rank", "growth", "code"]
Value = float | int | tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Quantity:
    """One printed figure."""

    start: int  # characters into the text given
    end: int  # exclusive
    text: str  # as printed, with the marks that belong to the figure (近三千人, 400多座, 20 分钟左右, 第 二 名)
    kind: QuantityKind
    value: Value  # base units: 150万元 → 1500000, 三成 → 30 (%), 第四批 → 4; (low, high) for a range; None for a code
    unit: str | None  # 元, %, 名, 小时 …, simplified; None for a bare number
    approximate: bool = False  # 约 近 超 多 余 以上 左右 …
    bound: Literal["min", "max"] | None = None  # 超 不低于 以上 → min; 不足 以内 至多 → max
    direction: Literal["up", "down"] | None = None  # 增长 46.32%, 上涨5元, 下降4.2个百分点
    unit_start: int = 0  # where the unit begins, characters into the text given; equals *end* if there is none
    ends: tuple[Quantity, ...] = ()  # of a range printed as two amounts: 9800元, 14800元


# What may begin a quantity; the first characters are named so that most of a text is passed over quickly.
_FIRST_OF = "首(?=[批届家个次位例台座条项部场支架艘款只轮])"
_HALF = "(?<![一多大对过夜])半(?=数|个?月|年|天|个?小时|个?世纪|斤|公里|里|亩|米|吨|个?钟头|分钟|成|场)"
_DOUBLING = r"翻(?=了?[一两二三四五六七八九十\d]+ ?番)"
_TOKEN = re.compile(rf"一半(?!儿)|{NUMERAL.pattern}|{_FIRST_OF}|{_HALF}|{_DOUBLING}")

_LEAD = re.compile(
    r"(?:(?P<min>超过|逾|超出?|不低于|不少于|不下于|不下|至少|最少|大于|高于|多于|突破|不小于)"
    r"|(?P<max>不超过|不到|不足|不满|不多于|不高于|不大于|至多|最多|少于|低于|小于|未满|未到)"
    r"|(?P<about>大约|约莫|约为|(?<![合契条节制预特签盟履])约|将近|接近|(?<![附最邻临相靠亲])近|大概|几近)) ?$"
)
_UPWARDS = re.compile("(?<![早晚马北南东西海江路以之向身手船网])(?:上|过) ?$")  # 上百, 过千
_FEW = re.compile("好?[几数]$")  # 几十, 数百: two to nine of them
_TAIL = re.compile(
    r" ?(?:(?P<min>以上|开外|之多)|(?P<max>以下|以内|之内|封顶)|(?P<about>左右|上下|[多余](?![种样个大用])|不等))"
)
_WITHIN = re.compile("内(?![部容地外陆衣科蒙政心])")
_MOVE = r"(?:了|约|近|超过?|逾|达到?|幅度?为?|率为|[:：])*$"
_UP = re.compile(rf"(?:增长|增加|上升|提高|提升|上涨|增收|递增|扩大|增速|增幅|涨幅|升幅|增|涨|升){_MOVE}")
_DOWN = re.compile(rf"(?:下降|减少|降低|下滑|回落|下跌|缩减|缩短|收窄|降幅|跌幅|缩小|萎缩|减|跌|降){_MOVE}")
_CODE = re.compile(
    r"\d{2,4}-\d{6,8}(?!\d)|[48]00-?\d{3,4}-?\d{3,4}(?!\d)|\d{1,3} ?[:：比] ?\d{1,5}(?![\d.%])(?! ?-)"
    r"|\d{1,3}(?:\.\d+)?° ?\d{1,2}(?:\.\d+)? ?['’′](?: ?\d{1,2}(?:\.\d+)? ?[\"”″])? ?[NSEW]?"
)
_DASHED = re.compile(r"\d{1,5}(?: ?- ?\d{1,5})+(?![\d.])")  # without a unit: a score, a number plate, a brand
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,3})(?![\d/年月世])")
_SIGN = re.compile(r"(?:零下|(?:(?<=^)|(?<=[\s(（为达至约,，:：在]))-) ?$")
_OF = re.compile(r"(?P<below>百|千|万|[二三四五六七八九十]+)分之")
_TO_PARTS = re.compile(r" ?(?:-{1,2}|~|至|到) ?(?:百分之)?")
_CURRENCIES = {
    "US$": "美元",
    "HK$": "港元",
    "NT$": "新台币",
    "$": "美元",
    "￥": "元",
    "¥": "元",
    "€": "欧元",
    "£": "英镑",
    "人民币": "元",
}
_CURRENCY = re.compile(r"(US\$|HK\$|NT\$|[$￥¥€£]|人民币) ?$")
_FRONT = re.compile("(?<=[界国球省市区校名居列入身球县])前$")  # 位居世界前五
# Expressions of the language in which a numeral and a measure word count nothing.
_FIXED = re.compile(
    "三天两头|三番[五两]次|[三四五]位一体|半斤八两|二人转|三轮(?:车|机车|摩托)|三级跳|三头六臂|两口子|两面|四分五裂|八九不离十|三三两两"
    "|五家渠|五台山|三台县|五道口|三元桥|三门峡|三个代表|三座大山|十分(?![钟之])|[三五]点一线|两点论|三点式|[三四]部曲|八路军|三家村|万一"
    "|两手|二手|第一时间|第一书记|第[一二三]产业|第三方|第二课堂|第一手|第一线|第一夫人|千家万户|成千上万|万家灯火|十字|一口气|五花八门"
    "|百分百|四合院|八仙|八卦|九牛|七七|九一八|五四|一二九|两节|两会|二战|一战|四通八达|三五成群|二次元|三次元|一元二次|一元复始|五星级|三点水"
)
_ONE_AFTER = re.compile("(?:只有|只|仅有|仅|共有|共|总计|期|满|历时|用了|用时|近|约|超过?|不到|不足|为期|长达|达) ?$")
_DOUBLES = frozenset({"%", "百分点", "倍", "番", "‰"})
_ALWAYS_ONE = frozenset({"个月", "小时", "个小时", "分钟", "倍", "成", "岁", "周岁", "周年", "%", "个百分点"})


def find_quantities(text: str, *, dates: Sequence[DateSpan] | None = None) -> list[Quantity]:
    """Every quantity in *text*, in order, without overlaps; *dates* spares finding them again."""
    return _Reader(text, find_dates(text) if dates is None else dates).read()


class _Reader:
    """Reads the quantities of one text from left to right."""

    def __init__(self, text: str, dates: Sequence[DateSpan]) -> None:
        self.printed = text
        self.text = _masked(fold(text), dates)
        self.floor = 0  # the end of the last quantity: what comes before belongs to it

    def read(self) -> list[Quantity]:
        found: list[Quantity] = []
        position = 0
        while token := _TOKEN.search(self.text, position):
            position = token.end()
            if fixed := _FIXED.match(self.text, max(0, token.start() - self.text.startswith("第", token.start() - 1))):
                position = max(position, fixed.end())
            elif quantity := self._quantity(token.start(), token.group()):
                found.append(quantity)
                self.floor = position = max(position, quantity.end)
        return found

    def _quantity(self, start: int, token: str) -> Quantity | None:
        text = self.text
        if token[0] in "首翻半" or token == "一半":
            return self._word(start, token)
        if text.startswith(("第", "第 "), start - 2) and (ordinal := text.rfind("第", start - 2, start)) >= self.floor:
            return self._rank(start, ordinal)
        if text.startswith("第", start - 1) and start - 1 >= self.floor:
            return self._rank(start, start - 1)
        if token[0] in "百千万" or "分之" in text[start + 1 : start + 5]:
            if parts := _OF.match(text, start):
                return self._fraction(start, parts)
        elif token[0].isascii() and (code := _CODE.match(text, start)):
            return self._make(start, code.end(), "code", None, None)
        elif token[0].isascii() and (slashed := _SLASHED.match(text, start)) and 0 < int(slashed[1]) < int(slashed[2]):
            share = number(100 * int(slashed[1]) / int(slashed[2]))
            return self._make(start, slashed.end(), "percent", share, "%")
        return self._plain(start)

    def _make(self, start: int, end: int, kind: QuantityKind, value: Value, unit: str | None, at: int = -1) -> Quantity:
        return Quantity(start, end, self.printed[start:end], kind, value, unit, unit_start=end if at < 0 else at)

    def _word(self, start: int, token: str) -> Quantity | None:
        """首家, 翻两番, 一半, 半小时."""
        text = self.text
        if token == "一半" or text.startswith("半数", start):
            return self._with_marks(self._make(start, start + 2, "percent", 50, "%"))
        if token[0] == "翻":
            numeral = NUMERAL.search(text, start)
            read = read_numeral(numeral.group()) if numeral else None
            if numeral is None or read is None:
                return None
            end = text.index("番", numeral.end()) + 1
            return replace(self._make(start, end, "growth", number(read.low), "番", end - 1), direction="up")
        unit = unit_at(text, start + 1)
        if unit is None:
            return None
        end = start + 1 + len(unit.printed)
        if token[0] == "首":
            return self._make(start, end, "rank", 1, unit.name, start + 1)
        return self._with_marks(self._make(start, end, _kind(unit, 0.5), 0.5 * unit.factor, unit.name, start + 1))

    def _rank(self, start: int, ordinal: int) -> Quantity | None:
        """第四批, 第 二 名; without a unit (第三) only where no noun follows at once."""
        amount = amount_at(self.text, start)
        if amount is None or amount.low != amount.high or amount.approximate:
            return None
        unit, end = amount.unit, amount.end
        if unit is None and _is_han(self.text, end) and self.text[end] not in "的和与及位":
            return None
        return self._make(ordinal, end, "rank", number(amount.low), unit.name if unit else None, amount.unit_start)

    def _fraction(self, start: int, parts: re.Match[str]) -> Quantity | None:
        """百分之七点三, 四分之三, 三分之一至二分之一: all as shares of a hundred, 千分之 as ‰."""
        text = self.text
        share = _share(text, start)
        if share is None:
            return None
        low, high, end, unit = share
        to = _TO_PARTS.match(text, end)
        if to and (other := _share(text, to.start() + len(to.group()) - (3 if to.group().endswith("百分之") else 0))):
            if low < other[1] and unit == other[3]:
                high, end = other[1], other[2]
        elif to and parts["below"] == "百" and (numeral := NUMERAL.match(text, to.end())):
            read = read_numeral(numeral.group())
            if read is not None and low < read.high:
                high, end = read.high, numeral.end()
        value = _value(low, high)
        return self._with_marks(self._make(start, end, "range" if isinstance(value, tuple) else "percent", value, unit))

    def _plain(self, start: int) -> Quantity | None:
        text = self.text
        amount = amount_at(text, start)
        if amount is None:
            return None
        arabic = text[start].isascii()
        before = text[max(self.floor, start - 8) : start]
        bare = amount.unit is None
        if (
            arabic
            and bare
            and (amount.ends is None or "-" in text[start : amount.end])
            and (dashed := _DASHED.match(text, start))
        ):
            return self._make(start, dashed.end(), "code", None, None)
        if arabic and self._is_model(amount, before):
            return None
        if (
            arabic
            and bare
            and (
                text[start : amount.end].isdigit()
                and (amount.end - start >= 7 or (text[start] == "0" and amount.low >= 1))
            )
        ):
            return self._make(start, amount.end, "code", None, None)
        few = _FEW.search(before) if text[start] in "十百千万亿" else None
        if few:
            amount = replace(
                amount, start=start - len(few.group()), low=amount.low * 2, high=amount.high * 9, approximate=True
            )
        elif not arabic and not self._counts(amount, before):
            return None
        return self._with_marks(self._front(self._quantity_of(amount, before), amount))

    def _quantity_of(self, amount: Amount, before: str) -> Quantity:
        start, low, high = amount.start, amount.low, amount.high
        unit = amount.unit
        name = unit.name if unit else None
        kind = _kind(unit, _value(low, high))
        if sign := _SIGN.search(before):
            start, low, high = start - len(sign.group()), -high, -low
        elif currency := _CURRENCY.search(before):
            start -= len(currency.group())
            if unit is None or unit.dimension != "money":
                name, kind = _CURRENCIES[currency[1]], "money" if low == high else "range"
        quantity = replace(
            self._make(start, amount.end, kind, _value(low, high), name, amount.unit_start),
            approximate=amount.approximate,
        )
        if amount.ends is None:
            return quantity
        return replace(quantity, ends=tuple(self._quantity_of(end, "") for end in amount.ends))

    def _front(self, quantity: Quantity, amount: Amount) -> Quantity:
        """前三名, 世界前五: a rank from the first to this one."""
        start = quantity.start
        named = quantity.unit in ("名", "位", "强", "列", "甲")
        bare = quantity.unit is None and _FRONT.search(self.text, max(self.floor, start - 2), start)
        if (
            isinstance(quantity.value, tuple)
            or not self.text.startswith("前", start - 1)
            or not (named or bare)
            or start <= self.floor
        ):
            return quantity
        return replace(quantity, start=start - 1, text=self.printed[start - 1 : quantity.end], kind="rank", bound="max")

    def _is_model(self, amount: Amount, before: str) -> bool:
        """A4, G20, 5G, iPhone 13: digits beside Latin letters are a name, unless they carry a unit of money or share."""
        unit = amount.unit
        if unit is None and (_is_latin(self.text, amount.end) or re.search("[A-Za-z][ _-]$", before)):
            return True
        return _is_latin(before[-1:], 0) and (
            unit is None or unit.dimension not in ("money", "percent", "weight", "area")
        )

    def _counts(self, amount: Amount, before: str) -> bool:
        """Whether a Chinese numeral counts something rather than being part of a word or a name."""
        first = amount.ends[0] if amount.ends else amount
        literal = self.text[first.start : first.unit_start].rstrip()
        unit = amount.unit
        marked = any(mark.search(before) for mark in (_LEAD, _CURRENCY, _UPWARDS))
        if literal[0] in "百千万亿" and not amount.approximate and not marked:
            return bool(unit and len(literal) > 1 and unit.dimension in ("money", "area", "weight"))
        if _FRONT.search(before):
            return True
        if unit is None:
            row = literal[0] not in "十百千万亿" and literal[-1] in "十百千万亿"
            return row and len(literal) > (1 if marked or not _is_han(self.text, amount.end) else 2)
        if unit.loose and len(literal) < 2 and not amount.ends:
            return False
        if literal in ("一", "零", "〇") and amount.low == amount.high:
            return self._counts_one(unit, amount, before)
        return True

    def _counts_one(self, unit: Unit, amount: Amount, before: str) -> bool:
        """Whether 一 is a count here: 只有一家, 一个月, 一吨, 一年内; not 一个, 一种, 一天."""
        if _ONE_AFTER.search(before) or unit.name in _ALWAYS_ONE or _TAIL.match(self.text, amount.end):
            return True
        if unit.dimension == "duration":
            return self.text[amount.end - 1] == "半" or self.text.startswith(("内", "半", "期"), amount.end)
        return unit.dimension in ("money", "area", "volume", "weight", "length") and unit.printed not in (
            "两",
            "块",
            "里",
            "寸",
            "尺",
            "角",
            "毛",
            "钱",
            "丈",
        )

    def _with_marks(self, quantity: Quantity) -> Quantity:
        """*quantity* with the marks around it: 约, 近, 不到 before; 左右, 以上, 多 after; and the way it moves."""
        text, start, end = self.text, quantity.start, quantity.end
        bound, about, kind = quantity.bound, quantity.approximate, quantity.kind
        if lead := _LEAD.search(text, max(self.floor, start - 5), start):
            start, about = lead.start(), True
            bound = "min" if lead["min"] else "max" if lead["max"] else bound
        elif text[start] in "百千万亿" and (upwards := _UPWARDS.search(text, max(self.floor, start - 3), start)):
            start, about, bound = upwards.start(), True, "min"
        if tail := _TAIL.match(text, end):
            end, about = tail.end(), True
            bound = "min" if tail["min"] else "max" if tail["max"] else bound
        elif kind == "duration" and _WITHIN.match(text, end):
            bound = "max"
        low = max(self.floor, start - 10)
        direction: Literal["up", "down"] | None = None
        if _UP.search(text, low, start):
            direction = "up"
        elif _DOWN.search(text, low, start):
            direction = "down"
        if direction and quantity.unit in _DOUBLES and kind in ("percent", "number"):
            kind = "growth"
        return replace(
            quantity,
            start=start,
            end=end,
            text=self.printed[start:end],
            kind=kind,
            approximate=about,
            bound=bound,
            direction=direction,
        )


def _masked(text: str, dates: Sequence[DateSpan]) -> str:
    """*text* with its dates blotted out, so that no figure is read from them or across them."""
    pieces, end = [], 0
    for span in dates:
        pieces += [text[end : span.start], "\ufffc" * (span.end - span.start)]
        end = span.end
    return "".join([*pieces, text[end:]])


def _share(text: str, start: int) -> tuple[float, float, int, str] | None:
    """The share X分之Y at *start*: lowest and highest value, where it ends, its unit."""
    parts = _OF.match(text, start)
    numeral = NUMERAL.match(text, parts.end()) if parts else None
    above = read_numeral(numeral.group()) if numeral else None
    below = read_numeral(parts["below"]) if parts else None
    if parts is None or numeral is None or above is None or below is None or below.low != below.high:
        return None
    unit = "‰" if parts["below"] == "千" else "%"
    factor = 1.0 if parts["below"] in "百千" else 100 / below.low
    return above.low * factor, above.high * factor, numeral.end(), unit


def _value(low: float, high: float) -> float | int | tuple[float, float]:
    return number(low) if low == high else (number(low), number(high))


def _kind(unit: Unit | None, value: Value) -> QuantityKind:
    if isinstance(value, tuple):
        return "range"
    if unit is not None and unit.dimension in ("percent", "duration", "money"):
        return unit.dimension
    return "number"


def _is_han(text: str, at: int) -> bool:
    return "一" <= text[at : at + 1] <= "龥"


def _is_latin(text: str, at: int) -> bool:
    char = text[at : at + 1]
    return char.isascii() and char.isalpha()
