"""How well a mention fits a question: the readable features that the judge has learned from."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import exp

from retrieval.asked import GROWTH, Asked, Word, sayings
from retrieval.binding import Binding, bind
from retrieval.mentions import NUMERIC, Mention, Page
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


def measure(
    asked: Asked, options: Sequence[Option], bindings: Mapping[Option, Binding] | None = None
) -> list[list[float]]:
    """The features of each option, in the order of FEATURES."""
    bindings = bind(asked, options) if bindings is None else bindings
    alignments = _weighed(asked.ahead), _weighed(asked.behind)
    articles = {page: _of_article(asked, page) for page in dict.fromkeys(option.page for option in options)}
    lows = {page: sorted(option.mention.low for option in options if option.page is page) for page in articles}
    negated = bool(_NEGATION.search(asked.question.text))
    rows = [
        _row(asked, option, lows[option.page], bindings[option], alignments, articles[option.page], negated)
        for option in options
    ]
    places = [FEATURES.index(name) for name in ("left_same", "clause", "sentence", "touch_left", "align")]
    for place in places:
        best = sorted((row[place] for row in rows), reverse=True)
        for row in rows:
            others = best[1] if len(best) > 1 and row[place] >= best[0] else best[0]
            row.append(row[place] - (others if len(best) > 1 else 0.0))
    return rows


def _row(
    asked: Asked,
    option: Option,
    rivals: Sequence[int],
    binding: Binding,
    alignments: tuple[Alignment, Alignment],
    article: tuple[float, float, float],
    negated: bool,
) -> list[float]:
    """*rivals* are where the options of its page begin, ascending; *negated* is whether the question has a negation."""
    page, mention = option.page, option.mention
    question = asked.question
    text = page.prose.text
    start, end = page.sentence(mention)
    clause_start, clause_end = page.prose.clause(mention.low)
    left_any, left_same, right_any, right_same = bounds(page, mention, start, end)
    left, same = text[left_any : mention.low], text[left_same : mention.low]
    right, beyond = text[mention.high : right_any], text[mention.high : right_same]
    clause, sentence = text[clause_start:clause_end], text[start:end]
    previous_start = page.prose.sentence(start - 1)[0] if start else 0
    previous = text[previous_start:start]
    around = previous + sentence + page.heading
    words = asked.words
    heading_cover, article_cover, article_lost = article
    first = bisect_left(rivals, start)
    verdict = None if mention.kind == "date" else worst_verdict(asked.dates, page, mention)
    ahead, behind = alignments
    aligned_left = _aligned(ahead, text[max(start, mention.low - 30) : mention.low], True)
    aligned_right = _aligned(behind, text[mention.high : min(end, mention.high + 30)], False)
    kinds = [
        float(mention.kind == kind or (kind == "number" and mention.kind == "range"))
        for kind in (*NUMERIC[:1], "money", "percent", "duration", "date", "rank", *NAMES)
    ]
    label = mention.label if mention.kind in NAMES else ""
    return [
        option.fit,
        float(question.slot.exact),
        float(question.unit is not None),
        float(asked.total),
        float(bool(_TOTAL.search(left[-8:]))),
        *kinds,
        asked.cover(left),
        asked.cover(same),
        asked.cover(right),
        asked.cover(beyond),
        asked.cover(clause),
        asked.cover(sentence),
        asked.cover(previous),
        heading_cover,
        asked.cover(around),
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
        _lost(asked, words, sentence),
        _lost(asked, words, around),
        article_lost,
        float(len(words)),
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
        float(sum(not _figure_in(figure, sentence) for figure in asked.figures)),
        float(sum(not _figure_in(figure, around) for figure in asked.figures)),
        _lost(asked, asked.names, sentence),
        _lost(asked, asked.names, around),
        float(negated != bool(_NEGATION.search(clause))),
        float(_opposite(question.text, clause)),
        _nearest_held(asked, asked.next_ahead, sentence),
        _nearest_held(asked, asked.next_behind, sentence),
        min(asked.said(sentence), default=1.0),
        aligned_left,
        aligned_right,
        max(aligned_left, aligned_right) + 0.5 * min(aligned_left, aligned_right),
        asked.cover(text[start : mention.low]) - asked.cover(same),
        _aligned(behind, left, False),
        binding.bound,
        binding.lost,
        binding.far,
        binding.missing,
        binding.robbed,
        binding.extra,
        binding.other,
        binding.ahead,
    ]


def _of_article(asked: Asked, page: Page) -> tuple[float, float, float]:
    """How much of the question *page* says above its text, and in it; the weight of the heaviest word it lacks."""
    text = page.prose.text
    return asked.cover(page.heading), asked.cover(text), _lost(asked, asked.words, text + page.heading)


def bounds(page: Page, mention: Mention, start: int, end: int) -> tuple[int, int, int, int]:
    """Where the nearest figure ends before the mention, and the nearest of its kind; and where they begin behind it."""
    left_any = left_same = start
    for other in page.before(mention, start):
        if other.high > mention.low:
            continue
        if left_any == start:
            left_any = other.high
        if other.dimension == mention.dimension:
            left_same = other.high
            break
    right_any = right_same = end
    for other in page.after(mention, end):
        if other.low < mention.high:
            continue
        if right_any == end:
            right_any = other.low
        if other.dimension == mention.dimension:
            right_same = other.low
            break
    return left_any, left_same, right_any, right_same


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


def _figure_in(figure: Quantity, region: str) -> bool:
    """Whether *region* holds the digits of a figure that the question names."""
    digits = _DIGITS.search(figure.text)
    return digits is None or digits.group() in region


def _opposite(text: str, region: str) -> bool:
    """Whether *region* says the opposite of a word of the question instead of that word."""
    return any(word not in region and against in region for word, against in _contrasts(text))


@lru_cache(maxsize=100)
def _contrasts(text: str) -> list[tuple[str, str]]:
    """The words of the question *text* that have an opposite which it does not say, each with it."""
    both = (pair for one, other in _OPPOSITES for pair in ((one, other), (other, one)))
    return [(word, against) for word, against in both if word in text and against not in text]


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
