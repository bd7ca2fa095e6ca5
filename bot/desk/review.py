"""What the paper could not answer, what readers found bad, and what is guarded: screens of the desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.desk.clusters import Cluster
from bot.desk.people import turn
from bot.desk.texts import DESK
from bot.texts import TEXTS, Language
from bot.trials.golden import Broken
from bot.words.markup import Button, Reply, clip, escape
from store.golden import Golden
from store.questions import Asked

PAGE = 8  # buttons of a list
WORDINGS, WORDS = 12, 12  # shown of a cluster
LONGEST_QUESTION, LONGEST_BUTTON, LONGEST_ANSWER = 200, 40, 100


def unanswered(found: Sequence[Cluster], page: int, language: Language) -> Reply:
    """Refused questions put together, most asked first, each cluster a button."""
    texts = DESK[language]
    if not found:
        return Reply(texts.unanswered_none)
    rows = []
    for one in found[page * PAGE : (page + 1) * PAGE]:
        words = texts.unanswered_times.format(
            count=len(one.questions), question=clip(one.leader.question, LONGEST_BUTTON)
        )
        rows.append((Button(words, f"uc:{one.leader.id}:{page}"),))
    text = texts.unanswered.format(count=sum(len(one.questions) for one in found), groups=len(found))
    return Reply(text, (*rows, *turn("ul", page, len(found), PAGE, language)))


def one_cluster(found: Cluster, page: int, language: Language) -> Reply:
    """How the questions of a cluster were worded, and which words the paper lacks."""
    texts = DESK[language]
    said = [
        f"· {escape(clip(question, LONGEST_QUESTION))}" + (f" ×{count}" if count > 1 else "")
        for question, count in found.wordings[:WORDINGS]
    ]
    lines = [texts.unanswered_one.format(count=len(found.questions), questions="\n".join(said))]
    if found.missing:
        words = TEXTS[language].comma.join(escape(clip(word, LONGEST_BUTTON)) for word in found.missing[:WORDS])
        lines += ["", texts.unanswered_missing.format(words=words)]
    number = found.leader.id
    return Reply(
        "\n".join(lines),
        (
            (Button(texts.keep_refusal, f"uk:{number}:{page}"), Button(texts.handled, f"uh:{number}:{page}")),
            (Button(texts.back, f"ul:{page}"),),
        ),
    )


def review(asked: Asked, answer: str | None, number: int, count: int, language: Language) -> Reply:
    """One answer that a reader found bad; *answer* is the figure that was given, *number* its place from 0."""
    texts = DESK[language]
    if answer is not None:
        was = texts.review_was.format(answer=escape(clip(answer, LONGEST_ANSWER)))
    else:
        was = texts.review_was_passage if asked.answered else texts.review_was_refusal
    text = texts.review.format(
        number=number + 1,
        count=count,
        question=escape(clip(asked.question, LONGEST_QUESTION)),
        said=texts.review_said.get(asked.verdict or "bad", ""),
        was=was,
    )
    keep = [Button(texts.keep_answer, f"rk:{asked.id}:{number}")] if asked.answered else []
    refuse = Button(texts.keep_refusal, f"rr:{asked.id}:{number}")
    return Reply(
        text,
        (
            (*keep, refuse),
            (Button(texts.keep_other, f"rw:{asked.id}"), Button(texts.handled, f"rh:{asked.id}:{number}")),
            *turn("rv", number, count, 1, language),
        ),
    )


def golden(kept: Sequence[Golden], lost: Mapping[int, Broken], page: int, language: Language) -> Reply:
    """The guarded questions, each a button; *lost* are those answered otherwise now, by number."""
    texts = DESK[language]
    if not kept:
        return Reply(texts.golden_none)
    rows = [
        (Button(f"{'✗' if one.id in lost else '✓'} {clip(one.question, LONGEST_BUTTON)}", f"gq:{one.id}:{page}"),)
        for one in kept[page * PAGE : (page + 1) * PAGE]
    ]
    text = texts.golden.format(count=len(kept), right=len(kept) - len(lost))
    return Reply(text, (*rows, *turn("gl", page, len(kept), PAGE, language)))


def one_golden(kept: Golden, lost: Broken | None, headline: str | None, page: int, language: Language) -> Reply:
    """A guarded question: what is wanted, what it gets now. *headline* is that of the article it wants."""
    texts = DESK[language]
    lines = [f"<b>{escape(clip(kept.question, LONGEST_QUESTION))}</b>", wanted(kept, headline, language)]
    if lost is None:
        lines.append(texts.golden_holds)
    else:
        now = texts.golden_refusal if lost.now is None else _answer(lost.now)
        lines.append(f"{texts.golden_broken}，{texts.golden_now.format(answer=now)}")
    return Reply(
        "\n".join(lines), ((Button(texts.golden_drop, f"gd:{kept.id}:{page}"), Button(texts.back, f"gl:{page}")),)
    )


def wanted(kept: Golden, headline: str | None, language: Language) -> str:
    """What a guarded question has to be answered with."""
    texts = DESK[language]
    if kept.answer is not None:
        return texts.golden_wanted.format(answer=_answer(kept.answer))
    if kept.article_id is None:
        return texts.golden_wanted.format(answer=texts.golden_refusal)
    return texts.golden_wants_passage.format(headline=_answer(headline or kept.article_id))


def _answer(text: str) -> str:
    return escape(clip(text, LONGEST_ANSWER))
