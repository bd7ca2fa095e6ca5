"""Settings: read, refused by name, never shown."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.settings import NAMES, RENAMED, Settings, SettingsError, read_env_file

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
        ("BAOZHI_LOG_FORMAT", "xml"),
        ("BAOZHI_WEBHOOK_SECRET", "short"),
        ("BAOZHI_MESSAGES_PER_SECOND", "0"),
        ("BAOZHI_CHAT_MESSAGES_PER_SECOND", "fast"),
        ("BAOZHI_GROUP_MESSAGES_PER_MINUTE", "2.5"),
        ("BAOZHI_THINKERS", "many"),
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


def test_the_example_file_names_every_setting_and_no_other() -> None:
    """deploy/.env.example, the names that settings.py knows and those that it reads are the same."""
    root = Path(__file__).resolve().parents[1]
    source = (root / "bot" / "settings.py").read_text(encoding="utf-8")
    example = (root / "deploy" / ".env.example").read_text(encoding="utf-8")
    assert set(re.findall(r'"(BAOZHI_[A-Z_]+[A-Z])"', source)) == NAMES
    assert set(re.findall(r"^#?(BAOZHI_[A-Z_]+)=", example, re.M)) == NAMES


def test_a_default_in_the_example_file_is_the_default(tmp_path: Path) -> None:
    """Taking the comment signs away changes nothing."""
    root = Path(__file__).resolve().parents[1]
    example = (root / "deploy" / ".env.example").read_text(encoding="utf-8")
    (tmp_path / "env").write_text(re.sub(r"^#(BAOZHI_)", r"\1", example, flags=re.M), encoding="utf-8")
    assert Settings.from_env(read_env_file(tmp_path / "env")) == Settings.from_env({})


def test_an_old_name_works_for_one_release_more_and_says_so() -> None:
    """A setting that got another name is read under both; the new name wins."""
    renamed = {"BAOZHI_LANGUAGE_LEVEL": "BAOZHI_LOG"}
    settings = Settings.from_env({"BAOZHI_LANGUAGE_LEVEL": "debug"}, renamed=renamed)
    assert settings.log == "debug"
    assert settings.warnings == (
        "BAOZHI_LANGUAGE_LEVEL is now BAOZHI_LOG: rename it; the next release forgets the old name",
    )
    both = {"BAOZHI_LANGUAGE_LEVEL": "debug", "BAOZHI_LOG": "error"}
    assert Settings.from_env(both, renamed=renamed).log == "error"
    assert set(RENAMED.values()) <= NAMES
    assert not NAMES & RENAMED.keys()


def test_a_slip_in_a_name_is_pointed_out() -> None:
    """A setting that has no effect is not passed over in silence; its value, which may be a secret, is not shown."""
    settings = Settings.from_env({"BAOZHI_ADMIN": "12", "BAOZHI_QQQQQQQQQQQQQQ": "secret", "HOME": "/root"})
    assert settings.warnings == (
        "BAOZHI_ADMIN is no setting: did you mean BAOZHI_ADMINS?",
        "BAOZHI_QQQQQQQQQQQQQQ is no setting and has no effect",
    )
