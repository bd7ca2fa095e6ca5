"""What is told of one thing is not told of what it excludes: the other school, the other bank, the old hall."""

from __future__ import annotations

import pytest
from test_demands import weights

from retrieval.exclusives import contrasts


@pytest.mark.parametrize(
    ("question", "text", "figure"),
    [
        ("初中的平均班额是多少人?", "小学平均班额46人。", "46人"),
        ("他有几项发明专利?", "他拿到6项实用新型专利。", "6项"),
        ("机关退休人员每月增加多少元?", "企业退休人员每月增加90元。", "90元"),
        ("南干渠全长多少公里?", "北干渠全长46公里。", "46公里"),
        ("南干渠全长多少公里?", "水从北干渠来。渠全长46公里。", "46公里"),
        ("红豆每公斤多少元?", "黑豆每公斤9元。", "9元"),
        ("T1航站楼面积多少平方米?", "T2航站楼面积900平方米。", "900平方米"),
        ("1号线全长多少公里?", "2号线全长31公里。", "31公里"),
        ("城西片区停水从什么时候起?", "城东片区9月25日20时起停水。", "9月25日20时"),
        ("副馆长是谁?", "馆长林知远说,书不少。", "林知远"),
        ("不合格率是多少?", "合格率99%。", "99%"),
        ("一亩最少赔多少元?", "一亩最高赔900元。", "900元"),
        ("火电场总投资多少亿元?", "风电场总投资31亿元。", "31亿元"),
        ("图书馆新馆的面积多少平方米?", "博物馆新馆面积900平方米。", "900平方米"),
        ("省儿童医院有多少张床位?", "市儿童医院有床位90张。", "90张"),
        ("村镇银行办了多少户?", "信用联社办了90户。", "90户"),
        ("大蒜每亩保费多少元?", "小麦每亩保费20元。", "20元"),
        ("冠军是哪支队?", "清河镇中心校代表队获第五名。", "清河镇中心校代表队"),
        ("老馆的建筑面积多少平方米?", "建筑面积900平方米,是老馆的4倍。", "900平方米"),
        ("旧街场有多少个摊位?", "大棚有摊位780个,比旧街场多一半。", "780个"),
        ("酸萝卜一公斤多少元?", "窖藏萝卜每公斤9元。\n酸萝卜很脆。", "9元"),
        ("全市有多少家企业?", "全区企业很多。其中合格企业90家。", "90家"),
        ("接待境外游客多少人次?", "全市接待游客90万人次。", "90万人次"),
        ("村里的男孩有多少人?", "村里有孩子90人。", "90人"),
        ("党员有多少人?", "全村有90人。", "90人"),
        ("北园出口多少亿元?", "全区出口90亿元。", "90亿元"),
    ],
)
def test_what_excludes_the_thing_asked_about(question: str, text: str, figure: str) -> None:
    assert weights(question, text)[figure] <= -4.0


@pytest.mark.parametrize(
    ("question", "text", "figure"),
    [
        ("小学的平均班额是多少人?", "小学平均班额46人,初中52人。", "46人"),
        ("小学和初中一共多少所?", "小学、初中共46所。", "46所"),
        ("新院区有多少间手术室?", "新院区手术室由老院区的6间增加到16间。", "16间"),
        ("新馆的建筑面积多少平方米?", "新馆建筑面积900平方米,是老馆的4倍。", "900平方米"),
        ("新馆比老馆大多少平方米?", "新馆比老馆大900平方米。", "900平方米"),
        ("接待境外游客多少人次?", "全市接待外国游客90万人次。", "90万人次"),
        ("进口多少亿元?", "外贸总值90亿元,其中进口46亿元、出口44亿元。", "46亿元"),
        ("城东片区停水从什么时候起?", "城东片区9月25日20时起停水。", "9月25日20时"),
        ("天主教学校有多少所?", "有公办学校90所、天主教学校46所。", "46所"),
        ("服务业增长多少?", "第三产业增长5%,第二产业增长6%。", "5%"),
        ("最多赔多少元?", "一亩不超过900元。", "不超过900元"),
        ("北干渠全长多少公里?", "南干渠全长41公里,北干渠全长46公里。", "46公里"),
    ],
)
def test_the_thing_asked_about_itself(question: str, text: str, figure: str) -> None:
    assert weights(question, text)[figure] >= 0


def test_what_stands_far_ahead_in_a_long_paragraph_excludes_nothing() -> None:
    near, far = "小学搬了家。", "小学搬了家。" + "孩子们在操场上跑步、跳绳、踢球,很高兴。" * 5
    told = [weights("初中的平均班额是多少人?", f"{ahead}平均班额46人。初中还远。")["46人"] for ahead in (near, far)]
    assert told[0] <= -4.0 < told[1]


def test_a_question_that_holds_two_of_a_set_asks_of_both() -> None:
    assert not contrasts("小学和初中一共多少所?")
    assert {one.asked for one in contrasts("初中有多少所?")} == {"初中"}


def test_a_measure_of_which_nothing_is_printed() -> None:
    """The rent is not told where not a character of it is printed, though the unit is the very one."""
    assert weights("这座桥的租金是多少?", "大桥去年建成,花了900万元。")["900万元"] <= -3.5
    assert weights("这个摊位的租金是多少?", "摊位月租900元。")["900元"] > -2.0


def test_a_name_of_which_nothing_is_printed() -> None:
    """An article that has no character of a name does not tell of it, whatever else fits."""
    assert weights("雁栖路的施工单位是哪家?", "施工单位:清河县公路养护中心")["清河县公路养护中心"] <= -4.0
    assert weights("雁栖村登记的患者有多少人?", "村里登记的患者有41人。")["41人"] <= -3.5
    assert weights("登记的患者有多少人?", "村里登记的患者有41人。")["41人"] > 0
