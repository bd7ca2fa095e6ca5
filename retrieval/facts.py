"""Facts of an article: every printed figure with what it measures, whose it is and for when; dates; persons with roles.

A figure's measure is the phrase before it (支出达300万元) or, behind a measure word, the phrase after it (50名工人). A
share or a growth has the figure before it as its subject (收割机19台,占比46%); every other figure has what its sentence
is about, which a sentence without a subject of its own inherits from the one before it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from retrieval.mentions import NUMERIC, Mention, Page
from retrieval.periods import governing_date
from retrieval.prose import Token
from retrieval.types import Fact
from store.models import Article, Chunk

_LINK = re.compile(
    r"(?:已经?|现|共计?|合计|总计|累计|一共|约|大约|近|超过?|仅|只|就|也|都|各|分别"
    r"|达到?|高达|多达|为|是|有|现有|共有|设有|占地(?=$)|增长?至|升至|降至"
    r"|增加到|提高到|缩短到|下降到|到|至|以|由|从|在|将|用时|了|的|需|要|能|可|花"
    r"|(?<![增成延生加])长|(?<![减超])重|(?<![放拓])宽|(?<![提增升])高|(?<![加])深| |:|：)+$"
)
_LEAD = re.compile(
    r"(?:其中|此外|另有|另外|同时|目前|当前|现|如今|据悉|据了解|截至|预计|并|且|而|但|又|也|还|已|将|共|仅|只|今后|接着|随后|下一步|连日来|近日|日前|,|，|、|;|；|:|◆|■|●|的|和|与|及|内|前|后|起|以来|年均|\s)+"
)
_DEPENDENT = re.compile(
    r"^(?:综合|累计)?(?:占比|占|比重|比例|同比|环比|比上年|比去年|较上年|较去年|按可比价|增长|下降|增速|增幅|降幅|上涨|上升|提高|减少|增加|回落|降低|申报通过率|通过率)"
)
_DATELINE = re.compile(r"本报讯(?:\([^()]*\))?")
_NOUN_TAGS = frozenset(
    [
        "n",
        "nz",
        "nt",
        "ns",
        "nr",
        "nrt",
        "nrfg",
        "j",
        "l",
        "vn",
        "an",
        "b",
        "ng",
        "eng",
        "i",
        "f",
        "s",
        "zg",
        "a",
        "r",
    ]
)
_LONGEST = 25  # characters of a phrase are fewer, and so are its words
_BYLINE = re.compile("(?:记者|通讯员|摄影)$")


class Reading(NamedTuple):
    """What is said of a figure."""

    subject: str
    measure: str


def extract(article: Article, chunks: Sequence[Chunk] | None = None) -> list[Fact]:
    """The facts of *article* in printed order, only those within *chunks* if given. Any article is read."""
    page = Page(article)
    facts = [*_figures(page), *_persons(page)]
    if chunks is not None:
        spans = [(chunk.start, chunk.end) for chunk in chunks]
        facts = [fact for fact in facts if any(start <= fact.start < end for start, end in spans)]
    return sorted(facts, key=lambda fact: (fact.start, fact.end))


def evidence(page: Page, mention: Mention) -> str:
    """The clause that prints *mention*, exactly as in the body."""
    prose, body = page.prose, page.article.body
    low, high = prose.clause(mention.low)
    start, end = min(prose.printed(low), mention.start), max(prose.printed(high - 1) + 1, mention.end)
    return body[start:end].strip(" \u3000\n，,。；;：:、")


def describe(page: Page, mention: Mention) -> Reading:
    """Subject and measure of one figure."""
    start, _ = page.prose.whole(mention.low)
    if mention.kind == "date":
        return Reading("", _event(page, mention))
    if mention.kind not in NUMERIC:
        return Reading(mention.label.strip("“”") if mention.kind == "person" else "", "")
    measure = _measure(page, mention)
    if _DEPENDENT.match(measure):
        owner = next((other for other in page.before(mention, start) if _is_owner(page, other)), None)
        return Reading(_measure(page, owner) if owner else _topic(page, mention), measure)
    return Reading(_without(_topic(page, mention), measure), measure)


def _figures(page: Page) -> Iterator[Fact]:
    for mention in page.figures:
        reading = describe(page, mention)
        date = governing_date(page, mention) if mention.kind != "date" else None
        yield _fact(page, mention, reading, str(date.value) if date and date.value else date.text if date else None)


def _persons(page: Page) -> Iterator[Fact]:
    for name in page.persons:
        if name.label and name.sure and not _BYLINE.search(name.label):
            yield _fact(page, name, Reading(name.label.strip("“”"), ""), None)


def _fact(page: Page, mention: Mention, reading: Reading, period: str | None) -> Fact:
    return Fact(
        article_id=page.article.id,
        subject=reading.subject,
        measure=reading.measure,
        kind=mention.kind,
        text=mention.text,
        value=mention.value,
        unit=mention.unit,
        period=period,
        approximate=mention.approximate,
        evidence=evidence(page, mention),
        start=mention.start,
        end=mention.end,
    )


def _is_owner(page: Page, mention: Mention) -> bool:
    return mention.kind != "date" and not _DEPENDENT.match(_measure(page, mention))


def _measure(page: Page, mention: Mention) -> str:
    """What the figure counts or measures."""
    if mention.kind in ("number", "rank", "range"):
        if mention.unit and len(mention.unit) > 1 and mention.text.endswith(mention.unit) and "大" in mention.text:
            return mention.unit
        if after := _phrase_after(page, mention):
            return after
    return _phrase_before(page, mention)


def _phrase_before(page: Page, mention: Mention) -> str:
    text = page.prose.text
    clause = page.prose.clause(mention.low)[0]
    nearest = next((other for other in page.before(mention, clause) if other.high <= mention.low), None)
    floor = max(clause, nearest.high if nearest else clause)
    left = _LINK.sub("", text[floor : mention.low])
    if dependent := re.search(
        r"(?:综合占比|占比|占|同比增长|同比下降|同比|环比增长|环比下降|环比|增长|下降|上涨|上升|提高|减少|增加)$", left
    ):
        lead = left[: dependent.start()]
        noun = _noun_run(page.tokens, floor, floor + len(lead))
        return noun + dependent.group() if noun and not _DEPENDENT.match(left) else dependent.group()
    return _noun_run(page.tokens, floor, floor + len(left))


def _phrase_after(page: Page, mention: Mention) -> str:
    """The noun phrase that begins right behind the figure."""
    text = page.prose.text
    index = bisect_left(page.tokens, (mention.high,))
    end, quoted = mention.high, False
    for token in page.tokens[index : index + _LONGEST]:
        quoted = token.word == "“" or (quoted and token.word != "”")
        inside = quoted or token.word == "”" or token.tag in _NOUN_TAGS
        if not inside or token.start - mention.high > 16:
            break
        if not quoted and (token.tag in ("r", "f", "s", "t") or token.word in _VERBS):
            break
        end = token.end
    return text[mention.high : end].strip("、")


_VERBS = frozenset(
    [
        "进入",
        "参与",
        "参加",
        "上门",
        "送达",
        "开展",
        "申报",
        "完成",
        "实现",
        "获得",
        "介绍",
        "签字",
        "回家",
        "领料",
        "练起",
        "推广",
        "送上",
        "值守",
        "涉及",
    ]
)


def _noun_run(tokens: Sequence[Token], low: int, high: int) -> str:
    """The noun phrase that ends at *high*, not reaching back beyond *low*."""
    index = bisect_left(tokens, (high,)) - 1
    if index >= 0 and tokens[index].start < low:
        index -= 1
    words: list[str] = []
    quoted = False
    for token in reversed(tokens[max(0, index - 14) : index + 1]):
        if token.end > high or token.start < low:
            continue
        if words and token.word in _LEADING:
            break
        quoted = token.word == "”" or (quoted and token.word != "“")
        joins = bool(words) and token.word in "《》、和与的“"
        acts = token.tag == "v" and (
            not words or (len(token.word) > 1 and len(words) < 3 and token.word not in _LEADING)
        )
        if not (quoted or joins or acts or token.tag in _NOUN_TAGS or token.word == "”"):
            break
        words.append(token.word)
    phrase = "".join(reversed(words))
    if lead := _LEAD.match(phrase):
        phrase = phrase[lead.end() :]
    return phrase.strip("的、和与").removesuffix("共")


_LEADING = frozenset(
    [
        "建有",
        "拥有",
        "实现",
        "组建",
        "组织",
        "设立",
        "安排",
        "购置",
        "新增",
        "办理",
        "遴选",
        "筛选",
        "培训",
        "举办",
        "进入",
        "引导",
        "备案",
    ]
)


_REPORTING = frozenset(
    [
        "印发",
        "公布",
        "发布",
        "召开",
        "举行",
        "介绍",
        "表示",
        "开展",
        "组织",
        "带领",
        "推出",
        "出台",
        "举办",
        "建成",
        "成立",
        "完成",
        "提出",
        "核查",
        "现场核查",
        "宣布",
        "启动",
        "印制",
        "下发",
        "通报",
        "透露",
    ]
)
_SCOPE = re.compile("全国|全省|全市|全县|全区|全镇|全乡|全村|全校|全厂|全院")


def _topic(page: Page, mention: Mention) -> str:
    """What the mention's sentence is about; of the sentence before, where it has no subject of its own."""
    start, _ = page.prose.whole(mention.low)
    clause = page.prose.clause(mention.low)[0]
    if scope := _SCOPE.search(page.prose.text, clause, mention.low):
        return scope.group()
    if not _opening(page, start, mention.low) and (own := _opening(page, clause, mention.low)):
        return own
    for _ in range(2):
        topic = _opening(page, start, mention.low)
        if topic or start == 0 or page.prose.text[start - 1] == "\n":
            return topic
        start, mention_low = page.prose.whole(start - 1)[0], start
        topic = _opening(page, start, mention_low)
        if topic:
            return topic
    return ""


def _opening(page: Page, start: int, stop: int) -> str:
    """The noun phrase that a sentence opens with, dates and datelines aside."""
    text = page.prose.text
    if dateline := _DATELINE.match(text, start, stop):
        start = dateline.end()
    while date := next((m for m in page.between(start, start + 3) if m.kind == "date"), None):
        start = date.high
    if lead := _LEAD.match(text, start, stop):
        start = lead.end()
    index = bisect_left(page.tokens, (start,))
    end, quoted = start, False
    for token in page.tokens[index : index + _LONGEST]:
        quoted = token.word == "“" or (quoted and token.word != "”")
        inside = quoted or token.tag in _NOUN_TAGS or token.word in "”、和与的"
        inside = (inside and token.word not in _REPORTING) or (token.tag == "v" and end == start)
        if not inside or token.start >= stop or token.end - start >= _LONGEST or token.word in _LEADING:
            break
        end = token.end
    phrase = text[start:end].strip("、和与的")
    if "“" in phrase and "”" not in phrase:
        phrase = ""
    if len(phrase) < 2:
        return ""
    named = page.tokens[index : bisect_left(page.tokens, (end,))]
    return phrase if any(token.tag[0] in "njl" for token in named) else ""


def _without(topic: str, measure: str) -> str:
    """*topic* without *measure* at its end; nothing where it is the measure itself."""
    if topic == measure or not topic:
        return ""
    return topic.removesuffix(measure).strip("的") if topic.endswith(measure) else topic


def _event(page: Page, mention: Mention) -> str:
    """What is said to have happened on a date: the rest of its clause, or the next one."""
    text = page.prose.text
    _, end = page.sentence(mention)
    rest = re.sub(r"^(?:[,，:\s]|起|前|后|以来|时|,)+", "", text[mention.high : end])
    return re.split(r"[,，。;；:!?\n]", rest, maxsplit=1)[0][:40]
