"""How a question's words belong to one figure or name of an article, by the grammar of its clauses.

A word of the question stands near to a mention or far from it: in the words that lead to it or follow it, in the
subject that its sentence hands down to every clause, in the measure of a neighbour, in the sentence before, in the
headline. The question is compared by pairs of characters, whatever a segmenter makes of a name that it does not know.
Against that stands what the mention's own clause says and the question does not: another owner, another part.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from retrieval.asked import CLOSE, OF_KIND, Asked, Word, stands, stands_any
from retrieval.mentions import Mention, Page
from retrieval.options import NAMES, Option
from retrieval.prose import Token

# How closely a word belongs to a mention, by where it stands.
OWN = 1.0  # in its clause, between the figure before it and the one behind it
LED = 0.9  # in the clauses that lead to it, or with the figure that it depends on
HANDED = 0.8  # in the subject at the beginning of its sentence
HEADED = 0.55  # in the headline
BEFORE = 0.45  # in the sentences before it in its paragraph
FOLLOWING = 0.4  # later in its sentence
TAKEN = 0.25  # with another figure of its sentence
EARLIER = 0.35  # in the paragraphs before it
ELSEWHERE = 0.15  # only later in the article
FAR = 0.5  # a word not as close as that is not said of the mention

_CUT = re.compile("[,，、;；。:：!！?？\n]")
_TOUCH = 6  # characters ahead of a figure in which its own measure stands
_DEPENDS = re.compile(
    "(?:占|同比|环比|比[^,，]{0,8}|较[^,，]{0,8}|增长|下降|增速|增幅|降幅|上涨|下跌|上升|回落|提高|降低|净增|增加|减少)[^,，]{0,6}$"
)
# What a clause names beside its figures that is nobody's own.
_IDLE = frozenset(
    [
        *("记者", "本报讯", "通讯员", "今年", "去年", "目前", "全市", "全县", "全区", "全省", "全国", "其中", "平均"),
        *("左右", "以上", "以下", "以内", "时间", "方面", "情况", "期间", "同期"),
    ]
)


_CIRCUMSTANCES = ("之后", "后", "之前", "前", "以来", "期间")  # 补贴之后: when, not what


@dataclass(frozen=True, slots=True)
class Binding:
    """How a question's words belong to one mention."""

    bound: float  # 0 … 1: their closeness, by weight
    lost: float  # 0 … 1: how much closer they stand to other mentions, word by word
    far: float  # the question's things that stand far from the mention or nowhere, in words
    missing: float  # those that stand nowhere in the article, in words
    robbed: float  # words that stand with another mention and far from this one
    extra: float  # things that the mention's own clause names and the question does not, in words
    other: float  # things that its sentence is about and the question is not, in words
    parallel: float  # of `extra`, those that stand where the question has another thing: 绿豆|每斤, 黄豆|每斤
    ahead: float  # bound, less the best of the others


@dataclass(frozen=True, slots=True)
class _Part:
    """A pair of characters, or one character that is a word, of the question."""

    text: str
    word: int  # which of the question's words it belongs to; -1 where it joins two
    weight: float
    others: tuple[str, ...] = ()  # what else says that word


def clash(binding: Binding) -> float:
    """What it costs, in log-odds, that the mention's clause names one thing where the question names another."""
    return -0.6 * min(binding.far, binding.extra, 2.0) - 2.5 * min(binding.parallel, 1.0)


def bind(asked: Asked, options: Sequence[Option]) -> dict[Option, Binding]:
    """The binding of each of *options* to the question."""
    parts = list(_parts(asked))
    words = list(_words(asked, parts))
    things = _Things(asked)
    pages: dict[int, list[Option]] = {}
    for option in options:
        pages.setdefault(id(option.page), []).append(option)
    found: dict[Option, Binding] = {}
    share = np.array(
        [[1.0 / len(word.places) if place in word.places else 0.0 for word in words] for place in range(len(parts))]
    )
    for together in pages.values():
        found |= zip(together, _bindings(things, together, parts, words, share), strict=True)
    return {option: found[option] for option in options}


def _bindings(
    other_things: _Things,
    options: Sequence[Option],
    parts: Sequence[_Part],
    words: Sequence[_Whole],
    share: npt.NDArray[np.float64],
) -> list[Binding]:
    """The bindings of *options*, which are of one page; *share* is how much of each word (column) each part is."""
    levels = np.array(_levels(options, parts)).reshape(len(options), len(parts))
    printed = levels.max(axis=0) > 0
    weights = np.array(
        [part.weight if seen or part.word >= 0 else 0.0 for part, seen in zip(parts, printed, strict=True)]
    )
    total = float(weights.sum()) or 1.0
    bound = levels @ weights / total
    lost = np.maximum(0.0, _of_others(levels) - levels) @ weights / total
    ahead = bound - _of_others(bound[:, None])[:, 0]
    close = levels @ share if words else np.zeros((len(options), 0))
    nowhere = (levels == 0) @ share > 0.5 if words else close > 0
    sizes = np.array([word.size for word in words])
    things = np.array([word.size if word.word.thing else 0.0 for word in words])
    distant = close < FAR
    robbed = (distant & (_of_others(close) >= HANDED - 0.01)) @ sizes
    far, missing = distant @ things, nowhere @ things
    found = []
    for row, option in enumerate(options):
        followed = {
            word.followed
            for word, away in zip(words, distant[row], strict=True)
            if away and word.word.thing and len(word.word.text) > 1
        }
        extra, other, parallel = _extras(other_things, option, followed)
        told = Binding(
            bound=float(bound[row]),
            lost=float(lost[row]),
            far=float(far[row]),
            missing=float(missing[row]),
            robbed=float(robbed[row]),
            extra=extra,
            other=other,
            parallel=parallel,
            ahead=float(ahead[row]),
        )
        found.append(told)
    return found


def _of_others(levels: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """In each column, the best of the other rows; 0 where there is no other."""
    if len(levels) == 1:
        return np.zeros_like(levels)
    second, best = np.partition(levels, len(levels) - 2, axis=0)[-2:]
    others: npt.NDArray[np.float64] = np.where(levels == best, second, best)
    return others


@dataclass(frozen=True, slots=True)
class _Whole:
    """A word of the question that tells something."""

    word: Word
    places: frozenset[int]  # of its parts
    size: float
    followed: str  # by these characters, in the question


def _words(asked: Asked, parts: Sequence[_Part]) -> Iterator[_Whole]:
    text = f"{asked.before}\x00{asked.after}".lower()
    for number, (word, start) in enumerate(_placed(asked)):
        places = frozenset(place for place, part in enumerate(parts) if part.word == number)
        if places and word.text not in OF_KIND:
            size = (1.0 if len(word.text) > 1 else 0.5) * (0.5 if word.weight < 4.5 else 1.0)
            yield _Whole(word, places, size, text[start + len(word.text) :].removeprefix("的")[:2])


def _parts(asked: Asked) -> Iterator[_Part]:
    """The question in pairs of neighbouring characters that have to be found."""
    text = f"{asked.before}\x00{asked.after}".lower()
    owner = [-1] * len(text)
    for number, (word, start) in enumerate(_placed(asked)):
        for place in range(max(0, start), min(len(text), start + len(word.text))):
            owner[place] = number
    for place, number in enumerate(owner):
        if number < 0:
            continue
        word = asked.words[number]
        weight = 0.5 if word.weight < 4.5 else 1.0
        if len(word.text) == 1:
            yield _Part(text[place], number, 0.5 * weight, word.others)
        if place + 1 < len(owner) and owner[place + 1] >= 0:
            same = owner[place + 1] == number
            yield _Part(
                text[place : place + 2],
                number if same else -1,
                weight if same else 0.5,
                word.others if same else (),
            )


def _placed(asked: Asked) -> Iterator[tuple[Word, int]]:
    """The words of the question with where they begin in its text around a one-character slot."""
    for word in asked.words:
        start = len(asked.before) - word.gap - len(word.text) if word.ahead else len(asked.before) + 1 + word.gap
        yield word, start


def _levels(options: Sequence[Option], parts: Sequence[_Part]) -> list[list[float]]:
    """How closely each part belongs to the mention of each of *options*, which are of one page."""
    page = options[0].page
    text, heading = page.prose.text, page.heading.lower()
    whole = text.lower()
    headed = [HEADED if _says(heading, part.text) else 0.0 for part in parts]
    # what the text does not print is as close to all of them
    asked = [(part, level, part.text in whole or bool(part.others)) for part, level in zip(parts, headed, strict=True)]
    found = []
    for option in options:
        spans = sorted(_zones(page, option.mention), key=lambda zone: -zone[2])
        if len(whole) == len(text):
            zones = [(whole[max(0, low) : high], level) for low, high, level in spans]
        else:  # a letter that is two in lower case
            zones = [(text[max(0, low) : high].lower(), level) for low, high, level in spans]
        found.append([_level(zones, heading, part, head) if printed else head for part, head, printed in asked])
    return found


def _level(zones: Sequence[tuple[str, float]], heading: str, part: _Part, headed: float) -> float:
    """How closely *part* belongs where *zones* are, the closest of them first: by itself, or by what else says it.

    *headed* is how closely the headline says it.
    """
    level = 0.0
    for text, closeness in zones:  # a loop: a question has thousands of these
        if part.text in text and (len(part.text) == 1 or stands(part.text, text)):
            level = closeness
            break
    # what the headline names and the body takes up only later is another's: the article is about both
    if headed and level in (0.0, EARLIER, BEFORE):
        level = headed
    if part.others and level < CLOSE:
        other = next((level for text, level in zones if stands_any(part.others, text)), 0.0)
        if other in (0.0, EARLIER, BEFORE) and stands_any(part.others, heading):
            other = HEADED
        level = max(level, CLOSE * other)
    return level


def _says(text: str, part: str) -> bool:
    """Whether *text* has *part* as itself, not as the end of another word (出口 in 进出口)."""
    return part in text and (len(part) == 1 or stands(part, text))


def _zones(page: Page, mention: Mention) -> list[tuple[int, int, float]]:
    """The parts of the text, overlapping, with how closely a word in them belongs to *mention*."""
    text = page.prose.text
    part, part_end = page.prose.sentence(mention.low)
    whole, whole_end = page.prose.whole(mention.low)
    clause, _ = page.prose.clause(mention.low)
    near = page.between(whole, whole_end) if mention.kind not in NAMES else []
    siblings = [other for other in near if _counts(other, mention)]
    before = [other for other in siblings if other.high <= mention.low]
    behind = [other for other in siblings if other.low >= mention.high]
    left = max([part, *(other.high for other in before)])
    right = min([part_end, *(other.low for other in behind)])
    stop = _CUT.search(text, mention.high, right)
    paragraph, _ = page.prose.paragraph(mention.low)
    zones = [
        (max(left, clause), stop.start() if stop else right, OWN),
        (left, mention.low, LED),
        (mention.high, right, FOLLOWING),
        (whole, whole_end, TAKEN),
        (paragraph, whole, BEFORE),
        (0, paragraph, EARLIER),
        (whole_end, len(text), ELSEWHERE),
    ]
    if before:
        zones.append((whole, max(whole, before[0].low - _TOUCH), HANDED))
        if part > whole:
            first = min([mention.low, *(other.low for other in before if other.low >= part)])
            zones.append((part, max(part, first - _TOUCH), HANDED))
        if mention.label == "growth" or _DEPENDS.search(text[left : mention.low]):
            owners = [other for other in before if other.label != "growth" and other.kind != "percent"]
            owner = owners[-1] if owners else before[0]
            zones.append((max([whole, *(other.high for other in before if other.high <= owner.low)]), owner.high, LED))
    return zones


def _counts(other: Mention, mention: Mention) -> bool:
    """Whether *other* has words of its own that are not the mention's: figures have, dates have not."""
    return (mention.kind == "date") == (other.kind == "date")


def _extras(things: _Things, option: Option, followed: Set[str]) -> tuple[float, float, float]:
    """Things named in the mention's own clause, and in the subject of its sentence, that the question does not name;
    and how many of the first are *followed* by what follows a thing in the question that stands far."""
    page, mention = option.page, option.mention
    clause, _ = page.prose.clause(mention.low)
    figures = [o.high for o in page.before(mention, clause) if o.high <= mention.low and o.kind != "date"]
    start = max([clause, *figures])
    part, _ = page.prose.sentence(mention.low)
    handed = min([start, *(o.low - _TOUCH for o in page.before(mention, part) if o.kind != "date")])
    own = things.unasked(page, start, mention.low)
    behind = [page.prose.text[token.end :].removeprefix("的")[:2].lower() for token in own]
    parallel = sum(len(token.word) > 1 and text in followed for token, text in zip(own, behind, strict=True))
    return _size(own), _size(things.unasked(page, part, max(part, handed))), float(parallel)


def _size(tokens: Iterable[Token]) -> float:
    """How many things *tokens* are; at most three."""
    return min(3.0, sum(1.0 if len(token.word) > 1 else 0.5 for token in tokens))


class _Things:
    """What the question does not name."""

    def __init__(self, asked: Asked) -> None:
        self._question, self._meant = asked.question.text.lower(), asked.meant
        self._known: dict[str, bool] = {}  # words looked at: the same stand ahead of many mentions

    def unasked(self, page: Page, low: int, high: int) -> list[Token]:
        """The things that *page* names from *low* to *high* and the question does not."""
        if low >= high:
            return []
        text = page.prose.text
        return [
            token
            for token in page.words(low, high)
            if token.end <= high and token.tag.startswith(("n", "j", "eng")) and self._is_unasked(token.word)
            if not text.startswith(_CIRCUMSTANCES, token.end)
        ]

    def _is_unasked(self, printed: str) -> bool:
        found = self._known.get(printed)
        if found is None:
            word = printed.lower()
            shared = sum([char in self._question for char in word]) / len(word)
            named = shared >= 0.5 or word in self._meant
            found = self._known[printed] = not named and word not in _IDLE and word not in OF_KIND
        return found
