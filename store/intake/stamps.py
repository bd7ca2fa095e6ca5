"""Dates that a format carries outside its text: metadata, front matter, a field of JSON."""

from __future__ import annotations

import re
from datetime import date

ISO = re.compile(r"(\d{4})(?:[-/](\d\d?)(?:[-/](\d\d?))?)?(?:[T ]\d.*)?")


def iso_date(text: str) -> str | None:
    """The date in *text* as ISO 8601, as far as it is known (2022, 2022-08, 2022-08-13); None if it holds none."""
    found = ISO.fullmatch(text.strip())
    if found is None:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        date(year or 0, month or 1, day or 1)
    except ValueError:
        return None
    return f"{year:04}" + "".join(f"-{part:02}" for part in (month, day) if part)
