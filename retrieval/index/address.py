"""Where a search cluster is and how to talk to it: what BAOZHI_INDEX_URL says."""

from __future__ import annotations

import ipaddress
import re
import ssl
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

SCHEME = "oceanbase"
PORT = 2881
FORM = f"{SCHEME}://user:password@host:port/database"
_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,29}")


@dataclass(frozen=True, slots=True)
class Address:
    """One title's place on a cluster. The password stays out of every text that is made of it."""

    host: str
    database: str
    user: str = "root"
    password: str = field(default="", repr=False)
    port: int = PORT
    prefix: str = "baozhi"  # of the tables: several titles share a database under prefixes of their own
    tls: bool = True  # checked against *ca* and the host's name
    ca: Path | None = None  # PEM; None: the system's authorities
    certificate: Path | None = None  # PEM with certificate and key, where the cluster asks for the client's
    timeout: float = 1.0  # seconds that a search may take, the waiting for a connection included
    connections: int = 8  # at most, in this process

    def __str__(self) -> str:
        """For the operator: without user and password."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{SCHEME}://{host}:{self.port}/{self.database}, tables {self.prefix}_…"

    def tls_context(self) -> ssl.SSLContext | None:
        """What a connection is encrypted with; None for none. Raises OSError for files that cannot be read."""
        if not self.tls:
            return None
        context = ssl.create_default_context(cafile=str(self.ca) if self.ca else None)
        if self.certificate:
            context.load_cert_chain(self.certificate)
        return context


def parse_address(url: str) -> Address:
    """The address in *url*: FORM, with `?prefix=…&tls=on|off&ca=FILE&certificate=FILE&timeout=SECONDS&connections=N`.

    TLS is on unless the host is this machine or `tls=off` says otherwise. A user such as app@tenant#cluster is written
    percent-encoded: app%40tenant%23cluster. Raises ValueError with what is wrong, which never holds the password.
    """
    parts = urlsplit(url)
    try:
        port = parts.port or PORT
    except ValueError:
        raise ValueError(f"has a port that is no number from 1 to 65535; its form is {FORM}") from None
    database = parts.path.strip("/")
    if parts.scheme != SCHEME or not parts.hostname:
        raise ValueError(f"is not of the form {FORM}")
    if not _IDENTIFIER.fullmatch(database):
        raise ValueError(f"names no database that can be used: its form is {FORM}")
    options = {name: values[-1] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
    unknown = options.keys() - {"prefix", "tls", "ca", "certificate", "timeout", "connections"}
    if unknown:
        raise ValueError(f"has an option that means nothing: {min(unknown)}")
    return Address(
        host=parts.hostname,
        port=port,
        database=database,
        user=unquote(parts.username or "root"),
        password=unquote(parts.password or ""),
        prefix=_prefix(options.get("prefix", "baozhi")),
        tls=_tls(options.get("tls"), parts.hostname),
        ca=_file("ca", options.get("ca")),
        certificate=_file("certificate", options.get("certificate")),
        timeout=_number("timeout", options.get("timeout", "1"), 0.05, 60),
        connections=int(_number("connections", options.get("connections", "8"), 1, 100)),
    )


def _prefix(value: str) -> str:
    if not _IDENTIFIER.fullmatch(value):
        raise ValueError("has a prefix that is not up to 30 letters, digits and _")
    return value.lower()


def _tls(value: str | None, host: str) -> bool:
    if value not in (None, "on", "off"):
        raise ValueError("must say tls=on or tls=off")
    return value == "on" if value else not _is_this_machine(host)


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _file(name: str, value: str | None) -> Path | None:
    if value is not None and not Path(value).is_file():
        raise ValueError(f"names a file for {name} that is not there: {value}")
    return Path(value) if value else None


def _number(name: str, value: str, least: float, most: float) -> float:
    number = float(value) if re.fullmatch(r"\d{1,3}(?:\.\d+)?", value) else -1.0
    if not least <= number <= most:
        raise ValueError(f"must have a {name} from {least:g} to {most:g}")
    return number
