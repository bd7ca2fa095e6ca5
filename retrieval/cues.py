"""What the ranker reads of a question: what must be found, how rare it is, and what stands around the words that ask.

The kinds are coarser than those of `wording`, on purpose apart from them: the ranker's trees were learned with exactly
these, and must not shift whenever the reading of answers becomes finer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from retrieval.analysis import ASKING, squeeze
from retrieval.rarity import Rarity

Floats = npt.NDArray[np.float64]

# The first kind whose wording is found; its place in the list is what the trees see.
KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("reason", "为什么|为何|原因|何以|因何|缘由|怎么会|缘何"),
        ("definition", "什么是|是什么意思|指什么|指的是什么|是指什么|含义|意思|定义"),
        ("person", "谁|哪位|何人|什么人|哪个人|哪名|叫什么名字|姓名|哪一位"),
        ("date", "何[时年月]|什么时[候间]|哪一?[年天日]|几[月号时]|时间|日期|年份|哪个月|什么年代|哪个世纪"),
        ("number", "多少|几|多[大长高远久重深宽快]|比例|占比|百分之"),
        (
            "place",
            "哪里|哪儿|何[处地方]|什么地[方点]|哪个?(?:国家|城市|国|省|州|地方|地区|市|县|区)|哪座城市|位置|什么国家|什么城市|地点",
        ),
        ("how", "如何|怎么|怎样|方式|方法|途径"),
        ("org", "(?:哪个|什么)(?:公司|单位|部门|组织|机构|大学|学校|团体)|哪[家所支间]"),
        ("title", "什么[歌书]|什么电影|什么作品|什么专辑|什么名称|哪[首本部张]|名为"),
        ("list", "哪些|有哪|分别是|包括什么|哪几"),
    )
)
OTHER = len(KINDS)

# What an answer of each kind looks like, well enough to count; a name or a place is guessed from its form.
_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜戚谢邹窦章苏潘葛范彭郎鲁韦马苗方俞任袁柳史唐费薛雷贺汤罗毕郝邬安常于傅齐康伍余顾孟黄"
    "穆萧尹姚邵汪祁毛狄米戴宋庞熊纪舒屈项祝董梁杜阮蓝闵季贾路江童颜郭梅盛林徐邱骆高夏蔡田樊胡霍万卢莫房丁邓洪包诸左石崔吉龚程邢裴陆荣翁曲封储靳段焦侯"
    "宁仇甘武刘景龙叶黎薄白蒲赖卓池乔温庄柴阎连习容向古易廖耿满匡文欧利师关聂曾游"
)
ANSWERS: dict[str, re.Pattern[str]] = {
    name: re.compile(pattern)
    for name, pattern in {
        "number": r"\d[\d,]*\.?\d*[百千万亿]*[%a-z]*"
        r"|[零〇一二三四五六七八九十百千万亿两几数]+(?=[个位名次年月种岁家座人万亿天日部条只所间项层倍米公分元英平里周支集场届件章篇度户成])",
        "date": r"\d{1,4}年|\d{1,2}[月日]|世纪|年代|[一二三四五六七八九十]+[年月日]|公元前?|\d{1,2}[:时点]"
        r"|星期|周[一二三四五六日]|时期|[春夏秋冬]季|[去今明]年|当时|期间|朝",
        "person": rf"[\u3400-\u9fff]·[\u3400-\u9fff]|(?<![\u3400-\u9fff])[{_SURNAMES}][\u3400-\u9fff]{{1,2}}"
        r"|教授|先生|女士|皇帝|国王|将军|总统|博士|主席|导演|作家|人",
        "place": r"[\u3400-\u9fff]{1,4}[省市县区镇乡村国州岛山河湖海路街港湾洲府郡城站寺宫馆]"
        r"|位于|[东西南北]部|[东西南北]面",
        "reason": r"因为|由于|因此|因而|所以|导致|为了|使得|原因|以便|为免|造成|故|因|令|以致|引起|出于|受.{1,8}影响",
        "how": r"通过|以.{1,10}方式|利用|使用|采用|经由|透过|凭|借|用|经过|以",
        "definition": r"是指|指的是|称为|即|意思|意为|指|是一种|是一个|叫做|定义|又称|意味|简称",
        "list": r"、|以及|包括|分别|和|及|等",
        "org": r"公司|大学|学院|协会|委员会|集团|银行|局|部|队|党|会|社|团|院|校|所|厂|中心|组织|机构",
        "title": r"《[^》]{1,30}》|“[^”]{1,30}”|「[^」]{1,30}」|\"[^\"]{1,30}\"",
        "other": r"《|“|「|是|为|称|叫",
    }.items()
}

_FUNCTION = frozenset("的是在了有吗呢什么哪谁几多少为何和与及或被把于以其之中上下着这那一个些所如怎样时候年里")
_BREAK = "\x00"  # between runs of content; stands in no text


@dataclass(frozen=True, slots=True)
class Weighted:
    """Strings to look for, and how much each one tells; never empty."""

    items: tuple[str, ...]
    weights: Floats
    alternatives: Mapping[int, tuple[str, ...]] = field(default_factory=dict)  # by place, what counts for an item too


@dataclass(frozen=True, slots=True)
class Cues:
    """A question as the ranker compares it with passages; texts are squeezed."""

    text: str
    words: Weighted
    pairs: Weighted  # of neighbouring characters
    characters: Weighted
    content: str  # without the words that ask and without signs
    left: str  # before the words that ask; the whole text where nothing asks
    right: str  # after them
    kind: int  # place in KINDS, or OTHER
    answer: re.Pattern[str]  # what an answer of this kind looks like
    known: tuple[bool, ...]  # which of the words, or a word that stands for it, some chunk of the corpus holds


def read_cues(
    text: str,
    terms: Sequence[str],
    rarity: Rarity,
    alternatives: Mapping[str, tuple[str, ...]] | None = None,
) -> Cues:
    """The cues of the question *text*, whose question terms are *terms*; any text is read.

    *alternatives* gives words of the question others that stand for them.
    """
    alternatives = alternatives or {}
    squeezed = squeeze(text).strip("?!。.， ")
    asking = ASKING.search(squeezed)
    left, right = (squeezed[: asking.start()], squeezed[asking.end() :]) if asking else (squeezed, "")
    runs = [run for run in re.sub(r"[^\w%.·]+", _BREAK, ASKING.sub(_BREAK, squeezed)).split(_BREAK) if run]
    kind = next((place for place, (_, pattern) in enumerate(KINDS) if pattern.search(squeezed)), OTHER)
    words = tuple(dict.fromkeys([*terms, *alternatives])) or (_BREAK,)
    return Cues(
        text=squeezed,
        words=Weighted(
            words,
            np.array(rarity.of_words(words)),
            {place: alternatives[word] for place, word in enumerate(words) if word in alternatives},
        ),
        pairs=_weighted(_pairs(runs), lambda pair: sum(map(rarity.of_character, pair)) / 2),
        characters=_weighted(
            (char for run in runs for char in run if char.isalnum() and char not in _FUNCTION), rarity.of_character
        ),
        content="".join(runs),
        left=left,
        right=right,
        kind=kind,
        answer=ANSWERS[KINDS[kind][0] if kind < OTHER else "other"],
        known=tuple(any(map(rarity.found, (word, *alternatives.get(word, ())))) for word in words),
    )


def _weighted(items: Iterable[str], weight: Callable[[str], float]) -> Weighted:
    found = tuple(dict.fromkeys(items)) or (_BREAK,)
    return Weighted(found, np.array([weight(item) for item in found]))


def _pairs(runs: Sequence[str]) -> Iterable[str]:
    for run in runs:
        for first, second in pairwise(run):
            if not (first in _FUNCTION and second in _FUNCTION):
                yield first + second
