"""What people do in the chats: write, tap, upload, edit, block, join; each deed becomes the update Telegram makes."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass

from bot.local import files
from bot.local.errors import ControlError, Json
from bot.local.rules import typed
from bot.local.tags import units
from bot.local.world import Chat, Query, World

MAX_TYPED = 4096  # UTF-16 code units: a client sends no more in one message
ADMIN_RIGHTS = (
    "can_be_edited",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)
MEMBER_RIGHTS = (
    "is_member",
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
    "can_edit_tag",
    "can_react_to_messages",
)


@dataclass(frozen=True, slots=True)
class Deed:
    """What came of a person's deed: the message, and the update that the bot gets of it (None: it gets none)."""

    message: Json
    update_id: int | None


def say(
    world: World, user_id: int, content: Json, *, chat_id: int | None = None, reply_to: int = 0, thread: int = 0
) -> Deed:
    """Post *content* (the fields of a message) as a person; *chat_id* None is their chat with the bot."""
    person = world.person(user_id)
    chat = world.chats.get(user_id if chat_id is None else chat_id)
    if chat is None or (chat.type == "private" and chat.id != user_id):
        raise ControlError(f"{person['first_name']} cannot write in chat {chat_id}")
    if chat.type == "private":
        if user_id in world.blocked:
            block(world, user_id, blocked=False)
        world.started.add(user_id)
    fields: Json = {}
    if reply_to:
        if reply_to not in chat.messages:
            raise ControlError(f"there is no message {reply_to} in chat {chat.id} to reply to")
        fields["reply_to_message"] = {k: v for k, v in chat.messages[reply_to].items() if k != "reply_to_message"}
    if thread:
        chat.topics.setdefault(thread, f"话题{thread}")
        fields |= {"message_thread_id": thread, "is_topic_message": True}
    message = world.post(chat, None if chat.type == "channel" else person, fields | content)
    return Deed(message, deliver(world, chat, message))


def deliver(world: World, chat: Chat, message: Json, *, edited: bool = False) -> int | None:
    """Queue the update for *message*, if the bot is to hear it."""
    if not hears(world, chat, message):
        return None
    kind = "channel_post" if chat.type == "channel" else "message"
    return world.updates.add(f"edited_{kind}" if edited else kind, message)


def hears(world: World, chat: Chat, message: Json) -> bool:
    """Whether Telegram passes *message* on to the bot (core.telegram.org/bots/features#privacy-mode)."""
    if chat.type == "private":
        return True
    status = chat.members.get(world.bot_id, "left")
    if status in ("left", "kicked"):
        return False
    if chat.type == "channel" or status == "administrator" or not world.privacy or "text" not in message:
        return True
    text, name = message["text"], f"@{world.username}".lower()
    to_bot = message.get("reply_to_message", {}).get("from", {}).get("id") == world.bot_id
    if to_bot or "via_bot" in message or name in text.lower():
        return True
    commands = [e for e in message.get("entities", ()) if e["type"] == "bot_command"]
    return any("@" not in text[e["offset"] : e["offset"] + e["length"]] for e in commands)


def text_content(text: str) -> Json:
    """The fields of a text message as a client sends it."""
    written = typed(text)
    if not written.text:
        raise ControlError("a client sends no empty message")
    if units(written.text) > MAX_TYPED:
        raise ControlError(f"a client sends at most {MAX_TYPED} UTF-16 code units in one message")
    return written.fields()


def upload_content(world: World, kind: str, name: str, content: bytes, *, mime: str | None, caption: str) -> Json:
    """The fields of a message with a file: document, photo or voice."""
    said = typed(caption).fields(caption=True) if caption.strip() else {}
    stored = world.files.add(
        name, content, mime=mime, kind={"document": "documents", "photo": "photos"}.get(kind, kind)
    )
    if kind == "photo":
        if files.image_size(stored.path) is None:
            raise ControlError("only PNG, GIF and JPEG pictures can be sent as a photo")
        return {"photo": files.photo(stored)} | said
    if kind == "voice":
        return {"voice": {**stored.reference(), "duration": 2, "mime_type": "audio/ogg"}} | said
    return {"document": files.document(stored)} | said


def odd_content(world: World, kind: str) -> Json:
    """The fields of a message that holds no question: a sticker, a place, a poll …"""
    match kind:
        case "location":
            return {"location": {"latitude": 41.8, "longitude": 123.43}}
        case "contact":
            return {"contact": {"phone_number": "+8600000000000", "first_name": "某人"}}
        case "dice":
            return {"dice": {"emoji": "🎲", "value": 4}}
        case "poll":
            options = [{"text": text, "voter_count": 0, "persistent_id": text} for text in ("是", "否")]
            no = dict.fromkeys(("is_closed", "allows_multiple_answers", "allows_revoting", "members_only"), False)
            poll = {"id": str(secrets.randbits(60)), "question": "您读报吗？", "options": options}
            return {"poll": {**poll, "total_voter_count": 0, "type": "regular", "is_anonymous": True, **no}}
    stored = world.files.add(f"{kind}.bin", kind.encode(), kind=kind)
    match kind:
        case "sticker":
            look = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
            return {"sticker": {**stored.reference(), **look, "emoji": "👍"}}
        case "voice":
            return {"voice": {**stored.reference(), "duration": 2, "mime_type": "audio/ogg"}}
        case "video_note":
            return {"video_note": {**stored.reference(), "duration": 2, "length": 240}}
    raise ControlError(f"unknown kind of message {kind!r}")


def rewrite(world: World, user_id: int, chat_id: int, message_id: int, text: str) -> Deed:
    """Edit one's own message."""
    chat = world.chats[chat_id]
    message = chat.messages.get(message_id)
    if message is None or message.get("from", {}).get("id") != user_id or "text" not in message:
        raise ControlError("only one's own text messages can be edited")
    kept = {key: value for key, value in message.items() if key != "entities"}
    new = {**kept, **text_content(text), "edit_date": int(time.time())}
    chat.messages[message_id] = new
    world.publish("edit", new)
    return Deed(new, deliver(world, chat, new, edited=True))


def erase(world: World, chat_id: int, message_id: int) -> None:
    """Delete a message; Telegram tells the bot nothing of it."""
    world.chats[chat_id].messages.pop(message_id, None)
    world.publish("delete", {"chat_id": chat_id, "message_id": message_id})


def tap(world: World, user_id: int, chat_id: int, message_id: int, data: str) -> Query:
    """Tap an inline button; *data* may be forged, as a modified client can do, and the message long gone."""
    person, chat = world.person(user_id), world.chats[chat_id]
    query = world.ask("callback", user_id)
    body: Json = {"id": query.id, "from": person, "chat_instance": str(chat.id), "data": data}
    inline_id = next((key for key, at in world.inline_messages.items() if at == (chat_id, message_id)), None)
    if inline_id:
        body["inline_message_id"] = inline_id
    else:
        gone = {"chat": world.describe(chat), "message_id": message_id, "date": 0}
        body["message"] = chat.messages.get(message_id, gone)
    world.updates.add("callback_query", body)
    return query


def ask_inline(world: World, user_id: int, text: str, *, offset: str = "", chat_type: str = "private") -> Query:
    """Type `@bot text` in some chat."""
    query = world.ask("inline", user_id)
    body = {"id": query.id, "from": world.person(user_id), "query": text[:256], "offset": offset}
    world.updates.add("inline_query", {**body, "chat_type": chat_type})
    return query


def choose(world: World, query_id: str, result_id: str, *, chat_id: int | None = None) -> Deed:
    """Send one of the results of an inline query into a chat."""
    query = world.queries.get(query_id)
    results = query.answer["results"] if query and query.answer and query.kind == "inline" else []
    result = next((item for item in results if item["id"] == result_id), None)
    if query is None or result is None:
        raise ControlError("no such inline result")
    markup = {"reply_markup": result["reply_markup"]} if result["reply_markup"] else {}
    deed = say(world, query.user_id, {"via_bot": world.bot, **result["content"], **markup}, chat_id=chat_id)
    if markup:
        place = (deed.message["chat"]["id"], deed.message["message_id"])
        world.inline_messages[secrets.token_urlsafe(16)] = place
    return deed


def react(world: World, user_id: int, chat_id: int, message_id: int, emoji: str) -> int | None:
    """Put a reaction under a message."""
    body = {"chat": world.describe(world.chats[chat_id]), "message_id": message_id, "user": world.person(user_id)}
    change = {"old_reaction": [], "new_reaction": [{"type": "emoji", "emoji": emoji}]}
    return world.updates.add("message_reaction", {**body, "date": int(time.time()), **change})


def block(world: World, user_id: int, *, blocked: bool) -> int | None:
    """Block or unblock the bot."""
    (world.blocked.add if blocked else world.blocked.discard)(user_id)
    before, after = ("member", "kicked") if blocked else ("kicked", "member")
    world.publish("blocked", {"user_id": user_id, "blocked": blocked})
    return membership(world, world.chats[user_id], user_id, world.bot_id, before, after)


def membership(world: World, chat: Chat, by: int, user_id: int, before: str, after: str) -> int | None:
    """Queue my_chat_member, or chat_member for anyone but the bot."""
    user = world.user(user_id)
    change = {"old_chat_member": member_object(user, before), "new_chat_member": member_object(user, after)}
    body = {"chat": world.describe(chat), "from": world.person(by), "date": int(time.time()), **change}
    return world.updates.add("my_chat_member" if user_id == world.bot_id else "chat_member", body)


def member_object(user: Json, status: str) -> Json:
    """A ChatMember with every field that its status demands."""
    member: Json = {"status": status, "user": user}
    match status:
        case "creator":
            member["is_anonymous"] = False
        case "administrator":
            member |= {"is_anonymous": False, **dict.fromkeys(ADMIN_RIGHTS, True)}
        case "restricted":
            member |= {"until_date": 0, **dict.fromkeys(MEMBER_RIGHTS, False), "is_member": True}
        case "kicked":
            member["until_date"] = 0
    return member


def found_chat(world: World, kind: str, title: str, *, by: int, username: str = "", is_forum: bool = False) -> Chat:
    """Found a group, supergroup or channel; the founder is its creator, the other people are members."""
    if kind not in ("group", "supergroup", "channel"):
        raise ControlError(f"unknown type of chat {kind!r}")
    number = len(world.chats) + secrets.randbits(30)
    chat = Chat(-number if kind == "group" else -1_000_000_000_000 - number, kind, title, username, is_forum)
    chat.members = dict.fromkeys(world.people, "member") | {by: "creator"}
    world.chats[chat.id] = chat
    world.publish("chat", world.describe(chat))
    return chat


def set_status(world: World, chat_id: int, user_id: int, status: str, *, by: int) -> int | None:
    """Add, promote, restrict or remove somebody (the bot, most often)."""
    chat = world.chats[chat_id]
    before, chat.members[user_id] = chat.members.get(user_id, "left"), status
    update_id = membership(world, chat, by, user_id, before, status)
    joined = before in ("left", "kicked") and status not in ("left", "kicked")
    if joined and chat.type != "channel":
        message = world.post(chat, world.person(by), {"new_chat_members": [world.user(user_id)]})
        deliver(world, chat, message)
    return update_id


def migrate(world: World, chat_id: int, *, by: int) -> Chat:
    """Turn a group into a supergroup: a new id, the old one refused from now on."""
    old = world.chats[chat_id]
    new = found_chat(world, "supergroup", old.title, by=by)
    new.members = dict(old.members)
    leaving = world.post(old, world.person(by), {"migrate_to_chat_id": new.id})
    deliver(world, old, leaving)
    old.migrated_to = new.id
    deliver(world, new, world.post(new, world.person(by), {"migrate_from_chat_id": old.id}))
    return new
