"""What a question demands where the text tells what excludes that: of the other of two, by what it is compared with."""

from __future__ import annotations

import re
from itertools import pairwise

from retrieval.asked import says
from retrieval.exclusives import Contrast, contrasts, has_any
from retrieval.options import NAMES
from retrieval.setting import ANOTHERS, COMMON, Setting

REACH = 60  # characters ahead of the sentence in which a long paragraph still tells of the same
_THAN = re.compile("(?:比|较|与|同|和|跟|相当于|超过|高于|低于|原|由)$")


_PLACED = re.compile("第[二三四五六七八九十]名|[亚季殿]军")


def other_member(setting: Setting) -> float:
    """城区小学平均班额44.6人: of the 初中 nothing is said."""
    mention, prose = setting.mention, setting.page.prose
    found = contrasts(setting.asked.question.text)
    if not found:
        return 0.0
    text = prose.text
    start, _ = prose.whole(mention.low)
    paragraph = max(prose.paragraph(mention.low)[0], start - REACH)
    ahead = text[start : mention.low]
    if setting.earlier and setting.earlier in ahead:  # 新院区手术室由老院区的6间增加到16间
        ahead = ahead[: ahead.rindex(setting.earlier) + len(setting.earlier)]
    if mention.kind in NAMES:
        behind = _of_its_own(setting)
        around = behind if _PLACED.search(behind) else ahead + behind
    else:
        around = ahead + mention.text + (setting.right if mention.kind == "date" else setting.close_right)
    return min(_cost(setting, one, text[paragraph:start], around) for one in found)


def _of_its_own(setting: Setting) -> str:
    """What the sentence tells behind a name, up to the next one."""
    page, mention = setting.page, setting.mention
    end = page.prose.whole(mention.low)[1]
    others = [name.low for name in page.names(mention.high + 1, end)]
    return page.prose.text[mention.high : min(others, default=end)]


def _cost(setting: Setting, contrast: Contrast, before: str, around: str) -> float:
    """What it costs that *around*, or else *before* it, is told of what excludes what is asked about."""
    whole = [word for word in setting.asked.words if contrast.asked in word.text]
    if _has(contrast, around) or any(says(word, around) for word in whole):
        if setting.earlier or setting.mention.kind in NAMES:
            return 0.0
        near = setting.left  # 小学46人,初中52人
        others = any(not _THAN.search(near[:place]) for place in contrast.told(near))
        return ANOTHERS if others and not _has(contrast, near + setting.close_right) else 0.0
    if any(not _THAN.search(around[:place]) for place in contrast.told(around)):
        return ANOTHERS
    last = max((place for place in contrast.told(before) if not _THAN.search(before[:place])), default=-1)
    heading = setting.page.heading  # what the whole article is about
    if last < 0 or any(before.rfind(word) > last for word in contrast.same):
        needed = contrast.needed and setting.mention.kind not in (*NAMES, "date")
        if not needed and next(contrast.told(heading), None) is None:
            return 0.0
        text = heading + setting.page.prose.text
        return 0.0 if _has(contrast, text) or any(says(word, text) for word in whole) else ANOTHERS
    return 0.0 if _has(contrast, heading) and next(contrast.told(heading), None) is None else ANOTHERS


def _has(contrast: Contrast, text: str) -> bool:
    return has_any(contrast.same, text)


_MORE = re.compile("[比较倍]|相比|超过|高于|低于|相差|多[了出]|少[了出]")
_COMPARED = re.compile(
    "(?:[是为]|相当于|接近|抵得?上)(?P<whole>[\u4e00-\u9fff]{2,8}?)"
    "的?(?:[0-9.一二两三四五六七八九十]+[多余来]?倍|[一两三]分之|一半)"
    "|(?:比|较|超过|高于|低于|大于|小于)(?P<other>[\u4e00-\u9fff]{2,8}?)[还更要]?[多少大小高低长短宽重贵早晚]"
)


def only_compared(setting: Setting) -> float:
    """新馆2.86万平方米,是老馆的4倍: what stands there only to be compared with, the figure is not of."""
    question = setting.asked.question.text
    if _MORE.search(question):
        return 0.0
    start, end = setting.page.prose.whole(setting.mention.low)
    sentence = setting.page.prose.text[start:end]
    told = (found["whole"] or found["other"] for found in _COMPARED.finditer(sentence))
    return ANOTHERS if any(what in question and sentence.count(what) == 1 for what in told) else 0.0


_KIND = ("n", "a", "b", "j")  # tags of words that tell one kind of a thing from another


def other_kind(setting: Setting) -> float:
    """窖藏萝卜1.8元: of the 酸萝卜, of which the article tells elsewhere, nothing is said here."""
    if setting.mention.kind == "date":
        return 0.0
    text, question = setting.page.prose.text, setting.asked.question.text
    start, _ = setting.page.prose.whole(setting.mention.low)
    ahead, behind = text[start : setting.mention.low], setting.close_right
    for one, two in pairwise(setting.asked.words):
        both = one.text + two.text
        if (
            two.weight < COMMON
            or not two.thing
            or len(two.text) < 2
            or one.tag[:1] not in _KIND
            or both not in question
        ):
            continue
        if both in ahead + behind or both in setting.page.heading or two.text not in ahead or both not in text:
            continue
        before = ahead[: ahead.rindex(two.text)]
        if re.search("[\u4e00-\u9fff]{2}$", before) and not says(one, before) and before[-2:] not in question:
            return ANOTHERS
    return 0.0
