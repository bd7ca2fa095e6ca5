"""Pushes updates to the bot's webhook: one at a time and in order, each until the bot says 2xx."""

from __future__ import annotations

import asyncio
import json
import time

from tornado.httpclient import AsyncHTTPClient, HTTPError, HTTPRequest, HTTPResponse

from bot.local.errors import ApiError, Json
from bot.local.methods import BY_NAME
from bot.local.params import Params, as_strings
from bot.local.updates import Webhook
from bot.local.world import World

TIMEOUT = 20.0  # seconds for the bot to answer
LONGEST_PAUSE = 8.0  # seconds between attempts; Telegram goes far higher, a rehearsal need not
IDLE = 0.05  # seconds between looks for a webhook


async def push_updates(world: World) -> None:
    """Deliver for as long as the server runs; waits while there is no webhook."""
    client = AsyncHTTPClient(force_instance=True)
    pause = IDLE
    try:
        while True:
            await world.updates.arrival()
            hook, waiting = world.updates.webhook, world.updates.head(1)
            if hook is None or not waiting:
                pause = IDLE
            elif await push(world, client, hook, waiting[0]):
                world.updates.confirm(waiting[0]["update_id"] + 1)
                pause = IDLE
                continue
            else:
                pause = min(pause * 2, LONGEST_PAUSE)
            await asyncio.sleep(pause)
    finally:
        client.close()


async def push(world: World, client: AsyncHTTPClient, hook: Webhook, update: Json) -> bool:
    """Offer *update* once; returns whether the bot took it, and notes what getWebhookInfo tells of a failure."""
    headers = {"Content-Type": "application/json"}
    if hook.secret:
        headers["X-Telegram-Bot-Api-Secret-Token"] = hook.secret
    request = HTTPRequest(
        hook.url,
        method="POST",
        headers=headers,
        body=json.dumps(update),
        request_timeout=TIMEOUT,
        follow_redirects=False,
    )
    try:
        response = await client.fetch(request)
    except HTTPError as error:
        hook.last_error = f"Wrong response from the webhook: {error.code} {error.message}"
    except OSError as error:
        hook.last_error = f"Connection failed: {error.strerror or type(error).__name__}"
    else:
        answer_in_reply(world, response)
        return True
    hook.last_error_at = int(time.time())
    return False


def answer_in_reply(world: World, response: HTTPResponse) -> None:
    """Make the call that the bot put into its reply, if any; its outcome is not told, as with Telegram."""
    try:
        call = json.loads(response.body or b"null")
        name, method = BY_NAME[call["method"].lower()]
        method(world, Params(as_strings(call)))
    except (ValueError, TypeError, KeyError, ApiError):
        return
    world.log_call({"at": time.time(), "method": name, "params": call, "status": 200, "took": 0.0})
