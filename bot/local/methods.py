"""The methods of the Bot API that the product uses, each `(world, params) -> result`; see TABLE for their names."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from bot.local import files, profile
from bot.local.errors import Json, refuse, too_many_requests
from bot.local.markup import reply_markup
from bot.local.params import Params
from bot.local.people import member_object
from bot.local.reactions import REACTIONS
from bot.local.rules import CAPTION_UNITS, MESSAGE_UNITS, Formatted, formatted
from bot.local.updates import Webhook
from bot.local.world import Chat, World

Method = Callable[[World, Params], Any | Awaitable[Any]]

MAX_POLL = 50  # seconds, as on Telegram's servers
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


# --- sending


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
    entities = params.array("entities" if name == "text" else "caption_entities")
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
    reply = params.mapping("reply_parameters")
    message_id = reply.get("message_id") or params.integer("reply_to_message_id")
    if not message_id:
        return {}
    source = world.chat(str(reply["chat_id"])) if reply.get("chat_id") else chat
    message = source.messages.get(int(message_id))
    if message is None:
        if reply.get("allow_sending_without_reply") or params.flag("allow_sending_without_reply"):
            return {}
        raise refuse("message to be replied not found")
    said = str(message.get("text") or message.get("caption"))
    if str(reply.get("quote") or "") not in said:
        raise refuse("QUOTE_TEXT_INVALID")
    return {"reply_to_message": {k: v for k, v in message.items() if k != "reply_to_message"}}


def send_chat_action(world: World, params: Params) -> bool:
    chat = world.reachable(params.text("chat_id"))
    topic_fields(chat, params)
    if params.text("action") not in ACTIONS:
        raise refuse("wrong parameter action in request")
    world.publish("action", {"chat_id": chat.id, "action": params.text("action")})
    return True


# --- changing what was sent


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
    reactions = params.array("reaction") or []
    if len(reactions) > 1:
        raise refuse("REACTIONS_TOO_MANY")  # a bot has one reaction to give
    if any(item.get("type") != "emoji" or item.get("emoji") not in REACTIONS for item in reactions):
        raise refuse("REACTION_INVALID")
    world.publish("reaction", {"chat_id": chat.id, "message_id": message["message_id"], "reaction": reactions})
    return True


# --- answering queries


def answer_callback_query(world: World, params: Params) -> bool:
    query = world.open_query(params.text("callback_query_id"), "callback")
    if len(params.text("text")) > 200:
        raise refuse("MESSAGE_TOO_LONG")
    world.answer_query(query, {"text": params.text("text"), "show_alert": params.flag("show_alert")})
    return True


def answer_inline_query(world: World, params: Params) -> bool:
    query = world.open_query(params.text("inline_query_id"), "inline")
    results = params.array("results") or []
    if len(results) > 50:
        raise refuse("RESULTS_TOO_MUCH")
    checked = [inline_result(result) for result in results]
    if len({result["id"] for result in checked}) < len(checked):
        raise refuse("RESULT_ID_DUPLICATE")
    if len(params.text("next_offset").encode()) > 64:
        raise refuse("NEXT_OFFSET_INVALID")
    button = params.mapping("button")
    if button and not (button.get("text") and (button.get("start_parameter") or button.get("web_app"))):
        raise refuse("can't parse inline query results button")
    answer = {"results": checked, "next_offset": params.text("next_offset"), "button": button or None}
    world.answer_query(query, {**answer, "cache_time": params.integer("cache_time", 300)})
    return True


def inline_result(result: Json) -> Json:
    """A checked InlineQueryResultArticle, the one type that the product sends; its text with its entities."""
    if not 1 <= len(str(result.get("id", "")).encode()) <= 64:
        raise refuse("RESULT_ID_INVALID")
    if result.get("type") != "article":
        raise refuse("can't parse inline query result: type must be article on this server")
    if not result.get("title"):
        raise refuse("can't parse inline query result: Can't find field \"title\"")
    content = result.get("input_message_content") or {}
    mode, entities = content.get("parse_mode") or "", content.get("entities")
    text = formatted(str(content.get("message_text") or ""), parse_mode=mode, entities=entities, limit=MESSAGE_UNITS)
    if not text.text:
        raise refuse("message text is empty")
    return {**result, "content": text.fields(), "reply_markup": reply_markup(result.get("reply_markup"))}


# --- chats


def get_chat(world: World, params: Params) -> Json:
    chat = world.chat(params.text("chat_id"))
    if chat.type == "private" and chat.id not in world.started:
        raise refuse("chat not found")
    return {**world.describe(chat), "accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": GIFTS}


GIFTS = dict.fromkeys(
    ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
)


def get_chat_member(world: World, params: Params) -> Json:
    chat = world.chat(params.text("chat_id"))
    user_id = params.integer("user_id")
    if user_id not in world.people and user_id != world.bot_id:
        raise refuse("invalid user_id specified")
    return member_object(world.user(user_id), chat.members.get(user_id, "left"))


def get_chat_administrators(world: World, params: Params) -> list[Json]:
    chat = world.chat(params.text("chat_id"))
    if chat.type == "private":
        raise refuse("there are no administrators in the private chat")
    return [
        member_object(world.user(user_id), status)
        for user_id, status in chat.members.items()
        if status in ("creator", "administrator") and user_id != world.bot_id
    ]


def leave_chat(world: World, params: Params) -> bool:
    chat = world.reachable(params.text("chat_id"))
    if chat.type == "private":
        raise refuse("chat member status can't be changed in private chats")
    chat.members[world.bot_id] = "left"
    return True


# --- the bot itself


def get_me(world: World, params: Params) -> Json:
    return {
        **world.bot,
        "can_join_groups": True,
        "can_read_all_group_messages": not world.privacy,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def set_my_commands(world: World, params: Params) -> bool:
    where = profile.scope(params.parsed("scope"))
    code = profile.language(params.text("language_code"))
    world.profile.menus[where, code] = profile.commands(params.parsed("commands"))
    world.publish("commands", {})
    return True


def get_my_commands(world: World, params: Params) -> list[Json]:
    where = profile.scope(params.parsed("scope"))
    return world.profile.menus.get((where, profile.language(params.text("language_code"))), [])


def delete_my_commands(world: World, params: Params) -> bool:
    where = profile.scope(params.parsed("scope"))
    world.profile.menus.pop((where, profile.language(params.text("language_code"))), None)
    world.publish("commands", {})
    return True


def text_setter(field: str, limit: int) -> Method:
    """setMyName and its sisters."""

    def set_text(world: World, params: Params) -> bool:
        world.profile.set_text(field, params.text(field), params.text("language_code"), limit=limit)
        world.publish("profile", {"field": field})
        return True

    return set_text


def text_getter(field: str) -> Method:
    """getMyName and its sisters."""

    def get_text(world: World, params: Params) -> Json:
        code = profile.language(params.text("language_code"))
        return {field: world.profile.name(code) if field == "name" else world.profile.text(field, code)}

    return get_text


# --- files and updates


def get_file(world: World, params: Params) -> Json:
    stored = world.files.get(params.text("file_id"))
    if stored.size > files.DOWNLOAD_BYTES:
        raise refuse("file is too big")
    return {**stored.reference(), "file_path": stored.remote}


async def get_updates(world: World, params: Params) -> list[Json]:
    return await world.updates.poll(
        offset=params.integer("offset"),
        limit=min(max(params.integer("limit", 100), 1), 100),
        wait=min(max(params.integer("timeout"), 0), MAX_POLL),
        allowed=params.array("allowed_updates"),
    )


def set_webhook(world: World, params: Params) -> bool:
    url = params.text("url")
    if not url:
        return delete_webhook(world, params)
    parts = urlsplit(url)
    # Like Telegram's own local Bot API server, this one may push to plain HTTP, but on loopback only.
    if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost"):
        raise refuse("bad webhook: An HTTPS URL must be provided for webhook")
    world.updates.abort_poll("terminated by setWebhook request")
    world.updates.allow(params.array("allowed_updates"))
    if params.flag("drop_pending_updates"):
        world.updates.drop()
    connections = min(max(params.integer("max_connections", 40), 1), 100)
    world.updates.webhook = Webhook(url, params.text("secret_token"), connections)
    return True


def delete_webhook(world: World, params: Params) -> bool:
    world.updates.webhook = None
    if params.flag("drop_pending_updates"):
        world.updates.drop()
    return True


def get_webhook_info(world: World, params: Params) -> Json:
    hook, pending = world.updates.webhook, len(world.updates)
    info: Json = {"url": "", "has_custom_certificate": False, "pending_update_count": pending}
    if world.updates.allowed is not None:
        info["allowed_updates"] = world.updates.allowed
    if hook:
        info |= {"url": hook.url, "max_connections": hook.max_connections}
        if hook.last_error_at:
            info |= {"last_error_date": hook.last_error_at, "last_error_message": hook.last_error}
    return info


TABLE: dict[str, Method] = {
    "getMe": get_me,
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "sendMessage": send_message,
    "sendDocument": send_document,
    "sendPhoto": send_photo,
    "sendChatAction": send_chat_action,
    "editMessageText": edit_message_text,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "setMessageReaction": set_message_reaction,
    "answerCallbackQuery": answer_callback_query,
    "answerInlineQuery": answer_inline_query,
    "getFile": get_file,
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "leaveChat": leave_chat,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyName": text_setter("name", profile.NAME_UNITS),
    "getMyName": text_getter("name"),
    "setMyDescription": text_setter("description", profile.DESCRIPTION_UNITS),
    "getMyDescription": text_getter("description"),
    "setMyShortDescription": text_setter("short_description", profile.SHORT_UNITS),
    "getMyShortDescription": text_getter("short_description"),
}
BY_NAME = {name.lower(): (name, method) for name, method in TABLE.items()}  # Telegram takes method names in any case
