-- What the site is: settings edited in the browser (one JSON value), and secrets made once.
CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

-- Who appears: an account has a name in the fediverse, a user can sign in.
CREATE TABLE account (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    name         TEXT NOT NULL UNIQUE COLLATE NOCASE,
    display_name TEXT NOT NULL,
    description  TEXT,
    created_at   INTEGER NOT NULL,
    updated_at   INTEGER NOT NULL
) STRICT;

CREATE TABLE user (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id    INTEGER NOT NULL UNIQUE REFERENCES account(id),
    username      TEXT NOT NULL UNIQUE COLLATE NOCASE,
    email         TEXT NOT NULL UNIQUE COLLATE NOCASE,
    password_hash TEXT NOT NULL,
    role          INTEGER NOT NULL,
    quota         INTEGER NOT NULL DEFAULT -1,
    quota_daily   INTEGER NOT NULL DEFAULT -1,
    created_at    INTEGER NOT NULL,
    updated_at    INTEGER NOT NULL
) STRICT;

CREATE TABLE channel (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id   INTEGER NOT NULL REFERENCES account(id),
    handle       TEXT NOT NULL UNIQUE COLLATE NOCASE,
    display_name TEXT NOT NULL,
    description  TEXT,
    support      TEXT,
    created_at   INTEGER NOT NULL,
    updated_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX channel_by_account ON channel(account_id);

-- Signing in: cookie sessions of pages and OAuth2 tokens of the API. Only hashes of secrets are kept.
CREATE TABLE session (
    token_hash   BLOB PRIMARY KEY,
    user_id      INTEGER NOT NULL REFERENCES user(id) ON DELETE CASCADE,
    created_at   INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX session_by_user ON session(user_id);
CREATE INDEX session_by_end ON session(expires_at);

CREATE TABLE oauth_token (
    id                INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id            INTEGER NOT NULL REFERENCES user(id) ON DELETE CASCADE,
    access_hash        BLOB NOT NULL UNIQUE,
    refresh_hash       BLOB NOT NULL UNIQUE,
    created_at         INTEGER NOT NULL,
    access_expires_at  INTEGER NOT NULL,
    refresh_expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX oauth_token_by_user ON oauth_token(user_id);
CREATE INDEX oauth_token_by_end ON oauth_token(refresh_expires_at);

-- Films.
CREATE TABLE video (
    id                     INTEGER PRIMARY KEY AUTOINCREMENT,
    uuid                    TEXT NOT NULL UNIQUE,
    channel_id              INTEGER NOT NULL REFERENCES channel(id),
    state                   INTEGER NOT NULL,
    privacy                 INTEGER NOT NULL,
    name                    TEXT NOT NULL,
    description             TEXT,
    support                 TEXT,
    -- A JSON array of strings.
    tags                    TEXT NOT NULL DEFAULT '[]',
    category                INTEGER,
    licence                 INTEGER,
    language                TEXT,
    nsfw                    INTEGER NOT NULL DEFAULT 0,
    comments_enabled        INTEGER NOT NULL DEFAULT 1,
    download_enabled        INTEGER NOT NULL DEFAULT 1,
    -- Seconds, rounded to the nearest; 0 until the file has been looked at.
    duration                INTEGER NOT NULL DEFAULT 0,
    aspect_ratio            REAL,
    views                   INTEGER NOT NULL DEFAULT 0,
    -- Views of the last seven days, kept by housekeeping.
    trend                   INTEGER NOT NULL DEFAULT 0,
    -- Names of files under media/thumbnails and media/previews.
    thumbnail               TEXT,
    preview                 TEXT,
    -- The name of the file that was sent, under originals, for as long as it is kept.
    original                TEXT,
    original_name           TEXT NOT NULL,
    -- Bytes on the disk in all, for quotas.
    bytes                   INTEGER NOT NULL DEFAULT 0,
    -- Why preparing failed: a key of the message catalogue.
    failure                 TEXT,
    originally_published_at INTEGER,
    created_at              INTEGER NOT NULL,
    updated_at              INTEGER NOT NULL,
    published_at            INTEGER NOT NULL,
    deleted_at              INTEGER
) STRICT;
CREATE INDEX video_by_channel ON video(channel_id, published_at);
-- The public lists, without a look at each film's row: every order carries what lists are narrowed by, and the
-- films of a category carry what they are ordered by. State 1 is published, privacy 1 is public.
CREATE INDEX video_listed ON video(id, category, language) WHERE state = 1 AND privacy = 1;
CREATE INDEX video_listed_by_publication ON video(published_at, id, category, language)
    WHERE state = 1 AND privacy = 1;
CREATE INDEX video_listed_by_creation ON video(created_at, id, category, language)
    WHERE state = 1 AND privacy = 1;
CREATE INDEX video_listed_by_views ON video(views, id, category, language)
    WHERE state = 1 AND privacy = 1;
CREATE INDEX video_listed_by_trend ON video(trend, views, id, category, language)
    WHERE state = 1 AND privacy = 1;
CREATE INDEX video_listed_by_name ON video(name COLLATE NOCASE, id, category, language)
    WHERE state = 1 AND privacy = 1;
CREATE INDEX video_listed_by_duration ON video(duration, id, category, language)
    WHERE state = 1 AND privacy = 1;
CREATE INDEX video_listed_by_category
    ON video(category, published_at, id, language, created_at, views, trend, duration, name COLLATE NOCASE)
    WHERE state = 1 AND privacy = 1;

-- The streaming playlist of a film: one master, one file of hashes.
CREATE TABLE streaming_playlist (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    video_id INTEGER NOT NULL UNIQUE REFERENCES video(id) ON DELETE CASCADE,
    master   TEXT NOT NULL,
    hashes   TEXT NOT NULL,
    encoder  TEXT NOT NULL
) STRICT;

CREATE TABLE video_file (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    video_id   INTEGER NOT NULL REFERENCES video(id) ON DELETE CASCADE,
    resolution INTEGER NOT NULL,
    width      INTEGER NOT NULL,
    height     INTEGER NOT NULL,
    fps        INTEGER NOT NULL,
    bytes      INTEGER NOT NULL,
    file       TEXT NOT NULL UNIQUE,
    playlist   TEXT NOT NULL UNIQUE,
    has_audio  INTEGER NOT NULL,
    has_video  INTEGER NOT NULL,
    bandwidth  INTEGER NOT NULL,
    codecs     TEXT NOT NULL
) STRICT;
CREATE INDEX video_file_by_video ON video_file(video_id);

CREATE TABLE caption (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    video_id   INTEGER NOT NULL REFERENCES video(id) ON DELETE CASCADE,
    language   TEXT NOT NULL,
    file       TEXT NOT NULL UNIQUE,
    updated_at INTEGER NOT NULL,
    UNIQUE (video_id, language)
) STRICT;

-- Views of the last days, for what is trending now.
CREATE TABLE view_day (
    day      INTEGER NOT NULL,
    video_id INTEGER NOT NULL REFERENCES video(id) ON DELETE CASCADE,
    views    INTEGER NOT NULL,
    PRIMARY KEY (day, video_id)
) STRICT, WITHOUT ROWID;

-- Search: without accents and case. Rows are kept by triggers, so that no path can forget them.
CREATE VIRTUAL TABLE video_text USING fts5(
    name, tags, description,
    content = 'video', content_rowid = 'id',
    tokenize = "unicode61 remove_diacritics 2",
    prefix = '2 3'
);
CREATE TRIGGER video_text_insert AFTER INSERT ON video BEGIN
    INSERT INTO video_text(rowid, name, tags, description) VALUES (new.id, new.name, new.tags, new.description);
END;
CREATE TRIGGER video_text_delete AFTER DELETE ON video BEGIN
    INSERT INTO video_text(video_text, rowid, name, tags, description)
    VALUES ('delete', old.id, old.name, old.tags, old.description);
END;
CREATE TRIGGER video_text_update AFTER UPDATE OF name, tags, description ON video BEGIN
    INSERT INTO video_text(video_text, rowid, name, tags, description)
    VALUES ('delete', old.id, old.name, old.tags, old.description);
    INSERT INTO video_text(rowid, name, tags, description) VALUES (new.id, new.name, new.tags, new.description);
END;

-- Uploads under way. What has arrived is what the file holds: the disk is the truth, not a column.
CREATE TABLE upload (
    id         TEXT PRIMARY KEY,
    user_id    INTEGER NOT NULL REFERENCES user(id) ON DELETE CASCADE,
    channel_id INTEGER NOT NULL REFERENCES channel(id),
    file_name  TEXT NOT NULL,
    bytes      INTEGER NOT NULL,
    -- domain::video::Description as JSON.
    description TEXT NOT NULL,
    -- The film that it became, so that a repeated last piece gets the same answer.
    video_id   INTEGER REFERENCES video(id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    touched_at INTEGER NOT NULL
) STRICT;
CREATE INDEX upload_by_user ON upload(user_id);

-- Work that waits, runs or has been parked.
CREATE TABLE job (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    lane       TEXT NOT NULL,
    key        TEXT NOT NULL UNIQUE,
    -- domain::job::Job as JSON.
    work       TEXT NOT NULL,
    -- waiting, running or parked
    state      TEXT NOT NULL DEFAULT 'waiting',
    attempts   INTEGER NOT NULL DEFAULT 0,
    run_after  INTEGER NOT NULL,
    -- The start of the program that claimed it: a claim of an earlier start is no claim.
    boot       TEXT,
    problem    TEXT,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX job_next ON job(lane, state, run_after);
