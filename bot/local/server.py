"""The local server: Telegram's Bot API, files, the chat page and its control API on one loopback port.

In the bot's own process (`baozhi run` without a token), on the loop that runs the bot::

    server = LocalServer(port=8090)
    await server.start()            # raises OSError if the port is taken
    …                               # Settings with token=server.token, base_url=server.url, admins={ADMIN_ID}
    await server.stop()

As a process, for tests: ``python -m bot.local --port 0 --token 1:…`` prints one line `http://127.0.0.1:PORT TOKEN` when
it listens; see `bot.local.client.LocalClient` for driving it. Telegram's side is at /bot<token>/<method> and
/file/bot<token>/<path>, the people's side at /local/… (deeds.py), the chat page at /.
"""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import json
import re
import secrets
import time
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

from bot.local.control import CONTROL_ROUTES, LocalHandler
from bot.local.errors import ApiError, Json, refuse
from bot.local.faults import Fault, error_of
from bot.local.files import UPLOAD_BYTES
from bot.local.limits import Limits
from bot.local.methods import BY_NAME
from bot.local.params import Params, Upload, as_strings
from bot.local.webhook import push_updates
from bot.local.world import QUERY_SECONDS, World

BOT_ID = 1
GATEWAY_PAGE = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>nginx</body>\r\n</html>\r\n"
SHOWN = 2000  # characters of a parameter kept in the log of calls


def make_token() -> str:
    """A token for one run, of the shape that Telegram's have."""
    return f"{BOT_ID}:LOCAL{secrets.token_hex(16)}"


class LocalServer:
    """A Bot API server for one bot; *port* 0 takes any free one."""

    def __init__(
        self,
        port: int = 0,
        token: str | None = None,
        *,
        limits: Limits | None = None,
        privacy: bool = True,
        query_seconds: float = QUERY_SECONDS,
        seed: int = 0,
    ) -> None:
        self.port, self.token = port, token or make_token()
        self.world = World(
            int(self.token.partition(":")[0]),
            limits=limits or Limits(),
            privacy=privacy,
            query_seconds=query_seconds,
            seed=seed,
        )
        self._http: HTTPServer | None = None
        self._pusher: asyncio.Task[None] | None = None

    @property
    def url(self) -> str:
        """The base address of the Bot API, and of the chat page."""
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Listen on loopback; raises OSError if the port is taken."""
        sockets = bind_sockets(self.port, "127.0.0.1")
        self.port = sockets[0].getsockname()[1]
        context = {"world": self.world}
        application = Application(
            [
                (r"/bot([^/]+)/(\w+)", BotHandler, {**context, "token": self.token}),
                (r"/file/bot([^/]+)/(.+)", FileHandler, {**context, "token": self.token}),
                *[(route, handler, context) for route, handler in CONTROL_ROUTES],
            ],
            default_handler_class=NotFoundHandler,
            default_handler_args=context,
            log_function=_no_log,
        )
        self._http = HTTPServer(application, max_body_size=UPLOAD_BYTES + 1024 * 1024, max_buffer_size=UPLOAD_BYTES * 2)
        self._http.add_sockets(sockets)
        self._pusher = asyncio.create_task(push_updates(self.world))

    async def stop(self) -> None:
        """Close every connection and forget everything."""
        if self._pusher:
            self._pusher.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._pusher
        self.world.updates.abort_poll("the local server stops")
        self.world.publish("stop", {})
        if self._http:
            self._http.stop()
            await asyncio.sleep(0)  # so that aborted polls get their answer out
            await self._http.close_all_connections()
        self.world.files.close()


def _no_log(handler: RequestHandler) -> None:
    """Tornado would log each path, and with it the token."""


class BotHandler(LocalHandler):
    """One call of a method of the Bot API."""

    def initialize(self, world: World, token: str = "") -> None:
        super().initialize(world)
        self.token, self.gone = token, False
        self.running: asyncio.Future[Any] | None = None

    async def get(self, token: str, method: str) -> None:
        await self.call(token, method)

    async def post(self, token: str, method: str) -> None:
        await self.call(token, method)

    def on_connection_close(self) -> None:
        """A bot that hung up waits for no updates."""
        self.gone = True
        if self.running:
            self.running.cancel()

    async def call(self, token: str, name: str) -> None:
        """Check, suffer the fault on order, do, answer, write down."""
        started, method, params = time.time(), name.lower(), Params({})
        fault: Fault | None = None
        try:
            self.authorize(token)
            params = self.params()
            fault = self.world.faults.strike(method, params.integer("chat_id") or None)
            if fault:
                self.world.publish("faults", {"faults": self.world.faults.listing()})
            if fault and fault.kind == "delay":
                await asyncio.sleep(fault.seconds)
            status, body = await self.outcome(method, params, fault)
        except ApiError as error:
            status, body = error.code, error.body()
        except asyncio.CancelledError:
            status, body = 0, {"ok": False, "description": "the bot hung up"}
        self.log(name, params, started, status, body, fault)
        self.answer(status, body, fault)

    async def outcome(self, method: str, params: Params, fault: Fault | None) -> tuple[int, Json]:
        """The status and body to answer with; status 0 is no answer at all."""
        if fault and fault.kind == "drop-before":
            return 0, {"ok": False, "description": "dropped before handling"}
        if fault and fault.kind == "gateway":
            return 502, {"ok": False, "description": "502 Bad Gateway"}
        if fault and (error := error_of(fault)):
            raise error
        if method not in BY_NAME:
            raise refuse("method not found", 404)
        result = BY_NAME[method][1](self.world, params)
        if inspect.isawaitable(result):
            self.running = asyncio.ensure_future(result)
            result = await self.running
        return 200, {"ok": True, "result": result}

    def authorize(self, token: str) -> None:
        if not re.fullmatch(r"\d+:[\w-]+", token):
            raise ApiError(404, "Not Found")
        if not secrets.compare_digest(token.encode(), self.token.encode()):
            raise ApiError(401, "Unauthorized")

    def params(self) -> Params:
        """The parameters from the query, and from a body of any of the three kinds."""
        # Tornado strips control characters in get_argument; Telegram must see what was sent.
        try:
            values = {name: items[-1].decode() for name, items in self.request.arguments.items()}
        except UnicodeDecodeError:
            raise refuse("strings must be encoded in UTF-8") from None
        if self.request.headers.get("Content-Type", "").startswith("application/json") and self.request.body:
            try:
                body = json.loads(self.request.body)
            except ValueError:
                raise refuse("can't parse request JSON object") from None
            values |= as_strings(body)
        uploads = {
            name: Upload(items[0].filename, items[0].body, items[0].content_type)
            for name, items in self.request.files.items()
        }
        return Params(values, uploads)

    def log(self, name: str, params: Params, started: float, status: int, body: Json, fault: Fault | None) -> None:
        sent = {key: value[:SHOWN] for key, value in params.values.items()}
        sent |= {key: f"<{upload.name}, {len(upload.content)} bytes>" for key, upload in params.uploads.items()}
        call = {"at": started, "method": BY_NAME.get(name.lower(), (name, None))[0], "params": sent, "status": status}
        outcome = {"result": body["result"]} if body["ok"] else {"description": body.get("description", "")}
        trouble = {"fault": fault.kind} if fault else {}
        self.world.log_call({**call, **outcome, **trouble, "took": round(time.time() - started, 6)})

    def answer(self, status: int, body: Json, fault: Fault | None) -> None:
        if self.gone:
            return
        if status == 0 or (fault and fault.kind == "drop-after"):
            self.detach().close()
            return
        self.set_status(status)
        if fault and fault.kind == "gateway":
            self.set_header("Content-Type", "text/html")
            self.write(GATEWAY_PAGE)
        else:
            self.set_header("Content-Type", "application/json")
            self.write(json.dumps(body, ensure_ascii=False))


class FileHandler(LocalHandler):
    """Download of a file that getFile told the path of."""

    def initialize(self, world: World, token: str = "") -> None:
        super().initialize(world)
        self.token = token

    async def get(self, token: str, remote: str) -> None:
        fault = self.world.faults.strike("file", None)
        if fault and fault.kind.startswith("drop"):
            self.detach().close()
            return
        stored = self.world.files.at(remote) if token == self.token else None
        error = error_of(fault) if fault else None
        if stored is None or error:
            problem = error or ApiError(404, "Not Found")
            self.set_status(problem.code)
            self.set_header("Content-Type", "application/json")
            self.write(json.dumps(problem.body()))
            return
        self.set_header("Content-Type", "application/octet-stream")
        self.write(stored.path.read_bytes())


class NotFoundHandler(LocalHandler):
    """Any other path, answered as Telegram answers it."""

    def prepare(self) -> None:
        super().prepare()
        if not self._finished:
            self.set_status(404)
            self.set_header("Content-Type", "application/json")
            self.finish(json.dumps(ApiError(404, "Not Found").body()))
