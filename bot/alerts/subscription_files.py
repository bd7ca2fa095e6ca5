"""Subscriptions as a file that a reader can keep, read and send back: JSON, with nothing about the reader in it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, get_args

from bot.alerts.figures import Sign
from bot.alerts.rules import LONGEST_NAME, LONGEST_QUESTION, LONGEST_WORD, MOST_WORDS, Kind, Rule, is_mark, read_mark
from bot.alerts.rules import pack as pack_rule
from bot.alerts.rules import unpack as unpack_rule
from store.subscriptions import MOST, Subscription

NAME = "baozhi-subscriptions.json"
FORM = "baozhi subscriptions 1"  # what the file says it is
LARGEST = 256 * 1024  # bytes; fifty of the longest rules are a fifth of that
SIGNS = get_args(Sign)
KINDS = get_args(Kind)


class NoSubscriptions(Exception):
    """A file does not hold subscriptions as they are exported."""


def pack(held: Sequence[Subscription]) -> bytes:
    """The file's content, the same for the same subscriptions."""
    rules = [json.loads(pack_rule(unpack_rule(one.rule))) for one in held]
    return json.dumps({"form": FORM, "subscriptions": rules}, ensure_ascii=False, indent=1).encode()


def unpack(content: bytes) -> tuple[Rule, ...]:
    """The rules that a file holds, each once. Raises NoSubscriptions; nothing in the file is believed."""
    if len(content) > LARGEST:
        raise NoSubscriptions
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        raise NoSubscriptions from None
    if not isinstance(found, dict) or found.get("form") != FORM or not isinstance(found.get("subscriptions"), list):
        raise NoSubscriptions
    rules = tuple(dict.fromkeys(map(_rule, found["subscriptions"][: 2 * MOST])))
    if not rules:
        raise NoSubscriptions
    return rules


def _rule(row: Any) -> Rule:
    """One rule, as the program itself could have made it."""
    if not isinstance(row, dict) or row.get("kind") not in KINDS:
        raise NoSubscriptions
    words, without = _words(row.get("words", [])), _words(row.get("without", []))
    needed, text = row.get("needed", 0), _text(row.get("text", ""), LONGEST_QUESTION)
    is_counted = type(needed) is int and (1 <= needed <= len(words) or (row["kind"] == "all" and needed == 0))
    if not is_counted or (row["kind"] in ("question", "figure") and not text):
        raise NoSubscriptions
    if row["kind"] != "figure":
        return Rule(row["kind"], text, words, needed, without)
    unit, known = _text(row.get("unit", ""), LONGEST_WORD), _text(row.get("known", ""), LONGEST_NAME)
    return Rule("figure", text, words, needed, without, unit, _bound(row.get("bound")), known)


def _words(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > MOST_WORDS or not all(isinstance(one, str) for one in value):
        raise NoSubscriptions
    return tuple(_word(one) for one in value)


def _word(word: str) -> str:
    plain = read_mark(word)[1] if is_mark(word) and len(word) > 3 and word.endswith(word[0]) else word
    return word if _text(plain, LONGEST_NAME if is_mark(word) else LONGEST_WORD) else _refuse()


def _text(value: Any, longest: int) -> str:
    if not isinstance(value, str) or len(value) > longest or not all(char.isprintable() for char in value):
        raise NoSubscriptions
    return value


def _bound(value: Any) -> tuple[Sign, float, str] | tuple[()]:
    if value is None:
        return ()
    if not isinstance(value, list) or len(value) != 3 or value[0] not in SIGNS or type(value[1]) not in (int, float):
        raise NoSubscriptions
    return value[0], float(value[1]), _text(value[2], LONGEST_NAME)


def _refuse() -> str:
    raise NoSubscriptions
