"""Expressions of the language with numerals in them that count nothing. Folded text."""

from __future__ import annotations

import re

_IDIOM = re.compile(
    "三天两头|一年半载|三番[五两]次|[三四五]位一体|半斤八两|二人转|三轮(?:车|机车|摩托)|三级跳|三头六臂|两口子|两面|四分五裂|八九不离十"
    "|三三两两|五家渠|五台山|三台县|五道口|三门峡|三个代表|三座大山|十分(?![钟之])|[三五]点一线|两点论|三点式|[三四]部曲"
    "|八路军|三家村|万一|两手|二手|第一时间|第一书记|第[一二三]产业|第三方|第二课堂|第一手|第一线|第一夫人|千家万户|成千上万"
    "|万家灯火|十字|一口气|五花八门|百分百|四周(?![内后年以])|五代(?![人传孙])|三角(?!钱|[一二三四五六七八九]分)|九天(?![内后])|四合院|八仙|八卦|九牛"
    "|七七|九一八|五四|一二九|两节|两会|二战|一战|四通八达|三五成群|二次元|三次元|二元(?=[循对制方论结])|一元二次|一元复始|五星级|三点水"
    "|[三五六七八九十]里[河屯桥庄店铺台沟]|三元[区里店]|六盘[水山]|五笔(?![钱账款资贷费])|二十四节气|十里(?=八|长街)|三次产业|三支一扶|[三五七]通一平|三会一课|三包(?=服务|政策|规定|期|责任)|[一二三四五]期(?=[工计投项建规])|三毛|两头(?![牛猪驴羊大小象母公])"
    "|(?:十[五六七八九]|二十[一二三]?)大(?=[报精代召以胜会闭开后前的，。、”》])"
)


def idiom_end(text: str, start: int) -> int:
    """Where the expression ends that has its numeral at *start*; 0 if none does."""
    if text[start].isascii():
        return 0
    found = _IDIOM.match(text, start - 1 if text.startswith("第", start - 1) and start else start)
    return found.end() if found else 0
