"""Settings: read, refused by name, never shown."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, read_env_file

TOKEN = "123456:" + "A" * 35


def test_nothing_set_gives_the_documented_defaults() -> None:
    """A machine with nothing set up gets the defaults of the contract."""
    settings = Settings.from_env({})
    assert (settings.data, settings.token, settings.index, settings.segmenter) == (
        Path("data"),
        None,
        "tantivy",
        "rjieba",
    )
    assert (settings.timezone, settings.log, settings.allow_url, settings.page_port) == (
        "Asia/Shanghai",
        "info",
        False,
        8090,
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BAOZHI_TELEGRAM_TOKEN", "hello"),
        ("BAOZHI_TELEGRAM_BASE_URL", "ftp://example.org"),
        ("BAOZHI_TELEGRAM_BASE_URL", "http://127.0.0.1:99999"),
        ("BAOZHI_ADMINS", "12, zhang"),
        ("BAOZHI_WEBHOOK_PORT", "0"),
        ("BAOZHI_OPS_PORT", "eighty"),
        ("BAOZHI_TIMEZONE", "Mars/Base"),
        ("BAOZHI_INDEX", "elastic"),
        ("BAOZHI_SEGMENTER", "thulac"),
        ("BAOZHI_ALLOW_URL", "maybe"),
        ("BAOZHI_LOG", "loud"),
        ("BAOZHI_WEBHOOK_SECRET", "short"),
    ],
)
def test_a_wrong_value_is_refused_by_name(name: str, value: str) -> None:
    """The error begins with the setting's name."""
    with pytest.raises(SettingsError, match=f"^{name} "):
        Settings.from_env({name: value})


@pytest.mark.parametrize("name", ["BAOZHI_TELEGRAM_TOKEN", "BAOZHI_WEBHOOK_SECRET"])
def test_a_wrong_secret_is_not_repeated(name: str) -> None:
    """A mistyped token does not end up on the screen or in a log."""
    with pytest.raises(SettingsError) as caught:
        Settings.from_env({name: "12345:short!"})
    assert "12345:short!" not in str(caught.value)


@pytest.mark.parametrize("missing", ["BAOZHI_WEBHOOK_SECRET", "BAOZHI_TELEGRAM_TOKEN"])
def test_a_webhook_needs_a_secret_and_a_token(missing: str) -> None:
    """A webhook that anyone could post to, or that has no bot, is refused at start."""
    environ = {
        "BAOZHI_WEBHOOK_URL": "https://news.example.org/hook",
        "BAOZHI_WEBHOOK_SECRET": "s" * 20,
        "BAOZHI_TELEGRAM_TOKEN": TOKEN,
    }
    assert Settings.from_env(environ).webhook_url == "https://news.example.org/hook"
    del environ[missing]
    with pytest.raises(SettingsError, match=f"^{missing} "):
        Settings.from_env(environ)


def test_secrets_stay_out_of_repr() -> None:
    """A settings object in a log or a traceback shows no token and no secret."""
    environ = {"BAOZHI_TELEGRAM_TOKEN": TOKEN, "BAOZHI_WEBHOOK_URL": "https://x.org", "BAOZHI_WEBHOOK_SECRET": "s" * 20}
    shown = repr(Settings.from_env(environ))
    assert TOKEN not in shown
    assert "s" * 20 not in shown


def test_an_env_file_is_read(tmp_path: Path) -> None:
    """Comments, quotes, `export` and blank lines are understood."""
    path = tmp_path / ".env"
    path.write_text(
        "# note\n\nexport BAOZHI_LOG=debug\nBAOZHI_ADMINS='1, 2'\nBAOZHI_DATA = /srv/b  \n", encoding="utf-8"
    )
    assert read_env_file(path) == {"BAOZHI_LOG": "debug", "BAOZHI_ADMINS": "1, 2", "BAOZHI_DATA": "/srv/b"}
    assert Settings.from_env(read_env_file(path)).admins == {1, 2}
    assert read_env_file(tmp_path / "none") == {}


def test_every_setting_is_in_the_example_file() -> None:
    """deploy/.env.example names every setting the program reads."""
    root = Path(__file__).resolve().parents[1]
    source = (root / "bot" / "settings.py").read_text(encoding="utf-8")
    example = (root / "deploy" / ".env.example").read_text(encoding="utf-8")
    names = set(re.findall(r"BAOZHI_[A-Z_]+[A-Z]", source))
    assert len(names) > 10
    assert sorted(name for name in names if name not in example) == []
