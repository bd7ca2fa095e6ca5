"""Titles in a text, with what they are the title of, and enumerations, with what they enumerate."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from retrieval.prose import Name

_BOOK = re.compile(r"《[^《》\n]{1,60}》")
_BOOKS = re.compile(
    r"《[^《》\n]{1,30}》(?:[、和及与]?《[^《》\n]{1,30}》)+|“[^“”\n]{1,12}”(?:[、和及与]?“[^“”\n]{1,12}”)+"
)
_NUMBERED = re.compile("[一二三四五六七八九十]{1,3}、")  # 三、 at the head of a clause numbers it
_CLASSES = "省市县区镇乡村国州岛地校院局馆家项路桥山河湖方"  # of what is listed: 京、津、冀三地, but 温三弟 is somebody
_NUMERALS = "〇一二三四五六七八九十"
_QUOTED = re.compile(r"“[^“”\n]{1,20}”|「[^「」\n]{1,20}」|『[^『』\n]{1,20}』")
_ITEM = r"[^、,，。;；:：!！?？\n()（）]{1,18}"
_ENUMERATION = re.compile(rf"{_ITEM}(?:、{_ITEM})+")
_LIST_LEAD = re.compile(
    r".*(?:包括|包含|涉及|分别是|分别为|分为|围绕|由|经过|涵盖|是|为|有|如|种植|设计出|设有|配有|装有|来自|获得|组织|设立|开设|其中|出口到?|销往|远销|发往|运往|选用|含有|拥有|针对|对|从|在|将|把|以|聚焦|突出|推出|生产|遍布|主打|采取|通过|介绍|联合|邀请|提供|发放|建有|和|辖区|优先|取消|撤销|新增|增设|增加|停靠|途经|经停)"
)
_COUNTED = re.compile(r"(?:等)?(?:[两二三四五六七八九十]|\d{1,2})(?:大|个|种|类|项|家|名|位|道|条|座|所|方)")

# What is said of the things listed, behind the last of them: …和冒充客服排在前三位.
_SAID = re.compile(
    "(?:先后|分别|依次|同时|共同|一起|一同|也|都|均|各|已|将|被)(?=[\u4e00-\u9fff])|排在|排名|位列|位居|列(?=[前第])|占(?:了|据|到|比)|到场|出席|参加|入选|获[得评]"
)


def titles_in(text: str) -> Iterator[Name]:
    for match in _BOOK.finditer(text):
        yield Name(match.start(), match.end(), "title", _class_beside(text, match.start(), match.end()))
    for match in _QUOTED.finditer(text):
        if (match.end() - match.start() <= 14) and text[match.end() - 2] not in "。！？!?,，":
            label = _class_beside(text, match.start(), match.end())
            yield Name(match.start(), match.end(), "title", label, bool(label))


def _class_beside(text: str, start: int, end: int) -> str:
    """What a title is the title of: the class word behind it (“…”商标), or before it (商标“…”)."""
    if after := re.match(r"(?:一文|一书)?([\u4e00-\u9fff]{0,6})", text[end : end + 8]):
        return after[0] or text[max(0, start - 4) : start]
    return text[max(0, start - 4) : start]


def lists_in(text: str) -> Iterator[Name]:
    for match in _BOOKS.finditer(text):
        yield Name(match.start(), match.end(), "list", _class_beside(text, match.start(), match.end()))
    for match in _ENUMERATION.finditer(text):
        start, end = match.span()
        if numbered := _NUMBERED.match(text, start, end):
            start = numbered.end()
        if "、" not in text[start:end]:
            continue
        first = text.index("、", start)
        lead = _LIST_LEAD.match(text[start:first])
        begin = start + lead.end() if lead and lead.end() < first - start else start
        last = text.rindex("、", start, end) + 1
        items = text[begin:end].split("、")
        if "的" in items[0][:-1] and not any("的" in item for item in items[1:]):
            begin += items[0].rindex("的") + 1  # 途经上述路段的3路、11路
            items = text[begin:end].split("、")
        stop, label = _list_end(items)
        if begin < first:
            yield Name(begin, last + stop, "list", label, bool(label))


def _list_end(items: Sequence[str]) -> tuple[int, str]:
    """How much of the last item, with what follows it, belongs to the list, and the class word of the list."""
    tail = items[-1]
    if (said := _SAID.search(tail)) and said.start() > 1:
        tail = tail[: said.start()]
    if mark := re.search("等", tail):
        counted = re.match(
            r"(?:[两二三四五六七八九十\d]+)?(?:多|余)?(?:大|个|种|类|项|家|名|位|道|条|座|所|方)?(?:方面)?([\u4e00-\u9fff]{0,4})",
            tail[mark.end() :],
        )
        return mark.start(), (counted.group() if counted else "") or "等"
    if (counted := _COUNTED.search(tail)) and counted.start() > 0:
        return counted.start(), tail[counted.start() : counted.end() + 4]
    if made := re.search("(?:组成|构成)", tail):
        return made.start(), "组成"
    total = re.search(f"(?:{_NUMERALS[len(items)]}|{len(items)})(?=[\u4e00-\u9fff])", tail) if len(items) < 11 else None
    if total and (total.start() > 1 or (total.start() and tail[total.end()] in _CLASSES)):  # 榆桥、柳湾、沙埠三镇
        return total.start(), tail[total.start() : total.end() + 3]
    ends = {item[-1] for item in items[:-1]}
    alike = len(ends) == 1 and (len(items) > 2 or ends <= set("路号村镇乡县区站班级"))
    if alike and 0 < tail.find(ends.copy().pop()) < len(tail) - 1:  # 3路、11路、27路公交
        end = tail.index(ends.pop()) + 1
        return end, tail[end : end + 4]
    return len(tail), ""
