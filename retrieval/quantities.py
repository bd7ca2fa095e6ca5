"""Quantities as they are printed: the exact span, the value in base units, the unit, and how exactly it is meant.

Read are numbers (Arabic, full-width, Chinese) with a unit or measure word, shares and growth, money, durations, ranges,
ranks (第四批, 首家), multiples, halves, and long digit rows that name rather than count (kind "code": telephone numbers,
ids, scores). Not read are dates (see `dates`), idioms and names that hold numerals (一心一意, 万一, 三星), 一 before an
ordinary measure word (一个, 一种: an article, not a count), and model numbers (A4, 5G).

Promises: spans are exact and do not overlap; any text is read, in linear time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from retrieval.dates import DateSpan, find_dates
from retrieval.folding import fold
from retrieval.numerals import NUMERAL, Numeral, multiplier, number, read_numeral
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
    unit_start: int = 0  # where the unit begins; equals end of the digits where none is printed


_TOKEN = re.compile(
    rf"一半(?![儿])|{NUMERAL.pattern}|首(?=[批届家个次位例台座条项部场支架艘款只届轮场])|(?<![一多大对过])半(?=数|个?月|年|天|个?小时|个?世纪|斤|公里|里|亩|米|吨|个?钟头|分钟|成)|翻(?=了?[一两二三四五六七八九十\\d]+ ?番)"
)
_LEAD = re.compile(
    r"(?:(?P<min>超过|逾|超出?|不低于|不少于|不下于|不下|至少|最少|大于|高于|多于|突破|不小于|(?<=[^早晚马北南东西海江路以之向])上(?=[百千万亿]))"
    r"|(?P<max>不超过|不到|不足|不满|不多于|不高于|不大于|至多|最多|少于|低于|小于|未满|未到)"
    r"|(?P<about>大约|约莫|约为|(?<![合契条节制预特签盟履])约|将近|接近|(?<![附最邻临相靠亲])近|大概)"
    r") ?$"
)
_FEW = re.compile(r"(?:好?[几数])$")
_TAIL = re.compile(
    r" ?(?:(?P<min>以上|开外|之多)|(?P<max>以下|以内|之内|封顶)|(?P<about>左右|上下|[多余](?![种样个大用])|不等))"
)
_WITHIN = re.compile(r"[内](?![部容地外陆衣科蒙政心])")
_ODD = re.compile(r" ?(?P<mark>[多余来]|几(?=[万亿十百千个名位人家元]))(?P<mult>[十百千]?[万亿]+|[百千])?")
_TO = re.compile(r" ?(?:-{1,2}|~|至|到) ?")
_UP = re.compile(
    r"(?:增长|增加|上升|提高|提升|上涨|增|涨|升|攀升|增收|递增|扩大|增速|增幅|涨幅|升幅|多)(?:了|约|近|超过?|逾|达到?|幅度?为?|率?为|达|:|：| )*$"
)
_DOWN = re.compile(
    r"(?:下降|减少|降低|下滑|回落|下跌|缩减|缩短|收窄|减|跌|降|降幅|跌幅|缩小|萎缩|少)(?:了|约|近|超过?|逾|达到?|幅度?为?|率?为|达|:|：| )*$"
)
_CODE = re.compile(r"\d{3,4}-\d{7,8}(?:-\d+)?|[48]00-?\d{3,4}-?\d{3,4}|\d{1,3} ?[:比] ?\d{1,3}(?![\d.%])")
_SIGN = re.compile(r"(?:零下|(?<![\d%）)\w])-) ?$")
_PARTS = re.compile(r"(?P<below>百分|千分|万分|[二三四五六七八九十]+分)之")
_CURRENCY = {
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
_CURRENCY_LEAD = re.compile(r"(?:US\$|HK\$|NT\$|[$￥¥€£]|人民币) ?$")
_NOT_TENTHS = tuple("为立功本员果绩长交就都分品人套因药型事年家语效天规排百千双色")
_FIXED = re.compile(
    "三天两头|三番[五两]次|[三四五]位一体|半斤八两|二人转|三轮车|三级跳|三头六臂|两口子|两面|四分五裂|八九不离十|三三两两|五家渠|五台山|三台县|五道口|三元桥"
    "|[三五六七八九十]里[河屯桥庄店铺台沟]|三门峡|三个代表|三座大山|十分(?!钟|之)|[三五]点一线|两点论|三点式|四部曲|三部曲|两步走|三步走|八路军|四海|三家村|万一|两手|二手"
)
_ONE_LEAD = re.compile(
    "(?:只有|只|仅有|仅|共有|共|唯一的?|总计|期|满|历时|用了|用时|近|约|超过?|不到|不足|每隔|为期|长达|达) ?$"
)


def find_quantities(text: str, *, dates: Sequence[DateSpan] | None = None) -> list[Quantity]:
    """Every quantity in *text*, in order, without overlaps; *dates* spares finding them again."""
    return _Reader(text, find_dates(text) if dates is None else dates).read()


@dataclass(frozen=True, slots=True)
class _Amount:
    """A numeral with its marks and its unit, before its surroundings are looked at."""

    end: int
    low: float
    high: float
    scale: float
    unit: Unit | None
    unit_start: int
    approximate: bool = False


class _Reader:
    """Reads the quantities of one text from left to right."""

    def __init__(self, text: str, dates: Sequence[DateSpan]) -> None:
        self.printed = text
        self.text = _masked(fold(text), dates)
        self.floor = 0  # the end of the last quantity: what comes before belongs to it
        self.found: list[Quantity] = []

    def read(self) -> list[Quantity]:
        position = 0
        while token := _TOKEN.search(self.text, position):
            fixed = _FIXED.match(self.text, token.start())
            position = fixed.end() if fixed else self._take(token)
        return self.found

    def _take(self, token: re.Match[str]) -> int:
        quantity = self._quantity(token)
        if quantity is None:
            return token.end()
        self.found.append(quantity)
        self.floor = max(token.end(), quantity.end)
        return self.floor

    def _quantity(self, token: re.Match[str]) -> Quantity | None:
        start, text = token.start(), self.text
        first = text[start]
        if first == "首":
            unit = unit_at(text, start + 1)
            return self._make(start, start + 1 + len(unit.printed), "rank", 1, unit.name, start + 1) if unit else None
        if first == "翻":
            return self._doubling(start)
        if first == "半" or token.group() == "一半":
            return self._half(start)
        before = text[max(self.floor, start - 8) : start]
        if before.endswith(("第", "第 ")):
            return self._rank(start, before.rindex("第") - len(before) + start)
        if parts := _PARTS.match(text, start):
            return self._fraction(start, parts)
        code = _CODE.match(text, start) if first.isascii() else None
        if code is not None and not before[-1:].isdigit():
            return self._make(start, code.end(), "code", None, None, code.end())
        return self._plain(start, before)

    def _make(
        self, start: int, end: int, kind: QuantityKind, value: Value, unit: str | None, unit_start: int
    ) -> Quantity:
        return Quantity(start, end, self.printed[start:end], kind, value, unit, unit_start=unit_start)

    def _doubling(self, start: int) -> Quantity | None:
        numeral = NUMERAL.search(self.text, start)
        read = read_numeral(numeral.group()) if numeral else None
        if numeral is None or read is None:
            return None
        end = self.text.index("番", numeral.end()) + 1
        return replace(self._make(start, end, "growth", number(read.low), "番", end - 1), direction="up")

    def _half(self, start: int) -> Quantity | None:
        if self.text.startswith(("半数", "一半"), start):
            return self._bounded(self._make(start, start + 2, "percent", 50, "%", start + 1))
        unit = unit_at(self.text, start + 1)
        if unit is None:
            return None
        end = start + 1 + len(unit.printed)
        kind: QuantityKind = "duration" if unit.dimension == "duration" else "number"
        return self._bounded(self._make(start, end, kind, 0.5 * unit.factor, unit.name, start + 1))

    def _rank(self, start: int, ordinal: int) -> Quantity | None:
        amount = self._amount(start)
        if amount is None or amount.low != amount.high:
            return None
        text = self.text
        unit = amount.unit
        if unit is None and (
            text.startswith(("一时间", "一书记", "一产业", "二产业", "三产业", "三方", "二课堂"), start)
            or _is_han(text, amount.end)
        ):
            return None
        end = amount.end if unit else amount.unit_start
        return self._make(ordinal, end, "rank", number(amount.low), unit.name if unit else None, amount.unit_start)

    def _fraction(self, start: int, parts: re.Match[str]) -> Quantity | None:
        below = parts["below"][:-1]
        numeral = NUMERAL.match(self.text, parts.end())
        above = read_numeral(numeral.group()) if numeral else None
        base = 1 if len(below) == 1 and below in "百千万" else 0
        whole = multiplier(below) if base else (read_numeral(below) or Numeral(0, 0)).low
        if numeral is None or above is None or not whole:
            return None
        unit = "‰" if below == "千" else "%"
        factor = 1 if below in ("百", "千") else 100 / whole
        value = _span_of(above.low * factor, above.high * factor)
        return self._bounded(
            self._make(start, numeral.end(), "range" if isinstance(value, tuple) else "percent", value, unit, start)
        )

    def _amount(self, start: int) -> _Amount | None:
        """The numeral at *start* with the marks inside it (400多, 20多万, 十几) and its unit."""
        text = self.text
        match = NUMERAL.match(text, start)
        numeral = read_numeral(match.group()) if match else None
        if match is None or numeral is None:
            return None
        low, high, scale, end, about = numeral.low, numeral.high, numeral.scale, match.end(), False
        if odd := _ODD.match(text, end):
            factor = multiplier(odd["mult"]) if odd["mult"] else 1.0
            after = odd.end()
            unit_found = unit_at(text, after + (text[after : after + 1] == " "))
            if factor > 1 or unit_found or odd["mark"] in "多余":
                if odd["mark"] == "几" and low % 10 == 0:
                    low, high = low + 1, low + 9
                low, high, end, about = low * factor, high * factor, after, True
                scale = factor if factor > 1 else scale
        return self._with_unit(end, low, high, scale, about)

    def _with_unit(self, end: int, low: float, high: float, scale: float, about: bool) -> _Amount:
        text = self.text
        at = end + (text[end : end + 1] == " ")
        if text.startswith("半", at) and (unit := unit_at(text, at + 1)):
            return _Amount(at + 1 + len(unit.printed), low + 0.5, high + 0.5, scale, unit, at + 1, about)
        unit = unit_at(text, at)
        if unit is None and text.startswith("大", at) and _is_han(text, at + 1):
            stop = at + 2 + _is_han(text, at + 2)
            unit = Unit("大" + text[at + 1 : stop], text[at + 1 : stop], "count")
        if unit is None and text.startswith("成", at) and not text.startswith(_NOT_TENTHS, at + 1):
            unit = Unit("成", "%", "percent", 10)
        if unit is None:
            return _Amount(end, low, high, scale, None, end, about)
        stop = at + len(unit.printed)
        if text.startswith("半", stop) and unit.dimension != "count" and not unit.loose:
            low, high, stop = low + 0.5, high + 0.5, stop + 1
        elif text.startswith("个半", at) and (longer := unit_at(text, at + 2)):
            low, high, stop, unit = low + 0.5, high + 0.5, at + 2 + len(longer.printed), longer
            unit = unit_at("个月", 0) if unit.name == "月" and (month := unit_at("个月", 0)) else unit
        return _Amount(stop, low * unit.factor, high * unit.factor, scale, unit, at, about)

    def _plain(self, start: int, before: str) -> Quantity | None:
        text = self.text
        amount = self._amount(start)
        arabic = text[start].isascii()
        if amount is None:
            return None
        few = _FEW.search(before) if text[start] in "十百千万亿" else None
        if (
            before[-1:].isascii()
            and before[-1:].isalpha()
            and (amount.unit is None or amount.unit.dimension not in ("money", "percent"))
        ):
            return None
        if arabic and amount.unit is None and _is_latin(text, amount.end):
            return None
        if not arabic and not few and not self._han_counts(start, amount, before):
            return None
        low, high, end, unit = amount.low, amount.high, amount.end, amount.unit
        if few:
            low, high, start = low * 2, high * 9, start - len(few.group())
        if (to := _TO.match(text, end)) and (other := self._other_end(to.end(), amount)):
            if (
                amount.scale == 1
                and other.scale > 1
                and amount.low * other.scale < other.low * 1.0000001
                and amount.unit is None
            ):
                low *= other.scale
            factor = other.unit.factor if other.unit and amount.unit is None else 1
            low, high, end, unit = low * factor, other.high, other.end, other.unit
            amount = other
        if sign := _SIGN.search(before):
            low, high, start = -high, -low, start - len(sign.group())
        currency = _CURRENCY_LEAD.search(before)
        name = unit.name if unit else None
        if currency:
            start -= len(currency.group())
            name = name if name and unit and unit.dimension == "money" else _CURRENCY[currency.group().strip()]
        value = _span_of(low, high)
        kind = self._kind(unit, value, name, bool(currency))
        if (
            unit is None
            and not currency
            and (
                (text[amount.end - 1].isdigit()
                and amount.end - start >= 7
                and kind == "number")
                or (text[start] == "0"
                and low >= 1)
            )
        ):
            return self._make(start, amount.end, "code", None, None, amount.end)
        quantity = self._make(start, end, kind, value, name, amount.unit_start)
        if amount.approximate or few:
            quantity = replace(quantity, approximate=True)
        return self._bounded(quantity)

    def _other_end(self, start: int, first: _Amount) -> _Amount | None:
        other = self._amount(start)
        if other is None or other.high < first.low * (1 if first.unit and first.unit == other.unit else 0):
            return None
        if first.unit is None:
            return other if other.unit else None
        return other if other.unit and other.unit.name == first.unit.name else None

    def _kind(self, unit: Unit | None, value: Value, name: str | None, money: bool) -> QuantityKind:
        if isinstance(value, tuple):
            return "range"
        if unit is not None and unit.dimension in ("percent", "duration", "money"):
            return unit.dimension  # type: ignore[return-value]
        return "money" if money else "number"

    def _han_counts(self, start: int, amount: _Amount, before: str) -> bool:
        """Whether the Chinese numeral at *start* counts something rather than being part of a word or a name."""
        literal = self.text[start : amount.unit_start].rstrip()
        unit = amount.unit
        lead = _LEAD.search(before)
        if literal[0] in "百千万亿" and not amount.approximate and lead is None:
            return bool(unit and len(literal) > 1 and unit.dimension in ("money", "area", "weight"))
        if unit is None:
            return len(literal) > 2 and literal[-1] in "十百千万亿" and literal[0] not in "十百千万亿"
        if unit.loose and (len(literal) < 2 or unit.printed[0] in "时日月分"):
            return False
        if literal in ("一", "零", "〇"):
            return self._one(unit, amount.end, before)
        return True

    def _one(self, unit: Unit, end: int, before: str) -> bool:
        if _ONE_LEAD.search(before):
            return True
        if unit.printed in ("个月", "小时", "个小时", "分钟", "倍", "成", "岁", "周岁", "周年", "番"):
            return True
        if unit.printed in ("年", "天", "周"):
            return (
                self.text.startswith(("内", "多", "半", "以上", "以内", "之内", "期"), end)
                or self.text[end - 1] == "半"
            )
        return unit.dimension in ("money", "area", "weight", "length", "volume") and (
            unit.printed in ("元", "吨", "亩", "斤", "米") or len(unit.printed) > 1
        )

    def _bounded(self, quantity: Quantity) -> Quantity:
        """*quantity* with the marks around it: 约, 近, 不到 before; 左右, 以上, 多 after; and the way it moves."""
        text, start, end = self.text, quantity.start, quantity.end
        bound, about = quantity.bound, quantity.approximate
        if lead := _LEAD.search(text, max(self.floor, start - 5), start):
            start, about = lead.start(), True
            bound = "min" if lead["min"] else "max" if lead["max"] else bound
        if tail := _TAIL.match(text, end):
            end, about = tail.end(), True
            bound = "min" if tail["min"] else "max" if tail["max"] else bound
        elif _WITHIN.match(text, end) and quantity.kind == "duration":
            bound = "max"
        direction, kind = self._direction(start), quantity.kind
        if direction and quantity.unit in ("%", "百分点", "倍", "番", "‰") and kind in ("percent", "number"):
            kind = "growth"
        printed = self.printed[start:end]
        return replace(
            quantity, start=start, end=end, text=printed, kind=kind, approximate=about, bound=bound, direction=direction
        )

    def _direction(self, start: int) -> Literal["up", "down"] | None:
        low = max(self.floor, start - 10)
        if _UP.search(self.text, low, start):
            return "up"
        return "down" if _DOWN.search(self.text, low, start) else None


def _masked(text: str, dates: Sequence[DateSpan]) -> str:
    """*text* with its dates blotted out, so that no figure is read from them or across them."""
    pieces, end = [], 0
    for span in dates:
        pieces += [text[end : span.start], "\ufffc" * (span.end - span.start)]
        end = span.end
    return "".join([*pieces, text[end:]])


def _span_of(low: float, high: float) -> float | int | tuple[float, float]:
    return number(low) if low == high else (number(low), number(high))


def _is_han(text: str, at: int) -> bool:
    return "一" <= text[at : at + 1] <= "龥"


def _is_latin(text: str, at: int) -> bool:
    char = text[at : at + 1]
    return char.isascii() and char.isalpha()
