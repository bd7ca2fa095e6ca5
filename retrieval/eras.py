"""Years counted otherwise than from the common era: reign names (年号), the Republic of China, the five-year plans.

The year given is the one in which year one (元年) mostly falls. Reign years before the Gregorian calendar run from one
lunar New Year to the next, so that only the year, never the day, is brought over. Names that several courts used at
different times (建兴, 太和, 至元 …) keep their years as written; names that are everyday words or towns today
(普通, 文化, 保定 …) are left out.
"""

from __future__ import annotations

from retrieval.folding import fold

# Calendars whose months and days are the Gregorian ones: the whole date is brought over.
MODERN = {"民国": 1912, "中华民国": 1912, "大正": 1912, "昭和": 1926, "平成": 1989, "令和": 2019}

_REIGNS = """
建元-140 元光-134 元朔-128 元狩-122 元鼎-116 元封-110 始元-86 本始-73 地节-69 神爵-61 五凤-57 甘露-53 初元-48
建昭-38 鸿嘉-20 永始-16 元寿-2 元始1 居摄6 地皇20 建武25 永平58 建初76 元和84 章和87 永元89 延平106 永初107 永建126
阳嘉132 建和147 延熹158 建宁168 熹平172 光和178 中平184 初平190 兴平194 建安196 黄初220 黄龙229 赤乌238 景初237
正始240 嘉平249 景元260 咸熙264 泰始265 元康291 永嘉307 太兴318 咸和326 咸康335 永和345 升平357 宁康373 太元376
隆安397 义熙405 元嘉424 孝建454 大明457 太延435 太平真君440 正光520 永熙532 天监502 承光577 开皇581 仁寿601 大业605
武德618 贞观627 永徽650 显庆656 龙朔661 麟德664 乾封666 总章668 咸亨670 上元674 仪凤676 调露679 永隆680 垂拱685
天授690 神龙705 景龙707 景云710 先天712 开元713 天宝742 至德756 乾元758 大历766 建中780 贞元785 元和806 长庆821
宝历825 大和827 开成836 会昌841 大中847 咸通860 乾符874 广明880 中和881 光启885 龙纪889 大顺890 景福892 乾宁894
光化898 天复901 天佑904 贞明915 同光923 天成926 清泰934 天福936 显德954 建隆960 乾德963 开宝968 太平兴国976 雍熙984
端拱988 淳化990 至道995 咸平998 景德1004 大中祥符1008 天禧1017 乾兴1022 天圣1023 明道1032 景佑1034 宝元1038 康定1040
庆历1041 皇佑1049 至和1054 嘉佑1056 治平1064 熙宁1068 元丰1078 元佑1086 绍圣1094 元符1098 崇宁1102 大观1107 政和1111
重和1118 宣和1119 靖康1126 建炎1127 绍兴1131 隆兴1163 乾道1165 淳熙1174 绍熙1190 嘉泰1201 开禧1205 嘉定1208 宝庆1225
绍定1228 端平1234 嘉熙1237 淳佑1241 宝佑1253 开庆1259 景定1260 咸淳1265 德佑1275 景炎1276 祥兴1278 统和983 重熙1032
大定1161 中统1260 元贞1295 大德1297 至大1308 皇庆1312 延佑1314 至治1321 泰定1324 天历1328 至顺1330 元统1333 至正1341
洪武1368 建文1399 永乐1403 洪熙1425 宣德1426 正统1436 景泰1450 天顺1457 成化1465 弘治1488 正德1506 嘉靖1522 隆庆1567
万历1573 泰昌1620 天启1621 崇祯1628 弘光1645 隆武1645 永历1647 天命1616 天聪1627 崇德1636 顺治1644 康熙1662 雍正1723
乾隆1736 嘉庆1796 道光1821 咸丰1851 同治1862 光绪1875 宣统1909 天文1532 永禄1558 元龟1570 天正1573 文禄1592 庆长1596
宽永1624 元禄1688 享保1716 文政1818 天保1830 安政1854 文久1861 庆应1865 明治1868 天保550 嘉禾232 至元1264 至元1335
建兴223 建兴313 太和227 太和477 武定543 武平570 建武494 永明483 建平-6 黄武222 五凤254 天纪277 元兴402 登国386
皇始396 天兴398 天赐404 神瑞414 泰常416 始光424 神麚428 兴安452 皇兴467 延兴471 景明500 正始504 永平508 延昌512
熙平516 神龟518 孝昌525 元象538 兴和539 皇建560 河清562 天统565 天和566 大象579 会同938 应历951 清宁1055 咸雍1065
大康1075 寿昌1095 天庆1111 保大1121 收国1115 天辅1117 天会1123 天眷1138 皇统1141 正隆1156 明昌1190 承安1196 贞佑1213
兴定1217 元光1222 致和1328
"""


def _astronomical(year: int) -> int:
    """-140, for 140 BC, is the year -139: there is a year 0."""
    return year + 1 if year < 0 else year


def _reigns() -> dict[str, int | None]:
    """First year by name, folded; None for a name that two reigns bear: the year is then left as written."""
    years: dict[str, int | None] = {}
    for entry in _REIGNS.split():
        name = entry.rstrip("-0123456789")
        years[fold(name)] = None if fold(name) in years else _astronomical(int(entry[len(name) :]))
    return years


ERAS: dict[str, int | None] = {**_reigns(), **MODERN}
ERA_NAMES = "|".join(sorted(ERAS, key=len, reverse=True))  # longest first, for a regular expression

# First and last year of each five-year plan (五年规划); the third began in 1966, three years after the second's end.
_PLANS = [f"{n}五" for n in [*"一二三四五六七八九", "十", *(f"十{n}" for n in "一二三四五六")]]
FIVE_YEAR_PLANS: dict[str, tuple[int, int]] = {
    name: (first, first + 4) for n, name in enumerate(_PLANS) for first in [1953 + 5 * n + 3 * (n > 1)]
}
