"""Documents that were read together, because an article of one goes on in another: each keeps the others' names."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence

from sqlite_utils import Database


def keep(db: Database, name: str, partners: Sequence[str], *, leads_out: bool) -> None:
    """Keep what a document was read together with, and whether a jump of it still leads to what is not held."""
    db.execute(
        "UPDATE documents SET partners = ?, leads_out = ? WHERE name = ?",
        [json.dumps(partners, ensure_ascii=False), leads_out, name],
    )


def of(db: Database, name: str) -> list[str]:
    """The documents held that a document, which may be held itself, was read together with."""
    rows = db.execute(
        "SELECT other.name FROM documents one, json_each(one.partners) JOIN documents other ON other.name = value"
        " WHERE one.name = ? ORDER BY other.id",
        [name],
    )
    return [row[0] for row in rows]


def beside(db: Database, names: Sequence[str], among: Collection[str]) -> list[str]:
    """The documents held that have to be read with *names*: their partners, and those *among* that lead out."""
    partners = (partner for name in names for partner in of(db, name))
    leading = (row[0] for row in db.execute("SELECT name FROM documents WHERE leads_out ORDER BY id"))
    found = dict.fromkeys([*partners, *(name for name in leading if name in among)])
    return [name for name in found if name not in names]


def original(db: Database, name: str) -> bytes:
    """The bytes that a document held was read from."""
    row = db.execute(
        "SELECT content FROM originals JOIN documents ON original_id = originals.id WHERE name = ?", [name]
    ).fetchone()
    return bytes(row[0])
