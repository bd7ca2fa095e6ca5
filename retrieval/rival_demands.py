"""What a question demands where the text tells something very like it: the same measure of another, another measure of
the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import rjieba

from retrieval.asked import CHANGING, Word, begins, says, says_otherwise
from retrieval.matching import common_end
from retrieval.mentions import Page
from retrieval.prose import read_tokens
from retrieval.setting import ANOTHERS, COMMON, CONTRADICTED, Setting
from retrieval.units import dimension_of

_CLAUSE = re.compile("[,，;；。:：()“”《》\n]")
_LINK = re.compile("(?:[有为是达共占约近超仅的了]|分别|只有|达到?)+$")
_TOTAL = re.compile("(?:总[值额量]|[额量值])$")
_GROWN = re.compile("(?:同比|环比)?(?:增长|下降|增加|减少|上升|上涨|下跌)(?:幅度?|率)?$")
_BECAME = re.compile("(?:[提升增涨降减调缩扩][\u4e00-\u9fff]{0,2}?|放宽|下降)[到至为成]$")
_BACK = frozenset(
    ["公司", "企业", "集团", "学校", "医院", "单位", "项目", "工程", "行业", "本报", "该", "其", "自己", "个人", "家"]
)
_OWN_WORD = ("n", "j", "b", "v", "a", "l", "i", "s", "eng")  # tags of words that tell one thing from another


def sibling(setting: Setting) -> float:
    """全市居民人均支出 is not 农村居民人均支出: the same measure, and ahead of it another word than in the question."""
    page, mention = setting.page, setting.mention
    if mention.kind == "date":
        return 0.0
    start, _ = page.prose.whole(mention.low)
    asked = _LINK.sub("", setting.asked.before).lower()
    label = _label(page, start, mention.low)
    if setting.earlier:  # 水价由3元提高到5元: what is measured stands ahead of the first
        asked, label = _BECAME.sub("", asked), _LINK.sub("", _CLAUSE.split(setting.earlier)[-1]).lower()
    common = common_end(asked, label)
    mine, theirs, shared = asked[: len(asked) - common], label[: len(label) - common], asked[len(asked) - common :]
    if not theirs and (grown := _GROWN.search(asked)):  # 进出口216亿元,同比增长9%: the growth of the figure before
        owner = next((m for m in page.before(mention, start) if m.kind not in ("date", "percent")), None)
        label = _TOTAL.sub("", _label(page, start, owner.low)) if owner else ""
        mine = asked[: grown.start()]
        common = common_end(mine, label)
        mine, theirs, shared = mine[: len(mine) - common], label[: len(label) - common], mine[len(mine) - common :]
    measures = [w.text[-2:] for w in setting.asked.ahead if w.thing or w.tag == "vn"]
    if common < 2 or not any(measure in shared for measure in measures):
        return 0.0
    long = [word.text for word in setting.asked.ahead if len(word.text) > 1]
    if any(mine.endswith(word[:-1]) and shared.startswith(word[-1]) for word in long):
        mine, theirs, shared = mine + shared[0], theirs + shared[0], shared[1:]  # 质检|员月薪
    while word := _closing(setting.asked.ahead, mine, shared):
        if word not in theirs:
            break
        mine, theirs = mine[: mine.rindex(word)].rstrip("的"), theirs[: theirs.rindex(word)]
    said = page.prose.text[start : mention.high + len(_CLAUSE.split(setting.right)[0])].lower()
    cut = any(t.start < len(theirs) < t.end and rjieba.has_word(t.word) for t in read_tokens(label))
    tokens = read_tokens(theirs)
    if not word or not tokens or cut or word in said or _alike(word, theirs):
        return 0.0
    meant = next((w for w in setting.asked.ahead if w.text.startswith(word)), None)
    if meant is None or not meant.tag.startswith(_OWN_WORD) or meant.weight < COMMON or says_otherwise(meant, said):
        return 0.0
    last = tokens[-1]
    own = last.tag.startswith(_OWN_WORD) and (
        last.tag != "v" or len(last.word) > 2
    )  # 组织|志愿者: what is done with them
    if last.tag == "v" and meant.tag == "v" and says(meant, page.prose.text):
        own = True  # 归集公积金, 提取公积金: the article tells of both
    told = own and not theirs[: last.start].endswith(("该", "本", "此", "这")) and not _refers_back(last.word, word)
    if last.word in setting.asked.question.text:  # 全市农村居民: of 全市居民 a part, if nothing was said of it before
        paragraph = page.prose.text[page.prose.paragraph(start)[0] : start].lower()
        told = told and mine.endswith(last.word + word) and not says(meant, paragraph)
    return ANOTHERS if told else 0.0


def _alike(one: str, other: str) -> bool:
    """Whether half of the characters of *one* are those of *other*."""
    return 2 * sum(char in other for char in one) >= len(one)


def _refers_back(told: str, asked: str) -> bool:
    """Whether *told* may stand for what *asked* names: 公司 for any of them, 全县 for a county."""
    return told in _BACK or (told[0] in "全该本我" and told[-1] == asked[-1])


def _label(page: Page, start: int, end: int) -> str:
    """The words right ahead of the figure at *end*, from the figure before it or from *start* of its sentence."""
    left = max([start, *(m.high for m in page.figures if start <= m.low < end and m.kind != "date" and m.high <= end)])
    return _LINK.sub("", _CLAUSE.split(page.prose.text[left:end])[-1]).lower()


def _closing(words: Sequence[Word], text: str, behind: str) -> str:
    """The word with which *text* ends, ahead of *behind*, or the part of it that stands in *text*; "" for none."""
    text = text.rstrip("的")
    for word in words:
        whole = len(word.text)
        for cut in (whole, *range(whole - 1, 1, -1)):  # 农村|居民 ahead of 居民
            if text.endswith(word.text[:cut]) and (cut == whole or behind.startswith(word.text[cut:])):
                return word.text[:cut]
    return ""


def prefixed(setting: Setting) -> float:
    """进出口 is not 出口: the word stands ahead of the figure as the end of another one, which the question has not."""
    if setting.mention.kind == "date":
        return 0.0
    start, _ = setting.page.prose.whole(setting.mention.low)
    said = setting.page.prose.text[start : setting.mention.low]
    for word in setting.asked.words:
        stem = word.text[:-1] if len(word.text) > 2 and word.text[-1] in "额量数值" else word.text
        place = said.rfind(stem)
        if len(stem) < 2 or place < 1 or said[place - 1] not in CHANGING or begins(said, place):
            continue
        if not re.search(f"[{said[place - 1]}付]{re.escape(stem)}", setting.asked.question.text):  # 付: mistyped for 副
            return ANOTHERS
    return 0.0


# What money and goods are told of: a figure of the one is none of the other.
_PRICE = re.compile("多少钱|多少元|几块钱|几元")
_EARNED = re.compile("收入|工资|[月年]薪|补贴|补助|奖励|奖金|销售额|产值|利润|税收|罚款")
_FEE = re.compile("(?:费|票价|价格?)[要是为收]?$")
_BUILT = re.compile("投资|造价|耗资|斥资")
_SPENT = re.compile("花了|花费|掏了")  # whatever it was for
_SPENDING = re.compile("(?:[得要需共]|一共|总共)花(?:费|了|掉)?$|花[了掉费]$")
_GRANTED = re.compile("补贴|补助|奖励|奖金")
_MEASURES = tuple(
    re.compile(row)
    for row in (
        "投资|造价|耗资",
        "营业收入|营收|销售收入|销售额|卖了|卖出|销量|售出",
        "利润|盈利",
        "产值",
        "产量|总产|亩产|单产|出栏|[年日]产",
        "面积",
        "纯收入|净收入",
        "补贴|补助|资助|奖励|奖金",
        "贷款",
        "存款",
        "税收",
        "租金|房租",
        "电费|水费|话费",
        "支出",
        "增加值",
        "进出口|外贸",
        "(?<!进)出口|(?:卖到|销往)(?:国外|海外|境外)",
        "进口",
        "研发",
    )
)


def other_measure(setting: Setting) -> float:
    """营业收入 is not 利润: the measure ahead of the figure is one that the question does not ask for."""
    if setting.mention.kind == "date":
        return 0.0
    asked = setting.asked
    near = _CLAUSE.split(setting.left)[-1]
    word = asked.next_ahead
    sold = word is not None and word.thing and not word.gap and word.text in setting.page.prose.text
    priced = sold and _PRICE.search(asked.question.text) and not _EARNED.search(asked.question.text)
    if priced and _EARNED.search(near):
        return ANOTHERS  # 一架无人机多少钱: not what it earns
    if _SPENDING.search(asked.before) and _GRANTED.search(near) and not _GRANTED.search(asked.question.text):
        return ANOTHERS  # 一共得花多少钱: not what is paid towards it
    if _FEE.search(asked.before) and _BUILT.search(near) and not _BUILT.search(asked.question.text):
        return ANOTHERS  # 过桥费多少钱: not what the bridge cost
    wanted = _measures_in(asked.before[-8:] + asked.after[:4])
    if len(wanted) != 1:
        return 0.0
    meant = [other for word in asked.words if wanted[0].search(word.text) for other in word.others]
    question = "\n".join([asked.question.text, *meant])
    told = [(match.end(), row) for row in (*_MEASURES, _SPENT) for match in row.finditer(near)]
    if not told or wanted[0].search(near) or wanted[0].search(_CLAUSE.split(setting.right)[0]):
        return 0.0
    row = max(told, key=lambda found: found[0])[1]
    sized = row.pattern == "面积" and dimension_of(asked.question.unit) == "area"  # 卖出多少平方米
    return 0.0 if sized or row.search(question) else ANOTHERS


@lru_cache(maxsize=100)
def _measures_in(text: str) -> list[re.Pattern[str]]:
    """Which of the measures *text* tells of, the words around a slot, which are asked of many mentions."""
    return [row for row in _MEASURES if row.search(text)]


_QUOTED = re.compile("“([^”]{2,8})”")
_WORK = re.compile("《([^》]+)》")


def other_work(setting: Setting) -> float:
    """The work in 《》 that is asked about has to be the one that the text is at, not another of its headline."""
    asked = _WORK.findall(setting.asked.question.text)
    text, heading = setting.page.prose.text, setting.page.heading
    start, end = setting.page.prose.whole(setting.mention.low)
    if not asked or any(name in text[start:end] or name in heading for name in asked):
        return 0.0
    return ANOTHERS if _WORK.search(heading) else 0.0


_OF_MANY = tuple("站桥校学园厂店馆楼院村镇乡路街区")  # one of several of an article, more than what it is about


def passing(setting: Setting) -> float:
    """What the article names once, in another paragraph, has no figure here."""
    text, heading = setting.page.prose.text, setting.page.heading
    if setting.mention.kind == "date":
        return 0.0
    low, _ = setting.page.prose.paragraph(setting.mention.low)
    near = text[low : setting.page.prose.whole(setting.mention.low)[1]] + heading
    owners = [name for name in setting.asked.owners if name.endswith(_OF_MANY)]
    away = [name for name in owners if text.count(name) == 1 and name not in near]
    return (
        ANOTHERS
        if any(not _back_to(name, text[low : setting.page.sentence(setting.mention)[1]]) for name in away)
        else 0.0
    )


def _back_to(name: str, text: str) -> bool:
    """Whether *text* refers back to *name* by its class: 学校, 全村."""
    back = rf"(?:^|[,，。])(?:{'|'.join(_BACK)})(?!中)|[全该本]{name[-1]}|{name[-1]}[里内]|(?<![一-龥]){name[-3:]}"
    return bool(re.search(back, text)) or name[:2] in text


def quoted(setting: Setting) -> float:
    """“甲牌”一瓶26元;“乙牌”占两成: of names in quotation marks the one asked about has to stand with the figure."""
    text = setting.page.prose.text
    start, end = setting.page.prose.sentence(setting.mention.low)
    ahead = _QUOTED.findall(text[start : setting.mention.low])
    if not ahead or any(name in setting.asked.question.text for name in ahead):
        return 0.0
    asked = [name for name in _QUOTED.findall(text) if name in setting.asked.question.text]
    return -3.0 if asked and not any(name in text[start:end] for name in asked) else 0.0


_RELATIVE = re.compile(
    "的(?P<who>爸爸|妈妈|父亲|母亲|爷爷|奶奶|[大二三小]?[哥弟姐妹]|哥哥|弟弟|姐姐|妹妹|儿子|女儿|妻子|丈夫|孙子|孙女)"
)
_EXTREME = re.compile("最[大小长高老]的?[^的]{0,3}$|年轻的[^的]{0,3}$")
_FIRMS = re.compile("(?:公司|集团|厂|合作社|银行|医院|[小中]学|学校)$")


def somebody_elses(setting: Setting) -> float:
    """An age is one person's: neither the mean of many nor that of the one whose brother is asked about."""
    question = setting.asked.question
    if question.unit != "岁" or setting.mention.unit != "岁":
        return 0.0
    if "平均" in setting.left[-8:] and "平均" not in question.text:
        return ANOTHERS
    if _EXTREME.search(setting.close_left) and "最" not in question.text:
        return ANOTHERS  # 年纪最大的61岁
    relative = _RELATIVE.search(question.text)
    return ANOTHERS if relative and relative["who"] not in setting.sentence else 0.0


def firm_within(setting: Setting) -> float:
    """清河县长风公司's exports are not 清河县's: the place asked about is only where the one told of is at home."""
    page, mention = setting.page, setting.mention
    if mention.kind == "date":
        return 0.0
    start, _ = page.sentence(mention)
    ahead = page.prose.text[start : mention.low]
    for owner in setting.asked.owners:
        if owner[-1] not in "省市县区镇乡村" or owner not in ahead or ahead.count(owner) > 1:
            continue
        low = start + ahead.index(owner)
        firms = [n for n in page.names(low, mention.low) if n.kind == "org" and n.low == low and _FIRMS.search(n.text)]
        if any(firm.text not in setting.asked.question.text for firm in firms):
            return CONTRADICTED
    return 0.0


# The steps of one course of things: a figure of the one is none of the other.
_STEPS = tuple(
    tuple(map(re.compile, row.split()))
    for row in (
        "立案 破案|破获|侦破|告破",
        "申请|申报 受理 批准|获批|通过",
        "报名 录取|入选|中签|取证",
        "签约 开工|动工 投产|竣工|建成",
        "收到|征集 采纳",
        "缴存|归集 提取",
        "收购 产量|总产|单产|亩产",
        "发放|发出 核销|兑换",
    )
)


def step(setting: Setting) -> float:
    """立案733起 is not how many were solved."""
    if setting.mention.kind == "date":
        return 0.0
    near = _CLAUSE.split(setting.left)[-1] + _CLAUSE.split(setting.right)[0]
    for row in _STEPS:
        wanted = [one for one in row if one.search(setting.asked.question.text)]
        told = [one for one in row if one.search(near)]
        if len(wanted) == 1 and told and wanted[0] not in told:
            return ANOTHERS
    return 0.0


_ASKS_SPENT = re.compile("花[了费掉]?(?:一共|大概)?$")
_UNSPENT = re.compile("节省|节约|省下|省[了去]?$|便宜|优惠|减[免了]?$|贵了?$|[借贷]款?了?$|罚了?$|奖励?$|捐[了赠资]?$")


def unspent(setting: Setting) -> float:
    """花了多少 asks for nothing saved, borrowed or given."""
    if setting.mention.kind != "money" or not _ASKS_SPENT.search(setting.asked.before):
        return 0.0
    told = _UNSPENT.search(_CLAUSE.split(setting.left)[-1][-8:])
    return ANOTHERS if told and told.group()[0] not in setting.asked.question.text else 0.0
