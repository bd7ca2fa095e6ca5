"""Figures that change: from one to another, by how much, and a misprint put right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from retrieval.folding import fold
from retrieval.mentions import Mention, Page
from retrieval.options import Option
from retrieval.periods import governing_date
from retrieval.prose import Span
from retrieval.setting import BETTER, CONTRADICTED, DOUBTFUL, Setting

_CHANGES = (
    "增长|增加|上升|提高|提升|上涨|涨|增|下降|减少|降低|下滑|回落|下跌|降|跌|缩短|增幅|增速|降幅|涨幅|扩大|加快|放缓|上浮|下浮"
    "|上调|下调|缩水"
)
# 高 alone is no change: 最高, 新高
_MORE = "(?:比(?![例重分赛值率])|(?<!比)较|相差)[^,，。;；]{0,16}(?:(?<![最新])[快慢高低多少早晚贵]|便宜)"
_MORE_THAN = "(?<![最至许很不更顶])[多少高低](?:了|出|收|赚|卖|来|花|产|用)"  # 多了几家, 比去年少收多少
_GROWING = re.compile(f"(?:{_CHANGES}|同比|环比)")
_GROWN = re.compile(f"(?:{_CHANGES}|{_MORE}|{_MORE_THAN})(?:了|出|约|近|超|逾|幅度?|率|为|达|:|个)*$")
_ASKS_GROWN = re.compile(
    f"(?:{_CHANGES}|(?<![卖丢扔吃用除去拆忘烧砍倒打赔花])掉(?=了)|[往再]上?加|{_MORE}|{_MORE_THAN}|同比|环比|(?<![昂名宝珍])贵|便宜)(?:率|幅度?)?"
    "(?:了|出|约|大约|大概|是|为|达到?|有|又|到底|究竟|百分之|的比例|比例)*$"
)


NEW = re.compile("新[增添建装设开办辟购植招]")
_ROW_OF_GROWTH = re.compile(f"(?:{_CHANGES})[^,，。;；]{{0,4}}(?:[:：]|分别|依次)")  # 增速依次为:甲县7%,乙县6%


def growth(setting: Setting) -> float:
    """How much something grew is not how much it is."""
    if setting.mention.kind == "date":
        return 0.0
    grown = setting.mention.label == "growth" or bool(_GROWN.search(setting.left[-24:]))
    grown = grown or bool(_ROW_OF_GROWTH.search(setting.sentence.split(setting.mention.text)[0]))
    asks = bool(_ASKS_GROWN.search(setting.asked.before))
    if asks:
        differs = re.search(f"{_GROWING.pattern}|{_MORE_THAN}", setting.asked.before)
        new = NEW.search(setting.asked.before[-6:])  # 新增多少家: 发展到60家
        return BETTER if grown else -4.0 if differs and not new else -1.0  # 比榜首少几分
    new = NEW.search(setting.asked.question.text)
    if grown and not setting.asked.growth and not (new and NEW.search(setting.left)):
        return -4.0 if setting.mention.kind == "percent" else -2.5  # unless it is told how many are new: 新增停车位50个
    return 0.0


_REACHED = re.compile("(?:增[加长]?[到至]|达到?|共有|现有|总数[为达]?|累计)[^,，]{0,3}$")


def newly(setting: Setting) -> float:
    """共有路灯900盏,其中新装60盏: what is new is not all there is."""
    if setting.mention.kind == "date" or not NEW.search(setting.asked.question.text):
        return 0.0
    if NEW.search(setting.left):
        return 1.5 * BETTER
    if _REACHED.search(setting.left):
        return DOUBTFUL
    return -2.5 if re.search(f"其中[^。;；]{{0,8}}{NEW.pattern}", setting.sentence) else 0.0


# With what a growth is compared; the question's has to be the figure's.
_BASES = (
    re.compile("同比|比上?去?年同期|较上?去?年同期|[比较]上年(?!末|底)|[比较]去年(?!末|底)|比前一年"),
    re.compile("环比|[比较]上个?月|[比较]上个?季度|[比较]前一个?[月季]|[比较][0-9]{1,2}月|[比较]一季度"),
    re.compile("[比较](?:今年)?年初|[比较](?:上年|去年)[末底]"),
)


def basis(setting: Setting) -> float:
    """同比 is not 环比: a growth since a year ago is not one since last month."""
    wanted = [row for row in _BASES if row.search(setting.asked.question.text)]
    if len(wanted) != 1 or setting.mention.kind == "date":
        return 0.0
    low, _ = setting.page.prose.clause(setting.mention.low)
    told = [row for row in _BASES if row.search(setting.page.prose.text[low : setting.mention.low][-14:])]
    return 0.0 if not told else 1.0 if told == wanted else -4.0


_FROM = re.compile(r"(?:由|从|自)[^,，。;；]{0,14}$")
_ON = re.compile(r"[\u4e00-\u9fff]{0,5}?(?:到|至|(?<![作因])为|(?<![完写建落达组形合])成)")
_MOVED = re.compile("[改移推延提调]")  # from 3月5日 to 3月8日 without that is a span of days


_FROM_TO = re.compile(r"(?:由|从|自)[^,，。;；]{1,24}(?:到|至|为|成)[^,，。;；]{0,6}$")
_DEEDS = "改革|改制|改造|整治|治理|搬迁|调整|扩建|升级|合并|提速|整合|开通"
_ASKS_BEFORE = re.compile(
    "原来|原先|以前|之前|过去|从前|原(?:有|本)|起初|最初|早先|当初|一开始|[0-9一二两三四五六七八九十几]+年前"
    f"|(?:{_DEEDS})前|刚[^,，]{{1,6}}(?:时|那会儿|的时候)"
)


_TOLD_BEFORE = re.compile(
    "(?P<then>起初|最初|原(?![料因则创产野油子材告理地])|当初|初期|一开始)|眼下|如今|现在|目前|已达"
)
_ASKS_NOW = re.compile("现在|如今|目前|眼下|这会儿|今天的?(?=.*(?:价|卖|收))")
_NOW_AND_THEN = re.compile(
    "(?P<then>起初|最初|当初|一开始|过去(?!的?一)|以前|从前|早先|当年|早年|原来|原先)|眼下|如今|现在|目前"
)


def before_after(setting: Setting) -> float:
    """Of a change from one figure to another, the second holds now."""
    text = setting.page.prose.text
    start, end = setting.page.sentence(setting.mention)
    if setting.mention.kind == "date" and not _MOVED.search(text[start:end]):
        return 0.0
    old = bool(_FROM.search(setting.own)) and bool(_ON.match(text[setting.mention.high : end]))
    new = not old and _came_from(setting.page, setting.mention, start) is not None
    before = bool(_ASKS_BEFORE.search(setting.asked.question.text))
    if not before and not old and not new and _ASKS_NOW.search(setting.asked.question.text):
        times = list(_NOW_AND_THEN.finditer(text, start, setting.mention.low))
        return BETTER if times and not times[-1]["then"] else 0.0
    if before and not old and not new and (told := _TOLD_BEFORE.search(setting.left)):
        return 1.5 if told["then"] else -1.5
    if old:
        return 2.5 if before else BETTER if _names_time(setting) else -2.5
    if new:
        return -2.5 if before else BETTER
    if not before or not re.search("原来|原先|以前|之前|过去|从前|早先", setting.asked.question.text):
        return 0.0
    today = setting.mention.kind in ("money", "percent")  # a price is today's unless it is said
    return -3.5 if today or re.search("期间|目前|现在|如今|今年", setting.sentence) else -1.5


def forerunner(option: Option, rivals: Sequence[Option]) -> Option | None:
    """The figure that *option* came to be, in 由3万吨提高到5万吨: what is measured stands before the first."""
    page, mention = option.page, option.mention
    start, _ = page.sentence(mention)
    before = _came_from(page, mention, start)
    return next((rival for rival in rivals if rival.page is page and rival.mention == before), None) if before else None


_PART = re.compile("其中,?$")


def whole_before(option: Option, rivals: Sequence[Option]) -> Option | None:
    """The figure of the same unit of which *option* tells a time's part, in 用电41亿度,其中6月份8亿度.

    What is measured stands before the first alone.
    """
    page, mention = option.page, option.mention
    start, _ = page.prose.whole(mention.low)
    date = next((other for other in page.before(mention, start) if other.kind == "date"), None)
    if date is None or mention.low - date.high > 1 or not _PART.search(page.prose.text[start : date.low]):
        return None
    wholes = (
        o for o in rivals if o.page is page and start <= o.mention.low < date.low and o.mention.unit == mention.unit
    )
    return max(wholes, key=lambda whole: whole.mention.low, default=None)


def _came_from(page: Page, mention: Mention, start: int) -> Mention | None:
    """The figure of the same kind from which *mention* changed, within its sentence."""
    text = page.prose.text
    if not _FROM_TO.search(text[start : mention.low]):
        return None
    for other in page.before(mention, start):
        if other.dimension == mention.dimension and other.high <= mention.low:
            between = text[other.high : mention.low]
            changed = len(between) <= 14 and _ON.match(between) and _FROM.search(text[start : other.low])
            return other if changed else None
    return None


def _names_time(setting: Setting) -> bool:
    """Whether the question names the very time that the figure is told for."""
    found = governing_date(setting.page, setting.mention)
    return found is not None and any(date.text in fold(found.text) for date in setting.asked.dates)


_CORRECTED = re.compile(
    r"[“\"](?P<wrong>[^”\"\n]{1,60})[”\"](?:一[句处]|的表述)?(?:有误|有错|错误|不实|不准确|系笔误)?[,，;；]?[现实]?(?:应|当|更正|改|需)(?:该?改?为|更正为|为|是|作)[“\"](?P<right>[^”\"\n]{1,60})[”\"]"
)


def corrected(setting_page: Page, mention: Mention) -> bool | None:
    """True where the mention is what a correction puts right, False where it is the misprint; None without one."""
    for (wrong, wrong_end), (right, right_end) in _corrections(setting_page.prose.text):
        if wrong <= mention.low < wrong_end:
            return False
        if right <= mention.low < right_end:
            return True
    return None


@lru_cache(maxsize=1000)
def _corrections(text: str) -> list[tuple[Span, Span]]:
    """Where *text* corrects something, what was wrong and what is right; asked again for every mention of a page."""
    return [(match.span("wrong"), match.span("right")) for match in _CORRECTED.finditer(text)]


def correction(setting: Setting) -> float:
    right = corrected(setting.page, setting.mention)
    return 0.0 if right is None else 2 * BETTER if right else CONTRADICTED
