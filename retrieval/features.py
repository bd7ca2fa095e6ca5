"""Candidates as rows of readable figures: what each passage, its neighbours and its article hold of the question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, compress, pairwise
from operator import gt

import numpy as np
import numpy.typing as npt

from retrieval.candidates import Candidate
from retrieval.characters import BASIC
from retrieval.cues import Cues, Floats

Codes = npt.NDArray[np.int64]
Held = npt.NDArray[np.uint8]  # 1 where a line (row) holds what is looked for (column)
_LINE_END = ord("\n")
_HALVES = "\ud800"  # from here on, what is one character may be two codes of UTF-16, or half of another
NONE = 60.0  # characters: a distance where there is nothing to measure from
REACH = 10  # characters of the question before and after the words that ask that are looked for in a row

# Of these the best candidate's value is taken away too: a question is easy or hard for all its candidates alike.
RELATIVE = (
    "words", "pairs", "characters", "words_near", "pairs_near", "runs_share", "words_article", "pairs_article", "slot",
    "words_new", "pairs_new", "slot_right", "pairs_new_near",
)  # fmt: skip
_LAGS = [f"{name}_lag" for name in RELATIVE]


def columns_of(cues: Cues, candidates: Sequence[Candidate]) -> dict[str, Floats]:
    """Every feature by name, one figure a candidate; coverages are shares of weight, 0 to 1."""
    columns: dict[str, Floats] = {}
    pages = _lay_out(candidates)
    words, pairs, characters = cues.words.items, cues.pairs.items, cues.characters.items
    stretches = [first + second for first, second in pairwise(cues.content)]
    others = chain.from_iterable(cues.words.alternatives.values())
    places = {item: n for n, item in enumerate(dict.fromkeys((*words, *pairs, *characters, *stretches, *others)))}
    found = held(list(places), pages.lines)
    each = found[:, [places[item] for item in (*words, *pairs, *characters)]]
    for place, meant in cues.words.alternatives.items():
        each[:, place] |= found[:, [places[other] for other in meant]].max(axis=1)
    _coverage(columns, cues, pages, each)
    _passages(columns, cues, candidates, found[pages.here][:, [places[stretch] for stretch in stretches]])
    _index_scores(columns, candidates)
    compared = np.array([columns[name] for name in RELATIVE])
    columns.update(zip(_LAGS, compared - compared.max(axis=1, keepdims=True), strict=True))
    columns["kind"] = np.full(len(candidates), float(cues.kind))
    return columns


@dataclass(frozen=True, slots=True)
class _Pages:
    """The articles of the candidates, one after the other, in lines: the headline first, then the chunks."""

    lines: list[str]  # and an empty one behind the last
    heads: list[int]  # where in *lines* each article begins
    article: Codes  # of each candidate: which of the articles it is of
    here: Codes  # its line
    before: Codes  # the line ahead of it, the empty one where there is none
    after: Codes


def _lay_out(candidates: Sequence[Candidate]) -> _Pages:
    readings = {id(candidate.reading): candidate.reading for candidate in candidates}
    lines: list[str] = []
    heads: dict[int, tuple[int, int]] = {}
    for number, (key, reading) in enumerate(readings.items()):
        heads[key] = number, len(lines)
        lines += (reading.headline, *reading.texts)
    rows = []
    for candidate in candidates:
        reading, place = candidate.reading, candidate.place
        number, head = heads[id(reading)]
        here, last = head + 1 + place, place + 1 == len(reading.texts)
        rows.append((number, here, here - 1 if place else len(lines), len(lines) if last else here + 1))
    return _Pages([*lines, ""], [head for _, head in heads.values()], *np.array(rows, dtype=np.intp).T)


def _coverage(columns: dict[str, Floats], cues: Cues, pages: _Pages, each: Held) -> None:
    """How much of the question's words, pairs and characters stands here, nearby, in the article, in its headline.

    *each* tells which of them each line holds, in this order.
    """
    here = each[pages.here]
    previous = np.maximum(here, each[pages.before])
    near = np.maximum(previous, each[pages.after])
    whole = np.maximum.reduceat(each, pages.heads)[pages.article]
    headline = each[pages.heads][pages.article]
    stack = np.stack([here, previous, near, whole, headline, np.maximum(here, headline)]).astype(np.float64)
    low = 0
    for name, looked_for in (("words", cues.words), ("pairs", cues.pairs), ("characters", cues.characters)):
        weights = looked_for.weights
        share = weights / (weights.sum() or 1.0)  # words that stand in every chunk weigh nothing
        inside, previous, near, whole, headline, with_headline = stack[:, :, low : low + len(weights)]
        low += len(weights)
        columns[name] = inside @ share
        columns[f"{name}_near"] = near @ share
        columns[f"{name}_before"] = previous @ share
        if name == "characters":
            continue
        columns[f"{name}_article"] = whole @ share
        columns[f"{name}_headline"] = headline @ share
        columns[f"{name}_with_headline"] = with_headline @ share
        # What the headline does not say already tells the article's passages apart.
        new = (1 - headline) * share
        new_share = new.sum(1)
        columns[f"{name}_new"] = (inside * new).sum(1) / (new_share + 1e-9)
        columns[f"{name}_new_near"] = (near * new).sum(1) / (new_share + 1e-9)
        columns[f"{name}_new_share"] = new_share
        columns[f"{name}_missing_in_article"] = ((1 - whole) * weights).max(1)
        seldom = share * np.log((len(inside) + 1) / (inside.sum(0) + 0.5))
        columns[f"{name}_among_candidates"] = inside @ seldom / max(1e-9, seldom.sum())
        if name == "words":
            columns["rarest_missing"] = ((1 - inside) * weights).max(1)
            columns["rarest_held"] = (inside * weights).max(1)


def _passages(columns: dict[str, Floats], cues: Cues, candidates: Sequence[Candidate], begun: Held) -> None:
    """What has to be read off each passage by itself.

    *begun* says of each of them which of the neighbouring characters of the question's content it holds.
    """
    starts: list[list[int]] = [[] for _ in candidates]
    for row, start in zip(*(found.tolist() for found in np.nonzero(begun)), strict=True):
        starts[row].append(start)
    ahead = [cues.left[-size:] for size in range(1, min(REACH, len(cues.left)) + 1)]
    behind = [cues.right[:size] for size in range(1, min(REACH, len(cues.right)) + 1)]
    rows: list[float] = []
    for candidate, pairs in zip(candidates, starts, strict=True):
        text, reading = candidate.text, candidate.reading
        words = [place for word in cues.words.items if (place := text.find(word)) >= 0]
        left, right = _held_in_row(ahead, text), _held_in_row(behind, text)
        size, chunks = len(text) or 1, len(reading.texts)
        rows += (
            *_runs(cues.content, pairs, text),
            *(left, right, left + right),
            *_answers(cues, words, text),
            *_order(words, size),
            *(candidate.place, candidate.place / chunks, chunks),
            reading.headline in text,
        )
    columns.update(zip(_PASSAGE_NAMES, np.array(rows, dtype=np.float64).reshape(len(candidates), -1).T, strict=True))


_PASSAGE_NAMES = (
    "run", "run_share", "runs_share", "runs",
    "slot_left", "slot_right", "slot",
    "answers", "answer_to_word", "answer_to_middle",
    "span", "disorder", "first_word", "place", "place_share", "article_size", "headline_held",
)  # fmt: skip


def _runs(content: str, pairs: Sequence[int], text: str) -> tuple[float, float, float, float]:
    """Longest run of the question found in the text, its share, the share of all runs squared, and their number.

    *pairs* are the places in *content* of neighbouring characters that the text holds side by side.
    """
    longest = squares = count = end = 0
    for start in pairs:
        if start < end:
            continue
        end = start + 2
        while end < len(content) and content[start : end + 1] in text:
            end += 1
        size = end - start
        longest, squares, count = max(longest, size), squares + size * size, count + 1
    length = max(1, len(content))
    return longest, longest / length, squares / length**2, count


def _held_in_row(stretches: Sequence[str], text: str) -> int:
    """How many of *stretches*, each a character longer than the one before, the text holds."""
    for count, stretch in enumerate(stretches):
        if stretch not in text:
            return count
    return len(stretches)


def _answers(cues: Cues, words: Sequence[int], text: str) -> tuple[float, float, float]:
    """What looks like an answer and is not in the question: how many, and how far from the question's *words*."""
    spans = [match.span() for match in cues.answer.finditer(text) if match.group() not in cues.text]
    nearest = middle = NONE
    if words and spans:
        centre = sum(words) / len(words)
        nearest = min(NONE, min([abs(start - word) for start, _ in spans for word in words]))
        middle = min(NONE, min([abs((start + end) / 2 - centre) for start, end in spans]))
    return len(spans), nearest, middle


def _order(words: Sequence[int], size: int) -> tuple[float, float, float]:
    """How far apart the question's *words* stand in a passage of this *size*, how often not in its order, the first."""
    if len(words) < 2:
        return 0.0, 0.0, words[0] if words else NONE
    first = min(words)
    return (max(words) - first + 2) / size, sum(map(gt, words, words[1:])) / (len(words) - 1), first


def _index_scores(columns: dict[str, Floats], candidates: Sequence[Candidate]) -> None:
    """The index's scores beside the best candidate's: as they are they would grow with the corpus."""
    chunk = np.array([candidate.chunk_score for candidate in candidates])
    article = np.array([candidate.article_score for candidate in candidates])
    both = np.array([candidate.score for candidate in candidates])
    for name, scores in (("bm25", chunk), ("bm25_article", article), ("bm25_sum", both)):
        columns[f"{name}_beside_best"] = scores / max(1e-9, scores.max())
    columns["rank"] = _ranks(both)
    columns["rank_chunk"] = _ranks(chunk)


def held(items: Sequence[str], lines: Sequence[str]) -> Held:
    """Which of *items*, no two of them alike, each of *lines* holds; the last line is empty.

    Single characters and pairs of them are looked for all at once: of each character that any of them has, its number
    is kept.
    """
    text = "\n".join(lines)
    codes = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), "<u2")
    short = [len(item) <= 2 and max(item) < _HALVES for item in items]
    number = {char: place for place, char in enumerate(dict.fromkeys("".join(compress(items, short))), start=1)}
    size = len(number) + 1
    numbers = np.zeros(BASIC, np.min_scalar_type(size))
    numbers[list(map(ord, number))] = list(number.values())
    each = numbers.take(codes)
    places = np.flatnonzero(each)
    rows = np.searchsorted(np.flatnonzero(codes == _LINE_END), places)
    first, second = each.take(places).astype(np.intp), each.take(places + 1)
    found = np.zeros((len(lines), len(items) + 1), np.uint8)
    singles, pairs = np.full(size, len(items)), np.full(size * size, len(items))  # behind the last: not looked for
    for place, item in enumerate(items):
        if not short[place]:
            if item in text:
                found[:, place] = [item in line for line in lines]
        elif len(item) == 1:
            singles[number[item]] = place
        else:
            pairs[number[item[0]] * size + number[item[1]]] = place
    found[rows, singles.take(first)] = 1
    found[rows, pairs.take(first * size + second)] = 1
    return found[:, : len(items)]


def _ranks(scores: Floats) -> Floats:
    """The place of each score, best first, from 0."""
    ranks = np.empty(len(scores))
    ranks[np.argsort(-scores, kind="stable")] = np.arange(len(scores))
    return ranks
