-- Lists of films. Each account has one of kind 2: what it wants to watch later.
CREATE TABLE video_playlist (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    uuid             TEXT NOT NULL UNIQUE,
    account_id       INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
    channel_id       INTEGER REFERENCES channel(id),
    -- From 1 on, without gaps, among the lists of the channel.
    channel_position INTEGER,
    kind             INTEGER NOT NULL,
    privacy          INTEGER NOT NULL,
    name             TEXT NOT NULL,
    description      TEXT,
    -- The name of a file under media/thumbnails, where the list was given a picture of its own.
    thumbnail        TEXT,
    created_at       INTEGER NOT NULL,
    updated_at       INTEGER NOT NULL
) STRICT;
CREATE INDEX video_playlist_by_account ON video_playlist(account_id);
CREATE UNIQUE INDEX video_playlist_watch_later ON video_playlist(account_id) WHERE kind = 2;
CREATE INDEX video_playlist_by_channel ON video_playlist(channel_id, channel_position);
CREATE INDEX video_playlist_listed ON video_playlist(created_at) WHERE privacy = 1;

CREATE TABLE video_playlist_element (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    playlist_id     INTEGER NOT NULL REFERENCES video_playlist(id) ON DELETE CASCADE,
    -- None once the film has been erased.
    video_id        INTEGER REFERENCES video(id) ON DELETE SET NULL,
    -- From 1 on, without gaps.
    position        INTEGER NOT NULL,
    -- Seconds into the film.
    start_timestamp INTEGER,
    stop_timestamp  INTEGER
) STRICT;
CREATE INDEX video_playlist_element_by_position ON video_playlist_element(playlist_id, position);
CREATE INDEX video_playlist_element_by_video ON video_playlist_element(video_id);

-- A list outlives its channel; without one it cannot be public.
CREATE TRIGGER video_playlist_without_channel BEFORE DELETE ON channel BEGIN
    UPDATE video_playlist SET channel_id = NULL, channel_position = NULL, privacy = max(privacy, 2)
    WHERE channel_id = old.id;
END;

CREATE VIRTUAL TABLE video_playlist_text USING fts5(
    name, description,
    content = 'video_playlist', content_rowid = 'id',
    tokenize = "unicode61 remove_diacritics 2",
    prefix = '2 3'
);
CREATE TRIGGER video_playlist_text_insert AFTER INSERT ON video_playlist BEGIN
    INSERT INTO video_playlist_text(rowid, name, description) VALUES (new.id, new.name, new.description);
END;
CREATE TRIGGER video_playlist_text_delete AFTER DELETE ON video_playlist BEGIN
    INSERT INTO video_playlist_text(video_playlist_text, rowid, name, description)
    VALUES ('delete', old.id, old.name, old.description);
END;
CREATE TRIGGER video_playlist_text_update AFTER UPDATE OF name, description ON video_playlist BEGIN
    INSERT INTO video_playlist_text(video_playlist_text, rowid, name, description)
    VALUES ('delete', old.id, old.name, old.description);
    INSERT INTO video_playlist_text(rowid, name, description) VALUES (new.id, new.name, new.description);
END;

-- The accounts that are there already; new ones get theirs when they are made. The UUIDs are random ones (version 4).
INSERT INTO video_playlist (uuid, account_id, kind, privacy, name, created_at, updated_at)
SELECT lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-'
             || substr('89AB', 1 + (random() & 3), 1) || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6))),
       id, 2, 3, 'Watch later', created_at, created_at
FROM account;
