"""How readers say what they want to be told, and when: the screens of /subscribe and /subscriptions. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.alerts.figures import Sign
from bot.alerts.rule_wording import button_text, describe, sign_words, word_text
from bot.alerts.rules import Rule, is_mark, section_mark, source_mark, unpack
from bot.people.timing import HOURS_OF_DAY, Timing
from bot.texts import TEXTS, Language, Texts
from bot.words.markup import Button, Reply, clip, plain
from bot.words.replies import readable_name
from store.models import Article
from store.subscriptions import Subscription

MOST_OFFERED = 4  # sources and sections each, as buttons
MOST_PREVIEWED = 15  # subscriptions of a file
LONGEST_BUTTON = 40
LONGEST_TOAST = 190
WANTED, UNWANTED = "✓ ", "✗ "
SIGNS: tuple[Sign, ...] = (">", "<", ">=", "<=")  # as buttons number them

HOURS = (8, 18)  # of the one message a day, to choose from first
NIGHT = (22, 7)
MOSTS = (3, 10)  # messages a day
AT_ONCE = 24  # no hour
MONDAY = 0


def subscribe(language: Language, printed: Sequence[Article] = ()) -> Reply:
    """How to subscribe; the sources and sections of the articles *printed* can be tapped."""
    texts = TEXTS[language]
    sources = {source_mark(one.source): one.key for one in printed if readable_name(one.source) is not None}
    sections = {section_mark(one.page): one.key for one in printed if one.page is not None}
    rows = [(Button(texts.subscribe_all, "s:a"),), *_offered(sources, "d", texts)]
    return Reply(texts.subscribe, (*rows, *_pairs(_offered(sections, "v", texts))))


def _offered(marks: dict[str, int], deed: str, texts: Texts) -> list[tuple[Button, ...]]:
    return [
        (Button(clip(word_text(mark, texts), LONGEST_BUTTON), f"s:{deed}:{key}"),)
        for mark, key in list(marks.items())[:MOST_OFFERED]
    ]


def subscribed(made: Subscription, language: Language) -> Reply:
    """What was just subscribed to, with the buttons that change it."""
    texts, rule = TEXTS[language], unpack(made.rule)
    text = texts.subscribed_all if rule.kind == "all" else texts.subscribed.format(rule=describe(rule, language))
    return Reply(text, subscription(made, language).keyboard)


def toast(reply: Reply) -> str:
    """The words of *reply* where no message is sent for them."""
    return clip(plain(reply), LONGEST_TOAST)


def subscription(one: Subscription, language: Language) -> Reply:
    """One subscription and what can be done with it."""
    texts, rule = TEXTS[language], unpack(one.rule)
    rows = [*_word_rows(one.id, rule, texts), *_figure_rows(one.id, rule, texts)]
    rows.append(
        (
            Button(texts.resume if one.paused else texts.pause, f"s:p:{one.id}"),
            Button(texts.unsubscribe, f"s:x:{one.id}"),
        )
    )
    rows.append((Button(texts.back_to_list, "s:l"), Button(texts.timing_button, "s:t")))
    return Reply(texts.why_rule.format(rule=describe(rule, language)) + _paused(one, texts), tuple(rows))


def _word_rows(number: int, rule: Rule, texts: Texts) -> list[tuple[Button, ...]]:
    """Each word, wanted or not; all of them or one."""
    if rule.kind != "words" or len(rule.words) + len(rule.without) < 2:
        return []
    marks = [*((WANTED, word) for word in rule.words), *((UNWANTED, word) for word in rule.without)]
    words = [
        Button(clip(mark + word_text(word, texts), LONGEST_BUTTON), f"s:w:{number}:{place}")
        for place, (mark, word) in enumerate(marks)
    ]
    wide = 2 if any(is_mark(word) for _, word in marks) else 4
    rows = [tuple(words[at : at + wide]) for at in range(0, len(words), wide)]
    if len(rule.words) > 1:
        rows.append((Button(texts.every_word if rule.needed == 1 else texts.any_word, f"s:m:{number}"),))
    return rows


def _figure_rows(number: int, rule: Rule, texts: Texts) -> list[tuple[Button, ...]]:
    """Of a question: every article, or only another figure, or only one beyond a number."""
    if rule.kind not in ("question", "figure"):
        return []
    any_figure = Button(texts.figure_only if rule.kind == "question" else texts.figure_any, f"s:f:{number}")
    every = Button(texts.figure_all, f"s:f:{number}:0")
    first = (every,) if rule.kind == "figure" and not rule.bound else (any_figure,)
    rest = [(every,)] if rule.kind == "figure" and rule.bound else []
    more, less = (Button(words, f"s:b:{number}:{n}") for n, words in enumerate((texts.figure_more, texts.figure_less)))
    return [first, *rest, (more, less)]


def bound(sign: Sign, language: Language) -> Reply:
    """Asks for the number beyond which a figure is told."""
    texts = TEXTS[language]
    return Reply(texts.bound_ask.format(sign=sign_words(sign, texts)))


def resuming(one: Subscription, count: int, language: Language) -> Reply:
    """Asks what is to become of the *count* publications that a pause kept from the reader."""
    texts = TEXTS[language]
    choices = (texts.missed_skip, texts.missed_digest, texts.missed_all)
    row = tuple(Button(words, f"s:u:{one.id}:{n}") for n, words in enumerate(choices))
    return Reply(texts.missed.format(count=count), (row, (Button(texts.back_to_list, "s:l"),)))


def subscriptions(held: Sequence[Subscription], language: Language) -> Reply:
    """All that a chat subscribed to."""
    texts = TEXTS[language]
    if not held:
        return Reply(texts.subscriptions_none)
    rows = [(Button(_name(one, language), f"s:e:{one.id}"),) for one in held]
    foot = (Button(texts.timing_button, "s:t"), Button(texts.export, "s:o"), Button(texts.unsubscribe_all, "s:z"))
    return Reply(texts.subscriptions.format(count=len(held)), (*rows, foot))


def preview(found: Sequence[Rule], new: Sequence[Rule], reply_id: int, language: Language) -> Reply:
    """What a file of subscriptions holds, and whether it is to be imported."""
    texts = TEXTS[language]
    if not new:
        return Reply(texts.import_known)
    lines = [texts.import_preview.format(count=len(found), new=len(new))]
    lines += [f"· {describe(rule, language)}" for rule in new[:MOST_PREVIEWED]]
    if len(new) > MOST_PREVIEWED:
        lines.append(texts.import_more.format(count=len(new) - MOST_PREVIEWED))
    buttons = Button(texts.import_yes, f"s:i:{reply_id}:1"), Button(texts.import_no, f"s:i:{reply_id}:0")
    return Reply("\n".join(lines), (buttons,))


def timing(how: Timing, language: Language) -> Reply:
    """When a chat wants to be told, to choose."""
    texts = TEXTS[language]
    is_weekly = how.weekday is not None
    hours = [_choice(texts.at_once, f"s:h:{AT_ONCE}", chosen=how.daily is None)]
    for hour in sorted({*HOURS, how.daily or HOURS[0]}):
        chosen = how.daily == hour and not is_weekly
        hours.append(_choice(texts.daily.format(hour=hour), f"s:h:{hour}", chosen=chosen))
    day, hour = how.weekday or MONDAY, how.daily if is_weekly and how.daily is not None else HOURS[0]
    name = _weekdays(texts)[day]
    weekly = _choice(texts.weekly.format(day=name, hour=hour), f"s:k:{day}:{hour}", chosen=is_weekly)
    start, end = how.quiet or NIGHT
    night = _choice(texts.quiet.format(start=start, end=end), "s:n", chosen=how.quiet is not None)
    counts = [_choice(texts.no_most, "s:c:0", chosen=how.most is None)]
    counts += [_choice(texts.most.format(count=most), f"s:c:{most}", chosen=how.most == most) for most in MOSTS]
    other = (Button(texts.daily_button, "s:g"), Button(texts.weekday_button, "s:j"))
    back = Button(texts.back_to_list, "s:l")
    return Reply(texts.timing, (tuple(hours), (weekly,), other, (night,), tuple(counts), (back,)))


def hours(how: Timing, language: Language) -> Reply:
    """The hour of the day, or of the day of the week, to choose."""
    texts = TEXTS[language]
    data = "s:h:{hour}" if how.weekday is None else f"s:k:{how.weekday}:{{hour}}"
    buttons = [
        _choice(texts.hour.format(hour=hour), data.format(hour=hour), chosen=hour == how.daily)
        for hour in range(HOURS_OF_DAY)
    ]
    rows = [tuple(buttons[at : at + 4]) for at in range(0, HOURS_OF_DAY, 4)]
    return Reply(texts.choose_hour, (*rows, (Button(texts.timing_button, "s:t"),)))


def weekdays(how: Timing, language: Language) -> Reply:
    """The day of the week, to choose."""
    texts, hour = TEXTS[language], HOURS[0] if how.daily is None else how.daily
    buttons = [
        _choice(name, f"s:k:{day}:{hour}", chosen=day == how.weekday) for day, name in enumerate(_weekdays(texts))
    ]
    rows = [tuple(buttons[at : at + 4]) for at in range(0, len(buttons), 4)]
    return Reply(texts.choose_weekday, (*rows, (Button(texts.timing_button, "s:t"),)))


def _weekdays(texts: Texts) -> list[str]:
    return texts.weekdays.split()


def _choice(text: str, data: str, *, chosen: bool) -> Button:
    return Button((WANTED if chosen else "") + text, data)


def _pairs(rows: Iterable[tuple[Button, ...]]) -> list[tuple[Button, ...]]:
    buttons = [button for row in rows for button in row]
    return [tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]


def _name(one: Subscription, language: Language) -> str:
    return clip(button_text(unpack(one.rule), language), LONGEST_BUTTON) + _paused(one, TEXTS[language])


def _paused(one: Subscription, texts: Texts) -> str:
    return texts.subscription_paused if one.paused else ""
