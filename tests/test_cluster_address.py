"""BAOZHI_INDEX_URL: what it may say, and that the password is in no text."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError
from retrieval.index.address import PORT, Address, parse_address


def test_whole_address() -> None:
    """Everything that can be said, percent-encoded where a user name has signs of its own."""
    url = "oceanbase://app%40paper%23east:s%2Fcret@db.example:3306/papers?prefix=Times&tls=on&timeout=0.5&connections=4"

    assert parse_address(url) == Address(
        "db.example", "papers", "app@paper#east", "s/cret", 3306, "times", True, timeout=0.5, connections=4
    )


@pytest.mark.parametrize(
    ("host", "tls"), [("127.0.0.1", False), ("localhost", False), ("[::1]", False), ("10.0.0.8", True), ("db", True)]
)
def test_tls_is_left_out_on_this_machine_alone(host: str, tls: bool) -> None:
    """Nothing goes unencrypted over a network unless the address says so."""
    address = parse_address(f"oceanbase://u:p@{host}/papers")

    assert (address.tls, address.port) == (tls, PORT)
    assert (address.tls_context() is not None) == tls
    assert parse_address(f"oceanbase://u:p@{host}/papers?tls=off").tls is False


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("mysql://u:hushhush@db/papers", "is not of the form"),
        ("oceanbase:///papers", "is not of the form"),
        ("oceanbase://u:hushhush@db", "names no database"),
        ("oceanbase://u:hushhush@db/pa;pers", "names no database"),
        ("oceanbase://u:hushhush@db:99999/papers", "has a port"),
        ("oceanbase://u:hushhush@db/papers?prefix=a-b", "has a prefix"),
        ("oceanbase://u:hushhush@db/papers?tls=maybe", "tls=on or tls=off"),
        ("oceanbase://u:hushhush@db/papers?timeout=0", "timeout from 0.05 to 60"),
        ("oceanbase://u:hushhush@db/papers?ca=/nowhere.pem", "not there: /nowhere.pem"),
        ("oceanbase://u:hushhush@db/papers?pool=9", "means nothing: pool"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused(url: str, problem: str) -> None:
    """At start, by the setting's name, with what is wrong and without the password."""
    with pytest.raises(SettingsError, match=problem) as refused:
        Settings.from_env({"BAOZHI_INDEX_URL": url})

    assert str(refused.value).startswith("BAOZHI_INDEX_URL ")
    assert "hushhush" not in str(refused.value)


def test_the_password_is_in_no_text(tmp_path: Path) -> None:
    """Neither in what is said of an address nor of the settings."""
    url = "oceanbase://u:hushhush@db/papers"
    address, settings = parse_address(url), Settings.from_env({"BAOZHI_INDEX_URL": url})

    assert "hushhush" not in f"{address} {address!r} {settings!r}"
    assert settings.index_url == url
