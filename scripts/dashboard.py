"""Writes deploy/grafana/dashboard.json from the table of panels below: `python scripts/dashboard.py`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parents[1] / "deploy" / "grafana" / "dashboard.json"
SOURCE = {"type": "prometheus", "uid": "${DS}"}
WIDTH, HEIGHT, COLUMNS = 8, 7, 3


@dataclass(frozen=True, slots=True)
class Panel:
    """One picture: what is drawn over time, in which unit, and what a reader should see in it."""

    title: str
    unit: str  # Grafana's name of it
    lines: tuple[tuple[str, str], ...]  # PromQL, legend
    note: str = ""


def quantiles(metric: str, by: str = "") -> tuple[tuple[str, str], ...]:
    """Half and 99 in a hundred of a histogram, by label *by* if there is one."""
    group, legend = (f"le, {by}", f" {{{{{by}}}}}") if by else ("le", "")
    return tuple(
        (
            f"histogram_quantile({q}, sum by ({group}) (rate({metric}_bucket[$__rate_interval])))",
            f"p{q * 100:.0f}{legend}",
        )
        for q in (0.5, 0.99)
    )


PANELS = (
    Panel(
        "Answers a second, by outcome",
        "ops",
        (("sum by (outcome) (rate(baozhi_answers_total[$__rate_interval]))", "{{outcome}}"),),
        "refused: no article tells. A rise means that readers ask for what the paper does not have, or a lost index.",
    ),
    Panel("From an update's turn to its end", "s", quantiles("baozhi_update_seconds")),
    Panel(
        "Steps of an answer, p99",
        "s",
        (
            (
                "histogram_quantile(0.99, sum by (le, step) (rate(baozhi_step_seconds_bucket[$__rate_interval])))",
                "{{step}}",
            ),
        ),
        "search and rank are parts of answer; send includes waiting for Telegram's pace.",
    ),
    Panel(
        "Updates a second, by kind",
        "ops",
        (("sum by (kind) (rate(baozhi_updates_total[$__rate_interval]))", "{{kind}}"),),
    ),
    Panel("Waiting", "short", (("baozhi_queue", "{{queue}}"),), "Updates should come back to 0 within seconds."),
    Panel(
        "Alerts a second, by what became of them",
        "ops",
        (("sum by (state) (rate(baozhi_deliveries_total[$__rate_interval]))", "{{state}}"),),
    ),
    Panel("Telegram's own time", "s", quantiles("baozhi_telegram_seconds")),
    Panel(
        "Telegram's errors a second, by kind",
        "ops",
        (("sum by (kind) (rate(baozhi_telegram_errors_total[$__rate_interval]))", "{{kind}}"),),
    ),
    Panel(
        "Documents an hour, by outcome",
        "short",
        (("sum by (outcome) (increase(baozhi_documents_total[1h]))", "{{outcome}}"),),
    ),
    Panel("Searchable passages", "short", (("baozhi_index_chunks", "passages"),)),
    Panel(
        "Publications: the store and the index behind it",
        "short",
        (("baozhi_store_generation", "store"), ("baozhi_index_generation", "index")),
    ),
    Panel(
        "Memory and processor",
        "short",
        (
            ("process_resident_memory_bytes / 2^20", "resident MiB"),
            ("100 * rate(process_cpu_seconds_total[$__rate_interval])", "% of a core"),
        ),
    ),
)


def dashboard() -> dict[str, Any]:
    """What Grafana imports."""
    return {
        "uid": "baozhi",
        "title": "报知",
        "tags": ["baozhi"],
        "schemaVersion": 39,
        "refresh": "30s",
        "time": {"from": "now-6h", "to": "now"},
        "templating": {"list": [{"name": "DS", "type": "datasource", "query": "prometheus", "label": "Prometheus"}]},
        "panels": [_panel(number, panel) for number, panel in enumerate(PANELS)],
    }


def _panel(number: int, panel: Panel) -> dict[str, Any]:
    return {
        "id": number + 1,
        "type": "timeseries",
        "title": panel.title,
        "description": panel.note,
        "datasource": SOURCE,
        "gridPos": {
            "x": number % COLUMNS * WIDTH,
            "y": number // COLUMNS * HEIGHT,
            "w": WIDTH,
            "h": HEIGHT,
        },
        "fieldConfig": {"defaults": {"unit": panel.unit, "min": 0}, "overrides": []},
        "options": {"legend": {"displayMode": "list", "placement": "bottom"}, "tooltip": {"mode": "multi"}},
        "targets": [
            {"refId": chr(65 + i), "datasource": SOURCE, "expr": expression, "legendFormat": legend}
            for i, (expression, legend) in enumerate(panel.lines)
        ],
    }


def text() -> str:
    """The file's content."""
    return json.dumps(dashboard(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
