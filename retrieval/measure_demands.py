"""What a question demands of a unit: in what the figure is counted, for how many, and of which extent."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import rjieba

from retrieval.labels import label_of
from retrieval.options import Option
from retrieval.periods import CONTINUES
from retrieval.setting import ANOTHERS, Setting


def unit(option: Option, rivals: Sequence[Option]) -> float:
    """Another unit than the one asked for, the more so where the asked one is at hand."""
    if option.fit >= 0.6:
        low, high = option.page.prose.whole(option.mention.low)
        exact = any(r.fit == 1.0 and r.page is option.page and low <= r.mention.low < high for r in rivals)
        return -0.8 if option.fit < 1.0 and exact else 0.0
    return -3.0 if any(rival.fit >= 0.8 for rival in rivals) or option.fit <= 0.1 else -1.0


_LONG = "学期|学年|小时|钟头|星期|礼拜"  # what a 个 may stand before
_PER = re.compile(
    rf"(?P<by>每(?:[\u4e00-\u9fff]{{1,2}}[1一]|一)?|(?<![第同统惟唯一月年那这前后头])(?<!月份)一整?|(?<=头)一(?=公斤|百?斤|亩|吨)|(?<=[^单平日])均)(?:个(?={_LONG}))?(?P<unit>{_LONG}|百斤|户|座|台|亩|吨|斤|只|人|名|度|件|平方米|平米|间|套|辆|张|头|株|棵|瓶|份|公斤|根|把|条|支|盒|箱|米|公里|桶|双|枚|幅|顶|个(?!多|半|月|人|{_LONG})|个人|个月|月|年|天|周|次|晚|宿|位|桌|块|包|盏|场|节|生|剂|针|趟|季(?!度))"
)
_EACH = re.compile(r"(?P<unit>人|户|亩|年|月|日|件|村|校|单|场|次)均|(?P<land>亩)产")
_TOUCH = 4  # characters to the figure within which 一张 ahead of it is what its price is for: 一张票30元


_HEADS = frozenset(
    ["个", "个人", "人", "名", "位", "户", "家", "生"]
)  # one of them is priced as the other: 一个人, 每名


_ONE_OF = re.compile("[一每]个([一-龥]{2})")
_SPANS = frozenset(["年", "月", "天", "周", "小时", "晚", "季", "学期", "学年", "季度"])
_ADMITTED = frozenset(["张", "场", "次", "趟", "位", "人", "个"])  # what one ticket is for
_MONTHLY = re.compile("(?<![0-9一二三四五六七八九十])月(?:收入|工资|薪|租|供|均|销)")
_SAME_UNIT = {"平米": "平方米", "个月": "月", "针": "剂", "支": "剂", "趟": "次", "回": "次", "个人": "人"}
_SAME_UNIT |= {"宿": "晚", "钟头": "小时", "星期": "周", "礼拜": "周"}


# What one person gets or pays is told for each: 能领多少补贴. Unless all of it is asked for.
_ONES = re.compile("(?:能|可以?|会|要|得)(?:领|拿|得|挣|赚|交|缴|付|掏|享受|补)|一[家户](?!企业|公司|单位)|一个人|个人")
_ALL = re.compile("[全共总]|合计|累计")


def _pers(text: str, *, ahead: bool = False) -> set[str]:
    """What *text* tells a figure for one of; *ahead* of a figure, 一块草坪,造价9万元 is no price of a 块."""
    priced = [match for match in _PER.finditer(text) if not (ahead and match["by"] == "一" and _away(text, match))]
    found = {match["unit"] for match in priced} | {match["unit"] or match["land"] for match in _EACH.finditer(text)}
    if _MONTHLY.search(text):
        found.add("月")
    if "均价" in text or "单价" in text:
        found |= {"平方米", "件", "个"}  # a mean price is one for each
    return {_SAME_UNIT.get(unit, unit) for unit in found}


@lru_cache(maxsize=100)
def _asked_per(question: str) -> frozenset[str]:
    """The same of a question, which is asked of many mentions."""
    return frozenset(_pers(question))


def _away(text: str, match: re.Match[str]) -> bool:
    """Whether *match* stands off the end of *text*."""
    return len(text) - match.end() > _TOUCH or bool(re.search("[,，、]", text[match.end() :]))


def per_unit(setting: Setting) -> float:
    """A price for one thing is not the price of all, nor of another thing."""
    question = setting.asked.question
    dimension = setting.mention.dimension
    if dimension == "date":
        return 0.0
    wanted = set(_asked_per(setting.asked.before + setting.asked.after))
    if question.kind != "money" and dimension != "money":
        wanted -= {"个", "次", "年", "天", "月", "人", "名", "位", "条", "根", "块", "只"}
    here = _pers(setting.own, ahead=True) | _pers(re.split("[,，、;；。]", setting.right)[0][:6])
    if wanted:
        if setting.mention.unit in wanted:
            return -3.0  # 平均每场多少人: 4场
        told = _pers(setting.sentence) | _pers(_continued(setting))
        if "个" in wanted and any(noun in setting.sentence for noun in _ONE_OF.findall(question.text)):
            told.add("个")  # 一个夜班: 夜班另补40元
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
        in_row = in_row or bool(wanted & _ADMITTED and "票" in setting.own[-8:])
        if wanted & _SPANS & _pers(setting.own):
            in_row = True  # 一天扎1亩半,工钱240元
        return (0.8 if alike & here else 0.0 if in_row else -1.0) - 0.8 * bool(_pers(setting.left, ahead=True) - alike)
    extra = _pers(setting.left, ahead=True)
    if question.kind != "money" and _pers(setting.asked.before) & _HEADS:
        extra -= _HEADS  # 一个司机管几台: 一人管3台
    if _ONES.search(question.text) and not _ALL.search(question.text):
        extra -= _HEADS | {"户"}
    return -2.6 * bool(extra) if question.kind == "money" or dimension == "money" else -0.8 * bool(extra)


def _continued(setting: Setting) -> str:
    """The sentence whose parts the mention's own sentence tells; "" where it stands for itself."""
    text = setting.page.prose.text
    start, _ = setting.page.prose.whole(setting.mention.low)
    if not start or not CONTINUES.match(text, start):
        return ""
    return text[setting.page.prose.whole(start - 1)[0] : start]


@lru_cache(maxsize=2_000)
def _is_noun(word: str) -> bool:
    return all(tag.startswith(("n", "j", "l", "i", "vn")) for _, tag in rjieba.tag(word))


_PERSONAL = frozenset("人员工手生者民师长兵友客众童亲徒匠农医警户教娃伙孩女男妇贩主")  # the last of a word for people


_CLOSING_NOUN = re.compile("[\u4e00-\u9fff]{2}$")


def counted_noun(setting: Setting) -> float:
    """几个小区 wants so many 小区, whatever else is counted in 个."""
    noun = setting.asked.question.slot.noun
    if not noun or not setting.asked.question.unit:
        return 0.0
    if setting.mention.unit == noun:
        return 1.5  # 进了几个球: 9球
    said = setting.asked.after.removeprefix(noun).strip("的了呢吗? ")
    if len(said) > 1 and setting.right.removeprefix(noun).startswith(said):
        return 3.5  # 多少盏路灯不亮: 11盏路灯有7盏不亮
    if len(said) > 1 and re.search(
        f"[0-9]{re.escape(setting.mention.unit or '')}(?:{re.escape(noun)})?{re.escape(said)}", setting.sentence
    ):
        return 0.0  # another one's
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
        if noun[-1] in _PERSONAL and setting.right[1:2] not in _PERSONAL:
            return 0.0  # 几个队员: 13人被录取
    elided = not re.match("[\u4e00-\u9fff]", setting.right)  # 公厕46座,其中新建5座
    near = setting.paragraph if elided else setting.clause + setting.left + setting.right
    if len(noun) > 1 and not any(name in near for name in nouns):
        label = _CLOSING_NOUN.search(setting.left) if elided else None
        another = label is not None and _is_noun(label.group()) and not set(label.group()) & set("".join(nouns))
        return ANOTHERS if another else -1.5  # 多少家企业: 涉及用户387户
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
