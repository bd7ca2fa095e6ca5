"""The operator's own synonyms and words, and what a change of them would do: the screens of /synonyms and /words."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answering.vocabulary import Change, Kind
from bot.desk.review import LONGEST_QUESTION, wanted
from bot.desk.texts import DESK
from bot.texts import Language
from bot.trials.effects import Effect
from bot.words.markup import Button, Reply, clip, escape

SHOWN = 40  # lines
LONGEST_LINE = 100


def listing(kind: Kind, lines: Sequence[str], general: int, language: Language) -> Reply:
    """What the desk has added, the latest last; *general* is how many groups of synonyms come with the program."""
    texts = DESK[language]
    head = (texts.synonyms if kind == "synonyms" else texts.words).format(count=len(lines), general=general)
    shown = [_line(line) for line in lines[-SHOWN:]] or [texts.vocabulary_none]
    more = [texts.vocabulary_more.format(count=len(lines) - SHOWN)] if len(lines) > SHOWN else []
    buttons = [Button(texts.vocabulary_change, f"va:{kind}")]
    if kind == "words":
        buttons.append(Button(texts.words_find, "vf"))
    return Reply("\n".join([head, *more, *shown]), (tuple(buttons),))


def coinages(found: Sequence[tuple[str, int]], language: Language) -> str:
    """Words that the paper has and the dictionary lacks, with the number of articles they stand in."""
    words = "\n".join(f"<code>{escape(word)}</code> ×{count}" for word, count in found[:SHOWN])
    return DESK[language].words_found.format(words=words)


def confirm(change: Change, found: Effect, proposal: int, language: Language) -> Reply:
    """What would be changed, and what that does to the golden questions."""
    texts = DESK[language]
    lines = [texts.vocabulary_effect]
    lines += [texts.vocabulary_adds.format(line=_line(line)) for line in change.added[:SHOWN]]
    lines += [texts.vocabulary_drops.format(line=_line(line)) for line in change.dropped[:SHOWN]]
    left = max(0, len(change.added) - SHOWN) + max(0, len(change.dropped) - SHOWN)
    if left:
        lines.append(texts.vocabulary_more.format(count=left))
    lines += ["", *_effect(found, language)]
    save = texts.save_anyway if found.broken else texts.save
    return Reply("\n".join(lines), ((Button(save, f"vs:{proposal}"), Button(texts.no, f"vx:{proposal}")),))


def _effect(found: Effect, language: Language) -> list[str]:
    texts = DESK[language]
    if not found.count:
        return [texts.effect_no_golden]
    lines = [
        texts.effect_broken.format(
            question=_line(one.golden.question),
            wanted=wanted(one.golden, None, language),
            now=texts.golden_refusal if one.now is None else _line(one.now),
        )
        for one in found.broken[:SHOWN]
    ]
    lines += [texts.effect_mended.format(question=_line(one.question)) for one in found.mended[:SHOWN]]
    return lines or [texts.effect_none.format(count=found.count)]


def _line(line: str) -> str:
    return escape(clip(line, min(LONGEST_LINE, LONGEST_QUESTION)))
