CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

-- ``generation`` is of the first versions: nothing writes or reads it any more.
CREATE TABLE cases (
    id TEXT PRIMARY KEY,
    number INTEGER NOT NULL UNIQUE,
    name TEXT NOT NULL UNIQUE,
    purpose TEXT NOT NULL,
    authority TEXT NOT NULL,
    ceiling INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    generation INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE reports (
    id TEXT PRIMARY KEY,
    number INTEGER NOT NULL UNIQUE,
    case_id TEXT NOT NULL REFERENCES cases ON DELETE CASCADE,
    title TEXT NOT NULL,
    file_name TEXT NOT NULL,
    format TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    date TEXT,
    author TEXT NOT NULL,
    marking TEXT,
    warnings TEXT NOT NULL,
    pages INTEGER NOT NULL,
    passages INTEGER NOT NULL,
    model TEXT NOT NULL,
    added_at TEXT NOT NULL,
    UNIQUE (case_id, sha256)
) STRICT;
CREATE INDEX reports_by_hash ON reports (sha256);

-- Of the first versions: nothing writes or reads it any more. How many pages a report has stands in ``reports``.
CREATE TABLE pages (
    report_id TEXT NOT NULL REFERENCES reports ON DELETE CASCADE,
    number INTEGER NOT NULL,
    width REAL NOT NULL,
    height REAL NOT NULL,
    PRIMARY KEY (report_id, number)
) STRICT, WITHOUT ROWID;

-- Passages of a page tile it: their texts in order are the page's text, which is stored nowhere else.
CREATE TABLE passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    report_id TEXT NOT NULL REFERENCES reports ON DELETE CASCADE,
    page INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    boxes TEXT NOT NULL,
    marking TEXT,
    scope TEXT NOT NULL
) STRICT;
CREATE INDEX passages_by_place ON passages (report_id, page, start);

CREATE TABLE vectors (
    report_id TEXT PRIMARY KEY REFERENCES reports ON DELETE CASCADE,
    ids BLOB NOT NULL,
    vectors BLOB NOT NULL
) STRICT;

-- ``scope`` holds one word for the case and one for the report, so that both filters are part of the match.
CREATE VIRTUAL TABLE words USING fts5 (
    text, scope, content = 'passages', content_rowid = 'id', tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE TRIGGER passage_added AFTER INSERT ON passages BEGIN
    INSERT INTO words (rowid, text, scope) VALUES (new.id, new.text, new.scope);
END;
CREATE TRIGGER passage_removed AFTER DELETE ON passages BEGIN
    INSERT INTO words (words, rowid, text, scope) VALUES ('delete', old.id, old.text, old.scope);
END;

CREATE TABLE items (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    case_id TEXT NOT NULL REFERENCES cases ON DELETE CASCADE,
    path TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    remedy TEXT NOT NULL DEFAULT '',
    code TEXT NOT NULL DEFAULT '',
    report_id TEXT,
    done INTEGER NOT NULL DEFAULT 0,
    total INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX items_by_state ON items (state, id);
CREATE INDEX items_by_case ON items (case_id, id);

CREATE TABLE conversations (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases ON DELETE CASCADE,
    title TEXT NOT NULL,
    started_at TEXT NOT NULL
) STRICT;

CREATE TABLE turns (
    conversation_id TEXT NOT NULL REFERENCES conversations ON DELETE CASCADE,
    number INTEGER NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (conversation_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE masks (
    case_id TEXT NOT NULL REFERENCES cases ON DELETE CASCADE,
    kind TEXT NOT NULL,
    identity TEXT NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (case_id, kind, identity),
    UNIQUE (case_id, kind, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE ledger (
    seq INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    previous TEXT NOT NULL,
    digest TEXT NOT NULL
) STRICT;
