"""Follow-up questions: what a short question leaves out is taken from the last question and its answer."""

from __future__ import annotations

import re

import rjieba

from retrieval.analysis import stopwords
from retrieval.asking import Slot
from retrieval.dates import find_dates
from retrieval.folding import fold
from retrieval.names import find_names
from retrieval.prose import read_tokens
from retrieval.types import Context
from retrieval.wording import slot_of

LIMIT = 600.0  # seconds after which a question stands alone
FEW = 3  # content words up to which a question may lean on the one before

_ELLIPSIS = re.compile(
    r"^(?:那么?|还有|然后|再|另外|而|至于|,|，|\s)*(?P<rest>.*?)(?:又|的)?(?:怎么样)?呢[?？!！。\s]*$"
)
_PRONOUN = re.compile(
    r"^(?:那么?|还有|,|，)?(?P<pronoun>他们|她们|它们|他|她|它|这个人|那个人|这人|此人|这个|那个|这里|那里|这家|那家|这所|那所|该|这|其)(?=[一-龥])"
)
_INNER = re.compile(r"(?<=[在对给向把被让跟和与由])(?P<pronoun>他们|她们|它们|他|她|它|这里|那里|那儿|这儿)(?=[一-龥])")
_BEGINS = re.compile(
    r"^(?:那么?|还有|然后|另外|其中|同比|环比|比去年|比上年|较|原来|后来|现在呢|一共|总共|当时|当场|又|也|再|除此)"
)
_NAMED = ("nr", "nrt", "ns", "nt", "nz", "eng")


def is_fresh(context: Context | None, now: float | None) -> bool:
    """Whether *context* still counts at *now* (Unix seconds; None: the caller has seen to it)."""
    return context is not None and (now is None or now - context.asked_at <= LIMIT)


def complete(text: str, context: Context) -> str | None:
    """The follow-up *text* (plain) as a question that stands alone; None if it says itself all that it asks."""
    if ellipsis := _ELLIPSIS.match(text):
        return _filled(ellipsis["rest"].strip(" ,，、?？"), fold(context.question))
    if pronoun := _PRONOUN.match(text) or _INNER.search(text):
        meant = _antecedent(pronoun["pronoun"], context)
        if meant and meant not in text:
            return text[: pronoun.start("pronoun")] + meant + text[pronoun.end("pronoun") :]
    return None


def leans(text: str) -> bool:
    """Whether *text* (plain) may lean on the question before: few words that name something, none of them a name."""
    if _PRONOUN.match(text) or _BEGINS.match(text):
        return True
    slot = slot_of(text)
    words = [(word, tag) for side in (text[: slot.start], text[slot.end :]) for word, tag in rjieba.tag(side)]
    content = [(word, tag) for word, tag in words if word not in stopwords() and word[0].isalnum()]
    return len(content) <= FEW and not any(tag in _NAMED for _, tag in content) and not re.search("[“《]", text)


def _filled(rest: str, before: str) -> str | None:
    """The question *before* with *rest* in the place of what it replaces."""
    if not rest:
        return None
    dates = find_dates(rest)
    slot = slot_of(before)
    if _THIS_TIME.fullmatch(rest):
        return _with_this_time(rest, before, slot)
    if dates and sum(date.end - date.start for date in dates) >= len(rest) - 2:
        return _with_time(rest, before, slot)
    if slot_of(rest).kind != "other" and slot_of(rest).start < slot_of(rest).end:
        return _topic(before, slot) + rest
    if replaced := _same_kind(rest, before):
        return replaced
    if slot_of(rest).kind != "other":
        return f"{_owner(before, slot)}{rest}是多少"
    if slot.kind == "number" and slot.unit not in _FOR_PEOPLE and _PEOPLE.search(rest):
        return f"{rest}多少人"  # 有多少所学校, 学生呢
    tail = before[slot.start :] if slot.start < len(before) else "是多少"
    last = [word for word in rjieba.cut(before[: slot.start]) if word not in stopwords()][-1:]
    return rest + "".join(last) * (last != [rest]) + tail


_FOR_PEOPLE = frozenset([None, "人", "名", "位", "个", "岁", "口", "户", "家"])
_PEOPLE = re.compile("[员工生师民客儿童兵](?:们)?$|[老病成青]年?人$")
_THIS_TIME = re.compile("(?:这|本|此|今)(?:一?次|一?回|一?届|一?轮|一?期)")
_THAT_TIME = re.compile("(?:[上那前](?:一?次|一?回|一?届|一?轮|一?期))")


def _with_this_time(time: str, before: str, slot: Slot) -> str:
    """*before* without its time, of *time* instead: 2008年那次花了多少, 这次呢."""
    bare = _with_time("", before, slot)
    return _THAT_TIME.sub(time, bare, count=1) if _THAT_TIME.search(bare) else time + bare


def _with_time(time: str, before: str, slot: Slot) -> str:
    for date in find_dates(before):
        if not slot.start <= date.start < slot.end:
            return before[: date.start] + time + before[date.end :]
    return time + before


def _same_kind(rest: str, before: str) -> str | None:
    """*before* with the longest run of words replaced that ends as *rest* does (东村 → 西村) or is a name as it is."""
    tokens = read_tokens(before)
    words = [token for token in tokens if rjieba.has_word(token.word)]
    mine = read_tokens(rest)
    if len(rest) > 1:
        for start in range(len(before) - len(rest) + 1):
            part = before[start : start + len(rest)]
            cut = any(token.start < start + len(rest) < token.end for token in words)  # 幼儿 in 幼儿园
            if part[-1] == rest[-1] and part != rest and not cut and re.fullmatch("[一-龥]+", part):
                return before[:start] + rest + before[start + len(rest) :]
    if len(mine) == 1 and mine[0].tag in _NAMED:
        for token in tokens:
            if token.tag == mine[0].tag:
                return before[: token.start] + rest + before[token.end :]
    return None


def _topic(before: str, slot: Slot) -> str:
    """What *before* is about: its words ahead of the slot, without the verb that leads to it."""
    return re.sub(
        r"(?:一共|总共|共|大约|约|已经|已|达到|达|建有|拥有|是|有|为|了|的|到|在)+$", "", before[: slot.start]
    )


def _owner(before: str, slot: Slot) -> str:
    """Whose measure *before* asks for: its topic, without the measure itself (销售额是多少) where it names one."""
    topic = _topic(before, slot)
    tokens = read_tokens(topic)
    measured = slot.kind in ("money", "percent", "duration") or slot.unit is None
    return topic[: tokens[-1].start] if measured and len(tokens) > 1 else topic


def _antecedent(pronoun: str, context: Context) -> str | None:
    """Whom or what *pronoun* means: the last answer, else a name in the question, else one in its evidence."""
    wanted = "person" if pronoun[0] in "他她" or pronoun.endswith("人") else ""
    fact = context.fact
    if fact is not None and (fact.kind == wanted or (not wanted and fact.kind in ("org", "place", "title"))):
        return fact.text
    texts = [fold(context.question), *([re.sub(" ", "", fold(fact.evidence))] if fact is not None else [])]
    for text in texts:
        names = [
            n
            for n in find_names(text, read_tokens(text))
            if n.kind == wanted or (not wanted and n.kind in ("org", "place"))
        ]
        if names:
            first = names[0]
            return text[first.start : first.end]
    return None
