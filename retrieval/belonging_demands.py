"""What a question demands of whose a figure is: not the whole's where a part is asked about, nor that of what the text
tells of next to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from retrieval.asked import OF_KIND, Word, places_of, says
from retrieval.mentions import Mention, Page, told_once
from retrieval.setting import ANOTHERS, CLAUSE, Setting

TELLING = 4.5  # rarity from which a noun tells one thing from another

_COUNT = "[0-9][0-9.]*[余多来]?[万千百]?(?!亿?元|[年月日])[\u4e00-\u9fff]{1,2}"
_COUNTED = f"[\u4e00-\u9fff]{{2}}{_COUNT}"  # 支座128个
_COST = re.compile("花|投|造价|费用|成本|耗资|多少钱")
_PAID = re.compile("投资|投入|费用|造价|耗资|斥资|花")
_MONEY = frozenset(["价钱", "价格", "费用", "资金", "金额", "成本"])


def component(setting: Setting) -> float:
    """消防站总投资685万元,配消防车3辆: what the whole cost is not what a part of it cost."""
    question, mention = setting.asked.question.text, setting.mention
    if mention.kind != "money" or not _COST.search(question[-14:]) or not _PAID.search(setting.clause):
        return 0.0
    thing, text = _spent_on(setting), setting.page.prose.text
    if thing is None or says(thing, setting.clause) or says(thing, setting.page.heading):
        return 0.0
    start, end = setting.page.prose.whole(mention.low)
    counted = re.compile(f"{re.escape(thing.text)}{_COUNT}|{_COUNT}的?{re.escape(thing.text)}")
    whole = "总" in setting.left[-4:]
    for side, enough in ((text[start : mention.low], False), (text[mention.high : end], whole)):
        if says(thing, side):  # the total of several that are counted, or of what has these
            several = len(re.findall(_COUNTED, side)) > 1 and (whole or side is not text[start : mention.low])
            return ANOTHERS if counted.search(side) and (enough or several) else 0.0
    if says(thing, text):
        return ANOTHERS if counted.search(text) else -2.5
    return 0.0


def _spent_on(setting: Setting) -> Word | None:
    """The thing of which the question asks the cost: the last one ahead of the slot that is no word for money."""
    things = [word for word in setting.asked.ahead if _is_thing(word) and not _PAID.search(word.text)]
    last = next((word for word in reversed(things) if word.text not in _MONEY and len(word.text) > 1), None)
    return last if last is not None and last.text not in OF_KIND else None


_ROW = re.compile(
    "(?P<row>[\u4e00-\u9fff]{2,10}(?:、[\u4e00-\u9fff]{2,10})+)等?(?P<count>[0-9两三四五六七八九十]+)[个家所座条处大]"
)


def one_of_list(setting: Setting) -> float:
    """涉及甲小区、乙小区等14个小区3860户: the figure is of all that are enumerated, not of one of them."""
    if setting.mention.kind == "date":
        return 0.0
    start, end = setting.page.prose.whole(setting.mention.low)
    sentence = setting.page.prose.text[start:end]
    if re.search("分别|依次|各|均", sentence) or "每" in setting.left:
        return 0.0
    asked = [re.sub("(?<=..)[省市县区镇乡村]$", "", word.text) for word in setting.asked.words if _is_thing(word)]
    for row in _ROW.finditer(sentence):
        elsewhere = sentence[: row.start()] + sentence[row.end("row") :] + setting.page.heading
        named = [name for name in asked if len(name) > 1 and name not in elsewhere]
        members = re.split("[、和及与]", row["row"])
        holding = [member for member in members if any(name in member for name in named)]
        if len(holding) == 1 and setting.mention.low != start + row.start("count"):
            return ANOTHERS
    return 0.0


def told_of_next(setting: Setting) -> float:
    """存款增长8.5%,其中住户存款2018亿元: what the sentence comes to with a later figure, this one is not of."""
    page, mention = setting.page, setting.mention
    if mention.kind == "date":
        return 0.0
    start, end = page.prose.whole(mention.low)
    text = page.prose.text
    stop = mention.high + len(CLAUSE.split(text[mention.high : end])[0])
    mine, rest = text[start:stop], text[stop:end]
    if any(name not in mine and _leads(name, rest) for name in _compounds(setting)):
        return ANOTHERS
    if mention.label != "growth" and mention.kind != "percent":
        return 0.0  # of a figure of the same kind, see `claimed`
    away = [word.text for word in _things(setting) if not says(word, mine) and word.text not in page.heading]
    return max(-2.5 * sum(_leads(name, rest) for name in away), -3.5)


def _leads(name: str, text: str) -> bool:
    """Whether *name* stands right ahead of a figure in *text*."""
    return any(_THEN_FIGURE.match(text, place + len(name)) for place in places_of(name, text))


_THEN_FIGURE = re.compile("[^,，。;；、]{0,5}[0-9]")


def told_elsewhere(setting: Setting) -> float:
    """What other figures of the article are of, and what is not spoken of where this one stands."""
    page, mention = setting.page, setting.mention
    if mention.kind == "date":
        return 0.0
    text = page.prose.text
    start, end = page.prose.whole(mention.low)
    paragraph, _ = page.prose.paragraph(mention.low)
    first = page.prose.whole(_behind_byline(text))[1]
    lead = text[: page.prose.whole(min(first, len(text) - 1))[1]]  # what it begins with, the whole article is about
    near = f"{_PARTS.sub('', lead)}\n{_PARTS.sub('', text[paragraph:start])}{text[start:end]}\n{page.heading}"
    away = [word for word in _things(setting) if not says(word, near)]
    if not away:
        return 0.0
    others = [other for other in page.figures if other is not mention and other.kind != "date"]
    rivals = [other for other in others if other.dimension == mention.dimension]
    if any(_is_of(page, other, word) for word in away if word.name for other in others):
        return ANOTHERS  # 对美国下降11.7%: nothing else is told of it
    return max(-2.5 * sum(any(_is_of(page, other, word) for other in rivals) for word in away), -3.5)


_PARTS = re.compile("(?:其中|;)[^。\n]*")  # told by the way: the next sentence is of the whole again
_BYLINE = re.compile("[^。\n]{0,6}本报[^)\n]{0,40}[)]")


def _behind_byline(text: str) -> int:
    byline = _BYLINE.match(text)
    return min(byline.end(), len(text) - 1) if byline else 0


def _is_of(page: Page, other: Mention, word: Word) -> bool:
    """Whether *word* stands in the clause of the figure *other* ahead of it, or in the first of its sentence."""
    last, first = _leading(page, other)
    return word.text in last or word.text in first


@told_once  # for every word and for every other figure of a page
def _leading(page: Page, figure: Mention) -> tuple[str, str]:
    """The clause ahead of *figure*, and the first one of its sentence, "" where another figure stands between."""
    start, _ = page.prose.whole(figure.low)
    left = max([start, *(m.high for m in page.before(figure, start) if m.kind != "date")])
    clauses = CLAUSE.split(page.prose.text[left : figure.low])
    return clauses[-1], clauses[0] if left == start else ""


def in_a_row(setting: Setting) -> float:
    """其中高级工9人、初级工22人,通过率65%: what follows a row is not said of one in the row."""
    page, mention = setting.page, setting.mention
    start, _ = page.prose.whole(mention.low)
    low, high = page.prose.clause(mention.low)
    if mention.kind == "date" or low <= start:
        return 0.0
    ahead, clause = page.prose.text[start:low], page.prose.text[low:high]
    for word in _things(setting):
        if _stands_in_a_row(word.text, ahead):
            return 0.0 if says(word, clause) or word.text in page.heading else ANOTHERS
    return 0.0


_COUNTED_BY = re.compile(_COUNT)
_COUNTED_AND = re.compile(f"{_COUNT}、")
_AND = re.compile(rf"{_COUNT}、[\u4e00-\u9fff]{{0,4}}\Z")


def _stands_in_a_row(thing: str, text: str) -> bool:
    """Whether *text* counts *thing* in a row with others: 9人、初级工22人."""
    for place in places_of(thing, text):
        end = place + len(thing)
        if _COUNTED_AND.match(text, end) or (_COUNTED_BY.match(text, end) and _AND.search(text, 0, place)):
            return True
    return False


_CASE = re.compile("的(?:[,，]|当场|[罚处由可须按免收奖补给])")


def other_case(setting: Setting) -> float:
    """加装遮阳伞的当场拆除;闯红灯的罚50元: each case has a consequence of its own."""
    text = setting.page.prose.text
    start, end = setting.page.prose.whole(setting.mention.low)
    low, high = setting.page.sentence(setting.mention)
    case = _CASE.search(text, low, high)
    words = [word for word in setting.asked.words if len(word.text) > 1]
    if (low, high) == (start, end) or case is None or any(says(word, text[low : case.start()]) for word in words):
        return 0.0
    parts = re.split("[;；]", text[start:low] + text[high:end])
    for word in words:
        others = [part for part in parts if word.text in part]
        if word.thing and others and not says(word, text[low:high]) and all(map(_CASE.search, others)):
            return ANOTHERS
    return 0.0


_ITEM = re.compile("(?:^|\n)[◆●■▲★▶◎](?P<what>[\u4e00-\u9fff、]{2,14})[(]?[0-9][^\n◆●■▲★▶◎]*")


def other_item(setting: Setting) -> float:
    """◆护士22名 ◆司机4名,月薪4600元: of items that are alike, each tells of its own."""
    mention, heading = setting.mention, setting.page.heading
    items = list(_ITEM.finditer(setting.page.prose.text))
    mine = next((item for item in items if item.start() <= mention.low < item.end()), None)
    if mine is None:
        return 0.0
    away = [word for word in _things(setting) if not says(word, mine.group()) and word.text not in heading]
    others = [item["what"] for item in items if item is not mine]
    return ANOTHERS if any(word.text in what for word in away for what in others) else 0.0


def part_of_place(setting: Setting) -> float:
    """What a town harvests is not its county's harvest."""
    page, mention, question = setting.page, setting.mention, setting.asked.question.text
    wanted = [name for name in setting.asked.owners if name[-1] in "省市县区旗盟州"]
    wanted += re.findall("自治区|全[省市县区]", question)
    text = page.prose.text
    start, _ = page.prose.whole(mention.low)
    ahead = text[start : mention.low]
    if mention.kind == "date" or not wanted or any(name[:2] in ahead for name in wanted):
        return 0.0
    places = [text[name.low : name.high] for name in page.names(start, mention.low, "place")]
    parts = [place for place in places if re.search("(?:[乡镇村]|街道|社区)$", place) and place not in question]
    return ANOTHERS if parts or re.search("全[镇乡村]", ahead) else 0.0


def other_person(setting: Setting) -> float:
    """The age of one person is not that of the other whom the question names."""
    page, mention = setting.page, setting.mention
    if mention.unit not in ("岁", "周岁"):
        return 0.0
    text = page.prose.text
    start, end = page.prose.whole(mention.low)
    known = {text[person.low : person.high] for person in page.persons} | {word.text for word in setting.asked.names}
    asked = [name for name in known if len(name) > 1 and name in text and name in setting.asked.question.text]
    told = any(start <= person.low < end for person in page.persons)
    return ANOTHERS if asked and told and not any(name in text[start:end] for name in asked) else 0.0


_SEXES = {"女": "[女妇娘她姐妹]", "男": "[男爷他]"}


def sex(setting: Setting) -> float:
    """女青年 are not all 青年."""
    question = setting.asked.question.text
    wanted = [one for one in _SEXES if re.search(f"{one}(?![士儿朋孩])", question)]
    if len(wanted) != 1 or setting.mention.kind == "date":
        return 0.0
    return 0.0 if re.search(_SEXES[wanted[0]], setting.page.heading + setting.paragraph) else ANOTHERS


def _is_thing(word: Word) -> bool:
    """Whether *word* names something, be it by a verb used as a noun: 出口."""
    return word.thing or word.name or word.tag == "vn"


def _things(setting: Setting) -> Iterator[Word]:
    """The words of the question that tell what it is about from what else there is, without what is counted."""
    for word in setting.asked.words:
        told = (
            _is_thing(word)
            and len(word.text) > 1
            and (word.weight >= TELLING or word.name)
            and word.text not in OF_KIND
        )
        if told and word.text not in setting.asked.question.slot.noun:
            yield word


def _compounds(setting: Setting) -> Iterator[str]:
    """Words of the question that stand side by side and are printed so: 柿子|醋."""
    for one, two in pairwise(setting.asked.words):
        both = one.text + two.text
        if _is_thing(one) and _is_thing(two) and both in setting.asked.question.text:
            yield both
