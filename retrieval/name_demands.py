"""What a question demands of a name: the role, the class, the place in the sentence."""

from __future__ import annotations

import re
from functools import lru_cache

from retrieval.asked import closes_with, content
from retrieval.folding import fold
from retrieval.matching import shared
from retrieval.options import ASKS_SIGNED
from retrieval.places import BRANDED
from retrieval.roles import OFFICES
from retrieval.setting import DOUBTFUL, Setting

_BYLINE = re.compile("(?:记者|通讯员|摄影|编辑|责编|校对)$")


def role(setting: Setting) -> float:
    """A person is asked for by the role that stands before the name."""
    if setting.mention.kind != "person":
        return 0.0
    label, tail = setting.mention.label, setting.asked.tail
    if _BYLINE.search(label) and not re.search("记者|通讯员|作者|采访|谁写|摄影", setting.asked.question.text):
        return -4.0
    named_as = re.match("(?:为|任|担任|当选|出任|兼任)[^,，。;；]{0,8}", setting.right)
    if named_as and tail[-2:] and tail[-2:] in named_as.group():
        return 2.0
    if tail[-2:] and _ROLE.search(tail) and setting.right.startswith(tail[-2:]):  # 由团长阮修竹导演
        return 2.0
    if not label:
        return 0.0
    if _HEAD.search(tail):  # 海关的一把手: the head of it, whatever the title
        return 2.0 if _ROLE.search(label) and "副" not in label[-5:] else -1.0
    for part in label.split("、"):
        if shared(tail, part[-8:]) >= 2 and part[-2:] in setting.asked.question.text:
            deputy = "副" in part[-5:-1] and "副" not in tail
            return -2.0 if deputy else 2.0 + _office(content(setting.asked.before), part[-2:], label)
    nearest = setting.asked.ahead[-1] if setting.asked.ahead else None
    if nearest and tail.endswith(nearest.text) and closes_with(nearest, label):
        return 1.5
    return -2.5 if _ROLE.search(tail) else 0.0


_ROLE = re.compile(f"(?:{OFFICES})$")
_HEAD = re.compile("(?:一把手|当家人|掌门人|头头|头儿)$")


def _office(asked: str, title: str, label: str) -> float:
    """县卫健局局长: whether the holder's office is the one asked about, its name shortened or not."""
    unit = asked[: asked.rindex(title)].removesuffix("的") if title in asked else ""
    if len(unit) < 2:
        return 0.0
    rest = iter(label)
    if all(char in rest for char in unit):
        return 1.0
    return -2.0 if shared(unit, label) < 2 and len(label) > len(title) + 2 else 0.0


def class_word(setting: Setting) -> float:
    """哪个村 wants a village, 哪篇文章 something in 《》, 哪五个方面 a list of them."""
    noun = setting.asked.question.slot.noun
    if setting.asked.question.kind == "title" and setting.mention.kind in ("place", "org"):
        return 1.5  # of the class whose name is asked for, or it would be no option
    printed = fold(setting.mention.text).strip("“”「」")
    if setting.mention.kind == "title":
        books = re.search(
            "文章|稿|报道|新闻|小说|书|著作|作品|电影|法|条例|文件|办法|意见|方案|规定|通知|论文|报告", noun
        )
        if books:
            return 2.0 if printed.startswith("《") else -2.0
        asked = noun or setting.asked.tail[-2:]
        return 2.0 if asked and asked in setting.mention.label else 0.0
    if setting.mention.kind == "org":
        fits = _org_class(noun or setting.asked.tail[-2:], printed)
        return fits + 1.0 if fits > 0 and _only_one(setting, noun) else fits
    if not noun:
        return 0.0
    if setting.mention.kind == "list":
        return 1.5 if noun in setting.mention.label or noun in setting.right[:8] else 0.0
    if setting.mention.kind in ("place", "org") and noun in _ENDS:
        return 1.0 if re.search(f"(?:{_ENDS[noun]})$", printed) else DOUBTFUL
    if len(noun) == 1 or noun in ("国家", "城市", "街道", "社区", "小区", "学校", "医院", "公司", "银行"):
        return 1.0 if printed.endswith((noun, noun[-1])) or noun in ("国家", "城市") else DOUBTFUL
    return 0.0


_ENDS = {  # how the name of a place of this class ends
    "车站": "站|[东西南北]", "火车站": "站|[东西南北]", "乡镇": "[乡镇]|街道", "村庄": "[村庄屯]", "村子": "[村庄屯]",
    "县城": "县", "县区": "[县区市]", "区县": "[县区市]", "公园": "公?园", "广场": "广场", "机场": "机场",
    "码头": "码头",
    "港口": "港",
    "路口": "口|处", "大桥": "桥", "商场": "商场|广场|中心|城", "景区": "区|园|[山湖岛谷]",
}  # fmt: skip


def _only_one(setting: Setting, noun: str) -> bool:
    """Whether the article names no other organisation of this class."""
    names = {
        fold(name.text)
        for name in setting.page.names(0, len(setting.page.prose.text), "org")
        if _org_class(noun, fold(name.text)) > 0
    }
    mine = fold(setting.mention.text)
    return all(name in mine or mine in name for name in names)


_ORG_CLASSES = (
    ("航空公司", "航空|航空公司"),
    ("企业|公司|厂家|厂商", f"公司|集团|企业|厂|股份|工坊|合作社|重工|实业|[药酒乳]业|建工|[交城]投|{BRANDED}"),
    ("学校|中学|小学|大学|高校|学院", "学校|小学|中学|大学|学院|幼儿园|[一二三四五六七八九十]中|中心校|党校"),
    ("医院", "医院|卫生院"),
    ("银行", "银行|信用社"),
)


@lru_cache(maxsize=1000)
def _org_class(asked: str, printed: str) -> float:
    for wanted, ends in _ORG_CLASSES:
        if asked and re.fullmatch(wanted, asked):
            return 1.5 if re.search(f"(?:{ends})$", printed) else -1.5
    return 0.0


def corrected_title(setting: Setting) -> float:
    """What a correction corrects is the article that it names."""
    if setting.mention.kind != "title" or setting.page.article.kind != "correction":
        return 0.0
    asks = _ERROR.search(setting.asked.question.text)
    return 4.0 if asks and setting.mention.text.startswith("《") else 0.0


_ERROR = re.compile("更正|勘误|改正|纠正|纠错|致歉|道歉|有误|出(?:了|过)?[错岔]|[登写印弄搞排刊报打说]错")


def signature(setting: Setting) -> float:
    """A notice is signed by who gives it."""
    if setting.mention.kind != "org" or setting.page.article.kind not in ("notice", "advert", "correction"):
        return 0.0
    text = setting.page.prose.text
    ahead, behind = text[setting.mention.low - 1 : setting.mention.low], text[setting.mention.high :]
    alone = (ahead in ("\n", "") and behind[:1] in ("\n", "")) or (not behind and (ahead.isdigit() or ahead in "。 )"))
    return 6.0 if alone and ASKS_SIGNED.search(setting.asked.question.text) else 0.5 * alone


_LEADS = tuple(
    (re.compile(asked), re.compile(printed))
    for asked, printed in (
        ("[从由自打]", "(?:[从由自以]|取自|引自|来自)$"),
        ("[到往去赴至上]|开往|前往", "(?:[到往赴至]|开往|来到|前往|走进|开进)$"),
        ("在|于", "(?:[在于]|位于|设在|建在|落户)$"),
    )
)


def place_lead(setting: Setting) -> float:
    """从哪里 wants what follows 从 or 由, 到哪里 what follows 到."""
    if setting.mention.kind not in ("place", "org"):
        return 0.0
    question = setting.asked.question
    slot = question.text[max(0, question.slot.start - 2) : question.slot.end]
    ahead = setting.page.prose.text[max(0, setting.mention.low - 3) : setting.mention.low]
    for asked, printed in _LEADS:
        if asked.search(slot):
            return 1.5 if printed.search(ahead) else -0.3
    return 0.0


_DOER = re.compile("(?:方|单位|企业|商|机构|人|者)[为是:]?$")


def acting(setting: Setting) -> float:
    """Who did it stands ahead of the verb that the question asks with; whom it was done to, behind it."""
    nearest = setting.asked.next_behind
    if (
        nearest
        and len(nearest.text) == 1
        and nearest.tag == "v"
        and nearest.gap < 1
        and nearest.text in setting.right[:2]
    ):
        return 1.5  # 谁演的: 扮演
    behind = next((word for word in setting.asked.behind if len(word.text) > 1), None)
    doer = _DOER.search(setting.left) if behind else None
    for deed in (behind.text, *behind.others) if behind else ():
        if setting.right.startswith(deed):
            return 1.5
        if deed in setting.left[-len(deed) - 1 :]:  # 谁主讲: 主讲人谈嘉树
            return 1.5
        if doer and setting.left.endswith(deed, 0, doer.start()):
            return 2.0
    if setting.mention.kind == "org" and _BY.search(setting.asked.question.text):
        by = setting.page.prose.text[setting.mention.low - 1 : setting.mention.low] == "由"
        if by and setting.asked.head:
            deeds = (behind.text[-1], *behind.others) if behind else ()
            return 1.2 if any(deed in setting.right[:8] for deed in deeds) else 0.8
    ahead = [word for word in setting.asked.ahead if len(word.text) > 1 and word.gap <= 1][-1:]
    left = re.sub("(?:(?:了|过|到|给|于|是)+|(?:卫冕)?冠军|对手|东道主|强敌|劲旅)$", "", setting.left)
    if ahead and left.endswith(tuple(re.sub("(?:给|到)$", "", text) for text in (ahead[0].text, *ahead[0].others))):
        return 1.2
    return 0.0


_BY = re.compile("[是由](?:谁|哪一?[个家所]|什么)")


_CALLED = re.compile(
    "(?:[叫称][他她它其](?:[是为作])?|人称|誉为|外号|绰号|叫做?|题为|名为|取名为?|命名为|定名为?|(?:题目|题|名|名字|主题|口号|标题)[为是:])$"
)
_ASKS_CALLED = re.compile("叫什么|叫啥|叫做|题目|名字|名称|标题|主题|口号|取名|起名|外号|绰号|昵称|雅号")


def called(setting: Setting) -> float:
    """第一课叫《…》, 取名“…”: what the sentence says that something is called."""
    if setting.mention.kind != "title" or not _ASKS_CALLED.search(setting.asked.question.text):
        return 0.0
    return 1.5 if _CALLED.search(setting.left) else 0.0


_IN_ORDER = re.compile(
    r"依次[是为:]?|前(?:[二两三四五六七八九十]|\d+)(?:名|位|强)?(?:分别)?(?:依次)?[是为:]|分列前|包揽前|分获前"
)
_PLACES = tuple(map(re.compile, ("第一|冠军|头名|榜首|最[多高大快好长热强]|头一", "第二|亚军", "第三|季军")))


def ordered(setting: Setting) -> float:
    """前三名依次是甲、乙、丙: the first of them is asked for by 第一, the second by 第二."""
    mention, text = setting.mention, setting.asked.question.text
    nth = next((n for n, words in enumerate(_PLACES) if words.search(text)), None)
    start, end = setting.page.sentence(mention)
    said = _IN_ORDER.search(setting.page.prose.text, start, end) if nth is not None and mention.kind != "list" else None
    if said is None or said.start() > mention.low:
        return 0.0
    row = setting.page.names(said.end(), end, mention.kind)
    place = next((n for n, name in enumerate(row) if name.low == mention.low), None)
    return 0.0 if place is None else 2.5 if place == nth else -2.5


_OF_REPORT = re.compile("(?:报道|文章|稿件?|稿子|新闻|消息|那篇)的?[^,，]{0,4}(?:叫|题目|标题|题)|哪一?(?:篇|则|条)")


def put_right(setting: Setting) -> float:
    """作者应为闾丘默, in a correction."""
    if setting.page.article.kind != "correction":
        return 0.0
    if setting.mention.kind == "title" and _OF_REPORT.search(setting.asked.question.text):
        return 2.0 if fold(setting.mention.text).startswith("《") else -3.0  # which report was in error
    ahead = setting.page.prose.text[max(0, setting.mention.low - 8) : setting.mention.low].rstrip("“《")
    if re.search("应[为是]|应作|更正为|改正为", ahead):
        return 2.5
    return -3.0 if re.search("误[为作写]|错写[成为]|写成", ahead) else 0.0


def only_name(setting: Setting) -> float:
    """The only name of its kind in a sentence that says most of what the question does."""
    mention, asked = setting.mention, setting.asked
    if not mention.sure or mention.kind not in ("person", "title", "org"):
        return 0.0
    start, end = setting.page.sentence(mention)
    others = [name for name in setting.page.names(start, end, mention.kind) if name.sure and name.text != mention.text]
    return 1.2 if not others and asked.cover(setting.sentence) >= MOST else 0.0


MOST = 0.6  # of the weight of a question's words


_LABEL = re.compile(r"(?:^|(?<=[^\u4e00-\u9fff]))(?P<label>[\u4e00-\u9fff]{2,8})[:：]$")
_LABELS = {"place": "地点|地址|位置|地方", "person": "联系人|负责人|主讲|作者|嘉宾", "org": "单位|部门|机构|主办|承办"}


def labelled(setting: Setting) -> float:
    """报名地点:行政楼302室, where a label says what the name is and the question asks for just that."""
    text, mention = setting.page.prose.text, setting.mention
    label = _LABEL.search(text[max(0, mention.low - 10) : mention.low])
    if label is None or not re.search(_LABELS.get(mention.kind, "$^"), label["label"]):
        return 0.0
    topic = re.sub(_LABELS[mention.kind], "", label["label"])
    return 4.0 if not topic or topic in setting.asked.question.text else 0.0


def sure(setting: Setting) -> float:
    return 0.0 if setting.mention.sure else -0.7


_VAGUE = re.compile("[家故]乡|老家|邻[县市村镇省]|外[地县省]|当地|本地|现场")


def vague(setting: Setting) -> float:
    """家乡 is no answer to where."""
    mention = setting.mention
    somewhere = _VAGUE.fullmatch(setting.page.prose.text[mention.low : mention.high])
    return -4.0 if mention.kind == "place" and somewhere else 0.0


_DEED = re.compile(
    "[来给]?(?:负责|承担)?(设计|施工|承建|导演|主办|承办|扮演|饰演|创办|投资|监理|编剧|发明|捐赠|赞助|命名)"
)
_BUILDS = "施工|承建|建设|修建"
_DEEDS = {"施工": _BUILDS, "承建": _BUILDS, "主办": "主办|举办|举行", "扮演": "演|饰", "饰演": "演|饰"}


def deed(setting: Setting) -> float:
    """谁设计的 asks for nobody of whose paragraph no such thing is said."""
    asked = _DEED.match(setting.asked.after)
    if asked is None or setting.mention.kind not in ("person", "org", "place"):
        return 0.0
    return 0.0 if re.search(_DEEDS.get(asked[1], asked[1]), setting.paragraph) else -4.0
