"""What a question asks for, in the many ways that it can be worded."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.question import read_question

WORDINGS = [
    # how many
    ("得背多沉的装备?", "number", "公斤"),
    ("那位总工姓甚名谁?", "person", None),
    ("股长姓啥叫啥?", "person", None),
    ("打一只镯子花几天工夫?", "duration", "天"),
    ("绕过去要多走多少路?", "number", "公里"),
    ("有几条路?", "number", "条"),
    ("收上来多少税?", "money", "元"),
    ("县里拨了多少款?", "money", "元"),
    ("展出多少款?", "number", "款"),
    ("做了多大的买卖?", "money", "元"),
    ("进口掉了多少?", "percent", None),
    ("卖掉多少?", "number", None),
    ("报名打哪个电话?", "number", None),
    ("纪录片有多长?", "duration", None),
    ("女工占几分之几?", "percent", "%"),
    ("收割进度是多少?", "percent", "%"),
    ("发了多少高温津贴?", "money", "元"),
    ("送去多少困难党员慰问金?", "money", "元"),
    ("一个月有多少乡镇补贴?", "money", "元"),
    ("房价跌了几个点?", "percent", None),
    ("新增多少个点位?", "number", "个"),
    ("主办方是谁?", "org", None),
    ("收到的钱有多少?", "money", "元"),
    ("各项奖金加起来有多少?", "money", "元"),
    ("投资的目标定的是多少?", "money", "元"),
    ("坏果的比例现在降到多少了?", "percent", "%"),
    ("那位护士多大?", "number", "岁"),
    ("水渠经过哪4个村?", "list", None),
    ("从哪个门进场?", "place", None),
    ("火车跑多快?", "number", "公里"),
    ("在哪个小程序上抢票?", "title", None),
    ("哪几天不开门?", "date", None),
    ("村里有多少户村民?", "number", "户"),
    ("全校有几个班?", "number", "个"),
    ("捞上来多少斤鱼", "number", "斤"),
    ("一共多少名选手参赛?", "number", "名"),
    ("老人多大岁数了?", "number", "岁"),
    ("队长今年多大?", "number", "岁"),
    ("这楼有多高?", "number", "米"),
    ("有多少人参加?", "number", "人"),
    ("桥有多长?", "number", "米"),
    ("咨询电话是多少?", "number", None),
    ("村裡有多少戶村民?", "number", "户"),
    ("全镇有多少人口?", "number", "人"),
    ("来了几支队?", "number", "支"),
    ("坏了几盏灯?", "number", "盏"),
    ("站里有几台机组?", "number", "台"),
    ("科里有几名医生?", "number", "名"),
    ("稻子收了多少?", "number", None),
    ("回收多少?", "number", None),
    # money
    ("开车一个月能拿多少?", "money", "元"),
    ("换块电池收多少?", "money", "元"),
    ("摆个摊得交多少?", "money", "元"),
    ("国家给贴多少?", "money", "元"),
    ("停一天收几块?", "money", "元"),
    ("夜市做了多少生意?", "money", "元"),
    ("旧车价格在什么范围?", "money", "元"),
    ("他被评为什么?", "title", None),
    ("老板欠了工人多少?", "money", "元"),
    ("学费一年得多少?", "money", "元"),
    ("这幅画拍了多少?", "money", "元"),
    ("房子一平米多少?", "money", "元"),
    ("修它花了多少工夫?", "duration", None),
    ("摊位搬到哪去了?", "place", None),
    ("哪会儿完工?", "date", None),
    ("在全省排多少位?", "rank", None),
    ("街坊给他起了啥外号?", "title", None),
    ("写信的读者叫什么?", "person", None),
    ("三等奖都有谁?", "list", None),
    ("水打哪儿来?", "place", None),
    ("门票多少钱?", "money", "元"),
    ("一斤几块钱?", "money", "元"),
    ("总投资是多少?", "money", "元"),
    ("出口额有多少?", "money", "元"),
    ("欠了多少租金?", "money", "元"),
    ("什么价?", "money", "元"),
    ("早稻收购价一斤多少?", "money", "元"),
    ("看展览一张票要多少?", "money", "元"),
    ("最高能贷多少?", "money", "元"),
    ("销售额今年前五个月是多少?", "money", "元"),
    # shares and growth
    ("女职工占比是多少?", "percent", "%"),
    ("合格率多少?", "percent", "%"),
    ("同比增长百分之几?", "percent", "%"),
    ("利润降了多少?", "percent", None),
    ("占了多大比例?", "percent", "%"),
    ("中奖的比例有多高?", "percent", "%"),
    ("上座率多高?", "percent", "%"),
    ("村集体占多少股份?", "percent", "%"),
    # how long
    ("停水要停几个钟头?", "duration", "小时"),
    ("坐车要多久?", "duration", None),
    ("工期多长时间?", "duration", None),
    ("租期几年?", "duration", "年"),
    # when
    ("什么时候开工?", "date", None),
    ("哪天合龙?", "date", None),
    ("哪一年成立的?", "date", None),
    ("几号放假?", "date", None),
    ("几点关门?", "date", None),
    ("何时开幕?", "date", None),
    # rank
    ("拿了第几名?", "rank", "名"),
    ("团体赛拿了老几?", "rank", None),
    ("全省排第几?", "rank", None),
    # who
    ("书记是谁?", "person", None),
    ("理事长叫啥?", "person", None),
    ("校长叫什么名字?", "person", None),
    ("哪位老师教的?", "person", None),
    # which organisation, where, which title
    ("哪家公司中标?", "org", None),
    ("是哪个单位发的通知?", "org", None),
    ("哪所学校得了冠军?", "org", None),
    ("展览在哪里举行?", "place", None),
    ("在哪个村试点?", "place", None),
    ("注册的商标叫什么?", "title", None),
    ("更正的是哪篇文章?", "title", None),
    # several
    ("围绕哪五个方面?", "list", None),
    ("由哪些人员组成?", "list", None),
    ("仓库里还翻出来些啥?", "list", None),
    ("拾金不昧的护士叫什么?", "person", None),
    # yes or no, why, how
    ("收入超过200万了吗?", "yesno", None),
    ("村里有没有卫生室?", "yesno", None),
    ("为什么停水?", "reason", None),
    ("怎么报名?", "how", None),
    # keywords
    ("头盔 多少", "number", None),
    ("二期总投资", "money", "元"),
    ("纳税总额 多少", "money", "元"),
    ("多少队员考上大学?", "number", None),
    ("葛师傅身高多少?", "number", "米"),
    ("工厂一年用掉多少电?", "number", "千瓦时"),
    ("全县去年装了多少光伏?", "number", "千瓦"),
    ("码头上半年运出多少煤?", "number", "吨"),
    ("合作社流转了多少地?", "number", "亩"),
    ("多少电动车上了牌?", "number", None),
    ("新仓库有多大面积?", "number", "平方米"),
    ("开发区现有人口是多少?", "number", "人"),
    ("团购能便宜多少?", "money", "元"),
    ("这套纪念册一套卖多少?", "money", "元"),
    ("一家企业顶多能补多少?", "money", "元"),
    ("比上一届节省了多少?", "money", "元"),
    ("走高速能节省多少时间?", "duration", None),
    ("养猪大户叫啥?", "person", None),
    ("税务局的处长叫什么?", "person", None),
]


@pytest.mark.parametrize(("wording", "kind", "unit"), WORDINGS)
def test_kind_and_unit(wording: str, kind: str, unit: str | None) -> None:
    """The words that ask tell what kind of answer is wanted, and in which unit."""
    question = read_question(wording)

    assert (question.kind, question.unit) == (kind, unit)


def test_politeness_is_left_out() -> None:
    """How kindly something is asked does not change what is asked."""
    assert read_question("您好，请问一下停水停几个小时？谢谢！").text == "停水停几个小时?"


def test_focus_is_what_must_be_found() -> None:
    """The focus holds the question without the words that ask."""
    assert read_question("请问给多少名环卫工人送了安全头盔？").focus == "给环卫工人送了安全头盔"
    assert read_question("屈庄村有多少人口？").focus == "屈庄村有人口"


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    """Nothing that somebody types raises."""
    question = read_question(text)

    assert 0 <= question.slot.start <= question.slot.end <= len(question.text)
