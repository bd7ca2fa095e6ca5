"""What a question demands of its answer, and what it costs a mention not to meet it.

The learned judge (`matcher`) weighs words and distances. These rules hold what it saw too seldom: each reads one demand
of the question (its unit, its time, the thing that a price is for, before or after a change) and says in log-odds how much
more or less likely the mention is for it. A demand that is openly contradicted costs more than any wording can win.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import rjieba

from retrieval.folding import fold
from retrieval.matching import NAMES, Asked, Option, bounds, held, shared
from retrieval.mentions import Mention, Page
from retrieval.narrowing import ASKS_END
from retrieval.periods import Verdict, governing_date, worst_verdict

CONTRADICTED = -8.0
DOUBTFUL = -2.0
BETTER = 1.0


@dataclass(frozen=True, slots=True)
class Setting:
    """A mention with the text around it, as the rules read it."""

    asked: Asked
    option: Option
    left: str  # from the figure before it, within the sentence
    own: str  # from the figure of its kind before it, within the sentence
    right: str  # to the next figure, within the sentence
    clause: str
    sentence: str
    earlier: str = ""  # ahead of the figure that this one came to be (由…提高到…)

    @property
    def mention(self) -> Mention:
        return self.option.mention

    @property
    def page(self) -> Page:
        return self.option.page


def weigh(asked: Asked, option: Option, rivals: Sequence[Option]) -> float:
    """The log-odds that the question's demands add to *option*; *rivals* are all options, itself included."""
    setting = _setting(asked, option)
    if (before := forerunner(option, rivals)) is not None:
        setting = replace(setting, earlier=_setting(asked, before).left.removesuffix("由").removesuffix("从"))
    names = asked.question.kind in NAMES
    rules = _NAME_RULES if names else _FIGURE_RULES
    odds = [rule(setting) for rule in rules]
    if not names:
        odds += [_unit(option, rivals), _claimed(setting, rivals)]
    against = sum(value for value in odds if value < 0)
    # a demand that is as good as contradicted is not made up for by how well the rest fits
    return against if min(odds) <= -3.5 else against + sum(value for value in odds if value > 0)


def _setting(asked: Asked, option: Option) -> Setting:
    page, mention = option.page, option.mention
    text = page.prose.text
    start, end = page.sentence(mention)
    left_any, left_same, right_any, _ = bounds(page, mention, start, end)
    low, high = page.prose.clause(mention.low)
    return Setting(
        asked,
        option,
        text[left_any : mention.low],
        text[left_same : mention.low],
        text[mention.high : right_any],
        text[low:high],
        text[start:end],
    )


# Figures


def _unit(option: Option, rivals: Sequence[Option]) -> float:
    """Another unit than the one asked for, the more so where the asked one is at hand."""
    if option.fit >= 0.6:
        return 0.0
    return -3.0 if any(rival.fit >= 0.8 for rival in rivals) or option.fit <= 0.1 else -1.0


def _given(setting: Setting) -> float:
    """What the question says itself it does not ask for."""
    printed = re.sub(r"\s", "", fold(setting.mention.text)).strip("“”《》")
    if setting.mention.kind in NAMES:
        return CONTRADICTED if printed in setting.asked.question.text else 0.0
    known = any(
        figure.value == setting.mention.value and figure.unit == setting.mention.unit
        for figure in setting.asked.figures
    )
    return -3.0 if known else 0.0


_PER = re.compile(
    r"(?:每一?|(?<![第同统惟唯一])一|(?<=[^单平日])均)(户|座|台|亩|吨|斤|只|人|名|度|件|平方米|平米|间|套|辆|张|头|株|棵|瓶|份|公斤|根|把|条|支|盒|箱|米|公里|桶|双|枚|幅|顶|个(?!多|半|月|小时|星期|人)|个人|个月|月|年|天|周|小时|次|晚|位|桌|块|包|盏|场|节|学期|季(?!度))"
)
_EACH = re.compile(r"(人|户|亩|年|月|日|件|村|校|单)均")


def _pers(text: str) -> set[str]:
    return {match[1] for match in _PER.finditer(text)} | {match[1] for match in _EACH.finditer(text)}


def _per_unit(setting: Setting) -> float:
    """A price for one thing is not the price of all, nor of another thing."""
    question = setting.asked.question
    dimension = setting.mention.dimension
    if dimension == "date":
        return 0.0
    wanted = _pers(setting.asked.before + setting.asked.after)
    if question.kind != "money" and dimension != "money":
        wanted -= {"个", "次", "年", "天", "月", "人", "名", "位", "条", "根", "块", "只"}
    here = _pers(setting.own) | _pers(setting.right[:6])
    if wanted:
        missing = [unit for unit in wanted if unit not in _pers(setting.sentence)]
        if missing:
            return -3.0
        return (0.8 if wanted & here else -1.0) - 0.8 * bool(_pers(setting.left) - wanted)
    extra = _pers(setting.left)
    return DOUBTFUL * bool(extra) if question.kind == "money" or dimension == "money" else -0.8 * bool(extra)


def _period(setting: Setting) -> float:
    """The time that the question names has to be the figure's."""
    if setting.mention.kind == "date":
        return 0.0
    return _PERIODS[worst_verdict(setting.asked.dates, setting.page, setting.mention)]


# Where the figures around hold for other times, the one that holds for the time asked is worth more than its wording.
_PERIODS: dict[Verdict | None, float] = {
    None: 0.0,
    "same": 2.0,
    "open": -0.5,
    "coarser": -1.0,
    "unsaid": -4.0,
    "other": -5.0,
}


def _other_figure(setting: Setting) -> float:
    """第一名 is not 第二名: a place in an order that the question names has to be the one told."""
    odds = 0.0
    for figure in setting.asked.figures:
        if figure.kind != "rank" and not figure.text.startswith("第"):
            continue
        start, end = setting.page.prose.whole(setting.mention.low)
        alike = [m for m in setting.page.figures if start <= m.low < end and m.kind == "rank" and m.unit == figure.unit]
        if alike and all(other.value != figure.value for other in alike):
            odds -= 4.0
    return odds


_LINK = re.compile(
    r"(?:已经?|现|共计?|合计|总计|累计|一共|约|大约|近|超过?|仅|只|分别|达到?|高达|多达|为|是|有|现有|共有|了|[:： ]|增长?至|升至|降至|由|从|预计|可)+$"
)


def _governs(setting: Setting) -> float:
    """The words right ahead of the slot are the words right ahead of the figure: its measure is the one asked for."""
    tail = _LINK.sub("", setting.asked.before)[-10:]
    lefts = [setting.left, *([setting.earlier] if setting.earlier else [])]
    best = max(_common_end(tail, _LINK.sub("", re.sub(r"[“”\s]", "", left))) for left in lefts)
    return 2.0 if best >= 4 else 1.5 if best == 3 else 1.0 if best == 2 else 0.0


def _common_end(one: str, other: str) -> int:
    """How many characters *one* and *other* have in common at their ends."""
    count = 0
    while count < min(len(one), len(other)) and one[-1 - count] == other[-1 - count]:
        count += 1
    return count


_GROWN = re.compile(
    "(?:增长|增加|上升|提高|提升|上涨|涨|增|下降|减少|降低|下滑|回落|下跌|降|跌|缩短|增幅|增速|降幅|涨幅|扩大|加快|放缓|快|慢|高|低|多|少)(?:了|约|近|超|逾|幅度?|率|为|达|:|个)*$"
)
_ASKS_GROWN = re.compile(
    "(?:增长|增加|上升|提高|提升|上涨|涨|增|下降|减少|降低|下滑|回落|下跌|降|跌|缩短|增幅|增速|降幅|涨幅|同比|环比|加快|[快慢高低多少])(?:率|幅度?)?(?:了|约|大约|大概|是|为|达到?|有|又|到底|究竟|百分之|的比例|比例)*$"
)


def _growth(setting: Setting) -> float:
    """How much something grew is not how much it is."""
    grown = setting.mention.label == "growth" or bool(_GROWN.search(setting.left[-8:]))
    asks = bool(_ASKS_GROWN.search(setting.asked.before))
    if asks:
        return BETTER if grown else -3.0
    if grown and not setting.asked.growth:
        return -2.5
    return 0.0


_FROM = re.compile(r"(?:由|从|自)[^,，。;；]{0,14}$")
_ON = re.compile(r"[\u4e00-\u9fff]{0,5}?(?:到|至|为|成)")
_FROM_TO = re.compile(r"(?:由|从|自)[^,，。;；]{1,24}(?:到|至|为|成)[^,，。;；]{0,6}$")
_ASKS_BEFORE = re.compile("原来|原先|以前|之前|过去|从前|原(?:有|本)|起初|最初|改造前|早先")


def _before_after(setting: Setting) -> float:
    """Of a change from one figure to another, the second holds now."""
    text = setting.page.prose.text
    start, end = setting.page.sentence(setting.mention)
    old = bool(_FROM.search(setting.own)) and bool(_ON.match(text[setting.mention.high : end]))
    new = not old and bool(_FROM_TO.search(text[start : setting.mention.low]))
    before = bool(_ASKS_BEFORE.search(setting.asked.question.text))
    if old:
        return 2.5 if before else BETTER if _names_time(setting) else -2.5
    if new:
        return -2.5 if before else BETTER
    return -1.5 if before and re.search("原来|原先|以前|之前|过去|从前|早先", setting.asked.question.text) else 0.0


def forerunner(option: Option, rivals: Sequence[Option]) -> Option | None:
    """The figure that *option* came to be, in 由3万吨提高到5万吨: what is measured stands before the first of the two."""
    page, mention = option.page, option.mention
    start, _ = page.sentence(mention)
    if not _FROM_TO.search(page.prose.text[start : mention.low]):
        return None
    for rival in rivals:
        if (
            rival.page is page
            and start <= rival.mention.low < mention.low
            and rival.mention.dimension == mention.dimension
        ):
            between = page.prose.text[rival.mention.high : mention.low]
            if len(between) <= 14 and _ON.match(between) and _FROM.search(page.prose.text[start : rival.mention.low]):
                return rival
    return None


def _names_time(setting: Setting) -> bool:
    """Whether the question names the very time that the figure is told for."""
    found = governing_date(setting.page, setting.mention)
    return found is not None and any(date.text in fold(found.text) for date in setting.asked.dates)


_CORRECTED = re.compile(
    r"[“\"](?P<wrong>[^”\"\n]{1,60})[”\"](?:一句)?(?:应|当|更正|改|需)(?:该?改?为|更正为|为|是|作)[“\"](?P<right>[^”\"\n]{1,60})[”\"]"
)


def corrected(setting_page: Page, mention: Mention) -> bool | None:
    """True where the mention is what a correction puts right, False where it is the misprint; None without one."""
    for match in _CORRECTED.finditer(setting_page.prose.text):
        if match.start("wrong") <= mention.low < match.end("wrong"):
            return False
        if match.start("right") <= mention.low < match.end("right"):
            return True
    return None


def _correction(setting: Setting) -> float:
    right = corrected(setting.page, setting.mention)
    return 0.0 if right is None else 3.0 if right else CONTRADICTED


_NAME_NUMERAL = re.compile("[一二三四五六七八九十]+[期局版环路号中小院级类]")


def _printed_where(setting: Setting) -> float:
    """本报11月9日3版: where something was printed, not what happened."""
    text = setting.page.prose.text
    before = text[max(0, setting.mention.low - 12) : setting.mention.low]
    if setting.mention.kind == "date" and re.search("本报 ?$", before):
        return -3.0
    numeral = _NAME_NUMERAL.fullmatch(fold(setting.mention.text))
    return (
        -3.0
        if (setting.mention.unit == "版" or numeral) and setting.asked.question.unit != setting.mention.unit
        else 0.0
    )


_DAY = re.compile(r"天|日|号")
_CLOCK = re.compile(r"几点|几时|什么时刻|几点钟")


def _date_detail(setting: Setting) -> float:
    """A date as exact as the question wants it."""
    if setting.mention.kind != "date":
        return 0.0
    question = setting.asked.question
    slot = question.text[question.slot.start : question.slot.end]
    value = str(setting.mention.value or "")
    if _CLOCK.search(slot):
        return BETTER if "T" in value else CONTRADICTED
    if _DAY.search(slot):
        return (
            0.0
            if re.search(r"\d\d-\d\d(?!\d)", value.replace("/", " "))
            or re.search("[日号天]|节|初", setting.mention.text)
            else -4.0
        )
    if re.fullmatch("[今去明]?年?[上下]半年|年[初底末]|[上下]年", fold(setting.mention.text)):
        return DOUBTFUL
    if re.fullmatch("今年|去年|明年|前年|目前|近日|日前|当年|当天|当日|如今", fold(setting.mention.text)):
        return DOUBTFUL
    return 0.0


_ANY_EVENT = frozenset("开始 结束 截止 举行 进行 发生 实施 举办 召开 出现 完成 开展 起 止".split())


def _event(setting: Setting) -> float:
    """The event whose date is asked has to be named: a date beside another event is none."""
    if setting.mention.kind != "date":
        return 0.0
    verbs = [word for word in setting.asked.behind if len(word.text) > 1 and word.text not in _ANY_EVENT]
    verbs = verbs or [word for word in setting.asked.ahead if len(word.text) > 1][-1:]
    if not verbs:
        return 0.0
    verb = verbs[-1].text
    if verb in setting.sentence:
        return 0.0
    return -0.3 if any(char in setting.sentence for char in verb) else -1.0


# Events of one thing that are easily taken for each other: each row is one, and every other row another.
_EVENTS = tuple(
    re.compile(row)
    for row in (
        "开工|动工|奠基|破土|开建|启动建设|开始建设",
        "竣工|完工|建成|投用|投入使用|交付|通车|通水|投产|落成|启用|投运",
        "开幕|开业|开馆|开园|开张|开学|开捕|开镰",
        "闭幕|停业|闭馆|闭园|歇业|放假|休渔",
        "出生|生于|诞生",
        "去世|逝世|病逝|死于|过世|牺牲",
        "签约|签订|签署",
        "报名",
        "考试|开考|笔试|面试",
        "上任|就任|担任|当上|当选|接任|履新|就职|(?:时候|哪年|哪天|何时)当(?!天|时|年|日|场|地|中|月|晚)",
    )
)


def _other_event(setting: Setting) -> float:
    """When it was begun is not when it was finished."""
    if setting.mention.kind != "date":
        return 0.0
    text = setting.page.prose.text
    low, high = setting.page.prose.clause(setting.mention.low)
    near = text[low:high]
    if high - setting.mention.high < 2:  # the date is a clause of its own: the next one tells what happened
        near += text[high : setting.page.prose.clause(min(high, len(text) - 1))[1]]
    wanted = {row for row in _EVENTS if row.search(setting.asked.question.text)}
    told = {row for row in _EVENTS if row.search(near)}
    return -4.0 if wanted and told and not wanted & told else 0.0


_ENDS = re.compile(r"(?:到|至|截止|截至|止)(?:时间|日期)?[:：为]?$")
_STARTS = re.compile(r"(?:自|从|始于|定于)$")


def _bounds_asked(setting: Setting) -> float:
    """From when, until when: the end of a span that is asked for, or a date that is said to be one."""
    mention = setting.mention
    if mention.kind != "date":
        return 0.0
    text, question = setting.page.prose.text, setting.asked.question.text
    ahead, behind = text[max(0, mention.low - 6) : mention.low], text[mention.high : mention.high + 1]
    if ASKS_END.search(question):
        return 2.0 if mention.label == "end" or _ENDS.search(ahead) or behind in "前止" else 0.0
    if re.search("开始|起(?=[?？\\s]*$)", question):
        return 2.0 if mention.label == "start" or _STARTS.search(ahead) or behind == "起" else 0.0
    return 0.0


def _counted_noun(setting: Setting) -> float:
    """几个小区 wants so many 小区, whatever else is counted in 个."""
    noun = setting.asked.question.slot.noun
    if not noun or not setting.asked.question.unit:
        return 0.0
    if setting.right.startswith(noun) or setting.left.endswith(noun):
        return 1.5
    if setting.mention.kind not in ("number", "range"):
        return 0.0
    elided = not re.match("[\u4e00-\u9fff]", setting.right)  # 公厕46座,其中新建5座
    if len(noun) > 1 and noun not in (setting.sentence if elided else setting.clause + setting.left + setting.right):
        return -1.5
    return -0.5 if re.match("[\u4e00-\u9fff]{2}", setting.right) and setting.mention.unit == "个" else 0.0


def _only_one(setting: Setting) -> float:
    """The only figure of its article with the very unit that is asked for."""
    question, mention = setting.asked.question, setting.mention
    if (
        question.unit is None
        or mention.unit != question.unit
        or question.unit in ("个", "元", "%")
        or setting.option.rank > 1
    ):
        return 0.0
    if mention.kind == "range" and question.unit == "岁":
        return 0.0
    alike = [other for other in setting.page.figures if other.unit == mention.unit and other.kind == mention.kind]
    return 1.5 if len(alike) == 1 else 0.0


_COMMON = 5.0  # rarity below which a word says little about what is asked


def _absent(setting: Setting) -> float:
    """A telling word of the question of which the whole article has not one character: it is about something else."""
    text = setting.page.prose.text + setting.page.heading
    telling = [word.text for word in setting.asked.words if word.weight >= _COMMON and len(word.text) > 1]
    parts = [part for word in telling for part in (_parts_of(word) if len(word) > 3 else [word])]
    absent = [part for part in parts if not any(char in text for char in part)]
    return max(-1.5, -0.75 * len(absent)) + _thing_absent(setting)


def _thing_absent(setting: Setting) -> float:
    """A thing in the question of which neither the sentence nor the title has a character."""
    near = setting.sentence + setting.page.heading
    things = [word.text for word in setting.asked.words if word.noun and len(word.text) > 1]
    return -0.5 if any(not any(char in near for char in thing) for thing in things) else 0.0


def _parts_of(word: str) -> list[str]:
    """The shorter words in a long one; itself where it has none."""
    return [part for part in rjieba.cut_for_search(word) if 1 < len(part) < len(word)] or [word]


_PLANNED = re.compile("明年|后年|下一步|计划|拟|力争|将再|将新|规划|预计到|到20[0-9]{2}年")


def _planned(setting: Setting) -> float:
    """What is planned is not what there is, unless plans are asked about."""
    if setting.mention.kind == "date" or re.search(
        "明年|后年|将|计划|预计|打算|准备|目标|规划|下半年|要(?!求|多|花|几)", setting.asked.question.text
    ):
        return 0.0
    return -1.5 if _PLANNED.search(setting.left) else 0.0


_TOTALS = re.compile("共|总|合计|累计|全")


def _total(setting: Setting) -> float:
    """All of them, where all are asked for."""
    if not setting.asked.total:
        return 0.0
    if re.search("其中", setting.left):
        return -1.0
    return 0.5 if _TOTALS.search(setting.left[-10:]) else 0.0


_IDENTIFIER = re.compile(
    r"(?P<name>[A-Za-z]+\d*|\d+|[一二三四五六七八九十]+)(?P<class>路(?!口)|号线|号楼|期|标段|年级|校区|车间|中学|小学)"
)


def _identifier(setting: Setting) -> float:
    """5路 is not 2路, and the third phase not the second: what a number names has to be the thing asked about."""
    text = setting.page.prose.text
    start, _ = setting.page.sentence(setting.mention)
    low = text.rfind("\n", 0, setting.mention.low) + 1
    odds = 0.0
    for named in _IDENTIFIER.finditer(setting.asked.before + setting.asked.after):
        same_class = [m for m in _IDENTIFIER.finditer(text[low : setting.mention.low]) if m["class"] == named["class"]]
        if not same_class:
            odds += 0.0 if named.group() in text[start : setting.mention.high + 20] else -1.0
        elif same_class[-1]["name"].lower() != named["name"].lower():
            odds += -4.0
        else:
            odds += BETTER
    return odds


_SCOPE = re.compile("全国|全省|全市|全县|全区|全镇|全乡|全村|全校|全球|世界")


def _scope(setting: Setting) -> float:
    """全市 is not 全县."""
    wanted = set(_SCOPE.findall(setting.asked.question.text))
    if not wanted:
        return 0.0
    clause = set(_SCOPE.findall(setting.own + setting.clause))
    here = clause or set(_SCOPE.findall(setting.sentence)) or set(_SCOPE.findall(setting.page.prose.text))
    return -3.5 if here and not wanted & here else 0.5 * bool(wanted & clause)


_PLACE = re.compile(
    r"[\u4e00-\u9fff]{1,5}?(?:村|镇|乡|街道|社区|县|市|区|省)(?!委|政|长|民|里|子|场|级|内|域|外|属|直)"
)


def _place_named(setting: Setting) -> float:
    """The place that the question names has to be named with the figure or ahead of it."""
    text = setting.page.prose.text
    places = _PLACE.findall(setting.asked.question.text)
    if not places:
        return 0.0
    low = text.rfind("\n", 0, setting.mention.low) + 1
    end = setting.page.sentence(setting.mention)[1]
    around = text[low:end] + setting.page.heading
    name = places[-1]
    stem = name[-3:] if len(name) > 3 else name
    return 0.0 if stem in around or name[:2] in around else -2.5


_RESPECTIVELY = re.compile("分别|依次")
_BETWEEN = re.compile(r"[、,，和与及]|以及")


def _respectively(setting: Setting) -> float:
    """甲3亿元,乙2亿元,分别增长4%和5%: each figure belongs to the one in its place."""
    text, mention = setting.page.prose.text, setting.mention
    start, end = setting.page.sentence(mention)
    marks = [mark for mark in _RESPECTIVELY.finditer(text, start, mention.low)]
    if not marks:
        return 0.0
    mark = marks[-1]
    group = [m for m in setting.page.figures if mark.end() <= m.low < end and m.dimension == mention.dimension]
    if mention not in group or len(group) < 2:
        return 0.0
    owners = _owners(setting.page, text[start : mark.start()], start, len(group))
    if len(owners) != len(group):
        return 0.0
    named = {word.text for word in setting.asked.names}
    if named and not any(name in owner or owner in name for owner in owners for name in named):
        named = {name for name in named if name not in text}
        return -3.0 if named else 0.0
    scores = [setting.asked.cover(owner) for owner in owners]
    mine = scores[group.index(mention)]
    others = max(score for place, score in enumerate(scores) if place != group.index(mention))
    return BETTER if mine > others else -3.0 if mine < others else 0.0


def _owners(page: Page, ahead: str, start: int, count: int) -> list[str]:
    """The *count* things named ahead of 分别: those with figures of their own, else an enumeration."""
    figures = [m for m in page.figures if start <= m.low < start + len(ahead) and m.kind != "date"]
    if len(figures) >= count and len({m.dimension for m in figures[-count:]}) == 1:
        places = [0, *(figure.high - start for figure in figures)]
        return [ahead[places[-count - 1 + n] : figures[-count + n].low - start] for n in range(count)]
    for clause in reversed(re.split("[,，;；:：]", ahead)):
        items = [item for item in re.split("、|和|与|以及|及", clause) if item]
        if len(items) == count and count > 1:
            return [*items[:-1], re.split("[为是的]", items[-1])[0]]
    return []


_LIMIT = re.compile("最高|最多|最低|最少|不超过|至少|封顶|上限")


def _limit(setting: Setting) -> float:
    """A limit that nobody asked for."""
    if _LIMIT.search(setting.asked.question.text):
        return 0.8 if _LIMIT.search(setting.left) else -0.8
    return -1.0 if _LIMIT.search(setting.left[-8:]) else 0.0


# Names

_BYLINE = re.compile("(?:记者|通讯员|摄影|编辑|责编|校对)$")


def _role(setting: Setting) -> float:
    """A person is asked for by the role that stands before the name."""
    if setting.mention.kind != "person":
        return 0.0
    label, tail = setting.mention.label, setting.asked.tail
    if _BYLINE.search(label) and not re.search("记者|通讯员|作者|采访|谁写|摄影", setting.asked.question.text):
        return -4.0
    named_as = re.match("(?:为|任|担任|当选|出任|兼任)[^,，。;；]{0,8}", setting.right)
    if named_as and tail[-2:] and tail[-2:] in named_as.group():
        return 2.0
    if not label:
        return 0.0
    run = shared(tail, label[-8:])
    if run >= 2 and label[-2:] in setting.asked.question.text:
        return 2.0
    return -1.0 if _ROLE.search(tail) else 0.0


_ROLE = re.compile(
    "(?:书记|主任|[局县市省镇乡村区州部院校所站会馆台团社厂队组]长|经理|总裁|老师|工程师|主席|总统|教练|导演|传承人|负责人)$"
)


def _class_word(setting: Setting) -> float:
    """哪个村 wants a village, 哪篇文章 something in 《》, 哪五个方面 a list of them."""
    noun = setting.asked.question.slot.noun
    printed = fold(setting.mention.text).strip("“”「」")
    if setting.mention.kind == "title":
        books = re.search(
            "文章|稿|报道|新闻|小说|书|著作|作品|电影|法|条例|文件|办法|意见|方案|规定|通知|论文|报告", noun
        )
        if books:
            return 2.0 if printed.startswith("《") else -2.0
        asked = noun or setting.asked.tail[-2:]
        return 2.0 if asked and asked in setting.mention.label else 0.0
    if setting.mention.kind == "org":
        return _org_class(noun or setting.asked.tail[-2:], printed)
    if not noun:
        return 0.0
    if setting.mention.kind == "list":
        return 1.5 if noun in setting.mention.label or noun in setting.right[:8] else 0.0
    if len(noun) == 1 or noun in ("国家", "城市", "街道", "社区", "小区", "学校", "医院", "公司", "银行"):
        return 1.0 if printed.endswith((noun, noun[-1])) or noun in ("国家", "城市") else DOUBTFUL
    return 0.0


_OPPOSITES = (
    ("首班", "末班"), ("最高", "最低"), ("最大", "最小"), ("最多", "最少"), ("最早", "最晚"), ("最长", "最短"), ("进口", "出口"), ("收入", "支出"), ("城镇", "农村"),
    ("城镇", "乡村"), ("男", "女"), ("上午", "下午"), ("存款", "贷款"), ("开始", "结束"), ("首日", "末日"), ("上半年", "下半年"), ("盈利", "亏损"), ("新增", "注销"), ("成年", "未成年"),
    ("入境", "出境"), ("线上", "线下"), ("国内", "国际"), ("一等奖", "二等奖"), ("小学", "中学"), ("老人", "儿童"),
)  # fmt: skip


def _contrary(setting: Setting) -> float:
    """末班车 is not 首班车: the text says the other of a pair where the question says the one."""
    text = setting.asked.question.text
    for pair in _OPPOSITES:
        for one, other in (pair, pair[::-1]):
            if one not in text or other in text:
                continue
            for near in (setting.left, setting.right):
                if one in near or other in near:
                    if one not in near:
                        return DOUBTFUL
                    break
    return 0.0


_EXTENTS = "长高深宽厚远重"


def _extent(setting: Setting) -> float:
    """How wide is not how long."""
    question = setting.asked.question
    slot = question.text[question.slot.start : question.slot.end]
    asked = next((char for char in _EXTENTS if slot == f"多{char}"), "")
    if not asked or setting.mention.kind == "duration":
        return 0.0
    near = setting.left[-5:] + setting.right[:3]
    told = [char for char in _EXTENTS if char in near]
    return 0.0 if asked in told else -4.0 if told else -0.3


def _claimed(setting: Setting, rivals: Sequence[Option]) -> float:
    """A word that stands with a later figure of the same kind belongs to that one: 共1.5万名,其中半程7000名."""
    mention, page = setting.mention, setting.page
    if mention.kind == "date":
        return 0.0
    text = page.prose.text
    start, end = page.prose.whole(mention.low)
    mine = text[start : mention.high + len(re.split("[,，;；。、]", setting.right)[0])]
    later = [
        rival.mention
        for rival in rivals
        if rival.page is page and mention.low < rival.mention.low < end and rival.mention.dimension == mention.dimension
    ]
    words = [word.text for word in setting.asked.words if len(word.text) > 1]
    parts = [part for word in words for part in (_parts_of(word) if len(word) > 3 else [word])]
    odds = 0.0
    for word in parts:
        if word not in mine and any(page.says(word, bounds(page, o, start, end)[1], o.low) for o in later):
            odds -= 2.5
    return max(odds, -3.4)


_GENERIC = frozenset("中国 全国 本报 我国 我市 我县".split())


def _named_absent(setting: Setting) -> float:
    """A proper name in the question of which the article knows nothing."""
    text = setting.page.prose.text.lower() + setting.page.heading.lower()
    absent = [
        word.text
        for word in setting.asked.names
        if len(word.text) > 1 and word.text not in _GENERIC and not held(word.text, text)
    ]
    return -2.5 if absent else 0.0


def _holder(setting: Setting) -> float:
    """An age is somebody's: who is asked about has to be named with it."""
    if setting.asked.question.unit != "岁":
        return 0.0
    people = [word.text for word in setting.asked.words if len(word.text) > 1]
    return 0.0 if any(person in setting.sentence for person in people) else -2.5


_ORG_CLASSES = (
    ("企业|公司|厂家|厂商", "公司|集团|企业|厂|股份|工坊|合作社"),
    ("学校|中学|小学|大学|高校|学院", "学校|小学|中学|大学|学院|幼儿园|[一二三四五六七八九十]中|中心校|党校"),
    ("医院", "医院|卫生院"),
    ("银行", "银行|信用社"),
)


def _org_class(asked: str, printed: str) -> float:
    for wanted, ends in _ORG_CLASSES:
        if asked and re.fullmatch(wanted, asked):
            return 1.5 if re.search(f"(?:{ends})$", printed) else -1.5
    return 0.0


def _corrected_title(setting: Setting) -> float:
    """What a correction corrects is the article that it names."""
    if setting.mention.kind != "title" or setting.page.article.kind != "correction":
        return 0.0
    asks = re.search("更正|勘误|改正|致歉|出错|有误", setting.asked.question.text)
    return 3.0 if asks and setting.mention.text.startswith("《") else 0.0


def _signature(setting: Setting) -> float:
    """A notice is signed by who gives it."""
    if setting.mention.kind != "org" or setting.page.article.kind not in ("notice", "advert", "correction"):
        return 0.0
    text = setting.page.prose.text
    alone = text[setting.mention.low - 1 : setting.mention.low] in ("\n", "") and text[
        setting.mention.high : setting.mention.high + 1
    ] in ("\n", "")
    return (
        5.0
        if alone and re.search("公告|通知|启事|声明|发布|发出|发的|出的|落款|谁发|哪里发", setting.asked.question.text)
        else 0.5 * alone
    )


_LEADS = (
    ("[从由自]", "[从由自]$"),
    ("[到往去赴至]|开往|前往", "(?:[到往赴至]|开往|来到|前往|走进|开进)$"),
    ("在|于", "(?:[在于]|位于|设在|建在|落户)$"),
)


def _place_lead(setting: Setting) -> float:
    """从哪里 wants what follows 从 or 由, 到哪里 what follows 到."""
    if setting.mention.kind not in ("place", "org"):
        return 0.0
    question = setting.asked.question
    slot = question.text[max(0, question.slot.start - 2) : question.slot.end]
    ahead = setting.page.prose.text[max(0, setting.mention.low - 3) : setting.mention.low]
    for asked, printed in _LEADS:
        if re.search(asked, slot):
            return 1.5 if re.search(printed, ahead) else -0.3
    return 0.0


def _sure(setting: Setting) -> float:
    return 0.0 if setting.mention.sure else -0.7


def _whole(setting: Setting) -> float:
    """The longest name of those that overlap."""
    mention = setting.mention
    if mention.kind not in ("place", "org"):
        return 0.0
    longer = [
        n
        for n in setting.page.names
        if n.kind == mention.kind
        and n.low <= mention.low
        and n.high >= mention.high
        and n.high - n.low > mention.high - mention.low
        and n.sure
    ]
    return -1.0 if longer else 0.0


_FIGURE_RULES: tuple[Callable[[Setting], float], ...] = (
    _given,
    _per_unit,
    _period,
    _growth,
    _before_after,
    _correction,
    _printed_where,
    _date_detail,
    _other_figure,
    _contrary,
    _extent,
    _named_absent,
    _holder,
    _governs,
    _event,
    _other_event,
    _bounds_asked,
    _counted_noun,
    _only_one,
    _total,
    _limit,
    _absent,
    _planned,
    _identifier,
    _scope,
    _place_named,
    _respectively,
)
_NAME_RULES: tuple[Callable[[Setting], float], ...] = (
    _given,
    _other_figure,
    _place_lead,
    _role,
    _class_word,
    _corrected_title,
    _signature,
    _sure,
    _whole,
    _correction,
)
