"""What an editor sees of a draft: the report, its articles one by one, how far work is, what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from bot.desk.press_texts import PRESS, PressTexts
from bot.people.roles import Role, may
from bot.publishing.differences import brief
from bot.publishing.edits import LONGEST_TITLE
from bot.publishing.edits import unpack as unpack_edits
from bot.publishing.outcomes import DryRun, Ingested, Preview
from bot.publishing.reading import Stage
from bot.texts import TEXTS, Language
from bot.trials.golden import Broken
from bot.words import screens
from bot.words.keyboards import LONGEST_BUTTON
from bot.words.markup import MESSAGE_UNITS, Button, Reply, clip, escape, units
from bot.words.replies import LONGEST_NAME, LONGEST_QUESTION
from store.drafts import Draft
from store.models import Article

NAMED = 12  # articles named in a report
WARNED = 8  # warnings shown
DIFFERENCES = 3  # shown of an article that changes
FILES = 8  # files in a page of those sent together
PARAGRAPHS = 8  # offered at once as the place to part an article
LONGEST_PARAGRAPH = 24  # of a paragraph on a button
BAR = 10  # signs
STAGES: Mapping[Stage, int] = {"read": 0, "part": 1, "index": 2}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a report says beside the dry run itself."""

    role: Role | None  # of whoever sees it: an editor is not offered to publish
    broken: Sequence[Broken] = ()  # golden questions that it would change
    others: Sequence[Draft] = ()  # open drafts of a document of the same name
    note: str = ""  # a line above everything, HTML


def report(run: DryRun, around: Surroundings, *, language: Language) -> Reply:
    """What a document holds and what publishing it would change, with the buttons that decide."""
    texts, words = PRESS[language], TEXTS[language]
    preview, change = run.preview, run.preview.change
    lines = [around.note] if around.note else []
    lines.append(words.draft.format(name=escape(clip(preview.name, LONGEST_NAME)), count=len(preview.articles)))
    for one in preview.articles[:NAMED]:
        lines.append(_article(one, preview, language))
        if (before := preview.before.get(one.id)) is not None:
            lines += [f"　　{escape(clip(line, LONGEST_QUESTION))}" for line in islice(brief(before, one), DIFFERENCES)]
    if len(preview.articles) > NAMED:
        lines.append(words.draft_more.format(count=len(preview.articles) - NAMED))
    gone = [preview.before[article_id] for article_id in change.gone]
    lines += [f"－ {escape(clip(one.headline, LONGEST_NAME))}" for one in gone[:NAMED]]
    counts = {name: len(getattr(change, name)) for name in ("new", "changed", "unchanged", "gone")}
    lines += ["", words.draft_changes.format(**counts)]
    lines.append(texts.draft_readers.format(count=preview.readers) if preview.readers else texts.draft_no_readers)
    if preview.edited:
        lines.append(texts.draft_edited.format(count=preview.edited))
    if preview.warnings:
        lines += ["", words.draft_warnings, *_listed(preview.warnings)]
    lines += golden([(one.golden.question, one.golden.answer, one.now) for one in around.broken], texts)
    for other in around.others:
        lines += ["", texts.draft_others.format(who=somebody(other.sent_by, texts))]
    lines += ["", words.draft_decide]
    return Reply(fitting(lines), (*_decisions(run, around, language), *_corrections(run, texts)))


def golden(broken: Sequence[tuple[str, str | None, str | None]], texts: PressTexts) -> list[str]:
    """Which golden questions would be answered otherwise: asked, wanted, found; nothing if none would."""
    if not broken:
        return []
    lines = ["", texts.draft_broken.format(count=len(broken))]
    for asked, wanted, found in broken[:WARNED]:
        question, was, now = (
            escape(clip(part or texts.draft_not_answered, LONGEST_NAME)) for part in (asked, wanted, found)
        )
        lines.append(texts.draft_broken_one.format(question=question, was=was, now=now))
    return lines


def article(run: DryRun, place: int, page: int, *, language: Language) -> Reply:
    """An article as readers would see it, with what can be corrected of it."""
    texts, found = PRESS[language], run.preview.articles
    place = min(max(place, 0), len(found) - 1)
    made = len(unpack_edits(run.draft.edits))
    shown = screens.article(found[place], page, language=language, data=f"dv:{run.id}:{place}:{{page}}")
    head = texts.draft_place.format(number=place + 1, count=len(found))
    turn = [Button("‹", f"dv:{run.id}:{place - 1}:0")] if place else []
    turn += [Button("›", f"dv:{run.id}:{place + 1}:0")] if place + 1 < len(found) else []
    correct = [Button(texts.draft_retitle, f"dt:{run.id}:{made}:{place}")]
    if place + 1 < len(found):
        correct.append(Button(texts.draft_join, f"dj:{run.id}:{made}:{place}"))
    if len(found[place].paragraphs) > 1:
        correct.append(Button(texts.draft_part, f"dc:{run.id}:{made}:{place}:0"))
    if len(found) > 1:
        correct.append(Button(texts.draft_omit, f"do:{run.id}:{made}:{place}"))
    rows = [*shown.keyboard, tuple(turn), tuple(correct[:2]), tuple(correct[2:])]
    back = (Button(texts.back_to_draft, f"dr:{run.id}"),)
    return Reply(f"<i>{head}</i>\n\n{shown.html}", (*filter(None, rows), back))


def headlines(run: DryRun, page: int, *, language: Language) -> Reply:
    """The articles by headline, to choose the one to rename."""
    texts, found = PRESS[language], run.preview.articles
    made = len(unpack_edits(run.draft.edits))
    start = page * FILES
    rows = [
        (Button(_button(one.headline), f"dt:{run.id}:{made}:{start + place}"),)
        for place, one in enumerate(found[start : start + FILES])
    ]
    turn = turning(page, len(found), FILES, f"dl:{run.id}:{{page}}", language)
    return Reply(texts.draft_choose, (*rows, *turn, (Button(texts.back_to_draft, f"dr:{run.id}"),)))


def paragraphs(run: DryRun, place: int, page: int, *, language: Language) -> Reply:
    """The paragraphs before which an article can be parted."""
    texts, made = PRESS[language], len(unpack_edits(run.draft.edits))
    later = list(enumerate(run.preview.articles[place].paragraphs))[1:]
    rows = [
        (Button(clip(text, LONGEST_PARAGRAPH) or "…", f"dk:{run.id}:{made}:{place}:{number}"),)
        for number, text in later[page * PARAGRAPHS : (page + 1) * PARAGRAPHS]
    ]
    turn = turning(page, len(later), PARAGRAPHS, f"dc:{run.id}:{made}:{place}:{{page}}", language)
    return Reply(texts.draft_part_where, (*rows, *turn, (Button(texts.back_to_draft, f"dv:{run.id}:{place}:0"),)))


def retitling(found: Article, *, language: Language) -> str:
    """Asks for a headline, HTML."""
    return PRESS[language].retitle_ask.format(headline=escape(clip(found.headline, LONGEST_NAME)), limit=LONGEST_TITLE)


def published(done: Ingested, *, quietly: bool, language: Language) -> str:
    """A document was published, HTML."""
    texts = PRESS[language]
    name = escape(clip(done.name, LONGEST_NAME))
    told = texts.published_told.format(count=done.told) if done.told else texts.published_quietly if quietly else ""
    return TEXTS[language].published.format(name=name, count=done.articles) + (f"\n{told}" if told else "")


def decided(draft: Draft, reader: int, *, language: Language) -> str:
    """What became of a draft, HTML, as user *reader* is told."""
    texts = PRESS[language]
    if draft.state in ("open", "lapsed"):
        return texts.draft_lapsed
    who = texts.yourself if draft.decided_by == reader else somebody(draft.decided_by or 0, texts)
    sentence = texts.draft_was_published if draft.state == "published" else texts.draft_was_discarded
    return sentence.format(name=escape(clip(draft.name, LONGEST_NAME)), who=who, count=draft.articles)


def progress(title: str, stage: Stage, done: int, count: int, *, language: Language) -> Reply:
    """How far a deed is: the stages in order, the present one with a bar. *title* is HTML."""
    texts = PRESS[language]
    names = (texts.stage_read, texts.stage_part, texts.stage_index)
    at = STAGES[stage]
    share = done / count if count else 0.0
    bar = "▓" * round(BAR * share) + "░" * (BAR - round(BAR * share))
    parts = [f"{name} ✓" if n < at else f"<b>{name}</b>" if n == at else name for n, name in enumerate(names)]
    return Reply(f"{title}\n{' → '.join(parts)}\n{bar} {done}/{count}")


def batch(
    number: int,
    held: Sequence[tuple[Draft, Preview | None]],
    refused: Sequence[str],
    waiting: int,
    page: int,
    *,
    role: Role | None,
    language: Language,
) -> Reply:
    """Files sent together, in one message; *number* names it in its buttons, *refused* are lines of HTML."""
    texts = PRESS[language]
    lines = [texts.batch.format(count=len(held) + len(refused) + waiting)]
    shown = held[page * FILES : (page + 1) * FILES]
    lines += [_file(draft, preview, language) for draft, preview in shown]
    lines += refused[:WARNED]
    if waiting:
        lines += ["", texts.batch_waiting.format(count=waiting)]
    is_open = any(draft.state == "open" for draft, _ in held)
    rows: list[tuple[Button, ...]] = [
        (Button(_button(draft.name), f"dr:{draft.id}"),) for draft, _ in shown if draft.state == "open"
    ]
    rows += turning(page, len(held), FILES, f"fl:{number}:{{page}}", language)
    if is_open and not waiting:
        lines += ["", texts.batch_decide]
        if may(role, "admin"):
            rows.append((Button(texts.publish_all, f"fp:{number}"), Button(texts.publish_all_quietly, f"fs:{number}")))
        rows.append((Button(texts.discard_all, f"fd:{number}"),))
    elif not waiting:
        states = [draft.state for draft, _ in held]
        counts = {"published": states.count("published"), "discarded": len(states) - states.count("published")}
        lines += ["", texts.batch_done.format(**counts)]
    return Reply(fitting(lines), tuple(rows))


def turning(page: int, count: int, size: int, data: str, language: Language) -> list[tuple[Button, ...]]:
    """A row that turns pages, if there is more than one; *data* has `{page}` in it."""
    words, turn = TEXTS[language], []
    if page > 0:
        turn.append(Button(words.previous_page, data.format(page=page - 1)))
    if (page + 1) * size < count:
        turn.append(Button(words.next_page, data.format(page=page + 1)))
    return [tuple(turn)] if turn else []


def somebody(user_id: int, texts: PressTexts) -> str:
    """A person of the desk, by number."""
    return texts.somebody.format(id=user_id)


def fitting(lines: Sequence[str]) -> str:
    """*lines* as one text, the last ones left out where a message could not hold them."""
    kept, size = [], 0
    for line in lines:
        size += units(line) + 1
        if size > MESSAGE_UNITS:
            break
        kept.append(line)
    return "\n".join(kept)


def _article(one: Article, preview: Preview, language: Language) -> str:
    change = preview.change
    return PRESS[language].draft_article.format(
        mark="＋" if one.id in change.new else "～" if one.id in change.changed else "·",
        headline=escape(clip(one.headline, LONGEST_NAME)),
        length=sum(map(len, one.paragraphs)),
        figures=preview.figures.get(one.id, 0),
        incomplete="" if one.complete else TEXTS[language].draft_incomplete,
    )


def _file(draft: Draft, preview: Preview | None, language: Language) -> str:
    texts = PRESS[language]
    name = escape(clip(draft.name, LONGEST_NAME))
    if preview is None:
        return f"{'✓' if draft.state == 'published' else '✗'} {name}"
    counts = {kind: len(getattr(preview.change, kind)) for kind in ("new", "changed", "gone")}
    mark = "!" if preview.warnings else "·"
    return texts.batch_line.format(mark=mark, name=name, articles=len(preview.articles), **counts)


def _decisions(run: DryRun, around: Surroundings, language: Language) -> list[tuple[Button, ...]]:
    texts, words = PRESS[language], TEXTS[language]
    discard = Button(words.discard, f"dd:{run.id}")
    if not may(around.role, "admin"):
        return [(Button(texts.ask_admin, f"dq:{run.id}"), discard)]
    made = len(unpack_edits(run.draft.edits))
    said, quietly = (
        (texts.publish_anyway, texts.publish_anyway_quietly)
        if around.broken
        else (words.publish, texts.publish_quietly)
    )
    return [(Button(said, f"dp:{run.id}:{made}"), Button(quietly, f"ds:{run.id}:{made}"), discard)]


def _corrections(run: DryRun, texts: PressTexts) -> list[tuple[Button, ...]]:
    made = len(unpack_edits(run.draft.edits))
    several = len(run.preview.articles) > 1
    retitle = Button(texts.draft_retitle, f"dl:{run.id}:0" if several else f"dt:{run.id}:{made}:0")
    rows: list[tuple[Button, ...]] = [(Button(texts.draft_view, f"dv:{run.id}:0:0"), retitle)]
    if made:
        rows.append((Button(texts.draft_undo, f"du:{run.id}:{made}"),))
    if run.draft.batch is not None:
        rows.append((Button(texts.back_to_batch, f"fl:{run.id}:0"),))
    return rows


def _listed(warnings: Sequence[str]) -> list[str]:
    return [f"· {escape(clip(warning, LONGEST_QUESTION))}" for warning in warnings[:WARNED]]


def _button(text: str) -> str:
    return clip(text, LONGEST_BUTTON) or "…"
