"""Names in a text: persons with their roles, organisations, places, titles, enumerations.

Nobody can list the people of next week's paper: a name is known by its form (a surname, a class word at its end, 《》, “”)
and by what stands beside it (a role before it, a verb of speech behind it), with the segmenter's tags as a second witness.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from retrieval.prose import Token
from retrieval.rarity import tables

NameKind = Literal["person", "place", "org", "title", "list"]


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a text."""

    start: int  # into the text given
    end: int  # exclusive
    kind: NameKind
    label: str = ""  # a person's role (皇台街道党工委副书记), the class word of a title or list (商标, 方面)
    sure: bool = True  # its form and its surroundings agree


_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄"
    "和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫经房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉钮龚程邢滑裴陆荣翁荀羊"
    "於惠甄曲封储靳段富巫乌焦巴弓牧山谷车侯全班仰秋仲伊宫宁仇栾暴甘斜厉戎祖武符刘景詹束龙叶幸司韶黎薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴郁胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍却桑桂濮牛寿通边扈燕冀浦尚农温别庄晏"
    "柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄东欧沃利蔚越夔隆师巩聂晁勾敖融冷辛阚那简饶空曾沙养鞠须丰巢关相查后红游权盖益公佟付肖闫仝苑代岳冼"
)
_COMPOUND = (
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "司徒",
    "令狐",
    "夏侯",
    "端木",
    "长孙",
    "宇文",
    "申屠",
    "南宫",
    "西门",
)
_ROLE_END = re.compile(
    r"(?:书记|主任|局长|县长|市长|省长|镇长|乡长|村长|区长|州长|部长|司长|处长|科长|股长|院长|校长|所长|站长|会长|理事长|董事长|监事长|总经理|经理|总裁|总监|老师|教师|医生|医师|护士长?|负责人|工程师|厂长|矿长"
    r"|主席|总统|总理|首相|国王|皇帝|女王|教皇|教宗|队长|组长|班长|排长|连长|营长|团长|师长|军长|司令|教练|教授|研究员|院士|博士|作者|导演|主编|记者|通讯员|创始人|创办人|发明人|继承人|传承人|女儿|儿子|父亲|母亲|妻子|丈夫|弟弟|哥哥"
    r"|姐姐|妹妹|师傅|队员|选手|运动员|冠军|社长|馆长|台长|秘书长|秘书|委员|代表|同志|先生|女士|村民|居民|市民|农民|农户|种植户|养殖户|学生|大学生|同学|店主|老板|老人|群众|游客|客商|员工|职工|工人|司机|民警|警官|法官|检察官|律师|演员|歌手|作家|画家"
    r"|诗人|学者|专家|志愿者|党员|干部|网格员|支书|大户|户主|业主|乘客|患者|家长|爱好者|设计师|建筑师|科学家|将军|大臣|总督|公爵|伯爵|王子|公主|主教|牧师|联系人|当事人|被告人?|原告|代理人|退休干部|技术员|农艺师|厨师|裁判|领队|带头人|致富能手|[一-龥](?:员|匠|嫂|叔|婶))$"
)
_ROLE_CHARS = re.compile(r"[\u4e00-\u9fffA-Za-z0-9“”]")
_SPEECH = re.compile(
    r"(?:看到|听到|听说|得知|发现|接到|来到|赶到|坐在|站在|正在|带着|拿着|举着|曾|一边|边|笑着|激动地|高兴地|自豪地|感慨地|欣慰地|介绍|告诉|表示|说|称|指出|坦言|透露|认为|强调|带队|带领|率|主持|出席|向|对|在|从|用|把|与|和|、|,|，|。|等|的|是|为|就|也|又|及|今年|当场|欠|以|还|将|深入|前往|到|被|给|自己|一家|家里?|连|,|\)|\(|（|）|:|\n|$)"
)
_TITLED = re.compile(
    r"(?:大娘|大爷|大妈|大叔|大婶|大姐|大哥|老汉|老伯|老太|阿姨|奶奶|爷爷|师傅|某某?|先生|女士|经理|老师|主任|医生|警官|队长|书记|老板|同学)"
)
_FOREIGN = re.compile(r"[\u4e00-\u9fff]{1,7}(?:[·‧•・][\u4e00-\u9fffA-Za-z]{1,8})+")
_NOT_NAME_TAIL = frozenset("的了在是和与向对把被将就都也还说称等及从用以为给让着过到因又并及者们地得个里上下中内")
_CLASS_CHARACTERS = frozenset("区村县镇乡市省路桥湖河江山岛馆局院校厂站所园感性化度式学率力量法器机线业品期节会界车")
_PERSON_TAGS = ("nr", "nrt", "nrfg")

_ORG_TAIL = re.compile(
    r"(?:有限责任公司|股份有限公司|有限公司|公司|集团|委员会|管委会|执法局|分局|总局|[\u4e00-\u9fff]局|法院|检察院|大学|学院|学校|小学|中学|一中|二中|中心校|幼儿园|医院|卫生院|银行|协会|学会|商会|联合会|妇联|工会|基金会|合作社|研究院|研究所|研究中心"
    r"|[\u4e00-\u9fff]中心|政府|街道办|办事处|党委|党支部|支部|村委会|居委会|居委|工坊|工厂|[\u4e00-\u9fff]厂|派出所|供电所|服务站|工作站|管理处|管理站|指挥部|[\u4e00-\u9fff]部|[\u4e00-\u9fff]厅|[\u4e00-\u9fff]院|电视台|报社|出版社|俱乐部|代表队|球队|乐队|剧团|合唱团|文化馆|图书馆|博物馆"
    r"|服务队|救援队|志愿队|大队|支队|党校|团委|供销社|农场|林场|牧场|酒店|宾馆|超市|商场|公安局|教育局|财政局|组织|联盟|议会|国会|法庭|联合国|党|军|协议会|帝国|王朝)$"
)
_ORG_ENDS = frozenset("局 厅 院 所 社 厂 馆 处 委 部".split())
_ORG_WORDS = (
    "n",
    "ns",
    "nt",
    "nz",
    "nr",
    "nrt",
    "j",
    "b",
    "vn",
    "v",
    "a",
    "an",
    "zg",
    "l",
    "f",
    "s",
    "m",
    "eng",
    "c",
    "nrfg",
    "ng",
    "t",
    "i",
    "q",
    "ad",
)
_ORG_STOP = frozenset(
    [
        "在",
        "由",
        "为",
        "是",
        "与",
        "向",
        "对",
        "把",
        "被",
        "将",
        "从",
        "以",
        "给",
        "让",
        "于",
        "并",
        "但",
        "而",
        "或",
        "据",
        "按",
        "经",
        "到",
        "来到",
        "赴",
        "走进",
        "开进",
        "进入",
        "前往",
        "成为",
        "组织",
        "开展",
        "召开",
        "举办",
        "联合",
        "邀请",
        "委托",
        "拜访",
        "成立",
        "建立",
        "创立",
        "创办",
        "加入",
        "担任",
        "就任",
        "任职",
        "就读",
        "毕业",
        "属于",
        "隶属",
        "称为",
        "叫做",
        "名为",
        "表示",
        "介绍",
        "说",
        "了",
        "着",
        "过",
        "有",
        "包括",
        "以及",
        "及",
        "今年",
        "去年",
        "近日",
        "日前",
        "目前",
        "当天",
        "同时",
        "通过",
        "根据",
        "作为",
        "位于",
        "其中",
        "等",
        "要",
        "会",
        "能",
        "可",
        "可以",
        "已",
        "已经",
        "曾",
        "曾经",
        "又",
        "也",
        "都",
        "就",
        "还",
        "才",
        "连日来",
        "不断",
        "支持",
        "帮助",
        "要求",
        "选派",
        "聘请",
        "配合",
        "推动",
        "服务",
        "收购",
        "出售",
        "设立",
        "获得",
        "赢得",
        "击败",
    ]
)
_PLACE_TAIL = re.compile(
    r"(?:省|自治区|市|县|区|乡|镇|村|街道|社区|屯|庄|路|街|大道|巷|路口|交叉口|广场|公园|湖|河|江|山|岛|湾|港|码头|机场|车站|火车站|站|学校|小学|中学|大学|医院|体育馆|体育场|文化馆|图书馆|博物馆|展馆|会馆|中心|大厅|会议室|礼堂|院子|院|大院|门口|北门|南门|东门|西门|基地|园区"
    r"|产业园|科技园|开发区|高新区|新区|景区|湿地|林场|农场|大棚|基地|工地|现场|服务区|收费站|小区|家属院|国|王国|帝国|州|郡|府|城|岭|沟|坡|坪|洲|半岛|海|洋|海峡|盆地|平原|高原|山脉|沙漠|寺|庙|教堂|宫|殿|塔|桥|楼|大厦|酒店|集市|市场|超市|商场|工坊|车间|厂|地区|群岛|流域|水库|村委会)$"
)
_PLACE_LEAD = re.compile(
    r"(?:在|位于|于|来到|走进|开进|到|到达|抵达|赴|前往|进入|设在|建在|落户|地点[为是:：]|地址[为是:：]|驻|迁至|迁往|定居|生于|出生于|逝世于|举行于|座落于|坐落于|坐落在|住在|家住|去|回到|返回|流经|发源于|分布于|分布在|至|进驻|深入)$"
)
_BOOK = re.compile(r"《[^《》\n]{1,60}》")
_QUOTED = re.compile(r"“[^“”\n]{1,20}”|「[^「」\n]{1,20}」|『[^『』\n]{1,20}』")
_CLASS_AFTER = re.compile(
    r"(?:品牌|商标|系列|活动|称号|行动|工程|项目|荣誉|奖项|奖|评选|比赛|大赛|专项|口号|模式|计划|平台|课程|主题|系统|节目|栏目|号)"
)
_ITEM = r"[^、,，。;；:：!！?？\n()（）]{1,18}"
_ENUMERATION = re.compile(rf"{_ITEM}(?:、{_ITEM})+")
_LAST = re.compile(r"(?:和|以及|及|与|或)(?=[^和及与])")
_LIST_LEAD = re.compile(
    r".*(?:包括|包含|涉及|分别是|分别为|分为|围绕|由|经过|涵盖|是|为|有|如|种植|设计出|设有|配有|装有|来自|获得|组织|设立|开设|拥有|针对|对|从|在|将|把|以|聚焦|突出|推出|生产|遍布|主打|采取|通过|介绍|联合|邀请|提供|发放|建有|和|辖区|优先)"
)
_LIST_TAIL = re.compile(
    r"(?P<count>(?:等)?(?:[两二三四五六七八九十]|\d{1,2})?(?:大|个|种|类|项|家|名|位|道|条|座|所)?)(?P<class>[\u4e00-\u9fff]{0,4})"
)


def find_persons(text: str, tokens: Sequence[Token]) -> list[Name]:
    """The persons in the folded *text* of *tokens*."""
    return list(_persons(text, tokens))


def find_names(text: str, tokens: Sequence[Token]) -> list[Name]:
    """The names in the folded *text* of *tokens*, by their start; they may overlap (a place within an organisation)."""
    persons = list(_persons(text, tokens))
    found = [
        *persons,
        *_organisations(text, tokens),
        *_places(text, tokens),
        *_titles(text),
        *_lists(text),
    ]
    spans = [(name.start, name.end) for name in persons if name.sure]
    found = [
        name
        for name in found
        if name.kind not in ("place", "org") or not any(start < name.end <= end for start, end in spans)
    ]
    return sorted({(name.start, name.end, name.kind): name for name in found}.values(), key=lambda n: (n.start, n.end))


# Persons


def _persons(text: str, tokens: Sequence[Token]) -> Iterator[Name]:
    foreign = list(_FOREIGN.finditer(text))
    for match in foreign:
        start = _foreign_start(match, tokens)
        yield Name(start, _foreign_end(match, tokens), "person", _role(text, start), True)
    covered = [(match.start(), _foreign_end(match, tokens)) for match in foreign]
    for name in _after_roles(text):
        covered.append((name.start, name.end))
        yield name
    for index, token in enumerate(tokens):
        if any(start < token.end and token.start < end for start, end in covered):
            continue
        if (person := _person_at(text, tokens, index)) is not None:
            yield person


_ROLE_WORD = re.compile(_ROLE_END.pattern.removesuffix("$"))


def _after_roles(text: str) -> Iterator[Name]:
    """Names right behind a role, read from the characters: segmenters join 局长江映雪 wrongly."""
    for match in _ROLE_WORD.finditer(text):
        start = match.end()
        size = 2 if text.startswith(_COMPOUND, start) else 1 if text[start : start + 1] in _SURNAMES else 0
        if not size:
            continue
        for length in (size + 2, size + 1):
            name = text[start : start + length]
            said = _SPEECH.match(text, start + length)
            if not re.fullmatch("[一-龥]+", name) or name in tables()[0]:
                continue
            if name[size:] in tables()[0] and not (said and len(said.group()) > 1):
                continue
            if name[-1] in _NOT_NAME_TAIL or said is None:
                continue
            yield Name(start, start + length, "person", _role(text, start), True)
            break


def _foreign_start(match: re.Match[str], tokens: Sequence[Token]) -> int:
    """Where a name with dots begins: at the last word before its first dot."""
    dot = re.search("[·‧•・]", match.group())
    index = bisect_left(tokens, match.start() + (dot.start() if dot else 0), key=lambda token: token.end)
    while index > 0 and tokens[index - 1].tag == "nrt" and tokens[index - 1].start >= match.start():
        index -= 1
    return max(match.start(), tokens[index].start)


def _foreign_end(match: re.Match[str], tokens: Sequence[Token]) -> int:
    """Where a name with dots ends: with the word behind its last dot, and further words that are names."""
    dot = match.start() + max(match.group().rfind(mark) for mark in "·‧•・")
    index = bisect_left(tokens, dot + 1, key=lambda token: token.start)
    if index == len(tokens):
        return match.end()
    end = tokens[index].end
    for token in tokens[index + 1 :]:
        if token.start >= match.end() or token.tag not in ("nrt", "nrfg"):
            break
        end = token.end
    return min(end, match.end())


def _person_at(text: str, tokens: Sequence[Token], index: int) -> Name | None:
    token = tokens[index]
    word = token.word
    if word[0] not in _SURNAMES and not word.startswith(_COMPOUND):
        if token.tag in ("nr", "nrt") and len(word) > 3 and word[1:2] in _SURNAMES and word[0] in "由与和被向对把给":
            return Name(token.start + 1, token.end, "person", "", False)
        if token.tag == "nrt" and len(word) > 1:
            return Name(token.start, token.end, "person", _role(text, token.start), False)
        return None
    size = 2 if word.startswith(_COMPOUND) else 1
    role = _role(text, token.start)
    if titled := _TITLED.match(text, token.start + size):
        return Name(token.start, titled.end(), "person", role, True) if _starts_word(tokens, index) else None
    end = _name_end(text, tokens, index, size, bool(role))
    if end is None or (not role and (word in tables()[0] or text[end - 1] in _CLASS_CHARACTERS)):
        return None
    if role and end - token.start == size + 1 and not _SPEECH.match(text, end) and _SPEECH.match(text, end + 1):
        end += 1
    tagged = token.tag in _PERSON_TAGS and token.end <= end
    if role and (tagged or _SPEECH.match(text, end)):
        return Name(token.start, end, "person", role, True)
    if tagged and len(word) > 1:
        return Name(token.start, end, "person", role, bool(_SPEECH.match(text, end)) and end - token.start == size + 2)
    return None


def _starts_word(tokens: Sequence[Token], index: int) -> bool:
    return len(tokens[index].word) <= 3


def _name_end(text: str, tokens: Sequence[Token], index: int, size: int, role: bool) -> int | None:
    """Where a name that begins with the surname of *size* at token *index* ends; None if no name does."""
    token = tokens[index]
    length = token.end - token.start
    if size + 1 <= length <= size + 2:
        return token.end if token.tag in _PERSON_TAGS or role else None
    if length > size + 2 or (not role and token.tag not in _PERSON_TAGS):
        return None
    end = token.end
    for following in tokens[index + 1 : index + 3]:
        if following.tag == "x" or following.end - token.start > size + 2:
            break
        if following.word in _NOT_NAME_TAIL and end > token.start + size:
            break
        end = following.end
    if end == token.start + size and index + 1 < len(tokens):
        end = min(tokens[index + 1].end, token.start + size + 2) if tokens[index + 1].tag != "x" else end
    if end - token.start <= size:
        return None
    if text[end - 1] in "说称在" and end - token.start == size + 2:
        end -= 1
    return end


def _role(text: str, start: int) -> str:
    """The role that stands right before *start*, with the unit it belongs to; "" if none does."""
    low = _role_start(text, start)
    if not _ROLE_END.search(text[low:start]):
        return ""
    while low > 1 and text[low - 1] == "、" and _ROLE_END.search(text[_role_start(text, low - 1) : low - 1]):
        low = _role_start(text, low - 1)  # 门诊主任、副主任医师
    return text[low:start]


def _role_start(text: str, end: int) -> int:
    low = end
    while low > 0 and end - low < 40 and _ROLE_CHARS.match(text[low - 1]):
        low -= 1
    return low


# Organisations and places


def _organisations(text: str, tokens: Sequence[Token]) -> Iterator[Name]:
    for index, token in enumerate(tokens):
        short = (
            token.word in _ORG_ENDS
            and index > 0
            and tokens[index - 1].tag[0] in "nj"
            and len(tokens[index - 1].word) > 1
        )
        if not short and (len(token.word) < 2 or not _ORG_TAIL.search(token.word)):
            if token.tag == "nt" and len(token.word) > 2:
                yield Name(token.start, token.end, "org")
            continue
        start = _phrase_start(tokens, index)
        if token.end - start >= 3:
            yield Name(start, token.end, "org")


def _phrase_start(tokens: Sequence[Token], index: int) -> int:
    """Where the name that ends with token *index* begins: back over the words that names are made of."""
    start = index
    while start > 0 and tokens[index].end - tokens[start - 1].start <= 26:
        before = tokens[start - 1]
        if (
            before.tag not in _ORG_WORDS
            or before.word in _ORG_STOP
            or (before.tag == "m" and before.word[-1].isdigit())
        ):
            break
        start -= 1
    while start < index and (_leads_in(tokens[start]) or tokens[start].word in ("全", "该", "本")):
        start += 1
    text = "".join(token.word for token in tokens[start : index + 1])
    lead = _LED.match(text)  # the segmenter joined them to what follows
    return tokens[start].start + (lead.end() if lead else 0)


_LED = re.compile(r"^.*(?:由|被|设在|位于|开进|走进|来到|前往|抵达|进驻|落户|建在|开往|赶到)(?=..)|^.{0,4}[在从](?=..)")


def _leads_in(token: Token) -> bool:
    """Whether *token* leads to a name rather than beginning it: a verb that is a common word, a conjunction."""
    return token.tag in ("c", "f", "t", "ad", "q") or (
        token.tag == "v" and (token.word in tables()[0] or len(token.word) == 1)
    )


def _places(text: str, tokens: Sequence[Token]) -> Iterator[Name]:
    for crossing in _CROSSING.finditer(text):
        led = _LED.match(crossing.group())
        yield Name(crossing.start() + (led.end() if led else 0), crossing.end(), "place", sure=True)
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.tag == "ns" or (_PLACE_TAIL.search(token.word) and token.tag[0] in "njlszv" and len(token.word) <= 8):
            last = index
            while (
                last + 1 < len(tokens)
                and (tokens[last + 1].tag == "ns" or _PLACE_TAIL.search(tokens[last + 1].word))
                and tokens[last + 1].tag != "x"
            ):
                last += 1
            start = _phrase_start(tokens, index)
            lead = bool(_PLACE_LEAD.search(text[max(0, start - 4) : start]))
            if tokens[last].end - start >= 2:
                yield Name(start, tokens[last].end, "place", sure=lead)
            index = last + 1
            continue
        index += 1


_CROSSING = re.compile(
    r"[\u4e00-\u9fff]{1,6}?[路街道][与和][\u4e00-\u9fff]{1,6}?[路街道](?:交叉口|交汇处|路口|十字路口)(?:[东西南北]{1,2}侧|角)?"
)


# Titles and enumerations


def _titles(text: str) -> Iterator[Name]:
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


def _lists(text: str) -> Iterator[Name]:
    for match in _ENUMERATION.finditer(text):
        start, end = match.span()
        first = text.index("、", start)
        lead = _LIST_LEAD.match(text[start:first])
        begin = start + lead.end() if lead and lead.end() < first - start else start
        last = text.rindex("、", start, end) + 1
        tail = text[last:end]
        stop, label = _list_end(tail)
        if begin < first:
            yield Name(begin, last + stop, "list", label, bool(label))


_COUNTED = re.compile(r"(?:等)?(?:[两二三四五六七八九十]|\d{1,2})(?:大|个|种|类|项|家|名|位|道|条|座|所|方)")
_JOINED = re.compile(r"[和及与]|以及")


def _list_end(tail: str) -> tuple[int, str]:
    """How much of *tail*, the last item with what follows it, belongs to the list, and the class word of the list."""
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
    return len(tail), ""
