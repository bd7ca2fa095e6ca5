"""How well a mention fits a question: the readable features that the judge has learned from."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from math import exp
from typing import NamedTuple

from retrieval.asked import GROWTH, Asked, Word, sayings
from retrieval.binding import Binding, bind
from retrieval.mentions import NUMERIC, Mention, Page
from retrieval.opposites import opposite
from retrieval.options import NAMES, Option
from retrieval.periods import worst_verdict
from retrieval.quantities import Quantity
from retrieval.question import Question

Alignment = tuple[Sequence[tuple[Word, float]], float]  # words with their weights, and the sum of these
SCALE = 8.0  # characters over which nearness to the slot, or to the mention, wears off
FEATURES = (
    *("unit", "exact", "asks_unit", "total", "total_here"),
    *("is_number", "is_money", "is_percent", "is_duration", "is_date", "is_rank", *(f"is_{kind}" for kind in NAMES)),
    *(
        "left_any",
        "left_same",
        "right_any",
        "right_same",
        "clause",
        "sentence",
        "previous",
        "heading",
        "around",
        "article",
    ),
    *("before_left", "before_right", "after_left", "after_right"),
    *("touch_left", "touch_right", "cross_left", "cross_right", "near_before", "near_after"),
    *("lost_sentence", "lost_around", "lost_article", "words"),
    *("given", "period_fits", "period_differs", "period_open"),
    *("growth_asked", "growth_here", "share_here", "code_here", "approximate"),
    *("rivals_sentence", "rivals_before", "rivals_passage"),
    *(
        "rank",
        "neighbour",
        "in_parentheses",
        "has_year",
        "has_day",
        "wants_year",
        "wants_day",
    ),
    *("sure", "role", "role_end", "class_word", "size"),
    *(
        "figure_lost",
        "figure_far",
        "name_lost",
        "name_far",
        "negation",
        "opposite",
        "ahead_held",
        "behind_held",
        "least_held",
    ),
    *("align_left", "align_right", "align", "rest", "lead_align"),
    *("bound", "lost", "far", "missing", "robbed", "extra", "other", "ahead"),
    *("best_left", "best_clause", "best_sentence", "best_touch", "best_align"),
)
_SHARE = re.compile("占")
_TOTAL = re.compile("一共|总共|共有|共计|合计|总计|累计|共|总")
_NEGATION = re.compile("[不没未无非]")
_DIGITS = re.compile(r"[\d.]+|[一二三四五六七八九十百千万亿两]+")


def measure(
    asked: Asked, options: Sequence[Option], bindings: Mapping[Option, Binding] | None = None
) -> list[list[float]]:
    """The features of each option, in the order of FEATURES."""
    bindings = bind(asked, options) if bindings is None else bindings
    measure = _Measure(asked, options)
    rows = [measure.row(option, bindings[option]) for option in options]
    for place in _BEST_OF:
        best = sorted((row[place] for row in rows), reverse=True)
        for row in rows:
            others = best[1] if len(best) > 1 and row[place] >= best[0] else best[0]
            row.append(row[place] - (others if len(best) > 1 else 0.0))
    return rows


_BEST_OF = tuple(FEATURES.index(name) for name in ("left_same", "clause", "sentence", "touch_left", "align"))


class _Sentence(NamedTuple):
    """What holds for every mention of one sentence."""

    cover: float
    previous: float
    around: float
    lost: tuple[float, float]  # of the words, here and with what stands around
    figures: tuple[float, float]
    names: tuple[float, float]
    held: tuple[float, float, float]  # the word next ahead of the slot, the one next behind it, the least of all


class _Measure:
    """The options for one question, measured one by one; what holds for a page or a sentence, once."""

    def __init__(self, asked: Asked, options: Sequence[Option]) -> None:
        self._asked = asked
        self._ahead, self._behind = _weighed(asked.ahead), _weighed(asked.behind)
        self._negated = bool(_NEGATION.search(asked.question.text))
        pages = dict.fromkeys(option.page for option in options)
        self._articles = {page: _of_article(asked, page) for page in pages}
        self._lows = {page: sorted(option.mention.low for option in options if option.page is page) for page in pages}
        self._sentences: dict[tuple[Page, int], _Sentence] = {}
        self._clauses: dict[tuple[Page, int], tuple[float, float, float]] = {}

    def row(self, option: Option, binding: Binding) -> list[float]:
        asked, page, mention = self._asked, option.page, option.mention
        question = asked.question
        text = page.prose.text
        start, end = page.sentence(mention)
        left_any, left_same, right_any, right_same = page.bounds(mention, start, end)
        left, same = text[left_any : mention.low], text[left_same : mention.low]
        right, beyond = text[mention.high : right_any], text[mention.high : right_same]
        told = self._sentence(page, start, end)
        clause, clause_negated, clause_opposite = self._clause(page, mention)
        rivals = self._lows[page]  # where the options of the page begin, ascending
        first = bisect_left(rivals, start)
        heading_cover, article_cover, article_lost = self._articles[page]
        verdict = None if mention.kind == "date" else worst_verdict(asked.dates, page, mention)
        aligned_left = _aligned(self._ahead, text[max(start, mention.low - 30) : mention.low], True)
        aligned_right = _aligned(self._behind, text[mention.high : min(end, mention.high + 30)], False)
        label = mention.label if mention.kind in NAMES else ""
        same_cover = asked.cover(same)
        return [
            option.fit,
            float(question.slot.exact),
            float(question.unit is not None),
            float(asked.total),
            float(bool(_TOTAL.search(left[-8:]))),
            *_KINDS[mention.kind],
            asked.cover(left),
            same_cover,
            asked.cover(right),
            asked.cover(beyond),
            clause,
            told.cover,
            told.previous,
            heading_cover,
            told.around,
            article_cover,
            asked.cover(same, asked.ahead),
            asked.cover(beyond, asked.ahead),
            asked.cover(same, asked.behind),
            asked.cover(beyond, asked.behind),
            shared(asked.tail, left[-12:]),
            shared(asked.head, right[:12]),
            shared(asked.tail, right[:12]),
            shared(asked.head, left[-12:]),
            _nearness(asked.next_ahead, left, right),
            _nearness(asked.next_behind, left, right),
            *told.lost,
            article_lost,
            float(len(asked.words)),
            float(_given(asked, mention)),
            float(verdict == "same"),
            float(verdict == "other"),
            float(verdict in ("unsaid", "open", "coarser")),
            float(asked.growth),
            float(mention.label == "growth" or bool(GROWTH.search(left[-5:]))),
            float(bool(_SHARE.search(left[-4:]))),
            float(mention.label == "code"),
            float(mention.approximate),
            float(bisect_left(rivals, end) - first),
            float(bisect_left(rivals, mention.low) - first),
            float(len(rivals)),
            float(option.rank),
            float(option.neighbour),
            float(text[max(0, mention.low - 1) : mention.low] in "(（"),
            float(mention.kind == "date" and bool(re.match(r"\d{4}|-\d{4}", str(mention.value or "")))),
            float(mention.kind == "date" and bool(re.search(r"-\d\d-\d\d", str(mention.value or "")))),
            float(asked.wants_year),
            float(asked.wants_day),
            float(mention.sure),
            asked.cover(label) if label else 0.0,
            shared(asked.tail, label[-12:]) if label else 0.0,
            _class_word(question, mention),
            float(min(30, mention.high - mention.low)),
            *told.figures,
            *told.names,
            clause_negated,
            clause_opposite,
            *told.held,
            aligned_left,
            aligned_right,
            max(aligned_left, aligned_right) + 0.5 * min(aligned_left, aligned_right),
            asked.cover(text[start : mention.low]) - same_cover,
            _aligned(self._behind, left, False),
            binding.bound,
            binding.lost,
            binding.far,
            binding.missing,
            binding.robbed,
            binding.extra,
            binding.other,
            binding.ahead,
        ]

    def _sentence(self, page: Page, start: int, end: int) -> _Sentence:
        found = self._sentences.get((page, start))
        if found is None:
            asked, text = self._asked, page.prose.text
            sentence = text[start:end]
            previous = text[page.prose.sentence(start - 1)[0] : start] if start else ""
            around = previous + sentence + page.heading
            held = asked.said(sentence)
            found = self._sentences[page, start] = _Sentence(
                asked.cover(sentence),
                asked.cover(previous),
                asked.cover(around),
                (_lost(asked, asked.words, sentence), _lost(asked, asked.words, around)),
                (_figures_lost(asked, sentence), _figures_lost(asked, around)),
                (_lost(asked, asked.names, sentence), _lost(asked, asked.names, around)),
                (
                    _nearest_held(asked, asked.next_ahead, sentence),
                    _nearest_held(asked, asked.next_behind, sentence),
                    min(held, default=1.0),
                ),
            )
        return found

    def _clause(self, page: Page, mention: Mention) -> tuple[float, float, float]:
        """How much of the question the clause of *mention* says; whether only one of both is negated; an opposite."""
        start, end = page.prose.clause(mention.low)
        found = self._clauses.get((page, start))
        if found is None:
            clause = page.prose.text[start:end]
            found = self._clauses[page, start] = (
                self._asked.cover(clause),
                float(self._negated != bool(_NEGATION.search(clause))),
                float(opposite(self._asked.question.text, clause)),
            )
        return found


_KINDS: dict[str, tuple[float, ...]] = {
    kind: tuple(
        float(kind == one or (one == "number" and kind == "range"))
        for one in ("number", "money", "percent", "duration", "date", "rank", *NAMES)
    )
    for kind in (*NUMERIC, "date", *NAMES)
}


def _of_article(asked: Asked, page: Page) -> tuple[float, float, float]:
    """How much of the question *page* says above its text, and in it; the weight of the heaviest word it lacks."""
    text = page.prose.text
    return asked.cover(page.heading), asked.cover(text), _lost(asked, asked.words, text + page.heading)


def shared(one: str, other: str) -> float:
    """Length of the longest run of characters common to both."""
    best = 0
    for i in range(len(one)):
        while best < len(one) - i and one[i : i + best + 1] in other:
            best += 1
    return float(best)


def common_end(one: str, other: str) -> int:
    """How many characters *one* and *other* have in common at their ends."""
    count = 0
    while count < min(len(one), len(other)) and one[-1 - count] == other[-1 - count]:
        count += 1
    return count


def _nearness(word: Word | None, left: str, right: str) -> float:
    """How near to the mention *word* stands: 1 beside it … 0 not found."""
    if word is None:
        return 0.0
    return max(
        (
            closeness / (1 + gap)
            for region, ends in ((left, True), (right, False))
            for gap, closeness in sayings(word, region.lower(), ends)
        ),
        default=0.0,
    )


def _lost(asked: Asked, words: Sequence[Word], region: str) -> float:
    """The weight of the heaviest word that *region* lacks."""
    held = asked.said(region)
    return max([word.weight * (1 - held[word.place]) for word in words], default=0.0)


def _weighed(words: Sequence[Word]) -> Alignment:
    """*words* with what they weigh by their nearness to the slot, and the sum of that."""
    weighed = [(word, word.weight * exp(-word.gap / SCALE)) for word in words]
    return weighed, sum([weight for _, weight in weighed])


def _aligned(words: Alignment, region: str, ends: bool) -> float:
    """How far the question's words near its slot stand near the mention as well, by weight.

    The mention lies at the end of *region* if *ends*, otherwise at its beginning.
    """
    weighed, total = words
    lower, found = region.lower(), 0.0
    for word, weight in weighed:
        if word.others or word.text in lower:
            said = sayings(word, lower, ends)
            found += weight * max([closeness * exp(-gap / SCALE) for gap, closeness in said], default=0.0)
    return found / total if total else 0.0


def _nearest_held(asked: Asked, word: Word | None, region: str) -> float:
    """Whether *region* holds *word*."""
    return 1.0 if word is None else asked.said(region)[word.place]


def _figures_lost(asked: Asked, region: str) -> float:
    """How many figures of the question *region* lacks."""
    return float(sum(not _figure_in(figure, region) for figure in asked.figures))


def _figure_in(figure: Quantity, region: str) -> bool:
    """Whether *region* holds the digits of a figure that the question names."""
    digits = _DIGITS.search(figure.text)
    return digits is None or digits.group() in region


def _given(asked: Asked, mention: Mention) -> bool:
    """Whether the question itself names the mention."""
    printed = re.sub(r"\s", "", mention.text)
    text = asked.question.text
    if mention.kind == "date":
        return any((date.iso and date.iso == mention.value) or date.text == mention.text for date in asked.dates)
    return printed.strip("“”《》") in text


def _class_word(question: Question, mention: Mention) -> float:
    """Whether the class that is asked for (哪个国家, 哪五个方面) is the mention's."""
    noun = question.slot.noun
    if not noun or mention.kind not in NAMES:
        return 0.0
    if noun in mention.label:
        return 1.0
    return 0.8 if mention.text.rstrip("”》").endswith((noun, noun[-1])) else -0.5
