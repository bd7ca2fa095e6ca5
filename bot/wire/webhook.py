"""Updates that Telegram posts to us: each is written down before Telegram hears that it has arrived."""

from __future__ import annotations

import hmac
import json
import logging
from http import HTTPStatus

from aiohttp import web
from telegram import Bot, Update

from bot.wire.inbox import Inbox, InboxUnusable

log = logging.getLogger(__name__)

STOP_SECONDS = 1.0  # for what is being written down


class Webhook:
    """An HTTP server that takes updates into the inbox, from whoever knows the secret."""

    def __init__(self, bot: Bot, inbox: Inbox, *, path: str, secret: str) -> None:
        """Nothing is listened to yet; *path* is what stands in the address that Telegram is told."""
        self._bot, self._inbox = bot, inbox
        self._path, self._secret = path.rstrip("/"), secret.encode()
        server = web.Server(self._answer, access_log=None)
        self._runner = web.ServerRunner(server, shutdown_timeout=STOP_SECONDS)

    async def start(self, port: int) -> None:
        """Listen. Raises OSError if the port is taken."""
        await self._runner.setup()
        await web.TCPSite(self._runner, "0.0.0.0", port).start()

    async def stop(self) -> None:
        """Take nothing any more; what is being written down is finished."""
        await self._runner.cleanup()

    async def _answer(self, request: web.BaseRequest) -> web.Response:
        """200 when the update is kept; a refusal, or what makes Telegram send it again later."""
        return web.Response(status=await self._receive(request))

    async def _receive(self, request: web.BaseRequest) -> HTTPStatus:
        if request.rel_url.raw_path.rstrip("/") != self._path:
            return HTTPStatus.NOT_FOUND
        if request.method != "POST":
            return HTTPStatus.METHOD_NOT_ALLOWED
        if request.content_type != "application/json" or not self._knows_secret(request):
            return HTTPStatus.FORBIDDEN
        try:
            body = (await request.read()).decode()
            update = Update.de_json(json.loads(body), self._bot)
        except Exception as exc:  # its words may be a reader's
            log.error("Telegram posted what is no update: %s", type(exc).__name__)
            return HTTPStatus.BAD_REQUEST
        try:
            await self._inbox.accept(update, body)
        except InboxUnusable as exc:
            log.error("update %d was not taken, Telegram will send it again: %s", update.update_id, exc)
            return HTTPStatus.INTERNAL_SERVER_ERROR
        return HTTPStatus.OK

    def _knows_secret(self, request: web.BaseRequest) -> bool:
        said = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        return hmac.compare_digest(said.encode(errors="surrogateescape"), self._secret)
