"""Words that say the opposite of each other."""

from __future__ import annotations

from functools import lru_cache

_OPPOSITES = tuple(
    tuple(pair.split("/"))
    for line in (
        "增加/减少 增长/下降 上升/下降 提高/降低 最高/最低 最大/最小 最多/最少 最长/最短 最早/最晚",
        "开始/结束 首次/最后 国内/国外 进口/出口 男/女 城镇/农村 上午/下午 收入/支出 东部/西部",
        "南部/北部 内部/外部 支持/反对 高于/低于 多于/少于 出生/去世 流入/流出 公立/私立 起点/终点",
        "前/后 买/卖 生产/消费 直接/间接 水平/垂直 有利/不利",
    )
    for pair in line.split()
)


def opposite(text: str, region: str) -> bool:
    """Whether *region* says the opposite of a word of the question instead of that word."""
    return any(word not in region and against in region for word, against in _contrasts(text))


@lru_cache(maxsize=100)
def _contrasts(text: str) -> list[tuple[str, str]]:
    """The words of the question *text* that have an opposite which it does not say, each with it."""
    both = (pair for one, other in _OPPOSITES for pair in ((one, other), (other, one)))
    return [(word, against) for word, against in both if word in text and against not in text]
