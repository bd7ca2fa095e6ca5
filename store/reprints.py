"""The same article printed twice: linked to its first printing, so that answers do not show it twice.

Candidates share one of their longest sentences, word for word (an index of sentence hashes); those whose character
trigrams agree as well are reprints. A story continued another day shares neither.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence

from sqlite_utils import Database

from store.articles import article, articles_by_id, batches, marks
from store.models import Article

SENTENCES = 3  # the longest ones, hashed
SHORTEST = 15  # characters of a sentence that can identify an article
ALIKE = 0.8  # share of trigrams in common (Jaccard) from which two articles are one

_ENDS = re.compile(r"[。！？!?；;\n]")
_SIGNS = re.compile(r"[\W_]+")
_SIGNS_WITHIN = re.compile(r"(?:[^\w。！？!?；;\n]|_)+")  # all but the ends


def fingerprints(found: Article) -> list[int]:
    """Hashes of the longest sentences, signs and spaces left out: 63-bit, none for an article without long ones."""
    sentences = {part for part in _ENDS.split(_SIGNS_WITHIN.sub("", found.body)) if len(part) >= SHORTEST}
    longest = sorted(sentences, key=lambda sentence: (-len(sentence), sentence))[:SENTENCES]
    folded = (unicodedata.normalize("NFKC", sentence).encode("utf-8", "replace") for sentence in longest)
    return [int.from_bytes(hashlib.blake2b(sentence, digest_size=8).digest()) >> 1 for sentence in folded]


def similarity(one: str, other: str) -> float:
    """Share of character trigrams that two texts have in common (Jaccard), 0 to 1."""
    first, second = _trigrams(one), _trigrams(other)
    return len(first & second) / max(1, len(first | second))


def link(db: Database, article_ids: Sequence[str]) -> None:
    """Find out which of these articles, earlier ones first, repeat one of another document.

    Call inside `atomic(db)` after writing them.
    """
    held = articles_by_id(db, article_ids)
    found = [held[article_id] for article_id in article_ids if article_id in held]
    hashes = {item.key: fingerprints(item) for item in found}
    db.conn.executemany("DELETE FROM fingerprints WHERE article_key = ?", [(key,) for key in hashes])
    db.conn.executemany(
        "INSERT INTO fingerprints VALUES (?, ?)", [(value, key) for key, values in hashes.items() for value in values]
    )
    shared = _shared(db, [value for values in hashes.values() for value in values])
    for item in found:
        own = [value for value in hashes[item.key] if value in shared]
        first = _first_printing(db, item, own) if own else None
        if first != item.reprint_of:
            db.execute("UPDATE articles SET reprint_of = ? WHERE key = ?", [first, item.key])


def release(db: Database, keys: Sequence[int]) -> list[str]:
    """Unlink the reprints of these articles, which are about to change or go; returns the reprints' ids."""
    rows = db.execute(
        f"UPDATE articles SET reprint_of = NULL WHERE reprint_of IN ({marks(keys)}) RETURNING id", list(keys)
    )
    return [row[0] for row in rows.fetchall()]


def _shared(db: Database, hashes: Sequence[int]) -> set[int]:
    """Which of these hashes more than one article has."""
    found: set[int] = set()
    for batch in batches(hashes):
        rows = db.execute(
            f"SELECT hash FROM fingerprints WHERE hash IN ({marks(batch)}) GROUP BY hash HAVING count(*) > 1",
            list(batch),
        )
        found.update(value for (value,) in rows)
    return found


def _first_printing(db: Database, found: Article, hashes: Sequence[int]) -> int | None:
    """The key of the earliest kept article that *found* repeats."""
    rows = db.execute(
        "SELECT DISTINCT coalesce(reprint_of, key) FROM fingerprints JOIN articles ON key = article_key"
        f" WHERE hash IN ({marks(hashes)}) AND document_id != (SELECT document_id FROM articles WHERE key = ?)"
        " AND coalesce(reprint_of, key) != ? ORDER BY 1",
        [*hashes, found.key, found.key],
    ).fetchall()
    return next((key for (key,) in rows if similarity(found.body, article(db, key).body) >= ALIKE), None)


def _trigrams(text: str) -> set[str]:
    text = _SIGNS.sub("", unicodedata.normalize("NFKC", text))
    return {text[i : i + 3] for i in range(len(text) - 2)}
