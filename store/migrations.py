"""The store's tables, as the numbered steps that made them what they are."""

from __future__ import annotations

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
    """
    ALTER TABLE articles ADD COLUMN page TEXT; -- the printed page's number as printed (3, A02); NULL where unknown
    ALTER TABLE articles ADD COLUMN corrects INTEGER REFERENCES articles(key) ON DELETE SET NULL; -- what it puts right
    CREATE INDEX articles_corrects ON articles(corrects) WHERE corrects IS NOT NULL;
    CREATE INDEX articles_awaiting ON articles(key) WHERE kind = 'correction' AND corrects IS NULL;
    CREATE INDEX articles_date ON articles(date);
    ALTER TABLE documents ADD COLUMN partners TEXT NOT NULL DEFAULT '[]'; -- JSON: names of those read with it
    ALTER TABLE documents ADD COLUMN leads_out INTEGER NOT NULL DEFAULT 0; -- 1: a jump leads to what was not found
    CREATE INDEX documents_leading_out ON documents(id) WHERE leads_out;

    CREATE TABLE roles (              -- who, beside the owners that the setting names, works at the editors' desk
        user_id INTEGER PRIMARY KEY,  -- numeric Telegram id, the only thing about a person that cannot be borrowed
        role TEXT NOT NULL CHECK (role IN ('editor', 'admin')),
        name TEXT NOT NULL,           -- as Telegram showed it when the role was given; for reading only
        given_by INTEGER NOT NULL,
        given_at REAL NOT NULL
    );
    CREATE TABLE audit (              -- who did what and when; the triggers keep it append-only
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at REAL NOT NULL,
        actor INTEGER NOT NULL,       -- numeric Telegram id; 0: the program by itself
        deed TEXT NOT NULL,
        subject TEXT NOT NULL
    );
    CREATE TRIGGER audit_never_changes BEFORE UPDATE ON audit
        BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
    CREATE TRIGGER audit_never_shrinks BEFORE DELETE ON audit
        BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
    CREATE TRIGGER audit_only_grows BEFORE INSERT ON audit WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id)
        BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;  -- INSERT OR REPLACE would delete unseen
    CREATE TABLE turned_away (        -- how often somebody tried what they may not do; not who
        day INTEGER NOT NULL,         -- days since 1970, UTC
        what TEXT NOT NULL,
        times INTEGER NOT NULL,
        PRIMARY KEY (day, what)
    ) WITHOUT ROWID;
    CREATE TABLE prompts (            -- messages of the bot that somebody at the desk is to answer with a reply
        chat_id INTEGER NOT NULL,
        message_id INTEGER NOT NULL,
        step TEXT NOT NULL,           -- which step the reply is for, as callback data names deeds
        asked_at REAL NOT NULL,
        PRIMARY KEY (chat_id, message_id)
    ) WITHOUT ROWID;
    CREATE TABLE golden (             -- questions whose answer every later change of the articles has to keep
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        question TEXT NOT NULL UNIQUE,
        answer TEXT,                  -- the figure or name as printed; NULL: the article's passage is the answer
        article_id TEXT,              -- that it was read in; NULL with answer NULL: the question has to be refused
        kept_by INTEGER NOT NULL,
        kept_at REAL NOT NULL
    );
    CREATE TABLE proposals (          -- changes that somebody at the desk was shown and has not confirmed yet
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        content TEXT NOT NULL,        -- JSON
        made_by INTEGER NOT NULL,
        made_at REAL NOT NULL
    );
    CREATE TABLE broadcasts (         -- messages to all readers
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        text TEXT NOT NULL,           -- HTML
        made_by INTEGER NOT NULL,
        made_at REAL NOT NULL,
        state TEXT NOT NULL DEFAULT 'draft', -- draft, running, stopping; at the end done, stopped or discarded
        message_id INTEGER            -- of the report in the private chat of whoever made it
    );
    CREATE TABLE broadcast_chats (    -- what became of a broadcast in each chat
        broadcast_id INTEGER NOT NULL REFERENCES broadcasts(id) ON DELETE CASCADE,
        chat_id INTEGER NOT NULL,
        state TEXT NOT NULL DEFAULT 'due', -- due, sending; at the end sent, failed, uncertain or stopped
        done_at REAL,
        reason TEXT,
        PRIMARY KEY (broadcast_id, chat_id)
    ) WITHOUT ROWID;
    CREATE INDEX broadcast_chats_open ON broadcast_chats(broadcast_id) WHERE state IN ('due', 'sending');
    ALTER TABLE questions ADD COLUMN seconds REAL;   -- until the answer was sent; NULL where it was not measured
    ALTER TABLE questions ADD COLUMN handled INTEGER NOT NULL DEFAULT 0; -- 1: somebody at the desk has seen to it

    CREATE TABLE pauses (             -- generations of which a subscription was not told: after < generation <= until
        subscription_id INTEGER NOT NULL REFERENCES subscriptions(id) ON DELETE CASCADE,
        after INTEGER NOT NULL,
        until INTEGER,                -- NULL while the pause lasts
        PRIMARY KEY (subscription_id, after)
    ) WITHOUT ROWID;
    INSERT INTO pauses SELECT id, value, NULL FROM subscriptions, state WHERE paused AND name = 'generation';
    CREATE TABLE answer_changes (     -- answers that a publication made untrue, each for the chat that was given it
        generation INTEGER NOT NULL,
        reply_id INTEGER NOT NULL REFERENCES replies(id) ON DELETE CASCADE,
        thread_id INTEGER NOT NULL,
        article_key INTEGER REFERENCES articles(key) ON DELETE CASCADE, -- says it now; NULL: taken out
        content TEXT NOT NULL,        -- JSON: what was said, what is said now
        PRIMARY KEY (generation, reply_id)
    ) WITHOUT ROWID;
    CREATE INDEX answer_changes_reply ON answer_changes(reply_id);
    CREATE INDEX answer_changes_article ON answer_changes(article_key);
    CREATE INDEX replies_article ON replies(json_extract(answer, '$.answer.fact.article_id'))
        WHERE json_extract(answer, '$.answer.fact.article_id') IS NOT NULL;
    CREATE TABLE deliveries_2 (       -- as before, and what was missed during a pause
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        chat_id INTEGER NOT NULL,
        thread_id INTEGER NOT NULL,
        generation INTEGER NOT NULL,
        subscription_id INTEGER NOT NULL DEFAULT 0, -- the one whose pause is over; 0: all that are not paused
        alone INTEGER NOT NULL DEFAULT 0, -- 1: a message of its own
        state TEXT NOT NULL DEFAULT 'due',
        due_at REAL NOT NULL DEFAULT 0,
        parcel INTEGER,
        attempts INTEGER NOT NULL DEFAULT 0,
        repeats INTEGER NOT NULL DEFAULT 0,
        message_id INTEGER,
        done_at REAL,
        reason TEXT,
        UNIQUE (chat_id, thread_id, generation, subscription_id)
    );
    INSERT INTO deliveries_2 (id, chat_id, thread_id, generation, state, due_at, parcel, attempts, repeats, message_id,
        done_at, reason) SELECT * FROM deliveries;
    INSERT INTO sqlite_sequence SELECT 'deliveries_2', 0 WHERE NOT EXISTS (
        SELECT 1 FROM sqlite_sequence WHERE name = 'deliveries_2');
    UPDATE sqlite_sequence SET seq = (SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'deliveries')
        WHERE name = 'deliveries_2';  -- numbers are never used again: old buttons name them
    DROP TABLE deliveries;
    ALTER TABLE deliveries_2 RENAME TO deliveries;
    CREATE INDEX deliveries_open ON deliveries(due_at, id) WHERE state IN ('due', 'postponed', 'uncertain');
    CREATE INDEX deliveries_parcel ON deliveries(parcel) WHERE parcel IS NOT NULL;

    ALTER TABLE articles ADD COLUMN generation INTEGER NOT NULL DEFAULT 0; -- that wrote this version; 0: not noted
    ALTER TABLE past_versions ADD COLUMN since INTEGER NOT NULL DEFAULT 0; -- the generation that wrote it
    ALTER TABLE past_versions ADD COLUMN key INTEGER; -- that the article had; NULL: not noted
    ALTER TABLE documents ADD COLUMN edits TEXT NOT NULL DEFAULT '[]'; -- JSON: what editors changed of what was read
    CREATE TABLE publications (       -- what made each state that one can go back to
        generation INTEGER PRIMARY KEY, -- the last one, where a deed took several
        deed TEXT NOT NULL,           -- publish, remove, reingest, rollback; start: what was there before
        subject TEXT NOT NULL,        -- the document's name, the article's headline …
        actor INTEGER NOT NULL,       -- numeric Telegram user id; 0: the command line
        at REAL NOT NULL
    );
    CREATE TABLE layouts (            -- what a document consists of, from a generation on
        generation INTEGER NOT NULL,  -- 0: before its first change that was noted
        document TEXT NOT NULL,       -- its name
        original_id INTEGER REFERENCES originals(id), -- NULL: it is not held
        edits TEXT NOT NULL,          -- JSON
        articles TEXT NOT NULL,       -- JSON array of ids, in printed order
        PRIMARY KEY (document, generation)
    ) WITHOUT ROWID;
    CREATE INDEX layouts_generation ON layouts(generation);
    ALTER TABLE drafts ADD COLUMN reading TEXT;  -- JSON: the articles as read, and what was guessed; NULL: not read yet
    ALTER TABLE drafts ADD COLUMN edits TEXT NOT NULL DEFAULT '[]'; -- JSON, in the order in which they were made
    ALTER TABLE drafts ADD COLUMN seen INTEGER NOT NULL DEFAULT 0; -- generation that it was compared with
    ALTER TABLE drafts ADD COLUMN batch TEXT;    -- of the files that were sent together
    ALTER TABLE drafts ADD COLUMN chat_id INTEGER;
    ALTER TABLE drafts ADD COLUMN message_id INTEGER; -- that shows the dry run
    ALTER TABLE drafts ADD COLUMN state TEXT NOT NULL DEFAULT 'open'; -- open; published, discarded, lapsed, refused
    ALTER TABLE drafts ADD COLUMN decided_by INTEGER;
    ALTER TABLE drafts ADD COLUMN decided_at REAL;
    ALTER TABLE drafts ADD COLUMN articles INTEGER NOT NULL DEFAULT 0; -- published
    ALTER TABLE drafts ADD COLUMN broken INTEGER NOT NULL DEFAULT 0; -- golden questions that it would change
    CREATE INDEX drafts_batch ON drafts(batch) WHERE batch IS NOT NULL;
    CREATE TABLE reingests (          -- all originals read anew, beside the store, and what that would change
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        started_by INTEGER NOT NULL,  -- numeric Telegram user id
        chat_id INTEGER NOT NULL,
        message_id INTEGER,           -- that shows how it goes on
        started_at REAL NOT NULL,
        state TEXT NOT NULL DEFAULT 'running', -- running, ready, told; failed, published, discarded
        report TEXT NOT NULL DEFAULT '{}' -- JSON
    );

    CREATE TABLE traces (             -- what set off each publication, for the log lines of its alerts
        generation INTEGER PRIMARY KEY,
        trace TEXT NOT NULL,
        made_at REAL NOT NULL
    );
    """,
)
