"""What a cluster keeps of one title: a row that says what counts, and the set of tables that it names.

The row carries the generation, so a transaction that changes tables and row together is seen whole or not at all. A
load makes a new set beside the one that is searched, and the row then names the new one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields

from retrieval.index.connections import Session

LAYOUT = 2  # of the tables; up by one whenever they change
LONGEST_TERM = 84  # characters; the server's full-text parser takes none that is longer
# Terms come from our own analysis and are only parted here; without the properties, words of one or two characters are
# too short for the server. Its parser ends a word at signs as well, so the two that our terms have are written as _.
PARSER = f"WITH PARSER space PARSER_PROPERTIES=(min_token_size=1, max_token_size={LONGEST_TERM})"
SIGNS = str.maketrans({".": "_", "%": "__"})
PARTING = "  "  # between terms: with two spaces, each term has one on either side for itself, and is counted by them
# Binary: the general collation takes rare characters beyond the basic plane for one another.
_OPTIONS = "DEFAULT CHARSET utf8mb4 COLLATE utf8mb4_bin COMPRESSION 'none'"


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose tables they are, and how their terms were made."""

    layout: int
    analysis: int
    segmenter: str
    owner: int  # the store; another store's tables are never touched
    timeline: int  # of the store; a store that was put back from a backup goes another way from there


@dataclass(frozen=True, slots=True)
class Totals:
    """Sizes that scores are worked out from."""

    chunks: int = 0
    terms: int = 0  # of all chunks, every one counted
    characters: int = 0
    articles: int = 0
    article_terms: int = 0
    head_terms: int = 0

    def plus(self, other: Totals, sign: int = 1) -> Totals:
        """The sum; the difference where *sign* is -1."""
        return Totals(*(a + sign * b for a, b in zip(astuple(self), astuple(other), strict=True)))


@dataclass(frozen=True, slots=True)
class State:
    """What counts now."""

    generation: int = 0
    live: int = 0  # number of the set of tables that is searched
    shards: tuple[int, ...] = ()  # chunks that each shard of the set has
    totals: Totals = Totals()


class Tables:
    """The statements of one title.

    A set's chunks are parted into shards, an article with all of its chunks in one. While a load fills one, the server
    makes the index of the one before; a question asks several at once. Each is as large as all before it together, so
    that there are few of them however much there is. What is added later goes into the smallest.
    """

    def __init__(self, prefix: str) -> None:
        self.state = f"{prefix}_state"
        self._prefix = prefix

    def chunks(self, live: int, shard: int) -> str:
        """id, article (id of its first chunk), lengths, searched terms, characters."""
        return f"{self._prefix}_{live}_chunks_{shard}"

    def articles(self, live: int, shard: int) -> str:
        """first and last chunk, id, lengths, terms of headline and body, terms of the headline."""
        return f"{self._prefix}_{live}_articles_{shard}"

    def vocabulary(self, live: int) -> str:
        """Each term with the number of chunks, of chunks as a character, of articles and of headlines that hold it."""
        return f"{self._prefix}_{live}_vocabulary"

    def create_state(self, session: Session) -> None:
        """The row's table, if it is not there."""
        totals = ", ".join(f"{field.name} BIGINT NOT NULL" for field in fields(Totals))
        session.run(
            f"CREATE TABLE IF NOT EXISTS {self.state} (id TINYINT PRIMARY KEY, layout INT NOT NULL,"
            " analysis BIGINT NOT NULL, segmenter VARCHAR(20) NOT NULL, owner BIGINT NOT NULL,"
            " timeline BIGINT NOT NULL,"
            f" generation BIGINT NOT NULL, live INT NOT NULL, shards VARCHAR(1000) NOT NULL, {totals}) {_OPTIONS}"
        )

    def read_state(self, session: Session, *, lock: bool = False) -> tuple[Identity, State] | None:
        """The row, kept from other writers if *lock*; None where there is no row yet."""
        rows = session.rows(
            f"SELECT layout, analysis, segmenter, owner, timeline, generation, live, shards,"
            f" {', '.join(field.name for field in fields(Totals))}"
            f" FROM {self.state} WHERE id = 1{' FOR UPDATE' if lock else ''}"
        )
        if not rows:
            return None
        layout, analysis, segmenter, owner, timeline, generation, live, shards, *totals = rows[0]
        identity = Identity(layout, analysis, segmenter, owner, timeline)
        return identity, State(generation, live, tuple(map(int, shards.split())), Totals(*totals))

    def write_state(self, session: Session, identity: Identity, state: State) -> None:
        """Replace the row, in the transaction of what it tells of."""
        shards = " ".join(map(str, state.shards))
        row: Sequence[int | str] = (
            1, *astuple(identity), state.generation, state.live, shards, *astuple(state.totals),
        )  # fmt: skip
        session.run(f"REPLACE INTO {self.state} VALUES ({','.join(['%s'] * len(row))})", row)

    def create(self, session: Session, live: int) -> None:
        """An empty set, without shards."""
        self.drop(session, live)
        session.run(
            f"CREATE TABLE {self.vocabulary(live)} (term VARCHAR({LONGEST_TERM}) PRIMARY KEY, chunks INT NOT NULL,"
            f" characters INT NOT NULL, articles INT NOT NULL, heads INT NOT NULL) {_OPTIONS}"
        )

    def create_shard(self, session: Session, live: int, shard: int, *, indexed: bool) -> None:
        """One more, empty; *indexed*: with its full-text indexes, which a large load is faster without."""
        terms, head = (
            f", FULLTEXT INDEX searched({column}) {PARSER}" if indexed else "" for column in ("terms", "head")
        )
        # Without a primary key: the full-text index then names rows as the table does. With one, the server keeps two
        # more tables of names, and takes a third longer to make the index.
        session.run(
            f"CREATE TABLE {self.chunks(live, shard)} (id BIGINT NOT NULL, article BIGINT NOT NULL,"
            " length INT NOT NULL, characters_length INT NOT NULL, terms MEDIUMTEXT NOT NULL,"
            f" characters MEDIUMTEXT NOT NULL, INDEX whole(article){terms}) {_OPTIONS}"
        )
        session.run(
            f"CREATE TABLE {self.articles(live, shard)} (first BIGINT PRIMARY KEY, last BIGINT NOT NULL,"
            f" id VARCHAR(512) NOT NULL UNIQUE, length INT NOT NULL, head_length INT NOT NULL,"
            f" terms MEDIUMTEXT NOT NULL, head MEDIUMTEXT NOT NULL{head}) {_OPTIONS}"
        )

    def indexes(self, live: int, shard: int) -> list[str]:
        """The statements that make the full-text indexes of a shard that was made without."""
        columns = ((self.chunks(live, shard), "terms"), (self.articles(live, shard), "head"))
        return [f"CREATE FULLTEXT INDEX searched ON {table}({column}) {PARSER}" for table, column in columns]

    def drop(self, session: Session, live: int) -> None:
        """Take a set away, with whatever shards it has."""
        for (name,) in session.rows("SHOW TABLES LIKE %s", [f"{self._prefix}_{live}_%".replace("_", "\\_")]):
            session.run(f"DROP TABLE IF EXISTS {name}")
