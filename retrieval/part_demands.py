"""What a question demands of how much a figure holds: not a part's where the whole is asked about, nor the reverse; not
what each has, nor what one pays, of a sum."""

from __future__ import annotations

import re

from retrieval.asked import OF_KIND, places_of, says
from retrieval.setting import ANOTHERS, CLAUSE, COMMON, DOUBTFUL, Setting

_SHARED_OUT = re.compile("分别|依次|各|均|每")
_ROW = re.compile(
    "(?P<one>[\u4e00-\u9fff“”]{2})(?:、|和|(?<![惠涉普波危])及|(?<!参)与|以及)"
    "(?P<other>[\u4e00-\u9fff“”]{2}[^、和及与的]{0,10})$"
)


def pooled(setting: Setting) -> float:
    """大型犬和烈性犬共36种: the figure is of both, not of the one asked about."""
    if setting.mention.kind != "number" or _SHARED_OUT.search(setting.clause):
        return 0.0
    row = _ROW.search(setting.close_left)
    if row is None:
        return 0.0
    question = setting.asked.question.text
    if row["one"] in row["other"] or row["other"][0] == "总":
        return 0.0  # 东校区、西校区两个校区
    return ANOTHERS if (row["one"] in question) != (row["other"].strip("“”")[:2] in question) else 0.0


def _half(text: str) -> set[str]:
    """The pairs of characters in *text*."""
    return {text[low : low + 2] for low in range(len(text) - 1)}


_WITHIN = re.compile(
    "[一-龥](?<![其集高初空途水心市年期家之])(?:中|里头|里面|当中)[,，]?(?![国学心午旬年小间])"
    "(?P<part>[一-龥]{2,12}?)(?P<of>的?)[有是占共约达了,，]*$"
)


def within(setting: Setting) -> float:
    """教师中特教有几人: a figure of teachers, in a paragraph that says nothing of the part asked about, is of all."""
    asked = setting.asked
    told = None if setting.mention.kind == "date" else _WITHIN.search(asked.before)
    if told is None:
        return 0.0
    part = told["part"].lower()  # of a deed only what is made a noun by 的: 独居的
    words = (word for word in asked.ahead if len(word.text) > 1 and word.text in part and (word.thing or told["of"]))
    first = min(words, key=lambda word: part.index(word.text), default=None)
    if first is None or first.text in OF_KIND or first.weight < COMMON:
        return 0.0
    around = (setting.paragraph + setting.page.heading).lower()
    return 0.0 if says(first, around) or first.text.rstrip("里上内") in around else ANOTHERS


_FIRST_DAY = re.compile("(?:首[日天]|第一天|当[天日])[^,，。;；]{0,12}$")
_LONGER = re.compile("一共|总共|总计|合计|累计|全月|全年|[0-9一二三四五六七八九十]月份?(?![0-9一二三四五六七八九十])")


def first_day(setting: Setting) -> float:
    """首日接待900人: not how many came in the month."""
    question, mention = setting.asked.question.text, setting.mention
    if mention.kind in ("date", "percent") or not _FIRST_DAY.search(setting.left):
        return 0.0
    longer = _LONGER.search(question) and not re.search("首[日天]|第一天|当[天日]|那天|[0-9]日", question)
    return ANOTHERS if longer else 0.0


_ONE_OF = re.compile(r"(?P<count>[0-9]+)[\u4e00-\u9fff]{1,10}之一")


def one_of_several(setting: Setting) -> float:
    """某林场是6个林场之一,面积48万亩: the six have more."""
    told = _ONE_OF.search(setting.paragraph)
    if told is None or setting.mention.kind == "date":
        return 0.0
    asked = any(figure.value == float(told["count"]) for figure in setting.asked.figures)
    return ANOTHERS if asked or re.search("所有|全部|一共|总共|总面积", setting.asked.question.text) else 0.0


_REST = re.compile("(?:其余|剩余|剩下|余下|其它|其他)的?[^,，。;；0-9]{0,4}$")
_ASKS_REST = re.compile("其余|剩|余下|其[它他]|另|还|没|未|差|不")


def rest(setting: Setting) -> float:
    """已有29处通水,其余9处年底前通水: the rest is not what was done."""
    if setting.mention.kind == "date" or not _REST.search(setting.left):
        return 0.0
    return 0.0 if _ASKS_REST.search(setting.asked.question.text) else DOUBTFUL


_OUT_OF = re.compile(
    "[^,，。;；0-9]{0,14}[中里][,，]?(?:已经?)?有? ?[0-9一二两三四五六七八九十百千万亿]+(?P<does>[^。;；\n]*)"
)


def out_of(setting: Setting) -> float:
    """34个行业中有25个实现增长: asked how many did, not out of how many."""
    mention, prose = setting.mention, setting.page.prose
    if mention.kind != "number" or (of := _OUT_OF.match(prose.text, mention.high, prose.whole(mention.low)[1])) is None:
        return 0.0
    does, ahead = CLAUSE.split(of["does"])[0], prose.text[mention.high : of.start("does")]
    words = [word for word in setting.asked.words if len(word.text) > 1 and not says(word, ahead)]
    return -3.0 if any(says(word, does) for word in words) else 0.0


_MEMBERS = re.compile("员工|职工|工人|学生|学员|会员|教师|老师|医生|护士|[居村牧渔农]民|队员|成员|人员|用户|客户")
_LAST_MEMBERS = re.compile(f"(?:{_MEMBERS.pattern})$")
_HAS = re.compile("(?:有|共|在编|在岗|在职|在校)了?$")
_STAFF = re.compile("员工|职工|工作人员|职员|雇员|人手")
_TAKEN = re.compile(
    "(?:招|聘|招收|招聘|培训|限|裁|选派|抽调|带领|组织|发动|动员|服务|接待|救助|慰问|走访|资助|帮扶|表彰|邀请|录取|录用"
    "|吸纳|惠及|发给|新增|增加|来|走|缺|补|接诊|诊治|收治|救治|治疗|体检|检查|运送|接送)[了过到]?(?:超过|近|约)?$"
)


def drawn(setting: Setting) -> float:
    """正在招80名工人: how many the firm has is not told by how many it looks for, trains or serves."""
    asked, mention = setting.asked, setting.mention
    noun = asked.question.slot.noun or asked.after[:4]
    if mention.kind == "date" or not _HAS.search(asked.before) or not _MEMBERS.search(noun):
        return 0.0
    near = setting.close_left
    if _TAKEN.search(_LAST_MEMBERS.sub("", near)):
        return ANOTHERS
    told = re.match("[一-龥]{2,4}", setting.right)
    staff = _STAFF.search(noun) and told and not _STAFF.search(told.group())
    return ANOTHERS if staff and near.endswith("的") else 0.0


_EACH = re.compile(
    "(?:每[\u4e00-\u9fff]{1,3}(?:限定?|最多|可|有|招|收)?|[日人户]均|日[产供处][\u4e00-\u9fff]{0,7}"
    "|每[天日][\u4e00-\u9fff]{0,6}|一[天日]|平均每[\u4e00-\u9fff])$"
)
_SUM = re.compile("一共|总共|总计|合计|全部|总[数量额]|全年|[去前今]年|累计")
_PER = re.compile("每|均|一[天日个户人车亩斤吨次年月家]|单")


def rate_for_sum(setting: Setting) -> float:
    """设计日处理300吨: what a day brings is not what a year brought."""
    question, mention = setting.asked.question.text, setting.mention
    if mention.kind in ("date", "money", "percent") or not _SUM.search(question):
        return 0.0
    if _PER.search(question.replace("一共", "").replace("一起", "")):
        return 0.0
    return ANOTHERS if _EACH.search(setting.close_left) else 0.0


_CAUSE = re.compile("因(?:为)?(?P<cause>[一-龥]{2,16}?)(?:而)?(?:引发|引起|导致|造成|产生)的")


def caused(setting: Setting) -> float:
    """因充电引发的火灾33起 are not all fires."""
    if setting.mention.kind == "date":
        return 0.0
    start, _ = setting.page.prose.whole(setting.mention.low)
    told = _CAUSE.search(setting.page.prose.text, start, setting.mention.low)
    if told is None:
        return 0.0
    question = setting.asked.question.text
    return 0.0 if _half(told["cause"]) & _half(question) or "因" in question else ANOTHERS


_NAMED_NEXT = re.compile("的(?P<next>[一-龥“”]{3,14})")


def of_the_next(setting: Setting) -> float:
    """总投资6亿元的云岭电站: it is of what stands right behind it."""
    asked, mention = setting.asked, setting.mention
    told = _NAMED_NEXT.match(setting.right)
    if told is None or mention.kind != "money" or "投资" not in setting.left[-5:]:
        return 0.0
    things = [word for word in asked.words if word.thing and len(word.text) > 1 and word.weight >= COMMON]
    things = [word for word in things if word.text not in OF_KIND and "投资" not in word.text]
    return ANOTHERS if things and not any(says(word, setting.clause) for word in things) else 0.0


_PAYER = re.compile(
    "(?P<who>[县市省区镇村乡]里|中央|国家|个人|农户|自己|财政|政府|企业|集体|村民)[^,，]{0,2}(?:出资|出了?|掏|补|承担|负担|投|拿|自筹|交)"
)
_WHOLE_SUM = re.compile("(?:总投资|投资|造价|总价|成本|费用|保费)[约达为共]?$")


def payer(setting: Setting) -> float:
    """总投资9450万元: what one of those who pay gives is less."""
    payer = _PAYER.search(setting.asked.question.text)
    if payer is None or setting.mention.kind != "money" or not _WHOLE_SUM.search(setting.left):
        return 0.0
    return 0.0 if payer["who"][0] in setting.clause else ANOTHERS


_SCOPES = re.compile("全[市县区省镇乡村国校厂]|全行业|各行业")


def whole_ahead(setting: Setting) -> float:
    """全市招聘岗位5万个,…服务业岗位平均月薪4720元: the first is of all, not of the branch named after it."""
    asked, page, mention = setting.asked, setting.page, setting.mention
    near = setting.close_left
    if mention.kind == "date" or not _SCOPES.search(near) or _SCOPES.search(asked.question.text):
        return 0.0
    text = page.prose.text
    end = page.prose.whole(mention.low)[1]
    before = text[page.prose.paragraph(mention.low)[0] : mention.high + len(setting.close_right)] + page.heading
    for word in asked.words:
        told = word.thing and len(word.text) > 1 and word.weight >= COMMON and word.text not in OF_KIND
        if told and not says(word, before) and next(places_of(word.text, text[mention.high : end]), None) is not None:
            return ANOTHERS
    return 0.0


_ONE_PIECE = re.compile(
    "[一每][张斤公吨亩台只头件本箱瓶袋盒份杯碗盆棵株条辆平套间晚次][\u4e00-\u9fff]{0,3}?[卖售要收批得]?"
    "(?:多少元?|几块|几元)|单价|票价"
)
_LUMP = re.compile("收入|总[价额投]|营收|销售额|产值|投资|奖金|贷款|利润|研发|研制")


def unit_price(setting: Setting) -> float:
    """门票收入1870万元: no ticket costs that."""
    mention = setting.mention
    question = setting.asked.question.text
    if mention.kind != "money" or not _ONE_PIECE.search(question) or re.search("[挣赚]|收入|工资", question):
        return 0.0
    near = setting.close_left
    if _LUMP.search(near) and not _LUMP.search(question) and not re.search("[每均]|一[张斤台只个]", near):
        return ANOTHERS
    made = re.match("[一-龥]{0,6}(?:研制|研发|建|修|办|改)", setting.right)
    return ANOTHERS if made and "卖" in question else 0.0


_OPEN_END = re.compile(r"[\u4e00-\u9fff0-9,，、:：]\s*\Z")


def cut_off(setting: Setting) -> float:
    """上半年培训3150人次,取得证书‖: what is asked would come next, but the page ends."""
    text, mention = setting.page.prose.text, setting.mention
    if mention.kind == "date" or not _OPEN_END.search(text) or len(text) - mention.high > 40:
        return 0.0
    last = CLAUSE.split(text)[-1]
    if len(last) >= len(text) - mention.high + len(mention.text):
        return 0.0  # its own clause
    asked = setting.asked
    around = [word for word in asked.words if len(word.text) > 1 and word.gap <= 2 and not _SCOPES.search(word.text)]
    return ANOTHERS if any(last.rstrip("的了是为有达共").endswith(word.text) for word in around) else 0.0


_CLASSES = "(?:大学|大专|中专|[小中]学|[初高]中|幼儿园|医院|银行|公司)"
_BARE = re.compile(f"[读上念考在到去]了?{_CLASSES}$|^(?:儿子|女儿|父亲|母亲|妻子|丈夫|哥哥|弟弟|姐姐|妹妹)")


def no_proper_name(setting: Setting) -> float:
    """在省城读大学 names no school, nor does 儿子管小舟大学学的是水利."""
    mention, page = setting.mention, setting.page
    if mention.kind not in ("org", "place"):
        return 0.0
    text = page.prose.text[mention.low : mention.high]
    if _BARE.search(text):
        return ANOTHERS
    inside = [name.high for name in page.names(mention.low, mention.high, "person") if name.high < mention.high]
    return ANOTHERS if any(re.fullmatch(_CLASSES, text[high - mention.low :]) for high in inside) else 0.0
