"""What the bot shows that is no answer: the first message, lists, articles, settings, dry runs. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.people.timing import Timing
from bot.texts import DEFAULT, LANGUAGES, TEXTS, Language, Texts
from bot.words.keyboards import LONGEST_BUTTON, question_buttons
from bot.words.markup import Button, Reply, clip, escape, marked, pages, plain
from bot.words.replies import LONGEST_HEADLINE, LONGEST_NAME, Card, headline
from bot.words.wording import date, shown
from bot.words.wording import page as printed_page
from store.models import Article

PAGE_UNITS = 3000  # of an article shown at once: about two screens of a phone
LONGEST_OPENING = 300  # of an article's text on a card
LIST_PAGE = 8  # articles in a list

QUIET = ((21, 7), (22, 7), (23, 8), (0, 8))  # hours to choose from, the second exclusive
ZONES = {  # to choose from, each with the text that names it
    "Asia/Shanghai": "zone_beijing",
    "Asia/Urumqi": "zone_urumqi",
    "Asia/Tokyo": "zone_tokyo",
    "Australia/Sydney": "zone_sydney",
    "Europe/London": "zone_london",
    "Europe/Paris": "zone_paris",
    "America/New_York": "zone_new_york",
    "America/Los_Angeles": "zone_los_angeles",
}


@dataclass(frozen=True, slots=True)
class Choices:
    """What a chat has chosen, as its settings show it."""

    timing: Timing
    zone: str  # the operator's time zone
    short: bool = False
    plain: bool | None = None  # None: no group
    hears_all: bool = True  # whether Telegram passes a group's plain messages on to the bot
    corrections: bool = True  # told when an answer given before is corrected


def start(
    count: int, dates: tuple[str, str] | None, examples: Sequence[str], *, reply_id: int, language: Language = DEFAULT
) -> Reply:
    """The first message: what is known, how to be told of news, questions to tap, and everything else to tap."""
    texts = TEXTS[language]
    menu = menu_buttons(texts)
    if not count:
        return Reply(f"{texts.start_empty}\n\n{texts.start_alerts.format(button=texts.menu_alerts)}", menu[1:])
    period = _period(dates, texts) if dates else None
    text = texts.start.format(count=count, period=period) if period else texts.start_undated.format(count=count)
    text += f"\n\n{texts.start_alerts.format(button=texts.menu_alerts)}"
    if examples:
        text += f"\n\n{texts.start_examples}"
    return Reply(text, (*question_buttons(examples, reply_id, language), *menu))


def hello(username: str, language: Language) -> Reply:
    """What a group reads when the bot comes in: how to ask, and what can be tapped."""
    texts = TEXTS[language]
    return Reply(texts.start_group.format(username=escape(username)), menu_buttons(texts))


def menu_buttons(texts: Texts) -> tuple[tuple[Button, ...], ...]:
    """Where a reader who only taps can go."""
    return (
        (Button(texts.menu_latest, "m:latest"), Button(texts.menu_articles, "m:articles")),
        (
            Button(texts.menu_alerts, "m:alerts"),
            Button(texts.menu_settings, "m:settings"),
            Button(texts.menu_help, "m:help"),
        ),
    )


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


def article(
    found: Article,
    page: int | None,
    *,
    language: Language = DEFAULT,
    data: str,
    back: Button | None = None,
    beside: Button | None = None,
    quoted: tuple[int, int] | None = None,
) -> Reply:
    """One page of an article, numbered from 0; None for the one that holds what is *quoted* (offsets into its body).

    *data* is the callback data of its page buttons with `{page}` in it; *back* and *beside* are buttons that lead away.
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
    away = tuple(button for button in (back, beside) if button is not None)
    return Reply(shown_text, (*keyboard, away) if away else tuple(keyboard))


def article_cards(found: Sequence[Article], *, language: Language = DEFAULT, username: str) -> list[Card]:
    """Articles as results of an inline query; choosing one sends its headline and first lines, with a link to it."""
    made = []
    for one in found:
        text = shown(clip(one.headline, LONGEST_HEADLINE), language) or "…"
        opening = shown(clip(one.body, LONGEST_OPENING), language)
        link = f'<a href="https://t.me/{username}?start=a_{one.key}">{headline(one, language)}</a>'
        reply = Reply(f"<b>{link}</b>\n<blockquote expandable>{escape(opening)}</blockquote>")
        made.append(Card(text, clip(opening, LONGEST_NAME), reply))
    return made


def help_text(*, is_admin: bool, language: Language = DEFAULT) -> Reply:
    """How to use the bot."""
    texts = TEXTS[language]
    parts = [texts.help.format(original=texts.original, more=texts.more)]
    if is_admin:
        parts.append(texts.help_admin.format(publish=texts.publish))
    return Reply("\n\n".join(parts))


def settings(shown: Choices, language: Language) -> Reply:
    """All that a chat can choose."""
    texts, timing = TEXTS[language], shown.timing
    quiet = texts.quiet_span.format(start=timing.quiet[0], end=timing.quiet[1]) if timing.quiet else texts.quiet_none
    lines = [
        texts.settings,
        texts.setting_length.format(value=texts.length_short if shown.short else texts.length_full),
        texts.setting_quiet.format(value=quiet),
        texts.setting_zone.format(value=zone_name(timing.zone or shown.zone, texts)),
        texts.setting_corrections.format(value=texts.corrections_on if shown.corrections else texts.corrections_off),
    ]
    rows = [
        tuple(_choice(TEXTS[one].name, f"g:{one}", chosen=one == language) for one in LANGUAGES),
        (
            _choice(texts.length_full, "p:short:0", chosen=not shown.short),
            _choice(texts.length_short, "p:short:1", chosen=shown.short),
        ),
        (Button(texts.quiet_button, "p:quiet"), Button(texts.zone_button, "p:zone")),
        (
            _choice(texts.corrections_on, "p:corrections:1", chosen=shown.corrections),
            _choice(texts.corrections_off, "p:corrections:0", chosen=not shown.corrections),
        ),
        (Button(texts.menu_subscriptions, "s:l"), Button(texts.timing_button, "s:t")),
    ]
    if shown.plain is not None:
        lines.append(texts.setting_plain.format(value=texts.on if shown.plain else texts.off))
        if shown.plain and not shown.hears_all:
            lines.append(texts.plain_deaf)
        button = texts.plain_off if shown.plain else texts.plain_on
        rows.append((Button(button, f"p:plain:{0 if shown.plain else 1}"),))
    return Reply("\n".join(lines), tuple(rows))


def quiet_hours(timing: Timing, language: Language) -> Reply:
    """Between which hours no alert is sent, to choose."""
    texts = TEXTS[language]
    spans = [
        _choice(texts.quiet_span.format(start=a, end=b), f"p:quiet:{a}:{b}", chosen=timing.quiet == (a, b))
        for a, b in QUIET
    ]
    none = _choice(texts.quiet_none, "p:quiet:-", chosen=timing.quiet is None)
    return Reply(texts.choose_quiet, (*_pairs(spans), (none,), (Button(texts.back_to_settings, "p:back"),)))


def time_zones(zone: str, language: Language) -> Reply:
    """The time zone to choose; *zone* is the one that counts now."""
    texts = TEXTS[language]
    buttons = [_choice(zone_name(name, texts), f"p:zone:{n}", chosen=name == zone) for n, name in enumerate(ZONES)]
    return Reply(texts.choose_zone, (*_pairs(buttons), (Button(texts.back_to_settings, "p:back"),)))


def zone_name(zone: str, texts: Texts) -> str:
    """A time zone as readers know it: by its best-known city."""
    field = ZONES.get(zone)
    return escape(zone) if field is None else str(getattr(texts, field))


def _choice(text: str, data: str, *, chosen: bool) -> Button:
    return Button(("✓ " if chosen else "") + text, data)


def _pairs(buttons: Sequence[Button]) -> list[tuple[Button, ...]]:
    return [tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]


def forget_question(language: Language) -> Reply:
    """Asks before everything is deleted."""
    texts = TEXTS[language]
    return Reply(texts.forget_ask, ((Button(texts.forget_yes, "f:1"), Button(texts.forget_no, "f:0")),))


def _period(dates: tuple[str, str], texts: Texts) -> str | None:
    """From when to when; one date alone where the last lies within the first, as a day does in its month."""
    first, last = dates
    return date(first if last.startswith(first) else f"{first}/{last}", texts)


def _article_head(found: Article, language: Language) -> list[str]:
    """Headline first (later pages show it alone), then subtitle, bylines, page and date."""
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
    if found.page:
        by.append(escape(clip(printed_page(found.page, texts), LONGEST_NAME)))
    if found.date and (day := date(found.date, texts)):
        by.append(day)
    if by:
        lines.append(" · ".join(by))
    return lines


def _button_text(text: str) -> str:
    return clip(text, LONGEST_BUTTON) or "…"
