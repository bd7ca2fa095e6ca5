"""Organisations and places in a text, by the class word at their end and the words that lead to them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import rjieba

from retrieval.prose import Name, Token, span_of
from retrieval.rarity import tables

_ORG_TAIL = re.compile(
    r"(?:重工|股份|实业|药业|酒业|乳业|建工|交投|城投|水务|有限责任公司|股份有限公司|有限公司|公司|集团|委员会|管委会|执法局|分局|总局|[^骗结布格战时大僵残\W]局|法院|检察院|大学|学院|学校|小学|中学|一中|二中|中心校|幼儿园|医院|卫生院|银行|协会|学会|商会|联合会|妇联|工会|基金会|合作社|研究院|研究所|研究中心"
    r"|[\u4e00-\u9fff]中心|政府|街道办|办事处|党委|党支部|支部|村委会|居委会|居委|工坊|工厂|[\u4e00-\u9fff]厂|派出所|供电所|服务站|工作站|管理处|管理站|指挥部|[^上下内外全东西南北头底局背腹根尾\W]部|[\u4e00-\u9fff]厅|[\u4e00-\u9fff]院|电视台|报社|出版社|俱乐部|代表队|球队|[省市县区镇乡校学]队|乐队|剧团|合唱团|文化馆|图书馆|博物馆"
    r"|服务队|救援队|志愿队|大队|支队|党校|团委|供销社|农场|林场|牧场|酒店|宾馆|超市|商场|公安局|教育局|财政局|组织|联盟|议会|国会|法庭|联合国|党|(?<![冠亚季将参])军|协议会|帝国|王朝)$"
)
_ORG_ENDS = frozenset(["局", "厅", "院", "所", "社", "厂", "馆", "处", "委", "部", "队"])
_ORG_WORDS = (
    "n", "ns", "nt", "nz", "nr", "nrt", "j", "b", "vn", "v", "a", "an", "zg", "l", "f", "s", "m", "eng", "c",
    "nrfg", "ng", "t", "i", "q", "ad",
)  # fmt: skip
_ORG_STOP = frozenset(
    """
    中 上 里 在 由 为 是 与 向 对 把 被 将 从 以 给 让 于 并 但 而 或 据 按 经 到 来到 赴 走进 开进 进入 前往 成为
    组织 开展 召开 举办 联合 邀请 委托 拜访 成立 建立 创立 创办 加入 担任 就任 任职 就读 毕业 属于 隶属 称为 叫做
    名为 表示 介绍 说 了 着 过 有 包括 以及 及 今年 去年 近日 日前 目前 当天 同时 通过 根据 作为 位于 其中 等 要 会
    能 可 可以 已 已经 曾 曾经 又 也 都 就 还 才 连日来 不断 支持 帮助 要求 选派 聘请 配合 推动 服务 收购 出售 设立
    获得 赢得 击败 敌 不敌 输给 考入 考取 签约 携手 牵手 联手 捐给 交给 送给 卖给 走访 慰问 考察 参观 入驻 承接
    """.split()  # noqa: SIM905
)
_PLACE_TAIL = re.compile(
    r"(?:省|自治区|市|县|区|乡|镇|村|街道|社区|屯|庄|路|街|大道|巷|路口|交叉口|广场|公园|湖|河|江|山|岛|湾|港|码头|机场|车站|火车站|站|学校|小学|中学|大学|医院|体育馆|体育场|文化馆|图书馆|博物馆|展馆|会馆|中心|大厅|会议室|礼堂|院子|院|大院|门口|北门|南门|东门|西门|基地|园区"
    r"|产业园|科技园|开发区|高新区|新区|景区|湿地|林场|农场|大棚|基地|工地|现场|服务区|收费站|小区|家属院|国|王国|帝国|州|郡|府|城|岭|沟|坡|坪|洲|半岛|海|洋|海峡|盆地|平原|高原|山脉|沙漠|寺|庙|教堂|宫|殿|塔|桥|楼|大厦|酒店|集市|市场|超市|商场|停车场|步行街|剧场|剧院|影院|报告厅|食堂|会堂|工坊|车间|厂|地区|群岛|流域|水库|村委会|滩|塬|坳|坞|墩|圩|渡口|峪|峡谷|屿|礁|大堤|大坝|水闸|[冰雪球赛渔茶泳]场|鱼塘|书店|花园|果园|茶园|陵园|校园|展厅|展区)$"
)
_PLACE_LEAD = re.compile(
    r"(?:在|位于|于|来到|走进|开进|到|到达|抵达|赴|前往|进入|设在|建在|落户|地点[为是:：]|地址[为是:：]|驻|迁至|迁往|定居|生于|出生于|逝世于|举行于|座落于|坐落于|坐落在|住在|家住|去|回到|返回|流经|发源于|分布于|分布在|至|进驻|深入)$"
)
_LED = re.compile(
    r"^.*(?:(?:主办|承办|协办|运营|承建|施工|建设|投资|合作|监理|设计|委托|发包|中标|采购|供货|出品|制作|发起|承包|管理|开发)(?:方|单位|商|企业)[为是]?"
    r"|业主(?:单位)?[为是]?|以(?!色列)|(?<![华有无])为|是|冠军|亚军|对手|由|被(?!告)|(?<![方一志动导走趋意])向|[路站线][到至往]|终到|设在|位于|开进|走进|来到|前往|抵达|进驻|落户|建在|开往|赶到|移至|迁至|送至|运至|送到|运到|战胜|击败|力克|挑战|迎战|对阵|逆转|绕行|绕道|途经|改走)(?=..)"
    r"|^.{0,4}[在从](?=..)|^[到至往](?=..)"
)
# Not one organisation by its name: 四家公司, 许多学校.
_UNNAMED = re.compile(
    r"(?:[一二三四五六七八九十两几数多百千万\d]+(?:多|余)?(?:大军|家|所|个|名|位|间|支|座|成|批)|许多|很多|一些|不少|其[他它]|[某这那各每该])"
)
# Everywhere rather than some place: 增速居全省.
_EVERYWHERE = re.compile("(?:全|本|我|该|各|每|整个|[由为])(?:省|市|县|区|镇|乡|村|国|校|线|院)(?:大?部分地区|各地)?$")
# The trades that companies' names end with: 蓝鹭航空.
BRANDED = (
    "航空|物流|财险|人寿|保险|证券|科技|生物|食品|能源|电力|传媒|通信|快递|地产|置业|旅游|文旅|监理|制药"
    "|医药|服饰|汽车|电器|电子|水泥|钢铁|化工|光电|建设|路桥|电气|机械|轮胎|乳品|农业|畜牧|粮油|纺织|影业|教育"
)
_BRANDED = frozenset(BRANDED.split("|"))
_BRAND_LEADS = "由与和跟向给是为,，。;；:：、\n"
_CROSSING = re.compile(
    r"[\u4e00-\u9fff]{1,6}?[路街道][与和][\u4e00-\u9fff]{1,6}?[路街道](?:交叉口|交汇处|交会处|路口|十字路口)(?:[东西南北]{1,2}[侧角]|角)?"
)

_CROSSED = re.compile("[路街道][与和]")  # in every crossing, and in few texts besides: quickly looked for


@lru_cache(maxsize=20_000)  # a paper's words are few, and each is asked about wherever it stands
def _ends_organisation(word: str) -> bool:
    """Whether *word* ends with the class word of an organisation."""
    return _ORG_TAIL.search(word) is not None


@lru_cache(maxsize=20_000)
def _ends_place(word: str) -> bool:
    """Whether *word* ends with the class word of a place."""
    return _PLACE_TAIL.search(word) is not None


# A line of its own that is an organisation's name: whoever signs a notice.
_SIGNED = re.compile(
    r"(?<![^\n])(?!第.{1,2}名)[\u4e00-\u9fff]{2,22}(?:公司|政府|[局厅处部院]|办公室|委员会|中心|[管居村]委会|学校|[中小大]学|协会|集团|[所队站社馆])(?![^\n])"
)


def organisations_in(text: str, tokens: Sequence[Token]) -> Iterator[Name]:
    lines = [line.span() for line in _SIGNED.finditer(text, *span_of(tokens)) if text[line.end() :][:1] in ("", "\n")]
    yield from (Name(low, high, "org") for low, high in lines)
    for index, (place, end, word, tag) in enumerate(tokens):
        if lines and any(low <= place < high for low, high in lines):
            continue
        ended = tag == "v" and index > 0 and _ends_organisation(tokens[index - 1].word)  # 公安局|组织
        if not ended and (word in _ORG_ENDS or _ends_organisation(word)) and _closes(tokens, index):
            start = _phrase_start(tokens, index)
            of_a_date = text[start] in "年月日" and text[start - 1 : start].isdigit()  # 1978年建厂
            if end - start >= 3 and not of_a_date and not _UNNAMED.match(text, start):
                yield Name(start, end, "org")
        elif tag == "nt" and len(word) > 2:
            yield Name(place, end, "org")
        elif word in _BRANDED and (brand := _brand_start(text, tokens, index)) is not None:
            yield Name(brand, end, "org", sure=text[brand - 1 : brand] == "由")


def _closes(tokens: Sequence[Token], index: int) -> bool:
    """Whether token *index* is the class word at the end of an organisation's name."""
    word, before = tokens[index].word, tokens[index - 1] if index > 0 else None
    if word in _ORG_ENDS and before is not None and before.tag[0] in "nj" and len(before.word) > 1:
        return True
    return len(word) > 1 and _ends_organisation(word)


def _brand_start(text: str, tokens: Sequence[Token], index: int) -> int | None:
    """Where a company told by its brand and its trade (token *index*) begins: 由|蓝鹭航空|承运; None for none."""
    if index == 0 or text[tokens[index].end :][:1] in ("的", "业"):
        return None
    brand, behind = tokens[index - 1], tokens[index + 1 : index + 2]
    known = rjieba.has_word(brand.word) and brand.tag not in ("nz", "nr", "nrt", "ns")
    if len(brand.word) < 2 or known or (behind and behind[0].tag.startswith("n")):
        return None
    return brand.start if brand.start == 0 or text[brand.start - 1] in _BRAND_LEADS else None


def _phrase_start(tokens: Sequence[Token], index: int) -> int:
    """Where the name that ends with token *index* begins: back over the words that names are made of."""
    start = index
    while start > 0 and tokens[index].end - tokens[start - 1].start <= 26:
        before = tokens[start - 1]
        if (
            before.tag not in _ORG_WORDS
            or before.word in _ORG_STOP
            or (before.tag == "m" and (before.word[-1].isdigit() or _IN_ORDER.match(before.word)))
        ):
            break
        start -= 1
    while start < index and (_leads_in(tokens[start]) or tokens[start].word in ("全", "该", "本")):
        start += 1
    text = "".join(token.word for token in tokens[start : index + 1])
    lead = _LED.match(text)  # the segmenter joined them to what follows
    return tokens[start].start + (lead.end() if lead else 0)


_IN_ORDER = re.compile("第.+名$")  # 第一名下渡村代表队


def _leads_in(token: Token) -> bool:
    """Whether *token* leads to a name rather than beginning it: a verb that is a common word, a conjunction."""
    return token.tag in ("c", "f", "t", "ad", "q") or (
        token.tag == "v" and (token.word in tables()[0] or len(token.word) == 1)
    )


_HOUSE_NUMBER = re.compile(r"(?:[A-Za-z]?\d+(?:号院|号楼|号馆|号厅|号|室|层|楼|栋|单元))+")
_BESIDE = re.compile("附近|门口|门前|旁边?|对面|[东西南北]侧|西?[东西南北]门口?(?:附近)?")


_LEADS = re.compile("(?:[在到至于]|走进|前往|赴|落户|抵达|进驻|开进|地点|地址)$")
_WITHIN = ("n", "s", "f", "m", "q", "b", "j", "l", "z", "x", "eng", "g", "i")  # tags of the words of an address
_AT_END = ("n", "s", "f", "q", "j", "l", "z")


@lru_cache(maxsize=20_000)
def _leads_to_place(word: str) -> bool:
    return _LEADS.search(word) is not None


def led_places(text: str, tokens: Sequence[Token]) -> Iterator[Name]:
    """What follows 在, 到, 设在 and the like up to the next verb or mark: a place, whatever its last word."""
    for index, (_, _, word, tag) in enumerate(tokens):
        if tag[0] not in "vpn" or not _leads_to_place(word):
            continue
        last = first = index + 1
        if last < len(tokens) and tokens[last].word in ":：":
            last = first = last + 1
        if last < len(tokens) and tokens[last].word in ("老", "大", "新", "旧", "小", "原"):
            last += 1
        if last < len(tokens) and tokens[last].word in ("距", "离", "距离"):  # 在距村口两公里的石桥
            reach = range(last, min(last + 8, len(tokens)))
            last = first = next((place + 1 for place in reach if tokens[place].word == "的"), last)
        while last < len(tokens) and _belongs(tokens[last]) and tokens[last].end - tokens[first].start <= 22:
            last += 1
        while (
            last > first
            and not tokens[last - 1].tag.startswith(_AT_END)
            and not text[tokens[last - 1].end - 1].isdigit()
        ):
            last -= 1
        dated = (
            re.match(
                r"[\d一二三四五六七八九十]+(?:[年月日时天家名人元万亿%]|$)|\d+(?![\da-z号路线栋楼院])",
                text[tokens[first].start : tokens[last - 1].end],
            )
            if last > first
            else None
        )
        if last > first and tokens[last - 1].end - tokens[first].start >= 3 and not dated:
            yield Name(tokens[first].start, tokens[last - 1].end, "place", sure=False)


def _belongs(token: Token) -> bool:
    if token.word in ("联系人", "电话", "联系电话", "时间"):
        return False
    named = token.tag.startswith(_WITHIN) or token.word in ("之", "之家")
    return named and (token.word.isalnum() or token.word in "“”-")


# What a label gives as an address, whatever its words: 地址:观海路9号 电话:…
_ADDRESS = re.compile(
    r"(?:地址|地点)[:：](?P<place>[一-龥A-Za-z0-9-]{3,25}?)(?=[,，。;；\n(]|$|(?:咨询|联系)?电话|联系人|邮编|时间)"
)


def places_in(text: str, tokens: Sequence[Token]) -> Iterator[Name]:
    for labelled in _ADDRESS.finditer(text, *span_of(tokens)):
        yield Name(labelled.start("place"), labelled.end("place"), "place", sure=True)
    yield from _towns_in(text, tokens)
    for crossing in _CROSSING.finditer(text, *span_of(tokens)) if _CROSSED.search(text, *span_of(tokens)) else ():
        led = _LED.match(crossing.group())
        yield Name(crossing.start() + (led.end() if led else 0), crossing.end(), "place", sure=True)
    done = 0
    for index, token in enumerate(tokens):
        _, _, word, tag = token
        if index >= done and (
            tag == "ns" or (tag[0] in "njlszv" and _ends_place(word) and len(word) <= 8 and not _is_deed(token))
        ):
            last = index
            while (
                last + 1 < len(tokens)
                and (tokens[last + 1].tag == "ns" or _ends_place(tokens[last + 1].word))
                and tokens[last + 1].tag != "x"
                and not _is_led(tokens[last + 1])
            ):
                last += 1
            start = _phrase_start(tokens, index)
            begun = next((n for n in range(index, -1, -1) if tokens[n].start == start), 0)
            if begun > 1 and _is_cut(tokens[begun - 2], tokens[begun - 1]):
                start = tokens[begun - 1].start
            lead = bool(_PLACE_LEAD.search(text[max(0, start - 4) : start]))
            if tokens[last].end - start >= 2 and not _EVERYWHERE.search(text[start : tokens[last].end]):
                number = _HOUSE_NUMBER.match(text, tokens[last].end)
                end = number.end() if number else tokens[last].end
                beside = _BESIDE.match(text, end)
                yield Name(start, beside.end() if beside else end, "place", sure=lead or bool(number))
            done = last + 1


def _is_deed(token: Token) -> bool:
    """返乡, 上市: what is done, no place."""
    return token.tag == "v" and len(token.word) == 2 and bool(rjieba.has_word(token.word))


def _is_led(token: Token) -> bool:
    """Whether the segmenter joined to a name what leads to it: 以青岭."""
    return len(token.word) > 2 and token.word[0] in "以从由" and not rjieba.has_word(token.word)


def _is_cut(lead: Token, first: Token) -> bool:
    """Whether *first*, between *lead* and the name of a place, begins that name: 在|望|江湾."""
    return lead.word in ("在", "至", "赴") and first.tag == "v" and len(first.word) == 1 and first.word not in _ORG_STOP


_TOWN = re.compile("[\u4e00-\u9fff]{0,3}?[省市县区镇乡村]")


def _towns_in(text: str, tokens: Sequence[Token]) -> Iterator[Name]:
    """Towns whose last character the segmenter joined to the next word: 白马|县测|得, 双桂镇种|得."""
    for index, (place, _, word, _) in enumerate(tokens):
        town = _town_end(word) if len(word) > 1 else 0
        if not town:
            continue
        start, before = place, tokens[index - 1] if index else None
        if town == 1 and before is not None and before.tag in ("ns", "nr", "nz", "nrt") and len(before.word) > 1:
            start = before.start
        if place + town - start > 2 and not _EVERYWHERE.search(text[start : place + town]):
            yield Name(start, place + town, "place", sure=True)


@lru_cache(maxsize=20_000)
def _town_end(word: str) -> int:
    """Where the town ends that *word* begins with; 0 where it begins with none, and where it is a word as it is."""
    town = _TOWN.match(word) if word[0] > "\u3400" else None
    return 0 if town is None or town.end() == len(word) or rjieba.has_word(word) else town.end()
