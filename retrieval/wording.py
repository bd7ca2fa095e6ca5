"""What the wording of a question asks for: the words that ask, the kind of answer, and the unit they fix."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from retrieval import nouns
from retrieval.asking import Kind, Slot
from retrieval.counting import bare, counted
from retrieval.paying import MONEY
from retrieval.units import unit_at

_MEASURES = "[个家位名座所间支艘架辆部本篇首条种类项届次场只头匹条块片张款幅件份道门句支]"
_SPECIAL_HOW = {
    "高": "米",
    "长": "米",
    "远": "公里",
    "宽": "米",
    "深": "米",
    "厚": "米",
    "重": "吨",
    "沉": "公斤",
    "快": "公里",
    "大": None,
}

Builder = Callable[[re.Match[str], str], Slot | None]


def slot_of(text: str) -> Slot:
    """The slot of the folded question *text*: the words that ask decide, then the words before them."""
    for pattern, build in _RULES:
        for match in pattern.finditer(text):
            if (slot := build(match, text)) is not None:
                return replace(slot, total=bool(_TOTAL.search(text)))
    return _keywords(text)


_TOTAL = re.compile("一共|总共|共有|共计|合计|总计|累计|加起来|合起来|加在一起|拢共|全部加|总的")


def _fixed(kind: Kind, unit: str | None = None, *, noun: str = "", exact: bool = True) -> Builder:
    def build(match: re.Match[str], text: str) -> Slot:
        named = match.groupdict().get("noun") or noun
        return Slot(kind, match.start(), match.end(), unit, named, exact)

    return build


def _named(match: re.Match[str], text: str) -> Slot | None:
    """叫什么, 叫啥, 名字是什么: a person behind a person's role, otherwise a name of another kind."""
    before = text[: match.start()]
    noun = match.groupdict().get("noun") or ""
    if noun:
        for kind, words in (("person", nouns.PERSON_CLASS), ("org", nouns.ORG_CLASS), ("place", nouns.PLACE_CLASS)):
            if re.fullmatch(words, noun):
                return Slot(kind, match.start(), match.end(), noun=noun)  # type: ignore[arg-type]
        return Slot("title", match.start(), match.end(), noun=noun)
    if nouns.PERSON_NOUN.search(before):
        return Slot("person", match.start(), match.end())
    if nouns.ORG_NOUN.search(before):
        return Slot("org", match.start(), match.end())
    if nouns.PLACE_NOUN.search(before):
        return Slot("place", match.start(), match.end())
    return Slot("title", match.start(), match.end(), exact=False)


def _what(match: re.Match[str], text: str) -> Slot | None:
    """是什么 and its like: the noun before it may name a kind."""
    before = text[: match.start()]
    for pattern, kind in (
        (nouns.DATE_NOUN, "date"),
        (nouns.PLACE_NOUN, "place"),
        (nouns.PERSON_NOUN, "person"),
        (nouns.ORG_NOUN, "org"),
    ):
        if pattern.search(before) and not before.endswith("人"):
            return Slot(kind, match.start(), match.end(), exact=False)  # type: ignore[arg-type]
    if re.search("(?:书名|片名|剧名|歌名|名称|名字|商标|品牌|标题|题目|主题|口号|称号)(?:又|分别)?$", before):
        return Slot("title", match.start(), match.end())
    if re.search("(?:评[选上]?|命名|取名|定名|誉|称)$", before):
        return Slot("title", match.start(), match.end())  # 被评为什么
    if re.search("原因(?:又)?$", before):
        return Slot("reason", match.start(), match.end())
    if nouns.PHONE.search(before):
        return Slot("number", match.start(), match.end(), noun="电话")
    return None


def _yesno(match: re.Match[str], text: str) -> Slot | None:
    return None if _ASKS.search(text) else Slot("yesno", match.start(), match.end())


def _class_of(match: re.Match[str], text: str) -> Slot | None:
    """哪 with a measure word and a class word: the class decides the kind."""
    noun = match["noun"]
    for kind, words in (
        ("org", nouns.ORG_CLASS),
        ("person", nouns.PERSON_CLASS),
        ("place", nouns.PLACE_CLASS),
        ("title", nouns.TITLE_CLASS),
    ):
        if re.fullmatch(words, noun):
            return Slot(kind, match.start(), match.end(), noun=noun)  # type: ignore[arg-type]
    return None


_ASKS = re.compile("多少|几[^乎率何]|什么|啥|谁|哪|何[时地人处种]|怎么|怎样|如何|为何|多[久长大高远重深宽]")
_CLASSES = "|".join(
    sorted(
        {
            w
            for words in (nouns.ORG_CLASS, nouns.PLACE_CLASS, nouns.PERSON_CLASS, nouns.TITLE_CLASS)
            for w in words.replace("?", "").split("|")
        },
        key=len,
        reverse=True,
    )
)

_RULES: tuple[tuple[re.Pattern[str], Builder], ...] = (
    (
        re.compile(
            r"(?:[了过]?(?:没有|没|吗|么|不)|是不是|是否|能否|可否|有无|有没有|能不能|会不会|可不可以|(?P<verb>[一-龥])不(?P=verb))(?=\W*$)|是不是|是否|能否|可否|有无|有没有|能不能|会不会|可不可以"
        ),
        _yesno,
    ),
    (
        re.compile(
            r"(?<![评选称命取誉视当])为什么|为何|(?<![评选称命取誉视当])为啥|何故|(?:由于|因为|出于|是)?什么(?:原因|缘故)|怎么会|凭什么|(?:原因|理由)(?:是|为)?什么"
        ),
        _fixed("reason"),
    ),
    (
        re.compile(
            r"百分之(?:几|多少)|(?:几|多少)个?百分点|几成|百分比(?:是|为)?多少|(?:多少|几)(?:的)?(?:百分比|比例|比重)|几成|(?:占|达|有)?多大(?:的)?(?:比例|比重)"
        ),
        _fixed("percent", "%"),
    ),
    (re.compile(r"几分之几"), _fixed("percent", "%")),
    (re.compile(r"几[比:]几|(?:多少|几)(?:的)?比[分数]|(?:什么|哪种)比[分数]"), _fixed("number", noun="比分")),
    (re.compile(r"(?:什么|哪一?个|啥)(?:电话|号码|热线|手机)号?"), _fixed("number", noun="电话")),
    (re.compile(r"第几(?:[大名位高长多])?(?![ ]*(?:年|世纪))"), lambda m, t: _rank(m, t)),
    (
        re.compile(
            r"老几|排[^,，]{0,6}多少[位名]|名次(?:怎么样|如何)|排(?:名|行|位)?(?:在|到)?第?几位?|(?:名次|排名|位次|位列)(?:是|为)?(?:多少|什么)|什么名次"
        ),
        _fixed("rank"),
    ),
    (
        re.compile(
            r"(?:公元|西元)几年|民国几年|几[月号日点时][到至]几[月号日点时]|哪几天|(?:什么|哪个?)时段|哪段(?:时间|时期)|几月几[日号]|几月份?(?!底)|几[号日点时](?!线|楼|公路|桥)|(?:(?:在|从|于|到)?(?:什么|啥|甚么)(?:时候|时间|时刻|日子|时期|年代|年份)|哪一?个?(?:年代?|天|日|月份?|世纪|时期|时代|时候|年份|日子|季节?|星期|周)|何(?:时|日|年|月)|多会儿|哪会儿|几时|星期几|周几|礼拜几)"
        ),
        _fixed("date"),
    ),
    (
        re.compile(r"(?:多长|多少|多久)的?时间|多久|几个?钟头"),
        lambda m, t: Slot("duration", m.start(), m.end(), "小时" if "钟头" in m.group() else None),
    ),
    (re.compile(r"多少钱|几(?:块|元|毛|万|百|千)?钱|什么价(?:格|钱)?|啥价"), _fixed("money", "元")),
    (
        re.compile(r"多大(?:年纪|岁数|年龄|了|的(?=孩|人|老|小|青|少|儿|学))|(?:今年)?几岁|高龄几何"),
        _fixed("number", "岁"),
    ),
    (re.compile(r"多(?P<how>[高远重沉长宽深厚快大])(?!学|会|年|家|桥)"), lambda m, t: _extent(m, t)),
    (
        re.compile(
            r"哪几(?P<m>[个家位名座所种项大])?(?:方面|个)?|哪些|(?:包括|包含|涉及|涵盖|分为|分别(?:是|为)?)什么|(?:什么|哪)(?:人员|部分)组成|由什么组成|[有了来出着是种卖]些(?:什么|啥)|都(?:有|是)(?:什么|啥)(?=\W*$)|哪(?:[2-9]|1[0-9]|两|三|四|五|六|七|八|九|十)[一-龥]|有什么(?=\W*$)|[都还]有谁|[是有]哪(?:几位|些人)|谁和谁"
        ),
        lambda m, t: _list(m, t),
    ),
    (re.compile("姓甚名谁|姓(?:什么|啥)叫(?:什么|啥)"), _fixed("person")),
    (
        re.compile(
            rf"叫(?:做|作)?(?:什么|啥)(?:名字|名称|名)?(?P<noun>{_CLASSES})?|(?:名字|名称|姓名)(?:又|是|叫|为)*(?:什么|啥)|(?:什么|啥)(?:名字|名称|名(?![次额单义堂片]))|尊姓大名"
        ),
        _named,
    ),
    (
        re.compile(
            rf"(?<!方是)(?<!方为)(?<!位是)(?<!位为)谁|何人|哪位|哪一?[位名](?:[一-龥]{{0,4}})?|(?:什么|啥|哪一?个|哪一?位)(?P<noun>{nouns.PERSON_CLASS})(?![民口])"
        ),
        _fixed("person"),
    ),
    (
        re.compile(rf"哪一?{_MEASURES}?(?P<noun>{_CLASSES})|(?:什么|啥|何)(?P<what>)(?P<noun2>\b)"),
        lambda m, t: _class_of(m, t) if m["noun"] else None,
    ),
    (re.compile(rf"(?:什么|啥)(?P<noun>{_CLASSES})"), _class_of),
    (
        re.compile(
            r"(?:在|位于|于|设在|到|去|从|打|自|由|往|上)?(?:哪里|哪儿|何处|何地|(?:什么|啥|哪个|哪一个)地方|什么位置|什么地点)|(?:在|到|去|打|从|往|上)哪(?![一几个位家种些年天月日怕])"
        ),
        _fixed("place"),
    ),
    (re.compile(r"谁|哪一?家"), _fixed("org")),  # 主办方是谁
    (re.compile(r"哪一?[所]"), _fixed("org", noun="学校")),
    (re.compile(r"哪一?[篇部首本]"), _fixed("title")),
    (re.compile(r"(?:[是为叫]|指的?是)(?:什么|啥)(?=\W*$)|什么(?=\W*$)"), _what),
    (
        re.compile("什么(?:价位|范围|区间)|多少(?:到|至)多少"),
        lambda m, t: bare(t[: m.start()].rstrip("在"), t, m.start(), m.end()),
    ),
    (re.compile(r"多少|(?<![好十一])几(?![乎率何内])"), counted),
    (re.compile(r"怎么样|怎样|怎么办|怎么|如何|咋样?|咋"), _fixed("how")),
    (re.compile(r"什么是|是什么(?:意思)?|什么意思|指什么|何谓|何为|定义"), _fixed("definition")),
    (re.compile(r"什么|啥|哪一?[个种类项次场届]|哪|何种|何"), _fixed("other", exact=False)),
)


def _rank(match: re.Match[str], text: str) -> Slot:
    unit = None if match.group()[-1] in "大高长多" else unit_at(text, text.index("几", match.start()) + 1)
    end = max(match.end(), match.start() + 2 + len(unit.printed)) if unit else match.end()
    return Slot("rank", match.start(), end, unit.name if unit else None)


def _extent(match: re.Match[str], text: str) -> Slot | None:
    how = match["how"]
    before = text[: match.start()]
    share = re.match("的?(?:比例|比重|份额)", text[match.end() :])
    if how in "大高" and (share or re.search("比例|比重|占比|概率|几率|[一-龥]率|幅度", before[-6:])):
        return Slot("percent", match.start(), match.end(), "%", exact=False)
    if how == "大" and nouns.PERSON_NOUN.search(before) and not match.string[match.end() :].strip("了呢啊?？ "):
        return Slot("number", match.start(), match.end(), "岁")
    if how == "大" and re.search("今年|现年$", before) and not match.string[match.end() :].strip("了呢啊?？ "):
        return Slot("number", match.start(), match.end(), "岁")
    if how == "大" and (deal := re.match("的?(?:盘子|买卖|生意|单子|手笔)", text[match.end() :])):
        return Slot("money", match.start(), match.end() + deal.end(), "元", exact=False)  # 做了多大的盘子
    if how == "大":
        return Slot(
            "number",
            match.start(),
            match.end(),
            "平方米" if re.search("面积|地|区|园|屋|房|馆", before) or text.startswith("面积", match.end()) else None,
            exact=False,
        )
    if how == "长" and re.search(
        "时间|寿命|周期|历时|历史|任期|工期|期限|时长|片长|[试用保质汛租刑学]期|(?:全|[影短大]|纪录|电视|舞|话|歌|戏)[片剧]有?$|节目有?$",
        before,
    ):
        return Slot("duration", match.start(), match.end())
    return Slot("number", match.start(), match.end(), _SPECIAL_HOW[how], exact=False)


def _list(match: re.Match[str], text: str) -> Slot:
    noun = re.match("[一-龥]{2}", text[match.end() :])
    return Slot("list", match.start(), match.end(), noun=noun.group() if noun else "")


def _keywords(text: str) -> Slot:
    """No word asks (头盔 多少 has one; 纳税总额 has none): the last noun tells what is wanted, if anything does."""
    end = len(re.sub(r"[ ?!。.,、呢吧啊]+$", "", text))
    before = text[:end]
    for pattern, kind, unit in (
        (nouns.PHONE, "number", None),
        (nouns.RATE, "percent", "%"),
        (nouns.AGE, "number", "岁"),
        (nouns.DATE_NOUN, "date", None),
        (nouns.PLACE_NOUN, "place", None),
        (MONEY, "money", "元"),
        (nouns.PERSON_NOUN, "person", None),
        (nouns.ORG_NOUN, "org", None),
        (nouns.COUNT_NOUN, "number", None),
    ):
        if pattern.search(before):
            return Slot(kind, end, end, unit, exact=False)  # type: ignore[arg-type]
    return Slot("other", end, end, exact=False)
