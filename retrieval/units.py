"""Units and measure words: how each is printed, what it is called here, and how many base units it stands for.

A unit keeps the name it is printed with (3200斤 stays 斤, 2小时 stays 小时), except where the printed form is only
another way to write the same name: 块 → 元, km → 公里, ㎡ → 平方米, 个小时 → 小时, ％ → %. Written from the language's own
stock of measure words (量词), not from any page. All names are simplified; text is folded before it is looked up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Dimension = Literal[
    "count", "money", "percent", "duration", "length", "area", "volume", "weight", "temperature", "other"
]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as looked up: its name, and the factor that brings the printed number to it."""

    printed: str  # folded
    name: str
    dimension: Dimension
    factor: float = 1.0
    loose: bool = False  # names many things besides (手, 面, 国): counts after Arabic digits or long numerals only


_MONEY = """
元 美元 港元 欧元 日元 韩元 英镑 人民币 新台币 台币 卢布 卢比 泰铢 澳元 加元 法郎 瑞士法郎 马克 新加坡元 新元 澳门元 林吉特
比索 里拉 越南盾 印尼盾 印度卢比 银元 大洋 克朗 第纳尔 迪拉姆 里亚尔 雷亚尔 兰特 先令 便士 美分 欧分 贯 文钱
"""
_DURATION = (
    "年 个月 周 天 小时 分钟 秒 世纪 季度 学期 学年 夜 昼夜 工作日 刻钟 课时 学时 毫秒 微秒 纳秒 星期 旬 整年 整天"
)
_LENGTH = """
米 公里 千米 厘米 毫米 分米 微米 纳米 里 华里 英里 海里 尺 英尺 寸 英寸 丈 码 公分 公尺 公寸 光年 市尺 里地 天文单位 秒差距 里路
"""
_AREA = (
    "平方米 平方公里 平方千米 平方厘米 平方毫米 平方英里 平方英尺 平方海里 平方公尺 亩 公顷 英亩 顷 坪 亩地 市亩 公亩"
)
_VOLUME = "立方米 立方厘米 立方公里 立方英尺 升 毫升 公升 加仑 立方公尺"
_WEIGHT = "吨 公吨 斤 公斤 千克 克 两 钱 毫克 微克 磅 盎司 担 克拉 吨标准煤 吨级 市斤 英磅"
_TEMPERATURE = "摄氏度 华氏度 度"
_OTHER = """
千瓦 千瓦时 兆瓦 瓦 瓦特 伏 伏特 安培 赫兹 兆赫 千赫 马力 大卡 千卡 卡路里 焦耳 千焦 分贝 帕 百帕 千帕 兆帕 像素 字节 比特 兆 标准箱 标箱
牛顿 欧姆 流明 转 车次 班次 架次 航次 吨公里 人公里 公里时 度电 当量 西弗 贝克 摩尔 开尔文 电子伏特 分子量 度角
"""
# Counting words that hardly ever mean anything else behind a number.
_COUNT = """
个 名 位 人 人次 口人 户 户次 家 家次 座 栋 幢 间 套 处 所 层 层楼 条 道 根 支 枝 枚 颗 粒 块 片 张 幅 件 件套 件次 项 项次 宗 起 例 桩 笔
单 批 批次 次 回 趟 遍 场 场次 届 期 轮 番 阵 顿 餐 席 桌 台 台套 台次 部 辆 辆次 架 艘 列 节 节课 班 组 组次 队 伙 群 对 双 副 种 类 样 款 级 篇 首
本 册 卷 章 集 出 幕 曲 局 票 席位 岁 周岁 步 头 匹 只 尾 株 棵 朵 束 捆 包 袋 箱 盒 瓶 罐 杯 碗 盆 桶 盏 顶 把 扇 口 孔 尊 具 床 张床位 个床位 床位
封 则 排 串 圈 站 人份 份 点 折 门 堂 课 代 辈 倍 番 周年 公里路 车位 泊位 铺 席次 户人家 个人 口 名次 人家 发 门次 通 起次
行政村 自然村 社区 方面 环节 领域 维度 步骤 阶段 名额 工序 余度 字 万次 篇次 款次 期次 学分 积分 个点 场馆 学位 工位 岗位 街区 院区 校区 城市 省份 国家 地区 民族
"""
# Nouns and words of many uses: only behind Arabic digits, or behind a numeral of two signs and more.
_LOOSE = """
省 市 县 区 乡 镇 村 州 国 校 院 馆 店 厂 乡镇 街道 县区 省市 企业 公司 单位 部门 学校 学生 教师 员工 职工 党员 干部 村民 群众 居民 游客 同学
行 句 手 面 方 会 胜 负 平 金 银 铜 卷 打 声 眼 股 车 船 卡 箭 枪 刀 拳 脚 跳 星 分 球 盘 等 型 号 栏 版 页 段 团 营 连 师 军 旅 伏 安 时 日 月 方 斗 石
英 丝 环 角 边 键 线 路 轨 车道 车厢 弹 机 舰 屏 频道 台阶 级台阶 小题 大题 题 问 战 拍 拍子 壁 关 站地 人桌 席地 轴 缸 核 寸照 维 进制 比特 向 边形 度
员 将 士 兵 僧 圣 帝 侯 子 女 男 兄弟 姐妹 姓 氏 族 音 律 弦 孔桥 进 房 室 厅 卫 厨 井 囊 贴 剂 味 帖 服 针 管 注 场球 杆 洞 局棋 目 子棋 段位
"""

_ALIASES: dict[str, tuple[str, float]] = {
    "元钱": ("元", 1),
    "块": ("元", 1),
    "块钱": ("元", 1),
    "圆": ("元", 1),
    "元人民币": ("元", 1),
    "人民币元": ("元", 1),
    "元整": ("元", 1),
    "角": ("元", 0.1),
    "角钱": ("元", 0.1),
    "毛": ("元", 0.1),
    "毛钱": ("元", 0.1),
    "分钱": ("元", 0.01),
    "角人民币": ("元", 0.1),
    "美金": ("美元", 1),
    "美圆": ("美元", 1),
    "港币": ("港元", 1),
    "元港币": ("港元", 1),
    "港圆": ("港元", 1),
    "日圆": ("日元", 1),
    "日币": ("日元", 1),
    "韩圆": ("韩元", 1),
    "韩圜": ("韩元", 1),
    "元新台币": ("新台币", 1),
    "新台币元": ("新台币", 1),
    "加币": ("加元", 1),
    "澳币": ("澳元", 1),
    "银圆": ("银元", 1),
    "元台币": ("台币", 1),
    "欧圆": ("欧元", 1),
    "块大洋": ("大洋", 1),
    "个小时": ("小时", 1),
    "钟头": ("小时", 1),
    "个钟头": ("小时", 1),
    "个钟": ("小时", 1),
    "秒钟": ("秒", 1),
    "个星期": ("星期", 1),
    "个礼拜": ("星期", 1),
    "礼拜": ("星期", 1),
    "个季度": ("季度", 1),
    "个世纪": ("世纪", 1),
    "个学期": ("学期", 1),
    "个工作日": ("工作日", 1),
    "个学年": ("学年", 1),
    "个自然日": ("天", 1),
    "个交易日": ("交易日", 1),
    "个昼夜": ("昼夜", 1),
    "个日夜": ("昼夜", 1),
    "个年头": ("年", 1),
    "整月": ("个月", 1),
    "个课时": ("课时", 1),
    "个学时": ("学时", 1),
    "个人": ("人", 1),
    "个百分点": ("百分点", 1),
    "平米": ("平方米", 1),
    "平方": ("平方米", 1),
    "㎡": ("平方米", 1),
    "立方": ("立方米", 1),
    "里地": ("里", 1),
    "里路": ("里", 1),
    "亩地": ("亩", 1),
    "呎": ("英尺", 1),
    "吋": ("英寸", 1),
    "哩": ("英里", 1),
    "浬": ("海里", 1),
    "平方呎": ("平方英尺", 1),
    "平方哩": ("平方英里", 1),
    "码远": ("码", 1),
    "℃": ("摄氏度", 1),
    "°C": ("摄氏度", 1),
    "℉": ("华氏度", 1),
    "°F": ("华氏度", 1),
    "°": ("度", 1),
    "kg": ("公斤", 1),
    "KG": ("公斤", 1),
    "Kg": ("公斤", 1),
    "g": ("克", 1),
    "mg": ("毫克", 1),
    "km": ("公里", 1),
    "KM": ("公里", 1),
    "Km": ("公里", 1),
    "m": ("米", 1),
    "cm": ("厘米", 1),
    "CM": ("厘米", 1),
    "mm": ("毫米", 1),
    "nm": ("纳米", 1),
    "μm": ("微米", 1),
    "m2": ("平方米", 1),
    "m²": ("平方米", 1),
    "km2": ("平方公里", 1),
    "km²": ("平方公里", 1),
    "k㎡": ("平方公里", 1),
    "m3": ("立方米", 1),
    "m³": ("立方米", 1),
    "㎞": ("公里", 1),
    "㎏": ("公斤", 1),
    "㎝": ("厘米", 1),
    "㎜": ("毫米", 1),
    "L": ("升", 1),
    "ml": ("毫升", 1),
    "mL": ("毫升", 1),
    "t": ("吨", 1),
    "h": ("小时", 1),
    "min": ("分钟", 1),
    "s": ("秒", 1),
    "kW": ("千瓦", 1),
    "KW": ("千瓦", 1),
    "MW": ("兆瓦", 1),
    "kWh": ("千瓦时", 1),
    "ha": ("公顷", 1),
    "lb": ("磅", 1),
    "ft": ("英尺", 1),
    "dB": ("分贝", 1),
    "ms": ("毫秒", 1),
    "GB": ("GB", 1),
    "MB": ("MB", 1),
    "TB": ("TB", 1),
    "KB": ("KB", 1),
    "kB": ("KB", 1),
    "GHz": ("GHz", 1),
    "MHz": ("MHz", 1),
    "kHz": ("kHz", 1),
    "Hz": ("赫兹", 1),
    "Mbps": ("Mbps", 1),
    "Gbps": ("Gbps", 1),
    "kbps": ("kbps", 1),
    "V": ("伏", 1),
    "W": ("瓦", 1),
    "hPa": ("百帕", 1),
    "MPa": ("兆帕", 1),
    "kPa": ("千帕", 1),
    "K": ("开尔文", 1),
    "USD": ("美元", 1),
    "RMB": ("元", 1),
    "HKD": ("港元", 1),
    "亿美金": ("美元", 1e8),
    "歳": ("岁", 1),
}
_ALIAS_LOOSE = {"角", "毛", "s", "h", "t", "g", "m", "K", "V", "W", "°", "圆"}
_PERCENT = {"%": "%", "％": "%", "个百分点": "百分点", "百分点": "百分点", "‰": "‰", "个点": "百分点"}


def _dimension(name: str) -> Dimension:
    for words, dimension in _NAMED:
        if name in words:
            return dimension
    return "count"


_NAMED: tuple[tuple[frozenset[str], Dimension], ...] = (
    (frozenset(_MONEY.split()), "money"),
    (frozenset(_DURATION.split()) | {"交易日"}, "duration"),
    (frozenset(_LENGTH.split()), "length"),
    (frozenset(_AREA.split()), "area"),
    (frozenset(_VOLUME.split()), "volume"),
    (frozenset(_WEIGHT.split()), "weight"),
    (frozenset(_TEMPERATURE.split()), "temperature"),
    (frozenset(_OTHER.split()) | {"GB", "MB", "TB", "KB", "GHz", "MHz", "kHz", "Mbps", "Gbps", "kbps"}, "other"),
    (frozenset(_PERCENT.values()), "percent"),
)


def _units() -> Iterable[Unit]:
    loose = frozenset(_LOOSE.split())
    names = {*_COUNT.split(), *loose, *(word for words, _ in _NAMED for word in words)}
    for name in names:
        yield Unit(name, name, _dimension(name), loose=name in loose)
    for printed, (name, factor) in _ALIASES.items():
        yield Unit(printed, name, _dimension(name), factor, printed in _ALIAS_LOOSE)
    for printed, name in _PERCENT.items():
        yield Unit(printed, name, "percent")


def _by_first_character() -> dict[str, tuple[Unit, ...]]:
    """Units by the character they begin with, longest first, so that 平方公里 is met before 平方."""
    found: defaultdict[str, dict[str, Unit]] = defaultdict(dict)
    for unit in _units():
        found[unit.printed[0]][unit.printed] = unit
    return {first: tuple(sorted(units.values(), key=lambda unit: -len(unit.printed))) for first, units in found.items()}


_UNITS = _by_first_character()


def unit_at(text: str, position: int) -> Unit | None:
    """The longest unit that begins at *position* of the folded *text*; Latin symbols only as whole words."""
    for unit in _UNITS.get(text[position : position + 1], ()):
        printed = unit.printed
        if text.startswith(printed, position):
            after = text[position + len(printed) : position + len(printed) + 1]
            if not (printed[-1].isascii() and printed[-1].isalpha() and after.isascii() and after.isalnum()):
                return unit
    return None


def dimension(unit: str | None) -> Dimension | None:
    """What kind of thing *unit* (a name as Quantity.unit gives it) measures; None for no unit."""
    return _dimension(unit) if unit else None
