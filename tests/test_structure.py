"""The house has one direction: no package of `bot` imports, over however many steps, what imports it."""

from __future__ import annotations

import ast
from collections import defaultdict
from graphlib import TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def _imported(tree: ast.AST) -> set[str]:
    """The parts of `bot` that *tree* imports, inside functions too."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module.split(".")] if node.module != "bot" else [["bot", alias.name] for alias in node.names]
            found |= {name[1] for name in names if name[0] == "bot"}
        elif isinstance(node, ast.Import):
            found |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("bot.")}
    return found


def test_no_package_imports_what_imports_it() -> None:
    """Whoever reads a package need not have read what is built on it."""
    needs: dict[str, set[str]] = defaultdict(set)
    for path in (ROOT / "bot").rglob("*.py"):
        part = path.relative_to(ROOT / "bot").with_suffix("").parts[0]  # its package there, or itself
        needs[part] |= _imported(ast.parse(path.read_text(encoding="utf-8"))) - {part}

    order = list(TopologicalSorter(needs).static_order())  # raises CycleError, which names the circle

    assert order.index("words") < order.index("handlers")


def test_every_package_is_shipped() -> None:
    """A package that pyproject.toml does not name would be missing from the wheel."""
    named = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for top in ("bot", "retrieval", "store"):
        for path in (ROOT / top).rglob("__init__.py"):
            assert f'"{".".join(path.parent.relative_to(ROOT).parts)}"' in named
