"""The people's side over HTTP: what the chat page and the tests ask of the server under /local/, and the page itself.

- `GET /local/state`: everything the page shows: people, chats, messages, keyboards, commands, faults
- `GET /local/events`: the same as server-sent events, a `snapshot` first, then every change
- `GET /local/messages?chat_id=`, `GET /local/calls?after=&method=`, `GET /local/file?id=`
- `POST /local/<deed>`: see deeds.py
- `POST /local/upload`: multipart with `file`, `user_id`, `chat_id?`, `kind?` (document, photo, voice), `caption?`
- `GET, POST, DELETE /local/faults`: see faults.py
"""

from __future__ import annotations

import asyncio
import json
import logging
from base64 import b64encode
from collections.abc import Awaitable
from hashlib import sha256
from pathlib import Path
from re import DOTALL, findall
from typing import Any

from tornado.iostream import StreamClosedError
from tornado.web import RequestHandler

from bot.local import people
from bot.local.deeds import DEEDS, outcome
from bot.local.errors import ApiError, ControlError, Json
from bot.local.faults import KINDS
from bot.local.world import ADMIN_ID, World

log = logging.getLogger(__name__)

HOSTS = ("127.0.0.1", "localhost", "[::1]")
PAGE = Path(__file__).with_name("page.html")
MESSAGES_SHOWN = 300  # of a chat, the latest
CALLS_SHOWN = 100
HEARTBEAT = 15.0  # seconds between signs of life on an idle event stream
RETRY = 1000  # milliseconds after which a page tries to connect again
QUEUE = 2000  # events a slow page may lag behind before it is sent away to start anew
SHOWN_AS_IS = {"image/png", "image/jpeg", "image/gif"}  # anything else is only downloaded


class LocalHandler(RequestHandler):
    """Answers only requests meant for this machine: a name that resolves here, a page of ours, or no page at all."""

    linked = False  # whether a link on another page may lead here

    def initialize(self, world: World) -> None:
        self.world = world

    def log_exception(self, *error: Any) -> None:
        """Say what failed without the path, which holds the token."""
        log.error("%s failed", type(self).__name__, exc_info=error)

    def prepare(self) -> None:
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cache-Control", "no-store")
        host = self.request.host
        origin = self.request.headers.get("Origin")
        near = self.request.headers.get("Sec-Fetch-Site", "none") in ("none", "same-origin")
        followed = self.linked and self.request.headers.get("Sec-Fetch-Mode") == "navigate"
        known = host.rpartition(":")[0] in HOSTS or host in HOSTS
        ours = origin is None or origin == f"{self.request.protocol}://{host}"
        if not known or not ours or not (near or followed):
            self.set_status(403)
            self.finish("only for pages of this very server\n")


class ControlHandler(LocalHandler):
    """One deed: `deed(world, body) -> object`, in and out as JSON."""

    async def post(self, name: str) -> None:
        deed = DEEDS.get(name)
        if deed is None:
            self.reply(404, {"error": f"no such deed: {name}"})
            return
        try:
            result = deed(self.world, json.loads(self.request.body or b"{}"))
            self.reply(200, await result if isinstance(result, Awaitable) else result)
        except (ControlError, ApiError) as error:
            self.reply(400, {"error": str(error)})
        except (KeyError, TypeError, ValueError) as error:
            self.reply(400, {"error": f"{name}: {type(error).__name__} {error}"})

    def reply(self, status: int, body: object) -> None:
        self.set_status(status)
        self.set_header("Content-Type", "application/json")
        self.write(json.dumps(body, ensure_ascii=False))


class UploadHandler(ControlHandler):
    """A file that a person sends."""

    async def post(self) -> None:  # type: ignore[override]
        try:
            upload = self.request.files["file"][0]
            user_id, chat_id = int(self.get_body_argument("user_id")), self.get_body_argument("chat_id", "")
            kind, caption = self.get_body_argument("kind", "document"), self.get_body_argument("caption", "")
            name = upload.filename or "file"
            content = people.upload_content(
                self.world, kind, name, upload.body, mime=upload.content_type, caption=caption
            )
            deed = people.say(self.world, user_id, content, chat_id=int(chat_id) if chat_id else None)
            self.reply(200, outcome(deed))
        except (ControlError, ValueError, KeyError, IndexError) as error:
            self.reply(400, {"error": f"upload: {error}"})


class FaultsHandler(ControlHandler):
    """The faults on order."""

    def get(self) -> None:
        self.reply(200, {"faults": self.world.faults.listing(), "kinds": KINDS})

    async def post(self) -> None:  # type: ignore[override]
        await super().post("faults")

    def delete(self) -> None:
        self.world.faults.clear()
        self.world.publish("faults", {"faults": []})
        self.reply(200, {})


# --- reading


class StateHandler(ControlHandler):
    """Everything at once."""

    def get(self) -> None:
        self.reply(200, snapshot(self.world))


class MessagesHandler(ControlHandler):
    """What was said in one chat."""

    def get(self) -> None:
        chat = self.world.chats.get(int(self.get_query_argument("chat_id", "0")))
        if chat is None:
            self.reply(404, {"error": "no such chat"})
        else:
            self.reply(200, [chat.messages[key] for key in sorted(chat.messages)])


class CallsHandler(ControlHandler):
    """The log of Bot API calls, oldest first."""

    def get(self) -> None:
        after, method = int(self.get_query_argument("after", "0")), self.get_query_argument("method", "")
        self.reply(200, [c for c in self.world.calls if c["id"] > after and method in ("", c["method"])])


class ChatFileHandler(LocalHandler):
    """A file as the page shows it: pictures as pictures, all else as a download."""

    def get(self) -> None:
        try:
            stored = self.world.files.get(self.get_query_argument("id", ""))
        except ApiError:
            self.set_status(404)
            return
        picture = stored.mime in SHOWN_AS_IS
        self.set_header("Content-Type", stored.mime if picture else "application/octet-stream")
        self.set_header("Content-Security-Policy", "default-src 'none'; sandbox")
        if not picture:
            self.set_header("Content-Disposition", "attachment")
        self.write(stored.path.read_bytes())


def snapshot(world: World) -> Json:
    """What a page needs to show everything from nothing."""
    return {
        "bot": world.portrait(),
        "people": list(world.people.values()),
        "admin_id": ADMIN_ID,
        "blocked": sorted(world.blocked),
        "chats": [
            {
                **world.describe(chat),
                "keyboard": chat.keyboard,
                "members": sorted(chat.members),
                "messages": [chat.messages[key] for key in sorted(chat.messages)[-MESSAGES_SHOWN:]],
            }
            for chat in world.chats.values()
        ],
        "commands": {person_id: menu(world, person_id) for person_id in world.people},
        "faults": world.faults.listing(),
        "calls": list(world.calls)[-CALLS_SHOWN:],
    }


def menu(world: World, person_id: int) -> list[Json]:
    """The commands that a person sees in their chat with the bot."""
    code = world.people[person_id].get("language_code", "")
    return world.profile.menu(person_id, person_id, private=True, admin=False, code=code)


class EventsHandler(LocalHandler):
    """Server-sent events; a page that lost its connection gets a snapshot again."""

    def initialize(self, world: World) -> None:
        super().initialize(world)
        self.events: asyncio.Queue[tuple[str, Json]] = asyncio.Queue(QUEUE)

    async def get(self) -> None:
        self.set_header("Content-Type", "text/event-stream")
        self.world.listeners.add(self.hear)
        try:
            self.write(f"retry: {RETRY}\n\n")
            await self.tell("snapshot", snapshot(self.world))
            while self.hear in self.world.listeners:
                try:
                    event, body = await asyncio.wait_for(self.events.get(), HEARTBEAT)
                except TimeoutError:
                    event, body = "alive", {}
                if event == "commands":
                    body = {str(person_id): menu(self.world, person_id) for person_id in self.world.people}
                await self.tell(event, body)
                if event == "stop":
                    return
        except StreamClosedError:
            return  # the page was closed
        finally:
            self.world.listeners.discard(self.hear)

    def hear(self, event: str, body: Json) -> None:
        """Queue an event; a page too slow for it is sent away, to begin anew with a snapshot."""
        if self.events.full():
            self.world.listeners.discard(self.hear)
        else:
            self.events.put_nowait((event, body))

    def on_connection_close(self) -> None:
        self.hear("stop", {})

    async def tell(self, event: str, body: Json) -> None:
        self.write(f"event: {event}\ndata: {json.dumps(body, ensure_ascii=False)}\n\n")
        await self.flush()


class PageHandler(LocalHandler):
    """The chat page; its own script and style are allowed by their hashes, and nothing else."""

    linked = True

    def get(self) -> None:
        html = PAGE.read_text(encoding="utf-8")
        policy = (
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; connect-src 'self'; "
            f"img-src 'self' data:; script-src {hashes(html, 'script')}; style-src {hashes(html, 'style')}"
        )
        self.set_header("Content-Security-Policy", policy)
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.write(html)


def hashes(html: str, tag: str) -> str:
    """CSP sources for the inline elements *tag* of *html*."""
    bodies = findall(rf"<{tag}>(.*?)</{tag}>", html, DOTALL)
    return " ".join(f"'sha256-{b64encode(sha256(body.encode()).digest()).decode()}'" for body in bodies)


CONTROL_ROUTES: list[tuple[str, type[LocalHandler]]] = [
    (r"/", PageHandler),
    (r"/local/state", StateHandler),
    (r"/local/events", EventsHandler),
    (r"/local/messages", MessagesHandler),
    (r"/local/calls", CallsHandler),
    (r"/local/file", ChatFileHandler),
    (r"/local/upload", UploadHandler),
    (r"/local/faults", FaultsHandler),
    (r"/local/(\w+)", ControlHandler),
]
