"""The editors' desk: who is let in where. The matrix is made from the desk's own tables, so nothing is forgotten."""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator, Callable
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from test_handlers import OTHER, READER, Talk, bot_at_work

from bot.desk import menu
from bot.desk.texts import DESK
from bot.handlers import desk
from bot.handlers.desk import COMMANDS, STEPS, TAPS, UPLOADS, Guarded
from bot.local import people
from bot.local.errors import Json
from bot.local.world import ADMIN_ID
from bot.people.roles import Role, may
from bot.texts import HANS
from store import audit, prompts, roles
from store.schema import atomic

REMOVED = 2001  # was an admin once
EDITOR, ADMIN = 2002, 2003
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==")
TABLES: dict[str, dict[str, Guarded[Any]]] = {"command": COMMANDS, "button": TAPS, "reply": STEPS, "file": UPLOADS}


@pytest.fixture
async def talk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Talk]:
    async with bot_at_work(tmp_path, monkeypatch) as talk:
        for user_id, role in ((EDITOR, "editor"), (ADMIN, "admin"), (REMOVED, "admin")):
            talk.server.world.add_person({"id": user_id, "first_name": f"人{user_id}", "language_code": "zh-hans"})
            give(talk, user_id, role)
        with atomic(talk.newsroom.db()):
            assert roles.take(talk.newsroom.db(), REMOVED)
        yield talk


def give(talk: Talk, user_id: int, role: Any) -> None:
    """A role, without the chat."""
    with atomic(talk.newsroom.db()):
        roles.give(talk.newsroom.db(), user_id, role, name=f"人{user_id}", by=ADMIN_ID, now=1.0)


@pytest.fixture
def reached(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """What was let in, in the place of the deeds themselves."""
    reached: list[tuple[str, str]] = []
    for kind, table in TABLES.items():
        for name, deed in table.items():

            async def run(*_: object, kind: str = kind, name: str = name) -> None:
                reached.append((kind, name))

            monkeypatch.setitem(table, name, Guarded(deed.least, run))
    return reached


async def attempt(talk: Talk, kind: str, name: str, user: int, chat: int | None = None) -> None:
    """One person tries one thing of the desk, in private or in the group *chat*."""
    world, place = talk.server.world, user if chat is None else chat
    if kind == "command":
        people.say(world, user, people.text_content(f"/{name} 1"), chat_id=place)
    elif kind == "file":
        people.say(world, user, file_content(talk, name), chat_id=place)
    elif kind == "button":
        message = world.post(world.chats[place], world.bot, {"text": "…"})
        query = people.tap(world, user, place, message["message_id"], f"{name}:1:1:1")
        await talk.until(query.answered.is_set)
    else:
        message = world.post(world.chats[place], world.bot, {"text": "…"})
        with atomic(talk.newsroom.db()):
            prompts.ask(talk.newsroom.db(), place, message["message_id"], f"{name}:1", now=talk.services.clock())
        people.say(world, user, people.text_content("1"), chat_id=place, reply_to=message["message_id"])


def file_content(talk: Talk, name: str) -> Json:
    """A message of the kind that UPLOADS calls *name*; a kind that is not here has no place in the matrix yet."""
    world = talk.server.world
    channel = {"id": -1001, "type": "channel", "title": "晚报"}
    contents: dict[str, Callable[[], Json]] = {
        "document": lambda: people.upload_content(world, "document", "a.txt", b"x", mime=None, caption=""),
        "photo": lambda: people.upload_content(world, "photo", "a.png", PIXEL, mime=None, caption=""),
        "forwarded": lambda: {
            "text": "本报讯",
            "forward_origin": {"type": "channel", "date": 1, "chat": channel, "message_id": 7},
        },
        "link": lambda: people.text_content("https://example.com/a"),
    }
    return contents[name]()


def anonymous(talk: Talk, group: int, text: str) -> None:
    """An admin of *group* writes in the group's name, as Telegram passes it on."""
    world = talk.server.world
    chat = world.chats[group]
    head = {"message_id": world.message_id(), "date": 1, "chat": world.describe(chat), "from": ANONYMOUS}
    command = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
    world.updates.add("message", {**head, "sender_chat": world.describe(chat), "text": text, "entities": command})


ENTRIES = [(kind, name) for kind, table in TABLES.items() for name in table]


async def test_nobody_is_let_in_who_may_not(reached: list[tuple[str, str]], talk: Talk) -> None:
    """Every command, button, reply and file × stranger, reader, removed admin, editor: nobody beyond their role."""
    ask = await talk.ask("/help", READER)  # a reader has a chat with the bot, a stranger's first word is the attempt
    assert ask
    for kind, name in ENTRIES:
        for user in (OTHER, READER, REMOVED, EDITOR):
            await attempt(talk, kind, name, user)
        await talk.settled()
    expected = [(kind, name) for kind, name in ENTRIES if TABLES[kind][name].least == "editor"]
    assert reached == expected
    away = roles.turned_away(talk.newsroom.db(), since=0)
    harmless = 3 * len(UPLOADS.keys() - {"document"})  # from a reader, a photo or a link is no attempt at anything
    assert away == 4 * len(ENTRIES) - len(expected) - harmless


async def test_no_anonymous_admin_and_no_group_is_let_in(reached: list[tuple[str, str]], talk: Talk) -> None:
    """In a group nothing of the desk is heard, whoever speaks: its owner, the bot's own admins, or the group itself."""
    group = people.found_chat(talk.server.world, "supergroup", "读报", by=READER).id
    people.set_status(talk.server.world, group, talk.server.world.bot_id, "administrator", by=READER)
    for kind, name in ENTRIES:
        for user in (READER, ADMIN_ID, EDITOR):
            await attempt(talk, kind, name, user, group)
        if kind == "command":
            anonymous(talk, group, f"/{name} 1")
        await talk.settled()
    assert reached == []


async def test_who_may_is_let_in(reached: list[tuple[str, str]], talk: Talk) -> None:
    """An owner everywhere; an admin everywhere but among the owners' deeds."""
    ranks: tuple[tuple[int, Role], ...] = ((ADMIN_ID, "owner"), (ADMIN, "admin"))
    for kind, name in ENTRIES:
        for user, _ in ranks:
            await attempt(talk, kind, name, user)
        await talk.settled()
    expected = [
        (kind, name) for (kind, name), (_, role) in product(ENTRIES, ranks) if may(role, TABLES[kind][name].least)
    ]
    assert reached == expected


async def test_a_stranger_learns_nothing(talk: Talk) -> None:
    """What a stranger is told of a command or button of the desk is what anybody is told of one that there is not."""
    nothing = (await talk.ask("/nosuchcommand", READER))["text"]
    answer = await talk.ask("给多少名？", READER)
    gone = await talk.tap(answer, "nosuchbutton:1")
    for name in COMMANDS:
        assert (await talk.ask(f"/{name}", READER))["text"] == nothing
    for name in TAPS:
        assert await talk.tap(answer, f"{name}:1") == gone


async def test_an_editor_is_told_whom_to_ask(talk: Talk) -> None:
    """Somebody of the desk knows that it exists, and hears that an admin has to do it."""
    name = next(name for name, deed in COMMANDS.items() if deed.least != "editor")
    assert (await talk.ask(f"/{name}", EDITOR))["text"] == HANS.desk_above


async def test_a_role_ends_between_two_taps(talk: Talk) -> None:
    """It is looked up anew at every step: a button that an admin still sees is dead once they are none."""
    report = await talk.ask("/audit", ADMIN)
    with atomic(talk.newsroom.db()):
        roles.take(talk.newsroom.db(), ADMIN)
    assert await talk.tap(report, "au:0", ADMIN) == HANS.gone_button
    assert (await talk.ask("/audit", ADMIN))["text"] == HANS.unknown_command


def test_every_command_of_the_desk_is_in_the_menu() -> None:
    """And has its words in every language."""
    assert set(COMMANDS) == set(menu.LEAST)
    for language in DESK:
        assert {one.command for one in menu.commands("owner", language)} == set(COMMANDS)
        assert menu.commands(None, language) == []
    assert set(STEPS) >= desk.FORWARDS
    explained = (Path(__file__).parents[1] / "docs" / "desk.md").read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"`/{name}`" not in explained] == []


async def test_everybody_finds_the_commands_of_their_role(talk: Talk) -> None:
    """In their own chat's menu alone, from the start on."""

    def menu_of(user_id: int) -> set[str] | None:
        found: set[str] | None = None
        for call in talk.server.world.calls:
            scope = call["params"].get("scope") or {}
            scope = json.loads(scope) if isinstance(scope, str) else scope
            if call["method"] == "setMyCommands" and scope.get("chat_id") == user_id:
                listed = call["params"]["commands"]
                found = {one["command"] for one in (json.loads(listed) if isinstance(listed, str) else listed)}
        return found

    await talk.until(lambda: menu_of(ADMIN_ID))
    assert {"ask", "audit", "admins"} <= (menu_of(ADMIN_ID) or set())


async def test_help_names_the_commands_of_a_role(talk: Talk) -> None:
    """Those of one's own role, and to a reader none."""
    assert "/audit" not in (await talk.ask("/help", READER))["text"]
    assert "/stats 统计" in (editor := await talk.ask("/help", EDITOR))["text"]
    assert "/broadcast" not in editor["text"]
    assert "/admins 编辑部的人" in (await talk.ask("/help", ADMIN_ID))["text"]


async def test_what_is_done_to_people_is_written_down(talk: Talk) -> None:
    """Named by number, role chosen, confirmed; told of it; changed; taken off the desk; each with who did it."""
    await talk.ask("/start", READER)
    which = await talk.ask(f"/admins {READER}", ADMIN_ID)
    assert "读者甲（1001）" in which["text"]
    sure = await talk.tap_and_see(which, "编辑", ADMIN_ID)
    assert sure["text"] == "请 读者甲（1001）做编辑，对吗？"
    assert await talk.services.role(READER) is None
    done = await talk.tap_and_see(sure, "确定", ADMIN_ID)
    assert done["text"] == "好的，读者甲（1001）现在是编辑。"
    assert await talk.services.role(READER) == "editor"
    await talk.until(lambda: "您现在是报知的编辑了" in talk.said(READER)[-1]["text"])

    listed = await talk.ask("/admins", ADMIN_ID)
    person = await talk.tap_and_see(listed, "编辑 读者甲（1001）", ADMIN_ID)
    sure = await talk.tap_and_see(person, "改成管理员", ADMIN_ID)
    await talk.tap_and_see(sure, "确定", ADMIN_ID)
    assert await talk.services.role(READER) == "admin"
    listed = await talk.ask("/admins", ADMIN_ID)
    person = await talk.tap_and_see(listed, "管理员 读者甲（1001）", ADMIN_ID)
    sure = await talk.tap_and_see(person, "请出编辑部", ADMIN_ID)
    forged = next(b["callback_data"] for row in sure["reply_markup"]["inline_keyboard"] for b in row)
    assert (await talk.tap_and_see(sure, "确定", ADMIN_ID))["text"] == "好的，读者甲（1001）不再是编辑部的人。"
    assert await talk.services.role(READER) is None
    assert await talk.tap(sure, forged, ADMIN_ID) == HANS.gone_button

    assert [(one.actor, one.deed, one.subject) for one in audit.entries(talk.newsroom.db())] == [
        (ADMIN_ID, "give role", "editor 1001 读者甲"),
        (ADMIN_ID, "give role", "admin 1001 读者甲"),
        (ADMIN_ID, "take role", "1001 读者甲"),
    ]


async def test_a_person_is_added_by_a_forwarded_message(talk: Talk) -> None:
    """Or by a reply with the number; what names nobody is said kindly, an owner stays one."""
    listed = await talk.ask("/admins", ADMIN_ID)
    assert await talk.tap(listed, "pa", ADMIN_ID) == ""
    asked = (await talk.until(lambda: talk.said(ADMIN_ID, after=listed["message_id"])))[0]
    assert "请转发" in asked["text"]

    sender = {"id": 77, "is_bot": False, "first_name": "新人"}
    origin = {"type": "user", "date": 1, "sender_user": sender}
    which = await talk.reply_after(talk.put({"text": "你好", "forward_origin": origin}, ADMIN_ID))
    assert "给 新人（77）哪个角色？" in which["text"]
    hidden = {"type": "hidden_user", "date": 1, "sender_user_name": "不说"}
    who = await talk.reply_after(talk.put({"text": "你好", "forward_origin": hidden}, ADMIN_ID))
    assert who["text"].startswith("看不出是谁")
    contact = {"phone_number": "1", "first_name": "名片", "user_id": 78}
    assert "给 名片（78）哪个角色？" in (await talk.reply_after(talk.put({"contact": contact}, ADMIN_ID)))["text"]
    wrong = await talk.reply_after(talk.say("七十七", ADMIN_ID, reply_to=asked["message_id"]))
    assert wrong["text"].startswith("看不出是谁")
    owner = await talk.reply_after(talk.say(str(ADMIN_ID), ADMIN_ID, reply_to=asked["message_id"]))
    assert owner["text"] == f"{ADMIN_ID} 是负责人，由设置决定，在这里改不了。"
    assert talk.newsroom.asked == []


async def test_the_log_is_paged_and_exported(talk: Talk) -> None:
    """Newest first; the whole of it as a table, in which nothing is a formula."""
    assert (await talk.ask("/audit", ADMIN))["text"] == "还没有记录。"
    db = talk.newsroom.db()
    with atomic(db):
        for number in range(40):
            audit.record(db, ADMIN, "publish", f"第{number}版.txt", now=1_760_000_000.0 + number)
        audit.record(db, audit.PROGRAM, "backup", "=1+1", now=1_760_000_100.0)
    first = await talk.ask("/audit", ADMIN)
    assert first["text"].split("\n")[0] == "记录，共 41 条，新的在前："
    assert first["text"].split("\n")[2].endswith("程序 备份 =1+1")
    second = await talk.tap_and_see(first, "下一页 ›", ADMIN)
    assert "人2003 发布 第25版.txt" in second["text"]

    assert await talk.tap(first, "ac", ADMIN) == ""
    sent = (await talk.until(lambda: talk.said(ADMIN, after=first["message_id"])))[0]
    content = talk.server.world.files.get(sent["document"]["file_id"]).path.read_bytes()
    rows = content.decode("utf-8-sig").splitlines()
    assert len(rows) == 42
    assert rows[1] == "1,2025-10-09T16:53:20+08:00,2003,publish,第0版.txt"
    assert rows[-1].endswith("0,backup,'=1+1")
