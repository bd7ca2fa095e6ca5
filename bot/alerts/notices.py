"""What the bot tells unasked: alerts, why they came, and answers that it takes back. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.alerts import corrections, matching
from bot.alerts.corrections import Correction
from bot.alerts.rule_wording import describe, figure_text
from bot.alerts.rules import Rule, unpack
from bot.texts import DEFAULT, TEXTS, Language
from bot.words.markup import Button, Reply, clip, escape, plain, units
from bot.words.replies import LONGEST_HEADLINE, LONGEST_QUESTION, headline
from bot.words.wording import date, shown
from store.models import Article
from store.parcels import AnswerChange, Item

LISTED_UNITS = 3500  # of a list of articles in a message that says nothing else: some fifty headlines
MOST_REASONS = 5  # rules in the answer to why
MOST_WHOLE = 3  # answers that are taken back with their sentences; more of them in a line each
MOST_ANSWERS = 20  # in one message
LONGEST_LINE = 60  # of a question then
LONGEST_SENTENCE = 300
LONGEST_FIGURE = 60


def alert(
    items: Sequence[Item],
    parcel: int,
    *,
    answers: Sequence[AnswerChange] = (),
    language: Language = DEFAULT,
    username: str | None = None,
) -> Reply:
    """The message that tells of new articles and of *answers* that they made untrue.

    *parcel* is what its buttons name, *username* the bot's, for links.
    """
    texts = TEXTS[language]
    parts = list(_answers(answers, language, username))
    known = {one.article.key for one in answers[:MOST_ANSWERS] if one.article is not None}
    if news := [item for item in items if item.article.key not in known]:
        room = LISTED_UNITS - sum(units(plain(Reply(part))) for part in parts)
        parts.append("\n".join(_news(news, language, username, room)))
    told = [item.article.key for item in items] + [one.article.key for one in answers if one.article is not None]
    why = Button(texts.why, f"y:{parcel}")
    row = (Button(texts.original, f"r:{parcel}:{told[0]}:0"), why) if len(set(told)) == 1 else (why,)
    return Reply("\n\n".join(parts), (row,))


def why(
    items: Sequence[Item], parcel: int, *, answers: Sequence[AnswerChange] = (), language: Language = DEFAULT
) -> Reply:
    """Which rules brought an alert, each with the sentence that met it; which questions were asked before."""
    texts = TEXTS[language]
    lines = [texts.why_answer.format(question=_question(corrections.unpack(one.content))) for one in answers]
    told: set[int] = set()
    for item in items:
        for one in item.subscriptions:
            if one.id in told or len(told) == MOST_REASONS:
                continue
            told.add(one.id)
            rule = unpack(one.rule)
            lines.append(texts.why_rule.format(rule=describe(rule, language)))
            lines.append(headline(item.article, language))
            if quote := _quote(rule, item.article, language):
                lines += [texts.why_sentence, quote]
    back = (Button(texts.back_to_alert, f"v:{parcel}"),)
    stop = ((Button(texts.no_corrections, "p:corrections:0"),),) if answers else ()
    return Reply("\n".join(lines), (*stop, back))


def _news(items: Sequence[Item], language: Language, username: str | None, room: int) -> Iterator[str]:
    """One article with its sentence, or a list of as many as there is *room* for, in units."""
    texts = TEXTS[language]
    if len(items) == 1:
        (item,) = items
        yield texts.alert_corrected if item.corrected else texts.alert
        yield _line(item.article, language, username)
        if figure := _figure(item):
            yield texts.alert_figure.format(figure=figure)
        yield from _sentence(item, language)
        return
    yield texts.alert_many.format(count=len(items))
    for number, item in enumerate(items):
        mark = texts.alert_changed if item.corrected else ""
        figure = _figure(item)
        line = f"· {_line(item.article, language, username)}{f' · {figure}' if figure else ''}{mark}"
        room -= units(plain(Reply(line))) + 1
        if room < 0:
            yield texts.alert_more.format(count=len(items) - number)
            return
        yield line


def _answers(answers: Sequence[AnswerChange], language: Language, username: str | None) -> Iterator[str]:
    if len(answers) <= MOST_WHOLE:
        yield from (_answer(one, language, username) for one in answers)
        return
    texts = TEXTS[language]
    lines = [texts.answers_changed.format(count=len(answers))]
    for one in answers[:MOST_ANSWERS]:
        told = corrections.unpack(one.content)
        now = texts.answer_gone if one.article is None else told.now or texts.answer_unsaid
        before, now = (escape(clip(words, LONGEST_FIGURE)) for words in (told.before, now))
        lines.append(f"· {escape(clip(told.question, LONGEST_LINE))} {before} → {now}")
    if len(answers) > MOST_ANSWERS:
        lines.append(texts.answers_more.format(count=len(answers) - MOST_ANSWERS))
    yield "\n".join(lines)


def _answer(change: AnswerChange, language: Language, username: str | None) -> str:
    """An answer that is taken back, and what is so now."""
    texts, told = TEXTS[language], corrections.unpack(change.content)
    lines = [
        texts.answer_changed.format(question=_question(told)),
        texts.answer_before.format(figure=escape(clip(told.before, LONGEST_FIGURE))),
    ]
    if change.article is None:
        return "\n".join([*lines, texts.answer_gone])
    if told.now is not None:
        lines.append(texts.answer_now.format(figure=escape(clip(told.now, LONGEST_FIGURE))))
    elif told.sentence is None:
        lines.append(texts.answer_unsaid)
    if told.sentence is not None:
        lines.append(f"<blockquote>{escape(shown(clip(told.sentence, LONGEST_SENTENCE), language))}</blockquote>")
    return "\n".join([*lines, _line(change.article, language, username)])


def _question(told: Correction) -> str:
    return escape(clip(told.question, LONGEST_QUESTION))


def _line(article: Article, language: Language, username: str | None) -> str:
    """The headline, a link where that is possible, and the date."""
    title = headline(article, language) if clip(article.headline, LONGEST_HEADLINE) else "…"
    if username is not None:
        title = f'<a href="https://t.me/{username}?start=a_{article.key}">{title}</a>'
    day = date(article.date, TEXTS[language]) if article.date else None
    return f"{title} · {day}" if day else title


def _figure(item: Item) -> str | None:
    """The figure that a reader waits for, as the article prints it."""
    facts = (matching.figure(unpack(one.rule), item.article) for one in item.subscriptions)
    return next((escape(clip(figure_text(fact), LONGEST_FIGURE)) for fact in facts if fact), None)


def _sentence(item: Item, language: Language) -> list[str]:
    """The sentence that met the first rule that names words; before all, the one with the figure waited for."""
    rules = sorted((unpack(one.rule) for one in item.subscriptions), key=lambda rule: rule.kind != "figure")
    quotes = (_quote(rule, item.article, language) for rule in rules)
    return next(([quote] for quote in quotes if quote), [])


def _quote(rule: Rule, article: Article, language: Language) -> str:
    span = matching.reason(rule, article)
    if span is None:
        return ""
    text = shown(clip(article.body[slice(*span)], LONGEST_SENTENCE), language)
    return f"<blockquote>{escape(text)}</blockquote>"
