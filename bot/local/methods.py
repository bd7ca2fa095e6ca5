"""The methods of the Bot API that the product uses, each `(world, params) -> result`; see TABLE for their names."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from bot.local import files, messages, profile
from bot.local.errors import Json, refuse
from bot.local.markup import reply_markup
from bot.local.params import Params, as_strings
from bot.local.people import member_object
from bot.local.rules import MESSAGE_UNITS, formatted
from bot.local.updates import Webhook
from bot.local.world import World

Method = Callable[[World, Params], Any | Awaitable[Any]]

MAX_POLL = 50  # seconds, as on Telegram's servers


# --- answering queries


def answer_callback_query(world: World, params: Params) -> bool:
    query = world.open_query(params.text("callback_query_id"), "callback")
    if len(params.text("text")) > 200:
        raise refuse("MESSAGE_TOO_LONG")
    world.answer_query(query, {"text": params.text("text"), "show_alert": params.flag("show_alert")})
    return True


def answer_inline_query(world: World, params: Params) -> bool:
    query = world.open_query(params.text("inline_query_id"), "inline")
    results = params.objects("results") or []
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
    content = Params(as_strings(result.get("input_message_content")))
    text = formatted(
        content.text("message_text"),
        parse_mode=content.text("parse_mode"),
        entities=content.objects("entities"),
        limit=MESSAGE_UNITS,
    )
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
        world.publish("profile", world.portrait())
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
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", params.text("secret_token")):
        raise refuse("secret token contains unallowed characters")
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
    "sendMessage": messages.send_message,
    "sendDocument": messages.send_document,
    "sendPhoto": messages.send_photo,
    "sendChatAction": messages.send_chat_action,
    "editMessageText": messages.edit_message_text,
    "editMessageReplyMarkup": messages.edit_message_reply_markup,
    "deleteMessage": messages.delete_message,
    "setMessageReaction": messages.set_message_reaction,
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
