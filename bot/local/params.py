"""Parameters of a call, sent as query, form, JSON or multipart; wrong types are refused as Telegram refuses them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.local.errors import Json, refuse


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in a multipart body."""

    name: str
    content: bytes
    mime: str


@dataclass(frozen=True, slots=True)
class Params:
    """A call's parameters as strings; objects and lists are JSON, as Telegram takes them."""

    values: Mapping[str, str]
    uploads: Mapping[str, Upload] = field(default_factory=dict)

    def text(self, name: str, default: str = "") -> str:
        """A string, *default* where it is missing."""
        return self.values.get(name, default)

    def integer(self, name: str, default: int = 0) -> int:
        """A whole number; what is none counts as missing, as with Telegram."""
        try:
            return int(self.values.get(name, default))
        except ValueError:
            return default

    def flag(self, name: str) -> bool:
        """A boolean."""
        return self.values.get(name, "").lower() in ("1", "true", "yes")

    def parsed(self, name: str) -> Any:
        """The value of a JSON parameter; None where it is missing or empty."""
        value = self.values.get(name, "")
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise refuse(f"can't parse {name.replace('_', ' ')} JSON object") from None

    def array(self, name: str) -> list[Any] | None:
        """A JSON array; None where it is missing."""
        value = self.parsed(name)
        if value is not None and not isinstance(value, list):
            raise refuse(f"can't parse {name.replace('_', ' ')}: expected an Array")
        return value

    def objects(self, name: str) -> list[Json] | None:
        """A JSON array of objects; None where it is missing."""
        items = self.array(name)
        if items is not None and not all(isinstance(item, dict) for item in items):
            raise refuse(f"can't parse {name.replace('_', ' ')}: expected an Array of Objects")
        return items

    def mapping(self, name: str) -> Json:
        """A JSON object; empty where it is missing."""
        value = self.parsed(name)
        if value is not None and not isinstance(value, dict):
            raise refuse(f"can't parse {name.replace('_', ' ')}: expected an Object")
        return value or {}

    def upload(self, name: str) -> Upload | None:
        """The file sent for *name*, directly or as `attach://other`; None where an id or nothing was sent."""
        return self.uploads.get(self.values.get(name, "").removeprefix("attach://")) or self.uploads.get(name)


def as_strings(body: object) -> dict[str, str]:
    """A JSON object's values in the shape of a form's."""
    if not isinstance(body, dict):
        raise refuse("can't parse request: expected an Object")
    return {
        name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for name, value in body.items()
        if value is not None
    }
