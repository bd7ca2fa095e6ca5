"""What a question demands of what is spoken of: the very thing, place and scope that it names."""

from __future__ import annotations

import re

import rjieba

from retrieval.asked import held
from retrieval.setting import BETTER, DOUBTFUL, Setting

_COMMON = 5.0  # rarity below which a word says little about what is asked


def absent(setting: Setting) -> float:
    """A telling word of the question of which the whole article has not one character: it is about something else."""
    text = setting.page.prose.text + setting.page.heading
    telling = [word.text for word in setting.asked.words if word.weight >= _COMMON and len(word.text) > 1]
    parts = [part for word in telling for part in (parts_of(word) if len(word) > 3 else [word])]
    absent = [part for part in parts if not any(char in text for char in part)]
    return max(-1.5, -0.75 * len(absent)) + _thing_absent(setting)


def _thing_absent(setting: Setting) -> float:
    """A thing in the question of which neither the sentence nor the title has a character."""
    near = setting.sentence + setting.page.heading
    things = [word.text for word in setting.asked.words if word.noun and len(word.text) > 1]
    return -0.5 if any(not any(char in near for char in thing) for thing in things) else 0.0


def parts_of(word: str) -> list[str]:
    """The shorter words in a long one; itself where it has none."""
    return [part for part in rjieba.cut_for_search(word) if 1 < len(part) < len(word)] or [word]


_IDENTIFIER = re.compile(
    r"(?P<name>[A-Za-z]+\d*|\d+|[一二三四五六七八九十]+)(?P<class>路(?!口)|号线|号楼|期|标段|年级|校区|车间|中学|小学)"
)


def identifier(setting: Setting) -> float:
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


def scope(setting: Setting) -> float:
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


def place_named(setting: Setting) -> float:
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


_OPPOSITES = (
    ("首班", "末班"), ("最高", "最低"), ("最大", "最小"), ("最多", "最少"), ("最早", "最晚"), ("最长", "最短"),
    ("进口", "出口"), ("收入", "支出"), ("城镇", "农村"), ("城镇", "乡村"), ("男", "女"), ("上午", "下午"),
    ("存款", "贷款"),
    ("开始", "结束"), ("首日", "末日"), ("上半年", "下半年"), ("盈利", "亏损"), ("新增", "注销"), ("成年", "未成年"),
    ("入境", "出境"), ("线上", "线下"), ("国内", "国际"), ("一等奖", "二等奖"), ("小学", "中学"), ("老人", "儿童"),
)  # fmt: skip


def contrary(setting: Setting) -> float:
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


_GENERIC = frozenset(["中国", "全国", "本报", "我国", "我市", "我县"])


def named_absent(setting: Setting) -> float:
    """A proper name in the question of which the article knows nothing."""
    text = setting.page.prose.text.lower() + setting.page.heading.lower()
    absent = [
        word.text
        for word in setting.asked.names
        if len(word.text) > 1 and word.text not in _GENERIC and not held(word.text, text)
    ]
    return -2.5 if absent else 0.0
