"""What set each publication off, so that what is told of it later can be traced back."""

from __future__ import annotations

from collections.abc import Collection
from json import dumps

from sqlite_utils import Database

from store.articles import generation


def keep(db: Database, trace: str, *, now: float) -> None:
    """The publication of the store's present generation was set off by *trace*. Call inside `atomic(db)`."""
    db.execute("INSERT OR REPLACE INTO traces VALUES (?, ?, ?)", [generation(db), trace, now])


def of_parcels(db: Database, parcels: Collection[int]) -> dict[int, str]:
    """What set off the publications that each of these messages tells of, the numbers of messages as in the outbox."""
    rows = db.execute(
        "SELECT parcel, group_concat(DISTINCT trace) FROM deliveries JOIN traces USING (generation)"
        " WHERE parcel IN (SELECT value FROM json_each(?)) GROUP BY parcel",
        [dumps(list(parcels))],
    )
    return dict(rows.fetchall())


def sweep(db: Database, *, before: float) -> None:
    """Forget the publications before *before*. Call inside `atomic(db)`."""
    db.execute("DELETE FROM traces WHERE made_at < ?", [before])
