"""Persons in a text, by their surname, the role before them and the verb behind them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice

import rjieba

from retrieval.prose import Name, Span, Token, span_of
from retrieval.rarity import tables

_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄"
    "和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫经房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉钮龚程邢滑裴陆荣翁荀羊"
    "於惠甄曲封储靳段富巫乌焦巴弓牧山谷车侯全班仰秋仲伊宫宁仇栾暴甘斜厉戎祖武符刘景詹束龙叶幸司韶黎薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴郁胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍却桑桂濮牛寿通边扈燕冀浦尚农温别庄晏"
    "柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄东欧沃利蔚越夔隆师巩聂晁勾敖融冷辛阚那简饶空曾沙养鞠须丰巢关相查后红游权盖益公佟付肖闫仝苑代岳冼"
    "汲邴糜隗宓郗仉璩缑佴牟佘谯笪亓乜亢楚昝覃嵇逯鄢晋墨阳迟谌鹿贲芮羿松井蓬钭蓟郜郏竺荆蒯桓厍訾毋殳阙帅况归汝涂钦漆暴佗苌闾逄仝隽"
    "尉禾敬邸楼琴赏苟丛揭芦冒邝雒蹇尧幺厚铁禤卿粟仵辜羌赫豆磨扬昂冶宾郄郤旷檀菅奎柘侬栗"
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
    "钟离",
    "闻人",
    "淳于",
    "濮阳",
    "宗政",
    "鲜于",
    "轩辕",
    "司空",
    "独孤",
    "呼延",
    "东郭",
    "百里",
    "乐正",
    "公冶",
    "赫连",
    "澹台",
    "万俟",
    "左丘",
    "公羊",
    "太史",
    "羊舌",
    "微生",
    "梁丘",
    "巫马",
    "漆雕",
    "公良",
    "拓跋",
    "宰父",
    "谷梁",
    "亓官",
    "仲孙",
    "太叔",
    "单于",
    "闾丘",
    "颛孙",
    "公西",
    "司寇",
    "夹谷",
    "子车",
    "段干",
    "叱干",
    "纳兰",
    "完颜",
    "耶律",
    "贺兰",
    "壤驷",
    "南荣",
    "仲长",
    "子桑",
    "达奚",
    "褚师",
    "贺若",
    "贺拔",
    "斛律",
    "公仪",
    "公仲",
    "公祖",
)
_ROLES = (  # of one with ?, its last character may be missing
    "书记|主任|局长|县长|市长|省长|镇长|乡长|村长|区长|州长|部长|司长|处长|科长|股长|院长|校长|所长|站长|会长|理事长|董事长|监事长|总经理|经理|总裁|总监|老师|教师|医生|医师|护士长?|负责人|工程师|厂长|矿长"
    "|主席|总统|总理|首相|国王|皇帝|女王|教皇|教宗|队长|组长|班长|排长|连长|营长|团长|师长|军长|司令|教练|教授|研究员|院士|博士|作者|导演|主编|记者|通讯员|创始人|创办人|发明人|继承人|传承人|女儿|儿子|父亲|母亲|妻子|丈夫|弟弟|哥哥"
    "|姐姐|妹妹|师傅|队员|选手|运动员|冠军|社长|馆长|台长|秘书长|秘书|委员|代表|同志|先生|女士|村民|居民|市民|农民|农户|种植户|养殖户|学生|大学生|同学|店主|老板|老人|群众|游客|客商|员工|职工|工人|司机|民警|警官|法官|检察官|律师|演员|歌手|作家|画家"
    "|诗人|学者|专家|志愿者|党员|干部|网格员|支书|大户|户主|业主|乘客|患者|家长|爱好者|设计师|建筑师|科学家|将军|大臣|总督|公爵|伯爵|王子|公主|主教|牧师|联系人|当事人|被告人?|原告|代理人|退休干部|审判长|完成人|主讲人|策展人|撰稿人|主持人|申请人|报告人|讲解员|技术员|农艺师|厨师|裁判|领队|带头人|致富能手|常委|评委|嘉宾|亚军|季军|得主|获得者|射手|守门员|门将|小将|名将|老将|主播|关长|行长|庭长|船长|机长|列车长|场长|园长|店长|段长|河长|林长|湖长|掌柜|铺主|船主|车主|摊主|房东|读者|渔民|牧民|果农|菜农|茶农|花农|蜂农|老农|鼓手|主厨|大厨|姑娘|小伙子?|男孩|女孩|护工"
)
_ANY_ROLE = "[一-龥](?:员|匠|嫂|叔|婶)"
_ROLE_NAMES = [*_ROLES.replace("?", "").split("|"), *(role[:-2] for role in _ROLES.split("|") if role[-1] == "?")]
_ROLE_END = re.compile(f"(?:{_ROLES}|{_ANY_ROLE})$")
# What comes first says whether one of two hundred words can begin here; else the engine would try them all.
_ROLE_FIRSTS = "".join(sorted({name[0] for name in _ROLE_NAMES}))
_ROLE_WORD = re.compile(f"(?=[{_ROLE_FIRSTS}]|{_ANY_ROLE})(?:{_ROLES}|{_ANY_ROLE})")
_ROLE_LASTS = frozenset("员匠嫂叔婶") | {name[-1] for name in _ROLE_NAMES}
_LONGEST_ROLE = max(map(len, _ROLE_NAMES))
_LINKS = ("是", "为", ":", "：")  # between a role and its name: 审判长是…
_ROLE_RUN = re.compile(r"[\u4e00-\u9fffA-Za-z0-9“”]+\Z")
_SPEECH = re.compile(
    r"(?:看到|听到|听说|得知|发现|接到|来到|赶到|正|却|则|刚|才|不|没|并|坐在|站在|正在|带着|拿着|举着|曾|一边|边|笑着|激动地|高兴地|自豪地|感慨地|欣慰地|介绍|告诉|表示|说|称|指出|坦言|透露|认为|强调|带队|带领|率|主持|出席|向|对|在|从|用|把|与|和|、|,|，|。|等|的|是|为|就|也|又|及|今年|当场|欠|以|还|将|深入|前往|到|被|给|自己|一家|家里?|连|,|\)|\(|（|）|:|\n|$)"
)
_TOLD_BY = re.compile(
    "介绍|表示|告诉|坦言|透露|认为|回忆|[说称](?!法|呼|为|作|得)"
)  # whoever stands ahead of it says so
_SAYS = re.compile("说|道|表示|介绍|告诉|指出|坦言|称|认为|透露|回忆")  # behind a name that ends like a preposition
_TITLED = re.compile(
    r"(?:大娘|大爷|大妈|大叔|大婶|大姐|大哥|老汉|老伯|老太|阿姨|奶奶|爷爷|师傅|某某?|先生|女士|经理|老师|主任|医生|警官|队长|书记|老板|同学)"
)
_DOT = re.compile("[·‧•・]")
# A name around dots, without the words that no name is spelled with: 他是由伊恩·弗莱明.
_AHEAD_OF_DOT = re.compile(r"(?:(?![是由被与的在了])[\u4e00-\u9fff]){1,7}\Z")
_FROM_DOT = re.compile(r"(?:[·‧•・](?:(?![是由被与的在了])[\u4e00-\u9fffA-Za-z]){1,8})+")
_NOT_NAME_TAIL = frozenset(
    "的了在是和却则刚并没不与向对把被将就都也还说称等及从用以为给让着过到因又并及者们地得个里上下中内"
)
_CLASS_CHARACTERS = frozenset(
    "区村县镇乡市省路桥湖河江山岛馆局院校厂站所园感性化度式学率力量法器机线业品期节会界车湾沟坪屯寨庄坝港衫茶酒赛杯奖戏"
)
_SIGNED = re.compile("(?:(?P<role>作者|姓名|主讲|主演|联系人|名叫|误[写作]?[为作成]|[应改]为|[应改]是)[为是:]?“?)")
# Who plays or directs stands right ahead of the verb: 儿媳由开小卖部的简秀英扮演.
_PLAYED = re.compile("[由的,，、和与](?P<name>[一-龥]{2,3}?)(?:扮演|饰演|出演|主演|执导|主讲|领唱|领舞|编剧|作曲|作词)")
# In a list of results: 二等奖(2名) 方行舟、江映雪.
_PRIZE = re.compile(r"(?:等奖|优秀奖|[金银铜]奖|第[一二三四五六七八九十]名|[冠亚季]军)(?:\([^()\n]*\))?[:：]?")
_WINNER = re.compile(r"(?P<name>[一-龥]{2,3})(?:、|(?=[,，。;；\n(《]|$))")
_NAMED_AFTER = re.compile("[嫂婶叔伯婆]")  # 章鱼嫂: what people call somebody
_TOWN = re.compile("..[省市县区镇乡村].")  # 双桂镇种|得最多
_PERSON_TAGS = ("nr", "nrt", "nrfg")
# Surnames of two characters that are words of their own as well: alone they make no name.
_WORDS = frozenset(["东方", "百里", "太史", "司空", "单于", "左丘", "南宫", "西门", "东郭", "微生", "太叔", "公良"])
_JOINING = "和与同向从连都"  # surnames that mostly join or lead: 村民和同学
_APPOINTED = re.compile("任(?=[\u4e00-\u9fff]{0,12}(?:长|书记|主任|经理|主席|总监|委员|顾问|教授|教练|代表|总裁))")
_FIRSTS = _SURNAMES | {surname[0] for surname in _COMPOUND}  # characters that a name may begin with
_COMPOUND_SURNAME = re.compile("|".join(word for word in _COMPOUND if word not in _WORDS))


def persons_in(text: str, tokens: Sequence[Token]) -> Iterator[Name]:
    covered: list[Span] = []
    for low, high in _dotted(text, *span_of(tokens)):
        if text[high - 1] not in "省市县区州镇村":
            start, end = _foreign_start(text, low, high, tokens), _foreign_end(text, low, high, tokens)
            covered.append((low, end))
            yield Name(start, end, "person", _role(text, start), True)
    for name in _spelled(text, tokens):
        if any(start < name.end and name.start < end for start, end in covered):
            continue
        covered.append((name.start, name.end))
        yield name
    taken = {index for span in covered for index in _indices(tokens, *span)}
    begun = [index for index, (_, _, word, tag) in enumerate(tokens) if word[0] in _FIRSTS or tag in ("nr", "nrt")]
    for index in begun:
        if index not in taken and (person := _person_at(text, tokens, index)) is not None:
            yield person


def _dotted(text: str, low: int, high: int) -> Iterator[Span]:
    """Where names with dots stand from *low* to *high*; looked for from the dots, which are few."""
    dot = _DOT.search(text, low, high)
    while dot:
        ahead = _AHEAD_OF_DOT.search(text, max(low, dot.start() - 7), dot.start())
        behind = _FROM_DOT.match(text, dot.start(), high) if ahead else None
        if ahead and behind:
            low = behind.end()
            yield ahead.start(), low
        dot = _DOT.search(text, behind.end() if behind else dot.end(), high)


def _indices(tokens: Sequence[Token], start: int, end: int) -> range:
    """Which of *tokens*, which stand side by side, have characters from *start* to *end*."""
    first = bisect_right(tokens, start, key=lambda token: token.end)
    return range(first, bisect_left(tokens, (end,)))


def _spelled(text: str, tokens: Sequence[Token]) -> Iterator[Name]:
    """Names read from the characters, as segmenters join 局长江映雪 wrongly.

    They stand right behind a role, behind another such name (评委方知远、江映雪), or begin with a surname of two
    characters.
    """
    for match in _ROLE_WORD.finditer(text, *span_of(tokens)):
        role_end = match.end()
        start = role_end + (text[role_end : role_end + 1] in _LINKS)
        known = start > role_end or text.startswith(_COMPOUND, start)
        end = _spelled_end(text, start, tokens, known) or _teller_end(text, start)
        joint = _token_at(tokens, start)
        said = text[start : start + 1] == "连" and end == start + 3 and _SAYS.match(text, end)
        if joint is not None and joint.word in _JOINING and not said:
            end = None  # 局长和书记; but 局长连云山说
        while end is not None:
            yield Name(start, end, "person", _role(text, role_end), True)
            start = end + 1
            end = _spelled_end(text, start, tokens, True) if text[end : end + 1] in ("、", "和", "与") else None
    for match in _SIGNED.finditer(text, *span_of(tokens)):
        start = match.end()
        end = _spelled_end(text, start, tokens, True)
        if end is not None and text[end : end + 1] in ("”", ",", "。"):
            yield Name(start, end, "person", match["role"] or "", True)
    for match in _PRIZE.finditer(text, *span_of(tokens)):
        start = match.end()
        while (won := _WINNER.match(text, start)) and won["name"][0] in _SURNAMES and won["name"] not in tables()[0]:
            yield Name(start, won.end("name"), "person", "", True)
            start = won.end()
    for match in _PLAYED.finditer(text, *span_of(tokens)):
        if match["name"][0] in _SURNAMES and match["name"] not in tables()[0]:
            yield Name(match.start("name"), match.end("name"), "person", "", True)
    for match in _COMPOUND_SURNAME.finditer(text, *span_of(tokens)):
        start = match.start()
        end = _spelled_end(text, start, tokens, True)
        if end is not None and _token_at(tokens, start):
            yield Name(start, end, "person", _role(text, start), True)


def _token_at(tokens: Sequence[Token], place: int) -> Token | None:
    """The one of *tokens* that begins at *place*."""
    index = bisect_left(tokens, (place,))
    return tokens[index] if index < len(tokens) and tokens[index].start == place else None


def _acts(token: Token | None) -> bool:
    """Whether *token* says what somebody does."""
    return token is not None and token.tag[0] in "vpd" and len(token.word) > 1


def _spelled_end(text: str, start: int, tokens: Sequence[Token], listed: bool) -> int | None:
    """Where the name at *start* ends, by its length and by what follows it; None if none is there.

    A given name that is a common word is one only if the name is *listed*, that is, known by what leads to it.
    """
    size = 2 if text.startswith(_COMPOUND, start) else 1 if text[start : start + 1] in _SURNAMES else 0
    for end in (start + size + 2, start + size + 1) if size else ():
        name = text[start:end]
        said = _SPEECH.match(text, end) or _APPOINTED.match(text, end)
        if end > len(text) or not re.fullmatch("[一-龥]+", name) or name in tables()[0]:
            continue
        alone = listed or text[end : end + 1] in ("", "\n")
        if name[size:] in tables()[0] and not (said and len(said.group()) > 1) and not alone:
            continue
        ends = name[-1] not in _NOT_NAME_TAIL or (len(name) == size + 2 and _SAYS.match(text, end))
        if ends and (said is not None or _acts(_token_at(tokens, end)) or (listed and text.startswith("”", end))):
            return end
    return None


def _teller_end(text: str, start: int) -> int | None:
    """Where a name of a rare surname ends that begins at *start*, behind a role, ahead of a verb of saying."""
    for end in (start + 3, start + 2):
        name = text[start:end]
        if not re.fullmatch("[一-龥]+", name) or set(name) & _NOT_NAME_TAIL or not _TOLD_BY.match(text, end):
            continue
        return None if rjieba.has_word(name[:2]) or rjieba.has_word(name) or _ROLE_WORD.match(name) else end
    return None


def _foreign_start(text: str, low: int, high: int, tokens: Sequence[Token]) -> int:
    """Where the name with dots from *low* to *high* begins: at the last word before its first dot."""
    dot = _DOT.search(text, low, high)
    index = bisect_left(tokens, dot.start() if dot else low, key=lambda token: token.end)
    while index > 0 and tokens[index - 1].tag == "nrt" and tokens[index - 1].start >= low:
        index -= 1
    return max(low, tokens[index].start)


def _foreign_end(text: str, low: int, high: int, tokens: Sequence[Token]) -> int:
    """Where the name with dots from *low* to *high* ends: with the word behind its last dot, and further names."""
    dot = max(text.rfind(mark, low, high) for mark in "·‧•・")
    index = bisect_left(tokens, (dot + 1,))
    if index == len(tokens):
        return high
    end = tokens[index].end
    for token in islice(tokens, index + 1, None):
        if token.start >= high or token.tag not in ("nrt", "nrfg"):
            break
        end = token.end
    return min(end, high)


def _person_at(text: str, tokens: Sequence[Token], index: int) -> Name | None:
    token = tokens[index]
    word = token.word
    if word[0] not in _SURNAMES and not word.startswith(_COMPOUND):
        if token.tag in ("nr", "nrt") and len(word) > 3 and word[1:2] in _SURNAMES and word[0] in "由与和被向对把给":
            return Name(token.start + 1, token.end, "person", "", False)
        if token.tag == "nrt" and 1 < len(word) < 4:
            return Name(token.start, token.end, "person", _role(text, token.start), False)
        return None
    size = 2 if word.startswith(_COMPOUND) else 1
    role = _role(text, token.start)
    if word in _JOINING:
        return None
    if token.tag in _PERSON_TAGS and len(word) == 2 and _NAMED_AFTER.match(text, token.end):
        return Name(token.start, token.end + 1, "person", role, True)
    if titled := _TITLED.match(text, token.start + size):
        return Name(token.start, titled.end(), "person", role, True) if _starts_word(tokens, index) else None
    end = None if _TOWN.match(word) else _name_end(text, tokens, index, size, bool(role))
    if end is None or (not role and (word in tables()[0] or text[end - 1] in _CLASS_CHARACTERS)):
        return None
    if role and end - token.start == size + 1 and not _SPEECH.match(text, end) and _SPEECH.match(text, end + 1):
        end += 1
    compound = token.end - token.start == size == 2 and word not in _WORDS
    tagged = (token.tag in _PERSON_TAGS or compound) and token.end <= end
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
    compound = length == size == 2 and token.word not in _WORDS  # 钟离|秋
    named = token.tag in _PERSON_TAGS or bool(role) or compound
    if size + 1 <= length <= size + 2:
        return token.end if named else None
    if length > size + 2 or not named:
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
    if end - token.start == size + 2 and (text[end - 1] in "说称在" or _APPOINTED.match(text, end - 1)):
        end -= 1
    return end


def _role(text: str, start: int) -> str:
    """The role that stands right before *start*, with the unit it belongs to; "" if none does."""
    if text[start - 1 : start] not in _ROLE_LASTS:
        return ""
    low = _role_start(text, start)
    if not _ROLE_END.search(text[max(low, start - _LONGEST_ROLE) : start]):
        return ""
    while low > 1 and text[low - 1] == "、" and _ROLE_END.search(text[_role_start(text, low - 1) : low - 1]):
        low = _role_start(text, low - 1)  # 门诊主任、副主任医师
    return text[low:start]


def ends_with_role(label: str) -> bool:
    """Whether *label* ends with a word for what somebody is: 县长, 报社记者."""
    return _ROLE_END.search(label) is not None


def _role_start(text: str, end: int) -> int:
    run = _ROLE_RUN.search(text, max(0, end - 40), end)
    return run.start() if run else end
