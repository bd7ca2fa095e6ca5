"""What Telegram demands of texts: cleaning, lengths in UTF-16 code units, and the entities that it finds by itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.local.errors import Json, refuse
from bot.local.tags import parse_html, units

MESSAGE_UNITS = 4096  # UTF-16 code units of a message, after parsing
CAPTION_UNITS = 1024
MAX_ENTITIES = 100  # Telegram drops those after the hundredth

FOUND = re.compile(
    r"(?P<url>https?://[^\s<>\"'（）《》，。；！？、]+)"
    r"|(?<![\w/@])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?)(?![\w/])"
    r"|(?<![\w/@.])(?P<mention>@[A-Za-z][A-Za-z0-9_]{2,31})(?!\w)"
    r"|(?<!\w)(?P<hashtag>#\w{1,256})"
)


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text as Telegram keeps it, with its entities in order of offset."""

    text: str
    entities: tuple[Json, ...] = ()

    def fields(self, *, caption: bool = False) -> Json:
        """The fields of a message that hold it."""
        names = ("caption", "caption_entities") if caption else ("text", "entities")
        return {names[0]: self.text} | ({names[1]: list(self.entities)} if self.entities else {})


def formatted(text: str, *, parse_mode: str = "", entities: list[Json] | None = None, limit: int) -> Formatted:
    """*text* as Telegram would keep it, or the refusal that Telegram would send.

    May be empty: whether that is allowed is the caller's to say. *limit* is in UTF-16 code units after parsing.
    """
    require_utf8(text)
    if parse_mode.lower() == "html":
        text, found = parse_html(text)
    elif parse_mode.lower() in ("", "none"):
        found = [checked_entity(entity, text) for entity in entities or []]
    else:
        raise refuse("unsupported parse_mode")  # the product writes HTML only, and so this server reads no other
    result = trimmed(clean(text), found)
    if units(result.text) > limit:
        raise refuse("message caption is too long" if limit == CAPTION_UNITS else "message is too long")
    return Formatted(result.text, tuple(with_found(result.text, list(result.entities))[:MAX_ENTITIES]))


def require_utf8(text: str) -> None:
    """Refuse lone surrogates, which no UTF-8 text can hold."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise refuse("strings must be encoded in UTF-8") from None


def clean(text: str) -> str:
    """*text* with control characters as spaces, one unit for one unit, so that offsets stay right."""
    return re.sub(r"[\x00-\x09\x0b-\x1f]", " ", text)


def typed(text: str) -> Formatted:
    """What a person's client sends for *text*: cleaned, trimmed, commands and mentions marked."""
    require_utf8(text)
    stripped = clean(text.replace("\r\n", "\n")).strip()
    return Formatted(stripped, tuple(with_found(stripped, [])))


def checked_entity(entity: Json, text: str) -> Json:
    """An entity that the caller gave beside the text, if it lies within it."""
    offset, length = entity.get("offset"), entity.get("length")
    if not isinstance(offset, int) or not isinstance(length, int) or not isinstance(entity.get("type"), str):
        raise refuse("can't parse MessageEntity: wrong fields")
    if offset < 0 or length < 0 or offset + length > units(text):
        raise refuse(f"entity beginning at UTF-16 offset {offset} ends after the end of the text")
    return dict(entity)


def trimmed(text: str, entities: list[Json]) -> Formatted:
    """*text* without the white space around it, its entities cut to fit."""
    stripped = text.strip()
    lead, size = units(text[: len(text) - len(text.lstrip())]), units(stripped)
    kept = []
    for entity in entities:
        start = max(entity["offset"] - lead, 0)
        end = min(entity["offset"] + entity["length"] - lead, size)
        if end > start:
            kept.append({**entity, "offset": start, "length": end - start})
    return Formatted(stripped, tuple(kept))


def with_found(text: str, entities: list[Json]) -> list[Json]:
    """*entities* and those that Telegram finds by itself: addresses, commands, mentions, hashtags."""
    closed = [e for e in entities if e["type"] in ("code", "pre", "text_link", "text_mention")]
    found = list(entities)
    for match in FOUND.finditer(text):
        offset, length = units(text[: match.start()]), units(match[0])
        if not any(e["offset"] < offset + length and offset < e["offset"] + e["length"] for e in closed):
            found.append({"type": match.lastgroup, "offset": offset, "length": length})
    return sorted(found, key=lambda e: (e["offset"], -e["length"]))
