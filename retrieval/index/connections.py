"""Connections to a search cluster over the MySQL protocol: few, shared, and none that hangs for longer than allowed."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

import pymysql

from retrieval.errors import ClusterUnavailable, IndexBusy
from retrieval.index.address import Address

CONNECT_SECONDS = 3.0  # for a connection that is not a reader's
WRITE_SECONDS = 86_400.0  # that an update may take: a full-text index over a hundred million is one statement
LOCK_SECONDS = 10.0  # how long to wait for another process that writes
LONGEST_JITTER = 0.05  # seconds before the second try of a search

_REFUSED = {1044, 1045, 1049, 1142, 1698}  # user, password, database or rights are wrong
_NO_TABLE = 1146
_LOCKED = {1205, 3572}  # a row lock was not had in time
T = TypeVar("T")
Row = tuple[Any, ...]


class NoTable(Exception):
    """A statement names a table that is not there."""


class Session:
    """One connection in one transaction."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def rows(self, statement: str, arguments: Sequence[Any] = ()) -> tuple[Row, ...]:
        """What a SELECT gives."""
        with self._connection.cursor() as cursor:
            try:
                cursor.execute(statement, arguments)
            except pymysql.err.ProgrammingError as exc:
                if exc.args[0] == _NO_TABLE:
                    raise NoTable from exc
                raise
            found: tuple[Row, ...] = cursor.fetchall()
            return found

    def run(self, statement: str, arguments: Sequence[Any] = ()) -> None:
        """A statement that gives nothing."""
        with self._connection.cursor() as cursor:
            cursor.execute(statement, arguments)

    def insert(self, into: str, rows: Sequence[Row], *, then: str = "") -> None:
        """Many rows in one statement: `INSERT INTO into VALUES rows then`."""
        if rows:
            places = ",".join([f"({','.join(['%s'] * len(rows[0]))})"] * len(rows))
            self.run(f"INSERT INTO {into} VALUES {places} {then}", [value for row in rows for value in row])

    def commit(self) -> None:
        """Make what was done count."""
        self._connection.commit()


class Connections:
    """A pool for searches; connections of their own for updates. Safe to share between threads.

    Every error of the driver or the network leaves here as ClusterUnavailable.
    """

    def __init__(self, address: Address) -> None:
        """Nothing is connected yet."""
        self._address = address
        self._places = threading.BoundedSemaphore(address.connections)
        self._lock = threading.Lock()
        self._idle: list[Any] = []

    def read(self, deed: Callable[[Session], T]) -> T:
        """*deed* in a transaction that sees one state, within the address's time-out; tried twice, if time is left.

        Raises ClusterUnavailable.
        """
        deadline = time.monotonic() + self._address.timeout
        try:
            return self._read(deed, deadline)
        except ClusterUnavailable as failure:
            pause = _RANDOM.uniform(0, LONGEST_JITTER)
            if failure.lasting or time.monotonic() + 2 * pause > deadline:
                raise
        time.sleep(pause)
        return self._read(deed, deadline)

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A connection of its own, without the searches' time limit, in a transaction; rolled back unless committed.

        Raises ClusterUnavailable, and IndexBusy where another process keeps a lock.
        """
        with _told():
            connection = self._connect(CONNECT_SECONDS, WRITE_SECONDS, isolation="READ-COMMITTED")
        try:
            with _told():
                yield Session(connection)
        finally:
            _drop(connection)

    def close(self) -> None:
        """Let go of what is idle."""
        with self._lock:
            idle, self._idle = self._idle, []
        for connection in idle:
            _drop(connection)

    def _read(self, deed: Callable[[Session], T], deadline: float) -> T:
        if not self._places.acquire(timeout=max(0.0, deadline - time.monotonic())):
            raise ClusterUnavailable("every connection is busy")
        try:
            with _told():
                return self._with_idle(deed)
        except ClusterUnavailable:
            self.close()  # what made one connection fail has most likely failed them all
            raise
        finally:
            self._places.release()

    def _with_idle(self, deed: Callable[[Session], T]) -> T:
        with self._lock:
            connection = self._idle.pop() if self._idle else None
        seconds = self._address.timeout
        connection = connection or self._connect(seconds, seconds, isolation="REPEATABLE-READ")
        try:
            result = deed(Session(connection))
            connection.rollback()
        except BaseException:
            _drop(connection)
            raise
        with self._lock:
            self._idle.append(connection)
        return result

    def _connect(self, connect_seconds: float, statement_seconds: float, *, isolation: str) -> Any:
        address = self._address
        context = address.tls_context()
        return pymysql.connect(
            host=address.host,
            port=address.port,
            user=address.user,
            password=address.password,
            database=address.database,
            charset="utf8mb4",
            autocommit=False,
            connect_timeout=connect_seconds,
            read_timeout=statement_seconds,
            write_timeout=statement_seconds,
            ssl=context,
            ssl_disabled=context is None,
            init_command=(
                f"SET ob_query_timeout = {statement_seconds * 1e6:.0f}, ob_trx_timeout = {WRITE_SECONDS * 1e6:.0f},"
                f" ob_trx_idle_timeout = {WRITE_SECONDS * 1e6:.0f}, ob_trx_lock_timeout = {LOCK_SECONDS * 1e6:.0f},"
                f" transaction_isolation = '{isolation}'"
            ),
        )


@contextmanager
def _told() -> Iterator[None]:
    """Errors in our own words, without the password, which no error of the driver holds."""
    try:
        yield
    except NoTable as exc:
        raise ClusterUnavailable("its tables are being replaced") from exc
    except pymysql.err.MySQLError as exc:
        code = exc.args[0] if exc.args and isinstance(exc.args[0], int) else 0
        reason = " ".join(str(exc.args[-1] if exc.args else exc).split())
        if code in _LOCKED:
            raise IndexBusy("the cluster's index is being written by another process") from exc
        raise ClusterUnavailable(reason, lasting=code in _REFUSED or "refused" in reason) from exc
    except OSError as exc:  # a certificate that is not there or not trusted, a network that is not
        raise ClusterUnavailable(" ".join(str(exc).split())) from exc


def _drop(connection: Any) -> None:
    with suppress(pymysql.err.MySQLError, OSError):
        connection.close()


_RANDOM = random.Random()
