"""A printed date or range told as closely as the question asks: the year of a day, one end of a span."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from retrieval.folding import fold
from retrieval.mentions import Mention, Page
from retrieval.question import Question
from retrieval.types import AnswerKind

_ASKS_YEAR = re.compile(r"年(?!代)")
_ASKS_MONTH = re.compile("几月(?!几)|哪一?个?月")
ASKS_START = re.compile("开始|起(?!义|诉|草|飞|名)|[自从]|启动|首次|最早|成立|创立|始于|起初|开门|开馆|开园|上班|营业")
ASKS_END = re.compile(
    "结束|截止|截至|为止|(?<![禁防阻停制])止|直到|到(?=[哪何什几])|至(?=[哪何什几])|最后|之前|前完成|终于|关门|打烊|闭馆|闭园|下班|收摊|停止营业"
)
_BORN, _DIED = re.compile("出生|诞生|生于"), re.compile("去世|逝世|病逝|过世|死于|死的|卒于")  # of a span of a life
_YEAR = re.compile(
    r"^.*?民国(?:\d{1,3}|[〇零一二三四五六七八九十百元]{1,4})年|^.*?\d{2,4}年(?!代)|^.*?[〇零一二三四五六七八九十元]{1,5}年(?!代|间)|^[今去前明后]年"
)
_MONTH = re.compile(r"(?:\d{1,2}|[一二三四五六七八九十正腊]{1,2})月")
_MOST, _LEAST = re.compile("(?:最[高多]|至多|上限)[^最]{0,3}$"), re.compile("(?:最[低少]|至少|起码|下限)[^最]{0,3}$")
_SINGLE: Mapping[str, AnswerKind] = {"money": "money", "percent": "percent", "duration": "duration"}
_TO = re.compile(r"至|到|-{1,2}|~|—")
_BACK_TO_YEAR = re.compile("同年|当年|该年|是年|[次翌]年")


def narrow(question: Question, mention: Mention, page: Page) -> Mention | None:
    """*mention* as closely as *question* asks; None where it does not tell that (asked the year of a mere day)."""
    if mention.kind != "date":
        return _limit_of(question, mention, page)
    slot = question.text[question.slot.start : question.slot.end]
    mention = mention if re.search("[到至]几", slot) else _end_of(question, mention)
    if _ASKS_YEAR.search(slot):
        return _year_of(mention, page.figures)
    if _ASKS_MONTH.search(slot):
        return _month_of(mention)
    return mention


def _end_of(question: Question, mention: Mention) -> Mention:
    """The beginning or the end of a span, where the question asks for it."""
    value = str(mention.value or "")
    folded = fold(mention.text)
    marks = list(_TO.finditer(folded))
    if "/" not in value or len(marks) != 1:
        return mention
    first, last = value.split("/", 1)
    mark = marks[0]
    text = question.text
    if ASKS_END.search(text) or _DIED.search(text):
        start = mention.start + mark.end()
        lead = len(mention.text[mark.end() :]) - len(mention.text[mark.end() :].lstrip())
        return mention._replace(start=start + lead, text=mention.text[mark.end() + lead :], value=last, label="end")
    if ASKS_START.search(text) or _BORN.search(text):
        cut = mention.text[: mark.start()].rstrip(" 起")
        if not re.search("[年月日号时点]$", fold(cut)):
            cut = mention.text
            return mention._replace(value=first, label="start")
        return mention._replace(end=mention.start + len(cut), text=cut, value=first, label="start")
    return mention


def _limit_of(question: Question, mention: Mention, page: Page) -> Mention:
    """Of a range the end that is asked for: 最多几名 of 3至5名; a range that is all said of the most stays whole."""
    ahead = question.text[: question.slot.start]
    marks = list(_TO.finditer(fold(mention.text)))
    if not isinstance(mention.value, tuple) or len(marks) != 1:
        return mention
    low, high = mention.value
    clause, _ = page.prose.clause(mention.low)
    said = page.prose.text[clause : mention.low]
    kind = _SINGLE.get(mention.dimension, "number")
    if _MOST.search(ahead) and "最" not in said:
        lead = len(mention.text[marks[0].end() :]) - len(mention.text[marks[0].end() :].lstrip())
        cut = marks[0].end() + lead
        return mention._replace(start=mention.start + cut, text=mention.text[cut:], kind=kind, value=high)
    if _LEAST.search(ahead) and "最" not in said and not fold(mention.text)[: marks[0].start()].strip()[-1:].isdigit():
        text = mention.text[: marks[0].start()].rstrip()
        if text[-1] == mention.text[-1]:  # with its unit
            return mention._replace(end=mention.start + len(text), text=text, kind=kind, value=low)
    return mention


def _year_of(mention: Mention, figures: Sequence[Mention]) -> Mention | None:
    value = str(mention.value or "")
    year = re.match(r"-?\d{4}|\d{3}X?", value)
    folded = fold(mention.text)
    if re.search("世纪|年代", folded):
        return mention
    if "/" in value and value[:4] != value.split("/", 1)[1][:4]:
        return mention
    printed = _YEAR.match(folded)
    if printed and not _BACK_TO_YEAR.match(folded):
        text = mention.text[: printed.end()]
        return mention._replace(end=mention.start + len(text), text=text, value=year.group() if year else mention.value)
    if year is None or not re.match(r"-?\d{4}$", year.group()):
        return None
    for other in reversed([figure for figure in figures if figure.kind == "date" and figure.start < mention.start]):
        found = _YEAR.match(fold(other.text))
        told = str(other.value or "").startswith(year.group()) and not _BACK_TO_YEAR.match(fold(other.text))
        if found and told:
            return mention._replace(text=other.text[: found.end()], value=year.group())
    return mention._replace(text=f"{year.group()}年", value=year.group())


def _month_of(mention: Mention) -> Mention | None:
    folded = fold(mention.text)
    month = _MONTH.search(folded)
    if month is None:
        return None
    text = mention.text[month.start() : month.end()]
    value = re.sub(r"^(-?\d{4}-\d\d|--\d\d).*", r"\1", str(mention.value or ""))
    return mention._replace(
        start=mention.start + month.start(), end=mention.start + month.end(), text=text, value=value
    )
