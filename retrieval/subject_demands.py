"""What a question demands of what is spoken of: the very thing, place and scope that it names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import rjieba

from retrieval.asked import GENERIC, OF_KIND, Word, says
from retrieval.changes import NEW
from retrieval.numerals import read_numeral
from retrieval.rarity import tables
from retrieval.setting import ANOTHERS, BETTER, COMMON, CONTRADICTED, Setting

_TELLING = 6.0  # rarity from which a character alone says what a word is about
_ALL = frozenset(["总额", "总数", "总量", "总计"])
_CALLED = frozenset("老人 先生 女士 师傅 大爷 大妈 大叔 阿姨 奶奶 爷爷 老汉 老太 老太太 小伙 小伙子 姑娘".split())  # noqa: SIM905
_STRANGE = 3.5  # … that it has nothing like a name of the question
_CLASSED = "省市县区旗州盟镇乡村街路巷山河湖江库桥站厂店馆院校园所局社队厅"  # a name without it may be printed
# What is measured in so many words: a figure of another measure has none of their characters near it.
_MEASURED = frozenset(
    [
        *("利润", "净利润", "盈利", "产值", "销售额", "营业额", "营收", "工资", "月薪", "年薪", "奖金", "租金", "房租"),
        *("造价", "成本", "税金", "税收", "负债", "存款", "贷款", "保费", "押金", "学费", "门票", "票价", "定金"),
        *("面积", "产量", "销量", "亩产", "单产", "身高", "体重", "海拔", "深度", "宽度", "高度", "长度", "厚度"),
        *("直径", "树龄", "库容", "流量", "容量", "重量", "时速", "存栏", "存栏量", "出口额", "进口额", "保有量"),
        *("员工", "职工", "会员", "学生", "教师", "党员", "床位", "车位", "座位", "藏书", "人口", "成活率", "合格率"),
        *("覆盖率", "入住率", "就业率", "出勤率", "录取率", "普及率", "利用率", "收视率", "近视率", "及格率"),
    ]
)
_NEWLY_ASKED = 4.0  # what it costs that the article prints nothing of what a follow-up asks about: 商务座呢


def absent(setting: Setting) -> float:
    """Words of the question that the article does not print: above all what is measured, and known names of things."""
    text = setting.page.lower
    near = (setting.sentence + setting.page.heading).lower()
    costs = [_cost(setting, word, text, near) for word in setting.asked.words]
    return -max(costs) if max(costs, default=0.0) >= _STRANGE else max(-3.4, -sum(costs))


def stranger(setting: Setting) -> float:
    """雁栖路由谁施工: an article that has nothing like the name tells nobody's part in it."""
    text, near = setting.page.lower, (setting.paragraph + setting.page.heading).lower()
    named = (word for word in setting.asked.words if word.name and not rjieba.has_word(word.text))
    return ANOTHERS if any(_cost(setting, word, text, near) >= _STRANGE for word in named) else 0.0


def _cost(setting: Setting, word: Word, text: str, near: str) -> float:
    """What it costs that *text* does not print *word*; less where the mention's own sentence has half of it."""
    asked = setting.asked
    rare = word.weight >= COMMON or word.name
    if word.text in _ALL and re.search("[共总]|合计", near):
        return 0.0
    if asked.question.follow_up and word.text in asked.question.asked and word.thing and word.text not in OF_KIND:
        return 0.0 if says(word, text) or any(part in text for part in parts_of(word.text)) else _NEWLY_ASKED
    if len(word.text) < 2 or not rare or word.text in OF_KIND or says(word, text):
        return 0.0
    stem = word.text[:-1]
    if word.text[-1] in "里上中内下" and stem in text:
        return 0.0  # 包里: 包内
    if word.text[0] in "老小阿" and word.text[1:] in text:
        return 0.0  # 老樊: 樊望洋
    if word.text[0] in "能可会要得" and not rjieba.has_word(word.text):
        return 0.0  # 能领: no word
    if word.text[-1] == "钱" and stem and re.search(f"{re.escape(stem)}[费款金]", text):
        return 0.0  # 安装钱: 安装费
    if len(stem) > 1 and word.text[-1] in "额量数值费" and stem in text:
        return 0.0  # 进口额: 进口60.8亿元
    if len(word.text) > 3 and word.text.endswith(("范围", "标准", "数字", "数值")) and word.text[:-2] in text:
        return 0.0  # 年龄范围: 年龄18至55周岁
    if len(stem) == 1 and word.text[-1] in "量数" and stem in near:
        return 0.0  # 产量: 总产160万斤
    people = word.text in asked.question.slot.noun and setting.mention.unit in ("人", "名", "位")
    if people and any(char in near for char in word.text if char != "人"):
        return 0.0  # 多少徒弟: 带徒60人
    if word.text in _CALLED:
        return 0.25  # whom a reader calls so the paper names
    if NEW.match(word.text) and NEW.search(near):
        return 0.0  # 新装: 新建
    share = sum(char in near for char in word.text) / len(word.text)
    if not word.thing:
        told = setting.mention.kind == "date" or any(char in text for char in word.text)
        return 0.0 if told or word.tag[:1] in "dcpur" else 0.4
    if not rjieba.has_word(word.text):  # mistyped, or a name in another form
        if share >= 0.5:
            return 0.0
        stem = word.text.rstrip(_CLASSED)
        strange = word.name and len(stem) > 1 and not any(char in near for char in stem)
        strange = strange and stem[:2] not in text and not (len(stem) == 2 and stem[0] in text)  # 祝家: 祝长河
        return _STRANGE if strange else 0.6
    cost = 2.0 if word.name or word is asked.measured else 1.2
    if word is asked.measured and word.text in _MEASURED and not any(char in near for char in word.text):
        return _STRANGE
    if (len(stem) > 1 and stem in text) or (word.text[0] in near and tables()[1].get(word.text[0], 8.0) >= _TELLING):
        return 0.3 * cost  # 末班车: 末班19:40; 摊子: 摊位
    return 0.4 * cost if share > 0.5 else cost if share == 0 else 0.8 * cost


def parts_of(word: str) -> list[str]:
    """The shorter words in a long one; itself where it has none."""
    return [part for part in rjieba.cut_for_search(word) if 1 < len(part) < len(word)] or [word]


_IDENTIFIER = re.compile(
    r"第(?P<nth>[一二三四五六七八九十]+)(?P<of>(?![年天日月周轮名位])[\u4e00-\u9fff]{2})"
    r"|(?P<name>[A-Za-z]+\d*|\d+|(?!一期[要得交收花多])[一二三四五六七八九十]+)(?P<class>路(?!口)|号线|号楼|号主?塔|号墓|号井|号门|号机组|号泊位|号展?馆|号航站楼|号(?:食堂|车间|院|库|炉|厅|棚|窗口|闸|码头|机|坝|矿|桥|渠)|等座|等舱|楼|期|标段|年级|校区|车间|中学|小学)"
)


def identifier(setting: Setting) -> float:
    """5路 is not 2路, and the third phase not the second: what a number names has to be the thing asked about."""
    asked = _identifiers(setting.asked.before + setting.asked.after)
    if not asked:
        return 0.0
    text = setting.page.prose.text
    start, _ = setting.page.sentence(setting.mention)
    low, _ = setting.page.prose.paragraph(setting.mention.low)
    odds = 0.0
    for named in asked:
        kind = named["class"] or named["of"]
        ahead = _IDENTIFIER.finditer(text[low : setting.mention.low])
        same_class = [other for other in ahead if (other["class"] or other["of"]) == kind]
        if not same_class:
            odds += 0.0 if named.group() in text[start : setting.mention.high + 20] else -1.0
        elif _number(same_class[-1]) != _number(named):
            odds += CONTRADICTED
        else:
            odds += BETTER
    return odds


@lru_cache(maxsize=100)
def _identifiers(text: str) -> list[re.Match[str]]:
    """What is told by a number in *text*, a question that is asked of many mentions."""
    return list(_IDENTIFIER.finditer(text))


def _number(named: re.Match[str]) -> str:
    """What *named* is told by, a numeral in digits: 3 of 三号线."""
    told = str((named["name"] or named["nth"]).lower())
    read = read_numeral(told)
    return f"{read.low:g}" if read is not None and read.low == read.high else told


# 居全省第三 tells a rank, not of whom the figure is.
_SCOPE = re.compile(  # 高于全省平均: with what it is compared
    "(?<![于比过])(?:全国|全省|全市|全县|全区|全镇|全乡|全村|全校|全球|世界)"
    "(?!第|前(?!三?季|半|[0-9一二三四五六七八九十两]{1,2}个?[月季年天])|首位?|末位|[一-龥]{0,2}(?<!安)排)"
)


_WIDER = frozenset(["全国", "全省", "全球", "世界"])


def scope(setting: Setting) -> float:
    """全市 is not 全县."""
    wanted = set(_SCOPE.findall(setting.asked.question.text))
    if not wanted:
        return 0.0
    clause = set(_SCOPE.findall(setting.own + setting.clause))
    told = _SCOPE.findall(setting.paragraph)
    here = (
        clause
        or set(_SCOPE.findall(setting.sentence))
        or set(told[-1:])
        or set(_SCOPE.findall(setting.page.prose.text))
    )
    if not here and wanted <= _WIDER and not re.search("[省国]", setting.page.heading + setting.paragraph):
        return ANOTHERS  # 全省: of a farm
    return CONTRADICTED if here and not wanted & here else 0.5 * bool(wanted & clause)


_PLACE = re.compile(
    r"[\u4e00-\u9fff]{1,5}?(?:村(?![卫干集图道小医支两])|(?<![回返下家故老城])镇|(?<![回返下家故老城水])乡|街道|社区|县|市|区|省)(?!委|政|长|民|里|子|场|级|内|域|外|属|直|城|区)"
)


_ANY_PLACE = re.compile("[全本我该各省同和与及]..?$|省城")  # 全市, 本县: no place of its own


def place_named(setting: Setting) -> float:
    """The place that the question names has to be named with the figure or ahead of it."""
    text = setting.page.prose.text
    question = setting.asked.question.text
    for date in reversed(setting.asked.dates):
        question = question[: date.start] + "," + question[date.end :]
    places = [place for place in _PLACE.findall(question) if not _ANY_PLACE.search(place) and not GENERIC.search(place)]
    if not places:
        return 0.0
    low, _ = setting.page.prose.paragraph(setting.mention.low)
    end = setting.page.sentence(setting.mention)[1]
    around = text[low:end] + setting.page.heading
    name = places[-1]
    stem = name[-3:] if len(name) > 3 else name
    if stem in around or (len(name) < 6 and name[:2] in around):  # of six the first may be no part of the name
        return 0.0
    told = _SCOPE.findall(text[low : setting.mention.low])
    if told and told[-1][-1] == name[-1] and stem in text:
        return 0.0  # 全市, in an article that names it
    return -2.5 if not told else -1.5 if told[-1][-1] == name[-1] else -5.0  # 全市 is not one of its counties


_UNKNOWN = "(?:没有?|未)(?:定价|公布|公开|确定|统计|出来|透露|披露|定|有数)"
_SAYS_UNKNOWN = re.compile(_UNKNOWN)
_UNSETTLED = f"[^,，。;；]{{0,4}}(?:还|尚|仍|暂|目前)?{_UNKNOWN}"


def unsettled(setting: Setting) -> float:
    """桂味22元,糯米糍还没定价: what the text says is not known yet is not told by the figure beside it."""
    text = setting.page.prose.text
    if not _SAYS_UNKNOWN.search(text):
        return 0.0
    for word in setting.asked.words:
        elsewhere = word.thing and len(word.text) > 1 and word.text not in setting.clause and word.text in text
        if elsewhere and re.search(re.escape(word.text) + _UNSETTLED, text):
            return -5.0
    return 0.0


def taken_up_later(setting: Setting) -> float:
    """What the article comes to speak of only after the sentence of the figure, the figure does not tell of."""
    if setting.mention.kind == "date":
        return 0.0
    text, heading = setting.page.prose.text, setting.page.heading
    _, end = setting.page.prose.whole(setting.mention.low)
    odds = 0.0
    for word in setting.asked.words:
        if not word.thing or len(word.text) < 2 or word.text in OF_KIND:
            continue
        if word.weight < COMMON and not word.name:
            continue
        if word.text.endswith("里") or _ANY_PLACE.search(word.text) or word.text in setting.asked.question.slot.noun:
            continue  # 县里补多少, 交多少水费: not what is spoken of
        before = f"{heading}\n{text[:end]}"
        if says(word, text[end:]) and not says(word, before):
            if word is not setting.asked.measured and word.text[: max(1, len(word.text) - 1)] not in before:
                return -4.0  # nothing like it was spoken of
            odds -= 1.5
    return max(odds, -3.0)


_SUFFIXED = ("place", "org")
_NO_OWNER = re.compile("记者|通讯员|[0-9全本该各每这那两几个月年]|[一二三四五六七八九十][个家所]")


@lru_cache(maxsize=1000)
def _bare_name(name: str) -> str:
    """*name* without a verb that was taken for its beginning (去省城); "" where a verb is left (上岛)."""
    bare = re.split("[坐去往乘守到至]|前(?=[一-龥]{2})", name)[-1]
    return (
        "" if len(bare) < 3 or re.match("[新老旧]..?$", bare) or re.search("[上下进出入离登回返去到].$", bare) else bare
    )


def owner(setting: Setting) -> float:
    """柳湾镇 is not 沙埠镇: of names of one class, the last one ahead of the mention has to be the one asked about."""
    odds = 0.0
    text = setting.page.prose.text
    for name in filter(None, map(_bare_name, setting.asked.owners)):
        if name not in text and name[0] in "上中里下" and name[1:] in text:
            name = name[1:]  # 榜上|白河镇
        if setting.left.strip("、,，和与及 ").endswith(name):
            continue
        last = next(_ahead(setting, name[-1]), None)
        if last is not None and setting.own.rfind(name) > setting.own.rfind(last):
            continue  # 白河县队积15分列第四
        if last is not None and _differs(name, last):
            if setting.earlier and last in setting.sentence.split(setting.earlier, 1)[-1]:
                continue  # 手术室由老院区的6间增加到16间: whose it was
            near = last in setting.sentence or (setting.mention.kind == "person" and last in setting.paragraph)
            another = 3.0 if setting.mention.kind == "date" else 4.0
            odds -= 1.5 if name in setting.sentence else another if near else 1.0
    return max(odds, -4.0)


def _ahead(setting: Setting, last: str) -> Iterator[str]:
    """The places and organisations ahead of the mention whose names end with the character *last*, the last first."""
    prose = setting.page.prose.text
    for name in setting.page.names_before(setting.mention.low, last):
        text = prose[name.low : name.high]
        if prose[name.low - 1 : name.low] == "的":
            continue  # 闲置的换热站: what somebody has, no owner
        if name.kind in _SUFFIXED and len(text) > 2 and not _NO_OWNER.search(text):
            yield text


def _differs(one: str, other: str) -> bool:
    """Whether two names of one class are of two things, neither of them a shorter form of the other."""
    common = 0
    while common < min(len(one), len(other)) and one[-1 - common] == other[-1 - common]:
        common += 1
    heads = sorted((one[: len(one) - common], other[: len(other) - common]), key=len)
    rest = iter(heads[1])
    return not all(char in rest for char in heads[0])
