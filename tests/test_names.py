"""Names, known by their form and by what stands beside them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.names import find_names, find_persons
from retrieval.prose import read_prose, read_tokens


def found(text: str, kind: str) -> list[str]:
    return [text[name.start : name.end] for name in find_names(text, read_tokens(text)) if name.kind == kind]


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("县水利局副局长江映雪介绍,工程已完工。", "江映雪"),
        ("白河镇党委书记方知远说,路通了。", "方知远"),
        ("养殖户管大勇今年养了两万只鸭。", "管大勇"),
        ("快递员丁大海看到后报了警。", "丁大海"),
        ("村民蒲大娘家里很暖和。", "蒲大娘"),
        ("田某欠下租金。", "田某"),
        ("物理学家阿尔伯特·爱因斯坦生于德国。", "阿尔伯特·爱因斯坦"),
        ("歌手欧阳娜娜在台上演唱。", "欧阳娜娜"),
        ("讲解员司空远预计下周开馆。", "司空远"),
        ("业主代表林泽和说,电梯快装好了。", "林泽和"),
        ("课由馆长楚怀瑾讲。", "楚怀瑾"),
        ("教练钟离毅带队。", "钟离毅"),
        ("请来县剧团的司马岚。", "司马岚"),
        ("杰克·怀特是一个由玛丽·布朗创造的人物。", "玛丽·布朗"),
        ("患者江来顺正等着出院。", "江来顺"),
        ("闾丘岩任副董事长。", "闾丘岩"),
        ("港务局的行长关月明说,贷款已到账。", "关月明"),
        ("头奖被一位重庆姑娘鲁小禾拿走。", "鲁小禾"),
        ("市林业局副局长连云山说,树都活了。", "连云山"),
        ("水利局局长尉长风介绍,水已接通。", "尉长风"),
        ("林场场长厍鸣谷说,树都活了。", "厍鸣谷"),
        ("儿媳由开小店的简秀英扮演。", "简秀英"),
        ("盼有关部门管一管。读者桑启明", "桑启明"),
        ("一等奖章鱼嫂《葱油面》", "章鱼嫂"),
        ("救援中心主任向北辰提醒,上山要结伴。", "向北辰"),
        ("气象局局长侍长青解释,雨带南移了。", "侍长青"),
        ("茶厂厂长哈明远呼吁,少打农药。", "哈明远"),
        ("脱贫户洪大贵今年盖了新房。", "洪大贵"),
        ("乡兽医申守山背着药箱上门。", "申守山"),
        ("爷爷祝长顺从前是铁匠。", "祝长顺"),
    ],
)
def test_persons(text: str, person: str) -> None:
    """A role before it or a verb of speech behind it tells a person's name."""
    assert person in found(text, "person")


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("县委书记陈立群、县长周明远、副县长林红到场。", {"陈立群": "县委书记", "周明远": "县长", "林红": "副县长"}),
        ("局长方远和书记江月到场。", {"方远": "局长", "江月": "书记"}),
        ("校长方远、宣传部长江映雪到场。", {"方远": "校长", "江映雪": "宣传部长"}),
        ("县委常委余志,副校长石艳到场。", {"余志": "县委常委", "石艳": "副校长"}),
        ("记者王小明、李红报道。", {"王小明": "记者", "李红": "记者"}),
    ],
)
def test_each_person_of_several_has_the_own_role(text: str, roles: dict[str, str]) -> None:
    """Whole, and without the person named ahead of it; what a role begins with is no person."""
    assert {text[name.start : name.end]: name.label for name in find_persons(text, read_tokens(text))} == roles


@pytest.mark.parametrize(
    ("body", "persons"),
    [
        ("茶山村采茶工 伍月娥 用竹篓背下山。", ["伍月娥"]),
        ("协会会长 岩温罕 算了一笔账。", ["岩温罕"]),
        ("旗林草局局长 乌力吉图 介绍了情况。", ["乌力吉图"]),
        ("市统计局副局长 江 映 雪 说,增速回升。", ["江映雪"]),
        ("主任 江 雪 和馆长 方 明 对了账。", ["江雪", "方明"]),
        ("守桥的 简守义 和弟弟 简守信。", ["简守义", "简守信"]),
        ("全年总产 ３０ 万吨, 单产 增长8%。", []),
    ],
)
def test_persons_set_off_by_spaces(body: str, persons: list[str]) -> None:
    """What papers print between spaces is a name: behind a role whatever its surname, elsewhere by its surname."""
    prose = read_prose(body)
    names = find_persons(prose.text, read_tokens(prose.text), prose.gaps)
    assert [prose.text[name.start : name.end] for name in names] == persons


@pytest.mark.parametrize(
    "text", ["局长和周明说,路通了。", "主任向乡亲们介绍。", "村民和同学都来了。", "唐家湾、下河、石井三个村通了水。"]
)
def test_no_persons(text: str) -> None:
    """A word that joins is no surname, and what ends like a village is no person."""
    assert found(text, "person") == []


@pytest.mark.parametrize(
    ("text", "organisation"),
    [
        ("冷库由县供销社投资建设。", "县供销社"),
        ("全部捐给了云岭市儿童福利院;", "云岭市儿童福利院"),
        ("工程由中铁大桥局施工。", "中铁大桥局"),
        ("与深圳百果汇供应链有限公司签订合同。", "深圳百果汇供应链有限公司"),
        ("县住房和城乡建设局组织检查。", "县住房和城乡建设局"),
        ("决赛中白河县队胜出。", "白河县队"),
        ("青河大学队夺冠。", "青河大学队"),
        ("航线由白鹭航空执飞。", "白鹭航空"),
        ("请向市住房和城乡建设局反映。", "市住房和城乡建设局"),
        ("施工方为青河路桥公司,昨日进场。", "青河路桥公司"),
        ("不敌卫冕冠军青河中学。", "青河中学"),
        ("青河公安分局组织民警巡逻。", "青河公安分局"),
    ],
)
def test_organisations(text: str, organisation: str) -> None:
    """The class word at its end tells an organisation."""
    assert organisation in found(text, "org")


def test_who_signs_a_notice_is_named_by_a_whole_line() -> None:
    text = "请提前储水。\n国投清河县供水公司\n2024年4月16日"
    assert found(text, "org") == ["国投清河县供水公司"]
    assert found("来信请寄本报。\n清河县人民政府招生办公室", "org") == ["清河县人民政府招生办公室"]
    assert found("招商电话:8342266\n清河产业集团资产运营部", "org") == ["清河产业集团资产运营部"]


def test_the_end_of_a_date_is_no_name() -> None:
    """1978年建厂 founds a factory, and names none."""
    assert found("机修厂1978年建厂,前身是县农机二厂。", "org") == ["机修厂", "县农机二厂"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("宣传车开进白河镇柳林村。", "白河镇柳林村"),
        ("服务点设在湛河南路与开发二路交叉口。", "湛河南路与开发二路交叉口"),
        ("比赛在奥体中心鸣枪。", "奥体中心"),
        ("违停车辆拖移至北门停车场。", "北门停车场"),
        ("请到文化宫3号馆领取。", "文化宫3号馆"),
        ("钥匙在西苑公园南门附近拾到。", "西苑公园南门附近"),
        ("雪雕比赛在城北滑雪场开赛。", "城北滑雪场"),
        ("报名地点:行政楼302室。", "行政楼302室"),
        ("双桂镇种得最多。", "双桂镇"),
        ("3路到青河广场。", "青河广场"),
        ("白马县测得39℃。", "白马县"),
        ("在距村口两公里的石桥下找到了。", "石桥下"),
        ("座谈会在农民之家二楼会议室举行。", "农民之家二楼会议室"),
    ],
)
def test_places(text: str, place: str) -> None:
    """The class word at its end and the preposition before it tell a place."""
    assert place in found(text, "place")


@pytest.mark.parametrize("text", ["增速居全省第三位。", "今年以来全市最高。", "气温升到39度。", "他返乡创业。"])
def test_everywhere_is_no_place(text: str) -> None:
    """全省 and 全市 answer no question for a place."""
    assert found(text, "place") == []


def test_a_number_of_companies_is_no_name() -> None:
    """四家公司 names none of them."""
    assert found("四家公司中标。", "org") == []


def test_titles_and_what_they_are_the_title_of() -> None:
    """A title in quotation marks carries the word for what it is."""
    text = "她注册了“梨花蜜”商标,学校出版了《泥土里的课》一书。"
    names = {
        text[name.start : name.end]: name.label for name in find_names(text, read_tokens(text)) if name.kind == "title"
    }

    assert set(names) == {"“梨花蜜”", "《泥土里的课》"}
    assert "商标" in names["“梨花蜜”"]


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("涉及石桥、柳林、上河等9个村。", "石桥、柳林、上河"),
        ("小组由1名医生、1名护士和2名志愿者组成。", "1名医生、1名护士和2名志愿者"),
        ("围绕教育、医疗、养老三个方面展开。", "教育、医疗、养老"),
        ("石桥、柳林、上河三镇先后发言。", "石桥、柳林、上河"),
        ("二、经过该路段的6路、9路、15路公交绕行。", "6路、9路、15路"),
        ("演出《借粮》《春台》《桃花渡》。", "《借粮》《春台》《桃花渡》"),
        ("瓷器销往泰国、老挝、越南等5个国家。", "泰国、老挝、越南"),
        ("茶叶、桑葚和鲜笋位居销量前三。", "茶叶、桑葚和鲜笋"),
        ("评委方知远、江映雪到场。", "方知远、江映雪"),
    ],
)
def test_enumerations(text: str, listed: str) -> None:
    """An enumeration ends where 等, its count or its verb begins."""
    assert listed in found(text, "list")


@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    """No text raises, and names lie within it."""
    assert all(0 <= name.start < name.end <= len(text) for name in find_names(text, read_tokens(text)))


def test_a_house_number_belongs_to_the_place() -> None:
    """An address is told whole."""
    assert "柳荫街12号" in found("书房位于柳荫街12号,面积430平方米。", "place")
