"""A part is not the whole, what each has not the sum, what all cost together not the price of one."""

from __future__ import annotations

import pytest
from test_demands import weights


@pytest.mark.parametrize(
    ("question", "text", "figure"),
    [
        ("禁养的烈性犬有多少种?", "禁养大型犬和烈性犬共36种。", "36种"),
        ("去清河方向的临客有几对?", "增开白河、清河方向临客9对。", "9对"),
        ("6个林场的总面积是多少亩?", "白河林场是6个林场之一,面积90亩。", "90亩"),
        ("公司有多少名员工?", "公司正在招80名员工。", "80名"),
        ("全县有多少户牧民?", "他服务牧民90户。", "90户"),
        ("供电所有多少名员工?", "供电所的12名巡线员上了山。", "12名"),
        ("驾校一共招多少名学员?", "每车限4名学员。", "4名"),
        ("去年一共处理了多少吨垃圾?", "工厂去年投产,日处理垃圾300吨。", "300吨"),
        ("全县发生火灾多少起?", "因充电引发的火灾33起。", "33起"),
        ("充电站的总投资是多少元?", "总投资6亿元的云岭水库建成。\n充电站不少。", "6亿元"),
        ("水库加固县里出资多少万元?", "水库加固总投资900万元。", "900万元"),
        ("服务业有多少个岗位?", "全市招聘岗位900个,服务业岗位月薪4700元。", "900个"),
        ("门票一张多少钱?", "景区门票收入1870万元。", "1870万元"),
        ("一台脱壳机卖多少钱?", "他花45万元研制脱壳机。", "45万元"),
        ("多少人取得证书?", "上半年培训900人,取得证书", "900人"),
    ],
)
def test_of_a_part_or_of_all(question: str, text: str, figure: str) -> None:
    assert weights(question, text)[figure] <= -4.0


@pytest.mark.parametrize(
    ("question", "text", "figure"),
    [
        ("大型犬和烈性犬共多少种?", "禁养大型犬和烈性犬共36种。", "36种"),
        ("学校有几个校区?", "学校有东校区、西校区两个校区。", "两个"),
        ("受益农田多少亩?", "惠及农田2300亩。", "2300亩"),
        ("白河林场面积多少亩?", "白河林场是6个林场之一,面积90亩。", "90亩"),
        ("公司招多少名员工?", "公司正在招80名员工。", "80名"),
        ("公司有多少名员工?", "公司有员工80名。", "80名"),
        ("一天处理多少吨垃圾?", "工厂日处理垃圾300吨。", "300吨"),
        ("充电引发的火灾多少起?", "因充电引发的火灾33起。", "33起"),
        ("云岭水库总投资多少元?", "总投资6亿元的云岭水库建成。", "6亿元"),
        ("水库加固县里出资多少万元?", "水库加固总投资900万元,其中县里出资300万元。", "300万元"),
        ("全市有多少个岗位?", "全市招聘岗位900个,服务业岗位月薪4700元。", "900个"),
        ("门票一张多少钱?", "景区门票每张90元。", "90元"),
        ("培训了多少人?", "上半年培训900人,取得证书", "900人"),
    ],
)
def test_of_the_very_thing(question: str, text: str, figure: str) -> None:
    assert weights(question, text)[figure] > -2.0


def test_a_verb_makes_no_name() -> None:
    """在省城读大学 names none."""
    assert all(odds <= 0 for odds in weights("林知远读的是哪所大学?", "林知远在省城读大学。").values())


@pytest.mark.parametrize(
    ("question", "text", "figure"),
    [
        ("去年栽了多少株树?", "“栽树5万株”应为“栽树2万株”。特此更正。", "2万株"),
        ("调整前人均每月多少元?", "人均每月增加96元。", "96元"),
        ("再添的那艘船要花多少钱?", "2021年5月,县里投入168万元改成一艘船。", "168万元"),
        ("去年全年交付多少台?", "上半年交付14台,完成全年计划25台的56%;去年同期交付9台。", "9台"),
        ("去年7月最高负荷出现在哪天?", "7月29日,最高负荷刷新纪录。", "7月29日"),
    ],
)
def test_of_another_time(question: str, text: str, figure: str) -> None:
    assert weights(question, text, date="2024-08-05")[figure] <= -4.0


@pytest.mark.parametrize(
    ("question", "text", "figure"),
    [
        ("究竟栽了多少株树?", "“栽树5万株”应为“栽树2万株”。特此更正。", "2万株"),
        ("调整后人均每月增加多少元?", "人均每月增加96元。", "96元"),
        ("去年立项的桥哪天通车?", "桥7月29日通车。", "7月29日"),
    ],
)
def test_of_the_very_time(question: str, text: str, figure: str) -> None:
    assert weights(question, text, date="2024-08-05")[figure] > -2.0


def test_who_it_was_in_another_year() -> None:
    """去年的冠军 is not told by a report of this year's race."""
    text = "冠军林知远说,路滑。"
    assert weights("去年的冠军是谁?", text, date="2024-08-05")["林知远"] <= -4.0
    assert weights("冠军是谁?", text, date="2024-08-05")["林知远"] > -2.0
