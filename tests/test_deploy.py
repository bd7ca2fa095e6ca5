"""What stands in deploy/ fits the program: names of settings and metrics, ports, the dashboard made from its table."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from made import script
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from bot.settings import NAMES
from bot.watch import metrics

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "deploy"
# Read from the store or the index when they are asked for, which takes a bot at work; and Prometheus's own.
WHILE_AT_WORK = {
    "baozhi_index_generation",
    "baozhi_store_generation",
    "baozhi_index_chunks",
    "baozhi_articles",
    "baozhi_queue",
    "baozhi_disk_free_bytes",
    "up",
}


def known_metrics() -> set[str]:
    """The names of every sample that the program gives."""
    families = text_string_to_metric_families(generate_latest(metrics.REGISTRY).decode())
    return {sample.name for family in families for sample in family.samples} | WHILE_AT_WORK


@pytest.mark.parametrize("name", ["Dockerfile", "compose.yaml", "baozhi.service", "Caddyfile"])
def test_settings_are_called_by_their_names(name: str) -> None:
    """A slip in a file of deploy/ would be a setting without effect."""
    text = (DEPLOY / name).read_text(encoding="utf-8")
    assert set(re.findall(r"BAOZHI_[A-Z_]+[A-Z]", text)) <= NAMES


@pytest.mark.parametrize("name", ["alerts.yml", "grafana/dashboard.json"])
def test_rules_and_panels_ask_for_metrics_that_there_are(name: str) -> None:
    """A rule on a metric that does not exist never fires."""
    text = (DEPLOY / name).read_text(encoding="utf-8")
    asked = set(re.findall(r"\b(?:baozhi|process|python)_[a-z_]+\b", text))
    assert len(asked) > 8
    assert asked - known_metrics() == set()


def test_values_of_labels_are_those_that_are_counted() -> None:
    """A rule on a value that is never counted never fires either."""
    text = (DEPLOY / "alerts.yml").read_text(encoding="utf-8")
    values = {value for found in re.findall(r'=~?"([a-z_|]+)"', text) for value in found.split("|")}
    queues = {"updates", "updates_set_aside", "alerts_due", "alerts_uncertain"}
    counted = {*metrics.KINDS, *metrics.OUTCOMES, *metrics.STEPS, *metrics.STATES, *metrics.ERRORS, *metrics.DOCUMENTS}
    assert values <= counted | queues | {*metrics.LEVELS, "baozhi"}


def test_every_rule_says_what_to_do() -> None:
    """An alert without an action only wakes somebody."""
    text = (DEPLOY / "alerts.yml").read_text(encoding="utf-8")
    rules = text.count("- alert:")
    assert rules == text.count("summary:") == text.count("action:") == text.count("severity:")
    told = (ROOT / "docs" / "watch.md").read_text(encoding="utf-8")
    assert [name for name in re.findall(r"- alert: (\w+)", text) if name not in told] == []


def test_the_dashboard_is_made_from_its_table() -> None:
    """`python scripts/dashboard.py` writes it anew."""
    dashboard = script("dashboard")
    assert (DEPLOY / "grafana" / "dashboard.json").read_text(encoding="utf-8") == dashboard.text()
    panels = json.loads(dashboard.text())["panels"]
    places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in panels]
    assert len(set(places)) == len(panels) == len(dashboard.PANELS)


def test_one_port_everywhere() -> None:
    """The image, the compose file, the unit, Prometheus and the guide agree on where the bot is watched."""
    for name in ("Dockerfile", "compose.yaml", "baozhi.service", "prometheus.yml", ".env.example"):
        assert "9464" in (DEPLOY / name).read_text(encoding="utf-8"), name


def test_the_image_holds_what_the_wheel_does() -> None:
    """Every package that pyproject.toml names is copied, and nothing that .dockerignore keeps out."""
    dockerfile = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    allowed = set(re.findall(r"^!(\S+)$", (ROOT / ".dockerignore").read_text(encoding="utf-8"), re.M))
    copied = {word for line in re.findall(r"^COPY (?!--from)(.+)$", dockerfile, re.M) for word in line.split()[:-1]}
    assert copied <= allowed
    packages = re.search(r"^packages = \[(.+?)\]", (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.M | re.S)
    assert packages is not None
    assert {name.partition(".")[0] for name in re.findall(r'"([\w.]+)"', packages[1])} <= copied
