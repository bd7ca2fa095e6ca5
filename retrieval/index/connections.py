"""Connections to a search cluster over the MySQL protocol: few, shared, and none that hangs for longer than allowed."""

from __future__ import annotations

import random
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

import pymysql

from retrieval.errors import ClusterUnavailable, IndexBusy
from retrieval.index.address import Address

CONNECT_SECONDS = 3.0  # for a connection that is not a reader's
WRITE_SECONDS = 86_400.0  # that an update may take: a full-text index over a hundred million is one statement
LOCK_SECONDS = 10.0  # how long to wait for another process that writes
BESIDE = 2  # connections that a question asks at once; more tell little, since half of all chunks are in one table
LONGEST_JITTER = 0.05  # seconds before the second try of a search

_REFUSED = {1044, 1045, 1049, 1142, 1698}  # user, password, database or rights are wrong
_NO_TABLE = 1146
_LOCKED = {1205, 3572}  # a row lock was not had in time
T = TypeVar("T")
Row = tuple[Any, ...]


class NoTable(Exception):
    """A statement names a table that is not there."""


class Moved(Exception):
    """Sessions that are used side by side do not see one state: it was replaced between their beginnings."""


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


class Sessions:
    """Several connections that are asked side by side, each in a transaction of its own."""

    def __init__(self, sessions: Sequence[Session], threads: ThreadPoolExecutor) -> None:
        self.first = sessions[0]
        self._others = sessions[1:]
        self._threads = threads

    def share(self, deeds: Iterable[Callable[[Session], T]]) -> list[T]:
        """What *deeds* give, in no order; each is done by whichever session is free, one in the caller's thread."""
        waiting = deque(deeds)

        def work(session: Session) -> list[T]:
            done: list[T] = []
            while True:
                try:
                    deed = waiting.popleft()
                except IndexError:
                    return done
                done.append(deed(session))

        others = [self._threads.submit(work, session) for session in self._others[: max(0, len(waiting) - 1)]]
        try:
            found = work(self.first)
        finally:
            waiting.clear()
            wait(others)  # nobody else may get a connection that is still asked
        return [each for done in (found, *(other.result() for other in others)) for each in done]


class Connections:
    """A pool for searches; connections of their own for updates. Safe to share between threads.

    Every error of the driver or the network leaves here as ClusterUnavailable.
    """

    def __init__(self, address: Address) -> None:
        """Nothing is connected yet."""
        self._address = address
        self._free = address.connections
        self._freed = threading.Condition()
        self._lock = threading.Lock()
        self._idle: list[Any] = []
        self._threads = ThreadPoolExecutor(address.connections, "cluster-search")

    def read(self, deed: Callable[[Session], T]) -> T:
        """*deed* in a transaction that sees one state, within the address's time-out; tried twice, if time is left.

        Raises ClusterUnavailable.
        """
        return self._tried(1, lambda sessions: deed(sessions.first))

    def read_beside(self, deed: Callable[[Sessions], T]) -> T:
        """The same with BESIDE sessions, whose transactions begin when they are used.

        Raises ClusterUnavailable; *deed* raises Moved where they do not see the same.
        """
        return self._tried(min(BESIDE, self._address.connections), deed)

    def _tried(self, count: int, deed: Callable[[Sessions], T]) -> T:
        deadline = time.monotonic() + self._address.timeout
        try:
            return self._read(count, deed, deadline)
        except ClusterUnavailable as failure:
            pause = _RANDOM.uniform(0, LONGEST_JITTER)
            if failure.lasting or time.monotonic() + 2 * pause > deadline:
                raise
        time.sleep(pause)
        return self._read(count, deed, deadline)

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

    def _read(self, count: int, deed: Callable[[Sessions], T], deadline: float) -> T:
        with self._freed:  # all places or none: two that have half of theirs would wait for each other
            if not self._freed.wait_for(lambda: self._free >= count, max(0.0, deadline - time.monotonic())):
                raise ClusterUnavailable("every connection is busy")
            self._free -= count
        try:
            with _told():
                return self._with_idle(count, deed)
        except ClusterUnavailable:
            self.close()  # what made one connection fail has most likely failed them all
            raise
        finally:
            with self._freed:
                self._free += count
                self._freed.notify_all()

    def _with_idle(self, count: int, deed: Callable[[Sessions], T]) -> T:
        with self._lock:
            connections = [self._idle.pop() for _ in range(min(count, len(self._idle)))]
        seconds = self._address.timeout
        try:
            while len(connections) < count:
                connections.append(self._connect(seconds, seconds, isolation="REPEATABLE-READ"))
            result = deed(Sessions([Session(connection) for connection in connections], self._threads))
            for connection in connections:
                connection.rollback()
        except BaseException:
            for connection in connections:
                _drop(connection)
            raise
        with self._lock:
            self._idle += connections
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
    except (NoTable, Moved) as exc:
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
