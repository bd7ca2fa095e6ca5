"""What a ranking tells about itself: whether its first passages answer, or the question was asked in vain."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise

import numpy as np
import rjieba

from retrieval.candidates import Candidate
from retrieval.cues import Cues, Floats

SHOWN = 3  # the confidence is the chance that one of so many first passages holds the answer
CLOSE = 5  # so many first passages are looked at for the best value of each feature
NO_RIVAL = 10.0  # the lead of an only candidate

_NEGATED = re.compile("[不没无非未][\u3400-\u9fff]")
_FIGURE = re.compile(r"\d[\d,.]*|[一二三四五六七八九十百千万亿两]+(?=[\u3400-\u9fff])")
_YEAR = re.compile(
    r"\d{3,4}年|[一二三四五六七八九〇零十]{2,4}年|\d{1,2}世纪|[一二三四五六七八九十]+世纪|\d{2}年代|公元前?\d+"
)
_DAY = re.compile(r"\d{1,2}月|\d{1,2}日|[一二三四五六七八九十]+[月日]")
_ASKS_YEAR = re.compile("哪一?年|何年|几几年|年份|世纪|年代")
_ASKS_DAY = re.compile("哪一?[天日月]|几月|几号|日期|何月|何日")
_OPPOSITES = [
    either
    for line in (
        "增加/减少 增长/下降 上升/下降 提高/降低 最高/最低 最大/最小 最多/最少 最早/最晚 最长/最短 最好/最差 第一/最后",
        "开始/结束 之前/之后 以前/以后 支持/反对 允许/禁止 同意/拒绝 南部/北部 东部/西部 以南/以北 以东/以西 上部/下部",
        "男性/女性 成功/失败 加入/退出 内部/外部 国内/国外 进口/出口 买入/卖出 优点/缺点 合法/非法 主要/次要 直接/间接",
        "公开/秘密 战争/和平 胜利/失败 富/穷 强/弱 生/死 输/赢 前/后 多/少 高/低 大/小 长/短 新/旧 快/慢 早/晚 南/北",
        "东/西 内/外 男/女 有/无",
    )
    for pair in line.split()
    for either in (tuple(pair.split("/")), tuple(pair.split("/")[::-1]))
]


def signals(
    cues: Cues, columns: Mapping[str, Floats], ranked: Sequence[Candidate], order: Sequence[int], scores: Floats
) -> dict[str, float]:
    """What tells an answered question from one asked in vain, by name.

    *ranked* are the candidates best first, *order* their rows in *columns*, *scores* theirs, descending.
    """
    table = np.array(list(columns.values()))[:, order[:CLOSE]]
    close = np.concatenate([table[:, 0], table[:, :2][:, -1], table.max(axis=1)])
    found = dict(zip(_close_names(*columns), close.tolist(), strict=True))
    return found | _leads(ranked, scores) | _vain(cues, ranked[0]) | _forms(cues, ranked[0])


@cache
def _close_names(*columns: str) -> list[str]:
    """The names of what is read off the first passages: every column of the first, of the second, and at its best."""
    return [f"{prefix}_{name}" for prefix in ("first", "second", "best") for name in columns]


def _leads(ranked: Sequence[Candidate], scores: Floats) -> dict[str, float]:
    """How far the first passage is ahead: of the next, of other articles, of the field."""
    reading = ranked[0].reading
    others = [score for score, candidate in zip(scores, ranked, strict=True) if candidate.reading is not reading]
    alone = len(scores) == 1
    return {
        "score": float(scores[0]),
        "lead": NO_RIVAL if alone else float(scores[0] - scores[1]),
        "lead_over_articles": float(scores[0] - max(others)) if others else NO_RIVAL,
        "lead_over_mean": NO_RIVAL if alone else float(scores[0] - scores[1:10].mean()),
        "same_article": float(sum(candidate.reading is reading for candidate in ranked[:SHOWN])),
    }


def _vain(cues: Cues, first: Candidate) -> dict[str, float]:
    """What the question says that the corpus, the article or the passage's surroundings do not."""
    nearby, weights = _nearby(first), cues.words.weights
    unknown = ~np.array(cues.known)
    return {
        "unknown_share": float(weights[unknown].sum() / weights.sum()),
        "rarest_unknown": float((weights * unknown).max()),
        "gap_in_article": _gap(cues, first.reading.whole),
        "gap_nearby": _gap(cues, nearby),
        "gap_in_corpus": float(max((len(w) for w, u in zip(cues.words.items, unknown, strict=True) if u), default=0)),
        "rarest_missing_nearby": _rarest_missing(cues, nearby),
        "negations": _negations(cues.text, first.text),
        "opposites": _opposites(cues.text, nearby),
        **_joints(cues, first.text),
        "question_words": float(len(cues.words.items)),
        "question_weight": float(weights.sum()),
    }


def _rarest_missing(cues: Cues, text: str) -> float:
    """The rarity of the rarest word that *text* lacks."""
    weights = cues.words.weights
    return max((float(w) for word, w in zip(cues.words.items, weights, strict=True) if word not in text), default=0.0)


def _negations(question: str, text: str) -> float:
    """How many negated words of the question *text* does not negate."""
    return float(sum(match.group() not in text for match in _NEGATED.finditer(question)))


def _opposites(question: str, text: str) -> float:
    """How many words of the question stand in *text* only as their opposite."""
    return float(sum(here in question and here not in text and there in text for here, there in _OPPOSITES))


def _joints(cues: Cues, text: str) -> dict[str, float]:
    """Of the question's neighbouring words that *text* holds, how many stand together there, and how many apart."""
    together = apart = 0
    for first, second in pairwise(cues.segments):
        if first in text and second in text:
            together += first + second in text
            apart += first + second not in text
    return {"joints": float(together), "broken_joints": float(apart)}


def _forms(cues: Cues, first: Candidate) -> dict[str, float]:
    """Which forms of answer the passage has that the question lacks: a name, a place, a figure, a year, a day."""
    text, nearby = first.text, _nearby(first)
    tags = {tag[:2] for word, tag in rjieba.tag(text) if len(word) > 1 and word not in cues.text}
    return {
        "new_person": float("nr" in tags or "·" in text),
        "new_place": float("ns" in tags),
        "new_organisation": float("nt" in tags or "nz" in tags),
        "new_figures": float(len(set(_FIGURE.findall(text)) - set(_FIGURE.findall(cues.text)))),
        "new_years": float(len(set(_YEAR.findall(text)) - set(_YEAR.findall(cues.text)))),
        "new_years_nearby": float(len(set(_YEAR.findall(nearby)) - set(_YEAR.findall(cues.text)))),
        "new_days": float(len(set(_DAY.findall(text)) - set(_DAY.findall(cues.text)))),
        "asks_year": float(_ASKS_YEAR.search(cues.text) is not None),
        "asks_day": float(_ASKS_DAY.search(cues.text) is not None),
    }


def _nearby(candidate: Candidate) -> str:
    """The passage, the ones before and after it, and the headline."""
    texts, place = candidate.reading.texts, candidate.place
    return "\n".join([candidate.reading.headline, *texts[max(0, place - 1) : place + 2]])


def _gap(cues: Cues, text: str) -> float:
    """How many characters in a row the question says that *text* does not, pair by pair: a name, a qualifier."""
    longest = current = 0
    content = cues.content
    for start in range(len(content) - 1):
        current = 0 if content[start : start + 2] in text else current + 1
        longest = max(longest, current)
    return float(longest)
