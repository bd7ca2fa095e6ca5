"""Settings from the environment or `.env`; a wrong value is refused by name, the token stays out of every text."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Literal, TypeVar, get_args
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from retrieval.index.address import parse_address

Engine = Literal["tantivy", "rank-bm25"]
Segmenter = Literal["rjieba", "jieba"]
INDEXES: tuple[Engine, ...] = get_args(Engine)
SEGMENTERS: tuple[Segmenter, ...] = get_args(Segmenter)
LOG_LEVELS = ("debug", "info", "warning", "error")
LogForm = Literal["auto", "json", "console"]
LOG_FORMS: tuple[LogForm, ...] = get_args(LogForm)
NAMES = frozenset(
    f"BAOZHI_{name}"
    for name in (
        *("DATA", "TELEGRAM_TOKEN", "TELEGRAM_BASE_URL", "ADMINS", "WEBHOOK_URL", "WEBHOOK_SECRET", "WEBHOOK_PORT"),
        *("TIMEZONE", "INDEX", "SEGMENTER", "INDEX_URL", "ALLOW_URL", "KEEP_QUESTIONS", "PAGE_PORT"),
        *("MESSAGES_PER_SECOND", "CHAT_MESSAGES_PER_SECOND", "GROUP_MESSAGES_PER_MINUTE"),
        *("OPS_PORT", "LOG", "LOG_FORMAT", "THINKERS"),
    )
)
# A setting that has got another name is read under the old one until the next release, with a warning: old to new.
RENAMED: Mapping[str, str] = {}
TELEGRAM = "https://api.telegram.org"
WEBHOOK_PORT = 8443  # where BAOZHI_WEBHOOK_PORT is not set
T = TypeVar("T", bound=str)


class SettingsError(Exception):
    """A setting has a value that cannot be used; the text names the setting and says what to do."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name} {problem}")
        self.name = name


def spare_core() -> int:
    """One process more than the bot itself where there is a core for it."""
    return min(1, len(os.sched_getaffinity(0)) - 1)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an operator can set; see deploy/.env.example for each one's meaning."""

    data: Path = Path("data")
    token: str | None = field(default=None, repr=False)
    base_url: str = TELEGRAM  # of a Bot API server, without a trailing slash
    admins: frozenset[int] = frozenset()
    webhook_url: str | None = None
    webhook_secret: str | None = field(default=None, repr=False)
    webhook_port: int | None = None
    timezone: str = "Asia/Shanghai"
    index: Engine = "tantivy"
    segmenter: Segmenter = "rjieba"
    index_url: str | None = field(default=None, repr=False)  # may carry a password
    allow_url: bool = False
    ops_port: int | None = None
    log: str = "info"
    log_format: LogForm = "auto"  # JSON where nobody watches, for eyes on a terminal
    keep_questions: bool = True  # without who asked, for 30 days
    page_port: int = 8090  # of the local chat page, used where there is no token
    messages_per_second: int = 30  # what Telegram lets a bot send in all
    chat_messages_per_second: float = 1.0  # to one private chat
    group_messages_per_minute: int = 20  # to one group or channel
    thinkers: int = field(default_factory=spare_core)  # processes that may help to think
    warnings: tuple[str, ...] = ()  # about names that are old or unknown, for the operator

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None, *, renamed: Mapping[str, str] = RENAMED) -> Settings:
        """Read *environ* (default: `.env` in the working folder, then the process's environment, which wins).

        Raises SettingsError for the first value that cannot be used.
        """
        if environ is None:
            environ = {**read_env_file(Path(".env")), **os.environ}
        values = {
            name: value.strip() for name, value in environ.items() if name.startswith("BAOZHI_") and value.strip()
        }
        warnings = (*_rename(values, renamed), *_unknown(values))
        get = values.get
        settings = cls(
            data=Path(get("BAOZHI_DATA", "data")),
            token=_token(get("BAOZHI_TELEGRAM_TOKEN")),
            base_url=_url("BAOZHI_TELEGRAM_BASE_URL", get("BAOZHI_TELEGRAM_BASE_URL", TELEGRAM)),
            admins=_ids("BAOZHI_ADMINS", get("BAOZHI_ADMINS", "")),
            webhook_url=_url("BAOZHI_WEBHOOK_URL", values["BAOZHI_WEBHOOK_URL"])
            if "BAOZHI_WEBHOOK_URL" in values
            else None,
            webhook_secret=_secret(get("BAOZHI_WEBHOOK_SECRET")),
            webhook_port=_port("BAOZHI_WEBHOOK_PORT", get("BAOZHI_WEBHOOK_PORT")),
            timezone=_timezone(get("BAOZHI_TIMEZONE", "Asia/Shanghai")),
            index=_choice("BAOZHI_INDEX", get("BAOZHI_INDEX", "tantivy"), INDEXES),
            segmenter=_choice("BAOZHI_SEGMENTER", get("BAOZHI_SEGMENTER", "rjieba"), SEGMENTERS),
            index_url=_index_url(get("BAOZHI_INDEX_URL")),
            allow_url=_choice("BAOZHI_ALLOW_URL", get("BAOZHI_ALLOW_URL", "0"), ("0", "1")) == "1",
            ops_port=_port("BAOZHI_OPS_PORT", get("BAOZHI_OPS_PORT")),
            log=_choice("BAOZHI_LOG", get("BAOZHI_LOG", "info"), LOG_LEVELS),
            log_format=_choice("BAOZHI_LOG_FORMAT", get("BAOZHI_LOG_FORMAT", "auto"), LOG_FORMS),
            keep_questions=_choice("BAOZHI_KEEP_QUESTIONS", get("BAOZHI_KEEP_QUESTIONS", "1"), ("0", "1")) == "1",
            page_port=_port("BAOZHI_PAGE_PORT", get("BAOZHI_PAGE_PORT")) or 8090,
            messages_per_second=int(_rate("BAOZHI_MESSAGES_PER_SECOND", get("BAOZHI_MESSAGES_PER_SECOND", "30"))),
            chat_messages_per_second=_rate(
                "BAOZHI_CHAT_MESSAGES_PER_SECOND", get("BAOZHI_CHAT_MESSAGES_PER_SECOND", "1"), least=0.01
            ),
            group_messages_per_minute=int(
                _rate("BAOZHI_GROUP_MESSAGES_PER_MINUTE", get("BAOZHI_GROUP_MESSAGES_PER_MINUTE", "20"))
            ),
            thinkers=_thinkers(get("BAOZHI_THINKERS")),
            warnings=warnings,
        )
        if settings.webhook_url and not settings.webhook_secret:
            raise SettingsError(
                "BAOZHI_WEBHOOK_SECRET", "is missing: a webhook without a secret lets anyone pose as Telegram"
            )
        if settings.webhook_url and not settings.token:
            raise SettingsError(
                "BAOZHI_TELEGRAM_TOKEN", "is missing: BAOZHI_WEBHOOK_URL is set, and a webhook needs a token"
            )
        return settings


def read_env_file(path: Path) -> dict[str, str]:
    """The `NAME=value` lines of *path*; comments and blank lines left out, quotes around a value taken off."""
    if not path.is_file():
        return {}
    pairs = {}
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        match = re.match(r"\s*(?:export\s+)?([A-Z][A-Z0-9_]*)\s*=\s*(.*?)\s*$", line)
        if match:
            name, value = match.groups()
            pairs[name] = value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"" else value
    return pairs


def _rename(values: dict[str, str], renamed: Mapping[str, str]) -> tuple[str, ...]:
    """Give settings under an old name their new one, where that is not set too; what to tell the operator."""
    old = sorted(values.keys() & renamed.keys())
    for name in old:
        values.setdefault(renamed[name], values.pop(name))
    return tuple(f"{name} is now {renamed[name]}: rename it; the next release forgets the old name" for name in old)


def _unknown(values: Mapping[str, str]) -> Iterator[str]:
    """What to tell the operator of names that mean nothing, most likely slips of the keyboard."""
    for name in sorted(values.keys() - NAMES):
        close = get_close_matches(name, NAMES, n=1)
        yield f"{name} is no setting" + (f": did you mean {close[0]}?" if close else " and has no effect")


def _token(value: str | None) -> str | None:
    if value is not None and not re.fullmatch(r"\d+:[A-Za-z0-9_-]{30,}", value):
        raise SettingsError(
            "BAOZHI_TELEGRAM_TOKEN", "is not a bot token (it looks like 123456:ABC…): copy it from @BotFather"
        )
    return value


def _secret(value: str | None) -> str | None:
    if value is not None and not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", value):
        raise SettingsError("BAOZHI_WEBHOOK_SECRET", "must be 16 to 256 letters, digits, _ or -")
    return value


def _url(name: str, value: str) -> str:
    try:
        parts = urlsplit(value)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        good = False
    if not good:
        raise SettingsError(name, "is not an http(s) address")
    return value.rstrip("/")


def _index_url(value: str | None) -> str | None:
    if value is not None:
        try:
            parse_address(value)
        except ValueError as exc:
            raise SettingsError("BAOZHI_INDEX_URL", str(exc)) from None
    return value


def _ids(name: str, value: str) -> frozenset[int]:
    parts = [part.strip() for part in value.split(",") if part.strip()]
    if not all(part.isascii() and part.isdigit() for part in parts):
        raise SettingsError(name, "must be numeric Telegram user ids, comma separated")
    return frozenset(map(int, parts))


def _port(name: str, value: str | None) -> int | None:
    if value is None:
        return None
    if not (value.isascii() and value.isdigit() and 0 < int(value) < 65536):
        raise SettingsError(name, "must be a port number from 1 to 65535")
    return int(value)


def _rate(name: str, value: str, *, least: float = 1.0) -> float:
    """A number of messages; a whole one where less than one makes no sense."""
    number = float(value) if re.fullmatch(r"\d{1,5}" if least >= 1 else r"\d{1,5}(?:\.\d+)?", value) else 0.0
    if number < least:
        raise SettingsError(name, f"must be {'a whole number' if least >= 1 else 'a number'} from {least:g} to 99999")
    return number


def _thinkers(value: str | None) -> int:
    if value is None:
        return spare_core()
    if not re.fullmatch(r"\d{1,2}", value):
        raise SettingsError("BAOZHI_THINKERS", "must be a number of processes from 0 to 99")
    return int(value)


def _timezone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise SettingsError("BAOZHI_TIMEZONE", "is not a time zone name such as Asia/Shanghai") from None
    return value


def _choice(name: str, value: str, choices: tuple[T, ...]) -> T:
    found = next((choice for choice in choices if choice == value.lower()), None)
    if found is None:
        raise SettingsError(name, f"must be one of {', '.join(choices)}")
    return found
