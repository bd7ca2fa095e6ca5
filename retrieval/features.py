"""Candidates as rows of readable figures: what each passage, its neighbours and its article hold of the question."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from retrieval.candidates import Candidate
from retrieval.characters import BASIC
from retrieval.cues import Cues, Floats, Weighted

Codes = npt.NDArray[np.int64]
NONE = 60.0  # characters: a distance where there is nothing to measure from
REACH = 10  # characters of the question before and after the words that ask that are looked for in a row

# Of these the best candidate's value is taken away too: a question is easy or hard for all its candidates alike.
RELATIVE = (
    "words", "pairs", "characters", "words_near", "pairs_near", "runs_share", "words_article", "pairs_article", "slot",
    "words_new", "pairs_new", "slot_right", "pairs_new_near",
)  # fmt: skip


def columns_of(cues: Cues, candidates: Sequence[Candidate]) -> dict[str, Floats]:
    """Every feature by name, one figure a candidate; coverages are shares of weight, 0 to 1."""
    columns: dict[str, Floats] = {}
    _coverage(columns, cues, candidates)
    _passages(columns, cues, candidates)
    _index_scores(columns, candidates)
    for name in RELATIVE:
        columns[f"{name}_lag"] = columns[name] - columns[name].max()
    ones = np.ones(len(candidates))
    columns["kind"] = ones * cues.kind
    columns["question_length"] = ones * len(cues.text)
    return columns


def _coverage(columns: dict[str, Floats], cues: Cues, candidates: Sequence[Candidate]) -> None:
    """How much of the question's words, pairs and characters stands here, nearby, in the article, in its headline."""
    texts, here, before, after = _neighbourhood(candidates)
    readings = {id(candidate.reading): candidate.reading for candidate in candidates}
    places = {key: place for place, key in enumerate(readings)}
    article = np.array([places[id(candidate.reading)] for candidate in candidates])
    laid = laid_out(texts)
    for name, looked_for in (("words", cues.words), ("pairs", cues.pairs), ("characters", cues.characters)):
        weights = looked_for.weights
        share = weights / (weights.sum() or 1.0)  # words that stand in every chunk weigh nothing
        each = _presence(looked_for, texts) if name == "words" else held(looked_for.items, *laid, len(texts))
        inside = each[here]
        previous = np.maximum(inside, each[before])
        near = np.maximum(previous, each[after])
        columns[name] = inside @ share
        columns[f"{name}_near"] = near @ share
        columns[f"{name}_before"] = previous @ share
        if name == "characters":
            continue
        whole = _presence(looked_for, [reading.whole for reading in readings.values()])[article]
        headline = _presence(looked_for, [reading.headline for reading in readings.values()])[article]
        columns[f"{name}_article"] = whole @ share
        columns[f"{name}_headline"] = headline @ share
        columns[f"{name}_with_headline"] = np.maximum(inside, headline) @ share
        # What the headline does not say already tells the article's passages apart.
        new = (1 - headline) * share
        columns[f"{name}_new"] = (inside * new).sum(1) / (new.sum(1) + 1e-9)
        columns[f"{name}_new_near"] = (near * new).sum(1) / (new.sum(1) + 1e-9)
        columns[f"{name}_new_share"] = new.sum(1)
        columns[f"{name}_missing_in_article"] = ((1 - whole) * weights).max(1)
        seldom = share * np.log((len(candidates) + 1) / (inside.sum(0) + 0.5))
        columns[f"{name}_among_candidates"] = inside @ seldom / max(1e-9, seldom.sum())
        if name == "words":
            columns["rarest_missing"] = ((1 - inside) * weights).max(1)
            columns["rarest_held"] = (inside * weights).max(1)


def _passages(columns: dict[str, Floats], cues: Cues, candidates: Sequence[Candidate]) -> None:
    """What has to be read off each passage by itself."""
    pairs = [first + second for first, second in pairwise(cues.content)]
    rows = []
    for candidate in candidates:
        text = candidate.text
        words = [place for word in cues.words.items if (place := text.find(word)) >= 0]
        rows.append(
            (
                *_runs(cues.content, pairs, text),
                *_slot(cues, text),
                *_answers(cues, words, text),
                *_shape(cues, candidate, words, text),
            )
        )
    columns.update(zip(_PASSAGE_NAMES, np.array(rows, dtype=np.float64).T, strict=True))


_PASSAGE_NAMES = (
    "run", "run_share", "runs_share", "runs",
    "slot_left", "slot_right", "slot",
    "answers", "answer_to_word", "answer_to_middle", "figures", "figure_to_word",
    "span", "disorder", "first_word", "numbers", "numbers_article", "length", "density", "place", "place_share",
    "article_size", "headline_held",
)  # fmt: skip


def _runs(content: str, pairs: Sequence[str], text: str) -> tuple[float, float, float, float]:
    """Longest run of the question found in the text, its share, the share of all runs squared, and their number.

    *pairs* are the neighbouring characters of *content*.
    """
    longest = squares = count = end = 0
    for start, pair in enumerate(pairs):
        if start < end or pair not in text:
            continue
        end = start + 2
        while end < len(content) and content[start : end + 1] in text:
            end += 1
        size = end - start
        longest, squares, count = max(longest, size), squares + size * size, count + 1
    length = max(1, len(content))
    return longest, longest / length, squares / length**2, count


def _slot(cues: Cues, text: str) -> tuple[float, float, float]:
    """How many characters right before and right after the words that ask stand in the text in a row."""
    left = right = 0
    while left < min(REACH, len(cues.left)) and cues.left[-left - 1 :] in text:
        left += 1
    while right < min(REACH, len(cues.right)) and cues.right[: right + 1] in text:
        right += 1
    return left, right, left + right


def _answers(cues: Cues, words: Sequence[int], text: str) -> tuple[float, ...]:
    """What looks like an answer and is not in the question: how many, and how far from the question's *words*."""
    spans = [match.span() for match in cues.answer.finditer(text) if match.group() not in cues.text]
    middle = sum(words) / len(words) if words else None
    figures = [m.start() for m in cues.unit.finditer(text) if m.group() not in cues.text] if cues.unit else []
    beside = cues.dimension in text if cues.dimension and figures else False
    return (
        len(spans),
        _least([abs(start - word) for start, _ in spans for word in words]),
        _least([abs((start + end) / 2 - middle) for start, end in spans]) if middle is not None else NONE,
        len(figures) + beside if cues.unit else -1,
        _least([abs(start - word) for start in figures for word in words]),
    )


def _shape(cues: Cues, candidate: Candidate, words: Sequence[int], text: str) -> tuple[float, ...]:
    """Order and distance of the question's *words*, its numbers, the passage's length and place, how it opens."""
    reading = candidate.reading
    steps = list(pairwise(words))
    size = max(1, len(text))
    return (
        (max(words) - min(words) + 2) / size if steps else 0.0,
        sum(first > second for first, second in steps) / len(steps) if steps else 0.0,
        min(words) if words else NONE,
        _share_of_numbers(cues, text),
        _share_of_numbers(cues, reading.whole),
        size,
        len(cues.content) / size,
        candidate.place,
        candidate.place / len(reading.texts),
        len(reading.texts),
        reading.headline in text,
    )


def _share_of_numbers(cues: Cues, text: str) -> float:
    if not cues.numbers:
        return 1.0
    return sum(any(spelling in text for spelling in spellings) for spellings in cues.numbers) / len(cues.numbers)


def _index_scores(columns: dict[str, Floats], candidates: Sequence[Candidate]) -> None:
    """The index's scores beside the best candidate's: as they are they would grow with the corpus."""
    chunk = np.array([candidate.chunk_score for candidate in candidates])
    article = np.array([candidate.article_score for candidate in candidates])
    both = np.array([candidate.score for candidate in candidates])
    for name, scores in (("bm25", chunk), ("bm25_article", article), ("bm25_sum", both)):
        columns[f"{name}_beside_best"] = scores / max(1e-9, scores.max())
    columns["rank"] = _ranks(both)
    columns["rank_chunk"] = _ranks(chunk)


def _neighbourhood(candidates: Sequence[Candidate]) -> tuple[list[str], list[int], list[int], list[int]]:
    """The texts of candidates and their neighbours, each once, and where each candidate's three are."""
    texts: dict[tuple[int, int], int] = {}
    found: list[str] = []

    def place_of(candidate: Candidate, step: int) -> int:
        place, of_article = candidate.place + step, candidate.reading.texts
        key = (id(candidate.reading), place)
        if key not in texts:
            texts[key] = len(found)
            found.append(of_article[place] if 0 <= place < len(of_article) else "")
        return texts[key]

    here, before, after = ([place_of(candidate, step) for candidate in candidates] for step in (0, -1, 1))
    return found, here, before, after


def _presence(looked_for: Weighted, texts: Sequence[str]) -> Floats:
    """1 where a text (row) holds an item (column) or what counts for it too."""
    items = looked_for.items
    held = bytes([item in text for text in texts for item in items])  # by way of bytes: an array of them costs least
    found = np.frombuffer(held, np.uint8).reshape(len(texts), len(items)).astype(np.float64)
    for place, others in looked_for.alternatives.items():
        found[:, place] += [any(other in text for other in others) for text in texts]
    return np.minimum(found, 1.0) if looked_for.alternatives else found


def laid_out(texts: Sequence[str]) -> tuple[Codes, Codes]:
    """The characters of *texts* in a row, a line end between two, as numbers; and the place of the text of each."""
    codes = np.frombuffer("\n".join(texts).encode("utf-32-le", "surrogatepass"), "<u4").astype(np.int64)
    return codes, np.repeat(np.arange(len(texts)), [len(text) + 1 for text in texts])[:-1]


def held(items: Sequence[str], codes: Codes, rows: Codes, count: int) -> Floats:
    """What `_presence` tells of *count* texts that are laid out, where all items are characters, or all are pairs.

    All are looked for at once, which takes a third of the time.
    """
    numbers = np.array([[ord(char) for char in item] for item in items])
    begins = np.zeros(BASIC + 1, bool)
    begins[np.minimum(numbers[:, 0], BASIC)] = True
    places = np.flatnonzero(begins[np.minimum(codes, BASIC)])
    if len(items[0]) == 2:
        places = places[: np.searchsorted(places, len(codes) - 1)]
        seen, wanted = codes[places] << 32 | codes[places + 1], numbers[:, 0] << 32 | numbers[:, 1]
    else:
        seen, wanted = codes[places], numbers[:, 0]
    order = np.argsort(wanted)
    nearest = order[np.searchsorted(wanted[order], seen).clip(max=len(items) - 1)]
    right = wanted[nearest] == seen
    found = np.zeros((count, len(items)))
    found[rows[places[right]], nearest[right]] = 1.0
    return found


def _ranks(scores: Floats) -> Floats:
    """The place of each score, best first, from 0."""
    ranks = np.empty(len(scores))
    ranks[np.argsort(-scores, kind="stable")] = np.arange(len(scores))
    return ranks


def _least(distances: Sequence[float]) -> float:
    return min(NONE, min(distances, default=NONE))
