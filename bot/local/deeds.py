"""What `POST /local/<deed>` asks for: people's deeds, and what goes wrong on order; a JSON object in, an object out.

- `send` `{user_id, text or kind, chat_id?, reply_to?, thread?}`: a message; kind: sticker, voice, location, contact,
  dice, poll, video_note
- `edit` `{user_id, chat_id, message_id, text}`, `delete`, `react` `{…, emoji}`
- `tap` `{user_id, chat_id, message_id, data, wait?}`: a button; waits up to *wait* seconds for the bot's answer
- `inline` `{user_id, query, offset?, chat_type?, wait?}`, then `choose` `{query_id, result_id, chat_id?}`
- `block` `{user_id, blocked}`
- `people` `{id, first_name, …}`: a new person; `chats` `{type, title, by?, username?, is_forum?}`: a new group
- `status` `{chat_id, user_id?, status, by?}`: membership, without user_id the bot's; `migrate` `{chat_id, by?}`
- `faults`: the fields of a `Fault`; `limits` `{overall?, private?, group?}`, each `[burst, per_second]`, `{}` for none
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import asdict, fields
from typing import Any

from bot.local import people
from bot.local.errors import ControlError, Json
from bot.local.faults import Fault
from bot.local.limits import Limits, Rate
from bot.local.people import Deed
from bot.local.world import ADMIN_ID, Query, World


def outcome(deed: Deed) -> Json:
    return asdict(deed)


def send(world: World, body: Json) -> Json:
    content = people.odd_content(world, body["kind"]) if "kind" in body else people.text_content(body["text"])
    place = {"chat_id": body.get("chat_id"), "reply_to": body.get("reply_to", 0), "thread": body.get("thread", 0)}
    return outcome(people.say(world, body["user_id"], content, **place))


async def tap(world: World, body: Json) -> Json:
    query = people.tap(world, body["user_id"], body["chat_id"], body["message_id"], body["data"])
    return await answered(query, body.get("wait", 0.0))


async def inline(world: World, body: Json) -> Json:
    where = {"offset": body.get("offset", ""), "chat_type": body.get("chat_type", "private")}
    query = people.ask_inline(world, body["user_id"], body["query"], **where)
    return await answered(query, body.get("wait", 0.0))


async def answered(query: Query, wait: float) -> Json:
    """The query's id, and the bot's answer if it comes within *wait* seconds."""
    try:
        await asyncio.wait_for(query.answered.wait(), wait)
    except TimeoutError:
        return {"query_id": query.id, "answer": None}
    return {"query_id": query.id, "answer": query.answer}


def edit(world: World, body: Json) -> Json:
    return outcome(people.rewrite(world, body["user_id"], body["chat_id"], body["message_id"], body["text"]))


def delete(world: World, body: Json) -> Json:
    people.erase(world, body["chat_id"], body["message_id"])
    return {}


def react(world: World, body: Json) -> Json:
    return {"update_id": people.react(world, body["user_id"], body["chat_id"], body["message_id"], body["emoji"])}


def choose(world: World, body: Json) -> Json:
    return outcome(people.choose(world, body["query_id"], body["result_id"], chat_id=body.get("chat_id")))


def block(world: World, body: Json) -> Json:
    return {"update_id": people.block(world, world.person(body["user_id"])["id"], blocked=body["blocked"])}


def add_person(world: World, body: Json) -> Json:
    person = world.add_person({"id": int(body.pop("id")), "first_name": str(body.pop("first_name")), **body})
    world.publish("person", person)
    return person


def add_chat(world: World, body: Json) -> Json:
    extras = {key: body[key] for key in ("username", "is_forum") if key in body}
    return world.describe(people.found_chat(world, body["type"], body["title"], by=body.get("by", ADMIN_ID), **extras))


def set_status(world: World, body: Json) -> Json:
    who, by = body.get("user_id", world.bot_id), body.get("by", ADMIN_ID)
    return {"update_id": people.set_status(world, body["chat_id"], who, body["status"], by=by)}


def migrate(world: World, body: Json) -> Json:
    return world.describe(people.migrate(world, body["chat_id"], by=body.get("by", ADMIN_ID)))


def order_fault(world: World, body: Json) -> Json:
    unknown = body.keys() - {field.name for field in fields(Fault)}
    if unknown:
        raise ControlError(f"a fault has no {', '.join(sorted(unknown))}")
    fault = asdict(world.faults.order(Fault(**body)))
    world.publish("faults", {"faults": world.faults.listing()})
    return fault


def set_limits(world: World, body: Json) -> Json:
    rates = {name: Rate(*map(float, pair)) for name, pair in body.items()}
    world.meter.set(Limits(**rates) if rates else Limits.none())
    return {}


DEEDS: dict[str, Callable[[World, Json], Any]] = {
    "send": send,
    "tap": tap,
    "inline": inline,
    "choose": choose,
    "edit": edit,
    "delete": delete,
    "react": react,
    "block": block,
    "people": add_person,
    "chats": add_chat,
    "status": set_status,
    "migrate": migrate,
    "faults": order_fault,
    "limits": set_limits,
}
