"""What a question demands of a name: the office, the class, the order, what it is called, who acts."""

from __future__ import annotations

import pytest
from test_demands import weights


@pytest.mark.parametrize(
    ("question", "text", "meets", "misses"),
    [
        ("县农业局局长是谁?", "县农业农村局局长方行舟和县水利局局长江映雪到会。", "方行舟", "江映雪"),
        ("水利局局长是谁?", "水利局副局长方行舟到会,局长江映雪说好。", "江映雪", "方行舟"),
        ("港务局的一把手是谁?", "港务局副局长方行舟说忙,局长江映雪说好。", "江映雪", "方行舟"),
        ("歌唱比赛谁得第二?", "前三名依次为教师方行舟、学生江映雪和农民石磊。", "江映雪", "方行舟"),
        ("渔船叫什么名字?", "新船取名“望潮”,旁边是老船“海燕”。", "“望潮”", "“海燕”"),
        ("大桥由谁施工?", "大桥业主为青河交通集团,施工单位为白石路桥公司。", "白石路桥公司", "青河交通集团"),
        ("冷库是谁出资的?", "冷库由青河供销集团出资建设,由白石冷链公司设计。", "青河供销集团", "白石冷链公司"),
        ("青河航线是哪家航空公司飞的?", "青河航线由白鹭航空执飞,机场集团补贴。", "白鹭航空", "机场集团"),
        ("学校决赛输给了哪所中学?", "决赛中白石中学负于卫冕冠军青河中学。", "青河中学", "白石中学"),
        ("哪个车站关闭?", "青河站关闭,乘客可到文化广场候车。", "青河站", "文化广场"),
        ("第一名是哪支队伍?", "第一名 青河村代表队 126秒\n第二名 白石村代表队 128秒", "青河村代表队", "白石村代表队"),
        (
            "女子组第一名是哪支队伍?",
            "男子组\n第一名 青河村代表队\n女子组\n第一名 白石村代表队",
            "白石村代表队",
            "青河村代表队",
        ),
        ("粮仓改成的博物馆叫什么?", "粮仓成了青河县农耕博物馆,门口挂着“丰年”二字。", "青河县农耕博物馆", "“丰年”"),
        ("儿媳是谁演的?", "婆婆是公孙梅,儿媳由钟离秀扮演。", "钟离秀", "公孙梅"),
        ("邻居给他起了个啥外号?", "邻居叫他“一拧准”,铺子挂着“老字号”。", "“一拧准”", "“老字号”"),
        ("水从哪儿引来?", "水厂以青岭水库为水源,供白石镇用水。", "青岭水库", "白石镇"),
        ("厨艺赛谁得了头名?", "一等奖(1名) 方行舟\n二等奖(2名) 江映雪", "方行舟", "江映雪"),
        ("3路车开到哪里?", "2路车开到青河广场,3路车开到白石公园。", "白石公园", "青河广场"),
    ],
)
def test_the_better_name(question: str, text: str, meets: str, misses: str) -> None:
    """Of two names the one that the question demands is worth more."""
    found = weights(question, text)

    assert found[meets] > found.get(misses, -99.0), found


def test_a_notice_is_signed_at_its_end() -> None:
    """Who gives a notice stands alone at its end, be it in the last line of it."""
    text = "参会企业由白石公司组织。\n电话:8342266 青河市就业服务中心"
    found = weights("公告是哪个单位发的?", text, kind="notice")

    assert found["青河市就业服务中心"] > found["白石公司"]


def test_a_correction_names_the_right_one() -> None:
    """What 应为 leads to, not what was printed by mistake."""
    text = "昨日二版《老街》一文,作者误写为“方行舟”,应为“江映雪”。"
    found = weights("《老街》的作者是谁?", text, kind="correction")

    assert found["江映雪"] > found.get("方行舟", -99.0)


@pytest.mark.parametrize("asked", ["登错的那篇报道叫什么题目?", "哪篇稿子印错了?", "这则更正说的是哪一篇?"])
def test_a_correction_names_the_report_in_error(asked: str) -> None:
    """The report in 《》, not the words that were in error in it, however the reader says that it erred."""
    text = "昨日二版《茶山开园》一文,“茶园九十亩”应为“茶园六十亩”。"
    found = weights(asked, text, kind="correction")

    assert found["《茶山开园》"] > max(found.get("“茶园九十亩”", -99.0), found.get("“茶园六十亩”", -99.0))
