"""What a cluster keeps of one title: a row that says what counts, and the set of tables that it names.

The row carries the generation, so a transaction that changes tables and row together is seen whole or not at all. A
load makes a new set beside the one that is searched, and the row then names the new one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields

from retrieval.index.connections import Session

LAYOUT = 3  # of the tables; up by one whenever they change
LONGEST_TERM = 84  # characters; the server's full-text parser takes none that is longer
# Terms come from our own analysis and are only parted here; without the properties, words of one or two characters are
# too short for the server. Its parser ends a word at signs as well, so the two that our terms have are written as _.
PARSER = f"WITH PARSER space PARSER_PROPERTIES=(min_token_size=1, max_token_size={LONGEST_TERM})"
SIGNS = str.maketrans({".": "_", "%": "__"})
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
    totals: Totals = Totals()


class Tables:
    """The statements of one title."""

    def __init__(self, prefix: str) -> None:
        self.state = f"{prefix}_state"
        self._prefix = prefix

    def sections(self, live: int) -> str:
        """The articles' rows, see Section."""
        return f"{self._prefix}_{live}_sections"

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
            f" generation BIGINT NOT NULL, live INT NOT NULL, {totals}) {_OPTIONS}"
        )

    def read_state(self, session: Session, *, lock: bool = False) -> tuple[Identity, State] | None:
        """The row, kept from other writers if *lock*; None where there is no row yet."""
        rows = session.rows(
            f"SELECT layout, analysis, segmenter, owner, timeline, generation, live,"
            f" {', '.join(field.name for field in fields(Totals))}"
            f" FROM {self.state} WHERE id = 1{' FOR UPDATE' if lock else ''}"
        )
        if not rows:
            return None
        layout, analysis, segmenter, owner, timeline, generation, live, *totals = rows[0]
        identity = Identity(layout, analysis, segmenter, owner, timeline)
        return identity, State(generation, live, Totals(*totals))

    def write_state(self, session: Session, identity: Identity, state: State) -> None:
        """Replace the row, in the transaction of what it tells of."""
        row: Sequence[int | str] = (
            1, *astuple(identity), state.generation, state.live, *astuple(state.totals),
        )  # fmt: skip
        session.run(f"REPLACE INTO {self.state} VALUES ({','.join(['%s'] * len(row))})", row)

    def create(self, session: Session, live: int, *, indexed: bool) -> None:
        """An empty set; *indexed*: with its full-text index, which a large load is faster without."""
        self.drop(session, live)
        # Without a primary key: the full-text index then names rows as the table does. With one, the server keeps two
        # more tables of names, and takes a third longer to make the index.
        session.run(
            f"CREATE TABLE {self.sections(live)} (first BIGINT NOT NULL, article BIGINT NOT NULL, last BIGINT NOT NULL,"
            " id VARCHAR(512) NOT NULL, lengths VARCHAR(500) NOT NULL, terms MEDIUMTEXT NOT NULL,"
            " characters MEDIUMTEXT NOT NULL, INDEX begun(first), INDEX named(id)"
            f"{f', FULLTEXT INDEX searched(terms) {PARSER}' if indexed else ''}) {_OPTIONS}"
        )
        session.run(
            f"CREATE TABLE {self.vocabulary(live)} (term VARCHAR({LONGEST_TERM}) PRIMARY KEY, chunks INT NOT NULL,"
            f" characters INT NOT NULL, articles INT NOT NULL, heads INT NOT NULL) {_OPTIONS}"
        )

    def index(self, live: int) -> str:
        """The statement that makes the full-text index of a set that was made without."""
        return f"CREATE FULLTEXT INDEX searched ON {self.sections(live)}(terms) {PARSER}"

    def drop(self, session: Session, live: int) -> None:
        """Take a set away, whatever tables an earlier layout gave it."""
        for (name,) in session.rows("SHOW TABLES LIKE %s", [f"{self._prefix}_{live}_%".replace("_", "\\_")]):
            session.run(f"DROP TABLE IF EXISTS {name}")
