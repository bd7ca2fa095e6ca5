"""What a question demands of a figure: its place in the sentence, whose it is, of one or of all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from retrieval.asked import NEAR, closes_with, says, says_otherwise
from retrieval.folding import fold
from retrieval.matching import common_end
from retrieval.mentions import Page
from retrieval.options import NAMES, Option
from retrieval.setting import ANOTHERS, BETTER, CONTRADICTED, Setting
from retrieval.subject_demands import parts_of


def given(setting: Setting) -> float:
    """What the question says itself it does not ask for."""
    if setting.mention.kind in NAMES:
        return CONTRADICTED if _plain(setting.mention.text) in setting.asked.question.text else 0.0
    known = any(
        figure.value == setting.mention.value and figure.unit == setting.mention.unit
        for figure in setting.asked.figures
    )
    return -3.0 if known else 0.0


@lru_cache(maxsize=1000)
def _plain(name: str) -> str:
    """*name* folded, without spaces and quotation marks."""
    return re.sub(r"\s", "", fold(name)).strip("“”《》")


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


_RANK = re.compile("第([一二三四五六七八九十0-9]+)|(冠军|头名|榜首|首位|金奖|夺冠)|(亚军)|(季军)")
_ASKED_RANK = re.compile(
    "第[一二三四五六七八九十0-9]+[名位高好多大快]?的?(?![届期轮季年次回天产条人组场课类个])|亚军|季军"
)
_RANKED = re.compile("依次|分列|其后|前[一二三四五六七八九十0-9]+[名位强]?")
_FIRST = re.compile("最|领跑|首")
_NUMERALS = "一二三四五六七八九十"


def tells_rank(question: str, text: str) -> bool:
    """Whether *text* tells of the place in an order that *question* names; true where that names none."""
    asked = _ASKED_RANK.findall(question)
    if not asked or _RANKED.search(text):
        return True
    wanted = _ranks("".join(asked))
    return bool(wanted & _ranks(text)) or ("1" in wanted and bool(_FIRST.search(text)))


def _ranks(text: str) -> set[str]:
    """The places in an order that *text* names, as figures."""
    return {
        str(_NUMERALS.find(match[1]) + 1 or match[1]) if match[1] else str(match.lastindex - 1)
        for match in _RANK.finditer(text)
        if match.lastindex
    }


def rank(setting: Setting) -> float:
    """The runner-up is not told of where only the third is."""
    question = setting.asked.question
    start, end = setting.page.prose.whole(setting.mention.low)
    sentence = setting.page.prose.text[start:end]
    if question.kind == "rank" or tells_rank(question.text, sentence):
        return 0.0
    return -4.0 if _ranks(sentence) else -2.5


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
    if last and last.gap <= 1 and last.tag[:1] == "v" and len(last.text) > 1 and setting.right.startswith(last.text):
        best = max(best, 2)  # 能报销百分之几: 按80%报销
    noun = setting.asked.question.slot.noun
    if len(noun) > 1 and any(noun in re.split("[,，;；。]", left)[-1] for left in lefts):
        best = max(best, 3)  # 赚了多少利润: 利润总额8亿元
    if best == 2 and _GROWN.search(tail):
        return 0.0  # every growth is told so
    return 2.0 if best >= 4 else 1.5 if best == 3 else 1.0 if best == 2 else 0.0


_GROWN = re.compile("(?:增长|增加|上升|提高|提升|上涨|下降|减少|降低|下滑|回落|下跌)$")


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


_RESPECTIVELY = re.compile("分别|依次|各(?=占)")


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
    owners = owners or _listed(re.split("[,，;；。]", text[group[-1].high : end])[0], len(group))
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
    return next(filter(None, (_listed(clause, count) for clause in reversed(re.split("[,，;；:：]", ahead)))), [])


def _listed(clause: str, count: int) -> list[str]:
    """The *count* things that *clause* enumerates; none where it names fewer or more."""
    items = [item for item in re.split("、|和|与|以及|及", clause) if item]
    return [*items[:-1], re.split("[为是的]", items[-1])[0]] if len(items) == count > 1 else []


def claimed(setting: Setting, rivals: Sequence[Option]) -> float:
    """A word that stands with a later figure of the same kind belongs to that one: 共1.5万名,其中半程7000名."""
    mention, page = setting.mention, setting.page
    if mention.kind == "date":
        return 0.0
    text = page.prose.text
    start, end = page.prose.whole(mention.low)
    later = [
        rival.mention
        for rival in rivals
        if rival.page is page and mention.low < rival.mention.low < end and rival.mention.dimension == mention.dimension
    ]
    if not later:
        return 0.0
    mine = text[start : mention.high + len(re.split("[,，;；。、]", setting.right)[0])]
    places = [(page.bounds(other, start, end)[1], other.low) for other in later]
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


_RELATIVE = re.compile(
    "的(?P<who>爸爸|妈妈|父亲|母亲|爷爷|奶奶|外公|外婆|姥姥|姥爷|[大二三小]?[哥弟姐妹]|哥哥|弟弟|姐姐|妹妹|儿子|女儿|妻子|丈夫|孙子|孙女)"
)


def relatives(setting: Setting) -> float:
    """樊望洋的父亲 is asked about: 父亲守了24年, not the years of the son in whose life he is told of."""
    relative = _RELATIVE.search(setting.asked.question.text)
    mention, page = setting.mention, setting.page
    if relative is None or mention.kind == "date":
        return 0.0
    who, text = relative["who"], page.prose.text
    if who in setting.clause:
        return 2.0 * BETTER
    for other in page.figures:
        low, high = page.prose.clause(other.low)
        if other.dimension == mention.dimension and who in text[low:high]:
            return ANOTHERS
    return 0.0
