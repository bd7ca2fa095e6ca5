"""What a question demands of a date: how exact it is, and that it is the date of the very event."""

from __future__ import annotations

import re

from retrieval.asked import Word, says
from retrieval.folding import fold
from retrieval.narrowing import ASKS_END
from retrieval.setting import BETTER, CONTRADICTED, DOUBTFUL, Setting

_DAY = re.compile(r"天|日|号")
_CLOCK = re.compile(r"几点|几时|什么时刻|几点钟")


def date_detail(setting: Setting) -> float:
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
        return -3.0 if setting.asked.wants_year else DOUBTFUL  # 哪年: not this one, it would not be asked
    return 0.0


_ANY_EVENT = frozenset(
    [
        *("开始", "结束", "截止", "举行", "进行", "发生", "实施", "举办", "召开", "出现", "完成", "开展", "起", "止"),
        *("安排", "定在", "预定", "计划", "预计"),
    ]
)


def event(setting: Setting) -> float:
    """The event whose date is asked has to be named: a date beside another event is none."""
    if setting.mention.kind != "date":
        return 0.0
    label = _LABEL.search(setting.page.prose.text[max(0, setting.mention.low - 8) : setting.mention.low])
    if label is not None and label["of"] in setting.asked.question.text:
        return 4.0 if label["of"] or _HELD.search(setting.asked.question.text) else 0.0
    deeds = (word.text for word in setting.asked.behind if word.tag == "v")
    if setting.left.endswith(tuple(f"{deed}{since}" for deed in deeds for since in ("于", "成于"))):
        return 2.0  # 哪年建的: 建于1968年
    verbs = [word for word in setting.asked.behind if len(word.text) > 1 and word.text not in _ANY_EVENT]
    verbs = verbs or [w for w in setting.asked.ahead if len(w.text) > 1 and w.text not in _ANY_EVENT][-1:]
    if not verbs:
        return 0.0
    deed = next((verb for verb in reversed(verbs) if verb.tag == "v" and verb.text in setting.sentence), verbs[-1])
    if _happens(setting, deed):
        return 1.5  # 9月6日笔试
    if any(says(verb, setting.sentence) for verb in verbs):
        return 0.0
    return -0.3 if any(char in setting.sentence for char in verbs[-1].text) else -0.7


# 时间:7月29日, in a notice: when it is; 报名时间: when one signs up.
_LABEL = re.compile(r"(?:^|[^一-龥])(?P<of>[一-龥]{0,3}?)(?:时间|日期)[:：]$")
_HELD = re.compile("举行|举办|召开|开(?![放工业])|办|进行|开始|比赛")


def _happens(setting: Setting, verb: Word) -> bool:
    """Whether the words right behind the date, up to the next comma, say *verb*, and of what is asked about."""
    first, *_ = _CLAUSES.split(setting.right.lstrip(",，"), maxsplit=1)
    if not says(verb, first[:8]):
        return False
    place = first.find(verb.text)
    if place < 0:
        return verb.text not in setting.sentence  # 1987年进入省队,1994年入选国家队
    of_another = _OF.match(first, place + len(verb.text))  # 1953年成立的盲人协会 is no date of 残联
    things = [word for word in setting.asked.words if word.thing and word is not verb]
    return not of_another or not things or any(says(word, of_another.group()) for word in things)


_CLAUSES = re.compile("[,，;；。]")
_OF = re.compile("[了过]?的[^,，;；。、和与及]{2,}")

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


def other_event(setting: Setting) -> float:
    """When it was begun is not when it was finished."""
    if setting.mention.kind != "date":
        return 0.0
    text = setting.page.prose.text
    low, high = setting.page.prose.clause(setting.mention.low)
    near = text[low:high]
    if text[low - 1 : low] in (":", "："):  # 报名时间:9月18日至9月27日
        near = text[setting.page.prose.clause(low - 1)[0] : high]
    elif high - setting.mention.high < 2:  # the date is a clause of its own: the next one tells what happened
        near += text[high : setting.page.prose.clause(min(high, len(text) - 1))[1]]
    question = re.sub("(?<=报)到(?=哪|几|什么)", "", setting.asked.question.text)  # 报名报到哪天: until when
    wanted = {row for row in _EVENTS if row.search(f"{question}\n{setting.asked.meant}")}
    told = {row for row in _EVENTS if row.search(near)}
    return -4.0 if wanted and told and not wanted & told else 0.0


# Events that a text names where it tells their date: asked for by the first, told by the second.
_ORIGINS = (
    (
        re.compile("成立|创办|创建|组建|建校|创立"),
        re.compile("[成创]立|办|建|拉起|起[家步]|诞生|始于|搭起|组织|开[张业始]|改成"),
    ),
    (re.compile("开工|动工|奠基|破土|开建"), re.compile("[开动]工|奠基|破土|[开始起]建|启动|开始|建设|开挖")),
)


def origin(setting: Setting) -> float:
    """When it was founded is not any day on which something is told of it."""
    if setting.mention.kind != "date":
        return 0.0
    start, end = setting.page.prose.whole(setting.mention.low)
    sentence = setting.page.prose.text[start:end]
    asked = [told for asks, told in _ORIGINS if asks.search(setting.asked.question.text)]
    return 0.0 if all(told.search(sentence) for told in asked) else -4.0


def implied_year(setting: Setting) -> float:
    """A year that only follows from the date of the paper is seldom worth a question."""
    mention = setting.mention
    printed = setting.page.prose.text[mention.low : mention.high]
    return DOUBTFUL if mention.kind == "date" and setting.asked.wants_year and "年" not in printed else 0.0


_ENDS = re.compile(r"(?:到|至|截止|截至|止)(?:时间|日期)?[:：为]?$")
_UNTIL = re.compile(r"(?:到|至|[-~—])$")
_STARTS = re.compile(r"(?:自|从|始于|定于)$")
_ENDING = re.compile("[前止]|结束|截止|闭幕|收官|到期|收场")  # 9月30日结束
_STARTING = re.compile("起|开始|启动|开幕|开场")


def bounds_asked(setting: Setting) -> float:
    """From when, until when: the end of a span that is asked for, or a date that is said to be one."""
    mention = setting.mention
    if mention.kind != "date":
        return 0.0
    text, question = setting.page.prose.text, setting.asked.question.text
    ahead = text[max(0, mention.low - 6) : mention.low]
    starts, ends = _STARTING.match(text, mention.high), _ENDING.match(text, mention.high)
    if ASKS_END.search(question):
        return 2.0 if mention.label == "end" or _ENDS.search(ahead) or ends else -2.0 if starts else 0.0
    if re.search("开始|起(?=[?？\\s]*$)", question):
        if _UNTIL.search(ahead):
            return -2.0
        return 2.0 if mention.label == "start" or _STARTS.search(ahead) or starts else -2.0 if ends else 0.0
    return 0.0
