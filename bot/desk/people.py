"""Who works at the desk, and who did what: the screens of /admins and /audit."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.desk.texts import DESK, DeskTexts
from bot.texts import TEXTS, Language
from bot.words.markup import Button, Reply, clip, escape
from store.audit import PROGRAM, Entry
from store.roles import GivenRole, Holder

AUDIT_PAGE = 15  # entries shown at once
LONGEST_NAME, LONGEST_SUBJECT = 40, 60
ROLES: Mapping[str, GivenRole] = {"e": "editor", "a": "admin"}  # as callback data has them
NONE = "-"  # in the place of a role


def everybody(holders: Sequence[Holder], owners: Collection[int], language: Language) -> Reply:
    """The people of the desk, each a button."""
    texts = DESK[language]
    lines = [texts.people, "", texts.people_owner.format(ids=", ".join(map(str, sorted(owners))) or "—")]
    rows = [
        (Button(f"{texts.roles[one.role]} {clip(one.name, LONGEST_NAME)}（{one.user_id}）", f"pp:{one.user_id}"),)
        for one in holders
    ]
    return Reply("\n".join(lines), (*rows, (Button(texts.people_add, "pa"),)))


def person(one: Holder, proposal: int, zone: str, language: Language) -> Reply:
    """Somebody's role, and what can be made of it."""
    texts = DESK[language]
    other = next(letter for letter, role in ROLES.items() if role != one.role)
    text = texts.people_person.format(
        name=_name(one.name), id=one.user_id, role=texts.roles[one.role], date=moment(one.given_at, zone)[:10]
    )
    return Reply(
        text,
        (
            (Button(texts.people_make.format(role=texts.roles[ROLES[other]]), f"pr:{proposal}:{other}"),),
            (Button(texts.people_remove, f"pr:{proposal}:{NONE}"),),
            (Button(texts.back, "pl"),),
        ),
    )


def which_role(user_id: int, name: str, proposal: int, language: Language) -> Reply:
    """Asks for the role of somebody new."""
    texts = DESK[language]
    roles = tuple(Button(texts.roles[role], f"pr:{proposal}:{letter}") for letter, role in ROLES.items())
    return Reply(texts.people_which.format(name=_name(name), id=user_id), (roles, (Button(texts.no, "pl"),)))


def confirm(user_id: int, name: str, proposal: int, role: str, language: Language) -> Reply:
    """Asks before somebody's role (a letter of ROLES, or NONE) is changed."""
    texts = DESK[language]
    asked = texts.people_remove_confirm if role == NONE else texts.people_confirm
    named = "" if role == NONE else texts.roles[ROLES[role]]
    text = asked.format(name=_name(name), id=user_id, role=named)
    return Reply(text, ((Button(texts.yes, f"py:{proposal}:{role}"), Button(texts.no, "pl")),))


def decided(user_id: int, name: str, role: str, language: Language) -> Reply:
    """What somebody is now."""
    texts = DESK[language]
    if role == NONE:
        return Reply(texts.people_removed.format(name=_name(name), id=user_id))
    return Reply(texts.people_given.format(name=_name(name), id=user_id, role=texts.roles[ROLES[role]]))


def audit(
    entries: Sequence[Entry], names: Mapping[int, str], page: int, count: int, zone: str, language: Language
) -> Reply:
    """One page of the log, newest first."""
    texts = DESK[language]
    if not count:
        return Reply(texts.audit_none)
    lines = [texts.audit.format(count=count), ""]
    for one in entries:
        who, what = escape(_actor(one, names, texts)), escape(clip(one.subject, LONGEST_SUBJECT))
        lines.append(f"{moment(one.at, zone)} {who} {escape(texts.deeds.get(one.deed, one.deed))} {what}")
    return Reply("\n".join(lines), (*turn("au", page, count, AUDIT_PAGE, language), (Button(texts.audit_csv, "ac"),)))


def audit_csv(entries: Iterable[Entry], zone: str) -> bytes:
    """The whole log as a table that spreadsheets open: UTF-8 with its mark, one deed a row, times with their zone."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(("id", "time", "actor", "deed", "subject"))
    for one in entries:
        at = datetime.fromtimestamp(one.at, ZoneInfo(zone)).isoformat(timespec="seconds")
        table.writerow((one.id, at, one.actor, one.deed, _inert(one.subject)))
    return out.getvalue().encode("utf-8-sig")


def turn(verb: str, page: int, count: int, size: int, language: Language) -> tuple[tuple[Button, ...], ...]:
    """The row of buttons that turn a list's pages, numbered from 0; no row where there is one page only."""
    texts, buttons = TEXTS[language], []
    if page > 0:
        buttons.append(Button(texts.previous_page, f"{verb}:{page - 1}"))
    if count > (page + 1) * size:
        buttons.append(Button(texts.next_page, f"{verb}:{page + 1}"))
    return (tuple(buttons),) if buttons else ()


def moment(at: float, zone: str) -> str:
    """A time as the desk reads it: 2026-11-24 18:05."""
    return f"{datetime.fromtimestamp(at, ZoneInfo(zone)):%Y-%m-%d %H:%M}"


def _actor(entry: Entry, names: Mapping[int, str], texts: DeskTexts) -> str:
    if entry.actor == PROGRAM:
        return texts.program
    return clip(names.get(entry.actor, str(entry.actor)), LONGEST_NAME)


def _name(name: str) -> str:
    return escape(clip(name, LONGEST_NAME))


def _inert(text: str) -> str:
    """*text* so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
