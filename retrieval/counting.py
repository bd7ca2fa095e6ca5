"""What 多少 and 几 ask for: by the unit behind them, else by the nouns around them."""

from __future__ import annotations

import re

import rjieba

from retrieval import nouns
from retrieval.asking import Kind, Slot
from retrieval.dates import find_dates
from retrieval.paying import PAID, PAID_ALONE, PRICED, asks_money, asks_price
from retrieval.units import dimension_of, unit_at

_POINTS = re.compile("个点(?!位|子|数)")  # said for per cent


def counted(match: re.Match[str], text: str) -> Slot | None:
    """多少 or 几, with the unit that follows it."""
    start, end = match.span()
    if points := _POINTS.match(text, end):
        return Slot("percent", start, points.end(), exact=False)
    if people := re.compile("(?:万|亿)?(?=人口)").match(text, end):
        return Slot("number", start, people.end(), "人", "人口")
    while text[end : end + 1] in "十百千万亿多 " and end < len(text) and unit_at(text, end) is None:
        end += 1
    before = text[:start]
    unit = unit_at(text, end)
    # 多少人参加: people, no ginseng; 几天工夫: days, no 天工
    joins = re.match("人参[加与赛观展保军选会演评训]|[年月天]的?(?:工夫|功夫|时间|光景)", text[end:])
    plain = unit is not None and (unit.printed in _COUNTING or _is_measure(text[end : end + 3]))
    if unit is not None and len(unit.printed) == 1 and not joins and not plain and _is_noun(text[end : end + 2]):
        unit = None  # 多少队员 asks for 队员, not for 队
    if PAID_ALONE.match(text, end):
        return Slot("money", start, end, "元", exact=False)
    if road := re.match("里?路程?(?=\\W*$)", text[end:]):
        return Slot("number", start, end + road.end(), "公里")  # 多走多少路
    word = match.group()
    if unit is None or (unit.loose and unit.name in "年级号"):
        unit = None if unit is None or unit.loose else unit
    if unit is None:
        if word.endswith("几"):
            big = re.match(r"大?(?P<noun>[一-龥]{2})", text[end:])
            return Slot(
                "number", start, end + (1 if text[end : end + 1] == "大" else 0), noun=big["noun"] if big else ""
            )
        return bare(before, text, start, end)
    if unit.name == "块" and asks_price(before, text[end + len(unit.printed) :]):
        return Slot("money", start, end + len(unit.printed), "元", exact=False)
    if unit.loose and PAID.match(text.rstrip("?。!"), end):
        return Slot("money", start, end, "元", text[end : end + 4], exact=False)  # 多少乡镇补贴
    end += len(unit.printed)
    noun = unit.printed if unit.loose else ""
    kind: Kind = "number"
    dimension = dimension_of(unit.name)
    if dimension == "money":
        kind = "money"
    elif dimension == "percent":
        kind = "percent"
    elif dimension == "duration":
        kind = "duration"
    follow = re.match(r"(?:的)?([一-龥]{1,4})", text[end:])
    return Slot(kind, start, end, unit.name, noun or (_counted_noun(follow[1]) if follow else ""))


def _is_thing(word: str) -> bool:
    """Whether the dictionary has *word* as a noun."""
    [(_, tag), *rest] = rjieba.tag(word)
    return not rest and tag.startswith("n") and bool(rjieba.has_word(word))


_COUNTING = frozenset("支盏棵株艘辆栋幢枚颗")  # hardly more than measure words: 几支队, 几盏灯


def _counted_noun(text: str) -> str:
    """The word at the beginning of *text*: 马头琴, not 马头; 老物件, not 老物."""
    if text[0] in "老旧新大小古" and rjieba.has_word(text[1:3]) and len(text) > 2:
        return text[:3]
    return next((text[:size] for size in (4, 3) if len(text) >= size and _is_thing(text[:size])), text[:2])


def _is_measure(text: str) -> bool:
    """Whether the first of three characters counts what the other two name: 台机组, 家规上, not 家庭教."""
    if text[:1] == "家" and text[1:2] not in "庭长属人具电禽畜":
        return True
    return len(text) == 3 and text[0] in "名位台部套间户条只头匹座处份幅项" and _is_thing(text[1:])


def _is_noun(word: str) -> bool:
    """Whether *word*, which begins with a measure word, is a word of its own (队员, 家庭, 部门)."""
    if len(word) < 2 or not rjieba.has_word(word):
        return False
    unit = unit_at(word, 0)
    [(_, tag), *rest] = rjieba.tag(word)
    return not rest and tag.startswith("n") and (unit is None or len(unit.printed) == 1)


def bare(before: str, text: str, start: int, end: int) -> Slot:
    """多少 without a unit: the noun before it tells what is likely asked, or the noun behind it what is counted."""
    after = re.match(r"(?:的)?([一-龥]{2,8})", text[end:])
    counted = after[1] if after and not re.match("[了的吗呢啊呀才能会就]|左右|以上|才能", after[1]) else ""
    mass = next((unit for noun, unit in nouns.MASSES if noun.match(text, end)), None)
    if mass is not None:
        return Slot("number", start, end, mass, exact=False)
    if not counted:
        before = _without_time(before)
    if nouns.PHONE.search(before):
        return Slot("number", start, end, noun="电话")
    if nouns.SCORE.search(before):
        return Slot("number", start, end, noun="比分")
    if nouns.DATE_NOUN.search(before) and not counted:
        return Slot("duration", start, end, exact=False)
    if not counted and (match := nouns.MEASURED.search(before)):
        return Slot(
            "number", start, end, next(unit for noun, unit in nouns.MEASURES_OF if match[1] in noun), exact=False
        )
    if not counted and nouns.CHANGE.search(before):
        return Slot("percent", start, end, exact=False)
    if not counted and nouns.COMPARED.search(before) and nouns.THAN.search(before):
        return Slot("percent", start, end, exact=False, compared=True)
    if nouns.RATE.search(before) and not nouns.NOT_RATE.search(before):
        return Slot("percent", start, end, "%", exact=not before.rstrip("了达到是为约有").endswith("增长"))
    if nouns.AGE.search(before):
        return Slot("number", start, end, "岁")
    if not counted and re.search("占(?:了|到|[一-龥]{0,5}的?)?$", before):
        return Slot("percent", start, end, "%", exact=False)
    if re.match("股[份权]|份额", counted) and re.search("[占持]", before):
        return Slot("percent", start, end, "%", counted[:2], exact=False)
    if not counted and PRICED.search(before):
        return Slot("money", start, end, "元", exact=False)
    if counted:
        if PAID.match(counted):
            return Slot("money", start, end, "元", counted[:4], exact=False)
        if re.match("(?:时间|时候|[工功]夫)", counted):
            return Slot("duration", start, end + 2)
        return Slot("number", start, end, None, counted[:4], exact=False)
    if asks_money(before, text[end:]):
        return Slot("money", start, end, "元", exact=False)
    return Slot("number", start, end, exact=False)


def _without_time(before: str) -> str:
    """*before* without a time right ahead of the slot: 零售额今年1至10月是多少."""
    bare = re.sub("[是为有达到]+$", "", before)
    last = next(iter(reversed(find_dates(bare))), None)
    return bare[: last.start] if last is not None and last.end == len(bare) and last.start else before
