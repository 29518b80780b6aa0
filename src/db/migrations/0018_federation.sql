-- The keys that our own actors sign with. kind: 0 the site, 1 an account, 2 a channel; owner_id is the number of its row.
CREATE TABLE actor_key (
    kind        INTEGER NOT NULL,
    owner_id    INTEGER NOT NULL,
    -- PKCS #8, DER.
    private_key BLOB NOT NULL,
    created_at  INTEGER NOT NULL,
    PRIMARY KEY (kind, owner_id)
) STRICT, WITHOUT ROWID;

-- Other servers, by host (with its port where that is not the usual one).
CREATE TABLE server (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    host         TEXT NOT NULL UNIQUE COLLATE NOCASE,
    -- Nothing is heard from it and nothing said to it.
    blocked_at   INTEGER,
    -- Deliveries that failed since the last one that arrived, and until when none is tried.
    failures     INTEGER NOT NULL DEFAULT 0,
    silent_until INTEGER NOT NULL DEFAULT 0,
    created_at   INTEGER NOT NULL
) STRICT;

-- Actors of other servers.
CREATE TABLE actor (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    url          TEXT NOT NULL UNIQUE,
    server_id    INTEGER NOT NULL REFERENCES server(id),
    -- 0 application, 1 person, 2 group.
    kind         INTEGER NOT NULL,
    name         TEXT NOT NULL,
    display_name TEXT NOT NULL,
    -- The page about them that people open.
    page         TEXT NOT NULL,
    inbox        TEXT NOT NULL,
    shared_inbox TEXT,
    -- SubjectPublicKeyInfo or PKCS #1, PEM.
    public_key   TEXT NOT NULL,
    fetched_at   INTEGER NOT NULL,
    created_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX actor_by_server ON actor(server_id);

-- Accounts of others: they write comments and like films here. Their name is `name@host`.
ALTER TABLE account ADD COLUMN actor_id INTEGER REFERENCES actor(id) ON DELETE CASCADE;
CREATE UNIQUE INDEX account_by_actor ON account(actor_id) WHERE actor_id IS NOT NULL;

-- Others who follow ours. own_kind and own_id: as in actor_key.
CREATE TABLE follower (
    actor_id   INTEGER NOT NULL REFERENCES actor(id) ON DELETE CASCADE,
    own_kind   INTEGER NOT NULL,
    own_id     INTEGER NOT NULL,
    -- The id of the activity that asked for it.
    activity   TEXT NOT NULL,
    -- 1 waits for an answer, 2 accepted.
    state      INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (actor_id, own_kind, own_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX follower_by_own ON follower(own_kind, own_id, state, created_at);
CREATE TRIGGER follower_insert AFTER INSERT ON follower WHEN new.own_kind = 2 AND new.state = 2 BEGIN
    UPDATE channel SET followers = followers + 1 WHERE id = new.own_id;
END;
CREATE TRIGGER follower_update AFTER UPDATE OF state ON follower WHEN new.own_kind = 2 AND new.state <> old.state BEGIN
    UPDATE channel SET followers = followers + (new.state = 2) - (old.state = 2) WHERE id = new.own_id;
END;
CREATE TRIGGER follower_delete AFTER DELETE ON follower WHEN old.own_kind = 2 AND old.state = 2 BEGIN
    UPDATE channel SET followers = followers - 1 WHERE id = old.own_id;
END;

-- What is said to others, once for all who hear it; jobs name the inboxes.
CREATE TABLE outgoing (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    own_kind   INTEGER NOT NULL,
    own_id     INTEGER NOT NULL,
    body       TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

-- Comments of others have an id of their own.
ALTER TABLE comment ADD COLUMN url TEXT;
CREATE UNIQUE INDEX comment_by_url ON comment(url) WHERE url IS NOT NULL;

-- What others have been told of: films (kind 0) and comments (kind 1). A row stays when the thing is gone, until
-- they have been told of that.
CREATE TABLE told (
    kind       INTEGER NOT NULL,
    id         INTEGER NOT NULL,
    -- The ids as they were told: of the thing, and of the account that told it.
    url        TEXT NOT NULL,
    own_id     INTEGER NOT NULL,
    account    TEXT NOT NULL,
    channel_id INTEGER NOT NULL,
    -- SHA-256 of the document that was told last.
    digest     BLOB NOT NULL,
    told_at    INTEGER NOT NULL,
    PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

-- What has changed and is looked at by the job `tell`. Rows are kept by triggers, so that no path can forget them.
CREATE TABLE to_tell (
    kind INTEGER NOT NULL,
    id   INTEGER NOT NULL,
    PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER to_tell_insert AFTER INSERT ON to_tell BEGIN
    INSERT INTO job (lane, key, work, run_after, created_at) VALUES ('network', 'tell', '{"kind":"tell"}', 0, 0)
    ON CONFLICT (key) DO UPDATE SET state = 'waiting', attempts = 0, problem = NULL WHERE state = 'parked';
END;
CREATE TRIGGER video_to_tell AFTER UPDATE OF
    channel_id, state, privacy, name, description, support, tags, category, licence, language, nsfw, nsfw_flags,
    nsfw_summary, comments_policy, download_enabled, thumbnail, preview, originally_published_at ON video
WHEN (new.state = 1 AND new.privacy = 1) OR EXISTS (SELECT 1 FROM told WHERE kind = 0 AND id = new.id) BEGIN
    INSERT INTO to_tell VALUES (0, new.id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER video_gone_to_tell AFTER DELETE ON video
WHEN EXISTS (SELECT 1 FROM told WHERE kind = 0 AND id = old.id) BEGIN
    INSERT INTO to_tell VALUES (0, old.id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER caption_to_tell AFTER INSERT ON caption BEGIN
    INSERT INTO to_tell VALUES (0, new.video_id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER caption_gone_to_tell AFTER DELETE ON caption
WHEN EXISTS (SELECT 1 FROM told WHERE kind = 0 AND id = old.video_id) BEGIN
    INSERT INTO to_tell VALUES (0, old.video_id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER comment_to_tell AFTER INSERT ON comment WHEN new.url IS NULL AND NOT new.is_held BEGIN
    INSERT INTO to_tell VALUES (1, new.id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER comment_change_to_tell AFTER UPDATE OF text, is_held, deleted_at ON comment WHEN new.url IS NULL BEGIN
    INSERT INTO to_tell VALUES (1, new.id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER comment_gone_to_tell AFTER DELETE ON comment
WHEN EXISTS (SELECT 1 FROM told WHERE kind = 1 AND id = old.id) BEGIN
    INSERT INTO to_tell VALUES (1, old.id) ON CONFLICT DO NOTHING;
END;
