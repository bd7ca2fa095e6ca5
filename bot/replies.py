"""What the bot answers, put together from what was found: pure functions, tried without Telegram.

The words are in `bot.texts`; a sentence around a figure is made in `bot.wording`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.markup import Button, Reply, clip, escape, marked, pages, plain, units
from bot.texts import DEFAULT, LANGUAGES, TEXTS, Language, Texts
from bot.wording import date, exact, figure, shared_words, shown, statement
from retrieval.types import Answer, FactAnswer, Passage
from store.models import Article
from store.publishing import Change

__all__ = ["Button", "Reply", "answer", "article", "article_list", "passage", "plain"]

PAGE_UNITS = 3000  # of an article shown at once: about two screens of a phone
LONGEST_HEADLINE = 120  # units, in a message
LONGEST_BUTTON = 40
LONGEST_QUESTION = 200
LONGEST_NAME = 80
PASSAGE_UNITS = 1200  # a passage has 200 characters; more is another index's
UNSURE = 0.5  # confidence below which the reader is told so
LIST_PAGE = 8  # articles in a list


def answer(
    found: Answer,
    articles: Mapping[str, Article],
    *,
    language: Language = DEFAULT,
    reply_id: int | None = None,
    ask: str | None = None,
) -> Reply:
    """The message for *found*: a figure, a passage, or the plain word that the paper does not hold it.

    *articles* holds those of the passages, as far as they are still there. *reply_id* is what the buttons name; no
    buttons without it. *ask* is the question where the reader did not type it (a button), to be shown above.
    """
    texts = TEXTS[language]
    lines = []
    if ask is not None:
        lines.append(f"<i>{texts.asked.format(question=escape(shown(clip(ask, LONGEST_QUESTION), language)))}</i>")
    if found.resolved and found.resolved != found.question:
        resolved = escape(shown(clip(found.resolved, LONGEST_QUESTION), language))
        lines.append(f"<i>{texts.understood.format(question=resolved)}</i>")
    if found.answered and found.fact is not None:
        lines += _fact(found, found.fact, articles, language)
    elif found.answered and found.passages:
        lines.append(texts.passage if found.confidence >= UNSURE else texts.passage_unsure)
        lines += _quote(found, found.passages[0], articles, language)
    else:
        lines += _refusal(found, articles, language)
    return Reply("\n".join(lines), answer_buttons(found, reply_id, texts))


def answer_buttons(found: Answer, reply_id: int | None, texts: Texts) -> tuple[tuple[Button, ...], ...]:
    """原文 for the article of the answer, 下一条 for the passage after it."""
    if reply_id is None or not found.passages:
        return ()
    shown_first = _cited(found)
    row = [Button(texts.original, f"o:{reply_id}:{shown_first}:-")]
    if len(found.passages) > 1:
        row.append(Button(texts.next_passage, f"n:{reply_id}:{0 if shown_first else 1}"))
    return (tuple(row),)


def passage(
    found: Answer, number: int, articles: Mapping[str, Article], *, reply_id: int, language: Language = DEFAULT
) -> Reply:
    """Passage *number* (from 0) of an answer, in place of the answer. Raises IndexError if there is none."""
    texts, count = TEXTS[language], len(found.passages)
    lines = [texts.passage_number.format(number=number + 1, count=count)]
    lines += _quote(found, found.passages[number], articles, language)
    turn = []
    if number > 0:
        turn.append(Button(texts.previous_passage, f"n:{reply_id}:{number - 1}"))
    if number + 1 < count:
        turn.append(Button(texts.next_passage, f"n:{reply_id}:{number + 1}"))
    home = (
        Button(texts.original, f"o:{reply_id}:{number}:-"),
        Button(texts.back_to_answer, f"b:{reply_id}"),
    )
    return Reply("\n".join(lines), (tuple(turn), home) if turn else (home,))


def article(
    found: Article,
    page: int | None,
    *,
    language: Language = DEFAULT,
    data: str,
    back: Button | None = None,
    quoted: tuple[int, int] | None = None,
) -> Reply:
    """One page of an article, numbered from 0; None for the one that holds what is *quoted* (offsets into its body).

    *data* is the callback data of its page buttons with `{page}` in it; *back* the button that leads away.
    """
    texts = TEXTS[language]
    head = _article_head(found, language)
    # a body shown in another script may have another length, so the offsets count into the printed one
    parts = pages(found.body, PAGE_UNITS)
    if page is None:
        page = next((n for n, (start, end) in enumerate(parts) if quoted and start <= quoted[0] < end), 0)
    page = min(max(page, 0), len(parts) - 1)
    start, end = parts[page]
    spans = [] if quoted is None else [(quoted[0] - start, quoted[1] - start)]
    body = marked(found.body[start:end], spans, "u").strip("\n").replace("\n", "\n\n")
    lines = [*(head if page == 0 else head[:1]), "", shown(body, language)]
    if page == len(parts) - 1 and not found.complete:
        lines += ["", f"<i>{texts.incomplete}</i>"]
    if len(parts) > 1:
        lines += ["", f"<i>{texts.page_number.format(number=page + 1, count=len(parts))}</i>"]
    turn = []
    if page > 0:
        turn.append(Button(texts.previous_page, data.format(page=page - 1)))
    if page + 1 < len(parts):
        turn.append(Button(texts.next_page, data.format(page=page + 1)))
    keyboard = [tuple(turn)] if turn else []
    text = "\n".join(lines).strip()
    # a picture's caption may be read without a word in it, and no message may be empty
    shown_text = text if plain(Reply(text)).strip() else f"<i>{texts.incomplete}</i>"
    return Reply(shown_text, (*keyboard, (back,)) if back else tuple(keyboard))


def article_list(
    title: str, found: Sequence[Article], *, language: Language = DEFAULT, page: int = 0, more: bool = False, data: str
) -> Reply:
    """Headlines as buttons under *title* (HTML). *data* is the page buttons' callback data with `{page}` in it."""
    texts = TEXTS[language]
    rows = [(Button(_button_text(shown(one.headline, language)), f"a:{one.key}:0:{page}"),) for one in found]
    turn = []
    if page > 0:
        turn.append(Button(texts.previous_page, data.format(page=page - 1)))
    if more:
        turn.append(Button(texts.next_page, data.format(page=page + 1)))
    return Reply(title, (*rows, tuple(turn)) if turn else tuple(rows))


def start(
    count: int, dates: tuple[str, str] | None, examples: Sequence[str], *, reply_id: int, language: Language = DEFAULT
) -> Reply:
    """The first message: what is known, and questions to tap."""
    texts = TEXTS[language]
    if not count:
        return Reply(texts.start_empty)
    period = _period(dates, texts) if dates else None
    text = texts.start.format(count=count, period=period) if period else texts.start_undated.format(count=count)
    if examples:
        text += f"\n\n{texts.start_examples}"
    return Reply(text, question_buttons(examples, reply_id, language))


def question_buttons(questions: Sequence[str], reply_id: int, language: Language) -> tuple[tuple[Button, ...], ...]:
    """One button a question; a tap asks it."""
    return tuple(
        (Button(_button_text(shown(question, language)), f"q:{reply_id}:{number}"),)
        for number, question in enumerate(questions)
    )


def help_text(*, is_admin: bool, language: Language = DEFAULT) -> Reply:
    """How to use the bot."""
    texts = TEXTS[language]
    parts = [texts.help.format(original=texts.original, next_passage=texts.next_passage)]
    if is_admin:
        parts.append(texts.help_admin.format(publish=texts.publish))
    return Reply("\n\n".join(parts))


def settings(language: Language) -> Reply:
    """The language to choose."""
    rows = tuple((Button(("✓ " if one == language else "") + TEXTS[one].name, f"g:{one}"),) for one in LANGUAGES)
    return Reply(TEXTS[language].settings, rows)


def forget_question(language: Language) -> Reply:
    """Asks before everything is deleted."""
    texts = TEXTS[language]
    return Reply(texts.forget_ask, ((Button(texts.forget_yes, "f:1"), Button(texts.forget_no, "f:0")),))


def draft(
    draft_id: int,
    name: str,
    found: Sequence[Article],
    change: Change,
    warnings: Sequence[str],
    *,
    language: Language = DEFAULT,
) -> Reply:
    """What a document holds and what publishing it would change, with the two buttons that decide."""
    texts = TEXTS[language]
    head = texts.draft.format(name=escape(clip(name, LONGEST_NAME)), count=len(found))
    lines = [head]
    for one in found[:12]:
        mark = "" if one.complete else texts.draft_incomplete
        lines.append(f"· {escape(clip(one.headline, LONGEST_NAME))}{mark}")
    if len(found) > 12:
        lines.append(texts.draft_more.format(count=len(found) - 12))
    counts = {name: len(getattr(change, name)) for name in ("new", "changed", "unchanged", "gone")}
    lines += ["", texts.draft_changes.format(**counts)]
    if warnings:
        lines += ["", texts.draft_warnings]
        lines += [f"· {escape(clip(warning, LONGEST_QUESTION))}" for warning in warnings[:6]]
    lines += ["", texts.draft_decide]
    return Reply(
        "\n".join(lines), ((Button(texts.publish, f"d:{draft_id}:1"), Button(texts.discard, f"d:{draft_id}:0")),)
    )


def headline(found: Article, language: Language = DEFAULT) -> str:
    """The headline in 《》, unless it is a title in them already; escaped."""
    text = shown(clip(found.headline, LONGEST_HEADLINE), language)
    return escape(text if "《" in text else TEXTS[language].headline.format(headline=text))


def _fact(found: Answer, fact: FactAnswer, articles: Mapping[str, Article], language: Language) -> list[str]:
    """The figure, the sentence, the proof."""
    texts = TEXTS[language]
    said, written_out = figure(fact, texts), exact(fact, texts)
    first = f"<b>{escape(shown(clip(said, 400), language))}</b>"
    lines = [f"{first}（{escape(shown(written_out, language))}）" if written_out else first]
    lines.append(_sentence(found.resolved or found.question, fact, clip(said, 400), language))
    if fact.note:
        lines.append(escape(shown(clip(fact.note, LONGEST_QUESTION), language)))
    if found.confidence < UNSURE:
        lines.append(texts.unsure)
    return lines + _evidence(found, fact, articles, language)


def _sentence(question: str, fact: FactAnswer, said: str, language: Language) -> str:
    texts = TEXTS[language]
    made = statement(question, fact, said) if language != "en" else None
    if made is not None:
        return escape(shown(made, language))
    about = _about(fact)
    frames = {
        "date": texts.is_date,
        "place": texts.is_place,
        "org": texts.is_org,
        "title": texts.is_title,
        "list": texts.is_list,
    }
    frame = frames.get(fact.kind) or (texts.is_figure_of if about else texts.is_figure)
    return frame.format(figure=escape(shown(said, language)), about=escape(shown(about, language)))


def _period(dates: tuple[str, str], texts: Texts) -> str | None:
    """From when to when; one date alone where the last lies within the first, as a day does in its month."""
    first, last = dates
    return date(first if last.startswith(first) else f"{first}/{last}", texts)


def _about(fact: FactAnswer) -> str:
    """Whose figure it is and what it measures; "" where neither is known."""
    subject, measure = fact.subject.strip(), fact.measure.strip()
    if not subject or not measure or subject in measure:
        return clip(measure or subject, LONGEST_NAME)
    return clip(subject if measure in subject else f"{subject}{measure}", LONGEST_NAME)


def _evidence(found: Answer, fact: FactAnswer, articles: Mapping[str, Article], language: Language) -> list[str]:
    """The passage with the figure in bold; the evidence alone where no passage holds it."""
    number = _cited(found)
    cited = found.passages[number] if number < len(found.passages) else None
    if cited is None or fact.evidence not in cited.text:
        text, article_id, title, at = fact.evidence, fact.article_id, "", 0
    else:
        text, article_id, title = cited.text, cited.article_id, cited.title
        at = text.find(fact.evidence)
    inside = fact.evidence.find(fact.text)
    span = (at + inside, at + inside + len(fact.text)) if inside >= 0 else (at, at + len(fact.evidence))
    return [_blockquote(text, [span], language), *_source(article_id, title, None, articles, language)]


def _quote(found: Answer, cited: Passage, articles: Mapping[str, Article], language: Language) -> list[str]:
    """A passage with the words of the question in bold."""
    spans = shared_words(found.resolved or found.question, cited.text)
    return [
        _blockquote(cited.text, spans[:30], language),
        *_source(cited.article_id, cited.title, cited.date, articles, language),
    ]


def _refusal(found: Answer, articles: Mapping[str, Article], language: Language) -> list[str]:
    texts = TEXTS[language]
    lines = [texts.refusal]
    # 今天天气 is missing: that 今天 and 天气 are goes without saying
    whole = [word for word in found.missing if not any(word != other and word in other for other in found.missing)]
    if whole:
        words = [texts.in_quotes.format(word=escape(shown(clip(word, LONGEST_BUTTON), language))) for word in whole[:4]]
        lines.append(texts.refusal_missing.format(words=texts.comma.join(words)))
    if found.passages:
        lines.append(texts.refusal_nearest)
        lines += _quote(found, found.passages[0], articles, language)
    return lines


def _blockquote(text: str, spans: Sequence[tuple[int, int]], language: Language) -> str:
    # the spans count into the printed text, so it is converted after they are marked; tags hold no Chinese
    kept = text if units(text) <= PASSAGE_UNITS else text[: PASSAGE_UNITS // 2]
    return f"<blockquote expandable>{shown(marked(kept.strip(), spans), language)}</blockquote>"


def _source(
    article_id: str, title: str, iso: str | None, articles: Mapping[str, Article], language: Language
) -> list[str]:
    """《headline》 · date · source: one line, or none where nothing is known."""
    texts, found = TEXTS[language], articles.get(article_id)
    found = found or Article(article_id, title, (), date=iso)
    parts = [headline(found, language)] if found.headline else []
    if found.date and (day := date(found.date, texts)):
        parts.append(day)
    if name := _readable_name(found.source):
        parts.append(escape(shown(name, language)))
    return [" · ".join(parts)] if parts else []


def _readable_name(source: str) -> str | None:
    """A file's name where it tells a reader something; a number or a checksum does not."""
    stem = source.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return clip(stem, LONGEST_BUTTON) if any("\u4e00" <= char <= "\u9fff" for char in stem) else None


def _cited(found: Answer) -> int:
    """The number of the passage that proves the answer; 0 where none is better."""
    fact = found.fact
    if fact is None:
        return 0
    same = [n for n, one in enumerate(found.passages) if one.article_id == fact.article_id]
    return next((n for n in same if fact.evidence in found.passages[n].text), same[0] if same else 0)


def _article_head(found: Article, language: Language) -> list[str]:
    """Headline first (later pages show it alone), then subtitle, bylines and date."""
    texts = TEXTS[language]
    lines = [f"<b>{escape(shown(clip(found.headline, LONGEST_HEADLINE * 2), language))}</b>"]
    for part in (found.kicker, found.subtitle):
        if part:
            lines.append(f"<i>{escape(shown(clip(part, LONGEST_HEADLINE), language))}</i>")
    by = []
    if found.reporters:
        by.append(texts.reporters.format(names=escape(clip(" ".join(found.reporters), LONGEST_NAME))))
    if found.correspondents:
        by.append(texts.correspondents.format(names=escape(clip(" ".join(found.correspondents), LONGEST_NAME))))
    if found.date and (day := date(found.date, texts)):
        by.append(day)
    if by:
        lines.append(" · ".join(by))
    return lines


def _button_text(text: str) -> str:
    return clip(text, LONGEST_BUTTON) or "…"
