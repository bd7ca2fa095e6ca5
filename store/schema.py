"""The store's file: numbered migrations, how it is opened, and the one way to write to it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from store.errors import NewerStore, StoreUnusable

APPLICATION_ID = 0x62617A68  # "bazh" in the file's header, so that a foreign SQLite file is never migrated
BUSY_TIMEOUT_MS = 10_000  # how long a writer waits for another process's transaction

# Forward only; a migration that has been released is never edited. PRAGMA user_version counts those applied.
MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE state (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
    INSERT INTO state VALUES ('generation', 0);

    CREATE TABLE originals (          -- documents as received, so that everything can be read anew
        id INTEGER PRIMARY KEY,
        sha256 TEXT NOT NULL UNIQUE,
        content BLOB NOT NULL,
        received_at REAL NOT NULL     -- Unix seconds, as every time here
    );
    CREATE TABLE documents (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        original_id INTEGER NOT NULL REFERENCES originals(id),
        ingested_at REAL NOT NULL
    );
    CREATE TABLE articles (
        key INTEGER PRIMARY KEY AUTOINCREMENT,  -- names the article in buttons and links; never reused
        id TEXT NOT NULL UNIQUE,
        document_id INTEGER NOT NULL REFERENCES documents(id),
        position INTEGER NOT NULL,    -- within its document
        source TEXT NOT NULL,         -- file name, that of the member for an archive
        headline TEXT NOT NULL,
        kicker TEXT,
        subtitle TEXT,
        reporters TEXT NOT NULL,      -- JSON array
        correspondents TEXT NOT NULL, -- JSON array
        body TEXT NOT NULL,           -- paragraphs, one a line
        complete INTEGER NOT NULL,
        kind TEXT NOT NULL,
        date TEXT,
        version INTEGER NOT NULL,     -- from 1, up by one whenever the content changes
        changed_at REAL NOT NULL,
        reprint_of INTEGER REFERENCES articles(key) ON DELETE SET NULL  -- key of the first printing of the same text
    );
    CREATE INDEX articles_document ON articles(document_id, position);
    CREATE INDEX articles_reprint ON articles(reprint_of) WHERE reprint_of IS NOT NULL;
    CREATE TABLE fingerprints (       -- hashes of an article's longest sentences: how reprints are found
        hash INTEGER NOT NULL,
        article_key INTEGER NOT NULL REFERENCES articles(key) ON DELETE CASCADE,
        PRIMARY KEY (hash, article_key)
    ) WITHOUT ROWID;
    CREATE INDEX fingerprints_article ON fingerprints(article_key);
    CREATE TABLE chunks (
        id INTEGER PRIMARY KEY AUTOINCREMENT,   -- never reused: an index that lags behind cannot name a wrong chunk
        article_key INTEGER NOT NULL REFERENCES articles(key) ON DELETE CASCADE,
        start INTEGER NOT NULL,       -- characters into articles.body; the text is not stored twice
        "end" INTEGER NOT NULL
    );
    CREATE INDEX chunks_article ON chunks(article_key);
    CREATE TABLE past_versions (      -- what an ingest replaced or took out, kept for roll back
        article_id TEXT NOT NULL,
        version INTEGER NOT NULL,
        content TEXT NOT NULL,        -- JSON of the article
        generation INTEGER NOT NULL,  -- the one that replaced it
        replaced_at REAL NOT NULL,
        PRIMARY KEY (article_id, version, generation)
    ) WITHOUT ROWID;
    CREATE TABLE changes (            -- which articles each generation touched: how an index catches up
        generation INTEGER NOT NULL,
        article_id TEXT NOT NULL,
        PRIMARY KEY (generation, article_id)
    ) WITHOUT ROWID;
    CREATE TABLE drafts (             -- documents sent to the bot, read but not published
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        content BLOB NOT NULL,
        sent_by INTEGER NOT NULL,     -- numeric Telegram user id
        created_at REAL NOT NULL
    );

    CREATE TABLE inbox (              -- updates accepted from Telegram, finished or not
        update_id INTEGER PRIMARY KEY,
        body TEXT NOT NULL,           -- JSON as received
        received_at REAL NOT NULL,
        done_at REAL,
        attempts INTEGER NOT NULL DEFAULT 0
    );
    CREATE INDEX inbox_open ON inbox(update_id) WHERE done_at IS NULL;
    CREATE TABLE replies (            -- what was sent for an update; buttons name the reply
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        update_id INTEGER NOT NULL UNIQUE,
        chat_id INTEGER NOT NULL,
        message_id INTEGER,           -- NULL until Telegram has confirmed the message
        answer TEXT,                  -- JSON
        created_at REAL NOT NULL
    );
    CREATE INDEX replies_chat ON replies(chat_id);
    CREATE TABLE conversations (
        chat TEXT PRIMARY KEY,
        context TEXT NOT NULL,        -- JSON of the last exchange
        asked_at REAL NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE chats (
        chat_id INTEGER PRIMARY KEY,
        language TEXT,
        settings TEXT NOT NULL DEFAULT '{}' -- JSON object
    );
    CREATE TABLE questions (          -- what was asked, without who asked
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        question TEXT NOT NULL,
        answered INTEGER NOT NULL,
        fact TEXT,                    -- JSON of the figure answered
        missing TEXT NOT NULL,        -- JSON array of words that no article holds
        confidence REAL NOT NULL,
        asked_at REAL NOT NULL,       -- to the hour
        verdict TEXT                  -- good, bad, figure, answer, missing; NULL where nobody said
    );
    CREATE INDEX questions_time ON questions(asked_at);

    CREATE TABLE rules (              -- what readers want to be told of; one row however many want the same
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        rule TEXT NOT NULL UNIQUE     -- JSON
    );
    CREATE TABLE rule_keys (          -- inverted: an article without one of a rule's keys cannot match it
        key TEXT NOT NULL,
        rule_id INTEGER NOT NULL REFERENCES rules(id) ON DELETE CASCADE,
        PRIMARY KEY (key, rule_id)
    ) WITHOUT ROWID;
    CREATE INDEX rule_keys_rule ON rule_keys(rule_id);
    CREATE TABLE subscriptions (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        chat_id INTEGER NOT NULL,
        thread_id INTEGER NOT NULL,   -- of a forum's topic, 0 for none
        rule_id INTEGER NOT NULL REFERENCES rules(id),
        since INTEGER NOT NULL,       -- generation at which it was made: nothing older is told
        paused INTEGER NOT NULL DEFAULT 0,
        UNIQUE (chat_id, thread_id, rule_id)
    );
    CREATE INDEX subscriptions_rule ON subscriptions(rule_id);
    CREATE TABLE alert_chats (        -- how a chat wants to be told; no row: at once
        chat_id INTEGER PRIMARY KEY,
        timing TEXT NOT NULL DEFAULT '{}', -- JSON
        off TEXT                      -- why nothing can be sent there; NULL where it can
    );
    CREATE TABLE matches (            -- which rules each publication met; an article version belongs to one generation
        generation INTEGER NOT NULL,
        rule_id INTEGER NOT NULL REFERENCES rules(id) ON DELETE CASCADE,
        article_key INTEGER NOT NULL REFERENCES articles(key) ON DELETE CASCADE,
        first INTEGER NOT NULL,       -- generation whose words met the rule; an earlier one for a correction
        PRIMARY KEY (generation, rule_id, article_key)
    ) WITHOUT ROWID;
    CREATE INDEX matches_article ON matches(article_key);
    CREATE INDEX matches_rule ON matches(rule_id);
    CREATE TABLE deliveries (         -- what each chat is to be told of each publication
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        chat_id INTEGER NOT NULL,
        thread_id INTEGER NOT NULL,
        generation INTEGER NOT NULL,
        state TEXT NOT NULL DEFAULT 'due', -- due, postponed, sending, uncertain; at the end sent or dropped
        due_at REAL NOT NULL DEFAULT 0, -- 0: at once, whatever the clock says
        parcel INTEGER,               -- id of the first delivery of the message that they are sent in
        attempts INTEGER NOT NULL DEFAULT 0,
        repeats INTEGER NOT NULL DEFAULT 0, -- attempts after one of which nobody knows whether it arrived
        message_id INTEGER,
        done_at REAL,
        reason TEXT,                  -- why it was dropped or has to wait
        UNIQUE (chat_id, thread_id, generation)
    );
    CREATE INDEX deliveries_open ON deliveries(due_at, id) WHERE state IN ('due', 'postponed', 'uncertain');
    CREATE INDEX deliveries_parcel ON deliveries(parcel) WHERE parcel IS NOT NULL;
    """,
)


def open_store(path: Path) -> Database:
    """Open the store at *path*, made or migrated as needed; for one thread's use.

    Raises NewerStore if a later version wrote it, StoreUnusable if it is no store or cannot be written; in
    both cases the file is untouched.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # autocommit: transactions begin only where atomic() says so
        db = Database(
            # used by one thread at a time, but closed by another: a newsroom closes those of all its threads
            sqlite3.connect(path, timeout=BUSY_TIMEOUT_MS / 1000, isolation_level=None, check_same_thread=False)
        )
        _check(db, path)
        db.execute("PRAGMA synchronous=FULL")  # a commit survives a power cut
        db.execute("PRAGMA foreign_keys=ON")
        if db.execute("PRAGMA user_version").fetchone()[0] < len(MIGRATIONS):
            _migrate(db)
    except (sqlite3.Error, OSError) as exc:
        raise StoreUnusable(f"the store {path} cannot be opened: {exc}") from exc
    return db


@contextmanager
def atomic(db: Database) -> Iterator[None]:
    """One deed, all or nothing: takes the write lock at once, so that it never fails half-way for lack of it.

    Raises StoreUnusable if the disk is full or the lock cannot be had; nothing of the deed is kept then.
    """
    try:
        db.conn.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            if db.conn.in_transaction:
                db.conn.execute("ROLLBACK")
            raise
        db.conn.execute("COMMIT")
    except sqlite3.OperationalError as exc:
        if db.conn.in_transaction:
            db.conn.execute("ROLLBACK")
        raise StoreUnusable(f"the store cannot be written: {exc}; nothing was changed") from exc


@contextmanager
def snapshot(db: Database) -> Iterator[None]:
    """Several reads of one state of the store, whatever is published meanwhile."""
    db.conn.execute("BEGIN")
    try:
        yield
    finally:
        db.conn.execute("ROLLBACK")


def _check(db: Database, path: Path) -> None:
    """Refuse a file that is not ours, or is newer than this program, before anything is written to it."""
    application_id, version = (
        db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
    )
    if application_id == 0 and db.table_names():
        raise StoreUnusable(f"{path} is an SQLite file of another program")
    if application_id not in (0, APPLICATION_ID):
        raise StoreUnusable(f"{path} is an SQLite file of another program")
    if version > len(MIGRATIONS):
        raise NewerStore(version, len(MIGRATIONS))


def _migrate(db: Database) -> None:
    """Apply the migrations that are missing, each in a transaction of its own."""
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("BEGIN IMMEDIATE")
    try:
        # read again under the lock: another process may have migrated meanwhile
        applied = db.execute("PRAGMA user_version").fetchone()[0]
        for number, script in enumerate(MIGRATIONS[applied:], applied + 1):
            for statement in _statements(script):
                db.execute(statement)
            db.execute(f"PRAGMA user_version={number}")
        db.execute(f"PRAGMA application_id={APPLICATION_ID}")
        db.execute("COMMIT")
    except BaseException:
        db.execute("ROLLBACK")
        raise


def _statements(script: str) -> Iterator[str]:
    """The statements of *script* one by one: executescript would commit behind our back."""
    statement = ""
    for line in script.splitlines():
        statement += line + "\n"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
