"""What Telegram demands of texts: the HTML of `parse_mode`, cleaning, lengths, and the entities it finds by itself.

The parser follows tdlib's (td/telegram/MessageEntity.cpp), its messages included; offsets and lengths are UTF-16 code
units.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.local.errors import Json, refuse

MESSAGE_UNITS = 4096  # UTF-16 code units of a message, after parsing
CAPTION_UNITS = 1024
MAX_ENTITIES = 100  # Telegram drops those after the hundredth

STYLES = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("s", "strike", "del"), "strikethrough"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **dict.fromkeys(("tg-spoiler", "span"), "spoiler"),
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}  # the only named references Telegram knows
REFERENCE = re.compile(r"&(?:#([xX])?([0-9a-fA-F]{1,8})|(lt|gt|amp|quot));?")
ATTRIBUTE = re.compile(r"([^\s=>/\"']*)\s*(=?)\s*")
TOKEN = re.compile(r"[A-Za-z0-9.-]*")

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


@dataclass(slots=True)
class OpenTag:
    name: str
    argument: str
    offset: int  # UTF-16 code units


def units(text: str) -> int:
    """Length of *text* in UTF-16 code units, which is how Telegram counts."""
    return len(text) + sum(char > "\uffff" for char in text)


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


def parse_html(text: str) -> tuple[str, list[Json]]:
    """The text without its tags, and its entities; raises the refusal of tdlib's parser."""
    out: list[str] = []
    stack: list[OpenTag] = []
    entities: list[Json] = []
    offset = at = 0
    while at < len(text):
        char = text[at]
        if char == "&" and (decoded := reference(text, at)):
            char, at = decoded
        elif char != "<":
            at += 1
        elif text.startswith("/", at + 1):
            at = end_tag(text, at, stack, entities, offset)
            continue
        else:
            tag, at = start_tag(text, at, offset)
            stack.append(tag)
            continue
        out.append(char)
        offset += units(char)
    if stack:
        raise parse_error(f'Can\'t find end tag corresponding to start tag "{stack[-1].name}"')
    return "".join(out), merged_code(entities)


def parse_error(problem: str) -> Exception:
    return refuse(f"can't parse entities: {problem}")


def byte(text: str, at: int) -> int:
    """tdlib names positions by UTF-8 byte."""
    return len(text[:at].encode())


def reference(text: str, at: int) -> tuple[str, int] | None:
    """The character that the reference at *at* stands for and where the text goes on; None if it is no reference."""
    match = REFERENCE.match(text, at)
    if not match:
        return None
    hexadecimal, digits, name = match.groups()
    if name:
        return NAMED[name], match.end()
    try:
        code = int(digits, 16 if hexadecimal else 10)
    except ValueError:
        return None
    if not 0 < code < 0x10FFFF or 0xD800 <= code < 0xE000:
        return None
    return chr(code), match.end()


def start_tag(text: str, begin: int, offset: int) -> tuple[OpenTag, int]:
    """The start tag at *begin*, and the position after it."""
    end = begin + 1
    while end < len(text) and not text[end].isspace() and text[end] != ">":
        end += 1
    if end == len(text):
        raise parse_error(f"Unclosed start tag at byte offset {byte(text, begin)}")
    name = text[begin + 1 : end].lower()
    if name not in STYLES:
        raise parse_error(f'Unsupported start tag "{name}" at byte offset {byte(text, begin)}')
    argument, end = attributes(text, begin, end, name)
    if name == "span" and argument != "spoiler":
        raise parse_error(f'Tag "span" must have class "tg-spoiler" at byte offset {byte(text, begin)}')
    return OpenTag(name, argument, offset), end


def attributes(text: str, begin: int, at: int, name: str) -> tuple[str, int]:
    """The one argument that the tag's attributes give, and the position after the tag."""
    argument = ""
    while True:
        at = skip_spaces(text, at)
        if text.startswith(">", at):
            return argument, at + 1
        match = ATTRIBUTE.match(text, at)
        if match is None or not match[1]:
            if at >= len(text):
                raise parse_error(f'Unclosed start tag "{name}" at byte offset {byte(text, begin)}')
            raise parse_error(f'Empty attribute name in the tag "{name}" at byte offset {byte(text, begin)}')
        attribute, at = match[1], match.end()
        if not match[2]:
            value = "1"
        else:
            value, at = attribute_value(text, at, begin)
        if at >= len(text):
            raise parse_error(f"Unclosed start tag at byte offset {byte(text, begin)}")
        argument = tag_argument(name, attribute, value) or argument


def skip_spaces(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def attribute_value(text: str, at: int, begin: int) -> tuple[str, int]:
    """The quoted string or name token at *at*, and the position after it."""
    if at >= len(text):
        raise parse_error(f"Unclosed start tag at byte offset {byte(text, begin)}")
    if text[at] not in "'\"":
        match = TOKEN.match(text, at)
        end = match.end() if match else at
        if end < len(text) and not text[end].isspace() and text[end] != ">":
            raise parse_error(f"Unexpected end of name token at byte offset {byte(text, at)}")
        return text[at:end].lower(), end
    quote, at, out = text[at], at + 1, []
    while at < len(text) and text[at] != quote:
        if text[at] == "&" and (decoded := reference(text, at)):
            char, at = decoded
        else:
            char, at = text[at], at + 1
        out.append(char)
    return "".join(out), at + 1


def tag_argument(name: str, attribute: str, value: str) -> str:
    """What of a tag's attributes Telegram reads; empty for those it ignores."""
    match name, attribute:
        case "a", "href":
            return value
        case "code", "class" if value.startswith("language-"):
            return value[9:]
        case "span", "class" if value.startswith("tg-"):
            return value[3:]
        case "tg-emoji", "emoji-id":
            return value
        case "blockquote", "expandable":
            return "1"
    return ""


def end_tag(text: str, begin: int, stack: list[OpenTag], entities: list[Json], offset: int) -> int:
    """Close the innermost tag by the end tag at *begin*; returns the position after it."""
    if not stack:
        raise parse_error(f"Unexpected end tag at byte offset {byte(text, begin)}")
    end = begin + 2
    while end < len(text) and not text[end].isspace() and text[end] != ">":
        end += 1
    name, end = text[begin + 2 : end], skip_spaces(text, end)
    if not text.startswith(">", end):
        raise parse_error(f"Unclosed end tag at byte offset {byte(text, begin)}")
    tag = stack.pop()
    if name and name.lower() != tag.name:
        raise parse_error(
            f'Unmatched end tag at byte offset {byte(text, begin)}, expected "</{tag.name}>", found "</{name}>"'
        )
    if offset > tag.offset and (entity := tag_entity(tag)):
        entities.append({**entity, "offset": tag.offset, "length": offset - tag.offset})
    return end + 1


def tag_entity(tag: OpenTag) -> Json | None:
    """The kind of entity that *tag* makes; None for a link that goes nowhere, which Telegram shows as plain text."""
    kind = STYLES[tag.name]
    if tag.name == "a":
        url = link(tag.argument)
        return {"type": kind, "url": url} if url else None
    if tag.name == "tg-emoji":
        if not tag.argument.isdigit():
            raise parse_error("Invalid custom emoji identifier specified")
        return {"type": kind, "custom_emoji_id": tag.argument}
    if tag.name == "blockquote" and tag.argument:
        return {"type": "expandable_blockquote"}
    if tag.name == "code" and tag.argument:
        return {"type": kind, "language": tag.argument}
    return {"type": kind}


def link(target: str) -> str | None:
    """The address that Telegram makes of a link's *target*; None if it accepts none."""
    target = target.strip()
    if re.match(r"(tg|ton|tonsite|mailto):", target, re.IGNORECASE):
        return target
    if not re.match(r"https?://", target, re.IGNORECASE):
        target = f"http://{target}"
    try:
        host = urlsplit(target).hostname or ""
    except ValueError:
        return None
    good = re.fullmatch(r"[^\s.]+(\.[^\s.]+)+|localhost", host) and not re.search(r"\s", target)
    return target if good else None


def merged_code(entities: list[Json]) -> list[Json]:
    """`<pre><code class="language-…">` is one entity; nothing else lives inside code, and no quote inside a quote."""
    blocks = {(e["offset"], e["length"]): e for e in entities if e["type"] == "pre"}
    kept: list[Json] = []
    for entity in sorted(entities, key=lambda e: (e["offset"], -e["length"], e["type"] not in ("pre", "code"))):
        block = blocks.get((entity["offset"], entity["length"]))
        language = entity.pop("language", None) if entity["type"] == "code" else None
        if block is not None and block is not entity:
            if language:
                block["language"] = language
            continue
        if not any(excludes(outer, entity) for outer in kept):
            kept.append(entity)
    return kept


def excludes(outer: Json, inner: Json) -> bool:
    """Whether *outer* holds *inner* and may not."""
    if inner["offset"] >= outer["offset"] + outer["length"]:
        return False
    quotes = outer["type"].endswith("blockquote") and inner["type"].endswith("blockquote")
    return outer["type"] in ("code", "pre") or quotes


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
