"""A figure is of what its sentence tells it of: not of a part of that, not of what stands next to it."""

from __future__ import annotations

import pytest
from test_demands import weights

from retrieval.setting import ANOTHERS


@pytest.mark.parametrize(
    ("question", "text", "figure"),
    [
        ("那4台水泵花了多少钱?", "泵站总投资90万元,配水泵4台。", "90万元"),
        ("那4台水泵花了多少钱?", "泵站总投资90万元,去年建成。\n房前安了水泵4台。", "90万元"),
        ("换水泵花了多少钱?", "这次更换水泵4台、阀门9个,总费用90万元。", "90万元"),
        ("东园小区停水影响多少户?", "涉及东园小区、西园小区、北园小区等9个小区860户。", "860户"),
        ("住户存款增长多少?", "存款余额90亿元,增长8%;其中住户存款60亿元。", "8%"),
        ("柿子醋卖了多少斤?", "合作社卖柿饼460斤;柿子醋收入90万元。", "460斤"),
        ("学徒工考试的通过率是多少?", "其中技工9人、学徒工22人,通过率65%。", "65%"),
        ("骑摩托车罚多少元?", "骑摩托车的,劝离;闯红灯的罚90元。", "90元"),
        ("夜班护士的月薪是多少元?", "◆夜班护士22名,大专以上\n◆司机4名,月薪4600元", "4600元"),
        ("清河县花生产量是多少吨?", "双溪镇种花生,产量900吨。", "900吨"),
        ("清河县花生产量是多少吨?", "全镇种花生,产量900吨。", "900吨"),
        ("全省平均雨量是多少毫米?", "全市平均雨量90毫米。", "90毫米"),
        ("江海平今年多大岁数?", "江海平守灯塔。\n林知远今年61岁。", "61岁"),
        ("女青年有多少名?", "到场青年90名。", "90名"),
        ("清河镇展商签约多少亿元?", "展销会上,展商签约9亿元。\n清河镇的展商来得早。", "9亿元"),
    ],
)
def test_the_figure_of_the_whole_or_of_a_neighbour_is_none(question: str, text: str, figure: str) -> None:
    assert weights(question, text)[figure] <= -2.5


@pytest.mark.parametrize(
    ("question", "text", "figure"),
    [
        ("新建的冷库花了多少钱?", "村里建了容量800吨的冷库,投资90万元。", "90万元"),
        ("整个泵站花了多少钱?", "泵站总投资90万元,配水泵4台。", "90万元"),
        ("9个小区停水影响多少户?", "涉及东园小区、西园小区等9个小区860户。", "860户"),
        ("住户存款增长多少?", "存款余额90亿元;其中住户存款60亿元,增长8%。", "8%"),
        ("闯红灯罚多少元?", "带狗进园的劝离;闯红灯的罚90元。", "90元"),
        ("清河县花生产量是多少吨?", "清河县双溪镇等地种花生,产量900吨。", "900吨"),
        ("夜班护士几号开始报名?", "◆夜班护士22名,大专以上\n◆报名时间:9月3日起", "9月3日"),
        ("欠员工多少工资?", "欠薪41万元,员工走得只剩26个。", "41万元"),
        ("女青年有多少名?", "到场女青年90名。", "90名"),
        ("江海平今年多大岁数?", "61岁的江海平守灯塔。", "61岁"),
    ],
)
def test_a_figure_of_the_very_thing_stands(question: str, text: str, figure: str) -> None:
    assert weights(question, text)[figure] > ANOTHERS + 1.5


def test_what_other_figures_are_of_is_not_what_one_is_of_that_stands_elsewhere() -> None:
    text = "全市进出口90亿元。统计局昨天公布。\n从累计看,出口60亿元。\n外资企业进出口20亿元。"
    assert weights("外资企业出口多少亿元?", text)["60亿元"] < weights("全市出口多少亿元?", text)["60亿元"] - 2.0


@pytest.mark.parametrize(
    ("question", "text", "figure"),
    [
        ("铺子现在房租多少元?", "铺子起初房租90元,如今不收。", "90元"),
        ("江海平现在年薪多少元?", "2016年,江海平辞去年薪9万元的工作。", "9万元"),
        ("大桥大修以前限速多少公里?", "大修期间,大桥限速30公里。", "30公里"),
        ("夏季末班船是几点?", "渡口执行冬季时刻,末班16时30分。", "16时30分"),
        ("泵站已完成投资多少万元?", "泵站总投资90万元。", "90万元"),
        ("上半年破获诈骗案多少起?", "上半年诈骗立案90起。", "90起"),
        ("买农机花了多少钱?", "他借了90万元,买回农机。", "90万元"),
        ("龙舟队是哪年成立的?", "2019年,龙舟队得了冠军。", "2019年"),
        ("车间是哪天开工的?", "车间3月5日封顶。", "3月5日"),
        ("镇里出口多少?", "镇里工业增长9%。", "9%"),
    ],
)
def test_another_time_or_step_of_the_same_is_none(question: str, text: str, figure: str) -> None:
    assert weights(question, text)[figure] <= -3.5


@pytest.mark.parametrize(
    ("question", "text", "name"),
    [
        ("广场是谁设计的?", "镇长林知远到广场散步。", "林知远"),
        ("采茶工从哪个县请来?", "县里从邻县请来采茶工2700人。", "邻县"),
        ("传统类第二名是哪个节目?", "《三借》获传统类第三名。", "《三借》"),
    ],
)
def test_a_name_of_whom_it_is_not_said_is_none(question: str, text: str, name: str) -> None:
    assert weights(question, text)[name] <= -1.5
