"""Methods that send, change and remove messages."""

from __future__ import annotations

import time

from bot.local import files
from bot.local.errors import Json, refuse, too_many_requests
from bot.local.markup import reply_markup
from bot.local.params import Params, as_strings
from bot.local.reactions import REACTIONS
from bot.local.rules import CAPTION_UNITS, MESSAGE_UNITS, Formatted, formatted
from bot.local.world import Chat, World

DELETABLE = 48 * 3600  # seconds
ACTIONS = (
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
)
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)


def send_message(world: World, params: Params) -> Json:
    text = text_of(params, "text", MESSAGE_UNITS)
    if not text.text:
        raise refuse("message text is empty")
    options = params.mapping("link_preview_options")
    return send(world, params, text.fields() | ({"link_preview_options": options} if options else {}))


def send_document(world: World, params: Params) -> Json:
    caption = text_of(params, "caption", CAPTION_UNITS)
    stored = file_of(world, params, "document", "documents")
    return send(world, params, {"document": files.document(stored)} | caption_fields(caption))


def send_photo(world: World, params: Params) -> Json:
    caption = text_of(params, "caption", CAPTION_UNITS)
    stored = file_of(world, params, "photo", "photos")
    return send(world, params, {"photo": files.photo(stored)} | caption_fields(caption))


def send(world: World, params: Params, content: Json) -> Json:
    """Post *content* from the bot, with what every sending method takes: reply, topic, keyboard."""
    if not params.text("chat_id"):
        raise refuse("chat_id is empty")
    chat = world.reachable(params.text("chat_id"))
    markup = reply_markup(params.parsed("reply_markup"))
    fields = topic_fields(chat, params) | reply_fields(world, chat, params) | content
    if seconds := world.meter.take(chat.id):
        raise too_many_requests(seconds)
    if markup and "inline_keyboard" in markup:
        fields["reply_markup"] = markup
    message = world.post(chat, None if chat.type == "channel" else world.bot, fields)
    if markup and ("keyboard" in markup or "remove_keyboard" in markup):
        world.show_keyboard(chat, markup if "keyboard" in markup else None)
    return message


def text_of(params: Params, name: str, limit: int) -> Formatted:
    entities = params.objects("entities" if name == "text" else "caption_entities")
    return formatted(params.text(name), parse_mode=params.text("parse_mode"), entities=entities, limit=limit)


def caption_fields(caption: Formatted) -> Json:
    return caption.fields(caption=True) if caption.text else {}


def file_of(world: World, params: Params, name: str, kind: str) -> files.StoredFile:
    """The uploaded file, or the stored one that is named by id."""
    if upload := params.upload(name):
        if not upload.content:
            raise refuse("file must be non-empty")
        if len(upload.content) > files.UPLOAD_BYTES:
            raise refuse("file is too big")
        return world.files.add(upload.name, upload.content, mime=upload.mime, kind=kind)
    if not params.text(name):
        raise refuse(f"there is no {name} in the request")
    return world.files.get(params.text(name))


def topic_fields(chat: Chat, params: Params) -> Json:
    thread = params.integer("message_thread_id")
    if not thread:
        return {}
    if thread not in chat.topics:
        raise refuse("message thread not found")
    return {"message_thread_id": thread, "is_topic_message": True}


def reply_fields(world: World, chat: Chat, params: Params) -> Json:
    before = {"message_id": "reply_to_message_id", "allow_sending_without_reply": "allow_sending_without_reply"}
    given = {new: params.text(old) for new, old in before.items()} | params.mapping("reply_parameters")
    reply = Params(as_strings(given))
    if not reply.integer("message_id"):
        return {}
    source = world.chat(reply.text("chat_id")) if reply.text("chat_id") else chat
    message = source.messages.get(reply.integer("message_id"))
    if message is None:
        if reply.flag("allow_sending_without_reply"):
            return {}
        raise refuse("message to be replied not found")
    said = str(message.get("text") or message.get("caption"))
    if reply.text("quote") not in said:
        raise refuse("QUOTE_TEXT_INVALID")
    return {"reply_to_message": {k: v for k, v in message.items() if k != "reply_to_message"}}


def send_chat_action(world: World, params: Params) -> bool:
    chat = world.reachable(params.text("chat_id"))
    topic_fields(chat, params)
    if params.text("action") not in ACTIONS:
        raise refuse("wrong parameter action in request")
    world.publish("action", {"chat_id": chat.id, "action": params.text("action")})
    return True


def edit_message_text(world: World, params: Params) -> Json | bool:
    text = text_of(params, "text", MESSAGE_UNITS)
    if not text.text:
        raise refuse("message text is empty")
    message = own_message(world, params)
    if "text" not in message:
        raise refuse("there is no text in the message to edit")
    return edited(world, params, message, {"entities": None, **text.fields()})


def edit_message_reply_markup(world: World, params: Params) -> Json | bool:
    return edited(world, params, own_message(world, params), {})


def own_message(world: World, params: Params) -> Json:
    """The message to edit, sent by the bot."""
    if inline_id := params.text("inline_message_id"):
        if inline_id not in world.inline_messages:
            raise refuse("MESSAGE_ID_INVALID")
        chat_id, message_id = world.inline_messages[inline_id]
        return world.chats[chat_id].messages[message_id]
    chat = world.reachable(params.text("chat_id"))
    message = chat.messages.get(params.integer("message_id"))
    if message is None:
        raise refuse("message to edit not found")
    if message.get("from", {}).get("id") != world.bot_id and "sender_chat" not in message:
        raise refuse("message can't be edited")
    return message


def edited(world: World, params: Params, message: Json, change: Json) -> Json | bool:
    """Apply *change* and the new inline keyboard (none given takes the old one off)."""
    markup = reply_markup(params.parsed("reply_markup"))
    if markup and "inline_keyboard" not in markup:
        raise refuse("inline keyboard expected")
    new = {k: v for k, v in {**message, **change, "reply_markup": markup}.items() if v is not None}
    if new == message:
        raise refuse(NOT_MODIFIED)
    chat = world.chats[message["chat"]["id"]]
    new["edit_date"] = int(time.time())
    chat.messages[message["message_id"]] = new
    world.publish("edit", new)
    return True if params.text("inline_message_id") else new


def delete_message(world: World, params: Params) -> bool:
    chat = world.reachable(params.text("chat_id"))
    message = chat.messages.get(params.integer("message_id"))
    if message is None:
        raise refuse("message to delete not found")
    mine = message.get("from", {}).get("id") == world.bot_id
    may = mine or chat.type == "private" or chat.members.get(world.bot_id) == "administrator"
    if not may or message["date"] < time.time() - DELETABLE:
        raise refuse("message can't be deleted")
    del chat.messages[message["message_id"]]
    world.publish("delete", {"chat_id": chat.id, "message_id": message["message_id"]})
    return True


def set_message_reaction(world: World, params: Params) -> bool:
    chat = world.reachable(params.text("chat_id"))
    message = chat.messages.get(params.integer("message_id"))
    if message is None:
        raise refuse("message to react not found")
    reactions = params.objects("reaction") or []
    if len(reactions) > 1:
        raise refuse("REACTIONS_TOO_MANY")  # a bot has one reaction to give
    if any(item.get("type") != "emoji" or item.get("emoji") not in REACTIONS for item in reactions):
        raise refuse("REACTION_INVALID")
    world.publish("reaction", {"chat_id": chat.id, "message_id": message["message_id"], "reaction": reactions})
    return True
