"""What Telegram demands of keyboards."""

from __future__ import annotations

import json
from typing import Any

from bot.local.errors import Json, refuse
from bot.local.rules import require_utf8
from bot.local.tags import link

CALLBACK_BYTES = 64
MAX_BUTTONS = 100
MAX_BYTES = (
    10_240  # of a whole keyboard as JSON; Telegram's own limit is not published, bots meet it at about this size
)
ACTIONS = (
    "url",
    "callback_data",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "web_app",
    "login_url",
    "callback_game",
    "pay",
)


def reply_markup(value: object) -> Json | None:
    """The checked keyboard, None if there is none (an inline keyboard without buttons counts as none)."""
    if value is None or value == "":
        return None
    if not isinstance(value, dict):
        raise refuse("object expected as reply markup")
    if "inline_keyboard" in value:
        return inline_keyboard(value)
    if "keyboard" in value:
        return reply_keyboard(value)
    if value.get("remove_keyboard") or value.get("force_reply"):
        return value
    return None


def inline_keyboard(value: Json) -> Json | None:
    rows = [[inline_button(button) for button in row] for row in button_rows(value["inline_keyboard"], "inline ")]
    check_size(rows)
    return {"inline_keyboard": rows} if rows else None


def button_rows(rows: object, which: str) -> list[list[Any]]:
    """The rows with buttons in them."""
    if not isinstance(rows, list):
        raise refuse(f'field "{which.strip() + "_" if which else ""}keyboard" must be of type Array')
    for row in rows:
        if not isinstance(row, list):
            raise refuse(f"can't parse {which}keyboard markup: Expected an Array of Arrays of buttons")
    return [row for row in rows if row]


def check_size(rows: list[list[Json]]) -> None:
    if sum(map(len, rows)) > MAX_BUTTONS or len(json.dumps(rows, ensure_ascii=False).encode()) > MAX_BYTES:
        raise refuse("reply markup is too long")


def inline_button(button: object) -> Json:
    """One button of an inline keyboard: a text and exactly one thing that it does."""
    if not isinstance(button, dict):
        raise refuse("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    text = button.get("text")
    if not isinstance(text, str):
        raise refuse('can\'t parse inline keyboard button: Field "text" must be of type String')
    require_utf8(text)
    actions = [name for name in ACTIONS if button.get(name) not in (None, "", False)]
    # An empty query is a real one: it opens inline mode without text.
    actions += [name for name in ACTIONS if name.startswith("switch_inline_query") and button.get(name) == ""]
    if not actions:
        raise refuse("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if not text.strip():
        raise refuse("inline keyboard button text must be non-empty")
    if len(actions) > 1:
        raise refuse("can't parse inline keyboard button: Only one action is allowed for a button")
    check_action(actions[0], button[actions[0]])
    return {"text": text, actions[0]: button[actions[0]]}


def check_action(action: str, value: Any) -> None:
    if action == "callback_data":
        if not isinstance(value, str):
            raise refuse('can\'t parse inline keyboard button: Field "callback_data" must be of type String')
        require_utf8(value)
        if len(value.encode()) > CALLBACK_BYTES:
            raise refuse("BUTTON_DATA_INVALID")
    elif action == "url":
        if not isinstance(value, str) or not link(value):
            raise refuse(f"inline keyboard button URL '{value}' is invalid: Wrong HTTP URL")
    elif action == "copy_text" and not (isinstance(value, dict) and 0 < len(str(value.get("text", ""))) <= 256):
        raise refuse("BUTTON_COPY_TEXT_INVALID")


def reply_keyboard(value: Json) -> Json:
    rows = []
    for row in button_rows(value["keyboard"], ""):
        rows.append([{"text": button} if isinstance(button, str) else button for button in row])
    for button in (button for row in rows for button in row):
        if not isinstance(button, dict) or not isinstance(button.get("text"), str):
            raise refuse('can\'t parse keyboard button: Field "text" must be of type String')
        require_utf8(button["text"])
        if not button["text"].strip():
            raise refuse("keyboard button text must be non-empty")
    if len(str(value.get("input_field_placeholder") or "")) > 64:
        raise refuse("INPUT_FIELD_PLACEHOLDER_TOO_LONG")
    check_size(rows)
    return {**value, "keyboard": rows}
