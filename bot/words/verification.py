"""An answer looked up again: what it stands on, and whether the same question still gives the same message."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.texts import TEXTS, Language
from bot.words import replies
from bot.words.markup import Button, Reply, escape
from bot.words.records import Kept, digest_of
from bot.words.wording import figure, shown
from retrieval.types import Answer, Passage
from store.models import Article

SHOWN = 5  # passages


@dataclass(frozen=True, slots=True)
class Again:
    """What a question finds now."""

    answer: Answer
    articles: Mapping[str, Article]  # those that either answer cites
    generation: int  # of the store


def verified(kept: Kept, again: Again, *, reply_id: int, language: Language, username: str, back: bool) -> Reply:
    """The report on an answer that has a proof; with *back*, a button that leads to the answer again."""
    assert kept.answer is not None
    assert kept.proof is not None
    texts, proof, found = TEXTS[language], kept.proof, kept.answer
    view = replies.View(again.articles, language, username)
    lines = [texts.verify_head.format(id=reply_id)]
    asked = found.resolved or found.question
    lines.append(texts.verify_question.format(question=view.print(asked, replies.LONGEST_QUESTION)))
    if proof.context is not None and found.resolved:
        before = view.print(proof.context.question, replies.LONGEST_QUESTION)
        lines.append(texts.verify_followed.format(question=before))
    lines.append(texts.verify_generation.format(generation=proof.generation))
    lines += _basis(found, view)
    message = replies.answer(
        again.answer,
        again.articles,
        language=proof.language,
        username=username,
        ask=again.answer.question if kept.asked_by_button else None,
        short=proof.short,
    )
    is_same, is_updated = digest_of(message) == proof.digest, again.generation != proof.generation
    lines.append("")
    if is_same:
        lines.append((texts.verify_still if is_updated else texts.verify_same).format(generation=again.generation))
    else:
        said = texts.verify_updated if is_updated else texts.verify_differs
        lines += [said.format(generation=again.generation), "", message.html]
    home = ((Button(texts.back_to_answer, f"b:{reply_id}"),),) if back else ()
    return Reply("\n".join(lines), home)


def _basis(found: Answer, view: replies.View) -> list[str]:
    """The figure with its place, or the passages with theirs: counted in characters of the article, from 1."""
    fact = found.fact
    if found.answered and fact is not None:
        holding = [one for one in found.passages if one.article_id == fact.article_id and fact.evidence in one.text]
        if holding:
            inside = fact.evidence.find(fact.text)  # nowhere where it was worked out
            start = holding[0].start + holding[0].text.find(fact.evidence) + max(0, inside)
            length = len(fact.text if inside >= 0 else fact.evidence)
            said = escape(shown(figure(fact, view.texts), view.language)[: replies.LONGEST_NAME])
            place = {"headline": _name(holding[0], view), "start": start + 1, "end": start + length}
            return [view.texts.verify_fact.format(figure=said, **place)]
    named = [
        view.texts.verify_passage.format(headline=_name(one, view), start=one.start + 1, end=one.end)
        for one in found.passages[:SHOWN]
    ]
    return [view.texts.verify_passages, *named] if named else []


def _name(cited: Passage, view: replies.View) -> str:
    found = view.articles.get(cited.article_id) or Article(cited.article_id, cited.title, ())
    return replies.headline(found, view.language)
