"""The label of a figure in a row of figures: 城镇8元,农村5元; 按地区分,东村3户,西村2户; 增速依次为:甲县7%,乙县6%."""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.mentions import Mention, Page, told_once
from retrieval.options import Option
from retrieval.setting import DOUBTFUL, Setting

LONGEST = 10  # characters of a label
_HEADS = {"人", "名", "位"}
_CUT = re.compile("[,，、;；。:：()\n]|其中|以及|[和与及](?=[一-龥]{2})")
_LINK = re.compile("(?:[有为是达占共约近超仅]|分别|只有|达到|增长|下降|上升|增加|减少|[-—~ “”])+$")


@told_once  # for every mention of a page beside every other
def label_of(page: Page, mention: Mention) -> str:
    """The words right ahead of *mention* in its clause; of a figure printed right behind another, that one's."""
    start, end = page.sentence(mention)
    at, text = mention, page.prose.text
    for _ in range(2):
        left = text[page.bounds(at, start, end)[0] : at.low]
        label = _LINK.sub("", _CUT.split(left)[-1]).strip("“” ")
        touching = next((other for other in page.before(at, start) if other.high == at.low), None)
        if label or left or touching is None:
            break
        at = touching
    return label if len(label) <= LONGEST else ""


def listed(setting: Setting, rivals: Sequence[Option]) -> float:
    """The figure whose label the question names, of a row or of what tells the parts; another is the whole or a part
    that nobody asked for."""
    mention = setting.mention
    if mention.kind == "date":
        return 0.0
    if _names(setting, label_of(setting.page, mention)):
        return 2.0
    text, page = setting.page.prose.text, setting.page
    start, _ = page.prose.whole(mention.low)
    said = text[start : mention.high]
    for rival in rivals:
        other = rival.mention
        if rival.page is not page or other.dimension != mention.dimension or not _same_unit(other, mention):
            continue
        label = label_of(page, other)
        if other is not mention and _names(setting, label) and not _covers(setting, label, said):
            return DOUBTFUL
    return 0.0


def _same_unit(one: Mention, other: Mention) -> bool:
    """Whether two figures count the same: 213名, 55人."""
    return one.unit == other.unit or {one.unit, other.unit} <= _HEADS


def _names(setting: Setting, label: str) -> bool:
    """Whether the question names *label*, which is more than what is measured: one of its things, spelled out."""
    asked = setting.asked
    if len(label) < 2 or label not in asked.question.text:
        return False
    return any(
        (word.text in label and (word is not asked.measured or word.gap > 1)) or label in word.text[:-1]
        for word in asked.words
        if len(word.text) > 1
    )


def _covers(setting: Setting, label: str, said: str) -> bool:
    """Whether *said* tells all of the question's words that *label* holds."""
    return all(word.text in said for word in setting.asked.words if len(word.text) > 1 and word.text in label)
