"""What the bot answers, put together from what was found: pure functions, tried without Telegram.

The words are in `bot.texts`; a sentence around a figure is made in `wording` beside this; what is no answer (the first
message, lists, articles) is in `screens`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.texts import DEFAULT, TEXTS, Language, Texts
from bot.words.keyboards import NOTHING_BELOW, Below, buttons, cited_in
from bot.words.markup import Button, Reply, clip, escape, marked, plain, units
from bot.words.wording import date, exact, figure, page, shared_words, shown, statement
from retrieval.types import Answer, FactAnswer, Passage
from store.models import Article

__all__ = [
    "Button",
    "Card",
    "Reply",
    "answer",
    "cards",
    "headline",
    "named_in",
    "passage",
    "plain",
    "written",
]

LONGEST_HEADLINE = 120  # units, in a message
LONGEST_QUESTION = 200
LONGEST_FIGURE = 400
LONGEST_NAME = 80
LONGEST_WORD = 40
FIGURES = ("number", "money", "percent", "duration", "range", "rank")
LONGEST_CLAUSE = 60  # of the paper, said as a sentence
NAMED = 3  # missing words that a refusal names
PASSAGE_UNITS = 1200  # a passage has 200 characters; more is another index's
MARKED_WORDS = 30  # in a passage; Telegram drops the marks after the hundredth
UNSURE = 0.5  # confidence below which the reader is told so
DAY_AND_PAGE = re.compile(
    r"第?[0-9A-Da-d一二三四五六七八九十]{1,4}版|[0-9]{1,4}[年月日期]"
)  # said of the article itself


@dataclass(frozen=True, slots=True)
class View:
    """How an answer is shown: with which articles, in which language, in whose chat."""

    articles: Mapping[str, Article]
    language: Language
    username: str | None = None  # the bot's, for links that open an article in its chat
    short: bool = False  # the printed passage is left out where there is a figure

    @property
    def texts(self) -> Texts:
        """The sentences."""
        return TEXTS[self.language]

    def print(self, text: str, limit: int) -> str:
        """Text of the paper or of the reader: cut, in the script of the language, escaped."""
        return escape(shown(clip(text, limit), self.language))


@dataclass(frozen=True, slots=True)
class Card:
    """One result of an inline query: what the list shows, and the message that choosing it sends."""

    title: str
    description: str
    reply: Reply


def answer(
    found: Answer,
    articles: Mapping[str, Article],
    *,
    language: Language = DEFAULT,
    reply_id: int | None = None,
    username: str | None = None,
    ask: str | None = None,
    short: bool = False,
    below: Below = NOTHING_BELOW,
) -> Reply:
    """The message for *found*: what is `written`, with `buttons` that name *reply_id*; without it no buttons."""
    text = written(found, articles, language=language, username=username, ask=ask, short=short)
    return Reply(text, () if reply_id is None else buttons(found, reply_id, language=language, below=below))


def written(
    found: Answer,
    articles: Mapping[str, Article],
    *,
    language: Language = DEFAULT,
    username: str | None = None,
    ask: str | None = None,
    short: bool = False,
) -> str:
    """The text for *found*: a figure, a passage, or the plain word that the paper does not hold it.

    *articles* holds those of the passages, as far as they are still there. With the bot's *username*, the source is a
    link to the article. *ask* is the question where the reader did not type it (a button), to be shown above. *short*
    leaves the printed passage out.
    """
    view = View(articles, language, username, short)
    lines = []
    if ask is not None:
        lines.append(f"<i>{view.texts.asked.format(question=view.print(ask, LONGEST_QUESTION))}</i>")
    if found.answered and found.fact is not None:
        lines += _fact(found, found.fact, view)
    elif found.answered and found.passages:
        lines += _understood(found, view)
        lines.append(view.texts.passage if found.confidence >= UNSURE else view.texts.passage_unsure)
        lines += _quote(found, found.passages[0], view)
    else:
        lines += _understood(found, view)
        lines += _refusal(found, view)
    return "\n".join(lines)


def named_in(found: Answer) -> set[str]:
    """The ids of the articles that `written` names."""
    named = {found.passages[number].article_id for number in {0, cited_in(found)} if number < len(found.passages)}
    fact = found.fact
    return named if fact is None else named | {fact.article_id, *(one.article_id for one in fact.others)}


def passage(
    found: Answer,
    number: int,
    articles: Mapping[str, Article],
    *,
    reply_id: int,
    language: Language = DEFAULT,
    username: str | None = None,
) -> Reply:
    """Passage *number* (from 0) of an answer, in place of the answer. Raises IndexError if there is none."""
    view, count = View(articles, language, username), len(found.passages)
    texts = view.texts
    lines = [texts.passage_number.format(number=number + 1, count=count), *_quote(found, found.passages[number], view)]
    turn = []
    if number > 0:
        turn.append(Button(texts.previous_passage, f"n:{reply_id}:{number - 1}"))
    if number + 1 < count:
        turn.append(Button(texts.next_passage, f"n:{reply_id}:{number + 1}"))
    home = (Button(texts.original, f"o:{reply_id}:{number}:-"), Button(texts.back_to_answer, f"b:{reply_id}"))
    return Reply("\n".join(lines), (tuple(turn), home) if turn else (home,))


def cards(
    found: Answer, articles: Mapping[str, Article], *, language: Language = DEFAULT, username: str | None = None
) -> list[Card]:
    """What an inline query finds: the answer, then the passages; for a refusal the refusal alone."""
    view = View(articles, language, username)
    if not found.answered:
        reply = answer(found, articles, language=language, username=username)
        return [Card(view.texts.inline_nothing, view.texts.inline_nothing_hint, reply)]
    made = []
    if found.fact is not None:
        said = clip(shown(figure(found.fact, view.texts), language), LONGEST_NAME) or view.texts.original
        proof = clip(shown(found.fact.evidence, language), LONGEST_QUESTION)
        made.append(Card(said, proof, answer(found, articles, language=language, username=username)))
    for cited in found.passages:
        reply = Reply("\n".join([view.texts.passage, *_quote(found, cited, view)]))
        title = clip(shown(cited.title, language), LONGEST_NAME) or view.texts.original
        made.append(Card(title, clip(shown(cited.text, language), LONGEST_QUESTION), reply))
    return made


def headline(found: Article, language: Language = DEFAULT) -> str:
    """The headline in 《》, unless it is a title in them already; escaped."""
    text = shown(clip(found.headline, LONGEST_HEADLINE), language)
    return escape(text if "《" in text else TEXTS[language].headline.format(headline=text))


def _fact(found: Answer, fact: FactAnswer, view: View) -> list[str]:
    """The figure, the sentence, the proof."""
    said, written_out = figure(fact, view.texts), exact(fact, view.texts)
    first = f"<b>{view.print(said, LONGEST_FIGURE)}</b>"
    lines = [f"{first}（{view.print(written_out, LONGEST_NAME)}）" if written_out else first]
    lines += _sentence(found, fact, clip(said, LONGEST_FIGURE), view)
    if fact.note:
        lines.append(view.print(fact.note, LONGEST_QUESTION))
    if found.confidence < UNSURE:
        lines.append(view.texts.unsure)
    return [*lines, *_evidence(found, fact, view), *_disagreement(fact, said, view)]


def _understood(found: Answer, view: View) -> list[str]:
    """The question as it was understood, where that is not how it was typed."""
    if not found.resolved or found.resolved == found.question:
        return []
    return [f"<i>{view.texts.understood.format(question=view.print(found.resolved, LONGEST_QUESTION))}</i>"]


def _sentence(found: Answer, fact: FactAnswer, said: str, view: View) -> list[str]:
    """The question turned into its answer, which shows how it was understood; else a plain frame."""
    made = statement(found.resolved or found.question, fact, said) if view.language != "en" else None
    if made is not None:
        return [escape(shown(made, view.language))]
    about, texts = _about(fact), view.texts
    clause = fact.evidence.strip("，,；;。. ")
    if fact.kind in FIGURES and fact.note is None and len(fact.text) < len(clause) <= LONGEST_CLAUSE:
        # the paper's own words read better than any frame around a figure
        return [texts.printed.format(text=view.print(clause, LONGEST_CLAUSE)), *_understood(found, view)]
    frames = {
        "date": texts.is_date,
        "place": texts.is_place,
        "org": texts.is_org,
        "title": texts.is_title,
        "list": texts.is_list,
    }
    frame = frames.get(fact.kind) or (texts.is_figure_of if about else texts.is_figure)
    framed = frame.format(figure=view.print(said, LONGEST_FIGURE), about=view.print(about, LONGEST_NAME))
    return [framed, *_understood(found, view)]


def _about(fact: FactAnswer) -> str:
    """Whose figure it is and what it measures; "" where neither is known."""
    subject, measure = fact.subject.strip(), fact.measure.strip()
    if not subject or not measure or subject in measure:
        return measure or subject
    return subject if measure in subject else f"{subject}{measure}"


def _evidence(found: Answer, fact: FactAnswer, view: View) -> list[str]:
    """The passage with the figure in bold; the evidence alone where no passage holds it."""
    number = cited_in(found)
    cited = found.passages[number] if number < len(found.passages) else None
    if cited is None or fact.evidence not in cited.text:
        text, article_id, title, at = fact.evidence, fact.article_id, "", 0
    else:
        text, article_id, title = cited.text, cited.article_id, cited.title
        at = text.find(fact.evidence)
    inside = fact.evidence.find(fact.text)
    span = (at + inside, at + inside + len(fact.text)) if inside >= 0 else (at, at + len(fact.evidence))
    quote = [] if view.short else [_blockquote(text, [span], view)]
    return [*quote, *_source(article_id, title, None, view)]


def _disagreement(fact: FactAnswer, said: str, view: View) -> list[str]:
    """What each article tells where they tell different things, the newest first, and how the others differ."""
    if not fact.others:
        return []
    texts, own = view.texts, view.articles.get(fact.article_id)
    reasons = {
        "earlier": texts.differs_earlier,
        "later": texts.differs_later,
        "period": texts.differs_period,
        "scope": texts.differs_scope,
        "contradiction": texts.differs_contradiction,
    }
    title, day = (own.headline, own.date) if own else ("", None)
    rows = [(day, fact.article_id, title, said, "")]
    rows += [(one.date, one.article_id, one.title, one.text, reasons[one.why]) for one in fact.others]
    lines = ["", texts.differs]
    for day, article_id, title, told, why in sorted(rows, key=lambda row: row[0] or "", reverse=True):
        source = " · ".join(_source(article_id, title, day, view))
        row = texts.differs_row.format(figure=view.print(told, LONGEST_NAME), source=source)
        lines.append(row + texts.differs_why.format(why=why) if why else row)
    return lines


def _quote(found: Answer, cited: Passage, view: View) -> list[str]:
    """A passage with the words of the question in bold."""
    spans = shared_words(found.resolved or found.question, cited.text)[:MARKED_WORDS]
    return [_blockquote(cited.text, spans, view), *_source(cited.article_id, cited.title, cited.date, view)]


def _refusal(found: Answer, view: View) -> list[str]:
    texts = view.texts
    lines = [texts.refusal]
    # 注册资本 is missing: that 注册 is goes without saying
    whole = [word for word in found.missing if not any(word != other and word in other for other in found.missing)]
    if whole:
        words = [texts.in_quotes.format(word=view.print(word, LONGEST_WORD)) for word in whole[:NAMED]]
        lines.append(texts.refusal_missing.format(words=texts.comma.join(words)))
    if found.passages:
        lines.append(texts.refusal_nearest)
        lines += _quote(found, found.passages[0], view)
    return lines


def _blockquote(text: str, spans: Sequence[tuple[int, int]], view: View) -> str:
    # the spans count into the printed text, so it is converted after they are marked; tags hold no Chinese
    kept = text if units(text) <= PASSAGE_UNITS else text[: PASSAGE_UNITS // 2]
    return f"<blockquote expandable>{shown(marked(kept.rstrip(), spans), view.language)}</blockquote>"


def _source(article_id: str, title: str, iso: str | None, view: View) -> list[str]:
    """《headline》 · page · date · source: one line, or none where nothing is known."""
    found = view.articles.get(article_id) or Article(article_id, title, (), date=iso)
    parts = []
    if clip(found.headline, LONGEST_HEADLINE):
        text = headline(found, view.language)
        linked = view.username is not None and found.key > 0
        parts.append(f'<a href="https://t.me/{view.username}?start=a_{found.key}">{text}</a>' if linked else text)
    if found.page:
        parts.append(view.print(page(found.page, view.texts), LONGEST_WORD))
    if found.date and (day := date(found.date, view.texts)):
        parts.append(day)
    if name := readable_name(found.source):
        parts.append(view.print(name, LONGEST_WORD))
    return [" · ".join(parts)] if parts else []


def readable_name(source: str) -> str | None:
    """A file's name where it tells a reader something; a number, a checksum, or the day and page alone do not."""
    stem = source.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    telling = DAY_AND_PAGE.sub("", stem)
    return stem if any("\u4e00" <= char <= "\u9fff" for char in telling) else None
