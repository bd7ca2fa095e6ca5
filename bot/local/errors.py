"""The Bot API's refusals, worded as Telegram words them."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]  # an object of the Bot API, as it goes over the wire

PREFIXES = {400: "Bad Request: ", 403: "Forbidden: ", 404: "Not Found: ", 409: "Conflict: "}


class ApiError(Exception):
    """A call that is answered with ``"ok": false``; *parameters* is Telegram's ResponseParameters."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters

    def body(self) -> Json:
        """The body that Telegram sends with this error."""
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        return {**body, "parameters": self.parameters} if self.parameters else body


class ControlError(Exception):
    """A request to the control API (`/local/…`) that makes no sense; its text is for the developer."""


def refuse(problem: str, code: int = 400, **parameters: int) -> ApiError:
    """The error for *problem*, with the prefix that Telegram puts before it."""
    return ApiError(code, PREFIXES[code] + problem, **parameters)


def too_many_requests(seconds: int) -> ApiError:
    """Telegram's flood control: come back after *seconds*."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
