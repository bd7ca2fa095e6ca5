"""What a question demands of a list of results: the place in the order, and the group that the list is of."""

from __future__ import annotations

import re

from retrieval.numerals import read_numeral
from retrieval.setting import Setting

_PLACE = re.compile(
    r"第(?P<nth>[一二三四五六七八九十]|\d{1,2})名?(?![次届个条章节期中小大轮季医人产书])|(?P<first>冠军|头名|榜首)|(?P<second>亚军)|(?P<third>季军)"
    "|(?P<prize>[特一二三]等奖|[金银铜]奖|优秀奖)"
)
_FIRST = frozenset(["1", "特等奖", "一等奖", "金奖"])
_LONGEST = 24  # characters of a line that says of what group a list is
_GROUP = re.compile("[男女]子?|[老中青少]年|儿童|成人|[甲乙丙]|专业|业余")
_TELLS_MORE = re.compile("[,，。;；]")


def _place(match: re.Match[str]) -> str:
    """The place or prize that *match*, of _PLACE, tells: 1 for 第一名 and 冠军, 一等奖."""
    if match["prize"]:
        return match["prize"]
    if match["nth"]:
        numeral = read_numeral(match["nth"])
        return "" if numeral is None else str(int(numeral.low))
    return "1" if match["first"] else "2" if match["second"] else "3"


def placed(setting: Setting) -> float:
    """第一名 下渡村队 126秒: who comes first stands behind the words, or right ahead of them."""
    mention = setting.mention
    asked = _PLACE.search(setting.asked.question.text)
    if asked is None or mention.kind not in ("person", "org", "place", "list"):
        return 0.0
    text = setting.page.prose.text
    low, high = text.rfind("\n", 0, mention.low) + 1, text.find("\n", mention.high)
    behind = _PLACE.match(text, mention.high)
    told = [behind] if behind else list(_PLACE.finditer(text, low, mention.low))[-1:]
    if not told or _TELLS_MORE.search(_bare(text[told[0].end() : mention.low])):
        return 0.0
    row = behind is not None or told[0].start() == low or len(list(_PLACE.finditer(text, low, high))) > 1
    if not row:
        return 0.0
    one, other = _place(asked), _place(told[0])
    if one == other:
        return 3.0
    return 1.5 if "1" in (one, other) and {one, other} <= _FIRST else -3.0  # 头名: 一等奖


def _bare(text: str) -> str:
    """*text* without what stands in brackets: 一等奖(1名,奖金6000元)."""
    return re.sub(r"\([^()]*\)|《[^》]*》", "", text)


_NEAR = 14  # characters between a place in an order and whose it is
_MARKS = re.compile("[,，。;；、\n]")


def ranked(setting: Setting) -> float:
    """第二名 石门镇队, 外塘岛队第三名: whose place it is stands beside it."""
    asked = setting.asked
    if setting.mention.kind != "rank" or asked.question.kind != "rank":
        return 0.0
    if setting.mention.unit not in (None, "名", "位", asked.question.unit):
        return -3.0  # 第十轮
    whose = {*asked.owners, *(word.text for word in asked.words if word.name and len(word.text) > 1)}
    if not whose:
        return 0.0
    text = setting.page.prose.text
    low, _ = setting.page.prose.paragraph(setting.mention.low)
    ahead, behind = text[low : setting.mention.low][-_NEAR:], text[setting.mention.high :][:_NEAR]
    told = _MARKS.split(ahead)[-1] if low < setting.mention.low else _MARKS.split(behind)[0]
    if any(name in told for name in whose):
        return 2.5
    return -2.5 if any(name in text for name in whose) and setting.mention.low == low else 0.0


def grouped(setting: Setting) -> float:
    """男子组 is not 女子组: the line above a list of results says whose they are."""
    asked = set(_GROUP.findall(setting.asked.question.text))
    text = setting.page.prose.text
    if not asked or "\n" not in text:
        return 0.0
    *above, line = text[: setting.mention.high].split("\n")
    if not _PLACE.match(line):
        return 0.0
    heading = next((other for other in reversed(above) if not _PLACE.match(other)), "")
    told = set(_GROUP.findall(heading)) if len(heading) <= _LONGEST else set()
    if not told:
        return 0.0
    alike = {one[0] for one in asked} & {one[0] for one in told}
    return 1.5 if alike else -4.0
