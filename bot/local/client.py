"""Drives a local server over HTTP: people who write, tap and wait, for tests and scripts."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx

from bot.local.errors import ControlError, Json

PAUSE = 0.01  # seconds between looks


class LocalClient:
    """The people's side of the server at *url*; every refusal raises ControlError."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._http = httpx.Client(base_url=url, timeout=30, trust_env=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def get(self, path: str, **query: str | int) -> Any:
        """What `GET /local/<path>` gives."""
        return self._read(self._http.get(f"/local/{path}", params=query))

    def do(self, deed: str, **body: Any) -> Any:
        """`POST /local/<deed>`; the deeds are listed in control.py."""
        return self._read(self._http.post(f"/local/{deed}", json=body))

    def clear_faults(self) -> None:
        """Take back every fault."""
        self._read(self._http.delete("/local/faults"))

    def send(self, text: str, user_id: int = 1001, **place: Any) -> Json:
        """Write *text*; returns `{"message", "update_id"}`."""
        deed: Json = self.do("send", text=text, user_id=user_id, **place)
        return deed

    def upload(self, path: Path, user_id: int = 1001, *, kind: str = "document", caption: str = "") -> Json:
        """Send a file."""
        form = {"user_id": str(user_id), "kind": kind, "caption": caption}
        files = {"file": (path.name, path.read_bytes())}
        deed: Json = self._read(self._http.post("/local/upload", data=form, files=files))
        return deed

    def tap(self, message: Json, data: str, user_id: int = 1001, *, wait: float = 5.0) -> Json | None:
        """Tap the button *data* of *message*; returns the bot's answer, None if none came in time."""
        where = {"chat_id": message["chat"]["id"], "message_id": message["message_id"]}
        answer: Json | None = self.do("tap", user_id=user_id, data=data, wait=wait, **where)["answer"]
        return answer

    def ask(self, text: str, user_id: int = 1001, *, wait: float = 10.0) -> Json:
        """Write *text* in the private chat and return the bot's next message there."""
        message = self.send(text, user_id)["message"]
        return self.wait_for_message(user_id, after=message["message_id"], wait=wait)

    def messages(self, chat_id: int = 1001) -> list[Json]:
        """What was said in a chat, oldest first."""
        found: list[Json] = self.get("messages", chat_id=chat_id)
        return found

    def calls(self, method: str = "", *, after: int = 0) -> list[Json]:
        """The Bot API calls so far, oldest first."""
        found: list[Json] = self.get("calls", method=method, after=after)
        return found

    def wait_for_message(self, chat_id: int, *, after: int, wait: float = 10.0) -> Json:
        """The bot's first message in a chat after message *after*."""

        def first() -> Json | None:
            fresh = (m for m in self.messages(chat_id) if m["message_id"] > after and m["from"]["is_bot"])
            return next(fresh, None)

        found: Json = self.wait_until(first, wait=wait, what=f"a message of the bot in chat {chat_id}")
        return found

    def wait_until(self, look: Callable[[], Any], *, wait: float = 10.0, what: str = "it") -> Any:
        """The first true value of *look*; raises TimeoutError after *wait* seconds."""
        end = time.monotonic() + wait
        while not (value := look()):
            if time.monotonic() > end:
                raise TimeoutError(f"waited {wait} s for {what}")
            time.sleep(PAUSE)
        return value

    @staticmethod
    def _read(response: httpx.Response) -> Any:
        if response.status_code != 200:
            raise ControlError(response.json().get("error", response.text))
        return response.json()
