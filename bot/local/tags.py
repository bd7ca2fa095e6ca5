"""The HTML of `parse_mode`, read as tdlib reads it (td/telegram/MessageEntity.cpp), its complaints included.

Offsets and lengths are UTF-16 code units, as everywhere in the Bot API.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.local.errors import Json, refuse

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


@dataclass(slots=True)
class OpenTag:
    name: str
    argument: str
    offset: int  # UTF-16 code units


def units(text: str) -> int:
    """Length of *text* in UTF-16 code units, which is how Telegram counts."""
    return len(text) + sum(char > "\uffff" for char in text)


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
