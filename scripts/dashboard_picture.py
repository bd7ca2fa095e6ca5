"""Draws the dashboard's panels from a real Prometheus: `python scripts/dashboard_picture.py URL --minutes 20`.

Not Grafana's own picture: the same queries as in deploy/grafana/dashboard.json, drawn by Chromium.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import time
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import ProxyHandler, build_opener

from dashboard import PANELS, Panel
from playwright.sync_api import sync_playwright

COLOURS = ("#3d71d9", "#c4162a", "#37872d", "#e0752d", "#8f3bb8", "#0a8f8f", "#b08800", "#666f80")
WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 420, 190, 52, 22, 10
STEPS = 120  # points of a line
Line = tuple[str, list[tuple[float, float]]]


def ask(url: str, expression: str, start: float, end: float) -> list[dict[str, Any]]:
    """The series that *expression* gives over a stretch of time."""
    step = max(5, round((end - start) / STEPS))
    query = {"query": expression.replace("$__rate_interval", "1m"), "start": start, "end": end, "step": step}
    with build_opener(ProxyHandler({})).open(f"{url}/api/v1/query_range?{urlencode(query)}", timeout=20) as answer:
        found: list[dict[str, Any]] = json.load(answer)["data"]["result"]
    return found


def lines_of(url: str, panel: Panel, start: float, end: float) -> list[Line]:
    """What a panel shows: names and points."""
    lines: list[Line] = []
    for expression, legend in panel.lines:
        for series in ask(url, expression, start, end):
            name = legend
            for label, value in series["metric"].items():
                name = name.replace(f"{{{{{label}}}}}", value)
            points = [(float(at), float(value)) for at, value in series["values"] if value not in ("NaN", "+Inf")]
            if points:
                lines.append((name, points))
    return sorted(lines, key=lambda line: -line[1][-1][1])


def drawn(panel: Panel, lines: Sequence[Line], start: float, end: float) -> str:
    """One panel as HTML with an SVG in it."""
    highest = max((value for _, points in lines for _, value in points), default=0.0)
    top = nice(highest) or 1.0

    def x(at: float) -> float:
        return LEFT + (at - start) / (end - start) * (WIDTH - LEFT - 10)

    def y(value: float) -> float:
        return HEIGHT - BOTTOM - value / top * (HEIGHT - BOTTOM - TOP)

    parts = []
    for n in range(5):
        value = top * n / 4
        parts.append(f'<line x1="{LEFT}" x2="{WIDTH - 10}" y1="{y(value):.1f}" y2="{y(value):.1f}" class="grid"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{y(value) + 4:.1f}" class="y">{shown(value, panel.unit)}</text>')
    for n in range(5):
        at = start + (end - start) * n / 4
        clock = time.strftime("%H:%M", time.gmtime(at))
        anchor = "end" if n == 4 else "middle"
        parts.append(f'<text x="{x(at):.1f}" y="{HEIGHT - 6}" text-anchor="{anchor}">{clock}</text>')
    legend = []
    for (name, points), colour in zip(lines, COLOURS, strict=False):
        path = " ".join(f"{x(at):.1f},{y(value):.1f}" for at, value in points)
        parts.append(f'<polyline points="{path}" stroke="{colour}"/>')
        legend.append(f'<span><i style="background:{colour}"></i>{escape(name)}</span>')
    return (
        f'<section><h2>{escape(panel.title)}</h2><svg width="{WIDTH}" height="{HEIGHT}">{"".join(parts)}</svg>'
        f"<p>{''.join(legend)}</p></section>"
    )


def nice(value: float) -> float:
    """A round number at or above *value*."""
    if value <= 0:
        return 0.0
    scale = 10.0 ** (len(str(int(value))) - 1) if value >= 1 else 10.0 ** -len(f"{1 / value:.0f}")
    return next(scale * step for step in (1, 2, 4, 5, 8, 10, 20, 50, 100) if scale * step >= value)


def shown(value: float, unit: str) -> str:
    """*value* as an axis has it."""
    if unit == "s":
        return f"{value:.3g} s" if value >= 1 or value == 0 else f"{1000 * value:.3g} ms"
    text = f"{value / 1000:.3g}k" if value >= 1000 else f"{value:.3g}"
    return f"{text}/s" if unit == "ops" else text


STYLE = """
body { margin: 0; padding: 16px; background: #f4f5f5; color: #24292e; width: max-content;
font: 13px/1.35 system-ui, "Noto Sans CJK SC", sans-serif }
main { display: grid; grid-template-columns: repeat(3, auto); gap: 10px; width: max-content }
section { background: #fff; border: 1px solid #e0e1e3; border-radius: 3px; padding: 10px }
h1 { font-size: 17px; margin: 0 0 10px } h2 { font-size: 13px; margin: 0 0 6px; font-weight: 600 }
p { margin: 4px 0 0; width: 420px } span { margin-right: 12px; white-space: nowrap }
i { display: inline-block; width: 10px; height: 3px; margin: 0 5px 3px 0 }
.grid { stroke: #ececed } polyline { fill: none; stroke-width: 1.5 }
.y { text-anchor: end } text { font-size: 11px; fill: #6e7781 }
"""


def page(url: str, minutes: float, end: float) -> str:
    """All panels."""
    start = end - 60 * minutes
    panels = "".join(drawn(panel, lines_of(url, panel, start, end), start, end) for panel in PANELS)
    return f"<!doctype html><meta charset=utf-8><style>{STYLE}</style><h1>报知</h1><main>{panels}</main>"


def main() -> int:
    """Draw to a PNG."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url", help="of a Prometheus that scrapes a bot")
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--end", type=float, help="Unix seconds; now unless it is given")
    parser.add_argument("--out", type=Path, default=Path("docs/pictures/dashboard.png"))
    args = parser.parse_args()
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=arguments)
        sheet = browser.new_page(viewport={"width": 1400, "height": 600})
        sheet.set_content(page(args.url, args.minutes, args.end or time.time()))
        sheet.screenshot(path=args.out, full_page=True)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
