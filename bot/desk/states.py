"""What an admin sees before an article is taken out, before the way back is gone, and of a reading of everything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.desk.dry_runs import NAMED, fitting, golden, turning
from bot.desk.press_texts import PRESS, PressTexts
from bot.publishing.outcomes import WayBack
from bot.texts import TEXTS, Language
from bot.trials.golden import Broken
from bot.trials.reread import Reread
from bot.words.keyboards import LONGEST_BUTTON
from bot.words.markup import Button, Reply, clip, escape
from bot.words.replies import LONGEST_NAME, LONGEST_QUESTION
from store.history import Deed, Publication
from store.models import Article
from store.publishing import Change

STATES = 8  # in a page of the list
LEAVE = "no"  # the verb of a button that leaves everything as it is
LONGEST_STATE = 60  # characters of a state on its button


def which(found: Sequence[Article], *, language: Language) -> Reply:
    """The articles that may be meant, to choose the one to take out."""
    rows = tuple((Button(clip(one.headline, LONGEST_BUTTON) or "…", f"rm:{one.key}"),) for one in found)
    return Reply(PRESS[language].remove_which, rows)


def removal(found: Article, alerts: int, *, language: Language) -> Reply:
    """Asks before an article is taken out; *alerts* of it are on their way."""
    texts = PRESS[language]
    headline, source = escape(clip(found.headline, LONGEST_NAME)), escape(clip(found.source, LONGEST_NAME))
    lines = [texts.remove_confirm.format(headline=headline, source=source)]
    if alerts:
        lines.append(texts.remove_alerts.format(count=alerts))
    row = (Button(texts.remove_yes, f"rx:{found.key}"), Button(texts.keep, LEAVE))
    return Reply("\n".join(lines), (row,))


def removed(headline: str, *, language: Language) -> Reply:
    """An article was taken out."""
    return Reply(PRESS[language].removed.format(headline=escape(clip(headline, LONGEST_NAME))))


def states(found: Sequence[Publication], count: int, page: int, zone: str, *, language: Language) -> Reply:
    """A page of the earlier states, newest first; the first of all is the present one."""
    texts = PRESS[language]
    if not count:
        return Reply(texts.states_none)
    rows = []
    for number, one in enumerate(found):
        text = clip(_state(one, zone, texts), LONGEST_STATE)
        is_now = page == 0 and number == 0
        rows.append((Button(text + (texts.state_now if is_now else ""), f"hb:{one.generation}"),))
    return Reply(texts.states, (*rows, *turning(page, count, STATES, "hl:{page}", language)))


def way_back(
    found: WayBack, seen: int, zone: str, broken: Sequence[Broken] = (), *, note: str = "", language: Language
) -> Reply:
    """What going back would change; *seen* is the generation that this compares with, *broken* are golden questions."""
    texts, change = PRESS[language], found.change
    subject, to = escape(clip(found.to.subject, LONGEST_NAME)), found.to
    head = texts.rollback.format(
        when=when(to.at, zone), deed=deed(to.deed, texts), subject=subject, who=who(to.actor, texts)
    )
    lines = [*filter(None, [note]), head, *changes(change, found.then, found.now)]
    back = Button(texts.back_to_states, "hl:0")
    if not (change.new or change.changed or change.gone):
        return Reply(fitting([*lines, texts.rollback_nothing]), ((back,),))
    lines += ["", texts.rollback_changes.format(**_counts(change))]
    lines += golden([(one.golden.question, one.golden.answer, one.now) for one in broken], texts)
    said, quietly = (
        (texts.rollback_anyway, texts.rollback_anyway_quietly)
        if broken
        else (texts.rollback_yes, texts.rollback_quietly)
    )
    row = (Button(said, f"hg:{to.generation}:{seen}"), Button(quietly, f"hq:{to.generation}:{seen}"))
    return Reply(fitting(lines), (row, (back, Button(texts.keep, LEAVE))))


def rolled_back(change: Change, *, language: Language) -> Reply:
    """The way back was gone."""
    return Reply(PRESS[language].rolled_back.format(**_counts(change)))


def reread(number: int, found: Reread, *, language: Language) -> Reply:
    """What every original, read anew, would change; *number* names the reading in the buttons."""
    texts, words = PRESS[language], TEXTS[language]
    if not found.is_something:
        return Reply(texts.reingest_same.format(documents=found.documents))
    lines = [texts.reingest_report.format(documents=found.documents)]
    lines += [f"{sign} {escape(clip(headline, LONGEST_NAME))}" for sign, headline in found.named]
    counts = {name: getattr(found, name) for name in ("new", "changed", "gone", "unchanged")}
    lines += ["", texts.reingest_changes.format(**counts)]
    lines.append(texts.reingest_facts.format(more=found.more, fewer=found.fewer))
    lines.append(texts.draft_readers.format(count=found.readers) if found.readers else texts.draft_no_readers)
    if found.warnings:
        lines += ["", words.draft_warnings, *(f"· {escape(clip(one, LONGEST_QUESTION))}" for one in found.warnings)]
    lines += golden(found.broken, texts)
    said, quietly = (
        (texts.publish_anyway, texts.publish_anyway_quietly) if found.broken else (words.publish, texts.publish_quietly)
    )
    row = (Button(said, f"ip:{number}"), Button(quietly, f"iq:{number}"), Button(words.discard, f"ix:{number}"))
    return Reply(fitting([*lines, "", words.draft_decide]), (row,))


def reread_done(found: Reread, *, language: Language) -> str:
    """The new reading is in place, HTML."""
    counts = {name: getattr(found, name) for name in ("new", "changed", "gone")}
    return PRESS[language].reingest_done.format(**counts)


def changes(change: Change, then: Mapping[str, Article], now: Mapping[str, Article]) -> list[str]:
    """The articles that come, change and go, by headline."""
    known = {**now, **then}
    return [
        f"{mark} {escape(clip(known[article_id].headline, LONGEST_NAME))}"
        for mark, ids in (("＋", change.new), ("～", change.changed), ("－", change.gone))
        for article_id in ids[:NAMED]
        if article_id in known
    ]


def when(at: float, zone: str) -> str:
    """A moment as the operator's clock shows it."""
    return f"{datetime.fromtimestamp(at, ZoneInfo(zone)):%m-%d %H:%M}"


def deed(kind: Deed, texts: PressTexts) -> str:
    """What was done."""
    return {
        "start": texts.deed_start,
        "publish": texts.deed_publish,
        "remove": texts.deed_remove,
        "reingest": texts.deed_reingest,
        "rollback": texts.deed_rollback,
    }[kind]


def who(actor: int, texts: PressTexts) -> str:
    """Who did it; a deed of the command line is nobody's."""
    return texts.somebody.format(id=actor).strip() if actor else texts.command_line


def _state(one: Publication, zone: str, texts: PressTexts) -> str:
    subject = clip(one.subject, LONGEST_BUTTON)
    return texts.state.format(when=when(one.at, zone), deed=deed(one.deed, texts), subject=subject).strip()


def _counts(change: Change) -> dict[str, int]:
    return {name: len(getattr(change, name)) for name in ("new", "changed", "gone")}
