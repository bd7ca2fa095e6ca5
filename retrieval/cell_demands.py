"""What a question demands where an article is a table in words: rows of parallel subjects, with figures planned and
figures reached. A figure has the coordinates of its row, also those that were said once ahead of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from retrieval.asked import OF_KIND, places_of
from retrieval.prose import read_tokens
from retrieval.setting import ANOTHERS, DOUBTFUL, Setting

_TOGETHER = "[和与及、]"
_COMPARED = re.compile("[比较与和跟对同向由从在给被]$")
_LONGEST = 8  # characters of a name that is looked for beside another
_HEAD = 3  # characters alike behind two names that head their rows
_HEADS_ROW = re.compile(r"(?:^|[\n。;])([\u4e00-\u9fff]{3,6})\Z")


def other_row(setting: Setting) -> float:
    """甲厂和乙厂公布业绩。甲厂上半年收入8亿元,其中二季度5亿元: what follows the one's name is not the other's."""
    mention, page = setting.mention, setting.page
    if mention.kind == "date":
        return 0.0
    text = page.prose.text
    low, _ = page.prose.paragraph(mention.low)
    _, clause = page.prose.clause(mention.low)
    for name in _subjects(setting):
        last = text.rfind(name[:2], low, clause)  # 全程马拉松: 全程120元
        for peer in _peers(name, text):
            place = _told_of(peer, text, low, mention.low)
            if place > last and peer not in setting.asked.question.text and not page.heading.endswith(name):
                return ANOTHERS
    return 0.0


def _subjects(setting: Setting) -> Iterator[str]:
    """What the question's words name that the article prints, as many words together as stand so; longest first."""
    text, words = setting.page.prose.text, setting.asked.words
    for one, word in enumerate(words):
        for end in range(min(one + 3, len(words)), one, -1):
            name = "".join(other.text for other in words[one:end])
            enough = 2 if word.name else 3
            if word.thing and len(name) >= enough and name in text and name in setting.asked.question.text:
                if name not in OF_KIND:
                    yield name
                break


@lru_cache(maxsize=1000)  # asked again for every mention of a page
def _peers(name: str, text: str) -> frozenset[str]:
    """The names that the text puts side by side with *name*, and those that head rows like its own."""
    found: set[str] = set()
    for match in re.finditer(re.escape(name), text):
        if behind := re.match(_TOGETHER + "([\u4e00-\u9fff]{2,8})", text[match.end() : match.end() + _LONGEST + 1]):
            found.add(_again(behind[1], text, ends=False))
        if ahead := re.search(f"([\u4e00-\u9fff]{{2,8}}){_TOGETHER}$", text[max(0, match.start() - 9) : match.start()]):
            found.add(_again(ahead[1], text, ends=True))
        head = text[match.end() : match.end() + _HEAD]
        if text[match.start() - 1 : match.start()] in ("", "\n", "。", ";") and re.fullmatch("[\u4e00-\u9fff]+", head):
            ahead_of = (_HEADS_ROW.search(text[max(0, place - 7) : place]) for place in places_of(head, text))
            found |= {row[1] for row in ahead_of if row}
    return frozenset(peer for peer in found if peer and peer not in name and name not in peer)


def _again(run: str, text: str, *, ends: bool) -> str:
    """The longest beginning (or end) of *run*, of whole words, that the text prints more than once; "" for none."""
    words = read_tokens(run)
    parts = [run[word.start :] for word in words] if ends else [run[: word.end] for word in reversed(words)]
    return next((part for part in parts if len(part) > 1 and text.count(part) > 1), "")


def _told_of(name: str, text: str, low: int, high: int) -> int:
    """The last place from *low* to *high* where *name* stands for itself, not beside another; -1 for none."""
    places = [match.start() for match in re.finditer(re.escape(name), text[low:high])]
    alone = [low + place for place in places if not _COMPARED.search(text[: low + place])]
    return max((at for at in alone if not re.match(_TOGETHER, text[at + len(name) :])), default=-1)


_ASKS_PLAN = re.compile("计划|打算|准备(?!金)|拟|年初预算|预算安排")
_ASKS_DONE = re.compile("[完做干修建办][成完]|已经?|占|的[百几多]分之|实际")
_PLAN = re.compile(
    "计划|打算|准备|拟|将|规划|预算|安排|力争|预计|明年|后年|年底|目标|下一步|下半年|[要再想]|到20[0-9]{2}年"
)
_DONE = re.compile("完成|实际|已经?|累计|现有|目前|截至")


def not_planned(setting: Setting) -> float:
    """已种6200亩,今年计划再种300亩: what is planned is asked for, and what there is told."""
    question, mention = setting.asked.question.text, setting.mention
    if mention.kind in ("date", "percent") or not _ASKS_PLAN.search(question) or _ASKS_DONE.search(question):
        return 0.0
    text = setting.page.prose.text
    start, end = setting.page.prose.sentence(mention.low)
    ahead, behind = text[start : mention.low], text[mention.high : end]
    marks = list(_PLAN.finditer(ahead))
    if _DONE.search(ahead, marks[-1].end() if marks else 0):
        return ANOTHERS
    if marks or _PLAN.search(setting.right[:8]):
        return 0.0
    return ANOTHERS if _ASKS_PLAN.search(behind) else DOUBTFUL if not _PLAN.search(setting.paragraph) else 0.0
