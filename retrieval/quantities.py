"""Quantities as they are printed: the exact span, the value in base units, the unit, and how exactly it is meant.

Read are numbers (Arabic, full-width, Chinese) with a unit or measure word, shares and growth, money, durations, ranges,
ranks (第四批, 首家, 前三名), multiples, halves and fractions, and figures that name rather than count (kind "code":
telephone numbers, ids, scores, coordinates). Not read are dates (see `dates`), idioms and names that hold numerals
(一心一意, 万一, 三星), 一 before an ordinary measure word (一个, 一种: an article, not a count), and models (A4, 5G).

Promises: spans are exact and do not overlap; any text is read, in linear time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from retrieval.amounts import Amount, amount_at
from retrieval.codes import code_end, names_a_thing, row_end
from retrieval.dates import DateSpan, find_dates
from retrieval.folding import fold, is_han
from retrieval.idioms import idiom_end
from retrieval.marks import Bound, Direction, has_tail, is_marked, marks_around
from retrieval.numerals import NUMERAL, number, read_numeral
from retrieval.units import Unit, unit_at

QuantityKind = Literal["number", "percent", "money", "duration", "range", "rank", "growth", "code"]
Value = float | int | tuple[float, float] | None


class Quantity(NamedTuple):
    """One printed figure."""

    start: int  # characters into the text given
    end: int  # exclusive
    text: str  # as printed, with the marks that belong to the figure (近三千人, 400多座, 20 分钟左右, 第 二 名)
    kind: QuantityKind
    value: Value  # base units: 150万元 → 1500000, 三成 → 30 (%), 第四批 → 4; (low, high) for a range; None for a code
    unit: str | None  # 元, %, 名, 小时 …, simplified; None for a bare number
    approximate: bool = False  # 约 近 超 多 余 以上 左右 …
    bound: Bound = None  # 超 不低于 以上 → min; 不足 以内 至多 → max
    direction: Direction = None  # 增长 46.32%, 上涨5元, 下降4.2个百分点
    unit_start: int = 0  # where the unit begins, characters into the text given; equals *end* if there is none
    ends: tuple[Quantity, ...] = ()  # of a range printed as two amounts: 9800元, 14800元


_FIRST_OF = "首(?=[批届家个次位例台座条项部场支架艘款只轮张套辆列枚笔单幅栋])"
_HALF = "(?<![一多大对过夜])半(?=数|个?月|年|天|个?小时|个?世纪|斤|公里|里|亩|米|吨|个?钟头|分钟|成|场)"
_DOUBLING = r"翻(?=了?[一两二三四五六七八九十0-9]+ ?番)"
_AGES = {"花甲": 60, "古稀": 70, "耄耋": 80}
_AGED = re.compile("年(?:过|逾|近|届|已|至|将)$")
_TOKEN = re.compile(rf"一半(?!儿)|{'|'.join(_AGES)}|{NUMERAL.pattern}|{_FIRST_OF}|{_HALF}|{_DOUBLING}")
_DOUBLED = re.compile(r"翻了?([一两二三四五六七八九十]+|[0-9]{1,3}) ?番")
_SLASHED = re.compile(r"([0-9]{1,2})/([0-9]{1,3})(?![0-9/年月世])")
_BELOW_ZERO = re.compile("(?:零下|(?<![^\\s(（为达至约,，:：在])-) ?$")
_MINUS = re.compile("(?<=[一-龥])- ?$")  # before degrees
_OF = re.compile(r"(?P<below>百|千|万|[二三四五六七八九十]+)分之")
_TO_PARTS = re.compile(r" ?(?:-{1,2}|~|至|到) ?(?P<again>百分之)?")
# Printed before the number; 元 behind it then is one of these.
_CURRENCIES = {
    name: unit
    for unit, names in {
        "元": ("￥", "¥", "人民币"),
        "美元": ("$", "US$", "美金", "美元"),
        "港元": ("HK$", "港币"),
        "新台币": ("NT$", "新台币"),
        "台币": ("台币",),
        "欧元": ("€", "欧元"),
        "英镑": ("£",),
    }.items()
    for name in names
}
_CURRENCY = re.compile(f"({'|'.join(re.escape(name) for name in sorted(_CURRENCIES, key=len, reverse=True))}) ?$")
_CURRENCY_ENDS = (*_CURRENCIES, " ")
_SHORTENED = re.compile("[百千万亿][一二三四五六七八九]{1,2}$")  # 两千八
_FRONT = re.compile("[界国球省市区校名居列入身县]前$")  # 位居世界前五
_RANKED = frozenset("名位强列甲")
_ONE_AFTER = (
    "只有",
    "只",
    "仅有",
    "仅",
    "共有",
    "共",
    "总计",
    "期",
    "满",
    "历时",
    "用了",
    "用时",
    "为期",
    "长达",
    "达",
)
_ONE_UNITS = frozenset({"个月", "小时", "分钟", "倍", "岁", "周岁", "周年", "%", "百分点"})
_ONE_NEVER = frozenset({"两", "块", "里", "寸", "尺", "角", "毛", "丈"})  # 一块, 一寸 … are said of anything
_MEASURED = frozenset({"money", "area", "volume", "weight", "length"})
_LISTED = frozenset("和、及与")
_SHARES = frozenset({"%", "百分点", "倍", "番", "‰"})


def find_quantities(text: str, *, dates: Sequence[DateSpan] | None = None) -> list[Quantity]:
    """Every quantity in *text*, in order, without overlaps; *dates* spares finding them again."""
    return _Reader(text, find_dates(text) if dates is None else dates).read()


class _Reader:
    """Reads the quantities of one text from left to right."""

    def __init__(self, text: str, dates: Sequence[DateSpan]) -> None:
        self.printed = text
        self.text = _masked(fold(text), dates)
        self.floor = 0  # the end of the last quantity: what comes before belongs to it
        self.direction: Direction = None  # of the last quantity

    def read(self) -> list[Quantity]:
        found: list[Quantity] = []
        position = 0
        while token := _TOKEN.search(self.text, position):
            position = token.end()
            if idiom := idiom_end(self.text, token.start()):
                position = max(position, idiom)
            elif quantity := self._quantity(token):
                found.append(quantity)
                self.floor = position = max(position, quantity.end)
                self.direction = quantity.direction
        return found

    def _quantity(self, token: re.Match[str]) -> Quantity | None:
        text, start, printed = self.text, token.start(), token.group()
        if printed[0] in "首翻半" or printed == "一半":
            return self._word(start, printed)
        if printed in _AGES:
            return self._age(start, printed)
        for ordinal in (start - 1, start - 2):
            if text.startswith("第", ordinal) and ordinal >= self.floor and not text[ordinal + 1 : start].strip():
                return self._rank(start, ordinal)
        if text.startswith("分之", start + 1) or text.startswith("分之", start + 2):
            if share := self._fraction(start):
                return share
        elif printed[0].isascii() and (code := self._code(start, token.end())):
            return code
        return self._plain(start)

    def _word(self, start: int, printed: str) -> Quantity | None:
        """首家, 翻两番, 一半, 半小时."""
        if printed == "一半" or self.text.startswith("半数", start):
            return self._marked(start, start + 2, "percent", 50, "%")
        if printed == "翻":
            return self._doubling(start)
        unit = unit_at(self.text, start + 1)
        if unit is None:
            return None
        end = start + 1 + len(unit.printed)
        if printed == "首":
            return Quantity(start, end, self.printed[start:end], "rank", 1, unit.name, unit_start=start + 1)
        return self._marked(start, end, _kind(unit), number(0.5 * unit.factor), unit.name, unit_start=start + 1)

    def _doubling(self, start: int) -> Quantity | None:
        match = _DOUBLED.match(self.text, start)
        times = read_numeral(match[1]) if match else None
        if match is None or times is None:
            return None
        quantity = self._marked(start, match.end(), "growth", number(times.low), "番", match.end() - 1)
        return quantity._replace(direction="up")

    def _age(self, start: int, printed: str) -> Quantity | None:
        """年过花甲, 花甲老人."""
        aged = _AGED.search(self.text, max(self.floor, start - 2), start)
        if aged is None and not self.text.startswith(("之年", "老人"), start + 2):
            return None
        return self._marked(start, start + 2, "number", _AGES[printed], "岁")._replace(approximate=True)

    def _rank(self, start: int, ordinal: int) -> Quantity | None:
        """第四批, 第 二 名; without a unit (第三) only where no noun follows at once."""
        amount = amount_at(self.text, start)
        if amount is None or amount.approximate:
            return None
        unit, end = amount.unit, amount.end
        if unit is None and is_han(self.text, end) and self.text[end] not in "的和与及位":
            return None
        value, name = _value(amount.low, amount.high), unit.name if unit else None
        return Quantity(ordinal, end, self.printed[ordinal:end], "rank", value, name, unit_start=amount.unit_start)

    def _fraction(self, start: int) -> Quantity | None:
        """百分之七点三, 四分之三, 三分之一至二分之一: all as shares of a hundred, 千分之 as ‰."""
        share = _share(self.text, start)
        if share is None:
            return None
        low, high, end, unit = share
        to = _TO_PARTS.match(self.text, end)
        other = _share(self.text, to.start("again") if to["again"] else to.end(), unit) if to else None
        if other is not None and other[3] == unit and low < other[1]:
            high, end = other[1], other[2]
        return self._marked(start, end, "percent" if low == high else "range", _value(low, high), unit)

    def _code(self, start: int, end: int) -> Quantity | None:
        """A telephone number, score, coordinate or other figure that is no amount; and 3/4, which is a share."""
        text = self.text
        if code := code_end(text, start, end):
            return self._named(start, code)
        if text.startswith("/", end) and (part := _SLASHED.match(text, start)) and 0 < int(part[1]) < int(part[2]):
            return self._marked(start, part.end(), "percent", number(100 * int(part[1]) / int(part[2])), "%")
        return None

    def _named(self, start: int, end: int) -> Quantity:
        return Quantity(start, end, self.printed[start:end], "code", None, None, unit_start=end)

    def _plain(self, start: int) -> Quantity | None:
        text = self.text
        amount = amount_at(text, start)
        if amount is None:
            return None
        before = text[max(self.floor, start - 4) : start]
        if text[start].isascii():
            if names_a_thing(text, amount, before):
                return None
            end = row_end(text, amount) if amount.unit is None else 0
            return self._named(start, end) if end else self._figure(self._signed(amount, before), before)
        if text[start] in "十百千万亿" and before.endswith(("几", "数")):
            start -= 2 if before.endswith(("好几", "好数")) else 1
            amount = amount._replace(start=start, low=amount.low * 2, high=amount.high * 9, approximate=True)
            return self._figure(amount, before)
        return self._figure(self._signed(amount, before), before) if self._counts(amount, before) else None

    def _signed(self, amount: Amount, before: str) -> Amount:
        """*amount* with the sign ahead of it, if it has one: -3℃, 零下12度."""
        if not before.endswith(("下", "-", " ")):
            return amount
        sign = _BELOW_ZERO.search(self.text, self.floor, amount.start)
        if sign is None and amount.unit is not None and amount.unit.dimension == "temperature":
            sign = _MINUS.search(self.text, self.floor, amount.start)
        return amount if sign is None else amount_at(self.text, amount.start, sign.group()) or amount

    def _counts(self, amount: Amount, before: str) -> bool:
        """Whether a Chinese numeral counts something rather than being part of a word or a name."""
        text, unit = self.text, amount.unit
        first = amount.ends[0] if amount.ends else amount
        literal = text[first.start : first.unit_start].rstrip()
        marked = is_marked(text, amount.start, self.floor) or before.endswith("人民币")
        if literal[0] in "百千万亿" and not amount.approximate and not marked:
            return bool(unit and len(literal) > 1 and unit.dimension in ("money", "area", "weight"))
        if unit is None:
            if _FRONT.search(before) or has_tail(text, amount.end):
                return len(literal) > 1 or literal not in "一十" or before.endswith("前")
            if len(literal) < 2 or literal[0] in "十百千万亿":
                return False
            return literal[-1] in "十百千万亿" or (
                _SHORTENED.search(literal) is not None and not is_han(text, amount.end)
            )
        if unit.printed == "旬":
            return literal in "四五六七八九"
        if unit.loose and len(literal) < 2 and not amount.ends:
            return unit.name in _RANKED and before.endswith("前")
        if literal in "一零〇" and amount.low == amount.high:
            return marked or has_tail(text, amount.end) or before.endswith(_ONE_AFTER) or self._is_one(unit, amount.end)
        return True

    def _is_one(self, unit: Unit, end: int) -> bool:
        """Whether 一 before *unit* is a count by the unit alone: 一个月, 一吨, 一年内; not 一个, 一种, 一天."""
        if unit.name in _ONE_UNITS:
            return True
        if unit.dimension == "duration":
            return self.text.startswith(("内", "期"), end) or self.text[end - 1] == "半"
        return unit.dimension in _MEASURED and unit.printed not in _ONE_NEVER

    def _figure(self, amount: Amount, before: str) -> Quantity:
        """The quantity that *amount* is, with its currency and the marks around it."""
        start, low, high = amount.start, amount.low, amount.high
        unit = amount.unit
        name, kind = unit.name if unit else None, _kind(unit)
        if before.endswith(_CURRENCY_ENDS) and (currency := _CURRENCY.search(before)):
            start -= len(currency.group())
            if name in (None, "元"):
                name, kind = _CURRENCIES[currency[1]], "money"
        if self._is_front(start, amount):
            return self._front(start - 1, amount)
        ends = tuple(self._figure(end, "") for end in amount.ends) if amount.ends else ()
        kind, value = kind if low == high else "range", _value(low, high)
        return self._marked(start, amount.end, kind, value, name, amount.unit_start, amount.approximate, ends)

    def _is_front(self, start: int, amount: Amount) -> bool:
        """Whether 前 before *start* makes it a rank: 前三名, 世界前五."""
        if amount.low != amount.high or not self.text.startswith("前", start - 1) or start <= self.floor:
            return False
        if amount.unit is not None:
            return amount.unit.name in _RANKED
        return _FRONT.search(self.text, max(self.floor, start - 2), start) is not None

    def _front(self, start: int, amount: Amount) -> Quantity:
        unit, value = amount.unit.name if amount.unit else None, number(amount.low)
        text = self.printed[start : amount.end]
        return Quantity(start, amount.end, text, "rank", value, unit, bound="max", unit_start=amount.unit_start)

    def _marked(
        self,
        start: int,
        end: int,
        kind: QuantityKind,
        value: Value,
        unit: str | None,
        unit_start: int | None = None,
        approximate: bool = False,
        ends: tuple[Quantity, ...] = (),
    ) -> Quantity:
        """The quantity printed from *start* to *end*, with the marks around it."""
        marks = marks_around(self.text, start, end, floor=self.floor, within=kind == "duration")
        direction = marks.direction
        if unit in _SHARES and kind in ("percent", "number"):
            if self.text[self.floor : marks.start].strip() in _LISTED:  # 分别增长5.9%和7.2%
                direction = direction or self.direction
            kind = "growth" if direction else kind
        return Quantity(
            marks.start,
            marks.end,
            self.printed[marks.start : marks.end],
            kind,
            value,
            unit,
            approximate or marks.approximate,
            marks.bound,
            direction,
            marks.end if unit_start is None else unit_start,
            ends,
        )


def _masked(text: str, dates: Sequence[DateSpan]) -> str:
    """*text* with its dates blotted out, so that no figure is read from them or across them."""
    pieces, end = [], 0
    for span in dates:
        pieces += [text[end : span.start], "\ufffc" * (span.end - span.start)]
        end = span.end
    return "".join([*pieces, text[end:]])


def _share(text: str, start: int, unit: str = "") -> tuple[float, float, int, str] | None:
    """The share X分之Y at *start*: lowest and highest value, where it ends, its unit.

    With a *unit* its 百分之 may be left out, as in 百分之三到五.
    """
    parts = _OF.match(text, start)
    if parts is None and unit != "%":
        return None
    numeral = NUMERAL.match(text, parts.end() if parts else start)
    above = read_numeral(numeral.group()) if numeral else None
    below = read_numeral(parts["below"] if parts else "百")
    if numeral is None or above is None or below is None or below.low != below.high:
        return None
    thousandths = parts is not None and parts["below"] == "千"
    factor = 1.0 if thousandths else 100 / below.low
    return above.low * factor, above.high * factor, numeral.end(), "‰" if thousandths else "%"


def _value(low: float, high: float) -> float | int | tuple[float, float]:
    return number(low) if low == high else (number(low), number(high))


def _kind(unit: Unit | None) -> QuantityKind:
    if unit is not None and unit.dimension in ("percent", "duration", "money"):
        return unit.dimension
    return "number"
