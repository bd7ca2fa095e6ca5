"""Units and measure words: how each is printed, what it is called here, and how many of them a printed one is.

A unit keeps the name it is printed with (3200斤 stays 斤, 2小时 stays 小时), except where the printed form is only
another way to write that name: 块 → 元, km → 公里, ㎡ → 平方米, 个小时 → 小时. The tables are the language's own stock
of measure words (量词) and units; in them `区!域` means: 区, unless 域 follows and makes another word of it.
All names are simplified, and text must be folded (see `folding`) before a unit is looked for in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

Dimension = Literal[
    "count", "money", "percent", "duration", "length", "area", "volume", "weight", "temperature", "other"
]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as it is looked up."""

    printed: str  # folded
    name: str
    dimension: Dimension
    factor: float = 1.0  # how many of *name* one printed unit is: 角 is 0.1 元
    loose: bool = False  # a word of many uses (手, 面, 国): counts only behind a numeral that is surely one
    not_before: str = ""  # characters that make another word of it: 区 + 域


_NAMES: dict[Dimension, str] = {
    "money": """
        元!旦宵 美元 港元 欧元 日元 韩元 英镑 人民币 新台币 台币 卢布 卢比 泰铢 澳元 加元 法郎 瑞士法郎 马克 新加坡元
        新元 澳门元 林吉特 比索 里拉 越南盾 印尼盾 印度卢比 银元 克朗 第纳尔 迪拉姆 里亚尔 雷亚尔 兰特 先令 便士 美分
        欧分 贯
    """,
    "duration": """
        年!级代度糕 日!本元圆报语军 个月 周!边围刊恩 天!王津 小时 分钟 秒 世纪 季度 学期 学年 昼夜 工作日 交易日 刻钟
        课时 学时 毫秒 微秒 纳秒 星期 整年 整天 夜!间晚里总空市
    """,
    "length": """
        米!饭粉 公里 千米 厘米 毫米 分米 微米 纳米 里!程面市县区斯昂 华里 英里 海里 尺!寸度 英尺 寸!步土草心 英寸
        丈!夫量 码!头 公分 公尺 公寸 光年 市尺 天文单位 秒差距
    """,
    "area": """
        平方米 平方公里 平方千米 平方厘米 平方毫米 平方英里 平方英尺 平方海里 平方公尺 平方码 亩!产均 公顷 英亩 顷 坪
        市亩 公亩
    """,
    "volume": "立方米 立方厘米 立方公里 立方英尺 立方公尺 升!级学旗降值温职格 毫升 公升 加仑",
    "weight": "吨!位 公吨 斤 公斤 千克 克!服隆里 两 毫克 微克 磅 英磅 盎司 担!任保心负当忧 克拉 吨标准煤 市斤",
    "temperature": "摄氏度 华氏度 度!假过数量身夏关",
    "other": """
        千瓦 千瓦时 千伏 千伏安 毫安时 兆瓦 瓦!片房解斯 瓦特 伏特 安培 赫兹 兆赫 千赫 马力 大卡 千卡 卡路里 焦耳 千焦
        分贝 帕!斯 百帕 千帕 兆帕 像素 字节 比特 标准箱 标箱 牛顿 欧姆 流明 转!变型移让化身换 度电 毫西弗 微西弗 摩尔
        开尔文 电子伏特 吨公里 人公里 GB MB TB KB GHz MHz kHz Mbps Gbps kbps
    """,
    "percent": "% ‰ 百分点",
}
# Words that count, and hardly mean anything else behind a number.
_COUNT = """
    个 名 位!于 人 人次 口!号味岸 户 户次 家 家次 座!落谈 栋 幢 间!隔接 套 处!理于 所!有以 层 层楼 楼 条 道!德
    根!据 支!持付撑 枝 枚 颗 粒 块 片!区 张 幅!度 件 件套 件次 项 项次 宗!教旨族 起 例!如 桩 笔!者试 单!位独 批 批次
    次!序 回!到来归 回合 趟 遍!布及 场 场次 届!时 期!间望待限 轮!流船椅换 番!茄禺 阵!地营容 顿 餐!厅饮馆 席!卷 桌
    台!阶湾 台套 台次 部!队署委 部委 部分 部门 辆 辆次 架!构设 架次 艘 列!为入 列车 节!能目约省 节课 班!子 班次
    组!织建 队!伍 伙!伴 群!众体 对!于应外待 双!方向 副!总主 种 类!似 样!本 款!项 级!别 篇 首!席先都脑 本!身地 册 卷
    章!程 集!团体合资成约 出!头现口生台版席租售 幕!后 曲!线 局!部长面势限 票!价据房 席位 岁!月 周岁 步!行入骤 头!发脑部
    匹!配 只!有是能要好 尾!气部 株!洲 棵 朵 束!缚 捆 包!括含裹 袋 箱 盒 瓶 罐 杯 碗 盆!地景 桶 盏 顶!部级层端 把!握关
    柄 扇 孔 尊!重严敬称 具!有体备 床!位 床位 张床位 个床位 封!锁闭 则!是为 排!名列放 串!联 圈!子 站!点台 站点 人份
    份!额 点!钟燃击 折!射扣叠磨腾 堂 课 代!表理价替码 辈!子出 倍!数增 番 周年 泊位 车位 人家 户人家 发!展生现布表
    门!峡口票店 门次 起次 行政村 自然村 社区 方面 环节 领域 维度 步骤 阶段 名额 工序 学分 积分 场馆 学位 工位 岗位
    街区 院区 校区 城市 省份 国家 地区 民族 盘!点山州 旗!下帜袍 通!过知常用报信 壶 缸 勺 篮 筐 篓 车次 航次 跨 档!案
    人组!成建织 车皮 针!对 剂 味!道 帖 集装箱 舰队 军团 师团 集团军 航空队 大队 中队 小队
    号线 号楼 单元 等奖 车道 楼层
"""
# Words of many uses: only behind Arabic digits or a numeral of two signs and more.
_LOOSE = """
    省!级份委会道内长 市!场民区政委级长值内中 县!级城域长委 区!域别间分块委长级 乡!镇村亲土 镇!长政区 村!民庄里落委
    州!长级 国!家会内际籍产道防外民 校!长园区友内 院!长士校内 馆!长藏 店 厂!房家长商区 乡镇 街道 县区 省市 企业 公司
    单位 学校 学生 教师 员工 职工 党员 干部 村民 群众 居民 游客 同学 选手 球员 议员 战士 官兵 行!政动业为星驶走程进 句
    手!机术段续工册法里表艺 面!积对临向前貌部试粉料 方!面案式法向便程针 会!议员长所见计展址场 胜!利任 负!责担于荷债
    平!台均原面安坦 金!融属牌额 银!行牌河 铜!牌 打!造算击破 声!音明称誉 眼!前睛光 股!票份东权市民 车!辆间站道
    船!只舶员 卡!车片拉尔 箭 枪 拳 跳 星!期级球座 分!之别布支为析配开公区类行散解 球!员队场迷 等!待于 型 号!称召码角
    栏!目杆 版!本权 页 段!落 团!队结长体员 营!业养收运地销 连!续接锁任同丰冠胜败 旅!游行客馆 舰!队艇 频道 台阶 小题
    大题 题!目材 问!题 战!略争斗 拍 壁 关!于系注键心闭 向 边形 员!工 将!军来 士!兵官 兵!力团 子 女 男 兄弟 姐妹 姓!名
    氏 进!行入步口程出 房!屋间 室 厅!长 卫!生星 管!理道 注!意册重 杆 洞 目 段位 话!题语剧 弄 路!线口面 环!境节保
    线!路上下索 军!队事 师!傅生 石!油头化 年级 拨 字!样体母 裂 死 伤!害势员口 强!调大化 下!降跌午滑调属列面
    甲!板方乙骨壳
"""
_ALIASES: dict[str, tuple[str, float]] = {
    **dict.fromkeys(("元钱", "块钱", "圆", "元人民币", "人民币元", "元整", "RMB", "CNY"), ("元", 1)),
    **dict.fromkeys(("角", "角钱", "毛", "毛钱"), ("元", 0.1)),
    **dict.fromkeys(("美金", "美圆", "USD"), ("美元", 1)),
    **dict.fromkeys(("港币", "元港币", "港圆", "HKD"), ("港元", 1)),
    **dict.fromkeys(("日圆", "日币"), ("日元", 1)),
    **dict.fromkeys(("韩圆", "韩圜", "韩币"), ("韩元", 1)),
    **dict.fromkeys(("元新台币", "新台币元", "元台币"), ("新台币", 1)),
    **dict.fromkeys(("个小时", "钟头", "个钟头", "个钟"), ("小时", 1)),
    **dict.fromkeys(("个星期", "个礼拜", "礼拜"), ("星期", 1)),
    **dict.fromkeys(("平米", "平方", "㎡", "m2", "m²"), ("平方米", 1)),
    **dict.fromkeys(("立方", "m3", "m³"), ("立方米", 1)),
    **dict.fromkeys(("km2", "km²", "k㎡"), ("平方公里", 1)),
    **dict.fromkeys(("口人", "号人", "人口"), ("人", 1)),
    "旬": ("岁", 10),
    **dict.fromkeys(("里地", "里路"), ("里", 1)),
    **dict.fromkeys(("km", "KM", "Km", "㎞"), ("公里", 1)),
    **dict.fromkeys(("cm", "CM", "㎝"), ("厘米", 1)),
    **dict.fromkeys(("mm", "㎜"), ("毫米", 1)),
    **dict.fromkeys(("kg", "KG", "Kg", "㎏"), ("公斤", 1)),
    **dict.fromkeys(("ml", "mL", "ML"), ("毫升", 1)),
    **dict.fromkeys(("kW", "KW", "kw"), ("千瓦", 1)),
    **dict.fromkeys(("kWh", "KWH", "kwh"), ("千瓦时", 1)),
    **dict.fromkeys(("℃", "°C"), ("摄氏度", 1)),
    **dict.fromkeys(("℉", "°F"), ("华氏度", 1)),
    **dict.fromkeys(("个百分点",), ("百分点", 1)),
    "分钱": ("元", 0.01), "加币": ("加元", 1), "澳币": ("澳元", 1), "银圆": ("银元", 1), "欧圆": ("欧元", 1),
    "月": ("个月", 1), "载": ("年", 1), "秒钟": ("秒", 1), "个季度": ("季度", 1), "个世纪": ("世纪", 1),
    "个学期": ("学期", 1), "个学年": ("学年", 1), "个工作日": ("工作日", 1), "个自然日": ("天", 1),
    "个交易日": ("交易日", 1), "个昼夜": ("昼夜", 1), "个年头": ("年", 1), "个整年": ("年", 1), "个课时": ("课时", 1),
    "个学时": ("学时", 1), "个人": ("人", 1), "歳": ("岁", 1), "亩地": ("亩", 1), "呎": ("英尺", 1),
    "吋": ("英寸", 1), "哩": ("英里", 1), "浬": ("海里", 1), "平方呎": ("平方英尺", 1), "平方哩": ("平方英里", 1),
    "平方英哩": ("平方英里", 1), "英哩": ("英里", 1), "英呎": ("英尺", 1), "英吋": ("英寸", 1), "块大洋": ("银元", 1),
    "°": ("度", 1), "m": ("米", 1), "nm": ("纳米", 1), "μm": ("微米", 1), "g": ("克", 1), "mg": ("毫克", 1),
    "L": ("升", 1), "t": ("吨", 1), "min": ("分钟", 1), "ms": ("毫秒", 1), "MW": ("兆瓦", 1), "ha": ("公顷", 1),
    "lb": ("磅", 1), "ft": ("英尺", 1), "dB": ("分贝", 1), "kB": ("KB", 1), "Hz": ("赫兹", 1), "V": ("伏特", 1),
    "W": ("瓦特", 1), "hPa": ("百帕", 1), "MPa": ("兆帕", 1), "kPa": ("千帕", 1),
}  # fmt: skip
_ALIASES_NOT_BEFORE = {
    "载": "重体有入货客人",
    "个人": "口大",
    "圆": "形桌",
    "角": "度色落",
    "毛": "利病巾笔泽",
    "旬": "刊报阳邑",
    "人口": "头味气",
}
# What follows a unit as its finer part: (finer unit's name, how many make one). 1小时20分 → 80 分钟; 3斤2两 → 3.2 斤.
FINER: dict[str, dict[str, tuple[str, float]]] = {
    "年": {"个月": ("个月", 12)},
    "天": {"小时": ("小时", 24), "分钟": ("分钟", 1440)},
    "星期": {"天": ("天", 7)},
    "周": {"天": ("天", 7)},
    "小时": {"分钟": ("分钟", 60), "分": ("分钟", 60), "秒": ("秒", 3600)},
    "分钟": {"秒": ("秒", 60)},
    "分": {"秒": ("秒", 60)},
}
COARSER: dict[str, dict[str, float]] = {  # the part is added as a fraction of the first unit
    "元": {"元": 1, "分": 0.01},
    "亩": {"分": 0.1},
    "天": {"夜": 0},  # 3天2夜
    "斤": {"两": 0.1},
    "尺": {"寸": 0.1},
    "丈": {"尺": 0.1},
    "英尺": {"英寸": 1 / 12},
    "米": {"厘米": 0.01, "公分": 0.01},
    "公里": {"米": 0.001},
}


def _entries(table: str, dimension: Dimension, *, loose: bool = False) -> Iterator[Unit]:
    for entry in table.split():
        name, _, not_before = entry.partition("!")
        yield Unit(name, name, dimension, loose=loose, not_before=not_before)


def _units() -> Iterator[Unit]:
    """Every unit; of several with one printed form the first counts."""
    for dimension, table in _NAMES.items():
        yield from _entries(table, dimension)
    yield from _entries(_COUNT, "count")
    for printed, (name, factor) in _ALIASES.items():
        yield Unit(printed, name, dimension_of(name), factor, printed in "角圆", _ALIASES_NOT_BEFORE.get(printed, ""))
    yield from _entries(_LOOSE, "count", loose=True)


_DIMENSIONS: dict[str, Dimension] = {
    unit.name: unit.dimension for dimension, table in _NAMES.items() for unit in _entries(table, dimension)
}


def dimension_of(unit: str | None) -> Dimension:
    """What kind of thing *unit*, a name as Quantity.unit gives it, measures; "count" for all that is counted."""
    return _DIMENSIONS.get(unit or "", "count")


def _by_first_character() -> dict[str, tuple[Unit, ...]]:
    """Units by the character they begin with, longest first, so that 平方公里 is met before 平方."""
    found: defaultdict[str, dict[str, Unit]] = defaultdict(dict)
    for unit in _units():
        found[unit.printed[0]].setdefault(unit.printed, unit)
    return {first: tuple(sorted(units.values(), key=lambda unit: -len(unit.printed))) for first, units in found.items()}


_UNITS = _by_first_character()


def unit_at(text: str, position: int) -> Unit | None:
    """The longest unit that begins at *position* of the folded *text*; Latin symbols only as whole words."""
    spaced = text.startswith(" ", position + 1)
    for unit in _UNITS.get(text[position : position + 1], ()):
        printed = unit.printed
        if spaced and len(printed) > 1:
            printed = " ".join(printed)  # 平 方 米: spaced out to fill a line
        if text.startswith(printed, position):
            end = position + len(printed)
            after = text[end : end + 1]
            if after and after in unit.not_before:
                continue
            if unit.printed[-1].isascii() and unit.printed[-1].isalpha() and after.isascii() and after.isalnum():
                continue
            return unit if printed is unit.printed else replace(unit, printed=printed)
    return None
