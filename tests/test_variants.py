"""Questions as people really type them: 100 variants of the owner's page's questions, made by the rules below.

Homophones (头盔 → 头亏), traditional characters, a word in pinyin, two characters exchanged: the answer stays the same.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import pytest
import rjieba
from memory import answerer_over
from opencc import OpenCC
from test_golden_questions import articles, questions

from retrieval.answer import Answerer
from retrieval.sounds import PINYIN
from store.models import Article

SEED = 20221119
ALIKE_AT_LEAST = 0.9
MOST_COMMON = 12  # characters of one reading that an input method offers first

Variant = Callable[[str, random.Random], str | None]  # None: this question cannot be varied so


def readings() -> Iterator[tuple[str, str]]:
    """Each reading with the characters usually read so, commonest first."""
    for line in PINYIN.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            reading, characters = line.split(" ", 1)
            yield reading, characters.split("|")[0]


SOUNDS = dict(readings())
READING = {character: reading for reading, characters in SOUNDS.items() for character in characters}


@pytest.fixture(scope="module")
def page() -> list[Article]:
    """The owner's page."""
    return articles("seed.gold.json")


@pytest.fixture(scope="module")
def answerer(page: list[Article], tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    """Answers from the owner's page."""
    return answerer_over(page, tmp_path_factory.mktemp("index"))


def words(question: str) -> list[str]:
    """What can be mistyped: words of two to five characters that are no question words."""
    return [word for word in rjieba.cut(question) if 2 <= len(word) <= 5 and all(char in READING for char in word)]


def homophone(question: str, dice: random.Random) -> str | None:
    """One character of a word written as another of the same sound."""
    word = dice.choice(words(question))
    place = dice.randrange(len(word))
    others = [char for char in SOUNDS[READING[word[place]]][:MOST_COMMON] if char != word[place]]
    return question.replace(word, word[:place] + dice.choice(others) + word[place + 1 :], 1) if others else None


def pinyin(question: str, dice: random.Random) -> str | None:
    """One word in Latin letters."""
    word = dice.choice(words(question))
    return question.replace(word, "".join(READING[char].replace("v", "u") for char in word), 1)


def exchanged(question: str, dice: random.Random) -> str | None:
    """Two neighbouring characters of a longer word in the wrong order."""
    longer = [word for word in words(question) if len(word) > 2]
    if not longer:
        return None
    word = dice.choice(longer)
    place = dice.randrange(len(word) - 1)
    return question.replace(word, word[:place] + word[place + 1] + word[place] + word[place + 2 :], 1)


def traditional(question: str, dice: random.Random) -> str | None:
    """Every character in its traditional form."""
    return str(OpenCC("s2t").convert(question))


def variants() -> Iterator[tuple[str, str]]:
    """100 different pairs of a clean question and how somebody typed it."""
    dice = random.Random(SEED)
    clean = [row["question"] for row in questions("seed.questions.jsonl") if row.get("answer")]
    made: set[str] = set()
    for vary, number in ((homophone, 40), (traditional, 20), (pinyin, 20), (exchanged, 20)):
        wanted = len(made) + number
        while len(made) < wanted:
            question = dice.choice(clean)
            varied = vary(question, dice)
            if varied and varied != question and varied not in made:
                made.add(varied)
                yield question, varied


def said(answerer: Answerer, question: str) -> tuple[object, ...]:
    """What decides whether two answers are the same: the figure, or the passage shown for it."""
    found = answerer.answer(question)
    if not found.answered:
        return ("refused",)
    if found.fact:
        return found.fact.article_id, found.fact.text
    return (found.passages[0].chunk_id,)


def test_slips_do_not_change_the_answer(answerer: Answerer) -> None:
    """At least nine in ten of the variants are answered as the clean question is."""
    clean: dict[str, tuple[object, ...]] = {}
    pairs = list(variants())
    changed = []
    for question, varied in pairs:
        clean.setdefault(question, said(answerer, question))
        if said(answerer, varied) != clean[question]:
            changed.append(f"{question} | {varied}")

    assert len(pairs) == 100
    assert len(changed) <= len(pairs) * (1 - ALIKE_AT_LEAST), changed
