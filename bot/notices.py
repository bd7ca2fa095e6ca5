"""What the bot tells unasked, and how readers say what they want to be told: alerts, subscriptions. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence

from bot import alerts
from bot.alerts import Rule
from bot.markup import Button, Reply, clip, escape, plain
from bot.replies import LONGEST_HEADLINE, LONGEST_QUESTION, LONGEST_WORD, headline, readable_name
from bot.texts import DEFAULT, TEXTS, Language, Texts
from bot.timing import Timing
from bot.wording import date, shown
from store.models import Article
from store.outbox import Item
from store.subscriptions import Subscription

MOST_LISTED = 20  # articles in one message
MOST_SOURCES = 4  # offered as buttons
MOST_REASONS = 5  # rules in the answer to why
LONGEST_BUTTON = 40
LONGEST_SENTENCE = 300
LONGEST_TOAST = 190
WANTED, UNWANTED = "✓ ", "✗ "

HOURS = (8, 18)  # of the one message a day
NIGHT = (22, 7)
MOSTS = (3, 10)  # messages a day
AT_ONCE = 24  # no hour


def alert(items: Sequence[Item], parcel: int, *, language: Language = DEFAULT, username: str | None = None) -> Reply:
    """The message that tells of new articles; *parcel* is what its buttons name, *username* the bot's, for links."""
    texts = TEXTS[language]
    why = Button(texts.why, f"y:{parcel}")
    if len(items) == 1:
        (item,) = items
        lines = [texts.alert_corrected if item.corrected else texts.alert, _line(item.article, language, username)]
        lines += _sentence(item, language)
        return Reply("\n".join(lines), ((Button(texts.original, f"r:{parcel}:{item.article.key}:0"), why),))
    lines = [texts.alert_many.format(count=len(items))]
    for item in items[:MOST_LISTED]:
        mark = texts.alert_changed if item.corrected else ""
        lines.append(f"· {_line(item.article, language, username)}{mark}")
    if len(items) > MOST_LISTED:
        lines.append(texts.alert_more.format(count=len(items) - MOST_LISTED))
    return Reply("\n".join(lines), ((why,),))


def why(items: Sequence[Item], parcel: int, *, language: Language = DEFAULT) -> Reply:
    """Which rules brought an alert, each with the sentence that met it."""
    texts = TEXTS[language]
    lines: list[str] = []
    told: set[int] = set()
    for item in items:
        for one in item.subscriptions:
            if one.id in told or len(told) == MOST_REASONS:
                continue
            told.add(one.id)
            rule = alerts.unpack(one.rule)
            lines.append(texts.why_rule.format(rule=describe(rule, language)))
            lines.append(headline(item.article, language))
            if quote := _quote(rule, item.article, language):
                lines += [texts.why_sentence, quote]
    return Reply("\n".join(lines), ((Button(texts.back_to_alert, f"v:{parcel}"),),))


def subscribe(language: Language, printed: Sequence[Article] = ()) -> Reply:
    """How to subscribe; the sources of the articles *printed* can be tapped."""
    texts = TEXTS[language]
    names = {readable_name(article.source): article.key for article in printed}
    rows = [
        (Button(clip(texts.rule_source.format(name=name), LONGEST_BUTTON), f"s:d:{key}"),)
        for name, key in names.items()
        if name is not None
    ]
    return Reply(texts.subscribe, ((Button(texts.subscribe_all, "s:a"),), *rows[:MOST_SOURCES]))


def subscribed(made: Subscription, language: Language) -> Reply:
    """What was just subscribed to, with the buttons that change it."""
    texts, rule = TEXTS[language], alerts.unpack(made.rule)
    text = texts.subscribed_all if rule.kind == "all" else texts.subscribed.format(rule=describe(rule, language))
    return Reply(text, subscription(made, language).keyboard)


def toast(reply: Reply) -> str:
    """The words of *reply* where no message is sent for them."""
    return clip(plain(reply), LONGEST_TOAST)


def subscription(one: Subscription, language: Language) -> Reply:
    """One subscription and what can be done with it."""
    texts, rule = TEXTS[language], alerts.unpack(one.rule)
    rows: list[tuple[Button, ...]] = []
    if rule.kind == "words":
        marks = [*((WANTED, word) for word in rule.words), *((UNWANTED, word) for word in rule.without)]
        words = [Button(mark + word, f"s:w:{one.id}:{number}") for number, (mark, word) in enumerate(marks)]
        if len(words) > 1:
            rows += [tuple(words[at : at + 4]) for at in range(0, len(words), 4)]
        if len(rule.words) > 1:
            rows.append((Button(texts.every_word if rule.needed == 1 else texts.any_word, f"s:m:{one.id}"),))
    rows.append(
        (
            Button(texts.resume if one.paused else texts.pause, f"s:p:{one.id}"),
            Button(texts.unsubscribe, f"s:x:{one.id}"),
        )
    )
    rows.append((Button(texts.back_to_list, "s:l"), Button(texts.timing_button, "s:t")))
    return Reply(texts.why_rule.format(rule=describe(rule, language)) + _paused(one, texts), tuple(rows))


def subscriptions(held: Sequence[Subscription], language: Language) -> Reply:
    """All that a chat subscribed to."""
    texts = TEXTS[language]
    if not held:
        return Reply(texts.subscriptions_none)
    rows = [(Button(_name(one, language), f"s:e:{one.id}"),) for one in held]
    foot = (Button(texts.timing_button, "s:t"), Button(texts.unsubscribe_all, "s:z"))
    return Reply(texts.subscriptions.format(count=len(held)), (*rows, foot))


def timing(how: Timing, language: Language) -> Reply:
    """When a chat wants to be told, to choose."""
    texts = TEXTS[language]

    def choice(text: str, data: str, *, chosen: bool) -> Button:
        return Button((WANTED if chosen else "") + text, data)

    is_weekly = how.weekday is not None
    hours = [choice(texts.at_once, f"s:h:{AT_ONCE}", chosen=how.daily is None)]
    for hour in HOURS:
        chosen = how.daily == hour and not is_weekly
        hours.append(choice(texts.daily.format(hour=hour), f"s:h:{hour}", chosen=chosen))
    weekly = choice(texts.weekly.format(hour=HOURS[0]), "s:k", chosen=is_weekly)
    start, end = how.quiet or NIGHT
    night = choice(texts.quiet.format(start=start, end=end), "s:n", chosen=how.quiet is not None)
    counts = [choice(texts.no_most, "s:c:0", chosen=how.most is None)]
    counts += [choice(texts.most.format(count=most), f"s:c:{most}", chosen=how.most == most) for most in MOSTS]
    back = Button(texts.back_to_list, "s:l")
    return Reply(texts.timing, (tuple(hours), (weekly,), (night,), tuple(counts), (back,)))


def describe(rule: Rule, language: Language) -> str:
    """*rule* in words, escaped."""
    texts = TEXTS[language]
    match rule.kind:
        case "all":
            return texts.rule_all
        case "question":
            return texts.rule_question.format(question=escape(clip(rule.text, LONGEST_QUESTION)))
        case "source":
            name = readable_name(rule.text) or rule.text
            return texts.rule_source.format(name=escape(clip(name, LONGEST_QUESTION)))
        case "words":
            link = texts.rule_or if rule.needed == 1 and len(rule.words) > 1 else texts.rule_and
            text = texts.rule_words.format(words=link.join(_words(rule.words, texts)))
            without = texts.rule_or.join(_words(rule.without, texts))
            return text + texts.rule_without.format(words=without) if without else text


def _words(words: Sequence[str], texts: Texts) -> list[str]:
    return [texts.in_quotes.format(word=escape(clip(word, LONGEST_WORD))) for word in words]


def _name(one: Subscription, language: Language) -> str:
    # a button shows plain text
    text = plain(Reply(describe(alerts.unpack(one.rule), language)))
    return clip(text, LONGEST_BUTTON) + _paused(one, TEXTS[language])


def _paused(one: Subscription, texts: Texts) -> str:
    return texts.subscription_paused if one.paused else ""


def _line(article: Article, language: Language, username: str | None) -> str:
    """The headline, a link where that is possible, and the date."""
    title = headline(article, language) if clip(article.headline, LONGEST_HEADLINE) else "…"
    if username is not None:
        title = f'<a href="https://t.me/{username}?start=a_{article.key}">{title}</a>'
    day = date(article.date, TEXTS[language]) if article.date else None
    return f"{title} · {day}" if day else title


def _sentence(item: Item, language: Language) -> list[str]:
    """The sentence that met the first rule that names words."""
    quotes = (_quote(alerts.unpack(one.rule), item.article, language) for one in item.subscriptions)
    return next(([quote] for quote in quotes if quote), [])


def _quote(rule: Rule, article: Article, language: Language) -> str:
    span = alerts.reason(rule, article)
    if span is None:
        return ""
    text = shown(clip(article.body[slice(*span)], LONGEST_SENTENCE), language)
    return f"<blockquote>{escape(text)}</blockquote>"
