"""The world that the local server pretends: one bot, its people, its chats and what was said in them."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.local.errors import ApiError, ControlError, Json, refuse
from bot.local.faults import Faults
from bot.local.files import Files
from bot.local.limits import Limits, Meter
from bot.local.profile import Profile
from bot.local.updates import Updates

ADMIN_ID = 1000  # the persona whose id belongs into Settings.admins
PERSONAS = (
    {"id": ADMIN_ID, "first_name": "管理员", "username": "local_admin", "language_code": "zh-hans"},
    {"id": 1001, "first_name": "读者甲", "username": "reader_jia", "language_code": "zh-hans"},
    {"id": 1002, "first_name": "读者乙", "username": "reader_yi", "language_code": "zh-hans"},
)
BOT_USERNAME = "baozhi_local_bot"
CALLS_KEPT = 5000
MESSAGES_KEPT = 2000  # of a chat; Telegram keeps all, a rehearsal may run for weeks
QUERIES_KEPT = 1000
QUERY_SECONDS = 15.0  # a callback query not answered by then is too old


@dataclass(slots=True)
class Chat:
    """A private chat (id = the person's), a group, a supergroup or a channel."""

    id: int
    type: str
    title: str = ""
    username: str = ""
    is_forum: bool = False
    members: dict[int, str] = field(default_factory=dict)  # user id → status, the bot's among them
    topics: dict[int, str] = field(default_factory=dict)  # message_thread_id → name
    messages: dict[int, Json] = field(default_factory=dict)
    keyboard: Json | None = None  # the reply keyboard shown at present
    migrated_to: int | None = None

    def describe(self, person: Json | None = None) -> Json:
        """The Chat object."""
        if person is not None:
            names = {key: person[key] for key in ("first_name", "last_name", "username") if person.get(key)}
            return {"id": self.id, **names, "type": "private"}
        optional = {"username": self.username, "is_forum": self.is_forum}
        return {"id": self.id, "title": self.title, "type": self.type, **{k: v for k, v in optional.items() if v}}


@dataclass(slots=True)
class Query:
    """A callback or inline query on its way to the bot and back."""

    id: str
    kind: str
    asked_at: float  # on the monotonic clock
    user_id: int
    answer: Json | None = None
    answered: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(slots=True)
class World:
    """All that the server knows; one bot, one loop, no threads."""

    bot_id: int
    username: str = BOT_USERNAME
    privacy: bool = True  # Telegram's privacy mode: in groups the bot hears only what is meant for it
    limits: Limits = field(default_factory=Limits)
    query_seconds: float = QUERY_SECONDS
    seed: int = 0
    people: dict[int, Json] = field(default_factory=dict)
    blocked: set[int] = field(default_factory=set)
    started: set[int] = field(default_factory=set)  # people who have written to the bot
    chats: dict[int, Chat] = field(default_factory=dict)
    queries: dict[str, Query] = field(default_factory=dict)
    inline_messages: dict[str, tuple[int, int]] = field(default_factory=dict)  # inline_message_id → chat, message
    calls: deque[Json] = field(default_factory=lambda: deque(maxlen=CALLS_KEPT))
    listeners: set[Callable[[str, Json], None]] = field(default_factory=set)
    updates: Updates = field(default_factory=Updates)
    files: Files = field(default_factory=Files)
    profile: Profile = field(default_factory=Profile)
    faults: Faults = field(init=False)
    meter: Meter = field(init=False)
    # Like the ids of updates it counts on from the clock, so that no message of an earlier run has the same.
    next_message: int = field(default_factory=lambda: int((time.time() - 1_700_000_000) * 10))
    next_call: int = 1

    def __post_init__(self) -> None:
        self.faults, self.meter = Faults(seed=self.seed), Meter(self.limits)
        for persona in PERSONAS:
            self.add_person(persona)

    @property
    def bot(self) -> Json:
        """The bot's own User object."""
        return {"id": self.bot_id, "is_bot": True, "first_name": self.profile.name(""), "username": self.username}

    def portrait(self) -> Json:
        """The bot as the page shows it."""
        return {**self.bot, "description": self.profile.text("description", "")}

    def publish(self, event: str, body: Json) -> None:
        """Tell everyone who listens (the chat page)."""
        for listener in tuple(self.listeners):
            listener(event, body)

    def add_person(self, person: Json) -> Json:
        """Add a person and their private chat; the fields are User's."""
        person = {"is_bot": False, **person}
        self.people[person["id"]] = person
        self.chats[person["id"]] = Chat(person["id"], "private", members={person["id"]: "member"})
        return person

    def person(self, user_id: int) -> Json:
        """The person that the control API names."""
        if user_id not in self.people:
            raise ControlError(f"nobody has the id {user_id}")
        return self.people[user_id]

    def user(self, user_id: int) -> Json:
        """The User object of a person or of the bot."""
        return self.bot if user_id == self.bot_id else self.people[user_id]

    def describe(self, chat: Chat) -> Json:
        """The Chat object of *chat*."""
        return chat.describe(self.people[chat.id] if chat.type == "private" else None)

    def chat(self, chat_id: int | str) -> Chat:
        """The chat with this id or @username, as the bot names it."""
        if isinstance(chat_id, str) and chat_id.startswith("@"):
            for chat in self.chats.values():
                if chat.username and chat.username.lower() == chat_id[1:].lower():
                    return chat
            raise refuse("chat not found")
        try:
            number = int(chat_id)
        except ValueError:
            raise refuse("chat not found") from None
        if number == self.bot_id:
            raise refuse("the bot can't send messages to the bot", 403)
        if number not in self.chats:
            raise refuse("chat not found")
        return self.chats[number]

    def reachable(self, chat_id: int | str) -> Chat:
        """The chat, if the bot may write there; otherwise Telegram's refusal."""
        chat = self.chat(chat_id)
        if problem := self._obstacle(chat):
            raise problem
        return chat

    def _obstacle(self, chat: Chat) -> ApiError | None:
        if chat.type == "private":
            if chat.id in self.blocked:
                return refuse("bot was blocked by the user", 403)
            return None if chat.id in self.started else refuse("bot can't initiate conversation with a user", 403)
        if chat.migrated_to is not None:
            return refuse("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to)
        status = chat.members.get(self.bot_id, "left")
        noun = "group chat" if chat.type == "group" else f"{chat.type} chat"
        if status == "kicked":
            return refuse(f"bot was kicked from the {noun}", 403)
        if status == "left":
            return refuse(f"bot is not a member of the {noun}", 403)
        if status == "restricted":
            return refuse("not enough rights to send text messages to the chat")
        if chat.type == "channel" and status != "administrator":
            return refuse("need administrator rights in the channel chat")
        return None

    def message_id(self) -> int:
        """A fresh message id."""
        self.next_message += 1
        return self.next_message

    def post(self, chat: Chat, sender: Json | None, content: Json) -> Json:
        """Keep and show a message; *sender* None is the channel itself."""
        described = self.describe(chat)
        author = {"sender_chat": described} if sender is None else {"from": sender}
        head = {"message_id": self.message_id(), **author, "chat": described, "date": int(time.time())}
        message = {**head, **content}
        chat.messages[message["message_id"]] = message
        drop_oldest(chat.messages, MESSAGES_KEPT)
        self.publish("message", message)
        return message

    def show_keyboard(self, chat: Chat, keyboard: Json | None) -> None:
        """Put up or take down the reply keyboard of *chat*."""
        chat.keyboard = keyboard
        self.publish("keyboard", {"chat_id": chat.id, "keyboard": keyboard})

    def ask(self, kind: str, user_id: int) -> Query:
        """Open a callback or inline query."""
        query = Query(str(secrets.randbits(63)), kind, time.monotonic(), user_id)
        self.queries[query.id] = query
        drop_oldest(self.queries, QUERIES_KEPT)
        return query

    def open_query(self, query_id: str, kind: str) -> Query:
        """The query that the bot may still answer."""
        query = self.queries.get(query_id)
        fresh = query and query.kind == kind and query.answer is None
        if query is None or not fresh or time.monotonic() - query.asked_at > self.query_seconds:
            raise refuse("query is too old and response timeout expired or query ID is invalid")
        return query

    def answer_query(self, query: Query, answer: Json) -> None:
        """Give the person the bot's *answer*."""
        query.answer = answer
        query.answered.set()

    def log_call(self, call: Json) -> None:
        """Write down a call of the Bot API, numbered."""
        call["id"], self.next_call = self.next_call, self.next_call + 1
        self.calls.append(call)
        self.publish("call", call)


def drop_oldest(kept: dict[Any, Any], most: int) -> None:
    """Leave at most *most* entries, the latest."""
    while len(kept) > most:
        del kept[next(iter(kept))]
