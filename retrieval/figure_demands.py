"""What a question demands of a figure: its unit, its time, its place in the sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import rjieba

from retrieval.asked import NEAR, closes_with, says, says_otherwise
from retrieval.folding import fold
from retrieval.labels import label_of
from retrieval.matching import bounds, common_end
from retrieval.mentions import Page
from retrieval.options import NAMES, Option
from retrieval.periods import CONTINUES, Verdict, worst_verdict
from retrieval.setting import BETTER, CONTRADICTED, Setting, ends
from retrieval.subject_demands import parts_of


def unit(option: Option, rivals: Sequence[Option]) -> float:
    """Another unit than the one asked for, the more so where the asked one is at hand."""
    if option.fit >= 0.6:
        low, high = option.page.prose.whole(option.mention.low)
        exact = any(r.fit == 1.0 and r.page is option.page and low <= r.mention.low < high for r in rivals)
        return -0.8 if option.fit < 1.0 and exact else 0.0
    return -3.0 if any(rival.fit >= 0.8 for rival in rivals) or option.fit <= 0.1 else -1.0


def given(setting: Setting) -> float:
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
    r"(?P<by>每(?:[\u4e00-\u9fff]{1,2}[1一]|一)?|(?<![第同统惟唯一月年那这前后头])一|(?<=头)一(?=公斤|百?斤|亩|吨)|(?<=[^单平日])均)(?P<unit>百斤|户|座|台|亩|吨|斤|只|人|名|度|件|平方米|平米|间|套|辆|张|头|株|棵|瓶|份|公斤|根|把|条|支|盒|箱|米|公里|桶|双|枚|幅|顶|个(?!多|半|月|小时|星期|人)|个人|个月|月|年|天|周|小时|次|晚|位|桌|块|包|盏|场|节|学期|生|剂|针|趟|季(?!度))"
)
_EACH = re.compile(r"(?P<unit>人|户|亩|年|月|日|件|村|校|单|场|次)均|(?P<land>亩)产")
_TOUCH = 4  # characters to the figure within which 一张 ahead of it is what its price is for: 一张票30元


_HEADS = frozenset(
    ["个", "个人", "人", "名", "位", "户", "家", "生"]
)  # one of them is priced as the other: 一个人, 每名


_SPANS = frozenset(["年", "月", "天", "周", "小时", "晚", "季", "学期"])
_ADMITTED = frozenset(["张", "场", "次", "趟", "位", "人", "个"])  # what one ticket is for
_MONTHLY = re.compile("(?<![0-9一二三四五六七八九十])月(?:收入|工资|薪|租|供|均|销)")
_SAME_UNIT = {"平米": "平方米", "个月": "月", "针": "剂", "支": "剂", "趟": "次", "回": "次", "个人": "人"}


def _pers(text: str, *, ahead: bool = False) -> set[str]:
    """What *text* tells a figure for one of; *ahead* of a figure, 一块草坪,造价9万元 is no price of a 块."""
    priced = [match for match in _PER.finditer(text) if not (ahead and match["by"] == "一" and _away(text, match))]
    found = {match["unit"] for match in priced} | {match["unit"] or match["land"] for match in _EACH.finditer(text)}
    if _MONTHLY.search(text):
        found.add("月")
    if "均价" in text or "单价" in text:
        found |= {"平方米", "件", "个"}  # a mean price is one for each
    return {_SAME_UNIT.get(unit, unit) for unit in found}


def _away(text: str, match: re.Match[str]) -> bool:
    """Whether *match* stands off the end of *text*."""
    return len(text) - match.end() > _TOUCH or bool(re.search("[,，、]", text[match.end() :]))


def per_unit(setting: Setting) -> float:
    """A price for one thing is not the price of all, nor of another thing."""
    question = setting.asked.question
    dimension = setting.mention.dimension
    if dimension == "date":
        return 0.0
    wanted = _pers(setting.asked.before + setting.asked.after)
    if question.kind != "money" and dimension != "money":
        wanted -= {"个", "次", "年", "天", "月", "人", "名", "位", "条", "根", "块", "只"}
    here = _pers(setting.own, ahead=True) | _pers(re.split("[,，、;；。]", setting.right)[0][:6])
    if wanted:
        if setting.mention.unit in wanted:
            return -3.0  # 平均每场多少人: 4场
        told = _pers(setting.sentence) | _pers(_continued(setting))
        if "年" in wanted and not told & _SPANS:
            wanted.remove("年")  # what comes in without a span comes in by the year
            if not wanted:
                return 0.0
        if wanted & _ADMITTED and "票" in setting.sentence:
            told |= _ADMITTED  # 看一场多少钱: 门票30元
        if any(unit not in told and not (unit in _HEADS and told & _HEADS) for unit in wanted):
            return -3.0
        alike = wanted | _HEADS if wanted & _HEADS else wanted
        in_row = label_of(setting.page, setting.mention) in question.text
        return (0.8 if alike & here else 0.0 if in_row else -1.0) - 0.8 * bool(_pers(setting.left, ahead=True) - alike)
    extra = _pers(setting.left, ahead=True)
    return -2.6 * bool(extra) if question.kind == "money" or dimension == "money" else -0.8 * bool(extra)


def _continued(setting: Setting) -> str:
    """The sentence whose parts the mention's own sentence tells; "" where it stands for itself."""
    text = setting.page.prose.text
    start, _ = setting.page.prose.whole(setting.mention.low)
    if not start or not CONTINUES.match(text, start):
        return ""
    return text[setting.page.prose.whole(start - 1)[0] : start]


def period(setting: Setting) -> float:
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


def other_figure(setting: Setting) -> float:
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
    r"(?:已经?|现|共计?|合计|总计|累计|一共|约|大约|近|超过?|仅|只|分别|达到?|高达|多达|为|是|有|现有|共有|了|[:： ]"
    r"|增长?至|升至|降至|由|从|预计|可)+$"
)


def governs(setting: Setting) -> float:
    """The words right ahead of the slot are the words right ahead of the figure: its measure is the one asked for."""
    tail = _LINK.sub("", setting.asked.before)[-10:]
    lefts = [setting.left, *([setting.earlier] if setting.earlier else [])]
    start, _ = setting.page.sentence(setting.mention)
    ahead = setting.page.prose.text[start : setting.mention.low]
    if marks := list(_RESPECTIVELY.finditer(ahead)):
        lefts.append(ahead[: marks[-1].start()])  # 进出口额分别为4亿元和3亿元: the measure of both
    told = [_LINK.sub("", re.sub(r"[“”\s]", "", left)) for left in lefts]
    best = max(common_end(words, left) for words in (tail, tail.rstrip("额量")) for left in told)  # 出口额: 出口8亿
    if len(tail) > 2 and re.search("[,，](?:为|是|达到?|有)$", setting.left) and tail in setting.left:
        best = max(best, 3)  # 最大风力出现在港区,为9级
    last = setting.asked.ahead[-1] if setting.asked.ahead else None
    done = re.sub("[上下到出完掉起]来?$", "", tail)  # 用上了
    if best < 2 and last and done.endswith(last.text) and any(closes_with(last, left) for left in told):
        best = 2  # 花了多少: 耗资8亿元
    noun = setting.asked.question.slot.noun
    if len(noun) > 1 and any(noun in re.split("[,，;；。]", left)[-1] for left in lefts):
        best = max(best, 3)  # 赚了多少利润: 利润总额8亿元
    if best == 2 and _GROWN.search(tail):
        return 0.0  # every growth is told so
    return 2.0 if best >= 4 else 1.5 if best == 3 else 1.0 if best == 2 else 0.0


_GROWN = re.compile("(?:增长|增加|上升|提高|提升|上涨|下降|减少|降低|下滑|回落|下跌)$")


_NAME_NUMERAL = re.compile("[一二三四五六七八九十]+[期局版环路号中小院级类]")


def printed_where(setting: Setting) -> float:
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


@lru_cache(maxsize=2_000)
def _is_noun(word: str) -> bool:
    return all(tag.startswith(("n", "j", "l", "i", "vn")) for _, tag in rjieba.tag(word))


_PERSONAL = frozenset("人员工手生者民师长兵友客众童亲徒匠农医警户教娃伙孩女男妇贩主")  # the last of a word for people


def counted_noun(setting: Setting) -> float:
    """几个小区 wants so many 小区, whatever else is counted in 个."""
    noun = setting.asked.question.slot.noun
    if not noun or not setting.asked.question.unit:
        return 0.0
    if setting.mention.unit == noun:
        return 1.5  # 进了几个球: 9球
    nouns = (noun, *setting.asked.alternatives.get(noun, ()))
    if setting.right.startswith(nouns):
        return 2.0
    if setting.left.endswith(nouns):
        return 3.0 if setting.left.strip("、,，和与及").removeprefix("其中") in nouns else 1.5
    if setting.mention.dimension not in ("count", "other") or not _is_noun(noun):
        return 0.0
    if setting.mention.unit in ("人", "名", "位"):
        if setting.asked.question.unit == "个" and noun[-1] not in _PERSONAL:
            return -3.0  # 多少个奖项: not so many people
        if setting.right[1:2] in _PERSONAL and noun in setting.clause and not set(noun) & set(setting.right[:2]):
            return -3.0  # 62名村民跟着老师学: no 老师
    elided = not re.match("[\u4e00-\u9fff]", setting.right)  # 公厕46座,其中新建5座
    near = setting.paragraph if elided else setting.clause + setting.left + setting.right
    if len(noun) > 1 and not any(name in near for name in nouns):
        return -1.5
    return -0.5 if re.match("[\u4e00-\u9fff]{2}", setting.right) and setting.mention.unit == "个" else 0.0


def only_one(setting: Setting) -> float:
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
    alike = [
        other for other in setting.page.figures if other.unit == mention.unit and other.dimension == mention.dimension
    ]
    return 1.5 if len(alike) == 1 else 0.0


_PLANNED = re.compile("明年|后年|下一步|计划|拟|力争|将再|将新|规划|预计到|到20[0-9]{2}年|打算|准备再|目标")


_DONE = re.compile("已经?|目前|现在|眼下|至今|迄今|现有")


def planned(setting: Setting) -> float:
    """What is planned is not what there is, unless plans are asked about."""
    if setting.mention.kind == "date" or re.search(
        "明年|后年|将|想(?![问知了])|计划|预计|打算|准备|目标|规划|下半年|要(?!求|多|花|几)",
        setting.asked.question.text,
    ):
        return 0.0
    done = _DONE.search(setting.asked.question.text)
    ahead = setting.clause[: max(0, setting.mention.low - setting.page.prose.clause(setting.mention.low)[0])]
    return (-4.0 if done else -1.0) * bool(_PLANNED.search(ahead or setting.left))


_TOTALS = re.compile("共|总|合计|累计|全")


def total(setting: Setting) -> float:
    """All of them, where all are asked for."""
    if not setting.asked.total:
        return 0.0
    if re.search("其中", setting.left):
        return -3.0
    if _TOTALS.search(setting.left[-10:]):
        return 1.0
    _, end = setting.page.sentence(setting.mention)
    return -1.0 if re.search("[共合]计|一共|总共", setting.page.prose.text[setting.mention.high : end]) else 0.0


_SEVERAL = re.compile(
    "(?:[0-9]+|[两二三四五六七八九十])[个家所项座县区村镇校院种处条大][^,，。;；]{0,8}(?:共|总|合计|累计)"
)


def sum_of_several(setting: Setting) -> float:
    """四个项目总投资5亿元 is not what one of them costs."""
    asked = setting.asked
    if setting.mention.kind == "date" or asked.total or re.search("[0-9总共几各两三四五]", asked.question.text):
        return 0.0
    low, _ = setting.page.prose.clause(setting.mention.low)
    ahead = setting.page.prose.text[low : setting.mention.low]
    named = [*asked.owners, *(word.text for word in asked.names)]
    return -3.0 if named and _SEVERAL.search(ahead) and not any(name in ahead for name in named) else 0.0


_RESPECTIVELY = re.compile("分别|依次")


def respectively(setting: Setting) -> float:
    """甲3亿元,乙2亿元,分别增长4%和5%: each figure belongs to the one in its place."""
    text, mention = setting.page.prose.text, setting.mention
    start, end = setting.page.sentence(mention)
    marks = list(_RESPECTIVELY.finditer(text, start, mention.low))
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
    held = []  # by the words that only one of the owners has, the nearest to the slot first
    for word in sorted(setting.asked.ahead, key=lambda word: word.gap):
        holders = [place for place, owner in enumerate(owners) if says(word, owner)]
        held += holders if len(word.text) > 1 and len(holders) == 1 else []
    if held:
        return BETTER if group[max(held, key=held.count)] is mention else -4.0
    scores = [setting.asked.cover(owner) for owner in owners]
    mine = scores[group.index(mention)]
    others = max(score for place, score in enumerate(scores) if place != group.index(mention))
    return BETTER if mine > others else -4.0 if mine < others else 0.0


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


_LIMIT = re.compile("最高|最多|最低|最少|不超过|至少|封顶|上限|不少于|不低于|不多于|不高于|至多")


def condition(setting: Setting) -> float:
    """60岁以上的每月200元: the figure that the question names as a condition has to be the mention's own."""
    odds = 0.0
    for figure in setting.asked.figures:
        if figure.kind == "rank" or figure.unit is None or figure.unit == setting.mention.unit or figure.value == 1:
            continue  # 一平米: for each
        start, _ = setting.page.sentence(setting.mention)
        alike = [m for m in setting.page.before(setting.mention, start) if m.unit == figure.unit and m.kind != "date"]
        if alike:
            odds += 1.0 if ends(alike[0].value) & ends(figure.value) else -2.5
    return max(-2.5, min(1.0, odds))


def limit(setting: Setting) -> float:
    """A limit that nobody asked for."""
    if _LIMIT.search(setting.asked.question.text):
        if _LIMIT.search(setting.left + fold(setting.mention.text)):
            return 0.8
        start, _ = setting.page.sentence(setting.mention)  # 最高贷款60万元,双职工家庭80万元
        return -0.8 * (not _LIMIT.search(setting.page.prose.text[start : setting.mention.low]))
    return -1.0 if _LIMIT.search(setting.left[-8:]) else 0.0


_EXTENTS = "长高深宽厚远重"


def extent(setting: Setting) -> float:
    """How wide is not how long."""
    question = setting.asked.question
    slot = question.text[question.slot.start : question.slot.end]
    asked = next((char for char in _EXTENTS if slot == f"多{char}"), "")
    if not asked or setting.mention.kind == "duration":
        return 0.0
    near = setting.left[-5:] + re.split("[,，。;；、]", setting.right)[0][:3]
    told = [char for char in _EXTENTS if char in near]
    return 0.0 if asked in told else -4.0 if told else -0.3


def claimed(setting: Setting, rivals: Sequence[Option]) -> float:
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
    places = [(bounds(page, other, start, end)[1], other.low) for other in later]
    words = [word for word in setting.asked.words if len(word.text) > 1 and not says_otherwise(word, mine)]
    odds = 0.0
    for word in words:
        others = word.others if word.thing and word.text not in mine else ()
        for part in (*(parts_of(word.text) if len(word.text) > 3 else [word.text]), *others):
            if part not in mine and any(page.says(part, *place) for place in places):
                odds -= 2.5
    last = setting.asked.next_ahead
    done = last is not None and last.tag[:1] in "vp" and last.gap < NEAR and not says(last, mine)
    if last is not None and done and any(closes_with(last, text[low:high]) for low, high in places):
        odds -= 2.0  # 意见用上几条: 收到160条,采纳27条
    return max(odds, -3.4)


def holder(setting: Setting) -> float:
    """An age is somebody's: who is asked about has to be named with it."""
    if setting.asked.question.unit != "岁":
        return 0.0
    if any(says(word, setting.sentence) for word in setting.asked.words if len(word.text) > 1):
        return 0.0
    rare = [word for word in setting.asked.words if len(word.text) == 1 and word.weight > 7]
    if any(one.text + two.text in setting.sentence for one, two in pairwise(rare)):
        return 0.0  # a name that the segmenter cuts
    ages = [other for other in setting.page.figures if other.unit == "岁"]
    return -0.8 if len(ages) == 1 else -2.5
